//! Plain text without marks or dates: the BBC's stories, in folders of their desks.

use super::{Kept, shared};
use morgue::date::wire::Hints;
use morgue::readers::{Outcome, read};

#[test]
fn all_2225_plain_stories_of_bbc_news_read() {
    let Some(folder) = shared("corpora/bbc-news") else { return };
    let file = std::fs::File::open(folder.join("bbc-news.tar.gz")).unwrap();
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(file));
    let (mut stories, mut guessed) = (0, 0);
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_str().unwrap().trim_start_matches("./").to_owned();
        if !name.ends_with(".txt") {
            continue;
        }
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        let mut kept = Kept::default();
        let outcome = read(&name, &mut &bytes[..], None, &Hints::default(), &mut kept);
        assert!(matches!(&outcome, Ok(Outcome::Read { format, .. }) if format.name == "text"), "{name}");
        let [story] = &kept.stories[..] else { panic!("{name}: {} stories", kept.stories.len()) };
        assert!(kept.problems.is_empty(), "{name}: {:?}", kept.problems);
        assert!(!story.body.contains(|c: char| c.is_control() && c != '\n'), "{name}");
        let folder = name.rsplit('/').nth(1).unwrap();
        assert_eq!(story.desk_raw, [folder], "{name}");
        let text = morgue::source::decode::decode(&bytes, None).text;
        let first = text.lines().next().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(story.headline, first, "{name}");
        assert!(story.published.is_none(), "{name}: {:?}", story.published);
        stories += 1;
        guessed += usize::from(story.notes.iter().any(|note| note.code == "charset-guessed"));
    }
    assert_eq!((stories, guessed), (2225, 1));
}
