//! Query tree to tantivy's queries: which stories match, and what of it is scored.
//!
//! The match is exhaustive over the tree on purpose: a new node must say what it means here.

mod boxed;
mod clause;

pub(super) use boxed::{constant, exact, join, phrase, without};

use tantivy::Searcher;
use tantivy::query::{AllQuery, Occur, Query as EngineQuery};
use tantivy::schema::{Field as Column, Schema};

use crate::engine::best::words::Boosted;
use crate::engine::drawer::Drawers;
use crate::engine::plan::{Plan, Scored};
use crate::engine::shown::Hidden;
use crate::engine::weight::words;
use crate::engine::window::{self, Stretches};
use crate::error::Result;
use crate::fields;
use crate::query::{Leaf, Nearness, Query, Value};

/// Greatest value of the precision column that means a day or coarser (see `index::schema`).
pub(super) const COARSE: u64 = 3;

/// A query of the engine.
pub(super) type Boxed = Box<dyn EngineQuery>;

/// What one clause means.
pub(super) struct Meaning {
    pub(super) query: Boxed,
    pub(super) column: Option<Column>,
    pub(super) scores: bool,
}

/// Lowers trees against a schema.
pub(super) struct Lowering<'s> {
    pub(super) schema: &'s Schema,
    /// Whose dictionaries say which words a pattern stands for.
    pub(super) searcher: &'s Searcher,
    /// Stories whose status is another story's word, not their own.
    pub(super) killed: &'s super::killed::Killed,
    /// Whose dates say which documents a range is.
    pub(super) drawers: &'s Drawers,
    /// Spellings of names in this index.
    pub(super) spelled: &'s super::spelled::Known,
    pub(super) stats: &'s super::stats::LiveStats,
    /// Words whose spellings were looked up for this query.
    pub(super) looked_up: std::cell::Cell<usize>,
}

impl Lowering<'_> {
    /// The whole tree.
    pub(super) fn plan(&self, tree: &Query) -> Result<Plan> {
        let mut scored = Vec::new();
        self.score(tree, 1.0, &mut scored)?;
        let matcher = self.undated(tree)?.unwrap_or_else(|| Box::new(AllQuery));
        let dates = window::of_tree(tree).map(|window| Stretches::new(self.drawers, window)).transpose()?;
        Ok(Plan { matcher, scored, sums: sums(tree), dates, hidden: Hidden::default() })
    }

    /// The tree without the dates that are asked of all its stories.
    fn undated(&self, tree: &Query) -> Result<Option<Boxed>> {
        match tree {
            Query::And(parts) => self.all(parts, Self::undated),
            Query::Leaf(leaf) if window::is_one(leaf) => Ok(None),
            other => self.lower(other),
        }
    }

    /// `None`: no restriction (an empty query).
    pub(super) fn lower(&self, tree: &Query) -> Result<Option<Boxed>> {
        Ok(match tree {
            Query::Everything => None,
            Query::Leaf(leaf) => self.leaf(leaf)?.map(|m| m.query),
            Query::And(parts) => self.all(parts, Self::lower)?,
            Query::Or(parts) => self.any(parts)?,
            Query::Not(inner) => {
                let unwanted = self.lower(inner)?.unwrap_or_else(|| Box::new(AllQuery));
                Some(without(None, vec![unwanted]))
            }
            Query::Near(_) | Query::Placed(_) => self.placed(tree)?,
            Query::Boost(inner, boost) => {
                self.lower(inner)?.map(|query| Box::new(Boosted::new(query, *boost)) as Boxed)
            }
        })
    }

    fn all(
        &self,
        parts: &[Query],
        lower: fn(&Self, &Query) -> Result<Option<Boxed>>,
    ) -> Result<Option<Boxed>> {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Query::Not(inner) => {
                    unwanted.push(self.lower(inner)?.unwrap_or_else(|| Box::new(AllQuery)));
                }
                other => wanted.extend(lower(self, other)?),
            }
        }
        let wanted = join(Occur::Must, wanted);
        Ok(if unwanted.is_empty() { wanted } else { Some(without(wanted, unwanted)) })
    }

    fn any(&self, parts: &[Query]) -> Result<Option<Boxed>> {
        let mut wanted = Vec::new();
        for part in parts {
            match self.lower(part)? {
                Some(query) => wanted.push(query),
                None => return Ok(None),
            }
        }
        Ok(join(Occur::Should, wanted))
    }

    /// Collects the clauses that are scored.
    fn score(&self, tree: &Query, boost: f32, scored: &mut Vec<Scored>) -> Result<()> {
        match tree {
            Query::Everything | Query::Not(_) => {}
            Query::And(parts) | Query::Or(parts) => {
                for part in parts {
                    self.score(part, boost, scored)?;
                }
            }
            Query::Boost(inner, factor) => self.score(inner, boost * factor, scored)?,
            Query::Placed(placed) => self.score(&placed.what, boost, scored)?,
            Query::Near(near) => {
                self.score(&near.left, boost, scored)?;
                if near.how != Nearness::Far {
                    self.score(&near.right, boost, scored)?;
                }
            }
            Query::Leaf(leaf) => {
                if let Some(meaning) = self.leaf(leaf)?.filter(|m| m.scores) {
                    let words = words::of(leaf, self.schema);
                    scored.push(Scored { query: meaning.query, boost, column: meaning.column, words });
                }
            }
        }
        Ok(())
    }

    fn leaf(&self, leaf: &Leaf) -> Result<Option<Meaning>> {
        let in_place = leaf.field.part.is_some() && leaf.value != Value::Present;
        if in_place || matches!(leaf.value, Value::Exact(..)) {
            return self.in_part(leaf);
        }
        if leaf.field.stands_for.is_empty() {
            return self.clause(leaf.field, &leaf.value);
        }
        let mut parts = Vec::new();
        let mut column = None;
        for name in leaf.field.stands_for {
            if let Some(part) = fields::find(name).map(|f| self.clause(f, &leaf.value)).transpose()?.flatten()
            {
                column = part.column;
                parts.push(part.query);
            }
        }
        Ok(join(Occur::Should, parts).map(|query| Meaning { query, column, scores: true }))
    }
}

/// Does every clause that a story has add to the matcher's score? Not where one choice of several takes more than one
/// clause: the matcher passes over what a story has of the choices that it does not fulfil.
pub(super) fn sums(tree: &Query) -> bool {
    match tree {
        Query::And(parts) => parts.iter().all(sums),
        Query::Boost(inner, _) => sums(inner),
        Query::Placed(placed) => sums(&placed.what),
        Query::Near(near) => sums(&near.left) && sums(&near.right),
        Query::Or(parts) => parts.iter().all(is_single),
        Query::Everything | Query::Leaf(_) | Query::Not(_) => true,
    }
}

fn is_single(tree: &Query) -> bool {
    match tree {
        Query::Leaf(_) | Query::Not(_) => true,
        Query::Boost(inner, _) => is_single(inner),
        Query::Or(parts) => parts.iter().all(is_single),
        _ => false,
    }
}
