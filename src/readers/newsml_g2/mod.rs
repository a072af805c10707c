//! NewsML-G2: news items and packages, alone or many in a news message (handbook 2.2, 3.2, 3.3).
//!
//! Here are the message and what kind of item each is; `g2_meta`, `g2_about` and `g2_content` read
//! its parts. Concept, knowledge, planning and catalogue items are told apart by name: they hold no
//! story. No schema is checked and nothing is fetched.

pub(super) mod about;
pub(super) mod content;
pub(super) mod meta;

use crate::date::wire::Hints;
use crate::error::Result;
use crate::readers::json::values;
use crate::readers::newsml_values::{agency, moment, party, set, words};
use crate::readers::trec_sgml::values::headline_from_caption;
use crate::readers::xml::{self, Element, Tree};
use crate::readers::{Format, Head, Input, Sink};
use crate::story::{Kind, Status, Story};
use about::About;
use meta::Envelope;
use std::ops::ControlFlow;

/// The row of this format.
pub const FORMAT: Format = Format {
    name: "newsml-g2",
    about: "NewsML-G2: news items, packages and messages of them",
    extensions: &["xml", "newsml"],
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
    ],
    many: true,
    version: 4,
    sniff,
    read,
};

/// Roots that may hold a story.
const ROOTS: &[&str] = &["newsMessage", "newsItem", "packageItem"];

/// Items of the family that are no story, and what they are.
#[rustfmt::skip]
static OTHERS: &[(&str, &str)] = &[
    ("conceptItem", "a NewsML-G2 concept item: a person, place or event of a vocabulary"),
    ("knowledgeItem", "a NewsML-G2 knowledge item: a set of concepts"),
    ("planningItem", "a NewsML-G2 planning item: coverage to come"),
    ("catalogItem", "a NewsML-G2 catalogue of vocabularies"),
];

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let root = xml::root(head)?.name;
    let known = ROOTS.contains(&root) || OTHERS.iter().any(|(name, _)| *name == root);
    known.then_some("XML with a NewsML-G2 root")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let hints = input.hints;
    let source = xml::source(input)?;
    let tree = source.tree()?;
    for root in tree.roots() {
        if message(&tree, root, hints, sink).is_break() {
            return Ok(());
        }
    }
    tree.end(sink);
    Ok(())
}

/// Reads a message, or an item that stands alone.
fn message(tree: &Tree<'_>, root: Element<'_>, hints: &Hints, sink: &mut dyn Sink) -> ControlFlow<()> {
    if root.name() != "newsMessage" {
        return item(tree, root, &Envelope::default(), None, hints, sink);
    }
    let envelope = root.find("header").map(Envelope::of).unwrap_or_default();
    let items: Vec<Element<'_>> = root.all("itemSet").iter().flat_map(Element::children).collect();
    if items.is_empty() {
        sink.passed_over("a NewsML-G2 message without items");
    }
    items.iter().enumerate().try_for_each(|(n, each)| {
        let member = (items.len() > 1).then(|| format!("#{}", n + 1));
        item(tree, *each, &envelope, member, hints, sink)
    })
}

/// Reads one item of whatever kind.
fn item(
    tree: &Tree<'_>,
    item: Element<'_>,
    envelope: &Envelope,
    member: Option<String>,
    hints: &Hints,
    sink: &mut dyn Sink,
) -> ControlFlow<()> {
    if let Some((_, what)) = OTHERS.iter().find(|(name, _)| *name == item.name()) {
        sink.passed_over(what);
        return ControlFlow::Continue(());
    }
    if !matches!(item.name(), "newsItem" | "packageItem") {
        sink.passed_over(&format!("a NewsML-G2 message part that holds no story: <{}>", item.name()));
        return ControlFlow::Continue(());
    }
    match story(item, envelope, hints) {
        Ok(mut story) => {
            story.source.member = member;
            tree.annotate(&mut story);
            xml::unread::note(&mut story, item, &|_| false);
            sink.story(story)
        }
        Err(what) => {
            sink.passed_over(&what);
            ControlFlow::Continue(())
        }
    }
}

/// The story of a news or package item, or why it is none.
fn story(item: Element<'_>, envelope: &Envelope, hints: &Hints) -> std::result::Result<Story, String> {
    let attribute = |name: &str| words(item.attr(name).unwrap_or(""));
    let mut story = Story { id: attribute("guid"), ..Story::default() };
    set(&mut story.version, attribute("version"));
    // The language of the copy, where given, goes before that of the item's own words.
    let tag = item.find("contentMeta").and_then(|meta| meta.find("language")).and_then(|tag| tag.attr("tag"));
    set(&mut story.lang, values::language(tag.unwrap_or("")));
    set(&mut story.lang, values::language(&attribute("lang")));
    let meta = item.find("itemMeta");
    let class =
        meta.and_then(|meta| meta.find("itemClass")).map(meta::code_of).unwrap_or("").to_ascii_lowercase();
    if let Some(meta) = meta {
        meta::item_meta(&mut story, meta, hints);
    }
    let asserts = about::asserts(item);
    let about = match item.find("contentMeta") {
        Some(meta) => about::content_meta(&mut story, meta, &asserts, hints),
        None => About::default(),
    };
    if let Some(rights) = item.find("rightsInfo") {
        meta::rights(&mut story, rights);
    }
    from(&mut story, meta, &about);
    if item.name() == "packageItem" {
        story.kind = Kind::Package;
        content::members(&mut story, item);
    }
    content::fill(&mut story, item, &class, &about, hints);
    title(&mut story, meta);
    headline_from_caption(&mut story);
    fall_back(&mut story, item, envelope, hints);
    let told = !story.headline.is_empty() || !story.body.is_empty() || !story.captions.is_empty();
    // A bare kill still has to reach its story.
    let tells =
        told || story.kind == Kind::Package || (story.status != Status::Usable && !story.id.is_empty());
    if story.headline.is_empty() {
        story.note("no-headline", Some(item.line()), "the item has no headline");
    }
    if story.body.is_empty() && story.captions.is_empty() && story.kind != Kind::Package {
        story.note("no-text", Some(item.line()), "the item has neither text nor caption");
    }
    if tells { Ok(story) } else { Err(empty(&story, &class)) }
}

/// What an item is that tells nothing.
fn empty(story: &Story, class: &str) -> String {
    if let Some(note) = story.notes.iter().find(|note| note.code == "content-unread") {
        return format!("a NewsML-G2 item without headline: {}", note.text);
    }
    let what = match class {
        "picture" | "graphic" | "graphics" => "a NewsML-G2 picture",
        "video" | "audio" => "a NewsML-G2 film or sound",
        _ => "a NewsML-G2 item",
    };
    format!("{what} without headline, text or caption")
}

/// Agency and byline out of what several elements say.
fn from(story: &mut Story, meta: Option<Element<'_>>, about: &About) {
    let mut sources = Vec::new();
    if let Some(provider) = meta.and_then(|meta| meta.find("provider")) {
        sources.push(meta::name_of(provider, story.lang.as_deref()));
        sources.push(party(meta::raw_code(provider)));
    }
    sources.extend(about.credit.clone());
    // Where the content came from says who sends it only when nobody else does.
    story.agency = agency(&sources).or_else(|| agency(&about.sources));
}

/// An item without a headline may have a title (packages mostly).
fn title(story: &mut Story, meta: Option<Element<'_>>) {
    if story.headline.is_empty()
        && let Some(title) = meta.and_then(|meta| meta.find("title"))
    {
        story.headline = words(&title.text());
        if !story.headline.is_empty() {
            story.note("headline-from-title", Some(title.line()), "no headline; the item's title stands");
        }
    }
}

/// What only the message's header says, and what is missing.
fn fall_back(story: &mut Story, item: Element<'_>, envelope: &Envelope, hints: &Hints) {
    let line = Some(item.line());
    set(&mut story.urgency, envelope.priority.clone());
    if story.published.is_none() {
        story.published = moment(story, &envelope.sent, item.line(), hints);
        if story.published.is_some() {
            story.note("published-from-message", line, "no date in the item; that of the message stands");
        }
    }
    let catalogue = envelope.catalogue || item.find("catalogRef").is_some() || item.find("catalog").is_some();
    if !catalogue {
        story.note("no-catalogue", line, "no catalogue says what the aliases of its codes stand for");
    }
    if story.id.is_empty() {
        story.note("no-id", line, "the item has no `guid`");
    }
}
