//! `morgue formats`: what is read, from the FORMATS table.

use std::io::Write;

use super::args::Globals;
use super::{Exit, written};
use crate::error::Result;
use crate::readers::FORMATS;

/// Lists the formats that are read, and below each the fields that it can state itself. What it does
/// not state may still be found in its text: a dateline, people, a desk.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  morgue formats
  morgue read --format text corpus/quirks/all-caps.txt   # do not guess")]
pub struct Args {
    /// As JSON, one object a line
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, _: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let width = FORMATS.iter().map(|f| f.name.len()).max().unwrap_or(0);
    for format in FORMATS {
        let line = if args.json {
            serde_json::json!({
                "name": format.name, "about": format.about, "extensions": format.extensions,
                "many": format.many, "version": format.version, "carries": format.carries,
            })
            .to_string()
        } else {
            let extensions = format.extensions.join(" ");
            let mut lines = format!("{:width$}  {} [{extensions}]", format.name, format.about);
            for line in wrapped(format.carries, COLUMNS.saturating_sub(width + 4)) {
                lines.push_str(&format!("\n{:width$}    {line}", ""));
            }
            lines
        };
        writeln!(out, "{line}").map_err(|e| written(&e))?;
    }
    Ok(Exit::Ok)
}

/// Columns of the narrowest usual terminal.
const COLUMNS: usize = 80;

/// The words in lines of at most so many columns, but for a word that is longer.
fn wrapped(words: &[&str], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push((*word).to_owned()),
        }
    }
    lines
}
