//! Operators and functions of words in their place, as they stand among the tokens: NEAR and its kin, `first/50`,
//! `atleast3`, `caps`. What their sides may be is in [`crate::query::near`].

use super::Parser;
use crate::fields::{Field, FieldKind};
use crate::query::lexer::TokenKind;
use crate::query::near::{self, Function, MAX_FIRST, MAX_TIMES, MAX_WORDS, Operator};
use crate::query::parser::MAX_DEPTH;
use crate::query::{Leaf, Letters, Nearness, Placing, Query, Reach, Value, letters};
use crate::span::Span;

impl Parser<'_> {
    /// Clauses joined by NEAR and its kin, from the left.
    pub(super) fn nears(&mut self, depth: usize, field: Option<&'static Field>) -> Option<Query> {
        let mut left = self.boosted(depth, field);
        let mut level = depth;
        while let Some((operator, span)) = self.operator() {
            level += 1;
            if self.above + level > MAX_DEPTH {
                self.stop(span, format!("the query is nested deeper than {MAX_DEPTH} levels"));
                return left;
            }
            if !self.begins_clause() {
                let negated = self.peek() == Some(&TokenKind::Not);
                let what = if negated { "NOT" } else { "nothing" };
                let hint = match negated {
                    true => format!("for what must not stand near, write a {} b", operator.negated().name()),
                    false => "a word, a phrase or a group stands on either side".to_owned(),
                };
                self.error(span, format!("`{}` has {what} after it", operator.name()), hint);
                return left;
            }
            let right = self.boosted(depth, field);
            left = match (left, right) {
                (Some(left), Some(right)) => Some(self.near(left, right, operator, span)),
                (left, right) => left.or(right),
            };
        }
        left
    }

    /// Takes `NEAR/5` or `NOT NEAR/5`, if it is next.
    fn operator(&mut self) -> Option<(Operator, Span)> {
        let start = self.here();
        let spelled = self.spelled_not();
        let far = spelled || self.peek() == Some(&TokenKind::Not);
        let next = self.tokens.get(self.at + usize::from(far)).filter(|_| !self.stopped)?;
        let (TokenKind::Near(operator), end) = (&next.kind, next.span) else { return None };
        let (mut operator, span) = (*operator, Span::new(start.start, end.end));
        self.at += 1 + usize::from(far);
        if far && operator.how == Nearness::InOrder {
            let any = operator.negated().name();
            self.error(span, "PRE cannot be negated", format!("write {any}"));
        }
        if far {
            operator = operator.negated();
        }
        if let Reach::Words(words) = &mut operator.reach
            && (*words == 0 || *words > MAX_WORDS)
        {
            *words = (*words).clamp(1, MAX_WORDS);
            self.error(end, format!("the number of words is from 1 to {MAX_WORDS}"), None);
        }
        if operator.foreign || spelled {
            let order = match operator.how {
                Nearness::AnyOrder => ": in any order",
                Nearness::InOrder => ": in this order",
                Nearness::Far => "",
            };
            self.note(span, format!("read as {}{order}", operator.name()));
        }
        Some((operator, span))
    }

    /// Is the next word the `not` of another service's `not w/5`?
    fn spelled_not(&self) -> bool {
        let Some(TokenKind::Word(raw)) = self.peek() else { return false };
        let operator = self.tokens.get(self.at + 1).map(|token| &token.kind);
        raw.text == "not"
            && raw.escaped.is_empty()
            && matches!(operator, Some(TokenKind::Near(operator)) if !operator.shouted)
    }

    /// Does a word, phrase, field, function or group come next?
    pub(super) fn begins_clause(&self) -> bool {
        use TokenKind::{Field, Letters, Open, Phrase, Placed, Saved, Word};
        match self.peek() {
            Some(Placed(function)) => !function.behind,
            next => matches!(next, Some(Word(_) | Phrase(_) | Field(_) | Letters(_) | Saved(..) | Open)),
        }
    }

    fn near(&mut self, left: Query, right: Query, operator: Operator, span: Span) -> Query {
        near::join(&left, &right, operator.how, operator.reach).unwrap_or_else(|error| {
            self.error(span, error.message, error.hint);
            Query::And(vec![left, right])
        })
    }

    /// `~3` behind a phrase.
    pub(super) fn slop(&mut self, query: Query, between: u32, span: Span) -> Query {
        match &query {
            Query::Leaf(Leaf { field, value: Value::Phrase(phrase), .. })
                if field.kind == FieldKind::Text =>
            {
                let Query::Leaf(leaf) = &query else { return query };
                let loose = near::loose(leaf, phrase, between);
                self.note(span, format!("read as {loose}"));
                loose
            }
            _ => {
                self.error(span, "`~` and a number stand behind a word or a phrase of words", None);
                query
            }
        }
    }

    /// What stands behind `first/50` or `atleast3`.
    pub(super) fn function(
        &mut self,
        depth: usize,
        field: Option<&'static Field>,
        function: Function,
        span: Span,
    ) -> Option<Query> {
        if self.above + depth >= MAX_DEPTH {
            self.stop(span, format!("the query is nested deeper than {MAX_DEPTH} levels"));
            return None;
        }
        let name = function.name();
        if function.behind || !self.begins_clause() {
            let side = if function.behind { "before" } else { "after" };
            self.error(span, format!("`{name}` has nothing {side} it"), format!("write {name}(oil OR gas)"));
            return None;
        }
        if !self.tokens.get(self.at).is_some_and(|next| next.glued) {
            self.note(span, format!("read as {name}(…) of what follows"));
        }
        let inner = self.primary(depth + 1, field)?;
        Some(self.placed(inner, function, span))
    }

    /// What stands behind `exact:` or `caps`.
    pub(super) fn lettered(
        &mut self,
        depth: usize,
        field: Option<&'static Field>,
        letters: Letters,
        span: Span,
    ) -> Option<Query> {
        let next = self.tokens.get(self.at).filter(|next| next.glued && !self.stopped).map(|next| &next.kind);
        if !matches!(next, Some(TokenKind::Word(_) | TokenKind::Phrase(_) | TokenKind::Open)) {
            let hint = "write exact:Apple, exact:\"Apple Computer\" or caps(apple)".to_owned();
            self.error(span, format!("`{}` has nothing after it", letters::name(letters)), hint);
            return None;
        }
        let around = self.letters.replace(letters);
        let inner = self.primary(depth, field);
        self.letters = around;
        inner
    }

    pub(super) fn placed(&mut self, inner: Query, function: Function, span: Span) -> Query {
        let (number, most) = match function.how {
            Placing::First(words) => (words, MAX_FIRST),
            Placing::AtLeast(times) => (times, MAX_TIMES),
        };
        if number == 0 || number > most {
            self.error(span, format!("the number is from 1 to {most}"), None);
            return inner;
        }
        near::placed(inner.clone(), function.how).unwrap_or_else(|error| {
            self.error(span, error.message, error.hint);
            inner
        })
    }
}
