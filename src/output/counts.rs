//! Facets and timelines for a person: aligned numbers and bars.

use super::Style;
use super::layout::{Face, Rich, bar, fit, grouped, width};
use super::text::{measure, write_lines};
use crate::sanitize;
use crate::search::{Facets, Timeline};
use std::io::{self, Write};

/// Widest column of names.
const NAMES: usize = 40;

/// A name, its count and a bar.
pub(super) fn facets(facets: &Facets, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<(&str, u64)> = facets.values.iter().map(|v| (v.value.as_str(), v.count)).collect();
    let shown = rows.len() as u64;
    if facets.missing > 0 {
        rows.push(("(none)", facets.missing));
    }
    table(&rows, style, out)?;
    if facets.distinct > shown {
        let more = format!("… {} more (-n 0 shows all)", grouped(facets.distinct - shown));
        write_lines(&Rich::of(&more, Face::Dim), 0, style, out)?;
    }
    Ok(())
}

/// A bar a period.
pub(super) fn timeline(timeline: &Timeline, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<(&str, u64)> = timeline.periods.iter().map(|(name, n)| (name.as_str(), *n)).collect();
    if timeline.undated > 0 {
        rows.push(("undated", timeline.undated));
    }
    table(&rows, style, out)
}

fn table(rows: &[(&str, u64)], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let names = rows.iter().map(|(name, _)| width(&sanitize::line(name))).max().unwrap_or(0);
    let counts = grouped(most).len();
    let names = names.min(NAMES).min(measure(style).saturating_sub(counts + 4)).max(4);
    let bars = measure(style).saturating_sub(names + counts + 4);
    for (name, count) in rows {
        let drawn = Rich::of(&bar(*count, most, bars), Face::Subhead).unwrapped(style.colour);
        let line = format!("{}  {:>counts$}  {drawn}", fit(name, names), grouped(*count));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
