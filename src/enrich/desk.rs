//! Desks: what the many spellings of a section come down to, by one closed table (handbook 5.2).
//!
//! `Metro; Part B; Page 1; Column 2; Metro Desk`, `f`, `medtop:04000000`, `/sport/football/` and
//! `Arts & Leisure` all name one of a few desks. What the table does not know stays in
//! `Story::desk_raw` only, where it can still be searched. It knows no format.

use super::Pass;
use crate::story::Story;

/// The row of this pass.
pub const PASS: Pass =
    Pass { name: "desk", about: "desks from section names, category codes and folders", version: 1, run };

/// Desks and the words that name them; a row's first entry is the desk. Lower case, `&` as `and`.
#[rustfmt::skip]
static DESKS: &[&[&str]] = &[
    &["world", "international", "foreign", "global", "abroad", "overseas", "africa", "asia", "europe",
      "middle east", "mideast", "americas", "latin america", "asia pacific", "world news", "international news",
      "foreign news", "worldnews", "int", "intl", "un", "diplomacy", "conflict", "war", "udland", "utenriks",
      "utrikes", "ausland"],
    &["national", "nation", "us", "u s", "us news", "usa", "domestic", "uk", "uk news", "uk-news", "us-news",
      "national news", "inland", "innenriks", "indland", "inrikes", "australia news", "india", "states", "domestic news"],
    &["politics", "political", "politikk", "washington", "election", "elections", "elections 2012", "government",
      "white house", "congress", "parliament", "politik", "pol", "politica", "domestic politics"],
    &["business", "financial", "finance", "economy", "economics", "money", "markets", "market", "companies",
      "business and finance", "business news", "business day", "companies and markets", "personal finance",
      "economy business and finance", "wirtschaft", "økonomi", "økonomi og næringsliv", "erhverv", "ekonomi", "economie", "eco", "fin", "industry", "energy",
      "real estate", "commodities", "stocks", "labour", "labor", "small business", "media", "property",
      "agriculture", "farming", "cars", "autos", "automobiles", "media and marketing", "advertising"],
    &["sports", "sport", "sports news", "football", "soccer", "baseball", "basketball", "cricket", "golf", "tennis",
      "rugby", "hockey", "olympics", "racing", "boxing", "athletics", "nfl", "nba", "mlb", "nhl", "sss", "spo",
      "cycling", "formula one", "formula 1", "motorsport", "horse racing", "swimming", "rugby union",
      "rugby league", "ice hockey", "college sports"],
    &["entertainment", "arts", "art", "culture", "cultural", "calendar", "movies", "film", "films", "music",
      "television", "tv", "theater", "theatre", "books", "book review", "arts and leisure", "showbiz", "stage",
      "dance", "arts and entertainment", "the arts", "celebrity", "celebrities", "television and radio",
      "arts culture and entertainment", "arts culture entertainment and media", "weekend arts", "bookworld",
      "show", "cul", "kultur", "games", "hollywood", "ent", "art and design", "tv and radio"],
    &["science", "sciences", "space", "science and environment", "sci", "science news", "discoveries", "vitenskap og teknologi"],
    &["technology", "tech", "sci tech", "science and technology", "internet", "computers", "computing", "personal tech",
      "circuits", "gadgets", "cyber", "digital", "technology news", "sci-tech"],
    &["health", "medicine", "medical", "health and fitness", "wellness", "health and science", "well", "hth",
      "health news", "healthcare"],
    &["environment", "environmental", "climate", "nature", "wildlife", "environment news", "climate change"],
    &["lifestyle", "life", "living", "style", "styles", "food", "dining", "fashion", "home", "home and garden",
      "garden", "gardening", "society", "leisure", "family", "lifestyle and leisure", "view", "life and style",
      "lifeandstyle", "dining in dining out", "fashion and style", "house and home", "weddings", "cooking",
      "relationships", "recipes", "life and leisure", "the home"],
    &["travel", "tourism", "travel news", "tra"],
    &["weather", "weather news", "wea", "weather forecast"],
    &["opinion", "opinions", "editorial", "editorials", "op ed", "op-ed", "oped", "comment", "commentary", "columns",
      "columnists", "letters", "letters to the editor", "leaders", "analysis", "commentisfree", "perspective",
      "viewpoint", "comment is free", "blogs", "editorial pages", "editorial page"],
    &["obituaries", "obituary", "obits", "obit", "deaths", "notable deaths", "death notices", "paid notice deaths"],
    &["crime", "courts", "law", "police", "legal", "crime and courts", "justice", "cops", "law and order",
      "crime law and justice", "court", "crimes"],
    &["education", "schools", "school", "universities", "higher education", "education news", "students"],
    &["religion", "faith", "religious", "church", "religion and belief", "belief", "religion news", "beliefs"],
    &["local", "metro", "metropolitan", "city", "regional", "region", "state", "state and regional", "community",
      "new york region", "nyregion", "n y region", "local news", "suburban", "county", "the city", "state news",
      "metro news", "neighborhoods", "neighbors", "town", "westchester", "communities", "city news"],
    &["features", "feature", "special", "specials", "special report", "magazine", "weekend", "sunday", "advance",
      "human interest", "week in review", "soft news", "odd", "oddly enough", "odd news", "profile", "profiles",
      "survey", "supplement", "long reads", "offbeat", "weird news"],
    &["disaster", "disasters", "disaster and accident", "accidents", "disaster accident and emergency incident",
      "emergencies", "disasters and accidents"],
    &["other", "miscellaneous", "misc", "general", "general news", "top news", "lotteries", "lottery", "briefs",
      "news in brief", "page one"],
];

/// ANPA/NAA category letters. `v` (advisories) is a kind of copy, not a desk.
#[rustfmt::skip]
static LETTERS: &[(u8, &str)] = &[
    (b'a', "national"), (b'b', "national"), (b'c', "features"), (b'd', "lifestyle"), (b'e', "entertainment"),
    (b'f', "business"), (b'g', "national"), (b'i', "world"), (b'j', "other"), (b'k', "opinion"),
    (b'l', "lifestyle"), (b'n', "national"), (b'o', "weather"), (b'p', "politics"), (b'q', "sports"),
    (b'r', "sports"), (b's', "sports"), (b't', "travel"), (b'u', "world"), (b'w', "politics"),
    (b'x', "world"), (b'z', "sports"),
];

/// First two digits of an IPTC subject code, which the tops of Media Topics keep; from 01.
static SUBJECTS: [&str; 17] = [
    "entertainment",
    "crime",
    "disaster",
    "business",
    "education",
    "environment",
    "health",
    "features",
    "business",
    "lifestyle",
    "politics",
    "religion",
    "science",
    "lifestyle",
    "sports",
    "world",
    "weather",
];

/// All desks, in the order of the table.
pub fn desks() -> impl Iterator<Item = &'static str> {
    DESKS.iter().filter_map(|row| row.first().copied())
}

/// The desks that a section name, category code, folder or address names; none when it names none.
pub fn of(raw: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut add = |desk: Option<&'static str>| {
        if let Some(desk) = desk
            && !found.contains(&desk)
        {
            found.push(desk);
        }
    };
    let raw = raw.trim();
    if let [letter] = raw.as_bytes() {
        let letter = letter.to_ascii_lowercase();
        add(LETTERS.iter().find(|(known, _)| *known == letter).map(|(_, desk)| *desk));
    } else if let Some(code) = subject_code(raw) {
        add(code.checked_sub(1).and_then(|n| SUBJECTS.get(n)).copied());
    } else if let Some(desk) = by_name(raw) {
        add(Some(desk));
    } else {
        for part in raw.split([';', '/', '|', ',', '>', ':']) {
            add(by_name(part));
        }
    }
    found
}

/// `04000000`, `medtop:04000000`, `subj:04010000`: the first two digits.
fn subject_code(raw: &str) -> Option<usize> {
    let digits = raw.rsplit([':', '/']).next()?;
    (digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits[..2].parse().ok())?
}

/// The desk of one section name: case, punctuation and a closing "Desk" or "Section" do not count.
fn by_name(raw: &str) -> Option<&'static str> {
    const LONGEST: usize = 60;
    if raw.len() > LONGEST {
        return None;
    }
    let mut name = String::with_capacity(raw.len());
    for word in raw.split(|c: char| !c.is_alphanumeric() && c != '&' && c != '-').filter(|w| !w.is_empty()) {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(if word == "&" { "and" } else { word });
    }
    name.make_ascii_lowercase();
    let found = |name: &str| DESKS.iter().find(|row| row.contains(&name)).map(|row| row[0]);
    found(&name).or_else(|| {
        let short =
            [" desk", " section", " news", " page", " pages"].iter().find_map(|s| name.strip_suffix(s))?;
        found(short)
    })
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
            ("", &[]),
        ] {
            assert_eq!(of(raw), desks, "{raw}");
        }
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
