//! The Reuters-21578 collection: 1987 wire copy in SGML, a thousand `<REUTERS>` records a file.
//!
//! The markers are the collection's own (handbook 1.7, 3.2): control references that XML forbids,
//! `&#2;` and `&#3;` around the text, the telex header in `<UNKNOWN>`. It knows no other SGML.

use super::sgml::{Tag, attribute, each_record, next_tag, one_line, unescape};
use super::wirecopy::{Copy, cut_sign_off, header};
use super::{Format, Head, Input, Sink};
use crate::date::wire::{self, Hints};
use crate::date::{Precision, Stamp};
use crate::error::Result;
use crate::readers::json::values::MOST;
use crate::source::decode::{clean, decode};
use crate::story::{Dateline, Kind, Person, Role, Story};
use jiff::civil::{Date, Time};
use std::borrow::Cow;

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "reuters-21578",
    about: "the Reuters-21578 collection, <REUTERS> records in SGML",
    extensions: &["sgm"],
    carries: &[
        "id",
        "kind",
        "headline",
        "byline",
        "dateline",
        "published",
        "agency",
        "people",
        "places",
        "organisations",
        "keywords",
        "desk",
        "slug",
        "lang",
        "urgency",
    ],
    many: true,
    version: 2,
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    // At the front, or behind the document type: a text about the format quotes its tags further down.
    let start = head.bytes.trim_ascii_start();
    let typed = start.get(..15).is_some_and(|s| s.eq_ignore_ascii_case(b"<!doctype lewis"));
    if !typed && !start.starts_with(b"<REUTERS ") {
        return None;
    }
    memchr::memmem::find(start, b"NEWID=").map(|_| "<REUTERS ... NEWID=> record")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let hints = input.hints;
    each_record(input.bytes, ("<REUTERS", "</REUTERS>"), sink, |bytes, line| story(bytes, line, hints))
}

fn story(bytes: &[u8], line: u64, hints: &Hints) -> Story {
    let decoded = decode(bytes, None);
    let mut text = clean(&decoded.text);
    if text.contains('\t') {
        text = Cow::Owned(text.replace('\t', "    "));
    }
    let mut story = Story { agency: Some("Reuters".into()), lang: Some("en".into()), ..Story::default() };
    if decoded.guessed {
        story.note("charset-guessed", Some(line), format!("read as {}", decoded.charset));
    }
    let mut at = 0;
    while let Some(tag) = next_tag(&text, at) {
        at = tag.end;
        if tag.closing {
            continue;
        }
        let content = content(&text, &tag);
        match tag.name {
            "REUTERS" => story.id = attribute(tag.attributes, "NEWID").unwrap_or("").to_owned(),
            "DATE" => date(&mut story, content, line, hints),
            "TOPICS" => each(content, |d| story.keywords.push(d.to_owned())),
            "PLACES" => each(content, |d| {
                let place = place(d);
                if story.places.len() > MOST || !story.places.contains(&place) {
                    story.places.push(place);
                }
            }),
            "PEOPLE" => each(content, |d| story.people.push(person(d))),
            "ORGS" | "EXCHANGES" | "COMPANIES" => {
                each(content, |d| story.organisations.push(organisation(d)));
            }
            "UNKNOWN" => telex_header(&mut story, content),
            "TEXT" => {
                text_element(&mut story, content, attribute(tag.attributes, "TYPE"), line);
                break;
            }
            _ => continue,
        }
        if tag.name != "REUTERS" {
            at += content.len();
        }
    }
    story
}

/// What stands between a start tag and its end tag; to the end of the text when there is none.
fn content<'t>(text: &'t str, tag: &Tag<'t>) -> &'t str {
    let rest = &text[tag.end..];
    if tag.name == "TEXT" {
        // The longest element, and the last.
        return memchr::memmem::rfind(rest.as_bytes(), b"</TEXT>").map_or(rest, |at| &rest[..at]);
    }
    for at in memchr::memchr_iter(b'<', rest.as_bytes()) {
        let name =
            rest.as_bytes()[at..].strip_prefix(b"</").and_then(|r| r.strip_prefix(tag.name.as_bytes()));
        if name.is_some_and(|after| after.starts_with(b">")) {
            return &rest[..at];
        }
    }
    rest
}

/// The entries of `<D>a</D><D>b</D>`.
fn each(list: &str, mut put: impl FnMut(&str)) {
    for entry in list.split('<').filter_map(|piece| piece.strip_prefix("D>")) {
        if !entry.trim().is_empty() {
            put(entry.trim());
        }
    }
}

/// `26-FEB-1987 15:01:01.79`, and what follows in some: telex codes, a remark of the editors.
fn date(story: &mut Story, raw: &str, line: u64, hints: &Hints) {
    let unescaped = unescape(raw);
    let (moment, remark) = unescaped.split_once('#').unwrap_or((&unescaped, ""));
    let mut words = moment.split_ascii_whitespace();
    let (Some(day), time) = (words.next(), words.next().unwrap_or("")) else { return };
    let raw = format!("{day} {time}");
    story.published = stamp(day, time, &raw, hints).or_else(|| wire::parse(&raw, hints)).or_else(|| {
        story.note("date-repaired", Some(line), format!("of {raw:?} only the day can be read"));
        civil_date(day).map(|date| Stamp::day(date, raw.as_str()))
    });
    if !remark.is_empty() {
        story.note("date-doubtful", Some(line), remark.trim());
    }
}

/// The usual spelling, read by position: a collection of 21,578 has 21,577 of them.
fn stamp(day: &str, time: &str, raw: &str, hints: &Hints) -> Option<Stamp> {
    let mut parts = time.split('.').next()?.split(':').map(str::parse);
    let (hour, minute, second) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let at = civil_date(day)?.to_datetime(Time::new(hour, minute, second, 0).ok()?);
    let instant = hints.zone.to_timestamp(at).ok()?;
    Some(Stamp::instant(instant, Precision::Second, None, raw))
}

fn civil_date(day: &str) -> Option<Date> {
    const MONTHS: [&str; 12] =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let mut parts = day.split('-');
    let (day, month, year) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?.parse().ok()?);
    let month = MONTHS.iter().position(|known| known.eq_ignore_ascii_case(month))?;
    Date::new(year, i8::try_from(month + 1).ok()?, day).ok()
}

/// The telex header line: priority, category (all are `f`, financial), slug.
fn telex_header(story: &mut Story, content: &str) {
    let Some(header) = content.trim_end().rsplit('\n').next().and_then(header) else { return };
    story.urgency = Some(header.urgency.to_owned());
    story.desk_raw.push(header.category.to_owned());
    story.slug = Some(unescape(header.slug).into_owned()).filter(|slug| !slug.is_empty());
}

fn text_element(story: &mut Story, content: &str, kind: Option<&str>, line: u64) {
    let copy = content.strip_prefix("&#2;").unwrap_or(content);
    let copy = memchr::memrchr(b'&', copy.as_bytes())
        .filter(|&at| copy[at..].starts_with("&#3;"))
        .map_or(copy, |at| &copy[..at]);
    let mut body = copy;
    let mut at = 0;
    while let Some(tag) = next_tag(copy, at) {
        at = tag.end;
        if tag.closing {
            continue;
        }
        let content = self::content(copy, &tag);
        match tag.name {
            "TITLE" => story.headline = one_line(content),
            "AUTHOR" => story.byline = Some(byline(&one_line(content))),
            "DATELINE" => body = dateline(story, content, line),
            "BODY" => break,
            _ => continue,
        }
        at += content.len() + tag.name.len() + 3;
    }
    let dateline_rest = if story.dateline.is_some() { body } else { "" };
    let rest = copy.get(at..).unwrap_or("");
    match kind {
        Some("UNPROC") => unprocessed(story, copy, line),
        // The collection's editors put this where a one-line item has no text.
        Some("BRIEF") => {
            story.kind = Kind::Brief;
            if rest.trim() != "Blah blah blah." {
                set_body(story, "", rest);
            }
        }
        _ => set_body(story, dateline_rest, rest.strip_suffix("</BODY>").unwrap_or(rest)),
    }
}

/// Keeps the dateline without its separator; returns copy that the collection's editors took for
/// a part of it: a sentence with a dash in its first line, a row of a table.
fn dateline<'t>(story: &mut Story, content: &'t str, line: u64) -> &'t str {
    let whole = content.trim();
    let is_row = !whole.contains(", ") && (whole.contains("   ") || whole.contains("--  "));
    let (raw, rest) = match whole.split_once(" - ") {
        // `Md., - March 4 -`: the dash is not the separator yet.
        Some((raw, rest)) if !raw.is_empty() && rest.len() > 12 && !is_row => (raw, rest),
        _ => (whole.trim_end_matches(['-', ' ', '\n']), ""),
    };
    let raw = if raw.is_empty() { whole } else { raw };
    if !rest.is_empty() || is_row {
        story.note("dateline-repaired", Some(line), "the marked dateline held copy; it is in the body too");
    }
    story.dateline = Some(Dateline { raw: one_line(raw), ..Dateline::default() });
    if is_row { content.trim_end_matches(' ') } else { rest }
}

/// Text without mark-up: a whole telex. Its first line serves as the headline.
fn unprocessed(story: &mut Story, copy: &str, line: u64) {
    let copy = copy.trim_start_matches('\n').trim_end();
    let (first, rest) = copy.split_once('\n').unwrap_or((copy, ""));
    if first.trim().is_empty() || rest.trim().is_empty() || first.starts_with(' ') {
        return set_body(story, "", copy);
    }
    story.headline = one_line(first.trim_end().trim_end_matches("^M"));
    story.note("headline-from-first-line", Some(line), "the text has no marked title");
    set_body(story, "", rest);
}

fn set_body(story: &mut Story, before: &str, text: &str) {
    let kept = cut_sign_off(text);
    let cut = text[kept.len()..].split_whitespace().collect::<Vec<_>>().join(" ");
    if !cut.is_empty() {
        story.note("sign-off", None, cut);
    }
    let text = unescape(kept);
    let mut copy = Copy::with_capacity(text.len() + before.len() + 64);
    // A row of a table goes on in its line, a sentence in the next.
    match before.starts_with(' ') {
        true if before.ends_with('\n') => copy.text(&format!("{before}{text}")),
        true => copy.text(&format!("{before} {text}")),
        false => {
            copy.text(&unescape(before));
            copy.text(&text);
        }
    }
    if copy.is_table() {
        story.kind = Kind::Table;
    }
    story.body = copy.body;
}

/// `By Jane Sample, Reuters` is `Jane Sample`.
fn byline(line: &str) -> String {
    let name = match line.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => &line[3..],
        _ => line,
    };
    let name = match name.rsplit_once([',', ' ']) {
        Some((name, agency)) if agency.trim_start().to_ascii_lowercase().starts_with("reuter") => name,
        _ => name,
    };
    name.trim().trim_end_matches(',').to_owned()
}

/// Name particles, which stay small inside a name.
const PARTICLES: &[&str] = &["de", "del", "di", "du", "la", "van", "von", "der"];

/// Names in which the hyphen is part of the name and not the collection's space.
const HYPHENATED: &[(&str, &str)] = &[
    ("leigh-pemberton", "Leigh-Pemberton"),
    ("bresser-pereira", "Bresser-Pereira"),
    ("macsharry", "MacSharry"),
];

fn person(code: &str) -> Person {
    let name = match HYPHENATED.iter().find(|(known, _)| *known == code) {
        Some((_, name)) => (*name).to_owned(),
        None => words(code, |word| !PARTICLES.contains(&word)),
    };
    Person { name, role: Role::Subject, ..Person::default() }
}

/// `west-germany` is `West Germany`, `usa` is `USA`.
fn place(code: &str) -> String {
    match code {
        "usa" | "uk" | "ussr" | "uae" => code.to_ascii_uppercase(),
        "us-virgin-islands" => "US Virgin Islands".into(),
        _ => words(code, |word| word != "and"),
    }
}

fn organisation(code: &str) -> String {
    match code {
        "worldbank" => "World Bank".into(),
        _ => code.to_ascii_uppercase(),
    }
}

/// A code's hyphens to spaces, its words capitalised where `capital` says so.
fn words(code: &str, capital: impl Fn(&str) -> bool) -> String {
    let mut name = String::with_capacity(code.len());
    for word in code.split('-').filter(|w| !w.is_empty()) {
        if !name.is_empty() {
            name.push(' ');
        }
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        name.push_str(&if capital(word) { first.to_uppercase() } else { first.to_owned() });
        name.push_str(rest);
    }
    name
}
