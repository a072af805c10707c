//! Text of an item that went to no field of its story: said in notes, key by key, for formats that have their own readers.
//!
//! Knows no key: it asks the story whether it has the words.

use crate::readers::unread::Unread;
use crate::story::Story;
use serde_json::{Map, Value};

/// Notes what reads as text in `object` and is not in the story; code `unread-text`. What stands under the keys `kept_back`
/// is not for readers.
pub fn note(story: &mut Story, object: &Map<String, Value>, kept_back: &[&str]) {
    let mut unread = Unread::default();
    let mut left: Vec<(&str, &Value)> = entries(object, kept_back);
    while let Some((key, value)) = left.pop() {
        match value {
            Value::String(text) => unread.look(story, None, key, text),
            Value::Array(values) => left.extend(values.iter().rev().map(|value| (key, value))),
            Value::Object(inner) => left.extend(entries(inner, kept_back)),
            _ => {}
        }
    }
    unread.note(story, "under other keys");
}

/// The last first, as they are taken from the end.
fn entries<'v>(object: &'v Map<String, Value>, kept_back: &[&str]) -> Vec<(&'v str, &'v Value)> {
    let entries = object.iter().filter(|(key, _)| !kept_back.contains(&key.as_str()));
    let mut entries: Vec<(&str, &Value)> = entries.map(|(key, value)| (key.as_str(), value)).collect();
    entries.reverse();
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn text_in_any_depth_is_said_once_and_codes_are_not() {
        let item = json!({
            "headline": "The mill burned down on Monday", "body": "<p>The mill burned down on Monday.</p>",
            "extra": {"notes": ["Which of the bridges are closed", "A-17"], "url": "https://a.example/b"},
            "editors": "Not for any of the readers",
        });
        let mut story = Story { headline: "The mill burned down on Monday".into(), ..Story::default() };
        note(&mut story, item.as_object().unwrap(), &["editors"]);
        let said: Vec<&str> = story.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(said, ["notes: Which of the bridges are closed"]);
    }
}
