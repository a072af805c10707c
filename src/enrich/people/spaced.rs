//! Copy that was cut into words and put together again has spaces around its hyphens and
//! apostrophes: `Kim Jin - pyo`, `Al - Sample`, `O ’ Sample`. Here such a name becomes one word, as
//! it would be without the spaces. It knows words, not people.

use super::cut::TAILS;
use super::lexicon::{self, COMMON, FAMILY, FIRST, GEO, GIVEN, MAYBE, ORG, PARTICLE, PLACE, STOP, TITLE};
use super::tokens::{Gap, Shape, Token};
use crate::span::Span;

/// Joins what a spaced hyphen or apostrophe holds together.
pub fn join(text: &str, tokens: &mut Vec<Token>) {
    if !tokens.iter().any(|t| matches!(t.gap, Gap::Hyphen | Gap::Apostrophe)) {
        return;
    }
    let cut = is_cut(text);
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    for &token in tokens.iter() {
        let Some(last) = kept.last() else {
            kept.push(token);
            continue;
        };
        let before = kept.len().checked_sub(2).map(|two| kept[two]);
        if belongs(text, before, *last, token, cut) {
            let span = Span::new(last.span.start, token.span.end);
            let gap = last.gap;
            kept.pop();
            kept.push(whole(text, span, gap, &token));
        } else {
            kept.push(token);
        }
    }
    *tokens = kept;
}

/// The spaces are a cutter's, not a writer's dashes: `long - term` or `Sample ’ s` stands there, and
/// hardly a hyphen without spaces.
fn is_cut(text: &str) -> bool {
    let bytes = text.as_bytes();
    if memchr::memmem::find(bytes, " ’ s ".as_bytes()).is_some() {
        return true;
    }
    let lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    let space = |at: usize| bytes.get(at) == Some(&b' ');
    let (mut spaced, mut tight) = (0, 0);
    for at in memchr::memchr_iter(b'-', bytes) {
        let apart = space(at.wrapping_sub(1)) && space(at + 1);
        spaced += usize::from(apart && lower(at.wrapping_sub(2)) && lower(at + 2));
        tight += usize::from(lower(at.wrapping_sub(1)) && lower(at + 1));
    }
    spaced > tight
}

/// The two halves are one word of a name.
fn belongs(text: &str, before: Option<Token>, first: Token, second: Token, cut: bool) -> bool {
    let word = first.span.of(text);
    match second.gap {
        Gap::Hyphen if is_article(word) => second.is_capital(),
        Gap::Hyphen if first.shape != Shape::Capital || first.possessive => false,
        Gap::Hyphen if TAILS.contains(&second.span.of(text).as_bytes()) => false,
        Gap::Hyphen if second.shape == Shape::Lower => {
            let family = before.is_some_and(|t| t.is(FIRST) && t.is_capital() && first.gap == Gap::Space);
            let run = before.is_some_and(|t| t.is_capital() && first.gap == Gap::Space);
            let short = second.span.len() <= 6 && !second.is(PARTICLE) && (family || !second.is(STOP));
            short
                && ((family && cut)
                    || (run && (!second.is(COMMON) || (cut && second.is(GIVEN | FAMILY | FIRST)))))
        }
        Gap::Hyphen if second.shape == Shape::Capital => {
            const OTHER: lexicon::Flags = PLACE | ORG | STOP | GEO | TITLE | MAYBE;
            let given = before.is_some_and(|t| {
                let unknown = cut && t.flags == 0 && t.shape == Shape::Capital;
                let name = t.is(GIVEN) || (unknown && second.is(GIVEN | FAMILY) && first.is(GIVEN | FAMILY));
                name && t.is_capital() && first.gap == Gap::Space
            });
            if given && !first.is(PLACE | STOP) && !second.is(PLACE | STOP) {
                return true;
            }
            let name = |t: &Token| !t.is(OTHER | COMMON) || (t.is(GIVEN | FAMILY) && !t.is(OTHER));
            cut && name(&first) && name(&second)
        }
        Gap::Apostrophe => {
            let short = first.span.len() <= 2 && first.is_capital();
            let ending = matches!(second.span.of(text), "s" | "t" | "re" | "ve" | "ll" | "d" | "m");
            short && !ending && first.gap != Gap::Apostrophe
        }
        _ => false,
    }
}

/// An article that a hyphen joins to the name.
fn is_article(word: &str) -> bool {
    let known = ["al", "el", "ul", "an", "as", "ash", "at", "az", "abdel", "abdul", "abd", "ar", "ad"];
    known.iter().any(|article| word.eq_ignore_ascii_case(article))
}

/// The word that two halves make.
fn whole(text: &str, span: Span, gap: Gap, last: &Token) -> Token {
    let folded = lexicon::Folded::joined(span.of(text));
    let key = lexicon::hash(folded.bytes());
    let flags = super::known::flags(folded.bytes(), key);
    Token { span, key, flags, shape: Shape::Capital, gap, possessive: last.possessive }
}
