//! The Washington Post collection of TREC: JSON Lines, an article a line, its text in typed blocks.
//!
//! Dates are milliseconds, any value may be null, and the same article may come twice
//! (handbook 3.2). The blocks themselves are read by [`crate::readers::json::values`].

use super::json::fields::Fields;
use super::json::items::{self, Item, Layout, Opened, Shape};
use super::json::story::keys as keys_at;
use super::json::values;
use super::{Format, Head, Input, Sink, keys};
use crate::date::wire::Hints;
use crate::error::Result;
use crate::story::Story;
use serde_json::{Map, Value};

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "wapo",
    about: "TREC Washington Post collection",
    extensions: &["jl", "jsonl"],
    carries: &[
        "id",
        "headline",
        "byline",
        "dateline",
        "published",
        "agency",
        "desk",
        "sections",
        "captions",
        "url",
    ],
    many: true,
    version: 2,
    sniff,
    read: |input: &mut Input<'_>, sink: &mut dyn Sink| -> Result<()> {
        items::read(input, sink, &SHAPE, Layout::Either)
    },
};

const SHAPE: Shape = Shape { open: Opened::Item, item, kept_back: Some(&[]) };

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let text = head.text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let found = keys_at(text.trim_start_matches('[').trim_start(), 1);
    let has = |key: &str| found.contains(&key);
    let own = has("article_url") || has("published_date");
    // A first line longer than the head may show its blocks only.
    let blocks = has("contents") && text.contains("\"sanitized_html\"");
    (blocks && own || has("article_url") && has("published_date") && has("contents"))
        .then_some("JSON with the keys of the Washington Post collection")
}

fn item(object: &Map<String, Value>, hints: &Hints) -> Item {
    let fields = Fields::of(object);
    let mut story = Story { id: fields.line(&["id"]), headline: fields.line(&["title"]), ..Story::default() };
    let url = fields.line(&["articleurl"]);
    story.url = Some(url).filter(|url| !url.is_empty());
    story.byline = fields.get("author").map(values::byline).filter(|name| !name.is_empty());
    fields.dates(&mut story, &["publisheddate"], &["updateddate", "lastupdateddate"], hints);
    if let Some(blocks) = fields.get("contents") {
        values::body(&mut story, blocks, hints);
    }
    story.byline = story.byline.map(|by| keys::plain_byline(&by));
    let source = fields.line(&["source"]);
    story.agency =
        Some(keys::agency(source.strip_prefix("The ").unwrap_or(&source))).filter(|name| !name.is_empty());
    if story.headline.is_empty() && story.body.is_empty() {
        return Item::Unreadable("no story: neither a title nor a text".into());
    }
    Item::Story(Box::new(story))
}
