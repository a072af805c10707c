//! A table of spellings: text, what it prints, offset in minutes, precision.

use super::*;
use Precision::{Day, Minute, Month, Second, Year};
use proptest::prelude::*;

const NONE: Option<i32> = None;

/// Spellings read in UTC, month before day.
static SPELLINGS: &[(&str, &str, Option<i32>, Precision)] = &[
    // ISO 8601 and RFC 3339.
    ("2007-08-08T15:54:45Z", "2007-08-08T15:54:45Z", Some(0), Second),
    ("2007-08-08t15:54:45z", "2007-08-08T15:54:45Z", Some(0), Second),
    ("2007-08-08T11:54:45-04:00", "2007-08-08T15:54:45Z", Some(-240), Second),
    ("2007-08-08T11:54:45-0400", "2007-08-08T15:54:45Z", Some(-240), Second),
    ("2007-08-08T11:54:45-04", "2007-08-08T15:54:45Z", Some(-240), Second),
    ("2007-08-08T15:54:45.123Z", "2007-08-08T15:54:45Z", Some(0), Second),
    ("2007-08-08T15:54:45,123456789Z", "2007-08-08T15:54:45Z", Some(0), Second),
    ("2007-08-08T21:24:45.5+05:30", "2007-08-08T15:54:45Z", Some(330), Second),
    ("2007-08-08T15:54:45", "2007-08-08T15:54:45Z", NONE, Second),
    ("2007-08-08T15:54", "2007-08-08T15:54:00Z", NONE, Minute),
    ("2007-08-08T15:54Z", "2007-08-08T15:54:00Z", Some(0), Minute),
    ("2007-08-08 15:54:45", "2007-08-08T15:54:45Z", NONE, Second),
    ("2007-08-08 15:54:45 UTC", "2007-08-08T15:54:45Z", Some(0), Second),
    ("2007-08-08 15:54:45 +0000", "2007-08-08T15:54:45Z", Some(0), Second),
    ("2007/08/08 15:54", "2007-08-08T15:54:00Z", NONE, Minute),
    ("2007-08-08", "2007-08-08", NONE, Day),
    ("2007-8-8", "2007-08-08", NONE, Day),
    ("2007.08.08", "2007-08-08", NONE, Day),
    ("2007-08", "2007-08", NONE, Month),
    ("2007/08", "2007-08", NONE, Month),
    ("2007", "2007", NONE, Year),
    ("1987", "1987", NONE, Year),
    ("20070808", "2007-08-08", NONE, Day),
    ("20070808T155445Z", "2007-08-08T15:54:45Z", Some(0), Second),
    ("20070808T155445", "2007-08-08T15:54:45Z", NONE, Second),
    ("20070808T1554Z", "2007-08-08T15:54:00Z", Some(0), Minute),
    ("20070808 155445", "2007-08-08T15:54:45Z", NONE, Second),
    ("20070808155445", "2007-08-08T15:54:45Z", NONE, Second),
    ("200708081554", "2007-08-08T15:54:00Z", NONE, Minute),
    ("20151014T043001+0100", "2015-10-14T03:30:01Z", Some(60), Second),
    ("20151014T043001.250+0100", "2015-10-14T03:30:01Z", Some(60), Second),
    ("20140829T134951+0000", "2014-08-29T13:49:51Z", Some(0), Second),
    ("19870101T000000", "1987-01-01T00:00:00Z", NONE, Second),
    ("2007-08-08T24:00:00Z", "2007-08-09T00:00:00Z", Some(0), Second),
    ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", Some(0), Second),
    // RFC 2822 and its cousins.
    ("Wed, 08 Aug 2007 11:54:45 -0400", "2007-08-08T15:54:45Z", Some(-240), Second),
    ("Wed, 8 Aug 2007 11:54:45 -0400 (EDT)", "2007-08-08T15:54:45Z", Some(-240), Second),
    ("Wed, 08 Aug 2007 15:54:45 GMT", "2007-08-08T15:54:45Z", Some(0), Second),
    ("8 Aug 07 15:54 UT", "2007-08-08T15:54:00Z", Some(0), Minute),
    ("Wed, 08 Aug 2007 11:54:45 EDT", "2007-08-08T15:54:45Z", Some(-240), Second),
    ("Wednesday, 08-Aug-07 15:54:45 GMT", "2007-08-08T15:54:45Z", Some(0), Second),
    ("Wed Aug  8 15:54:45 2007", "2007-08-08T15:54:45Z", NONE, Second),
    ("Wed Aug  8 11:54:45 EDT 2007", "2007-08-08T15:54:45Z", Some(-240), Second),
    // SGML headers.
    ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01Z", NONE, Second),
    (" 2-MAR-1987 09:05:07.11\n", "1987-03-02T09:05:07Z", NONE, Second),
    ("26-FEB-1987 15:01:01.79\u{5}\u{5}\u{5}RM", "1987-02-26T15:01:01Z", NONE, Second),
    ("26-FEB-1987 15:01:01.79&#5;&#5;&#5;RM", "1987-02-26T15:01:01Z", NONE, Second),
    ("April 29, 1990, Sunday, Home Edition", "1990-04-29", NONE, Day),
    ("May 26, 1989, Friday, San Diego County Edition", "1989-05-26", NONE, Day),
    ("02-12-88 1637EST", "1988-02-12T21:37:00Z", Some(-300), Minute),
    ("AP-NR-02-12-88 1637EST", "1988-02-12T21:37:00Z", Some(-300), Minute),
    ("07-12-88 1637EDT", "1988-07-12T20:37:00Z", Some(-240), Minute),
    ("AP-WF-02-20-16 0500GMT", "2016-02-20T05:00:00Z", Some(0), Minute),
    ("03/24/87", "1987-03-24", NONE, Day),
    ("910514", "1991-05-14", NONE, Day),
    ("690101", "2069-01-01", NONE, Day),
    ("700101", "1970-01-01", NONE, Day),
    ("242200 GMT Jun 17", "2017-06-24T22:00:00Z", Some(0), Minute),
    ("111225 GMT Dez 18", "2018-12-11T12:25:00Z", Some(0), Minute),
    ("251852 Sep 24", "2024-09-25T18:52:00Z", NONE, Minute),
    ("071341 GMT Okt 15 ", "2015-10-07T13:41:00Z", Some(0), Minute),
    ("321341 GMT Oct 15", "", NONE, Day),
    ("8. Mai 2007", "2007-05-08", NONE, Day),
    // Web pages and American copy.
    ("8/8/2007 11:54:45 AM ET", "2007-08-08T15:54:45Z", Some(-240), Second),
    ("1/8/2007 11:54:45 AM ET", "2007-01-08T16:54:45Z", Some(-300), Second),
    ("updated 8/8/2007 11:54 PM PT", "2007-08-09T06:54:00Z", Some(-420), Minute),
    ("8/8/2007 12:00:00 AM CT", "2007-08-08T05:00:00Z", Some(-300), Second),
    ("8/8/2007 12:30 PM MT", "2007-08-08T18:30:00Z", Some(-360), Minute),
    ("Aug. 8, 2007", "2007-08-08", NONE, Day),
    ("Aug 8, 2007", "2007-08-08", NONE, Day),
    ("AUGUST 8, 2007", "2007-08-08", NONE, Day),
    ("Sept. 9, 1999", "1999-09-09", NONE, Day),
    ("August 8th, 2007", "2007-08-08", NONE, Day),
    ("8 August 2007", "2007-08-08", NONE, Day),
    ("8 Aug 2007", "2007-08-08", NONE, Day),
    ("August 2007", "2007-08", NONE, Month),
    ("Wednesday, August 8, 2007 3:15 p.m. EDT", "2007-08-08T19:15:00Z", Some(-240), Minute),
    ("Wednesday, August 8, 2007 at 3 p.m. EDT", "2007-08-08T19:00:00Z", Some(-240), Minute),
    ("Aug. 8, 2007, 3:15 pm Eastern Daylight Time", "2007-08-08T19:15:00Z", Some(-240), Minute),
    ("3:15 p.m. ET, Wed August 8, 2007", "2007-08-08T19:15:00Z", Some(-240), Minute),
    ("11:54\u{a0}a.m. ET Aug.\u{a0}8, 2007", "2007-08-08T15:54:00Z", Some(-240), Minute),
    ("Aug. 8, 2007, noon GMT", "2007-08-08T12:00:00Z", Some(0), Minute),
    // Summer time before 2007, and "EST" printed in summer.
    ("03/20/2006 12:00 PM ET", "2006-03-20T17:00:00Z", Some(-300), Minute),
    ("03/20/2007 12:00 PM ET", "2007-03-20T16:00:00Z", Some(-240), Minute),
    ("April 20, 1986 12:00 ET", "1986-04-20T17:00:00Z", Some(-300), Minute),
    ("April 20, 1987 12:00 ET", "1987-04-20T16:00:00Z", Some(-240), Minute),
    ("2007-08-08 11:54 EST", "2007-08-08T15:54:00Z", Some(-240), Minute),
    ("2007-11-04 01:30 EDT", "2007-11-04T05:30:00Z", Some(-240), Minute),
    ("2007-11-04 01:30 EST", "2007-11-04T06:30:00Z", Some(-300), Minute),
    ("2007-08-08 11:54 MST", "2007-08-08T18:54:00Z", Some(-420), Minute),
    // The rest of the world.
    ("08.08.2007", "2007-08-08", NONE, Day),
    ("13.08.2007 17:54", "2007-08-13T17:54:00Z", NONE, Minute),
    ("26/02/1987", "1987-02-26", NONE, Day),
    ("8 August 2007 16.54pm BST", "", NONE, Day),
    ("8 August 2007 4.54pm BST", "2007-08-08T15:54:00Z", Some(60), Minute),
    ("8 August 2007 17h54 CEST", "2007-08-08T15:54:00Z", Some(120), Minute),
    ("8 August 2007 1554 GMT", "2007-08-08T15:54:00Z", Some(0), Minute),
    ("1554 GMT 8 August 2007", "2007-08-08T15:54:00Z", Some(0), Minute),
    ("2007-08-09 00:54 JST", "2007-08-08T15:54:00Z", Some(540), Minute),
    ("2007-08-08 17:54 GMT+2", "2007-08-08T15:54:00Z", Some(120), Minute),
    ("2007-08-08 10:54 UTC-05:00", "2007-08-08T15:54:00Z", Some(-300), Minute),
    ("2012-08-08 19:54 MSK", "2012-08-08T15:54:00Z", Some(240), Minute),
    ("2016-08-08 18:54 MSK", "2016-08-08T15:54:00Z", Some(180), Minute),
    ("2007-08-08 13:24 NDT", "2007-08-08T15:54:00Z", Some(-150), Minute),
];

/// What only looks like a date.
static NO_DATES: &[&str] = &[
    "",
    " ",
    "Wednesday",
    "August",
    "August 8",
    "8",
    "88",
    "12:30",
    "3 p.m. EDT",
    "2007-13-01",
    "2007-02-30",
    "99/99/99",
    "31 April 2007",
    "2007-08-08T25:00:00Z",
    "2007-08-08T15:61Z",
    "13:00 PM 8/8/2007",
    "123",
    "12345",
    "1234567",
    "Home Edition",
    "2007 was a good year",
    "May the force",
    "March on Washington",
    "Second quarter 1987",
    "1-800-555-0100",
    "2007-08-08T15:54:45+99:00",
    "a",
    "-",
    "T",
    "::::",
    "8/8",
    "August 8, 2007 was a Wednesday",
    "page 12",
    "1987 1987",
    "２００７-08-08",
];

#[test]
fn every_spelling_reads() {
    let hints = Hints::default();
    for (raw, printed, offset, precision) in SPELLINGS {
        if printed.is_empty() {
            assert_eq!(parse(raw, &hints), None, "{raw}");
            continue;
        }
        let stamp = parse(raw, &hints).unwrap_or_else(|| panic!("not read: {raw:?}"));
        assert_eq!(
            (stamp.print().as_str(), stamp.offset, stamp.precision),
            (*printed, *offset, *precision),
            "{raw:?}"
        );
        assert_eq!(parse(&stamp.print(), &hints).map(|s| s.print()), Some(stamp.print()), "{raw:?}");
    }
}

#[test]
fn what_is_no_date_is_none() {
    for raw in NO_DATES {
        assert_eq!(parse(raw, &Hints::default()), None, "{raw:?}");
    }
}

#[test]
fn hints_decide_day_order_and_zone() {
    let hints = Hints { zone: TimeZone::get("Europe/Paris").unwrap(), day_first: true };
    let stamp = parse("03/04/2007 12:00", &hints).unwrap();
    assert_eq!((stamp.print().as_str(), stamp.offset), ("2007-04-03T10:00:00Z", None));
    assert_eq!(parse("03/24/2007", &hints).unwrap().print(), "2007-03-24");
    assert_eq!(parse("03/04/2007", &Hints::default()).unwrap().print(), "2007-03-04");
}

#[test]
fn epochs_in_seconds_and_milliseconds() {
    assert_eq!(epoch("1186588485").unwrap().print(), "2007-08-08T15:54:45Z");
    assert_eq!(epoch("1186588485123").unwrap().print(), "2007-08-08T15:54:45Z");
    assert_eq!(epoch("1186588485.5").unwrap().print(), "2007-08-08T15:54:45Z");
    assert_eq!(epoch("-86400").unwrap().print(), "1969-12-31T00:00:00Z");
    assert_eq!(epoch("9223372036854775807"), None);
    assert_eq!(epoch("soon"), None);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(raw in "\\PC{0,40}") {
        let _ = parse(&raw, &Hints::default());
    }

    #[test]
    fn date_like_noise_is_read_or_refused(raw in "[0-9 :./,TZ+aAmMpPEYS-]{0,40}") {
        if let Some(stamp) = parse(&raw, &Hints::default()) {
            prop_assert_eq!(parse(&stamp.print(), &Hints::default()).map(|s| s.print()), Some(stamp.print()));
        }
    }

    #[test]
    fn printed_stamps_read_back(seconds in -30_000_000_000i64..200_000_000_000) {
        for precision in [Year, Month, Day, Second] {
            let printed = crate::date::print_cut(seconds, precision);
            let read = parse(&printed, &Hints::default()).unwrap();
            prop_assert_eq!(read.precision, precision);
            prop_assert_eq!(read.print(), printed);
        }
    }
}
