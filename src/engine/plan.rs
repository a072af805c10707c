//! A lowered query: what matches, what of it is scored, between which dates, and what is left out. It knows
//! nothing of trees ([`super::lower`]).

use std::ops::Range;
use std::sync::Arc;

use tantivy::DocId;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, PhraseQuery, TermQuery};
use tantivy::schema::Field as Column;

use super::drawer::Drawer;
use super::lower::{Boxed, constant, join, without};
use super::shown::Hidden;
use super::weight::words::Words;
use super::window::{self, Stretches};
use crate::error::Result;

/// A clause that adds to the score.
pub(super) struct Scored {
    /// What it matches and how it scores.
    pub(super) query: Boxed,
    /// Product of the boosts around it.
    pub(super) boost: f32,
    /// The field whose lengths its score depends on; none for constant scores.
    pub(super) column: Option<Column>,
    /// Its words, where they are weighed.
    pub(super) words: Option<Words>,
}

/// A lowered query.
pub struct Plan {
    /// Which stories match, but for the dates and what is hidden; its scores are only good for choosing candidates.
    pub(super) matcher: Boxed,
    /// The clauses that are scored, in the order of the query.
    pub(super) scored: Vec<Scored>,
    /// The matcher's score of a story is the sum of all clauses that it has.
    pub(super) sums: bool,
    /// Between which dates, where all stories wanted are between two: the matcher does not ask that again.
    pub(super) dates: Option<Arc<Stretches>>,
    /// What is left out though it matches.
    pub(super) hidden: Hidden,
}

impl Plan {
    /// How far block maxima of a segment can be off, over all scored fields (see `stats`).
    pub(super) fn slack(&self, engine: &super::Engine, segment: u32) -> Result<f32> {
        let mut slack = 1.0f32;
        for column in self.scored.iter().filter_map(|s| s.column) {
            slack = slack.max(engine.stats.pruning_slack(column, segment)?);
        }
        Ok(slack)
    }

    /// Its matcher is the one clause that is scored, with nothing that weighs it otherwise.
    pub(super) fn is_one_clause(&self) -> bool {
        let bare = self.matcher.is::<TermQuery>() || self.matcher.is::<PhraseQuery>();
        matches!(self.scored.as_slice(), [clause] if clause.boost == 1.0 && bare)
    }

    /// The same without scores, for answers in an order and a form that show none.
    pub fn unscored(self) -> Plan {
        Plan { scored: Vec::new(), ..self }
    }

    /// What matches, with the sum of all its clauses for its score.
    pub(super) fn summed(&self) -> Boxed {
        let mut parts = vec![(Occur::Must, constant(self.matcher.box_clone(), 0.0))];
        for clause in &self.scored {
            let query = clause.query.box_clone();
            parts.push((Occur::Should, Box::new(BoostQuery::new(query, clause.boost))));
        }
        Box::new(BooleanQuery::new(parts))
    }

    /// The documents of a segment that can be meant.
    pub(super) fn stretch(&self, segment: u32, drawer: &Drawer) -> Range<DocId> {
        self.dates.as_ref().map_or(0..drawer.reader.max_doc(), |dates| dates.at(segment as usize))
    }

    /// What matches between the dates.
    pub(super) fn dated(&self) -> Boxed {
        let matcher = self.matcher.box_clone();
        match &self.dates {
            None => matcher,
            Some(dates) => window::within(matcher, dates),
        }
    }

    /// Everything that the plan asks, in one query.
    pub(super) fn whole(&self, engine: &super::Engine) -> Result<Boxed> {
        let unwanted = self.hidden.queries(engine)?;
        Ok(if unwanted.is_empty() { self.dated() } else { without(Some(self.dated()), unwanted) })
    }

    /// What matches and is left out; `None` where nothing is.
    pub(super) fn what_is_hidden(&self, engine: &super::Engine) -> Result<Option<Boxed>> {
        let hidden = join(Occur::Should, self.hidden.queries(engine)?);
        Ok(hidden.and_then(|hidden| join(Occur::Must, vec![hidden, self.dated()])))
    }
}
