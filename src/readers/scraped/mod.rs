//! The text of a scraped web page: picture, credit and caption, a date line, copy with subheads
//! stuck to their paragraphs, a copyright line, and the page's junk after it (handbook 7).
//!
//! It goes by the shape of the lines, not by the words of one site.

pub(super) mod parts;

use crate::date::wire::Hints;
use crate::enrich::dateline;
use crate::error::Result;
use crate::readers::opening::{Label, agency_of, labelled_date, unmarked};
use crate::readers::prose::Prose;
use crate::readers::{Format, Head, Input, Sink, opening, page, trailer};
use crate::story::Story;
use parts::Media;

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "scraped-page",
    about: "the text of a web page: credit, caption, date line, subheads, copyright",
    extensions: &["txt"],
    carries: &[
        "headline",
        "byline",
        "published",
        "updated",
        "agency",
        "people",
        "sections",
        "captions",
        "copyright",
    ],
    many: false,
    version: 2,
    sniff,
    read,
};

/// Lines, blank ones left out, in which the date line is looked for.
const TOP: usize = 15;

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let hints = Hints::default();
    let (mut dated, mut marks) = (false, 0);
    for line in head.text.lines().map(str::trim).filter(|line| !line.is_empty()).take(TOP) {
        if let Some(twice) = dated_line(line, &hints).map(|date| date.twice) {
            if twice {
                return Some("a date line with a local and a UTC time");
            }
            marks += usize::from(!dated);
            dated = true;
        } else if parts::image(line).is_some() || parts::credit(line).is_some() || parts::is_chrome(line) {
            marks += 1;
        }
    }
    (dated && marks >= 2).then_some("a date line beside a picture credit or page buttons")
}

/// A date line of a page.
struct Dated {
    label: Label,
    stamps: parts::Stamps,
    twice: bool,
}

/// `updated 8/8/2007 11:54:45 AM ET 2007-08-08T15:54:45`, `Published: August 8, 2007`.
fn dated_line(line: &str, hints: &Hints) -> Option<Dated> {
    if line.len() > 140 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let word = line.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty())?.to_ascii_lowercase();
    let label = match word.as_str() {
        "updated" | "last" | "modified" => Label::Updated,
        "published" | "posted" | "created" | "first" => Label::Published,
        _ => return None,
    };
    if let Some(stamps) = parts::two_stamps(line, hints) {
        return Some(Dated { label, stamps, twice: true });
    }
    let (label, stamp) = labelled_date(line, hints)?;
    Some(Dated { label, stamps: parts::Stamps { stamp, notes: Vec::new() }, twice: false })
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let bytes = page::bytes(input.bytes)?;
    let mut story = Story::default();
    let text = page::text(&bytes, None, &mut story);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let start = top(&mut story, &lines, input.hints);
    let end = bottom(&mut story, &lines, start);
    let end = start
        + trailer::cut(&mut story, &lines[start..end], start as u64 + 1, input.hints, trailer::From::Anyone);
    body(&mut story, &lines[start..end], start as u64 + 1);
    if story.published.is_none() && story.updated.is_some() {
        story.note("published-from-updated", None, "the page gives only the time of its last change");
        story.published.clone_from(&story.updated);
    }
    page::from_path(&mut story, input.name);
    let _ = sink.story(story);
    Ok(())
}

/// Takes what stands above the copy; says where the copy starts. Without a date line, that is the
/// first line that is neither headline, byline nor picture.
fn top(story: &mut Story, lines: &[&str], hints: &Hints) -> usize {
    let filled = lines.iter().enumerate().filter(|(_, line)| !line.is_empty());
    let dated = |line: &str| dated_line(line, hints).is_some();
    let last_date = filled.clone().take(TOP).filter(|(_, line)| dated(line)).last().map(|(at, _)| at);
    let mut media = Media::default();
    let mut at = 0;
    for (n, line) in filled {
        at = n;
        let above = last_date.is_some_and(|date| n <= date);
        let taken = date(story, line, n, hints)
            || parts::is_chrome(line)
            || !opening::starts_copy(line) && (by(story, line) || media.take(line, above))
            || above && headline(story, line, media.is_open());
        if !taken {
            break;
        }
        at = n + 1;
    }
    media.finish(story);
    at
}

fn date(story: &mut Story, line: &str, n: usize, hints: &Hints) -> bool {
    let Some(Dated { label, stamps, .. }) = dated_line(line, hints) else { return false };
    for (code, text) in stamps.notes {
        story.note(code, Some(n as u64 + 1), text);
    }
    let field = if label == Label::Updated { &mut story.updated } else { &mut story.published };
    field.get_or_insert(stamps.stamp);
    true
}

/// `By Jane Sample`, `By Jane Sample, Example News`, `By Jane Sample | Example News`, or an agency alone.
fn by(story: &mut Story, line: &str) -> bool {
    let (name, rest) = line.split_once(['|', '•', '·']).unwrap_or((line, ""));
    if story.byline.is_none()
        && let Some(byline) = dateline::byline(name.trim())
    {
        story.byline = Some(byline);
        let after = name.split_once(',').map_or("", |(_, after)| after);
        let agency = agency_of(after).or_else(|| agency_of(rest));
        if let Some(agency) = agency {
            story.agency.get_or_insert_with(|| agency.to_owned());
        }
        return true;
    }
    let alone = line.len() <= 40 && !line.contains(' ') || line.starts_with("The ");
    let Some(agency) = agency_of(line).filter(|_| alone) else { return false };
    story.agency.get_or_insert_with(|| agency.to_owned());
    true
}

/// A line above the date that is no part of a picture is the headline.
fn headline(story: &mut Story, line: &str, in_media: bool) -> bool {
    if !story.headline.is_empty() || in_media || line.len() > 200 {
        return false;
    }
    unmarked(line).clone_into(&mut story.headline);
    true
}

/// Finds the end of the copy: the copyright line, or the first line of the page's junk.
fn bottom(story: &mut Story, lines: &[&str], start: usize) -> usize {
    let below = start + 1..lines.len();
    let claim = below.clone().rev().find(|&at| trailer::copyright_holder(lines[at]).is_some());
    let end = match claim {
        Some(at) => {
            let _ = trailer::copyright(story, lines[at]);
            at
        }
        None => below.clone().find(|&at| parts::is_junk(lines[at])).unwrap_or(lines.len()),
    };
    let from = end + usize::from(claim.is_some());
    let junk: Vec<&str> = lines[from.min(lines.len())..].iter().copied().filter(|l| !l.is_empty()).collect();
    if !junk.is_empty() {
        let text: String = junk.join(" / ").chars().take(200).collect();
        story.note("page-junk-cut", Some(from as u64 + 1), format!("{} lines: {text}", junk.len()));
    }
    end
}

/// Paragraphs and subheads.
fn body(story: &mut Story, lines: &[&str], number: u64) {
    let mut prose = Prose::of(lines);
    let (mut first, mut fresh) = (true, true);
    for (at, line) in lines.iter().enumerate() {
        if line.is_empty() {
            prose.line("");
            fresh = true;
            continue;
        }
        if parts::is_chrome(line) {
            story.note("page-junk-cut", Some(number + at as u64), *line);
            continue;
        }
        let next = lines.get(at + 1).copied().unwrap_or("");
        if fresh && !first && parts::is_subhead(line, next) {
            prose.subhead(line);
        } else {
            prose.line(line);
            fresh = false;
        }
        first = false;
    }
    prose.finish(story);
}
