//! `morgue people`: people found in raw text, no format guessed.

use std::io::Write;
use std::path::PathBuf;

use super::args::Globals;
use super::{Exit, written};
use crate::enrich::people;
use crate::error::{Error, Result};
use crate::source::decode;
use crate::span::CodePoints;

/// Finds people in raw plain text: one JSON line a file, offsets in code points.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  morgue people corpus/quirks/latin-1.txt | jq -r '.people[].name'")]
pub struct Args {
    /// Text files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

pub(super) fn run(args: &Args, _: &Globals, out: &mut dyn Write) -> Result<Exit> {
    for file in &args.files {
        let name = file.to_string_lossy();
        let bytes = std::fs::read(file).map_err(|e| Error::io("reading", &e).at_path(name.as_ref()))?;
        let text = decode::decode(&bytes, None).text;
        writeln!(out, "{}", line(&name, &text)).map_err(|e| written(&e))?;
    }
    Ok(Exit::Ok)
}

fn line(file: &str, text: &str) -> serde_json::Value {
    let points = CodePoints::new(text);
    let people: Vec<_> = people::find(text)
        .into_iter()
        .map(|person| {
            let mentions: Vec<_> = person
                .mentions
                .iter()
                .map(|span| {
                    let at = points.span(*span);
                    serde_json::json!({"text": span.of(text), "start": at.start, "end": at.end})
                })
                .collect();
            serde_json::json!({"name": person.name, "mentions": mentions})
        })
        .collect();
    serde_json::json!({"file": file, "people": people})
}
