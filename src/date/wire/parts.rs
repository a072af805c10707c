//! Gathers year, month, day, time and zone from a date field, in whatever order they come.

use super::cursor::{Cursor, Number};
use super::zones::{self, Zone};

/// What has been read so far.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) year: Option<i16>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    pub(super) time: Option<Clock>,
    pub(super) zone: Option<Zone>,
    /// A comma, bracket or control character came just before: what follows may be a remark.
    may_end: bool,
}

/// A time of day; hour 24 is the end of the day.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) hour: i8,
    pub(super) minute: i8,
    pub(super) second: Option<i8>,
}

/// Words that may stand in a date field and say nothing.
static FILLERS: &[&str] = &[
    "at",
    "created",
    "date",
    "daylight",
    "first",
    "hours",
    "hrs",
    "issued",
    "last",
    "local",
    "modified",
    "of",
    "on",
    "posted",
    "published",
    "standard",
    "the",
    "time",
    "updated",
];

/// Months as German and French wires write them, where they do not begin as in English.
static OTHER_MONTHS: &[(&str, i8)] = &[
    ("januar", 1),
    ("februar", 2),
    ("fev", 2),
    ("mrz", 3),
    ("avr", 4),
    ("mai", 5),
    ("juni", 6),
    ("juli", 7),
    ("okt", 10),
    ("oktober", 10),
    ("dez", 12),
    ("dezember", 12),
];

static WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Parts {
    /// Takes one item; `Some(false)` at the end, `None` when the text is no date.
    pub(super) fn take(&mut self, cursor: &mut Cursor<'_>, day_first: bool) -> Option<bool> {
        self.separators(cursor);
        if cursor.done() {
            return Some(false);
        }
        let taken = match cursor.peek(0) {
            b'0'..=b'9' => self.number(cursor, day_first),
            b'a'..=b'z' | b'A'..=b'Z' => self.word(cursor),
            b'+' | b'-' if self.time.is_some() && self.zone.is_none() => self.offset(cursor),
            _ => None,
        };
        match taken {
            Some(()) => Some(true),
            None if self.may_end && self.year.is_some() => Some(false),
            None => None,
        }
    }

    fn separators(&mut self, cursor: &mut Cursor<'_>) {
        self.may_end = false;
        loop {
            cursor.spaces();
            match cursor.peek(0) {
                b'-' if self.offset_ahead(cursor) => return,
                b',' | b'(' | b';' | b'|' => self.may_end = true,
                // What a telex left behind, as a control character or its reference: "01.79&#5;&#5;RM".
                1..=0x1F | 0x7F | b'&' => self.may_end = true,
                b'.' | b'-' | b'/' | b'\'' | b':' | b')' => {}
                _ => return,
            }
            cursor.bump(1);
        }
    }

    fn offset_ahead(&self, cursor: &Cursor<'_>) -> bool {
        self.time.is_some() && self.zone.is_none() && cursor.peek(1).is_ascii_digit()
    }

    fn number(&mut self, cursor: &mut Cursor<'_>, day_first: bool) -> Option<()> {
        let number = cursor.number()?;
        if number.digits <= 2 && (self.clock(number, cursor).is_some()) {
            return Some(());
        }
        if self.year.is_none() && self.numeric_date(number, cursor, day_first).is_some() {
            iso_t(cursor);
            return Some(());
        }
        match number.digits {
            14 => {
                self.set_date(number.value / 1_000_000)?;
                self.hhmmss(number.value % 1_000_000)
            }
            12 => {
                self.set_date(number.value / 10_000)?;
                self.set_time(number.value / 100 % 100, number.value % 100, None)
            }
            8 if self.year.is_none() => {
                self.set_date(number.value)?;
                iso_t(cursor);
                Some(())
            }
            6 if self.whole_date() => {
                fraction(cursor);
                self.hhmmss(number.value)
            }
            6 if self.year.is_none() && self.day.is_none() && month_follows(cursor) => {
                // `242200 GMT Jun 17`: day, hour, minute; month and year come after.
                self.day = i8::try_from(number.value / 10_000).ok().filter(|day| (1..=31).contains(day));
                self.day?;
                self.set_time(number.value / 100 % 100, number.value % 100, None)
            }
            6 if self.year.is_none() => {
                let year = two_digit_year(number.value / 10_000);
                self.set_date(i64::from(year) * 10_000 + number.value % 10_000)
            }
            4 if self.time.is_none() && (self.whole_date() || self.day.is_none() && zone_follows(cursor)) => {
                self.set_time(number.value / 100, number.value % 100, None)
            }
            4 if self.year.is_none() && (1000..=9999).contains(&number.value) => {
                self.year = i16::try_from(number.value).ok();
                Some(())
            }
            1 | 2 => self.small(number, cursor),
            _ => None,
        }
    }

    /// A day or a two-digit year.
    fn small(&mut self, number: Number, cursor: &mut Cursor<'_>) -> Option<()> {
        let mut ahead = *cursor;
        if matches!(ahead.word().to_ascii_lowercase().as_str(), "st" | "nd" | "rd" | "th") {
            *cursor = ahead;
        }
        if self.day.is_none() && (1..=31).contains(&number.value) {
            self.day = i8::try_from(number.value).ok();
            return Some(());
        }
        if self.year.is_none() && number.digits == 2 && self.month.is_some() {
            self.year = Some(two_digit_year(number.value));
            return Some(());
        }
        None
    }

    /// `15:01:01.79`, `3:15 p.m.`, `3 p.m.`, `3.15pm`, `15h30`.
    fn clock(&mut self, hour: Number, cursor: &mut Cursor<'_>) -> Option<()> {
        let mut ahead = *cursor;
        let mut minute = 0;
        let mut second = None;
        let marked = match ahead.peek(0) {
            b':' => {
                ahead.bump(1);
                minute = ahead.number().filter(|n| n.digits == 2)?.value;
                if ahead.peek(0) == b':' && ahead.peek(1).is_ascii_digit() {
                    ahead.bump(1);
                    second = Some(ahead.number().filter(|n| n.digits == 2)?.value);
                    fraction(&mut ahead);
                }
                true
            }
            b'h' | b'H' if ahead.peek(1).is_ascii_digit() => {
                ahead.bump(1);
                minute = ahead.number().filter(|n| n.digits == 2)?.value;
                true
            }
            b'.' if ahead.peek(1).is_ascii_digit() => {
                ahead.bump(1);
                minute = ahead.number().filter(|n| n.digits == 2)?.value;
                false
            }
            _ => false,
        };
        let half = ahead.meridiem();
        if self.time.is_some() || !(marked || half.is_some()) {
            return None;
        }
        self.set_time(twelve_hours(hour.value, half)?, minute, second)?;
        *cursor = ahead;
        Some(())
    }

    /// `8/8/2007`, `02-12-88`, `08.08.2007`, `2007-08-08`, `2007-08`, `8/2007`.
    fn numeric_date(&mut self, first: Number, cursor: &mut Cursor<'_>, day_first: bool) -> Option<()> {
        let separator = cursor.peek(0);
        if !matches!(separator, b'/' | b'-' | b'.') || self.month.is_some() || self.day.is_some() {
            return None;
        }
        let mut ahead = *cursor;
        ahead.bump(1);
        let second = ahead.short_number(4)?;
        let third = (ahead.peek(0) == separator)
            .then(|| {
                let mut further = ahead;
                further.bump(1);
                further.short_number(4).map(|number| (number, further))
            })
            .flatten();
        let digits = (first.digits, second.digits, third.map(|(number, _)| number.digits));
        match digits {
            (4, 1..=2, None) => self.set_month(first.value, second.value)?,
            (1..=2, 4, None) if separator == b'/' => self.set_month(second.value, first.value)?,
            (4, 1..=2, Some(1..=2)) => {
                self.set_date(first.value * 10_000 + second.value * 100 + third?.0.value)?;
            }
            (1..=2, 1..=2, Some(2 | 4)) => {
                let last = third?.0;
                let year = if last.digits == 2 { i64::from(two_digit_year(last.value)) } else { last.value };
                let day_leads = separator == b'.' || day_first || first.value > 12;
                let (day, month) = if day_leads && second.value <= 12 {
                    (first.value, second.value)
                } else {
                    (second.value, first.value)
                };
                self.set_date(year * 10_000 + month * 100 + day)?;
            }
            _ => return None,
        }
        *cursor = third.map_or(ahead, |(_, further)| further);
        Some(())
    }

    fn word(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        let word = cursor.word();
        if let Some(month) = month(word) {
            if self.month.is_some() {
                return None;
            }
            self.month = Some(month);
            return Some(());
        }
        if named(WEEKDAYS, word).is_some() || FILLERS.iter().any(|f| word.eq_ignore_ascii_case(f)) {
            return Some(());
        }
        if word.eq_ignore_ascii_case("noon") || word.eq_ignore_ascii_case("midnight") {
            return self.set_time(if word.len() == 4 { 12 } else { 0 }, 0, None);
        }
        if let Some(zone) = zones::find(word).filter(|_| self.zone.is_none()) {
            self.zone = Some(zone);
            if matches!(zone, Zone::Fixed(0)) && matches!(cursor.peek(0), b'+' | b'-') {
                self.offset(cursor)?;
            }
            return Some(());
        }
        // "(EDT)" after "-0400", and the service letters of "AP-NR-02-12-88".
        let remark = self.zone.is_some() && zones::find(word).is_some();
        let service = self.year.is_none()
            && self.day.is_none()
            && cursor.peek(0) == b'-'
            && word.len() == 2
            && word.bytes().all(|b| b.is_ascii_uppercase());
        (remark || service).then_some(())
    }

    /// `+0100`, `+01:00`, `-04`, `+1`.
    fn offset(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        let sign = if cursor.peek(0) == b'-' { -1 } else { 1 };
        cursor.bump(1);
        let number = cursor.number().filter(|n| n.digits <= 4)?;
        let (hours, minutes) = match number.digits {
            1 | 2 if cursor.peek(0) == b':' && cursor.peek(1).is_ascii_digit() => {
                cursor.bump(1);
                (number.value, cursor.number().filter(|n| n.digits == 2)?.value)
            }
            1 | 2 => (number.value, 0),
            4 => (number.value / 100, number.value % 100),
            _ => return None,
        };
        if hours > 14 || minutes > 59 {
            return None;
        }
        self.zone = i32::try_from(sign * (hours * 60 + minutes)).ok().map(Zone::Fixed);
        Some(())
    }
}

/// 70 to 99 are 19xx, 00 to 69 are 20xx.
fn two_digit_year(value: i64) -> i16 {
    i16::try_from(if value >= 70 { 1900 + value } else { 2000 + value }).unwrap_or(0)
}

fn twelve_hours(hour: i64, afternoon: Option<bool>) -> Option<i64> {
    match afternoon {
        None => Some(hour),
        Some(_) if !(1..=12).contains(&hour) => None,
        Some(afternoon) => Some(hour % 12 + if afternoon { 12 } else { 0 }),
    }
}

/// The place in the list of the name that the word is or shortens to three letters or more.
fn named(list: &[&str], word: &str) -> Option<usize> {
    if word.len() < 3 {
        return None;
    }
    list.iter().position(|name| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
}

/// The number of a month's name.
fn month(word: &str) -> Option<i8> {
    let other = || OTHER_MONTHS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    crate::date::month(word).or_else(|| other().map(|(_, month)| *month))
}

fn month_follows(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    ahead.spaces();
    let word = ahead.word();
    if month(word).is_some() {
        return true;
    }
    ahead.spaces();
    zones::find(word).is_some() && month(ahead.word()).is_some()
}

/// Skips the `T` between an ISO date and its time.
fn iso_t(cursor: &mut Cursor<'_>) {
    if matches!(cursor.peek(0), b'T' | b't') && cursor.peek(1).is_ascii_digit() {
        cursor.bump(1);
    }
}

fn fraction(cursor: &mut Cursor<'_>) {
    if matches!(cursor.peek(0), b'.' | b',') && cursor.peek(1).is_ascii_digit() {
        cursor.bump(1);
        let _ = cursor.number();
    }
}

fn zone_follows(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    ahead.spaces();
    let word = ahead.word();
    !word.is_empty() && zones::find(word).is_some()
}
