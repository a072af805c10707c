//! What the archive says of a term: where its postings are, how often it is in the stories alive, and how high it
//! can score in each segment.
//!
//! A question asks for each of its terms several times over: to choose stories, to weigh them, to count. Looking a
//! term up in the dictionaries and counting it takes longer than most questions do, so both are done once and kept
//! for the terms asked about lately.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, Term};

use super::Engine;
use super::weight::DEPTH;
use crate::error::{Error, Result};
use crate::index::trouble::system;

/// Postings that the engine packs together; only the last block of a list has fewer.
pub(super) const BLOCK: usize = 128;

/// A term in the whole archive.
pub(super) struct Known {
    /// Stories that have it.
    stories: u64,
    /// Its occurrences in them.
    times: u64,
    /// What the engine makes of an occurrence.
    pub(super) weight: Bm25Weight,
    /// So many stories alive as are weighed have this score or a higher one; 0 where it is in fewer.
    pub(super) reached: f32,
    /// By segment; `None` where it is not in the dictionary.
    segments: Vec<Option<Here>>,
}

/// A term in a segment.
struct Here {
    info: TermInfo,
    /// The highest score it has in a story alive: exact, unlike the maxima of blocks.
    most: f32,
}

impl Known {
    /// The share of stories that have it, above 0.
    pub(super) fn share(&self, stories: f64) -> f64 {
        self.stories.max(1) as f64 / stories
    }

    /// From a half, for a term that comes once a story, to nearly 1, for one that comes in bursts.
    pub(super) fn burst(&self) -> f64 {
        let mean = self.times.max(1) as f64 / self.stories.max(1) as f64;
        mean / (1.0 + mean)
    }

    /// The highest score that it gives a story of a segment; 0 where it is in none.
    pub(super) fn most(&self, segment: u32) -> f32 {
        self.here(segment).map_or(0.0, |here| here.most)
    }

    /// Its postings in a segment, for reading one by one.
    pub(super) fn postings(
        &self,
        reader: &SegmentReader,
        segment: u32,
        term: &Term,
        option: IndexRecordOption,
    ) -> Result<Option<SegmentPostings>> {
        let Some(here) = self.here(segment) else { return Ok(None) };
        let index = reader.inverted_index(term.field())?;
        index.read_postings_from_terminfo(&here.info, option).map(Some).map_err(|e| reading(&e))
    }

    /// Its postings in a segment with their frequencies, for reading block by block.
    pub(super) fn blocks(
        &self,
        reader: &SegmentReader,
        segment: u32,
        term: &Term,
    ) -> Result<Option<BlockSegmentPostings>> {
        let Some(here) = self.here(segment) else { return Ok(None) };
        let index = reader.inverted_index(term.field())?;
        let blocks = index.read_block_postings_from_terminfo(&here.info, IndexRecordOption::WithFreqs);
        blocks.map(Some).map_err(|e| reading(&e))
    }

    fn here(&self, segment: u32) -> Option<&Here> {
        self.segments.get(segment as usize)?.as_ref()
    }
}

/// The terms asked about lately.
#[derive(Default)]
pub(super) struct Terms(Mutex<HashMap<Term, Arc<Known>>>);

/// Terms that are kept.
const KEPT: usize = 4096;

impl Engine {
    /// What is known of a term of a field with lengths. The first time all its postings are read.
    pub(super) fn known(&self, term: &Term) -> Result<Arc<Known>> {
        if let Some(known) = self.terms.0.lock().ok().and_then(|kept| kept.get(term).cloned()) {
            return Ok(known);
        }
        let known = Arc::new(self.look_up(term)?);
        if let Ok(mut kept) = self.terms.0.lock() {
            if kept.len() >= KEPT {
                kept.clear();
            }
            kept.insert(term.clone(), Arc::clone(&known));
        }
        Ok(known)
    }

    fn look_up(&self, term: &Term) -> Result<Known> {
        let all = self.stats.total_num_docs()?;
        let average = self.stats.total_num_tokens(term.field())? as f32 / all as f32;
        let stories = self.stats.doc_freq(term)?;
        let weight = Bm25Weight::for_one_term_without_explain(stories, all, average);
        let (mut times, mut segments, mut highest) = (0, Vec::new(), Highest::default());
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(term.field())?;
            let Some(info) = index.get_term_info(term).map_err(|e| reading(&e))? else {
                segments.push(None);
                continue;
            };
            let blocks = index.read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs);
            let (here, most) = count(reader, blocks.map_err(|e| reading(&e))?, term, &weight, &mut highest)?;
            times += here;
            segments.push(Some(Here { info, most }));
        }
        Ok(Known { stories, times, weight, reached: highest.last(), segments })
    }
}

/// Occurrences in the stories alive of a segment, and the highest score among them.
fn count(
    reader: &SegmentReader,
    mut blocks: BlockSegmentPostings,
    term: &Term,
    weight: &Bm25Weight,
    highest: &mut Highest,
) -> Result<(u64, f32)> {
    let norms = norms(reader, term)?;
    let alive = reader.alive_bitset();
    let (mut times, mut most) = (0, 0.0f32);
    loop {
        for (n, doc) in blocks.docs().iter().enumerate() {
            if alive.is_none_or(|alive| alive.is_alive(*doc)) {
                // Where the field keeps no frequencies it is 1, and there is no slice of them.
                let freq = blocks.freq(n);
                times += u64::from(freq);
                let score = weight.score(norms.fieldnorm_id(*doc), freq);
                most = most.max(score);
                highest.add(score);
            }
        }
        if blocks.docs().len() < BLOCK {
            return Ok((times, most));
        }
        blocks.advance();
    }
}

/// The highest scores, as many as stories are weighed.
#[derive(Default)]
struct Highest {
    scores: Vec<f32>,
    floor: f32,
}

impl Highest {
    fn add(&mut self, score: f32) {
        if score <= self.floor {
            return;
        }
        self.scores.push(score);
        if self.scores.len() == 4 * DEPTH {
            self.floor = self.last();
        }
    }

    /// The last of them; 0 where there are fewer.
    fn last(&mut self) -> f32 {
        if self.scores.len() < DEPTH {
            return 0.0;
        }
        self.scores.select_nth_unstable_by(DEPTH - 1, |a, b| b.total_cmp(a));
        self.scores.truncate(DEPTH);
        self.scores.last().copied().unwrap_or(0.0)
    }
}

/// The lengths of the field of a term; all the same where the field keeps none.
pub(super) fn norms(reader: &SegmentReader, term: &Term) -> Result<FieldNormReader> {
    if reader.schema().get_field_entry(term.field()).has_fieldnorms() {
        Ok(reader.get_fieldnorms_reader(term.field())?)
    } else {
        Ok(FieldNormReader::constant(reader.max_doc(), 1))
    }
}

fn reading(error: &std::io::Error) -> Error {
    system("reading the index", error)
}
