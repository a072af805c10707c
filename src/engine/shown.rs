//! Which stories an archive shows unless asked for all: the newest version of each, and only what
//! may be used (handbook 2.3). Superseded versions stay in the index and can be asked for.

use std::collections::HashMap;
use std::ops::Bound;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{EnableScoring, Explanation, Query as EngineQuery, RangeQuery, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use super::lower::{Boxed, exact, without};
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

impl Engine {
    /// The plan less what is hidden. Nothing is added to it when the index holds nothing to hide.
    pub fn hide(&self, plan: Plan, hide: Hide) -> Result<Plan> {
        let mut unwanted: Vec<Boxed> = Vec::new();
        if hide.unusable {
            unwanted.extend(self.killed.query());
            for (column, values) in [("status", UNUSABLE), ("kind", NOTICES)] {
                let field = self.searcher.schema().get_field(column)?;
                for value in values {
                    let term = tantivy::Term::from_field_text(field, value);
                    if self.searcher.doc_freq(&term)? > 0 {
                        unwanted.push(exact(field, value));
                    }
                }
            }
        }
        if let Some(now) = hide.embargoed_at {
            unwanted.extend(self.embargoed(now)?);
        }
        if hide.superseded {
            let segments = self.searcher.segment_readers().iter().map(SegmentReader::segment_id);
            let docs: HashMap<SegmentId, Vec<DocId>> =
                segments.zip(self.superseded.iter().cloned()).collect();
            if docs.values().any(|docs| !docs.is_empty()) {
                unwanted.push(Box::new(Listed { docs: Arc::new(docs) }));
            }
        }
        if unwanted.is_empty() {
            return Ok(plan);
        }
        Ok(Plan { matcher: without(Some(plan.matcher), unwanted), scored: plan.scored })
    }

    /// Stories whose embargo ends after `now`; `None` in an archive where all have ended.
    fn embargoed(&self, now: i64) -> Result<Option<Boxed>> {
        let field = self.searcher.schema().get_field(EMBARGO)?;
        for reader in self.searcher.segment_readers() {
            if reader.fast_fields().i64(EMBARGO)?.max_value() > now {
                let after = Bound::Excluded(tantivy::Term::from_field_i64(field, now));
                return Ok(Some(Box::new(RangeQuery::new(after, Bound::Unbounded))));
            }
        }
        Ok(None)
    }
}

/// Column of the moment an embargo ends.
const EMBARGO: &str = "embargo";

static UNUSABLE: &[&str] = &["killed", "withheld", "embargoed"];
static NOTICES: &[&str] = &["kill_notice"];

/// A query that matches the listed documents.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) docs: Arc<HashMap<SegmentId, Vec<DocId>>>,
}

impl EngineQuery for Listed {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Listed {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.docs.get(&reader.segment_id()).cloned().unwrap_or_default();
        Ok(Box::new(Cursor { docs, at: 0 }))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("document {doc} has no score here")))
    }
}

/// Walks a sorted list of documents.
struct Cursor {
    docs: Vec<DocId>,
    at: usize,
}

impl DocSet for Cursor {
    fn advance(&mut self) -> DocId {
        self.at += 1;
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
