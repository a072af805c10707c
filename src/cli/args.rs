//! Arguments that several commands share, and what they mean.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::error::{Error, ErrorKind, Result};
use crate::fields;
use crate::query::{self, Leaf, Parsed, Query, Saved, Settings, Severity, Value};
use crate::search::View;
use crate::span::Span;

/// When to colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Which spellings of a person's name are found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Spelling {
    /// All that the name may have: `Qadhafi` finds `Gaddafi`.
    #[default]
    Any,
    /// The one that was typed.
    Exact,
}

/// Options that stand before or after any command.
#[derive(Debug, Clone, Args)]
pub struct Globals {
    /// Folder of the index
    #[arg(long, global = true, value_name = "DIR", env = "MORGUE_INDEX", default_value = "index")]
    pub index: PathBuf,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more about what is done and why
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// When to colour the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = false)]
    pub color: Color,
    /// Threads to use (default: one for each core)
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<usize>,
    /// How long to wait for another process that writes the index (default: 30 for `search --refresh`, else 0)
    #[arg(long, global = true, value_name = "SECONDS")]
    pub wait: Option<u64>,
    /// The time that relative dates are counted from (default: now)
    #[arg(long, global = true, value_name = "TIME")]
    pub now: Option<String>,
    /// Saved queries, `name = "query"`, for `@name` in a query (default: queries.toml beside the index)
    #[arg(long, global = true, value_name = "FILE", env = "MORGUE_QUERIES")]
    pub queries: Option<PathBuf>,
    /// The zone in which a bare date is read
    #[arg(long, global = true, value_name = "ZONE", default_value = "UTC")]
    pub tz: String,
}

impl Globals {
    /// The zone of `--tz`.
    pub fn zone(&self) -> Result<TimeZone> {
        TimeZone::get(&self.tz).map_err(|_| {
            Error::new(ErrorKind::Query, format!("unknown time zone `{}`", self.tz))
                .with_hint("use a name of the IANA database, such as `UTC`, `America/New_York`, `Asia/Tokyo`")
        })
    }

    /// The saved queries; `None` where there is no file and none was named.
    pub fn saved(&self) -> Result<Option<Saved>> {
        let beside = || self.index.parent().map(|folder| folder.join("queries.toml"));
        let Some(path) = self.queries.clone().or_else(beside) else { return Ok(None) };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && self.queries.is_none() => return Ok(None),
            Err(e) => {
                return Err(Error::io("reading the saved queries", &e).at_path(path.to_string_lossy()));
            }
        };
        Saved::read(&text).map(Some).map_err(|error| error.at_path(path.to_string_lossy()))
    }

    /// What the reading of queries and dates depends on.
    pub fn settings(&self, any: bool) -> Result<Settings> {
        let zone = self.zone()?;
        let now = match &self.now {
            None => Timestamp::now(),
            Some(text) => {
                let settings = Settings { now: Timestamp::UNIX_EPOCH, zone: zone.clone(), any };
                let (from, _) = query::dates::parse_bound(text, &settings)?;
                Timestamp::from_second(from.instant)
                    .map_err(|_| Error::new(ErrorKind::Query, format!("`--now {text}` is out of range")))?
            }
        };
        Ok(Settings { now, zone, any })
    }

    /// Colour the standard output?
    pub fn colour(&self) -> bool {
        use std::io::IsTerminal;
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
                !no_color
                    && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
                    && std::io::stdout().is_terminal()
            }
        }
    }
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
    /// Published on this day or later (`2007`, `2007-08`, `2007-08-08`, `-7d`, `monday` …)
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, help_heading = "Narrow")]
    pub from: Option<String>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, help_heading = "Narrow")]
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
            ("section", &self.section),
            ("desk", &self.desk),
            ("agency", &self.agency),
            ("lang", &self.lang),
            ("status", &self.status),
        ] {
            parts.extend(any_of(field, values));
        }
        if self.on.is_some() && (self.from.is_some() || self.to.is_some()) {
            return Err(Error::new(ErrorKind::Query, "`--on` cannot be used with `--from` or `--to`")
                .with_hint("`--on 2007-08` is the whole of August; give either a day or a range"));
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

fn any_of(field: &str, values: &[String]) -> Option<Query> {
    let mut parts: Vec<Query> = values
        .iter()
        .filter_map(|v| {
            let value = match v.strip_suffix('*') {
                Some(start) if !start.is_empty() && !start.contains(['*', ' ']) => {
                    Value::Prefix(start.to_owned())
                }
                _ if v.contains(' ') => Value::Phrase(v.clone()),
                _ => Value::Word(v.clone()),
            };
            leaf(field, value)
        })
        .collect();
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Query::Or(parts)),
    }
}

fn leaf(field: &str, value: Value) -> Option<Query> {
    fields::find(field).map(|field| Query::Leaf(Leaf { field, value, span: Span::default() }))
}
