//! Dates as those who come from another service ask for them: `date aft 1/31/2007`, `date bef jan 5, 2007`,
//! `date from 2007-08 to 2008`, `date(geq (1/1/2007) and leq (12/31/2007))`.
//!
//! Knows what a date looks like. Whether the day exists is said where dates are read (`moment`).

use super::calendar::{Slashed, slashed, spelled};
use super::lexer::{Lexer, Named, TokenKind};
use super::raw::Raw;
use crate::date::month;
use crate::fields::{self, FieldKind};
use crate::span::Span;

/// Words of Nexis and Factiva between `date` and a date, and what they are as a sign.
const WHEN: &[(&str, &str)] = &[
    ("aft", ">"),
    ("after", ">"),
    ("bef", "<"),
    ("before", "<"),
    ("is", ""),
    ("=", ""),
    ("geq", ">="),
    ("leq", "<="),
    ("gtr", ">"),
    ("lss", "<"),
];

/// English words that a date may follow in any sentence: there a year has to stand.
const PLAIN: &[&str] = &["after", "before", "is", "from"];

impl Lexer<'_> {
    /// Reads a date behind the name of a field of dates.
    pub(super) fn told(&mut self, raw: &Raw, start: usize, end: usize) -> bool {
        let Some(field) = fields::find(&raw.text).filter(|field| field.kind == FieldKind::Date) else {
            return false;
        };
        let mut reader = Reader { text: self.text, at: end };
        let Some(values) = reader.group().or_else(|| reader.comparison().map(|value| vec![value])) else {
            return false;
        };
        let (span, last) = (Span::new(start, reader.at), values.len() - 1);
        let said = match values.as_slice() {
            [value] => value.clone(),
            values => format!("({})", values.join(" AND ")),
        };
        self.note(span, format!("read as {}:{said}", field.name));
        self.manner.get_or_insert(span);
        self.push(TokenKind::Field(Named(field)), start, end);
        let (from, until) = (reader.first(end), reader.at);
        if last > 0 {
            self.push(TokenKind::Open, from, until);
        }
        for (n, value) in values.into_iter().enumerate() {
            self.push(TokenKind::Word(Raw { text: value, escaped: Vec::new() }), from, until);
            if n < last {
                self.push(TokenKind::And, from, until);
            }
        }
        if last > 0 {
            self.push(TokenKind::Close, from, until);
        }
        self.suffixes();
        true
    }
}

/// Reads on in a query from one of its bytes; where something is not there it stays where it is.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text[self.at..].trim_start()
    }

    /// The first byte from a place on that is not blank.
    fn first(&self, from: usize) -> usize {
        self.text.len() - self.text[from..].trim_start().len()
    }

    fn sign(&mut self, sign: char) -> Option<()> {
        let rest = self.rest().strip_prefix(sign)?;
        self.at = self.text.len() - rest.len();
        Some(())
    }

    fn word(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let length =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"')).unwrap_or(rest.len());
        self.at = self.text.len() - rest.len() + length;
        Some(&rest[..length]).filter(|word| !word.is_empty())
    }

    /// What `read` reads, or nothing at all.
    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let at = self.at;
        let found = read(self);
        if found.is_none() {
            self.at = at;
        }
        found
    }

    /// `(geq (1/1/2007) and leq (12/31/2007))`.
    fn group(&mut self) -> Option<Vec<String>> {
        self.attempt(|reader| {
            reader.sign('(')?;
            let mut values = vec![reader.comparison()?];
            while reader.sign(')').is_none() {
                reader.word().filter(|word| word.eq_ignore_ascii_case("and"))?;
                values.push(reader.comparison()?);
            }
            Some(values)
        })
    }

    /// `aft 2007`, `from 2007-08 to 2008`.
    fn comparison(&mut self) -> Option<String> {
        self.attempt(|reader| {
            let when = reader.word()?.to_ascii_lowercase();
            let sure = |(day, has_year): (String, bool)| {
                (has_year || !PLAIN.contains(&when.as_str())).then_some(day)
            };
            if when == "from" {
                let first = reader.day().and_then(sure)?;
                reader.word().filter(|word| word.eq_ignore_ascii_case("to"))?;
                return Some(format!("{first}..{}", reader.day().and_then(sure)?));
            }
            let (_, sign) = WHEN.iter().find(|(word, _)| *word == when)?;
            Some(format!("{sign}{}", reader.day().and_then(sure)?))
        })
    }

    /// A date, in parentheses or quotes or bare, and whether its year is told.
    fn day(&mut self) -> Option<(String, bool)> {
        if let Some(day) = self.attempt(|reader| {
            reader.sign('(')?;
            let day = reader.day()?;
            reader.sign(')').map(|()| day)
        }) {
            return Some(day);
        }
        if let Some(rest) = self.rest().strip_prefix('"') {
            let quoted = &rest[..rest.find('"')?];
            self.at = self.text.len() - rest.len() + quoted.len() + 1;
            return spelled(quoted).map(|day| (day.to_string(), true)).or_else(|| numbers(quoted));
        }
        self.attempt(Self::spelled).or_else(|| self.attempt(|reader| numbers(reader.word()?)))
    }

    /// `jan 5, 2007`, `5 January 2007`, `Aug. 2007`.
    fn spelled(&mut self) -> Option<(String, bool)> {
        let first = self.word()?;
        let second = self.word()?;
        let name = |word: &str| month(word.trim_end_matches(['.', ','])).is_some();
        let day = match spelled(&format!("{first} {second}")) {
            Some(day) => day,
            None if name(first) || name(second) => spelled(&format!("{first} {second} {}", self.word()?))?,
            None => return None,
        };
        Some((day.to_string(), true))
    }
}

/// A date in numbers; what may be two days is left as it is written.
fn numbers(word: &str) -> Option<(String, bool)> {
    let word = word.trim_end_matches(',');
    if let Some(Slashed::One(day)) = slashed(word) {
        return Some((day.to_string(), true));
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let year = matches!(digits, 4 | 8) && word.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    (digits > 0).then(|| (word.to_owned(), year || slashed(word).is_some()))
}
