//! XML of single agencies that is a flat record with a text in escaped HTML: DIALECTS, a row each.
//!
//! A row says which element is a story and which of its children fill which field, by the names
//! of [`crate::readers::keys`]; what the row leaves out is not read.

use super::keys;
use super::markup::Body;
use super::xml::values::{add, date};
use super::xml::{self, Element};
use super::{Format, Head, Input, Sink};
use crate::date::Stamp;
use crate::date::wire::Hints;
use crate::error::{Error, ErrorKind, Result};
use crate::story::{Caption, Dateline, Kind, Status, Story};
use std::borrow::Cow;

/// The row of this format.
pub const FORMAT: Format = Format {
    name: "agency-xml",
    about: "XML of single agencies: Ritzau, The Canadian Press, press releases of the Nordic agencies",
    extensions: &["xml"],
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

/// What a child element does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Fills the field that [`keys`] knows by this name.
    Key(&'static str),
    /// Is, with its parts, the dateline; parts of one are joined by commas.
    Place,
    /// Text of the story, HTML or plain, in the order of the row.
    Text,
    /// Stands in for a text that is not there.
    Summary,
    /// Stands in for a headline that is not there.
    Deck,
    /// `true` makes it this kind of copy.
    Flag(Kind),
    /// `true` forbids its use.
    Killed,
    /// `true` holds it back.
    Held,
    /// A date before which it may not be used; the year 1 stands for none.
    Embargo,
    /// Words to editors: a note.
    Editors,
    /// The version, before the number that [`keys`] reads.
    Words,
    /// The caption of a picture.
    Caption,
}

use Use::{
    Caption as Captioned, Deck, Editors, Embargo, Flag, Held, Key, Killed, Place, Summary, Text, Words,
};

struct Dialect {
    /// The element that is one story.
    story: &'static str,
    /// A child by which it is told from others of that name.
    sign: &'static str,
    /// Its dates are written day first.
    day_first: bool,
    /// A time without a zone is UTC.
    utc: bool,
    /// Where it says so: paths below the story, `@` for attributes of the story itself. For a field
    /// that stands more than once the first counts.
    fields: &'static [(&'static str, Use)],
}

#[rustfmt::skip]
static DIALECTS: &[Dialect] = &[
    Dialect { story: "RBNews", sign: "NewsID", day_first: false, utc: false, fields: &[
        ("NewsID", Key("id")), ("headline", Key("headline")), ("subtitle", Deck), ("strapline", Key("slug")),
        ("PublishDate", Key("date")), ("town", Place), ("origin", Key("agency")), ("section", Key("section")),
        ("IPTCList/int", Key("section")), ("version", Key("version")), ("Priority", Key("urgency")),
        ("byLine", Key("byline")), ("content", Text), ("ContentShort", Summary), ("Annuleret", Killed),
        ("Korrektion", Flag(Kind::Correction)), ("InfoFlash", Flag(Kind::Alert)), ("TilRedaktionen", Editors),
        ("SubjectKeyword/string", Key("keywords")), ("embargo", Embargo),
    ] },
    Dialect { story: "ContentItem", sign: "NewsCompID", day_first: false, utc: true, fields: &[
        ("ContentItemID", Key("id")), ("Headline", Key("headline")), ("Headline2", Deck),
        ("SlugProper", Key("slug")), ("CreatedDateTime", Key("date")), ("UpdatedDateTime", Key("updated")),
        ("Placeline", Place), ("Source", Key("agency")), ("Category", Key("section")),
        ("IndexCode", Key("section")), ("WritethruNum", Words), ("WriteThruType", Words),
        ("AuthorVersion", Key("version")), ("Byline", Key("byline")), ("Keyword", Key("keywords")),
        ("ContentText", Text), ("DirectoryText", Summary), ("HoldFlag", Held), ("TrashFlag", Killed), ("EmbargoTime", Embargo),
        ("EditorNote", Editors), ("UpdateNote", Editors), ("Copyright", Key("copyright")),
    ] },
    Dialect { story: "release", sign: "publicationDate", day_first: true, utc: false, fields: &[
        ("@id", Key("id")), ("title", Key("headline")), ("publicationDate", Key("date")), ("@lang", Key("lang")),
        ("publisher/name", Key("source")), ("longurl", Key("url")), ("keywords", Key("keywords")),
        ("categories/category/label", Key("section")), ("type/label", Key("section")), ("embargo", Embargo),
        ("leadtext", Text), ("body", Text), ("images/image/caption", Captioned),
    ] },
];

fn dialect(element: Element<'_>) -> Option<&'static Dialect> {
    DIALECTS.iter().find(|d| d.story == element.name() && element.find(d.sign).is_some())
}

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let root = xml::root(head)?;
    let inside =
        |name: &str| root.rest.contains(&format!("<{name}>")) || root.rest.contains(&format!("<{name} "));
    let known = DIALECTS.iter().any(|d| inside(d.story) && (root.rest.contains(&format!("<{}", d.sign))));
    known.then_some("story elements of an agency's own XML")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let source = xml::source(input)?;
    let tree = source.tree()?;
    let stories: Vec<(Element<'_>, &Dialect)> = DIALECTS
        .iter()
        .flat_map(|d| tree.descendants(d.story))
        .filter(|element| !element.is_in(element.name()))
        .filter_map(|element| Some((element, dialect(element)?)))
        .collect();
    let many = stories.len() > 1;
    for (number, (element, dialect)) in (1_u64..).zip(stories) {
        let mut story = story(element, dialect, input.hints);
        xml::unread::note(&mut story, element, &|_| false);
        tree.annotate(&mut story);
        if many {
            story.source.member = Some(format!("#{number}"));
        }
        if story.headline.is_empty() && story.body.is_empty() {
            let message = format!("<{}> has neither headline nor text", dialect.story);
            let error = Error::new(ErrorKind::Format, message).at_line(element.line());
            sink.problem(error.at_member(story.source.member));
        } else if sink.story(story).is_break() {
            return Ok(());
        }
    }
    tree.end(sink);
    Ok(())
}

fn story(element: Element<'_>, dialect: &Dialect, hints: &Hints) -> Story {
    let mut story = Story::default();
    let mut body = Body::default();
    let mut hints = Hints { day_first: hints.day_first || dialect.day_first, ..hints.clone() };
    if dialect.utc {
        hints.zone = Hints::default().zone;
    }
    for (path, used) in dialect.fields {
        let values: Vec<(u64, String)> = match path.strip_prefix('@') {
            Some(name) => element.attr(name).map(|v| (element.line(), v.to_owned())).into_iter().collect(),
            None => element.all(path).iter().map(|e| (e.line(), e.raw_text())).collect(),
        };
        for (line, value) in values.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
            apply(&mut story, &mut body, *used, &value, line, &hints);
        }
    }
    (story.body, story.sections) = body.finish();
    if story.headline.is_empty() {
        story.note("no-headline", Some(element.line()), "the item has no headline");
    }
    // With one date only, that is when it was published; the same moment twice is no change.
    let changed = |p: &Stamp, u: &Stamp| u.seconds > p.seconds;
    if story.published.is_none() {
        story.published = story.updated.take();
    } else if !story.published.iter().zip(&story.updated).all(|(p, u)| changed(p, u)) {
        story.updated = None;
    }
    story
}

fn apply(story: &mut Story, body: &mut Body, used: Use, value: &str, line: u64, hints: &Hints) {
    let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
    // These records are made from others: references may be escaped twice.
    let text = crate::readers::sgml::unescape(&text).into_owned();
    let yes = text.eq_ignore_ascii_case("true");
    match used {
        Key("date") if story.published.is_some() => {}
        Key("date") => story.published = date(story, &text, line, hints),
        Key("version") if story.version.is_some() => {}
        Key("agency") => {
            let name = text.trim_matches('/').trim();
            story.agency = Some(keys::agency(name.strip_prefix("Via ").unwrap_or(name)));
        }
        Key("section") => text.split(',').for_each(|part| add(&mut story.desk_raw, part)),
        Key(name) => keys::apply(story, name, &[text], Some(line), hints),
        Place => {
            let raw = text.split(';').map(str::trim).collect::<Vec<_>>().join(", ");
            story.dateline = Some(Dateline { raw, ..Dateline::default() });
        }
        Summary if body.is_empty() => {
            story.note("body-from-abstract", Some(line), "there is no text but the summary");
            body.any(&once_more(value));
        }
        Text => body.any(&once_more(value)),
        Deck if story.headline.is_empty() => story.headline = text,
        Deck if text != story.headline => story.note("deck", Some(line), text),
        Flag(kind) if yes => story.kind = kind,
        Killed if yes => story.status = Status::Killed,
        Held if yes => story.status = Status::Withheld,
        Embargo if !text.starts_with("0001-") => story.embargo = date(story, &text, line, hints),
        Editors => story.note("editors-note", Some(line), text),
        Words => {
            let version = story.version.take().map_or(text.clone(), |before| format!("{before} {text}"));
            story.version = Some(version);
        }
        Captioned => story.captions.push(Caption { text, credit: None }),
        Summary | Deck | Flag(_) | Killed | Held | Embargo => {}
    }
}

/// Some senders escape their HTML and then its references again: `&amp;quot;` is a quotation mark.
fn once_more(html: &str) -> Cow<'_, str> {
    if !["&amp;quot;", "&amp;apos;", "&amp;#"].iter().any(|twice| html.contains(twice)) {
        return Cow::Borrowed(html);
    }
    // Only the references, lest a bracket of the text becomes mark-up.
    Cow::Owned(html.replace("&amp;quot;", "&quot;").replace("&amp;apos;", "&apos;").replace("&amp;#", "&#"))
}
