//! Text out of loose HTML inside other formats: paragraphs and subheads, the rest of the tags dropped.
//!
//! For the fragments that JSON and feeds carry; whole pages are another reader's work.

use super::sgml::{next_tag, unescape};
use super::wirecopy::Copy;
use crate::source::decode::clean;
use crate::span::Span;
use crate::story::Section;
use std::borrow::Cow;

/// A body in the making.
pub struct Body {
    copy: Copy,
    sections: Vec<Section>,
}

impl Default for Body {
    fn default() -> Self {
        Body { copy: Copy::with_capacity(0), sections: Vec::new() }
    }
}

/// Tags that neither end a paragraph nor part words.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "ins", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "u",
];

/// Elements whose content is no text.
const SILENT: &[&str] = &["script", "style", "template", "noscript", "iframe", "svg"];

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn without_comments(text: &str) -> Cow<'_, str> {
    let Some((before, mut rest)) = text.split_once("<!--") else { return Cow::Borrowed(text) };
    let mut out = before.to_owned();
    while let Some((_, after)) = rest.split_once("-->") {
        let (kept, next) = after.split_once("<!--").unwrap_or((after, ""));
        out.push_str(kept);
        rest = next;
    }
    Cow::Owned(out)
}

impl Body {
    /// Adds text of either sort.
    pub fn any(&mut self, text: &str) {
        let marked = next_tag(text, 0).is_some_and(|tag| {
            is_one_of(tag.name, INLINE)
                || is_one_of(tag.name, &["p", "br", "div", "h1", "h2", "h3", "h4", "ul", "img", "figure"])
        });
        if marked { self.html(text) } else { self.plain(text) }
    }

    /// Adds text without mark-up. Lines are paragraphs when they are long, else they are wrapped lines.
    pub fn plain(&mut self, text: &str) {
        let text = unescape(text);
        self.lines(&clean(&text));
    }

    /// Adds lines whose references are resolved.
    pub fn lines(&mut self, text: &str) {
        let wrapped = text.lines().all(|line| line.len() <= 100);
        for line in text.lines() {
            if !wrapped {
                self.copy.end_paragraph();
            }
            self.copy.line(line.trim_start_matches('\u{a0}'));
        }
        self.copy.end_paragraph();
    }

    /// Adds a fragment of HTML.
    pub fn html(&mut self, text: &str) {
        let text = &without_comments(text);
        let (mut at, mut paragraph, mut heading) = (0, String::new(), false);
        while let Some(tag) = next_tag(text, at) {
            paragraph.push_str(&text[at..tag.start]);
            at = tag.end;
            if is_one_of(tag.name, SILENT) && !tag.closing {
                let end = format!("</{}", tag.name);
                at += text[at..].find(&end).unwrap_or(text.len() - at);
            } else if !is_one_of(tag.name, INLINE) {
                self.flush(&mut paragraph, heading);
                heading = !tag.closing && is_one_of(tag.name, &["h2", "h3", "h4", "h5", "h6"]);
            }
        }
        paragraph.push_str(&text[at..]);
        self.flush(&mut paragraph, heading);
    }

    fn flush(&mut self, paragraph: &mut String, heading: bool) {
        let text = unescape(paragraph);
        let text = clean(&text);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if heading {
            self.subhead(&line);
        } else {
            self.paragraph(&line);
        }
        paragraph.clear();
    }

    /// Adds a paragraph of one line.
    pub fn paragraph(&mut self, line: &str) {
        if !line.is_empty() {
            self.copy.end_paragraph();
            self.copy.line(line);
            self.copy.end_paragraph();
        }
    }

    /// True while there is no text.
    pub fn is_empty(&self) -> bool {
        self.copy.body.is_empty()
    }

    /// Adds a table, a line a row.
    pub fn rows(&mut self, rows: &[String]) {
        self.copy.end_paragraph();
        for row in rows {
            self.copy.row(row);
        }
        self.copy.end_paragraph();
    }

    /// Starts a section.
    pub fn subhead(&mut self, title: &str) {
        // A carriage return in two visible characters, which the copy drops too.
        let title = title.trim_end_matches("^M").trim();
        if title.is_empty() {
            return;
        }
        self.copy.end_paragraph();
        self.copy.line(title);
        self.copy.end_paragraph();
        let start = self.copy.body.len() - title.len();
        self.sections.push(Section { title: title.to_owned(), span: Span::new(start, self.copy.body.len()) });
    }

    /// The body and its sections, each to the start of the next.
    pub fn finish(self) -> (String, Vec<Section>) {
        let Body { copy, mut sections } = self;
        let body = copy.body.trim_end().to_owned();
        let mut end = body.len();
        for section in sections.iter_mut().rev() {
            section.span.end = end;
            end = section.span.start.saturating_sub(2);
        }
        (body, sections)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_of_html() {
        let mut body = Body::default();
        body.any("<p>One <b>bold</b>&nbsp;word.<!-- a <p> in a comment --><script>if (a < b) {}</script></p><h3>Later</h3><p>Two<br/>three.</p>");
        let (text, sections) = body.finish();
        assert_eq!(text, "One bold word.\n\nLater\n\nTwo\n\nthree.");
        assert_eq!(
            (sections[0].title.as_str(), sections[0].span.of(&text)),
            ("Later", "Later\n\nTwo\n\nthree.")
        );
    }

    #[test]
    fn plain_text_keeps_its_comparisons_and_paragraphs() {
        let mut body = Body::default();
        body.any("It is 3 < 4.\nSo a wrapped line\ngoes on.\n\nNext &amp; last <BP>.");
        assert_eq!(body.finish().0, "It is 3 < 4. So a wrapped line goes on.\n\nNext & last <BP>.");
        let mut body = Body::default();
        let long = "word ".repeat(30);
        body.any(&format!("{long}\n{long}"));
        assert_eq!(body.finish().0.matches("\n\n").count(), 1);
    }
}
