//! Every reader against its fixtures: `tests/readers/<format>/…/<case>.<ext>` and, beside it,
//! `<case>.story.json`, the stories that come out. `UPDATE_GOLDEN=1 cargo test --test readers`
//! rewrites the expectations; read the diff before you keep it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

#[path = "fuzz/src/sound.rs"]
mod sound;

use morgue::date::wire::Hints;
use morgue::error::Error;
use morgue::readers::{self, FORMATS, Outcome, Sink};
use morgue::story::Story;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

#[derive(Default)]
struct Kept {
    stories: Vec<Story>,
    problems: Vec<Error>,
}

impl Sink for Kept {
    fn story(&mut self, story: Story) -> ControlFlow<()> {
        self.stories.push(story);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, error: Error) {
        self.problems.push(error);
    }
}

struct Fixture {
    /// Folder below `tests/readers`.
    format: String,
    /// Path below that folder: what a reader is told.
    name: String,
    disk: PathBuf,
    bytes: Vec<u8>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers")
}

fn fixtures() -> Vec<Fixture> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(root()).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        if entry.file_type().is_file() && !path.ends_with(".story.json") {
            let (format, name) = path.split_once('/').expect("fixtures stand in the folder of their format");
            let bytes = std::fs::read(entry.path()).unwrap();
            found.push(Fixture {
                format: format.into(),
                name: name.into(),
                disk: entry.path().into(),
                bytes,
            });
        }
    }
    assert!(!found.is_empty(), "no fixtures");
    found
}

fn read(name: &str, mut bytes: &[u8]) -> (Option<Outcome>, Kept) {
    let mut kept = Kept::default();
    let outcome = readers::read(name, &mut bytes, None, &Hints::default(), &mut kept);
    if let Err(error) = &outcome {
        kept.problems.push(error.clone());
    }
    (outcome.ok(), kept)
}

fn as_json(kept: &Kept) -> Value {
    let mut items = Vec::new();
    for story in &kept.stories {
        let mut item = serde_json::to_value(story).unwrap();
        if let Some(member) = &story.source.member {
            item["member"] = json!(member);
        }
        items.push(item);
    }
    items.extend(
        kept.problems.iter().map(|error| json!({ "problem": error.to_string(), "line": error.place.line })),
    );
    Value::Array(items)
}

#[test]
fn fixtures_read_as_expected() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let (_, kept) = read(&fixture.name, &fixture.bytes);
        let got = serde_json::to_string_pretty(&as_json(&kept)).unwrap() + "\n";
        let golden = fixture.disk.with_extension("story.json");
        if update {
            std::fs::write(&golden, &got).unwrap();
        } else if std::fs::read_to_string(&golden).unwrap_or_default() != got {
            wrong.push(format!("{}\n{got}", fixture.disk.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn content_tells_the_format() {
    for fixture in fixtures() {
        let (outcome, _) = read(&fixture.name, &fixture.bytes);
        let got = match &outcome {
            Some(Outcome::Read { format, .. }) => format.name,
            Some(Outcome::Empty) => "empty",
            Some(Outcome::NotAStory(_)) => "not-a-story",
            None => "error",
        };
        assert_eq!(got, fixture.format, "{}", fixture.name);
    }
}

/// Holds a story to the rules that the fuzz targets hold theirs to.
fn check(story: &Story, what: &str) {
    if let Some(fault) = sound::fault(story) {
        panic!("{what}: {fault}");
    }
}

#[test]
fn whole_cut_and_damaged_files_give_sound_stories() {
    for fixture in fixtures() {
        let check_all = |bytes: &[u8], what: &str| {
            for story in &read(&fixture.name, bytes).1.stories {
                check(story, &format!("{} {what}", fixture.disk.display()));
            }
        };
        check_all(&fixture.bytes, "whole");
        for end in (0..fixture.bytes.len()).step_by(64) {
            check_all(&fixture.bytes[..end], &format!("cut at {end}"));
        }
        let mut damaged = fixture.bytes.clone();
        for (n, at) in (0..damaged.len()).step_by(61).enumerate() {
            let whole = damaged[at];
            damaged[at] = [0x00, 0xff, b'\n', 0x80, b'<', b':', 0x1b, b'#'][n % 8];
            check_all(&damaged, &format!("byte {at} changed"));
            damaged[at] = whole;
        }
    }
}

#[test]
fn formats_have_names_of_their_own_and_fixtures() {
    let mut names = BTreeSet::new();
    for format in FORMATS {
        assert!(names.insert(format.name), "{} twice", format.name);
        assert!(readers::by_name(format.name).is_some());
        assert!(format.version > 0 && !format.about.is_empty());
    }
    let tested: BTreeSet<String> = fixtures().into_iter().map(|f| f.format).collect();
    for format in FORMATS {
        assert!(tested.contains(format.name), "no fixture of {}", format.name);
    }
}

/// The fields of [`Story`] that `Format::carries` may name, and when a golden has one.
fn stated(story: &Value) -> BTreeSet<String> {
    let fields = story.as_object().unwrap();
    let has = |name: &str| match name {
        "status" => fields["status"] != "usable",
        "kind" => fields["kind"] != "story",
        "id" | "headline" => fields[name] != "",
        "desk" => fields.contains_key("desk_raw"),
        _ => fields.contains_key(name),
    };
    let names = "id version kind status embargo headline byline dateline published updated agency people places \
        organisations keywords desk slug lang sections captions urgency copyright url";
    names.split_whitespace().filter(|name| has(name)).map(str::to_owned).collect()
}

#[test]
fn formats_carry_what_their_rows_say_and_fixtures_show_each_field() {
    for format in FORMATS {
        let mut shown = BTreeSet::new();
        for fixture in fixtures().iter().filter(|fixture| fixture.format == format.name) {
            for story in as_json(&read(&fixture.name, &fixture.bytes).1).as_array().unwrap() {
                let of_fixture = if story.get("problem").is_some() { BTreeSet::new() } else { stated(story) };
                for field in &of_fixture {
                    let row = format.carries.contains(&field.as_str());
                    assert!(row, "{}: {} has `{field}`, its row has not", format.name, fixture.name);
                }
                shown.extend(of_fixture);
            }
        }
        for field in format.carries {
            assert!(shown.contains(*field), "{}: no fixture has `{field}`, which its row names", format.name);
        }
        assert_eq!(format.carries.len(), shown.len(), "{}: a field stands twice", format.name);
    }
}

#[test]
fn a_forced_format_is_not_guessed() {
    let mut kept = Kept::default();
    let text = readers::by_name("text").unwrap();
    let mut bytes = &b"{\"headline\": \"Not JSON to us\"}\n"[..];
    let outcome = readers::read("x.json", &mut bytes, Some(text), &Hints::default(), &mut kept).unwrap();
    assert!(matches!(outcome, Outcome::Read { format, .. } if format.name == "text"));
    assert_eq!(kept.stories.len(), 1);
}
