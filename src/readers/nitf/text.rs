//! The text of NITF: `body.content`, media apart; who and what its mark-up names. The New York
//! Times' blocks repeat each other and are taken once.

use crate::readers::trailer;
use crate::readers::xml::Element;
use crate::readers::xml::blocks::Blocks;
use crate::readers::xml::values::{self, add, add_person, possessed, turned};
use crate::story::{Kind, Role, Story};

/// Blocks of the New York Times that repeat the start of `full_text`.
const LEADS: &[&str] = &["lead_paragraph", "online_lead_paragraph"];

/// Reads text, captions and names.
pub(in crate::readers) fn fill(story: &mut Story, nitf: Element<'_>) {
    names(story, nitf);
    let content: Vec<Element<'_>> = contents(nitf);
    let class = |e: &Element<'_>| e.attr("class").unwrap_or("").to_owned();
    let whole = content.iter().any(|c| c.descendants("block").any(|b| class(&b) == "full_text"));
    let mut blocks = Blocks::default();
    let mut corrections = Vec::new();
    let headline = story.headline.clone();
    for part in content {
        blocks.add(part, &mut |element| match element.name() {
            "block" if whole && LEADS.contains(&class(&element).as_str()) => true,
            "block" if class(&element) == "correction_text" => {
                corrections.push((element.line(), element.text()));
                true
            }
            // The Associated Press repeats the headline above the text.
            "hl2" => element.text() == headline,
            _ => false,
        });
    }
    (story.body, story.sections, story.captions) = blocks.finish();
    cut_lead(story);
    cut_end(story);
    correct(story, corrections);
    for summary in nitf.descendants("abstract").take(ABSTRACTS) {
        abstract_of(story, summary);
    }
}

/// Abstracts that are held against the text.
const ABSTRACTS: usize = 20;

/// The elements that hold text, but for those of notes; a body without `body.content` is all content.
fn contents(nitf: Element<'_>) -> Vec<Element<'_>> {
    if nitf.name() == "body.content" {
        return vec![nitf];
    }
    let apart = |e: &Element<'_>| !e.is_in("note") && !e.is_in("body.content");
    let found: Vec<Element<'_>> = nitf.descendants("body.content").filter(apart).collect();
    if !found.is_empty() {
        return found;
    }
    nitf.all("body").into_iter().filter(|body| body.find("body.head").is_none()).collect()
}

/// A new first paragraph for the body.
fn replace_start(story: &mut Story, end: usize, start: &str) {
    let shift = end - start.len();
    story.body.replace_range(..end, start);
    for section in &mut story.sections {
        section.span.start = section.span.start.saturating_sub(shift);
        section.span.end = section.span.end.saturating_sub(shift);
    }
}

/// `LEAD: A mill burned …` and then the same paragraph again: once is enough.
fn cut_lead(story: &mut Story) {
    let Some(rest) = story.body.strip_prefix("LEAD:") else { return };
    let text = rest.trim_start();
    let label = story.body.len() - text.len();
    let (first, after) = text.split_once("\n\n").unwrap_or((text, ""));
    let repeated = !first.is_empty() && after.starts_with(first);
    let end = if repeated { label + first.len() + 2 } else { label };
    replace_start(story, end, "");
}

/// The last paragraph may only say that it is the last, or who sent it: `AAP gr/bp`.
fn cut_end(story: &mut Story) {
    let start = story.body.rfind("\n\n").map_or(0, |at| at + 2);
    let last = story.body.get(start..).unwrap_or("").to_owned();
    let signed = is_signature(&last, story.agency.as_deref());
    if start == 0 || !(signed || trailer::is_end(&last)) {
        return;
    }
    if signed {
        story.note("sign-off", None, last);
    }
    story.body.truncate(start - 2);
    let end = story.body.len();
    for section in &mut story.sections {
        section.span.end = section.span.end.min(end);
    }
    story.sections.retain(|section| section.span.start < end);
}

/// The agency's name and the initials of those who wrote.
fn is_signature(line: &str, agency: Option<&str>) -> bool {
    let Some(initials) = agency.and_then(|agency| line.strip_prefix(agency)) else { return false };
    let initial = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '/' | ',');
    initials.starts_with(' ')
        && initials.len() <= 16
        && initials.split([' ', '/']).all(|word| word.len() <= 4)
        && initials.chars().all(initial)
}

/// A document may consist of a correction alone, or carry one below its text.
fn correct(story: &mut Story, corrections: Vec<(u64, String)>) {
    for (line, text) in corrections.into_iter().filter(|(_, text)| !text.is_empty()) {
        if story.body.is_empty() {
            story.kind = Kind::Correction;
            story.body = text;
        } else {
            story.note("correction", Some(line), text);
        }
    }
}

/// Stands in for a text that is not there; one that says more than the text is kept in a note.
fn abstract_of(story: &mut Story, summary: Element<'_>) {
    let mut blocks = Blocks::default();
    blocks.add(summary, &mut |_| false);
    let (text, sections, _) = blocks.finish();
    if text.is_empty() {
        return;
    }
    if story.body.is_empty() && story.captions.is_empty() {
        story.note("body-from-abstract", Some(summary.line()), "there is no text but the abstract");
        (story.body, story.sections) = (text, sections);
    } else if text != story.headline && !story.body.contains(text.trim_end_matches('.')) {
        story.note("abstract", Some(summary.line()), text.replace("\n\n", " "));
    }
}

/// People, organisations and places of the mark-up and of `identified-content`, not those that
/// byline and dateline name.
fn names(story: &mut Story, nitf: Element<'_>) {
    let apart = ["byline", "dateline", "distributor", "media-producer"];
    let inside = |element: &Element<'_>| !apart.iter().any(|name| element.is_in(name));
    for person in nitf.innermost("person").filter(inside) {
        let titles: Vec<String> = person.innermost("function").map(|e| e.text()).collect();
        let mut name = person.text();
        for title in titles.iter().filter(|title| !title.is_empty()) {
            name = name.replace(title.as_str(), " ").split_whitespace().collect::<Vec<_>>().join(" ");
        }
        if person.attr("class").is_some_and(|class| class.contains("indexing") || class.contains("producer"))
        {
            let (name, titles) = turned(&name);
            add_person(story, &name, Role::Subject, &titles);
        } else {
            add_person(story, &name, Role::Subject, &titles);
        }
    }
    for org in nitf.innermost("org").filter(inside) {
        add(&mut story.organisations, possessed(&org.text()));
    }
    for place in nitf.innermost("location").chain(nitf.innermost("evloc")).filter(inside) {
        let parts: Vec<String> = place.children().map(|e| e.text()).filter(|t| !t.is_empty()).collect();
        let mut text = if parts.is_empty() { place.text() } else { parts.join(", ") };
        if text.is_empty() {
            // An event's place is all in its attributes.
            let names = ["city", "county-dist", "state-prov"].iter().filter_map(|name| place.attr(name));
            text = names.collect::<Vec<_>>().join(", ");
        }
        let indexed = place.attr("class").is_some_and(|class| class.contains("indexing"));
        let text = if indexed { values::place(&text) } else { text };
        add(&mut story.places, possessed(&text));
    }
}
