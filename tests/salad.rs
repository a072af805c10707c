//! Enrichment meets copy that no desk would send: the words of the sample archive in any order, with capitals,
//! titles, brackets and line ends where they make no sense. No pass may panic, and what it finds lies in the text.
//! `PROPTEST_CASES` says how many stories.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "fuzz/src/sound.rs"]
mod sound;

use morgue::story::Story;
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

/// What names, datelines and subheads are told by, and what ends them.
const MARKS: &[&str] = &[
    "Jr.", "JR", "WM", "(D-Ill.)", "<XYZ>", "Gen.", "Mrs.", "Dr", "née", "\"Bud\"", "(Bud)", "`Bud'", "de",
    "van", "al-", "bin", "d'", "O'", "J.", "J.R.", "I", "III", "-", "--", "—", "(AP)", ":", ",", "and", "&",
    "'s", "’s", "said", "March 3", "\n", "\n\n", "\n    ", "1.", "*", "李", "علي", "\u{301}", "É", "ß", "İ",
];

static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut words: Vec<String> = Vec::new();
    for entry in walkdir::WalkDir::new(corpus).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file()
            && let Ok(text) = std::fs::read_to_string(entry.path())
        {
            let fits = |word: &&str| word.len() < 30 && !word.contains(char::is_control);
            words.extend(text.split_whitespace().filter(fits).map(str::to_owned));
        }
    }
    words
});

/// A word of the archive as written, in capitals, with a capital; or a mark.
fn word() -> impl Strategy<Value = String> {
    let known = any::<prop::sample::Index>().prop_map(|at| at.get(&WORDS).clone());
    let capital = |word: String| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    };
    let mark = || any::<prop::sample::Index>().prop_map(|at| (*at.get(MARKS)).to_owned());
    prop_oneof![
        3 => known.clone(),
        3 => known.clone().prop_map(capital),
        1 => known.prop_map(|word| word.to_uppercase()),
        4 => mark(),
    ]
}

fn copy(most: usize) -> impl Strategy<Value = String> {
    // Now and then nothing stands between two words.
    let end = prop_oneof![6 => Just(" "), 1 => Just("")];
    let words = prop::collection::vec((word(), end), 0..most);
    words.prop_map(|words| words.into_iter().map(|(word, end)| word + end).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_copy_breaks_a_pass(headline in copy(12), body in copy(60)) {
            let headline = headline.replace('\n', " ").trim().to_owned();
            let mut story = Story { headline, body: body.trim_matches('\n').to_owned(), ..Story::default() };
            morgue::enrich::enrich(&mut story);
            let failed = story.notes.iter().find(|note| note.code == "enrich-failed");
            prop_assert_eq!(failed.map(|note| &note.text), None);
            prop_assert_eq!(sound::fault(&story), None);
    }
}

#[test]
fn a_name_of_one_word_and_a_suffix_breaks_nothing() {
    let mut story =
        Story { headline: "WM (D-Ohio) JR <WWX> SEES GAINS".into(), body: "-".into(), ..Story::default() };
    morgue::enrich::enrich(&mut story);
    assert_eq!(story.notes.iter().filter(|note| note.code == "enrich-failed").count(), 0);
}
