//! The real NITF files of the shared research material: every one ends as a story with a headline,
//! a date and clean text, or as an empty form. Skips with a reason when the material is absent.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use morgue::date::wire::Hints;
use morgue::error::Error;
use morgue::readers::{self, Outcome, Sink};
use morgue::story::Story;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

#[derive(Default)]
struct Kept(Vec<Story>, Vec<Error>);

impl Sink for Kept {
    fn story(&mut self, story: Story) -> ControlFlow<()> {
        self.0.push(story);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, error: Error) {
        self.1.push(error);
    }
}

#[test]
fn every_file_is_a_story_or_an_empty_form() {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder =
        std::env::var_os("MORGUE_SHARED").map_or(default, PathBuf::from).join("formats").join("nitf");
    if !folder.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "no real files at {}", folder.display());
        println!("skipped: no real files at {}", folder.display());
        return;
    }
    let (mut stories, mut forms) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let mut kept = Kept::default();
        let outcome = readers::read(name, &mut &bytes[..], None, &Hints::default(), &mut kept).unwrap();
        assert!(kept.1.is_empty(), "{name}: {:?}", kept.1);
        match (outcome, &kept.0[..]) {
            (Outcome::Empty, []) => forms += 1,
            (Outcome::Read { format, .. }, [story]) => {
                assert_eq!(format.name, "nitf", "{name}");
                assert!(!story.headline.is_empty() && story.published.is_some(), "{name}: {story:?}");
                assert!(
                    !story.body.is_empty() && !story.body.contains(['<', '\t']),
                    "{name}: {}",
                    story.body
                );
                assert!(!story.body.ends_with("ends"), "{name}: the sign-off is no text");
                stories += 1;
            }
            _ => panic!("{name}: {} stories", kept.0.len()),
        }
    }
    assert!(stories >= 11 && forms <= 1, "{stories} stories, {forms} empty forms");
}
