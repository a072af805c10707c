//! The `<DOC><DOCNO>` family: TREC disks (AP, LA Times, WSJ, FT, FBIS, TIME) and AQUAINT;
//! Gigaword's records are read here too.
//!
//! One reader for all: [`elements`] says what an element of any of them is. What the values look like
//! is in [`values`]. An element that no row knows is looked into, then kept: long text
//! in the body, short text in a note.

mod body;
mod elements;
pub(super) mod values;

use elements::{Is, content, meaning};

use crate::date::wire::Hints;
use crate::error::Result;
use crate::readers::sgml::{Tag, attribute, each_record, next_tag, plain, unescape};
use crate::readers::wirecopy::{Copy, header};
use crate::readers::{Format, Head, Input, Sink};
use crate::source::decode::{clean, decode};
use crate::story::{Dateline, Kind, Story};

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
    version: 5,
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
                if story.dateline.is_none() {
                    story.dateline = Some(Dateline { raw, ..Dateline::default() });
                } else if !raw.is_empty() {
                    // A round-up: the first is the story's, the others head its parts.
                    story.note("another-dateline", Some(self.line), raw.clone());
                    self.copy.end_paragraph();
                    self.copy.text(&format!("{raw} --"));
                    self.copy.end_paragraph();
                }
            }
            Is::WireHeader => {
                if let Some(header) = header(&value) {
                    story.urgency = Some(header.urgency.to_owned());
                    story.desk_raw.push(header.category.to_owned());
                    values::set(&mut story.slug, header.slug.to_owned());
                }
            }
            Is::Desk => {
                let desks = values::desks(&value);
                if value.contains(';') {
                    // Part, page and column too.
                    story.note("place-on-paper", Some(self.line), value);
                }
                story.desk_raw.extend(desks);
            }
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
            Is::Caption => {
                story.captions.extend(values::captions(&value));
                story.note("graphic", Some(self.line), value);
            }
            Is::Agency => values::set(&mut story.agency, values::agency(&value)),
            Is::Kind => story.kind = values::kind(&value),
            Is::Language => values::set(&mut story.lang, crate::readers::json::values::language(&value)),
            Is::Id | Is::Slug | Is::Text | Is::Correction | Is::Nothing => {}
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
