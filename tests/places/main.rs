//! Words that have a place (near each other, in one sentence, among the first, in the lead, so many times), against a
//! matcher that looks at every word of every story: the same set of stories for random queries, over the sample
//! archive and over Reuters-21578. `PROPTEST_CASES` says how many queries.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod archive;
mod matcher;

use archive::Archive;
use morgue::engine::Order;
use morgue::query::{Settings, parse};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static SAMPLE: LazyLock<Archive> = LazyLock::new(Archive::sample);
static REUTERS: LazyLock<Option<Archive>> = LazyLock::new(|| Archive::reuters(1));

fn settings() -> Settings {
    Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any: false }
}

/// Stories the query finds, and those it should.
fn both(archive: &Archive, query: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let parsed = parse(query, &settings());
    assert!(!parsed.has_errors(), "{query}: {:?}", parsed.diagnostics);
    let plan = archive.engine.plan(&parsed.tree).unwrap();
    let found = archive.engine.top(&plan, Order::Score, None).unwrap();
    assert_eq!(archive.engine.count(&plan).unwrap(), found.len() as u64, "{query}");
    let wanted = archive.stories.iter().filter(|story| matcher::matches(archive, &parsed.tree, &story.1));
    (found.into_iter().map(|r| r.id).collect(), wanted.map(|story| story.0.clone()).collect())
}

/// Stories that only one of the two finds, and which.
fn apart(archive: &Archive, query: &str) -> Vec<String> {
    let (found, wanted) = both(archive, query);
    let only_found = found.difference(&wanted).map(|id| format!("{id}: only the index"));
    only_found.chain(wanted.difference(&found).map(|id| format!("{id}: only the reader"))).collect()
}

/// As [`both`], in the sample archive; gives how many stories there are.
fn same(query: &str) -> usize {
    assert_eq!(apart(&SAMPLE, query), Vec::<String>::new(), "{query}");
    both(&SAMPLE, query).0.len()
}

#[test]
fn a_pattern_asks_for_words_as_written() {
    // `being` has the stem of `be`, which is in most stories.
    for query in ["headline:openin*", "headline:(was~2 NOT w/p bahia)", "headline:(first/30(a) NEAR/3 was~2)"]
    {
        same(query);
    }
    for query in ["bei* NEAR/1 (the OR of OR a)", "ski* NEAR/1 (the OR of OR in)", "b?ing NEAR/9 the"] {
        same(query);
    }
}

#[test]
fn credits_of_pictures_are_parts_of_their_own() {
    same("reuters NOT NEAR/1 the");
}

#[test]
fn a_copy_of_the_headline_has_the_neighbours_of_the_original() {
    for query in ["ferry~2 NOT w/s first/30(the)", "the NOT NEAR/2 first/5(ferry)", "first/9(of NOT w/p the)"]
    {
        same(query);
    }
}

#[test]
fn there_is_something_to_find() {
    for query in
        ["the NEAR/3 (of OR in)", "the w/s of", "the w/p of", "first/20(the)", "atleast9(the)", "lead:the"]
    {
        let found = same(query);
        assert!(found > 20 && found < SAMPLE.stories.len(), "{query}: {found} stories");
    }
}

/// A side of an operator, or what a function is asked of.
fn side(words: &[String], shape: u8) -> String {
    let word = |n: usize| words[n % words.len()].as_str();
    match shape % 13 {
        0 | 1 => word(0).to_owned(),
        2 => format!("({} OR {} OR {})", word(0), word(1), word(2)),
        3 => format!("{}*", &word(0)[..word(0).len().min(3)]),
        4 => format!("(\"{} {}\" OR {})", word(0), word(1), word(2)),
        5 => format!("({} NEAR/{} {})", word(0), 1 + word(1).len(), word(2)),
        6 => format!("({} w/s {})", word(0), word(1)),
        8 => format!("{}~{}", word(0), 1 + word(1).len() % 2),
        9 => format!("exact:{}{}", word(0)[..1].to_uppercase(), &word(0)[1..]),
        10 => format!("{}caps({})", ["", "no", "all"][word(1).len() % 3], word(0)),
        11 => format!("exact:\"{} {}\"", word(0), word(1)),
        7 => format!("({} PRE/p ({} OR {}))", word(0), word(1), word(2)),
        _ => format!("first/{}({})", 10 * word(1).len(), word(0)),
    }
}

fn query(words: &[String], shapes: &[u8], n: u32) -> String {
    let (left, right) = (side(&words[..3], shapes[0]), side(&words[3..], shapes[1]));
    let pair = match shapes[2] % 9 {
        0 => format!("{left} NEAR/{n} {right}"),
        1 => format!("{left} PRE/{n} {right}"),
        2 => format!("{left} NOT NEAR/{n} {right}"),
        3 => format!("{left} w/s {right}"),
        4 => format!("{left} PRE/s {right}"),
        5 => format!("{left} NOT w/s {right}"),
        6 => format!("{left} w/p {right}"),
        7 => format!("{left} NOT w/p {right}"),
        _ => left,
    };
    let asked = match shapes[3] % 6 {
        0 => format!("first/{}({pair})", n * 7),
        1 => format!("atleast{}({pair})", 1 + n % 6),
        _ => pair,
    };
    match shapes[4] % 12 {
        0 => format!("lead:({asked})"),
        1 => format!("hlead:({asked})"),
        2 => format!("body:({asked})"),
        3 => format!("headline:({asked})"),
        4 if !asked.contains("first/") => format!("caption:({asked})"),
        5 => format!("{asked} -lead:{}", words[0]),
        _ => asked,
    }
}

fn picked(archive: &Archive, picks: &[prop::sample::Index]) -> Vec<String> {
    picks.iter().map(|at| at.get(&archive.words).clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_index_finds_what_a_reader_of_every_word_finds(
        picks in prop::collection::vec(any::<prop::sample::Index>(), 6),
        shapes in prop::collection::vec(any::<u8>(), 5),
        n in 1..=20u32,
    ) {
        let query = query(&picked(&SAMPLE, &picks), &shapes, n);
        prop_assert_eq!(apart(&SAMPLE, &query), Vec::<String>::new(), "{}", query);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: ProptestConfig::default().cases / 8,
        ..ProptestConfig::default()
    })]
    #[test]
    fn and_in_reuters(
        picks in prop::collection::vec(any::<prop::sample::Index>(), 6),
        shapes in prop::collection::vec(any::<u8>(), 5),
        n in 1..=20u32,
    ) {
        let Some(reuters) = &*REUTERS else { return Ok(()) };
        let query = query(&picked(reuters, &picks), &shapes, n);
        prop_assert_eq!(apart(reuters, &query), Vec::<String>::new(), "{}", query);
    }
}
