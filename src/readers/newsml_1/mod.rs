//! NewsML 1.0 to 1.2: a `NewsML` document with one or more `NewsItem`s, each of nested components
//! (handbook 2.2, 3.2, 3.3). AFP, EFE, Kyodo, TASS, Belga, NTB and the older Reuters ship it.
//!
//! Here are the document, the identifiers and the management of an item; its components are
//! `newsml_1_parts`' work, their text `newsml_1_text`'s. A DOCTYPE is never followed.

pub(super) mod about;
pub(super) mod parts;
pub(super) mod text;

use crate::date::wire::Hints;
use crate::error::Result;
use crate::readers::filed;
use crate::readers::json::values;
use crate::readers::newsml_values::{add, agency, byline, moment, set, words};
use crate::readers::trec_sgml::values::headline_from_caption;
use crate::readers::xml::{self, Element, Tree};
use crate::readers::{Format, Head, Input, Sink};
use crate::story::{Kind, Status, Story};
use about::{Topics, topics};
use parts::{Parts, formal, is_writer};
use std::ops::ControlFlow;

/// The row of this format.
pub const FORMAT: Format = Format {
    name: "newsml-1",
    about: "NewsML 1.x: news items of nested components",
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

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    (xml::root(head)?.name == "NewsML").then_some("XML with root <NewsML>")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let hints = input.hints;
    let source = xml::source(input)?;
    let tree = source.tree()?;
    for root in tree.roots() {
        if document(&tree, root, hints, sink).is_break() {
            return Ok(());
        }
    }
    tree.end(sink);
    Ok(())
}

fn document(tree: &Tree<'_>, root: Element<'_>, hints: &Hints, sink: &mut dyn Sink) -> ControlFlow<()> {
    let topics = topics(root);
    let items: Vec<Element<'_>> = root.all("NewsItem");
    if items.is_empty() {
        sink.passed_over("a NewsML 1 document without news items");
    }
    let mut stories = Vec::new();
    for item in &items {
        let found = stories_of(*item, root.find("NewsEnvelope"), &topics, hints);
        if found.is_empty() {
            sink.passed_over("a NewsML 1 item without headline, text or caption");
        }
        stories.extend(found);
    }
    let many = stories.len() > 1;
    for (n, mut story) in stories.into_iter().enumerate() {
        story.source.member = many.then(|| format!("#{}", n + 1));
        tree.annotate(&mut story);
        sink.story(story)?;
    }
    ControlFlow::Continue(())
}

/// The stories of an item: one, or one a language (Belga sends Dutch and French in one item).
fn stories_of(
    item: Element<'_>,
    envelope: Option<Element<'_>>,
    topics: &Topics,
    hints: &Hints,
) -> Vec<Story> {
    let components: Vec<Element<'_>> = item.all("NewsComponent");
    let languages: Vec<Element<'_>> = components.iter().flat_map(|part| text::languages(*part)).collect();
    let mut stories = Vec::new();
    if languages.len() < 2 {
        if let Some(mut story) = story(item, &components, None, envelope, topics, hints) {
            xml::unread::note(&mut story, item, &|_| false);
            stories.push(story);
        }
        return stories;
    }
    for part in languages {
        if let Some(mut story) = story(item, &components, Some(part), envelope, topics, hints) {
            xml::unread::note(&mut story, part, &|_| false);
            if !stories.is_empty() {
                story.id = format!("{}:{}", story.id, story.lang.as_deref().unwrap_or("2"));
                story.note("part-of-item", Some(part.line()), "another language of the same item");
            }
            stories.push(story);
        }
    }
    stories
}

/// One story; `only` is the component of its language.
fn story(
    item: Element<'_>,
    components: &[Element<'_>],
    only: Option<Element<'_>>,
    envelope: Option<Element<'_>>,
    topics: &Topics,
    hints: &Hints,
) -> Option<Story> {
    let mut story = Story::default();
    identifiers(&mut story, item, components);
    if let Some(management) = item.find("NewsManagement") {
        manage(&mut story, management, hints);
    }
    let mut parts = Parts::default();
    if let Some(part) = only {
        parts::component(&mut story, &mut parts, part, topics, hints);
    }
    for part in components {
        match only {
            None => parts::component(&mut story, &mut parts, *part, topics, hints),
            Some(_) => parts::properties(&mut story, &mut parts, *part, topics, hints),
        }
    }
    set(&mut story.lang, values::language(item.attr("lang").unwrap_or("")));
    let label = item.find("Identification").and_then(|identification| identification.find("NameLabel"));
    set(&mut story.slug, label.map(|label| words(&label.text())).unwrap_or_default());
    text::fill(&mut story, &parts, hints);
    headline_from_caption(&mut story);
    story.agency = agency(&parts.sources).or_else(|| {
        let provider = item.text_at("Identification/NewsIdentifier/ProviderId").unwrap_or_default();
        agency(std::slice::from_ref(&provider)).filter(|name| *name != provider)
    });
    if story.headline.is_empty() {
        story.note("no-headline", Some(item.line()), "the item has no headline");
    }
    if story.byline.is_none()
        && let Some(writer) = parts.creators.iter().find(|name| is_writer(name))
    {
        byline(&mut story, writer, item.line());
    }
    if story.byline.is_some() && story.byline == story.agency {
        let firm = story.byline.take().unwrap_or_default();
        story.note("byline-unused", Some(item.line()), format!("the byline {firm:?} is the sender"));
    }
    if let Some(envelope) = envelope {
        fall_back(&mut story, envelope, hints);
    }
    about::desks_of_subjects(&mut story);
    filed::complete(&mut story, &parts.origin, item.line());
    members(&mut story, &parts, item);
    let told = !story.headline.is_empty() || !story.body.is_empty() || !story.captions.is_empty();
    (told || (story.status != Status::Usable && !story.id.is_empty())).then_some(story)
}

/// `PublicIdentifier` without the revision at its end; built from its parts where it leaves the item out.
fn identifiers(story: &mut Story, item: Element<'_>, components: &[Element<'_>]) {
    let Some(identifier) = item.find("Identification").and_then(|found| found.find("NewsIdentifier")) else {
        return story.note("no-id", Some(item.line()), "the item has no `NewsIdentifier`");
    };
    let text = |name: &str| identifier.find(name).map(|found| words(&found.text())).unwrap_or_default();
    let (public, number, revision) = (text("PublicIdentifier"), text("NewsItemId"), text("RevisionId"));
    let bare = public.rsplit_once(':').filter(|(_, last)| {
        let tail = last.strip_prefix(revision.as_str());
        !revision.is_empty() && tail.is_some_and(|tail| matches!(tail, "" | "N" | "U" | "A"))
    });
    story.id = bare.map_or(public.clone(), |(bare, _)| bare.to_owned());
    if !public.contains(&number) || public.is_empty() {
        let duid = components.iter().find_map(|part| part.attr("Duid")).unwrap_or("");
        let number = if number.is_empty() { words(duid) } else { number };
        let pieces = [text("ProviderId"), text("DateId"), number];
        let pieces: Vec<String> = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
        story.id = if pieces.len() > 1 { pieces.join(":") } else { String::new() };
        story.note("id-from-parts", Some(identifier.line()), "no public identifier that names the item");
    }
    let element = identifier.find("RevisionId");
    set(&mut story.version, revision);
    let previous = element.and_then(|revision| revision.attr("PreviousRevision")).unwrap_or("0");
    if !matches!(previous, "" | "0") {
        story.note("link", element.map(|found| found.line()), format!("previous revision {previous}"));
    }
}

fn manage(story: &mut Story, management: Element<'_>, hints: &Hints) {
    for child in management.children() {
        let line = Some(child.line());
        match child.name() {
            "FirstCreated" => story.published = moment(story, &child.text(), child.line(), hints),
            "ThisRevisionCreated" => story.updated = moment(story, &child.text(), child.line(), hints),
            "Urgency" => set(&mut story.urgency, formal(child)),
            "Status" => status(story, child),
            "StatusWillChange" => status_will_change(story, child, hints),
            "NewsItemType" => {
                if let Some(kind) = values::kind(&formal(child)) {
                    story.kind = kind;
                }
            }
            "Instruction" => instruction(story, child),
            "AssociatedWith" | "DerivedFrom" => {
                let target = child.attr("NewsItem").map(str::to_owned).unwrap_or_else(|| formal(child));
                story.note("link", line, format!("{} {target}", child.name()));
            }
            _ => {}
        }
    }
    if story.published.is_none() {
        story.published = story.updated.take();
    }
}

fn status(story: &mut Story, element: Element<'_>) {
    let written = formal(element);
    match values::status(&written) {
        Some(status) => story.status = status,
        None if written.is_empty() => {}
        None => {
            let text = format!("status {written:?} is none of Usable, Embargoed, Withheld, Canceled");
            story.note("status-unknown", Some(element.line()), text);
        }
    }
}

/// What is embargoed and will be usable from a moment on is embargoed until then: the moment says it
/// all, and it may be long past. Any other change is noted.
fn status_will_change(story: &mut Story, change: Element<'_>, hints: &Hints) {
    let future = change.find("FutureStatus").map(formal).unwrap_or_default();
    let when = change.find("DateAndTime").map(|when| when.text()).unwrap_or_default();
    if values::status(&future) != Some(Status::Usable) {
        return story.note(
            "status-will-change",
            Some(change.line()),
            format!("{future} from {}", words(&when)),
        );
    }
    story.embargo = moment(story, &when, change.line(), hints);
    if story.embargo.is_some() && story.status == Status::Embargoed {
        story.status = Status::Usable;
    }
}

/// What the provider asks of the receiver: update, correct, delete …
fn instruction(story: &mut Story, element: Element<'_>) {
    let word = formal(element);
    match word.to_ascii_lowercase().as_str() {
        "correction" | "correct" | "rectify" => story.kind = Kind::Correction,
        "kill" | "delete" | "withdraw" => {
            story.kind = Kind::KillNotice;
            story.status = Status::Killed;
        }
        _ => {}
    }
    let revisions: Vec<String> = element
        .all("RevisionStatus")
        .iter()
        .map(|revision| {
            let status = revision.find("Status").map(formal).unwrap_or_default();
            format!("; revision {} is {status}", revision.attr("Revision").unwrap_or("?"))
        })
        .collect();
    story.note("signal", Some(element.line()), format!("{word}{}", revisions.concat()));
}

/// What only the envelope says.
fn fall_back(story: &mut Story, envelope: Element<'_>, hints: &Hints) {
    for child in envelope.children() {
        match child.name() {
            "Priority" => set(&mut story.urgency, formal(child)),
            "NewsService" | "NewsProduct" => add(&mut story.desk_raw, formal(child)),
            "DateAndTime" if story.published.is_none() => {
                story.published = moment(story, &child.text(), child.line(), hints);
                let note = "no date in the item; that of the envelope stands";
                story.note("published-from-message", Some(child.line()), note);
            }
            "SentFrom" if story.agency.is_none() => {
                story.agency = agency(&child.all("Party").into_iter().map(formal).collect::<Vec<_>>());
            }
            _ => {}
        }
    }
}

/// An item that holds nothing but the names of others is a package (Reuters' linked lists).
fn members(story: &mut Story, parts: &Parts<'_>, item: Element<'_>) {
    for (name, headline) in &parts.members {
        let text = if headline.is_empty() { name.clone() } else { format!("{name}: {headline}") };
        story.note("member", Some(item.line()), text);
    }
    if parts.members.len() > 1 && story.body.is_empty() && story.kind == Kind::Story {
        story.kind = Kind::Package;
    }
}
