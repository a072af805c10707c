//! The real NewsML files of the shared research material, of both generations: every one is read
//! without a complaint, or is no story and says what it is instead.

use super::{Kept, shared};
use morgue::date::wire::Hints;
use morgue::readers::{self, Outcome};
use morgue::story::{Kind, Status, Story};

/// Every file of a folder: its name, what was said of it, its stories.
fn files(format: &str) -> Option<Vec<(String, String, Vec<Story>)>> {
    let folder = shared("formats")?.join(format);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = std::fs::read(&path).unwrap();
        let mut kept = Kept::default();
        let outcome = readers::read(&name, &mut &bytes[..], None, &Hints::default(), &mut kept).unwrap();
        assert!(kept.problems.is_empty(), "{name}: {:?}", kept.problems);
        let said = match outcome {
            Outcome::Read { format: read, .. } => {
                assert_eq!(read.name, format, "{name}");
                String::new()
            }
            Outcome::NotAStory(what) => what,
            Outcome::Empty => panic!("{name}: nobody says what it is"),
        };
        files.push((name, said, kept.stories));
    }
    Some(files)
}

fn check(name: &str, story: &Story) {
    assert!(story.published.is_some(), "{name}: {story:?}");
    let noted = |code: &str| story.notes.iter().any(|note| note.code == code);
    assert!(!story.headline.is_empty() || noted("no-headline"), "{name}: {story:?}");
    assert!(!story.id.is_empty() || noted("no-id"), "{name}: {story:?}");
    for text in [&story.body, &story.headline] {
        assert!(!text.contains("</") && !text.contains("<!--") && !text.contains('\t'), "{name}: {text}");
    }
    if let Some(dateline) = &story.dateline {
        assert!(dateline.raw.contains(char::is_alphabetic) && !dateline.raw.ends_with(['-', '–']), "{name}");
    }
}

#[test]
fn news_of_g2_reads_and_the_rest_has_a_name() {
    let Some(files) = files("newsml-g2") else { return };
    let (mut stories, mut others, mut embargoed, mut right, mut wrong) = (0, 0, 0, 0, 0);
    for (name, said, found) in &files {
        found.iter().for_each(|story| check(name, story));
        stories += found.len();
        embargoed += found.iter().filter(|story| story.embargo.is_some()).count();
        assert!(
            found.is_empty() != said.is_empty() && (said.is_empty() || said.contains("NewsML-G2")),
            "{name}: {said}"
        );
        others += usize::from(!said.is_empty());
        // What the standard's own tests call wrong is no story, or has a note.
        let noted = |story: &Story| story.notes.iter().any(|note| note.code == "not-valid");
        if name.contains("should_fail") {
            wrong += 1;
            assert!(found.iter().all(noted), "{name}");
        }
        // What they call right is read without a complaint, or is no story by name.
        if name.contains("should_pass") {
            right += 1;
            assert!(!found.iter().any(noted), "{name}");
        }
        for story in found.iter().filter(|story| name.contains("dpa-sample") && story.kind == Kind::Story) {
            assert_eq!(story.agency.as_deref(), Some("dpa"), "{name}");
            assert!(!story.body.is_empty() && !story.body.contains("Notizblock"), "{name}: {}", story.body);
        }
    }
    let killed = files.iter().flat_map(|(.., found)| found).filter(|story| story.status == Status::Killed);
    assert!(stories >= 163 && others >= 86 && embargoed >= 37, "{stories} {others} {embargoed}");
    assert!(killed.count() >= 1);
    assert!(right >= 66 && wrong >= 6, "{right} tests that should pass, {wrong} that should fail");
}

#[test]
fn news_of_newsml_1_reads() {
    let Some(files) = files("newsml-1") else { return };
    let mut datelines = 0;
    for (name, said, found) in &files {
        found.iter().for_each(|story| check(name, story));
        assert!(!found.is_empty() || said.contains("NewsML 1"), "{name}: {said}");
        for story in found.iter().filter(|story| story.agency.as_deref() == Some("AFP")) {
            assert!(!story.body.is_empty() && story.lang.is_some() && story.version.is_some(), "{name}");
        }
        datelines += found.iter().filter(|story| story.dateline.is_some()).count();
    }
    let stories: usize = files.iter().map(|(.., found)| found.len()).sum();
    assert!(stories >= 67 && datelines >= 38, "{stories} {datelines}");
}
