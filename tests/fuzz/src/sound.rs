//! What holds of every story a reader gives, whatever the bytes were.
//!
//! The fuzz targets and `tests/readers.rs` hold stories to these same rules; the file knows nothing of either.

use morgue::story::Story;
use serde_json::Value;

/// The first rule that `story` breaks, in words: spans lie in the body, no field holds a control character
/// but the line ends of texts, a headline is one line, no empty lines stand around the body.
pub fn fault(story: &Story) -> Option<String> {
    let section = story.sections.iter().find(|s| !s.span.of(&story.body).starts_with(&s.title));
    if let Some(section) = section {
        return Some(format!("the span of section {:?} does not start with its title", section.title));
    }
    let mut mentions = story.people.iter().flat_map(|person| &person.mentions);
    if mentions.any(|mention| mention.of(&story.body).is_empty()) {
        return Some("empty mention".into());
    }
    if let Some(text) = text_with_control(story) {
        return Some(format!("control character in {text:?}"));
    }
    if story.headline.contains('\n') {
        return Some(format!("headline of two lines: {:?}", story.headline));
    }
    (story.body.trim_matches('\n') != story.body).then(|| "empty lines around the body".into())
}

/// A text anywhere in the story's JSON that holds a control character other than a line end.
fn text_with_control(story: &Story) -> Option<String> {
    let strange = |text: &str| text.chars().any(|c| c.is_control() && c != '\n');
    let mut left = vec![serde_json::to_value(story).expect("stories are JSON")];
    while let Some(value) = left.pop() {
        match value {
            Value::String(text) if strange(&text) => return Some(text),
            Value::Array(items) => left.extend(items),
            Value::Object(fields) => left.extend(fields.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    None
}
