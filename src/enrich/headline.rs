//! A headline for copy that came without one: its first sentence, cut and marked as derived.
//!
//! What stands before the first sentence of wire copy is no part of it: bylines, notes to editors,
//! the dateline.

use super::Pass;
use crate::sentences::sentences;
use crate::story::{Caption, Heads, Story};

/// The row of this pass.
pub const PASS: Pass =
    Pass { name: "headline", about: "headline from the first sentence where there is none", version: 2, run };

/// Bytes of a headline that a document states: what goes on longer is text in its place.
const LONGEST: usize = 4000;

/// Characters of a derived headline, the `…` of a cut one not counted.
const LIMIT: usize = 90;

/// Bytes of the lead that are searched for the end of its first sentence.
const SEARCHED: usize = 2000;

fn run(story: &mut Story) {
    if story.headline.len() > LONGEST {
        shorten(story);
    }
    if !story.headline.trim().is_empty() {
        return;
    }
    let heads = Heads::of(&story.sections);
    let lead = story
        .paragraphs()
        .filter(|(span, _)| !heads.begin_in(*span))
        .map(|(_, text)| text)
        .find(|text| !leads_in(text));
    let Some(lead) = lead else { return };
    let copy = after_dateline(story, lead);
    let headline = cut(first_sentence(copy));
    story.headline_derived = !headline.is_empty();
    story.headline = headline;
}

/// What is too long for a headline goes on as a caption: it is found there, and nothing moves in the body.
fn shorten(story: &mut Story) {
    let most = (0..=LONGEST).rev().find(|at| story.headline.is_char_boundary(*at)).unwrap_or(0);
    let end = story.headline[..most].rfind(char::is_whitespace).unwrap_or(most);
    let rest = story.headline.split_off(end);
    let moved = rest.trim().to_owned();
    story.note("headline-cut", None, format!("{} more bytes of it stand as a caption", moved.len()));
    story.captions.push(Caption { text: moved, credit: None });
}

/// Bylines, advisories and rules stand before the copy.
fn leads_in(paragraph: &str) -> bool {
    let starts = |word: &str| paragraph.get(..word.len()).is_some_and(|p| p.eq_ignore_ascii_case(word));
    let short = paragraph.len() <= 80 && !paragraph.ends_with(['.', '!', '?', '”', '"']);
    (short && starts("by "))
        || ["eds:", "^eds", "editor's note", "editors:", "(eds", "image:", "photo:"].iter().any(|w| starts(w))
        || (paragraph.starts_with('(') && paragraph.ends_with(')'))
        || !paragraph.contains(char::is_alphabetic)
}

/// The copy behind the dateline and its separator.
fn after_dateline<'t>(story: &Story, lead: &'t str) -> &'t str {
    let raw = story.dateline.as_ref().map_or("", |d| d.raw.as_str());
    match lead.find(raw).filter(|&at| at < 40 && !raw.is_empty()) {
        Some(at) => lead[at + raw.len()..].trim_start_matches(['-', '–', '—', '_', '.', ':', ' ', '\n']),
        None => lead,
    }
}

fn first_sentence(copy: &str) -> &str {
    let end = copy.char_indices().map(|(at, _)| at).take_while(|&at| at < SEARCHED).last();
    let head = end.map_or("", |end| if copy.len() < SEARCHED { copy } else { &copy[..end] });
    sentences(head).first().map_or(head, |span| span.of(head)).trim()
}

/// One line, at most [`LIMIT`] characters, cut between words.
fn cut(sentence: &str) -> String {
    let mut line = String::with_capacity(LIMIT + 8);
    let mut length = 0;
    for word in sentence.split_whitespace() {
        let more = word.chars().count() + usize::from(length > 0);
        if length + more > LIMIT {
            if length == 0 {
                line.extend(word.chars().take(LIMIT));
            }
            let kept = line.trim_end_matches([',', ';', ':', '-', '–', '—', '(']).len();
            line.truncate(kept);
            line.push('…');
            return line;
        }
        if length > 0 {
            line.push(' ');
        }
        line.push_str(word);
        length += more;
    }
    let stop = line.ends_with('.') && !line.ends_with("..") && line.matches('.').count() == 1;
    if stop {
        line.pop();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Dateline;

    fn derived(body: &str, dateline: &str) -> String {
        let dateline =
            (!dateline.is_empty()).then(|| Dateline { raw: dateline.into(), ..Dateline::default() });
        let mut story = Story { body: body.into(), dateline, ..Story::default() };
        run(&mut story);
        assert_eq!(story.headline_derived, !story.headline.is_empty());
        story.headline
    }

    #[test]
    fn first_sentence_without_what_stands_before_it() {
        for (body, dateline, headline) in [
            ("The ferry sank. Nobody died.", "", "The ferry sank"),
            (
                "By Jane Sample\n\n(Adds quotes)\n\nOXTOWN (AP) — The ferry sank.",
                "OXTOWN (AP)",
                "The ferry sank",
            ),
            ("Eds: UPDATES throughout.\n\nThe U.S. ferry sank.", "", "The U.S. ferry sank."),
            ("---\n\n***", "", ""),
            ("", "", ""),
        ] {
            assert_eq!(derived(body, dateline), headline, "{body}");
        }
    }

    #[test]
    fn long_sentences_are_cut_between_words() {
        let headline = derived(&"ferries sink, ".repeat(20), "");
        assert!(headline.ends_with("sink…") && headline.chars().count() <= LIMIT + 1, "{headline}");
        assert_eq!(derived(&"é".repeat(5000), "").chars().count(), LIMIT + 1);
    }

    #[test]
    fn a_given_headline_stays() {
        let mut story = Story { headline: "Given".into(), body: "Other.".into(), ..Story::default() };
        run(&mut story);
        assert_eq!((story.headline.as_str(), story.headline_derived), ("Given", false));
    }
}
