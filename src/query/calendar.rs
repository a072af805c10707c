//! Dates as people write them: `8 Aug 2007`, `August 8, 2007`, `8/31/2007`. Which day they mean, not whether there is one.

use crate::date::month;
use std::fmt::{self, Display, Formatter};

/// A month or a day of a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Parts {
    pub year: i16,
    pub month: i16,
    /// None for all of the month.
    pub day: Option<i16>,
}

impl Display for Parts {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

/// `8 Aug 2007`, `August 8, 2007`, `Aug. 2007`.
pub(super) fn spelled(text: &str) -> Option<Parts> {
    let words: Vec<&str> = text.split([' ', ',', '.']).filter(|word| !word.is_empty()).collect();
    let year = |word: &str| number(word).filter(|_| word.len() == 4);
    let (year, month, day) = match words.as_slice() {
        [m, y] => (year(y)?, month(m)?.into(), None),
        [a, b, y] => match month(a) {
            Some(month) => (year(y)?, month.into(), Some(number(b)?)),
            None => (year(y)?, month(b)?.into(), Some(number(a)?)),
        },
        _ => return None,
    };
    Some(Parts { year, month, day })
}

/// What numbers between slashes or full stops mean.
#[derive(Debug, PartialEq)]
pub(super) enum Slashed {
    One(Parts),
    /// In America, and elsewhere.
    Two(Parts, Parts),
}

/// `8/31/2007`, `31/8/2007`, `31.8.2007`, `2007/08/31`, `8/2007`. Between full stops the day comes first; between slashes
/// in some countries the month, in others the day: where both could be meant, both are given.
pub(super) fn slashed(text: &str) -> Option<Slashed> {
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.'))?;
    let words: Vec<&str> = text.split(mark).collect();
    let year = |word: &str| number(word).filter(|_| word.len() == 4);
    let short = |word: &str| number(word).filter(|_| matches!(word.len(), 1 | 2));
    let day = |year, month, day| Parts { year, month, day: Some(day) };
    Some(match words.as_slice() {
        [m, y] => Slashed::One(Parts { year: year(y)?, month: short(m)?, day: None }),
        [y, m, d] if y.len() == 4 => Slashed::One(day(year(y)?, short(m)?, short(d)?)),
        [a, b, y] => {
            let (year, a, b) = (year(y)?, short(a)?, short(b)?);
            match (a > 12, b > 12) {
                (false, true) if mark == '/' => Slashed::One(day(year, a, b)),
                (false, false) if mark == '/' && a != b => Slashed::Two(day(year, a, b), day(year, b, a)),
                _ => Slashed::One(day(year, b, a)),
            }
        }
        _ => return None,
    })
}

fn number(word: &str) -> Option<i16> {
    word.parse().ok().filter(|_| word.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_mean_one_day_or_two() {
        let one = |text: &str| match slashed(text) {
            Some(Slashed::One(parts)) => parts.to_string(),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(one("8/31/2007"), "2007-08-31");
        assert_eq!(one("31/8/2007"), "2007-08-31");
        assert_eq!(one("8/8/2007"), "2007-08-08");
        assert_eq!(one("3.4.2007"), "2007-04-03");
        assert_eq!(one("2007/3/4"), "2007-03-04");
        assert_eq!(one("3/2007"), "2007-03");
        let Some(Slashed::Two(america, elsewhere)) = slashed("3/4/2007") else { panic!() };
        assert_eq!([america.to_string(), elsewhere.to_string()], ["2007-03-04", "2007-04-03"]);
        for text in ["3/4/87", "3/4", "3/4.2007", "/4/2007", "123/4/2007", "3/4/2007/5", "a/4/2007", ""] {
            assert_eq!(slashed(text), None, "{text}");
        }
    }
}
