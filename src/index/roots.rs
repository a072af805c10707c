//! Which corpus roots the index knows, and how those named now fit among them.
//!
//! A folder inside a known root is a part of that root; a folder around known roots takes their
//! place, and their files are read again under their new paths. A root is found again where it was
//! when indexed, or at the same place relative to the index.

use super::manifest::{FileRecord, Line, Manifest, RootRecord};
use crate::source::{path_of, text_of, whole_text};
use std::path::{Component, Path, PathBuf};

/// What to walk in this run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Number of the root.
    pub root: u32,
    /// Its folder, canonical.
    pub folder: PathBuf,
    /// The part to look at, relative to the folder and `/`-separated; `None` for all of it.
    pub scope: Option<String>,
}

/// How the roots named fit in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What to walk.
    pub scans: Vec<Scan>,
    /// Lines for the manifest: new and moved roots.
    pub lines: Vec<Line>,
    /// Roots that lie inside a wider one that is walked as a whole: gone once that is read.
    pub absorbed: Vec<u32>,
    /// Roots whose files were found elsewhere: where they were, and where they are.
    pub moved: Vec<(PathBuf, PathBuf)>,
}

/// Fits `named` (canonical folders, each with an optional scope) among the roots of the manifest.
/// `dir` is the canonical index folder.
pub fn plan(dir: &Path, manifest: &Manifest, named: &[(PathBuf, Option<String>)]) -> Plan {
    let mut known: Vec<(u32, PathBuf)> =
        manifest.roots.values().map(|root| (root.id, locate(dir, root, named))).collect();
    let mut plan = Plan::default();
    let mut next = manifest.roots.keys().next_back().map_or(1, |last| last + 1);
    for (folder, scope) in named {
        let around = known
            .iter()
            .filter(|(_, root)| folder.starts_with(root))
            .max_by_key(|(_, r)| r.as_os_str().len());
        let (id, root) = match around.cloned() {
            Some(around) => around,
            None => match known.iter_mut().find(|(id, old)| has_moved(manifest, *id, old, folder)) {
                Some((id, old)) => {
                    plan.moved.push((std::mem::replace(old, folder.clone()), folder.clone()));
                    (*id, folder.clone())
                }
                None => {
                    known.push((next, folder.clone()));
                    next += 1;
                    (next - 1, folder.clone())
                }
            },
        };
        if scope.is_none() {
            plan.absorb(&mut known, manifest, id, folder);
        }
        plan.scans.push(Scan { root: id, scope: inner_scope(&root, folder, scope.as_deref()), folder: root });
    }
    for (id, folder) in &known {
        let record = record(dir, *id, folder);
        let walked = plan.scans.iter().any(|scan| scan.root == *id);
        if walked && manifest.roots.get(id) != Some(&record) {
            plan.lines.push(Line::Root(record));
        }
    }
    plan
}

impl Plan {
    /// Takes the roots strictly inside a folder, which is walked whole as a part of root `id`, out of `known`.
    fn absorb(&mut self, known: &mut Vec<(u32, PathBuf)>, manifest: &Manifest, id: u32, folder: &Path) {
        let is_inside = |of: u32, root: &Path| of != id && root.starts_with(folder);
        let inside: Vec<u32> = known.iter().filter(|(of, r)| is_inside(*of, r)).map(|(of, _)| *of).collect();
        self.scans.retain(|scan| !inside.contains(&scan.root));
        known.retain(|(of, _)| !inside.contains(of));
        self.absorbed.extend(inside.into_iter().filter(|of| manifest.roots.contains_key(of)));
    }
}

/// Are the files of a root that is not there any more in this folder? At least half of them, by path and size; the
/// survey then holds them against what is known of each.
fn has_moved(manifest: &Manifest, id: u32, old: &Path, folder: &Path) -> bool {
    // A place that cannot be looked at is not known to be empty.
    if old.try_exists().unwrap_or(true) {
        return false;
    }
    let files = || manifest.files.values().filter(|file| file.root == id);
    let is_there = |file: &&FileRecord| {
        std::fs::metadata(folder.join(path_of(&file.path))).is_ok_and(|about| about.len() == file.size)
    };
    let found = files().filter(is_there).count();
    found > 0 && 2 * found >= files().count()
}

/// The number of the root at a path as a person names it: as it was when last indexed, or as it is now.
pub fn by_path(dir: &Path, manifest: &Manifest, named: &Path) -> Option<u32> {
    let full = std::path::absolute(named).map_or_else(|_| named.to_path_buf(), |path| normal(&path));
    let places = [full.canonicalize().unwrap_or_else(|_| full.clone()), full];
    let is_it = |root: &&RootRecord| {
        places.iter().any(|place| path_of(&root.absolute) == *place || locate(dir, root, &[]) == *place)
    };
    manifest.roots.values().find(is_it).map(|root| root.id)
}

/// A root that is now somewhere else.
pub fn moved_to(dir: &Path, id: u32, folder: &Path) -> Line {
    Line::Root(record(dir, id, folder))
}

/// Where a known root is now: where one of the named folders fits, else relative to the index,
/// else where it was.
pub fn locate(dir: &Path, root: &RootRecord, named: &[(PathBuf, Option<String>)]) -> PathBuf {
    let absolute = path_of(&root.absolute);
    let relative = root.relative.as_deref().map(|path| normal(&dir.join(path_of(path))));
    let fits =
        |place: &Path| named.iter().any(|(folder, _)| folder.starts_with(place) || place.starts_with(folder));
    match relative {
        Some(relative) if relative != absolute => {
            let prefers_old = fits(&absolute) && !fits(&relative) || !relative.exists();
            if prefers_old { absolute } else { relative }
        }
        _ => absolute,
    }
}

/// The scope, seen from `root`, of a folder inside it.
fn inner_scope(root: &Path, folder: &Path, scope: Option<&str>) -> Option<String> {
    let below = folder.strip_prefix(root).ok()?;
    let mut parts: Vec<String> = below.iter().map(text_of).collect();
    parts.extend(scope.map(str::to_owned));
    (!parts.is_empty()).then(|| parts.join("/"))
}

fn record(dir: &Path, id: u32, folder: &Path) -> RootRecord {
    RootRecord { id, relative: relative(dir, folder), absolute: whole_text(folder) }
}

/// `folder` as seen from `dir`, `/`-separated; `None` when they share nothing but the top.
fn relative(dir: &Path, folder: &Path) -> Option<String> {
    let mut from = dir.components().peekable();
    let mut to = folder.components().peekable();
    let mut shared = 0;
    while from.peek().is_some() && from.peek() == to.peek() {
        shared += usize::from(matches!(from.next(), Some(Component::Normal(_))));
        to.next();
    }
    let ups = from.map(|_| "..".to_owned());
    let parts: Vec<String> = ups.chain(to.map(|c| text_of(c.as_os_str()))).collect();
    (shared > 0).then(|| if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// A canonical path with `..` in it, without touching the disk.
fn normal(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(dir: &str, folders: &[&str]) -> Manifest {
        let mut manifest = Manifest::default();
        for (n, folder) in folders.iter().enumerate() {
            manifest.apply(Line::Root(record(Path::new(dir), n as u32 + 1, Path::new(folder))));
        }
        manifest
    }

    fn scans(manifest: &Manifest, dir: &str, named: &[(&str, Option<&str>)]) -> (Vec<String>, Vec<u32>) {
        let named: Vec<_> = named.iter().map(|(f, s)| (PathBuf::from(f), s.map(str::to_owned))).collect();
        let plan = plan(Path::new(dir), manifest, &named);
        let show =
            |s: &Scan| format!("{} {} {}", s.root, s.folder.display(), s.scope.as_deref().unwrap_or("*"));
        (plan.scans.iter().map(show).collect(), plan.absorbed)
    }

    #[test]
    fn a_new_root_an_inner_one_and_an_outer_one() {
        let manifest = known("/w/index", &["/w/corpus"]);
        assert_eq!(scans(&manifest, "/w/index", &[("/w/corpus", None)]).0, ["1 /w/corpus *"]);
        assert_eq!(scans(&manifest, "/w/index", &[("/w/corpus/1987", None)]).0, ["1 /w/corpus 1987"]);
        assert_eq!(
            scans(&manifest, "/w/index", &[("/w/corpus/1987", Some("a.txt"))]).0,
            ["1 /w/corpus 1987/a.txt"]
        );
        assert_eq!(scans(&manifest, "/w/index", &[("/x", None)]).0, ["2 /x *"]);
        assert_eq!(scans(&manifest, "/w/index", &[("/w", None)]), (vec!["2 /w *".to_owned()], vec![1]));
        assert_eq!(scans(&manifest, "/w/index", &[("/w/corpus2", None)]).0, ["2 /w/corpus2 *"]);
    }

    #[test]
    fn index_and_corpus_may_move_together_or_the_index_alone() {
        let manifest = known("/w/index", &["/w/corpus"]);
        let together = scans(&manifest, "/moved/index", &[("/moved/corpus", None)]);
        let alone = scans(&manifest, "/elsewhere/index", &[("/w/corpus", None)]);
        assert_eq!(alone.0, ["1 /w/corpus *"]);
        // Nothing of this exists on the disk, so the place relative to the index does not count.
        assert_eq!(together.0, ["2 /moved/corpus *"]);
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path().canonicalize().unwrap();
        std::fs::create_dir(base.join("corpus")).unwrap();
        let moved = base.join("corpus").display().to_string();
        let index = base.join("index").display().to_string();
        assert_eq!(scans(&manifest, &index, &[(&moved, None)]).0, [format!("1 {moved} *")]);
    }

    #[test]
    fn paths_relative_to_the_index() {
        let see = |dir: &str, folder: &str| relative(Path::new(dir), Path::new(folder));
        assert_eq!(see("/w/index", "/w/corpus/a").as_deref(), Some("../corpus/a"));
        assert_eq!(see("/w/index", "/w/index/corpus").as_deref(), Some("corpus"));
        assert_eq!(see("/w/index", "/w").as_deref(), Some(".."));
        assert_eq!(see("/w/index", "/x/corpus"), None);
    }
}
