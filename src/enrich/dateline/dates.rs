//! The date in a dateline: `March 19`, `2 March`, `Feb. 29, 1992`, `Saturday`; and its year.
//!
//! Reads one comma-free piece of the line and infers what the piece leaves out (handbook 1.6).
//! It knows nothing of places.

use super::months::{exact_month, month, weekday};
use jiff::civil::{Date, Weekday};

/// A date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Month and day, the year if given.
    Day {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
        /// As written.
        year: Option<i16>,
        /// The month was misspelled by a letter.
        typo: bool,
    },
    /// A day of the week.
    Weekday(Weekday),
    /// A day of a month that is not said, 1 to 31.
    DayAlone(i8),
}

/// A date worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inferred {
    /// The date.
    pub date: Date,
    /// More than 45 days from the publication: most likely a wrong month.
    pub suspect: bool,
}

/// Reads a piece that is a date and nothing else. Spaces and full stops do not count, so that
/// `Apri l7`, `March12` and `AUG 8.` read as they were meant.
pub fn read(piece: &str) -> Option<Written> {
    let piece = piece.trim();
    if piece.len() < 3 || piece.chars().count() > 24 {
        return None;
    }
    if let Some(day) = weekday(piece) {
        return Some(Written::Weekday(day));
    }
    if let Some(date) = numeric(piece) {
        return Some(date);
    }
    if let Some(date) = piece.get(..10).and_then(|iso| iso.parse::<Date>().ok()) {
        return Some(Written::Day {
            month: date.month(),
            day: date.day(),
            year: Some(date.year()),
            typo: false,
        });
    }
    if !piece.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let packed: String = crate::enrich::gazetteer::fold(piece).chars().filter(|&c| c != ' ').collect();
    packed_date(&packed)
}

/// `aug8`, `8aug`, `aug82014`, `2deenero`, `march19th`, `8марта2014года`.
fn packed_date(packed: &str) -> Option<Written> {
    let letters_from = packed.find(char::is_alphabetic)?;
    let (before, rest) = packed.split_at(letters_from);
    let letters_to = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
    let (letters, after) = rest.split_at(letters_to);
    let figures = after.replace('o', "0"); // `March 2O`
    let after = if before.is_empty() && after.len() == 2 { figures.as_str() } else { after };
    let (day, year) = if before.is_empty() {
        day_and_year(after)?
    } else {
        (number(before, 2)?, year(without_year(after))?)
    };
    let letters = if before.is_empty() { letters } else { after_ordinal(letters) };
    let (month, typo) = month(letters)?;
    let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::try_from(month - 1).ok()?];
    let day = i8::try_from(day).ok().filter(|d| (1..=longest).contains(d))?;
    Some(Written::Day { month, day, year, typo })
}

/// `8`, `8th`, `82014` (a space was there), `82014` with the year in four figures.
fn day_and_year(text: &str) -> Option<(i16, Option<i16>)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let tail = &text[digits..];
    match (digits, tail) {
        (1 | 2, "" | "st" | "nd" | "rd" | "th") => Some((number(&text[..digits], 2)?, None)),
        (5 | 6, "") => {
            let (day, year) = text.split_at(digits - 4);
            Some((number(day, 2)?, Some(plausible(number(year, 4)?)?)))
        }
        _ => {
            let (day, rest) = text.split_at(digits.min(2));
            let year = rest.strip_prefix("st").or(rest.strip_prefix("nd")).or(rest.strip_prefix("rd"));
            let year = year.or(rest.strip_prefix("th"))?;
            Some((number(day, 2)?, Some(plausible(number(year, 4)?)?)))
        }
    }
}

/// `2014года`, `2014р`: the word for the year falls.
fn without_year(after: &str) -> &str {
    ["года", "року", "г", "р"].iter().find_map(|word| after.strip_suffix(word)).unwrap_or(after)
}

fn after_ordinal(letters: &str) -> &str {
    let cut = ["st", "nd", "rd", "th", "de"].iter().find_map(|o| letters.strip_prefix(o));
    cut.filter(|rest| exact_month(rest).is_some()).unwrap_or(letters)
}

fn year(text: &str) -> Option<Option<i16>> {
    if text.is_empty() { Some(None) } else { number(text, 4).and_then(plausible).map(Some) }
}

/// `25-11-2023`, `25.11.2023`: agencies that write it so put the day first.
fn numeric(piece: &str) -> Option<Written> {
    let mut parts = piece.splitn(3, ['-', '.']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next().filter(|y| y.len() == 4)?);
    let date = Date::new(
        plausible(number(year, 4)?)?,
        number(month, 2)?.try_into().ok()?,
        number(day, 2)?.try_into().ok()?,
    );
    date.ok().map(|d| Written::Day { month: d.month(), day: d.day(), year: Some(d.year()), typo: false })
}

/// A piece that is a year alone: `2014`.
pub fn year_alone(piece: &str) -> Option<i16> {
    let piece = piece.trim().trim_end_matches('.');
    (piece.len() == 4).then(|| number(piece, 4).and_then(plausible))?
}

fn plausible(year: i16) -> Option<i16> {
    (1840..=2200).contains(&year).then_some(year)
}

fn number(text: &str, most: usize) -> Option<i16> {
    let good = !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    good.then(|| text.parse().ok())?
}

/// Works out the date: the year nearest to publication, with a bias to the past (handbook 1.6).
/// `None` when a year is missing and nothing says when the story was published.
pub fn infer(written: Written, published: Option<Date>) -> Option<Inferred> {
    match written {
        Written::Weekday(day) => {
            let published = published?;
            let back = i64::from(published.weekday().since(day));
            Some(Inferred { date: published.checked_sub(jiff::Span::new().days(back)).ok()?, suspect: false })
        }
        Written::DayAlone(day) => {
            let published = published?;
            let near = [0, -1, 1, -2].into_iter().filter_map(|step| {
                let month = published.first_of_month().checked_add(jiff::Span::new().months(step)).ok()?;
                Date::new(month.year(), month.month(), day).ok()
            });
            let date = near.min_by_key(|&date| cost(days(published, date)))?;
            Some(Inferred { date, suspect: false })
        }
        Written::Day { month, day, year: Some(year), .. } => {
            let date = Date::new(year, month, day).ok()?;
            Some(Inferred { date, suspect: published.is_some_and(|p| days(p, date).abs() > 45) })
        }
        Written::Day { month, day, year: None, .. } => {
            let published = published?;
            let years = [0, -1, 1, -2, 2, -3, -4].map(|step| published.year() + step);
            // Only 29 February needs more than the three nearest years.
            let near = years.iter().filter_map(|&y| Date::new(y, month, day).ok()).take(3);
            let date = near.min_by_key(|&date| cost(days(published, date)))?;
            Some(Inferred { date, suspect: days(published, date).abs() > 45 })
        }
    }
}

fn days(published: Date, date: Date) -> i32 {
    (published - date).get_days()
}

/// How unlikely a dateline is that lies `delta` days before publication.
fn cost(delta: i32) -> i32 {
    match delta {
        0.. => delta,
        -2..=-1 => -delta,
        _ => -3 * delta,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn day(month: i8, day: i8) -> Option<Written> {
        Some(Written::Day { month, day, year: None, typo: false })
    }

    #[test]
    fn spellings() {
        for (text, want) in [
            ("March 19", day(3, 19)),
            ("AUG. 8", day(8, 8)),
            ("2 March", day(3, 2)),
            ("Feb26", day(2, 26)),
            ("Apri l7", day(4, 7)),
            ("ABR 9", day(4, 9)),
            ("Sept. 4.", day(9, 4)),
            ("2 de enero", day(1, 2)),
            ("3rd June", day(6, 3)),
            ("March 19th", day(3, 19)),
            ("Junee 2", Some(Written::Day { month: 6, day: 2, year: None, typo: true })),
            ("Marc 16", Some(Written::Day { month: 3, day: 16, year: None, typo: true })),
            ("Aug 29 2014", Some(Written::Day { month: 8, day: 29, year: Some(2014), typo: false })),
            ("21 Nov. 2024", Some(Written::Day { month: 11, day: 21, year: Some(2024), typo: false })),
            ("1996-08-20", Some(Written::Day { month: 8, day: 20, year: Some(1996), typo: false })),
            ("Saturday", Some(Written::Weekday(Weekday::Saturday))),
            ("Feb 30", None),
            ("March", None),
            ("Fla. 3", None),
            ("Jur 3", None),
            ("Bay 13", None),
            ("25-11-2023", Some(Written::Day { month: 11, day: 25, year: Some(2023), typo: false })),
            ("March 2O", day(3, 20)),
            ("Division 3", None),
            ("12 марта", day(3, 12)),
            ("2 ТРАВНЯ", day(5, 2)),
            ("8 мая 2014 года", Some(Written::Day { month: 5, day: 8, year: Some(2014), typo: false })),
            ("12 часов", None),
        ] {
            assert_eq!(read(text), want, "{text}");
        }
    }

    fn inferred(text: &str, published: Date) -> Option<(Date, bool)> {
        infer(read(text)?, Some(published)).map(|i| (i.date, i.suspect))
    }

    #[test]
    fn years() {
        for (text, published, want, suspect) in [
            ("Dec 31", date(2014, 1, 1), date(2013, 12, 31), false),
            ("Jan. 1", date(2006, 12, 31), date(2007, 1, 1), false),
            ("Feb. 29", date(1992, 3, 1), date(1992, 2, 29), false),
            ("Feb. 29", date(1993, 2, 28), date(1992, 2, 29), true),
            ("Feb 29", date(1995, 12, 30), date(1996, 2, 29), true),
            ("Saturday", date(1996, 10, 20), date(1996, 10, 19), false),
            ("Sunday", date(1996, 10, 20), date(1996, 10, 20), false),
            ("Monday", date(1996, 10, 20), date(1996, 10, 14), false),
            ("Dec 20", date(2001, 3, 1), date(2000, 12, 20), true),
            ("June 10", date(2001, 6, 8), date(2001, 6, 10), false),
        ] {
            assert_eq!(inferred(text, published), Some((want, suspect)), "{text} of {published}");
        }
        for (day, published, want) in [
            (12, date(2021, 3, 12), date(2021, 3, 12)),
            (31, date(2021, 3, 1), date(2021, 1, 31)),
            (28, date(2021, 3, 1), date(2021, 2, 28)),
            (1, date(2021, 2, 28), date(2021, 3, 1)),
        ] {
            let found = infer(Written::DayAlone(day), Some(published)).map(|i| i.date);
            assert_eq!(found, Some(want), "{day} of {published}");
        }
        assert_eq!(infer(read("March 3").unwrap(), None), None);
        assert_eq!(infer(read("March 3 1987").unwrap(), None).map(|i| i.date), Some(date(1987, 3, 3)));
    }
}
