//! Words near each other, against a matcher that looks at every word of every story: the same set of
//! stories for random queries over the sample archive.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use morgue::date::wire::Hints;
use morgue::engine::{Engine, Order};
use morgue::fields::FieldKind;
use morgue::index::{Index, analyzers};
use morgue::query::{Nearness, Query, Settings, Value, parse, wildcard};
use morgue::readers::{self, Sink};
use morgue::story::Story;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;

struct Kept(Vec<Story>);

impl Sink for Kept {
    fn story(&mut self, story: Story) -> ControlFlow<()> {
        self.0.push(story);
        ControlFlow::Continue(())
    }
    fn problem(&mut self, _: morgue::error::Error) {}
}

/// Term and form of each word, by part of the story: nothing is near across parts.
type Parts = Vec<Vec<(String, String)>>;

struct Archive {
    engine: Engine,
    stories: Vec<(String, Parts)>,
    words: Vec<String>,
    /// Every term and form, once.
    vocabulary: BTreeSet<(String, String)>,
}

static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut kept = Kept(Vec::new());
    for entry in walkdir::WalkDir::new(&corpus).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let bytes = std::fs::read(entry.path()).unwrap();
            let name = entry.path().strip_prefix(&corpus).unwrap().to_str().unwrap();
            let _ = readers::read(name, &mut &bytes[..], None, &Hints::default(), &mut kept);
        }
    }
    for (n, story) in kept.0.iter_mut().enumerate() {
        story.id = n.to_string();
    }
    let parts = |story: &Story| {
        // A picture's credit is a part of its own.
        let captions =
            story.captions.iter().flat_map(|c| [c.text.clone()].into_iter().chain(c.credit.clone()));
        let texts = [story.headline.clone()].into_iter().chain(captions).chain([story.body.clone()]);
        texts.map(|text| words(&text)).collect::<Parts>()
    };
    let stories: Vec<_> = kept.0.iter().map(|story| (story.id.clone(), parts(story))).collect();
    // The words of the archive, the common ones often: pairs that meet are then not too rare.
    let every: Vec<String> =
        stories.iter().flat_map(|s| s.1.iter().flatten().map(|(_, form)| form.clone())).collect();
    let words = every.into_iter().filter(|w| w.chars().all(|c| c.is_ascii_lowercase())).step_by(7).collect();
    let vocabulary = stories.iter().flat_map(|s| s.1.iter().flatten().cloned()).collect();
    Archive { vocabulary, engine: Engine::new(Index::in_memory(&kept.0).unwrap()).unwrap(), stories, words }
});

fn words(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    analyzers::text_words(text, |word| found.push((word.term.to_owned(), word.form.to_owned())));
    found
}

/// Stems of all words of the archive that a pattern fits.
fn stems(fits: impl Fn(&str) -> bool) -> BTreeSet<String> {
    ARCHIVE.vocabulary.iter().filter(|(term, form)| fits(form) || fits(term)).map(|w| w.0.clone()).collect()
}

/// Every place of a side in one part, by looking at every word and every pair.
fn places(side: &Query, part: &[(String, String)]) -> BTreeSet<(usize, usize)> {
    let one_of = |wanted: &BTreeSet<String>| {
        (0..part.len()).filter(|&at| wanted.contains(&part[at].0)).map(|at| (at, at + 1)).collect()
    };
    match side {
        Query::Leaf(leaf) => match &leaf.value {
            Value::Word(text) | Value::Phrase(text) => {
                let terms = analyzers::terms(FieldKind::Text, text);
                let here = |at: usize| terms.iter().zip(&part[at..]).all(|(term, word)| *term == word.0);
                let last = (part.len() + 1).saturating_sub(terms.len());
                (0..last).filter(|&at| here(at)).map(|at| (at, at + terms.len())).collect()
            }
            Value::Prefix(start) => {
                let mut wanted = stems(|word| word.starts_with(start.as_str()));
                wanted.insert(analyzers::stem(start));
                one_of(&wanted)
            }
            Value::Wildcard(pattern) => one_of(&stems(|word| wildcard::matches(pattern, word))),
            _ => BTreeSet::new(),
        },
        Query::Or(parts) => parts.iter().flat_map(|p| places(p, part)).collect(),
        Query::Near(near) => {
            let (left, right) = (places(&near.left, part), places(&near.right, part));
            let n = near.words as usize;
            let after = |a: &(usize, usize), b: &(usize, usize)| b.0 >= a.1 && b.0 + 1 - a.1 <= n;
            let close = |a: &(usize, usize), b: &(usize, usize)| {
                after(a, b) || near.how != Nearness::InOrder && after(b, a)
            };
            if near.how == Nearness::Far {
                return left.into_iter().filter(|a| !right.iter().any(|b| close(a, b))).collect();
            }
            let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
            pairs.filter(|(a, b)| close(a, b)).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1))).collect()
        }
        other => panic!("{other} on a side"),
    }
}

/// Does the story have the words of a side, wherever they stand? Here a pattern asks for the words as written;
/// places know stems only.
fn has(side: &Query, parts: &Parts) -> bool {
    let any =
        |fits: &dyn Fn(&str) -> bool| parts.iter().flatten().any(|(term, form)| fits(term) || fits(form));
    match side {
        Query::Leaf(leaf) => match &leaf.value {
            Value::Prefix(start) => {
                any(&|word| word.starts_with(start.as_str()) || word == analyzers::stem(start))
            }
            Value::Wildcard(pattern) => any(&|word| wildcard::matches(pattern, word)),
            _ => parts.iter().any(|part| !places(side, part).is_empty()),
        },
        Query::Or(sides) => sides.iter().any(|s| has(s, parts)),
        Query::Near(near) => has(&near.left, parts) && (near.how == Nearness::Far || has(&near.right, parts)),
        other => panic!("{other} on a side"),
    }
}

fn settings() -> Settings {
    Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any: false }
}

/// Stories the query finds, and those it should.
fn both(query: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let parsed = parse(query, &settings());
    assert!(!parsed.has_errors(), "{query}: {:?}", parsed.diagnostics);
    let plan = ARCHIVE.engine.plan(&parsed.tree).unwrap();
    let found = ARCHIVE.engine.top(&plan, Order::Score, None).unwrap();
    assert_eq!(ARCHIVE.engine.count(&plan).unwrap(), found.len() as u64, "{query}");
    let matching = |parts: &Parts| {
        has(&parsed.tree, parts) && parts.iter().any(|part| !places(&parsed.tree, part).is_empty())
    };
    let wanted = ARCHIVE.stories.iter().filter(|(_, parts)| matching(parts)).map(|(id, _)| id.clone());
    (found.into_iter().map(|r| r.id).collect(), wanted.collect())
}

fn side(words: &[String], shape: u8) -> String {
    let word = |n: usize| words[n % words.len()].as_str();
    match shape % 6 {
        0 | 1 => word(0).to_owned(),
        2 => format!("({} OR {} OR {})", word(0), word(1), word(2)),
        3 => format!("{}*", &word(0)[..word(0).len().min(3)]),
        4 => format!("(\"{} {}\" OR {})", word(0), word(1), word(2)),
        _ => format!("({} NEAR/{} {})", word(0), 1 + word(1).len(), word(2)),
    }
}

#[test]
fn a_pattern_asks_for_words_as_written() {
    // `being` has the stem of `be`, which is in most stories.
    for query in ["bei* NEAR/1 (the OR of OR a)", "ski* NEAR/1 (the OR of OR in)", "b?ing NEAR/9 the"] {
        let (found, wanted) = both(query);
        assert_eq!(found, wanted, "{query}");
    }
}

#[test]
fn credits_of_pictures_are_parts_of_their_own() {
    let (found, wanted) = both("reuters NOT NEAR/1 the");
    assert_eq!(found, wanted);
}

#[test]
fn there_is_something_to_find() {
    let (found, wanted) = both("the NEAR/3 (of OR in)");
    assert_eq!(found, wanted);
    assert!(found.len() > 20, "only {} stories", found.len());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 150, ..ProptestConfig::default() })]
    #[test]
    fn the_index_finds_what_a_reader_of_every_word_finds(
        picks in prop::collection::vec(any::<prop::sample::Index>(), 6),
        shapes in prop::collection::vec(any::<u8>(), 2),
        how in 0..3usize,
        n in 1..=20u32,
    ) {
        let word = |at: &prop::sample::Index| at.get(&ARCHIVE.words).clone();
        let words: Vec<String> = picks.iter().map(word).collect();
        let operator = ["NEAR", "PRE", "NOT NEAR"][how];
        let query = format!("{} {operator}/{n} {}", side(&words[..3], shapes[0]), side(&words[3..], shapes[1]));
        let (found, wanted) = both(&query);
        prop_assert_eq!(found, wanted, "{}", query);
    }
}
