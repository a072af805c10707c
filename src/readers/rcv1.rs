//! RCV1, the Reuters corpus of 1996–97: one `newsitem` an XML file, zipped by day.
//!
//! The topic codes name desks; countries and industries stay codes. Days have no times.

use super::keys;
use super::xml::blocks::Blocks;
use super::xml::values::{add, date, place};
use super::xml::{self, Element};
use super::{Format, Head, Input, Sink};
use crate::date::wire::Hints;
use crate::error::{Error, ErrorKind, Result};
use crate::story::{Dateline, Story};

/// The row of this format.
pub const FORMAT: Format = Format {
    name: "rcv1",
    about: "RCV1 XML, the Reuters corpus of 1996-97",
    extensions: &["xml"],
    carries: &[
        "id",
        "headline",
        "byline",
        "dateline",
        "published",
        "agency",
        "places",
        "keywords",
        "desk",
        "lang",
        "copyright",
    ],
    many: true,
    version: 2,
    sniff,
    read,
};

/// Codes of the corpus that name a desk, in the corpus's own words where the desk table knows them.
static TOPICS: &[(&str, &str)] = &[
    ("CCAT", "business"),
    ("ECAT", "economics"),
    ("MCAT", "markets"),
    ("GCRIM", "crime"),
    ("GDEF", "defence"),
    ("GDIP", "international"),
    ("GDIS", "disasters"),
    ("GENT", "arts"),
    ("GENV", "environment"),
    ("GFAS", "fashion"),
    ("GHEA", "health"),
    ("GOBIT", "obituaries"),
    ("GODD", "human interest"),
    ("GPOL", "domestic politics"),
    ("GREL", "religion"),
    ("GSCI", "science and technology"),
    ("GSPO", "sports"),
    ("GTOUR", "travel"),
    ("GVIO", "war"),
    ("GVOTE", "elections"),
    ("GWEA", "weather"),
];

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let root = xml::root(head).filter(|root| root.name == "newsitem")?;
    (root.attributes.contains("itemid") || root.rest.contains("bip:")).then_some("RCV1 newsitem element")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let source = xml::source(input)?;
    let tree = source.tree()?;
    let items = || tree.descendants("newsitem").filter(|item| !item.is_in("newsitem"));
    let many = items().nth(1).is_some();
    for (number, item) in (1_u64..).zip(items()) {
        let mut story = story(item, input.hints);
        xml::unread::note(&mut story, item, &|_| false);
        tree.annotate(&mut story);
        if many {
            story.source.member = Some(format!("#{number}"));
        }
        if story.headline.is_empty() && story.body.is_empty() {
            let message = "the newsitem has neither headline nor text";
            sink.problem(
                Error::new(ErrorKind::Format, message).at_line(item.line()).at_member(story.source.member),
            );
        } else if sink.story(story).is_break() {
            return Ok(());
        }
    }
    tree.end(sink);
    Ok(())
}

fn story(item: Element<'_>, hints: &Hints) -> Story {
    let mut story = Story { agency: Some("Reuters".into()), ..Story::default() };
    item.attr("itemid").unwrap_or("").clone_into(&mut story.id);
    if let Some(lang) = item.attr("lang") {
        keys::apply(&mut story, "lang", &[lang.to_owned()], Some(item.line()), hints);
    }
    let dc = |name: &str| {
        let values = item.descendants("dc").filter(|e| e.attr("element") == Some(name));
        values.filter_map(|e| e.attr("value")).next()
    };
    let title = item.text_at("title").unwrap_or_default();
    // `COUNTRY: headline`.
    let (country, rest) = title.split_once(": ").unwrap_or(("", &title));
    story.headline = item.text_at("headline").unwrap_or_else(|| rest.to_owned());
    if let Some(day) = item.attr("date").or_else(|| dc("dc.date.published")) {
        story.published = date(&mut story, day, item.line(), hints);
    }
    if let Some(byline) = item.text_at("byline") {
        story.byline = Some(keys::plain_byline(&byline));
    }
    let filed = item.text_at("dateline").or_else(|| dc("dc.creator.location").map(str::to_owned));
    story.dateline = filed.map(|raw| Dateline { raw, ..Dateline::default() });
    for name in [dc("dc.creator.location.country.name").unwrap_or(""), country] {
        let capitals = !name.chars().any(char::is_lowercase);
        if capitals && !story.places.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            add(&mut story.places, &place(name));
        }
    }
    story.copyright = item.text_at("copyright");
    codes(&mut story, item);
    let mut blocks = Blocks::default();
    for text in item.all("text") {
        blocks.add(text, &mut |_| false);
    }
    (story.body, story.sections, story.captions) = blocks.finish();
    story
}

fn codes(story: &mut Story, item: Element<'_>) {
    for list in item.descendants("codes") {
        let topics = list.attr("class").is_some_and(|class| class.contains("topics"));
        for code in list.children().filter_map(|e| e.attr("code")) {
            add(&mut story.keywords, code);
            let named = TOPICS.iter().find(|(known, _)| topics && *known == code);
            add(&mut story.desk_raw, named.map_or("", |(_, name)| name));
        }
    }
}
