//! What the fuzzers found, run again: each input kept under `tests/fuzz/found` goes through the very function
//! that its target runs, and must neither panic nor give a story that is not sound.
//!
//! An input that once broke a reader is kept under `tests/fuzz/broke/<target>-<what was wrong>`. What a fuzzer seldom
//! hits, a letter of many bytes at the very place where a reader counts bytes, is tried here by rote.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "fuzz/src/lib.rs"]
mod fuzz;

use morgue::readers::FORMATS;
use std::collections::BTreeSet;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(name)
}

fn files(name: &str) -> Vec<PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(folder(name)).unwrap().map(|e| e.unwrap().path()).collect();
    found.sort();
    found
}

fn run(target: &str, bytes: &[u8]) {
    match target {
        "containers" => fuzz::containers(bytes),
        "any-format" => fuzz::any_format(bytes),
        "query" => fuzz::query(bytes),
        "dates" => fuzz::dates(bytes),
        "saved" => fuzz::saved(bytes),
        format => fuzz::reader(format, bytes),
    }
}

#[test]
fn every_reader_and_the_containers_have_a_target() {
    let files = files("targets");
    let names: BTreeSet<&str> = files.iter().map(|p| p.file_stem().unwrap().to_str().unwrap()).collect();
    let manifest = std::fs::read_to_string(folder("Cargo.toml")).unwrap();
    for name in FORMATS.iter().map(|f| f.name).chain(["any-format", "containers", "query", "dates", "saved"])
    {
        assert!(names.contains(name), "tests/fuzz/targets has no {name}.rs");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "tests/fuzz/Cargo.toml has no {name}");
    }
}

#[test]
fn found_inputs_run_again() {
    let mut inputs = 0;
    for path in files("found") {
        let name =
            path.file_name().unwrap().to_str().unwrap().strip_suffix(".tar.gz").expect("packed inputs");
        let mut archive =
            tar::Archive::new(flate2::read::GzDecoder::new(std::fs::File::open(&path).unwrap()));
        for entry in archive.entries().unwrap() {
            let mut bytes = Vec::new();
            entry.unwrap().read_to_end(&mut bytes).unwrap();
            run(name, &bytes);
            inputs += 1;
        }
    }
    assert!(inputs > 1000, "only {inputs} inputs");
}

#[test]
fn inputs_that_once_broke_a_reader_do_not() {
    for path in files("broke") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let targets =
            FORMATS.iter().map(|f| f.name).chain(["any-format", "containers", "query", "dates", "saved"]);
        let target = targets.filter(|t| name.starts_with(&format!("{t}-"))).max_by_key(|t| t.len());
        run(target.expect("the name begins with a target's"), &std::fs::read(&path).unwrap());
    }
}

/// Letters of two, three and four bytes; `İ`, `ẞ` and `ŉ` change their length with their case.
const LETTERS: &[char] = &['é', 'İ', 'ẞ', 'ŉ', '日', '\u{301}', '”', '…', '\u{a0}', '😀', '\u{2028}'];
/// Places of a fixture where one is put, unless `MORGUE_PLACES` says how many.
const PLACES: usize = 30;
/// Letters that are looked at of a fixture.
const LONGEST: usize = 6000;

/// The fixtures of readers that are UTF-8, with their formats.
fn fixtures() -> impl Iterator<Item = (String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers");
    let entries = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter();
    let paths = entries.map(|entry| entry.unwrap().into_path());
    paths.filter(|path| path.is_file() && !path.to_string_lossy().ends_with(".story.json")).filter_map(
        move |path| {
            let format = path.strip_prefix(&root).unwrap().iter().next()?.to_str()?.to_owned();
            let text = String::from_utf8(std::fs::read(&path).unwrap()).ok()?;
            FORMATS.iter().any(|f| f.name == format).then_some((format, path, text))
        },
    )
}

#[test]
fn no_reader_cuts_a_letter_in_two() {
    let places = std::env::var("MORGUE_PLACES").map_or(PLACES, |n| n.parse().unwrap());
    let (mut tried, mut broke) = (0, Vec::new());
    for (format, path, text) in fixtures() {
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).take(LONGEST).collect();
        let step = (starts.len() / places).max(1);
        // Another start for each file, so that keys, marks and copy all have their turn.
        for (turn, &at) in starts.iter().skip(text.len() % step).step_by(step).enumerate() {
            let letter = LETTERS[(turn + text.len()) % LETTERS.len()];
            let one = text[at..].chars().next().map_or(0, char::len_utf8);
            // Beside a letter, in its place, and in the place of as many bytes: what follows stays where it was.
            for end in [at, at + one, at + letter.len_utf8()] {
                let Some(after) = text.get(end..) else { continue };
                let odd = format!("{}{letter}{after}", &text[..at]);
                tried += 1;
                if catch_unwind(AssertUnwindSafe(|| run(&format, odd.as_bytes()))).is_err() {
                    broke.push(format!("{} at {at}: {letter:?}", path.display()));
                }
            }
        }
    }
    assert!(tried > 1000, "only {tried} inputs");
    assert!(broke.is_empty(), "{} of {tried}:\n{}", broke.len(), broke.join("\n"));
}
