//! Tokens to the query tree: NOT binds tightest, then AND (said or not), then OR.
//!
//! Never fails: a broken text gives the best guess and diagnostics. Depth and number of clauses are
//! limited, so that no text can exhaust the stack or the engine.

mod clause;
mod functions;
mod insert;

use super::join::{self, Joiner};
use super::leaf::{self, Reading};
use super::lexer::{self, Token, TokenKind};
use super::{Diagnostic, Letters, Parsed, Query, Saved, Settings, Severity, Value};
use super::{compound, habits, regex};
use crate::fields::Field;
use crate::span::Span;

/// Longest query text, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;
/// Deepest nesting of parentheses and NOTs.
pub const MAX_DEPTH: usize = 64;
/// Most words, phrases and other clauses.
pub const MAX_CLAUSES: usize = 1024;
/// Greatest factor of `^`.
pub const MAX_BOOST: f32 = 1000.0;
/// Most diagnostics kept: nobody reads more.
const MAX_DIAGNOSTICS: usize = 32;

pub(super) fn parse(text: &str, settings: &Settings, saved: Option<&Saved>) -> Parsed {
    if text.len() > MAX_BYTES {
        let diagnostic = Diagnostic {
            severity: Severity::Error,
            span: Span::new(0, 0),
            message: format!("the query is {} bytes long; the limit is {MAX_BYTES}", text.len()),
            hint: None,
        };
        return Parsed { tree: Query::Everything, diagnostics: vec![diagnostic] };
    }
    let (tokens, mut diagnostics) = lexer::lex(text, settings.any);
    if !settings.any {
        diagnostics.extend(habits::unread(&tokens, text));
    }
    let mut parser = Parser {
        tokens,
        at: 0,
        settings,
        diagnostics,
        clauses: 0,
        letters: None,
        saved,
        chain: Vec::new(),
        above: 0,
        stopped: false,
    };
    let tree = parser.level(0, None);
    if tree.is_none() && !parser.tokens.is_empty() {
        parser.nothing(text);
    }
    let tree = tree.unwrap_or(Query::Everything);
    let mut diagnostics = parser.diagnostics;
    diagnostics.sort_by_key(|d| (d.severity != Severity::Error, d.span));
    diagnostics.truncate(MAX_DIAGNOSTICS);
    diagnostics.sort_by_key(|d| d.span);
    Parsed { tree, diagnostics }
}

struct Parser<'s> {
    tokens: Vec<Token>,
    at: usize,
    settings: &'s Settings,
    diagnostics: Vec<Diagnostic>,
    clauses: usize,
    /// How the words of this group must be written.
    letters: Option<Letters>,
    /// Queries that `@name` stands for.
    saved: Option<&'s Saved>,
    /// The saved queries that this text stands in, outermost first.
    chain: Vec<String>,
    /// Levels above this text.
    above: usize,
    /// A limit was reached: nothing more is read.
    stopped: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).filter(|_| !self.stopped).map(|token| &token.kind)
    }

    /// Place of the next token; the end of the last one at the end.
    fn here(&self) -> Span {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(Span::default(), |token| token.span)
    }

    fn error(&mut self, span: Span, message: impl Into<String>, hint: impl Into<Option<String>>) {
        let (message, hint) = (message.into(), hint.into());
        self.diagnostics.push(Diagnostic { severity: Severity::Error, span, message, hint });
    }

    fn note(&mut self, span: Span, message: impl Into<String>) {
        let message = message.into();
        self.diagnostics.push(Diagnostic { severity: Severity::Note, span, message, hint: None });
    }

    /// Signs alone are a query that was meant to ask for something: never for every story.
    fn nothing(&mut self, text: &str) {
        if self.diagnostics.iter().any(|said| said.severity == Severity::Error) {
            return;
        }
        let span = Span::new(text.len() - text.trim_start().len(), text.trim_end().len());
        let message = "there is nothing to search for: no letter and no digit";
        self.error(span, message, "write a word; for every story write `*`, or no query at all".to_owned());
    }

    fn stop(&mut self, span: Span, message: String) {
        if !self.stopped {
            self.error(span, message, "split the query in several".to_owned());
        }
        self.stopped = true;
    }

    /// Clauses up to the closing parenthesis (or the end), joined.
    fn level(&mut self, depth: usize, field: Option<&'static Field>) -> Option<Query> {
        let mut items: Vec<(Joiner, Query)> = Vec::new();
        let mut pending: Option<(Joiner, Span)> = None;
        let first = self.here();
        while let Some(kind) = self.peek() {
            let span = self.here();
            let joiner = match kind {
                TokenKind::Close if depth > 0 => break,
                TokenKind::Close => {
                    self.at += 1;
                    self.error(span, "this parenthesis closes nothing", None);
                    continue;
                }
                TokenKind::And => Joiner::And,
                TokenKind::Or => Joiner::Or,
                _ => {
                    if let Some(item) = self.unary(depth, field) {
                        items.push((pending.take().map_or(Joiner::Nothing, |(joiner, _)| joiner), item));
                    }
                    continue;
                }
            };
            self.at += 1;
            if items.is_empty() || pending.is_some() {
                self.dangling(joiner, span, "before");
            } else {
                pending = Some((joiner, span));
            }
        }
        if let Some((joiner, span)) = pending.filter(|_| !self.stopped) {
            self.dangling(joiner, span, "after");
        }
        let last = self.tokens.get(self.at.saturating_sub(1)).map_or(first, |token| token.span);
        self.join(items, Span::new(first.start, last.end.max(first.end)))
    }

    fn dangling(&mut self, joiner: Joiner, span: Span, side: &str) {
        let (name, word) = if joiner == Joiner::And { ("AND", "and") } else { ("OR", "or") };
        let hint = format!("for the word itself write `{word}` in lower case");
        self.error(span, format!("`{name}` has nothing {side} it"), hint);
    }

    /// Joins the clauses of a level, with a note where a person may have meant otherwise.
    fn join(&mut self, items: Vec<(Joiner, Query)>, span: Span) -> Option<Query> {
        let items = if self.settings.any { self.loosened(items, span) } else { items };
        let mixed = join::is_mixed(&items, self.settings.any);
        let tree = join::join(items, self.settings.any)?;
        if mixed {
            self.note(span, format!("AND binds tighter than OR: read as {tree}"));
        }
        Some(tree)
    }

    fn loosened(&mut self, items: Vec<(Joiner, Query)>, span: Span) -> Vec<(Joiner, Query)> {
        let before = items.len();
        let items = compound::loosen(items, |span, said| self.note(span, said));
        self.clauses += items.len() - before;
        if self.clauses > MAX_CLAUSES {
            self.stop(span, format!("the query has more than {MAX_CLAUSES} words and clauses"));
        }
        items
    }

    /// A clause with its NOTs before and its boosts after it; `None` if nothing is left of it.
    fn unary(&mut self, depth: usize, field: Option<&'static Field>) -> Option<Query> {
        let span = self.here();
        if self.above + depth > MAX_DEPTH {
            self.stop(span, format!("the query is nested deeper than {MAX_DEPTH} levels"));
            return None;
        }
        if self.peek() == Some(&TokenKind::Not) {
            self.at += 1;
            if matches!(self.peek(), None | Some(TokenKind::Close | TokenKind::And | TokenKind::Or)) {
                let hint = "for the word itself write `not` in lower case".to_owned();
                self.error(span, "`NOT` has nothing after it", hint);
                return None;
            }
            return self.unary(depth + 1, field).map(|inner| Query::Not(Box::new(inner)));
        }
        self.nears(depth, field)
    }

    /// A clause with what stands right behind it: `^2`, `~3`, `first/50`.
    fn boosted(&mut self, depth: usize, field: Option<&'static Field>) -> Option<Query> {
        let mut query = self.primary(depth, field);
        loop {
            let span = self.here();
            match self.peek() {
                Some(TokenKind::Boost(factor)) => {
                    let factor = *factor;
                    self.at += 1;
                    if factor > MAX_BOOST {
                        self.error(span, format!("a boost is at most {MAX_BOOST}"), None);
                    } else {
                        query = query.map(|inner| Query::Boost(Box::new(inner), factor));
                    }
                }
                Some(TokenKind::Placed(function)) if function.behind && query.is_some() => {
                    let function = *function;
                    self.at += 1;
                    let placed = query.map(|inner| self.placed(inner, function, span));
                    self.note(span, format!("read as {}(…)", function.name()));
                    query = placed;
                }
                Some(TokenKind::Slop(between)) => {
                    let between = *between;
                    self.at += 1;
                    query = query.map(|inner| self.slop(inner, between, span));
                }
                _ => return query,
            }
        }
    }

    fn primary(&mut self, depth: usize, field: Option<&'static Field>) -> Option<Query> {
        let Token { kind, span, .. } = self.tokens.get(self.at)?.clone();
        self.at += 1;
        match kind {
            TokenKind::Open => self.group(depth, span, field),
            TokenKind::Field(named) => self.field(depth, span, named.0),
            TokenKind::Word(raw) => {
                let reading = leaf::word(&raw, field, self.settings);
                self.leaf(reading, field, span)
            }
            TokenKind::Phrase(text) => {
                let reading = leaf::phrase(&text, field, self.settings);
                self.leaf(reading, field, span)
            }
            TokenKind::Near(operator) => {
                let hint = "a word, a phrase or a group stands on either side".to_owned();
                self.error(span, format!("`{}` has nothing before it", operator.name()), hint);
                None
            }
            TokenKind::Placed(function) => self.function(depth, field, function, span),
            TokenKind::Letters(letters) => self.lettered(depth, field, letters, span),
            TokenKind::Regex(text) => {
                let reading = regex::compile(&text).map(|_| Reading::Value(Value::Regex(text), None));
                self.leaf(reading, field, span)
            }
            TokenKind::Saved(name, raw) => match self.saved {
                Some(saved) => self.insert(saved, &name, span, depth, field),
                None => {
                    self.note(span, "read as a word: there is no file of saved queries");
                    let reading = leaf::word(&raw, field, self.settings);
                    self.leaf(reading, field, span)
                }
            },
            _ => None,
        }
    }

    fn group(&mut self, depth: usize, open: Span, field: Option<&'static Field>) -> Option<Query> {
        let before = self.diagnostics.len();
        let inner = self.level(depth + 1, field);
        if self.stopped {
            return inner;
        }
        if self.peek() == Some(&TokenKind::Close) {
            let close = self.here();
            self.at += 1;
            if inner.is_none() && self.diagnostics.len() == before {
                self.error(
                    Span::new(open.start, close.end),
                    "there is nothing between the parentheses",
                    None,
                );
            }
        } else {
            self.error(open, "this parenthesis is not closed", "add `)` where the group ends".to_owned());
        }
        inner
    }
}
