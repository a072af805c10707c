//! Who reads the first line and goes has had what was wanted: every command and format ends well and says nothing. A
//! full disk is an error.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod sandbox;

use morgue::output::PRINTERS;
use sandbox::Sandbox;
use std::io::Read;
use std::process::{Command, Stdio};

fn commands() -> Vec<String> {
    let mut all: Vec<String> = PRINTERS.iter().map(|p| format!("search -n 0 --format {}", p.name)).collect();
    all.extend(
        PRINTERS.iter().map(|p| format!("search --topics corpus/topics.tsv --any --format {}", p.name)),
    );
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        all.push(format!("completions {shell}"));
    }
    for line in [
        "count dam",
        "show --json 90106",
        "show 90106",
        "facets people",
        "facets people -n 0 --json",
        "timeline --by day",
        "timeline --json",
        "explain dam",
        "explain dam --json",
        "eval --topics corpus/topics.tsv --qrels corpus/qrels.txt --any --by-topic",
        "read corpus/wires/1987/telex-june-1987.sgm",
        "people corpus/quirks/latin-1.txt",
        "status",
        "status --json",
        "verify",
        "formats",
        "formats --json",
        "man",
        "man search",
        "help",
        "help query",
        "help fields",
        "help search",
        "--help",
        "search --help",
        "--version",
        "index corpus --json",
    ] {
        all.push(line.to_owned());
    }
    all
}

#[test]
fn a_closed_pipe_is_success() {
    let sandbox = Sandbox::new();
    sandbox.run("morgue index corpus --quiet");
    sandbox.run("rm -r corpus/broken; morgue index corpus --quiet");
    for line in commands() {
        for first in [0, 1] {
            let mut child = Command::new(env!("CARGO_BIN_EXE_morgue"))
                .args(line.split(' '))
                .current_dir(sandbox.path())
                .env_remove("MORGUE_INDEX")
                .args(["--quiet"].iter().filter(|_| !line.contains("--help") && !line.contains("--version")))
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut pipe = child.stdout.take().unwrap();
            let _ = pipe.read(&mut vec![0; first]).unwrap();
            drop(pipe);
            let done = child.wait_with_output().unwrap();
            let said = String::from_utf8(done.stderr).unwrap();
            assert_eq!((done.status.code(), said.as_str()), (Some(0), ""), "{line} after {first} bytes");
        }
    }
}

#[test]
fn a_full_disk_is_an_error() {
    if !std::path::Path::new("/dev/full").exists() {
        println!("skipped: there is no /dev/full here");
        return;
    }
    let sandbox = Sandbox::new();
    sandbox.run("morgue index corpus --quiet");
    for line in commands() {
        let given = sandbox.run(&format!("morgue {line} >/dev/full"));
        assert_eq!((given.code, given.out.as_str()), (2, ""), "{line}: {}", given.err);
        assert!(given.err.contains("no space left"), "{line}: {}", given.err);
        assert!(!given.err.contains("broke at"), "{line}: {}", given.err);
    }
}
