//! `morgue count`: how many stories match.

use std::io::Write;

use super::args::Globals;
use super::narrow::QueryArgs;
use super::told::Told;
use super::topics;
use super::{Exit, written};
use crate::engine::Engine;
use crate::error::Result;
use crate::search;

/// Prints the number of matching stories.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  morgue count drought
  morgue count --on 1987-06 --desk business
  morgue count 'date:none'               # undated stories")]
pub struct Args {
    #[command(flatten)]
    query: QueryArgs,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let asked = topics::one(&args.query, globals)?;
    let engine = Engine::open(&globals.index)?;
    let total = search::count(&engine, &asked.parsed.tree, args.query.narrow.view(globals)?)?;
    writeln!(out, "{total}").map_err(|e| written(&e))?;
    Told { engine: &engine, narrow: &args.query.narrow, globals }.count(&asked.parsed.tree)?;
    Ok(Exit::found(total > 0))
}
