//! Words as they are written: how `exact:`, `caps(…)`, `allcaps(…)` and `nocaps(…)` are spelled, and which clauses
//! they can stand before.

use super::near::{Function, Operator};
use super::{Letters, Value};
use crate::error::{Error, ErrorKind, Result};
use crate::fields::{Field, FieldKind};
use std::fmt::{self, Formatter};

/// The name before a colon that asks for words as written.
pub(super) const EXACT: &str = "exact";

const FUNCTIONS: [(&str, Letters); 3] =
    [("caps", Letters::Some), ("allcaps", Letters::All), ("nocaps", Letters::None)];

/// Reads the name of a function.
pub(super) fn function(word: &str) -> Option<Letters> {
    let lower = word.to_ascii_lowercase();
    FUNCTIONS.iter().find(|(name, _)| *name == lower).map(|(_, letters)| *letters)
}

/// The value with its letters.
///
/// # Errors
/// [`ErrorKind::Query`] for patterns, and for fields whose words nobody keeps as they were written.
pub(super) fn ask(value: Value, field: &Field, letters: Letters) -> Result<Value> {
    let wrong = |message: String, hint: &str| Err(Error::new(ErrorKind::Query, message).with_hint(hint));
    let name = name(letters);
    if field.kind != FieldKind::Text || matches!(field.name, "subhead" | "slug" | "section") {
        let fields = "ask text, headline, lead, hlead, body or caption";
        return wrong(format!("`{name}` cannot be asked of `{}`", field.name), fields);
    }
    match value {
        Value::Word(text) | Value::Phrase(text) => Ok(Value::Exact(text, letters)),
        _ => wrong(format!("`{name}` takes words and phrases only"), "leave out `*`, `?` and `~`"),
    }
}

/// As it is spelled in a query.
pub(super) fn name(letters: Letters) -> &'static str {
    FUNCTIONS.iter().find(|(_, known)| *known == letters).map_or("exact:", |(name, _)| name)
}

/// The clause without its field.
pub(super) fn print(f: &mut Formatter<'_>, text: &str, letters: Letters) -> fmt::Result {
    let plain = !matches!(text, "AND" | "OR" | "NOT" | "SAME" | "")
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && Operator::read(text).is_none()
        && Function::read(text, true).is_none();
    let (open, close) = if letters == Letters::AsWritten { ("", "") } else { ("(", ")") };
    f.write_str(name(letters))?;
    f.write_str(open)?;
    if plain {
        f.write_str(text)?;
    } else {
        super::print::quoted(f, text)?;
    }
    f.write_str(close)
}
