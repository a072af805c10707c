//! Words of a question, and their postings in one segment as those that race for the best stories walk them.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, SegmentReader, Term};

use super::any::Window;
use crate::engine::Engine;
use crate::engine::terms::{self, BLOCK, Known};
use crate::error::Result;

/// A word, what is known of it and its boost.
pub(super) struct Word {
    term: Term,
    known: Arc<Known>,
    boost: f32,
}

impl Word {
    pub(super) fn new(engine: &Engine, (term, boost): (Term, f32)) -> Result<Word> {
        Ok(Word { known: engine.known(&term)?, term, boost })
    }

    /// It adds nothing to a score.
    pub(super) fn is_silent(&self) -> bool {
        self.boost == 0.0
    }

    /// As many stories as are weighed have this score or a higher one.
    pub(super) fn reached(&self) -> Score {
        self.known.reached * self.boost
    }

    /// The highest score that it gives a story of a segment.
    pub(super) fn most(&self, segment: u32) -> Score {
        self.known.most(segment) * self.boost
    }

    /// Its postings in a segment from a document on; `None` where the segment does not have it.
    pub(super) fn list(
        &self,
        segment: u32,
        reader: &SegmentReader,
        start: DocId,
    ) -> Result<Option<List<'_>>> {
        let Some(blocks) = self.known.blocks(reader, segment, &self.term)? else { return Ok(None) };
        let norms = terms::norms(reader, &self.term)?;
        let mut list = List {
            blocks,
            at: 0,
            norms,
            weight: &self.known.weight,
            boost: self.boost,
            most: self.most(segment),
        };
        list.seek(start);
        Ok(Some(list))
    }
}

/// The postings of a word in a segment.
pub(super) struct List<'w> {
    blocks: BlockSegmentPostings,
    /// Place in the block.
    at: usize,
    norms: FieldNormReader,
    weight: &'w Bm25Weight,
    boost: f32,
    /// The highest score that it gives.
    pub(super) most: Score,
}

impl List<'_> {
    /// The document it is at. Blocks that are not full are filled up with [`tantivy::TERMINATED`].
    pub(super) fn doc(&self) -> DocId {
        self.blocks.doc(self.at)
    }

    /// What it gives the document it is at.
    pub(super) fn score(&self) -> Score {
        self.score_at(self.doc(), self.at)
    }

    fn score_at(&self, doc: DocId, at: usize) -> Score {
        self.weight.score(self.norms.fieldnorm_id(doc), self.blocks.freq(at)) * self.boost
    }

    /// Goes on to the first document that is not before the target.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.at = self.blocks.seek(target);
        }
        self.doc()
    }

    /// Adds its scores before `end` to the window.
    pub(super) fn add(&mut self, window: &mut Window, end: DocId) {
        loop {
            let docs = self.blocks.docs();
            while let Some(doc) = docs.get(self.at) {
                if *doc >= end {
                    return;
                }
                window.add(*doc, self.score_at(*doc, self.at));
                self.at += 1;
            }
            if docs.len() < BLOCK {
                return;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }
}
