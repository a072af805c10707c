//! JSON of no news standard: one article, an array of them, an object around such an array, or
//! JSON Lines. What a file is cut into is [`items`]; which key means what is
//! [`mod@story`].

pub(super) mod cutter;
pub(super) mod fields;
pub(super) mod items;
pub(super) mod story;
pub mod sweep;
mod unread;
pub(super) mod values;

use crate::error::Result;
use crate::readers::{Format, Head, Input, Sink};
use items::{Item, Layout, Shape};
use story::{Looks, articles, looks, story};

/// The row of JSON Lines.
pub const LINES: Format = Format {
    name: "json-lines",
    about: "JSON Lines, one article a line",
    extensions: &["jsonl", "ndjson"],
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
        "url",
    ],
    many: true,
    version: 3,
    sniff: sniff_lines,
    read: read_lines,
};

/// The row of JSON.
pub const FORMAT: Format = Format {
    name: "json",
    about: "JSON, an article or an array of articles",
    extensions: &["json"],
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
        "url",
    ],
    many: true,
    version: 3,
    sniff,
    read,
};

fn sniff_lines(head: &Head<'_>) -> Option<&'static str> {
    let text = head.text.trim_start_matches(['\u{feff}', ' ', '\n', '\r']);
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let named =
        LINES.extensions.iter().any(|ext| head.name.to_ascii_lowercase().ends_with(&format!(".{ext}")));
    let more = rest.trim_start().starts_with('{');
    let object = first.starts_with('{') && (first.trim_end().ends_with('}') || (named && rest.is_empty()));
    (object && (named || more) && looks(first) == Looks::Article)
        .then_some("lines of JSON objects with article keys")
}

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let text = head.text.trim_start_matches('\u{feff}').trim_start();
    (text.starts_with(['{', '[']) && looks(text) != Looks::Other).then_some("JSON with article keys")
}

/// An article by its keys.
const ARTICLE: Shape = Shape {
    open: articles,
    item: |object, hints| match story(object, hints) {
        Some(story) => Item::Story(Box::new(story)),
        None => Item::Unreadable("not an article: neither headline nor text".into()),
    },
    kept_back: None,
};

fn read_lines(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    items::read(input, sink, &ARTICLE, Layout::Lines)
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    items::read(input, sink, &ARTICLE, Layout::Stream)
}
