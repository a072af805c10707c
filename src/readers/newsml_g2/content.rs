//! The content of a NewsML-G2 item: inline XHTML, NITF or text, pictures and their captions, parts of
//! films, the members of a package (handbook 3.3). Knows nothing of the item's management.

use super::about::About;
use super::meta::name_of;
use crate::date::wire::Hints;
use crate::readers::newsml_text;
use crate::readers::newsml_values::{MOST, code, person, words};
use crate::readers::xml::Element;
use crate::story::{Caption, Kind, Role, Story};

/// Classes of items that are pictures, film or sound.
const MEDIA: &[&str] = &["picture", "graphic", "graphics", "video", "audio", "animated"];

/// Fills body and captions. `class` is the code of the item's class.
pub fn fill(story: &mut Story, item: Element<'_>, class: &str, about: &About, hints: &Hints) {
    let sets: Vec<Element<'_>> = item.all("contentSet").iter().flat_map(Element::children).collect();
    text(story, &sets, hints);
    let mut repeated = about.headlines.clone();
    repeated.extend(about.by.clone());
    newsml_text::finish(story, &repeated);
    let media =
        MEDIA.contains(&class) || (sets.iter().any(|e| e.name() == "remoteContent") && story.body.is_empty());
    credits(story, about, media);
    let credit = about.credit.clone().or_else(|| about.by.clone());
    for (role, text, line) in &about.descriptions {
        let caption = media || role.contains("caption") && sets.iter().any(|e| e.name() == "remoteContent");
        describe(story, caption, text, *line, credit.as_ref());
    }
    // Parts of a film or of a picture each have a description (G2: segments by time or region).
    for part in item.all("partMeta") {
        for description in part.all("description") {
            add_caption(story, words(&description.text()), None);
        }
    }
    for remote in sets.iter().filter(|e| e.name() == "remoteContent") {
        for description in remote.children().filter(|e| matches!(e.name(), "description" | "caption")) {
            add_caption(story, words(&description.text()), credit.clone());
        }
    }
}

/// Byline of a text, maker of a picture.
fn credits(story: &mut Story, about: &About, media: bool) {
    if media {
        let by = story.byline.clone();
        for name in by.iter().chain(&about.creators) {
            person(story, name, Role::Creator);
        }
        return;
    }
    // A creator is a byline when it is a name: not a user's sign, not the agency.
    let agency = story.agency.clone().unwrap_or_default();
    let house = |name: &String| about.credit.as_ref() == Some(name) || about.sources.contains(name);
    let writer = |name: &&String| {
        name.contains(' ') && !(name.contains(&agency) || name.contains(['.', '@']) || house(name))
    };
    if story.byline.is_none()
        && let Some(name) = about.creators.iter().find(writer)
    {
        story.byline = Some(name.clone());
    }
}

/// A description is the caption of a picture; of a text it is a summary, or all the text there is.
fn describe(story: &mut Story, caption: bool, text: &str, line: u64, credit: Option<&String>) {
    if caption {
        add_caption(story, text.to_owned(), credit.cloned());
    } else if story.body.is_empty() && text.contains(' ') && !text.ends_with(&story.headline) {
        story.body = text.to_owned();
        story.note("body-from-description", Some(line), "no text; the description stands");
    } else if !story.body.contains(text) && !text.ends_with(&story.headline) {
        story.note("summary", Some(line), text);
    }
}

fn add_caption(story: &mut Story, text: String, credit: Option<String>) {
    if !text.is_empty()
        && story.captions.len() < MOST
        && !story.captions.iter().any(|known| known.text == text)
    {
        story.captions.push(Caption { text, credit });
    }
}

/// Takes the first content that is text; the others are renditions of it.
fn text(story: &mut Story, sets: &[Element<'_>], hints: &Hints) {
    let note = |story: &mut Story, content: &Element<'_>, text: String| {
        story.note("content-unread", Some(content.line()), text);
    };
    for content in sets.iter().filter(|e| e.name() == "inlineXML") {
        let inner = content.children().next();
        match inner.map(|inner| inner.name()) {
            _ if !story.body.is_empty() => note(story, content, "another rendition of the text".into()),
            Some("html" | "body" | "div" | "section" | "article" | "p" | "nitf" | "block") => {
                newsml_text::marked_up(story, *content, hints);
            }
            Some(other) => note(story, content, format!("content in <{other}> is no running text")),
            None => {
                newsml_text::string(story, &content.raw_text());
            }
        }
    }
    for content in sets.iter().filter(|e| e.name() == "inlineData") {
        let rendition = code(content.attr("rendition").unwrap_or(""));
        let aside = ["headline", "public", "nonpublic", "teaser", "title", "caption"].contains(&rendition);
        if !story.body.is_empty() || aside {
            continue;
        }
        let read = content.attr("encoding").is_none() && newsml_text::string(story, &content.raw_text());
        if !read {
            note(story, content, "encoded or foreign data is no running text".into());
        }
    }
}

/// Lists a package's members in notes: id, version, title.
pub fn members(story: &mut Story, item: Element<'_>) {
    for member in item.descendants("itemRef") {
        let target = ["residref", "guidref", "href"].iter().find_map(|name| member.attr(name)).unwrap_or("");
        let mut text = target.to_owned();
        if let Some(version) = member.attr("version") {
            text.push_str(" version ");
            text.push_str(version);
        }
        let title = member.find("title").or_else(|| member.find("headline"));
        let title = title.map_or_else(|| name_of(member, None), |title| words(&title.text()));
        if !title.is_empty() {
            text.push_str(": ");
            text.push_str(&title);
        }
        if let Some(description) = member.find("description") {
            text.push_str(" (");
            text.push_str(&words(&description.text()));
            text.push(')');
        }
        story.note("member", Some(member.line()), text);
        for (name, value) in member.attrs().filter(|(name, _)| name.ends_with("uri")) {
            if !is_uri(value) {
                story.note("not-valid", Some(member.line()), format!("`{name}` is no URI: {value:?}"));
            }
        }
    }
    story.kind = Kind::Package;
}

/// Every `%` of a URI begins the code of a byte (RFC 3986).
fn is_uri(text: &str) -> bool {
    text.split('%')
        .skip(1)
        .all(|rest| rest.len() >= 2 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
}
