//! The real files of the agencies among the shared research material, whatever format each sends: a headline, a
//! moment of publication and a text, or a note that says why there is none; and a place wherever a dateline is.
//! The table is printed (`cargo test --test real agencies -- --nocapture`).

use super::{Kept, shared};
use morgue::date::wire::Hints;
use morgue::enrich::enrich;
use morgue::readers;
use morgue::story::{Kind, Story};
use std::collections::BTreeMap;

/// Agencies, other signs of theirs, and the least of stories and of datelines with a place that are theirs.
const AGENCIES: &[(&str, &[&str], usize, usize)] = &[
    ("AAP", &[], 16, 8),
    ("AFP", &[], 56, 55),
    ("ANSA", &[], 2, 2),
    ("AP", &[], 35, 22),
    ("Belga", &[], 2, 0),
    ("CP", &[], 2, 1),
    ("EFE", &[], 3, 3),
    ("Kyodo", &[], 1, 1),
    ("NTB", &[], 2, 0),
    ("PA", &[], 3, 0),
    ("Reuters", &[], 27, 5),
    ("Ritzau", &[], 3, 3),
    ("STT", &[], 13, 6),
    ("TASS", &["Itar-Tass"], 1, 1),
    ("dpa", &[], 78, 58),
];

#[test]
fn every_agency_has_headline_moment_text_and_place() {
    let Some(folder) = shared("formats") else { return };
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.unwrap();
        if !entry.file_type().is_file() {
            continue;
        }
        let bytes = std::fs::read(entry.path()).unwrap();
        let mut kept = Kept::default();
        let name = entry.file_name().to_str().unwrap();
        let _ = readers::read(name, &mut &bytes[..], None, &Hints::default(), &mut kept);
        for mut story in kept.stories {
            enrich(&mut story);
            let sign = story.agency.as_deref().unwrap_or("");
            let Some((agency, ..)) =
                AGENCIES.iter().find(|(a, other, ..)| *a == sign || other.contains(&sign))
            else {
                continue;
            };
            check(&story, name);
            let row = counts.entry(agency).or_default();
            row.0 += 1;
            row.1 += usize::from(story.dateline.is_some_and(|line| !line.places.is_empty()));
        }
    }
    for (agency, _, stories, places) in AGENCIES {
        let got = counts.get(agency).copied().unwrap_or_default();
        println!("{agency:8} {:3} stories, {:3} with the place of a dateline", got.0, got.1);
        assert!(got.0 >= *stories && got.1 >= *places, "{agency}: {got:?}");
    }
}

fn check(story: &Story, name: &str) {
    let noted = |codes: &[&str]| story.notes.iter().any(|note| codes.contains(&note.code.as_str()));
    let headline = !story.headline.is_empty() && !story.headline_derived;
    assert!(headline || noted(&["no-headline", "headline-from-slug"]), "{name}: {story:?}");
    assert!(story.published.is_some() || noted(&["no-date", "date-unreadable"]), "{name}: {story:?}");
    let text = !story.body.is_empty() || !story.captions.is_empty() || story.kind == Kind::Package;
    assert!(text || noted(&["no-text", "text-elsewhere", "content-elsewhere"]), "{name}: {story:?}");
    for text in [&story.body, &story.headline] {
        assert!(!text.contains("</") && !text.contains("<!--") && !text.contains("&lt;"), "{name}: {text}");
    }
    // `PLACE (dpa) -`, by the sign alone: what stands before it is a place, or a day without one.
    let start: String = story.body.chars().take(60).collect();
    for sign in ["(AP)", "(dpa)", "(EFE)", "(Reuters)", "/TASS/"] {
        let before = start.split_once(sign).map_or("", |(before, _)| before.trim());
        let day = before.split(' ').nth(1).is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()));
        let place = before.starts_with(char::is_uppercase) && !before.contains(['.', '"']) && !day;
        let found = story.dateline.as_ref().is_some_and(|line| !line.places.is_empty());
        assert!(!place || found, "{name}: no place in {start:?}");
    }
    if let Some(line) = &story.dateline {
        let marked = line.raw.chars().any(char::is_alphabetic);
        assert!(marked && !line.raw.contains(['<', '\n']), "{name}: {:?}", line.raw);
    }
}
