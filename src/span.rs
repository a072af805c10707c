//! Byte spans in a text, and their translation to code points for output.
//!
//! Inside the library every offset is a byte offset on a character boundary; the command line
//! speaks Unicode code points, half-open (see `CONTRACT`). The translation is here, once.

use serde::{Deserialize, Serialize};

/// A half-open byte range `start..end` in some text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// The text under the span; empty when the span does not fit the text.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Length in bytes.
    pub const fn len(&self) -> usize {
        self.end - self.start
    }

    /// True for a span of no bytes.
    pub const fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// True when the two share at least one byte.
    pub const fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Turns byte offsets of one text into code-point offsets; offsets may come in any order.
pub struct CodePoints<'t> {
    text: &'t str,
    /// Empty for ASCII text, else the byte offset of every 64th code point.
    marks: Vec<usize>,
}

const STEP: usize = 64;

impl<'t> CodePoints<'t> {
    /// Prepares the translation for `text`.
    pub fn new(text: &'t str) -> Self {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(STEP).map(|(at, _)| at).collect()
        };
        CodePoints { text, marks }
    }

    /// The code-point offset of a byte offset.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.marks.is_empty() {
            return byte;
        }
        let mark = self.marks.partition_point(|&m| m <= byte).saturating_sub(1);
        let from = self.marks[mark];
        mark * STEP + self.text.as_bytes()[from..byte].iter().filter(|&&b| (b as i8) >= -0x40).count()
    }

    /// The span in code points.
    pub fn span(&self, span: Span) -> Span {
        Span::new(self.at(span.start), self.at(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_of_mixed_text() {
        let text = "Málaga — “quoted” ".repeat(20);
        let points = CodePoints::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(byte), n);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
    }
}
