//! A page of the manual, written in Markdown, for a person: headings, paragraphs and tables wrapped to the width of the
//! terminal, examples as they are. Knows as much of Markdown as the pages have.

use super::Style;
use super::layout::{Face, Rich};
use super::text::{measure, write_lines};
use std::io::{self, Write};

/// Prints a page.
///
/// # Errors
/// What writing says.
pub fn manual(page: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut paragraph = String::new();
    let mut example = false;
    for line in page.lines().chain([""]) {
        let fence = line.starts_with("```");
        let special = fence || line.trim().is_empty() || line.starts_with(['#', '|']);
        if !example && !special {
            paragraph.push_str(line.trim());
            paragraph.push(' ');
            continue;
        }
        if !paragraph.is_empty() {
            write_lines(&prose(&paragraph), 0, style, out)?;
            paragraph.clear();
        }
        if fence {
            example = !example;
        } else if example {
            sample(line, style, out)?;
        } else if let Some(heading) = line.strip_prefix('#') {
            write_lines(&Rich::of(heading.trim_start_matches(['#', ' ']), Face::Bold), 0, style, out)?;
        } else if line.starts_with('|') {
            row(line, style, out)?;
        } else {
            writeln!(out)?;
        }
    }
    Ok(())
}

/// Indent of examples and of what belongs to the first cell of a row.
const INDENT: usize = 4;

/// `query => how it is read`.
fn sample(line: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut rich = Rich::new();
    match line.split_once(" => ") {
        Some((query, read)) => {
            rich.push(query, Face::Subhead);
            rich.push(&format!("  =>  {read}"), Face::Dim);
        }
        None => rich.push(line, Face::Subhead),
    }
    writeln!(out, "{:INDENT$}{}", "", rich.unwrapped(style.colour))
}

/// A row of a table: its first cell, then the others below it.
fn row(line: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let line = line.trim().trim_matches('|').replace("\\|", "\u{1}");
    let cells: Vec<String> = line.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect();
    if cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':'))) {
        return Ok(());
    }
    let Some((first, rest)) = cells.split_first() else { return Ok(()) };
    let rest: Vec<&str> = rest.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    let mut name = prose(first);
    let rest = prose(&rest.join(" · "));
    let short = first.chars().count() < COLUMN;
    if short {
        name.push(&" ".repeat(COLUMN - first.chars().count()), Face::Plain);
        let text = rest.wrap(measure(style).saturating_sub(COLUMN), style.colour);
        let mut lead = name.unwrapped(style.colour);
        for line in text {
            writeln!(out, "{lead}{line}")?;
            lead = " ".repeat(COLUMN);
        }
        return Ok(());
    }
    write_lines(&name, 0, style, out)?;
    write_lines(&rest, COLUMN, style, out)
}

/// Columns of the first cell of a row.
const COLUMN: usize = 20;

/// Words with what stands between back-ticks in another face.
fn prose(text: &str) -> Rich {
    let mut rich = Rich::new();
    for (at, piece) in text.trim().split('`').enumerate() {
        let face = if at % 2 == 1 { Face::Subhead } else { Face::Plain };
        if at % 2 == 1 {
            rich.push(&format!("`{piece}`"), face);
        } else {
            // Stars elsewhere are for emphasis.
            rich.push(&piece.replace('*', ""), face);
        }
    }
    rich
}
