//! `morgue show`: whole stories.

use std::io::Write;

use super::args::Globals;
use super::{Exit, progress, written};
use crate::engine::{Engine, Ranked};
use crate::error::{Error, ErrorKind, Result};
use crate::output;

/// Prints whole stories by their ids; an id that several sources carry prints each of them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  morgue show mns-2019-05-27-011
  morgue search dam -n 1 --format ids | xargs morgue show --json")]
pub struct Args {
    /// Ids, or paths of one-story files
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// One JSON object a story
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let engine = Engine::open(&globals.index)?;
    let style = progress::style(globals, false);
    let mut exit = Exit::Ok;
    let mut first = true;
    for id in &args.ids {
        let found = match find(&engine, id) {
            Ok(found) => found,
            Err(error) => {
                progress::complain(&error);
                exit = Exit::Something;
                continue;
            }
        };
        for ranked in found {
            let story = engine.story(ranked.doc)?;
            let written_so = if args.json {
                writeln!(out, "{}", output::story_json(&story))
            } else {
                let gap = if first { Ok(()) } else { writeln!(out) };
                gap.and_then(|()| output::story(&story, &style, out))
            };
            written_so.map_err(|e| written(&e))?;
            first = false;
        }
    }
    Ok(exit)
}

/// Ids that a hint names.
const NEAREST: usize = 3;

/// The stories of an id; never empty.
pub(super) fn find(engine: &Engine, id: &str) -> Result<Vec<Ranked>> {
    let found = engine.by_id(id)?;
    if found.is_empty() {
        let near = engine.near_ids(id, NEAREST)?;
        let hint = if near.is_empty() {
            "`morgue search QUERY --format ids` prints ids; ids are matched whole".to_owned()
        } else {
            format!("ids are matched whole; nearest: {}", near.join(", "))
        };
        return Err(Error::new(ErrorKind::Query, format!("no story has the id `{id}`")).with_hint(hint));
    }
    Ok(found)
}
