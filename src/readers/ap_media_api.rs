//! Items of AP's Media API: one answer around one item, or a feed or search around many.
//!
//! The API describes an item; the text itself is a NITF file elsewhere, so that a text item has a
//! summary at best, and a note that says so. Pictures come with their captions (handbook 2.2, 3.3).

use super::json::fields::{Fields, body, located, people};
use super::json::items::{self, Item, Layout, Opened, Shape};
use super::json::story::{folded, keys as keys_at};
use super::json::values;
use super::{Format, Head, Input, Sink, keys, lifecycle};
use crate::date::wire::Hints;
use crate::error::Result;
use crate::story::{Caption, Kind, Role, Status, Story};
use serde_json::{Map, Value};

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "ap-media-api",
    about: "AP Media API, items and feeds",
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

const SHAPE: Shape = Shape { open, item, kept_back: Some(&[]) };

/// Keys of an item (folded) that ninjs, from which the API's items descend, does not have.
#[rustfmt::skip]
const OWN: &[&str] = &[
    "editorialpriority", "editorialrole", "editorialtypes", "datelinelocation", "headlineextended", "bylines",
    "photographer", "signals", "textformat", "descriptionsummary",
];

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let text = head.text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with(['{', '[']) || !text.contains("\"altids\"") {
        return None;
    }
    let text = text.trim_start_matches('[').trim_start();
    let is_item = |depth: usize| {
        let found: Vec<String> = keys_at(text, depth).into_iter().map(folded).collect();
        let has = |key: &str| found.iter().any(|known| known == key);
        has("altids") && (depth > 1 || OWN.iter().any(|key| has(key)))
    };
    let top = keys_at(text, 1);
    let wrapped = ["data", "item", "items"].iter().any(|key| top.contains(key));
    (is_item(1) || (wrapped && (2..=5).any(is_item))).then_some("JSON with the items of AP's API")
}

/// `data` around an `item`, or around `items` that are each around an `item`.
fn open(mut object: Map<String, Value>) -> Opened {
    // Those who fetch the text as well keep it beside the item.
    let text = object.get_mut("nitf").and_then(|nitf| nitf.get_mut("body_html")).map(Value::take);
    let inside = |object: &mut Map<String, Value>| match object.get_mut("items") {
        Some(Value::Array(items)) => Some(Opened::List(std::mem::take(items))),
        _ => object.get_mut("item").filter(|item| item.is_object()).map(|item| {
            if let (Some(item), Some(text)) = (item.as_object_mut(), text.clone()) {
                item.insert("body_html".into(), text);
            }
            Opened::Around(item.take())
        }),
    };
    match object.get_mut("data") {
        Some(Value::Object(data)) => inside(data),
        Some(Value::Array(items)) => Some(Opened::List(std::mem::take(items))),
        _ => inside(&mut object),
    }
    .unwrap_or(Opened::Item(object))
}

fn item(object: &Map<String, Value>, hints: &Hints) -> Item {
    let fields = Fields::of(object);
    if !fields.has("altids") && !fields.has("versioncreated") {
        return Item::Unreadable("no item of AP's API: neither `altids` nor `versioncreated`".into());
    }
    let kind = fields.line(&["type"]);
    let mut story = Story::default();
    identity(&mut story, &fields, hints);
    headline(&mut story, &fields);
    credits(&mut story, &fields, &kind);
    subjects(&mut story, &fields);
    texts(&mut story, &fields, &kind);
    place(&mut story, &fields, &kind);
    if story.headline.is_empty() && story.body.is_empty() && story.captions.is_empty() {
        if kind != "text" {
            return Item::NotAStory("a picture, film or sound without headline or caption (AP)");
        }
        return Item::Unreadable("no story: neither a headline nor a caption".into());
    }
    Item::Story(Box::new(story))
}

fn identity(story: &mut Story, fields: &Fields<'_>, hints: &Hints) {
    let ids = fields.get("altids").and_then(Value::as_object).map(Fields::of);
    let id = ids.map(|ids| ids.line(&["itemid"])).unwrap_or_default();
    story.id = if id.is_empty() { fields.line(&["uri"]) } else { id };
    story.version = Some(fields.line(&["version"])).filter(|version| !version.is_empty());
    fields.dates(story, &["firstcreated"], &["versioncreated"], hints);
    fields.embargo(story, &["embargoed", "embargoeduntil", "releasedatetime"], hints);
    lifecycle::pubstatus(story, &fields.line(&["pubstatus"]));
    // A date says the same, and until when.
    if story.status == Status::Embargoed && story.embargo.is_some() {
        story.status = Status::Usable;
    }
    let words = fields.list("editorialtypes").into_iter().chain(fields.list("profile"));
    for word in words.chain(fields.list("editorialrole")) {
        lifecycle::kind(story, &values::line(word));
    }
    fields.common(story);
}

/// The long headline is the first sentence of the story more often than not: it leaves a note.
fn headline(story: &mut Story, fields: &Fields<'_>) {
    story.headline = fields.line(&["headline", "headlineextended", "title"]);
    let long = fields.line(&["headlineextended"]);
    if !long.is_empty() && long != story.headline {
        story.note("second-headline", None, format!("extended: {long}"));
    }
}

fn credits(story: &mut Story, fields: &Fields<'_>, kind: &str) {
    let by: Vec<Value> = fields.objects("bylines").iter().map(|by| Value::String(by.line(&["by"]))).collect();
    let mut by = values::byline(&Value::Array(by));
    let photographer =
        fields.objects("photographer").first().map(|by| by.line(&["name"])).unwrap_or_default();
    if by.is_empty() && kind == "picture" {
        by.clone_from(&photographer);
    }
    if !by.is_empty() {
        story.byline = Some(keys::plain_byline(&by));
    }
    people(story, [photographer].into_iter(), Role::Creator);
    let provider = fields.line(&["provider"]);
    let sources: Vec<String> = fields.objects("infosource").iter().map(|by| by.line(&["name"])).collect();
    let agency = if provider.is_empty() { sources.first().cloned().unwrap_or_default() } else { provider };
    if !agency.is_empty() {
        story.agency = Some(keys::agency(&agency));
    }
    for source in sources {
        if story.agency.as_deref() != Some(keys::agency(&source).as_str()) {
            story.note("information-source", None, source);
        }
    }
}

/// AP's machine adds what a subject or place is part of; only what it names itself is taken.
fn is_named(concept: &Fields<'_>) -> bool {
    let rels: Vec<String> = concept.list("rels").into_iter().map(values::line).collect();
    rels.is_empty() || rels.iter().any(|rel| !matches!(rel.as_str(), "ancestor" | "inferred"))
}

fn subjects(story: &mut Story, fields: &Fields<'_>) {
    let named = |key: &str| -> Vec<String> {
        let concepts = fields.objects(key).into_iter().filter(is_named);
        concepts.map(|concept| concept.line(&["name"])).filter(|name| !name.is_empty()).collect()
    };
    people(story, named("person").into_iter(), Role::Subject);
    values::extend(&mut story.places, named("place"));
    values::extend(&mut story.organisations, named("organisation"));
    values::extend(&mut story.keywords, fields.get("keywords").map(values::list).unwrap_or_default());
    for subject in fields.objects("subject").iter().filter(|subject| is_named(subject)) {
        let rels: Vec<String> = subject.list("rels").into_iter().map(values::line).collect();
        let name = subject.line(&["name", "code"]);
        if !rels.iter().any(|rel| rel.ends_with("category")) {
            values::extend(&mut story.keywords, vec![name]);
            continue;
        }
        if subject.line(&["code"]).eq_ignore_ascii_case("v") && story.kind == Kind::Story {
            story.kind = Kind::Advisory;
        }
        values::extend(&mut story.desk_raw, vec![name]);
    }
}

fn texts(story: &mut Story, fields: &Fields<'_>, kind: &str) {
    let caption = fields.line(&["descriptioncaption"]);
    if !caption.is_empty() {
        let line = fields.line(&["descriptioncreditline"]);
        let by = story.byline.clone().filter(|_| kind == "picture").unwrap_or_default();
        let names: Vec<&str> =
            [by.as_str(), line.as_str()].into_iter().filter(|name| !name.is_empty()).collect();
        let known = line.to_lowercase().contains(&by.to_lowercase());
        let credit = if known { line.clone() } else { names.join(" / ") };
        story
            .captions
            .push(Caption { text: caption, credit: Some(credit).filter(|credit| !credit.is_empty()) });
    }
    for key in ["bodyhtml", "bodynitf", "bodytext", "body"] {
        if let Some(Value::String(text)) = fields.get(key) {
            body(story, text, text.contains('<'));
        }
    }
    let summary = fields.line(&["descriptionsummary"]);
    let renditions = fields.get("renditions").and_then(Value::as_object);
    if story.body.is_empty() && kind == "text" {
        let has_nitf = renditions.is_some_and(|all| all.contains_key("nitf"));
        let place = if has_nitf { "in a NITF file" } else { "elsewhere" };
        let instead = if summary.is_empty() { "" } else { "; this is its summary" };
        story.note("text-elsewhere", None, format!("the text is {place}{instead}"));
        body(story, &summary, false);
    } else if !summary.is_empty() && !story.body.starts_with(&summary) {
        story.note("summary", None, summary);
    }
    let related = fields.named("associations").len();
    if related > 0 {
        story.note("related-items", None, format!("{related} items go with it"));
    }
}

/// Where a text was filed; a picture was taken where its dateline says.
fn place(story: &mut Story, fields: &Fields<'_>, kind: &str) {
    let parts = fields.objects("datelinelocation");
    let city = parts.first().map(|part| part.line(&["city"])).unwrap_or_default();
    if kind == "picture" {
        values::extend(&mut story.places, vec![city]);
    } else {
        located(story, fields.line(&["located"]));
        if story.dateline.is_none() && story.body.is_empty() {
            values::extend(&mut story.places, vec![city]);
        }
    }
}
