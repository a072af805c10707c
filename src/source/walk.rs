//! The files of a root, in a stable order, and a reason for everything left out.
//!
//! Nothing is opened here. A link is followed only where that brings something the walk would not
//! meet otherwise (its target is hidden, or out of scope): else a story would be read twice.

use super::globs::Globs;
use super::paths::{path_of, slashed};
use super::stamp::Stamp;
use super::{Filter, Found, Root, Step};
use crate::error::{Error, ErrorKind};
use std::cmp::Ordering;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The file an index folder is recognised by; such a folder is not part of a corpus.
pub const INDEX_MARK: &str = "morgue.json";

/// Folders of version-control systems (hidden ones are hidden anyway; their reason is better).
const VCS: &[&str] = &[".git", ".hg", ".svn", ".bzr", "CVS"];

/// Walks a root: files in bytewise order of their paths, with what was skipped or failed in between.
///
/// A glob that cannot be read is the first and only step, failed ([`Globs::new`] tells earlier).
pub fn walk(root: &Root, filter: &Filter) -> impl Iterator<Item = Step> {
    let (globs, broken) = match Globs::new(filter) {
        Ok(globs) => (Some(globs), None),
        Err(error) => (None, Some(Step::Failed(error))),
    };
    broken.into_iter().chain(globs.into_iter().flat_map(|globs| Walk::new(root, globs)))
}

struct Walk {
    root: PathBuf,
    /// Where the walk starts: the root, or the file or folder in scope.
    start: PathBuf,
    globs: Globs,
    entries: walkdir::IntoIter,
    /// Canonical targets of links followed so far, and what was met below them.
    followed: HashSet<PathBuf>,
    /// Depth of the followed link the walk is inside of.
    inside: Option<usize>,
}

impl Walk {
    fn new(root: &Root, globs: Globs) -> Walk {
        let start = match &root.scope {
            Some(scope) => root.folder.join(path_of(scope)),
            None => root.folder.clone(),
        };
        let entries = WalkDir::new(&start).follow_links(true).sort_by(by_path).into_iter();
        Walk { root: root.folder.clone(), start, globs, entries, followed: HashSet::new(), inside: None }
    }

    /// What to do with one entry; `None` is a folder gone into.
    fn step(&mut self, entry: &DirEntry) -> Option<Step> {
        let path = relative(&self.root, entry.path());
        if self.inside.is_some_and(|depth| entry.depth() <= depth) {
            self.inside = None;
        }
        let folder = entry.file_type().is_dir();
        if let Some(reason) = self.left_out(entry, &path, folder) {
            if folder {
                self.entries.skip_current_dir();
            }
            let path = if path.is_empty() { ".".to_owned() } else { path };
            return Some(Step::Skipped { path, reason });
        }
        if folder {
            return self.index_in(entry, path);
        }
        Some(match entry.metadata() {
            Ok(about) => Step::File(Found { disk: entry.path().to_owned(), path, stamp: Stamp::of(&about) }),
            Err(error) => failed(&self.root, &error),
        })
    }

    fn left_out(&mut self, entry: &DirEntry, path: &str, folder: bool) -> Option<String> {
        // What was named on the command line is read even if it is hidden.
        if entry.depth() > 0
            && let Some(reason) = hidden(entry.file_name())
        {
            return Some(reason.to_owned());
        }
        if !path.is_empty() && self.globs.excludes(path) {
            return Some("excluded".into());
        }
        let kind = entry.file_type();
        if !folder && !kind.is_file() {
            return Some("not a regular file".into());
        }
        if !folder && !self.globs.includes(path) {
            return Some("not included".into());
        }
        self.met_by_link(entry)
    }

    /// A folder that holds an index is left out; one that might, for all that the system lets us see, has failed.
    fn index_in(&mut self, entry: &DirEntry, path: String) -> Option<Step> {
        let path = if path.is_empty() { ".".to_owned() } else { path };
        let found = match std::fs::metadata(entry.path().join(INDEX_MARK)) {
            Ok(about) if about.is_file() => Step::Skipped { path, reason: "holds an index".into() },
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                Step::Failed(Error::io("looking into the folder", &e).at_path(path))
            }
            _ => return None,
        };
        self.entries.skip_current_dir();
        Some(found)
    }

    /// Why a link, or something below a link, is not to be read.
    fn met_by_link(&mut self, entry: &DirEntry) -> Option<String> {
        let link = entry.path_is_symlink();
        if entry.depth() == 0 || !(link || self.inside.is_some()) {
            return None;
        }
        let Ok(target) = std::fs::canonicalize(entry.path()) else {
            return Some("link that leads nowhere".into());
        };
        let Ok(below) = target.strip_prefix(&self.root) else {
            return Some("link out of the corpus".into());
        };
        let read_there = target.starts_with(&self.start) && self.visible(below);
        if read_there || !self.followed.insert(target.clone()) {
            return Some(format!("link to {}, which is read already", slashed(below)));
        }
        if link && entry.file_type().is_dir() && self.inside.is_none() {
            self.inside = Some(entry.depth());
        }
        None
    }

    /// The walk itself comes to this path, relative to the root.
    fn visible(&self, below: &Path) -> bool {
        let mut upto = PathBuf::new();
        below.components().all(|part| {
            upto.push(part);
            hidden(part.as_os_str()).is_none()
                && !self.globs.excludes(&slashed(&upto))
                && !self.root.join(&upto).join(INDEX_MARK).is_file()
        })
    }
}

impl Iterator for Walk {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        loop {
            let step = match self.entries.next()? {
                Ok(entry) => self.step(&entry),
                Err(error) => Some(failed(&self.root, &error)),
            };
            if step.is_some() {
                return step;
            }
        }
    }
}

/// Order of whole paths: a folder sorts as its name with the `/` that follows it.
fn by_path(a: &DirEntry, b: &DirEntry) -> Ordering {
    let is_folder = |e: &DirEntry| e.file_type().is_dir() || (e.path_is_symlink() && e.path().is_dir());
    let bytes = |e: &DirEntry| {
        let tail: &[u8] = if is_folder(e) { b"/" } else { b"" };
        [e.file_name().as_encoded_bytes(), tail].concat()
    };
    bytes(a).cmp(&bytes(b))
}

fn hidden(name: &OsStr) -> Option<&'static str> {
    if VCS.iter().any(|vcs| name == *vcs) {
        return Some("version control");
    }
    name.as_encoded_bytes().starts_with(b".").then_some("hidden")
}

fn failed(root: &Path, error: &walkdir::Error) -> Step {
    let path = error.path().map_or_else(String::new, |p| relative(root, p));
    if error.loop_ancestor().is_some() {
        return Step::Skipped { path, reason: "link to a folder around it".into() };
    }
    let plain = match error.io_error() {
        Some(io) => Error::io("reading", io),
        None => Error::new(ErrorKind::Io, error.to_string()),
    };
    Step::Failed(plain.at_path(if path.is_empty() { ".".to_owned() } else { path }))
}

fn relative(root: &Path, path: &Path) -> String {
    slashed(path.strip_prefix(root).unwrap_or(path))
}
