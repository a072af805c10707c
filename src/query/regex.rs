//! Regular expressions over names as they are written: how one is read, and what it is held against.
//!
//! The expressions are those of the `regex` library: no look-around, no back-references, time in proportion to the
//! text whatever the expression. Knows no index.

use crate::error::{Error, ErrorKind, Result};
use regex::{Regex, RegexBuilder};

/// Memory that one expression may take, in bytes.
const MAX_SIZE: usize = 1 << 20;

/// Compiles what stands between the slashes; capitals do not matter.
///
/// # Errors
/// [`ErrorKind::Query`], saying what is wrong with the expression.
pub fn compile(text: &str) -> Result<Regex> {
    RegexBuilder::new(text).case_insensitive(true).size_limit(MAX_SIZE).build().map_err(|error| {
        // The library draws the expression with a mark under it; the last line says what is wrong.
        let drawn = error.to_string();
        let said = drawn.lines().last().unwrap_or_default().trim_start_matches("error: ");
        Error::new(ErrorKind::Query, format!("`/{text}/` is no regular expression: {said}"))
            .with_hint("write `\\` before a sign that stands for itself")
    })
}
