//! The text of a record: paragraphs, tables, later corrections. It knows no other element.

use super::Doc;
use super::elements::content;
use super::values;
use crate::readers::sgml::{Tag, next_tag, plain, unescape};
use crate::readers::wirecopy::cut_sign_off;
use crate::span::Span;
use crate::story::Section;

impl Doc<'_> {
    /// Adds text with its mark-up: paragraphs, tables.
    pub(super) fn body(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        // Codes of companies and places that the New York Times's wire sends after the text.
        if text.trim_start().starts_with("(PROFILE") {
            return self.story.note("unused", Some(self.line), plain(text));
        }
        let (front, text) = values::front_matter(text);
        if !front.is_empty() {
            self.story.note("front-matter", Some(self.line), plain(front));
        }
        let text = text.trim_start_matches([' ', '\n']);
        let kept = cut_sign_off(text);
        let cut = text[kept.len()..].split_whitespace().collect::<Vec<_>>().join(" ");
        if !cut.is_empty() {
            self.story.note("sign-off", None, cut);
        }
        let text = kept;
        self.copy.end_paragraph();
        // What stood before a tag inside the paragraph.
        let mut begun = String::new();
        let mut at = 0;
        while let Some(tag) = next_tag(text, at) {
            let before = &text[at..tag.start];
            at = tag.end;
            if is_one_of(&tag, INLINE) {
                begun.push_str(before);
                continue;
            }
            self.paragraph(&mut begun, before);
            if is_one_of(&tag, ROW) {
                if !tag.closing {
                    let row = content(text, &tag);
                    at += row.len();
                    self.row(&cells(row));
                }
            } else if !is_one_of(&tag, RULE) {
                self.copy.end_paragraph();
            }
        }
        self.paragraph(&mut begun, &text[at..]);
        self.copy.end_paragraph();
    }

    fn paragraph(&mut self, begun: &mut String, text: &str) {
        if !begun.is_empty() {
            begun.push_str(text);
            self.copy.text(&unescape(begun));
            begun.clear();
        } else if !text.trim().is_empty() {
            self.copy.text(&unescape(text));
        }
    }

    fn row(&mut self, cells: &[String]) {
        if !cells.is_empty() {
            self.copy.row(&cells.join("  "));
        }
    }

    /// A later repair, printed with the story: a section under its own heading.
    pub(super) fn correction(&mut self, content: &str) {
        let start = self.copy.body.len();
        self.body(content);
        let added = &self.copy.body[start..];
        let start = start + (added.len() - added.trim_start().len());
        let title = added.trim_start().split("\n\n").next().unwrap_or("");
        if title.len() < 80 && start + title.len() < self.copy.body.len() {
            let span = Span::new(start, self.copy.body.len());
            self.story.sections.push(Section { title: title.to_owned(), span });
        }
    }
}

/// Tags inside a paragraph.
const INLINE: &[&str] = &["F", "B", "I", "A", "EM", "FONT", "FRNEWLINE", "SPAN", "SUP", "SUB"];

/// A row of a table.
const ROW: &[&str] = &["TABLEROW", "TR"];

/// The rules between rows and cells.
const RULE: &[&str] = &["ROWRULE", "CELLRULE"];

fn is_one_of(tag: &Tag<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(tag.name))
}

/// The cells of a table row that hold something.
fn cells(row: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut at = 0;
    while let Some(tag) = next_tag(row, at) {
        at = tag.end;
        if !tag.closing && is_one_of(&tag, &["TABLECELL", "TD", "TH"]) {
            let cell = content(row, &tag);
            at += cell.len();
            cells.push(plain(cell));
        }
    }
    cells.retain(|cell| !cell.is_empty());
    cells
}
