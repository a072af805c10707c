//! Which corpus roots the index knows, and how those named now fit among them.
//!
//! A folder inside a known root is a part of that root; a folder around known roots takes their
//! place, and their files are read again under their new paths. A root is found again where it was
//! when indexed, or at the same place relative to the index.

use super::manifest::{Line, Manifest, RootRecord};
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
    /// Lines for the manifest: new, moved and absorbed roots.
    pub lines: Vec<Line>,
    /// Roots that are gone into a wider one.
    pub absorbed: Vec<u32>,
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
        if let Some((id, root)) = around.cloned() {
            plan.scans.push(Scan {
                root: id,
                scope: inner_scope(&root, folder, scope.as_deref()),
                folder: root,
            });
            continue;
        }
        if scope.is_none() {
            let inside: Vec<u32> =
                known.iter().filter(|(_, root)| root.starts_with(folder)).map(|(id, _)| *id).collect();
            plan.scans.retain(|scan| !inside.contains(&scan.root));
            plan.lines.retain(|line| !matches!(line, Line::Root(root) if inside.contains(&root.id)));
            known.retain(|(id, _)| !inside.contains(id));
            plan.absorbed.extend(inside.into_iter().filter(|id| manifest.roots.contains_key(id)));
        }
        known.push((next, folder.clone()));
        plan.scans.push(Scan { root: next, folder: folder.clone(), scope: scope.clone() });
        next += 1;
    }
    for (id, folder) in &known {
        let record = record(dir, *id, folder);
        let walked = plan.scans.iter().any(|scan| scan.root == *id);
        if walked && manifest.roots.get(id) != Some(&record) {
            plan.lines.push(Line::Root(record));
        }
    }
    plan.lines.extend(plan.absorbed.iter().map(|root| Line::RootGone { root: *root }));
    plan
}

/// Where a known root is now: where one of the named folders fits, else relative to the index,
/// else where it was.
pub fn locate(dir: &Path, root: &RootRecord, named: &[(PathBuf, Option<String>)]) -> PathBuf {
    let absolute = PathBuf::from(&root.absolute);
    let relative = root.relative.as_deref().map(|path| normal(&dir.join(path)));
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
    let mut parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.extend(scope.map(str::to_owned));
    (!parts.is_empty()).then(|| parts.join("/"))
}

fn record(dir: &Path, id: u32, folder: &Path) -> RootRecord {
    RootRecord { id, relative: relative(dir, folder), absolute: folder.to_string_lossy().into_owned() }
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
    let parts: Vec<String> = ups.chain(to.map(|c| c.as_os_str().to_string_lossy().into_owned())).collect();
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
