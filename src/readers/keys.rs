//! KEYS: what the header lines and front matter of archives call the fields of a story.
//!
//! Shared by text with headers and Markdown. A key that is not in the table leaves a note with its
//! value, so that nothing is lost silently. It knows no syntax.

use super::json::values;
use super::xml::values::add_person;
use crate::date::wire::{self, Hints};
use crate::enrich::dateline;
use crate::story::{Caption, Dateline, Kind, Role, Status, Story};

/// What a key fills.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Id,
    Address,
    Headline,
    Slug,
    Byline,
    Published,
    Updated,
    Embargo,
    Desk,
    Agency,
    Keywords,
    Urgency,
    Lang,
    Version,
    Kind,
    Status,
    Dateline,
    People,
    Places,
    Organisations,
    Copyright,
    Caption,
    Credit,
    Charset,
    Layout,
}

/// Names in lower case, `-` between words.
#[rustfmt::skip]
static KEYS: &[(Key, &[&str])] = &[
    (Key::Id, &["id", "guid", "uid", "uri", "docno", "doc-id", "docid", "story-id", "item-id", "identifier"]),
    (Key::Address, &["url", "link", "permalink", "canonical", "canonical-url"]),
    (Key::Headline, &["headline", "title", "hed", "head", "hl", "heading"]),
    (Key::Slug, &["slug", "slugline", "keyword"]),
    (Key::Byline, &["byline", "by", "author", "authors", "creator", "writer", "reporter"]),
    (Key::Published, &["date", "published", "publication-date", "pubdate", "pub-date", "publish-date",
        "published-at", "published-on", "date-published", "datepublished", "datetime", "issued", "created",
        "first-created", "firstcreated", "time", "timestamp"]),
    (Key::Updated, &["updated", "modified", "lastmod", "last-modified", "last-updated", "updated-at",
        "modified-at", "date-modified", "datemodified", "version-created", "versioncreated"]),
    (Key::Embargo, &["embargo", "embargoed", "embargoed-until", "release", "for-release"]),
    (Key::Desk, &["section", "sections", "desk", "category", "categories", "department", "kicker", "channel"]),
    (Key::Agency, &["source", "agency", "publication", "publisher", "provider", "newspaper", "service", "wire",
        "news-service"]),
    (Key::Keywords, &["keywords", "tags", "topics", "topic", "subjects", "subject"]),
    (Key::Urgency, &["urgency", "priority"]),
    (Key::Lang, &["language", "lang", "locale"]),
    (Key::Version, &["version", "take"]),
    (Key::Kind, &["kind", "type"]),
    (Key::Status, &["status", "pubstatus", "pub-status"]),
    (Key::Dateline, &["dateline"]),
    (Key::People, &["people", "persons", "person", "names"]),
    (Key::Places, &["place", "places", "location", "locations", "city"]),
    (Key::Organisations, &["organisations", "organizations", "organisation", "organization", "orgs", "companies"]),
    (Key::Copyright, &["copyright", "rights", "copyright-notice"]),
    (Key::Caption, &["caption", "captions", "image-caption", "photo-caption"]),
    (Key::Credit, &["credit", "photo-credit", "image-credit", "photo"]),
    (Key::Charset, &["charset", "encoding", "content-type", "mime-version", "content-transfer-encoding"]),
    (Key::Layout, &["layout", "template", "draft", "weight", "image", "thumbnail"]),
];

fn find(name: &str) -> Option<Key> {
    let name: String = name
        .trim()
        .chars()
        .map(|c| if matches!(c, '_' | ' ') { '-' } else { c.to_ascii_lowercase() })
        .collect();
    KEYS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(key, _)| *key)
}

/// True for the name of a field.
pub(super) fn is_known(name: &str) -> bool {
    find(name).is_some()
}

/// True for a name that says which charset the text is in.
pub(super) fn is_charset(name: &str) -> bool {
    find(name) == Some(Key::Charset)
}

/// Fills the field of that name. `values` are the items of a list, or one text.
pub(super) fn apply(story: &mut Story, name: &str, values: &[String], line: Option<u64>, hints: &Hints) {
    let Some(first) = values.first().map(|v| v.trim()).filter(|v| !v.is_empty()) else { return };
    let Some(key) = find(name) else {
        return story.note("unknown-key", line, format!("{name}: {}", values.join(", ")));
    };
    let text = || Some(values.join(", "));
    let before = single(story, key).map(str::to_owned);
    match key {
        Key::Id => first.clone_into(&mut story.id),
        Key::Address => {
            if story.id.is_empty() {
                first.clone_into(&mut story.id);
            }
            story.url = Some(first.to_owned());
        }
        Key::Headline => story.headline = first.split_whitespace().collect::<Vec<_>>().join(" "),
        Key::Slug => story.slug = text(),
        Key::Byline => byline(story, values),
        Key::Published | Key::Updated => date(story, key, first, line, hints),
        Key::Embargo => {
            story.embargo = wire::parse(first, hints);
            if story.embargo.is_none() {
                story.status = Status::Embargoed;
                story.note("embargo", line, first);
            }
        }
        Key::Desk => story.desk_raw.extend(values.iter().cloned()),
        Key::Agency => story.agency = Some(agency(first)),
        Key::Keywords => story.keywords.extend(list(values)),
        Key::Urgency => story.urgency = text(),
        Key::Lang => lang(story, first, line),
        Key::Version => story.version = text(),
        Key::Kind => kind(story, first, line),
        Key::Status => status(story, first, line),
        Key::Dateline => story.dateline = Some(Dateline { raw: first.to_owned(), ..Dateline::default() }),
        Key::People => {
            // One text with commas may hold names turned round: only semicolons part it.
            let names = values.iter().flat_map(|text| text.split(';')).map(str::trim);
            for name in names.filter(|name| !name.is_empty()) {
                add_person(story, name, Role::Subject, &[]);
            }
        }
        Key::Places => story.places.extend(list(values)),
        Key::Organisations => story.organisations.extend(list(values)),
        Key::Copyright => story.copyright = text(),
        Key::Caption => {
            story.captions.extend(values.iter().map(|text| Caption { text: text.clone(), credit: None }));
        }
        Key::Credit => match story.captions.last_mut() {
            Some(caption) => caption.credit = text(),
            None => story.captions.push(Caption { text: String::new(), credit: text() }),
        },
        Key::Layout => {
            story.note("unused-key", line, format!("{name}: {}", values.join(", ")));
        }
        Key::Charset => {}
    }
    // What stands twice is kept as it came last; the other is not lost.
    if let Some(before) = before.filter(|before| single(story, key) != Some(before)) {
        story.note("second-value", line, format!("not used for {name}: {before}"));
    }
}

/// What a field that holds one text holds already.
fn single(story: &Story, key: Key) -> Option<&str> {
    let held = match key {
        Key::Headline => Some(&story.headline),
        Key::Address => story.url.as_ref(),
        Key::Slug => story.slug.as_ref(),
        Key::Agency => story.agency.as_ref(),
        Key::Urgency => story.urgency.as_ref(),
        Key::Version => story.version.as_ref(),
        Key::Dateline => story.dateline.as_ref().map(|line| &line.raw),
        Key::Copyright => story.copyright.as_ref(),
        Key::Credit => story.captions.last().and_then(|caption| caption.credit.as_ref()),
        _ => None,
    };
    held.map(String::as_str).filter(|text| !text.is_empty())
}

/// The usual name of an agency or publication: `The Associated Press` is `AP`.
pub(super) fn agency(written: &str) -> String {
    let name = written.trim();
    dateline::agency::known(name).map_or_else(|| name.to_owned(), str::to_owned)
}

/// A byline as the model wants it: without "By", names in ordinary case.
pub(super) fn plain_byline(written: &str) -> String {
    let written = written.trim();
    let named = |text: &str| dateline::byline(text);
    let with_by = if written.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by ")) {
        named(written)
    } else {
        named(&format!("By {written}"))
    };
    with_by.unwrap_or_else(|| {
        let by = written.get(..3).filter(|by| by.eq_ignore_ascii_case("by "));
        written[by.map_or(0, str::len)..].trim().to_owned()
    })
}

fn byline(story: &mut Story, values: &[String]) {
    let names: Vec<String> = values.iter().map(|v| plain_byline(v)).collect();
    let joined = match names.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.join(""),
    };
    match &mut story.byline {
        Some(byline) => {
            byline.push_str(", ");
            byline.push_str(&joined);
        }
        none => *none = Some(joined),
    }
}

fn date(story: &mut Story, key: Key, raw: &str, line: Option<u64>, hints: &Hints) {
    let stamp = wire::parse(raw, hints).or_else(|| wire::epoch(raw).filter(|_| raw.len() >= 9));
    let Some(stamp) = stamp else {
        return story.note("date-unreadable", line, format!("cannot read the date {raw:?}"));
    };
    let field = if key == Key::Published { &mut story.published } else { &mut story.updated };
    if field.is_none() {
        *field = Some(stamp);
    } else {
        story.note("second-date", line, format!("not used: {raw}"));
    }
}

/// The items of a list, or the parts of one text between commas or semicolons.
fn list(values: &[String]) -> Vec<String> {
    let split = |text: &String| -> Vec<String> {
        text.split([',', ';']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    };
    if let [one] = values { split(one) } else { values.to_vec() }
}

fn lang(story: &mut Story, raw: &str, line: Option<u64>) {
    let code = values::language(raw);
    if code.is_empty() {
        story.note("language-unknown", line, format!("cannot read the language {raw:?}"));
    } else {
        story.lang = Some(code);
    }
}

fn kind(story: &mut Story, raw: &str, line: Option<u64>) {
    let known = match raw.to_ascii_lowercase().replace([' ', '-'], "_").as_str() {
        "story" | "article" | "news" | "post" | "text" => Kind::Story,
        "brief" | "briefs" => Kind::Brief,
        "alert" | "flash" | "newsalert" => Kind::Alert,
        "table" => Kind::Table,
        "advisory" => Kind::Advisory,
        "correction" | "corrective" | "clarification" => Kind::Correction,
        "kill_notice" | "kill" => Kind::KillNotice,
        "package" | "digest" => Kind::Package,
        _ => return story.note("unknown-key", line, format!("kind: {raw}")),
    };
    story.kind = known;
}

fn status(story: &mut Story, raw: &str, line: Option<u64>) {
    story.status = match raw.to_ascii_lowercase().as_str() {
        "usable" | "published" | "public" | "final" => Status::Usable,
        "embargoed" => Status::Embargoed,
        "withheld" | "hold" => Status::Withheld,
        "killed" | "canceled" | "cancelled" => Status::Killed,
        _ => return story.note("unknown-key", line, format!("status: {raw}")),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_for_two_fields() {
        let mut seen = std::collections::BTreeSet::new();
        for name in KEYS.iter().flat_map(|(_, names)| *names) {
            assert!(seen.insert(*name), "{name}");
        }
    }

    #[test]
    fn what_stands_twice_is_noted() {
        let (mut story, hints) = (Story::default(), Hints::default());
        for (key, value) in
            [("title", "One"), ("Headline", "Two"), ("hed", "Two"), ("slug", "A"), ("slug", "B")]
        {
            apply(&mut story, key, &[value.into()], Some(3), &hints);
        }
        let noted: Vec<&str> = story.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!((story.headline.as_str(), story.slug.as_deref()), ("Two", Some("B")));
        assert_eq!(noted, ["not used for Headline: One", "not used for slug: A"]);
    }

    #[test]
    fn bylines_and_lists() {
        let mut story = Story::default();
        let hints = Hints::default();
        apply(&mut story, "Author", &["By ANN EXAMPLE".into(), "Bob Test".into()], None, &hints);
        apply(&mut story, "tags", &["tea; trade, ports".into()], None, &hints);
        assert_eq!(story.byline.as_deref(), Some("Ann Example and Bob Test"));
        assert_eq!(story.keywords, ["tea", "trade", "ports"]);
    }
}
