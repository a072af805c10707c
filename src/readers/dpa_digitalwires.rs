//! dpa's digital wires: one entry a file, or the entries of an answer of the API.
//!
//! Texts, pictures and tables of results come in the same frame. What dpa's notepad keeps from the
//! public (telephone numbers, contacts) is not read (handbook 1.2, 2.1).

use super::json::fields::{Fields, body, people};
use super::json::items::{self, Item, Layout, Opened, Shape};
use super::json::story::{folded, keys as keys_at};
use super::json::values;
use super::markup::Body;
use super::{Format, Head, Input, Sink, keys, lifecycle};
use crate::date::wire::Hints;
use crate::error::Result;
use crate::source::decode::clean;
use crate::story::{Caption, Dateline, Role, Story};
use serde_json::{Map, Value};

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "dpa-digitalwires",
    about: "dpa digital wires",
    extensions: &["json", "jsonl"],
    carries: &[
        "id",
        "version",
        "kind",
        "status",
        "embargo",
        "headline",
        "byline",
        "dateline",
        "published",
        "updated",
        "agency",
        "people",
        "places",
        "organisations",
        "keywords",
        "desk",
        "slug",
        "lang",
        "sections",
        "captions",
        "urgency",
        "copyright",
    ],
    many: true,
    version: 2,
    sniff,
    read: |input: &mut Input<'_>, sink: &mut dyn Sink| -> Result<()> {
        items::read(input, sink, &SHAPE, Layout::Either)
    },
};

const SHAPE: Shape = Shape { open, item, kept_back: Some(&["ednotes", NOT_PUBLIC]) };

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let text = head.text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let text = text.trim_start_matches('[').trim_start();
    let is_entry = |depth: usize| {
        let found: Vec<String> = keys_at(text, depth).into_iter().map(folded).collect();
        let has = |key: &str| found.iter().any(|known| known == key);
        has("urn") && has("versioncreated") && (has("articlehtml") || has("entryid") || has("notepad"))
    };
    (is_entry(1) || is_entry(3)).then_some("JSON with the keys of dpa's digital wires")
}

fn open(mut object: Map<String, Value>) -> Opened {
    match object.get_mut("entries") {
        Some(Value::Array(entries)) => Opened::List(std::mem::take(entries)),
        _ => Opened::Item(object),
    }
}

fn item(object: &Map<String, Value>, hints: &Hints) -> Item {
    let fields = Fields::of(object);
    let mut story = Story { id: fields.line(&["urn", "entryid"]), ..Story::default() };
    story.headline = fields.line(&["headline"]);
    values::maybe(&mut story.version, fields.line(&["version"]));
    fields.dates(&mut story, &["versioncreated"], &["updated"], hints);
    fields.embargo(&mut story, &["embargoed"], hints);
    lifecycle::pubstatus(&mut story, &fields.line(&["pubstatus"]));
    lifecycle::kind(&mut story, &fields.line(&["signal"]));
    fields.common(&mut story);
    notes(&mut story, &fields);
    credit_line(&mut story, &fields);
    categories(&mut story, &fields);
    texts(&mut story, &fields);
    pictures(&mut story, &fields);
    byline(&mut story, &fields);
    if story.headline.is_empty() && story.body.is_empty() && story.captions.is_empty() {
        return Item::Unreadable("no story: neither a headline nor a text or caption".into());
    }
    Item::Story(Box::new(story))
}

fn texts(story: &mut Story, fields: &Fields<'_>) {
    let raw = fields.line(&["dateline"]);
    let raw = raw.trim_end_matches(['-', '—', '–', '_', ' ']);
    if !raw.is_empty() {
        story.dateline = Some(Dateline { raw: raw.to_owned(), ..Dateline::default() });
    }
    // Article and infobox are one text in two fields.
    let parts =
        ["articlehtml", "infoboxhtml"].map(|key| fields.get(key).and_then(Value::as_str).unwrap_or(""));
    let text = parts.concat();
    let teaser = fields.line(&["teaser"]);
    if !body(story, &text, true) && !teaser.is_empty() {
        story.note("body-from-description", None, "there is no text but a teaser");
        body(story, &teaser, false);
    } else if !teaser.is_empty() && teaser != story.headline {
        story.note("summary", None, teaser);
    }
    for (key, code) in
        [("subhead", "second-headline"), ("kicker", "kicker"), ("autopublishnotice", "publish-note")]
    {
        let text = fields.line(&[key]);
        if !text.is_empty() {
            story.note(code, None, text);
        }
    }
}

/// The part of the notepad that is for editors alone.
const NOT_PUBLIC: &str = "nonpublic_html";

/// Notes of the public part; of the others only what they say about the story's life.
fn notes(story: &mut Story, fields: &Fields<'_>) {
    let mut kept_back = 0;
    let all = fields.objects("ednotes");
    for note in &all {
        let (role, text) = (note.line(&["role"]), note.line(&["ednote"]));
        let public = note.get("ispublishable").and_then(Value::as_bool).unwrap_or(true);
        let role = role.rsplit(':').next().unwrap_or("");
        match (role, public) {
            ("correction" | "correctionshort", _) => {
                lifecycle::kind(story, "correction");
                story.note("editors-note", None, text);
            }
            ("closingline" | "picture", _) => {}
            (_, true) => {
                // `dpa-Eilmeldung`
                lifecycle::kind(story, text.strip_prefix("dpa-").unwrap_or(""));
                lifecycle::editors_note(story, &text);
            }
            _ => {
                lifecycle::signal(story, &text);
                kept_back += 1;
            }
        }
    }
    if kept_back > 0 {
        story.note("not-for-publication", None, format!("notes to editors that are not read: {kept_back}"));
    }
    if let Some(Value::Object(notepad)) = fields.get("notepad").filter(|_| all.is_empty()) {
        let mut text = Body::default();
        text.html(&clean(notepad.get("public_html").and_then(Value::as_str).unwrap_or("")));
        let text = text.finish().0.replace("\n\n", " ");
        lifecycle::editors_note(story, &text);
        if notepad.get(NOT_PUBLIC).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty()) {
            story.note("not-for-publication", None, "notes to editors that are not read: 1");
        }
    }
}

/// Categories by their type; lists of names say the same again where there are no categories.
fn categories(story: &mut Story, fields: &Fields<'_>) {
    for category in fields.objects("categories") {
        let (kind, name) = (category.line(&["type"]), category.line(&["name"]));
        let code = category.line(&["qcode"]);
        add(story, kind.rsplit(':').next().unwrap_or(""), name, &code);
    }
    let lists = [
        ("desknames", "desk"),
        ("geosubjectnames", "geosubject"),
        ("dpasubjectnames", "dpasubject"),
        ("keywordnames", "keyword"),
        ("genrenames", "genre"),
    ];
    for (key, kind) in lists {
        for name in fields.list(key) {
            add(story, kind, values::line(name), "");
        }
    }
}

/// dpa's departments by their code (`dpacat`).
pub(super) static DESKS: &[(&str, &str)] = &[
    ("pl", "Politik"),
    ("wi", "Wirtschaft"),
    ("ku", "Kultur"),
    ("sp", "Sport"),
    ("vm", "Vermischtes"),
    ("rs", "Redaktionsservice"),
];

/// `wire` and `scope` say who is sent the story, `creator` and `contributor` are logins.
fn add(story: &mut Story, kind: &str, name: String, code: &str) {
    match kind {
        "desk" => {
            // The same desk comes as a code, as a word in German and as one in English.
            let short = code.rsplit(':').next().filter(|code| !code.is_empty()).unwrap_or(&name);
            let known = DESKS.iter().find(|(known, _)| *known == short).map(|(_, desk)| (*desk).to_owned());
            let given = known.is_none() && code.is_empty() && !story.desk_raw.is_empty();
            values::extend(
                &mut story.desk_raw,
                vec![known.unwrap_or(name)].into_iter().filter(|_| !given).collect(),
            );
        }
        "subject" if code.contains("categorycode") => {
            values::extend(&mut story.desk_raw, vec![name]);
        }
        "geosubject" | "located" => {
            values::extend(&mut story.places, vec![name]);
        }
        // `Aufnahmeort,Berlin,Berlin,Deutschland`: what it is, then city, region, country.
        "locationcreated" => {
            let places = name.split(',').skip(1).map(|place| place.trim().to_owned());
            values::extend(&mut story.places, places.collect());
        }
        "dpasubject" | "subject" | "keyword" => {
            values::extend(&mut story.keywords, vec![name]);
        }
        "person" => people(story, [name].into_iter(), Role::Subject),
        "organisation" | "company" => {
            values::extend(&mut story.organisations, vec![name]);
        }
        "provider" | "infosource" => {
            values::maybe(&mut story.agency, keys::agency(&name));
        }
        "genre" => {
            lifecycle::kind(story, &name);
        }
        _ => {}
    }
}

/// Captions of the pictures that come with a text, or of the one picture that is the item.
fn pictures(story: &mut Story, fields: &Fields<'_>) {
    let described = fields.objects("descriptions").into_iter();
    let described = described.map(|text| (text.line(&["description"]), fields.line(&["creditline"])));
    let linked = fields.objects("associations").into_iter();
    let linked = linked.map(|part| (part.line(&["caption", "headline"]), part.line(&["creditline"])));
    for (text, credit) in described.chain(linked) {
        let credit = Some(credit).filter(|credit| !credit.is_empty());
        if !text.is_empty() && !story.captions.iter().take(200).any(|caption| caption.text == text) {
            story.captions.push(Caption { text, credit });
        }
    }
}

/// `Ann Example/dpa` is of dpa.
fn credit_line(story: &mut Story, fields: &Fields<'_>) {
    let line = fields.line(&["creditline"]);
    let source = line.rsplit('/').next().unwrap_or("").trim();
    if !source.is_empty() {
        values::maybe(&mut story.agency, keys::agency(source));
    }
}

fn byline(story: &mut Story, fields: &Fields<'_>) {
    let by = fields.get("byline").map(values::byline).unwrap_or_default();
    // `Von Jane Sample und John Doe, dpa`; `Von dpa` names nobody.
    let agency = story.agency.clone().unwrap_or_default();
    let by =
        by.strip_suffix(agency.as_str()).map_or(by.as_str(), |names| names.trim_end_matches([',', ' ', '/']));
    if !by.is_empty() {
        story.byline = Some(keys::plain_byline(by));
        let picture = fields.get("articlehtml").is_none();
        people(story, picture.then(|| by.to_owned()).into_iter(), Role::Creator);
    }
}
