//! One word or phrase of a query, read as its field asks: text, a date, a number.
//!
//! Knows the kinds of fields and their values; where a clause stands in the query is the parser's.

use super::raw::{Raw, has_letters};
use super::{Settings, Value, dates};
use crate::error::{Error, ErrorKind, Result};
use crate::fields::{Field, FieldKind};

/// What a word or phrase comes to.
#[derive(Debug, PartialEq)]
pub(super) enum Reading {
    /// A clause, and what there is to say about how it was read.
    Value(Value, Option<&'static str>),
    /// A bare `*`.
    Everything,
    /// Punctuation: nothing to search for.
    Nothing,
}

/// Reads a word; `field` is `None` for a word outside any `field:`.
///
/// # Errors
/// [`ErrorKind::Query`], for what its field cannot take.
pub(super) fn word(raw: &Raw, field: Option<&'static Field>, settings: &Settings) -> Result<Reading> {
    match field.map(|f| f.kind) {
        Some(FieldKind::Date) => dates::value(&raw.text, settings).map(plain),
        Some(FieldKind::Number) => number(&raw.text).map(plain),
        Some(kind) => text(raw, true, kind),
        None => text(raw, false, FieldKind::Text),
    }
}

/// Reads a phrase.
///
/// # Errors
/// As [`word`].
pub(super) fn phrase(phrase: &str, field: Option<&'static Field>, settings: &Settings) -> Result<Reading> {
    match field.map(|f| f.kind) {
        Some(FieldKind::Date) => dates::value(phrase, settings).map(plain),
        Some(FieldKind::Number) => number(phrase).map(plain),
        _ if !has_letters(phrase) => Err(wrong("there is nothing to search for between the quotes")
            .with_hint("put at least one word there")),
        _ => {
            let starred = phrase.split_whitespace().any(|word| word.len() > 1 && word.contains('*'));
            let note = starred.then_some("wildcards have no meaning between quotes");
            Ok(Reading::Value(Value::Phrase(phrase.to_owned()), note))
        }
    }
}

fn plain(value: Value) -> Reading {
    Reading::Value(value, None)
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Query, message)
}

fn text(raw: &Raw, named: bool, kind: FieldKind) -> Result<Reading> {
    let text = raw.text.as_str();
    if !text.is_empty() && raw.active('*').count() == text.len() {
        return Ok(if named { plain(Value::Present) } else { Reading::Everything });
    }
    if !has_letters(text) {
        let wild = raw.active('*').next().is_some();
        return match named || wild {
            true => Err(wrong(format!("`{text}` has no letter or digit to search for"))),
            false => Ok(Reading::Nothing),
        };
    }
    if named && text.starts_with('-') && raw.is_active(0) && kind != FieldKind::Code {
        return Err(wrong("`-` stands before the field, not after it")
            .with_hint("write -field:word, or NOT field:word"));
    }
    if text.match_indices("://").any(|(at, _)| raw.is_active(at)) {
        return Ok(plain(Value::Word(text.to_owned())));
    }
    match fuzzy(raw)? {
        Some(value) => Ok(plain(value)),
        None => wildcard(raw, kind),
    }
}

/// `word~`, `word~1`, `word~2`.
fn fuzzy(raw: &Raw) -> Result<Option<Value>> {
    let Some(tilde) = raw.active('~').next_back() else { return Ok(None) };
    let (word, edits) = (&raw.text[..tilde], &raw.text[tilde + 1..]);
    if !has_letters(word) || !edits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return Ok(None);
    }
    if raw.active('*').chain(raw.active('?')).next().is_some() {
        return Err(wrong("a word takes either wildcards or `~`, not both"));
    }
    match edits {
        "" | "1" => Ok(Some(Value::Fuzzy(word.to_owned(), 1))),
        "2" => Ok(Some(Value::Fuzzy(word.to_owned(), 2))),
        _ => Err(wrong(format!("`~{edits}` is not a number of misspellings"))
            .with_hint(format!("write {word}~1 or {word}~2"))),
    }
}

/// `econom*`, `wom*n`, `colo?r`, or a plain word.
fn wildcard(raw: &Raw, kind: FieldKind) -> Result<Reading> {
    let text = raw.text.as_str();
    let word = || Value::Word(text.to_owned());
    let mut stars = raw.active('*');
    let questions: Vec<usize> = raw.active('?').collect();
    let Some(star) = stars.next() else {
        let asked = text.trim_end_matches('?').len();
        return Ok(match questions.first() {
            None => plain(word()),
            Some(first) if *first >= asked && kind != FieldKind::Code => {
                Reading::Value(word(), Some("`?` at the end of a word is read as punctuation"))
            }
            Some(_) => plain(Value::Wildcard(as_typed(raw))),
        });
    };
    if questions.is_empty() && star == text.len() - 1 {
        return Ok(plain(Value::Prefix(text[..star].to_owned())));
    }
    Ok(plain(Value::Wildcard(as_typed(raw))))
}

/// The word with a backslash before each star, question mark and backslash that is plain text.
fn as_typed(raw: &Raw) -> String {
    let mut typed = String::with_capacity(raw.text.len());
    for (at, c) in raw.text.char_indices() {
        if !raw.is_active(at) && matches!(c, '*' | '?' | '\\') {
            typed.push('\\');
        }
        typed.push(c);
    }
    typed
}

/// `500`, `>500`, `>=500`, `<500`, `<=500`, `100..500`, `100..`, `..500`.
fn number(text: &str) -> Result<Value> {
    let text = text.trim();
    if text == "*" {
        return Ok(Value::Present);
    }
    let bad = || wrong(format!("`{text}` is not a number")).with_hint("write 500, >500, <=500 or 100..500");
    let read = |digits: &str| digits.trim().parse::<u64>().map_err(|_| bad());
    let numbers = |from, to| Value::Numbers { from, to };
    if let Some(rest) = text.strip_prefix(">=") {
        return Ok(numbers(Some(read(rest)?), None));
    }
    if let Some(rest) = text.strip_prefix("<=") {
        return Ok(numbers(None, Some(read(rest)?)));
    }
    if let Some(rest) = text.strip_prefix('>') {
        return Ok(numbers(Some(read(rest)?.checked_add(1).ok_or_else(bad)?), None));
    }
    if let Some(rest) = text.strip_prefix('<') {
        let to = read(rest)?.checked_sub(1);
        return to.map(|to| numbers(None, Some(to))).ok_or_else(|| wrong("no number is below 0"));
    }
    let Some((from, to)) = text.split_once("..") else {
        let exact = read(text)?;
        return Ok(numbers(Some(exact), Some(exact)));
    };
    let side = |digits: &str| if digits.is_empty() { Ok(None) } else { read(digits).map(Some) };
    match (side(from)?, side(to)?) {
        (None, None) => Err(wrong("a range needs at least one number")),
        (Some(from), Some(to)) if from > to => {
            Err(wrong(format!("the numbers are the wrong way round: {from} is above {to}"))
                .with_hint(format!("swap them: {to}..{from}")))
        }
        (from, to) => Ok(numbers(from, to)),
    }
}
