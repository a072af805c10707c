//! `morgue explain`: how a query was read, and why a story matched or did not.

use std::io::Write;

use super::args::{Globals, NarrowArgs};
use super::show::find;
use super::{Exit, progress, written};
use crate::engine::Engine;
use crate::error::Result;
use crate::{output, search};

/// Shows how a query is read (tree, fields, terms, dates as instants) and what each clause finds;
/// with an id, why that story matched or did not, and its score by parts.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  morgue explain 'dam OR weir -hydro date:1987'
  morgue explain --like mns-2019-05-27-011
  morgue explain 'dam reservoir' 1974/04/1974-04-03-tamsar-opens.txt")]
pub struct Args {
    /// The query
    #[arg(value_name = "QUERY", required_unless_present = "like")]
    query: Option<String>,
    /// The story's id or path
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Explain `search --like`: which words, people and places of the story are asked for
    #[arg(long, value_name = "ID")]
    like: Option<String>,
    #[command(flatten)]
    narrow: NarrowArgs,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let parsed = args.narrow.parse(args.query.as_deref().unwrap_or_default(), globals)?;
    let engine = Engine::open(&globals.index)?;
    let story = match &args.id {
        None => None,
        Some(id) => Some(find(&engine, id)?.remove(0)),
    };
    let like = match &args.like {
        None => None,
        Some(id) => Some(search::like(&engine, id, &find(&engine, id)?)?),
    };
    let made = search::explain(&engine, &parsed, like.as_ref(), story.as_ref(), args.narrow.view(globals)?)?;
    output::explanation(&made, args.json, &progress::style(globals, false), out).map_err(|e| written(&e))?;
    Ok(Exit::Ok)
}
