//! One date of the date language as a span of time: `2007-08`, `today`, `-7d`, `8 Aug 2007`, RFC 3339.
//!
//! A date is a first moment and the first moment after it, in two clocks (see [`Moment`]). Ranges are
//! made of dates in `dates`.

use super::calendar::{Slashed, slashed, spelled};
use super::{Moment, Settings};
use crate::date::{MONTHS, midnight};
use crate::error::{Error, ErrorKind, Result};
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{Span as Length, Timestamp};

/// What a date may look like, for hints.
pub(super) const EXAMPLES: &str = "write a date as 2007, 2007-08, 2007-08-08, today, monday or -7d";

/// Years that can be asked for; each has a moment after it.
const YEARS: std::ops::RangeInclusive<i16> = 1..=9998;

/// The time a date names, and whether it is finer than a day.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub from: Moment,
    pub until: Moment,
    fine: bool,
}

impl Named {
    /// The bound of an open range. A day-precision story is inside as soon as a part of its day is.
    pub fn bound(&self, above: bool, inclusive: bool) -> Moment {
        let (near, civil) = match (above, inclusive) {
            (true, true) => (self.from, self.from.civil),
            (true, false) => (self.until, self.from.civil),
            (false, true) => (self.until, self.until.civil),
            (false, false) => (self.from, self.until.civil),
        };
        Moment { instant: near.instant, civil: if self.fine { civil } else { near.civil } }
    }
}

pub(super) fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Query, message)
}

fn not_a_date(text: &str) -> Error {
    wrong(format!("`{text}` is not a date")).with_hint(EXAMPLES)
}

/// Reads one date.
///
/// # Errors
/// [`ErrorKind::Query`], saying what is wrong with it.
pub(super) fn named(text: &str, settings: &Settings) -> Result<Named> {
    let text = text.trim();
    let lower = text.to_lowercase();
    // Longer than any date: a pasted paragraph shall not come back whole in the message.
    if text.chars().count() > 64 {
        let start: String = text.chars().take(32).collect();
        return Err(not_a_date(&format!("{start}…")));
    }
    let today = settings.now.to_zoned_datetime(settings.zone.clone()).date();
    match lower.as_str() {
        "today" => return days(today, today, settings),
        "yesterday" => return moved(today, Length::new().days(-1), text, settings),
        "tomorrow" => return moved(today, Length::new().days(1), text, settings),
        "now" => return instant(settings.now, 1, &settings.zone, text),
        _ => {}
    }
    if let Some(weekday) = weekday(&lower) {
        let back = i64::from(today.weekday().since(weekday));
        return moved(today, Length::new().days(-back), text, settings);
    }
    if let Some(back) = lower.strip_prefix('-') {
        return relative(back, today, text, settings);
    }
    if text.contains(':') && text.starts_with(|c: char| c.is_ascii_digit()) {
        return timed(text, settings);
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return numeric(text, settings);
    }
    match slashed(text) {
        Some(Slashed::One(day)) => return calendar(text, day.year, Some(day.month), day.day, settings),
        Some(Slashed::Two(america, elsewhere)) => {
            return Err(wrong(format!("`{text}` may be either of two days"))
                .with_hint(format!("write {america} or {elsewhere}")));
        }
        None => {}
    }
    let day = spelled(text).ok_or_else(|| not_a_date(text))?;
    calendar(text, day.year, Some(day.month), day.day, settings)
}

/// Whole days, `first` to `last`, in the zone.
fn days(first: Date, last: Date, settings: &Settings) -> Result<Named> {
    if !YEARS.contains(&first.year()) || !YEARS.contains(&last.year()) {
        return Err(wrong(format!("`{first}` is out of range")).with_hint("years go from 0001 to 9998"));
    }
    let after = last.tomorrow().map_err(|_| wrong("the year is out of range"))?;
    let moment = |date: Date| -> Result<Moment> {
        let start =
            date.to_zoned_datetime(settings.zone.clone()).map_err(|_| wrong("the year is out of range"))?;
        Ok(Moment { instant: start.timestamp().as_second(), civil: midnight(date) })
    };
    Ok(Named { from: moment(first)?, until: moment(after)?, fine: false })
}

fn moved(today: Date, by: Length, text: &str, settings: &Settings) -> Result<Named> {
    let day = today.checked_add(by).map_err(|_| wrong(format!("`{text}` is too far away")))?;
    days(day, day, settings)
}

/// Some seconds from an instant on. For stories that know only their day it is that day, as the
/// clock on the wall in `zone` has it.
fn instant(at: Timestamp, seconds: i64, zone: &TimeZone, text: &str) -> Result<Named> {
    let day = at.to_zoned_datetime(zone.clone()).date();
    let after = day.tomorrow().map_err(|_| not_a_date(text))?;
    Ok(Named {
        from: Moment { instant: at.as_second(), civil: midnight(day) },
        until: Moment { instant: at.as_second() + seconds, civil: midnight(after) },
        fine: true,
    })
}

/// `7d`, `2w`, `3mo`, `1y` ago: the whole day; `6h` ago: the instant.
fn relative(back: &str, today: Date, text: &str, settings: &Settings) -> Result<Named> {
    let cut = back.find(|c: char| !c.is_ascii_digit()).unwrap_or(back.len());
    let (count, unit) = back.split_at(cut);
    let far = || wrong(format!("`{text}` is too far away"));
    if count.is_empty() {
        return Err(not_a_date(text));
    }
    let count: i64 = count.parse().map_err(|_| far())?;
    let length = Length::new();
    let by = match unit {
        "d" | "day" | "days" => length.try_days(-count),
        "w" | "week" | "weeks" => length.try_weeks(-count),
        "mo" | "month" | "months" => length.try_months(-count),
        "y" | "year" | "years" => length.try_years(-count),
        "h" | "hour" | "hours" => {
            let by = length.try_hours(-count).map_err(|_| far())?;
            let at = settings.now.checked_add(by).map_err(|_| far())?;
            return instant(at, 1, &settings.zone, text);
        }
        _ => {
            return Err(wrong(format!("`{text}` has no unit of time"))
                .with_hint("use h, d, w, mo or y: -6h, -7d, -2w, -3mo, -1y"));
        }
    };
    moved(today, by.map_err(|_| far())?, text, settings)
}

/// `2007-08-08T10:00:00Z`, with an offset or in the zone of the settings; seconds may be left out.
fn timed(text: &str, settings: &Settings) -> Result<Named> {
    let bad = || {
        wrong(format!("`{text}` is not a time"))
            .with_hint("write a time as 2007-08-08T10:00:00Z or 2007-08-08T10:00:00-04:00")
    };
    let upper = text.to_ascii_uppercase().replacen(' ', "T", 1);
    let (day, clock) = upper.split_once('T').ok_or_else(bad)?;
    numeric(day, settings)?;
    let offset = clock.find(['Z', '+', '-']);
    let seconds = match clock[..offset.unwrap_or(clock.len())].matches(':').count() {
        1 => 60,
        2 => 1,
        _ => return Err(bad()),
    };
    let (at, zone) = if offset.is_some() {
        let pieces: Timestamp = upper.parse().map_err(|_| bad())?;
        (pieces, stated_zone(&clock[offset.unwrap_or(0)..]).unwrap_or(TimeZone::UTC))
    } else {
        let wall: DateTime = upper.parse().map_err(|_| bad())?;
        (wall.to_zoned_datetime(settings.zone.clone()).map_err(|_| bad())?.timestamp(), settings.zone.clone())
    };
    instant(at, seconds, &zone, text)
}

/// `-04:00` as a zone of its own.
fn stated_zone(offset: &str) -> Option<TimeZone> {
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4).unwrap_or("0").parse().ok()?;
    Some(Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?.to_time_zone())
}

/// `2007`, `2007-08`, `2007-08-08`, `20070808`.
fn numeric(text: &str, settings: &Settings) -> Result<Named> {
    let compact = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> =
        if compact { vec![&text[..4], &text[4..6], &text[6..]] } else { text.split('-').collect() };
    let shaped =
        parts.len() <= 3 && parts[0].len() == 4 && parts[1..].iter().all(|part| matches!(part.len(), 1 | 2));
    let numbers: Vec<i16> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    if !shaped || numbers.len() != parts.len() {
        return Err(not_a_date(text));
    }
    calendar(text, numbers[0], numbers.get(1).copied(), numbers.get(2).copied(), settings)
}

/// A year, month or day of the calendar, saying exactly what does not exist.
fn calendar(
    text: &str,
    year: i16,
    month: Option<i16>,
    day: Option<i16>,
    settings: &Settings,
) -> Result<Named> {
    let wrong = |what: String| wrong(format!("`{text}` is not a date: {what}")).with_hint(EXAMPLES);
    if !YEARS.contains(&year) {
        return Err(wrong("years go from 0001 to 9998".to_owned()));
    }
    let number = month.unwrap_or(1);
    let first = i8::try_from(number)
        .ok()
        .and_then(|number| Date::new(year, number, 1).ok())
        .ok_or_else(|| wrong(format!("there is no month {number}")))?;
    let Some(day) = day else {
        let last = if month.is_some() { first.last_of_month() } else { first.last_of_year() };
        return days(first, last, settings);
    };
    let date = i8::try_from(day).ok().and_then(|day| Date::new(year, first.month(), day).ok());
    let date = date.ok_or_else(|| {
        wrong(format!("{} {year} has {} days", MONTHS[first.month() as usize - 1], first.days_in_month()))
    })?;
    days(date, date, settings)
}

fn weekday(lower: &str) -> Option<Weekday> {
    const DAYS: [(&str, Weekday); 7] = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    DAYS.iter().find(|(name, _)| lower.len() >= 3 && name.starts_with(lower)).map(|(_, day)| *day)
}
