//! Reads the date spellings that wires, agencies, SGML headers and web pages use (handbook 3.2).
//!
//! Pure: text and hints in, a [`Stamp`] or nothing out. It does not search running text for dates;
//! callers hand it the text of a date field or a line they believe to be one. Words that are no
//! part of a date end the reading only after a comma, a bracket or a control character
//! (`April 29, 1990, Sunday, Home Edition`); anywhere else they make it no date.

mod build;
mod cursor;
mod parts;
mod zones;

use super::{Precision, Stamp};
use cursor::Cursor;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use parts::Parts;

/// What the caller knows about the text.
#[derive(Debug, Clone)]
pub struct Hints {
    /// Zone in which a time without a zone is read.
    pub zone: TimeZone,
    /// `03/04/2007` is 3 April (default: March 4, as in US copy).
    pub day_first: bool,
}

impl Default for Hints {
    fn default() -> Self {
        Hints { zone: TimeZone::UTC, day_first: false }
    }
}

/// Longer text is no date field.
const LONGEST: usize = 160;

/// Reads a stamp; `None` when the text is no date. `Stamp::raw` is the text without the white
/// space and control characters around it.
pub fn parse(raw: &str, hints: &Hints) -> Option<Stamp> {
    let text = raw.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '"');
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let mut parts = Parts::default();
    let mut cursor = Cursor::new(text);
    while parts.take(&mut cursor, hints.day_first)? {}
    parts.stamp(text, hints)
}

/// Reads seconds or milliseconds since 1970, as JSON feeds print them. Numbers of 12 digits and
/// more are milliseconds: as seconds they would lie past the year 5000.
pub fn epoch(raw: &str) -> Option<Stamp> {
    let text = raw.trim();
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let number: i64 = whole.parse().ok()?;
    let seconds = if number.unsigned_abs() >= 100_000_000_000 { number.div_euclid(1000) } else { number };
    let at = Timestamp::from_second(seconds).ok()?;
    Some(Stamp::instant(at, Precision::Second, Some(0), text))
}

#[cfg(test)]
#[path = "wire/tests.rs"]
mod tests;
