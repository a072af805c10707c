//! Constructed datelines, true ones and traps: one JSON line a case in `datelines.jsonl`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use jiff::civil::Date;
use morgue::enrich::dateline::{Found, find, parse_marked};
use morgue::story::DatelinePlace;
use proptest::prelude::*;
use serde_json::Value;

fn text<'v>(case: &'v Value, key: &str) -> Option<&'v str> {
    case.get(key).and_then(Value::as_str)
}

/// What is wrong with the answer, in words; empty when nothing is.
fn complaints(case: &Value) -> Vec<String> {
    let raw = text(case, "raw").unwrap();
    let published: Option<Date> = text(case, "pub").map(|d| d.parse().unwrap());
    let found = find(raw, published);
    let is_dateline = case["is_dateline"].as_bool().unwrap();
    let mut wrong = Vec::new();
    let mut check = |what: &str, got: &dyn std::fmt::Debug, want: &dyn std::fmt::Debug| {
        let (got, want) = (format!("{got:?}"), format!("{want:?}"));
        if got != want {
            wrong.push(format!("{what}: got {got}, want {want}"));
        }
    };
    let accepted = found.as_ref().is_some_and(|f| !f.agency_only);
    check("is_dateline", &accepted, &is_dateline);
    let Found { dateline, span, text_start, byline, .. } = found.unwrap_or_default();
    let places: Vec<DatelinePlace> = case["places"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| DatelinePlace {
            place: text(p, "place").unwrap().into(),
            region: text(p, "region").map(Into::into),
            country: text(p, "country").map(Into::into),
            country_then: text(p, "then").map(Into::into),
        })
        .collect();
    check("places", &dateline.places, &places);
    check("date", &dateline.date, &text(case, "date").map(|d| d.parse::<Date>().unwrap()));
    check("agency", &dateline.agency.as_deref(), &text(case, "agency"));
    check("byline", &byline.as_deref(), &text(case, "byline"));
    check("span", &span.of(raw), &dateline.raw);
    if let Some(copy) = text(case, "copy") {
        check("copy", &&raw[text_start..], &copy);
    }
    if let Some(want) = text(case, "line") {
        check("raw", &dateline.raw, &want);
    }
    wrong
}

#[test]
fn every_case() {
    let cases = include_str!("datelines.jsonl");
    let mut failures = String::new();
    let mut seen = 0;
    for line in cases.lines().filter(|l| !l.is_empty()) {
        let case: Value = serde_json::from_str(line).unwrap();
        seen += 1;
        for wrong in complaints(&case) {
            failures += &format!("{} {:?}\n    {wrong}\n", case["n"], case["raw"]);
        }
    }
    assert!(seen >= 221, "only {seen} cases");
    assert!(failures.is_empty(), "\n{failures}");
}

/// Marked datelines: what the format calls one is kept as written and understood as far as it goes.
#[test]
fn marked() {
    let published: Date = "1987-04-08".parse().unwrap();
    for (raw, kept, place, country, date) in [
        ("    NEW YORK, April 7 - \n    ", "NEW YORK, April 7", "New York", "US", Some("1987-04-07")),
        ("    sioux falls, april 7 - ", "sioux falls, april 7", "Sioux Falls", "US", Some("1987-04-07")),
        (
            "RPT --BREMEN, West Germany, March 30 - ",
            "RPT --BREMEN, West Germany, March 30",
            "Bremen",
            "DE",
            Some("1987-03-30"),
        ),
        ("c    LONDON, April 8 - ", "c LONDON, April 8", "London", "GB", Some("1987-04-08")),
        ("ROCKVILLE, Md, - March 6 -", "ROCKVILLE, Md, - March 6", "Rockville", "US", Some("1987-03-06")),
        ("SAN DIEGO", "SAN DIEGO", "San Diego", "US", None),
        ("ALBANY, N. Y. (AP)", "ALBANY, N. Y. (AP)", "Albany", "US", None),
        ("OSLO 1996-08-20", "OSLO 1996-08-20", "Oslo", "NO", Some("1996-08-20")),
    ] {
        let got = parse_marked(raw, Some(published));
        assert_eq!(got.raw, kept);
        assert_eq!(got.places.len(), 1, "{raw}");
        assert_eq!((got.places[0].place.as_str(), got.places[0].country.as_deref()), (place, Some(country)));
        assert_eq!(got.date, date.map(|d| d.parse().unwrap()), "{raw}");
    }
    for table in ["COPPER GRADE A -", "LEAD -", " MAR8  --     --", "- Position of june 26 -", "", "--"] {
        assert_eq!(parse_marked(table, Some(published)).places, [], "{table}");
    }
}

proptest! {
    /// Whatever the text, the spans fit it and the raw dateline is what they point at.
    #[test]
    fn spans_fit_any_text(text in "([A-Z]{1,9}|[a-z]{1,5}|[0-9]{1,4}|[ ,./()_*:\n—–-]|\\(AP\\)|March|Ont\\.|é|ح|\u{a0}|By ){0,40}") {
        let published = "1999-02-28".parse().ok();
        if let Some(found) = find(&text, published) {
            prop_assert_eq!(found.span.of(&text), &found.dateline.raw);
            prop_assert!(found.span.end <= found.text_start && text.is_char_boundary(found.text_start));
        }
        parse_marked(&text, published);
    }
}
