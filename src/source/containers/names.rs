//! Names of members: labels, never paths to write to; safe to show, and no two alike.

use std::collections::HashSet;
use xxhash_rust::xxh3::xxh3_64;

/// A stored name as a relative path: `/` between parts, no root, drive, `.` or `..`, no controls.
pub(super) fn safe(stored: &str) -> String {
    let mut safe = String::with_capacity(stored.len());
    let unrooted = match stored.as_bytes() {
        [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic() => &stored[2..],
        _ => stored,
    };
    for part in unrooted.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")) {
        if !safe.is_empty() {
            safe.push('/');
        }
        safe.extend(part.chars().map(|c| if c.is_control() { '_' } else { c }));
    }
    if safe.is_empty() {
        safe.push_str("unnamed");
    }
    safe
}

/// The member is no story: hidden, or what macOS adds to archives. As on disk.
pub(super) fn is_hidden(safe: &str) -> bool {
    safe.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

/// The path of a member inside the archive `around`.
pub(super) fn inside(around: Option<&str>, name: &str) -> String {
    match around {
        Some(around) => format!("{around}/{name}"),
        None => name.to_owned(),
    }
}

/// The part after the last `/`.
pub(super) fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `path`, or if it was seen before (a tar may hold a name twice) `path~2`, `path~3` …
pub(super) fn unique(path: String, seen: &mut HashSet<u64>) -> String {
    if seen.insert(xxh3_64(path.as_bytes())) {
        return path;
    }
    let mut number = 2_u64;
    loop {
        let other = format!("{path}~{number}");
        if seen.insert(xxh3_64(other.as_bytes())) {
            return other;
        }
        number += 1;
    }
}

/// A name without its ending: `a.txt.gz` is `a.txt`, `day.tgz` is `day.tar`.
pub(super) fn without_ending(name: &str, endings: &[(&str, &str)]) -> String {
    for (ending, instead) in endings {
        let Some(cut) = name.len().checked_sub(ending.len()).filter(|cut| *cut > 0) else { continue };
        if name.get(cut..).is_some_and(|tail| tail.eq_ignore_ascii_case(ending)) {
            return format!("{}{instead}", &name[..cut]);
        }
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_safe() {
        for (stored, want) in [
            ("a/b.txt", "a/b.txt"),
            ("./2007/a.txt", "2007/a.txt"),
            ("../../etc/passwd", "etc/passwd"),
            ("/etc/passwd", "etc/passwd"),
            ("C:\\wire\\a.txt", "wire/a.txt"),
            ("a//b", "a/b"),
            ("a\x1b[2Jb", "a_[2Jb"),
            ("NUL", "NUL"),
            ("..", "unnamed"),
        ] {
            assert_eq!(safe(stored), want, "{stored:?}");
        }
    }

    #[test]
    fn doubles_get_a_number() {
        let mut seen = HashSet::new();
        let names = ["a", "a", "a~2", "a"].map(|n| unique(n.to_owned(), &mut seen));
        assert_eq!(names, ["a", "a~2", "a~2~2", "a~3"]);
    }

    #[test]
    fn endings_go() {
        let endings = &[(".tgz", ".tar"), (".gz", "")];
        for (name, want) in [("a.sgm.gz", "a.sgm"), ("a.TGZ", "a.tar"), (".gz", ".gz"), ("é", "é")] {
            assert_eq!(without_ending(name, endings), want);
        }
    }
}
