//! A hint is a promise: each thing that a query that finds nothing is said to find otherwise is typed, and finds it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod sandbox;

use sandbox::Sandbox;

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The commands that a line of `explain` suggests instead of a query with its flags, and what they find.
fn suggested(line: &str, query: &str, flags: &str) -> Option<(String, u64)> {
    let (change, finds) = line.trim().rsplit_once(" would find ")?;
    let finds = finds.replace(',', "").parse().unwrap();
    let ticked = |text: &str| text.split('`').nth(1).unwrap().to_owned();
    let command = if change.starts_with("without ") {
        let flag = ticked(change);
        assert!(flags.contains(&flag), "{flag} was not typed: {flags}");
        format!("{} {}", flags.replace(&flag, ""), quoted(query))
    } else if change.starts_with("with ") {
        let flag = ticked(change);
        assert!(!flags.contains(&flag), "{flag} is there already");
        format!("{flags} {flag} {}", quoted(query))
    } else {
        let other = change.strip_prefix('`').and_then(|change| change.strip_suffix('`')).unwrap();
        assert_ne!(other, query);
        format!("{flags} {}", quoted(other))
    };
    Some((command, finds))
}

#[test]
fn every_hint_holds() {
    let sandbox = Sandbox::new();
    sandbox.run("morgue index corpus --quiet");
    let mut held = 0;
    for query in [
        "dam in August 1987",
        "who built the opera in 1968",
        "ferry heron opera",
        "\"opera lost\" date:1968",
        "exact:Lake date:*-06",
        "headline:exact:Lake -dam lighthouse",
        "oprea",
        "(opera OR dam) wombats",
        "tamsar NEAR/1 engineer",
        "atleast9(dam) drought",
        "which heron took the ferry?",
        "what is new in March 1987",
    ] {
        for flags in [
            "",
            "--any",
            "--from 1987 --to 1988",
            "--person smith",
            "--person smith --person jones --desk business",
            "--any --on 1968 --place fez",
            "--all-versions --lang fr",
            "--spelling exact --person Qadhafi",
            "--country MA --status usable",
        ] {
            let explained = sandbox.run(&format!("morgue explain {flags} {}", quoted(query)));
            assert_eq!(explained.code, 0, "{query} {flags}: {}", explained.err);
            for line in explained.out.lines() {
                if line.contains(" nothing by ") {
                    for clause in line.split('`').skip(1).step_by(2) {
                        let counted = sandbox.run(&format!("morgue count --quiet {}", quoted(clause)));
                        assert_eq!(counted.out.trim(), "0", "{query} {flags}: {line}: {}", counted.err);
                    }
                }
                let Some((command, finds)) = suggested(line, query, flags) else { continue };
                let counted = sandbox.run(&format!("morgue count --quiet {command}"));
                assert_eq!(counted.out.trim(), finds.to_string(), "{query} {flags}: {line}: {command}");
                held += 1;
            }
        }
    }
    assert!(held > 70, "only {held} hints");
}
