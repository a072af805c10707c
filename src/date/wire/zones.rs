//! Zone letters of wire copy (handbook 3.2) and what they mean on a given day.
//!
//! US letters are wall time: `ET` follows the rules of its year, and `EST` printed in summer means
//! `ET`, as everybody who prints it there means. `MST` stays as written, for Arizona keeps it.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A zone as a document names it.
#[derive(Clone, Copy)]
pub(super) enum Zone {
    /// Minutes east of UTC.
    Fixed(i32),
    /// Wall time of an IANA zone; in the repeated hour of autumn `summer` says which one.
    Wall { name: &'static str, summer: Option<bool> },
}

const fn wall(name: &'static str) -> Zone {
    Zone::Wall { name, summer: None }
}

const fn season(name: &'static str, summer: bool) -> Zone {
    Zone::Wall { name, summer: Some(summer) }
}

const EASTERN: &str = "America/New_York";
const CENTRAL: &str = "America/Chicago";
const MOUNTAIN: &str = "America/Denver";
const PACIFIC: &str = "America/Los_Angeles";
const ALASKA: &str = "America/Anchorage";

/// Letters in capitals, sorted.
static ZONES: &[(&str, Zone)] = &[
    ("ACST", Zone::Fixed(570)),
    ("ADT", Zone::Fixed(-180)),
    ("AEDT", Zone::Fixed(660)),
    ("AEST", Zone::Fixed(600)),
    ("AET", wall("Australia/Sydney")),
    ("AKDT", season(ALASKA, true)),
    ("AKST", season(ALASKA, false)),
    ("ART", Zone::Fixed(-180)),
    ("AST", Zone::Fixed(-240)),
    ("AWST", Zone::Fixed(480)),
    ("BRT", Zone::Fixed(-180)),
    ("BST", Zone::Fixed(60)),
    ("CAT", Zone::Fixed(120)),
    ("CDT", season(CENTRAL, true)),
    ("CEST", Zone::Fixed(120)),
    ("CET", Zone::Fixed(60)),
    ("CST", season(CENTRAL, false)),
    ("CT", wall(CENTRAL)),
    ("EAT", Zone::Fixed(180)),
    ("EDT", season(EASTERN, true)),
    ("EEST", Zone::Fixed(180)),
    ("EET", Zone::Fixed(120)),
    ("EST", season(EASTERN, false)),
    ("ET", wall(EASTERN)),
    ("GMT", Zone::Fixed(0)),
    ("HKT", Zone::Fixed(480)),
    ("HST", Zone::Fixed(-600)),
    ("IDT", Zone::Fixed(180)),
    ("IRST", Zone::Fixed(210)),
    ("IST", Zone::Fixed(330)),
    ("JST", Zone::Fixed(540)),
    ("KST", Zone::Fixed(540)),
    ("MDT", season(MOUNTAIN, true)),
    ("MESZ", Zone::Fixed(120)),
    ("MEZ", Zone::Fixed(60)),
    ("MSK", wall("Europe/Moscow")),
    ("MST", Zone::Fixed(-420)),
    ("MT", wall(MOUNTAIN)),
    ("NDT", Zone::Fixed(-150)),
    ("NST", Zone::Fixed(-210)),
    ("NZDT", Zone::Fixed(780)),
    ("NZST", Zone::Fixed(720)),
    ("PDT", season(PACIFIC, true)),
    ("PKT", Zone::Fixed(300)),
    ("PST", season(PACIFIC, false)),
    ("PT", wall(PACIFIC)),
    ("SAST", Zone::Fixed(120)),
    ("SGT", Zone::Fixed(480)),
    ("UT", Zone::Fixed(0)),
    ("UTC", Zone::Fixed(0)),
    ("WAT", Zone::Fixed(60)),
    ("WEST", Zone::Fixed(60)),
    ("WET", Zone::Fixed(0)),
    ("Z", Zone::Fixed(0)),
];

/// Zones spelled out, lower case; `time` after them is filler.
static SPELLED: &[(&str, Zone)] = &[
    ("eastern", wall(EASTERN)),
    ("central", wall(CENTRAL)),
    ("mountain", wall(MOUNTAIN)),
    ("pacific", wall(PACIFIC)),
];

/// The zone of those letters, in any case.
pub(super) fn find(word: &str) -> Option<Zone> {
    if word.len() > 4 {
        return SPELLED.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, zone)| *zone);
    }
    let mut letters = [0u8; 4];
    for (slot, byte) in letters.iter_mut().zip(word.bytes()) {
        *slot = byte.to_ascii_uppercase();
    }
    let letters = &letters[..word.len()];
    let at = ZONES.binary_search_by(|(name, _)| name.as_bytes().cmp(letters)).ok()?;
    Some(ZONES[at].1)
}

impl Zone {
    /// Seconds since the epoch and the offset in minutes of that wall time in this zone.
    pub(super) fn resolve(self, at: DateTime) -> Option<(i64, i32)> {
        match self {
            Zone::Fixed(minutes) => Some((utc_seconds(at) - i64::from(minutes) * 60, minutes)),
            Zone::Wall { name, summer } => {
                let zone = TimeZone::get(name).ok()?;
                let wall = zone.to_ambiguous_timestamp(at);
                let instant = match summer {
                    None => wall.compatible(),
                    Some(true) => wall.earlier(),
                    Some(false) => wall.later(),
                }
                .ok()?;
                Some((instant.as_second(), zone.to_offset(instant).seconds() / 60))
            }
        }
    }
}

/// Seconds since the epoch of a wall time read as UTC.
pub(super) fn utc_seconds(at: DateTime) -> i64 {
    let time = i64::from(at.hour()) * 3600 + i64::from(at.minute()) * 60 + i64::from(at.second());
    crate::date::midnight(at.date()) + time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_wall_zone_exists() {
        assert!(ZONES.windows(2).all(|w| w[0].0 < w[1].0));
        for (letters, zone) in ZONES.iter().chain(SPELLED) {
            if let Zone::Wall { name, .. } = zone {
                assert!(TimeZone::get(name).is_ok(), "{letters}");
            }
        }
    }
}
