//! Text out of loose HTML inside other formats: paragraphs, subheads, rows of tables, captions of the
//! pictures between them; the rest of the tags dropped.
//!
//! For the fragments that JSON and feeds carry; whole pages are another reader's work.

use super::sgml::{Tag, attribute, next_tag, one_line, plain, unescape};
use super::wirecopy::Copy;
use crate::source::decode::clean;
use crate::span::Span;
use crate::story::{Caption, Dateline, Section};
use std::borrow::Cow;

/// A body in the making.
pub struct Body {
    copy: Copy,
    sections: Vec<Section>,
    captions: Vec<Caption>,
    dateline: Option<String>,
}

impl Default for Body {
    fn default() -> Self {
        Body { copy: Copy::with_capacity(0), sections: Vec::new(), captions: Vec::new(), dateline: None }
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
            self.marked_dateline(text, &tag);
            if is_one_of(tag.name, SILENT) && !tag.closing {
                at += inside(text, &tag).0.len();
            } else if let Some(taken) = self.picture(text, &tag) {
                at += taken;
            } else if let Some(cells) = row(text, &tag) {
                self.flush(&mut paragraph, heading);
                heading = false;
                at += inside(text, &tag).0.len();
                if !cells.is_empty() {
                    self.copy.row(&cells.join("  "));
                }
            } else if !is_one_of(tag.name, INLINE) {
                self.flush(&mut paragraph, heading);
                heading = !tag.closing && is_one_of(tag.name, &["h2", "h3", "h4", "h5", "h6"]);
            }
        }
        paragraph.push_str(&text[at..]);
        self.flush(&mut paragraph, heading);
    }

    /// `<span class="dateline">`: what stands in it goes on to be text all the same.
    fn marked_dateline(&mut self, text: &str, tag: &Tag<'_>) {
        let class = attribute(tag.attributes, "class").unwrap_or("");
        if self.dateline.is_some() || tag.closing || !class.split(' ').any(|name| name == "dateline") {
            return;
        }
        // No dateline is longer, whatever the mark-up says.
        let end = (tag.end..=text.len().min(tag.end + 400)).rev().find(|end| text.is_char_boundary(*end));
        let near = end.and_then(|end| text.get(..end)).unwrap_or(text);
        let raw = plain(&clean(inside(near, tag).0)).replace('\u{a0}', " ");
        let raw = raw.trim().trim_end_matches(['-', '—', '–', '_', ' ']);
        self.dateline = (!raw.is_empty() && raw.len() < 120).then(|| raw.to_owned());
    }

    /// The dateline that the mark-up names, without its dash.
    pub fn dateline(&mut self) -> Option<Dateline> {
        self.dateline.take().map(|raw| Dateline { raw, ..Dateline::default() })
    }

    /// Takes the caption of a picture between paragraphs; how many bytes after the tag it was.
    fn picture(&mut self, text: &str, tag: &Tag<'_>) -> Option<usize> {
        // dpa writes the whole picture into one tag of its own.
        if is_one_of(tag.name, &["dnl-image"]) && !tag.closing {
            let value = |name| attribute(tag.attributes, name).map(one_line).filter(|text| !text.is_empty());
            let credit = value("creditline");
            self.captions.extend(value("caption").map(|text| Caption { text, credit }));
            return Some(0);
        }
        if !is_one_of(tag.name, &["figure", "figcaption"]) || tag.closing {
            return None;
        }
        let (inner, closed) = inside(text, tag);
        if !closed || inner.contains("<table") || inner.contains("<TABLE") {
            return None;
        }
        let caption = plain(&clean(inner)).replace('\u{a0}', " ").trim().to_owned();
        if !caption.is_empty() {
            self.captions.push(Caption { text: caption, credit: None });
        }
        Some(inner.len())
    }

    /// The text is mostly rows of tables.
    pub fn is_table(&self) -> bool {
        self.copy.is_table()
    }

    /// The captions met so far.
    pub fn captions(&mut self) -> Vec<Caption> {
        std::mem::take(&mut self.captions)
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
        let Body { copy, mut sections, .. } = self;
        let body = copy.body.trim_end().to_owned();
        let mut end = body.len();
        for section in sections.iter_mut().rev() {
            section.span.end = end;
            end = section.span.start.saturating_sub(2);
        }
        (body, sections)
    }
}

/// What stands between a start tag and its end tag, or the next start of the same element, or the
/// end of the text; and whether there was an end tag.
fn inside<'t>(text: &'t str, tag: &Tag<'_>) -> (&'t str, bool) {
    let mut at = tag.end;
    while let Some(inner) = next_tag(text, at) {
        if inner.name.eq_ignore_ascii_case(tag.name) {
            return (&text[tag.end..inner.start], inner.closing);
        }
        at = inner.end;
    }
    (&text[tag.end..], false)
}

/// No cell of a table of figures or names is longer; tables that lay out a page have longer ones.
const CELL: usize = 160;

/// The cells of a table's row that hold something.
fn row(text: &str, tag: &Tag<'_>) -> Option<Vec<String>> {
    if tag.closing || !is_one_of(tag.name, &["tr"]) {
        return None;
    }
    let row = inside(text, tag).0;
    let (mut cells, mut at) = (Vec::new(), 0);
    while let Some(cell) = next_tag(row, at) {
        at = cell.end;
        if !cell.closing && is_one_of(cell.name, &["td", "th"]) {
            let content = inside(row, &cell).0;
            at += content.len();
            cells.push(plain(&clean(content)).replace('\u{a0}', " "));
        }
    }
    if cells.iter().any(|cell| cell.len() > CELL) {
        return None;
    }
    cells.retain(|cell| !cell.trim().is_empty());
    Some(cells)
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
    fn tables_and_pictures() {
        let mut body = Body::default();
        body.any(
            "<p>Before.</p><table><tr><th>Team</th><th>Points</th></tr><tr><td><p>Elsa&nbsp;FC</p></td><td>12</td></tr></table>\
             <figure><img src='x'/><figcaption>A boat, &amp; fog</figcaption></figure>\
             <dnl-image ref='u' caption='A &quot;boat&quot;' creditline='J. Doe/dpa'></dnl-image><p>After.</p>",
        );
        let captions = body.captions();
        assert_eq!(captions[0].text, "A boat, & fog");
        assert_eq!(
            (captions[1].text.as_str(), captions[1].credit.as_deref()),
            ("A \"boat\"", Some("J. Doe/dpa"))
        );
        assert_eq!(body.finish().0, "Before.\n\nTeam  Points\nElsa FC  12\n\nAfter.");
    }

    #[test]
    fn datelines_of_the_mark_up() {
        for (html, raw) in [
            ("<p><span class='dateline'>ELSA, Wash.&nbsp;—</span>", Some("ELSA, Wash.")),
            ("<p><b class='x dateline'>Elsa (dpa) - </b>Text.</p>", Some("Elsa (dpa)")),
            ("<p class='datelines'>No.</p>", None),
        ] {
            let mut body = Body::default();
            body.html(html);
            assert_eq!(body.dateline().map(|line| line.raw).as_deref(), raw, "{html}");
        }
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
