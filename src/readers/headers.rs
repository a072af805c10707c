//! Text under header lines: `Headline: …`, `Date: …`, then a blank line and the copy.
//!
//! The lines may come in any order and go on over indented lines. What the names mean is in `keys`.

use super::{Format, Head, Input, Sink, keys, page, plain};
use crate::error::Result;
use crate::story::Story;

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "text-headers",
    about: "text under header lines such as Headline: and Date:",
    extensions: &["txt"],
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
        "url",
    ],
    many: false,
    version: 3,
    sniff,
    read,
};

/// Lines of a header block.
const MOST: usize = 60;

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let text = head.text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    let block = || text.lines().take(12).take_while(|line| !line.trim().is_empty());
    let named = block().filter_map(pair).filter(|(name, _)| keys::is_known(name)).count();
    (named >= 2 && text.lines().next().and_then(pair).is_some()).then_some("header lines")
}

/// `Name: value`; the name is one to three words of letters.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let letters = name.len() <= 24
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b' '))
        && name.split(' ').count() <= 3;
    let parted = value.is_empty() || value.starts_with([' ', '\t']);
    (letters && parted).then_some((name, value.trim()))
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let bytes = page::bytes(input.bytes)?;
    let mut story = Story::default();
    let text = page::text(&bytes, declared(&bytes), &mut story);
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().take_while(|line| line.trim().is_empty()).count();
    let end = first + lines[first..].iter().take(MOST).take_while(|line| !line.trim().is_empty()).count();
    for (name, value, line) in block(&lines[first..end]) {
        keys::apply(&mut story, name, &[value], Some((first + line) as u64 + 1), input.hints);
    }
    plain::copy(&mut story, &lines[end..], end as u64 + 1, input.hints);
    page::from_path(&mut story, input.name);
    let _ = sink.story(story);
    Ok(())
}

/// The charset that the header lines declare, if one does.
fn declared(bytes: &[u8]) -> Option<&str> {
    bytes.split(|b| *b == b'\n').take(MOST).take_while(|line| !line.trim_ascii().is_empty()).find_map(
        |line| {
            let (name, value) = pair(std::str::from_utf8(line).ok()?.trim_end())?;
            let value = value.rsplit("charset=").next()?.trim_matches(['"', ' ', ';']);
            keys::is_charset(name).then_some(value)
        },
    )
}

/// Names and values with the index of their line; lines that are no pair go on with the one before.
fn block<'t>(lines: &[&'t str]) -> Vec<(&'t str, String, usize)> {
    let mut pairs: Vec<(&str, String, usize)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let goes_on = line.starts_with([' ', '\t']);
        match (pair(line).filter(|_| !goes_on), pairs.last_mut()) {
            (Some((name, value)), _) => pairs.push((name, value.to_owned(), at)),
            (None, Some((_, value, _))) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (None, None) => {}
        }
    }
    pairs
}
