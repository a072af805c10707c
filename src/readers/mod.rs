//! Bytes of one format to stories. A reader does no I/O but the stream it is given, and never sees
//! the index: the same bytes give the same stories.
//!
//! FORMATS is the table of all of them, in sniffing order: content first, extension last.

mod agency_xml;
mod anpa;
mod ap_media_api;
mod atom;
mod cnn_story;
mod dispatch;
mod dpa_digitalwires;
mod feed_items;
mod feed_xml;
mod filed;
mod frames;
mod gigaword;
mod guard;
mod headers;
mod html;
mod iptc7901;
mod json;
mod json_feed;
mod keys;
mod lifecycle;
mod mail;
mod markdown;
mod markup;
mod newsml_1;
mod newsml_g2;
mod newsml_text;
mod newsml_values;
mod ninjs;
mod nitf;
mod opening;
mod page;
mod plain;
mod prose;
mod rcv1;
mod refuse;
mod reuters_sgml;
mod rss;
mod scraped;
mod sgml;
mod sound;
mod telex;
mod trailer;
mod trec_sgml;
mod unread;
mod wapo;
mod wirecopy;
mod xml;

pub use dispatch::{Outcome, read};
pub use guard::read_guarded;

use crate::date::wire::Hints;
use crate::error::{Error, Result};
use crate::story::Story;
use std::io::BufRead;
use std::ops::ControlFlow;

/// The first bytes of a member, for sniffing.
pub struct Head<'h> {
    /// Up to 64 KiB.
    pub bytes: &'h [u8],
    /// The same as text (lossy).
    pub text: &'h str,
    /// File name (with folders inside the corpus), for extension and folder hints.
    pub name: &'h str,
    /// The bytes are all there is.
    pub whole: bool,
}

/// What a reader is given.
pub struct Input<'i> {
    /// The bytes, from the start.
    pub bytes: &'i mut dyn BufRead,
    /// Path below the corpus root, or inside the archive.
    pub name: &'i str,
    /// Zone and day order for bare dates.
    pub hints: &'i Hints,
}

/// Where a reader puts what it finds.
pub trait Sink {
    /// A story; `Break` asks the reader to stop.
    fn story(&mut self, story: Story) -> ControlFlow<()>;
    /// One record of a many-story file that could not be read; reading goes on.
    fn problem(&mut self, error: Error);
    /// A sound item of the format that is no story (an event, a plan …), and what it is. A member
    /// that holds nothing else is [`Outcome::NotAStory`].
    fn passed_over(&mut self, _what: &str) {}
}

/// A format: one row of the table, one file.
pub struct Format {
    /// As typed after `--format`.
    pub name: &'static str,
    /// One line for `morgue formats`.
    pub about: &'static str,
    /// Usual extensions, without dot.
    pub extensions: &'static [&'static str],
    /// Fields of a story that the format itself can state, before enrichment, by their names in
    /// [`Story`]; `desk` for what is written of one, `status` and `kind` for others than a usable story.
    pub carries: &'static [&'static str],
    /// A file may hold many stories: members are then `#1`, `#2` …
    pub many: bool,
    /// Raised whenever the reader's output changes; files are then read again.
    pub version: u32,
    /// Why it is this format, or `None`.
    pub sniff: fn(&Head<'_>) -> Option<&'static str>,
    /// Reads all stories.
    pub read: fn(&mut Input<'_>, &mut dyn Sink) -> Result<()>,
}

/// The formats, in the order they are tried.
pub static FORMATS: &[Format] = &[
    anpa::FORMAT,
    iptc7901::FORMAT,
    telex::FORMAT,
    reuters_sgml::FORMAT,
    gigaword::FORMAT,
    trec_sgml::FORMAT,
    nitf::FORMAT,
    newsml_1::FORMAT,
    newsml_g2::FORMAT,
    rcv1::FORMAT,
    agency_xml::FORMAT,
    rss::FORMAT,
    atom::FORMAT,
    json_feed::FORMAT,
    ap_media_api::FORMAT,
    dpa_digitalwires::FORMAT,
    wapo::FORMAT,
    ninjs::FORMAT,
    mail::FORMAT,
    json::LINES,
    json::FORMAT,
    html::FORMAT,
    cnn_story::FORMAT,
    markdown::FORMAT,
    scraped::FORMAT,
    headers::FORMAT,
    plain::FORMAT,
];

/// What a file turned out to be.
pub enum Sniffed {
    /// This format, for this reason.
    Format(&'static Format, &'static str),
    /// Nothing in it.
    Empty,
    /// An image, a binary, code, a README …: the reason.
    NotAStory(String),
}

/// Formats that take any text: tried only when the text is not known to be something else.
const PROSE: &[&str] = &["markdown", "scraped-page", "text-headers", "text"];

/// Wire frames: their control bytes would make them binaries, so they are tried before all else.
const FRAMES: &[&str] = &["anpa-1312", "iptc-7901", "telex"];

/// Chooses the format of a member by its head.
pub fn sniff(head: &Head<'_>) -> Sniffed {
    if head.whole && head.text.trim_matches(|c: char| c.is_whitespace() || c.is_control()).is_empty() {
        return Sniffed::Empty;
    }
    let mut frames = FORMATS.iter().filter(|f| FRAMES.contains(&f.name));
    if let Some(found) = frames.find_map(|f| (f.sniff)(head).map(|reason| Sniffed::Format(f, reason))) {
        return found;
    }
    if let Some(reason) = refuse::binary(head) {
        return Sniffed::NotAStory(reason);
    }
    let choose = |prose: bool| {
        let rows = FORMATS.iter().filter(move |f| PROSE.contains(&f.name) == prose);
        rows.filter_map(|f| (f.sniff)(head).map(|reason| Sniffed::Format(f, reason))).next()
    };
    if let Some(found) = choose(false) {
        return found;
    }
    if let Some(reason) = refuse::not_prose(head) {
        return Sniffed::NotAStory(reason);
    }
    choose(true).unwrap_or_else(|| Sniffed::NotAStory("no reader knows it".into()))
}

/// The format of that name.
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}
