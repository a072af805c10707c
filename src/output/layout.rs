//! Text with faces (bold, dim, marked), wrapped by the columns of a terminal.
//!
//! Knows no story. All text that goes in is made safe on the way (see [`crate::sanitize`]).

use crate::sanitize::{self, flat};
use crate::span::Span;
use unicode_width::UnicodeWidthChar;

/// How a run of text looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Face {
    #[default]
    Plain,
    /// Headlines.
    Bold,
    /// What is less important.
    Dim,
    /// Words of the query.
    Mark,
    /// Subheads.
    Subhead,
    /// A story that may not be used.
    Warning,
}

impl Face {
    /// The terminal's code for it (SGR).
    fn code(self) -> &'static str {
        match self {
            Face::Plain => "",
            Face::Bold => "1",
            Face::Dim => "2",
            Face::Mark => "1;31",
            Face::Subhead => "36",
            Face::Warning => "31",
        }
    }
}

type Cell = (char, Face);

/// Text with faces, on one line until it is wrapped.
#[derive(Debug, Clone, Default)]
pub(super) struct Rich {
    cells: Vec<Cell>,
}

impl Rich {
    /// Nothing yet.
    pub fn new() -> Self {
        Rich::default()
    }

    /// A text in one face.
    pub fn of(text: &str, face: Face) -> Self {
        let mut rich = Rich::new();
        rich.push(text, face);
        rich
    }

    /// Adds a text in one face; line ends and tabs are spaces.
    pub fn push(&mut self, text: &str, face: Face) {
        self.push_marked(text, &[], face);
    }

    /// Adds a text with marked spans (bytes, in order).
    pub fn push_marked(&mut self, text: &str, marks: &[Span], face: Face) {
        let mut marks = marks.iter().peekable();
        for (at, c) in text.char_indices() {
            while marks.next_if(|span| span.end <= at).is_some() {}
            let marked = marks.peek().is_some_and(|span| span.start <= at);
            self.cells.push((flat(c), if marked { Face::Mark } else { face }));
        }
    }

    /// Adds ` · ` between things, if there is something before; a line may end with it, not begin.
    pub fn dot(&mut self) {
        if !self.cells.is_empty() {
            self.push("\u{A0}· ", Face::Dim);
        }
    }

    /// The text in lines of at most `width` columns, with the codes of its faces if `colour`.
    pub fn wrap(&self, width: usize, colour: bool) -> Vec<String> {
        let width = width.max(8);
        let mut lines: Vec<Vec<Cell>> = Vec::new();
        let mut column = 0;
        for word in self.cells.split(|(c, _)| *c == ' ').filter(|word| !word.is_empty()) {
            for piece in broken(word, width) {
                let wide = columns(piece);
                match lines.last_mut() {
                    Some(line) if column + 1 + wide <= width => {
                        let face = between(line, piece);
                        line.push((' ', face));
                        line.extend(piece);
                        column += 1 + wide;
                    }
                    _ => {
                        lines.push(piece.to_vec());
                        column = wide;
                    }
                }
            }
        }
        lines.iter().map(|line| paint(line, colour)).collect()
    }

    /// The text on one line, spaces kept: for tables.
    pub fn unwrapped(&self, colour: bool) -> String {
        paint(&self.cells, colour)
    }
}

/// A space between two words of one face has it too, so that a marked phrase is marked whole.
fn between(line: &[Cell], next: &[Cell]) -> Face {
    match (line.last(), next.first()) {
        (Some((_, a)), Some((_, b))) if a == b => *a,
        _ => Face::Plain,
    }
}

fn columns(cells: &[Cell]) -> usize {
    cells.iter().map(|(c, _)| c.width().unwrap_or(0)).sum()
}

/// A word in pieces that fit a line.
fn broken(word: &[Cell], width: usize) -> Vec<&[Cell]> {
    let mut pieces = Vec::new();
    let (mut start, mut column) = (0, 0);
    for (at, (c, _)) in word.iter().enumerate() {
        let wide = c.width().unwrap_or(0);
        if column + wide > width {
            pieces.push(&word[start..at]);
            (start, column) = (at, 0);
        }
        column += wide;
    }
    pieces.push(&word[start..]);
    pieces
}

/// The cells as text; a space that joins two words is a space like any other by now.
fn paint(cells: &[Cell], colour: bool) -> String {
    let mut out = String::with_capacity(cells.len() + 16);
    let mut face = Face::Plain;
    for (c, next) in cells {
        if colour && *next != face {
            if face != Face::Plain {
                out.push_str("\x1b[0m");
            }
            if *next != Face::Plain {
                out.push_str("\x1b[");
                out.push_str(next.code());
                out.push('m');
            }
            face = *next;
        }
        out.push(if *c == '\u{A0}' { ' ' } else { *c });
    }
    if face != Face::Plain {
        out.push_str("\x1b[0m");
    }
    out
}

/// Columns a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// A safe text cut to `width` columns (with `…`) and filled with spaces up to it.
pub(super) fn fit(text: &str, width: usize) -> String {
    let text = sanitize::line(text);
    let full = self::width(&text);
    let mut out = String::new();
    let mut column = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if full > width && column + wide + 1 > width {
            out.push('…');
            column += 1;
            break;
        }
        out.push(c);
        column += wide;
    }
    out.push_str(&" ".repeat(width.saturating_sub(column)));
    out
}

/// `12345` as `12,345`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A bar of `count` parts of `most`, at most `width` columns long, in eighths of a column.
pub(super) fn bar(count: u64, most: u64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if count == 0 || most == 0 || width == 0 {
        return String::new();
    }
    let parts = u128::from(count) * (width as u128 * 8) / u128::from(most);
    let parts = usize::try_from(parts).unwrap_or(0).max(1);
    format!("{}{}", "█".repeat(parts / 8), EIGHTHS[parts % 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_by_columns_and_marks_phrases_whole() {
        let text = "東京 oil price rose\x1b[2J";
        let mut rich = Rich::new();
        let start = text.find("oil").unwrap();
        rich.push_marked(text, &[Span::new(start, start + 9)], Face::Plain);
        assert_eq!(rich.wrap(14, false), ["東京 oil price", "rose␛[2J"]);
        assert_eq!(rich.wrap(30, true), ["東京 \x1b[1;31moil price\x1b[0m rose␛[2J"]);
        assert_eq!(Rich::of("aaaaaaaaaaaa", Face::Plain).wrap(8, true), ["aaaaaaaa", "aaaa"]);
    }

    #[test]
    fn bars_and_numbers() {
        assert_eq!(
            (bar(1, 1000, 4), bar(500, 1000, 4), bar(0, 9, 4)),
            ("▏".into(), "██".into(), String::new())
        );
        assert_eq!(bar(9, 16, 1), "▌");
        assert_eq!((grouped(7), grouped(1234567)), ("7".into(), "1,234,567".into()));
        assert_eq!(
            (fit("abcdef", 4), fit("東京都", 4), fit("a", 3)),
            ("abc…".into(), "東… ".into(), "a  ".into())
        );
    }
}
