//! `morgue index`: brings an index up to date with folders and files.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::args::Globals;
use super::{Exit, left, progress, summary, written};
use crate::date::wire::Hints;
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::{self, Options, Summary};
use crate::readers;
use crate::source::Filter;

/// Reads folders or files into the index. A second run reads only what changed, drops what is gone
/// from the folders named, and says what could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code: 0 all read, 1 done but some inputs failed (each listed), 2 not done.

Examples:
  morgue index corpus
  morgue index ~/archive --exclude '*.pdf' --exclude drafts
  morgue index corpus/archives/1993-07-13.zip corpus/jsonl/kauri-coast.jsonl
  morgue index corpus --dry-run --verbose          # what would be read, and why
  morgue index corpus --json | jq .failed")]
pub struct Args {
    /// Folders or files
    #[arg(value_name = "CORPUS", required_unless_present_any = ["forget", "moved"])]
    corpus: Vec<PathBuf>,
    /// Print the summary as one JSON object
    #[arg(long)]
    json: bool,
    /// Build the index anew; the old one stays until the new one is whole
    #[arg(long)]
    rebuild: bool,
    /// Read and count, change nothing
    #[arg(long)]
    dry_run: bool,
    /// Only files whose path matches one of these globs
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// No files or folders whose path matches one of these globs
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Read every file as this format instead of guessing (see `morgue formats`)
    #[arg(long, value_name = "NAME")]
    format: Option<String>,
    /// Keep the stories of files that are gone
    #[arg(long)]
    keep_missing: bool,
    /// Compare the bytes of every file, also where size and times are the same as before
    #[arg(long)]
    checksum: bool,
    /// Take this corpus root out, with the stories of its files
    #[arg(long, value_name = "ROOT")]
    forget: Vec<PathBuf>,
    /// The files of corpus root OLD are in NEW now
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"])]
    moved: Vec<PathBuf>,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    for (flag, globs) in [("include", &args.include), ("exclude", &args.exclude)] {
        if globs.iter().any(|glob| glob.trim().is_empty()) {
            return Err(Error::new(ErrorKind::Query, format!("`--{flag}` is empty"))
                .with_hint("is a variable unset? give it a glob, or leave the flag out"));
        }
    }
    let moved = args.moved.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone()));
    let options = Options {
        roots: args.corpus.iter().chain(args.moved.iter().skip(1).step_by(2)).cloned().collect(),
        checksum: args.checksum,
        forget: args.forget.clone(),
        moved: moved.collect(),
        filter: Filter { include: args.include.clone(), exclude: args.exclude.clone() },
        format: args.format.as_deref().map(format).transpose()?,
        rebuild: args.rebuild,
        dry_run: args.dry_run,
        keep_missing: args.keep_missing,
        ..base(globals)?
    };
    let made = bring_up_to_date(&options, globals)?;
    if args.json {
        let line = serde_json::to_string(&made)
            .map_err(|e| Error::new(ErrorKind::Io, format!("writing the summary: {e}")))?;
        writeln!(out, "{line}").map_err(|e| written(&e))?;
    } else {
        summary::told(globals, &made, args.dry_run);
    }
    left::tell(globals, &made);
    Ok(ended(&made))
}

/// For `search --refresh`: the same, with a word only where something is wrong. `stale`: where another process writes,
/// the last commit will do.
pub(super) fn refresh(corpus: &[PathBuf], globals: &Globals, stale: bool) -> Result<()> {
    let patience = if stale { 0 } else { REFRESH_PATIENCE };
    let wait = Duration::from_secs(globals.wait.unwrap_or(patience));
    let options = Options { roots: corpus.to_vec(), wait, ..base(globals)? };
    let made = match bring_up_to_date(&options, globals) {
        Err(error) if stale && error.kind == ErrorKind::Locked => {
            progress::remark(globals, &format!("{}; this is as of its last commit", error.message));
            return Ok(());
        }
        other => other?,
    };
    summary::refreshed(globals, &made);
    left::tell(globals, &made);
    if made.interrupted {
        return Err(Error::new(ErrorKind::Interrupted, "stopped before the index was up to date")
            .with_hint("what was read is kept; run it again to go on"));
    }
    Ok(())
}

/// Seconds a refresh waits for another writer: the other is mostly a refresh, too.
const REFRESH_PATIENCE: u64 = 30;

fn ended(summary: &Summary) -> Exit {
    if summary.interrupted || summary.as_before {
        Exit::Error
    } else if summary.failed.is_empty() {
        Exit::Ok
    } else {
        Exit::Something
    }
}

/// The format of a name given on the command line.
pub(super) fn format(name: &str) -> Result<&'static readers::Format> {
    readers::by_name(name).ok_or_else(|| {
        let known: Vec<&str> = readers::FORMATS.iter().map(|f| f.name).collect();
        Error::new(ErrorKind::Query, format!("unknown format `{name}`"))
            .with_hint(format!("formats: {}", known.join(", ")))
    })
}

/// What all runs have in common.
pub(super) fn base(globals: &Globals) -> Result<Options> {
    Ok(Options {
        wait: Duration::from_secs(globals.wait.unwrap_or(0)),
        index: globals.index.clone(),
        threads: globals.threads.unwrap_or(0),
        hints: Hints { zone: globals.zone()?, ..Hints::default() },
        ..Options::default()
    })
}

fn bring_up_to_date(options: &Options, globals: &Globals) -> Result<Summary> {
    let stop = stop_on_interrupt();
    let progress = progress::Progress::new(globals);
    let summary = ingest::run(options, &|event| progress.show(event), &stop);
    progress.clear();
    summary
}

/// A flag that Ctrl-C sets: the run then commits what is done and ends. Another Ctrl-C ends the process at once, which
/// is as safe: the last commit stands.
pub(super) fn stop_on_interrupt() -> Arc<AtomicBool> {
    static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let stop = STOP.get_or_init(|| {
        let stop = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stop);
        // Without a handler Ctrl-C ends the process at once.
        let _ = ctrlc::set_handler(move || {
            if flag.swap(true, Ordering::Relaxed) {
                left::at_once();
                std::process::exit(INTERRUPTED);
            }
        });
        stop
    });
    Arc::clone(stop)
}

/// The exit code of a process that Ctrl-C ended.
const INTERRUPTED: i32 = 130;
