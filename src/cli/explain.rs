//! `morgue explain`: how a query was read, and why a story matched or did not.

use std::io::Write;

use super::args::Globals;
use super::narrow::{self, NarrowArgs};
use super::show::find;
use super::{Exit, progress, written};
use crate::engine::Engine;
use crate::error::Result;
use crate::search::Wording;
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
    let text = args.query.as_deref().unwrap_or_default();
    let parsed = args.narrow.parse(text, globals)?;
    if let Some(id) = &args.like {
        narrow::filled("like", id)?;
    }
    let engine = Engine::open(&globals.index)?;
    let story = match &args.id {
        None => None,
        Some(id) => Some(find(&engine, id)?.remove(0)),
    };
    let like = match &args.like {
        None => None,
        Some(id) => Some(search::like(&engine, id, &find(&engine, id)?)?),
    };
    let read = |text: &str, any: bool| args.narrow.reread(text, any, globals);
    let wording = Wording { text, any: args.narrow.any, read: &read };
    let view = args.narrow.view(globals)?;
    let made = search::explain(&engine, &parsed, &wording, like.as_ref(), story.as_ref(), view)?;
    output::explanation(&made, args.json, &progress::style(globals, false), out).map_err(|e| written(&e))?;
    Ok(Exit::Ok)
}
