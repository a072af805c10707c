//! The one document model: what a reader makes of bytes and everything after it works on.
//!
//! Plain data, no logic beyond small derived views. It knows no format and no engine. What the
//! document said is kept as written (`Dateline::raw`, `Stamp::raw`, `desk_raw`); every guess
//! leaves a [`Note`].

use crate::date::Stamp;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// Where a story came from. Together with the corpus root this is its key in the index.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceRef {
    /// Path of the file, relative to the corpus root as given, `/`-separated.
    pub path: String,
    /// Path inside an archive, and `#n` (from 1) inside a many-story file: `day.zip` may hold
    /// `a.txt`, `b.jsonl#3`; absent for a file that is one story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

impl SourceRef {
    /// `path`, `path#3`, `path/inner.txt`, `path/inner.jsonl#3`: the id of a story that carries none.
    pub fn as_id(&self) -> String {
        match self.member.as_deref() {
            None => self.path.clone(),
            Some(member) if member.starts_with('#') => format!("{}{member}", self.path),
            Some(member) => format!("{}/{member}", self.path),
        }
    }
}

/// What kind of copy it is (handbook 2.3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Ordinary copy.
    #[default]
    Story,
    /// A few lines, no dateline of its own.
    Brief,
    /// One line sent ahead of the story.
    Alert,
    /// Rows and columns: markets, results.
    Table,
    /// A note to editors.
    Advisory,
    /// Repairs an earlier story.
    Correction,
    /// Order to stop using a story.
    KillNotice,
    /// A list of other items.
    Package,
}

/// May it be used?
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Yes.
    #[default]
    Usable,
    /// Not before a time.
    Embargoed,
    /// Not for now.
    Withheld,
    /// Never.
    Killed,
}

/// A place of a dateline, resolved as far as the gazetteer goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatelinePlace {
    /// City or description, in ordinary case.
    pub place: String,
    /// State or province, spelled out.
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The state it lay in on the day of the story, where that is another: the former two letters of ISO
    /// 3166-3 (`SU`, `YU`, `DD`), or a country of today (`PK` for Dacca in 1970).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_then: Option<String>,
}

/// Where and when the story was filed, and who sends it (handbook 1).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// As written, without the separator. A reader whose format marks the dateline sets only this.
    pub raw: String,
    /// Places in order.
    #[serde(default)]
    pub places: Vec<DatelinePlace>,
    /// The date in the line, year inferred: `YYYY-MM-DD`.
    #[serde(default)]
    pub date: Option<jiff::civil::Date>,
    /// Agency sign, in its usual spelling (`Reuter` reads `Reuters`).
    #[serde(default)]
    pub agency: Option<String>,
}

/// What a person is to the story.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Named in the story.
    #[default]
    Subject,
    /// Wrote it.
    Byline,
    /// Made a picture with it.
    Creator,
}

/// A person, under the longest name the story gives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Canonical name without titles.
    pub name: String,
    /// Role.
    #[serde(default)]
    pub role: Role,
    /// Titles met before the name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<String>,
    /// Where the body names them: byte spans into `Story::body`, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Span>,
}

/// A headed part of the body: from its subhead line to the end of its last paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The subhead.
    pub title: String,
    /// Byte span into `Story::body`, from the first letter of `title` on.
    pub span: Span,
}

/// A picture's caption and credit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caption {
    /// The caption.
    pub text: String,
    /// Credit line as written.
    #[serde(default)]
    pub credit: Option<String>,
}

/// Something a reader or a pass guessed, skipped or repaired.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Stable kebab-case code: `charset-guessed`, `year-inferred`, `desk-from-folder`.
    pub code: String,
    /// Line in the source (from 1), where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// For a person.
    pub text: String,
}

/// One story.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Where it came from. Readers leave `path` to the ingest and set `member` to `#n` in many-story files.
    #[serde(skip)]
    pub source: SourceRef,
    /// The identifier the document carries; empty if none (the ingest then uses the source).
    #[serde(default)]
    pub id: String,
    /// Name of the format, from the FORMATS table.
    #[serde(default)]
    pub format: String,
    /// Kind of copy.
    #[serde(default)]
    pub kind: Kind,
    /// May it be used?
    #[serde(default)]
    pub status: Status,
    /// Version as the document gives it (`3`, `1st Ld-Writethru`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Headline; a made one has `headline_derived`.
    #[serde(default)]
    pub headline: String,
    /// The headline was cut from the first sentence.
    #[serde(default, skip_serializing_if = "is_false")]
    pub headline_derived: bool,
    /// Slug or keyword line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Urgency or priority as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// ISO 639-1 code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Stamp>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Stamp>,
    /// It may not be used before this moment, which may long be past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embargo: Option<Stamp>,
    /// Address of the story's page, where the document gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Dateline; see [`Dateline::raw`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// Agency or publication it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Byline without "By".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// Desks, from the closed list of `enrich::desk`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub desk: Vec<String>,
    /// Desks or categories as the document writes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub desk_raw: Vec<String>,
    /// Headed parts of the body. Readers of marked-up formats set them; `enrich` finds the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// People. Readers set those the mark-up names (no mentions yet).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// Places the mark-up names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Organisations the mark-up names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<String>,
    /// Topics and keywords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captions: Vec<Caption>,
    /// Copyright line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    /// Paragraphs joined by one blank line; a subhead is a paragraph of one line. Lines inside a
    /// paragraph are joined by a space, but for tables. No control characters but `\n`.
    #[serde(default)]
    pub body: String,
    /// What was guessed, skipped or repaired.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Story {
    /// Leaves a note.
    pub fn note(&mut self, code: &str, line: Option<u64>, text: impl Into<String>) {
        self.notes.push(Note { code: code.to_owned(), line, text: text.into() });
    }

    /// Paragraphs of the body with their byte spans (subheads are paragraphs of their own).
    pub fn paragraphs(&self) -> impl Iterator<Item = (Span, &str)> {
        paragraphs(&self.body)
    }

    /// Length of headline and body in words, split at white space.
    pub fn word_count(&self) -> u64 {
        words(&self.body) + if self.headline_derived { 0 } else { words(&self.headline) }
    }

    /// The first paragraph that is not a subhead.
    pub fn lead(&self) -> &str {
        let heads = Heads::of(&self.sections);
        self.paragraphs().find(|(span, _)| !heads.begin_in(*span)).map_or("", |(_, text)| text)
    }
}

/// Where subheads begin, for asking which of many paragraphs are some.
pub struct Heads(Vec<usize>);

impl Heads {
    /// Of these sections.
    pub fn of(sections: &[Section]) -> Self {
        let mut starts: Vec<usize> = sections.iter().map(|section| section.span.start).collect();
        starts.sort_unstable();
        Heads(starts)
    }

    /// True if a subhead begins inside of the paragraph, which then is the subhead's line.
    pub fn begin_in(&self, paragraph: Span) -> bool {
        let first = self.0.partition_point(|start| *start < paragraph.start);
        self.0.get(first).is_some_and(|start| *start < paragraph.end)
    }
}

/// Words between white space. Plain ASCII, as most copy is, is counted by the starts of words, which a processor
/// does for many bytes at a time.
pub(crate) fn words(text: &str) -> u64 {
    if !text.is_ascii() {
        return text.split_whitespace().count() as u64;
    }
    let is_space = |byte: u8| byte == b' ' || matches!(byte, b'\t'..=b'\r');
    let bytes = text.as_bytes();
    let first = bytes.first().is_some_and(|byte| !is_space(*byte));
    let starts = bytes.iter().zip(bytes.iter().skip(1)).map(|(a, b)| u64::from(is_space(*a) & !is_space(*b)));
    u64::from(first) + starts.sum::<u64>()
}

/// Splits a body into its paragraphs, with byte spans.
pub fn paragraphs(body: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut at = 0;
    body.split("\n\n").filter_map(move |part| {
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + 2;
        let text = part.trim();
        (!text.is_empty()).then(|| (Span::new(start, start + text.len()), text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_stands_between_white_space() {
        for text in ["", " ", "one", " two  words\n", "a\tb\x0bc\x0cd\re\nf", "é\u{a0}x y", "a\x1cb\x1fc"] {
            assert_eq!(words(text), text.split_whitespace().count() as u64, "{text:?}");
        }
    }

    #[test]
    fn paragraph_spans_map_back() {
        let body = "First one.\n\n Second,\nwrapped.\n\nThird";
        let found: Vec<_> = paragraphs(body).collect();
        assert_eq!(found.len(), 3);
        for (span, text) in found {
            assert_eq!(span.of(body), text);
        }
    }
}
