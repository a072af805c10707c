//! Names in the very spelling that was typed: `person:=Qadhafi`, and `--spelling exact` for a whole query.
//!
//! Which names are spelled otherwise is `spelling`'s; this only takes the question for them out of a tree.

use super::lexer::TokenKind;
use super::raw::{Raw, has_letters};
use super::{Leaf, Query, Value};

/// The tree with every name asked for in its very spelling. Patterns are as they were.
pub fn exactly(tree: Query) -> Query {
    match tree {
        Query::Leaf(Leaf { field, value: Value::Word(text) | Value::Phrase(text), span })
            if field.is_spelled() =>
        {
            Query::Leaf(Leaf { field, value: Value::AsTyped(text), span })
        }
        Query::And(parts) => Query::And(parts.into_iter().map(exactly).collect()),
        Query::Or(parts) => Query::Or(parts.into_iter().map(exactly).collect()),
        Query::Not(inner) => Query::Not(Box::new(exactly(*inner))),
        Query::Boost(inner, factor) => Query::Boost(Box::new(exactly(*inner)), factor),
        // Words with a place are no names.
        other @ (Query::Everything | Query::Near(_) | Query::Placed(_) | Query::Leaf(_)) => other,
    }
}

/// The words of `(Moammar Qadhafi)` behind `person:`, and how many tokens they are: one name, if there are several
/// plain words and nothing else.
pub(super) fn whole_name<'t>(mut tokens: impl Iterator<Item = &'t TokenKind>) -> Option<(String, usize)> {
    if tokens.next() != Some(&TokenKind::Open) {
        return None;
    }
    let mut words: Vec<&str> = Vec::new();
    for kind in tokens {
        match kind {
            TokenKind::Word(raw) if is_plain(raw) => words.push(&raw.text),
            TokenKind::Close if words.len() > 1 => return Some((words.join(" "), words.len() + 2)),
            _ => return None,
        }
    }
    None
}

fn is_plain(raw: &Raw) -> bool {
    !['*', '?', '~'].into_iter().any(|sign| raw.active(sign).next().is_some()) && has_letters(&raw.text)
}
