//! The lines above the text of NITF: headline, bylines, dateline. Agencies fill them in many ways.

use super::Profile;
use super::head::meta;
use crate::enrich::dateline::parse_marked;
use crate::readers::keys;
use crate::readers::xml::values::{add_person, turned};
use crate::readers::xml::{Element, Node};
use crate::story::{Dateline, Role, Story};

/// Reads all three.
pub(in crate::readers) fn fill(story: &mut Story, nitf: Element<'_>, profile: &Profile) {
    let head = nitf.descendants("body.head").next();
    headline(story, nitf);
    for byline in head.into_iter().flat_map(|head| head.all("byline")) {
        by(story, byline, profile);
    }
    for marked in head.into_iter().flat_map(|head| head.all("dateline")) {
        dateline(story, marked);
    }
    if story.dateline.is_none() && profile.place_in_take_key {
        take_key(story, nitf);
    }
}

/// `hl1`, else the title of the head. A second line that says something else is kept in a note.
fn headline(story: &mut Story, nitf: Element<'_>) {
    let hedline = nitf.descendants("hedline").next();
    let first = |name: &str| {
        let lines = hedline.into_iter().flat_map(|h| h.innermost(name));
        lines.map(|e| e.text()).find(|text| !text.is_empty())
    };
    let title = nitf.all("head/title").into_iter().chain(nitf.all("title")).map(|e| e.text());
    let title = title.into_iter().find(|text| !text.is_empty());
    let loose = || hedline.map(|h| h.text()).filter(|text| !text.is_empty());
    if let Some(hl1) = first("hl1") {
        story.headline = hl1;
    } else if let Some(title) = title.or_else(loose) {
        story.headline = title;
    }
    unlabel(story, hedline.map(|h| h.line()));
    if story.slug.is_none() && is_slug(&story.headline) {
        story.slug = Some(story.headline.clone());
    }
    if let Some(deck) = first("hl2").filter(|deck| *deck != story.headline) {
        story.note("deck", hedline.map(|h| h.line()), deck);
    }
}

/// `>>>ANSA/Gas prices fall`: what stands before the slash marks the agency's own work.
fn unlabel(story: &mut Story, line: Option<u64>) {
    let Some(marked) = story.headline.strip_prefix(">>>") else { return };
    let (label, rest) = marked.split_once('/').unwrap_or(("", marked));
    let (label, rest) = if label.chars().any(char::is_lowercase) { ("", marked) } else { (label, rest) };
    let rest = rest.trim().to_owned();
    if !rest.is_empty() {
        story.note("label", line, format!(">>>{label}"));
        story.headline = rest;
    }
}

/// `BC-BBN--Top Ten`: agate goes out under its slug.
fn is_slug(headline: &str) -> bool {
    let cycle = headline.split('-').next().unwrap_or("");
    ["AM", "AP", "BC", "PM"].contains(&cycle) && headline.contains("--")
}

/// A byline: who wrote it, their titles. The NYT also gives a normalised one, last name first.
fn by(story: &mut Story, byline: Element<'_>, profile: &Profile) {
    let whole = byline.text();
    if whole.is_empty() {
        return;
    }
    if profile.byline_is_deck {
        return story.note("deck", Some(byline.line()), whole);
    }
    let normalised = byline.attr("class").is_some_and(|class| class.contains("normalized"));
    if normalised {
        if story.byline.is_none() {
            story.byline = Some(turned(&whole).0);
        }
        return;
    }
    let titles: Vec<String> =
        byline.all("byttl").iter().map(Element::text).filter(|t| !t.is_empty()).collect();
    let mut names = whole.clone();
    for title in &titles {
        if let Some(at) = names.rfind(title.as_str()) {
            names.replace_range(at..at + title.len(), "");
        }
    }
    let names = names.split_whitespace().collect::<Vec<_>>().join(" ");
    let names = keys::plain_byline(names.trim_end_matches([',', ';', ' ']));
    let persons: Vec<String> = byline.innermost("person").map(|e| e.text()).collect();
    for person in &persons {
        add_person(story, person, Role::Byline, &titles);
    }
    if names.is_empty() {
        // A title alone stands for a name: "Sports Network", "AP Business Writer".
        story.byline.get_or_insert(whole);
        return;
    }
    if persons.is_empty() && !titles.is_empty() && !names.contains(" and ") && !names.contains(',') {
        add_person(story, &names, Role::Byline, &titles);
    }
    match &mut story.byline {
        Some(byline) if *byline != names => {
            byline.push_str(", ");
            byline.push_str(&names);
        }
        Some(_) => {}
        none => *none = Some(names),
    }
}

/// `(SYDNEY)` is a place, `(ATTN EDITORS)` is none.
fn take_key(story: &mut Story, nitf: Element<'_>) {
    let key = meta(nitf, "anpa-takekey").and_then(|key| key.strip_prefix('(')?.strip_suffix(')'));
    let Some(raw) = key.filter(|key| !parse_marked(key, None).places.is_empty()) else { return };
    story.note("dateline-from-take-key", None, format!("the take key is ({raw})"));
    story.dateline = Some(Dateline { raw: raw.to_owned(), ..Dateline::default() });
}

/// The line as marked up: the place's parts with commas, then the date if it is in words. A date
/// without a place is no dateline.
fn dateline(story: &mut Story, dateline: Element<'_>) {
    let mut parts: Vec<String> = Vec::new();
    for location in dateline.all("location") {
        let inner: Vec<String> = location.children().map(|e| e.text()).filter(|t| !t.is_empty()).collect();
        // Text of its own beside the parts already has its commas.
        let loose =
            location.nodes().any(|node| matches!(node, Node::Text(t) if t.contains(char::is_alphanumeric)));
        parts.push(if loose || inner.is_empty() { location.text() } else { inner.join(", ") });
    }
    parts.retain(|part| !part.is_empty());
    let date = dateline.all("story.date").iter().map(Element::text).find(|text| !text.is_empty());
    let written = dateline.text();
    let raw = if parts.is_empty() {
        if date.as_ref() == Some(&written) { String::new() } else { written }
    } else {
        parts
            .into_iter()
            .chain(date)
            .map(|p| p.trim_end_matches([',', ' ']).to_owned())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let raw = raw.trim().trim_end_matches([' ', '-', '–', '—', '_']).to_owned();
    match &story.dateline {
        _ if raw.is_empty() => {}
        None => story.dateline = Some(Dateline { raw, ..Dateline::default() }),
        // A round-up: the first is the story's.
        Some(first) if first.raw != raw => story.note("another-dateline", Some(dateline.line()), raw),
        Some(_) => {}
    }
}
