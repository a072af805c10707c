//! ninjs, the IPTC's news in JSON: 1.x, 2.x, 3.x, and the flavour of Superdesk's feeds and archives.
//!
//! One object, an array, or JSON Lines. The versions differ in their keys (`headline`,
//! `headlines[]`; `versioncreated`, `versionCreated`), not in what they say, so one reader asks for
//! all of them; what the richer values look like is in [`values`] (handbook 2.2, 3.3).

pub(super) mod shape;
pub(super) mod values;

use crate::date::wire::Hints;
use crate::error::Result;
use crate::readers::json::fields::{Fields, located, people};
use crate::readers::json::items::{self, Item, Layout, Opened, Shape};
use crate::readers::json::story::{folded, keys as keys_at};
use crate::readers::json::values as json_values;
use crate::readers::{Format, Head, Input, Sink, keys, lifecycle};
use crate::story::{Kind, Role, Story};
use serde_json::{Map, Value};

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "ninjs",
    about: "ninjs 1, 2 and 3, and Superdesk's JSON",
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
    version: 4,
    sniff,
    read: |input: &mut Input<'_>, sink: &mut dyn Sink| -> Result<()> {
        items::read(input, sink, &SHAPE, Layout::Either)
    },
};

const SHAPE: Shape = Shape { open, item, kept_back: Some(&[]) };

/// Keys that name an item.
const IDENTITY: &[&str] = &["uri", "guid", "id"];

/// Keys (folded) that articles of other makers do not have.
#[rustfmt::skip]
const OWN: &[&str] = &[
    "versioncreated", "firstcreated", "bodies", "headlines", "descriptions", "bodyxhtml", "bodyrichtext",
    "descriptiontext", "descriptionhtml", "descriptionxhtml", "associations", "copyrightnotice",
    "copyrightholder", "usageterms", "eventdetails", "newscoverages", "newscoveragestatus", "familyid",
    "currentversion", "infosources", "renditions", "representationtype", "altids", "trustindicator",
    "trustindicators", "pubstatus", "embargoeduntil", "planningdate", "coverages",
];

/// Values of `type`.
const TYPES: &[&str] =
    &["text", "picture", "audio", "video", "composite", "graphic", "component", "event", "planning", "data"];

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let text = head.text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let text = text.trim_start_matches('[').trim_start();
    // Archives wrap items as search engines do.
    let depth = match keys_at(text, 1) {
        top if top.contains(&"_source") => 2,
        top if top.contains(&"_items") || top == ["items"] => 3,
        _ => 1,
    };
    let found: Vec<String> = keys_at(text, depth).into_iter().map(folded).collect();
    let has = |key: &str| found.iter().any(|known| known == key);
    if (has("standard") || has("$standard")) && text.contains("ninjs") {
        return Some("JSON that says it is ninjs");
    }
    if found.iter().any(|key| key == "$schema" || key == "$id") {
        return None;
    }
    let own = OWN.iter().filter(|key| has(key)).count();
    let typed = has("type") && TYPES.iter().any(|word| is_value(text, word));
    let identified = IDENTITY.iter().any(|key| has(key));
    (identified && own + usize::from(typed) >= 2 && own >= 1).then_some("JSON with the keys of ninjs")
}

/// `"type": "picture"` somewhere in the text.
fn is_value(text: &str, word: &str) -> bool {
    let quoted = format!("\"{word}\"");
    text.match_indices("\"type\"").any(|(at, key)| {
        let rest = text[at + key.len()..].trim_start();
        rest.strip_prefix(':').is_some_and(|rest| rest.trim_start().starts_with(quoted.as_str()))
    })
}

/// `_items` of an API, `_source` of a search engine.
fn open(mut object: Map<String, Value>) -> Opened {
    for key in ["_items", "items", "_source"] {
        match object.get_mut(key) {
            Some(Value::Array(items)) if items.iter().any(Value::is_object) => {
                return Opened::List(std::mem::take(items));
            }
            Some(inner @ Value::Object(_)) => return Opened::Around(inner.take()),
            _ => {}
        }
    }
    Opened::Item(object)
}

fn item(object: &Map<String, Value>, hints: &Hints) -> Item {
    let fields = Fields::of(object);
    let kind = fields.line(&["type"]).to_ascii_lowercase();
    let bodies = fields.has("bodies") || fields.starting("body").next().is_some();
    let planned = ["eventdetails", "plannedcoverage", "newscoverages", "coverages"];
    let planned = planned.iter().any(|key| fields.has(key));
    match kind.as_str() {
        "event" => return Item::NotAStory("an event (ninjs)"),
        "planning" => return Item::NotAStory("a planning item (ninjs)"),
        _ if planned && !bodies => return Item::NotAStory("an event (ninjs)"),
        _ => {}
    }
    let mut story = Story { id: fields.line(IDENTITY), ..Story::default() };
    shape::check(&mut story, &fields, hints);
    identity(&mut story, &fields, hints);
    values::headline(&mut story, &fields);
    values::texts(&mut story, &fields, &kind);
    credits(&mut story, &fields);
    subjects(&mut story, &fields);
    for part in fields.named("associations") {
        values::association(&mut story, &part);
    }
    if kind == "composite" && story.body.is_empty() && (fields.has("associations") || fields.has("groups")) {
        story.kind = Kind::Package;
    }
    let place = fields.get("dateline").and_then(Value::as_object).map(Fields::of);
    let place = place.map(|dateline| dateline.line(&["text"])).filter(|text| !text.is_empty());
    let place = place.unwrap_or_else(|| fields.line(&["located", "dateline"]));
    located(&mut story, place.trim_end_matches(['-', '—', '–', '_', ' ']).to_owned());
    if story.headline.is_empty() && story.body.is_empty() && story.captions.is_empty() {
        if values::is_seen_or_heard(&kind) {
            return Item::NotAStory("a picture, film or sound without headline or description (ninjs)");
        }
        return Item::Unreadable("no story: neither a headline nor a text or description".into());
    }
    if story.published.is_none() && !story.notes.iter().any(|note| note.code == "date-unreadable") {
        story.note("no-date", None, "the item has no date");
    }
    Item::Story(Box::new(story))
}

/// Version, dates, status: what the archive needs to know of an item.
fn identity(story: &mut Story, fields: &Fields<'_>, hints: &Hints) {
    json_values::maybe(&mut story.version, fields.line(&["currentversion", "version"]));
    fields.dates(story, &["firstcreated"], &["versioncreated", "updated"], hints);
    if story.published.is_none() && !story.notes.iter().any(|note| note.code == "date-unreadable") {
        fields.dates(story, &["firstpublished", "contentcreated", "created"], &[], hints);
    }
    fields.embargo(story, &["embargoeduntil", "embargoed", "embargo"], hints);
    let schedule = fields.get("schedulesettings").and_then(Value::as_object).map(Fields::of);
    if let Some(schedule) = schedule.filter(|_| story.embargo.is_none()) {
        schedule.embargo(story, &["utcembargo"], hints);
    }
    lifecycle::pubstatus(story, &fields.line(&["pubstatus"]));
    lifecycle::state(story, &fields.line(&["state"]));
    fields.common(story);
    for genre in fields.objects("genre").iter().chain(&fields.objects("genres")) {
        lifecycle::kind(story, &genre.line(&["name"]));
    }
    for (key, code) in
        [("evolvedfrom", "evolved-from"), ("rewriteof", "evolved-from"), ("rewrittenby", "superseded-by")]
    {
        let text = fields.line(&[key]);
        if !text.is_empty() {
            story.note(code, None, text);
        }
    }
    let address = fields.line(&["url", "link", "canonicalurl"]);
    json_values::maybe(&mut story.url, if address.contains("://") { address } else { String::new() });
}

/// Who wrote it, who sends it.
fn credits(story: &mut Story, fields: &Fields<'_>) {
    let by = fields.get("byline").or_else(|| fields.get("by")).map(json_values::byline).unwrap_or_default();
    let by = if by.is_empty() { values::authors(fields) } else { by };
    let source = ["infosources", "infosource"].iter().find_map(|key| {
        let name = fields.objects(key).first()?.line(&["name", "literal"]);
        (!name.is_empty()).then_some(name)
    });
    let source = source.unwrap_or_else(|| fields.line(&["source", "provider", "copyrightholder"]));
    if !source.is_empty() {
        story.agency = Some(keys::agency(&source));
    }
    // An agency that signs with its own name names nobody.
    if !by.is_empty() && story.agency.as_deref() != Some(keys::agency(&by).as_str()) {
        story.byline = Some(keys::plain_byline(&by));
    }
    json_values::maybe(&mut story.copyright, fields.line(&["copyrightholder"]));
}

fn subjects(story: &mut Story, fields: &Fields<'_>) {
    let named = |keys: &[&str]| -> Vec<String> {
        let found = keys.iter().flat_map(|key| fields.list(key));
        found.map(values::name).filter(|name| !name.is_empty()).collect()
    };
    people(story, named(&["person", "people", "persons"]).into_iter(), Role::Subject);
    json_values::extend(&mut story.places, named(&["place", "places"]));
    let organisations = &["organisation", "organisations", "organization", "organizations"];
    json_values::extend(&mut story.organisations, named(organisations));
    json_values::extend(&mut story.desk_raw, named(&["service", "services", "anpacategory"]));
    let keywords: Vec<String> = fields.get("keywords").map(json_values::list).unwrap_or_default();
    json_values::extend(&mut story.keywords, keywords);
    values::subjects(story, fields);
}
