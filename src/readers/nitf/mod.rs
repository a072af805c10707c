//! NITF 3.x: with or without namespace, prolog and `head`, alone, in a row, or inside of another
//! document; the NYT Annotated Corpus too (handbook 3.2, 3.3).
//!
//! Agencies fill the format in different ways; what cannot be told from a document's elements
//! stands in PROFILES, a row an agency. Text is read by [`text`].

pub(super) mod head;
pub(super) mod lines;
pub(super) mod text;

use crate::date::wire::Hints;
use crate::error::Result;
use crate::readers::json::values;
use crate::readers::xml::{self, Element};
use crate::readers::{Format, Head, Input, Sink};
use crate::story::{Kind, Status, Story};

/// The row of this format.
pub const FORMAT: Format = Format {
    name: "nitf",
    about: "NITF 3.x XML, the NYT Annotated Corpus too",
    extensions: &["xml", "nitf"],
    carries: &[
        "id",
        "version",
        "kind",
        "status",
        "embargo",
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
        "copyright",
        "url",
    ],
    many: true,
    version: 4,
    sniff,
    read,
};

/// What an agency does otherwise.
#[derive(Debug, Clone, Copy)]
pub(super) struct Profile {
    /// Names by which the document gives its sender, in small letters.
    names: &'static [&'static str],
    /// Its `byline` holds the line below the headline.
    pub(super) byline_is_deck: bool,
    /// Its category letters are its own, not those of ANPA 1312.
    pub(super) own_letters: bool,
    /// Its take key holds the place of a story without a dateline, in brackets.
    pub(super) place_in_take_key: bool,
}

const USUAL: Profile =
    Profile { names: &[], byline_is_deck: false, own_letters: false, place_in_take_key: false };

/// Agencies whose documents need to be known by name.
static PROFILES: &[Profile] = &[
    Profile { names: &["ansa"], byline_is_deck: true, ..USUAL },
    Profile { names: &["aap"], own_letters: true, place_in_take_key: true, ..USUAL },
];

/// Elements with which a fragment of NITF may begin.
const FRAGMENTS: &[&str] = &["body", "body.head", "body.content", "head"];

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let root = xml::root(head)?;
    if root.name.eq_ignore_ascii_case("nitf") {
        return Some("NITF root element");
    }
    let inside = |tag: &str| memchr::memmem::find(root.rest.as_bytes(), tag.as_bytes()).is_some();
    // G2's listings show content without its item.
    if matches!(root.name, "contentSet" | "inlineXML") && (inside("<nitf") || inside(":nitf")) {
        return Some("NITF inside of a content set");
    }
    let fragment = FRAGMENTS.contains(&root.name)
        && ["<body.content", "<body.head", "<docdata"].iter().any(|tag| inside(tag));
    fragment.then_some("a fragment of NITF")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let source = xml::source(input)?;
    let tree = source.tree()?;
    let mut documents: Vec<Element<'_>> = tree
        .descendants("nitf")
        .chain(tree.descendants("NITF"))
        .filter(|e| !e.is_in("nitf") && !e.is_in("NITF"))
        .collect();
    if documents.is_empty() {
        documents = tree.roots().filter(|root| FRAGMENTS.contains(&root.name())).collect();
    }
    let many = documents.len() > 1;
    for (number, document) in (1_u64..).zip(documents) {
        let mut story = Story::default();
        tree.annotate(&mut story);
        fill(&mut story, document, input.hints);
        xml::unread::note(&mut story, document, &|_| false);
        if many {
            story.source.member = Some(format!("#{number}"));
        }
        if is_empty(&story) {
            continue;
        }
        if sink.story(story).is_break() {
            return Ok(());
        }
    }
    tree.end(sink);
    Ok(())
}

/// Neither headline nor text: a form that nobody has filled in.
fn is_empty(story: &Story) -> bool {
    story.headline.is_empty() && story.body.is_empty() && story.captions.is_empty()
}

fn fill(story: &mut Story, nitf: Element<'_>, hints: &Hints) {
    head::fill(story, nitf, hints);
    let profile = profile(story, nitf);
    head::fill_by(story, nitf, profile);
    text::fill(story, nitf);
    manage(story, nitf);
}

fn profile(story: &Story, nitf: Element<'_>) -> &'static Profile {
    let owner = nitf.descendants("doc.rights").find_map(|e| e.attr("owner"));
    let sender = story.agency.as_deref().into_iter().chain(owner).map(str::to_lowercase);
    let found = sender.filter_map(|name| PROFILES.iter().find(|p| p.names.contains(&name.as_str()))).next();
    found.unwrap_or(&USUAL)
}

/// Status, and what the document says of another: `management-status`, a correction, an order to
/// stop using a story.
fn manage(story: &mut Story, nitf: Element<'_>) {
    let Some(docdata) = nitf.descendants("docdata").next() else { return };
    let line = Some(docdata.line());
    if let Some(word) = docdata.attr("management-status") {
        match values::status(word) {
            Some(status) => story.status = status,
            None => story.note("status-unknown", line, format!("cannot read the status {word:?}")),
        }
    }
    if let Some(word) = docdata.attr("management-idref-status") {
        let target = docdata.attr("management-doc-idref").unwrap_or("another document");
        if values::status(word) == Some(Status::Killed) {
            story.kind = Kind::KillNotice;
            story.status = Status::Killed;
        }
        story.note("refers-to", line, format!("sets {target} to {word}"));
    }
    if let Some(correction) = nitf.descendants("correction").next() {
        let said: Vec<&str> = ["info", "id-string"].iter().filter_map(|name| correction.attr(name)).collect();
        if story.kind == Kind::Story {
            story.kind = Kind::Correction;
        }
        story.note("corrects", Some(correction.line()), said.join(" "));
    }
}
