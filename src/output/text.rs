//! Hits for a person: headline, date and place, the passage that matched, and where it is from.

use super::Style;
use super::layout::{Face, Rich};
use super::lists::label;
use super::records::desks;
use crate::date::{Precision, Stamp};
use crate::search::{Hit, Response};
use crate::story::{Dateline, Kind, Status, Story};
use jiff::tz::TimeZone;
use std::io::{self, Write};

/// Widest text: longer lines are hard to read, however wide the terminal is.
pub(super) const MEASURE: usize = 100;

/// All hits, a blank line between them; of several topics each has its heading.
pub(super) fn hits(
    response: &Response,
    topic: Option<&str>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Some(topic) = topic.filter(|_| response.before == 0) {
        let mut heading = Rich::of(&format!("── {topic}: "), Face::Dim);
        heading.push(&response.query, Face::Bold);
        write_lines(&heading, 0, style, out)?;
        writeln!(out)?;
    }
    let last = response.hits.last().map_or(1, |hit| hit.rank) + response.after;
    let gutter = last.to_string().len().max(2) + 2;
    for (at, hit) in response.hits.iter().enumerate() {
        if response.before + at > 0 {
            writeln!(out)?;
        }
        one(hit, gutter, style, out)?;
    }
    if topic.is_some() && response.after == 0 {
        writeln!(out)?;
    }
    Ok(())
}

fn one(hit: &Hit, gutter: usize, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut headline = Rich::new();
    if hit.story.headline.is_empty() {
        headline.push("(no headline)", Face::Dim);
    }
    headline.push_marked(&hit.story.headline, &hit.snippet.headline, Face::Bold);
    let mut lead = Rich::of(&format!("{:>1$}  ", hit.rank, gutter - 2), Face::Dim).unwrapped(style.colour);
    for line in headline.wrap(measure(style).saturating_sub(gutter), style.colour) {
        writeln!(out, "{lead}{line}")?;
        lead = " ".repeat(gutter);
    }
    write_lines(&about(&hit.story), gutter, style, out)?;
    write_lines(&passage(hit), gutter, style, out)?;
    let source = hit.story.source.as_id();
    let mut origin = Rich::of(&hit.id, Face::Dim);
    if source != hit.id {
        origin.dot();
        origin.push(&source, Face::Dim);
    }
    write_lines(&origin, gutter, style, out)?;
    match hit.similar.as_deref() {
        None | Some([]) => Ok(()),
        Some(ids) => write_lines(&similar(ids), gutter, style, out),
    }
}

/// Ids of similar stories that are printed; the rest is counted.
const SIMILAR: usize = 8;

/// `+3 similar: a, b, c`.
fn similar(ids: &[String]) -> Rich {
    let mut line = Rich::of(&format!("+{} similar: ", ids.len()), Face::Plain);
    let rest = ids.len().saturating_sub(SIMILAR);
    line.push(&ids[..ids.len() - rest].join(", "), Face::Dim);
    if rest > 0 {
        line.push(&format!(" and {rest} more"), Face::Dim);
    }
    line
}

/// Columns that text is wrapped to.
pub(super) fn measure(style: &Style) -> usize {
    style.width.min(MEASURE)
}

/// Wraps a text at an indent and writes its lines.
pub(super) fn write_lines(text: &Rich, indent: usize, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for line in text.wrap(measure(style).saturating_sub(indent), style.colour) {
        writeln!(out, "{:indent$}{line}", "")?;
    }
    Ok(())
}

/// `8 Aug 2007, 15:54 UTC · Houston, Texas · AP · business · by Ann Sample`, and what is unusual.
pub(super) fn about(story: &Story) -> Rich {
    let mut line = Rich::new();
    match &story.published {
        Some(stamp) => line.push(&spoken(stamp), Face::Plain),
        None => line.push("undated", Face::Dim),
    }
    let places = story.dateline.as_ref().map(places).unwrap_or_default();
    let agency = story.agency.clone().or_else(|| story.dateline.as_ref()?.agency.clone());
    let byline = story.byline.as_ref().map(|name| format!("by {name}"));
    for part in [places, agency.unwrap_or_default(), desks(story).join(", "), byline.unwrap_or_default()] {
        if !part.is_empty() {
            line.dot();
            line.push(&part, Face::Plain);
        }
    }
    if story.kind != Kind::Story {
        line.dot();
        line.push(&label(&story.kind).replace('_', " "), Face::Subhead);
    }
    if let Some(version) = &story.version {
        line.dot();
        line.push(&format!("version {version}"), Face::Dim);
    }
    if story.status != Status::Usable {
        line.dot();
        line.push(&label(&story.status), Face::Warning);
    }
    line
}

/// Places of a dateline as a person writes them; as the document does where none was understood.
fn places(line: &Dateline) -> String {
    if line.places.is_empty() {
        return line.raw.clone();
    }
    let named = line.places.iter().map(|place| match &place.region {
        Some(region) if *region != place.place => format!("{}, {region}", place.place),
        _ => place.place.clone(),
    });
    named.collect::<Vec<_>>().join(" / ")
}

/// `8 Aug 2007, 15:54 UTC`, cut to its precision.
pub(super) fn spoken(stamp: &Stamp) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let at = stamp.timestamp().to_zoned_datetime(TimeZone::UTC);
    let month = MONTHS[usize::from(at.month().unsigned_abs()) - 1];
    match stamp.precision {
        Precision::Year => format!("{}", at.year()),
        Precision::Month => format!("{month} {}", at.year()),
        Precision::Day => format!("{} {month} {}", at.day(), at.year()),
        Precision::Minute | Precision::Second => {
            format!("{} {month} {}, {:02}:{:02} UTC", at.day(), at.year(), at.hour(), at.minute())
        }
    }
}

fn passage(hit: &Hit) -> Rich {
    let mut text = Rich::new();
    if hit.snippet.text.is_empty() {
        return text;
    }
    if let Some(section) = &hit.snippet.section {
        text.push(section, Face::Subhead);
        text.push(" › ", Face::Dim);
    }
    text.push_marked(&hit.snippet.text, &hit.snippet.highlights, Face::Plain);
    text
}
