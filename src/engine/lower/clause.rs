//! One clause on one field: what it matches, and whether it scores.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{AllQuery, EmptyQuery, ExistsQuery, FuzzyTermQuery, Occur, RangeQuery};
use tantivy::schema::Field as Column;

use super::boxed::{constant, exact, join, phrase, without};
use super::{Boxed, COARSE, Lowering, Meaning};
use crate::engine::pattern::{escape, pattern, wildcard_pattern};
use crate::engine::window::{Stretches, Window, Within};
use crate::error::{Error, ErrorKind, Result};
use crate::fields::{Field, FieldKind, Part};
use crate::index::analyzers;
use crate::index::schema;
use crate::query::{DateRange, Value};

impl Lowering<'_> {
    pub(in crate::engine) fn clause(&self, field: &'static Field, value: &Value) -> Result<Option<Meaning>> {
        if let Value::Regex(expression) = value {
            return Ok(Some(filter(self.names_like(field, expression)?)));
        }
        if matches!(value, Value::Present) {
            return Ok(Some(filter(self.present(field))));
        }
        Ok(match field.kind {
            // What analysis finds no word in is in no story.
            FieldKind::Text | FieldKind::Name => {
                self.words(field, value)?.or_else(|| Some(filter(Box::new(EmptyQuery))))
            }
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

    pub(in crate::engine) fn code(&self, field: &'static Field, value: &Value) -> Result<Boxed> {
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

    pub(in crate::engine) fn column(&self, name: &str) -> Result<Column> {
        self.schema.get_field(name).map_err(|_| {
            Error::new(ErrorKind::Index, format!("the index has no field `{name}`"))
                .with_hint("build it again with `morgue index --rebuild CORPUS`")
        })
    }
}

fn filter(query: Boxed) -> Meaning {
    Meaning { query: constant(query, 0.0), column: None, scores: false }
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
