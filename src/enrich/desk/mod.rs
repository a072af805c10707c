//! Desks: what the many spellings of a section come down to, by one closed table (handbook 5.2).
//!
//! `Metro; Part B; Page 1; Column 2; Metro Desk`, `f`, `medtop:04000000`, `/sport/football/` and
//! `Arts & Leisure` all name one of a few desks. What the table does not know stays in
//! `Story::desk_raw` only, where it can still be searched. It knows no format.

mod table;

use super::{Pass, gazetteer};
use crate::story::Story;
use std::collections::HashMap;
use std::sync::LazyLock;
pub use table::desks;
use table::{DESKS, ENDS, LETTERS, LOCAL, SUBJECTS};

/// The row of this pass.
pub const PASS: Pass =
    Pass { name: "desk", about: "desks from section names, category codes and folders", version: 2, run };

static NAMES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = DESKS.iter().filter_map(|row| row.first().map(|desk| (*desk, *row)));
    rows.flat_map(|(desk, row)| row.iter().map(move |word| (*word, desk))).collect()
});

/// The desks that a section name, category code, folder or address names; none when it names none.
pub fn of(raw: &str) -> Vec<&'static str> {
    let raw = raw.trim();
    // `a1312cat:s`, `MCC:i`, `medtop:04000000`: what counts is after the scheme.
    let code = raw.rsplit(':').next().unwrap_or(raw);
    if let [letter] = code.as_bytes() {
        let letter = letter.to_ascii_lowercase();
        return LETTERS.iter().filter(|(known, _)| *known == letter).map(|(_, desk)| *desk).collect();
    }
    if let Some(code) = subject_code(raw) {
        return code.checked_sub(1).and_then(|n| SUBJECTS.get(n)).copied().into_iter().collect();
    }
    if let Some(desk) = by_name(raw) {
        return vec![desk];
    }
    let parts = in_parts(raw, |c| matches!(c, ';' | '/' | '|' | ',' | '>' | ':' | '_'));
    if !parts.is_empty() {
        return parts;
    }
    // `arabic--journal--sport`, `CIENCIA-TECNOLOGIA`; `Science & Health`, all parts of which are desks.
    let parts = if raw.contains(' ') { joined(raw) } else { in_parts(raw, |c| !c.is_alphanumeric()) };
    if parts.is_empty() { by_words(&normal(raw)).into_iter().collect() } else { parts }
}

fn joined(raw: &str) -> Vec<&'static str> {
    let parts = || raw.split(" and ").flat_map(|part| part.split(" & "));
    let found: Vec<&'static str> = parts().filter_map(by_name).collect();
    if found.len() == parts().count() { deduped(found) } else { Vec::new() }
}

fn in_parts(raw: &str, parts_at: fn(char) -> bool) -> Vec<&'static str> {
    // One letter is a code only when it stands alone.
    deduped(raw.split(parts_at).filter(|part| part.len() > 1).filter_map(by_name).collect())
}

fn deduped(mut desks: Vec<&'static str>) -> Vec<&'static str> {
    let mut seen = Vec::new();
    desks.retain(|desk| {
        !seen.contains(desk) && {
            seen.push(*desk);
            true
        }
    });
    desks
}

/// `04000000`, `medtop:04000000`, `subj:04010000`: the first two digits.
fn subject_code(raw: &str) -> Option<usize> {
    let digits = raw.rsplit([':', '/']).next()?;
    (digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits[..2].parse().ok())?
}

/// The desk of one section name: case, punctuation and a closing "Desk" or "Section" do not count.
fn by_name(raw: &str) -> Option<&'static str> {
    const ENDINGS: &[&str] =
        &[" desk", " section", " news service", " service", " news", " page", " pages", " report"];
    let name = normal(raw);
    let short = || ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    NAMES.get(name.as_str()).or_else(|| NAMES.get(short()?)).copied()
}

/// Small letters, one space for all punctuation, `and` for `&`; empty for what is too long for a name.
fn normal(raw: &str) -> String {
    const LONGEST: usize = 60;
    let mut name = String::new();
    if raw.len() > LONGEST {
        return name;
    }
    for word in raw.split(|c: char| !c.is_alphanumeric() && c != '&' && c != '-').filter(|w| !w.is_empty()) {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(if word == "&" { "and" } else { word });
    }
    name.to_lowercase()
}

/// A desk by one word of the name, or by the place it names.
fn by_words(name: &str) -> Option<&'static str> {
    let last = name.rsplit(' ').next().filter(|last| last.len() < name.len() && ENDS.contains(last));
    if let Some(last) = last {
        return NAMES.get(if last == "estate" { "real estate" } else { last }).copied();
    }
    if name.split(' ').any(|word| LOCAL.contains(&word)) {
        return Some("local");
    }
    by_place(name)
}

/// `Long Beach`, `West Virginia`, `New Zealand`: a section that is named after a place. Small towns are
/// words too often (`Moon`, `Jupiter`).
fn by_place(name: &str) -> Option<&'static str> {
    const KNOWN: u32 = 150;
    if name.len() < 5 {
        return None;
    }
    let large = |town: gazetteer::Town| {
        !town.foreign && (town.thousands >= KNOWN || (town.thousands >= KNOWN / 3 && name.contains(' ')))
    };
    if let Some(area) = gazetteer::areas(name).first() {
        return Some(if area.is_country() { "world" } else { "local" });
    }
    gazetteer::towns(name).next().is_some_and(large).then_some("local")
}

fn run(story: &mut Story) {
    forget_folder(story);
    for raw in &story.desk_raw {
        for desk in of(raw) {
            if !story.desk.iter().any(|known| known == desk) {
                story.desk.push(desk.to_owned());
            }
        }
    }
    // A front page or a late edition is a desk only for want of a better one.
    if story.desk.iter().any(|desk| desk != "other") {
        story.desk.retain(|desk| desk != "other");
    }
}

/// A reader that knows no better offers the folder's name as a desk; most folders are none.
fn forget_folder(story: &mut Story) {
    let Some(note) = story.notes.iter().position(|note| note.code == "desk-from-folder") else { return };
    let text = story.notes[note].text.as_str();
    let is_folder = |raw: &String| text.contains(raw.as_str());
    let at = story.desk_raw.iter().rposition(is_folder).or(story.desk_raw.len().checked_sub(1));
    if let Some(at) = at.filter(|&at| of(&story.desk_raw[at]).is_empty()) {
        story.desk_raw.remove(at);
        story.notes.remove(note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_names_one_desk() {
        let mut seen = std::collections::BTreeSet::new();
        for row in DESKS {
            for word in *row {
                assert!(seen.insert(*word), "{word} stands twice");
                assert_eq!(by_name(word), Some(row[0]), "{word}");
            }
        }
    }

    #[test]
    fn what_archives_write() {
        for (raw, desks) in [
            ("Metro; Part B; Page 1; Column 2; Metro Desk", &["local"][..]),
            ("f", &["business"]),
            ("v", &[]),
            ("medtop:15000000", &["sports"]),
            ("11000000", &["politics"]),
            ("20000000", &[]),
            ("Arts & Leisure", &["entertainment"]),
            ("/sport/football/", &["sports"]),
            ("Business/World", &["business", "world"]),
            ("OP-ED", &["opinion"]),
            ("London Page 7", &[]),
            ("a1312cat:s", &["sports"]),
            ("MCC:i", &["world"]),
            ("sp", &["sports"]),
            ("vm", &["features"]),
            ("CLJ", &["crime"]),
            ("arabic--journal--sport", &["sports"]),
            ("TRI:JUSTICIA-INTERIOR-SUCESOS,TERRORISMO", &["crime"]),
            ("CULTURE_LIFESTYLE", &["entertainment", "lifestyle"]),
            ("Science & Health", &["science", "health"]),
            ("Domestic Sport", &["sports"]),
            ("Økonomi og næringsliv", &["business"]),
            ("Ulkomaat", &["world"]),
            ("Landesdienst Hessen", &["local"]),
            ("Ventura County Life", &["local"]),
            ("Long Beach", &["local"]),
            ("New Zealand", &["world"]),
            ("Home Page", &["other"]),
            ("Jupiter", &[]),
            ("Company Town", &[]),
            ("", &[]),
        ] {
            assert_eq!(of(raw), desks, "{raw}");
        }
    }

    #[test]
    fn other_gives_way() {
        let desks = |raw: &[&str]| {
            let desk_raw = raw.iter().map(|raw| (*raw).to_owned()).collect();
            let mut story = Story { desk_raw, ..Story::default() };
            run(&mut story);
            story.desk
        };
        assert_eq!(desks(&["Top News", "Sport"]), ["sports"]);
        assert_eq!(desks(&["Top News"]), ["other"]);
    }

    #[test]
    fn a_folder_that_is_no_desk_is_forgotten() {
        let mut story = Story { desk_raw: vec!["Sport".into(), "batch7".into()], ..Story::default() };
        story.note("desk-from-folder", None, "the folder batch7 may be a desk");
        run(&mut story);
        assert_eq!((story.desk, story.desk_raw), (vec!["sports".to_owned()], vec!["Sport".to_owned()]));
        assert!(story.notes.is_empty());
    }
}
