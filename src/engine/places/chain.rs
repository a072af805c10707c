//! Parts of a name in order: next to each other, or with a few words of a given list between them.
//!
//! The parts alone decide which stories are looked at; the words between are read only where two parts stand apart.

use super::spans::{Finder, Place, forward, meet};
use super::wanted::Wanted;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, TERMINATED, Term};

/// Most words that stand between two parts: `abd al-rahman`, `van der`.
const MOST_BETWEEN: u32 = 2;

/// What is asked.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    /// In order.
    pub parts: Vec<Wanted>,
    /// Words that may stand between two of them.
    pub between: Vec<Term>,
}

/// Finds it in one segment.
pub(super) struct Chain {
    parts: Vec<Finder>,
    between: Vec<SegmentPostings>,
}

impl Chain {
    /// `None`: a part is not in this segment.
    pub(super) fn new(wanted: &Parts, reader: &SegmentReader) -> tantivy::Result<Option<Chain>> {
        let mut parts = Vec::with_capacity(wanted.parts.len());
        for part in &wanted.parts {
            match Finder::new(part, reader)? {
                Some(finder) => parts.push(finder),
                None => return Ok(None),
            }
        }
        let mut between = Vec::new();
        for term in &wanted.between {
            let index = reader.inverted_index(term.field())?;
            between.extend(index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        Ok((!parts.is_empty()).then_some(Chain { parts, between }))
    }

    /// The first story at or after `target` that has all parts.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        let parts = &mut self.parts;
        meet(target, parts.len(), |n, at| parts.get_mut(n).map_or(TERMINATED, |part| part.seek(at)))
    }

    /// How many stories there may be, at most.
    pub(super) fn size(&self) -> u32 {
        self.parts.iter().map(Finder::size).min().unwrap_or(0)
    }

    /// Adds the places in story `doc`, in order, each once.
    pub(super) fn places(&mut self, doc: DocId, out: &mut Vec<Place>) {
        let mut found: Option<Vec<Place>> = None;
        let mut fillers: Option<Vec<u32>> = None;
        let Chain { parts, between } = self;
        for part in parts {
            let mut here = Vec::new();
            if part.seek(doc) == doc {
                part.places(doc, usize::MAX, &mut here);
            }
            let next = match found {
                None => here,
                Some(before) => {
                    let mut fits = |end: u32, start: u32| {
                        start == end
                            || start > end && start - end <= MOST_BETWEEN && {
                                let known = fillers.get_or_insert_with(|| positions(between, doc));
                                (end..start).all(|at| known.binary_search(&at).is_ok())
                            }
                    };
                    let mut joined = Vec::new();
                    for &(first, end) in &before {
                        let from = here.partition_point(|place| place.0 < end);
                        let near = here[from..].iter().take_while(|place| place.0 <= end + MOST_BETWEEN);
                        joined.extend(near.filter(|place| fits(end, place.0)).map(|place| (first, place.1)));
                    }
                    joined
                }
            };
            if next.is_empty() {
                return;
            }
            found = Some(next);
        }
        let mut found = found.unwrap_or_default();
        found.sort_unstable();
        found.dedup();
        out.append(&mut found);
    }
}

/// Where any of the words stands in story `doc`, in order.
fn positions(words: &mut [SegmentPostings], doc: DocId) -> Vec<u32> {
    let (mut all, mut some) = (Vec::new(), Vec::new());
    for word in words {
        if forward(word, doc) == doc {
            word.positions(&mut some);
            all.extend_from_slice(&some);
        }
    }
    all.sort_unstable();
    all
}
