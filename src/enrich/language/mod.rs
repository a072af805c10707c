//! The language a story is written in, as an ISO 639-1 code; none when too short or unsure.
//!
//! A vote of function words over the first lines comes first (`vote`); only what it leaves open goes to trigram
//! statistics (`whatlang`), which hold each of hundreds of trigrams against each of some seventy languages.

mod vote;
mod words;

use super::Pass;
use crate::story::Story;
use vote::{Vote, vote};
use whatlang::{Detector, Lang};

/// The row of this pass.
pub const PASS: Pass = Pass { name: "language", about: "language of the copy", version: 3, run };

/// Bytes the vote looks at, and characters the statistics look at.
const VOTE: usize = 600;
const STATISTICS: usize = 400;

/// Is it a function word of any language that wires write in?
pub fn is_function_word(word: &str) -> bool {
    words::find(word).is_some()
}

fn run(story: &mut Story) {
    if let Some(lang) = story.lang.take() {
        story.lang = code(&lang);
    }
    if story.lang.is_none() {
        let text = if story.body.is_empty() { &story.headline } else { &story.body };
        story.lang = of(text).map(str::to_owned);
    }
}

/// The language of a text.
pub fn of(text: &str) -> Option<&'static str> {
    let head = head(text, VOTE);
    match vote(head) {
        Vote::For(code) => Some(code),
        Vote::Short => None,
        Vote::Open => statistics(head),
    }
}

fn statistics(head: &str) -> Option<&'static str> {
    let end = head.char_indices().nth(STATISTICS).map_or(head.len(), |(at, _)| at);
    let info = Detector::new().detect(&head[..end])?;
    if info.is_reliable() { two_letters(info.lang()) } else { None }
}

/// At most `limit` bytes, cut on a character.
fn head(text: &str, limit: usize) -> &str {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// `en-GB`, `EN`, `eng`, `English`: the two-letter code; none for what is no language.
fn code(raw: &str) -> Option<String> {
    let first = raw.trim().split(['-', '_']).next()?.to_lowercase();
    match first.len() {
        2 if first.bytes().all(|b| b.is_ascii_lowercase()) => Some(first),
        3 => Lang::from_code(&first).and_then(two_letters).map(str::to_owned),
        _ => {
            Lang::all()
                .iter()
                .find(|l| l.eng_name().eq_ignore_ascii_case(&first))
                .and_then(|l| two_letters(*l))
        }
        .map(str::to_owned),
    }
}

/// ISO 639-3 to 639-1, for the languages that the statistics know.
#[rustfmt::skip]
static CODES: &[(&str, &str)] = &[
    ("afr", "af"), ("aka", "ak"), ("amh", "am"), ("ara", "ar"), ("aze", "az"), ("bel", "be"), ("ben", "bn"),
    ("bul", "bg"), ("cat", "ca"), ("ces", "cs"), ("cmn", "zh"), ("cym", "cy"), ("dan", "da"), ("deu", "de"), ("ell", "el"), ("eng", "en"), ("epo", "eo"),
    ("est", "et"), ("fin", "fi"), ("fra", "fr"), ("guj", "gu"), ("heb", "he"), ("hin", "hi"), ("hrv", "hr"),
    ("hun", "hu"), ("hye", "hy"), ("ind", "id"), ("ita", "it"), ("jav", "jv"), ("jpn", "ja"), ("kan", "kn"),
    ("kat", "ka"), ("khm", "km"), ("kor", "ko"), ("lat", "la"), ("lav", "lv"), ("lit", "lt"), ("mal", "ml"),
    ("mar", "mr"), ("mkd", "mk"), ("mya", "my"), ("nep", "ne"), ("nld", "nl"), ("nob", "nb"), ("ori", "or"),
    ("pan", "pa"), ("pes", "fa"), ("pol", "pl"), ("por", "pt"), ("ron", "ro"), ("rus", "ru"), ("sin", "si"),
    ("slk", "sk"), ("slv", "sl"), ("sna", "sn"), ("spa", "es"), ("srp", "sr"), ("swe", "sv"), ("tam", "ta"),
    ("tel", "te"), ("tgl", "tl"), ("tha", "th"), ("tuk", "tk"), ("tur", "tr"), ("ukr", "uk"), ("urd", "ur"),
    ("uzb", "uz"), ("vie", "vi"), ("yid", "yi"), ("zul", "zu"),
];

fn two_letters(lang: Lang) -> Option<&'static str> {
    CODES.iter().find(|(three, _)| *three == lang.code()).map(|(_, two)| *two)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copy_in_several_languages() {
        for (text, lang) in [
            (
                "HARBOUR CITY, May 3 - The council said it will close the ferry to the island and the port.",
                Some("en"),
            ),
            (
                "Der Stadtrat hat am Montag beschlossen, die Fähre zur Insel und den Hafen zu schließen, weil das Geld fehlt.",
                Some("de"),
            ),
            (
                "El ayuntamiento anunció el lunes que cerrará el transbordador de la isla porque no hay dinero para los barcos.",
                Some("es"),
            ),
            (
                "Городской совет решил в понедельник закрыть паром на остров, потому что на это нет денег.",
                Some("ru"),
            ),
            ("Harbour ferry", None),
            ("", None),
        ] {
            assert_eq!(of(text), lang, "{text}");
        }
    }

    #[test]
    fn given_codes_come_down_to_two_letters() {
        for (raw, lang) in [("en-GB", Some("en")), ("deu", Some("de")), ("French", Some("fr")), ("?", None)] {
            assert_eq!(code(raw).as_deref(), lang, "{raw}");
        }
    }

    #[test]
    fn every_language_of_the_statistics_has_its_code() {
        for lang in Lang::all() {
            assert!(two_letters(*lang).is_some(), "{lang:?} {}", lang.code());
        }
    }
}
