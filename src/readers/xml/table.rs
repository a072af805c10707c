//! A table of block mark-up as lines of text whose columns stand below each other.

use super::Element;

/// A cell longer than this is no cell of a table but a part of a page.
const CELL: usize = 200;

/// Widest column that is padded.
const COLUMN: usize = 40;

/// Rows of a table as lines with columns; none for a table that only lays out text.
pub(in crate::readers) fn rows(table: Element<'_>) -> Option<Vec<String>> {
    if table.descendants("table").next().is_some() {
        return None;
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in table.descendants("tr") {
        if row.descendants("tr").next().is_some() {
            return None;
        }
        let cells: Vec<String> =
            row.children().filter(|c| matches!(c.name(), "td" | "th")).map(|c| c.text()).collect();
        rows.push(cells);
    }
    let mut widths: Vec<usize> = Vec::new();
    for cells in rows.iter().filter(|cells| cells.len() > 1) {
        widths.resize(widths.len().max(cells.len()), 0);
        for (width, cell) in widths.iter_mut().zip(cells) {
            let count = cell.chars().count();
            if count > CELL {
                return None;
            }
            *width = (*width).max(count.min(COLUMN));
        }
    }
    if widths.len() < 2 {
        return None;
    }
    let caption = table.children().find(|c| c.name() == "caption").map(|c| c.text());
    let lines = rows.iter().map(|cells| laid_out(cells, &widths));
    Some(caption.into_iter().chain(lines).filter(|line| !line.trim().is_empty()).collect())
}

/// The gap between columns, by which a line is known for a row.
const GAP: usize = 3;

fn laid_out(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths.iter().chain(std::iter::repeat(&0))) {
        line.push_str(cell);
        let padding = width.saturating_sub(cell.chars().count()) + GAP;
        line.extend(std::iter::repeat_n(' ', padding));
    }
    line.trim_end().to_owned()
}
