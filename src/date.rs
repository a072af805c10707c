//! Instants as wires write them: with a precision, an offset and the text they were read from.
//!
//! Three clocks are kept apart in morgue: `published`, the dateline's date, and the file's time;
//! this module is only about how one moment is held and printed. Reading the spellings is in
//! [`wire`]; the date language of queries is in `query::dates`.

mod months;
pub mod wire;

pub use months::{MONTHS, month};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// How exactly a document states its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A day, in no zone.
    Day,
    /// A minute.
    Minute,
    /// A second.
    Second,
}

/// A moment as a document states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Seconds since 1970-01-01T00:00:00Z. For day precision and coarser: the start of that civil
    /// day, month or year as if it were UTC.
    pub seconds: i64,
    /// How exact.
    pub precision: Precision,
    /// Offset from UTC in minutes as written or implied by a zone; absent for civil dates and for
    /// times that name no zone (those are read in the zone of [`wire::Hints`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<i32>,
    /// The text it was read from.
    #[serde(default)]
    pub raw: String,
}

impl Stamp {
    /// A whole day.
    pub fn day(date: Date, raw: impl Into<String>) -> Self {
        Stamp { seconds: midnight(date), precision: Precision::Day, offset: None, raw: raw.into() }
    }

    /// An instant with its offset.
    pub fn instant(at: Timestamp, precision: Precision, offset: Option<i32>, raw: impl Into<String>) -> Self {
        Stamp { seconds: at.as_second(), precision, offset, raw: raw.into() }
    }

    /// The instant (start of the day, month or year for coarse stamps).
    pub fn timestamp(&self) -> Timestamp {
        Timestamp::from_second(self.seconds).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The civil day as the document saw it: in its own offset where it gives one.
    pub fn civil_date(&self) -> Date {
        let shift = i64::from(self.offset.unwrap_or(0)) * 60;
        Timestamp::from_second(self.seconds + shift)
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .to_zoned_datetime(TimeZone::UTC)
            .date()
    }

    /// RFC 3339 in UTC, cut to the precision: `2007-08-08T15:54:45Z`, `2007-08-08`, `2007-08`, `2007`.
    /// A minute prints its seconds as `00`, which RFC 3339 demands.
    pub fn print(&self) -> String {
        print_cut(self.seconds, self.precision)
    }
}

/// Seconds since the epoch of a date's midnight in UTC.
pub fn midnight(date: Date) -> i64 {
    TimeZone::UTC
        .to_timestamp(date.to_datetime(jiff::civil::Time::midnight()))
        .map_or(0, Timestamp::as_second)
}

/// The year of a moment in UTC; years that no calendar here has are cut to the nearest.
pub fn civil_year(seconds: i64) -> i16 {
    let bounds = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    let at = Timestamp::from_second(seconds.clamp(bounds.0, bounds.1)).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(TimeZone::UTC).year()
}

/// See [`Stamp::print`].
pub fn print_cut(seconds: i64, precision: Precision) -> String {
    let at =
        Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned_datetime(TimeZone::UTC);
    match precision {
        Precision::Year => format!("{:04}", at.year()),
        Precision::Month => format!("{:04}-{:02}", at.year(), at.month()),
        Precision::Day => at.date().to_string(),
        Precision::Minute | Precision::Second => {
            format!("{}T{:02}:{:02}:{:02}Z", at.date(), at.hour(), at.minute(), at.second())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn prints_to_its_precision() {
        let day = Stamp::day(date(2007, 8, 8), "Aug 8");
        assert_eq!(day.print(), "2007-08-08");
        let instant = Stamp {
            seconds: day.seconds + 15 * 3600 + 54 * 60 + 45,
            precision: Precision::Second,
            offset: Some(-240),
            raw: String::new(),
        };
        assert_eq!(instant.print(), "2007-08-08T15:54:45Z");
        assert_eq!(instant.civil_date(), date(2007, 8, 8));
    }
}
