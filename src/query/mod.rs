//! The query language: text to tree and diagnostics. Pure: no I/O, no clock, no engine.
//!
//! Parsing never fails: it returns a tree and everything there is to say about the text. A command
//! turns diagnostics of [`Severity::Error`] into a caret message and exit code 2.

pub mod ast;
mod calendar;
mod compound;
pub mod dates;
mod foreign;
mod habits;
mod join;
mod leaf;
mod letters;
mod lexer;
mod moment;
mod near;
pub mod parser;
mod print;
mod raw;
pub mod regex;
mod render;
mod saved;
mod told;
mod typed;
pub mod wildcard;

pub use ast::{
    DateRange, Leaf, Letters, Moment, Near, Nearness, Placed, Placing, Query, Reach, Value, Yearly,
};
pub use near::{MAX_FIRST, MAX_TIMES, MAX_WORDS};
pub use raw::has_letters;
pub use render::render;
pub use saved::Saved;
pub use typed::exactly;

use crate::span::Span;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The page of the manual that describes the language, in Markdown.
pub const MANUAL: &str = include_str!("SYNTAX.md");

/// What the reading of a query depends on besides its text.
#[derive(Debug, Clone)]
pub struct Settings {
    /// "Now", for relative dates.
    pub now: Timestamp,
    /// Zone in which a bare date is read.
    pub zone: TimeZone,
    /// Words are joined by OR instead of AND.
    pub any: bool,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The query is not run.
    Error,
    /// It is run; this is how a part of it was read.
    Note,
}

/// Something to say about a part of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad.
    pub severity: Severity,
    /// Where in the query text (bytes).
    pub span: Span,
    /// What.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// A query read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The tree; for a broken text, the best guess.
    pub tree: Query,
    /// All there is to say, by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a query. The whole language is in `SYNTAX.md` beside this file.
pub fn parse(text: &str, settings: &Settings) -> Parsed {
    parser::parse(text, settings, None)
}

/// The same with saved queries for what stands behind an `@`.
pub fn parse_with(text: &str, settings: &Settings, saved: Option<&Saved>) -> Parsed {
    parser::parse(text, settings, saved)
}

impl Parsed {
    /// True when the query must not be run.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }
}
