//! Which stories an archive shows unless asked for all: the newest version of each, and only what
//! may be used (handbook 2.3). Superseded versions stay in the index and can be asked for.

use std::ops::Bound;
use std::sync::{Arc, OnceLock};

use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::query::{
    EmptyScorer, EnableScoring, Explanation, Query as EngineQuery, RangeQuery, Scorer, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::drawer::{Drawer, EMBARGO};
use super::lower::Boxed;
use super::{Engine, Plan};
use crate::error::Result;

/// What is left out of an answer by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hide {
    /// Versions that a later one replaces.
    pub superseded: bool,
    /// Stories whose status is not usable or that a notice kills, and the kill notices themselves.
    pub unusable: bool,
    /// Stories whose embargo ends after this moment (seconds since the epoch).
    pub embargoed_at: Option<i64>,
}

/// What a plan leaves out.
#[derive(Debug, Clone, Default)]
pub(super) struct Hidden {
    /// Whatever the moment.
    listed: Option<Listed>,
    /// Those whose embargo ends after it.
    embargoed_at: Option<i64>,
}

/// The same in one segment.
pub(super) struct HiddenHere<'e> {
    docs: &'e [DocId],
    embargo: Option<(&'e Column<i64>, i64)>,
}

impl Hidden {
    /// Nothing is left out.
    pub(super) fn is_nothing(&self) -> bool {
        self.listed.is_none() && self.embargoed_at.is_none()
    }

    /// Looks at one segment.
    pub(super) fn of<'e>(&'e self, segment: u32, drawer: &'e Drawer) -> Result<HiddenHere<'e>> {
        let docs = self.listed.as_ref().map_or(&[][..], |listed| listed.at(segment as usize));
        let embargo = self.embargoed_at.map(|now| Ok((drawer.embargoes()?, now))).transpose();
        embargo.map(|embargo| HiddenHere { docs, embargo })
    }

    /// As queries.
    pub(super) fn queries(&self, engine: &Engine) -> Result<Vec<Boxed>> {
        let mut unwanted: Vec<Boxed> = Vec::new();
        unwanted.extend(self.listed.iter().map(|listed| Box::new(listed.clone()) as Boxed));
        if let Some(now) = self.embargoed_at {
            let field = engine.searcher.schema().get_field(EMBARGO)?;
            let after = Bound::Excluded(Term::from_field_i64(field, now));
            unwanted.push(Box::new(RangeQuery::new(after, Bound::Unbounded)));
        }
        Ok(unwanted)
    }
}

impl HiddenHere<'_> {
    /// Is it left out?
    pub(super) fn holds(&self, doc: DocId) -> bool {
        self.docs.binary_search(&doc).is_ok()
            || self.embargo.is_some_and(|(column, now)| column.first(doc).is_some_and(|end| end > now))
    }
}

/// Lists of what is left out, each made when it is first asked for: with or without superseded versions, with
/// or without unusable stories.
#[derive(Default)]
pub(super) struct Lists([OnceLock<Option<Listed>>; 4]);

impl Engine {
    /// The plan less what is hidden. Nothing is added to it when the index holds nothing to hide.
    pub fn hide(&self, plan: Plan, hide: Hide) -> Result<Plan> {
        let listed = self.listed(hide)?.cloned();
        let embargoed_at = match hide.embargoed_at {
            Some(now) if self.embargoes_after(now)? => Some(now),
            _ => None,
        };
        Ok(Plan { hidden: Hidden { listed, embargoed_at }, ..plan })
    }

    /// The list that belongs to what is to be hidden; `None` where it is empty.
    fn listed(&self, hide: Hide) -> Result<Option<&Listed>> {
        let Some(kept) = self.lists.0.get(usize::from(hide.superseded) + 2 * usize::from(hide.unusable))
        else {
            return Ok(None);
        };
        if let Some(listed) = kept.get() {
            return Ok(listed.as_ref());
        }
        let mut segments = Vec::with_capacity(self.drawers.len());
        for (drawer, superseded) in self.drawers.iter().zip(&self.superseded) {
            let mut docs = if hide.superseded { superseded.clone() } else { Vec::new() };
            if hide.unusable {
                docs.extend(self.killed.of(drawer.id()));
                unusable(&drawer.reader, &mut docs)?;
            }
            docs.sort_unstable();
            docs.dedup();
            segments.push((drawer.id(), docs));
        }
        let any = segments.iter().any(|(_, docs)| !docs.is_empty());
        Ok(kept.get_or_init(|| any.then(|| Listed::new(segments))).as_ref())
    }

    /// Are there stories whose embargo ends after `now`? None in an archive where all have ended.
    fn embargoes_after(&self, now: i64) -> Result<bool> {
        for drawer in &self.drawers {
            if drawer.embargoes()?.max_value() > now {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Adds what says of itself that it may not be used.
fn unusable(reader: &SegmentReader, docs: &mut Vec<DocId>) -> Result<()> {
    for (column, values) in [("status", UNUSABLE), ("kind", NOTICES)] {
        let field = reader.schema().get_field(column)?;
        let index = reader.inverted_index(field)?;
        for value in values {
            let term = Term::from_field_text(field, value);
            let found = index.read_postings(&term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
            let Some(mut postings) = found else { continue };
            while postings.doc() != TERMINATED {
                docs.push(postings.doc());
                postings.advance();
            }
        }
    }
    Ok(())
}

static UNUSABLE: &[&str] = &["killed", "withheld", "embargoed"];
static NOTICES: &[&str] = &["kill_notice"];

/// A query that matches the listed documents.
#[derive(Debug, Clone)]
pub(super) struct Listed(Arc<Vec<(SegmentId, Arc<[DocId]>)>>);

impl Listed {
    /// A list for each segment of the snapshot, in order, its documents in order.
    pub(super) fn new(segments: Vec<(SegmentId, Vec<DocId>)>) -> Listed {
        Listed(Arc::new(segments.into_iter().map(|(id, docs)| (id, docs.into())).collect()))
    }

    /// The list of a segment by its number.
    pub(super) fn at(&self, segment: usize) -> &[DocId] {
        self.0.get(segment).map_or(&[], |(_, docs)| docs)
    }

    /// The list of a segment.
    pub(super) fn of(&self, segment: SegmentId) -> Option<&Arc<[DocId]>> {
        self.0.iter().find(|(id, _)| *id == segment).map(|(_, docs)| docs)
    }

    /// Nothing is listed.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, docs)| docs.is_empty())
    }
}

impl EngineQuery for Listed {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Listed {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.of(reader.segment_id()) {
            Some(docs) => Box::new(Cursor { docs: Arc::clone(docs), at: 0 }),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("document {doc} has no score here")))
    }
}

/// Walks a sorted list of documents.
struct Cursor {
    docs: Arc<[DocId]>,
    at: usize,
}

impl DocSet for Cursor {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.docs.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|doc| *doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}

impl Scorer for Cursor {
    fn score(&mut self) -> Score {
        0.0
    }
}
