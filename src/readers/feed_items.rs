//! What RSS, Atom and JSON Feed have in common: an item of a feed becomes a story.
//!
//! Gathers what an item says under any of its many names; knows neither XML nor JSON.

use super::keys::{agency, plain_byline};
use super::markup::Body;
use super::sgml::{next_tag, one_line, plain};
use super::{Input, Sink};
use crate::date::{Stamp, wire};
use crate::readers::json::values::MOST;
use crate::source::decode::clean;
use crate::story::{Caption, Section, Story};
use std::ops::ControlFlow;

/// Texts of an item, by how much of the story they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// The whole story.
    Content,
    /// It may be either: RSS's `description`.
    Either,
    /// A sentence or two.
    Teaser,
}

/// A text of an item, set as paragraphs.
pub struct Text {
    holds: Holds,
    body: String,
    sections: Vec<Section>,
    captions: Vec<Caption>,
}

impl Text {
    /// Of text with or without mark-up.
    pub fn any(holds: Holds, text: &str) -> Self {
        let mut body = Body::default();
        body.any(&clean(text));
        let captions = body.captions();
        let (body, sections) = body.finish();
        Text { holds, body, sections, captions }
    }

    /// Of text that is plain.
    pub fn plain(holds: Holds, text: &str) -> Self {
        let mut body = Body::default();
        body.lines(&clean(text));
        let (body, sections) = body.finish();
        Text { holds, body, sections, captions: Vec::new() }
    }

    /// Of paragraphs that are set already.
    pub fn set(holds: Holds, (body, sections, captions): (String, Vec<Section>, Vec<Caption>)) -> Self {
        Text { holds, body, sections, captions }
    }
}

/// An item in the making.
#[derive(Default)]
pub struct Item {
    /// What needs no more work.
    pub story: Story,
    /// Texts, of which the fullest becomes the body.
    pub texts: Vec<Text>,
    /// Authors as written.
    pub authors: Vec<String>,
    /// Categories and tags.
    pub categories: Vec<String>,
    /// Line of the item.
    pub line: Option<u64>,
}

/// A title on one line, mark-up and references out.
pub fn title(text: &str) -> String {
    let text = clean(text);
    if next_tag(&text, 0).is_some() { plain(&text) } else { one_line(&text) }
}

/// Texts of an item that are looked for in its body; more of them are other texts, each with a note.
const LOOKED: usize = 50;

/// One story files a few categories; a longer list is of topics.
const DESKS: usize = 2;

impl Item {
    /// Sets `published` or `updated` from the first text that is a date.
    pub fn date(&mut self, texts: &[String], updated: bool, input: &Input<'_>) {
        let foreign = |text: &String| {
            let stamp = wire::parse(&english(text), input.hints)?;
            Some(Stamp { raw: text.clone(), ..stamp })
        };
        let read = |text: &String| wire::parse(text, input.hints).or_else(|| foreign(text));
        let stamp = texts.iter().find_map(read);
        if let (None, Some(text)) = (&stamp, texts.first()) {
            self.story.note("date-unreadable", self.line, format!("cannot read the date {text:?}"));
        }
        *(if updated { &mut self.story.updated } else { &mut self.story.published }) = stamp;
    }

    /// The story; `None` if the item says nothing.
    fn finish(mut self) -> Option<Story> {
        let mut story = self.story;
        let texts = &mut self.texts;
        let fullest = (0..texts.len()).max_by_key(|&at| (texts[at].body.len(), std::cmp::Reverse(at)));
        if let Some(text) = fullest.map(|at| texts.swap_remove(at)).filter(|text| !text.body.is_empty()) {
            let cut = text.body.trim_end_matches([']', ')', ' ']).ends_with(['…'])
                || text.body.trim_end_matches([']', ')']).ends_with("...");
            if text.holds == Holds::Teaser || text.holds == Holds::Either && (cut || text.body.len() < 300) {
                story.note(
                    "teaser",
                    self.line,
                    "the feed gives only the beginning or a summary of the story",
                );
            }
            // What else the item says of itself, where it is not the beginning of the text.
            let is_new = |(number, other): &(usize, &Text)| {
                *number >= LOOKED || !text.body.contains(other.body.trim())
            };
            for (_, other) in texts.iter().enumerate().filter(is_new) {
                story.note("summary", self.line, other.body.trim());
            }
            (story.body, story.sections) = (text.body, text.sections);
            for caption in text.captions {
                let long = story.captions.len() > MOST;
                if long || !story.captions.iter().any(|known| known.text == caption.text) {
                    story.captions.push(caption);
                }
            }
        }
        let names: Vec<String> =
            self.authors.iter().map(|name| author(name)).filter(|name| !name.is_empty()).collect();
        story.byline = match names.split_last() {
            Some((last, [])) => Some(last.clone()),
            Some((last, others)) => Some(format!("{} and {last}", others.join(", "))),
            None => None,
        };
        let few = self.categories.len() <= DESKS;
        let field = if few { &mut story.desk_raw } else { &mut story.keywords };
        for category in self.categories {
            if !category.is_empty() && (field.len() > MOST || !field.contains(&category)) {
                field.push(category);
            }
        }
        if story.published.is_none() && story.updated.is_some() {
            story.published.clone_from(&story.updated);
            story.note("published-from-updated", self.line, "the feed says only when it was updated");
        }
        if story.id.is_empty() {
            story.id = story.url.clone().unwrap_or_default();
        }
        story.agency = story.agency.map(|name| agency(&name)).filter(|name| !name.is_empty());
        (!story.headline.is_empty() || !story.body.is_empty()).then_some(story)
    }
}

/// Months of RFC 822 dates that a server wrote in its own language, where they begin otherwise than
/// in English: Italian, French, Spanish, Portuguese, German, Dutch.
#[rustfmt::skip]
const MONTHS: &[(&str, &str)] = &[
    ("gen", "Jan"), ("jän", "Jan"), ("ene", "Jan"), ("fév", "Feb"), ("fev", "Feb"), ("mär", "Mar"), ("mrt", "Mar"), ("maa", "Mar"),
    ("abr", "Apr"), ("avr", "Apr"), ("mag", "May"), ("mai", "May"), ("mei", "May"), ("giu", "Jun"), ("juin", "Jun"), ("lug", "Jul"),
    ("juil", "Jul"), ("ago", "Aug"), ("aoû", "Aug"), ("set", "Sep"), ("ott", "Oct"), ("okt", "Oct"), ("out", "Oct"), ("dic", "Dec"),
    ("dez", "Dec"), ("déc", "Dec"),
];

/// The date with its month in English and without its day of the week.
fn english(date: &str) -> String {
    let date = date
        .split_once(", ")
        .filter(|(day, _)| day.chars().all(|c| c.is_alphabetic() || c == '.'))
        .map_or(date, |(_, rest)| rest);
    let month = |word: &str| {
        let small = word.to_lowercase();
        MONTHS
            .iter()
            .find(|(start, _)| small.starts_with(start))
            .map_or_else(|| word.to_owned(), |(_, month)| (*month).to_owned())
    };
    date.split_whitespace().map(month).collect::<Vec<_>>().join(" ")
}

/// `ann@example.org (Ann Example)` is `Ann Example`, `Ann Example (mailto:…)` too; `By` goes.
fn author(text: &str) -> String {
    let text = one_line(&clean(text));
    if let Some((name, _)) = text.split_once(" (mailto:").or_else(|| text.split_once(" <")) {
        return plain_byline(name);
    }
    let inner = text.split_once('(').and_then(|(address, name)| {
        address.contains('@').then(|| name.trim_end_matches([')', ' ']).to_owned())
    });
    let name = inner.unwrap_or(text);
    // An address alone is no name.
    if name.contains('@') && !name.contains(' ') && !name.starts_with('@') {
        return String::new();
    }
    plain_byline(&name)
}

/// Counts items, hands their stories over, tells what is wrong with the others.
pub struct Output<'s> {
    sink: &'s mut dyn Sink,
    number: u64,
}

impl<'s> Output<'s> {
    /// For a feed.
    pub fn new(sink: &'s mut dyn Sink) -> Self {
        Output { sink, number: 0 }
    }

    /// An item.
    pub fn item(&mut self, item: Item) -> ControlFlow<()> {
        self.number += 1;
        let member = format!("#{}", self.number);
        let line = item.line;
        match item.finish() {
            Some(mut story) => {
                story.source.member = Some(member);
                self.sink.story(story)
            }
            None => {
                let what = line.map_or(String::new(), |line| format!(" (line {line})"));
                self.sink.passed_over(&format!("a feed item with neither title nor text{what}"));
                ControlFlow::Continue(())
            }
        }
    }

    /// An item that is no story.
    pub fn passed_over(&mut self, what: &str) {
        self.number += 1;
        self.sink.passed_over(what);
    }

    /// After the last item of a feed that may have none.
    pub fn end(self) {
        if self.number == 0 {
            self.sink.passed_over("a feed without items");
        }
    }
}

/// A link against the address it is relative to.
pub fn resolve(base: Option<&str>, link: &str) -> String {
    let link = link.trim();
    let scheme = link.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    let Some((kind, rest)) =
        base.and_then(|base| base.trim().split_once("://")).filter(|_| !scheme && !link.is_empty())
    else {
        return link.to_owned();
    };
    if link.starts_with("//") {
        return format!("{kind}:{link}");
    }
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let path = path.split(['?', '#']).next().unwrap_or("/");
    if link.starts_with(['?', '#']) {
        return format!("{kind}://{host}{path}{link}");
    }
    let mut folders: Vec<&str> = if link.starts_with('/') {
        Vec::new()
    } else {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folder.split('/').filter(|part| !part.is_empty()).collect()
    };
    let mut rest = link.trim_start_matches('/');
    loop {
        if let Some(after) = rest.strip_prefix("../") {
            folders.pop();
            rest = after;
        } else if let Some(after) = rest.strip_prefix("./") {
            rest = after;
        } else {
            break;
        }
    }
    folders.push(rest);
    format!("{kind}://{host}/{}", folders.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_resolved() {
        for (base, link, want) in [
            ("https://a.test/news/feed.xml", "2019/x", "https://a.test/news/2019/x"),
            ("https://a.test/news/", "../x?y=1:2", "https://a.test/x?y=1:2"),
            ("https://a.test", "/x", "https://a.test/x"),
            ("https://a.test/n", "//b.test/x", "https://b.test/x"),
            ("https://a.test/n?a", "#c", "https://a.test/n#c"),
            ("https://a.test/n", "urn:x:1", "urn:x:1"),
            ("", "x", "x"),
        ] {
            assert_eq!(resolve(Some(base), link), want);
        }
    }

    #[test]
    fn authors() {
        for (text, want) in [
            ("ann@example.org (Ann Example)", "Ann Example"),
            ("ann@example.org", ""),
            ("By ANN EXAMPLE", "Ann Example"),
            ("/u/ann", "/u/ann"),
            ("Ann Example (mailto:ann@example.org)", "Ann Example"),
        ] {
            assert_eq!(author(text), want);
        }
        assert_eq!(english("mer, 16 nov 2022 00:38:15 +0100"), "16 nov 2022 00:38:15 +0100");
        assert_eq!(english("lun., 3 août 2020 10:00:00 GMT"), "3 Aug 2020 10:00:00 GMT");
    }
}
