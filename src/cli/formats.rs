//! `morgue formats`: what is read, from the FORMATS table.

use std::io::Write;

use super::args::Globals;
use super::{Exit, written};
use crate::error::Result;
use crate::readers::FORMATS;

/// Lists the formats that are read.
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
                "many": format.many, "version": format.version,
            })
            .to_string()
        } else {
            let extensions = format.extensions.join(" ");
            format!("{:width$}  {} [{extensions}]", format.name, format.about)
        };
        writeln!(out, "{line}").map_err(|e| written(&e))?;
    }
    Ok(Exit::Ok)
}
