//! Plain agency text: one story, no mark-up but the customs of the trade.
//!
//! What stands above and below the copy goes to its fields; the copy, dateline and all, is the
//! body. It takes any text that nothing else has claimed.

use super::{Format, Head, Input, Sink, opening, page, prose::Prose, trailer};
use crate::date::wire::Hints;
use crate::error::Result;
use crate::story::Story;

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "text",
    about: "plain text of one story: headline, byline, dateline, paragraphs",
    extensions: &["txt", "text", "asc", "tst"],
    carries: &[
        "version",
        "kind",
        "headline",
        "byline",
        "published",
        "updated",
        "agency",
        "desk",
        "slug",
        "copyright",
    ],
    many: false,
    version: 3,
    sniff,
    read,
};

fn sniff(_head: &Head<'_>) -> Option<&'static str> {
    Some("plain text")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let bytes = page::bytes(input.bytes)?;
    let mut story = Story::default();
    let text = page::text(&bytes, None, &mut story);
    let lines: Vec<&str> = text.lines().collect();
    copy(&mut story, &lines, 1, input.hints);
    if story.body.is_empty() && story.headline.is_empty() {
        return Ok(());
    }
    page::from_path(&mut story, input.name);
    let _ = sink.story(story);
    Ok(())
}

/// Reads lines of copy into the story: what stands above, below and between. `first` is the number
/// of the first of the lines.
pub(super) fn copy(story: &mut Story, lines: &[&str], first: u64, hints: &Hints) {
    let end = trailer::cut(story, lines, first, hints, trailer::From::Anyone);
    let start = opening::take(story, &lines[..end], first, hints).min(end);
    let copy = &lines[start..end];
    let mut prose = Prose::of(copy);
    prose.lines(copy);
    prose.finish(story);
}
