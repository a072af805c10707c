//! Where an item departs from the ninjs schemas, 1.0 to 3.1: notes only, reading goes on.
//!
//! Superdesk's own fields are many and known to differ; its items are not held to the schemas. The
//! table is the union of what the versions allow.

use crate::date::wire::{self, Hints};
use crate::readers::json::fields::Fields;
use crate::story::Story;
use serde_json::Value;

/// What a property holds.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Date,
    Number,
    List,
    Object,
    /// An object in 1.x, a list in 2 and 3.
    Either,
    OneOf(&'static [&'static str]),
}

use Holds::{Date, Either, List, Number, Object, OneOf, Text};

/// Properties by what they hold, folded.
#[rustfmt::skip]
static PROPERTIES: &[(Holds, &[&str])] = &[
    (Text, &["uri", "mimetype", "version", "profile", "copyrightholder", "copyrightnotice", "usageterms", "ednote",
        "language", "byline", "by", "headline", "slugline", "located", "title", "evolvedfrom", "rewriteof"]),
    (Date, &["firstcreated", "versioncreated", "contentcreated", "embargoed", "embargoeduntil", "expires"]),
    (Number, &["urgency", "charcount", "wordcount"]),
    (List, &["advices", "bodies", "descriptions", "event", "events", "genre", "genres", "headlines", "infosource",
        "infosources", "object", "objects", "organisation", "organisations", "people", "person", "place", "places",
        "plannedcoverage", "subject", "subjects", "trustindicator", "trustindicators"]),
    (Object, &["$standard", "standard", "eventdetails", "rightsinfo", "digitalsourcetype"]),
    (Either, &["altids", "associations", "renditions"]),
    (OneOf(&["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"]), &["type"]),
    (OneOf(&["complete", "incomplete", "full", "partial"]), &["representationtype"]),
    (OneOf(&["usable", "withheld", "canceled"]), &["pubstatus"]),
];

/// How the properties begin that 1.x lets a provider add to.
const OPEN: &[&str] = &["body", "description", "headline"];

/// Keys that only Superdesk writes.
const SUPERDESK: &[&str] = &["guid", "id", "currentversion", "familyid", "state"];

/// Notes what the schemas do not allow.
pub fn check(story: &mut Story, fields: &Fields<'_>, hints: &Hints) {
    if SUPERDESK.iter().any(|key| fields.has(key)) {
        return;
    }
    if !fields.has("uri") {
        story.note("ninjs-shape", None, "there is no `uri`, which ninjs asks for");
    }
    let mut unknown = Vec::new();
    for (key, value) in fields.starting("") {
        match PROPERTIES.iter().find(|(_, names)| names.contains(&key)) {
            Some((holds, _)) => wrong(story, key, value, *holds, hints),
            None if OPEN.iter().any(|start| key.starts_with(start)) => {}
            None => unknown.push(key),
        }
    }
    if !unknown.is_empty() {
        unknown.truncate(8);
        story.note("unknown-key", None, format!("not in ninjs: {}", unknown.join(", ")));
    }
}

fn wrong(story: &mut Story, key: &str, value: &Value, holds: Holds, hints: &Hints) {
    let expected = match (holds, value) {
        (Text, Value::String(_)) | (Number, Value::Number(_)) => return,
        (List | Either, Value::Array(_)) | (Object | Either, Value::Object(_)) => return,
        (Date, Value::String(text)) if wire::parse(text, hints).is_some() => return,
        (OneOf(words), Value::String(text)) if words.contains(&text.as_str()) => return,
        (Text, _) => "a text".to_owned(),
        (Number, _) => "a number".to_owned(),
        (List, _) => "a list".to_owned(),
        (Object, _) => "an object".to_owned(),
        (Either, _) => "an object or a list".to_owned(),
        (Date, _) => "a date".to_owned(),
        (OneOf(words), _) => format!("one of {}", words.join(", ")),
    };
    let got = match value {
        Value::String(text) => format!("the text {:?}", text.chars().take(40).collect::<String>()),
        Value::Number(number) => format!("the number {number}"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::Bool(_) | Value::Null => value.to_string(),
    };
    story.note("ninjs-shape", None, format!("`{key}` is {got}, where ninjs has {expected}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn departures_leave_notes() {
        for (value, notes) in [
            (json!({"uri": "u", "type": "text", "headline": "H", "body_x": "b", "urgency": 4}), 0),
            (json!({"type": "text", "headline": "H"}), 1),
            (json!({"uri": "u", "headlines": "H", "versioncreated": "soon", "pubstatus": "gone"}), 3),
            (json!({"uri": "u", "embargoedreason": "a secret", "urgency": "4"}), 2),
            (json!({"guid": "g", "anything": 1, "headlines": "H"}), 0),
        ] {
            let mut story = Story::default();
            check(&mut story, &Fields::of(value.as_object().unwrap()), &Hints::default());
            assert_eq!(story.notes.len(), notes, "{value}: {:?}", story.notes);
        }
    }
}
