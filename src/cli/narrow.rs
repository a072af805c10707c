//! A query and the flags that narrow it, as one tree.

use clap::{Args, ValueEnum};

use super::args::Globals;
use crate::error::{Error, ErrorKind, Result};
use crate::fields;
use crate::query::{self, Leaf, Parsed, Query, Settings, Severity, Value};
use crate::search::View;
use crate::span::Span;

/// Which spellings of a person's name are found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Spelling {
    /// All that the name may have: `Qadhafi` finds `Gaddafi`.
    #[default]
    Any,
    /// The one that was typed.
    Exact,
}

/// A query and the flags that narrow it.
#[derive(Debug, Clone, Default, Args)]
pub struct QueryArgs {
    /// What to look for; nothing = every story
    #[arg(value_name = "QUERY", allow_hyphen_values = false)]
    pub query: Vec<String>,
    #[command(flatten)]
    pub narrow: NarrowArgs,
}

/// Flags that narrow a query: OR within one flag, AND between flags.
#[derive(Debug, Clone, Default, Args)]
pub struct NarrowArgs {
    /// Published on this day or later (`2007`, `2007-08`, `2007-08-08`, `-7d`, `monday` …); the day itself counts
    ///
    /// Also `--since` and `--after`.
    #[arg(long, aliases = ["since", "after"], value_name = "DATE", allow_hyphen_values = true, help_heading = "Narrow")]
    pub from: Option<String>,
    /// Published on this day or earlier; the whole of it counts
    ///
    /// Also `--until` and `--before`.
    #[arg(long, aliases = ["until", "before"], value_name = "DATE", allow_hyphen_values = true, help_heading = "Narrow")]
    pub to: Option<String>,
    /// Published on this day, in this month or year
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, help_heading = "Narrow")]
    pub on: Option<String>,
    /// Names this person
    #[arg(long, value_name = "NAME", help_heading = "Narrow")]
    pub person: Vec<String>,
    /// Filed from this place or about it
    #[arg(long, value_name = "NAME", help_heading = "Narrow")]
    pub place: Vec<String>,
    /// Country it was filed from, ISO 3166 (`IR`, `SU` …)
    #[arg(long, value_name = "CODE", help_heading = "Narrow")]
    pub country: Vec<String>,
    /// Desk or subhead
    #[arg(long, value_name = "NAME", help_heading = "Narrow")]
    pub section: Vec<String>,
    /// Desk it was filed under
    #[arg(long, value_name = "NAME", help_heading = "Narrow")]
    pub desk: Vec<String>,
    /// Agency or publication
    #[arg(long, value_name = "NAME", help_heading = "Narrow")]
    pub agency: Vec<String>,
    /// Language (`en`, `es` …)
    #[arg(long, value_name = "CODE", help_heading = "Narrow")]
    pub lang: Vec<String>,
    /// Status: usable, embargoed, withheld, killed
    #[arg(long, value_name = "STATUS", help_heading = "Narrow")]
    pub status: Vec<String>,
    /// Spellings of names in `person:` and `--person`
    #[arg(long, value_name = "WHICH", default_value = "any", help_heading = "Narrow")]
    pub spelling: Spelling,
    /// Join the words by OR instead of AND
    #[arg(long, help_heading = "Narrow")]
    pub any: bool,
    /// Show superseded versions and stories that may not be used, too
    #[arg(long, help_heading = "Narrow")]
    pub all_versions: bool,
}

impl QueryArgs {
    /// The query text as typed (several arguments are joined by a space).
    pub fn text(&self) -> String {
        self.query.join(" ")
    }
}

impl NarrowArgs {
    /// Another query with the same flags but for `--any`; `None` if it cannot be read.
    pub(super) fn reread(&self, text: &str, any: bool, globals: &Globals) -> Option<Query> {
        let narrow = NarrowArgs { any, ..self.clone() };
        narrow.parse(text, globals).ok().map(|parsed| parsed.tree)
    }

    /// What of the archive is seen.
    pub fn view(&self, globals: &Globals) -> Result<View> {
        Ok(View { all_versions: self.all_versions, now: globals.settings(self.any)?.now.as_second() })
    }

    /// Reads a query text and joins the flags to it. Errors in the text come as the rendered caret
    /// message.
    pub fn parse(&self, text: &str, globals: &Globals) -> Result<Parsed> {
        let settings = globals.settings(self.any)?;
        let saved = if text.contains('@') { globals.saved()? } else { None };
        let mut parsed = query::parse_with(text, &settings, saved.as_ref());
        if parsed.diagnostics.iter().any(|d| d.severity == Severity::Error) {
            let errors: Vec<_> =
                parsed.diagnostics.into_iter().filter(|d| d.severity == Severity::Error).collect();
            return Err(Error::new(ErrorKind::Query, query::render(&errors, text)));
        }
        let mut parts = self.clauses(&settings)?;
        if !parts.is_empty() {
            if parsed.tree != Query::Everything {
                parts.insert(0, parsed.tree);
            }
            parsed.tree = if parts.len() == 1 { parts.remove(0) } else { Query::And(parts) };
        }
        if self.spelling == Spelling::Exact {
            parsed.tree = query::exactly(parsed.tree);
        }
        Ok(parsed)
    }

    fn clauses(&self, settings: &Settings) -> Result<Vec<Query>> {
        let mut parts = Vec::new();
        for (field, values) in [
            ("person", &self.person),
            ("place", &self.place),
            ("country", &self.country),
            ("section", &self.section),
            ("desk", &self.desk),
            ("agency", &self.agency),
            ("lang", &self.lang),
            ("status", &self.status),
        ] {
            parts.extend(any_of(field, values)?);
        }
        if self.on.is_some() && (self.from.is_some() || self.to.is_some()) {
            return Err(Error::new(ErrorKind::Query, "`--on` cannot be used with `--from` or `--to`")
                .with_hint("`--on 2007-08` is the whole of August; give either a day or a range"));
        }
        for (flag, value) in [("from", &self.from), ("to", &self.to), ("on", &self.on)] {
            value.as_deref().map(|value| filled(flag, value)).transpose()?;
        }
        let (from, to) = match &self.on {
            Some(on) => (Some(on.as_str()), Some(on.as_str())),
            None => (self.from.as_deref(), self.to.as_deref()),
        };
        if from.is_some() || to.is_some() {
            let range = query::dates::range(from, to, settings)?;
            parts.extend(leaf("date", Value::Dates(range)));
        }
        Ok(parts)
    }
}

/// What a flag asks with no letter or digit in it was meant to ask something: a variable that is not set, most often.
/// It is never the same as no flag.
///
/// # Errors
/// [`ErrorKind::Query`], naming the flag.
pub(super) fn filled(flag: &str, value: &str) -> Result<()> {
    if query::has_letters(value) {
        return Ok(());
    }
    let (what, hint) = match value.trim() {
        "" => (format!("`--{flag}` is empty"), "is a variable unset? ".to_owned()),
        value => (format!("`--{flag} {value}` has no letter or digit to search for"), String::new()),
    };
    Err(Error::new(ErrorKind::Query, what)
        .with_hint(format!("{hint}give it a value, or leave the flag out to ask for all")))
}

fn any_of(field: &str, values: &[String]) -> Result<Option<Query>> {
    let mut parts = Vec::with_capacity(values.len());
    for typed in values {
        let value = match typed.strip_suffix('*') {
            Some("") => Value::Present,
            Some(start) if !start.contains(['*', ' ']) => {
                filled(field, start)?;
                Value::Prefix(start.to_owned())
            }
            _ => {
                filled(field, typed)?;
                if typed.contains(' ') { Value::Phrase(typed.clone()) } else { Value::Word(typed.clone()) }
            }
        };
        parts.extend(leaf(field, value));
    }
    Ok(match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(Query::Or(parts)),
    })
}

fn leaf(field: &str, value: Value) -> Option<Query> {
    fields::find(field).map(|field| Query::Leaf(Leaf { field, value, span: Span::default() }))
}
