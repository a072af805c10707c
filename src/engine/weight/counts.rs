//! How often a term is in the stories alive, counted once and kept.

use std::collections::HashMap;
use std::sync::Mutex;

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, TERMINATED, Term};

/// What the archive says of a term.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counted {
    /// Stories that have it.
    stories: u64,
    /// Its occurrences in them.
    times: u64,
}

impl Counted {
    /// The share of stories that have it, above 0.
    pub(super) fn share(self, stories: f64) -> f64 {
        self.stories.max(1) as f64 / stories
    }

    /// From a half, for a term that comes once a story, to nearly 1, for one that comes in bursts.
    pub(super) fn burst(self) -> f64 {
        let mean = self.times.max(1) as f64 / self.stories.max(1) as f64;
        mean / (1.0 + mean)
    }
}

/// The counts of the terms asked about lately.
#[derive(Debug, Default)]
pub(in crate::engine) struct Counts(Mutex<HashMap<Term, Counted>>);

/// Terms whose counts are kept.
const KEPT: usize = 4096;

impl Counts {
    /// Counts a term, reading all its postings the first time.
    pub(super) fn of(&self, searcher: &Searcher, term: &Term) -> tantivy::Result<Counted> {
        if let Some(known) = self.0.lock().ok().and_then(|kept| kept.get(term).copied()) {
            return Ok(known);
        }
        let counted = count(searcher, term)?;
        if let Ok(mut kept) = self.0.lock() {
            if kept.len() >= KEPT {
                kept.clear();
            }
            kept.insert(term.clone(), counted);
        }
        Ok(counted)
    }
}

fn count(searcher: &Searcher, term: &Term) -> tantivy::Result<Counted> {
    let mut counted = Counted::default();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(term.field())?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::WithFreqs)? else { continue };
        let alive = reader.alive_bitset();
        let mut doc = postings.doc();
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                counted.stories += 1;
                counted.times += u64::from(postings.term_freq());
            }
            doc = postings.advance();
        }
    }
    Ok(counted)
}
