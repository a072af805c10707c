//! The `.story` files of the CNN and Daily Mail sets: paragraphs, then `@highlight` blocks.
//!
//! The highlights are a summary by the site's editors and no part of the copy, so they become a note;
//! there is no headline. Daily Mail pages begin with their byline and dates, one word a line
//! (handbook 3.2).

use super::prose::Prose;
use super::{Format, Head, Input, Sink, keys, page};
use crate::date::wire::{self, Hints};
use crate::enrich::dateline;
use crate::error::Result;
use crate::story::Story;

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "cnn-story",
    about: "CNN and Daily Mail .story files",
    extensions: &["story"],
    carries: &["byline", "published", "updated"],
    many: false,
    version: 2,
    sniff,
    read,
};

/// The line before each highlight.
const MARK: &str = "@highlight";

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let marks = head.text.lines().filter(|line| line.trim() == MARK).count();
    // A text about the format names it once, in the middle of something.
    let follows = head.text.lines().skip_while(|line| line.trim() != MARK).nth(1);
    (marks > 0 && follows.is_some_and(|line| line.trim().is_empty())).then_some("@highlight blocks")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let bytes = page::bytes(input.bytes)?;
    let mut story = Story::default();
    let text = page::text(&bytes, None, &mut story);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let end = lines.iter().position(|line| *line == MARK).unwrap_or(lines.len());
    let start = opening(&mut story, &lines[..end], input.hints);
    let mut copy = Prose::of(&[]);
    for line in lines[start..end].iter().filter(|line| !is_scrap(line)) {
        copy.paragraph(line);
    }
    copy.finish(&mut story);
    let highlights: Vec<&str> =
        lines[end..].iter().copied().filter(|l| !l.is_empty() && *l != MARK).collect();
    if !highlights.is_empty() {
        story.note("summary", Some(end as u64 + 1), highlights.join("; "));
    }
    let _ = sink.story(story);
    Ok(())
}

/// Empty lines, and the bars and full stops that a page's furniture left.
fn is_scrap(line: &str) -> bool {
    line.is_empty() || line.bytes().all(|b| matches!(b, b'.' | b'|' | b' '))
}

/// Labels of dates.
const DATES: &[&str] = &["published", "updated", "last updated", "created"];

/// `By`, a name; `PUBLISHED:`, a date; `UPDATED:`, a date: each on its own line, with scraps between.
/// Returns the line on which the copy starts.
fn opening(story: &mut Story, lines: &[&str], hints: &Hints) -> usize {
    let mut filled = (0..lines.len()).filter(|&at| !is_scrap(lines[at])).peekable();
    while let Some(&at) = filled.peek() {
        let next = filled.clone().nth(1).and_then(|next| lines.get(next)).copied();
        if one_line(story, lines[at], next.unwrap_or(""), hints) {
            filled.next();
            continue;
        }
        let label = lines[at].trim_end_matches([':', '.', ' ']).to_ascii_lowercase();
        if label != "by" && !DATES.contains(&label.as_str()) {
            return at;
        }
        filled.next();
        let Some(value) = filled.next().map(|at| lines[at].trim_end_matches(['.', ' '])) else { break };
        let stamp = wire::parse(value, hints);
        match label.as_str() {
            "by" => story.byline = Some(keys::plain_byline(value)),
            _ if stamp.is_none() => story.note("date-unreadable", Some(at as u64 + 1), value),
            "published" | "created" => story.published = stamp,
            _ => story.updated = stamp,
        }
    }
    if lines.iter().all(|line| is_scrap(line)) { 0 } else { lines.len() }
}

/// Some pages keep label and value together: `By Jane Sample`, then `PUBLISHED: 08:12 EST, 10 April 2013`.
fn one_line(story: &mut Story, line: &str, next: &str, hints: &Hints) -> bool {
    let dated = |line: &str| {
        let label = line.split(':').next().unwrap_or("").trim();
        DATES.iter().any(|known| label.eq_ignore_ascii_case(known))
    };
    if story.byline.is_none() && dated(next) {
        story.byline = dateline::byline(line);
        return story.byline.is_some();
    }
    let value = line.split_once(':').map_or("", |(_, value)| value.trim());
    let Some(stamp) = wire::parse(value, hints).filter(|_| dated(line)) else { return false };
    let updated = line.to_ascii_lowercase().contains("updated:");
    *(if updated { &mut story.updated } else { &mut story.published }) = Some(stamp);
    true
}
