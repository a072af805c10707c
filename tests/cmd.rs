//! Transcripts: every `tests/cmd/*.md` is run in a fresh folder that holds the sample archive, and every
//! command must give the output, the standard error (`2> `) and the exit code (`=> N`, 0 if not given) that stand
//! under it. A block ```` ```file NAME ```` is written to that file first.
//!
//! `UPDATE_GOLDEN=1 cargo test --test cmd` rewrites the transcripts; read the diff before you keep it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod sandbox;

use sandbox::{Given, Sandbox};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn transcripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|e| e == "md"));
    found.sort();
    assert!(!found.is_empty(), "no transcripts");
    found
}

/// Times differ from run to run, and sizes with every word of the archive's README: no transcript is for them.
fn steady(text: &str, sandbox: &Sandbox) -> String {
    let here = sandbox.path().canonicalize().unwrap();
    let mut out = String::new();
    for line in text.lines() {
        let line = line.replace(&*here.to_string_lossy(), "HERE");
        let line = match line.rsplit_once("; ") {
            Some((start, end)) if end.ends_with(" s") && end.starts_with(|c: char| c.is_ascii_digit()) => {
                format!("{start}; N s")
            }
            _ => line,
        };
        let line = match line.split_once(" files (").and_then(|(a, b)| Some((a, b.split_once(')')?.1))) {
            Some((start, end)) => format!("{start} files (SIZE){end}"),
            None => line,
        };
        let line = match line.split_once("\"seconds\":") {
            Some((start, _)) => format!("{start}\"seconds\":N}}"),
            None => line,
        };
        writeln!(out, "{line}").unwrap();
    }
    out
}

fn written(given: &Given, sandbox: &Sandbox) -> String {
    let mut text = steady(&given.out, sandbox);
    for line in steady(&given.err, sandbox).lines() {
        writeln!(text, "{}", format!("2> {line}").trim_end()).unwrap();
    }
    if given.code != 0 {
        writeln!(text, "=> {}", given.code).unwrap();
    }
    text
}

/// The transcript with what its commands give now.
fn rerun(transcript: &str) -> String {
    let sandbox = Sandbox::new();
    let mut out = String::new();
    let mut lines = transcript.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(block) = line.strip_prefix("```").filter(|block| !block.is_empty()) else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some(name) = block.strip_prefix("file ") {
            let path = sandbox.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, body.join("\n") + "\n").unwrap();
            body.iter().for_each(|line| writeln!(out, "{line}").unwrap());
        } else {
            for command in body.iter().filter_map(|line| line.strip_prefix("$ ")) {
                writeln!(out, "$ {command}").unwrap();
                out.push_str(&written(&sandbox.run(command), &sandbox));
            }
        }
        out.push_str("```\n");
    }
    out
}

#[test]
fn transcripts_are_what_the_commands_give() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = String::new();
    for path in transcripts() {
        let text = std::fs::read_to_string(&path).unwrap();
        let now = rerun(&text);
        if update {
            std::fs::write(&path, now).unwrap();
        } else if now != text {
            let (before, after): (Vec<_>, Vec<_>) = (text.lines().collect(), now.lines().collect());
            let at = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
            let show =
                |lines: &[&str]| lines.iter().skip(at).take(12).copied().collect::<Vec<_>>().join("\n");
            writeln!(
                wrong,
                "{}:{}\n--- stands\n{}\n--- given\n{}",
                path.display(),
                at + 1,
                show(&before),
                show(&after)
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
