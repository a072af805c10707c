//! The walk, compared with the manifest: what is to be read, what is gone.

use super::Run;
use super::state::{Reason, State, judge};
use super::summary::{Skip, Summary};
use crate::error::Error;
use crate::index::manifest::{FileRecord, Manifest};
use crate::index::roots::Scan;
use crate::index::salvage::Salvage;
use crate::source::{self, Found, Root, Step, path_of};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

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
    /// What its new stories carry as their key; given with the file to a thread.
    pub(super) edition: u64,
    /// A record under another name or root that this file takes the place of, whatever is in it.
    pub(super) replaces: Option<FileRecord>,
}

/// What a run has to do.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Files to look into, in the order of the walk.
    pub(super) jobs: Vec<Job>,
    /// Known files that are no longer there; their stories go when all is read, or with the file they were moved to.
    pub(super) gone: Vec<FileRecord>,
    /// The same of roots that are not looked at: only what was moved goes.
    pub(super) elsewhere: Vec<FileRecord>,
    /// Known files of which the system does not say whether they are there: the same file under another name is them.
    pub(super) unsure: Vec<FileRecord>,
    /// What could not be looked at, by where it is: what is gone may be there.
    pub(super) unseen: Vec<PathBuf>,
}

/// What a survey looks at.
pub(super) struct Field<'f> {
    /// What to walk.
    pub(super) scans: &'f [Scan],
    /// What is known.
    pub(super) manifest: &'f Manifest,
    /// Records of roots that a wider one takes in, by where their files are.
    pub(super) absorbed: HashMap<PathBuf, FileRecord>,
    /// In a repair: what is to be read, and nothing else.
    pub(super) salvage: Option<&'f Salvage>,
}

impl Survey {
    /// Walks all scans; counts files that need nothing, and what was skipped or failed, in `summary`.
    pub(super) fn take(run: &Run<'_>, mut field: Field<'_>, summary: &mut Summary) -> Survey {
        let mut survey = Survey::default();
        let mut seen = BTreeSet::new();
        let (scans, manifest) = (field.scans, field.manifest);
        for scan in scans {
            let root = Root { folder: scan.folder.clone(), scope: scan.scope.clone() };
            for step in source::walk(&root, &run.options.filter) {
                match step {
                    Step::File(found) => {
                        if seen.insert((scan.root, found.path.clone())) {
                            survey.file(run, scan.root, found, &mut field, summary);
                        }
                    }
                    Step::Skipped { path, reason } => {
                        summary.skipped.push(Skip { path, member: None, reason });
                    }
                    Step::Failed(error) => {
                        let path = error.place.path.unwrap_or_default();
                        survey.unseen.push(scan.folder.join(path_of(&path)));
                        summary.unseen(path, error.message);
                    }
                }
            }
        }
        // A root that is not there, or a disk that is not mounted, takes nothing with it in a repair.
        if !run.options.keep_missing && field.salvage.is_none_or(|salvage| salvage.incomplete) {
            for file in manifest.files.values().filter(|f| !seen.contains(&(f.root, f.path.clone()))) {
                if let Some(scan) = scans.iter().find(|scan| is_inside(scan, file)) {
                    survey.missed(scan, file, summary);
                }
            }
            survey.left_elsewhere(&field);
        }
        survey
    }

    /// A known file in scope that the walk did not meet. One that is merely left out of the walk stays; so does one that
    /// the system does not let us look at, and that is said.
    fn missed(&mut self, scan: &Scan, file: &FileRecord, summary: &mut Summary) {
        match std::fs::symlink_metadata(scan.folder.join(path_of(&file.path))) {
            Ok(_) => {}
            Err(error) if is_not_there(&error) => self.gone.push(file.clone()),
            Err(error) => {
                self.unseen.push(scan.folder.join(path_of(&file.path)));
                self.unsure.push(file.clone());
                summary.unseen(file.path.clone(), Error::io("looking whether it is there", &error).message);
            }
        }
    }

    /// Files of roots that are not walked, gone from there and as long as a new one: it may be them, moved.
    fn left_elsewhere(&mut self, field: &Field<'_>) {
        let sizes: BTreeSet<u64> =
            self.jobs.iter().filter(|job| job.known.is_none()).map(|job| job.found.stamp.size).collect();
        let walked = |file: &FileRecord| field.scans.iter().any(|scan| scan.root == file.root);
        let candidates = field.manifest.files.values().filter(|f| sizes.contains(&f.size) && !walked(f));
        for file in candidates {
            let root = field.manifest.roots.get(&file.root);
            if root.is_some_and(|root| leads_nowhere(&path_of(&root.absolute).join(path_of(&file.path)))) {
                self.elsewhere.push(file.clone());
            }
        }
    }

    fn file(&mut self, run: &Run<'_>, root: u32, found: Found, field: &mut Field<'_>, summary: &mut Summary) {
        summary.files += 1;
        summary.bytes += found.stamp.size;
        let known = field.manifest.files.get(&(root, found.path.clone()));
        let state = match field.salvage {
            None => judge(&found, known, &run.versions, run.options.checksum),
            Some(salvage) => to_repair(salvage, root, &found, known),
        };
        match (state, known) {
            (State::Unchanged, Some(known)) => summary.unchanged(known),
            (State::Unchanged, None) => summary.forget(found.stamp.size),
            (state, known) => {
                let compare = state == State::Touched;
                let replaces = field.absorbed.remove(&found.disk);
                self.jobs.push(Job { root, found, known: known.cloned(), compare, edition: 0, replaces });
            }
        }
    }

    /// Bytes of all files to look into.
    pub(super) fn bytes(&self) -> u64 {
        self.jobs.iter().map(|job| job.found.stamp.size).sum()
    }
}

fn is_inside(scan: &Scan, file: &FileRecord) -> bool {
    let in_scope = scan.scope.as_deref().is_none_or(|scope| {
        file.path == scope || file.path.strip_prefix(scope).is_some_and(|rest| rest.starts_with('/'))
    });
    scan.root == file.root && in_scope
}

fn leads_nowhere(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_err_and(|error| is_not_there(&error))
}

/// The disk says that there is no such file. Parts of a path that became a file give `NotADirectory`.
fn is_not_there(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

/// What a repair does with a file: read it if its stories were hit, or if its record may have been lost.
fn to_repair(salvage: &Salvage, root: u32, found: &Found, known: Option<&FileRecord>) -> State {
    if salvage.hit.contains_key(&(root, found.path.clone())) {
        State::Read(Reason::Damaged)
    } else if known.is_none() && salvage.incomplete {
        State::Read(Reason::New)
    } else {
        State::Unchanged
    }
}
