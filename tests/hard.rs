//! Text that never ends in a dot, or in nothing but dots: read, enriched, found and shown in a time that grows with its
//! length. A loop that looks at all of the rest for each of its letters takes minutes here instead of a moment;
//! `tests/tools/hard_files.py` measures the same with the program and files of nine megabytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use morgue::date::wire::Hints;
use morgue::engine::Engine;
use morgue::enrich::enrich;
use morgue::error::Error;
use morgue::index::Index;
use morgue::query::{Settings, parse};
use morgue::readers::{self, Sink};
use morgue::search::{Request, Sort, View, search};
use morgue::story::Story;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// Bytes of each text.
const SIZE: usize = 20_000;
/// Linear work on it takes a hundredth of this, also where debugging is on.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a text is made of, again and again, and what the file is called.
const UNITS: &[(&str, &str)] = &[
    (".", "a.txt"),
    ("?", "a.txt"),
    ("\"", "a.txt"),
    ("(", "a.txt"),
    (" ", "a.txt"),
    ("\n", "a.txt"),
    ("…", "a.txt"),
    ("\u{301}", "a.txt"),
    (". ", "a.txt"),
    ("- ", "a.txt"),
    ("word ", "a.txt"),
    ("CAPITAL ", "a.txt"),
    ("John Smith, Mary Jones, ", "a.txt"),
    ("John Smith and Mary Jones ", "a.txt"),
    ("J. R. R. ", "a.txt"),
    ("OSLO, Norway, Aug. 4, 1999 (AP) _ ", "a.txt"),
    ("A.B.C.", "a.txt"),
    ("van der de la ", "a.txt"),
    ("aB", "a.txt"),
    ("a-", "a.txt"),
    ("HEADING\n\nText.\n\n", "a.txt"),
    ("\"He said,\" she said. ", "a.txt"),
    ("[a](b", "a.md"),
    ("*_", "a.md"),
    ("<b><i>x", "a.html"),
    ("<p>x", "a.html"),
    ("<!-- -- >", "a.html"),
    ("&amp;", "a.html"),
];

#[derive(Default)]
struct Kept(Vec<Story>);

impl Sink for Kept {
    fn story(&mut self, story: Story) -> ControlFlow<()> {
        self.0.push(story);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Error) {}
}

fn text(unit: &str, name: &str) -> String {
    let filler = unit.repeat(SIZE / unit.len());
    match name {
        "a.html" => format!(
            "<html><title>A reservoir</title><body><p>OSLO (AP) _ The word reservoir stands here. {filler}"
        ),
        "a.md" => {
            format!("# A reservoir\n\nOSLO (AP) _ The word reservoir stands here. {filler} and a word.")
        }
        _ => format!(
            "Headline: A reservoir\n\nOSLO, Norway (AP) _ The word reservoir stands here. {filler} and a word."
        ),
    }
}

#[test]
fn what_goes_on_and_on_is_read_found_and_shown_in_time() {
    let settings = Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any: true };
    for (unit, name) in UNITS {
        let began = Instant::now();
        let mut kept = Kept::default();
        let text = text(unit, name);
        let _ = readers::read(name, &mut text.as_bytes(), None, &Hints::default(), &mut kept);
        kept.0.iter_mut().for_each(enrich);
        let engine = Engine::new(Index::in_memory(&kept.0).unwrap()).unwrap();
        let parsed = parse("reservoir OR word OR x", &settings);
        let request = Request {
            text: "reservoir OR word OR x".into(),
            tree: parsed.tree,
            sort: Sort::Relevance,
            limit: Some(10),
            offset: 0,
            view: View { all_versions: false, now: 0 },
            stories: true,
            totals: true,
            figures: true,
            snippet_words: 45,
            like: None,
            collapse: false,
        };
        for hit in search(&engine, &request).unwrap().hits {
            let letters = hit.snippet.text.chars().count();
            assert!(letters <= 2000, "{unit:?}: a snippet of {letters} characters");
        }
        let took = began.elapsed();
        assert!(took < PATIENCE, "{unit:?} in {name}: {took:?} for {} bytes", text.len());
    }
}
