//! Text of an article's object that went to no field: said in notes, key by key.
//!
//! Exports carry dozens of keys no reader knows, most of them of codes, counts and addresses; what reads as text is
//! kept, the rest is passed over. Knows no key.

use crate::readers::unread::{LONGEST, is_text, words};
use crate::source::decode::clean;
use crate::story::Story;
use serde_json::Value;

/// Words that make a value text.
const WORDS: usize = 3;

/// Objects and lists inside each other that are looked into.
const DEEPEST: usize = 8;

/// Texts that are looked for in the story; of more, the words are counted.
const MOST: usize = 64;

/// Notes the texts of `values` that are not in the story anyway; code `unread-text`.
pub fn note(story: &mut Story, values: &[(String, &Value)]) {
    let (mut looked_up, mut passed_over) = (0, 0);
    for (key, value) in values {
        let mut texts = Vec::new();
        gather(value, DEEPEST, &mut texts);
        texts.retain(|text| {
            looked_up += 1;
            if looked_up > MOST {
                passed_over += words(text);
            }
            looked_up <= MOST && !holds(story, text)
        });
        let text = texts.join("; ");
        if text.is_empty() {
            continue;
        }
        let kept: String = text.chars().take(LONGEST).collect();
        passed_over += text.get(kept.len()..).map_or(0, words);
        story.note("unread-text", None, format!("{key}: {kept}"));
    }
    if passed_over > 0 {
        story.note("unread-text", None, format!("{passed_over} more words under other keys"));
    }
}

/// All strings in a value that read as text, on one line each.
fn gather(value: &Value, deeper: usize, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let text = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
            if is_text(&text, WORDS) {
                texts.push(text);
            }
        }
        Value::Array(values) if deeper > 0 => {
            values.iter().for_each(|value| gather(value, deeper - 1, texts));
        }
        Value::Object(fields) if deeper > 0 => {
            fields.values().for_each(|value| gather(value, deeper - 1, texts));
        }
        _ => {}
    }
}

fn holds(story: &Story, text: &str) -> bool {
    story.headline.contains(text)
        || story.body.contains(text)
        || story.captions.iter().any(|caption| caption.text.contains(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn text_under_unknown_keys_is_said_and_codes_are_not() {
        let values = [
            (
                "sidebar".to_owned(),
                json!({"title": "Which bridges are closed", "n": 3, "url": "https://a.example/b c d"}),
            ),
            ("lead".to_owned(), json!("The mill burned.")),
            ("quotes".to_owned(), json!(["no", "It was never\nour mill"])),
            ("code".to_owned(), json!("A-17 b 4")),
        ];
        let mut story = Story { body: "The mill burned. It rained.".into(), ..Story::default() };
        note(&mut story, &values.iter().map(|(key, value)| (key.clone(), value)).collect::<Vec<_>>());
        let said: Vec<&str> = story.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(said, ["sidebar: Which bridges are closed", "quotes: It was never our mill"]);
    }

    #[test]
    fn of_many_texts_the_words_are_counted() {
        let many: Vec<Value> = (0..MOST + 2).map(|n| json!(format!("nobody reads this {n}"))).collect();
        let mut story = Story::default();
        note(&mut story, &[("all".to_owned(), &json!(many))]);
        assert_eq!(story.notes.len(), 2);
        assert_eq!(story.notes.last().map(|note| note.text.as_str()), Some("8 more words under other keys"));
    }
}
