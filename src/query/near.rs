//! Words near each other: what may stand on a side, and how other spellings of the operators are read.
//!
//! Where an operator stands in the query is the parser's; what it finds is the engine's.

use super::{Leaf, Near, Nearness, Query, Value};
use crate::error::{Error, ErrorKind, Result};
use crate::fields::{Field, FieldKind};

/// Greatest n of `NEAR/n`: the parts of a story (headline, captions, body) stand further apart.
pub const MAX_WORDS: u32 = 99;

/// An operator as it was typed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Operator {
    pub how: Nearness,
    /// As typed; may be out of bounds.
    pub words: u32,
    /// It is the spelling of another service.
    pub foreign: bool,
}

impl Operator {
    /// Reads `NEAR/5`, `PRE/5`, and what others write: `w/5`, `near5`, `onear/5`, `pre/5`.
    pub fn read(word: &str) -> Option<Operator> {
        let lower = word.to_ascii_lowercase();
        let digits = lower.len() - lower.trim_start_matches(|c: char| !c.is_ascii_digit()).len();
        let (name, number) = lower.split_at(digits);
        if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let how = match name {
            "near/" | "w/" | "near" => Nearness::AnyOrder,
            "pre/" | "onear/" => Nearness::InOrder,
            _ => return None,
        };
        let foreign = !(word.starts_with("NEAR/") || word.starts_with("PRE/"));
        Some(Operator { how, words: number.parse().unwrap_or(u32::MAX), foreign })
    }

    /// The canonical spelling.
    pub fn name(self) -> String {
        format!("{}/{}", if self.how == Nearness::InOrder { "PRE" } else { "NEAR" }, self.words)
    }
}

/// Joins two sides.
///
/// # Errors
/// [`ErrorKind::Query`] for a side that has no place in a text, and for sides of two fields.
pub(super) fn join(left: &Query, right: &Query, how: Nearness, words: u32) -> Result<Query> {
    let mut field = None;
    side(left, &mut field)?;
    side(right, &mut field)?;
    Ok(Query::Near(Box::new(Near { left: left.clone(), right: right.clone(), how, words })))
}

fn side(query: &Query, field: &mut Option<&'static Field>) -> Result<()> {
    match query {
        Query::Leaf(leaf) => word(leaf, field),
        Query::Or(parts) => parts.iter().try_for_each(|part| side(part, field)),
        Query::Boost(inner, _) => side(inner, field),
        Query::Near(near) => side(&near.left, field).and_then(|()| side(&near.right, field)),
        Query::And(_) => Err(wrong("words joined by AND have no place of their own")
            .with_hint("on a side of NEAR join words with OR or NEAR, or put them in quotes")),
        Query::Not(_) => Err(wrong("NOT has no place in a text").with_hint("write a NOT NEAR/5 b")),
        Query::Everything => Err(wrong("`*` alone has no place in a text")),
    }
}

fn word(leaf: &Leaf, field: &mut Option<&'static Field>) -> Result<()> {
    // The values of a field of names stand side by side, though they have nothing to do with each other.
    if leaf.field.kind != FieldKind::Text {
        return Err(wrong(format!("`{}` has no running words", leaf.field.name))
            .with_hint("NEAR works in text, headline, subhead, caption and slug"));
    }
    if !matches!(leaf.value, Value::Word(_) | Value::Phrase(_) | Value::Prefix(_) | Value::Wildcard(_)) {
        return Err(wrong(format!("`{leaf}` cannot stand near a word"))
            .with_hint("a side of NEAR is made of words, phrases and words with `*` or `?`"));
    }
    let first = *field.get_or_insert(leaf.field);
    if first.name == leaf.field.name {
        return Ok(());
    }
    let name = if first.name == "text" { leaf.field.name } else { first.name };
    Err(wrong(format!("the sides ask two fields, `{}` and `{}`", first.name, leaf.field.name))
        .with_hint(format!("to ask one, write {name}:(a NEAR/5 b)")))
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Query, message)
}

/// `"crude oil price"~3`: each word near those before it, so many words between two at most.
pub(super) fn loose(leaf: &Leaf, phrase: &str, between: u32) -> Query {
    let one = |word: &str| {
        Query::Leaf(Leaf { field: leaf.field, value: Value::Word(word.to_owned()), span: leaf.span })
    };
    let lettered = |word: &&str| word.chars().any(char::is_alphanumeric);
    let near = |left: Query, right: Query| {
        let words = between.saturating_add(1).min(MAX_WORDS);
        Query::Near(Box::new(Near { left, right, how: Nearness::AnyOrder, words }))
    };
    phrase.split_whitespace().filter(lettered).map(one).reduce(near).unwrap_or(Query::Leaf(leaf.clone()))
}
