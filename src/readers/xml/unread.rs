//! Text of an element that went to no field of its story: said in notes, element by element.
//!
//! Agencies add elements of their own, and no reader knows all of them; what reads as text is kept. Knows no format: it
//! asks the story whether it has the words.

use super::Element;
use super::walk::Step;
use crate::readers::unread::{LONGEST, MOST, Said, WORDS, is_text, one_line, words};
use crate::story::Story;

/// Notes what reads as text in `of` and is not in the story; code `unread-text`. Elements that `is_read` are passed over.
pub fn note(story: &mut Story, of: Element<'_>, is_read: &dyn Fn(Element<'_>) -> bool) {
    let mut said = Said::default();
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
                let text = one_line(text);
                if !is_text(&text, WORDS) || said.has(story, &text) {
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
