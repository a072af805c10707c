//! What the fuzzers found, run again: each input kept under `tests/fuzz/found` goes through the very function
//! that its target runs, and must neither panic nor give a story that is not sound.
//!
//! An input that once broke a reader is kept under `tests/fuzz/broke/<target>-<what was wrong>`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "fuzz/src/lib.rs"]
mod fuzz;

use morgue::readers::FORMATS;
use std::collections::BTreeSet;
use std::io::Read;
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
