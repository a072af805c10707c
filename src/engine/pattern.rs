//! Prefixes and wildcards as the regular expressions that the engine looks up in its dictionaries.
//!
//! Knows how words are folded; which fields are asked is [`super::lower`]'s.

use super::lower::Boxed;
use crate::error::{Error, ErrorKind, Result};
use crate::fields::FieldKind;
use crate::index::analyzers;
use tantivy::query::RegexQuery;
use tantivy::schema::Field as Column;

/// Words of a field that fit a regular expression.
///
/// # Errors
/// [`ErrorKind::Query`] for an expression that the engine cannot use.
pub(super) fn pattern(column: Column, pattern: &str) -> Result<Boxed> {
    let query = RegexQuery::from_pattern(pattern, column)
        .map_err(|e| Error::new(ErrorKind::Query, format!("cannot use the pattern `{pattern}`: {e}")))?;
    Ok(Box::new(query))
}

/// `*` any run, `?` one character; the pieces between folded like the words they are compared with.
pub(super) fn wildcard_pattern(kind: FieldKind, text: &str) -> String {
    let mut pattern = String::new();
    for piece in text.split_inclusive(['*', '?']) {
        let (letters, tail) = match piece.as_bytes().last() {
            // Of anything: names of files may have line ends in them.
            Some(b'*') => (&piece[..piece.len() - 1], "(?s:.*)"),
            Some(b'?') => (&piece[..piece.len() - 1], "(?s:.)"),
            _ => (piece, ""),
        };
        pattern.push_str(&escape(&analyzers::fold_prefix(kind, letters)));
        pattern.push_str(tail);
    }
    pattern
}

/// Letters that mean themselves in an expression.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\.+*?()|[]{}^$#&-~/".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
