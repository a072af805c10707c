//! Killed anywhere, the index is whole, and the next run ends where an undisturbed one would.
//!
//! A child (this test program again) indexes a corpus that changes all the time, committing after
//! every few files; it is killed at another moment each round. `MORGUE_CRASH_ROUNDS` sets how often.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use morgue::index::Index;
use morgue::ingest::{Options, run};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Stories of every file: enough that a file half in would show.
const STORIES: u32 = 20;

fn options(dir: &Path) -> Options {
    Options {
        roots: vec![dir.join("corpus")],
        index: dir.join("index"),
        threads: 2,
        memory: 32 << 20,
        commit_bytes: 20_000,
        ..Options::default()
    }
}

fn write(dir: &Path, file: u32, edition: u32) {
    let mut text = String::new();
    for n in 0..STORIES {
        text.push_str(&format!(
            "<DOC>\n<DOCNO> AP{file:03}-{edition}-{n:04} </DOCNO>\n<HEAD>Sample {n} of {file}</HEAD>\n\
             <TEXT>\n   The harbour master counted {n} boats in edition {edition}.\n</TEXT>\n</DOC>\n"
        ));
    }
    fs::write(dir.join(format!("corpus/{file:03}.sgml")), text).unwrap();
}

/// Ids by file; checks that every file is whole and the manifest agrees.
fn contents(dir: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let index = Index::open(&dir.join("index")).unwrap();
    let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (ord, segment) in index.searcher().segment_readers().iter().enumerate() {
        for doc in segment.doc_ids_alive() {
            let story = index.story(tantivy::DocAddress::new(ord as u32, doc)).unwrap();
            assert!(files.entry(story.source.path).or_default().insert(story.id));
        }
    }
    let manifest = index.manifest().unwrap();
    for ((_, path), record) in &manifest.files {
        let found = files.get(path).map_or(0, BTreeSet::len) as u64;
        assert_eq!(found, record.stories, "{path}: index and manifest disagree");
        assert_eq!(found, u64::from(STORIES), "{path} is half in");
    }
    assert_eq!(manifest.files.len(), files.len());
    for (path, ids) in &files {
        let editions: BTreeSet<_> = ids.iter().map(|id| id.split('-').nth(1).unwrap().to_owned()).collect();
        assert_eq!(editions.len(), 1, "{path} is of two editions");
    }
    files
}

/// Not a test by itself: what the child does.
#[test]
fn child() {
    if let Some(dir) = std::env::var_os("MORGUE_CRASH_DIR") {
        run(&options(Path::new(&dir)), &|_| {}, &AtomicBool::new(false)).unwrap();
    }
}

#[test]
fn killed_anywhere_the_next_run_ends_in_the_same_index() {
    let rounds: u32 = std::env::var("MORGUE_CRASH_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    let home = tempfile::tempdir().unwrap();
    let dir = home.path();
    fs::create_dir(dir.join("corpus")).unwrap();
    (0..60).for_each(|file| write(dir, file, 0));
    let mut killed = 0;
    for round in 1..=rounds {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["child", "--exact"])
            .env("MORGUE_CRASH_DIR", dir)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(u64::from(round * 37 % 400)));
        killed += u32::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
        if dir.join("index/morgue.json").exists() {
            contents(dir);
        }
        // The corpus moves on: files change, come and go.
        for file in (round % 5..60).step_by(5) {
            write(dir, file, round);
        }
        let _ = fs::remove_file(dir.join(format!("corpus/{:03}.sgml", round % 60)));
        write(dir, 60 + round, round);
    }
    println!("killed {killed} of {rounds} runs before their end");
    assert!(killed > 0, "no run was killed: the test shows nothing");
    run(&options(dir), &|_| {}, &AtomicBool::new(false)).unwrap();
    let survived = contents(dir);
    fs::remove_dir_all(dir.join("index")).unwrap();
    run(&options(dir), &|_| {}, &AtomicBool::new(false)).unwrap();
    assert_eq!(survived, contents(dir));
}
