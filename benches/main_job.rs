//! The main job in parts, over generated stories: analysing, enriching, indexing, asking, answering.
//!
//! `cargo bench` prints times and bytes a second. Figures to quote are in `benches/README.md`, with the machine and
//! the peer beside them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod generator;

use std::sync::LazyLock;

use divan::counter::BytesCount;
use morgue::engine::{Engine, Order};
use morgue::index::{Index, analyzers};
use morgue::query::{Settings, parse};
use morgue::search::{Request, Sort, View, search};
use morgue::story::{SourceRef, Story};

fn main() {
    divan::main();
}

const STORIES: usize = 20_000;

static ARCHIVE: LazyLock<Vec<Story>> = LazyLock::new(|| (0..STORIES).map(made).collect());
static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let index = Index::in_memory(ARCHIVE.iter()).unwrap_or_else(|e| panic!("{e}"));
    Engine::new(index).unwrap_or_else(|e| panic!("{e}"))
});

fn made(n: usize) -> Story {
    let made = generator::story(1, n);
    let published = morgue::date::wire::parse(&made.published, &morgue::date::wire::Hints::default());
    Story {
        source: SourceRef { path: "generated.jsonl".into(), member: Some(format!("#{}", n + 1)) },
        id: made.id,
        headline: made.headline,
        byline: Some(made.byline),
        desk_raw: vec![made.desk.into()],
        body: made.body,
        published,
        ..Story::default()
    }
}

fn bodies() -> (usize, &'static [Story]) {
    let stories = &ARCHIVE[..500];
    (stories.iter().map(|s| s.body.len()).sum(), stories)
}

fn settings() -> Settings {
    Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any: false }
}

#[divan::bench]
fn analyse(bencher: divan::Bencher) {
    let (bytes, stories) = bodies();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let mut words = 0;
        stories.iter().for_each(|s| analyzers::text_words(&s.body, |_| words += 1));
        words
    });
}

#[divan::bench(args = morgue::enrich::PASSES.iter().map(|p| p.name))]
fn enrich(bencher: divan::Bencher, pass: &str) {
    let (bytes, stories) = bodies();
    let pass = morgue::enrich::PASSES.iter().find(|p| p.name == pass);
    bencher.counter(BytesCount::new(bytes)).with_inputs(|| stories.to_vec()).bench_values(|mut stories| {
        stories.iter_mut().for_each(|s| pass.into_iter().for_each(|p| (p.run)(s)));
        stories
    });
}

#[divan::bench(sample_count = 5)]
fn index_2000_in_memory(bencher: divan::Bencher) {
    let stories = &ARCHIVE[..2000];
    let bytes: usize = stories.iter().map(|s| s.body.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| Index::in_memory(stories).map(|i| i.len()));
}

static QUERIES: &[&str] =
    &["said", "the of", "okaforo", "\"of the\"", "bacor*", "said date:1987", "officials -year"];

#[divan::bench(args = QUERIES)]
fn ids(bencher: divan::Bencher, query: &str) {
    let plan = ENGINE.plan(&parse(query, &settings()).tree).unwrap_or_else(|e| panic!("{e}"));
    bencher.bench(|| ENGINE.top(&plan, Order::Score, Some(10)).map(|hits| hits.len()));
}

#[divan::bench(args = QUERIES)]
fn hits_with_snippets(bencher: divan::Bencher, query: &str) {
    let request = Request {
        like: None,
        collapse: false,
        tree: parse(query, &settings()).tree,
        text: query.into(),
        sort: Sort::Relevance,
        limit: Some(10),
        offset: 0,
        view: View { all_versions: false, now: 0 },
        stories: true,
        totals: false,
        figures: false,
        snippet_words: 45,
    };
    bencher.bench(|| search(&ENGINE, &request).map(|r| r.hits.len()));
}

#[divan::bench]
fn parse_a_query(bencher: divan::Bencher) {
    let text = "(oil OR \"natural gas\") -hydro person:al-maliki date:1987-03..1987-04 econom*";
    bencher.bench(|| parse(divan::black_box(text), &settings()));
}
