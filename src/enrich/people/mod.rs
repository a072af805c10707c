//! People: who is named in a text, under which full name, and exactly where.
//!
//! The method is rules over lists of names, titles and contexts (handbook 4.1, 4.2): full names
//! are found first by what their words and their surroundings say, and what one place says holds
//! for the whole text; a surname alone then stands for the person of that surname nearest before
//! it, of several the one whom a title or a pronoun tells. It knows no format; a name of one word that nobody in the text carries in full is a person
//! when a title says so, or when the text has it speak, know and be told as only people do.
//! `benches/people.md` has the figures, and what was tried.

mod apposition;
mod candidates;
mod context;
mod cut;
mod evidence;
mod family;
mod firm;
mod fold;
mod gaps;
mod given;
mod known;
mod lately;
mod lexicon;
mod listed;
mod lone;
mod makers;
mod meet;
mod nickname;
mod pieces;
mod points;
mod resolve;
mod spaced;
mod story;
mod tokens;
mod tongue;
#[cfg(test)]
mod who;
mod whose;

use super::Pass;
use crate::story::Person;
use tongue::Tongue;

/// The row of this pass.
pub const PASS: Pass = Pass {
    name: "people",
    about: "people in the copy, surnames linked to full names",
    version: 6,
    run: story::run,
};

/// People of a text in order of appearance, with the byte spans of their mentions. Its language is guessed.
pub fn find(text: &str) -> Vec<Person> {
    find_in(text, super::language::of(text))
}

/// People of a text in a language (ISO 639-1); copy without one is read as English.
pub fn find_in(text: &str, lang: Option<&str>) -> Vec<Person> {
    // Tables of names and results look like any language; copy with English articles is English.
    let tongue = if lang.is_none_or(|lang| lang == "en") || tongue::is_english(text) {
        Tongue::English
    } else {
        Tongue::of(lang)
    };
    let mut tokens = tokens::tokens(text);
    if tongue == Tongue::Elided {
        tongue::part(text, &mut tokens);
    }
    let candidates = candidates::candidates(text, &tokens, tongue);
    resolve::people(text, &tokens, &candidates, tongue)
}

#[cfg(test)]
mod tests;
