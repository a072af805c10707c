//! Facets and timelines for a person: aligned numbers and bars.

use super::Style;
use super::layout::{Face, Rich, bar, fit, grouped, width};
use super::text::{measure, write_lines};
use crate::sanitize;
use crate::search::{Facets, Period, Timeline};
use std::io::{self, Write};

/// Widest column of names.
const NAMES: usize = 40;

/// A name, its count and a bar.
pub(super) fn facets(facets: &Facets, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<Row<'_>> = facets.values.iter().map(|v| Row::Count(&v.value, v.count)).collect();
    let shown = rows.len() as u64;
    if facets.missing > 0 {
        rows.push(Row::Count("(none)", facets.missing));
    }
    table(&rows, "values", style, out)?;
    if facets.distinct > shown {
        let more = format!("… {} more (-n 0 shows all)", grouped(facets.distinct - shown));
        write_lines(&Rich::of(&more, Face::Dim), 0, style, out)?;
    }
    Ok(())
}

/// Empty periods in a row that are one line: more says no more.
const FOLDED: u64 = 3;

/// A bar a period; runs of empty ones are one line.
pub(super) fn timeline(timeline: &Timeline, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut empty = 0;
    let mut left_out = timeline.left_out.iter().peekable();
    for (at, (name, count)) in timeline.periods.iter().enumerate() {
        while let Some((_, more)) = left_out.next_if(|(before, _)| *before <= at) {
            empty += more;
        }
        if *count == 0 {
            empty += 1;
            continue;
        }
        let run = usize::try_from(empty).unwrap_or(at).min(at);
        match empty {
            0 => {}
            FOLDED.. => rows.push(Row::Empty(empty)),
            _ => rows.extend(timeline.periods[at - run..at].iter().map(|(name, _)| Row::Count(name, 0))),
        }
        empty = 0;
        rows.push(Row::Count(name, *count));
    }
    if timeline.undated > 0 {
        rows.push(Row::Count("undated", timeline.undated));
    }
    table(&rows, period(timeline.by), style, out)
}

fn period(by: Period) -> &'static str {
    match by {
        Period::Day => "days",
        Period::Week => "weeks",
        Period::Month => "months",
        Period::Year => "years",
    }
}

/// A line of a table.
enum Row<'r> {
    /// A name and its count.
    Count(&'r str, u64),
    /// So many lines without a count.
    Empty(u64),
}

fn table(rows: &[Row<'_>], lines: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let counted = || {
        rows.iter().filter_map(|row| match row {
            Row::Count(name, count) => Some((*name, *count)),
            Row::Empty(_) => None,
        })
    };
    let most = counted().map(|(_, count)| count).max().unwrap_or(0);
    let names = counted().map(|(name, _)| width(&sanitize::line(name))).max().unwrap_or(0);
    let counts = grouped(most).len();
    let names = names.min(NAMES).min(measure(style).saturating_sub(counts + 4)).max(4);
    let bars = measure(style).saturating_sub(names + counts + 4);
    for row in rows {
        match row {
            Row::Count(name, count) => {
                let drawn = Rich::of(&bar(*count, most, bars), Face::Subhead).unwrapped(style.colour);
                let line = format!("{}  {:>counts$}  {drawn}", fit(name, names), grouped(*count));
                writeln!(out, "{}", line.trim_end())?;
            }
            Row::Empty(count) => {
                let line = format!("… {} empty {lines}", grouped(*count));
                write_lines(&Rich::of(&line, Face::Dim), 0, style, out)?;
            }
        }
    }
    Ok(())
}
