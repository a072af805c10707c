//! What the printers write, against files in `tests/output`: `NAME.EXTENSION` is the answer NAME as
//! the printer (or function) EXTENSION writes it. `UPDATE_GOLDEN=1` writes them anew, to be read by eye.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic)]

use morgue::date::{Precision, Stamp};
use morgue::output::{self, Columns, PRINTERS, Style};
use morgue::sanitize;
use morgue::search::{
    ClauseInfo, Explanation, FacetCount, Facets, Hit, Part, PartOf, Period, Response, Snippet, StoryVerdict,
    Timeline,
};
use morgue::span::Span;
use morgue::story::{
    Caption, Dateline, DatelinePlace, Kind, Note, Person, Role, Section, SourceRef, Status, Story,
};
use std::io::Write;
use std::path::Path;

const PLAIN: Style = Style { colour: false, width: 72, nul: false, terminal: false, columns: Columns::ALL };

/// Byte spans of each `needle` in a text.
fn spans(text: &str, needles: &[&str]) -> Vec<Span> {
    let mut found: Vec<Span> = needles
        .iter()
        .flat_map(|n| text.match_indices(n).map(|(at, n)| Span::new(at, at + n.len())))
        .collect();
    found.sort();
    found
}

fn dam() -> Story {
    let body = "HALVARD, Norway — The spillway of the Ålund dam held on Wednesday, engineer Berit Ås said, though \
                water stood a metre from the crest.\n\nBackground\n\nÅs, who built the dam in 1968, called it \"as \
                sound as a bell\". Two hundred people had left the valley.\n\nGAUGE   LEVEL\nAlund    41.2\nSkar     9.0";
    let span = |needle: &str| spans(body, &[needle])[0];
    let second = Span::new(body.find("Ås, who").unwrap(), body.find(", who").unwrap());
    let headline_end = body.find("GAUGE").unwrap() - 2;
    Story {
        source: SourceRef { path: "wires/1979/halvard.txt".into(), member: None },
        id: "MER-79-0412".into(),
        format: "plain".into(),
        headline: "Dam holds as “once in a century” flood passes".into(),
        published: Some(Stamp {
            seconds: 293_730_885,
            precision: Precision::Second,
            offset: Some(60),
            raw: "23 Apr 1979".into(),
        }),
        dateline: Some(Dateline {
            raw: "HALVARD, Norway".into(),
            places: vec![DatelinePlace {
                place: "Halvard".into(),
                country: Some("NO".into()),
                ..DatelinePlace::default()
            }],
            date: None,
            agency: None,
        }),
        agency: Some("Meridian".into()),
        byline: Some("Ann Sample".into()),
        desk: vec!["world".into()],
        desk_raw: vec!["Utenriks".into()],
        version: Some("2".into()),
        slug: Some("dam-flood".into()),
        lang: Some("en".into()),
        people: vec![
            Person { name: "Ann Sample".into(), role: Role::Byline, ..Person::default() },
            Person { name: "Ola Vik".into(), ..Person::default() },
            Person {
                name: "Berit Ås".into(),
                titles: vec!["engineer".into()],
                mentions: vec![span("Berit Ås"), second],
                ..Person::default()
            },
        ],
        sections: vec![Section {
            title: "Background".into(),
            span: Span::new(body.find("Background").unwrap(), headline_end),
        }],
        captions: vec![Caption { text: "The crest at noon.".into(), credit: Some("P. Holm".into()) }],
        keywords: vec!["dams".into(), "floods".into()],
        notes: vec![Note { code: "charset-guessed".into(), line: Some(1), text: "windows-1252".into() }],
        body: body.into(),
        ..Story::default()
    }
}

/// What a hostile page may hold.
fn hostile() -> Story {
    Story {
        source: SourceRef { path: "odd/a b.zip".into(), member: Some("x\u{1b}]0;owned\u{7}.jsonl#3".into()) },
        format: "jsonl".into(),
        kind: Kind::KillNotice,
        status: Status::Killed,
        headline: "Bank \u{202e}gnidaer\u{202c} \u{1b}[2Jnote\u{9b}31m, \"quoted\", a,b".into(),
        headline_derived: true,
        dateline: Some(Dateline { raw: "SOME\u{200b}WHERE".into(), ..Dateline::default() }),
        body: "Line one\r\nline\ttwo \u{7f}\u{feff}\u{e0041}.".into(),
        ..Story::default()
    }
}

fn answer() -> Response {
    let story = dam();
    let text = "Ås, who built the dam in 1968, called it \"as sound as a bell\" … The spillway of the Ålund dam held on \
                Wednesday, engineer Berit Ås said.";
    let snippet = Snippet {
        text: text.into(),
        highlights: spans(text, &["dam", "spillway"]),
        section: Some("Background".into()),
        headline: spans(&story.headline, &["Dam"]),
        parts: parts(text, &story),
    };
    let first = Hit {
        rank: 1,
        score: 12.345_678_9,
        id: story.id.clone(),
        words: story_words(&story),
        story,
        snippet,
        similar: Some(vec!["SEEHAFEN-2".into(), "line\u{1b}[31m feed".into()]),
    };
    let story = hostile();
    let snippet = Snippet {
        text: "line\ttwo\u{1b}[31m \u{2066}hidden".into(),
        highlights: vec![Span::new(0, 4)],
        ..Snippet::default()
    };
    let id = story.source.as_id();
    let second = Hit {
        rank: 2,
        score: f64::NAN,
        id,
        words: story_words(&story),
        story,
        snippet,
        similar: Some(vec![]),
    };
    Response {
        query: "dam \"spill\u{202e}way\"".into(),
        total: 1234,
        hits: vec![first, second],
        hidden: 3,
        ..Response::default()
    }
}

/// The parts of a snippet of the body, as they stand there; as if at its start where they do not.
fn parts(text: &str, story: &Story) -> Vec<Part> {
    let mut at = 0;
    text.split(" … ")
        .map(|part| {
            let from = story.body.find(part).unwrap_or(0);
            let made = Part {
                of: PartOf::Body,
                text: Span::new(at, at + part.len()),
                source: Span::new(from, from + part.len()),
            };
            at = made.text.end + " … ".len();
            made
        })
        .collect()
}

fn story_words(story: &Story) -> u64 {
    (story.headline.split_whitespace().count() + story.body.split_whitespace().count()) as u64
}

fn counts() -> Facets {
    let value = |value: &str, count| FacetCount { value: value.into(), count };
    Facets {
        field: "place".into(),
        query: String::new(),
        total: 15_000,
        missing: 120,
        values: vec![
            value("Halvard", 12_345),
            value("東京", 800),
            value("A place with a name that is far too long for any column", 9),
            value("x\u{1b}[2J", 1),
        ],
        distinct: 44,
    }
}

fn months() -> Timeline {
    let period = |label: &str, count| (label.to_owned(), count);
    Timeline {
        query: "dam".into(),
        by: Period::Month,
        total: 1_260,
        undated: 10,
        periods: vec![
            period("1979-03", 1000),
            period("1979-04", 0),
            period("1979-05", 250),
            period("1979-06", 0),
            period("1979-07", 0),
            period("1979-08", 0),
            period("1979-09", 1),
            period("2979-09", 1),
        ],
        left_out: vec![(7, 12_000)],
    }
}

fn explained() -> Explanation {
    let clause = |depth, clause: &str, meaning: &str, count, story| ClauseInfo {
        depth,
        clause: clause.into(),
        meaning: meaning.into(),
        spellings: Vec::new(),
        count,
        story,
    };
    Explanation {
        nothing: None,
        canonical: "dam AND NOT date:1987".into(),
        diagnostics: Vec::new(),
        clauses: vec![
            clause(0, "AND", "", 1_200, Some((false, 0.0))),
            clause(1, "dam", "text: dam", 1_234, Some((true, 3.5))),
            clause(1, "NOT", "", 20_000, Some((false, 0.0))),
            clause(2, "date:1987", "1987-01-01T00:00:00Z up to 1988-01-01T00:00:00Z", 34, Some((true, 0.0))),
        ],
        total: 1_200,
        story: Some(StoryVerdict {
            id: "MER-87-1".into(),
            path: "wires/1987/x.txt".into(),
            matched: false,
            score: 0.0,
            hidden: Some("superseded by MER-87-2".into()),
        }),
    }
}

fn written(print: impl Fn(&mut dyn Write) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    print(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Every output there is, by name.
fn outputs() -> Vec<(String, String)> {
    let colour = Style { colour: true, ..PLAIN };
    let mut all = Vec::new();
    for printer in PRINTERS {
        let print = |topic, style: &Style| written(|out| (printer.print)(&answer(), topic, style, out));
        let head = |topics| written(|out| (printer.head)(topics, &PLAIN, out));
        all.push((format!("answer.{}", printer.name), head(false) + &print(None, &PLAIN)));
        all.push((format!("terminal.{}", printer.name), print(None, &Style { terminal: true, ..PLAIN })));
        all.push((format!("topic.{}", printer.name), head(true) + &print(Some("T7"), &PLAIN)));
    }
    all.push(("colour.text".into(), written(|out| (PRINTERS[0].print)(&answer(), None, &colour, out))));
    for (name, story) in [("dam", dam()), ("hostile", hostile())] {
        all.push((format!("{name}.story"), written(|out| output::story(&story, &PLAIN, out))));
        all.push((format!("{name}.story-json"), format!("{}\n", output::story_json(&story))));
    }
    for (extension, json) in [("text", false), ("json", true)] {
        let mut push = |name: &str, text: String| all.push((format!("{name}.{extension}"), text));
        push("facets", written(|out| output::facets(&counts(), json, &PLAIN, out)));
        push("timeline", written(|out| output::timeline(&months(), json, &PLAIN, out)));
        push("explain", written(|out| output::explanation(&explained(), json, &PLAIN, out)));
    }
    all
}

#[test]
fn outputs_are_as_on_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/output");
    let mut wrong = Vec::new();
    let made = outputs();
    for (name, text) in &made {
        let path = folder.join(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, text).unwrap();
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != *text {
            wrong.push(format!("== {name}\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let on_file = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(on_file, made.len(), "a file in tests/output that nothing writes");
}

#[test]
fn nothing_in_text_or_json_steers_a_terminal() {
    let safe = ["text", "json", "jsonl", "story", "story-json"];
    for (name, text) in outputs() {
        let (name, extension) = name.split_once('.').unwrap();
        if name == "terminal" || (safe.contains(&extension) && name != "colour") {
            let found = text.chars().find(|c| *c != '\n' && sanitize::steers(*c));
            assert_eq!(found, None, "{name}");
        }
    }
}

#[test]
fn lines_fit_the_terminal() {
    for width in [20, 33, 80, 300] {
        let style = Style { width, ..PLAIN };
        let text = written(|out| (PRINTERS[0].print)(&answer(), None, &style, out))
            + &written(|out| output::facets(&counts(), false, &style, out))
            + &written(|out| output::timeline(&months(), false, &style, out));
        for line in text.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
        }
    }
}

/// Offsets are code points: a slice by them is the mention, the section and the highlight itself.
#[test]
fn offsets_are_code_points() {
    let slice = |text: &serde_json::Value, start: &serde_json::Value, end: &serde_json::Value| -> String {
        let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
        text.as_str().unwrap().chars().take(end).skip(start).collect()
    };
    let story: serde_json::Value = serde_json::from_str(&output::story_json(&dam())).unwrap();
    let mentions = story["people"][2]["mentions"].as_array().unwrap();
    let texts: Vec<String> = mentions.iter().map(|m| slice(&story["body"], &m["start"], &m["end"])).collect();
    assert_eq!(texts, ["Berit Ås", "Ås"]);
    let section = &story["sections"][0];
    let part = slice(&story["body"], &section["start"], &section["end"]);
    assert!(part.starts_with("Background\n\nÅs, who") && part.ends_with("left the valley."), "{part}");
    let hits = written(|out| (output::printer("jsonl").unwrap().print)(&answer(), None, &PLAIN, out));
    let hit: serde_json::Value = serde_json::from_str(hits.lines().next().unwrap()).unwrap();
    let snippet = &hit["snippet"];
    let marked: Vec<String> = snippet["highlights"]
        .as_array()
        .unwrap()
        .iter()
        .map(|span| slice(&snippet["text"], &span[0], &span[1]))
        .collect();
    assert_eq!(marked, ["dam", "spillway", "dam"]);
    assert_eq!(hit["people"], serde_json::json!(["Berit Ås", "Ola Vik"]));
}

/// Escapes lose nothing: what JSON holds is the story, byte for byte.
#[test]
fn json_keeps_what_it_escapes() {
    let read: serde_json::Value = serde_json::from_str(&output::story_json(&hostile())).unwrap();
    assert_eq!(read["headline"], hostile().headline);
    assert_eq!(read["body"], hostile().body);
    assert_eq!(read["member"], hostile().source.member.unwrap());
}

/// Every key that is printed is in `SCHEMA.md`.
#[test]
fn every_key_is_described() {
    fn keys(value: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
        match value {
            serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
                found.insert(key.clone());
                keys(value, found);
            }),
            serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
            _ => {}
        }
    }
    let schema = include_str!("../src/output/SCHEMA.md");
    let mut found = std::collections::BTreeSet::new();
    for (_, text) in outputs().iter().filter(|(name, _)| name.contains("json")) {
        text.lines().for_each(|line| keys(&serde_json::from_str(line).unwrap(), &mut found));
    }
    assert!(found.len() > 50, "{found:?}");
    for key in found {
        assert!(schema.contains(&format!("`{key}`")), "{key}");
    }
}

#[test]
fn nul_ends_ids_and_paths() {
    let style = Style { nul: true, ..PLAIN };
    let paths = written(|out| (output::printer("paths").unwrap().print)(&answer(), None, &style, out));
    assert_eq!(paths, "wires/1979/halvard.txt\0odd/a b.zip\0");
}
