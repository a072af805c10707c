//! What a run left behind or went on from: sources still in their old form, what was moved, whose lock it took over.

use std::io::Write;

use super::args::Globals;
use super::progress::{remark, said};
use crate::ingest::Summary;
use crate::sanitize;

/// Sources named one by one before the rest is only counted.
const NAMED: usize = 20;

/// Tells it, on standard error.
pub(super) fn tell(globals: &Globals, summary: &Summary) {
    if let Some(before) = &summary.took_over {
        remark(globals, &format!("{before}; this run goes on from the last commit"));
    }
    for (from, to) in &summary.moved_roots {
        remark(globals, &format!("{from} is {to} now: the same files, so nothing is there twice"));
    }
    if summary.moved > 0 {
        remark(globals, &format!("files moved, their stories with them: {}", summary.moved));
    }
    if summary.as_before && !summary.interrupted {
        said(
            globals,
            "nothing of the rebuild is kept, the index is as it was before: it has stories of sources that cannot be read now",
        );
        said(globals, "mend that, or leave them out with `--exclude`, and run it again");
    } else if summary.as_before {
        said(globals, "stopped: nothing of the rebuild is kept, the index is as it was before; run it again");
    } else if summary.interrupted {
        said(globals, "stopped: what was done is committed; run it again to go on");
    }
    if summary.unread > 0 {
        said(globals, &format!("{} new sources are not read yet", summary.unread));
    }
    if !summary.old_form.is_empty() {
        old_form(globals, summary);
    }
}

fn old_form(globals: &Globals, summary: &Summary) {
    said(globals, &format!("{} sources are still in their old form:", summary.old_form.len()));
    for path in summary.old_form.iter().take(NAMED) {
        said(globals, &format!("  {}", sanitize::line(path)));
    }
    let rest = summary.old_form.len().saturating_sub(NAMED);
    if rest > 0 {
        said(globals, &format!("  and {rest} more (`--json` lists them all)"));
    }
}

/// Said by a run that is ended at once.
pub(super) fn at_once() {
    let mut err = std::io::stderr().lock();
    let _ =
        writeln!(err, "morgue: stopped at once; the index is as of its last commit; run it again to go on");
}
