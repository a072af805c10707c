//! Times queries as `morgue search` answers them, warm and in one process:
//! `cargo run --release --example queries -- INDEX QUERIES [PASSES] [MODE...]`.
//!
//! QUERIES is a table `qid<TAB>type<TAB>terms<TAB>from<TAB>to` with a head line; types are `phrase`, `and`, and any other
//! name for words of which any will do. Each query goes the whole way: text, tree, engine, the first ten, snippets, the
//! bytes of a printer (`text` with snippets, `ids` without). Printed are milliseconds by mode and type.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::time::Instant;

use morgue::engine::Engine;
use morgue::output::{self, Style};
use morgue::query::{Settings, Severity, parse};
use morgue::search::{Request, Sort, View, search};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A way to ask all queries.
struct Mode {
    name: &'static str,
    snippets: bool,
    month: bool,
    sort: Sort,
    /// The words of the query as it is written, and `None` for those that the mode leaves out.
    written: fn(&str, &str) -> Option<String>,
}

const RELEVANCE: Sort = Sort::Relevance;
const NEWEST: Sort = Sort::Newest;

/// The first four are those of the floor.
const MODES: &[Mode] = &[
    Mode { name: "top10 ids", snippets: false, month: false, sort: RELEVANCE, written: as_typed },
    Mode { name: "top10 ids +month", snippets: false, month: true, sort: RELEVANCE, written: as_typed },
    Mode { name: "top10+snippets", snippets: true, month: false, sort: RELEVANCE, written: as_typed },
    Mode { name: "top10+snippets +month", snippets: true, month: true, sort: RELEVANCE, written: as_typed },
    Mode { name: "newest ids", snippets: false, month: false, sort: NEWEST, written: as_typed },
    Mode { name: "newest ids +month", snippets: false, month: true, sort: NEWEST, written: as_typed },
    Mode { name: "newest+snippets", snippets: true, month: false, sort: NEWEST, written: as_typed },
    Mode { name: "phrases ids", snippets: false, month: false, sort: RELEVANCE, written: phrases },
    Mode { name: "NEAR/5 ids", snippets: false, month: false, sort: RELEVANCE, written: near },
    Mode { name: "PRE/5 ids", snippets: false, month: false, sort: RELEVANCE, written: in_order },
    Mode { name: "NOT NEAR/5 ids", snippets: false, month: false, sort: RELEVANCE, written: far },
    Mode { name: "w/s ids", snippets: false, month: false, sort: RELEVANCE, written: sentence },
    Mode { name: "w/p ids", snippets: false, month: false, sort: RELEVANCE, written: paragraph },
];

fn as_typed(kind: &str, words: &str) -> Option<String> {
    Some(match kind {
        "phrase" => format!("\"{words}\""),
        "and" => words.to_owned(),
        _ => words.replace(' ', " OR "),
    })
}

fn phrases(kind: &str, words: &str) -> Option<String> {
    (kind == "phrase").then(|| format!("\"{words}\""))
}

fn near(kind: &str, words: &str) -> Option<String> {
    (kind == "phrase").then(|| words.replace(' ', " NEAR/5 "))
}

fn in_order(kind: &str, words: &str) -> Option<String> {
    (kind == "phrase").then(|| words.replace(' ', " PRE/5 "))
}

fn far(kind: &str, words: &str) -> Option<String> {
    (kind == "phrase")
        .then(|| words.replacen(' ', " NOT NEAR/5 ", 1))
        .filter(|_| words.matches(' ').count() == 1)
}

fn sentence(kind: &str, words: &str) -> Option<String> {
    (kind == "phrase").then(|| words.replace(' ', " w/s "))
}

fn paragraph(kind: &str, words: &str) -> Option<String> {
    (kind == "phrase").then(|| words.replace(' ', " w/p "))
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [index, table, rest @ ..] = args.as_slice() else {
        eprintln!("usage: queries INDEX QUERIES [PASSES] [MODE...]");
        std::process::exit(2);
    };
    let passes = rest.first().and_then(|n| n.parse().ok()).unwrap_or(3);
    let wanted = rest.get(1..).unwrap_or_default();
    let engine = Engine::open(std::path::Path::new(index)).unwrap_or_else(|e| panic!("{e}"));
    let table = std::fs::read_to_string(table).unwrap_or_else(|e| panic!("{e}"));
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    println!("stories {}", engine.stories());
    for mode in MODES.iter().filter(|m| wanted.is_empty() || wanted.iter().any(|w| w == m.name)) {
        time(&engine, &rows, mode, passes);
    }
}

/// Asks all queries `passes` times after a pass that warms, and prints the times.
fn time(engine: &Engine, rows: &[Vec<&str>], mode: &Mode, passes: usize) {
    let queries: Vec<(&str, String)> = rows
        .iter()
        .filter_map(|row| {
            let text = (mode.written)(row[1], row[2])?;
            // The tables give the first second of the month and the first second after it.
            let text = if mode.month {
                format!("({text}) date:>={} date:<{}", &row[3][..10], &row[4][..10])
            } else {
                text
            };
            Some((row[1], text))
        })
        .collect();
    let mut all = Vec::new();
    let mut least = vec![f64::MAX; queries.len()];
    let mut by: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut sink = Vec::new();
    for pass in 0..=passes {
        for ((kind, text), least) in queries.iter().zip(&mut least) {
            sink.clear();
            let start = Instant::now();
            ask(engine, text, mode, &mut sink);
            let took = start.elapsed().as_secs_f64() * 1e3;
            if pass > 0 {
                *least = least.min(took);
                all.push(took);
                by.entry(kind).or_default().push(took);
            }
        }
    }
    println!("{}\tALL\t{}", mode.name, summary(&mut all));
    // What other work on the machine cannot add to.
    println!("\t\tleast of each\t{}", summary(&mut least));
    for (kind, times) in &mut by {
        println!("\t\t{kind}\t{}", summary(times));
    }
}

/// One query from its text to the bytes of its answer.
fn ask(engine: &Engine, text: &str, mode: &Mode, sink: &mut Vec<u8>) {
    let settings = Settings { now: jiff::Timestamp::now(), zone: jiff::tz::TimeZone::UTC, any: false };
    let parsed = parse(text, &settings);
    assert!(parsed.diagnostics.iter().all(|d| d.severity != Severity::Error), "{text}");
    let printer =
        output::printer(if mode.snippets { "text" } else { "ids" }).unwrap_or_else(|| panic!("no printer"));
    let request = Request {
        like: None,
        collapse: false,
        tree: parsed.tree,
        text: text.to_owned(),
        sort: mode.sort,
        limit: Some(10),
        offset: 0,
        view: View { all_versions: false, now: settings.now.as_second() },
        stories: printer.stories,
        totals: printer.totals,
        figures: printer.figures,
        snippet_words: 45,
    };
    let response = search(engine, &request).unwrap_or_else(|e| panic!("{text}: {e}"));
    let style =
        Style { colour: false, width: 100, nul: false, terminal: false, columns: output::Columns::ALL };
    (printer.print)(&response, None, &style, sink).unwrap();
}

fn summary(times: &mut [f64]) -> String {
    times.sort_by(f64::total_cmp);
    let n = times.len();
    let at = |part: f64| times[((n as f64 * part) as usize).min(n - 1)];
    format!(
        "n={n} p50 {:.3} p90 {:.3} p99 {:.3} max {:.3} mean {:.3} ms",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
        times.iter().sum::<f64>() / n as f64
    )
}
