//! A whole story for a person: what it is, then its text as it ran, then what morgue knows of it.

use super::Style;
use super::layout::{Face, Rich};
use super::records::{id, people};
use super::text::{about, spoken, write_lines};
use crate::story::{Heads, Story};
use std::io::{self, Write};

/// Prints a story.
///
/// # Errors
/// What writing says.
pub fn story(story: &Story, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let show =
        |text: &str, face: Face, out: &mut dyn Write| write_lines(&Rich::of(text, face), 0, style, out);
    if !story.headline.is_empty() {
        show(&story.headline, Face::Bold, out)?;
    }
    write_lines(&about(story), 0, style, out)?;
    let (id, source) = (id(story), story.source.as_id());
    show(&if source == id { id } else { format!("{id} · {source}") }, Face::Dim, out)?;
    body(story, style, out)?;
    for caption in &story.captions {
        writeln!(out)?;
        let mut line = Rich::of("Picture: ", Face::Dim);
        line.push(&caption.text, Face::Plain);
        if let Some(credit) = &caption.credit {
            line.push(&format!(" ({credit})"), Face::Dim);
        }
        write_lines(&line, 0, style, out)?;
    }
    if let Some(copyright) = &story.copyright {
        writeln!(out)?;
        show(copyright, Face::Dim, out)?;
    }
    facts(story, style, out)
}

fn body(story: &Story, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let raw = story.dateline.as_ref().map(|line| line.raw.as_str()).filter(|raw| !raw.is_empty());
    let heads = Heads::of(&story.sections);
    for (at, (span, text)) in story.paragraphs().enumerate() {
        writeln!(out)?;
        let is_subhead = heads.begin_in(span);
        if text.contains('\n') {
            // A table: its lines and columns are its sense.
            for line in text.lines() {
                writeln!(out, "{}", Rich::of(line, Face::Plain).unwrapped(style.colour))?;
            }
            continue;
        }
        let mut paragraph = Rich::new();
        if let (0, Some(raw)) = (at, raw)
            && !text.starts_with(raw)
        {
            paragraph.push(&format!("{raw} — "), Face::Dim);
        }
        paragraph.push(text, if is_subhead { Face::Subhead } else { Face::Plain });
        write_lines(&paragraph, 0, style, out)?;
    }
    Ok(())
}

/// What is known of the story besides its text, a line each.
fn facts(story: &Story, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let told = |code: &str| {
        let notes = story.notes.iter().filter(|note| note.code == code);
        notes.map(|note| note.text.as_str()).collect::<Vec<_>>().join("; ")
    };
    let rows = [
        ("Killed", told("killed")),
        ("Notice", told("kills")),
        ("People", people(story).join(", ")),
        ("Places", story.places.join(", ")),
        ("Organisations", story.organisations.join(", ")),
        ("Keywords", story.keywords.join(", ")),
        ("Slug", text(&story.slug)),
        ("Urgency", text(&story.urgency)),
        ("Language", text(&story.lang)),
        ("Updated", story.updated.as_ref().map(spoken).unwrap_or_default()),
    ];
    let mut first = true;
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        if std::mem::take(&mut first) {
            writeln!(out)?;
        }
        let mut line = Rich::of(&format!("{name}: "), Face::Dim);
        line.push(value, Face::Plain);
        write_lines(&line, 0, style, out)?;
    }
    Ok(())
}
