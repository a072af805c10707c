//! Statistics of the stories that are there, whatever was deleted or merged before.
//!
//! tantivy counts deleted documents until they are merged away, and estimates lengths after such a
//! merge; scores would then depend on the index's history. These figures are the same for the same
//! set of stories: documents alive, exact lengths from columns or field norms, document frequencies
//! without deleted documents.

use std::collections::HashMap;
use std::sync::Mutex;

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

/// Statistics provider over the stories alive in a searcher.
pub(super) struct LiveStats {
    searcher: Searcher,
    lengths: Mutex<HashMap<Field, u64>>,
    /// Of the terms asked about lately: every clause is weighed twice, when stories are chosen and when they
    /// are scored.
    frequencies: Mutex<HashMap<Term, u64>>,
}

/// Terms whose frequency is kept.
const KEPT: usize = 4096;

impl LiveStats {
    /// `text` is the field whose exact length is known: `text_tokens`.
    pub(super) fn new(searcher: Searcher, text: Field, text_tokens: u64) -> Self {
        let lengths = Mutex::new(HashMap::from([(text, text_tokens.max(1))]));
        LiveStats { searcher, lengths, frequencies: Mutex::default() }
    }

    /// Average length of a field in one segment as tantivy saw it when it wrote the block maxima,
    /// against the average used in scoring: how far a block's maximum can be off, at least 1.
    pub(super) fn pruning_slack(&self, field: Field, segment: u32) -> tantivy::Result<f32> {
        let reader = self.searcher.segment_reader(segment);
        let here = reader.inverted_index(field)?.total_num_tokens() as f32 / reader.max_doc().max(1) as f32;
        let all = self.total_num_tokens(field)? as f32 / self.searcher.num_docs().max(1) as f32;
        if here <= 0.0 || all <= 0.0 {
            return Ok(1.0);
        }
        Ok((here / all).max(all / here))
    }

    /// Lengths as the field norms keep them: rounded, but the same in every index of these stories.
    fn length_from_norms(&self, field: Field) -> tantivy::Result<u64> {
        let mut total = 0;
        for reader in self.searcher.segment_readers() {
            let norms = reader.get_fieldnorms_reader(field)?;
            let norm = |doc| u64::from(norms.fieldnorm(doc));
            total += match reader.alive_bitset() {
                None => (0..reader.max_doc()).map(norm).sum::<u64>(),
                Some(alive) => alive.iter_alive().map(norm).sum(),
            };
        }
        Ok(total)
    }
}

impl Bm25StatisticsProvider for LiveStats {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let known = self.lengths.lock().ok().and_then(|l| l.get(&field).copied());
        if let Some(length) = known {
            return Ok(length);
        }
        // An average of 0 would divide by it.
        let length = self.length_from_norms(field)?.max(1);
        if let Ok(mut lengths) = self.lengths.lock() {
            lengths.insert(field, length);
        }
        Ok(length)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.searcher.num_docs())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let known = self.frequencies.lock().ok().and_then(|f| f.get(term).copied());
        if let Some(frequency) = known {
            return Ok(frequency);
        }
        let frequency = self.count_alive(term)?;
        if let Ok(mut frequencies) = self.frequencies.lock() {
            if frequencies.len() >= KEPT {
                frequencies.clear();
            }
            frequencies.insert(term.clone(), frequency);
        }
        Ok(frequency)
    }
}

impl LiveStats {
    /// Stories alive that have a term.
    fn count_alive(&self, term: &Term) -> tantivy::Result<u64> {
        let mut total = 0;
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(term.field())?;
            let Some(alive) = reader.alive_bitset() else {
                total += u64::from(index.doc_freq(term)?);
                continue;
            };
            let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else { continue };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                total += u64::from(alive.is_alive(doc));
                doc = postings.advance();
            }
        }
        Ok(total)
    }
}
