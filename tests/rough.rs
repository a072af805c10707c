//! Interrupts, lost power, failing system calls and bit rot, in short: the harnesses of `tests/tools`, a few rounds of each with the binary under test.
//!
//! By hand they run long: `python3 tests/tools/interrupts.py target/release/morgue`. Each prints `N passed, M failed` last.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use std::path::Path;
use std::process::{Command, Stdio};

/// Does a program run here?
fn runs(command: &[&str]) -> bool {
    let (program, args) = command.split_first().unwrap();
    let status = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Runs a harness, unless what it needs is missing.
fn harness(script: &str, args: &[&str], needs: &[&str]) {
    if !runs(&["python3", "--version"]) {
        assert!(std::env::var_os("CI").is_none(), "python3 is missing, and {script} needs it");
        println!("skipped: {script} needs python3");
        return;
    }
    if !needs.is_empty() && !runs(needs) {
        // A compiler can be had anywhere; tracing may be forbidden.
        assert!(
            std::env::var_os("CI").is_none() || needs[0] == "strace",
            "`{}` is missing, and {script} needs it",
            needs[0]
        );
        println!("skipped: {script} needs `{}` to work", needs.join(" "));
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools").join(script);
    let ended = Command::new("python3")
        .arg("-B")
        .arg(path)
        .arg(env!("CARGO_BIN_EXE_morgue"))
        .args(args)
        .env_remove("MORGUE_INDEX")
        .env_remove("MORGUE_QUERIES")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(
        ended.status.success() && said.trim_end().ends_with(" 0 failed"),
        "{script}: {}\n{said}{}",
        ended.status,
        String::from_utf8_lossy(&ended.stderr)
    );
}

#[test]
fn interrupted_anywhere_every_source_answers_in_its_old_or_new_form() {
    harness("interrupts.py", &["--rounds", "24", "--seed", "12", "--small"], &[]);
}

#[test]
fn without_power_anywhere_the_last_commit_answers_or_the_one_before() {
    harness(
        "power_loss.py",
        &["--rounds", "12", "--seed", "12", "--small"],
        &["strace", "-o", "/dev/null", "true"],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_failing_system_call_is_an_error_that_says_so_or_a_whole_answer() {
    harness("faults.py", &["--sample", "2"], &["cc", "--version"]);
}

#[test]
fn damaged_bytes_never_answer() {
    harness("bit_rot.py", &["--rounds", "40"], &[]);
}
