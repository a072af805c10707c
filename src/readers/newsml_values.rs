//! What the values in NewsML of both generations look like: codes in several spellings, marked
//! datelines, bylines, agencies, moments. Knows no element.

use super::keys;
use super::xml::values;
use crate::date::Stamp;
use crate::date::wire::{self, Hints};
use crate::enrich::dateline::{agency, parse_marked};
use crate::story::{Dateline, Role, Story};

/// The code of a QCode, URI or plain word: `stat:usable`, `http://cv.iptc.org/…/usable` and `Usable`
/// are all `usable` (G2 guidelines: a receiver resolves the alias, the code is what counts).
pub fn code(written: &str) -> &str {
    let written = written.trim().trim_end_matches('/');
    written.rsplit([':', '/', '#']).next().unwrap_or(written)
}

/// The words of a value on one line; empty for the place holders feeds print for a missing value.
pub fn words(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    const NOTHING: &[&str] = &["-", "n/a", "none", "null", "no-data-available"];
    let nothing = NOTHING.iter().any(|word| line.eq_ignore_ascii_case(word));
    if nothing { String::new() } else { line }
}

/// Entries of a list that are kept; no item needs more, and each is compared with all before it.
pub const MOST: usize = 1000;

/// Adds what is not there yet and not empty.
pub fn add(list: &mut Vec<String>, value: String) {
    if !value.is_empty() && list.len() < MOST && !list.contains(&value) {
        list.push(value);
    }
}

/// Sets what is not set yet, unless the value is empty.
pub fn set(field: &mut Option<String>, value: String) {
    if field.is_none() && !value.is_empty() {
        *field = Some(value);
    }
}

/// Sets the headline, or notes another one.
pub fn set_headline(story: &mut Story, text: String, line: u64) {
    if story.headline.is_empty() {
        story.headline = text;
    } else if !text.is_empty() && story.headline != text && story.notes.len() < MOST {
        let known = story.notes.iter().any(|note| note.code == "other-headline" && note.text == text);
        // EFE repeats its keyword line as a second headline.
        let slug = story.slug.as_ref().is_some_and(|slug| text.ends_with(slug.as_str()));
        if !known && !slug {
            story.note("other-headline", Some(line), text);
        }
    }
}

/// Adds a person, in ordinary case.
pub fn person(story: &mut Story, name: &str, role: Role) {
    if story.people.len() >= MOST {
        return;
    }
    values::add_person(story, name, role, &[]);
}

/// Reads a moment, or notes that it cannot be read.
pub fn moment(story: &mut Story, written: &str, line: u64, hints: &Hints) -> Option<Stamp> {
    let written = words(written);
    if written.is_empty() {
        return None;
    }
    values::date(story, &written, line, hints)
}

/// Sets the dateline that mark-up gives, without its separator. A stamp in its place is no dateline
/// (Reuters prints the time of sending there): it is noted.
pub fn dateline(story: &mut Story, written: &str, line: u64, hints: &Hints) {
    let written = words(written);
    let raw =
        written.trim_end_matches(|c: char| matches!(c, '-' | '–' | '—' | '_' | ':') || c.is_whitespace());
    if raw.is_empty() {
        return;
    }
    if let Some(first) = &story.dateline {
        // A round-up: the first is the story's.
        if first.raw != raw {
            story.note("another-dateline", Some(line), raw);
        }
        return;
    }
    let numbers = raw.starts_with(|c: char| c.is_ascii_digit())
        && raw.split(|c: char| !c.is_alphabetic()).all(|word| word.chars().count() < 5);
    if numbers || wire::parse(raw, hints).is_some() {
        return story.note("dateline-is-a-date", Some(line), format!("no place in the dateline {raw:?}"));
    }
    // `January 21`: TASS has the place in the text only.
    let read = parse_marked(raw, story.published.as_ref().map(Stamp::civil_date));
    if read.places.is_empty() && read.agency.is_none() && read.date.is_some() {
        return story.note("dateline-is-a-date", Some(line), format!("no place in the dateline {raw:?}"));
    }
    story.dateline = Some(Dateline { raw: raw.to_owned(), ..Dateline::default() });
}

/// Words before the names in bylines of the languages seen.
const BY: &[&str] = &["by ", "von ", "par ", "por ", "door ", "av ", "da "];

/// Adds a byline, without its "By". `Reuters, MAR 04` names no writer: it is noted.
pub fn byline(story: &mut Story, written: &str, line: u64) {
    let written = words(written);
    let start = |by: &&&str| written.get(..by.len()).is_some_and(|start| start.eq_ignore_ascii_case(by));
    let names = match BY.iter().skip(1).find(start) {
        Some(by) => written[by.len()..].to_owned(),
        None => keys::plain_byline(&written),
    };
    if names.is_empty() {
        return;
    }
    let before = names.split(',').next().unwrap_or("").trim();
    if before.len() < names.len() && (agency::known(before).is_some() || words(before).is_empty()) {
        return story.note("byline-unused", Some(line), format!("no writer in the byline {written:?}"));
    }
    match &mut story.byline {
        Some(known) if known.contains(&names) => {}
        Some(known) => {
            known.push_str(", ");
            known.push_str(&names);
        }
        none => *none = Some(names),
    }
}

/// The name in a code of a party: `nprov:dpa` is dpa, an address is its host.
pub fn party(written: &str) -> String {
    let name = match written.split_once("://") {
        Some((_, address)) if address.contains("newsprovider/") => code(address),
        Some((_, address)) => address.split('/').next().unwrap_or(""),
        None => code(written),
    };
    words(name.strip_prefix("www.").unwrap_or(name))
}

fn starts_with(name: &str, start: &str) -> bool {
    name.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// The agency among the names given for it, most telling first: the first that is a known sign
/// (`reuters.com`, `nprov:dpa`), else the first.
pub fn agency(candidates: &[String]) -> Option<String> {
    let bare = |name: &String| -> Option<&'static str> {
        let name = code(name).trim_matches(|c: char| c.is_whitespace() || matches!(c, '–' | '-'));
        let host = name.strip_prefix("www.").unwrap_or(name);
        let label = host.split_once('.').filter(|(_, rest)| rest.len() <= 6).map(|(label, _)| label);
        // `Agencia EFE`, `Agence Belga`: what it is, then its name.
        let named = ["agen", "the "].iter().any(|kind| starts_with(name, kind));
        let last = name.split_once(' ').filter(|_| named).map(|(_, last)| last);
        agency::known(name).or_else(|| label.and_then(agency::known)).or_else(|| last.and_then(agency::known))
    };
    let first = candidates.iter().find(|name| !name.is_empty());
    candidates.iter().find_map(bare).map(str::to_owned).or_else(|| first.map(|name| keys::agency(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_every_spelling() {
        for written in
            ["stat:usable", "http://cv.iptc.org/newscodes/pubstatusg2/usable", "usable", " x:usable "]
        {
            assert_eq!(code(written), "usable");
        }
    }

    #[test]
    fn agencies_by_their_signs() {
        for (names, expected) in [
            (&["reuters.com"][..], "Reuters"),
            (&["Deutsche Beispiel GmbH", "nprov:dpa"], "dpa"),
            (&["Sample Insights", "z1"], "Sample Insights"),
            (&["", "STT–"], "STT"),
            (&["Agencia EFE"], "EFE"),
            (&["", "AcmeNews"], "AcmeNews"),
        ] {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(agency(&names).unwrap(), expected);
        }
        assert_eq!(agency(&[]), None);
    }

    #[test]
    fn parties_by_their_codes() {
        for (written, name) in [
            ("nprov:AcmeNews", "AcmeNews"),
            ("http://www.example.com/about/", "example.com"),
            ("http://cv.iptc.org/newscodes/newsprovider/IPTC", "IPTC"),
            ("reuters.com", "reuters.com"),
        ] {
            assert_eq!(party(written), name);
        }
    }

    #[test]
    fn datelines_and_stamps() {
        for (written, raw) in [
            ("Port Sample (Example) - ", Some("Port Sample (Example)")),
            ("2014-07-16 13:00:03 GMT+00:00", None),
            ("MARCH 04, 2013", None),
            ("20010907", None),
            (" – ", None),
        ] {
            let mut story = Story::default();
            dateline(&mut story, written, 1, &Hints::default());
            assert_eq!(story.dateline.map(|line| line.raw).as_deref(), raw, "{written}");
        }
    }

    #[test]
    fn bylines_of_writers_and_of_feeds() {
        for (written, expected) in [
            ("By Jane Sample", Some("Jane Sample")),
            ("Von Jan Muster, dpa", Some("Jan Muster, dpa")),
            ("Reuters, MAR 04", None),
            ("No-Data-Available", None),
        ] {
            let mut story = Story::default();
            byline(&mut story, written, 1);
            assert_eq!(story.byline.as_deref(), expected, "{written}");
        }
    }
}
