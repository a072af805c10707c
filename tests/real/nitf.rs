//! The real NITF files of the shared research material: every one ends as a story with a headline,
//! a date and clean text, or as an empty form.

use super::{Kept, shared};
use morgue::date::wire::Hints;
use morgue::readers::{self, Outcome};

#[test]
fn every_file_is_a_story_or_an_empty_form() {
    let Some(folder) = shared("formats/nitf") else { return };
    let (mut stories, mut forms) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let mut kept = Kept::default();
        let outcome = readers::read(name, &mut &bytes[..], None, &Hints::default(), &mut kept).unwrap();
        assert!(kept.problems.is_empty(), "{name}: {:?}", kept.problems);
        match (outcome, &kept.stories[..]) {
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
            _ => panic!("{name}: {} stories", kept.stories.len()),
        }
    }
    assert!(stories >= 11 && forms <= 1, "{stories} stories, {forms} empty forms");
}
