//! One clause: what follows the name of a field, and a word or phrase as its field reads it.

use super::{MAX_CLAUSES, Parser};
use crate::error::Result;
use crate::fields::{self, Field};
use crate::query::leaf::Reading;
use crate::query::lexer::TokenKind;
use crate::query::{Leaf, Query, Value, letters, typed};
use crate::span::Span;

impl Parser<'_> {
    /// What follows `name:`.
    pub(super) fn field(&mut self, depth: usize, name: Span, field: &'static Field) -> Option<Query> {
        let Some(next) = self.tokens.get(self.at).filter(|_| !self.stopped).cloned() else {
            return self.valueless(name, field);
        };
        if next.kind == TokenKind::AsTyped {
            self.at += 1;
            return match self.tokens.get(self.at).is_some_and(|token| token.glued) {
                true => self.field(depth, name, field).map(typed::exactly),
                false => self.valueless(name, field),
            };
        }
        use TokenKind::{Letters, Open, Phrase, Placed, Regex, Saved, Word};
        let function = next.glued && matches!(next.kind, Placed(_) | Letters(_) | Saved(..) | Regex(_));
        if !function && !matches!(next.kind, Word(_) | Phrase(_) | Open) {
            return self.valueless(name, field);
        }
        if field.is_spelled() && !self.settings.any {
            let ahead = self.tokens.get(self.at..).unwrap_or_default();
            if let Some((words, tokens)) = typed::whole_name(ahead.iter().map(|token| &token.kind)) {
                let end = ahead.get(tokens - 1).map_or(next.span.end, |token| token.span.end);
                return self.whole_name(words, tokens, Span::new(next.span.start, end), field);
            }
        }
        if !next.glued {
            let text = "is read together with what follows it; quote the text if it is no field";
            self.note(name, format!("`{}:` {text}", field.name));
        }
        self.primary(depth, Some(field))
    }

    /// Words in parentheses that are one name.
    fn whole_name(
        &mut self,
        words: String,
        tokens: usize,
        span: Span,
        field: &'static Field,
    ) -> Option<Query> {
        self.at += tokens;
        self.note(span, format!("read as one name; for two people write {0}:one AND {0}:other", field.name));
        self.leaf(Ok(Reading::Value(Value::Phrase(words), None)), Some(field), span)
    }

    fn valueless(&mut self, name: Span, field: &'static Field) -> Option<Query> {
        let hint = format!("write {}; for the words themselves leave the colon out", field.example);
        self.error(name, format!("`{}:` has nothing after it", field.name), hint);
        None
    }

    pub(super) fn leaf(
        &mut self,
        reading: Result<Reading>,
        field: Option<&'static Field>,
        span: Span,
    ) -> Option<Query> {
        self.clauses += 1;
        if self.clauses > MAX_CLAUSES {
            self.stop(span, format!("the query has more than {MAX_CLAUSES} words and clauses"));
            return None;
        }
        match reading {
            Ok(Reading::Value(value, said)) => {
                if let Some(said) = said {
                    self.note(span, said);
                }
                let field = field.or_else(|| fields::find("text"))?;
                let value = match self.letters.map(|letters| letters::ask(value.clone(), field, letters)) {
                    None => value,
                    Some(Ok(value)) => value,
                    Some(Err(error)) => {
                        self.error(span, error.message, error.hint);
                        return None;
                    }
                };
                Some(Query::Leaf(Leaf { field, value, span }))
            }
            Ok(Reading::Everything) => Some(Query::Everything),
            Ok(Reading::Nothing) => {
                self.note(span, "a sign that is no letter or digit finds nothing and is passed over");
                None
            }
            Err(error) => {
                self.error(span, error.message, error.hint);
                None
            }
        }
    }
}
