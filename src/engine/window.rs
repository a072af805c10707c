//! Dates as stretches of documents: every segment is sorted by date, so that what was published from one moment
//! until another stands together. A query starts at the first of these documents and stops at the last.

use std::ops::Range;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{
    BooleanQuery, EmptyQuery, EmptyScorer, EnableScoring, Explanation, Occur, Query as EngineQuery, Scorer,
    TermQuery, Weight,
};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::drawer::{Drawer, Drawers};
use super::lower::Boxed;
use crate::error::Result;
use crate::query::{DateRange, Leaf, Moment, Query, Value};

/// From a moment until before another, in seconds since the epoch; `None` is an open end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Window {
    from: Option<i64>,
    until: Option<i64>,
}

impl Window {
    /// A range by one of its clocks.
    pub(super) fn new(range: &DateRange, clock: impl Fn(Moment) -> i64) -> Window {
        Window { from: range.from.map(&clock), until: range.until.map(&clock) }
    }

    /// What is in both.
    pub(super) fn meet(self, other: Window) -> Window {
        let until = match (self.until, other.until) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Window { from: self.from.max(other.from), until }
    }
}

/// A window that holds all stories of a tree; `None` where no dates are asked of all of them.
pub(super) fn of_tree(tree: &Query) -> Option<Window> {
    match tree {
        Query::And(parts) => parts.iter().filter_map(of_tree).reduce(Window::meet),
        Query::Leaf(leaf) => dates(leaf).map(|range| Window {
            from: range.from.map(|moment| moment.civil.min(moment.instant)),
            until: range.until.map(|moment| moment.civil.max(moment.instant)),
        }),
        _ => None,
    }
}

/// The clause is its window and asks nothing more. Where the civil clock and that of instants part it is not: then
/// it depends on the story which of them is meant.
pub(super) fn is_one(leaf: &Leaf) -> bool {
    dates(leaf).is_some_and(DateRange::is_of_one_clock)
}

fn dates(leaf: &Leaf) -> Option<&DateRange> {
    match &leaf.value {
        Value::Dates(range) if leaf.field.name == "date" => Some(range),
        _ => None,
    }
}

/// Stretches of documents, one a segment.
#[derive(Debug)]
pub(super) struct Stretches(Vec<(SegmentId, Range<DocId>)>);

impl Stretches {
    /// The documents in a window.
    pub(super) fn new(drawers: &Drawers, window: Window) -> Result<Arc<Stretches>> {
        let stretch = |drawer: &Drawer| Ok((drawer.id(), drawer.stretch(window.from, window.until)?));
        Ok(Arc::new(Stretches(drawers.iter().map(stretch).collect::<Result<_>>()?)))
    }

    /// Of a segment by its number.
    pub(super) fn at(&self, segment: usize) -> Range<DocId> {
        self.0.get(segment).map_or(0..0, |(_, stretch)| stretch.clone())
    }

    fn of(&self, segment: SegmentId) -> Range<DocId> {
        self.0.iter().find(|(id, _)| *id == segment).map_or(0..0, |(_, stretch)| stretch.clone())
    }
}

/// All documents of the stretches.
#[derive(Debug, Clone)]
pub(super) struct Within(pub(super) Arc<Stretches>);

impl EngineQuery for Within {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Within {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let stretch = self.0.of(reader.segment_id());
        if stretch.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(Walk { doc: stretch.start, end: stretch.end, size: stretch.len() as u32 }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let inside = self.0.of(reader.segment_id()).contains(&doc);
        Ok(Explanation::new(if inside { "inside the dates" } else { "outside the dates" }, 0.0))
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        let stretch = self.0.of(reader.segment_id());
        Ok(match reader.alive_bitset() {
            None => stretch.len() as u32,
            Some(alive) => stretch.filter(|doc| alive.is_alive(*doc)).count() as u32,
        })
    }
}

/// Walks a stretch.
struct Walk {
    doc: DocId,
    end: DocId,
    size: u32,
}

impl DocSet for Walk {
    fn advance(&mut self) -> DocId {
        self.seek(self.doc.saturating_add(1))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = if target < self.end { target.max(self.doc) } else { TERMINATED };
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.size
    }

    /// Every other list leads: this one follows at no cost.
    fn cost(&self) -> u64 {
        u64::from(TERMINATED)
    }
}

impl Scorer for Walk {
    fn score(&mut self) -> Score {
        0.0
    }
}

/// The query inside the stretches.
pub(super) fn within(query: Boxed, stretches: &Arc<Stretches>) -> Boxed {
    let within = Box::new(Within(Arc::clone(stretches)));
    Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, within)]))
}

/// One term, from the first document of each stretch on. The engine prunes what has the scorers of its own terms
/// and nothing else, so the end is for the caller to watch.
#[derive(Debug, Clone)]
struct From {
    term: TermQuery,
    stretches: Arc<Stretches>,
}

impl EngineQuery for From {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(FromWeight { term: self.term.weight(scoring)?, stretches: Arc::clone(&self.stretches) }))
    }
}

struct FromWeight {
    term: Box<dyn Weight>,
    stretches: Arc<Stretches>,
}

impl Weight for FromWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let start = self.stretches.of(reader.segment_id()).start;
        let mut scorer = self.term.scorer(reader, boost)?;
        if scorer.doc() < start {
            scorer.seek(start);
        }
        if scorer.doc() == TERMINATED {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(scorer)
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.term.explain(reader, doc)
    }
}

/// The query from the first document of each stretch on, if the engine can prune it so: a term, or terms of which
/// all are wanted.
pub(super) fn from_start(query: &dyn EngineQuery, stretches: &Arc<Stretches>) -> Option<Boxed> {
    let from = |query: &dyn EngineQuery| -> Option<Boxed> {
        let term = query.downcast_ref::<TermQuery>()?.clone();
        Some(Box::new(From { term, stretches: Arc::clone(stretches) }))
    };
    if let Some(single) = from(query) {
        // A second part, though it finds nothing: one alone would be no union, which is what is pruned.
        let parts: Vec<(Occur, Boxed)> = vec![(Occur::Should, single), (Occur::Should, Box::new(EmptyQuery))];
        return Some(Box::new(BooleanQuery::new(parts)));
    }
    let wanted = |(occur, part): &(Occur, Boxed)| match occur {
        Occur::Must => from(part.as_ref()).map(|part| (Occur::Must, part)),
        Occur::Should | Occur::MustNot => None,
    };
    let clauses = query.downcast_ref::<BooleanQuery>()?.clauses();
    let parts: Option<Vec<_>> = clauses.iter().map(wanted).collect();
    parts.map(|parts| Box::new(BooleanQuery::new(parts)) as Boxed)
}
