//! What the values of article JSON look like: strings, lists, objects with a name, dates as
//! numbers, text with or without mark-up. Knows no key of an article, only of the objects inside.

use crate::date::wire::{self, Hints};
use crate::date::{Precision, Stamp};
use crate::readers::markup::Body;
use crate::readers::sgml::{one_line, plain};
use crate::source::decode::clean;
use crate::story::{Caption, Kind, Person, Role, Status, Story};
use jiff::civil::Date;
use serde_json::{Map, Value};

/// Keys under which an object says what it is called, the better first.
const NAMES: &[&str] = &[
    "name",
    "main",
    "headline",
    "value",
    "rendered",
    "text",
    "title",
    "original",
    "full_name",
    "display_name",
    "label",
    "term",
    "literal",
    "$oid",
    "$date",
    "#text",
    "by",
    "content",
];

fn inner<'v>(object: &'v Map<String, Value>, keys: &[&str]) -> Option<&'v Value> {
    keys.iter().filter_map(|key| object.get(*key)).find(|value| !value.is_null())
}

/// Sets what is empty; true when it holds something then.
pub fn fill(field: &mut String, value: String) -> bool {
    if field.is_empty() {
        *field = value;
    }
    !field.is_empty()
}

/// Sets what is not set, unless the value is empty; true when it is set then.
pub fn maybe(field: &mut Option<String>, value: String) -> bool {
    if field.is_none() && !value.is_empty() {
        *field = Some(value);
    }
    field.is_some()
}

/// In longer lists nobody looks for doubles: no file is read in quadratic time.
pub const MOST: usize = 2000;

/// Adds what is not among the values yet; true when something was.
pub fn extend(field: &mut Vec<String>, values: Vec<String>) -> bool {
    let had = field.len();
    for value in values {
        if !value.is_empty() && (field.len() > MOST || !field.contains(&value)) {
            field.push(value);
        }
    }
    field.len() > had
}

/// More than one value: a list, which adds to what other keys said.
pub fn is_list(value: &Value) -> bool {
    value.is_array()
}

/// One line of text: a string, a number, an object's name, the first of a list.
pub fn line(value: &Value) -> String {
    match value {
        Value::String(text) if text.contains('<') => plain(&clean(text)),
        Value::String(text) => one_line(&clean(text)),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values.iter().map(line).find(|text| !text.is_empty()).unwrap_or_default(),
        Value::Object(object) => inner(object, NAMES).map(line).unwrap_or_default(),
        Value::Null | Value::Bool(_) => String::new(),
    }
}

/// Several values: a list, or a string with commas, semicolons or bars.
pub fn list(value: &Value) -> Vec<String> {
    let mut entries: Vec<String> = match value {
        Value::Array(values) => values.iter().map(line).collect(),
        Value::String(text) => {
            let cut: &[char] = if text.contains([';', '|']) { &[';', '|'] } else { &[','] };
            text.split(cut).map(|entry| one_line(&clean(entry))).collect()
        }
        other => vec![line(other)],
    };
    entries.retain(|entry| !entry.is_empty());
    entries
}

/// `By` goes; several authors become `A, B and C`.
pub fn byline(value: &Value) -> String {
    let names: Vec<String> = match value {
        Value::Array(values) => values.iter().map(author).filter(|name| !name.is_empty()).collect(),
        other => vec![author(other)],
    };
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn author(value: &Value) -> String {
    if let Value::Object(object) = value {
        let part = |keys: &[&str]| inner(object, keys).map(line).unwrap_or_default();
        let (first, last) =
            (part(&["first", "firstname", "first_name"]), part(&["last", "lastname", "last_name"]));
        if !last.is_empty() {
            return format!("{first} {last}").trim().to_owned();
        }
    }
    let text = line(value);
    let by =
        ["by ", "von "].iter().find(|by| text.get(..by.len()).is_some_and(|t| t.eq_ignore_ascii_case(by)));
    by.map_or_else(|| text.clone(), |by| text[by.len()..].trim().to_owned())
}

/// A person the document lists.
pub fn person(name: &str, role: Role) -> Person {
    Person { name: name.to_owned(), role, ..Person::default() }
}

/// A date: text, or a number of seconds, milliseconds … since 1970.
pub fn stamp(value: &Value, hints: &Hints) -> Option<Stamp> {
    if let Value::Number(number) = value {
        return number.as_f64().and_then(|seconds| epoch(seconds, &number.to_string()));
    }
    let text = line(value);
    match text.parse::<f64>() {
        Ok(seconds) if text.len() > 6 => epoch(seconds, &text),
        _ => wire::parse(&text, hints),
    }
}

/// Sets `published` (or `updated`) when the value is a date.
pub fn date(story: &mut Story, value: &Value, hints: &Hints, updated: bool) -> bool {
    let stamp = stamp(value, hints);
    if stamp.is_none() && !updated && story.published.is_none() {
        let text = line(value);
        if !text.is_empty() {
            story.note("date-unreadable", None, format!("cannot read the date {text:?}"));
        }
    }
    let found = stamp.is_some();
    if updated {
        story.updated = stamp;
    } else if found {
        story.published = stamp;
        story.notes.retain(|note| note.code != "date-unreadable");
    }
    found
}

/// Sets the embargo; one without a date that can be read leaves the story embargoed for good.
pub fn embargo(story: &mut Story, value: &Value, hints: &Hints) -> bool {
    let text = line(value);
    if text.is_empty() && value != &Value::Bool(true) {
        return false;
    }
    story.embargo = stamp(value, hints);
    if story.embargo.is_none() {
        story.status = Status::Embargoed;
        story.note("embargo", None, text);
    }
    true
}

/// A number for a time: `20070808`, or seconds, milli-, micro- or nanoseconds since 1970.
fn epoch(number: f64, raw: &str) -> Option<Stamp> {
    if raw.len() == 8 && (18_000_101.0..=21_001_231.0).contains(&number) {
        return Date::strptime("%Y%m%d", raw).ok().map(|date| Stamp::day(date, raw));
    }
    let mut seconds = number;
    // Past the year 5138 in one unit is taken for the next smaller one.
    while seconds.abs() >= 1e11 {
        seconds /= 1000.0;
    }
    let at = jiff::Timestamp::from_second(seconds.floor() as i64).ok()?;
    Some(Stamp::instant(at, Precision::Second, Some(0), raw))
}

/// Puts text into the story's body: a string, a list of paragraphs, a list of typed blocks.
pub fn body(story: &mut Story, value: &Value, hints: &Hints) {
    let mut body = Body::default();
    blocks(story, &mut body, value, hints);
    story.captions.extend(body.captions());
    story.dateline = story.dateline.take().or_else(|| body.dateline());
    (story.body, story.sections) = body.finish();
}

fn blocks(story: &mut Story, body: &mut Body, value: &Value, hints: &Hints) {
    match value {
        Value::String(text) => body.any(&clean(text)),
        Value::Array(values) => values.iter().for_each(|value| blocks(story, body, value, hints)),
        Value::Object(object) => block(story, body, object, hints),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A typed block, as in the Washington Post's collection: paragraph, subhead, kicker, image …
fn block(story: &mut Story, body: &mut Body, object: &Map<String, Value>, hints: &Hints) {
    let named = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or("");
    let content =
        inner(object, &["content", "text", "rendered", "html", "value", "body", "#text", "paragraphs"]);
    match (named("type"), named("subtype")) {
        ("image" | "photo" | "gallery" | "video", _) => captions(story, &Value::Object(object.clone())),
        ("kicker", _) => story.desk_raw.extend(content.map(line).filter(|desk| !desk.is_empty())),
        ("title" | "headline", _) if story.headline.is_empty() => {
            story.headline = content.map(line).unwrap_or_default();
        }
        ("byline" | "author", _) if story.byline.is_none() => {
            story.byline = content.map(byline).filter(|name| !name.is_empty());
        }
        ("deck", _) => story.note("second-headline", None, content.map(line).unwrap_or_default()),
        ("date", _) if story.published.is_none() => {
            content.map(|value| date(story, value, hints, false));
        }
        (
            "title" | "headline" | "byline" | "author" | "date" | "author_info" | "tweet" | "embed"
            | "pull_quote",
            _,
        ) => {}
        (_, "subhead") | ("heading" | "subhead" | "header", _) => {
            body.subhead(&content.map(line).unwrap_or_default());
        }
        _ => content.into_iter().for_each(|value| blocks(story, body, value, hints)),
    }
}

/// Captions: strings, or objects of a picture; addresses of pictures are no captions.
pub fn captions(story: &mut Story, value: &Value) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| captions(story, value)),
        Value::Object(object) => {
            let texts = [
                "fullcaption",
                "caption",
                "blurb",
                "description",
                "description_text",
                "text",
                "alt",
                "headline",
            ];
            let credits =
                ["credit", "credits_caption_display", "photographer", "creator", "byline", "creditline"];
            let text = inner(object, &texts).map(line).unwrap_or_default();
            let credit = inner(object, &credits).map(line).filter(|credit| !credit.is_empty());
            if !text.is_empty() {
                story.captions.push(Caption { text, credit });
            }
        }
        other => {
            let text = line(other);
            if text.contains(' ') && !text.starts_with("http") {
                story.captions.push(Caption { text, credit: None });
            }
        }
    }
}

/// ISO 639-1 of `en`, `en-US`, `eng`, `English`; empty when it is none of those known.
pub fn language(text: &str) -> String {
    const NAMED: &[(&str, &str)] = &[
        ("ara", "ar"),
        ("chi", "zh"),
        ("deu", "de"),
        ("dut", "nl"),
        ("eng", "en"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("ger", "de"),
        ("ita", "it"),
        ("por", "pt"),
        ("rus", "ru"),
        ("spa", "es"),
        ("zho", "zh"),
    ];
    let code = text.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    if code.len() == 2 {
        return code;
    }
    let start = code.get(..3).unwrap_or("");
    NAMED.iter().find(|(name, _)| *name == start).map_or(String::new(), |(_, code)| (*code).to_owned())
}

/// What may be done with the story; `None` for words of another kind of status (`ok`, `draft`).
pub fn status(text: &str) -> Option<Status> {
    let word = text.rsplit(':').next().unwrap_or("").to_ascii_lowercase();
    match word.as_str() {
        "usable" => Some(Status::Usable),
        "embargoed" => Some(Status::Embargoed),
        "withheld" => Some(Status::Withheld),
        "canceled" | "cancelled" | "killed" | "kill" | "retracted" | "withdrawn" => Some(Status::Killed),
        _ => None,
    }
}

/// Kind of copy; `None` for words that say nothing of it (`article`, `text`).
pub fn kind(text: &str) -> Option<Kind> {
    match text.to_ascii_lowercase().as_str() {
        "brief" => Some(Kind::Brief),
        "alert" | "flash" | "bulletin" => Some(Kind::Alert),
        "table" => Some(Kind::Table),
        "advisory" => Some(Kind::Advisory),
        "correction" => Some(Kind::Correction),
        "package" => Some(Kind::Package),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn authors_in_every_shape() {
        for (value, expected) in [
            (json!("By Jane Sample"), "Jane Sample"),
            (
                json!(["Jane Sample", {"name": "John Doe"}, "Ann Example"]),
                "Jane Sample, John Doe and Ann Example",
            ),
            (json!({"first": "Jane", "last": "Sample"}), "Jane Sample"),
            (json!({"original": "By JANE SAMPLE"}), "JANE SAMPLE"),
            (json!([]), ""),
        ] {
            assert_eq!(byline(&value), expected, "{value}");
        }
    }

    #[test]
    fn numbers_are_times() {
        for (value, expected) in [
            (json!(1104861600), "2005-01-04T18:00:00Z"),
            (json!(1104861600000_i64), "2005-01-04T18:00:00Z"),
            (json!("1104861600000"), "2005-01-04T18:00:00Z"),
            (json!(1104861600.5), "2005-01-04T18:00:00Z"),
            (json!(20050104), "2005-01-04"),
            (json!({"$date": 1104861600000_i64}), "2005-01-04T18:00:00Z"),
            (json!(-86400), "1969-12-31T00:00:00Z"),
        ] {
            let mut story = Story::default();
            assert!(date(&mut story, &value, &Hints::default(), false), "{value}");
            assert_eq!(story.published.unwrap().print(), expected, "{value}");
        }
    }

    #[test]
    fn languages_and_statuses() {
        for (text, code) in [("en", "en"), ("pt_BR", "pt"), ("English", "en"), ("fra", "fr"), ("klingon", "")]
        {
            assert_eq!(language(text), code);
        }
        assert_eq!(status("stat:canceled"), Some(Status::Killed));
        assert_eq!(status("ok"), None);
    }
}
