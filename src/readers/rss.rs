//! RSS of all versions (0.9x, 1.0, 2.0) and WordPress's export of it: one story an item.
//!
//! Of an export, only published posts are stories.

use super::feed_items::{Holds, Item, Output, Text, title};
use super::feed_xml::{address, children, is_read, modules, set, text, texts};
use super::json::values;
use super::xml::head::root;
use super::xml::{self, Element, Tree};
use super::{Format, Head, Input, Sink};
use crate::error::Result;

/// The row.
pub const FORMAT: Format = Format {
    name: "rss",
    about: "RSS feeds of all versions, WordPress exports",
    extensions: &["rss", "rdf", "xml"],
    carries: &[
        "id",
        "headline",
        "byline",
        "published",
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
    let rdf = || {
        ["purl.org/rss/", "my.netscape.com/rdf/simple", "<channel"]
            .iter()
            .any(|sign| root.rest.contains(sign))
    };
    match root.name {
        "rss" => Some("XML with root <rss>"),
        "RDF" if rdf() => Some("RDF with RSS elements"),
        _ => None,
    }
}

/// What the channel says for all items.
struct Channel {
    title: String,
    link: Option<String>,
    language: String,
    copyright: Option<String>,
    /// Logins of a WordPress export and the names they stand for.
    authors: Vec<(String, String)>,
}

fn channel(tree: &Tree<'_>) -> Channel {
    let Some(element) = tree.descendants("channel").next() else {
        return Channel {
            title: String::new(),
            link: None,
            language: String::new(),
            copyright: None,
            authors: Vec::new(),
        };
    };
    let named = children(element, "wp", "author");
    Channel {
        title: text(element, "", "title").map(|text| title(&text)).unwrap_or_default(),
        link: text(element, "", "link").filter(|link| link.contains("://")),
        language: values::language(
            &text(element, "", "language").or_else(|| text(element, "dc", "language")).unwrap_or_default(),
        ),
        copyright: text(element, "", "copyright").or_else(|| text(element, "dc", "rights")),
        authors: named
            .filter_map(|author| {
                Some((author.text_at("author_login")?, author.text_at("author_display_name")?))
            })
            .collect(),
    }
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let source = xml::source(input)?;
    let tree = source.tree()?;
    let channel = channel(&tree);
    let mut out = Output::new(&mut *sink);
    let torn = tree.descendants("item").last().filter(|_| tree.cut.is_some());
    for element in tree.descendants("item") {
        let around = element.parent().map_or("", |parent| parent.name());
        if !matches!(around, "channel" | "rss" | "RDF" | "") {
            continue;
        }
        if let Some(what) = not_published(element) {
            out.passed_over(&what);
            continue;
        }
        let mut item = item(element, &channel, input);
        tree.annotate(&mut item.story);
        xml::unread::note(&mut item.story, element, &is_read);
        if torn == Some(element) {
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

/// What an item of a WordPress export is, if it is no published post.
fn not_published(item: Element<'_>) -> Option<String> {
    let kind = text(item, "wp", "post_type");
    let status = text(item, "wp", "status");
    match (kind.as_deref(), status.as_deref()) {
        (Some("post") | None, Some("publish") | None) => None,
        (Some("post") | None, Some(status)) => {
            Some(format!("a WordPress post that is not published ({status})"))
        }
        (Some(kind), _) => Some(format!("a WordPress item that is no post ({kind})")),
    }
}

fn item(element: Element<'_>, channel: &Channel, input: &Input<'_>) -> Item {
    let mut item = Item { line: Some(element.line()), ..Item::default() };
    modules(&mut item, element);
    let guid = children(element, "", "guid").next();
    let links = children(element, "", "link")
        .map(|e| e.text())
        .chain(children(element, "atom", "link").filter_map(|e| e.attr("href").map(str::to_owned)));
    let permanent = guid
        .filter(|guid| guid.attr("isPermaLink") != Some("false"))
        .map(|guid| guid.text())
        .filter(|id| id.contains("://"));
    let link = links.chain(permanent).find(|link| !link.is_empty());
    item.story.url = link.and_then(|link| address(element, channel.link.as_deref(), &link));
    item.story.id = guid
        .map(|guid| guid.text())
        .or_else(|| element.attr("rdf:about").map(str::to_owned))
        .unwrap_or_default();
    let titles = ["", "media", "dc", "itunes"].iter().find_map(|prefix| text(element, prefix, "title"));
    item.story.headline = titles.map(|text| title(&text)).unwrap_or_default();
    dates(&mut item, element, input);
    if item.authors.is_empty() {
        item.authors = [("", "author"), ("atom", "author"), ("itunes", "author")]
            .into_iter()
            .map(|(prefix, name)| texts(element, prefix, name))
            .find(|found| !found.is_empty())
            .unwrap_or_default();
    }
    for author in &mut item.authors {
        if let Some((_, name)) = channel.authors.iter().find(|(login, _)| login == author) {
            author.clone_from(name);
        }
    }
    categories(&mut item, element);
    let bodies = [
        ("content", "encoded", Holds::Content),
        ("", "description", Holds::Either),
        ("", "encoded", Holds::Content),
        ("xhtml", "body", Holds::Content),
        ("", "fulltext", Holds::Content),
        ("excerpt", "encoded", Holds::Teaser),
        ("", "summary", Holds::Teaser),
        ("itunes", "summary", Holds::Teaser),
        ("media", "description", Holds::Teaser),
        ("dc", "description", Holds::Teaser),
    ];
    let wordpress = text(element, "wp", "post_id").is_some();
    for (prefix, name, holds) in bodies {
        let set_one = |child: Element<'_>| {
            if wordpress { Text::any(holds, &unfolded(&child.raw_text())) } else { set(child, holds) }
        };
        item.texts.extend(children(element, prefix, name).map(set_one));
    }
    let story = &mut item.story;
    let source = text(element, "", "source").filter(|source| !source.contains("://"));
    story.agency = story.agency.take().or(source).or_else(|| Some(channel.title.clone()));
    story.lang = story.lang.take().or_else(|| Some(channel.language.clone()).filter(|code| !code.is_empty()));
    story.copyright = story.copyright.take().or_else(|| channel.copyright.clone());
    item
}

fn dates(item: &mut Item, element: Element<'_>, input: &Input<'_>) {
    let gather = |names: &[(&'static str, &'static str)]| -> Vec<String> {
        names.iter().flat_map(|(prefix, name)| texts(element, prefix, name)).collect()
    };
    let published = gather(&[
        ("", "pubDate"),
        ("", "pubdate"),
        ("dc", "date"),
        ("dcterms", "issued"),
        ("dcterms", "created"),
        ("atom", "published"),
        ("", "date"),
        ("prism", "publicationDate"),
    ]);
    // WordPress gives drafts that were published later a `pubDate` of the year -1.
    let exported: Vec<String> = gather(&[("wp", "post_date_gmt")])
        .into_iter()
        .filter(|date| !date.starts_with("0000"))
        .map(|date| format!("{date} UTC"))
        .collect();
    item.date(&published.into_iter().chain(exported).collect::<Vec<_>>(), false, input);
    item.date(&gather(&[("atom", "updated"), ("dcterms", "modified"), ("a10", "updated")]), true, input);
}

/// WordPress tells categories from tags; elsewhere the number does.
fn categories(item: &mut Item, element: Element<'_>) {
    for category in children(element, "", "category") {
        let name = title(&category.text());
        match category.attr("domain") {
            Some("post_tag") => item.story.keywords.push(name),
            Some("category") => item.story.desk_raw.push(name),
            _ => item.categories.push(name),
        }
    }
    item.story.desk_raw.extend(text(element, "slash", "section"));
    item.story.keywords.retain(|name| !name.is_empty());
    item.story.desk_raw.retain(|name| !name.is_empty());
}

/// WordPress stores posts with blank lines for paragraphs and codes in brackets for what a theme
/// adds: the codes go, a picture's caption stays one.
fn unfolded(post: &str) -> String {
    let mut text = post.replace("\r\n", "\n");
    if !text.contains("<p") {
        text = text.split("\n\n").map(|part| format!("<p>{part}</p>")).collect::<Vec<_>>().join("\n");
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let code =
            after.split_once(']').and_then(|(code, after)| is_code(code, &text).then_some((code, after)));
        match code {
            Some((code, after)) => {
                match code.split(' ').next().unwrap_or("") {
                    "caption" | "wp_caption" => out.push_str("<figure>"),
                    "/caption" | "/wp_caption" => out.push_str("</figure>"),
                    _ => {}
                }
                rest = after;
            }
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Codes that stand alone; others come with their end.
const CODES: &[&str] =
    &["gallery", "embed", "youtube", "audio", "video", "playlist", "caption", "wp_caption"];

fn is_code(code: &str, text: &str) -> bool {
    let name = code.trim_start_matches('/').split([' ', '=']).next().unwrap_or("");
    let letters = !name.is_empty()
        && name.len() < 30
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    letters
        && code.len() < 500
        && (CODES.contains(&name) || code.starts_with('/') || text.contains(&format!("[/{name}]")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_wordpress_go() {
        let post = "[dropcap]T[/dropcap]ea [sic] is [b]old[/b].\n\n[caption id=\"x\"]<img src=a> A cup[/caption]\n\n[gallery ids=\"1,2\"]End.";
        assert_eq!(
            unfolded(post),
            "<p>Tea [sic] is old.</p>\n<p><figure><img src=a> A cup</figure></p>\n<p>End.</p>"
        );
    }
}
