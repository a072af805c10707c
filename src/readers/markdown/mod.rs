//! Markdown with YAML (`---`) or TOML (`+++`) front matter, and Markdown without.
//!
//! The front matter fills the fields that `keys` knows; the text loses its mark-up. Front matter
//! that does not parse is read line by line, with a note: the words under it are not broken.

pub(super) mod text;

use crate::date::wire::Hints;
use crate::error::Result;
use crate::readers::{Format, Head, Input, Sink, keys, page};
use crate::story::Story;
use serde_json::Value;

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "markdown",
    about: "Markdown, with YAML or TOML front matter or without",
    extensions: &["md", "markdown", "mdown"],
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
    many: false,
    version: 3,
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let text = head.text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    if front_matter(text).is_some_and(|front| front.text.lines().any(|line| line.contains([':', '=']))) {
        return Some("front matter");
    }
    let extension = head.name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let named = FORMAT.extensions.iter().any(|known| extension.eq_ignore_ascii_case(known));
    let titled = text.starts_with("# ") && text.lines().nth(1).is_some_and(|line| line.trim().is_empty());
    if titled {
        return Some("a # heading");
    }
    named.then_some("file name")
}

/// What stands between the fences.
struct Front<'t> {
    text: &'t str,
    toml: bool,
    /// Lines before the text below, fences included.
    lines: usize,
    rest: &'t str,
}

fn front_matter(text: &str) -> Option<Front<'_>> {
    let first = text.lines().next()?.trim_end();
    let toml = first == "+++";
    if !toml && first != "---" {
        return None;
    }
    let start = text.find('\n')? + 1;
    let mut at = start;
    for (n, line) in text[start..].split_inclusive('\n').enumerate() {
        let fence = line.trim_end();
        if fence == first || !toml && fence == "..." {
            return Some(Front {
                text: &text[start..at],
                toml,
                lines: n + 2,
                rest: &text[at + line.len()..],
            });
        }
        at += line.len();
    }
    None
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let bytes = page::bytes(input.bytes)?;
    let mut story = Story::default();
    let text = page::text(&bytes, None, &mut story);
    let text = text.trim_start_matches(['\n', ' ']);
    let mut rest = (text, 0);
    if let Some(front) = front_matter(text) {
        fill(&mut story, &front, input.hints);
        rest = (front.rest, front.lines);
    }
    text::fill(&mut story, rest.0, rest.1 as u64 + 1, input.hints);
    if story.body.is_empty() && story.headline.is_empty() {
        return Ok(());
    }
    page::from_path(&mut story, input.name);
    let _ = sink.story(story);
    Ok(())
}

/// Bytes of front matter that its parser is asked to take in whole.
const LONGEST: usize = 256 << 10;

fn fill(story: &mut Story, front: &Front<'_>, hints: &Hints) {
    let parsed = match front.text.len() {
        0..=LONGEST => {
            if front.toml {
                from_toml(front.text)
            } else {
                from_yaml(front.text)
            }
        }
        _ => Err(format!("it is longer than {LONGEST} bytes")),
    };
    match parsed {
        Ok(Value::Object(pairs)) => {
            for (name, value) in &pairs {
                keys::apply(story, name, &texts(value), line_of(front.text, name), hints);
            }
        }
        Ok(_) => story.note("front-matter-unread", Some(1), "the front matter is no list of keys"),
        Err(reason) => {
            story.note("front-matter-unread", Some(1), format!("read line by line, for {reason}"));
            by_line(story, front.text, hints);
        }
    }
}

fn from_toml(text: &str) -> Result<Value, String> {
    let table: toml::Table = toml::from_str(text).map_err(|e| e.message().to_owned())?;
    Ok(plain_toml(toml::Value::Table(table)))
}

/// TOML dates become text.
fn plain_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(plain_toml).collect()),
        toml::Value::Table(table) => table.into_iter().map(|(name, item)| (name, plain_toml(item))).collect(),
        toml::Value::String(text) => Value::String(text),
        other => Value::String(other.to_string()),
    }
}

fn from_yaml(text: &str) -> Result<Value, String> {
    serde_saphyr::from_str(text).map_err(|e| e.to_string().lines().next().unwrap_or("bad YAML").to_owned())
}

/// The texts in a value: a list's items, a name out of `{name: …}`.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.trim().to_owned()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(pairs) => {
            let named = ["name", "title", "headline", "value", "text", "label"]
                .iter()
                .find_map(|key| pairs.get(*key));
            named.map_or_else(|| pairs.values().flat_map(texts).collect(), texts)
        }
        other => vec![other.to_string()],
    }
}

fn line_of(text: &str, name: &str) -> Option<u64> {
    let at = text.lines().position(|line| line.trim_start_matches(['"', '\'']).starts_with(name))?;
    Some(at as u64 + 2)
}

/// Reads `key: value` lines of front matter that does not parse.
fn by_line(story: &mut Story, text: &str, hints: &Hints) {
    for (at, line) in text.lines().enumerate() {
        let Some((name, value)) = line.split_once([':', '=']) else { continue };
        let value = value.trim().trim_matches(['"', '\'', '[', ']']).trim();
        if keys::is_known(name) && !line.starts_with([' ', '\t']) {
            keys::apply(story, name, &[value.to_owned()], Some(at as u64 + 2), hints);
        }
    }
}
