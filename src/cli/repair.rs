//! `morgue repair`: a damaged index made whole, reading only what was hit.

use std::io::Write;

use super::args::Globals;
use super::{Exit, index, left, progress, written};
use crate::error::Result;
use crate::ingest::{self, Options, Repaired};
use crate::sanitize;

/// Makes a damaged index whole: what is whole of it is kept, and only the files whose stories were in a damaged part
/// are read again, from the corpus. The old index stays until the new one is whole.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit code: 0 whole again (or it was), 1 some stories could not be read again (each source listed), 2 not done.

Examples:
  morgue verify || morgue repair
  morgue repair --json | jq .damaged"
)]
pub struct Args {
    /// Print what was done as one JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let options: Options = index::base(globals)?;
    let stop = index::stop_on_interrupt();
    let progress = progress::Progress::new(globals);
    let repaired = ingest::repair(&options, &|event| progress.show(event), &stop);
    progress.clear();
    let repaired = repaired?;
    if args.json {
        writeln!(out, "{}", json(&repaired)).map_err(|e| written(&e))?;
    } else {
        tell(globals, &repaired);
    }
    left::tell(globals, &repaired.summary);
    Ok(if repaired.given_up.is_empty() { Exit::Ok } else { Exit::Something })
}

fn json(repaired: &Repaired) -> serde_json::Value {
    serde_json::json!({
        "schema": "morgue.repair/1",
        "damaged": repaired.damaged,
        "read": repaired.read,
        "failed": repaired.given_up,
        "lost": repaired.lost,
        "total": repaired.summary.stories.total,
    })
}

fn tell(globals: &Globals, repaired: &Repaired) {
    if repaired.damaged.is_empty() && repaired.read == 0 && repaired.given_up.is_empty() {
        progress::said(globals, "nothing is damaged");
        return;
    }
    for name in &repaired.damaged {
        progress::said(globals, &format!("damaged: {}", sanitize::line(name)));
    }
    for failure in &repaired.given_up {
        let place = progress::place(&failure.path, failure.member.as_deref(), failure.line);
        progress::said(globals, &format!("morgue: error: {place}: {}", sanitize::line(&failure.error)));
    }
    let lost = match repaired.lost {
        0 => String::new(),
        lost => format!("; {lost} stories are lost until their sources are there again"),
    };
    let total = repaired.summary.stories.total;
    progress::said(
        globals,
        &format!("{} sources read again, {total} stories in the index{lost}", repaired.read),
    );
}
