//! `morgue facets`: counts by people, place, desk …

use std::io::Write;

use super::args::Globals;
use super::narrow::QueryArgs;
use super::told::Told;
use super::topics::{self, Asked};
use super::{Exit, progress, written};
use crate::engine::Engine;
use crate::error::Result;
use crate::{output, search};

/// Counts matching stories by the values of a field.
///
/// `desk` counts the desks of a newspaper (business, sports …); what the paper itself calls its sections is
/// counted, with the subheads, by `section`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  morgue facets people dam
  morgue facets desk --on 1987
  morgue facets country strike -n 5 --json")]
pub struct Args {
    /// people, place, country, region, agency, desk, section, keyword, org, format, lang, kind, status …
    #[arg(value_name = "FIELD")]
    field: String,
    #[command(flatten)]
    query: QueryArgs,
    /// Values to print; 0 = all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let Asked { text, parsed, .. } = topics::one(&args.query, globals)?;
    let engine = Engine::open(&globals.index)?;
    let limit = (args.limit > 0).then_some(args.limit);
    let view = args.query.narrow.view(globals)?;
    let counts = search::facets(&engine, &args.field, &parsed.tree, &text, view, limit)?;
    output::facets(&counts, args.json, &progress::style(globals, false), out).map_err(|e| written(&e))?;
    Told { engine: &engine, narrow: &args.query.narrow, globals }.count(&parsed.tree)?;
    Ok(Exit::found(counts.total > 0))
}
