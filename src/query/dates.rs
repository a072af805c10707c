//! The date language of queries and flags: `2007-08`, `today`, `-7d`, `monday`, `8 Aug 2007`, RFC 3339.
//!
//! A bare date is the whole day, month or year in the zone of [`Settings`]; "now" comes from there
//! too, so nothing here reads a clock. Knows no tree and no token. One date by itself is read in
//! `moment`; here are ranges of them.

use super::moment::{named, wrong};
use super::{DateRange, Moment, Settings, Value, Yearly};
use crate::error::Result;
use jiff::civil::Date;
use std::fmt::{self, Display, Formatter};

/// The first moment of a date and the first moment after it.
///
/// # Errors
/// [`ErrorKind::Query`](crate::error::ErrorKind::Query), saying what is wrong with the date.
pub fn parse_bound(text: &str, settings: &Settings) -> Result<(Moment, Moment)> {
    named(text, settings).map(|date| (date.from, date.until))
}

/// From one date to another, both inclusive: `("2007-08", "2007-08")` is all of August.
///
/// # Errors
/// [`ErrorKind::Query`](crate::error::ErrorKind::Query) for what is no date, and for bounds the wrong way round.
pub fn range(from: Option<&str>, to: Option<&str>, settings: &Settings) -> Result<DateRange> {
    let (from, to) = (from.map(str::trim), to.map(str::trim));
    let first = from.map(|text| named(text, settings)).transpose()?;
    let last = to.map(|text| named(text, settings)).transpose()?;
    if let (Some(first), Some(last)) = (first, last)
        && first.from.instant >= last.until.instant
    {
        let (from, to) = (from.unwrap_or(""), to.unwrap_or(""));
        return Err(wrong(format!("the dates are the wrong way round: {from} is after {to}"))
            .with_hint(format!("swap them: {to}..{from}")));
    }
    let written = match (from, to) {
        (Some(from), Some(to)) if from == to => from.to_owned(),
        _ => format!("{}..{}", from.unwrap_or(""), to.unwrap_or("")),
    };
    Ok(DateRange { from: first.map(|d| d.from), until: last.map(|d| d.until), written })
}

/// The value of a date clause: what stands after `date:`.
///
/// # Errors
/// As [`range`].
pub fn value(text: &str, settings: &Settings) -> Result<Value> {
    let text = text.trim();
    let written = text.to_owned();
    match text {
        "*" => return Ok(Value::Present),
        _ if text.eq_ignore_ascii_case("none") => return Ok(Value::Absent),
        _ => {}
    }
    if let Some(day) = text.strip_prefix("*-") {
        return yearly(day, text, settings).map(Value::Yearly);
    }
    if text.starts_with(['[', '{']) {
        return Err(wrong(format!("`{text}` is not a range")).with_hint("write a range as 2007..2008"));
    }
    if let Some(range) = compared(text, settings)? {
        return Ok(Value::Dates(range));
    }
    let range = match text.split_once("..") {
        None => range(Some(text), Some(text), settings)?,
        Some((from, to)) => {
            let side = |text: &str| Some(text.trim_matches(['.', ' ']).to_owned()).filter(|t| !t.is_empty());
            let (from, to) = (side(from), side(to));
            if from.is_none() && to.is_none() {
                return Err(
                    wrong("a range needs at least one date").with_hint("for all dated stories write date:*")
                );
            }
            range(from.as_deref(), to.as_deref(), settings)?
        }
    };
    Ok(Value::Dates(DateRange { written, ..range }))
}

/// `>2007`, `>=2007`, `<2007`, `<=2007`; `None` for what begins with no such sign.
fn compared(text: &str, settings: &Settings) -> Result<Option<DateRange>> {
    const SIGNS: [(&str, bool, bool); 4] =
        [(">=", true, true), ("<=", false, true), (">", true, false), ("<", false, false)];
    for (sign, above, inclusive) in SIGNS {
        let Some(rest) = text.strip_prefix(sign) else { continue };
        let bound = Some(named(rest.trim(), settings)?.bound(above, inclusive));
        let (from, until) = if above { (bound, None) } else { (None, bound) };
        return Ok(Some(DateRange { from, until, written: text.to_owned() }));
    }
    Ok(None)
}

/// What follows `*-`: a month, or a month and a day.
fn yearly(text: &str, whole: &str, settings: &Settings) -> Result<Yearly> {
    let bad = || {
        wrong(format!("`{whole}` is no day of a year"))
            .with_hint("write 8 August of any year as *-08-08, all of August as *-08")
    };
    let number = |digits: &str| -> Option<u8> {
        let shaped = matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse().ok().filter(|_| shaped)
    };
    let (month, day) = match text.split_once('-') {
        None => (number(text), None),
        Some((month, day)) => (number(month), Some(number(day).ok_or_else(bad)?)),
    };
    let month = month.ok_or_else(bad)?;
    // A leap year has all days.
    let (leap, first) = (2000, i8::try_from(day.unwrap_or(1)));
    let exists = i8::try_from(month).ok().zip(first.ok()).is_some_and(|(m, d)| Date::new(leap, m, d).is_ok());
    if exists { Ok(Yearly { month, day, zone: settings.zone.clone() }) } else { Err(bad()) }
}

impl Yearly {
    /// The day or month in a year, as a date: `2007-08-08`. Not every year has its 29 February.
    pub fn in_year(&self, year: i16) -> String {
        self.after(&format!("{year:04}"))
    }

    fn after(&self, year: &str) -> String {
        let day = self.day.map_or(String::new(), |day| format!("-{day:02}"));
        format!("{year}-{:02}{day}", self.month)
    }
}

impl Display for Yearly {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.after("*"))
    }
}
