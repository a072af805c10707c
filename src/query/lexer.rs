//! Query text to tokens, each with its place in the text.
//!
//! Knows what a field name, an operator, a quote and an escape look like; what they mean together is
//! the parser's. Never fails: what is odd leaves a diagnostic and a token as good as can be.

mod word;

use super::near::{Function, Operator};
use super::raw::{Raw, is_quote, number_length, scan};
use super::{Diagnostic, Letters, Severity, habits};
use crate::fields::{Field, FieldKind};
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

/// The names of a field that are kept as written can be asked for by regular expressions.
pub(super) fn takes_regex(field: &Field) -> bool {
    field.kind == FieldKind::Name && field.facet
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
        if self.gap || !takes_regex(named) {
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
}
