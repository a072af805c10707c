//! The sides of NEAR as terms of one field: patterns are replaced by the words that they stand for in this index.

use crate::engine::lower::Lowering;
use crate::error::{Error, ErrorKind, Result};
use crate::index::{analyzers, schema};
use crate::query::{Leaf, Near, Nearness, Query, Value, wildcard};
use std::collections::BTreeSet;
use tantivy::Term;
use tantivy::schema::Field as Column;

/// Most words that one pattern may stand for.
const MAX_EXPANSIONS: usize = 1024;

/// What a side asks.
#[derive(Debug, Clone)]
pub(super) enum Wanted {
    /// These next to each other; one, mostly.
    Words(Vec<Term>),
    /// Any of them; none is nothing.
    Any(Vec<Wanted>),
    /// Two sides.
    Near(Box<Pair>),
}

/// Two sides and what is asked of them.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub left: Wanted,
    pub right: Wanted,
    pub how: Nearness,
    pub words: u32,
}

impl Lowering<'_> {
    pub(super) fn wanted_near(&self, near: &Near) -> Result<Wanted> {
        let (left, right) = (self.wanted(&near.left)?, self.wanted(&near.right)?);
        Ok(Wanted::Near(Box::new(Pair { left, right, how: near.how, words: near.words })))
    }

    fn wanted(&self, side: &Query) -> Result<Wanted> {
        match side {
            Query::Leaf(leaf) => self.wanted_words(leaf),
            Query::Or(parts) => Ok(Wanted::Any(parts.iter().map(|p| self.wanted(p)).collect::<Result<_>>()?)),
            Query::Boost(inner, _) => self.wanted(inner),
            Query::Near(near) => self.wanted_near(near),
            // The parser lets nothing else through; what has no place is nowhere.
            Query::And(_) | Query::Not(_) | Query::Everything => Ok(Wanted::Any(Vec::new())),
        }
    }

    fn wanted_words(&self, leaf: &Leaf) -> Result<Wanted> {
        let column = self.column(leaf.field.name)?;
        let kind = leaf.field.kind;
        let term = |word: &String| Term::from_field_text(column, word);
        Ok(match &leaf.value {
            Value::Word(text) | Value::Phrase(text) => {
                Wanted::Words(analyzers::terms(kind, text).iter().map(term).collect())
            }
            Value::Prefix(text) => {
                let start = analyzers::fold_prefix(kind, text);
                let mut words = self.expand(leaf, column, &start, &|word| word.starts_with(&start))?;
                words.extend(analyzers::terms(kind, text).pop());
                any_of(&words, term)
            }
            Value::Wildcard(text) => {
                let pattern = text.to_lowercase();
                let start = pattern.split(['*', '?', '\\']).next().unwrap_or_default();
                any_of(&self.expand(leaf, column, start, &|word| wildcard::matches(&pattern, word))?, term)
            }
            _ => Wanted::Any(Vec::new()),
        })
    }

    /// Terms that fit, and the stems of the words as written that fit: positions know only stems.
    fn expand(
        &self,
        leaf: &Leaf,
        column: Column,
        start: &str,
        fits: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        let mut columns = vec![(column, false)];
        if leaf.field.name == "text" {
            columns.push((self.column(schema::FORM)?, true));
        }
        for reader in self.searcher.segment_readers() {
            for &(column, written) in &columns {
                let index = reader.inverted_index(column)?;
                let mut terms = index
                    .terms()
                    .range()
                    .ge(start.as_bytes())
                    .into_stream()
                    .map_err(tantivy::TantivyError::from)?;
                while terms.advance() {
                    let Ok(word) = std::str::from_utf8(terms.key()) else { continue };
                    if !word.starts_with(start) {
                        break;
                    }
                    if fits(word) {
                        found.insert(if written { analyzers::stem(word) } else { word.to_owned() });
                    }
                    if found.len() > MAX_EXPANSIONS {
                        return Err(Error::new(
                            ErrorKind::Query,
                            format!("`{leaf}` stands for more than {MAX_EXPANSIONS} words"),
                        )
                        .with_hint("write more of its letters"));
                    }
                }
            }
        }
        Ok(found)
    }
}

fn any_of(words: &BTreeSet<String>, term: impl Fn(&String) -> Term) -> Wanted {
    Wanted::Any(words.iter().map(|word| Wanted::Words(vec![term(word)])).collect())
}
