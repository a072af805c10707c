//! How a query was read, for a person: its clauses as a tree, what each means and finds.

use super::Style;
use super::layout::{Face, Rich, grouped};
use super::records::rounded;
use super::text::write_lines;
use crate::sanitize;
use crate::search::{Change, Explanation, Nothing, StoryVerdict};
use std::io::{self, Write};

pub(super) fn text(made: &Explanation, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_lines(&Rich::of(&made.canonical, Face::Bold), 0, style, out)?;
    for note in &made.diagnostics {
        write_lines(&Rich::of(&format!("note: {}", note.message), Face::Dim), 2, style, out)?;
    }
    writeln!(out)?;
    let counts = made.clauses.iter().map(|clause| clause.count).chain([made.total]).max().unwrap_or(0);
    let counts = grouped(counts).len().max("stories".len());
    writeln!(
        out,
        "{}",
        Rich::of(&format!("{:>counts$}  clause", "stories"), Face::Dim).unwrapped(style.colour)
    )?;
    for clause in &made.clauses {
        let mut line = Rich::of(&format!("{:>counts$}  ", grouped(clause.count)), Face::Plain);
        line.push(&"  ".repeat(clause.depth), Face::Plain);
        if let Some((matched, score)) = clause.story {
            let sign = if matched { "✓ " } else { "✗ " };
            line.push(sign, if matched { Face::Subhead } else { Face::Warning });
            if matched && score > 0.0 {
                line.push(&format!("{} ", rounded(score)), Face::Dim);
            }
            // The whole of it goes without saying.
            if let Some(share) = made.share(clause).filter(|_| clause.depth > 0) {
                line.push(&format!("{:.0} % ", 100.0 * share), Face::Dim);
            }
        }
        line.push(&clause.clause, Face::Plain);
        if !clause.meaning.is_empty() && clause.meaning != clause.clause {
            line.push(&format!("   {}", clause.meaning), Face::Dim);
        }
        writeln!(out, "{}", line.unwrapped(style.colour))?;
    }
    let total = format!("{:>counts$}  in all", grouped(made.total));
    writeln!(out, "{}", Rich::of(&total, Face::Bold).unwrapped(style.colour))?;
    for line in made.nothing.iter().flat_map(nothing) {
        write_lines(&Rich::of(&line, Face::Plain), 2, style, out)?;
    }
    match &made.story {
        Some(verdict) => story(verdict, style, out),
        None => Ok(()),
    }
}

/// What keeps a query from finding anything, a line for each thing.
pub(super) fn nothing(made: &Nothing) -> Vec<String> {
    let quoted: Vec<String> = made.empty.iter().map(|clause| format!("`{clause}`")).collect();
    let mut lines = Vec::new();
    match quoted.as_slice() {
        [] => {}
        [one] => lines.push(format!("{one} finds nothing by itself")),
        [rest @ .., last] => lines.push(format!("{} and {last} find nothing by themselves", rest.join(", "))),
    }
    for relaxed in &made.relaxed {
        let change = match &relaxed.change {
            Change::Query(query) => format!("`{query}`"),
            Change::Without(flag) => format!("without `{flag}` it"),
            Change::Any => "with `--any` it".to_owned(),
            Change::AllVersions => "with `--all-versions` it".to_owned(),
        };
        lines.push(sanitize::line(&format!("{change} would find {}", grouped(relaxed.finds))));
    }
    lines
}

fn story(verdict: &StoryVerdict, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut line = Rich::of(&verdict.id, Face::Bold);
    if verdict.path != verdict.id {
        line.push(&format!(" ({})", verdict.path), Face::Dim);
    }
    if verdict.matched {
        line.push(&format!(" matches, with a score of {}", rounded(verdict.score)), Face::Plain);
    } else {
        line.push(" does not match", Face::Warning);
    }
    if let Some(why) = &verdict.hidden {
        line.push(&format!("; it is not shown by default: {why}"), Face::Warning);
    }
    writeln!(out)?;
    write_lines(&line, 0, style, out)
}
