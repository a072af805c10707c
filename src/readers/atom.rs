//! Atom 1.0 and 0.3: one story an entry.

use super::feed_items::{Holds, Item, Output, Text, title};
use super::feed_xml::{address, is_read, modules, set};
use super::json::values;
use super::xml::head::root;
use super::xml::{self, Element};
use super::{Format, Head, Input, Sink};
use crate::error::Result;

/// The row.
pub const FORMAT: Format = Format {
    name: "atom",
    about: "Atom feeds",
    extensions: &["atom", "xml"],
    carries: &[
        "id",
        "headline",
        "byline",
        "published",
        "updated",
        "agency",
        "keywords",
        "desk",
        "lang",
        "sections",
        "captions",
        "copyright",
        "url",
    ],
    many: true,
    version: 3,
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let root = root(head)?;
    let atom = root.namespace.is_some_and(|space| space.to_ascii_lowercase().contains("atom"));
    (matches!(root.name, "feed" | "entry") && (atom || root.name == "feed" && root.rest.contains("<entry")))
        .then_some("XML with root <feed>")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let source = xml::source(input)?;
    let tree = source.tree()?;
    let feed = tree.roots().find(|root| root.name() == "feed").map(Feed::of).unwrap_or_default();
    let mut out = Output::new(&mut *sink);
    let torn = tree.descendants("entry").last().filter(|_| tree.cut.is_some());
    for entry in tree.descendants("entry") {
        if entry.parent().is_some_and(|parent| parent.name() != "feed") {
            continue;
        }
        let mut item = item(entry, &feed, input);
        tree.annotate(&mut item.story);
        xml::unread::note(&mut item.story, entry, &is_read);
        if torn == Some(entry) {
            item.story.note("cut-off", item.line, "the feed breaks off here: the item may lack its end");
        }
        if out.item(item).is_break() {
            return Ok(());
        }
    }
    out.end();
    tree.end(sink);
    Ok(())
}

/// Children of that name which are Atom's own, whatever its prefix is here.
fn own<'t>(of: Element<'t>, name: &'static str) -> impl Iterator<Item = Element<'t>> {
    let prefix = of.prefix();
    of.children()
        .filter(move |child| child.name() == name && (child.prefix() == prefix || child.prefix() == "atom"))
}

fn first(of: Element<'_>, name: &'static str) -> Option<String> {
    own(of, name).map(|child| child.text()).find(|text| !text.is_empty())
}

/// The page an element links to: `alternate`, which a link without `rel` is.
fn link<'t>(of: Element<'t>) -> Option<&'t str> {
    let alternate = |e: &Element<'_>| matches!(e.attr("rel"), None | Some("alternate"));
    own(of, "link").filter(alternate).find_map(|link| link.attr("href"))
}

/// `text`, `html` or `xhtml` (Atom 0.3 says so by `mode` and media types).
fn body(element: Element<'_>, holds: Holds) -> Text {
    match element.attr("type") {
        Some("text" | "text/plain") if element.children().next().is_none() => {
            Text::plain(holds, &element.raw_text())
        }
        _ => set(element, holds),
    }
}

fn authors(of: Element<'_>) -> Vec<String> {
    own(of, "author")
        .map(|author| first(author, "name").unwrap_or_else(|| author.text()))
        .filter(|name| !name.is_empty())
        .collect()
}

/// What the feed says for entries that do not say it themselves: read once, however many these are.
#[derive(Default)]
struct Feed<'t> {
    home: Option<&'t str>,
    title: Option<String>,
    rights: Option<String>,
    language: Option<String>,
    authors: Vec<String>,
}

impl<'t> Feed<'t> {
    fn of(feed: Element<'t>) -> Self {
        Feed {
            home: link(feed),
            title: first(feed, "title"),
            rights: first(feed, "rights"),
            language: feed.attr("xml:lang").map(values::language),
            authors: authors(feed),
        }
    }
}

fn item(entry: Element<'_>, feed: &Feed<'_>, input: &Input<'_>) -> Item {
    let mut item = Item { line: Some(entry.line()), ..Item::default() };
    modules(&mut item, entry);
    let all =
        |name: &'static str| own(entry, name).map(|e| e.text()).filter(|t| !t.is_empty()).collect::<Vec<_>>();
    item.date(&[all("published"), all("issued"), all("created")].concat(), false, input);
    item.date(&[all("updated"), all("modified")].concat(), true, input);
    let said = link(entry).or_else(|| own(entry, "content").find_map(|content| content.attr("src")));
    item.story.url = said.and_then(|link| address(entry, feed.home, link));
    item.story.id = first(entry, "id").unwrap_or_default();
    item.story.headline = own(entry, "title")
        .map(|e| title(&if e.attr("type") == Some("xhtml") { e.text() } else { e.raw_text() }))
        .find(|t| !t.is_empty())
        .unwrap_or_default();
    if item.authors.is_empty() {
        item.authors = authors(entry);
    }
    if item.authors.is_empty() {
        item.authors.clone_from(&feed.authors);
    }
    item.categories
        .extend(own(entry, "category").filter_map(|e| e.attr("label").or_else(|| e.attr("term"))).map(title));
    item.texts
        .extend(own(entry, "content").filter(|e| e.attr("src").is_none()).map(|e| body(e, Holds::Content)));
    item.texts.extend(own(entry, "summary").map(|e| body(e, Holds::Teaser)));
    let source = own(entry, "source").next();
    let story = &mut item.story;
    let name = source.and_then(|e| first(e, "title")).or_else(|| feed.title.clone());
    story.agency = story.agency.take().or(name).map(|name| title(&name));
    story.copyright =
        story.copyright.take().or_else(|| first(entry, "rights")).or_else(|| feed.rights.clone());
    story.lang = story.lang.take().or_else(|| feed.language.clone()).filter(|code| !code.is_empty());
    item
}
