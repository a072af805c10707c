//! An object of wire JSON, asked by key, and what all wire JSON does with the same values.
//!
//! Keys are compared as [`folded`] does it: ninjs 3 writes `versionCreated` where ninjs 1 writes
//! `versioncreated`, exports put `_` before or between words. Knows the trade's fields, no format.

use super::story::folded;
use super::values;
use crate::date::wire::Hints;
use crate::enrich::dateline;
use crate::readers::lifecycle;
use crate::readers::markup::Body;
use crate::source::decode::clean;
use crate::story::{Dateline, Kind, Role, Story};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The values of an object that are not null, by folded key.
pub struct Fields<'v>(BTreeMap<String, &'v Value>);

impl<'v> Fields<'v> {
    /// The fields of an object.
    pub fn of(object: &'v Map<String, Value>) -> Self {
        let given = object.iter().filter(|(_, value)| !value.is_null());
        let mut fields = BTreeMap::new();
        for (key, value) in given {
            fields.entry(folded(key)).or_insert(value);
        }
        Fields(fields)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'v Value> {
        self.0.get(key).copied()
    }

    /// True when the key is there and not null.
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// The first of the keys that holds a line of text, as one; empty if none does.
    pub fn line(&self, keys: &[&str]) -> String {
        let lines = keys.iter().filter_map(|key| self.get(key)).map(values::line);
        lines.into_iter().find(|line| !line.is_empty()).unwrap_or_default()
    }

    /// The items under a key: of a list, or the one value.
    pub fn list(&self, key: &str) -> Vec<&'v Value> {
        match self.get(key) {
            Some(Value::Array(values)) => values.iter().filter(|value| !value.is_null()).collect(),
            Some(value) => vec![value],
            None => Vec::new(),
        }
    }

    /// The objects under a key: of a list, or the one object.
    pub fn objects(&self, key: &str) -> Vec<Fields<'v>> {
        self.list(key).into_iter().filter_map(Value::as_object).map(Fields::of).collect()
    }

    /// The objects under a key, with their names, where an object (ninjs 1) or a list (ninjs 2) holds them.
    pub fn named(&self, key: &str) -> Vec<Fields<'v>> {
        match self.get(key) {
            Some(Value::Object(object)) => {
                object.values().filter_map(Value::as_object).map(Fields::of).collect()
            }
            _ => self.objects(key),
        }
    }

    /// The keys that begin so, with what follows.
    pub fn starting<'f>(&'f self, start: &'f str) -> impl Iterator<Item = (&'f str, &'v Value)> + 'f {
        self.0.iter().filter_map(move |(key, value)| Some((key.strip_prefix(start)?, *value)))
    }

    /// Sets both dates: the first that can be read of `published`, then of `updated`. With only one
    /// of them given, that is when it was published.
    pub fn dates(&self, story: &mut Story, published: &[&str], updated: &[&str], hints: &Hints) {
        let stamp = |keys: &[&str]| {
            keys.iter().filter_map(|key| self.get(key)).find_map(|value| values::stamp(value, hints))
        };
        story.published = stamp(published);
        story.updated = stamp(updated);
        if story.published.is_none() {
            story.published = story.updated.take();
        }
        let raw = self.line(published);
        let raw = if raw.is_empty() { self.line(updated) } else { raw };
        if story.published.is_none() && !raw.is_empty() {
            story.note("date-unreadable", None, format!("cannot read the date {raw:?}"));
        }
    }

    /// The first embargo of the keys.
    pub fn embargo(&self, story: &mut Story, keys: &[&str], hints: &Hints) {
        keys.iter().filter_map(|key| self.get(key)).any(|value| values::embargo(story, value, hints));
    }

    /// Language, urgency, slug, copyright, rights and the note to editors go by the same names everywhere.
    pub fn common(&self, story: &mut Story) {
        values::maybe(&mut story.lang, values::language(&self.line(&["language"])));
        values::maybe(&mut story.urgency, self.line(&["urgency", "priority", "editorialpriority"]));
        values::maybe(&mut story.slug, self.line(&["slugline"]));
        values::maybe(&mut story.copyright, self.line(&["copyrightnotice"]));
        let terms = self.list("usageterms").into_iter().map(values::line).collect::<Vec<_>>().join(" ");
        if !terms.is_empty() {
            story.note("usage-terms", None, terms);
        }
        for note in self.list("ednote") {
            lifecycle::editors_note(story, &values::line(note));
        }
    }
}

/// Adds people that the document lists, each once.
pub fn people(story: &mut Story, names: impl Iterator<Item = String>, role: Role) {
    for name in names {
        let long = story.people.len() > values::MOST;
        if !name.is_empty() && (long || !story.people.iter().any(|person| person.name == name)) {
            story.people.push(values::person(&name, role));
        }
    }
}

/// Puts HTML or plain text into the body, unless there is one; captions inside go to the captions.
/// The headline at its head is cut off. True when the story has a body then.
pub fn body(story: &mut Story, text: &str, html: bool) -> bool {
    if story.body.is_empty() {
        let mut body = Body::default();
        let text = clean(text);
        if html {
            body.html(page_body(&text));
        } else {
            body.any(&text);
        }
        story.captions.extend(body.captions());
        story.dateline = story.dateline.take().or_else(|| body.dateline());
        if body.is_table() && story.kind == Kind::Story {
            story.kind = Kind::Table;
        }
        (story.body, story.sections) = body.finish();
        without_headline(story);
    }
    !story.body.is_empty()
}

/// What stands in the `<body>` of a whole page.
fn page_body(html: &str) -> &str {
    let lower = |tag: &str| memchr::memmem::find(html.as_bytes(), tag.as_bytes());
    let Some(start) = lower("<body") else { return html };
    let rest = html[start..].split_once('>').map_or("", |(_, rest)| rest);
    rest.rsplit_once("</body").map_or(rest, |(inner, _)| inner)
}

fn without_headline(story: &mut Story) {
    if story.headline.is_empty() {
        return;
    }
    let Some(rest) = story.body.strip_prefix(story.headline.as_str()) else { return };
    let Some(rest) = rest.strip_prefix("\n\n") else { return };
    let cut = story.body.len() - rest.len();
    story.body = rest.to_owned();
    story.sections.retain(|section| section.span.start >= cut);
    for section in &mut story.sections {
        section.span.start -= cut;
        section.span.end -= cut;
    }
}

/// Where a document says it was filed. Its own dateline in the copy is better, and found later.
pub fn located(story: &mut Story, place: String) {
    let day = story.published.as_ref().map(crate::date::Stamp::civil_date);
    if place.is_empty()
        || story.dateline.is_some()
        || dateline::find(&story.body, day).is_some_and(|found| !found.agency_only)
    {
        return;
    }
    story.dateline = Some(Dateline { raw: place, ..Dateline::default() });
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_fold_and_null_is_nothing() {
        let value =
            json!({"versionCreated": "2020-02-03", "_id": "x", "ednote": null, "places": {"name": "Elsa"}});
        let fields = Fields::of(value.as_object().unwrap());
        assert!(fields.has("versioncreated") && !fields.has("ednote"));
        assert_eq!(fields.line(&["uri", "id"]), "x");
        assert_eq!(fields.objects("places")[0].line(&["name"]), "Elsa");
    }

    #[test]
    fn a_page_repeats_its_headline() {
        let mut story = Story { headline: "Ferry late".into(), ..Story::default() };
        body(
            &mut story,
            "<html><title>x</title><body><h1>Ferry late</h1><h2>Why</h2><p>Fog.</p></body></html>",
            true,
        );
        assert_eq!(story.body, "Why\n\nFog.");
        assert_eq!(story.sections[0].span.of(&story.body), "Why\n\nFog.");
    }
}
