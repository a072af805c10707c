//! Real files of wire JSON, read through the readers alone: every one has the outcome it should.

use super::{Kept, shared};
use morgue::date::wire::Hints;
use morgue::readers::{Outcome, read};
use std::path::{Path, PathBuf};

/// The JSON files of a folder of real ones, if it is there.
fn files(folder: &str) -> Option<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(shared("formats")?.join(folder))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "json"))
        .collect();
    files.sort();
    Some(files)
}

/// What became of a file: its format, `not-a-story` or `empty`; the stories are added.
fn outcome(file: &Path, all: &mut Kept) -> &'static str {
    let bytes = std::fs::read(file).unwrap();
    let outcome = read("item.json", &mut &bytes[..], None, &Hints::default(), all);
    match outcome.unwrap_or_else(|error| panic!("{}: {error}", file.display())) {
        Outcome::Read { format, .. } => format.name,
        Outcome::NotAStory(_) => "not-a-story",
        Outcome::Empty => "empty",
    }
}

fn check(all: &Kept) {
    for story in &all.stories {
        assert!(!story.headline.is_empty() && !story.id.is_empty(), "{story:?}");
        assert!(!story.body.contains("</") && !story.headline.contains("</"), "{}", story.id);
        for section in &story.sections {
            assert!(section.span.of(&story.body).starts_with(&section.title), "{}", story.id);
        }
    }
}

#[test]
fn ninjs() {
    let Some(files) = files("ninjs") else { return };
    let (mut all, mut read, mut passed) = (Kept::default(), 0, 0);
    for file in files {
        match outcome(&file, &mut all) {
            "ninjs" => read += 1,
            "not-a-story" => passed += 1,
            other => panic!("{}: {other}", file.display()),
        }
    }
    check(&all);
    // One item of the set has neither a headline nor a text; events and schemas are passed over.
    assert_eq!((read, passed, all.problems.len(), all.stories.len()), (42, 11, 1, 48));
}

#[test]
fn agencies() {
    let Some(files) = files("other") else { return };
    let (mut ap, mut dpa) = (Kept::default(), Kept::default());
    for file in files {
        let bytes = std::fs::read_to_string(&file).unwrap();
        if bytes.contains("\"digitalwires@") {
            assert_eq!(outcome(&file, &mut dpa), "dpa-digitalwires", "{}", file.display());
        } else if bytes.contains("\"api_version\"") {
            assert_eq!(outcome(&file, &mut ap), "ap-media-api", "{}", file.display());
        }
    }
    for all in [&ap, &dpa] {
        check(all);
        assert!(all.problems.is_empty(), "{:?}", all.problems);
        assert!(all.stories.iter().all(|story| story.published.is_some()));
    }
    assert_eq!((dpa.stories.len(), ap.stories.len()), (15, 11));
}
