//! The query language: cases by listing `tests/query`, the manual's examples, properties, limits.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic)]

use morgue::fields::{self, Field};
use morgue::query::{
    Diagnostic, Leaf, Letters, MAX_FIRST, MAX_TIMES, MAX_WORDS, Near, Nearness, Placed, Placing, Query,
    Reach, Settings, Severity, Value, dates, parse, render,
};
use morgue::span::Span;
use proptest::prelude::*;
use std::path::Path;
use std::time::{Duration, Instant};

/// Wednesday, 15 August 2007, noon.
fn settings() -> Settings {
    let now = "2007-08-15T12:00:00Z".parse().unwrap();
    Settings { now, zone: jiff::tz::TimeZone::UTC, any: false }
}

fn said(diagnostics: &[Diagnostic], text: &str) -> String {
    let one = |d: &Diagnostic| {
        let name = if d.severity == Severity::Error { "error" } else { "note" };
        let hint = d.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})"));
        format!("{name}[{}]: {}{hint}", d.span.of(text), d.message)
    };
    diagnostics.iter().map(one).collect::<Vec<_>>().join(" / ")
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/query");
    let mut failures = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let mut settings = settings();
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            if line == "@any" {
                settings.any = true;
            }
            if line.is_empty() || line.starts_with(['#', '@']) {
                continue;
            }
            count += 1;
            let line = format!("{line} ");
            let mut columns = line.splitn(3, " | ");
            let (query, tree) = (columns.next().unwrap().trim(), columns.next().unwrap().trim());
            let diagnostics = columns.next().unwrap_or("").trim();
            let parsed = parse(query, &settings);
            let got = (parsed.tree.to_string(), said(&parsed.diagnostics, query));
            if (got.0.as_str(), got.1.as_str()) != (tree, diagnostics) {
                failures.push(format!("{}: {query}\n  {}\n  {}", path.display(), got.0, got.1));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 100, "only {count} cases found");
}

/// Fenced `query` blocks of the manual: `query => canonical`, run without an error.
#[test]
fn examples_of_the_manual() {
    let manual = include_str!("../src/query/SYNTAX.md");
    let blocks = manual.split("```query\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let mut count = 0;
    for line in blocks.flat_map(str::lines).filter(|line| !line.trim().is_empty()) {
        let (query, canonical) = line.split_once(" => ").unwrap_or_else(|| panic!("no => in {line}"));
        let parsed = parse(query.trim(), &settings());
        assert!(!parsed.has_errors(), "{query}: {}", said(&parsed.diagnostics, query));
        assert_eq!(parsed.tree.to_string(), canonical.trim(), "{query}");
        count += 1;
    }
    assert!(count > 30, "only {count} examples found");
}

#[test]
fn every_field_is_in_the_manual_and_its_example_parses() {
    let manual = include_str!("../src/query/SYNTAX.md");
    for field in fields::FIELDS {
        let parsed = parse(field.example, &settings());
        assert!(parsed.diagnostics.is_empty(), "{}: {:?}", field.example, parsed.diagnostics);
        assert!(manual.contains(&format!("| `{}` |", field.name)), "{} is not in the manual", field.name);
    }
}

#[test]
fn carets_stand_under_the_place() {
    let shown = |text: &str| render(&parse(text, &settings()).diagnostics, text);
    assert_eq!(
        shown("datelin:tehran oil"),
        "morgue: error: unknown field `datelin`\n  datelin:tehran oil\n  ^^^^^^^\n  hint: did you mean `dateline`?\n"
    );
    // Wide characters take two columns each; what steers a terminal is replaced.
    assert!(shown("東京 date:2007-13").contains("\n  東京 date:2007-13\n            ^^^^^^^\n"));
    assert!(shown("a\u{202e}b\u{1b}[31m )").contains("\n  a�b␛[31m )\n           ^\n"));
    let long = format!("{} (oil", "word ".repeat(100));
    let message = shown(&long);
    let lines: Vec<&str> = message.lines().collect();
    assert!(lines[1].chars().count() < 80 && lines[1].starts_with("  …"), "{message}");
    assert_eq!(lines[1].chars().nth(lines[2].find('^').unwrap()), Some('('), "{message}");
}

#[test]
fn limits_hold_and_nothing_hangs() {
    let deep = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
    assert!(!parse(&deep(60), &settings()).has_errors());
    let many = vec!["a"; 1024].join(" ");
    assert!(!parse(&many, &settings()).has_errors());
    let hostile = [
        deep(100),
        deep(30_000),
        "NOT ".repeat(15_000),
        "-".repeat(60_000),
        "((((a ".repeat(10_000),
        "a OR ".repeat(12_000),
        "person:(".repeat(8_000),
        "“".repeat(20_000),
        "\"".repeat(60_001),
        ")".repeat(65_000),
        "\\".repeat(65_000),
        "a^2".repeat(20_000),
        format!("{many} b"),
        "a".repeat(65_537),
    ];
    for text in hostile {
        let start = Instant::now();
        let parsed = parse(&text, &settings());
        let shown = render(&parsed.diagnostics, &text);
        let begin: String = text.chars().take(20).collect();
        assert!(shown.len() < 20_000, "{begin}: {} bytes of messages", shown.len());
        assert!(start.elapsed() < Duration::from_secs(2), "{begin}: {:?}", start.elapsed());
    }
    let errors = |text: &str| said(&parse(text, &settings()).diagnostics, text);
    assert!(errors(&deep(100)).contains("nested deeper than 64 levels"));
    assert!(errors(&format!("{many} b")).contains("more than 1024 words"));
    assert!(errors(&"a".repeat(65_537)).contains("the limit is 65536"));
    let compounds = vec!["food/drug"; 600].join(" ");
    assert!(!parse(&compounds, &settings()).has_errors());
    assert!(parse(&compounds, &Settings { any: true, ..settings() }).has_errors());
}

fn field(kinds: &'static [fields::FieldKind]) -> impl Strategy<Value = &'static Field> {
    let fields: Vec<&'static Field> = fields::FIELDS.iter().filter(|f| kinds.contains(&f.kind)).collect();
    proptest::sample::select(fields)
}

fn leaf() -> impl Strategy<Value = Query> {
    use fields::FieldKind::{Code, Date, Name, Number, Text};
    let word = "[a-zA-Z.:&'\\-é東\\\\*?^~()\" /+!|<>]{0,6}[a-z0-9][*?:^~\\\\/2\\-]{0,2}|AND|OR|NOT|w/5|near/s|near5|adj5|atleast3|first/5|exact:x|caps|@x|person:x|datelin:x|hd=x|id=";
    let typed = "[a-z]{1,4}[*?][a-z:^~/]{1,3}|[*][a-z]{2}";
    let texts = prop_oneof![
        word.prop_map(Value::Word),
        word.prop_map(Value::Phrase),
        word.prop_map(Value::Prefix),
        (word, 1..=2u8).prop_map(|(word, edits)| Value::Fuzzy(word, edits)),
        typed.prop_map(Value::Wildcard),
        Just(Value::Present),
    ];
    let written = proptest::sample::select(vec![
        "2007",
        "2007-08..2007-09",
        "..1987",
        "1990..",
        "-7d..",
        "monday",
        ">=2007-08-08T10:00:00Z",
        "8 Aug 2007",
        "1/31/2007..3.4.2007",
        ">2007/08/08",
        "<2007",
        "*-08-08",
        "*-02",
    ]);
    let dates = written.prop_map(|text| dates::value(text, &settings()).unwrap());
    let numbers =
        (0..900u64, 0..900u64).prop_map(|(a, b)| Value::Numbers { from: Some(a.min(b)), to: Some(a.max(b)) });
    let open = (0..900u64).prop_map(|n| Value::Numbers { from: None, to: Some(n) });
    let letters =
        proptest::sample::select(vec![Letters::AsWritten, Letters::Some, Letters::All, Letters::None]);
    let written = ("[a-zA-Z.&'é東AND\\\\\" /-]{0,6}[a-z0-9]|AND|near5|same|SAME|w/s|first/5", letters)
        .prop_map(|(text, letters)| Value::Exact(text, letters));
    let running = proptest::sample::select(vec!["text", "headline", "hlead", "caption"])
        .prop_map(|name| fields::find(name).unwrap());
    let patterns = "[a-z.*+^$ ]{0,3}[a-z]{1,3}|a\\\\/b"
        .prop_filter("no expression", |text| morgue::query::regex::compile(text).is_ok());
    let regex = (proptest::sample::select(vec!["person", "place", "org"]), patterns)
        .prop_map(|(name, text)| (fields::find(name).unwrap(), Value::Regex(text)));
    let make = |(field, value)| Query::Leaf(Leaf { field, value, span: Span::default() });
    let exact = (Just(fields::find("person").unwrap()), word.prop_map(Value::AsTyped));
    prop_oneof![
        1 => exact.prop_map(make),
        4 => (field(&[Text, Name, Code]), texts.clone()).prop_map(make),
        4 => (Just(fields::find("text").unwrap()), texts).prop_map(make),
        1 => (field(&[Date]), prop_oneof![dates, Just(Value::Absent), Just(Value::Present)]).prop_map(make),
        1 => (field(&[Number]), prop_oneof![numbers, open]).prop_map(make),
        1 => (running, written).prop_map(make),
        1 => regex.prop_map(make),
        1 => Just(Query::Everything),
    ]
}

fn tree() -> impl Strategy<Value = Query> {
    leaf().prop_recursive(5, 40, 4, |inner| {
        let several = || prop::collection::vec(inner.clone(), 2..5);
        prop_oneof![
            several().prop_map(Query::And),
            several().prop_map(Query::Or),
            inner.clone().prop_map(|query| Query::Not(Box::new(query))),
            (inner, 0.0f32..9.0).prop_map(|(query, factor)| Query::Boost(Box::new(query), factor)),
            near(),
            (near(), 1..=MAX_TIMES).prop_map(|(what, times)| {
                Query::Placed(Box::new(Placed { what, how: Placing::AtLeast(times) }))
            }),
        ]
    })
}

/// Words near each other, in `text` or in `headline`.
fn near() -> impl Strategy<Value = Query> {
    let word = "[a-z]{1,5}|[a-z]{1,3}[*]|\"[a-z]{1,3} [a-z]{1,3}\"|w[?]y";
    let read = |word: String, name: &str| match parse(&format!("{name}:({word})"), &settings()).tree {
        Query::Leaf(leaf) => Query::Leaf(Leaf { span: Span::default(), ..leaf }),
        other => panic!("{word}: {other}"),
    };
    let how = proptest::sample::select(vec![Nearness::AnyOrder, Nearness::InOrder, Nearness::Far]);
    proptest::sample::select(vec!["text", "headline", "lead"]).prop_flat_map(move |name| {
        let side = word.prop_map(move |word| read(word, name));
        side.prop_recursive(3, 12, 3, {
            let how = how.clone();
            move |inner| {
                let reach = prop_oneof![
                    (1..=MAX_WORDS).prop_map(Reach::Words),
                    Just(Reach::Sentence),
                    Just(Reach::Paragraph),
                ];
                let pair = (inner.clone(), inner.clone(), how.clone(), reach);
                prop_oneof![
                    prop::collection::vec(inner.clone(), 2..4).prop_map(Query::Or),
                    (inner.clone(), 0.0f32..9.0)
                        .prop_map(|(query, factor)| Query::Boost(Box::new(query), factor)),
                    (inner.clone(), 1..=MAX_FIRST).prop_map(|(what, words)| {
                        Query::Placed(Box::new(Placed { what, how: Placing::First(words) }))
                    }),
                    pair.prop_map(|(left, right, how, reach)| {
                        Query::Near(Box::new(Near { left, right, how, reach }))
                    }),
                ]
            }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_printed_tree_reads_back(tree in tree(), any: bool) {
        let printed = tree.to_string();
        let parsed = parse(&printed, &Settings { any, ..settings() });
        prop_assert!(!parsed.has_errors(), "{printed}\n{}", said(&parsed.diagnostics, &printed));
        prop_assert_eq!(parsed.tree, tree, "{}", printed);
    }

    #[test]
    fn so_are_the_words_of_other_services(text in "((date|aft|bef|is|from|to|=|geq|leq|[()]|and|or|not|same|w/seg|atl5|atl5[(]|term[(]|name|1/31/2007|3/4/2007|2007|jan|5,|\"|é|la=|hd=|oil|w/5|food/drug|[{]|[\\[]|/)( |, ?|)){1,14}", any: bool) {
        let settings = Settings { any, ..settings() };
        let parsed = parse(&text, &settings);
        render(&parsed.diagnostics, &text);
        let printed = parsed.tree.to_string();
        prop_assert_eq!(parse(&printed, &settings).tree, parsed.tree, "{}", printed);
    }

    #[test]
    fn any_text_is_read_and_its_canonical_form_stays(text in "\\PC{0,60}|[-a-c()=\"“”:^~*?\\\\ .<>&|!+2ANDORT]{0,40}|(date|person|words|hd)[:=(][-0-9a-z.:><TZ\"() ]{0,30}", any: bool) {
        let settings = Settings { any, ..settings() };
        let parsed = parse(&text, &settings);
        render(&parsed.diagnostics, &text);
        let printed = parsed.tree.to_string();
        prop_assert_eq!(parse(&printed, &settings).tree, parsed.tree, "{}", printed);
    }
}
