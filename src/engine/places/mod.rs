//! Words that have a place: near each other, in one sentence, among the first, in a part of the text, or so many times.
//! The engine's library has no such queries over groups, so this is one on its postings and positions.
//!
//! [`wanted`] turns the tree into terms, [`spans`] finds where they stand ([`pairs`] two sides of them, [`exact`] words as
//! written), [`layout`] knows sentences and parts; this file is what the library sees: a filter without a score of its own. The score is
//! that of the words.

mod chain;
mod exact;
mod layout;
mod pairs;
mod spans;
mod wanted;

use super::lower::{Boxed, Lowering, Meaning, join};
use crate::error::Result;
use crate::query::{Leaf, Nearness, Query, Value};
use chain::Parts;
pub use exact::Spelled;
use spans::Finder;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Occur, Query as EngineQuery, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, Term};

use wanted::{Wanted, in_text};

impl Lowering<'_> {
    /// The words, which give the score, and the filter. The tree is one of words with a place.
    pub(super) fn placed(&self, tree: &Query) -> Result<Option<Boxed>> {
        let filter = PlaceQuery { wanted: self.wanted_tree(tree)? };
        let mut parts: Vec<Boxed> = self.lower(&loose(tree))?.into_iter().collect();
        parts.push(Box::new(filter));
        Ok(join(Occur::Must, parts))
    }

    /// A clause on a field that is a part of `text`, or on words as written: it scores as the words do. `None`: no
    /// restriction.
    pub(super) fn in_part(&self, leaf: &Leaf) -> Result<Option<Meaning>> {
        let loose = loosened(leaf);
        let Some(words) = self.clause(loose.field, &loose.value)? else { return Ok(None) };
        let filter = PlaceQuery { wanted: self.wanted_tree(&Query::Leaf(leaf.clone()))? };
        let parts: Vec<Boxed> = vec![words.query, Box::new(filter)];
        Ok(join(Occur::Must, parts).map(|query| Meaning { query, ..words }))
    }
}

/// Stories that have a name: one of the words of each part in order, and between two parts nothing but some of the
/// words of `between`. Without a score.
pub(super) fn name(parts: Vec<Vec<Term>>, between: Vec<Term>) -> Boxed {
    let one_of =
        |words: Vec<Term>| Wanted::Any(words.into_iter().map(|word| Wanted::Words(vec![word])).collect());
    let parts = parts.into_iter().map(one_of).collect();
    Box::new(PlaceQuery { wanted: Wanted::Chain(Parts { parts, between }) })
}

/// The words of a side, wherever they stand: the filter of the outermost NEAR is enough.
fn loose(side: &Query) -> Query {
    match side {
        Query::Near(near) if near.how == Nearness::Far => loose(&near.left),
        Query::Near(near) => Query::And(vec![loose(&near.left), loose(&near.right)]),
        Query::Placed(placed) => loose(&placed.what),
        Query::Leaf(leaf) => Query::Leaf(loosened(leaf)),
        Query::Or(parts) => Query::Or(parts.iter().map(loose).collect()),
        Query::Boost(inner, factor) => Query::Boost(Box::new(loose(inner)), *factor),
        other => other.clone(),
    }
}

/// The words of a clause wherever they stand in `text`, and however they are written.
fn loosened(leaf: &Leaf) -> Leaf {
    let mut leaf = if leaf.field.part.is_some() { in_text(leaf) } else { leaf.clone() };
    if let Value::Exact(text, _) = &leaf.value {
        leaf.value = Value::Phrase(text.clone());
    }
    leaf
}

/// Stories in which there are such places. It scores nothing.
#[derive(Debug, Clone)]
pub(super) struct PlaceQuery {
    wanted: Wanted,
}

impl EngineQuery for PlaceQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(PlaceWeight { wanted: self.wanted.clone() }))
    }
}

struct PlaceWeight {
    wanted: Wanted,
}

impl Weight for PlaceWeight {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(finder) = Finder::new(&self.wanted, reader)? else { return Ok(Box::new(EmptyScorer)) };
        let mut scorer = PlaceScorer { finder, doc: 0, found: Vec::new() };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn scorer_danger(
        &self,
        reader: &SegmentReader,
        target: DocId,
        _: Score,
    ) -> tantivy::Result<(SeekDangerResult, Box<dyn Scorer>)> {
        let Some(finder) = Finder::new(&self.wanted, reader)? else {
            return Ok((SeekDangerResult::SeekLowerBound(TERMINATED), Box::new(EmptyScorer)));
        };
        let mut scorer = PlaceScorer { finder, doc: 0, found: Vec::new() };
        let there = scorer.seek_danger(target);
        Ok((there, Box::new(scorer)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let found = self.scorer(reader, 1.0)?.seek(doc) == doc;
        Ok(Explanation::new(if found { "in its place" } else { "not in its place" }, 0.0))
    }
}

/// Steps through the stories that have all words, and stops where they are in their place.
struct PlaceScorer {
    finder: Finder,
    doc: DocId,
    found: Vec<spans::Place>,
}

impl PlaceScorer {
    /// Moves to the first match at or after `target`.
    fn settle(&mut self, target: DocId) -> DocId {
        let mut doc = self.finder.seek(target);
        while doc != TERMINATED && !self.is_there(doc) {
            doc = self.finder.seek(doc + 1);
        }
        self.doc = doc;
        doc
    }

    /// Are the words of a story in their place?
    fn is_there(&mut self, doc: DocId) -> bool {
        self.found.clear();
        self.finder.places(doc, 1, &mut self.found);
        !self.found.is_empty()
    }
}

impl DocSet for PlaceScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.settle(target) }
    }

    /// Looks at this one story: where the other parts of a query lead, no other is of interest.
    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        let doc = self.finder.seek(target);
        if doc != target || doc == TERMINATED {
            return SeekDangerResult::SeekLowerBound(doc);
        }
        if !self.is_there(doc) {
            return SeekDangerResult::SeekLowerBound(doc + 1);
        }
        self.doc = doc;
        SeekDangerResult::Found
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.finder.size()
    }
}

impl Scorer for PlaceScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
