//! What is text and what a code, where nobody knows what a key or an element means: shared by the formats that may carry
//! more than their reader knows. Knows no format.

use super::sgml::{next_tag, plain};
use crate::story::Story;
use std::collections::HashSet;

/// Words that make a stretch of an element or an item text: names of people, places and subjects have fewer.
const WORDS: usize = 5;

/// Stretches that are kept; of more, the words are counted.
const MOST: usize = 64;

/// Characters kept of one stretch of text that went to no field.
pub const LONGEST: usize = 2_000;

/// Does it read as text: at least so many words of three letters and more?
pub fn is_text(text: &str, least: usize) -> bool {
    let is_word =
        |word: &&str| !word.contains("://") && word.chars().filter(|c| c.is_alphabetic()).nth(2).is_some();
    // Some scripts set no spaces between words.
    let wide =
        || text.chars().filter(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')).nth(5);
    text.split(' ').filter(is_word).nth(least.saturating_sub(1)).is_some() || wide().is_some()
}

/// How many words a text has.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// What a story says; gathered when it is first asked for.
#[derive(Default)]
struct Said(Option<HashSet<String>>);

impl Said {
    /// Has the story all words of a text, in whatever field? The first may be a label that says what it is: `By`, `LEAD:`.
    fn has(&mut self, story: &Story, text: &str) -> bool {
        story.body.contains(text) || {
            let words = self.0.get_or_insert_with(|| all_words(story));
            letters(text).skip(1).all(|word| words.contains(&word))
        }
    }
}

/// Texts of one story that went to no field, on their way to its notes (code `unread-text`).
#[derive(Default)]
pub struct Unread {
    said: Said,
    found: Vec<(Option<u64>, String)>,
    passed_over: usize,
}

impl Unread {
    /// Looks at the text of an element or a key, and keeps it if it is text and not in the story.
    pub fn look(&mut self, story: &Story, line: Option<u64>, name: &str, text: &str) {
        if text.len() < WORDS {
            return;
        }
        let text = one_line(text);
        if !is_text(&text, WORDS) || self.said.has(story, &text) {
            return;
        }
        if self.found.len() == MOST {
            self.passed_over += words(&text);
            return;
        }
        let kept: String = text.chars().take(LONGEST).collect();
        self.passed_over += text.get(kept.len()..).map_or(0, words);
        self.found.push((line, format!("{name}: {kept}")));
    }

    /// Leaves the notes; `more` says of what the words are that are only counted.
    pub fn note(self, story: &mut Story, more: &str) {
        for (line, text) in self.found {
            story.note("unread-text", line, text);
        }
        if self.passed_over > 0 {
            story.note("unread-text", None, format!("{} more words {more}", self.passed_over));
        }
    }
}

/// A stretch of text as a reader sees it: on one line, without mark-up.
fn one_line(text: &str) -> String {
    let is_marked = text.contains('&') || next_tag(text, 0).is_some();
    let text = if is_marked { unmarked(text) } else { text.to_owned() };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text that holds mark-up, or did before it was escaped twice, as a reader sees it.
fn unmarked(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        kept.push(' ');
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    htmlize::unescape(plain(&kept)).into_owned()
}

/// Runs of letters and figures, in small letters.
fn letters(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()).map(str::to_lowercase)
}

/// All words of all fields and notes of a story.
fn all_words(story: &Story) -> HashSet<String> {
    let mut found: HashSet<String> = letters(&story.body).collect();
    let mut add = |text: &str| found.extend(letters(text));
    let one = [&story.byline, &story.agency, &story.copyright, &story.slug, &story.url];
    [&story.headline, &story.id].into_iter().chain(one.into_iter().flatten()).for_each(|text| add(text));
    let lists = [&story.desk_raw, &story.keywords, &story.places, &story.organisations];
    lists.into_iter().flatten().for_each(|text| add(text));
    story.dateline.iter().for_each(|dateline| add(&dateline.raw));
    story.captions.iter().for_each(|caption| {
        add(&caption.text);
        caption.credit.iter().for_each(|credit| add(credit));
    });
    story.people.iter().for_each(|person| add(&person.name));
    story.notes.iter().for_each(|note| add(&note.text));
    found
}
