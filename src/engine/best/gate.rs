//! Filters that are dear to ask, such as words near each other: asked story by story, as few as possible.

use tantivy::query::{Scorer, Weight};
use tantivy::{DocId, SeekDangerResult, SegmentReader, TantivyError};

/// Lets in the stories whose words are in their place; asked in the order of documents.
pub(super) struct Gate<'e> {
    weight: &'e dyn Weight,
    reader: &'e SegmentReader,
    /// Made for the first story that is asked about.
    scorer: Option<Box<dyn Scorer>>,
}

impl<'e> Gate<'e> {
    pub(super) fn new(weight: &'e dyn Weight, reader: &'e SegmentReader) -> Self {
        Gate { weight, reader, scorer: None }
    }

    pub(super) fn lets_in(&mut self, doc: DocId, failed: &mut Option<TantivyError>) -> bool {
        let there = match &mut self.scorer {
            Some(scorer) => scorer.seek_danger(doc),
            None => match self.weight.scorer_danger(self.reader, doc, 1.0) {
                Ok((there, scorer)) => {
                    self.scorer = Some(scorer);
                    there
                }
                Err(error) => {
                    *failed = Some(error);
                    return false;
                }
            },
        };
        matches!(there, SeekDangerResult::Found)
    }
}
