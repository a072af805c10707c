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

/// An index of a part of the sample archive, built in several runs so that it has several segments and deleted stories.
fn built(dir: &Path) -> PathBuf {
    let (index, copy) = (dir.join("index"), dir.join("corpus"));
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for folder in ["1962", "1974", "scraped", "wires"] {
        copy_folder(&corpus.join(folder), &copy.join(folder));
        let ended = morgue(&index, &["index", "--quiet", copy.to_str().unwrap()]);
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    let first = files(&copy.join("1974")).remove(0);
    let text = fs::read(&first).unwrap();
    fs::write(&first, [&text[..], b"\n"].concat()).unwrap();
    assert!(morgue(&index, &["index", "--quiet", copy.to_str().unwrap()]).status.success());
    assert!(morgue(&index, &["verify"]).status.success());
    index
}

fn copy_folder(from: &Path, to: &Path) {
    for file in files(from) {
        let there = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(there.parent().unwrap()).unwrap();
        fs::copy(&file, there).unwrap();
    }
}

/// What a command answers: exit code and standard output.
type Answer = (Option<i32>, Vec<u8>);

fn answers(index: &Path) -> Vec<Answer> {
    QUESTIONS.iter().map(|words| morgue(index, words)).map(|out| (out.status.code(), out.stdout)).collect()
}

/// Files whose damage matters: locks are made anew, and no question reads them.
fn matters(file: &Path) -> bool {
    !file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("writer."))
}

#[test]
fn a_damaged_index_answers_right_or_says_what_is_damaged() {
    let dir = tempfile::tempdir().unwrap();
    let index = built(dir.path());
    let whole = answers(&index);
    let (mut said_so, mut right) = (0, 0);
    for file in files(&index).into_iter().filter(|file| matters(file)) {
        let bytes = fs::read(&file).unwrap();
        for (number, damage) in damages(&bytes).into_iter().enumerate() {
            fs::write(&file, damage).unwrap();
            for (words, whole) in QUESTIONS.iter().zip(&whole) {
                let ended = morgue(&index, words);
                let said = String::from_utf8_lossy(&ended.stderr);
                let what = format!("{} {number} {words:?}: {:?}\n{said}", file.display(), ended.status);
                assert!(!said.contains("panicked") && !said.contains("/registry/"), "{what}");
                if ended.status.code() == Some(2) {
                    assert!(
                        said.contains("the index is damaged") && said.contains("morgue repair"),
                        "{what}"
                    );
                    said_so += 1;
                } else {
                    // How large the index is, it says too.
                    let same = words[0] == "status" || (ended.status.code(), ended.stdout) == *whole;
                    assert!(same, "{what}: a wrong answer");
                    right += 1;
                }
            }
            let ended = morgue(&index, &["verify"]);
            assert!(!ended.status.success(), "{} {number}: verify finds nothing", file.display());
        }
        fs::write(&file, bytes).unwrap();
    }
    assert!(
        said_so > 100 && right > 20,
        "{said_so} errors, {right} right answers: the test damages too little"
    );
    assert!(morgue(&index, &["verify"]).status.success(), "what was put right is whole again");
}

#[test]
fn a_repaired_index_answers_as_before_and_an_update_carries_no_damage_on() {
    let dir = tempfile::tempdir().unwrap();
    let index = built(dir.path());
    let whole = answers(&index);
    let kept = dir.path().join("kept");
    copy_folder(&index, &kept);
    for file in files(&kept).into_iter().filter(|file| matters(file)) {
        let inside = file.strip_prefix(&kept).unwrap();
        fs::remove_dir_all(&index).unwrap();
        copy_folder(&kept, &index);
        let mut bytes = fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
        fs::write(index.join(inside), bytes).unwrap();
        let updated = morgue(&index, &["index", "--quiet", dir.path().join("corpus").to_str().unwrap()]);
        let found = !morgue(&index, &["verify"]).status.success();
        assert!(found || inside.ends_with("standing.bin"), "{}: laundered", inside.display());
        let ended = morgue(&index, &["repair"]);
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(0), "{}: {said} {updated:?}", inside.display());
        let now = answers(&index);
        let same =
            now.iter().zip(&whole).zip(QUESTIONS).all(|((a, b), words)| words[0] == "status" || a == b);
        assert!(same, "{}: {said}", inside.display());
        assert!(morgue(&index, &["verify"]).status.success(), "{}: {said}", inside.display());
    }
}
