//! The components of a NewsML 1.x item: news lines, metadata, texts, pictures with their captions
//! (handbook 3.3). Knows nothing of the item's identifiers and status.

use super::about::{Topics, descriptive, topic};
use crate::date::wire::Hints;
use crate::enrich::dateline::agency;
use crate::enrich::dateline::case::shouted;
use crate::readers::filed::Origin;
use crate::readers::json::values;
use crate::readers::newsml_values::{add, byline, code, dateline, person, set, set_headline, words};
use crate::readers::xml::Element;
use crate::story::{Caption, Role, Story};

/// The value of an element that carries it in `FormalName`, or as text.
pub fn formal(element: Element<'_>) -> String {
    let written = words(element.attr("FormalName").unwrap_or(""));
    if written.is_empty() { words(&element.text()) } else { written }
}

/// What an item's components say that is not the story's alone to keep.
#[derive(Default)]
pub struct Parts<'e> {
    /// Who the story may be from, most telling first.
    pub sources: Vec<String>,
    /// Creators, as written.
    pub creators: Vec<String>,
    /// Text content in order, with the role of its component.
    pub texts: Vec<(String, Element<'e>)>,
    /// Other items it names: the name and their headline.
    pub members: Vec<(String, String)>,
    /// Where it was filed, from fields.
    pub origin: Origin,
}

/// Fills what a component and those inside it say.
pub fn component<'e>(
    story: &mut Story,
    parts: &mut Parts<'e>,
    part: Element<'e>,
    topics: &Topics,
    hints: &Hints,
) {
    // Depth is limited by the tree's; the stack holds components not yet read, the next one last.
    let mut left = vec![part];
    while let Some(part) = left.pop() {
        properties(story, parts, part, topics, hints);
        let role = part.find("Role").map(formal).unwrap_or_default().to_ascii_lowercase();
        let mut inside = Vec::new();
        for child in part.children() {
            match child.name() {
                "NewsComponent" if is_picture(child) => picture(story, child),
                "NewsComponent" => inside.push(child),
                "ContentItem" => content(story, parts, child, &role),
                "NewsItemRef" | "NewsItem" => {
                    let name = child.attr("NewsItem").unwrap_or("").to_owned();
                    parts.members.push((name, part.text_at("NewsLines/HeadLine").unwrap_or_default()));
                }
                "item_keywords" => {
                    for keyword in child.children() {
                        add(&mut story.keywords, words(&keyword.text()));
                    }
                }
                _ => {}
            }
        }
        left.extend(inside.into_iter().rev());
    }
}

/// Fills what a component itself says, without those inside it.
pub fn properties<'e>(
    story: &mut Story,
    parts: &mut Parts<'e>,
    part: Element<'e>,
    topics: &Topics,
    hints: &Hints,
) {
    if let Some(tag) = part.attr("lang") {
        set(&mut story.lang, values::language(tag));
    }
    for child in part.children() {
        match child.name() {
            "NewsLines" => news_lines(story, parts, child, hints),
            "AdministrativeMetadata" => administrative(story, parts, child, topics),
            // TASS misspells it.
            "DescriptiveMetadata" | "DescriptiveMetada" => {
                descriptive(story, &mut parts.origin, child, topics);
            }
            "RightsMetadata" => rights(story, child),
            _ => {}
        }
    }
}

/// Roles of components that hold pictures or film.
const PICTURES: &[&str] = &["picture", "photo", "graphic", "image", "video", "audio"];

fn is_media(item: Element<'_>) -> bool {
    let kind = |name: &str| item.find(name).map(formal).unwrap_or_default().to_ascii_lowercase();
    let media = kind("MediaType");
    let mime = kind("MimeType");
    PICTURES.contains(&media.as_str()) || PICTURES.iter().any(|kind| mime.starts_with(&format!("{kind}/")))
}

/// A component of pictures and of no text but their caption.
fn is_picture(part: Element<'_>) -> bool {
    let role = part.find("Role").map(formal).unwrap_or_default().to_ascii_lowercase();
    if part.descendants("NewsItemRef").next().is_some() {
        return false;
    }
    let media = part.descendants("ContentItem").any(is_media);
    let text = part.descendants("NewsComponent").chain([part]).any(|inside| {
        let caption =
            inside.find("Role").map(formal).is_some_and(|role| role.eq_ignore_ascii_case("caption"));
        !caption && inside.all("ContentItem").into_iter().any(has_text)
    });
    (media || PICTURES.contains(&role.as_str())) && !text
}

fn has_text(item: Element<'_>) -> bool {
    item.find("DataContent").is_some_and(|data| !words(&data.text()).is_empty())
}

/// A picture: caption, else headline; credit line and photographer.
fn picture(story: &mut Story, part: Element<'_>) {
    let lines = part.find("NewsLines");
    let line = |name: &str| lines.and_then(|lines| lines.text_at(name)).unwrap_or_default();
    let caption = part.descendants("DataContent").map(|found| found.text()).find(|text| !text.is_empty());
    let text = caption.unwrap_or_else(|| line("HeadLine"));
    let (credit, by) = (line("CreditLine"), line("ByLine"));
    let credit = match (by.is_empty(), credit.is_empty()) {
        (false, false) => format!("{by} / {credit}"),
        _ => by.clone() + &credit,
    };
    if !text.is_empty() || !credit.is_empty() {
        story.captions.push(Caption { text, credit: Some(credit).filter(|credit| !credit.is_empty()) });
    }
    person(story, &by, Role::Creator);
    for line in part.all("NewsLines/NewsLine") {
        news_line(story, line);
    }
}

fn news_lines(story: &mut Story, parts: &mut Parts<'_>, lines: Element<'_>, hints: &Hints) {
    for line in lines.children() {
        let at = line.line();
        let text = words(&line.text());
        match line.name() {
            // That of another item goes with its name.
            "HeadLine" if lines.parent().is_some_and(|part| part.find("NewsItemRef").is_some()) => {}
            "HeadLine" => set_headline(story, text, at),
            "SubHeadLine" if !text.is_empty() => second_line(story, lines, text, at),
            "ByLine" => byline(story, &text, at),
            "DateLine" => dateline(story, &text, at, hints),
            "CreditLine" => parts.sources.push(text),
            "CopyrightLine" => set(&mut story.copyright, text),
            "RightsLine" if !text.is_empty() => story.note("usage-terms", Some(at), text),
            "SlugLine" => set(&mut story.slug, text),
            "KeywordLine" => add(&mut story.keywords, text),
            "SeriesLine" if !text.is_empty() => story.note("series", Some(at), text),
            "NewsLine" => news_line(story, line),
            _ => {}
        }
    }
}

/// EFE keeps its keyword line here, in capitals, and before it in brackets the kind of its take:
/// `(Avance) PAIS ELECCIONES`. Other agencies put a second headline.
fn second_line(story: &mut Story, lines: Element<'_>, text: String, at: u64) {
    let label = text.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let slug = label.map_or(text.as_str(), |(_, rest)| rest.trim());
    let short = slug.split(' ').count() <= 6 && !slug.ends_with(['.', '!', '?']);
    if !shouted(slug) || !short || lines.find("SlugLine").is_some() {
        return story.note("other-headline", Some(at), text);
    }
    if let Some((label, _)) = label {
        story.note("label", Some(at), label);
    }
    set(&mut story.slug, slug.to_owned());
}

/// A line of the provider's own kind: a note to editors or another note.
fn news_line(story: &mut Story, line: Element<'_>) {
    let text = line.all("NewsLineText").iter().map(Element::text).collect::<Vec<_>>().join(" ");
    let kind = line.find("NewsLineType").map(formal).unwrap_or_default();
    if !text.trim().is_empty() {
        let editors =
            kind.to_ascii_lowercase().contains("advisory") || kind.to_ascii_lowercase().contains("note");
        let code = if editors { "editors-note" } else { "news-line" };
        story.note(code, Some(line.line()), text.trim());
    }
}

fn administrative(story: &mut Story, parts: &mut Parts<'_>, admin: Element<'_>, topics: &Topics) {
    for child in admin.children() {
        let parties = || {
            child.all("Party").into_iter().map(|party| {
                let name = formal(party);
                if name.is_empty() {
                    topic(party, topics).map(|topic| topic.name.clone()).unwrap_or_default()
                } else {
                    name
                }
            })
        };
        match child.name() {
            "Provider" | "Source" => parts.sources.extend(parties()),
            "Creator" => parts.creators.extend(parties()),
            "Property" => services(story, child, 0),
            _ => {}
        }
    }
}

/// Services and products that Belga nests into properties name the desk.
fn services(story: &mut Story, property: Element<'_>, depth: usize) {
    let value = words(property.attr("Value").unwrap_or(""));
    match property.attr("FormalName").unwrap_or("") {
        "NewsService" | "NewsProduct" => add(&mut story.desk_raw, value),
        "EditorialInfo" if !value.is_empty() => story.note("editors-note", Some(property.line()), value),
        _ if depth < 4 => {
            for inside in property.all("Property") {
                services(story, inside, depth + 1);
            }
        }
        _ => {}
    }
}

fn rights(story: &mut Story, rights: Element<'_>) {
    for usage in rights.descendants("UsageRights") {
        let text = words(&usage.text());
        if !text.is_empty() {
            story.note("usage-terms", Some(usage.line()), text);
        }
    }
    set(&mut story.copyright, rights.text_at("Copyright/CopyrightHolder").unwrap_or_default());
}

/// Text is kept for the body, in order; what lies elsewhere is only named.
fn content<'e>(story: &mut Story, parts: &mut Parts<'e>, item: Element<'e>, role: &str) {
    match item.find("DataContent") {
        Some(data) if has_text(item) => parts.texts.push((role.to_owned(), data)),
        _ => {
            if let Some(address) = item.attr("Href") {
                story.note("content-elsewhere", Some(item.line()), address);
            }
        }
    }
}

/// A creator that reads like a writer's name: AFP puts bylines there, EFE and Belga initials.
pub fn is_writer(name: &str) -> bool {
    name.trim().contains(' ') && agency::known(code(name)).is_none()
}
