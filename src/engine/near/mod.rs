//! Words near each other: the engine's library has no such query over groups, so this is one on its
//! postings and positions.
//!
//! [`wanted`] turns the two sides of the tree into terms, [`spans`] finds where they stand, this file is what
//! the library sees: a filter without a score of its own. The score is that of the words.

mod spans;
mod wanted;

use super::lower::{Boxed, Lowering, constant, join};
use crate::error::Result;
use crate::query::{Near, Nearness, Query};
use spans::Finder;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Occur, Query as EngineQuery, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};
use wanted::Wanted;

impl Lowering<'_> {
    /// The words of both sides, which give the score, and the filter.
    pub(super) fn near(&self, near: &Near) -> Result<Option<Boxed>> {
        let filter = NearQuery { wanted: self.wanted_near(near)? };
        let mut parts: Vec<Boxed> = self.lower(&loose(&near.left))?.into_iter().collect();
        if near.how != Nearness::Far {
            parts.extend(self.lower(&loose(&near.right))?);
        }
        parts.push(constant(Box::new(filter), 0.0));
        Ok(join(Occur::Must, parts))
    }
}

/// The words of a side, wherever they stand: the filter of the outermost NEAR is enough.
fn loose(side: &Query) -> Query {
    match side {
        Query::Near(near) if near.how == Nearness::Far => loose(&near.left),
        Query::Near(near) => Query::And(vec![loose(&near.left), loose(&near.right)]),
        Query::Or(parts) => Query::Or(parts.iter().map(loose).collect()),
        Query::Boost(inner, factor) => Query::Boost(Box::new(loose(inner)), *factor),
        other => other.clone(),
    }
}

/// Stories in which the spans are found.
#[derive(Debug, Clone)]
struct NearQuery {
    wanted: Wanted,
}

impl EngineQuery for NearQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(NearWeight { wanted: self.wanted.clone() }))
    }
}

struct NearWeight {
    wanted: Wanted,
}

impl Weight for NearWeight {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(finder) = Finder::new(&self.wanted, reader)? else { return Ok(Box::new(EmptyScorer)) };
        let mut scorer = NearScorer { finder, doc: 0, found: Vec::new() };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let found = self.scorer(reader, 1.0)?.seek(doc) == doc;
        Ok(Explanation::new(if found { "near each other" } else { "not near each other" }, 0.0))
    }
}

/// Steps through the stories that have all words, and stops where they are near.
struct NearScorer {
    finder: Finder,
    doc: DocId,
    found: Vec<spans::Place>,
}

impl NearScorer {
    /// Moves to the first match at or after `target`.
    fn settle(&mut self, target: DocId) -> DocId {
        let mut doc = self.finder.seek(target);
        while doc != TERMINATED {
            self.found.clear();
            self.finder.places(doc, &mut self.found);
            if !self.found.is_empty() {
                break;
            }
            doc = self.finder.seek(doc + 1);
        }
        self.doc = doc;
        doc
    }
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.finder.size()
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
