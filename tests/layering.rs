//! Imports point one way: every `crate::x` under `src/y` goes to a lower level, or stays in its folder.
//! The levels are those of `ARCHITECTURE.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use std::path::{Path, PathBuf};

/// Level 0 is one room: its modules may name each other.
const LEVELS: &[(&str, u8)] = &[
    ("error", 0),
    ("span", 0),
    ("date", 0),
    ("story", 0),
    ("fields", 0),
    ("sentences", 0),
    ("sanitize", 0),
    ("spelling", 0),
    ("source", 1),
    ("query", 1),
    ("enrich", 1),
    ("readers", 2),
    ("index", 2),
    ("ingest", 3),
    ("engine", 3),
    ("search", 4),
    ("output", 5),
    ("cli", 6),
    ("main", 7),
    ("lib", 7),
];

fn level(module: &str) -> Option<u8> {
    LEVELS.iter().find(|(name, _)| *name == module).map(|(_, level)| *level)
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The modules named by `crate::module` or inside `use crate::{a, b::c}` in a source text.
fn named_modules(text: &str) -> Vec<String> {
    let mut named = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + 7..];
        match rest.strip_prefix('{') {
            Some(list) => named.extend(top_level_items(list)),
            None => named.push(rest.to_owned()),
        }
    }
    let first = |n: String| n.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    named.into_iter().map(first).collect()
}

/// The comma-separated items of a braced list, nested braces kept whole.
fn top_level_items(list: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut depth = 0;
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(String::new());
                continue;
            }
            _ => {}
        }
        items.last_mut().unwrap().push(c);
    }
    items
}

#[test]
fn imports_point_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    let mut wrong = Vec::new();
    let mut arrows = 0;
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = first.trim_end_matches(".rs");
        let own =
            level(module).unwrap_or_else(|| panic!("{module} has no level: add it here and to the map"));
        let text = std::fs::read_to_string(&file).unwrap();
        for named in named_modules(&text) {
            let Some(target) = level(&named) else { continue };
            arrows += 1;
            let sideways_or_up = named != module && target >= own && !(target == 0 && own == 0);
            if sideways_or_up {
                wrong.push(format!("{}: level {own} names crate::{named}, level {target}", inside.display()));
            }
        }
    }
    assert!(arrows > 50, "the scan finds the imports");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_index_and_engine_name_the_search_library() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        if inside.starts_with("index") || inside.starts_with("engine") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        for (n, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            assert!(!code.contains("tantivy::"), "{}:{}", inside.display(), n + 1);
        }
    }
}
