//! What README, the tour of the sample archive and every `--help` show works when typed: each line runs in
//! a fresh folder with the sample archive, in order, and must not end in an error.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod sandbox;

use sandbox::Sandbox;
use std::path::Path;

/// Lines of the `sh` blocks of a page that run morgue.
fn shown(page: &str) -> Vec<String> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    let mut lines = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(kind) => inside = kind == "sh",
            None if inside && line.starts_with("morgue ") => lines.push(line.to_owned()),
            None => {}
        }
    }
    assert!(!lines.is_empty(), "{page} shows no command");
    lines
}

/// The sample archive has broken files on purpose, which `index`, `status` and `verify` report with 1; all else
/// finds something there.
fn may_report(line: &str) -> bool {
    ["morgue index", "morgue status", "morgue verify"].iter().any(|start| line.starts_with(start))
        // Nothing of the archive was published yesterday.
        || line.starts_with("morgue search") && line.contains("yesterday")
}

fn run_all(lines: &[String]) {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("morgue index corpus").code, 1, "the broken files are reported");
    let jq = sandbox.run("jq --version").code == 0;
    for line in lines {
        if line.contains("| jq") && !jq {
            println!("skipped, no jq: {line}");
            continue;
        }
        let given = sandbox.run(line);
        let good = given.code == 0 || (given.code == 1 && may_report(line));
        assert!(good, "{line}\n=> {}\n{}{}", given.code, given.out, given.err);
        assert!(!given.err.contains("panicked"), "{line}\n{}", given.err);
    }
}

#[test]
fn the_commands_of_the_readme_work() {
    run_all(&shown("README.md"));
}

#[test]
fn the_tour_of_the_sample_archive_works() {
    run_all(&shown("corpus/README.md"));
}

#[test]
fn the_examples_of_every_help_work() {
    let sandbox = Sandbox::new();
    let help = sandbox.run("morgue --help").out;
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let names: Vec<&str> = commands
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() >= 14, "{names:?}");
    let mut lines = Vec::new();
    let mut pages = vec![help.clone()];
    pages.extend(names.iter().map(|name| sandbox.run(&format!("morgue {name} --help")).out));
    for page in &pages {
        let Some((_, examples)) = page.split_once("Example") else { panic!("no example in\n{page}") };
        let found: Vec<String> =
            examples.lines().skip(1).filter(|l| l.starts_with("  ")).map(|l| l.trim().to_owned()).collect();
        assert!(!found.is_empty(), "no example in\n{page}");
        // The reader of a manual wants a terminal.
        lines.extend(found.into_iter().filter(|line| !line.contains("man -l")));
    }
    run_all(&lines);
}
