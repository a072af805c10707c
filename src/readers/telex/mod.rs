//! Telex messages between ZCZC and NNNN, as AAP and others leave them in files.
//!
//! Above the copy stand coded lines, a sign and its value (`$` category or headline, `:` keyword, `*`
//! format …; `telex_lines` knows them); below it the service that sent it. NNNN is often missing.

pub(super) mod lines;

use crate::date::wire::Hints;
use crate::enrich::dateline::find;
use crate::error::{Error, ErrorKind, Result};
use crate::readers::frames::{self, Frame, Framing, SOH};
use crate::readers::prose::Prose;
use crate::readers::{Format, Head, Input, Sink, opening, page, trailer};
use crate::source::decode::{clean, decode};
use crate::story::{Kind, Story};
use std::borrow::Cow;

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "telex",
    about: "telex messages, ZCZC to NNNN, and result sheets with a coded first line",
    extensions: &["tst", "txt"],
    carries: &["kind", "headline", "dateline", "published", "agency", "places", "keywords", "desk", "slug"],
    many: true,
    version: 3,
    sniff,
    read,
};

const FRAMING: Framing =
    Framing { opens, closes: |line| line.trim_ascii().starts_with(b"NNNN"), header: "ZCZC" };

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let mut lines =
        head.bytes.split(|b| matches!(b, b'\n' | b'\r')).filter(|line| !line.trim_ascii().is_empty());
    if lines.clone().take(3).any(is_zczc) {
        return Some("ZCZC line");
    }
    lines.next().is_some_and(is_sheet).then_some("result sheet with a coded first line")
}

fn is_zczc(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.strip_prefix(b"ZCZC").is_some_and(|rest| rest.first().is_none_or(|b| !b.is_ascii_alphanumeric()))
}

/// `SOH SHDRACE: CANTERBURY US 6 US N …`: fields parted by unit separators.
fn is_sheet(line: &[u8]) -> bool {
    line.first() == Some(&SOH) && line.iter().filter(|b| **b == 0x1f).count() >= 3
}

fn opens(line: &[u8], _fresh: bool) -> bool {
    is_zczc(line) || is_sheet(line)
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let (name, hints) = (input.name, input.hints);
    frames::each(input.bytes, &FRAMING, sink, |frame| story(frame, name, hints))
}

fn story(frame: &Frame<'_>, name: &str, hints: &Hints) -> Result<Story> {
    let mut story = Story::default();
    let first = frame.bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let sheet = is_sheet(first);
    let text = page::text(frame.bytes, None, &mut story);
    let lines: Vec<Cow<'_, str>> = text.lines().map(page::without_inner_tabs).collect();
    let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    if sheet {
        let fields: Vec<String> =
            first.get(1..).unwrap_or_default().split(|b| *b == 0x1f).map(field).collect();
        lines::sheet(&mut story, &fields, frame.line);
    } else {
        lines::service(&mut story, lines.first().copied().unwrap_or(""));
    }
    let start = 1 + lines::coded(&mut story, lines.get(1..).unwrap_or_default(), frame.line + 1, hints);
    let end = lines
        .iter()
        .rposition(|line| line.trim_start().starts_with("NNNN"))
        .unwrap_or(lines.len())
        .max(start);
    let end = start
        + lines::sign_off(&mut story, lines.get(start..end).unwrap_or_default(), frame.line + start as u64);
    copy(&mut story, lines.get(start..end).unwrap_or_default(), frame.line + start as u64, hints);
    if story.dateline.is_some() && find(&story.body, None).is_some() {
        // That of the copy says more than the place above it.
        story.dateline = None;
    }
    if story.body.is_empty() && story.headline.is_empty() {
        return Err(Error::new(ErrorKind::Format, "no text between ZCZC and NNNN"));
    }
    page::from_path_date(&mut story, name);
    if story.published.is_none() {
        story.note("no-date", Some(frame.line), "neither the message nor its path has a date with a year");
    }
    Ok(story)
}

/// A field of a sheet's first line on one line, without control characters.
fn field(bytes: &[u8]) -> String {
    let text = decode(bytes, None).text;
    clean(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn copy(story: &mut Story, lines: &[&str], first: u64, hints: &Hints) {
    let lines: Vec<&str> = lines.iter().map(|line| lines::unmarked(line)).collect();
    let end = trailer::cut(story, &lines, first, hints, trailer::From::Wire);
    let start = opening::take(story, &lines[..end], first, hints).min(end);
    let copy = &lines[start..end];
    let marked = story.kind == Kind::Table;
    let mut prose = Prose::of(copy);
    for block in copy.split(|line| line.trim().is_empty()) {
        let list = marked || is_list(block);
        for line in block {
            if list { prose.row(line) } else { prose.line(line) }
        }
        prose.line("");
    }
    prose.finish(story);
}

/// Lines that stop long before a teleprinter's margin, or hold columns, are a list, not wrapped text.
fn is_list(block: &[&str]) -> bool {
    const SHORT: usize = 50;
    const FEWEST: usize = 3;
    let columns = block.iter().filter(|line| line.trim().contains("   ")).count();
    let short = block.iter().all(|line| line.trim().len() < SHORT);
    block.len() >= FEWEST && (short || columns * 2 >= block.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_a_message() {
        for line in ["ZCZC", "   ZCZC AAP", "ZCZC FMG000", "\x01SHDRACE: OXTOWN\x1f6\x1fN\x1fN"] {
            assert!(opens(line.as_bytes(), false), "{line:?}");
        }
        for line in ["ZCZCX", "see ZCZC", "\x01eca0001 3 i 380", ""] {
            assert!(!opens(line.as_bytes(), false), "{line:?}");
        }
    }
}
