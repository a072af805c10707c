//! A saved query in the place of its name.

use super::{MAX_BYTES, MAX_CLAUSES, Parser};
use crate::fields::Field;
use crate::query::saved::MAX_CHAIN;
use crate::query::{Diagnostic, Query, Saved, Settings, Severity, lexer};
use crate::span::Span;

impl Parser<'_> {
    /// The tree of a saved query, its words asked of `field`. What there is to say about it is said at its name.
    pub(super) fn insert(
        &mut self,
        saved: &Saved,
        name: &str,
        span: Span,
        depth: usize,
        field: Option<&'static Field>,
    ) -> Option<Query> {
        let Some((name, text)) = saved.get(name) else {
            let known: Vec<String> = saved.names().take(8).map(|name| format!("@{name}")).collect();
            let hint = match saved.nearest(name) {
                Some(near) => format!("did you mean `@{near}`? for the word itself write \\@{name}"),
                None if known.is_empty() => "the file has no queries".to_owned(),
                None => format!("there are {}", known.join(", ")),
            };
            self.error(span, format!("there is no saved query `@{name}`"), hint);
            return None;
        };
        let mut chain = self.chain.clone();
        chain.push(name.to_owned());
        if self.chain.iter().any(|outer| outer == name) {
            let names: Vec<String> = chain.iter().map(|name| format!("@{name}")).collect();
            self.error(span, format!("`@{name}` asks for itself: {}", names.join(", ")), None);
            return None;
        }
        self.clauses += 1;
        if chain.len() > MAX_CHAIN || self.clauses > MAX_CLAUSES || text.len() > MAX_BYTES {
            self.stop(span, format!("the saved query `@{name}` makes the query too long"));
            return None;
        }
        let (tokens, diagnostics) = lexer::lex(text, self.settings.any);
        // A saved query means the same whatever the flags.
        let settings = Settings { any: false, ..self.settings.clone() };
        let mut inner = Parser {
            tokens,
            at: 0,
            settings: &settings,
            diagnostics,
            clauses: self.clauses,
            letters: self.letters,
            saved: Some(saved),
            chain,
            above: self.above + depth + 1,
            stopped: false,
        };
        let tree = inner.level(0, field);
        self.clauses = inner.clauses;
        self.stopped |= inner.stopped;
        let said = std::mem::take(&mut inner.diagnostics);
        if tree.is_none() && said.iter().all(|said| said.severity == Severity::Note) {
            self.error(span, format!("the saved query `@{name}` is empty"), None);
        }
        for said in said {
            let message = match said.message.starts_with("in `@") {
                true => said.message,
                false => format!("in `@{name}`: {}", said.message),
            };
            self.diagnostics.push(Diagnostic { span, message, ..said });
        }
        tree
    }
}
