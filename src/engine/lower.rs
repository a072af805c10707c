//! Query tree to tantivy's queries: which stories match, and what of it is scored.
//!
//! The match is exhaustive over the tree on purpose: a new node must say what it means here.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, FuzzyTermQuery, Occur, PhraseQuery,
    Query as EngineQuery, RangeQuery, TermQuery,
};
use tantivy::schema::{Field as Column, IndexRecordOption, Schema};
use tantivy::{Searcher, Term};

use super::best::words::Boosted;
use super::drawer::Drawers;
use super::pattern::{escape, pattern, wildcard_pattern};
use super::plan::{Plan, Scored};
use super::shown::Hidden;
use super::weight::words;
use super::window::{self, Stretches, Window, Within};
use crate::error::{Error, ErrorKind, Result};
use crate::fields::{self, Field, FieldKind, Part};
use crate::index::analyzers;
use crate::index::schema;
use crate::query::{DateRange, Leaf, Nearness, Query, Value};

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

    /// `None`: no restriction (a word without letters, an empty query).
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

    pub(super) fn clause(&self, field: &'static Field, value: &Value) -> Result<Option<Meaning>> {
        if let Value::Regex(expression) = value {
            return Ok(Some(filter(self.names_like(field, expression)?)));
        }
        if matches!(value, Value::Present) {
            return Ok(Some(filter(self.present(field))));
        }
        Ok(match field.kind {
            FieldKind::Text | FieldKind::Name => self.words(field, value)?,
            FieldKind::Code if field.name == "status" => Some(filter(self.status(field, value)?)),
            FieldKind::Code => Some(filter(self.code(field, value)?)),
            FieldKind::Date => Some(filter(self.dates(field, value)?)),
            FieldKind::Number => Some(filter(self.numbers(field, value)?)),
        })
    }

    /// Words, phrases and patterns on analysed fields.
    fn words(&self, field: &'static Field, value: &Value) -> Result<Option<Meaning>> {
        let column = self.column(field.name)?;
        let query = match value {
            Value::Word(text) | Value::Phrase(text) if field.is_spelled() => {
                return self.name(column, &analyzers::terms(field.kind, text));
            }
            Value::Word(text) | Value::Phrase(text) | Value::AsTyped(text) => {
                return Ok(phrase(column, &analyzers::terms(field.kind, text)));
            }
            Value::Prefix(_) | Value::Wildcard(_) | Value::Fuzzy(..) => self.forms(field, value)?,
            Value::Absent => without(None, vec![self.present(field)]),
            Value::Exact(..)
            | Value::Regex(_)
            | Value::Present
            | Value::Dates(_)
            | Value::Yearly(_)
            | Value::Numbers { .. } => {
                return Err(misfit(field, value));
            }
        };
        Ok(Some(Meaning { query, column: None, scores: !matches!(value, Value::Absent) }))
    }

    pub(super) fn code(&self, field: &'static Field, value: &Value) -> Result<Boxed> {
        let column = self.column(field.name)?;
        Ok(match value {
            Value::Word(text) | Value::Phrase(text) | Value::AsTyped(text) => {
                exact(column, &analyzers::code(text))
            }
            Value::Prefix(text) => pattern(column, &format!("{}.*", escape(&analyzers::code(text))))?,
            Value::Wildcard(text) => pattern(column, &wildcard_pattern(field.kind, text))?,
            Value::Fuzzy(text, edits) => Box::new(FuzzyTermQuery::new(
                Term::from_field_text(column, &analyzers::code(text)),
                *edits,
                true,
            )),
            Value::Absent => without(None, vec![self.present(field)]),
            Value::Exact(..)
            | Value::Regex(_)
            | Value::Present
            | Value::Dates(_)
            | Value::Yearly(_)
            | Value::Numbers { .. } => {
                return Err(misfit(field, value));
            }
        })
    }

    /// Instants are compared as instants; stories that state only a day or less in civil time.
    fn dates(&self, field: &'static Field, value: &Value) -> Result<Boxed> {
        let column = self.column(field.name)?;
        match value {
            Value::Absent => Ok(without(None, vec![self.present(field)])),
            Value::Yearly(yearly) => self.yearly(field, yearly),
            Value::Dates(range) => {
                if field.name != "date" {
                    return Ok(date_range(column, range));
                }
                let within =
                    |window| -> Result<Boxed> { Ok(Box::new(Within(Stretches::new(self.drawers, window)?))) };
                let civil = within(Window::new(range, |m| m.civil))?;
                if range.is_of_one_clock() {
                    return Ok(civil);
                }
                let instant = within(Window::new(range, |m| m.instant))?;
                let precision = self.column(schema::PRECISION)?;
                let coarse = || -> Boxed {
                    let upper = Bound::Included(Term::from_field_u64(precision, COARSE));
                    Box::new(RangeQuery::new(Bound::Unbounded, upper))
                };
                let days = join(Occur::Must, vec![coarse(), civil]);
                let times = without(Some(instant), vec![coarse()]);
                let both = days.into_iter().chain([times]).collect();
                Ok(join(Occur::Should, both).unwrap_or_else(|| Box::new(EmptyQuery)))
            }
            other => Err(misfit(field, other)),
        }
    }

    fn numbers(&self, field: &'static Field, value: &Value) -> Result<Boxed> {
        let column = self.column(field.name)?;
        let bound = |n: &Option<u64>| {
            n.map_or(Bound::Unbounded, |n| Bound::Included(Term::from_field_u64(column, n)))
        };
        match value {
            Value::Numbers { from, to } => Ok(Box::new(RangeQuery::new(bound(from), bound(to)))),
            other => Err(misfit(field, other)),
        }
    }

    /// Stories that have the field.
    fn present(&self, field: &'static Field) -> Boxed {
        if field.kind == FieldKind::Date || field.kind == FieldKind::Number {
            return Box::new(ExistsQuery::new(field.name.to_owned(), false));
        }
        let targets: Vec<&str> =
            if field.stands_for.is_empty() { vec![field.name] } else { field.stands_for.to_vec() };
        let Ok(odd) = self.schema.get_field(schema::ODD) else { return Box::new(EmptyQuery) };
        if let Some(part) = field.part {
            let body = || without(None, vec![exact(odd, schema::NO_BODY)]);
            return match part {
                Part::Lead | Part::Body => body(),
                Part::HeadlineAndLead => {
                    let headline = without(None, vec![exact(odd, "headline")]);
                    join(Occur::Should, vec![headline, body()]).unwrap_or(Box::new(EmptyQuery))
                }
            };
        }
        let has = |name: &str| {
            let odd = exact(odd, name);
            if schema::USUAL.contains(&name) { without(None, vec![odd]) } else { odd }
        };
        join(Occur::Should, targets.into_iter().map(has).collect()).unwrap_or(Box::new(EmptyQuery))
    }

    pub(super) fn column(&self, name: &str) -> Result<Column> {
        self.schema.get_field(name).map_err(|_| {
            Error::new(ErrorKind::Index, format!("the index has no field `{name}`"))
                .with_hint("build it again with `morgue index --rebuild CORPUS`")
        })
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

fn filter(query: Boxed) -> Meaning {
    Meaning { query: constant(query, 0.0), column: None, scores: false }
}

pub(super) fn constant(query: Boxed, score: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(query, score))
}

/// A term of a field that keeps no lengths: it has no score.
pub(super) fn exact(column: Column, text: &str) -> Boxed {
    let term = Term::from_field_text(column, text);
    constant(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0)
}

/// One term, or several next to each other.
pub(super) fn phrase(column: Column, terms: &[String]) -> Option<Meaning> {
    let mut terms = terms.iter().map(|t| Term::from_field_text(column, t));
    let query: Boxed = match terms.len() {
        0 => return None,
        1 => Box::new(TermQuery::new(terms.next()?, IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms.collect())),
    };
    Some(Meaning { query, column: Some(column), scores: true })
}

fn date_range(column: Column, range: &DateRange) -> Boxed {
    let term = |m: crate::query::Moment| Term::from_field_i64(column, m.civil);
    let from = range.from.map_or(Bound::Unbounded, |m| Bound::Included(term(m)));
    let until = range.until.map_or(Bound::Unbounded, |m| Bound::Excluded(term(m)));
    if matches!((&from, &until), (Bound::Unbounded, Bound::Unbounded)) {
        return Box::new(AllQuery);
    }
    Box::new(RangeQuery::new(from, until))
}

pub(super) fn join(occur: Occur, mut parts: Vec<Boxed>) -> Option<Boxed> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Box::new(BooleanQuery::new(parts.into_iter().map(|q| (occur, q)).collect()))),
    }
}

/// `wanted` (or everything) less all of `unwanted`.
pub(super) fn without(wanted: Option<Boxed>, unwanted: Vec<Boxed>) -> Boxed {
    let wanted = wanted.unwrap_or_else(|| constant(Box::new(AllQuery), 0.0));
    let mut clauses = vec![(Occur::Must, wanted)];
    clauses.extend(unwanted.into_iter().map(|q| (Occur::MustNot, q)));
    Box::new(BooleanQuery::new(clauses))
}

fn misfit(field: &Field, value: &Value) -> Error {
    let wants = match field.kind {
        FieldKind::Date => "a date or a range, such as `2007-08` or `2007-08-01..2007-08-15`",
        FieldKind::Number => "a number or a range, such as `>500` or `100..500`",
        _ => "words",
    };
    let got = match value {
        Value::Dates(_) | Value::Yearly(_) => "a date",
        Value::Numbers { .. } => "a number",
        _ => "words",
    };
    Error::new(ErrorKind::Query, format!("field `{}` takes {wants}, not {got}", field.name))
        .with_hint(format!("for example `{}`", field.example))
}
