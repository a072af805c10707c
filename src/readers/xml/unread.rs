//! Text of an element that went to no field of its story: said in notes, element by element.
//!
//! Agencies add elements of their own, and no reader knows all of them; what reads as text is kept. Knows no format: it
//! asks the story whether it has the words.

use super::Element;
use super::walk::Step;
use crate::readers::sgml::{next_tag, plain};
use crate::readers::unread::{LONGEST, is_text, words};
use crate::story::Story;
use std::collections::HashSet;

/// Words that make a stretch of an element text: names of people, places and subjects have fewer.
const WORDS: usize = 5;

/// Stretches that are kept; of more, the words are counted.
const MOST: usize = 64;

/// Notes what reads as text in `of` and is not in the story; code `unread-text`. Elements that `is_read` are passed over.
pub fn note(story: &mut Story, of: Element<'_>, is_read: &dyn Fn(Element<'_>) -> bool) {
    let mut has: Option<HashSet<String>> = None;
    let (mut found, mut passed_over) = (Vec::new(), 0);
    let mut open: Vec<Element<'_>> = vec![of];
    let mut steps = of.walk();
    while let Some(step) = steps.next() {
        match step {
            Step::Enter(element) => {
                open.push(element);
                if is_read(element) {
                    steps.pass_over();
                }
            }
            Step::Leave(_) => drop(open.pop()),
            Step::Text(text) if text.len() >= WORDS => {
                // Feeds carry pages of HTML in their elements.
                let is_marked = text.contains('&') || next_tag(text, 0).is_some();
                let text = if is_marked { unmarked(text) } else { text.to_owned() };
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if !is_text(&text, WORDS) || story.body.contains(&text) {
                    continue;
                }
                let has = has.get_or_insert_with(|| all_words(story));
                // The first word may be a label that says what it is: `By`, `LEAD:`.
                if letters(&text).skip(1).all(|word| has.contains(&word)) {
                    continue;
                }
                if found.len() == MOST {
                    passed_over += words(&text);
                    continue;
                }
                let kept: String = text.chars().take(LONGEST).collect();
                passed_over += text.get(kept.len()..).map_or(0, words);
                found.push((open.last().map_or((0, ""), |e| (e.line(), e.name())), kept));
            }
            Step::Text(_) => {}
        }
    }
    for ((line, name), text) in found {
        story.note("unread-text", Some(line), format!("{name}: {text}"));
    }
    if passed_over > 0 {
        story.note("unread-text", None, format!("{passed_over} more words in other elements"));
    }
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
