//! The walk, compared with the manifest: what is to be read, what is gone.

use super::Run;
use super::state::{State, judge};
use super::summary::{Skip, Summary};
use crate::index::manifest::{FileRecord, Manifest};
use crate::index::roots::Scan;
use crate::source::{self, Found, Root, Step};
use std::collections::BTreeSet;
use std::path::Path;

/// A file to look into.
#[derive(Debug, Clone)]
pub(super) struct Job {
    /// Number of its root.
    pub(super) root: u32,
    /// The file.
    pub(super) found: Found,
    /// What is known of it.
    pub(super) known: Option<FileRecord>,
    /// Its bytes may be the known ones: compare first.
    pub(super) compare: bool,
}

/// What a run has to do.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Files to look into, in the order of the walk.
    pub(super) jobs: Vec<Job>,
    /// Known files that are no longer there.
    pub(super) gone: Vec<FileRecord>,
}

impl Survey {
    /// Walks all scans; counts files that need nothing, and what was skipped or failed, in `summary`.
    pub(super) fn take(run: &Run<'_>, scans: &[Scan], manifest: &Manifest, summary: &mut Summary) -> Survey {
        let mut survey = Survey::default();
        let mut seen = BTreeSet::new();
        for scan in scans {
            let root = Root { folder: scan.folder.clone(), scope: scan.scope.clone() };
            for step in source::walk(&root, &run.options.filter) {
                match step {
                    Step::File(found) => {
                        if seen.insert((scan.root, found.path.clone())) {
                            survey.file(run, scan.root, found, manifest, summary);
                        }
                    }
                    Step::Skipped { path, reason } => {
                        summary.skipped.push(Skip { path, member: None, reason });
                    }
                    Step::Failed(error) => {
                        summary.unseen(error.place.path.unwrap_or_default(), error.message);
                    }
                }
            }
        }
        if !run.options.keep_missing {
            survey.gone = manifest
                .files
                .values()
                .filter(|file| !seen.contains(&(file.root, file.path.clone())))
                .filter(|file| scans.iter().any(|scan| is_gone(scan, file)))
                .cloned()
                .collect();
        }
        survey
    }

    fn file(&mut self, run: &Run<'_>, root: u32, found: Found, manifest: &Manifest, summary: &mut Summary) {
        summary.files += 1;
        summary.bytes += found.size;
        let known = manifest.files.get(&(root, found.path.clone()));
        match (judge(&found, known, &run.versions), known) {
            (State::Unchanged, Some(known)) => summary.unchanged(known),
            (state, known) => {
                let compare = state == State::Touched;
                self.jobs.push(Job { root, found, known: known.cloned(), compare });
            }
        }
    }

    /// Bytes of all files to look into.
    pub(super) fn bytes(&self) -> u64 {
        self.jobs.iter().map(|job| job.found.size).sum()
    }
}

/// A known file in scope that the disk says is not there. One that is merely left out of the walk,
/// or cannot be looked at, stays.
fn is_gone(scan: &Scan, file: &FileRecord) -> bool {
    let inside = scan.scope.as_deref().is_none_or(|scope| {
        file.path == scope || file.path.strip_prefix(scope).is_some_and(|rest| rest.starts_with('/'))
    });
    scan.root == file.root && inside && {
        let path = scan.folder.join(Path::new(&file.path));
        // Parts of a path that became a file give `NotADirectory`.
        std::fs::symlink_metadata(path).is_err_and(|e| {
            matches!(e.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
        })
    }
}
