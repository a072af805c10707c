//! With `--any`, a compound among other words is any of its words: `food/drug laws` finds what has one of the three.
//!
//! Elsewhere the words of a compound stand next to each other, as in the text. Short parts and numbers say nothing
//! without the rest: `F-16` and `al-Maliki` are asked for whole, `al-Maliki` for `Maliki` as well.

use super::join::Joiner;
use super::{Leaf, Query, Value};
use crate::fields::FieldKind;
use crate::span::Span;

/// What joins the words of a compound.
const JOINTS: [char; 4] = ['-', '/', '\u{2010}', '\u{2013}'];

/// Letters of the parts of a compound that its parts stand for.
const ALONE: usize = 3;

/// Letters of a part that is asked for beside the whole: `Maliki`, but not the ray of `X-ray`.
const BESIDE: usize = 4;

/// Parts of what is a compound, and no list.
const MOST: usize = 8;

/// The clauses of a level, compounds that no operator joins cut. What is written out, as every canonical form is, is
/// meant as it stands, and so is a compound alone. `said` hears how each was read.
pub(super) fn loosen(
    items: Vec<(Joiner, Query)>,
    mut said: impl FnMut(Span, String),
) -> Vec<(Joiner, Query)> {
    let joiners: Vec<Joiner> = items.iter().skip(1).map(|(joiner, _)| *joiner).collect();
    let single = items.len() == 1;
    let mut all = Vec::with_capacity(items.len());
    for (at, (joiner, query)) in items.into_iter().enumerate() {
        let free = joiner == Joiner::Nothing && joiners.get(at).is_none_or(|next| *next == Joiner::Nothing);
        let whole = (query.to_string(), span(&query));
        let parts = if free && !single { cut(query) } else { vec![query] };
        if let ([_, _, ..], (whole, Some(span))) = (parts.as_slice(), whole) {
            let parts: Vec<String> = parts.iter().map(Query::to_string).collect();
            said(span, format!("`{whole}` is read as {}", parts.join(" OR ")));
        }
        all.extend(parts.into_iter().map(|part| (joiner, part)));
    }
    all
}

fn span(query: &Query) -> Option<Span> {
    match query {
        Query::Leaf(leaf) => Some(leaf.span),
        Query::Boost(inner, _) => span(inner),
        _ => None,
    }
}

/// The clause, or the clauses that stand for it where any word will do.
fn cut(query: Query) -> Vec<Query> {
    if let Query::Boost(inner, boost) = query {
        return cut(*inner).into_iter().map(|part| Query::Boost(Box::new(part), boost)).collect();
    }
    let Query::Leaf(Leaf { field, value: Value::Word(text), span }) = &query else { return vec![query] };
    if field.kind != FieldKind::Text || !text.contains(JOINTS) {
        return vec![query];
    }
    let letters = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count();
    let whole = text.split(JOINTS).any(|part| !part.is_empty() && letters(part) < ALONE);
    let least = if whole { BESIDE } else { ALONE };
    let (mut at, mut parts) = (0, Vec::new());
    for part in text.split(JOINTS) {
        let start = text[at..].find(part).map_or(at, |found| at + found);
        at = start + part.len();
        if letters(part) < least {
            continue;
        }
        let inside = Span::new(span.start + start, span.start + at);
        // What is escaped in the query is longer there.
        let span = if span.len() == text.len() { inside } else { *span };
        parts.push(Query::Leaf(Leaf { field, value: Value::Word(part.to_owned()), span }));
    }
    if parts.is_empty() || parts.len() > MOST || (parts.len() < 2 && !whole) {
        return vec![query];
    }
    if whole {
        parts.insert(0, query);
    }
    parts
}
