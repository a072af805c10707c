//! Values of XML news as the model wants them: dates, lists without repeats, names turned round.
//!
//! It knows no format's elements.

use crate::date::wire::{self, Hints};
use crate::date::{Precision, Stamp};
use crate::enrich::dateline::case;
use crate::readers::json::values;
use crate::story::{Role, Story};

/// Reads a date; one that cannot be read leaves a note. Midnight without a zone is a day: formats
/// that demand a time get this one from those who know none.
pub(in crate::readers) fn date(story: &mut Story, raw: &str, line: u64, hints: &Hints) -> Option<Stamp> {
    let stamp = wire::parse(raw, hints);
    if stamp.is_none() {
        story.note("date-unreadable", Some(line), format!("cannot read the date {raw:?}"));
    }
    let mut stamp = stamp?;
    let day = ["T000000", "T00:00:00", " 00:00:00"].iter().find_map(|night| raw.trim().strip_suffix(night));
    if let Some(day) = day.filter(|_| stamp.offset.is_none()).and_then(|day| wire::parse(day, hints)) {
        stamp = Stamp { precision: Precision::Day, seconds: day.seconds, ..stamp };
    }
    Some(stamp)
}

/// Adds what is not empty and not there yet.
pub(in crate::readers) fn add(list: &mut Vec<String>, value: &str) {
    let value = value.trim();
    let long = list.len() > values::MOST;
    if !value.is_empty() && (long || !list.iter().any(|known| known == value)) {
        list.push(value.to_owned());
    }
}

/// Adds a person the mark-up names, with the titles it gives; one named before only gets the titles.
pub(in crate::readers) fn add_person(story: &mut Story, name: &str, role: Role, titles: &[String]) {
    let name = possessed(name.trim().trim_end_matches([',', ';', ':']));
    if name.is_empty() || name.len() > 80 {
        return;
    }
    let name = &case::person(name);
    // Of thousands, the first are looked through: each of a million would be held against all others.
    let mut looked = story.people.iter().take(values::MOST);
    let known = looked.position(|person| person.name == *name && person.role == role);
    let at = known.unwrap_or(story.people.len());
    if known.is_none() {
        story.people.push(values::person(name, role));
    }
    if let Some(person) = story.people.get_mut(at) {
        for title in titles {
            add(&mut person.titles, title);
        }
    }
}

/// `Britain's`: the mark-up took in the ending.
pub(in crate::readers) fn possessed(name: &str) -> &str {
    name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name)
}

/// A place in ordinary case; short capitals (`UK`, `(NY)`) are abbreviations.
pub(in crate::readers) fn place(name: &str) -> String {
    match name.split_once(" (") {
        Some((name, rest)) => format!("{} ({rest}", case::place(name)),
        None if name.chars().count() <= 3 => name.to_owned(),
        None => case::place(name),
    }
}

/// `EXAMPLE, ANN Q (MS)` and `Example, Ann Q Jr`: names in an index, last name first, come out as
/// they are spoken, with the title that stands in brackets.
pub(in crate::readers) fn turned(name: &str) -> (String, Vec<String>) {
    let (name, titles) = match name.split_once('(') {
        Some((name, rest)) => (name.trim(), vec![case::person(rest.trim_end_matches([')', ' ']))]),
        None => (name.trim(), Vec::new()),
    };
    let Some((last, first)) = name.split_once(", ") else { return (case::person(name), titles) };
    let mut first: Vec<&str> = first.split_whitespace().collect();
    let suffix = first.pop_if(|word| SUFFIXES.contains(&word.trim_end_matches('.').to_uppercase().as_str()));
    let turned: Vec<&str> = first.into_iter().chain([last.trim()]).chain(suffix).collect();
    (case::person(&turned.join(" ")), titles)
}

const SUFFIXES: &[&str] = &["JR", "SR", "II", "III", "IV", "2D", "3D", "3RD", "4TH"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_an_index() {
        for (name, turned_name, title) in [
            ("EXAMPLE, ANN Q", "Ann Q Example", ""),
            ("Example, Ann (Dr)", "Ann Example", "Dr"),
            ("Sample, Robert T Jr", "Robert T Sample Jr", ""),
            ("Ann Example", "Ann Example", ""),
        ] {
            let (got, titles) = turned(name);
            assert_eq!((got.as_str(), titles.join("").as_str()), (turned_name, title));
        }
    }

    #[test]
    fn midnight_without_a_zone_is_a_day() {
        let mut story = Story::default();
        let mut read = |raw| date(&mut story, raw, 1, &Hints::default()).map(|stamp| stamp.print());
        assert_eq!(read("19870101T000000").as_deref(), Some("1987-01-01"));
        assert_eq!(read("19870101T000000Z").as_deref(), Some("1987-01-01T00:00:00Z"));
        assert_eq!(read("2016-09-09T00:01:00").as_deref(), Some("2016-09-09T00:01:00Z"));
        assert_eq!(read("some day"), None);
        assert_eq!(story.notes[0].code, "date-unreadable");
    }
}
