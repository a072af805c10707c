//! The date language of queries and flags, as instants.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic)]

use morgue::query::{Leaf, Query, Settings, Value, dates, parse};

/// Wednesday, 15 August 2007, noon.
fn settings() -> Settings {
    let now = "2007-08-15T12:00:00Z".parse().unwrap();
    Settings { now, zone: jiff::tz::TimeZone::UTC, any: false }
}

fn instants(text: &str, settings: &Settings) -> String {
    let (from, until) = dates::parse_bound(text, settings).unwrap();
    let print = |seconds| jiff::Timestamp::from_second(seconds).unwrap().to_string();
    format!("{} {} | {} {}", print(from.instant), print(until.instant), print(from.civil), print(until.civil))
}

/// `date | zone | from | until` as instants, and the same two as wall-clock times.
#[test]
fn dates_as_instants() {
    let table = [
        (
            "2007",
            "UTC",
            "2007-01-01T00:00:00Z 2008-01-01T00:00:00Z | 2007-01-01T00:00:00Z 2008-01-01T00:00:00Z",
        ),
        (
            "2007-02",
            "UTC",
            "2007-02-01T00:00:00Z 2007-03-01T00:00:00Z | 2007-02-01T00:00:00Z 2007-03-01T00:00:00Z",
        ),
        (
            "2008-02",
            "UTC",
            "2008-02-01T00:00:00Z 2008-03-01T00:00:00Z | 2008-02-01T00:00:00Z 2008-03-01T00:00:00Z",
        ),
        (
            "2008-02-29",
            "UTC",
            "2008-02-29T00:00:00Z 2008-03-01T00:00:00Z | 2008-02-29T00:00:00Z 2008-03-01T00:00:00Z",
        ),
        (
            "20071231",
            "UTC",
            "2007-12-31T00:00:00Z 2008-01-01T00:00:00Z | 2007-12-31T00:00:00Z 2008-01-01T00:00:00Z",
        ),
        // The days on which New York changes its clocks have 23 and 25 hours.
        (
            "2007-03-11",
            "America/New_York",
            "2007-03-11T05:00:00Z 2007-03-12T04:00:00Z | 2007-03-11T00:00:00Z 2007-03-12T00:00:00Z",
        ),
        (
            "2007-11-04",
            "America/New_York",
            "2007-11-04T04:00:00Z 2007-11-05T05:00:00Z | 2007-11-04T00:00:00Z 2007-11-05T00:00:00Z",
        ),
        // In Sao Paulo this day began at one o'clock.
        (
            "2018-11-04",
            "America/Sao_Paulo",
            "2018-11-04T03:00:00Z 2018-11-05T02:00:00Z | 2018-11-04T00:00:00Z 2018-11-05T00:00:00Z",
        ),
        (
            "today",
            "UTC",
            "2007-08-15T00:00:00Z 2007-08-16T00:00:00Z | 2007-08-15T00:00:00Z 2007-08-16T00:00:00Z",
        ),
        // Noon in Greenwich is the next day already in Auckland.
        (
            "today",
            "Pacific/Auckland",
            "2007-08-15T12:00:00Z 2007-08-16T12:00:00Z | 2007-08-16T00:00:00Z 2007-08-17T00:00:00Z",
        ),
        (
            "yesterday",
            "UTC",
            "2007-08-14T00:00:00Z 2007-08-15T00:00:00Z | 2007-08-14T00:00:00Z 2007-08-15T00:00:00Z",
        ),
        (
            "monday",
            "UTC",
            "2007-08-13T00:00:00Z 2007-08-14T00:00:00Z | 2007-08-13T00:00:00Z 2007-08-14T00:00:00Z",
        ),
        (
            "Wednesday",
            "UTC",
            "2007-08-15T00:00:00Z 2007-08-16T00:00:00Z | 2007-08-15T00:00:00Z 2007-08-16T00:00:00Z",
        ),
        (
            "thu",
            "UTC",
            "2007-08-09T00:00:00Z 2007-08-10T00:00:00Z | 2007-08-09T00:00:00Z 2007-08-10T00:00:00Z",
        ),
        (
            "-7d",
            "UTC",
            "2007-08-08T00:00:00Z 2007-08-09T00:00:00Z | 2007-08-08T00:00:00Z 2007-08-09T00:00:00Z",
        ),
        (
            "-2w",
            "UTC",
            "2007-08-01T00:00:00Z 2007-08-02T00:00:00Z | 2007-08-01T00:00:00Z 2007-08-02T00:00:00Z",
        ),
        (
            "-3mo",
            "UTC",
            "2007-05-15T00:00:00Z 2007-05-16T00:00:00Z | 2007-05-15T00:00:00Z 2007-05-16T00:00:00Z",
        ),
        (
            "-1y",
            "UTC",
            "2006-08-15T00:00:00Z 2006-08-16T00:00:00Z | 2006-08-15T00:00:00Z 2006-08-16T00:00:00Z",
        ),
        (
            "-6h",
            "UTC",
            "2007-08-15T06:00:00Z 2007-08-15T06:00:01Z | 2007-08-15T00:00:00Z 2007-08-16T00:00:00Z",
        ),
        (
            "2007-08-08T10:00:00Z",
            "UTC",
            "2007-08-08T10:00:00Z 2007-08-08T10:00:01Z | 2007-08-08T00:00:00Z 2007-08-09T00:00:00Z",
        ),
        (
            "2007-08-08T23:30:00-04:00",
            "UTC",
            "2007-08-09T03:30:00Z 2007-08-09T03:30:01Z | 2007-08-08T00:00:00Z 2007-08-09T00:00:00Z",
        ),
        (
            "2007-08-08T10:00",
            "America/New_York",
            "2007-08-08T14:00:00Z 2007-08-08T14:01:00Z | 2007-08-08T00:00:00Z 2007-08-09T00:00:00Z",
        ),
        (
            "8 Aug 2007",
            "UTC",
            "2007-08-08T00:00:00Z 2007-08-09T00:00:00Z | 2007-08-08T00:00:00Z 2007-08-09T00:00:00Z",
        ),
        (
            "August 8, 2007",
            "UTC",
            "2007-08-08T00:00:00Z 2007-08-09T00:00:00Z | 2007-08-08T00:00:00Z 2007-08-09T00:00:00Z",
        ),
        (
            "Sept. 2007",
            "UTC",
            "2007-09-01T00:00:00Z 2007-10-01T00:00:00Z | 2007-09-01T00:00:00Z 2007-10-01T00:00:00Z",
        ),
    ];
    for (text, zone, expected) in table {
        let settings = Settings { zone: jiff::tz::TimeZone::get(zone).unwrap(), ..settings() };
        assert_eq!(instants(text, &settings), expected, "{text} in {zone}");
    }
    let end_of_march = Settings { now: "2008-03-31T12:00:00Z".parse().unwrap(), ..settings() };
    assert!(instants("-1mo", &end_of_march).starts_with("2008-02-29T00:00:00Z 2008-03-01T00:00:00Z"));
}

#[test]
fn ranges_of_flags() {
    let settings = settings();
    let august = dates::range(Some("2007-08"), Some("2007-08"), &settings).unwrap();
    let (from, until) = dates::parse_bound("2007-08", &settings).unwrap();
    assert_eq!((august.from, august.until), (Some(from), Some(until)));
    let open = dates::range(None, Some("1987"), &settings).unwrap();
    assert_eq!((open.from, open.written.as_str()), (None, "..1987"));
    // A month and the year it is in: from August on.
    assert!(dates::range(Some("2007-08"), Some("2007"), &settings).is_ok());
    for (from, to) in [("2008", "2007"), ("2007-08-09", "2007-08-08"), ("today", "-7d")] {
        let error = dates::range(Some(from), Some(to), &settings).unwrap_err();
        assert!(error.message.contains("wrong way round"), "{error}");
        assert_eq!(error.hint.unwrap(), format!("swap them: {to}..{from}"));
    }
    for text in [
        "",
        "0000",
        "9999",
        "20071301",
        "2007-8-8-8",
        "07-08-2007",
        "-",
        "-99999999999d",
        "-9999y",
        "soon",
        "31 June 2007",
        "2007-06-31T00:00:00Z",
        "12:30",
        "monday week",
        "none",
    ] {
        assert!(dates::parse_bound(text, &settings).is_err(), "{text}");
    }
}

/// An open range of instants still holds the stories that know only their day.
#[test]
fn bounds_finer_than_a_day_hold_the_day() {
    let range = |text: &str| match parse(text, &settings()).tree {
        Query::Leaf(Leaf { value: Value::Dates(range), .. }) => range,
        tree => panic!("{tree:?}"),
    };
    let day = dates::parse_bound("2007-08-08", &settings()).unwrap();
    assert_eq!(range("date:>2007-08-08").from.unwrap(), day.1);
    assert_eq!(range("date:<2007-08-08").until.unwrap(), day.0);
    assert_eq!(range("date:<=2007-08-08").until.unwrap(), day.1);
    let after = range("date:>2007-08-08T10:00:00Z").from.unwrap();
    assert_eq!((after.instant - day.0.instant, after.civil), (10 * 3600 + 1, day.0.civil));
    let before = range("date:<2007-08-08T10:00:00Z").until.unwrap();
    assert_eq!((before.instant - day.0.instant, before.civil), (10 * 3600, day.1.civil));
}
