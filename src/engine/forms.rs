//! Prefixes, wildcards and misspelt words: which words of an index they stand for.
//!
//! Text fields hold stems. Words as written that differ from their stem are in a column of their own, for all of `text`;
//! in a field that is a part of it (a headline, say), such a word is the stem that the field has in a story that has
//! the word. A word's own stem is always asked for too: `elections*` must find what `elections` finds.

use super::lower::{Boxed, Lowering, constant, join, phrase};
use super::pattern::{escape, pattern, wildcard_pattern};
use crate::error::{Error, ErrorKind, Result};
use crate::fields::{Field, FieldKind};
use crate::index::{analyzers, schema};
use crate::query::{Leaf, Value, wildcard};
use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};
use std::collections::BTreeSet;
use tantivy::Term;
use tantivy::query::{EmptyQuery, FuzzyTermQuery, Occur, TermSetQuery};
use tantivy::schema::Field as Column;

/// Most words that one pattern on a side of NEAR may stand for.
const MAX_EXPANSIONS: usize = 1024;

/// Fields whose words are words of `text`, each in a column of its own.
const PARTS: [&str; 3] = ["headline", "subhead", "caption"];

/// What a word must be like.
struct Shape {
    /// How it begins, for the dictionary's order.
    start: String,
    fits: Box<dyn Fn(&str) -> bool>,
}

impl Shape {
    /// `None` for a value that is no pattern.
    fn of(kind: FieldKind, value: &Value) -> Option<Shape> {
        Some(match value {
            Value::Prefix(text) => {
                let start = analyzers::fold_prefix(kind, text);
                let prefix = start.clone();
                Shape { start, fits: Box::new(move |word| word.starts_with(&prefix)) }
            }
            Value::Wildcard(text) => {
                let pattern = text.to_lowercase();
                let start = pattern.split(['*', '?', '\\']).next().unwrap_or_default().to_owned();
                Shape { start, fits: Box::new(move |word| wildcard::matches(&pattern, word)) }
            }
            Value::Fuzzy(text, edits) => {
                let near = LevenshteinAutomatonBuilder::new(*edits, true)
                    .build_dfa(&analyzers::fold_prefix(kind, text));
                let fits = move |word: &str| matches!(near.eval(word), Distance::Exact(_));
                Shape { start: String::new(), fits: Box::new(fits) }
            }
            _ => return None,
        })
    }
}

/// The word that a prefix or a misspelt word is itself.
fn own(value: &Value) -> Option<&str> {
    match value {
        Value::Prefix(text) | Value::Fuzzy(text, _) => Some(text),
        _ => None,
    }
}

/// The pattern as a query on one column.
fn on(column: Column, kind: FieldKind, value: &Value) -> Result<Boxed> {
    Ok(match value {
        Value::Prefix(text) => {
            pattern(column, &format!("{}.*", escape(&analyzers::fold_prefix(kind, text))))?
        }
        Value::Wildcard(text) => pattern(column, &wildcard_pattern(kind, text))?,
        Value::Fuzzy(text, edits) => {
            let word = Term::from_field_text(column, &analyzers::fold_prefix(kind, text));
            Box::new(FuzzyTermQuery::new(word, *edits, true))
        }
        _ => Box::new(EmptyQuery),
    })
}

impl Lowering<'_> {
    /// A pattern over the words of a field.
    pub(super) fn forms(&self, field: &'static Field, value: &Value) -> Result<Boxed> {
        let column = self.column(field.name)?;
        let mut parts = vec![on(column, field.kind, value)?];
        if field.kind == FieldKind::Text {
            let forms = self.column(schema::FORM)?;
            if field.name == "text" {
                parts.push(on(forms, field.kind, value)?);
            } else if PARTS.contains(&field.name) {
                let shape = Shape::of(field.kind, value);
                let stems = shape.map(|shape| self.fitting(forms, true, &shape, usize::MAX)).transpose()?;
                let terms = stems.into_iter().flatten().map(|stem| Term::from_field_text(column, &stem));
                let here: Boxed = Box::new(TermSetQuery::new(terms));
                parts.extend(join(Occur::Must, vec![on(forms, field.kind, value)?, here]));
            }
            let stem = own(value).map(|word| analyzers::terms(field.kind, word)).unwrap_or_default();
            parts.extend(phrase(column, &stem).map(|meaning| meaning.query));
        }
        Ok(constant(join(Occur::Should, parts).unwrap_or_else(|| Box::new(EmptyQuery)), 1.0))
    }

    /// The terms of a field that a pattern stands for where words have a place: positions know only stems.
    ///
    /// # Errors
    /// [`ErrorKind::Query`] when there are too many.
    pub(super) fn expansions(&self, leaf: &Leaf) -> Result<BTreeSet<String>> {
        let kind = leaf.field.kind;
        let Some(shape) = Shape::of(kind, &leaf.value) else { return Ok(BTreeSet::new()) };
        let mut found = self.fitting(self.column(leaf.field.name)?, false, &shape, MAX_EXPANSIONS)?;
        if leaf.field.name == "text" || PARTS.contains(&leaf.field.name) {
            found.extend(self.fitting(self.column(schema::FORM)?, true, &shape, MAX_EXPANSIONS)?);
        }
        found.extend(own(&leaf.value).and_then(|word| analyzers::terms(kind, word).pop()));
        if found.len() > MAX_EXPANSIONS {
            let what = format!("`{leaf}` stands for more than {MAX_EXPANSIONS} words");
            return Err(Error::new(ErrorKind::Query, what).with_hint("write more of its letters"));
        }
        Ok(found)
    }

    /// Words of a column that are so, as stems if they are `written`; more than `most` are not looked for.
    fn fitting(&self, column: Column, written: bool, shape: &Shape, most: usize) -> Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(column)?;
            let range = index.terms().range().ge(shape.start.as_bytes());
            let mut terms = range.into_stream().map_err(tantivy::TantivyError::from)?;
            while terms.advance() && found.len() <= most {
                let Ok(word) = std::str::from_utf8(terms.key()) else { continue };
                if !word.starts_with(&shape.start) {
                    break;
                }
                if (shape.fits)(word) {
                    found.insert(if written { analyzers::stem(word) } else { word.to_owned() });
                }
            }
        }
        Ok(found)
    }
}
