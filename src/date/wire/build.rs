//! From the parts of a date field to a stamp: ranges checked, zone applied.

use super::parts::{Clock, Parts};
use super::{Hints, Precision, Stamp, zones};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

impl Parts {
    pub(super) fn whole_date(&self) -> bool {
        self.year.is_some() && self.month.is_some() && self.day.is_some()
    }

    pub(super) fn set_month(&mut self, year: i64, month: i64) -> Option<()> {
        if !(1..=12).contains(&month) || !(1000..=9999).contains(&year) {
            return None;
        }
        self.year = i16::try_from(year).ok();
        self.month = i8::try_from(month).ok();
        Some(())
    }

    /// From `YYYYMMDD`.
    pub(super) fn set_date(&mut self, digits: i64) -> Option<()> {
        let day = digits % 100;
        if !(1..=31).contains(&day) {
            return None;
        }
        self.set_month(digits / 10_000, digits / 100 % 100)?;
        self.day = i8::try_from(day).ok();
        Some(())
    }

    pub(super) fn hhmmss(&mut self, digits: i64) -> Option<()> {
        self.set_time(digits / 10_000, digits / 100 % 100, Some(digits % 100))
    }

    pub(super) fn set_time(&mut self, hour: i64, minute: i64, second: Option<i64>) -> Option<()> {
        let last = i64::from(minute == 0 && second.unwrap_or(0) == 0);
        if hour > 23 + last || minute > 59 || second.is_some_and(|s| s > 60) {
            return None;
        }
        self.time = Some(Clock {
            hour: i8::try_from(hour).ok()?,
            minute: i8::try_from(minute).ok()?,
            // A leap second is the last one we can hold.
            second: second.and_then(|s| i8::try_from(s.min(59)).ok()),
        });
        Some(())
    }

    /// The stamp, if the parts make one.
    pub(super) fn stamp(&self, raw: &str, hints: &Hints) -> Option<Stamp> {
        let year = self.year?;
        let date = Date::new(year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()?;
        let Some(clock) = self.time else {
            let precision = match (self.month, self.day) {
                (Some(_), Some(_)) => Precision::Day,
                (Some(_), None) => Precision::Month,
                (None, None) => Precision::Year,
                (None, Some(_)) => return None,
            };
            return Some(Stamp { precision, ..Stamp::day(date, raw) });
        };
        if !self.whole_date() {
            return None;
        }
        let (seconds, offset) = self.instant(date, clock, hints)?;
        let precision = if clock.second.is_some() { Precision::Second } else { Precision::Minute };
        Some(Stamp { seconds, precision, offset, raw: raw.to_owned() })
    }

    fn instant(&self, date: Date, clock: Clock, hints: &Hints) -> Option<(i64, Option<i32>)> {
        let (date, hour) =
            if clock.hour == 24 { (date.checked_add(1.day()).ok()?, 0) } else { (date, clock.hour) };
        let time = Time::new(hour, clock.minute, clock.second.unwrap_or(0), 0).ok()?;
        let wall: DateTime = date.to_datetime(time);
        if let Some(zone) = self.zone {
            let (seconds, offset) = zone.resolve(wall)?;
            return Some((seconds, Some(offset)));
        }
        if hints.zone == TimeZone::UTC {
            return Some((zones::utc_seconds(wall), None));
        }
        let instant = hints.zone.to_ambiguous_timestamp(wall).compatible().ok()?;
        Some((instant.as_second(), None))
    }
}
