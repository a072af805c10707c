//! `morgue status`: what is in the index, and what could not be read into it.

use std::io::Write;

use indicatif::{HumanBytes, HumanCount};

use super::args::Globals;
use super::{Exit, progress, written};
use crate::error::{Error, ErrorKind, Result};
use crate::index::Index;
use crate::index::manifest::{Manifest, Outcome};
use crate::index::verify::Status;
use crate::sanitize;

/// Says what is in the index: stories, files by outcome, readers and their versions, corpus roots,
/// the span of dates; and lists what could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code: 0, 1 some inputs failed (each listed), 2 no index.

Examples:
  morgue status
  morgue status --json | jq .roots
  morgue status --skipped              # also what was left out on purpose, and why")]
pub struct Args {
    /// One JSON object
    #[arg(long)]
    json: bool,
    /// List what was left out on purpose, too
    #[arg(long)]
    skipped: bool,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let index = Index::open(&globals.index)?;
    let (status, manifest) = (index.status()?, index.manifest()?);
    let troubles = troubles(&manifest, args.skipped);
    let written_so = if args.json { json(&status, &troubles, out)? } else { text(&status, &troubles, out) };
    written_so.map_err(|e| written(&e))?;
    let failed = status.files.get(&Outcome::Failed).copied().unwrap_or(0);
    Ok(if failed > 0 || troubles.iter().any(|trouble| !trouble.skipped) { Exit::Something } else { Exit::Ok })
}

/// One thing that is not in the index.
#[derive(serde::Serialize)]
struct Missing {
    path: String,
    member: Option<String>,
    line: Option<u64>,
    reason: String,
    skipped: bool,
}

fn troubles(manifest: &Manifest, skipped: bool) -> Vec<Missing> {
    let mut found = Vec::new();
    for file in manifest.files.values() {
        for trouble in file.troubles.iter().filter(|t| skipped || !t.skipped) {
            found.push(Missing {
                path: file.path.clone(),
                member: trouble.member.clone(),
                line: trouble.line,
                reason: trouble.text.clone(),
                skipped: trouble.skipped,
            });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn json(status: &Status, troubles: &[Missing], out: &mut dyn Write) -> Result<std::io::Result<()>> {
    #[derive(serde::Serialize)]
    struct Whole<'a> {
        #[serde(flatten)]
        status: &'a Status,
        missing: &'a [Missing],
    }
    let line = serde_json::to_string(&Whole { status, missing: troubles })
        .map_err(|e| Error::new(ErrorKind::Io, format!("writing the status: {e}")))?;
    Ok(writeln!(out, "{line}"))
}

fn text(status: &Status, troubles: &[Missing], out: &mut dyn Write) -> std::io::Result<()> {
    let row = |out: &mut dyn Write, name: &str, value: &str| writeln!(out, "{name:9} {value}");
    row(out, "index", &format!("{} (version {})", status.index, status.version))?;
    let dates = match &status.dates {
        Some((from, to)) => format!(", {from} to {to}"),
        None => String::new(),
    };
    let undated = if status.undated > 0 { format!(", {} undated", status.undated) } else { String::new() };
    row(out, "stories", &format!("{}{dates}{undated}", HumanCount(status.stories)))?;
    let size = HumanBytes(status.bytes);
    row(out, "size", &format!("{size}, {} segments, {} places to reclaim", status.segments, status.deleted))?;
    for root in &status.roots {
        let gone = if root.exists { "" } else { " (not there)" };
        let (path, files) = (sanitize::line(&root.path), HumanCount(root.files));
        row(out, "root", &format!("{path}: {files} files, {} stories{gone}", HumanCount(root.stories)))?;
    }
    for (outcome, files) in &status.files {
        row(out, "files", &format!("{files} {}", label(*outcome)))?;
    }
    for (reader, files) in &status.readers {
        row(out, "reader", &format!("{reader}, {files} files"))?;
    }
    for trouble in troubles {
        let kind = if trouble.skipped { "skipped" } else { "failed" };
        let place = progress::place(&trouble.path, trouble.member.as_deref(), trouble.line);
        row(out, kind, &format!("{place}: {}", sanitize::line(&trouble.reason)))?;
    }
    Ok(())
}

fn label(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Indexed => "indexed",
        Outcome::Empty => "empty",
        Outcome::NotAStory => "not a story",
        Outcome::Failed => "failed",
    }
}
