//! Whatever is pruned on the way, the first stories are the first of all, and all are those that have the words: in
//! one segment or several, with or without stories taken out, for random queries.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod archive;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use archive::{settings, story};
use morgue::engine::{Engine, Order};
use morgue::index::Index;
use morgue::ingest::{Options, run};
use morgue::query::{Query, parse};
use morgue::story::Story;
use proptest::prelude::*;

/// Stories over a year and a half, some of one minute, some undated; words of every frequency, in any company.
fn many(count: u64) -> Vec<Story> {
    let mut state = 88_172_645_463_325_252u64;
    let mut random = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let words =
        ["dam", "weir", "gate", "harbour", "council", "mayor", "budget", "lobster", "chapel", "heron"];
    let mut stories = Vec::new();
    for n in 0..count {
        let at = 500_000_000 + i64::try_from(random(560 * 24)).unwrap() * 3600;
        let day =
            if n % 50 == 7 { String::new() } else { jiff::Timestamp::from_second(at).unwrap().to_string() };
        let mut body = String::from("The");
        for _ in 0..5 + random(60) {
            // The first words are common, the last rare.
            let word = words[(random(10) * random(10) / 9) as usize];
            body.push(' ');
            body.push_str(word);
        }
        stories.push(story(&format!("s{n:05}"), &day, "Report", &body));
    }
    stories
}

const ALL_SHAPES: &[&str] = &[
    "dam",
    "heron",
    "dam weir",
    "weir OR lobster",
    "council heron chapel",
    "gate OR heron OR mayor",
    "\"dam weir\"",
    "dam NEAR/3 gate",
    "dam PRE/2 weir OR heron NEAR/2 lobster",
    "(heron lobster) OR (dam mayor)",
    "(heron OR (dam weir)^2) gate",
    "(dam OR gate) w/s (lobster NEAR/4 chapel) council",
    "dam NOT NEAR/4 weir",
    "exact:dam w/p heron",
    "dam -weir",
    "(dam OR weir) gate",
    "budget^3 OR dam",
    "harbo*",
    "nothing",
];

#[test]
fn the_first_ten_are_the_first_ten_of_all() {
    let engine = Engine::new(Index::in_memory(&many(1200)).unwrap()).unwrap();
    for dates in [
        "",
        " date:1985-11",
        " date:>=1985-12-24 date:<1986-01-03",
        " date:1986..",
        " date:..1986-02-03",
        " date:2001",
    ] {
        for shape in ALL_SHAPES {
            let query = format!("({shape}){dates}");
            let plan = engine.plan(&parse(&query, &settings("UTC")).tree).unwrap();
            for order in [Order::Score, Order::Newest, Order::Oldest] {
                let all = engine.top(&plan, order, None).unwrap();
                assert_eq!(all.len() as u64, engine.count(&plan).unwrap(), "{query}");
                let first = engine.top(&plan, order, Some(10)).unwrap();
                assert_eq!(first, all[..all.len().min(10)], "{query} {order:?}");
            }
        }
    }
}

/// What counts among the first thirty is weighed against nothing else, so that a story found with and without the
/// dates has one score; those behind them are only in order.
#[test]
fn dates_take_stories_away_and_change_nothing_else() {
    const WEIGHED: usize = 30;
    let engine = Engine::new(Index::in_memory(&many(1200)).unwrap()).unwrap();
    let ask = |query: &str, zone: &str, order: Order| {
        engine.top(&engine.plan(&parse(query, &settings(zone)).tree).unwrap(), order, None).unwrap()
    };
    let second = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_second();
    for zone in ["UTC", "America/New_York"] {
        let hours = if zone == "UTC" { "00" } else { "05" };
        let from = second(&format!("1985-12-01T{hours}:00:00Z"));
        let until = second(&format!("1986-02-01T{hours}:00:00Z"));
        for shape in ALL_SHAPES {
            let within = format!("({shape}) date:1985-12..1986-01");
            let mut expected = ask(shape, zone, Order::Newest);
            expected.retain(|r| r.published.is_some_and(|at| from <= at && at < until));
            assert_eq!(ask(&within, zone, Order::Newest), expected, "{shape} {zone}");
            // Which stories are weighed hangs on which there are to choose from; what each weighs does not.
            let dated = ask(&within, zone, Order::Score);
            assert_eq!(dated.len(), expected.len(), "{shape} {zone}");
            assert!(dated.windows(2).all(|w| w[0].score >= w[1].score), "{shape} {zone}");
            let open = engine.plan(&parse(shape, &settings(zone)).tree).unwrap();
            for story in dated.iter().take(WEIGHED) {
                assert_eq!(engine.judge(&open, story).unwrap(), Some(story.score), "{shape} {zone}");
            }
            // The same dates where they are one choice of two.
            let either = format!("({shape}) (date:1985-12..1986-01 OR headline:chess)");
            assert_eq!(ask(&either, zone, Order::Score).len(), expected.len(), "{shape} {zone}");
        }
    }
}

/// Two hundred stories, more than are weighed: no page may show where the weighing ends.
#[test]
fn pages_are_cut_from_one_order_and_scores_fall() {
    let stories: Vec<Story> = (0..200)
        .map(|n| {
            let body =
                format!("{} {} {}", "dam ".repeat(n % 7 + 1), "lake ".repeat(n % 5), "water ".repeat(n % 31));
            story(&format!("s{n:03}"), "1987-03-02", &format!("Report {n}"), &body)
        })
        .collect();
    let engine = Engine::new(Index::in_memory(&stories).unwrap()).unwrap();
    let tree = Query::Or(vec![parse("dam", &settings("UTC")).tree, parse("lake", &settings("UTC")).tree]);
    let plan = engine.plan(&tree).unwrap();
    let all = engine.top(&plan, Order::Score, None).unwrap();
    assert_eq!(all.len(), 200);
    assert!(all.windows(2).all(|w| w[0].score >= w[1].score && w[1].score > 0.0));
    for k in [1, 10, 29, 30, 31, 50, 150, 199] {
        let first = engine.top(&plan, Order::Score, Some(k)).unwrap();
        assert_eq!(first, all[..k], "the first {k}");
    }
}

/// The engine packs postings 128 at a time: lists of just one block and just two.
#[test]
fn a_list_may_end_with_a_block() {
    let body = |n: usize| {
        let words = [(256, "dam"), (128, "weir"), (300, "lake")];
        let there: Vec<&str> = words.iter().filter(|(count, _)| n < *count).map(|(_, word)| *word).collect();
        there.join(" ")
    };
    let stories: Vec<Story> =
        (0..300).map(|n| story(&format!("s{n:03}"), "1987-03-02", "Report", &body(n))).collect();
    let engine = Engine::new(Index::in_memory(&stories).unwrap()).unwrap();
    let cases =
        [("dam OR weir", 256), ("weir OR walrus", 128), ("\"dam weir\"", 128), ("\"weir lake\"", 128)];
    for (query, count) in cases {
        let all = first(&engine, query, None);
        assert_eq!(all.len(), count, "{query}");
        for k in [1, 10, 127, 128] {
            assert_eq!(first(&engine, query, Some(k)), all[..k], "{query} {k}");
        }
    }
}

/// More stories than a window of scores holds.
static LARGE: LazyLock<(Vec<Story>, Engine)> = LazyLock::new(|| {
    let stories = many(5000);
    let engine = Engine::new(Index::in_memory(&stories).unwrap()).unwrap();
    (stories, engine)
});

/// The same stories in an index that was made in several runs, with others in between that went again.
static GROWN: LazyLock<Engine> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    let options = Options {
        roots: vec![corpus.clone()],
        index: dir.path().join("index"),
        // A segment a run, of which a sixth goes: too little for the engine to write it anew.
        threads: 1,
        memory: 32 << 20,
        ..Options::default()
    };
    let index = || run(&options, &|_| {}, &AtomicBool::new(false)).unwrap();
    let write = |name: String, stories: &[Story]| std::fs::write(corpus.join(name), lines(stories)).unwrap();
    let (stories, others) = (&LARGE.0, many(6000));
    for (n, part) in stories.chunks(1250).enumerate() {
        write(format!("{n}.jsonl"), part);
        write(format!("gone-{n}.jsonl"), &others[5000 + 250 * n..5250 + 250 * n]);
        index();
    }
    for n in 0..4 {
        std::fs::remove_file(corpus.join(format!("gone-{n}.jsonl"))).unwrap();
    }
    index();
    let index = Index::open(&options.index).unwrap();
    let segments = index.searcher().segment_readers();
    assert!(
        segments.len() > 1 && segments.iter().any(tantivy::SegmentReader::has_deletes),
        "made of one piece: tests nothing"
    );
    Engine::new(index).unwrap()
});

fn lines(stories: &[Story]) -> String {
    let mut lines = String::new();
    for story in stories {
        let mut line = serde_json::json!({ "id": story.id, "title": story.headline, "body": story.body });
        if let Some(published) = &story.published {
            line["date"] = published.raw.clone().into();
        }
        writeln!(lines, "{line}").unwrap();
    }
    lines
}

/// A word of the archive, one that no story has, or one that says nothing.
fn word() -> impl Strategy<Value = String> {
    let words =
        vec!["dam", "weir", "gate", "harbour", "council", "mayor", "budget", "lobster", "chapel", "heron"];
    let plain = prop::sample::select(words).prop_map(str::to_owned);
    prop_oneof![8 => plain, 1 => Just("the".to_owned()), 1 => Just("walrus".to_owned())]
}

fn any_of_words() -> impl Strategy<Value = Vec<(String, f32)>> {
    let boost = prop_oneof![4 => Just(1.0f32), 1 => Just(0.25), 1 => Just(3.0), 1 => Just(0.0)];
    prop::collection::vec((word(), boost), 1..7)
}

fn dates() -> impl Strategy<Value = &'static str> {
    let dates = ["", "", " date:1985-12", " date:1986..", " date:..1986-01-03"];
    prop::sample::select(dates.to_vec())
}

fn is_in(body: &str, words: &[&str]) -> bool {
    let body: Vec<String> = body.split(' ').map(str::to_lowercase).collect();
    body.windows(words.len()).any(|window| window == words)
}

/// Ids and scores of the first stories.
fn first(engine: &Engine, query: &str, k: Option<usize>) -> Vec<(String, f64)> {
    let plan = engine.plan(&parse(query, &settings("UTC")).tree).unwrap();
    engine.top(&plan, Order::Score, k).unwrap().into_iter().map(|r| (r.id, r.score)).collect()
}

fn check(query: &str, dates: &str, has: impl Fn(&Story) -> bool) -> Result<(), TestCaseError> {
    let (stories, engine) = &*LARGE;
    let query = format!("{query}{dates}");
    let all = first(engine, &query, None);
    if dates.is_empty() {
        let found: BTreeSet<&str> = all.iter().map(|(id, _)| id.as_str()).collect();
        let expected: BTreeSet<&str> = stories.iter().filter(|s| has(s)).map(|s| s.id.as_str()).collect();
        prop_assert_eq!(found, expected, "{}", &query);
    }
    for k in [1, 10, 31, 120] {
        let some = first(engine, &query, Some(k));
        prop_assert_eq!(&some, &all[..all.len().min(k)], "{} {}", &query, k);
        prop_assert_eq!(&some, &first(&GROWN, &query, Some(k)), "{} {} in an index that grew", &query, k);
    }
    Ok(())
}

/// `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(60), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_of_several_words(words in any_of_words(), dates in dates()) {
        let written: Vec<String> = words.iter().map(|(word, boost)| format!("{word}^{boost}")).collect();
        check(&format!("({})", written.join(" OR ")), dates, |story| {
            words.iter().any(|(word, _)| is_in(&story.body, &[word]))
        })?;
    }

    #[test]
    fn phrases(words in prop::collection::vec(word(), 2..4), dates in dates()) {
        let written: Vec<&str> = words.iter().map(String::as_str).collect();
        check(&format!("\"{}\"", words.join(" ")), dates, |story| is_in(&story.body, &written))?;
    }
}
