//! Stories and hits as the machine formats name them; `SCHEMA.md` describes every key.
//!
//! Offsets leave the library here: bytes become code points.

use crate::search::{Hit, Part, PartOf, Snippet};
use crate::span::{CodePoints, Span};
use crate::story::{Caption, Kind, Note, Role, Status, Story};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;

/// What hits and whole stories share. `P` and `S` are how people and sections are given.
#[derive(Serialize)]
pub(super) struct StoryRecord<'a, P: Serialize, S: Serialize> {
    pub id: String,
    pub path: &'a str,
    pub member: Option<&'a str>,
    pub format: &'a str,
    pub kind: Kind,
    pub status: Status,
    pub version: Option<&'a str>,
    pub headline: &'a str,
    pub headline_derived: bool,
    pub published: Option<String>,
    pub dateline: Option<DatelineRecord<'a>>,
    pub agency: Option<&'a str>,
    pub byline: Option<&'a str>,
    pub desk: &'a [String],
    pub sections: Vec<S>,
    pub people: Vec<P>,
    pub words: u64,
}

/// A dateline.
#[derive(Serialize)]
pub(super) struct DatelineRecord<'a> {
    pub raw: &'a str,
    pub places: Vec<PlaceRecord<'a>>,
    pub date: Option<Date>,
    pub agency: Option<&'a str>,
}

/// A place of a dateline.
#[derive(Serialize)]
pub(super) struct PlaceRecord<'a> {
    pub place: &'a str,
    pub region: Option<&'a str>,
    pub country: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_then: Option<&'a str>,
}

/// A hit.
#[derive(Serialize)]
pub(super) struct HitRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<&'a str>,
    pub rank: usize,
    pub score: f64,
    #[serde(flatten)]
    pub story: StoryRecord<'a, &'a str, &'a str>,
    pub snippet: SnippetRecord<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub similar: Option<&'a [String]>,
}

/// A snippet, offsets in code points.
#[derive(Serialize)]
pub(super) struct SnippetRecord<'a> {
    pub text: &'a str,
    pub highlights: Vec<[usize; 2]>,
    pub section: Option<&'a str>,
    pub headline_highlights: Vec<[usize; 2]>,
    pub parts: Vec<PartRecord>,
}

/// Where a part of a snippet is from, offsets in code points.
#[derive(Serialize)]
pub(super) struct PartRecord {
    pub field: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<usize>,
    pub text: [usize; 2],
    pub source: [usize; 2],
}

/// A whole story: what `read` and `show --json` print.
#[derive(Serialize)]
pub(super) struct WholeRecord<'a> {
    #[serde(flatten)]
    pub story: StoryRecord<'a, PersonRecord<'a>, SectionRecord<'a>>,
    pub updated: Option<String>,
    pub embargo: Option<String>,
    pub url: Option<&'a str>,
    pub slug: Option<&'a str>,
    pub urgency: Option<&'a str>,
    pub lang: Option<&'a str>,
    pub desk_raw: &'a [String],
    pub keywords: &'a [String],
    pub places: &'a [String],
    pub organisations: &'a [String],
    pub captions: &'a [Caption],
    pub copyright: Option<&'a str>,
    pub lead: &'a str,
    pub body: &'a str,
    pub notes: &'a [Note],
}

/// A person with the places where the body names them.
#[derive(Serialize)]
pub(super) struct PersonRecord<'a> {
    pub name: &'a str,
    pub role: Role,
    pub titles: &'a [String],
    pub mentions: Vec<MentionRecord<'a>>,
}

/// A mention, offsets in code points of the body.
#[derive(Serialize)]
pub(super) struct MentionRecord<'a> {
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
}

/// A headed part, offsets in code points of the body.
#[derive(Serialize)]
pub(super) struct SectionRecord<'a> {
    pub title: &'a str,
    pub start: usize,
    pub end: usize,
}

impl<'a> HitRecord<'a> {
    /// A hit, of a topic if there are several.
    pub fn new(hit: &'a Hit, topic: Option<&'a str>) -> Self {
        let story = &hit.story;
        let sections = story.sections.iter().map(|section| section.title.as_str()).collect();
        HitRecord {
            topic,
            rank: hit.rank,
            score: rounded(hit.score),
            story: record(story, hit.id.clone(), people(story), sections, hit.words),
            snippet: snippet(&hit.snippet, story),
            similar: hit.similar.as_deref(),
        }
    }
}

impl<'a> WholeRecord<'a> {
    /// A story with its length in words.
    pub fn new(story: &'a Story, words: u64) -> Self {
        let points = CodePoints::new(&story.body);
        let people = story.people.iter().map(|person| PersonRecord {
            name: &person.name,
            role: person.role,
            titles: &person.titles,
            mentions: person.mentions.iter().map(|span| mention(*span, &story.body, &points)).collect(),
        });
        let sections = story.sections.iter().map(|section| {
            let at = points.span(section.span);
            SectionRecord { title: &section.title, start: at.start, end: at.end }
        });
        WholeRecord {
            story: record(story, id(story), people.collect(), sections.collect(), words),
            updated: story.updated.as_ref().map(crate::date::Stamp::print),
            embargo: story.embargo.as_ref().map(crate::date::Stamp::print),
            url: story.url.as_deref(),
            slug: story.slug.as_deref(),
            urgency: story.urgency.as_deref(),
            lang: story.lang.as_deref(),
            desk_raw: &story.desk_raw,
            keywords: &story.keywords,
            places: &story.places,
            organisations: &story.organisations,
            captions: &story.captions,
            copyright: story.copyright.as_deref(),
            lead: story.lead(),
            body: &story.body,
            notes: &story.notes,
        }
    }
}

fn mention<'a>(span: Span, body: &'a str, points: &CodePoints<'_>) -> MentionRecord<'a> {
    let at = points.span(span);
    MentionRecord { text: span.of(body), start: at.start, end: at.end }
}

fn record<'a, P: Serialize, S: Serialize>(
    story: &'a Story,
    id: String,
    people: Vec<P>,
    sections: Vec<S>,
    words: u64,
) -> StoryRecord<'a, P, S> {
    StoryRecord {
        id,
        path: &story.source.path,
        member: story.source.member.as_deref(),
        format: &story.format,
        kind: story.kind,
        status: story.status,
        version: story.version.as_deref(),
        headline: &story.headline,
        headline_derived: story.headline_derived,
        published: story.published.as_ref().map(crate::date::Stamp::print),
        dateline: dateline(story),
        agency: story.agency.as_deref(),
        byline: story.byline.as_deref(),
        desk: desks(story),
        sections,
        people,
        words,
    }
}

fn dateline(story: &Story) -> Option<DatelineRecord<'_>> {
    let line = story.dateline.as_ref()?;
    let places = line.places.iter().map(|place| PlaceRecord {
        place: &place.place,
        region: place.region.as_deref(),
        country: place.country.as_deref(),
        country_then: place.country_then.as_deref(),
    });
    Some(DatelineRecord {
        raw: &line.raw,
        places: places.collect(),
        date: line.date,
        agency: line.agency.as_deref(),
    })
}

fn snippet<'a>(snippet: &'a Snippet, story: &Story) -> SnippetRecord<'a> {
    let spans = |text: &str, spans: &[Span]| {
        let points = CodePoints::new(text);
        spans.iter().map(|span| points.span(*span)).map(|at| [at.start, at.end]).collect()
    };
    SnippetRecord {
        text: &snippet.text,
        highlights: spans(&snippet.text, &snippet.highlights),
        section: snippet.section.as_deref(),
        headline_highlights: spans(&story.headline, &snippet.headline),
        parts: parts(snippet, story),
    }
}

fn parts(snippet: &Snippet, story: &Story) -> Vec<PartRecord> {
    let here = CodePoints::new(&snippet.text);
    let body = CodePoints::new(&story.body);
    let pair = |span: Span| [span.start, span.end];
    let record = |part: &Part| {
        let (field, number, source) = match part.of {
            PartOf::Body => ("body", None, body.span(part.source)),
            PartOf::Caption(number) => {
                let caption = story.captions.get(number).map_or("", |caption| caption.text.as_str());
                ("caption", Some(number), CodePoints::new(caption).span(part.source))
            }
        };
        PartRecord { field, number, text: pair(here.span(part.text)), source: pair(source) }
    };
    snippet.parts.iter().map(record).collect()
}

/// The document's own id, else the source.
pub(super) fn id(story: &Story) -> String {
    if story.id.is_empty() { story.source.as_id() } else { story.id.clone() }
}

/// The desks of the closed list, else what the document says.
pub(super) fn desks(story: &Story) -> &[String] {
    if story.desk.is_empty() { &story.desk_raw } else { &story.desk }
}

/// Names of the people the story is about, in order of appearance; those that only the mark-up
/// names come last.
pub(super) fn people(story: &Story) -> Vec<&str> {
    let mut subjects: Vec<_> = story.people.iter().filter(|person| person.role == Role::Subject).collect();
    subjects.sort_by_key(|person| person.mentions.first().map_or(usize::MAX, |span| span.start));
    let mut seen = BTreeSet::new();
    subjects.iter().map(|person| person.name.as_str()).filter(|name| seen.insert(*name)).collect()
}

/// A score to six significant digits, the same in every format; what is no number is 0.
pub fn rounded(score: f64) -> f64 {
    if !score.is_finite() {
        return 0.0;
    }
    format!("{score:.5e}").parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_have_six_digits() {
        assert_eq!(rounded(12.345_678_9), 12.3457);
        assert_eq!(rounded(0.000_123_456_789), 0.000_123_457);
        assert_eq!(rounded(1_234_567.0), 1_234_570.0);
        assert_eq!((rounded(f64::NAN), rounded(f64::INFINITY), rounded(0.0)), (0.0, 0.0, 0.0));
    }
}
