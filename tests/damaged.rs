//! An index that something damaged: whatever is asked, the answer is an error that says so or an answer, never a
//! crash, and `verify` finds the damage.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const QUESTIONS: &[&[&str]] = &[
    &["search", "dam OR opera OR council"],
    &["search", "\"opera house\"", "--sort", "newest"],
    &["count", "dam w/s lake"],
    &["search", "person:albarran"],
    &["facets", "person", "dam"],
    &["show", "FT911-9001"],
    &["status"],
];

fn morgue(index: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
    command.args(words).arg("--index").arg(index).env_remove("RUST_BACKTRACE").output().unwrap()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The first half of a file, and the file with bytes turned round, here and there; its last bytes, by which the engine
/// knows its files, stay in most.
fn damages(bytes: &[u8]) -> Vec<Vec<u8>> {
    let turned = |first: usize, step: usize, last: usize| {
        let mut turned = bytes.to_vec();
        turned.iter_mut().take(last).skip(first).step_by(step).for_each(|byte| *byte ^= 0x5a);
        turned
    };
    let inside = bytes.len() - 300.min(bytes.len() / 2);
    vec![
        bytes[..bytes.len() / 2].to_vec(),
        turned(7, 1009, bytes.len()),
        turned(0, 97, inside),
        turned(3, 11, inside),
        turned(inside.saturating_sub(64), 1, inside),
        turned(0, 1, 64),
    ]
}

#[test]
fn a_damaged_index_is_an_error_and_no_crash() {
    let dir = tempfile::tempdir().unwrap();
    let index = dir.path().join("index");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let folders = ["1962", "1974", "scraped", "wires"].map(|folder| corpus.join(folder));
    let roots = folders.iter().map(|folder| folder.to_str().unwrap());
    let words: Vec<&str> = ["index", "--quiet"].into_iter().chain(roots).collect();
    let ended = morgue(&index, &words);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    assert!(morgue(&index, &["verify"]).status.success());
    let engines = ["idx", "pos", "term", "fast", "fieldnorm", "store"];
    let mut broken = 0;
    for file in files(&index) {
        let ending = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let whole = fs::read(&file).unwrap();
        if !engines.contains(&ending) || whole.len() < 64 {
            continue;
        }
        for (number, damage) in damages(&whole).into_iter().enumerate() {
            fs::write(&file, damage).unwrap();
            for words in QUESTIONS.iter().chain([&&["verify"][..]]) {
                let ended = morgue(&index, words);
                let said = String::from_utf8_lossy(&ended.stderr);
                let what = format!("{ending} {number} {words:?}: {:?}\n{said}", ended.status);
                assert!(matches!(ended.status.code(), Some(0..=2)) && !said.contains("panicked"), "{what}");
                assert!(!said.contains("/registry/"), "{what}");
                if said.contains("cannot be read (") {
                    broken += 1;
                    assert!(said.contains("morgue verify"), "{what}");
                }
                assert!(words[0] != "verify" || !ended.status.success(), "{what}");
            }
        }
        fs::write(&file, whole).unwrap();
    }
    assert!(broken > 0, "nothing broke: the test damages nothing that matters");
    assert!(morgue(&index, &["verify"]).status.success(), "what was put right is whole again");
}
