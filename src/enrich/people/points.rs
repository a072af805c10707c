//! How much speaks for a person in a run of several words and around it, in points: what the lists
//! know of its words, what stands beside it, what else is called so.

use super::apposition;
use super::candidates::Candidate;
use super::context;
use super::lexicon::{
    self, BEFORE, COMMON, FAMILY, FIRST, Flags, GEO, GIVEN, ORG, PLACE, SAID, STOP, SUFFIX, TITLE,
};
use super::nickname;
use super::tokens::{Gap, Shape, Token};
use crate::enrich::gazetteer;
use crate::span::Span;

/// What the words of a run say themselves.
pub fn inner(text: &str, piece: &[Token]) -> i32 {
    let mut name = 0;
    let names: Vec<&Token> = piece
        .iter()
        .enumerate()
        .filter(|(at, t)| {
            name = name
                .max(at.checked_sub(1).and_then(|last| nickname::after(text, piece, last)).unwrap_or(*at));
            !t.is(SUFFIX) && *at >= name
        })
        .map(|(_, t)| t)
        .collect();
    let (Some(first), Some(last)) = (names.first(), names.last()) else { return 0 };
    let plain = |t: &Token, flags: Flags| t.is(flags) && !t.is(COMMON | PLACE | ORG | GEO | STOP);
    let mut score = match first {
        t if t.shape == Shape::Initial => 3,
        t if plain(t, GIVEN) => 3,
        t if t.is(ORG) && t.is(GIVEN) && !t.is(FIRST) => 0,
        t if t.is(GIVEN) && last.flags == 0 => 2,
        t if t.is(GIVEN) => 1,
        t if t.shape == Shape::Capital && t.span.len() == 1 => 2,
        t if t.shape == Shape::Capitals
            && t.span.len() == 2
            && t.flags == 0
            && plain(last, FAMILY | GIVEN) =>
        {
            2
        }
        t if t.shape == Shape::Capitals && t.span.len() == 2 && t.flags == 0 && !last.is(COMMON) => 1,
        t if t.is(FIRST) && names.len() <= 3 => 2,
        t if plain(t, FAMILY) => 1,
        t if t.flags == 0 && plain(last, FAMILY | GIVEN) => 1,
        t if t.is(GEO | ORG | PLACE) => -4,
        t if t.is(COMMON) => -3,
        _ => 0,
    };
    score += match last {
        t if plain(t, FAMILY | GIVEN) => 2,
        t if t.is(TITLE) && !t.is(GIVEN | FAMILY) && !plain(first, GIVEN) => -5,
        t if t.is(ORG) => {
            if t.is(FAMILY | GIVEN) {
                -2
            } else {
                -5
            }
        }
        t if t.is(PLACE) && plain(first, GIVEN) && names.len() == 2 => 0,
        t if t.is(PLACE) => -2,
        t if t.is(FAMILY | GIVEN) => 1,
        t if t.is(COMMON) && plain(first, GIVEN) && names.len() == 2 => 0,
        t if t.is(COMMON) => -2,
        t if t.shape == Shape::Initial => -3,
        t if t.flags == 0 && first.flags == 0 && first.shape == Shape::Capital => 2,
        _ => 1,
    };
    for t in names.iter().skip(1).rev().skip(1) {
        score += match t {
            t if t.gap == Gap::Quote => 1,
            t if t.shape == Shape::Initial && first.shape == Shape::Initial => 1,
            t if t.shape == Shape::Initial => 3,
            t if t.shape == Shape::Lower && last.is(PLACE) => 0,
            t if t.shape == Shape::Lower => 2,
            t if t.is(ORG) => -3,
            t if t.is(GIVEN | FAMILY) => 0,
            t if t.is(COMMON | PLACE | GEO) => -2,
            _ => 0,
        };
    }
    score - 2 * i32::from(names.len() > 4)
}

/// What stands around a run says.
pub fn outer(text: &str, tokens: &[Token], from: usize, to: usize, candidate: &Candidate) -> i32 {
    let mut score = 0;
    // `King Sample Hospital` is no king.
    let (first, last) = (&tokens[from], &tokens[to - 1]);
    let thing = |t: &Token| t.is(ORG | COMMON) && !t.is(GIVEN | FAMILY | SUFFIX);
    if candidate.titled && !(thing(last) && (last.is(ORG) || to - from > 2 || !first.is(GIVEN))) {
        score += 4;
    }
    if candidate.said {
        score += 2;
    }
    let and = tokens[from].gap == Gap::And || tokens.get(to).is_some_and(|t| t.gap == Gap::And);
    if and && !context::is_couple(tokens, from, to) {
        score -= 5;
    }
    let before = from.checked_sub(1).map(|at| &tokens[at]).filter(|_| tokens[from].gap == Gap::Space);
    if before.is_some_and(|t| t.is(SAID) && t.shape == Shape::Lower) {
        score += 1;
    }
    let article = before.is_some_and(|t| t.span.of(text).eq_ignore_ascii_case("the"));
    if article && !context::holds(text, tokens, to) {
        score -= 2;
    }
    // Rows of tables: teams and scores.
    let person = tokens[from].shape == Shape::Initial || (tokens[from].is(GIVEN) && !tokens[from].is(COMMON));
    if !person && tokens.get(to).is_some_and(|t| t.shape == Shape::Number && t.gap == Gap::Space) {
        score -= 2;
    }
    score + after(text, tokens, to) + context::around(text, tokens, from, candidate.to).clamp(-2, 2)
}

/// A firm, a club or a paper called after a person.
pub fn is_firm(piece: &[Token]) -> bool {
    lexicon::is_firm(piece.iter().map(|t| t.key))
}

/// A town or a country of several words: `Santa Sample`, but for people called like one.
pub fn is_place(text: &str, piece: &[Token]) -> bool {
    let (Some(first), Some(last)) = (piece.first(), piece.last()) else { return false };
    if first.shape == Shape::Initial || piece.len() > 4 {
        return false;
    }
    let key = gazetteer::fold(Span::new(first.span.start, last.span.end).of(text));
    gazetteer::towns(&key).next().is_some() || !gazetteer::areas(&key).is_empty()
}

/// `, 42,`  `, the minister,`  `, who`  `(Oxland)` after a run.
fn after(text: &str, tokens: &[Token], to: usize) -> i32 {
    let Some(next) = tokens.get(to) else { return 0 };
    match next.gap {
        Gap::Comma if apposition::is_role(text, tokens, to) => 3,
        Gap::Comma if next.shape == Shape::Number && next.span.len() == 2 => 3,
        Gap::Comma if next.shape == Shape::Lower && next.is(BEFORE | SAID) => 2,
        Gap::Open if next.is(PLACE) => 2,
        Gap::Open if apposition::is_caption(text, tokens, to) => 3,
        // `Anna Sample of Oxland`
        Gap::Space if next.span.of(text) == "of" => {
            let land = tokens.get(to + 1).is_some_and(|t| t.is(PLACE) && t.is_capital() && !t.is(GIVEN));
            if land { 2 } else { 0 }
        }
        _ => 0,
    }
}
