//! What a person sees on a terminal: a page of hits closes with how many there are, hints stand where nothing is found,
//! and a manual page is shown as one. `script` makes the terminal; without it these tests say so and pass.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod sandbox;

use sandbox::Sandbox;

/// What a command shows on a terminal, out and err together; `None` where none can be made.
fn shown(sandbox: &Sandbox, line: &str) -> Option<String> {
    let probe = sandbox.run("script -qec 'test -t 1 && echo yes' /dev/null");
    if probe.out.trim() != "yes" {
        println!("skipped: `script` makes no terminal here");
        return None;
    }
    let given = sandbox.run(&format!("MANPAGER=cat PAGER=cat TERM=xterm script -qec \"{line}\" /dev/null"));
    assert!(given.err.is_empty() && given.code < 2, "{line}: {}", given.err);
    Some(given.out.replace('\r', ""))
}

#[test]
fn the_last_line_is_how_many_there_are() {
    let sandbox = Sandbox::new();
    sandbox.run("morgue index corpus --quiet");
    let Some(seen) = shown(&sandbox, "morgue search ferry -n 1 --color never") else { return };
    assert_eq!(seen.lines().last().unwrap(), "1 of 5; 2 hidden (--all-versions)", "{seen}");
    let coloured = shown(&sandbox, "morgue search ferry -n 1 --color always").unwrap();
    assert!(
        coloured.trim_end().ends_with("\u{1b}[2m1 of 5; 2 hidden (--all-versions)\u{1b}[0m"),
        "{coloured}"
    );
    let quiet = shown(&sandbox, "morgue search ferry -n 1 --color never --quiet").unwrap();
    assert!(!quiet.contains(" of 5"), "{quiet}");
    let ids = shown(&sandbox, "morgue search ferry -n 1 --format ids").unwrap();
    assert_eq!(ids.trim(), "NAP950718-0040");
}

#[test]
fn hints_stand_where_nothing_is_found() {
    let sandbox = Sandbox::new();
    sandbox.run("morgue index corpus --quiet");
    let Some(seen) = shown(&sandbox, "morgue search 'coin toss in December 1982'") else { return };
    assert!(seen.starts_with("nothing found\n"), "{seen}");
    assert!(seen.contains("\n  `coin toss date:1982-12` would find 1\n"), "{seen}");
    let quiet = shown(&sandbox, "morgue search 'coin toss in December 1982' --quiet").unwrap();
    assert_eq!(quiet, "");
}

#[test]
fn a_manual_page_is_shown_as_one() {
    let sandbox = Sandbox::new();
    let Some(seen) = shown(&sandbox, "morgue man search") else { return };
    assert!(!seen.contains(".TH") && !seen.contains("\\fB"), "{seen}");
    assert!(seen.contains("ranked hits with snippets"), "{seen}");
    // Without `man`, too: nothing else is on the path.
    let bin = env!("CARGO_BIN_EXE_morgue");
    let bare = shown(&sandbox, &format!("env PATH=/nowhere {bin} man search")).unwrap();
    assert!(!bare.contains(".TH") && bare.contains("Usage:"), "{bare}");
}
