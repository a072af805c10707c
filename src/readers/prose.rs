//! Lines of plain copy to the body of a story: wrapped lines joined, one-line paragraphs kept apart,
//! tables as they stand, subheads marked. Built on `wirecopy`; it knows no format.

use super::wirecopy::Copy;
use crate::span::Span;
use crate::story::{Kind, Section, Story};
use std::borrow::Cow;

/// A line as long as this is a whole paragraph; teleprinters and typists stopped before.
const WHOLE: usize = 100;

/// Subheads of one story; what comes after is text like any other.
const HEADINGS: usize = 10_000;

/// Gathers a body.
pub(super) struct Prose {
    copy: Copy,
    /// Every line is a paragraph.
    unwrapped: bool,
    /// Indent that all lines share.
    margin: usize,
    subheads: Vec<Span>,
}

impl Prose {
    /// For these lines, which decide how the copy is set.
    pub(super) fn of(lines: &[&str]) -> Self {
        let (mut all, mut long, mut margin) = (0, 0, usize::MAX);
        for line in lines.iter().filter(|line| !line.trim().is_empty()) {
            all += line.len();
            long += if line.len() > WHOLE { line.len() } else { 0 };
            margin = margin.min(indent(line));
        }
        let margin = if margin == usize::MAX { 0 } else { margin };
        Prose { copy: Copy::with_capacity(all + 64), unwrapped: long * 2 > all, margin, subheads: Vec::new() }
    }

    /// Adds a line; a blank one ends the paragraph.
    pub(super) fn line(&mut self, line: &str) {
        let line = self.set(line);
        let words = line.trim_start();
        if memchr::memchr_iter(b'|', words.as_bytes()).count() >= 3 {
            return self.copy.row(line.trim_end());
        }
        let tabular = words.contains("   ") || words.contains(".....");
        if self.unwrapped && !tabular || is_bullet(words) {
            self.copy.end_paragraph();
        }
        self.copy.line(&line);
    }

    /// Adds all of them.
    pub(super) fn lines(&mut self, lines: &[&str]) {
        for line in lines {
            self.line(line);
        }
    }

    /// Adds a row of a table as it stands.
    pub(super) fn row(&mut self, row: &str) {
        let row = self.set(row);
        self.copy.row(row.trim_end());
    }

    /// Adds a paragraph as it stands.
    pub(super) fn paragraph(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.copy.end_paragraph();
        if !self.copy.body.is_empty() {
            self.copy.body.push_str("\n\n");
        }
        self.copy.body.push_str(text);
    }

    /// Adds a subhead as a paragraph of its own.
    pub(super) fn subhead(&mut self, title: &str) {
        self.paragraph(title);
        let end = self.copy.body.len();
        let length = title.trim().len();
        if length > 0 && self.subheads.len() < HEADINGS {
            self.subheads.push(Span::new(end - length, end));
        }
    }

    /// Puts body, sections and, for a table, the kind into the story.
    pub(super) fn finish(self, story: &mut Story) {
        if self.copy.is_table() && story.kind == Kind::Story {
            story.kind = Kind::Table;
        }
        if self.subheads.len() == HEADINGS {
            story.note("subheads-cut", None, format!("after {HEADINGS} subheads the others are paragraphs"));
        }
        let body = self.copy.body;
        for (n, title) in self.subheads.iter().enumerate() {
            let next = self.subheads.get(n + 1).map_or(body.len(), |next| next.start);
            let end = body[..next].trim_end().len();
            let title_text = title.of(&body).to_owned();
            story.sections.push(Section { title: title_text, span: Span::new(title.start, end) });
        }
        story.body = body;
    }

    /// The line without the common margin and without tabs: one at the start is an indent, one
    /// inside parts columns.
    fn set<'l>(&self, line: &'l str) -> Cow<'l, str> {
        if !line.contains('\t') {
            let margin = self.margin.min(line.len() - line.trim_start().len());
            return Cow::Borrowed(line.get(margin..).unwrap_or(line));
        }
        let words = line.trim();
        let indented = indent(line) > self.margin;
        Cow::Owned(format!("{}{}", if indented { "    " } else { "" }, words.replace('\t', "   ")))
    }
}

/// Columns of white space before the words; a tab and the spaces after it count as four.
fn indent(line: &str) -> usize {
    let space = &line[..line.len() - line.trim_start().len()];
    if space.contains('\t') { 4 } else { space.len() }
}

/// `* Rates held`, `• Rates held`, `- Rates held`: a point of a list is a paragraph.
fn is_bullet(words: &str) -> bool {
    ["* ", "• ", "· ", "- ", "– "].iter().any(|bullet| words.starts_with(bullet))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> String {
        let lines: Vec<&str> = text.lines().collect();
        let mut prose = Prose::of(&lines);
        prose.lines(&lines);
        let mut story = Story::default();
        prose.finish(&mut story);
        story.body
    }

    #[test]
    fn wrapped_lines_join_and_margins_go() {
        assert_eq!(body("  One goes\n  on here.\n\n  Two."), "One goes on here.\n\nTwo.");
        assert_eq!(body("\t   One goes\non here.\n\t   Two."), "One goes on here.\n\nTwo.");
    }

    #[test]
    fn long_lines_are_paragraphs() {
        let long = "word ".repeat(40);
        let long = long.trim();
        assert_eq!(body(&format!("{long}\n{long}\nShort.")), format!("{long}\n\n{long}\n\nShort."));
    }

    #[test]
    fn sections_reach_to_the_next_subhead() {
        let mut prose = Prose::of(&[]);
        for (title, text) in [("First", "Alpha."), ("Second", "Beta.")] {
            prose.subhead(title);
            prose.paragraph(text);
        }
        let mut story = Story::default();
        prose.finish(&mut story);
        let parts: Vec<&str> = story.sections.iter().map(|s| s.span.of(&story.body)).collect();
        assert_eq!(parts, ["First\n\nAlpha.", "Second\n\nBeta."]);
    }
}
