//! The head of NITF: identity, dates, desk, subjects, rights, notes to editors. Headline, byline and
//! dateline are read by [`super::lines`].
//!
//! Priority of fields as in the wire handbook (3.3). It knows no agency but through a profile.

use super::Profile;
use super::lines;
use crate::date::Stamp;
use crate::date::wire::Hints;
use crate::readers::keys;
use crate::readers::xml::Element;
use crate::readers::xml::values::{add, date};
use crate::story::{Status, Story};

/// `meta` names that hold a section or category.
const DESKS: &[&str] =
    &["category", "section", "desk", "dsk", "ntbtjeneste", "service.name", "online_sections"];

/// `meta` names that hold a slug.
const SLUGS: &[&str] = &["anpa-keyword", "slug", "slugline", "ntbstikkord"];

/// `meta` names of a date, for documents that have no other.
const DATES: &[&str] = &["ntbutdato", "publication-date", "pubdate", "timestamp", "date", "created"];

/// What needs no knowledge of the sender; the sender.
pub(in crate::readers) fn fill(story: &mut Story, nitf: Element<'_>, hints: &Hints) {
    let docdata = nitf.descendants("docdata").next();
    let id = docdata.and_then(|d| d.attr_at("doc-id", "id-string")).or_else(|| nitf.attr("uno"));
    id.unwrap_or("").clone_into(&mut story.id);
    let key = docdata.and_then(|d| d.find("du-key"));
    let version = key.and_then(|key| key.attr("version").or_else(|| key.attr("generation")));
    story.version = version.map(str::to_owned);
    story.agency = agency(nitf, docdata).map(|name| keys::agency(&name));
    let lang = nitf.attr("baselang").or_else(|| nitf.attr("lang"));
    let lang = lang.or_else(|| nitf.attr_at("body", "lang"));
    if let Some(lang) = lang {
        keys::apply(story, "lang", &[lang.to_owned()], Some(nitf.line()), hints);
    }
    let urgency = docdata.and_then(|d| d.attr_at("urgency", "ed-urg")).or_else(|| meta(nitf, "priority"));
    story.urgency = urgency.map(str::to_owned);
    let named = SLUGS.iter().find_map(|name| meta(nitf, name));
    let worded = |key: &&str| key.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    story.slug = named.or_else(|| key.and_then(|k| k.attr("key")).filter(worded)).map(str::to_owned);
    story.url = nitf.descendants("pubdata").find_map(|e| e.attr("ex-ref")).map(str::to_owned);
    dates(story, nitf, docdata, hints);
    copyright(story, nitf, docdata);
    for message in docdata.into_iter().flat_map(|d| d.all("ed-msg")) {
        if let Some(info) = message.attr("info") {
            story.note("editors-note", Some(message.line()), folded(info));
        }
    }
}

/// What is read with the sender's ways in mind.
pub(in crate::readers) fn fill_by(story: &mut Story, nitf: Element<'_>, profile: &Profile) {
    let head = nitf.descendants("body.head").next();
    desks(story, nitf, profile);
    subjects(story, nitf);
    lines::fill(story, nitf, profile);
    for note in head.into_iter().flat_map(|head| head.all("note")) {
        let text = note.text();
        if !text.is_empty() {
            story.note("editors-note", Some(note.line()), text);
        }
    }
    for tagline in nitf.descendants("tagline") {
        story.note("tagline", Some(tagline.line()), tagline.text());
    }
}

/// The content of the `meta` of that name, in any case.
pub(in crate::readers) fn meta<'t>(nitf: Element<'t>, name: &str) -> Option<&'t str> {
    nitf.descendants("meta")
        .filter(|meta| meta.attr("name").is_some_and(|n| n.eq_ignore_ascii_case(name)))
        .find_map(|meta| meta.attr("content"))
}

fn agency(nitf: Element<'_>, docdata: Option<Element<'_>>) -> Option<String> {
    let of = |path: &str, name: &str| docdata.and_then(|d| d.attr_at(path, name)).map(str::to_owned);
    let distributor = || nitf.descendants("distributor").map(|e| e.text()).find(|text| !text.is_empty());
    of("doc-id", "regsrc")
        .or_else(distributor)
        .or_else(|| of("del-list/from-src", "src-name"))
        .or_else(|| of("doc.copyright", "holder"))
        .or_else(|| nitf.descendants("pubdata").find_map(|e| e.attr("name")).map(str::to_owned))
}

/// `pubdata@date.publication`, else `date.release`, else `date.issue`; a later issue or revision
/// is the update, a release after the issue the embargo.
fn dates(story: &mut Story, nitf: Element<'_>, docdata: Option<Element<'_>>, hints: &Hints) {
    let mut read = |element: Option<Element<'_>>, name: &str| -> Option<Stamp> {
        let element = element?;
        let raw = element.attr(name).map_or_else(|| element.text(), str::to_owned);
        if raw.is_empty() { None } else { date(story, &raw, element.line(), hints) }
    };
    let printed =
        read(nitf.descendants("pubdata").find(|e| e.attr("date.publication").is_some()), "date.publication");
    let release = read(docdata.and_then(|d| d.find("date.release")), "norm");
    let issue = read(docdata.and_then(|d| d.find("date.issue")), "norm");
    let filed = read(nitf.descendants("story.date").find(|e| e.attr("norm").is_some()), "norm");
    let mut revised: Vec<Stamp> = Vec::new();
    for revision in nitf.descendants("revision-history").filter(|e| e.attr("norm").is_some()) {
        revised.extend(read(Some(revision), "norm"));
    }
    let held = docdata
        .and_then(|d| d.attr("management-status"))
        .is_some_and(|s| s.eq_ignore_ascii_case("embargoed"));
    let later =
        matches!((&release, &issue), (Some(release), Some(issue)) if release.seconds >= issue.seconds + 60);
    if held || later {
        story.embargo.clone_from(&release);
    }
    if held {
        story.status = Status::Embargoed;
    }
    let noted = DATES.iter().find_map(|name| meta(nitf, name)).filter(|_| printed.is_none());
    let noted = noted.filter(|_| release.is_none() && issue.is_none());
    let noted = noted.and_then(|raw| date(story, raw, nitf.line(), hints));
    if printed.is_none() && noted.is_none() && release.is_none() && issue.is_none() && filed.is_some() {
        story.note("date-from-dateline", None, "no date of publication; the dateline's is taken");
    }
    // The NYT dates the correction it puts below a text.
    let corrected = meta(nitf, "correction_date").and_then(|raw| date(story, raw, nitf.line(), hints));
    revised.extend(corrected);
    let latest = revised.into_iter().chain(issue.clone()).max_by_key(|stamp| stamp.seconds);
    story.published = printed.or(release).or(issue).or(noted).or(filed);
    story.updated = latest.filter(|l| story.published.as_ref().is_some_and(|p| l.seconds > p.seconds));
}

fn copyright(story: &mut Story, nitf: Element<'_>, docdata: Option<Element<'_>>) {
    let written = nitf.descendants("rights").map(|e| e.text()).find(|text| !text.is_empty());
    story.copyright = written.or_else(|| {
        let claim = docdata?.find("doc.copyright")?;
        let holder = claim.attr("holder")?;
        Some(claim.attr("year").map_or_else(|| format!("© {holder}"), |year| format!("© {year} {holder}")))
    });
}

fn desks(story: &mut Story, nitf: Element<'_>, profile: &Profile) {
    let codes: Vec<&str> =
        nitf.descendants("tobject.subject").filter_map(|e| e.attr("tobject.subject.refnum")).collect();
    let letter = meta(nitf, "anpa-category")
        .filter(|letter| letter.eq_ignore_ascii_case("v") || !profile.own_letters || codes.is_empty());
    let raw = &mut story.desk_raw;
    for scope in nitf.descendants("doc-scope").filter_map(|e| e.attr("scope")) {
        add(raw, scope);
    }
    for name in DESKS {
        // The New York Times lists its online sections with semicolons.
        for part in meta(nitf, name).unwrap_or("").split(';') {
            add(raw, part);
        }
    }
    let sort = nitf.descendants("tobject").find_map(|e| e.attr("tobject.type"));
    add(raw, sort.filter(|sort| !sort.eq_ignore_ascii_case("news")).unwrap_or(""));
    let position = nitf.descendants("pubdata").find_map(|e| e.attr("position.section"));
    // A letter is the part of a paper, not a category of the wire.
    add(raw, position.filter(|section| section.len() > 1).unwrap_or(""));
    add(raw, letter.unwrap_or(""));
    for code in codes {
        add(raw, code);
    }
}

/// Subjects by their finest name, keywords, and the index terms of the NYT.
fn subjects(story: &mut Story, nitf: Element<'_>) {
    for subject in nitf.descendants("tobject.subject") {
        let part = |name: &str| subject.attr(&format!("tobject.subject.{name}"));
        add(
            &mut story.keywords,
            part("detail").or_else(|| part("matter")).or_else(|| part("type")).unwrap_or(""),
        );
    }
    for keyword in nitf.descendants("keyword").filter_map(|e| e.attr("key")) {
        add(&mut story.keywords, keyword);
    }
    for term in nitf.innermost("classifier") {
        let descriptor = term.attr("type").is_some_and(|t| t.contains("descriptor"));
        if descriptor && term.attr("class").is_none_or(|class| class != "biographical_categories") {
            add(&mut story.keywords, &term.text());
        }
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
