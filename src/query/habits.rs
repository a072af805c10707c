//! Small `and`, `or` and `not` in the queries of those who come from another service.
//!
//! In this language they are words, as in `truth or dare`. Where a query shows by something else that its writer means
//! operators (`w/5`, `headline(…)`, `date aft 2007`, a group in parentheses), they are that, and a note says so.

use super::lexer::{Token, TokenKind};
use super::near::Operator;
use super::raw::Raw;
use super::{Diagnostic, Severity};
use crate::span::Span;

/// Reads small operators; `manner` is the spelling of another service that was met, if any. With `groups` parentheses
/// are such a spelling, too.
pub(super) fn small_operators(
    tokens: &mut Vec<Token>,
    manner: Option<Span>,
    groups: bool,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let found: Vec<(usize, TokenKind)> = all(tokens).collect();
    let Some(&(first, _)) = found.first() else { return };
    let Some(sign) = manner.or_else(|| groups.then(|| group(tokens, &found))?) else { return };
    let sign = match sign.of(text) {
        "(" | ")" => "the parentheses".to_owned(),
        sign => format!("`{sign}`"),
    };
    let message = format!("small `and`, `or`, `not` are operators here, because of {sign}");
    diagnostics.push(note(tokens[first].span, message));
    for (at, kind) in found {
        tokens[at].kind = kind;
    }
    let joined = |token: &Token| matches!(token.kind, TokenKind::And | TokenKind::Or);
    // `x and not y` is two, `x not y` one.
    let mut both = Vec::with_capacity(tokens.len());
    for token in tokens.drain(..) {
        let small_not = token.kind == TokenKind::And && ends_in_not(token.span.of(text));
        let span = token.span;
        if !(joined(&token) && both.last().is_some_and(joined)) {
            both.push(token);
        }
        if small_not {
            both.push(Token { kind: TokenKind::Not, span, glued: false });
        }
    }
    *tokens = both;
}

/// Where a word would be an operator in another service and is none here, for a note. Of `and` nothing is said: where
/// all words are required, one more does no harm.
pub(super) fn unread(tokens: &[Token], text: &str) -> Option<Diagnostic> {
    let (at, _) = all(tokens).find(|(_, kind)| *kind != TokenKind::And)?;
    let word = tokens[at].span.of(text);
    let message = format!("`{word}` is a word here; the operator is `{}`", word.to_uppercase());
    Some(note(tokens[at].span, message))
}

fn note(span: Span, message: String) -> Diagnostic {
    Diagnostic { severity: Severity::Note, span, message, hint: None }
}

/// Words that could be operators, and which.
fn all(tokens: &[Token]) -> impl Iterator<Item = (usize, TokenKind)> {
    (0..tokens.len()).filter_map(|at| Some((at, small(tokens, at)?)))
}

/// `andnot` and `butnot`.
fn ends_in_not(word: &str) -> bool {
    matches!(word, "andnot" | "butnot")
}

/// The operator that a word is if small operators are read; it stands between two clauses.
fn small(tokens: &[Token], at: usize) -> Option<TokenKind> {
    let word = |at: usize| match tokens.get(at) {
        Some(Token { kind: TokenKind::Word(Raw { text, escaped }), .. }) if escaped.is_empty() => {
            Some(text.as_str())
        }
        _ => None,
    };
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let value = matches!(
        before.map(|token| &token.kind),
        Some(TokenKind::Field(_) | TokenKind::AsTyped | TokenKind::Letters(_))
    );
    if value && tokens[at].glued {
        return None;
    }
    let closed = |token: &Token| {
        matches!(token.kind, TokenKind::Word(_) | TokenKind::Phrase(_) | TokenKind::Close)
            || matches!(token.kind, TokenKind::Saved(..) | TokenKind::Regex(_) | TokenKind::Boost(_))
            || matches!(token.kind, TokenKind::Slop(_))
            || matches!(token.kind, TokenKind::Placed(function) if function.behind)
    };
    let opens = |token: Option<&Token>| {
        token.is_some_and(|token| {
            let joins = matches!(token.kind, TokenKind::And | TokenKind::Or | TokenKind::Near(_));
            !joins && token.kind != TokenKind::Close
        })
    };
    let kind = match word(at)? {
        "not" => {
            // `not w/5` is read where NEAR is.
            let far = matches!(tokens.get(at + 1).map(|next| &next.kind), Some(TokenKind::Near(_)));
            let twice = matches!(tokens.get(at + 1).map(|next| &next.kind), Some(TokenKind::Not));
            return (!far && !twice && opens(tokens.get(at + 1))).then_some(TokenKind::Not);
        }
        "and" | "andnot" | "butnot" => TokenKind::And,
        "but" if word(at + 1) == Some("not") => TokenKind::And,
        "or" => TokenKind::Or,
        // In the same paragraph; a common word, so only beside what is more than one.
        "same" => {
            let whole = |token: Option<&Token>, end: TokenKind| {
                token.is_some_and(|token| token.kind == end || matches!(token.kind, TokenKind::Phrase(_)))
            };
            let groups = whole(before, TokenKind::Close) || whole(tokens.get(at + 1), TokenKind::Open);
            TokenKind::Near(Operator::read("SAME").filter(|_| groups)?)
        }
        _ => return None,
    };
    (before.is_some_and(closed) && opens(tokens.get(at + 1))).then_some(kind)
}

/// The parenthesis that says that a joiner beside it or inside means the groups.
fn group(tokens: &[Token], found: &[(usize, TokenKind)]) -> Option<Span> {
    let mut open = Vec::new();
    let mut sign = None;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open => open.push(token.span),
            TokenKind::Close => drop(open.pop()),
            _ => {}
        }
        let joins = found.iter().any(|(of, kind)| *of == at && *kind != TokenKind::Not);
        let beside = || {
            let closes = at.checked_sub(1).and_then(|before| tokens.get(before));
            let closes = closes.filter(|token| token.kind == TokenKind::Close);
            closes.or_else(|| tokens.get(at + 1).filter(|token| token.kind == TokenKind::Open))
        };
        if joins && sign.is_none() {
            sign = open.last().copied().or_else(|| beside().map(|token| token.span));
        }
    }
    sign
}
