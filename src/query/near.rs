//! Words near each other, words in a place, words so many times: what they may be, and how other spellings of
//! the operators are read.
//!
//! Where an operator stands in the query is the parser's; what it finds is the engine's.

use super::{Leaf, Near, Nearness, Placed, Placing, Query, Reach, Value};
use crate::error::{Error, ErrorKind, Result};
use crate::fields::{Field, FieldKind};

/// Greatest n of `NEAR/n`: the parts of a story (headline, captions, body) stand further apart.
pub const MAX_WORDS: u32 = 99;
/// Greatest n of `first/n`.
pub const MAX_FIRST: u32 = 500;
/// Greatest N of `atleastN`.
pub const MAX_TIMES: u32 = 100;

impl Near {
    /// The canonical spelling of the operator.
    pub fn operator(&self) -> String {
        operator(self.how, self.reach)
    }
}

fn operator(how: Nearness, reach: Reach) -> String {
    let not = if how == Nearness::Far { "NOT " } else { "" };
    let name = match (how, reach) {
        (Nearness::InOrder, _) => "PRE/",
        (_, Reach::Words(_)) => "NEAR/",
        (_, Reach::Sentence | Reach::Paragraph) => "w/",
    };
    match reach {
        Reach::Words(words) => format!("{not}{name}{words}"),
        Reach::Sentence => format!("{not}{name}s"),
        Reach::Paragraph => format!("{not}{name}p"),
    }
}

/// An operator as it was typed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Operator {
    pub how: Nearness,
    /// As typed; may be out of bounds.
    pub reach: Reach,
    /// It is the spelling of another service.
    pub foreign: bool,
    /// It is written in capitals: a `not` before it is a word.
    pub shouted: bool,
}

impl Operator {
    /// Reads `NEAR/5`, `PRE/5`, `w/s`, and what others write: `w/5`, `near5`, `onear/5`, `pre/5`, `/5`, `/s`,
    /// `adj5`, `/N5/`, `SAME`.
    pub fn read(word: &str) -> Option<Operator> {
        let lower = word.to_ascii_lowercase();
        if word == "SAME" {
            return Some(Operator {
                how: Nearness::AnyOrder,
                reach: Reach::Paragraph,
                foreign: true,
                shouted: true,
            });
        }
        let (name, reach) = match lower.strip_prefix("/n").and_then(|rest| rest.strip_suffix('/')) {
            Some(number) => ("/", number),
            None => {
                let last = lower.trim_start_matches(|c: char| !c.is_ascii_digit());
                let last = if last.is_empty() { lower.rsplit('/').next()? } else { last };
                (&lower[..lower.len() - last.len()], last)
            }
        };
        let reach = match reach {
            "s" if name.ends_with('/') => Reach::Sentence,
            "p" if name.ends_with('/') => Reach::Paragraph,
            number if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
                Reach::Words(number.parse().unwrap_or(u32::MAX))
            }
            _ => return None,
        };
        let how = match name {
            "near/" | "w/" | "near" | "/" => Nearness::AnyOrder,
            "pre/" | "onear/" | "adj" => Nearness::InOrder,
            _ => return None,
        };
        let own = match reach {
            Reach::Words(_) => word.starts_with("NEAR/") || word.starts_with("PRE/"),
            Reach::Sentence | Reach::Paragraph => word.starts_with("w/") || word.starts_with("PRE/"),
        };
        Some(Operator { how, reach, foreign: !own, shouted: word.starts_with(char::is_uppercase) })
    }

    /// The left side with none of the right side near it.
    pub fn negated(self) -> Operator {
        Operator { how: Nearness::Far, ..self }
    }

    /// The canonical spelling.
    pub fn name(self) -> String {
        operator(self.how, self.reach)
    }
}

/// Joins two sides.
///
/// # Errors
/// [`ErrorKind::Query`] for a side that has no place in a text, and for sides of two fields.
pub(super) fn join(left: &Query, right: &Query, how: Nearness, reach: Reach) -> Result<Query> {
    let mut field = None;
    side(left, &mut field)?;
    side(right, &mut field)?;
    if !matches!(reach, Reach::Words(_)) {
        known_places(field, &operator(how, reach), &["subhead", "slug"])?;
    }
    Ok(Query::Near(Box::new(Near { left: left.clone(), right: right.clone(), how, reach })))
}

/// Words of which the place or the number counts.
///
/// # Errors
/// As [`join`].
pub(super) fn placed(what: Query, how: Placing) -> Result<Query> {
    let mut field = None;
    side(&what, &mut field)?;
    if let Placing::First(words) = how {
        known_places(field, &format!("first/{words}"), &["subhead", "caption"])?;
    }
    Ok(Query::Placed(Box::new(Placed { what, how })))
}

/// Of some fields is not known where their sentences are, or which value is the first.
fn known_places(field: Option<&'static Field>, what: &str, unknown: &[&str]) -> Result<()> {
    match field.filter(|field| unknown.contains(&field.name)) {
        None => Ok(()),
        Some(field) => Err(wrong(format!("`{what}` cannot be asked of `{}`", field.name))
            .with_hint("ask text, headline, lead, hlead or body")),
    }
}

fn side(query: &Query, field: &mut Option<&'static Field>) -> Result<()> {
    match query {
        Query::Leaf(leaf) => word(leaf, field),
        Query::Or(parts) => parts.iter().try_for_each(|part| side(part, field)),
        Query::Boost(inner, _) => side(inner, field),
        Query::Near(near) => side(&near.left, field).and_then(|()| side(&near.right, field)),
        Query::Placed(placed) if matches!(placed.how, Placing::First(_)) => side(&placed.what, field),
        Query::Placed(_) => {
            Err(wrong("what is counted has no place of its own")
                .with_hint("count outside: atleast3(a NEAR/5 b)"))
        }
        Query::And(_) => Err(wrong("words joined by AND have no place of their own")
            .with_hint("join words with OR or NEAR here, or put them in quotes")),
        Query::Not(_) => Err(wrong("NOT has no place in a text").with_hint("write a NOT NEAR/5 b")),
        Query::Everything => Err(wrong("`*` alone has no place in a text")),
    }
}

fn word(leaf: &Leaf, field: &mut Option<&'static Field>) -> Result<()> {
    // The values of a field of names stand side by side, though they have nothing to do with each other.
    if leaf.field.kind != FieldKind::Text {
        return Err(wrong(format!("`{}` has no running words", leaf.field.name))
            .with_hint("it can be asked of text, headline, lead, hlead, body, subhead, caption and slug"));
    }
    let has_place = matches!(
        leaf.value,
        Value::Word(_)
            | Value::Phrase(_)
            | Value::Prefix(_)
            | Value::Wildcard(_)
            | Value::Fuzzy(..)
            | Value::Exact(..)
    );
    if !has_place {
        return Err(wrong(format!("`{leaf}` has no place in a text"))
            .with_hint("words, phrases and patterns have one"));
    }
    let first = *field.get_or_insert(leaf.field);
    if first.name == leaf.field.name {
        return Ok(());
    }
    let name = if first.name == "text" { leaf.field.name } else { first.name };
    Err(wrong(format!("the sides ask two fields, `{}` and `{}`", first.name, leaf.field.name))
        .with_hint(format!("to ask one, write {name}:(a NEAR/5 b)")))
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Query, message)
}

/// A word that says where words stand or how often: `first/50`, `atleast3`, and `/F50/` of Factiva.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Function {
    /// As typed; may be out of bounds.
    pub how: Placing,
    /// It stands behind its word.
    pub behind: bool,
}

impl Function {
    /// Reads it; `glued` when a parenthesis or a quote follows at once.
    pub fn read(word: &str, glued: bool) -> Option<Function> {
        let lower = word.to_ascii_lowercase();
        let number = |digits: &str| -> Option<u32> {
            let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            all.then(|| digits.parse().unwrap_or(u32::MAX))
        };
        let short = || lower.strip_prefix("atl").filter(|_| glued);
        if let Some(times) = lower.strip_prefix("atleast").or_else(short).and_then(number) {
            return Some(Function { how: Placing::AtLeast(times), behind: false });
        }
        if let Some(words) = lower.strip_prefix("first/").and_then(number) {
            return Some(Function { how: Placing::First(words), behind: !glued });
        }
        let words = lower.strip_prefix("/f").and_then(|rest| rest.strip_suffix('/')).and_then(number)?;
        Some(Function { how: Placing::First(words), behind: true })
    }

    /// The canonical spelling.
    pub fn name(self) -> String {
        name(self.how)
    }
}

/// `first/50`, `atleast3`.
pub(super) fn name(how: Placing) -> String {
    match how {
        Placing::First(words) => format!("first/{words}"),
        Placing::AtLeast(times) => format!("atleast{times}"),
    }
}

/// `"crude oil price"~3`: each word near those before it, so many words between two at most.
pub(super) fn loose(leaf: &Leaf, phrase: &str, between: u32) -> Query {
    let one = |word: &str| {
        Query::Leaf(Leaf { field: leaf.field, value: Value::Word(word.to_owned()), span: leaf.span })
    };
    let lettered = |word: &&str| super::has_letters(word);
    let near = |left: Query, right: Query| {
        let reach = Reach::Words(between.saturating_add(1).min(MAX_WORDS));
        Query::Near(Box::new(Near { left, right, how: Nearness::AnyOrder, reach }))
    };
    phrase.split_whitespace().filter(lettered).map(one).reduce(near).unwrap_or(Query::Leaf(leaf.clone()))
}
