//! `morgue timeline`: counts by time.

use std::io::Write;

use super::args::Globals;
use super::narrow::QueryArgs;
use super::told::Told;
use super::topics::{self, Asked};
use super::{Exit, progress, written};
use crate::engine::Engine;
use crate::error::Result;
use crate::search::Period;
use crate::{output, search};

/// Counts matching stories by day, week, month or year; bars on a terminal.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  morgue timeline strike --by year
  morgue timeline dam --from 1987-01 --to 1987-06 --by week")]
pub struct Args {
    #[command(flatten)]
    query: QueryArgs,
    /// Length of a period
    #[arg(long, value_name = "PERIOD", default_value = "month")]
    by: By,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum By {
    Day,
    Week,
    Month,
    Year,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let Asked { text, parsed, .. } = topics::one(&args.query, globals)?;
    let engine = Engine::open(&globals.index)?;
    let by = match args.by {
        By::Day => Period::Day,
        By::Week => Period::Week,
        By::Month => Period::Month,
        By::Year => Period::Year,
    };
    let view = args.query.narrow.view(globals)?;
    let line = search::timeline(&engine, &parsed.tree, &text, by, &globals.zone()?, view)?;
    output::timeline(&line, args.json, &progress::style(globals, false), out).map_err(|e| written(&e))?;
    Told { engine: &engine, narrow: &args.query.narrow, globals }.count(&parsed.tree)?;
    Ok(Exit::found(line.total > 0))
}
