//! Options of every command, and what they mean.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::error::{Error, ErrorKind, Result};
use crate::query::{self, Saved, Settings};

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
