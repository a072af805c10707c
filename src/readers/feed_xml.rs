//! What RSS and Atom items share: the modules of Dublin Core, Media RSS, and texts that are
//! escaped, in CDATA or real mark-up.

use super::feed_items::{Holds, Item, Text, resolve};
use super::json::values;
use super::xml::Element;
use super::xml::blocks::Blocks;
use crate::readers::json::values::MOST;
use crate::story::Caption;

/// Child elements of that prefix and name.
pub fn children<'t>(
    of: Element<'t>,
    prefix: &'static str,
    name: &'static str,
) -> impl Iterator<Item = Element<'t>> {
    of.children().filter(move |child| child.name() == name && child.prefix() == prefix)
}

/// Texts of such children that have any.
pub fn texts(of: Element<'_>, prefix: &'static str, name: &'static str) -> Vec<String> {
    children(of, prefix, name).map(|child| child.text()).filter(|text| !text.is_empty()).collect()
}

/// The first of them.
pub fn text(of: Element<'_>, prefix: &'static str, name: &'static str) -> Option<String> {
    texts(of, prefix, name).into_iter().next()
}

/// The text of an element as paragraphs.
pub fn set(element: Element<'_>, holds: Holds) -> Text {
    if element.children().next().is_some() {
        let mut blocks = Blocks::default();
        blocks.add(element, &mut |_| false);
        return Text::set(holds, blocks.finish());
    }
    Text::any(holds, &element.raw_text())
}

/// The address that links in `element` are relative to.
pub fn base<'t>(element: Element<'t>) -> Option<&'t str> {
    std::iter::successors(Some(element), Element::parent).find_map(|around| around.attr("xml:base"))
}

/// Its links against it, or against the feed's own address.
pub fn address(element: Element<'_>, feed: Option<&str>, link: &str) -> Option<String> {
    let base = base(element).map(|base| resolve(feed, base));
    Some(resolve(base.as_deref().or(feed), link)).filter(|url| !url.is_empty())
}

/// Is an element one of those whose text is taken up with the item: texts, of which the others leave notes, and names?
pub fn is_read(element: Element<'_>) -> bool {
    let texts = ["content", "encoded", "description", "summary", "fulltext", "body", "title", "source"];
    let names = ["author", "contributor", "creator", "category", "subject"];
    let is_name = || names.contains(&element.name()) && element.children().next().is_none();
    element.prefix() != "media" && (texts.contains(&element.name()) || is_name())
}

/// Dublin Core and Media RSS.
pub fn modules(item: &mut Item, element: Element<'_>) {
    item.authors.extend(texts(element, "dc", "creator"));
    item.categories.extend(texts(element, "dc", "subject"));
    let story = &mut item.story;
    if let Some(language) =
        text(element, "dc", "language").or_else(|| element.attr("xml:lang").map(str::to_owned))
    {
        story.lang = Some(values::language(&language)).filter(|code| !code.is_empty());
    }
    story.copyright = text(element, "dc", "rights").or_else(|| text(element, "media", "copyright"));
    story.agency = text(element, "dc", "publisher")
        .or_else(|| text(element, "dc", "source"))
        .filter(|name| !name.contains("://"));
    story.keywords.extend(
        text(element, "media", "keywords")
            .iter()
            .flat_map(|text| text.split(','))
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty()),
    );
    for media in element
        .children()
        .filter(|child| child.prefix() == "media" && matches!(child.name(), "content" | "group"))
    {
        let found =
            |name: &'static str| media.descendants(name).map(|e| e.text()).find(|text| !text.is_empty());
        let Some(text) = found("description")
            .or_else(|| found("text"))
            .map(|text| crate::readers::feed_items::title(&text))
        else {
            continue;
        };
        let credit = found("credit");
        let long = story.captions.len() > MOST;
        if !text.is_empty() && (long || !story.captions.iter().any(|known| known.text == text)) {
            story.captions.push(Caption { text, credit });
        }
    }
}
