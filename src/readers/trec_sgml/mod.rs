//! The `<DOC><DOCNO>` family: TREC disks (AP, LA Times, WSJ, FT, FBIS, TIME) and AQUAINT;
//! Gigaword's records are read here too.
//!
//! One reader for all: ELEMENTS says what an element of any of them is. What the values look like
//! is in [`values`]. An element that no row knows is looked into, then kept: long text
//! in the body, short text in a note.

pub(super) mod values;

use crate::date::wire::Hints;
use crate::error::Result;
use crate::readers::sgml::{Tag, attribute, each_record, next_tag, plain, unescape};
use crate::readers::wirecopy::{Copy, cut_sign_off, header};
use crate::readers::{Format, Head, Input, Sink};
use crate::source::decode::{clean, decode};
use crate::span::Span;
use crate::story::{Dateline, Kind, Section, Story};

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "trec-sgml",
    about: "<DOC> records of the TREC disks and AQUAINT",
    extensions: &["sgml", "trec"],
    carries: &[
        "id",
        "version",
        "kind",
        "headline",
        "byline",
        "dateline",
        "published",
        "updated",
        "agency",
        "people",
        "places",
        "organisations",
        "keywords",
        "desk",
        "slug",
        "lang",
        "sections",
        "captions",
        "urgency",
    ],
    many: true,
    version: 3,
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let doc = next_tag(head.text, 0).filter(|tag| tag.name == "DOC" && !tag.closing)?;
    let inside = &head.text[doc.end..];
    if attribute(doc.attributes, "id").is_some() {
        return Some("<DOC id=> record");
    }
    ["<DOCNO>", "<DOCID>", "<TEXT>"]
        .iter()
        .any(|tag| inside.contains(tag))
        .then_some("<DOC> record with <DOCNO>")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let hints = input.hints;
    each_record(input.bytes, ("<DOC", "</DOC>"), sink, |bytes, line| story(bytes, line, hints))
}

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    Id,
    Date,
    /// `AP-NR-02-12-88 1637EST`.
    FileId,
    Updated,
    Headline,
    Byline,
    Dateline,
    Text,
    Correction,
    /// The wire's header line: `u i AM-Some-Slug   02-12 0398`.
    WireHeader,
    Slug,
    Desk,
    Keywords,
    Organisations,
    People,
    Places,
    Caption,
    Agency,
    Kind,
    Language,
    /// Said elsewhere, or of no use to a reader: lengths, codes of the database, separators.
    Nothing,
}

/// Every element known, by name.
const ELEMENTS: &[(&[&str], Is)] = &[
    (&["DOCNO", "DOCID"], Is::Id),
    (&["DATE", "DATE_TIME", "DATETIME", "DATE1", "DD", "PUBDATE"], Is::Date),
    (&["FILEID"], Is::FileId),
    (&["CORRECTION-DATE"], Is::Updated),
    (&["HEADLINE", "HEAD", "HL", "TITLE", "TI", "DOCTITLE"], Is::Headline),
    (&["BYLINE", "AU", "AUTHOR"], Is::Byline),
    (&["DATELINE"], Is::Dateline),
    (&["TEXT", "LP", "LEADPARA", "P", "TABLE"], Is::Text),
    (&["CORRECTION"], Is::Correction),
    (&["1ST_LINE", "FIRST"], Is::WireHeader),
    (&["2ND_LINE", "SECOND", "SLUG", "KEYWORD"], Is::Slug),
    (&["SECTION", "CATEGORY", "PAGE"], Is::Desk),
    (&["SUBJECT", "TYPE", "IN", "GV", "NS", "TP", "MS", "KEYWORDS", "TOPICS", "DESCRIPT"], Is::Keywords),
    (&["CO"], Is::Organisations),
    (&["PE"], Is::People),
    (&["CN", "RE"], Is::Places),
    (&["GRAPHIC", "CAPTION"], Is::Caption),
    (&["SO", "PUB", "SOURCE"], Is::Agency),
    (&["DOCTYPE"], Is::Kind),
    (&["LANGUAGE"], Is::Language),
    (&["LENGTH", "XX", "PROFILE", "TRAILER", "PARENT", "HT", "FILE"], Is::Nothing),
];

fn meaning(name: &str) -> Option<Is> {
    ELEMENTS
        .iter()
        .find(|(names, _)| names.iter().any(|known| known.eq_ignore_ascii_case(name)))
        .map(|(_, is)| *is)
}

/// A story while its record is read.
struct Doc<'h> {
    story: Story,
    copy: Copy,
    /// Dates in the order met, each with what it is read by.
    published: Option<String>,
    line: u64,
    hints: &'h Hints,
}

/// One record, from `<DOC` to `</DOC>`.
pub(super) fn story(bytes: &[u8], line: u64, hints: &Hints) -> Story {
    let decoded = decode(bytes, None);
    let text = clean(&decoded.text);
    // A tab, or a tab and three spaces, indents AP's paragraphs.
    let text =
        if text.contains('\t') { text.replace("\t   ", "    ").replace('\t', "    ").into() } else { text };
    let copy = Copy::with_capacity(text.len());
    let mut doc = Doc { story: Story::default(), copy, published: None, line, hints };
    if decoded.guessed {
        doc.story.note("charset-guessed", Some(line), format!("read as {}", decoded.charset));
    }
    match next_tag(&text, 0) {
        Some(tag) => {
            doc.attributes(tag.attributes);
            let end = text.rfind("</DOC>").unwrap_or(text.len());
            doc.elements(text.get(tag.end..end).unwrap_or(""));
        }
        None => doc.copy.text(&unescape(&text)),
    }
    doc.finish()
}

impl Doc<'_> {
    /// Gigaword: `<DOC id="APW_ENG_20041201.0001" type="story">`.
    fn attributes(&mut self, attributes: &str) {
        if let Some(id) = attribute(attributes, "id") {
            self.story.id = id.to_owned();
        }
        self.story.kind = attribute(attributes, "type").map_or(Kind::Story, values::kind);
    }

    /// Reads the elements of a record or of a wrapper; text between them goes to the body.
    fn elements(&mut self, text: &str) {
        let mut at = 0;
        while let Some(tag) = next_tag(text, at) {
            self.body(&text[at..tag.start]);
            at = tag.end;
            if tag.closing {
                continue;
            }
            let content = content(text, &tag);
            at += content.len();
            match meaning(tag.name) {
                Some(is) => self.element(is, content),
                None if next_tag(content, 0).is_some_and(|inner| meaning(inner.name).is_some()) => {
                    self.elements(content);
                }
                None => self.unknown(&tag, content),
            }
        }
        self.body(&text[at..]);
    }

    fn element(&mut self, is: Is, content: &str) {
        if is == Is::Text {
            return self.body(content);
        }
        if is == Is::Correction {
            return self.correction(content);
        }
        if matches!(is, Is::Slug) {
            return values::set(&mut self.story.slug, values::slug(&plain(content)).to_owned());
        }
        let value = plain(content);
        if value.is_empty() {
            return;
        }
        let story = &mut self.story;
        match is {
            Is::Id if story.id.is_empty() => story.id = value,
            Is::Date | Is::FileId => {
                if let Some(stamp) = values::stamp(&value, is == Is::FileId, self.hints) {
                    // A file's id has the minute, a date element only the day.
                    if story.published.as_ref().is_none_or(|known| known.precision < stamp.precision) {
                        story.published = Some(stamp);
                    }
                } else {
                    self.published.get_or_insert(value.clone());
                }
                values::set(&mut self.story.version, values::edition(&value).to_owned());
            }
            Is::Updated => story.updated = values::stamp(&value, false, self.hints),
            Is::Headline => values::headline(story, content, self.line),
            Is::Byline => values::byline(story, &value),
            Is::Dateline => {
                let raw = value.trim_end_matches(['-', '_', ' ', '—', '–']).to_owned();
                story.dateline = Some(Dateline { raw, ..Dateline::default() });
            }
            Is::WireHeader => {
                if let Some(header) = header(&value) {
                    story.urgency = Some(header.urgency.to_owned());
                    story.desk_raw.push(header.category.to_owned());
                    values::set(&mut story.slug, header.slug.to_owned());
                }
            }
            Is::Desk => story.desk_raw.extend(values::desks(&value)),
            Is::Keywords => {
                let words = values::list(content);
                if words.iter().any(|word| word == "Brief") && story.kind == Kind::Story {
                    story.kind = Kind::Brief;
                }
                story.keywords.extend(words);
            }
            Is::Organisations => story.organisations.extend(values::list(content)),
            Is::Places => story.places.extend(values::list(content)),
            Is::People => story.people.extend(values::list(content).iter().map(|name| values::person(name))),
            Is::Caption => story.captions.extend(values::captions(&value)),
            Is::Agency => values::set(&mut story.agency, values::agency(&value)),
            Is::Kind => story.kind = values::kind(&value),
            Is::Language => values::set(&mut story.lang, crate::readers::json::values::language(&value)),
            Is::Id | Is::Slug | Is::Text | Is::Correction | Is::Nothing => {}
        }
    }

    /// Adds text with its mark-up: paragraphs, tables.
    fn body(&mut self, text: &str) {
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
        let text = cut_sign_off(text.trim_start_matches([' ', '\n']));
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
    fn correction(&mut self, content: &str) {
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

    fn unknown(&mut self, tag: &Tag<'_>, content: &str) {
        // AQUAINT: a line of the sender's, then the wire's own.
        if tag.name.eq_ignore_ascii_case("HEADER") {
            let Some(line) = content.lines().map(plain).find(|line| header(line).is_some()) else { return };
            return self.element(Is::WireHeader, &line);
        }
        let value = plain(content);
        let title = ["TITLE", "HEAD"].iter().any(|word| tag.name.to_ascii_uppercase().contains(word));
        if title && self.story.headline.is_empty() {
            self.story.headline = value;
        } else if value.len() > 200 {
            self.body(content);
        } else if !value.is_empty() {
            self.story.note("unknown-element", Some(self.line), format!("{}: {value}", tag.name));
        }
    }

    fn finish(self) -> Story {
        let Doc { mut story, copy, published, line, .. } = self;
        if copy.is_table() && story.kind == Kind::Story {
            story.kind = Kind::Table;
        }
        story.body = copy.body;
        values::from_docno(&mut story, published.as_deref(), line);
        values::headline_from_caption(&mut story);
        story
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

/// What stands between a start tag and its end tag; without one, all up to the next element known
/// or of the same name.
fn content<'t>(text: &'t str, tag: &Tag<'t>) -> &'t str {
    // An unknown tag is looked after this far: no file is read in quadratic time.
    let mut budget = if meaning(tag.name).is_some() { usize::MAX } else { 500 };
    let mut at = tag.end;
    while let Some(inner) = next_tag(text, at).filter(|_| budget > 0) {
        at = inner.end;
        budget -= 1;
        if inner.name.eq_ignore_ascii_case(tag.name) {
            if inner.closing {
                return &text[tag.end..inner.start];
            }
            break;
        }
    }
    let mut at = tag.end;
    while let Some(inner) = next_tag(text, at) {
        let same = inner.name.eq_ignore_ascii_case(tag.name);
        if same || (!inner.closing && meaning(inner.name).is_some()) {
            return &text[tag.end..inner.start];
        }
        at = inner.end;
    }
    &text[tag.end..]
}
