//! `morgue verify`: do index, manifest and corpus agree?

use std::io::Write;

use super::args::Globals;
use super::{Exit, progress, written};
use crate::error::Result;
use crate::index::{Index, damaged_files};
use crate::sanitize;

/// Holds the index against its manifest and the corpus: checksums, every stored story, the number of
/// stories of every file, files changed or gone since they were read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code: 0 all agree, 1 findings, 2 no index.

Examples:
  morgue verify
  morgue verify --json | jq -r .code | sort | uniq -c")]
pub struct Args {
    /// One JSON object a finding
    #[arg(long)]
    json: bool,
    /// Compare the bytes of every corpus file, not only of those whose size or times differ
    #[arg(long)]
    checksum: bool,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let mut findings = damaged_files(&globals.index)?;
    let mut stories = String::new();
    // What a damaged file holds says nothing.
    if findings.is_empty() {
        let index = Index::open(&globals.index)?;
        findings = index.verify(args.checksum)?;
        stories = format!("{} stories, ", index.len());
    }
    for finding in &findings {
        let line = if args.json {
            let (code, path, text) = (finding.code, &finding.path, &finding.text);
            serde_json::json!({"schema": "morgue.verify/1", "code": code, "path": path, "text": text})
                .to_string()
        } else {
            let place = if finding.path.is_empty() { "(index)" } else { &finding.path };
            format!("{}: {}: {}", sanitize::line(place), finding.code, sanitize::line(&finding.text))
        };
        writeln!(out, "{line}").map_err(|e| written(&e))?;
    }
    progress::said(globals, &format!("{stories}{} findings", findings.len()));
    Ok(if findings.is_empty() { Exit::Ok } else { Exit::Something })
}
