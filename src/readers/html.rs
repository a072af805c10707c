//! Web pages of news sites: what they say of themselves, and their main text.

use super::html_tame::tame;
use super::{Format, Head, Input, Sink, html_filter, html_prune, html_text};
use crate::error::{Error, ErrorKind, Result};
use crate::source::decode::{clean, declared_in, decode};
use crate::source::stream_error;
use crate::story::Story;
use dom_query::Document;
use std::io::Read;

/// The row.
pub const FORMAT: Format = Format {
    name: "html",
    about: "web pages of news sites",
    extensions: &["html", "htm", "xhtml"],
    many: false,
    version: 1,
    sniff,
    read,
};

/// Bytes of one page.
const LONGEST: u64 = 64 << 20;

/// Bytes of one page without its scripts.
const LONGEST_TAMED: usize = 16 << 20;

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let text = head.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let start: String = text.chars().take(300).collect::<String>().to_ascii_lowercase();
    let opens = ["<!doctype html", "<html", "<head", "<script type=\"application/ld+json", "<body", "<meta "];
    opens.iter().any(|open| start.starts_with(open)).then_some("an HTML page")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let mut bytes = Vec::new();
    input.bytes.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|e| stream_error(&e))?;
    let decoded = decode(&bytes, declared_in(&bytes));
    let text = clean(&decoded.text);
    let tamed = tame(&text);
    if bytes.len() as u64 > LONGEST || tamed.page.len() > LONGEST_TAMED {
        return Err(Error::new(ErrorKind::Limit, "the page is longer than 16 MiB without its scripts"));
    }
    let page = Document::from(tamed.page);
    let mut story = Story::default();
    let captions = html_prune::prune(&page);
    let blocks = html_text::main_text(page);
    let found = html_filter::filter(blocks, &story.headline, &[], input.hints);
    story.captions = captions.into_iter().chain(found.captions).collect();
    (story.body, story.sections) = html_text::body(&found.blocks);
    let _ = sink.story(story);
    Ok(())
}
