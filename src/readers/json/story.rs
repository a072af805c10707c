//! An article of JSON to a story: KEYS says which keys mean what.
//!
//! Keys are compared in small letters without `_`, `-`, `.`, `:` and spaces. Of keys no row
//! knows, and of those whose meaning another has filled, [`unread`] notes what is text.

use super::items::Opened;
use super::{unread, values};
use crate::date::wire::Hints;
use crate::story::{Dateline, Kind, Role, Story};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    Id,
    Headline,
    Body,
    Published,
    Updated,
    Byline,
    Desk,
    Agency,
    Dateline,
    People,
    Places,
    Organisations,
    Keywords,
    Language,
    Urgency,
    Slug,
    Version,
    Embargo,
    Status,
    Kind,
    Captions,
    Copyright,
}

/// Keys by meaning, the better key first: a story takes the first of a row that holds something,
/// but for the lists, which take all.
const KEYS: &[(Is, &[&str])] = &[
    (
        Is::Id,
        &[
            "id",
            "guid",
            "uri",
            "docid",
            "docno",
            "docid",
            "uuid",
            "storyid",
            "articleid",
            "itemid",
            "url",
            "weburl",
            "articleurl",
            "link",
        ],
    ),
    (Is::Headline, &["headline", "title", "hl", "webtitle", "headlinemain", "name"]),
    (
        Is::Body,
        &[
            "body",
            "text",
            "content",
            "contents",
            "article",
            "articlebody",
            "fulltext",
            "bodytext",
            "bodyhtml",
            "contenthtml",
            "contenttext",
            "articlehtml",
            "story",
            "storytext",
            "contentencoded",
            "maintext",
            "leadparagraph",
            "description",
            "abstract",
            "summary",
        ],
    ),
    (
        Is::Published,
        &[
            "date",
            "published",
            "publishedat",
            "publisheddate",
            "publicationdate",
            "pubdate",
            "datepublished",
            "datetime",
            "timestamp",
            "webpublicationdate",
            "firstpublished",
            "firstcreated",
            "versioncreated",
            "created",
            "createdat",
            "datecreated",
            "time",
            "day",
        ],
    ),
    (
        Is::Updated,
        &["updated", "updatedat", "datemodified", "modified", "lastmodified", "lastupdated", "modifiedat"],
    ),
    (Is::Byline, &["byline", "author", "authors", "by", "creator", "dccreator", "writer"]),
    (
        Is::Desk,
        &[
            "section",
            "sectionname",
            "desk",
            "newsdesk",
            "category",
            "categories",
            "service",
            "kicker",
            "articlesection",
        ],
    ),
    (Is::Agency, &["agency", "source", "publisher", "provider", "infosource", "publication", "newspaper"]),
    (Is::Dateline, &["dateline", "located"]),
    (Is::People, &["people", "persons", "person", "persname", "perfacet"]),
    (Is::Places, &["places", "place", "location", "locations", "geofacet", "countries"]),
    (Is::Organisations, &["organisations", "organizations", "orgs", "companies", "exchanges", "orgfacet"]),
    (Is::Keywords, &["keywords", "keyword", "tags", "topics", "topic", "subjects", "subject", "desfacet"]),
    (Is::Language, &["language", "lang", "inlanguage"]),
    (Is::Urgency, &["urgency", "priority"]),
    (Is::Slug, &["slug", "slugline"]),
    (Is::Version, &["version"]),
    (Is::Embargo, &["embargo", "embargoed", "embargoeduntil", "embargodate"]),
    (Is::Status, &["pubstatus", "status"]),
    (Is::Kind, &["kind", "type", "genre"]),
    (Is::Captions, &["captions", "caption", "images", "image", "photos", "photo", "media"]),
    (Is::Copyright, &["copyright", "copyrightnotice", "rights", "usageterms"]),
];

/// Keys of the address of its page; the same as ids of last resort.
const ADDRESSES: &[&str] = &["url", "weburl", "articleurl", "link"];

/// Objects inside an article that hold its keys: dumps of search engines, news APIs.
const UNFOLDED: &[&str] = &["_source", "fields", "attributes"];

/// Keys of an object around an array of articles.
const WRAPPERS: &[&str] = &[
    "articles",
    "stories",
    "items",
    "results",
    "documents",
    "docs",
    "data",
    "entries",
    "hits",
    "response",
    "@graph",
    "news",
];

/// A key as it is compared.
pub fn folded(key: &str) -> String {
    let kept = |c: &char| !matches!(c, '_' | '-' | '.' | ':' | ' ');
    key.chars().filter(kept).map(|c| c.to_ascii_lowercase()).collect()
}

fn meaning(key: &str) -> Option<Is> {
    let key = folded(key);
    KEYS.iter().find(|(_, names)| names.contains(&key.as_str())).map(|(is, _)| *is)
}

/// What the keys of the head of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// An article: text, and a headline or a date.
    Article,
    /// An object around such articles.
    Wrapper,
    /// A configuration, a schema, a map …
    Other,
}

/// Judges the first object of a text, which may be cut anywhere.
pub fn looks(text: &str) -> Looks {
    let text = text.trim_start_matches('[').trim_start();
    let found = keys(text, 1);
    if is_article(&found) {
        return Looks::Article;
    }
    let wrapper = found.iter().any(|key| WRAPPERS.contains(key) || UNFOLDED.contains(key));
    let inside = wrapper && (2..=4).any(|depth| is_article(&keys(text, depth)));
    if inside { Looks::Wrapper } else { Looks::Other }
}

/// Text and a headline or a date. A description may be that of anything: it takes both.
fn is_article(keys: &[&str]) -> bool {
    let has = |wanted: Is| keys.iter().any(|key| !is_weak(key) && meaning(key) == Some(wanted));
    let (headline, date) = (has(Is::Headline), has(Is::Published));
    if has(Is::Body) { headline || date } else { headline && date && keys.iter().any(|key| is_weak(key)) }
}

/// Keys that programs' files have as well.
fn is_weak(key: &str) -> bool {
    ["description", "abstract", "summary", "name"].iter().any(|weak| key.eq_ignore_ascii_case(weak))
}

/// The keys of objects that are so many brackets deep, in the first object of a text.
pub fn keys(text: &str, wanted: usize) -> Vec<&str> {
    let bytes = text.as_bytes();
    let (mut found, mut at, mut depth) = (Vec::new(), 0, 0usize);
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            b'"' => {
                let start = at + 1;
                at = start;
                loop {
                    let Some(next) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or(&[])) else {
                        at = bytes.len();
                        break;
                    };
                    at += next;
                    if bytes[at] == b'"' {
                        break;
                    }
                    at += 2;
                }
                let is_key = text.get(at + 1..).is_some_and(|rest| rest.trim_start().starts_with(':'));
                if let Some(key) = text.get(start..at).filter(|_| is_key && depth == wanted) {
                    found.push(key);
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Tells an article from an object put around articles.
pub fn articles(mut object: Map<String, Value>) -> Opened {
    let holds = |object: &Map<String, Value>, is: Is| {
        object.iter().any(|(key, value)| !value.is_null() && meaning(key) == Some(is))
    };
    let text =
        object.iter().any(|(key, value)| !value.is_null() && !is_weak(key) && meaning(key) == Some(Is::Body));
    // A feed has a description and a list of articles; an article may list what goes with it.
    let listed = |value: &Value| {
        let inner = value.as_array().and_then(|values| values.iter().find_map(Value::as_object));
        inner.is_some_and(|inner| {
            holds(inner, Is::Headline) && (holds(inner, Is::Body) || holds(inner, Is::Published))
        })
    };
    let feed = !text && WRAPPERS.iter().filter_map(|key| object.get(*key)).any(listed);
    if holds(&object, Is::Body) && !object.contains_key("articles") && !feed {
        return Opened::Item(object);
    }
    for key in WRAPPERS {
        match object.get_mut(*key) {
            Some(Value::Array(values)) if values.iter().any(Value::is_object) => {
                return Opened::List(std::mem::take(values));
            }
            Some(inner @ Value::Object(_)) => return Opened::Around(inner.take()),
            _ => {}
        }
    }
    Opened::Item(object)
}

/// An article's story; `None` when it has neither headline nor text.
pub fn story(object: &Map<String, Value>, hints: &Hints) -> Option<Story> {
    let mut keys = BTreeMap::new();
    unfold(object, &mut keys);
    let mut addresses = ADDRESSES.iter().filter_map(|key| keys.get(*key)).map(|value| values::line(value));
    let mut story = Story { url: addresses.find(|url| url.contains("://")), ..Story::default() };
    let mut left = Vec::new();
    for (is, names) in KEYS {
        let mut first = true;
        for (name, value) in names.iter().filter_map(|name| Some((*name, keys.remove(*name)?))) {
            let taken = (first || values::is_list(value)) && set(&mut story, *is, value, hints);
            first &= !taken;
            if !taken {
                left.push((name.to_owned(), value));
            }
        }
    }
    left.extend(keys);
    unread::note(&mut story, &left);
    (!story.headline.is_empty() || !story.body.is_empty()).then_some(story)
}

fn unfold<'v>(object: &'v Map<String, Value>, keys: &mut BTreeMap<String, &'v Value>) {
    for (key, value) in object {
        match value {
            Value::Null => {}
            Value::Object(inner) if UNFOLDED.contains(&key.as_str()) => unfold(inner, keys),
            value => {
                keys.insert(folded(key), value);
            }
        }
    }
}

/// Sets what the value says; false when it says nothing.
fn set(story: &mut Story, is: Is, value: &Value, hints: &Hints) -> bool {
    match is {
        Is::Headline => values::fill(&mut story.headline, values::line(value)),
        Is::Id => values::fill(&mut story.id, values::line(value)),
        Is::Body => {
            let had = story.body.len();
            if had == 0 {
                values::body(story, value, hints);
            }
            story.body.len() > had
        }
        Is::Published => values::date(story, value, hints, false),
        Is::Updated => values::date(story, value, hints, true),
        Is::Byline => values::maybe(&mut story.byline, values::byline(value)),
        Is::Desk => {
            // One story is filed under a desk or two; a longer list is of topics.
            let desks = values::list(value);
            let topics = desks.len() > 4;
            values::extend(if topics { &mut story.keywords } else { &mut story.desk_raw }, desks)
        }
        Is::Agency => values::maybe(&mut story.agency, values::line(value)),
        Is::Dateline => {
            let raw = values::line(value).trim_end_matches(['-', '—', '–', '_', ' ']).to_owned();
            let given = !raw.is_empty();
            if given {
                story.dateline = Some(Dateline { raw, ..Dateline::default() });
            }
            given
        }
        Is::People => {
            let names = values::list(value);
            let people = names.into_iter().map(|name| values::person(&name, Role::Subject));
            let had = story.people.len();
            story.people.extend(people);
            story.people.len() > had
        }
        Is::Places => values::extend(&mut story.places, values::list(value)),
        Is::Organisations => values::extend(&mut story.organisations, values::list(value)),
        Is::Keywords => values::extend(&mut story.keywords, values::list(value)),
        Is::Language => values::maybe(&mut story.lang, values::language(&values::line(value))),
        Is::Urgency => values::maybe(&mut story.urgency, values::line(value)),
        Is::Slug => values::maybe(&mut story.slug, values::line(value)),
        Is::Version => values::maybe(&mut story.version, values::line(value)),
        Is::Status => {
            let status = values::status(&values::line(value));
            story.status = status.unwrap_or(story.status);
            status.is_some()
        }
        Is::Embargo => values::embargo(story, value, hints),
        Is::Kind => {
            let kind = values::kind(&values::line(value));
            story.kind = kind.unwrap_or(Kind::Story);
            kind.is_some()
        }
        Is::Captions => {
            let had = story.captions.len();
            values::captions(story, value);
            story.captions.len() > had
        }
        Is::Copyright => values::maybe(&mut story.copyright, values::line(value)),
    }
}
