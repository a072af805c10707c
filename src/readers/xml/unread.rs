//! Text of an element that went to no field of its story: said in notes, element by element.
//!
//! Agencies add elements of their own, and no reader knows all of them; what reads as text is kept. Knows no format: it
//! asks the story whether it has the words.

use super::Element;
use super::walk::Step;
use crate::readers::unread::Unread;
use crate::story::Story;

/// Notes what reads as text in `of` and is not in the story; code `unread-text`. Elements that `is_read` are passed over.
pub fn note(story: &mut Story, of: Element<'_>, is_read: &dyn Fn(Element<'_>) -> bool) {
    let mut unread = Unread::default();
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
            Step::Text(text) => {
                let (line, name) = open.last().map_or((0, ""), |element| (element.line(), element.name()));
                unread.look(story, Some(line), name, text);
            }
        }
    }
    unread.note(story, "in other elements");
}
