//! The index that a rebuild is to take the place of: whether anything it has would be lost by that.
//!
//! A source that the system does not let us read just now (a broken wire, a missing right, a folder that cannot be listed)
//! has its stories in the old index alone. Knows the two manifests, and no threads.

use super::Options;
use super::summary::Summary;
use crate::index::Index;
use crate::index::manifest::{FileRecord, Manifest};
use crate::source::path_of;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The sources of the old index that have stories, by where they are on the disk.
pub(super) struct Before(HashMap<PathBuf, FileRecord>);

impl Before {
    /// Those of the index of the options; none where there is no index, or one of which nothing can be read: then there is
    /// nothing that a rebuild could lose.
    pub(super) fn of(options: &Options) -> Before {
        let manifest = Index::open(&options.index).and_then(|index| index.manifest()).unwrap_or_default();
        Before(
            sources(&manifest)
                .filter(|(_, file)| file.stories > 0)
                .map(|(at, file)| (at, file.clone()))
                .collect(),
        )
    }

    /// The sources that the new index would lack though nobody has seen that they are gone, by path. `unseen`: folders and
    /// files that could not be looked at, by where they are.
    pub(super) fn lost(&self, now: &Manifest, unseen: &[PathBuf]) -> Vec<String> {
        let has: HashMap<PathBuf, &FileRecord> = sources(now).collect();
        // What is new and could not be read may be a source under another name.
        let strange = |size: u64| {
            has.iter().any(|(at, file)| file.retry && file.size == size && !self.0.contains_key(at))
        };
        let is_lost = |at: &Path, old: &FileRecord| match has.get(at) {
            Some(file) => file.retry && file.stories < old.stories,
            None if unseen.iter().any(|folder| at.starts_with(folder)) => true,
            None => is_gone(at) && (!unseen.is_empty() || strange(old.size)),
        };
        let lost = self.0.iter().filter(|(at, old)| is_lost(at, old));
        let mut lost: Vec<String> = lost.map(|(_, old)| old.path.clone()).collect();
        lost.sort();
        lost
    }
}

/// The files of a manifest by where they are on the disk.
fn sources(manifest: &Manifest) -> impl Iterator<Item = (PathBuf, &FileRecord)> {
    let root = |file: &FileRecord| manifest.roots.get(&file.root).map(|root| path_of(&root.absolute));
    manifest.files.values().filter_map(move |file| Some((root(file)?.join(path_of(&file.path)), file)))
}

fn is_gone(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_err()
}

impl Summary {
    /// Nothing of a rebuild is kept if any source would be lost by it.
    pub(super) fn keeps(&mut self, lost: Vec<String>) {
        if !lost.is_empty() {
            (self.as_before, self.old_form) = (true, lost);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::manifest::{Line, RootRecord};

    fn manifest(files: &[(&str, u64, bool)]) -> Manifest {
        let mut manifest = Manifest::default();
        manifest.apply(Line::Root(RootRecord { id: 1, relative: None, absolute: "/nowhere".into() }));
        for (path, stories, retry) in files {
            let size = 7;
            let record = FileRecord {
                root: 1,
                path: (*path).into(),
                stories: *stories,
                retry: *retry,
                size,
                ..FileRecord::default()
            };
            manifest.apply(Line::File(record));
        }
        manifest
    }

    fn lost(before: &[(&str, u64, bool)], now: &[(&str, u64, bool)], unseen: &[&str]) -> Vec<String> {
        let before = manifest(before);
        let before = Before(sources(&before).map(|(at, file)| (at, file.clone())).collect());
        let unseen: Vec<PathBuf> = unseen.iter().map(PathBuf::from).collect();
        before.lost(&manifest(now), &unseen)
    }

    #[test]
    fn what_is_gone_is_not_lost_and_what_cannot_be_read_is() {
        let had = [("a", 2, false), ("b", 1, false)];
        assert!(lost(&had, &[("a", 2, false)], &[]).is_empty());
        assert!(lost(&had, &[("a", 1, false), ("c", 9, false)], &[]).is_empty());
        assert_eq!(lost(&had, &[("a", 2, false), ("b", 0, true)], &[]), ["b"]);
        assert_eq!(lost(&had, &[("a", 1, true), ("b", 1, true)], &[]), ["a"]);
    }

    #[test]
    fn what_may_be_where_nobody_could_look_is_lost() {
        let had = [("a", 2, false), ("in/b", 1, false)];
        assert_eq!(lost(&had, &[("a", 2, false)], &["/nowhere/in"]), ["in/b"]);
        assert_eq!(lost(&had, &[("in/b", 2, false)], &["/nowhere/in"]), ["a"]);
        assert_eq!(lost(&had, &[("in/b", 2, false), ("new", 0, true)], &[]), ["a"]);
    }
}
