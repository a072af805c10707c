//! What an indexing run did, for a person: what failed, what was left out and why, how many of everything. On standard
//! error; `--json` is for programs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use indicatif::{HumanBytes, HumanCount};

use super::args::Globals;
use super::progress::{detail, place, remark};
use crate::ingest::Summary;
use crate::sanitize;

/// Failures listed one by one before the rest is only counted.
const LISTED: usize = 20;

/// What an indexing run did, for a person.
pub(super) fn told(globals: &Globals, summary: &Summary, dry_run: bool) {
    failures(globals, summary);
    for skip in &summary.skipped {
        let place = place(&skip.path, skip.member.as_deref(), None);
        detail(globals, &format!("{place}: not read: {}", skip.reason));
    }
    for path in &summary.empty {
        detail(globals, &format!("{}: not read: nothing in it", place(path, None, None)));
    }
    if globals.quiet {
        return;
    }
    if !globals.verbose {
        left_out(summary);
    }
    let (stories, files) = (&summary.stories, &summary.files_by_outcome);
    let mut err = std::io::stderr().lock();
    let _ = writeln!(
        err,
        "{} stories{}: {} added, {} updated, {} unchanged, {} removed",
        HumanCount(stories.total),
        if dry_run { " would be in the index" } else { " in the index" },
        HumanCount(stories.added),
        HumanCount(stories.updated),
        HumanCount(stories.unchanged),
        HumanCount(stories.removed),
    );
    let _ = writeln!(
        err,
        "{} files ({}): {} indexed, {} unchanged, {} empty, {} not a story, {} failed; {:.2} s",
        HumanCount(summary.files),
        HumanBytes(summary.bytes),
        HumanCount(files.indexed),
        HumanCount(files.unchanged),
        HumanCount(files.empty),
        HumanCount(files.not_a_story),
        HumanCount(files.failed),
        summary.seconds,
    );
    match partly(summary) {
        0 => {}
        1 => drop(writeln!(err, "1 file was read in part: what is missing is listed above")),
        files => drop(writeln!(err, "{files} files were read in part: what is missing is listed above")),
    }
}

/// What a refresh before a search has to say: failures, and that something changed.
pub(super) fn refreshed(globals: &Globals, summary: &Summary) {
    let stories = &summary.stories;
    let changed = stories.added + stories.updated + stories.removed > 0;
    let failed = broken(summary).len();
    if changed || failed > 0 {
        let total = HumanCount(stories.total);
        let tail = match failed {
            0 => String::new(),
            n => format!("; {n} files could not be read whole (`morgue status` lists them)"),
        };
        remark(globals, &format!("{total} stories in the index{tail}"));
    }
}

/// Files that could not be read, or not all of them.
fn broken(summary: &Summary) -> BTreeSet<&str> {
    summary.failed.iter().map(|failure| failure.path.as_str()).collect()
}

/// Files that were read, but for lines or members.
fn partly(summary: &Summary) -> usize {
    let failed = usize::try_from(summary.files_by_outcome.failed).unwrap_or(usize::MAX);
    broken(summary).len().saturating_sub(failed)
}

/// Kinds that are told, and names of each.
const KINDS: usize = 12;
const NAMED: usize = 3;

/// What is in no story, a line for each reason, the most frequent first: `left out, a README: 3 (a/README, b/README)`.
fn left_out(summary: &Summary) {
    let mut kinds: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for skip in &summary.skipped {
        kinds.entry(&skip.reason).or_default().push(place(&skip.path, skip.member.as_deref(), None));
    }
    for path in &summary.empty {
        kinds.entry("nothing in it").or_default().push(place(path, None, None));
    }
    let mut kinds: Vec<(&str, Vec<String>)> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, names)| std::cmp::Reverse(names.len()));
    let mut err = std::io::stderr().lock();
    for (reason, names) in kinds.iter().take(KINDS) {
        let more = if names.len() > NAMED { " …" } else { "" };
        let first = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        let (reason, count) = (sanitize::line(reason), HumanCount(names.len() as u64));
        let _ = writeln!(err, "left out, {reason}: {count} ({first}{more})");
    }
    if kinds.len() > KINDS {
        let _ = writeln!(err, "left out, {} kinds more (-v names all)", kinds.len() - KINDS);
    }
}

fn failures(globals: &Globals, summary: &Summary) {
    let mut err = std::io::stderr().lock();
    for failure in summary.failed.iter().take(LISTED) {
        let place = place(&failure.path, failure.member.as_deref(), failure.line);
        let _ = writeln!(err, "morgue: error: {place}: {}", sanitize::line(&failure.error));
    }
    let rest = summary.failed.len().saturating_sub(LISTED);
    if rest > 0 && !globals.quiet {
        let _ = writeln!(err, "morgue: error: and {rest} more; `morgue status` or `--json` lists them all");
    }
}
