//! Saved queries: names that stand for query texts, `@drought`, kept in a file of TOML.
//!
//! Where the file is, is the command line's; what a saved query may hold is the parser's.

use crate::error::{Error, ErrorKind, Result};
use std::collections::BTreeMap;

/// Deepest chain of saved queries that name each other.
pub(super) const MAX_CHAIN: usize = 16;

/// Query texts by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    texts: BTreeMap<String, String>,
}

impl Saved {
    /// Reads lines of `name = "query"`.
    ///
    /// # Errors
    /// [`ErrorKind::Query`] for what is no TOML, for names that cannot stand in a query, for values that are no text.
    pub fn read(toml: &str) -> Result<Saved> {
        let wrong = |message: String| {
            Error::new(ErrorKind::Query, message).with_hint("a line is `drought = \"drought OR reservoir\"`")
        };
        let table: toml::Table = toml.parse().map_err(|e: toml::de::Error| {
            let line =
                e.span().map_or(1, |span| 1 + toml[..span.start.min(toml.len())].matches('\n').count());
            wrong(format!("line {line}: {}", e.message()))
        })?;
        let mut texts = BTreeMap::new();
        for (name, value) in table {
            if !is_name(&name) {
                return Err(wrong(format!("`{name}` is no name: letters, digits, `-` and `_` make one")));
            }
            let toml::Value::String(text) = value else {
                return Err(wrong(format!("`{name}` is no text in quotes")));
            };
            texts.insert(name, text);
        }
        Ok(Saved { texts })
    }

    /// The text of a name, and the name as it is saved; capitals do not matter where no other has them.
    pub(super) fn get(&self, name: &str) -> Option<(&str, &str)> {
        let found = self.texts.get_key_value(name);
        found
            .or_else(|| self.texts.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)))
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The name nearest in spelling, if one is near.
    pub(super) fn nearest(&self, name: &str) -> Option<&str> {
        let distance =
            |known: &String| strsim::damerau_levenshtein(&known.to_lowercase(), &name.to_lowercase());
        let nearest = self.texts.keys().map(|known| (distance(known), known)).min()?;
        (nearest.0 <= 1 + name.chars().count() / 4).then_some(nearest.1.as_str())
    }

    /// All names, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }
}

/// May it stand behind an `@`?
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}
