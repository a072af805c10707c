//! JSON Feed 1 and 1.1: one story an item.

use super::feed_items::{Holds, Item, Output, Text, resolve, title};
use super::json::{sweep, values};
use super::{Format, Head, Input, Sink, page};
use crate::error::{Error, ErrorKind, Result};
use crate::source::decode::decode;
use serde_json::{Map, Value};

/// The row.
pub const FORMAT: Format = Format {
    name: "json-feed",
    about: "JSON Feed",
    extensions: &["json"],
    carries: &[
        "id",
        "headline",
        "byline",
        "published",
        "updated",
        "agency",
        "keywords",
        "lang",
        "sections",
        "url",
    ],
    many: true,
    version: 3,
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let text = head.text.trim_start_matches('\u{feff}').trim_start();
    let start: String = text.chars().take(4_000).collect::<String>().replace("\\/", "/");
    (text.starts_with('{') && start.contains("://jsonfeed.org/version/"))
        .then_some("JSON with the version of JSON Feed")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let bytes = page::bytes(input.bytes)?;
    let decoded = decode(&bytes, None);
    let feed: Map<String, Value> = serde_json::from_str(decoded.text.trim_start_matches('\u{feff}'))
        .map_err(|error| {
            Error::new(ErrorKind::Format, format!("not a JSON Feed: {error}")).at_line(error.line() as u64)
        })?;
    let Some(Value::Array(items)) = feed.get("items") else {
        return Err(Error::new(ErrorKind::Format, "a JSON Feed without `items`"));
    };
    let mut out = Output::new(sink);
    for value in items {
        let Value::Object(object) = value else {
            out.passed_over("a feed item that is no object");
            continue;
        };
        if out.item(item(object, &feed, input)).is_break() {
            return Ok(());
        }
    }
    out.end();
    Ok(())
}

fn line(object: &Map<String, Value>, key: &str) -> String {
    object.get(key).map(values::line).unwrap_or_default()
}

/// `authors` of 1.1, `author` of 1.
fn authors(object: &Map<String, Value>) -> Vec<String> {
    let listed = object.get("authors").and_then(Value::as_array).into_iter().flatten();
    listed.chain(object.get("author")).map(values::line).filter(|name| !name.is_empty()).collect()
}

/// Keys whose text is taken up with the item: texts, of which the others leave notes, and names.
const READ: &[&str] = &["content_html", "content_text", "summary", "title", "authors", "author", "tags"];

fn item(object: &Map<String, Value>, feed: &Map<String, Value>, input: &Input<'_>) -> Item {
    let mut item = Item::default();
    let home = line(feed, "home_page_url");
    let said = ["url", "external_url"].iter().map(|key| line(object, key)).find(|url| !url.is_empty());
    item.story.url = said.map(|url| resolve(Some(&home), &url));
    item.story.id = line(object, "id");
    item.story.headline = object.get("title").and_then(Value::as_str).map(title).unwrap_or_default();
    let dates =
        |key: &str| Some(line(object, key)).filter(|date| !date.is_empty()).into_iter().collect::<Vec<_>>();
    item.date(&dates("date_published"), false, input);
    item.date(&dates("date_modified"), true, input);
    item.authors = authors(object);
    if item.authors.is_empty() {
        item.authors = authors(feed);
    }
    item.story.keywords = object.get("tags").map(values::list).unwrap_or_default();
    item.texts.extend(
        object.get("content_html").and_then(Value::as_str).map(|text| Text::any(Holds::Content, text)),
    );
    item.texts.extend(
        object.get("content_text").and_then(Value::as_str).map(|text| Text::plain(Holds::Content, text)),
    );
    item.texts
        .extend(object.get("summary").and_then(Value::as_str).map(|text| Text::plain(Holds::Teaser, text)));
    item.story.agency = Some(line(feed, "title"));
    let language = [line(object, "language"), line(feed, "language")];
    item.story.lang = language.iter().map(|text| values::language(text)).find(|code| !code.is_empty());
    sweep::note(&mut item.story, object, READ);
    item
}
