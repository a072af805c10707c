//! What a word is: an operator, the name of a field, the beginning of a function, or a word.

use super::{Lexer, Named, TokenKind};
use crate::fields::{self, FieldKind};
use crate::query::near::{Function, Operator};
use crate::query::raw::{Raw, is_quote, read_word, split_boost};
use crate::query::{Letters, Severity, letters, saved};
use crate::span::Span;

impl Lexer<'_> {
    /// Reads the word that begins here.
    pub(super) fn word(&mut self) {
        let start = self.at;
        let last = self.tokens.last().map(|t| &t.kind);
        if let Some(TokenKind::Field(Named(field))) = last.filter(|_| !self.gap)
            && field.is_spelled()
            && self.peek() == Some('=')
        {
            return self.push(TokenKind::AsTyped, start, start + 1);
        }
        let values =
            |kind| matches!(kind, &TokenKind::Field(_) | &TokenKind::AsTyped | &TokenKind::Letters(_));
        let is_value = !self.gap && last.is_some_and(values);
        let (mut raw, mut end) = read_word(self.text, start);
        let boost = split_boost(&mut raw);
        end -= boost.map_or(0, |(length, _)| length);
        let special = match is_value {
            true => self.value_function(&raw, start, end),
            false => {
                self.operator(&raw, start, end) || self.field(&raw, start) || self.lookalike(&raw, start, end)
            }
        };
        if special {
            return;
        }
        self.expander(&mut raw, start, end);
        let name = raw.text.strip_prefix('@').filter(|name| raw.escaped.is_empty() && saved::is_name(name));
        let kind = match name.filter(|_| !is_value || self.asks_words()) {
            Some(name) => TokenKind::Saved(name.to_owned(), raw.clone()),
            None => TokenKind::Word(raw),
        };
        self.push(kind, start, end);
        if let Some((length, factor)) = boost {
            self.push(TokenKind::Boost(factor), end, end + length);
        }
    }

    fn operator(&mut self, raw: &Raw, start: usize, end: usize) -> bool {
        if !raw.escaped.is_empty() {
            return false;
        }
        let kind = match raw.text.as_str() {
            "AND" | "&&" => TokenKind::And,
            "OR" | "||" | "|" => TokenKind::Or,
            "NOT" => TokenKind::Not,
            "w/seg" | "/seg" => TokenKind::And,
            word => {
                let glued = self.text[end..].starts_with(|c: char| c == '(' || is_quote(c));
                let cased = letters::function(word).filter(|_| self.text[end..].starts_with('('));
                match (Operator::read(word), Function::read(word, glued), cased) {
                    (Some(operator), ..) => TokenKind::Near(operator),
                    (None, Some(function), _) => TokenKind::Placed(function),
                    (None, None, Some(letters)) => TokenKind::Letters(letters),
                    (None, None, None) => return false,
                }
            }
        };
        if raw.text.starts_with(['&', '|']) || raw.text.ends_with("/seg") {
            let name = if kind == TokenKind::And { "AND" } else { "OR" };
            self.say(
                Severity::Note,
                Span::new(start, end),
                format!("`{}` is read as {name}", raw.text),
                None,
            );
        }
        let small = raw.text.starts_with(|c: char| c.is_ascii_lowercase() || c == '/');
        if small {
            self.manner.get_or_insert(Span::new(start, end));
        }
        self.push(kind, start, end);
        true
    }

    /// Is the last token the name of a field of words?
    fn asks_words(&self) -> bool {
        match self.tokens.last().map(|token| &token.kind) {
            Some(TokenKind::Field(named)) => matches!(named.0.kind, FieldKind::Text | FieldKind::Name),
            _ => false,
        }
    }

    /// Reads `first/5(`, `caps(` and `exact:` right behind the name of a field of words.
    fn value_function(&mut self, raw: &Raw, start: usize, end: usize) -> bool {
        if !self.asks_words() || !raw.escaped.is_empty() {
            return false;
        }
        let colon = raw.text.find(':').filter(|&at| raw.text[..at].eq_ignore_ascii_case(letters::EXACT));
        if let Some(colon) = colon {
            self.push(TokenKind::Letters(Letters::AsWritten), start, start + colon + 1);
            return true;
        }
        let opens = self.text[end..].starts_with('(');
        let function = Function::read(&raw.text, true).filter(|function| opens && !function.behind);
        let letters = letters::function(&raw.text).filter(|_| opens);
        match (function, letters) {
            (Some(function), _) => self.push(TokenKind::Placed(function), start, end),
            (None, Some(letters)) => self.push(TokenKind::Letters(letters), start, end),
            (None, None) => return false,
        }
        true
    }

    /// Reads `name:`, if the word begins so and `name` is a field or looks like one misspelt.
    fn field(&mut self, raw: &Raw, start: usize) -> bool {
        let Some(colon) = raw.active(':').next() else { return false };
        let name = &raw.text[..colon];
        let named = |c: char| c.is_ascii_alphabetic() || c == '-' || c == '_';
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(named) {
            return false;
        }
        let span = Span::new(start, start + colon);
        if name.eq_ignore_ascii_case(letters::EXACT) {
            self.push(TokenKind::Letters(Letters::AsWritten), start, span.end + 1);
            return true;
        }
        if let Some(field) = fields::find(name).or_else(|| fields::find(&name.replace('_', "-"))) {
            self.push(TokenKind::Field(Named(field)), start, span.end + 1);
            return true;
        }
        let rest = &self.text[span.end + 1..];
        let asks = rest.chars().next().is_some_and(|c| !c.is_whitespace()) && !rest.starts_with("//");
        let Some(field) = fields::nearest(name).filter(|_| asks) else {
            let message = format!("`{name}` is no field, so the colon is read as text");
            self.say(Severity::Note, span, message, None);
            return false;
        };
        let hint = format!("did you mean `{}`?", field.name);
        self.say(Severity::Error, span, format!("unknown field `{name}`"), Some(hint));
        self.push(TokenKind::Field(Named(field)), start, span.end + 1);
        true
    }
}
