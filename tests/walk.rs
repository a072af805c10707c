//! Folders in, files out: order, what is left out and why, and links.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::expect_used, clippy::panic)]

use morgue::error::ErrorKind;
use morgue::source::{Filter, Root, Step, roots, walk};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;

/// A corpus of these files; a name that ends in `/` is a folder.
fn corpus(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        if file.ends_with('/') {
            fs::create_dir_all(path).unwrap();
            continue;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file).unwrap();
    }
    folder
}

/// The walk as lines: `path`, `- path: reason` or `! path: error`.
fn steps(root: &Root, filter: &Filter) -> Vec<String> {
    walk(root, filter)
        .map(|step| match step {
            Step::File(found) => {
                assert!(found.disk.is_file());
                found.path
            }
            Step::Skipped { path, reason } => format!("- {path}: {reason}"),
            Step::Failed(error) => format!("! {error}"),
        })
        .collect()
}

fn root_of(path: &Path) -> Root {
    let mut found = roots(&[path.to_owned()]).unwrap();
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn walk_all(path: &Path) -> Vec<String> {
    steps(&root_of(path), &Filter::default())
}

#[test]
fn files_come_in_order_of_their_whole_paths() {
    let folder = corpus(&["b.txt", "a/z.txt", "a.txt", "a/b/c.txt", "a-b.txt", "B.txt", "a0/x.txt", "é.txt"]);
    let found = walk_all(folder.path());
    let mut sorted = found.clone();
    sorted.sort();
    assert_eq!(found, sorted);
    assert_eq!(found.len(), 8);
    assert_eq!(&found[..3], ["B.txt", "a-b.txt", "a.txt"]);
    let found = walk(&root_of(folder.path()), &Filter::default()).next();
    let Some(Step::File(found)) = found else { panic!("{found:?}") };
    assert_eq!(found.stamp.size, 5);
    let day = 86_400 * 1_000_000_000_i64;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    assert!((found.stamp.mtime - i64::try_from(now).unwrap()).abs() < day);
}

#[test]
fn what_is_no_corpus_is_left_out_with_a_reason() {
    let folder = corpus(&[
        ".hidden.txt",
        ".git/config",
        "CVS/Entries",
        ".cache/x.txt",
        "index/morgue.json",
        "index/segment",
        "index2/README.md",
        "story.txt",
    ]);
    let want = [
        "- .cache: hidden",
        "- .git: version control",
        "- .hidden.txt: hidden",
        "- CVS: version control",
        "- index: holds an index",
        "index2/README.md",
        "story.txt",
    ];
    assert_eq!(walk_all(folder.path()), want);
    assert_eq!(walk_all(&folder.path().join("index")), ["- .: holds an index"]);
    // What is named is read.
    assert_eq!(walk_all(&folder.path().join(".hidden.txt")), [".hidden.txt"]);
    assert_eq!(walk_all(&folder.path().join(".cache")), ["x.txt"]);
}

#[test]
fn sockets_are_never_opened() {
    let folder = corpus(&["story.txt"]);
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("live")).unwrap();
    assert_eq!(walk_all(folder.path()), ["- live: not a regular file", "story.txt"]);
    let error = roots(&[folder.path().join("live")]).unwrap_err();
    assert_eq!(error.message, "neither a file nor a folder");
}

#[test]
fn links_inside_are_read_once() {
    let folder = corpus(&["2007/a.txt", ".store/objects/b.txt", ".store/more/c.txt"]);
    let at = |name: &str| folder.path().join(name);
    symlink(at("2007"), at("latest")).unwrap();
    symlink(at("2007/a.txt"), at("newest.txt")).unwrap();
    symlink(at(".store/objects/b.txt"), at("one.txt")).unwrap();
    symlink(at(".store"), at("store")).unwrap();
    symlink(at(".store/more"), at("zzz")).unwrap();
    symlink(at("2007"), at("2007/around")).unwrap();
    symlink(".", at("self")).unwrap();
    let want = [
        "- .store: hidden",
        "2007/a.txt",
        "- 2007/around: link to a folder around it",
        "- latest: link to 2007, which is read already",
        "- newest.txt: link to 2007/a.txt, which is read already",
        "one.txt",
        "- self: link to a folder around it",
        "store/more/c.txt",
        "- store/objects/b.txt: link to .store/objects/b.txt, which is read already",
        "- zzz: link to .store/more, which is read already",
    ];
    assert_eq!(walk_all(folder.path()), want);
}

#[test]
fn links_out_and_links_to_nothing() {
    let outside = corpus(&["secret.txt", "sub/other.txt"]);
    let folder = corpus(&["in.txt"]);
    symlink(outside.path().join("secret.txt"), folder.path().join("a.txt")).unwrap();
    symlink(outside.path().join("sub"), folder.path().join("sub")).unwrap();
    symlink("nowhere.txt", folder.path().join("gone.txt")).unwrap();
    let want = [
        "- a.txt: link out of the corpus",
        "! gone.txt: reading: no such file or directory",
        "in.txt",
        "- sub: link out of the corpus",
    ];
    assert_eq!(walk_all(folder.path()), want);
}

#[test]
fn globs_choose() {
    let folder = corpus(&["2007/01/a.xml", "2007/b.txt", "2007/c.xml", "old/d.xml", "e.xml"]);
    let choose = |include: &[&str], exclude: &[&str]| {
        let own = |globs: &[&str]| globs.iter().map(|&g| g.to_owned()).collect();
        let filter = Filter { include: own(include), exclude: own(exclude) };
        let found = steps(&root_of(folder.path()), &filter);
        found.into_iter().filter(|line| !line.starts_with('-')).collect::<Vec<_>>()
    };
    assert_eq!(choose(&["*.txt"], &[]), ["2007/b.txt"]);
    assert_eq!(choose(&["2007/*.xml"], &[]), ["2007/c.xml"]);
    assert_eq!(choose(&["2007/**"], &["*.txt"]), ["2007/01/a.xml", "2007/c.xml"]);
    assert_eq!(choose(&[], &["2007/", "/e.xml"]), ["old/d.xml"]);
    assert_eq!(choose(&["*.{xml,sgm}"], &["01", "old"]), ["2007/c.xml", "e.xml"]);
    let filter = Filter { include: vec!["a[".into()], exclude: vec![] };
    let steps: Vec<_> = walk(&root_of(folder.path()), &filter).collect();
    assert!(matches!(&steps[..], [Step::Failed(error)] if error.kind == ErrorKind::Query), "{steps:?}");
}

#[test]
fn roots_are_merged() {
    let folder = corpus(&["a/b/c.txt", "a/d.txt", "e.txt"]);
    let at = |name: &str| folder.path().join(name);
    let full = |name: &str| at(name).canonicalize().unwrap();
    let merged = |names: &[&str]| roots(&names.iter().map(|n| at(n)).collect::<Vec<_>>()).unwrap();
    let whole = |name: &str| Root { folder: full(name), scope: None };
    assert_eq!(merged(&["a", "a/", "a/b/../b", "a/d.txt"]), [whole("a")]);
    let file = Root { folder: full("."), scope: Some("e.txt".into()) };
    assert_eq!(merged(&["e.txt", "a/b", "./e.txt"]), [file, whole("a/b")]);
    let error = roots(&[at("nowhere")]).unwrap_err();
    assert_eq!((error.kind, error.message.as_str()), (ErrorKind::Io, "opening: no such file or directory"));
    assert!(error.place.path.is_some() && error.hint.is_some());
}

#[test]
fn names_that_are_not_utf_8_stay_apart() {
    let folder = corpus(&["plain.txt"]);
    for name in [&b"caf\xe9.txt"[..], b"caf\xe8.txt"] {
        fs::write(folder.path().join(OsStr::from_bytes(name)), "x").unwrap();
    }
    assert_eq!(walk_all(folder.path()), ["caf\\xE8.txt", "caf\\xE9.txt", "plain.txt"]);
    let named = folder.path().join(OsStr::from_bytes(b"caf\xe9.txt"));
    assert_eq!(walk_all(&named), ["caf\\xE9.txt"]);
}
