//! A log that lost lines, made good from the segments: whose stories carry which key, where all else of them is whole.
//!
//! A commit takes out the stories of an old reading and brings those of the new one in one step, so the keys of whole
//! segments say which reading was the last. Knows no engine: it is told what the segments hold.

use super::key;
use super::manifest::{FileRecord, Line, Manifest, Outcome};
use super::roots;
use super::salvage::Salvage;
use crate::source::path_of;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the segments hold.
pub(super) struct Stored {
    /// Stories by key.
    pub(super) stories: BTreeMap<String, u64>,
    /// Paths of the files of those keys that no record knows.
    pub(super) paths: BTreeMap<String, String>,
    /// No segment was damaged: what is not there was taken out.
    pub(super) all: bool,
}

impl Stored {
    fn of(&self, edition: u64) -> u64 {
        self.stories.get(&key(edition)).copied().unwrap_or(0)
    }

    /// Keys that no record has.
    pub(super) fn strangers<'s>(&'s self, manifest: &Manifest) -> impl Iterator<Item = &'s String> + use<'s> {
        let known: BTreeSet<String> = manifest.files.values().map(|file| key(file.edition)).collect();
        self.stories.keys().filter(move |key| !known.contains(*key))
    }
}

/// Gives stories without a record one again, to be read again where their file is still there; where no root can be told,
/// they are given up by name. Takes out the records of readings that were replaced or removed later, if that is certain.
pub(super) fn restore(dir: &Path, manifest: &mut Manifest, stored: &Stored, found: &mut Salvage) {
    // No new reading may have the key of one whose record is lost.
    let last = stored.stories.keys().filter_map(|key| u64::from_str_radix(key, 16).ok()).max();
    manifest.edition = manifest.edition.max(last.unwrap_or(0));
    if !found.incomplete {
        return;
    }
    let strangers: Vec<String> = stored.strangers(manifest).cloned().collect();
    for key in strangers {
        let (Some(path), Ok(edition)) = (stored.paths.get(&key), u64::from_str_radix(&key, 16)) else {
            continue;
        };
        let stories = stored.of(edition);
        match root_of(dir, manifest, stored, path) {
            Some(root) => {
                found.hit.insert((root, path.clone()), (edition, 0));
                let (path, outcome) = (path.clone(), Outcome::Indexed);
                let record = FileRecord {
                    root,
                    path,
                    edition,
                    stories,
                    outcome,
                    retry: true,
                    ..FileRecord::default()
                };
                manifest.apply(Line::File(record));
            }
            None => *found.nameless.entry(path.clone()).or_default() += stories,
        }
    }
    if stored.all {
        manifest.files.retain(|_, file| file.stories == 0 || stored.of(file.edition) > 0);
    }
}

/// The root of a file: the only one there is, the one that had a file of this name whose stories were replaced, or the
/// one that has such a file now.
fn root_of(dir: &Path, manifest: &Manifest, stored: &Stored, path: &str) -> Option<u32> {
    let is_free = |root: &u32| {
        let record = manifest.files.get(&(*root, path.to_owned()));
        record.is_none_or(|record| stored.of(record.edition) == 0)
    };
    let free: Vec<u32> = manifest.roots.keys().copied().filter(is_free).collect();
    let had = |root: &u32| manifest.files.contains_key(&(*root, path.to_owned()));
    let has = |root: &u32| {
        let folder = manifest.roots.get(root).map(|record| roots::locate(dir, record, &[]));
        folder.is_some_and(|folder| folder.join(path_of(path)).exists())
    };
    let only = |roots: &mut dyn Iterator<Item = u32>| roots.next().filter(|_| roots.next().is_none());
    only(&mut free.iter().copied())
        .or_else(|| only(&mut free.iter().copied().filter(had)))
        .or_else(|| only(&mut free.iter().copied().filter(has)))
}

#[cfg(test)]
mod tests {
    use super::super::manifest::RootRecord;
    use super::*;

    fn file(root: u32, path: &str, edition: u64) -> Line {
        Line::File(FileRecord { root, path: path.into(), edition, stories: 2, ..FileRecord::default() })
    }

    fn root(id: u32) -> Line {
        Line::Root(RootRecord { id, relative: None, absolute: format!("/nowhere/{id}") })
    }

    fn restored(lines: Vec<Line>, stories: &[(u64, &str)], all: bool) -> (Manifest, Salvage) {
        let mut manifest = Manifest::default();
        lines.into_iter().for_each(|line| manifest.apply(line));
        let stored = Stored {
            stories: stories.iter().map(|(edition, _)| (key(*edition), 2)).collect(),
            paths: stories.iter().map(|(edition, path)| (key(*edition), (*path).into())).collect(),
            all,
        };
        let mut found = Salvage { incomplete: true, ..Salvage::default() };
        restore(Path::new("/"), &mut manifest, &stored, &mut found);
        (manifest, found)
    }

    fn editions(manifest: &Manifest) -> Vec<(u32, &str, u64)> {
        manifest.files.values().map(|file| (file.root, file.path.as_str(), file.edition)).collect()
    }

    #[test]
    fn a_lost_line_is_told_from_its_stories() {
        let (manifest, found) = restored(vec![root(1), file(1, "a", 1)], &[(1, "a"), (7, "b")], true);
        assert_eq!(editions(&manifest), [(1, "a", 1), (1, "b", 7)]);
        assert_eq!(found.hit[&(1, "b".into())], (7, 0));
        assert_eq!(manifest.edition, 7);
    }

    #[test]
    fn a_reading_that_was_replaced_or_removed_later_is_not_lost() {
        let lines = || vec![root(1), file(1, "a", 1), file(1, "b", 2)];
        let (manifest, found) = restored(lines(), &[(3, "a")], true);
        assert_eq!(editions(&manifest), [(1, "a", 3)]);
        assert!(found.nameless.is_empty());
        // Where segments were damaged, too, it may have been in them.
        assert_eq!(editions(&restored(lines(), &[(3, "a")], false).0), [(1, "a", 3), (1, "b", 2)]);
    }

    #[test]
    fn of_two_roots_the_one_that_had_the_file_is_its_and_without_one_it_is_given_up_by_name() {
        let lines = vec![root(1), root(2), file(2, "a", 1)];
        let (manifest, found) = restored(lines, &[(5, "a"), (6, "c")], true);
        assert_eq!(editions(&manifest), [(2, "a", 5)]);
        assert_eq!(found.nameless.get("c"), Some(&2));
    }
}
