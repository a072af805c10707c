//! Spellings of other services that are read as this language's own, with a note: `hd=oil`, `wc>1000`, `length > 500`,
//! `econom!`, `_exists_:byline`, `[2007 TO 2008]`. And sets in braces, which are its own.
//!
//! Knows the letters of one clause; which tokens they make is said here, what these mean is the parser's.

use super::Severity;
use super::lexer::{Lexer, Named, TokenKind};
use super::raw::{Raw, is_quote, read_word, scan};
use crate::fields::{self, Field, FieldKind};
use crate::span::Span;

/// Codes of Factiva before `=`, and the fields that come nearest.
const CODES: &[(&str, &str)] = &[
    ("an", "id"),
    ("art", "caption"),
    ("co", "org"),
    ("de", "keyword"),
    ("la", "lang"),
    ("ns", "keyword"),
    ("pub", "agency"),
    ("re", "region"),
    ("rst", "agency"),
    ("sc", "agency"),
    ("se", "section"),
    ("sn", "agency"),
    ("td", "body"),
];

/// Segments of Nexis before a parenthesis that have other names here.
const SEGMENTS: &[(&str, &str)] = &[
    ("city", "place"),
    ("company", "org"),
    ("name", "person"),
    ("publication", "agency"),
    ("term", "keyword"),
];

impl Lexer<'_> {
    pub(super) fn note(&mut self, span: Span, message: String) {
        self.say(Severity::Note, span, message, None);
    }

    /// Reads `hd=oil`, `dateline(tehran)`, `wc>1000`, `length > 500` and `_exists_:byline`.
    pub(super) fn lookalike(&mut self, raw: &Raw, start: usize, end: usize) -> bool {
        if !raw.escaped.is_empty() {
            return false;
        }
        self.exists(raw, start, end)
            || self.compared(raw, start, end)
            || self.told(raw, start, end)
            || self.segment(raw, start, end)
    }

    fn segment(&mut self, raw: &Raw, start: usize, end: usize) -> bool {
        let rest = &self.text[end..];
        // The plurals of pasted text, `person(s)` and `compan(ies)`, are no groups.
        let opens =
            rest.starts_with('(') && !["(s)", "(es)", "(ies)"].iter().any(|end| rest.starts_with(end));
        let (name, mark) = match raw.active('=').next() {
            Some(at) => (&raw.text[..at], "="),
            None if opens => (raw.text.as_str(), ""),
            None => return false,
        };
        let names = if mark.is_empty() { SEGMENTS } else { CODES };
        let other = || names.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        let Some(field) = fields::find(name).or_else(|| fields::find(other()?.1)) else {
            if mark.is_empty() && name.len() > 2 && name.chars().all(char::is_alphabetic) {
                let message = format!("`{name}(…)` asks no field: `{name}` is read as a word");
                self.note(Span::new(start, end), message);
            }
            return false;
        };
        let span = Span::new(start, start + name.len() + mark.len());
        self.manner.get_or_insert(span);
        let what = if mark.is_empty() { "(…)" } else { "=" };
        self.note(span, format!("`{name}{what}` is read as `{}:`", field.name));
        self.push(TokenKind::Field(Named(field)), span.start, span.end);
        true
    }

    /// A comparison behind the name of a number or a date.
    fn compared(&mut self, raw: &Raw, start: usize, end: usize) -> bool {
        let cut = raw.text.find(['<', '>']).unwrap_or(raw.text.len());
        let Some(field) = fields::find(&raw.text[..cut]).filter(|field| is_ordered(field)) else {
            return false;
        };
        let name_end = start + cut;
        let rest = self.text[name_end..].trim_start();
        let signs = rest.len() - rest.trim_start_matches(['<', '>', '=']).len();
        let sign = &rest[..signs];
        // With a blank before it, `=` is plain text.
        if !matches!(sign, "<" | ">" | "<=" | ">=") {
            return false;
        }
        let value = rest[signs..].trim_start();
        let at = self.text.len() - value.len();
        let (word, word_end) = read_word(self.text, at);
        if !word.text.starts_with(|c: char| c.is_ascii_digit() || (c == '-' && field.kind == FieldKind::Date))
        {
            return false;
        }
        let text = format!("{sign}{}", word.text);
        self.manner.get_or_insert(Span::new(start, word_end.max(end)));
        self.note(Span::new(start, word_end.max(end)), format!("read as {}:{text}", field.name));
        self.push(TokenKind::Field(Named(field)), start, name_end);
        self.push(TokenKind::Word(Raw { text, escaped: Vec::new() }), name_end, word_end);
        true
    }

    fn exists(&mut self, raw: &Raw, start: usize, end: usize) -> bool {
        let name = raw.text.strip_prefix("_exists_:");
        let Some(field) = name.and_then(fields::find) else { return false };
        self.note(Span::new(start, end), format!("read as {}:*", field.name));
        self.push(TokenKind::Field(Named(field)), start, end);
        self.push(TokenKind::Word(Raw { text: "*".to_owned(), escaped: Vec::new() }), end, end);
        true
    }

    /// `econom!` of Nexis.
    pub(super) fn expander(&mut self, raw: &mut Raw, start: usize, end: usize) {
        let Some(word) = raw.text.strip_suffix('!').filter(|_| raw.escaped.is_empty()) else { return };
        if word.chars().count() >= 3 && word.chars().all(char::is_alphanumeric) {
            let text = format!("{word}*");
            self.manner.get_or_insert(Span::new(start, end));
            self.note(Span::new(start, end), format!("read as {text}: `!` stands for any ending"));
            raw.text = text;
        }
    }

    /// `{IR, IQ}` and `[2007 TO 2008]` right behind a field's name; `false` where no bracket closes.
    pub(super) fn bracketed(&mut self, field: &'static Field, open: char) -> bool {
        let start = self.at;
        let Some(length) = closing(&self.text[start + 1..]) else { return false };
        let (inside, end) = (&self.text[start + 1..start + 1 + length], start + length + 2);
        let close = self.text.as_bytes().get(end - 1).copied();
        let Some((from, to)) = inside.split_once(" TO ") else { return self.set(start + 1, end) };
        if !is_ordered(field) {
            return false;
        }
        let span = Span::new(start, end);
        if open == '{' || close == Some(b'}') {
            let (from, to) = (from.trim(), to.trim());
            let hint = format!("write {0}:>{from} {0}:<{to}", field.name);
            let message = "`{` and `}` leave the ends of a range out".to_owned();
            self.say(Severity::Error, span, message, Some(hint));
        }
        let side = |text: &str| text.trim().trim_matches('"').replace('*', "");
        let text = format!("{}..{}", side(from), side(to));
        self.note(span, format!("read as {}:{text}", field.name));
        self.push(TokenKind::Word(Raw { text, escaped: Vec::new() }), start, end);
        true
    }

    /// The items of a set, joined by OR.
    fn set(&mut self, start: usize, end: usize) -> bool {
        self.push(TokenKind::Open, start - 1, start);
        let mut at = start;
        let mut count = 0;
        while let Some(c) = self.text[at..end - 1].chars().next() {
            if c.is_whitespace() || c == ',' {
                at += c.len_utf8();
                continue;
            }
            if count > 0 {
                self.push(TokenKind::Or, at, at);
            }
            count += 1;
            let inside = at + c.len_utf8();
            let phrase = if is_quote(c) { scan(&self.text[inside..end - 1], is_quote) } else { None };
            let (kind, next) = match phrase {
                Some((phrase, length, mark)) => (TokenKind::Phrase(phrase), inside + length + mark),
                None => {
                    let item = &self.text[at..end - 1];
                    let item = &item[..item.find([',', ' ', '\t', '\n']).unwrap_or(item.len())];
                    let (raw, _) = read_word(item, 0);
                    (TokenKind::Word(raw), at + item.len().max(c.len_utf8()))
                }
            };
            self.push(kind, at, next);
            at = next;
        }
        self.push(TokenKind::Close, end - 1, end);
        self.suffixes();
        true
    }
}

/// Has it values that come one after the other?
fn is_ordered(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Date | FieldKind::Number)
}

/// How far it is to the bracket that closes, quotes passed over.
fn closing(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= is_quote(c);
        (!quoted && matches!(c, ']' | '}')).then_some(at)
    })
}
