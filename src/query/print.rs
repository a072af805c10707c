//! The tree as text that parses back to the same tree, whatever the settings.
//!
//! AND is written out, groups have parentheses, and a word gets backslashes only where it would be
//! read as something else.

use super::lexer::{self, TokenKind};
use super::raw::{Raw, is_quote};
use super::{Leaf, Query, Settings, Severity, Value, leaf, letters, near};
use crate::fields::Field;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::{self, Display, Formatter, Write};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Query::Everything => f.write_str("*"),
            Query::Leaf(leaf) => leaf.fmt(f),
            Query::And(parts) => joined(f, parts, " AND "),
            Query::Or(parts) => joined(f, parts, " OR "),
            Query::Not(inner) => {
                f.write_str("NOT ")?;
                inside(f, inner)
            }
            Query::Near(near) => {
                operand(f, &near.left)?;
                write!(f, " {} ", near.operator())?;
                operand(f, &near.right)
            }
            Query::Placed(placed) => write!(f, "{}({})", near::name(placed.how), placed.what),
            Query::Boost(inner, factor) => {
                match **inner {
                    Query::Everything | Query::Leaf(_) | Query::Placed(_) => inner.fmt(f)?,
                    _ => write!(f, "({inner})")?,
                }
                write!(f, "^{factor}")
            }
        }
    }
}

fn joined(f: &mut Formatter<'_>, parts: &[Query], join: &str) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(join)?;
        }
        inside(f, part)?;
    }
    Ok(())
}

/// A side of NEAR.
fn operand(f: &mut Formatter<'_>, side: &Query) -> fmt::Result {
    match side {
        Query::Leaf(_) | Query::Boost(..) | Query::Placed(_) => side.fmt(f),
        _ => write!(f, "({side})"),
    }
}

/// A part of a larger query.
fn inside(f: &mut Formatter<'_>, part: &Query) -> fmt::Result {
    match part {
        Query::And(_) | Query::Or(_) => write!(f, "({part})"),
        _ => part.fmt(f),
    }
}

impl Display for Leaf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Value::Exact(text, how) = &self.value {
            let inner = self.field.name != "text";
            if inner {
                write!(f, "{}:(", self.field.name)?;
            }
            letters::print(f, text, *how)?;
            return f.write_str(if inner { ")" } else { "" });
        }
        if self.field.name != "text" || self.value == Value::Present {
            write!(f, "{}:", self.field.name)?;
        }
        match &self.value {
            Value::Word(word) => f.write_str(&self.spelled(word, "")),
            Value::AsTyped(text) => {
                f.write_char('=')?;
                let word = self.spelled(text, "");
                if word == *text { f.write_str(text) } else { quoted(f, text) }
            }
            Value::Prefix(start) => f.write_str(&self.spelled(start, "*")),
            Value::Fuzzy(word, edits) => f.write_str(&self.spelled(word, &format!("~{edits}"))),
            Value::Wildcard(typed) => f.write_str(&self.wildcard(typed)),
            Value::Phrase(phrase) => quoted(f, phrase),
            // Printed above, with its field.
            Value::Exact(..) => Ok(()),
            Value::Regex(text) => write!(f, "/{text}/"),
            Value::Present => f.write_char('*'),
            Value::Absent => f.write_str("none"),
            Value::Dates(range) if self.reads_back(&range.written) => f.write_str(&range.written),
            Value::Dates(range) => quoted(f, &range.written),
            Value::Yearly(yearly) => yearly.fmt(f),
            Value::Numbers { from, to } => numbers(f, *from, *to),
        }
    }
}

fn numbers(f: &mut Formatter<'_>, from: Option<u64>, to: Option<u64>) -> fmt::Result {
    match (from, to) {
        (Some(from), Some(to)) if from == to => write!(f, "{from}"),
        (Some(from), Some(to)) => write!(f, "{from}..{to}"),
        (Some(from), None) => write!(f, "{from}.."),
        (None, Some(to)) => write!(f, "..{to}"),
        (None, None) => f.write_str("0.."),
    }
}

pub(super) fn quoted(f: &mut Formatter<'_>, phrase: &str) -> fmt::Result {
    write!(f, "\"{}\"", phrase.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Leaf {
    /// A word and its suffix; with backslashes if the plain spelling reads as something else.
    fn spelled(&self, word: &str, suffix: &str) -> String {
        let plain = format!("{word}{suffix}");
        if self.reads_back(&plain) {
            return plain;
        }
        let escaped = |first: &dyn Fn(char) -> bool| {
            let mut spelled = String::with_capacity(plain.len() + 8);
            for (at, c) in word.char_indices() {
                if is_special(c) || (at == 0 && first(c)) {
                    spelled.push('\\');
                }
                spelled.push(c);
            }
            spelled + suffix
        };
        let spelled = escaped(&|c| c.is_ascii_uppercase() || c.is_ascii_punctuation());
        // Of `near5` and `atleast3` no sign is special.
        if self.reads_back(&spelled) { spelled } else { escaped(&|_| true) }
    }

    /// A wildcard word, which holds its own backslashes for stars and question marks.
    fn wildcard(&self, typed: &str) -> String {
        if self.reads_back(typed) {
            return typed.to_owned();
        }
        let mut spelled = String::with_capacity(typed.len() + 8);
        for (at, c) in typed.char_indices() {
            let sign = is_special(c) || (at == 0 && c.is_ascii_punctuation());
            if sign && !matches!(c, '*' | '?' | '\\') {
                spelled.push('\\');
            }
            spelled.push(c);
        }
        spelled
    }

    /// Does `printed`, after the field's name, read as this very clause?
    fn reads_back(&self, printed: &str) -> bool {
        let named = self.field.name != "text";
        // The parenthesis catches a backslash at the end, which would eat what follows.
        let sign = if matches!(self.value, Value::AsTyped(_)) { "=" } else { "" };
        // A set or a regular expression, as soon as something closes it later in the query.
        let regex = lexer::takes_regex(self.field) && printed.starts_with('/');
        if named && sign.is_empty() && (regex || printed.starts_with(['{', '['])) {
            return false;
        }
        let text =
            if named { format!("{}:{sign}{printed})", self.field.name) } else { format!("{printed})") };
        let (tokens, diagnostics) = lexer::lex(&text, false);
        if diagnostics.iter().any(|d| d.severity == Severity::Error) {
            return false;
        }
        let kinds: Vec<&TokenKind> = tokens.iter().map(|token| &token.kind).collect();
        let (raw, field): (&Raw, Option<&'static Field>) = match kinds.as_slice() {
            [TokenKind::Word(raw), TokenKind::Close] if !named => (raw, None),
            [TokenKind::Field(_), TokenKind::Word(raw), TokenKind::Close]
            | [TokenKind::Field(_), TokenKind::AsTyped, TokenKind::Word(raw), TokenKind::Close]
                if named =>
            {
                (raw, Some(self.field))
            }
            _ => return false,
        };
        if let Value::Dates(range) = &self.value {
            return raw.escaped.is_empty() && raw.text == range.written;
        }
        let settings = Settings { now: Timestamp::UNIX_EPOCH, zone: TimeZone::UTC, any: false };
        let read = leaf::word(raw, field, &settings);
        match (&self.value, read) {
            (Value::AsTyped(text), Ok(leaf::Reading::Value(Value::Word(word), _))) => *text == word,
            (_, Ok(leaf::Reading::Value(value, _))) => value == self.value,
            _ => false,
        }
    }
}

fn is_special(c: char) -> bool {
    c.is_whitespace()
        || is_quote(c)
        || matches!(c, '\\' | ':' | '*' | '?' | '~' | '^' | '(' | ')' | '/' | '=')
}
