//! The state a place lay in on the day of the story, where that is not today's country.
//!
//! Codes are those of ISO 3166-3, the part for names that are no more, by their old two letters: `SU`,
//! `YU`, `CS`, `DD`. A place keeps its country of today as well, so that one code finds all its stories.

use jiff::civil::{Date, date};

/// One change: the countries of today it concerns, the code of those days, and the days.
struct Change {
    today: &'static [&'static str],
    /// Only these places, folded; empty for all of the country.
    places: &'static [&'static str],
    then: &'static str,
    from: Date,
    /// The first day on which it was so no more.
    until: Date,
}

const fn change(
    today: &'static [&'static str],
    places: &'static [&'static str],
    then: &'static str,
    from: Date,
    until: Date,
) -> Change {
    Change { today, places, then, from, until }
}

/// Towns of the German Democratic Republic that stories came from.
const EAST_GERMANY: &[&str] = &[
    "east berlin",
    "dresden",
    "leipzig",
    "karl marx stadt",
    "chemnitz",
    "magdeburg",
    "rostock",
    "halle",
    "erfurt",
    "potsdam",
    "weimar",
    "jena",
    "gera",
    "schwerin",
    "cottbus",
    "zwickau",
    "wismar",
    "stralsund",
    "gorlitz",
    "goerlitz",
    "eisenhuttenstadt",
    "eisenhuettenstadt",
    "plauen",
    "dessau",
    "greifswald",
    "suhl",
    "neubrandenburg",
    "meissen",
    "wittenberg",
    "eisenach",
    "brandenburg",
];

/// Dates of ISO 3166-3 and of the states' own acts.
static CHANGES: &[Change] = &[
    change(&["EE", "LV", "LT"], &[], "SU", date(1940, 8, 6), date(1991, 9, 6)),
    change(
        &["RU", "UA", "BY", "MD", "GE", "AM", "AZ", "KZ", "KG", "TJ", "TM", "UZ"],
        &[],
        "SU",
        date(1922, 12, 30),
        date(1991, 12, 26),
    ),
    change(&["SI", "HR"], &[], "YU", date(1918, 12, 1), date(1991, 10, 8)),
    change(&["MK"], &[], "YU", date(1918, 12, 1), date(1991, 9, 8)),
    change(&["BA"], &[], "YU", date(1918, 12, 1), date(1992, 3, 3)),
    change(&["RS", "ME", "XK"], &[], "YU", date(1918, 12, 1), date(2003, 2, 4)),
    change(&["RS", "ME"], &[], "CS", date(2003, 2, 4), date(2006, 6, 3)),
    change(&["CZ", "SK"], &[], "CS", date(1918, 10, 28), date(1993, 1, 1)),
    change(&["DE"], EAST_GERMANY, "DD", date(1949, 10, 7), date(1990, 10, 3)),
    change(&["YE"], &["aden", "mukalla", "al mukalla"], "YD", date(1967, 11, 30), date(1990, 5, 22)),
    change(
        &["VN"],
        &["hanoi", "haiphong", "dien bien phu", "vinh"],
        "VD",
        date(1954, 7, 21),
        date(1976, 7, 2),
    ),
    change(&["ER"], &[], "ET", date(1952, 9, 15), date(1993, 5, 24)),
    change(&["SS"], &[], "SD", date(1956, 1, 1), date(2011, 7, 9)),
    change(&["TL"], &[], "ID", date(1976, 7, 17), date(1999, 10, 25)),
    change(&["BD"], &[], "PK", date(1947, 8, 14), date(1971, 3, 26)),
    change(&["CD"], &[], "ZR", date(1971, 10, 27), date(1997, 5, 17)),
    change(&["MM"], &[], "BU", date(1948, 1, 4), date(1989, 6, 18)),
    change(&["BF"], &[], "HV", date(1960, 8, 5), date(1984, 8, 4)),
    change(&["BJ"], &[], "DY", date(1960, 8, 1), date(1975, 11, 30)),
    change(&["ZW"], &[], "RH", date(1965, 11, 11), date(1980, 4, 18)),
    change(&["VU"], &[], "NH", date(1906, 10, 20), date(1980, 7, 30)),
];

/// The code of the state of those days; `None` where it is the country of today. `key` is the folded
/// name of the place.
pub fn country(today: &str, key: &str, day: Date) -> Option<&'static str> {
    let fits = |c: &&Change| {
        (c.from..c.until).contains(&day)
            && c.today.contains(&today)
            && (c.places.is_empty() || c.places.contains(&key))
    };
    CHANGES.iter().find(fits).map(|c| c.then)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_that_are_no_more() {
        for (today, key, day, then) in [
            ("RU", "leningrad", date(1987, 4, 3), Some("SU")),
            ("RU", "moscow", date(1991, 12, 25), Some("SU")),
            ("RU", "moscow", date(1991, 12, 26), None),
            ("EE", "tallinn", date(1991, 9, 6), None),
            ("HR", "zagreb", date(1987, 6, 1), Some("YU")),
            ("RS", "belgrade", date(1999, 3, 24), Some("YU")),
            ("RS", "belgrade", date(2004, 3, 24), Some("CS")),
            ("SK", "bratislava", date(1988, 3, 26), Some("CS")),
            ("SK", "bratislava", date(1993, 1, 1), None),
            ("DE", "dresden", date(1985, 2, 13), Some("DD")),
            ("DE", "bonn", date(1985, 2, 13), None),
            ("IN", "bombay", date(1987, 2, 13), None),
            ("BD", "dacca", date(1970, 11, 13), Some("PK")),
            ("VN", "hanoi", date(1968, 2, 1), Some("VD")),
            ("VN", "saigon", date(1968, 2, 1), None),
        ] {
            assert_eq!(country(today, key, day), then, "{key} on {day}");
        }
    }
}
