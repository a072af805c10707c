//! The last thing that happens to a story before it leaves the readers: whatever the reader let through,
//! no field holds a control character, the headline is one line and the body starts and ends with copy.
//!
//! Readers turn tabs and line ends into what they mean in their format; this is the gate behind them, and
//! knows no format. It keeps lengths, so that spans stay true.

use crate::span::Span;
use crate::story::Story;

/// Makes the texts of `story` sound: a control character becomes a space of the same length.
pub fn make_sound(story: &mut Story) {
    for text in texts(story) {
        mend(text, false);
    }
    mend(&mut story.headline, true);
    mend(&mut story.body, false);
    if story.body.starts_with('\n') || story.body.ends_with('\n') {
        trim_body(story);
    }
}

/// All texts of a story but headline and body.
fn texts(story: &mut Story) -> impl Iterator<Item = &mut String> {
    let some = [
        &mut story.version,
        &mut story.slug,
        &mut story.urgency,
        &mut story.lang,
        &mut story.url,
        &mut story.agency,
        &mut story.byline,
        &mut story.copyright,
    ];
    let many = [&mut story.desk_raw, &mut story.places, &mut story.organisations, &mut story.keywords];
    let people =
        story.people.iter_mut().flat_map(|person| person.titles.iter_mut().chain([&mut person.name]));
    let captions = story.captions.iter_mut().flat_map(|c| c.credit.iter_mut().chain([&mut c.text]));
    some.into_iter()
        .flatten()
        .chain(many.into_iter().flatten())
        .chain(people)
        .chain(captions)
        .chain(story.sections.iter_mut().map(|section| &mut section.title))
        .chain(story.dateline.iter_mut().map(|line| &mut line.raw))
        .chain(story.notes.iter_mut().map(|note| &mut note.text))
        .chain(
            [&mut story.published, &mut story.updated, &mut story.embargo]
                .into_iter()
                .flatten()
                .map(|at| &mut at.raw),
        )
        .chain([&mut story.id])
}

fn mend(text: &mut String, one_line: bool) {
    let strange = |c: char| c.is_control() && (one_line || c != '\n');
    // C1 controls begin with this byte in UTF-8; nearly all texts have neither.
    let suspect = |byte: u8| ((byte < b' ') & (one_line | (byte != b'\n'))) | (byte == 0x7f) | (byte == 0xc2);
    // Without a way out inside a chunk a processor looks at many bytes at a time.
    let any = |chunk: &[u8]| chunk.iter().fold(false, |any, byte| any | suspect(*byte));
    if text.as_bytes().chunks(128).any(any) && text.chars().any(strange) {
        let space = |c: char| match c {
            c if !strange(c) => c,
            c if c.len_utf8() == 1 => ' ',
            _ => '\u{a0}',
        };
        *text = text.chars().map(space).collect();
    }
    if one_line && text.trim().len() != text.len() {
        *text = text.trim().to_owned();
    }
}

/// Takes the empty lines around the body away; spans move with it.
fn trim_body(story: &mut Story) {
    let start = story.body.len() - story.body.trim_start_matches('\n').len();
    story.body = story.body.trim_matches('\n').to_owned();
    let end = story.body.len();
    let moved = |span: Span| Span {
        start: span.start.saturating_sub(start).min(end),
        end: span.end.saturating_sub(start).min(end),
    };
    for section in &mut story.sections {
        section.span = moved(section.span);
    }
    for mention in story.people.iter_mut().flat_map(|person| &mut person.mentions) {
        *mention = moved(*mention);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Section;

    #[test]
    fn control_characters_become_spaces_of_their_length() {
        let mut story = Story {
            headline: "\tHarbour\nopens\u{85} ".into(),
            body: "\n\nOne\ttwo\u{85}\n\nSub\thead\n".into(),
            slug: Some("har\u{1b}bour".into()),
            ..Story::default()
        };
        let at = story.body.find("Sub").unwrap_or(0);
        story.sections.push(Section { title: "Sub\thead".into(), span: Span { start: at, end: at + 8 } });
        make_sound(&mut story);
        assert_eq!(story.headline, "Harbour opens");
        assert_eq!(story.body, "One two\u{a0}\n\nSub head");
        assert_eq!(story.slug.as_deref(), Some("har bour"));
        assert_eq!(story.sections[0].span.of(&story.body), story.sections[0].title);
    }
}
