//! Query text to tokens, each with its place in the text.
//!
//! Knows what a field name, an operator, a quote and an escape look like; what they mean together is
//! the parser's. Never fails: what is odd leaves a diagnostic and a token as good as can be.

use super::near::{Function, Operator};
use super::raw::{Raw, is_quote, number_length, read_word, scan, split_boost};
use super::{Diagnostic, Letters, Severity, habits, letters, saved};
use crate::fields::{self, Field, FieldKind};
use crate::span::Span;

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Span,
    /// Nothing stands between it and the token before.
    pub glued: bool,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `name:`.
    Field(Named),
    Word(Raw),
    Phrase(String),
    /// `^2` right after a clause.
    Boost(f32),
    /// `NEAR/5`.
    Near(Operator),
    /// `~3` right after a phrase.
    Slop(u32),
    /// `=` right after the name of a field whose names have several spellings.
    AsTyped,
    /// `first/50`, `atleast3`.
    Placed(Function),
    /// `@name`; the word it is where no queries are saved.
    Saved(String, Raw),
    /// What stands between slashes behind a field of names.
    Regex(String),
    /// `exact:`, `caps` before a parenthesis.
    Letters(Letters),
}

/// A field named in a query; equal by name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named(pub &'static Field);

impl PartialEq for Named {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

/// Reads all tokens; with `any`, of a text that is likely a sentence, parentheses and all.
pub(super) fn lex(text: &str, any: bool) -> (Vec<Token>, Vec<Diagnostic>) {
    let (tokens, diagnostics) = (Vec::new(), Vec::new());
    let mut lexer = Lexer { text, at: 0, gap: true, tokens, diagnostics, manner: None };
    while let Some(c) = lexer.peek() {
        lexer.token(c);
    }
    habits::small_operators(&mut lexer.tokens, lexer.manner, !any, text, &mut lexer.diagnostics);
    (lexer.tokens, lexer.diagnostics)
}

pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// White space (or the beginning) stands before `at`.
    gap: bool,
    tokens: Vec<Token>,
    diagnostics: Vec<Diagnostic>,
    /// The first spelling of a service whose operators are small.
    pub(super) manner: Option<Span>,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    pub(super) fn push(&mut self, kind: TokenKind, start: usize, end: usize) {
        self.tokens.push(Token { kind, span: Span::new(start, end), glued: !self.gap });
        self.at = end;
        self.gap = false;
    }

    pub(super) fn say(&mut self, severity: Severity, span: Span, message: String, hint: Option<String>) {
        self.diagnostics.push(Diagnostic { severity, span, message, hint });
    }

    fn token(&mut self, c: char) {
        let start = self.at;
        match c {
            c if c.is_whitespace() => {
                self.at += c.len_utf8();
                self.gap = true;
            }
            '(' => self.push(TokenKind::Open, start, start + 1),
            ')' => {
                self.push(TokenKind::Close, start, start + 1);
                self.suffixes();
            }
            '/' if self.regex() => {}
            '[' | '{' => match self.tokens.last().map(|token| &token.kind) {
                Some(TokenKind::Field(Named(field))) if !self.gap => {
                    let field = *field;
                    if !self.bracketed(field, c) {
                        self.word();
                    }
                }
                _ => self.word(),
            },
            c if is_quote(c) => self.phrase(c),
            '-' | '!' | '+' if self.may_sign() => self.sign(c),
            _ => self.word(),
        }
    }

    /// A sign counts at the beginning of a clause only: `al-maliki` and `"post"-war` have hyphens.
    fn may_sign(&self) -> bool {
        let first =
            self.gap || matches!(self.tokens.last().map(|t| &t.kind), Some(TokenKind::Open | TokenKind::Not));
        let next = self.text[self.at + 1..].chars().next();
        first
            && next.is_some_and(|c| c.is_alphanumeric() || is_quote(c) || matches!(c, '(' | '\\' | '*' | '@'))
    }

    fn sign(&mut self, c: char) {
        let (start, end) = (self.at, self.at + 1);
        let span = Span::new(start, end);
        if c == '+' {
            let message = "`+` is left out: all words are required unless they are joined by OR".to_owned();
            self.say(Severity::Note, span, message, None);
            self.at = end;
            return;
        }
        if c == '!' {
            self.say(Severity::Note, span, "`!` is read as NOT".to_owned(), None);
        }
        self.push(TokenKind::Not, start, end);
    }

    fn phrase(&mut self, open: char) {
        let start = self.at;
        let inside = start + open.len_utf8();
        let closing = |straight: bool| move |c: char| if straight { c == '"' } else { is_quote(c) };
        let found = scan(&self.text[inside..], closing(open == '"'))
            .or_else(|| scan(&self.text[inside..], closing(false)));
        let Some((phrase, length, mark)) = found else {
            self.say(
                Severity::Error,
                Span::new(start, inside),
                "this quote is not closed".to_owned(),
                Some("add `\"` where the phrase ends, or write `\\\"` for the mark itself".to_owned()),
            );
            let rest = self.text[inside..].trim().to_owned();
            return self.push(TokenKind::Phrase(rest), start, self.text.len());
        };
        self.push(TokenKind::Phrase(phrase), start, inside + length + mark);
        self.suffixes();
    }

    /// `/…/` right behind a field whose names are kept as written.
    fn regex(&mut self) -> bool {
        let named = match self.tokens.last().map(|token| &token.kind) {
            Some(TokenKind::Field(named)) => named.0,
            _ => return false,
        };
        if self.gap || named.kind != FieldKind::Name || !named.facet {
            return false;
        }
        let start = self.at + 1;
        let mut escaped = false;
        let closed = self.text[start..].char_indices().find(|&(_, c)| {
            let closes = c == '/' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        });
        let Some((length, _)) = closed.filter(|(length, _)| *length > 0) else { return false };
        let text = self.text[start..start + length].to_owned();
        self.push(TokenKind::Regex(text), start - 1, start + length + 1);
        self.suffixes();
        true
    }

    /// `^2` and `~3` right after a phrase or a parenthesis.
    pub(super) fn suffixes(&mut self) {
        while let Some(mark @ ('^' | '~')) = self.peek() {
            let digits = number_length(&self.text[self.at + 1..]);
            if digits == 0 {
                return;
            }
            let (start, end) = (self.at, self.at + 1 + digits);
            let kind = match mark {
                '^' => TokenKind::Boost(self.text[start + 1..end].parse().unwrap_or(f32::INFINITY)),
                _ => TokenKind::Slop(self.text[start + 1..end].parse().unwrap_or(u32::MAX)),
            };
            self.push(kind, start, end);
        }
    }

    fn word(&mut self) {
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
