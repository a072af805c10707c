//! Is it a dateline? Two of four (a known place, a date, an agency, a separator) and no veto
//! (handbook 1.5). This is what keeps headlines, labels and sentences with a dash out.

use super::agency::Sign;
use super::case;
use super::dates::Written;
use super::line::{Ending, Head};
use super::places::{Known, Places};

/// First words of lines that look like a dateline and are labels, slugs or tables.
const LABELS: &[&str] = &[
    "ADVISORY",
    "ADVANCE",
    "ADD",
    "AGENDA",
    "ALERT",
    "ANALYSIS",
    "ATTENTION",
    "BC",
    "BRIEF",
    "BRIEFS",
    "BULLETIN",
    "CHART",
    "CLARIFICATION",
    "COLUMN",
    "COPPER",
    "CORRECTED",
    "CORRECTION",
    "DEAR",
    "DIARY",
    "DIGEST",
    "EDITOR",
    "EDITORS",
    "EDS",
    "EMBARGOED",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACTBOX",
    "FEATURE",
    "FIXTURE",
    "FIXTURES",
    "FLASH",
    "FOCUS",
    "GRAPHIC",
    "HEADLINE",
    "HEADLINES",
    "HIGHLIGHTS",
    "INSIGHT",
    "INTERVIEW",
    "KEYWORD",
    "KILL",
    "LEAD",
    "NEWSALERT",
    "NOTE",
    "OBITUARY",
    "OPINION",
    "PHOTO",
    "PHOTOS",
    "POLL",
    "PREVIEW",
    "PROFILE",
    "Q&A",
    "REFILE",
    "REPEAT",
    "REPORT",
    "RESULTS",
    "REVIEW",
    "RPT",
    "SCHEDULE",
    "SCORES",
    "SILVER",
    "SPECIAL",
    "STANDINGS",
    "SUMMARY",
    "TABLE",
    "TEXT",
    "TIMELINE",
    "TOP",
    "TRANSCRIPT",
    "UPDATE",
    "UPDATE1",
    "URGENT",
    "VIDEO",
    "WITHHOLD",
    "WITNESS",
    "WRAPUP",
    "ZINC",
    "U.S.",
];

/// Large towns whose names are words or people's names: they need more beside them.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "Nice", "Bath", "Reading", "Mobile", "Orange", "Split", "Male", "Lens", "Tours", "Nancy", "Victoria",
    "Sydney", "Florence", "Charlotte", "Phoenix", "Austin", "Jackson", "Lincoln", "Madison", "Houston",
    "Regina", "Santiago", "Salvador", "Essen", "Speyer", "Worms", "Hull", "Derby", "Wells",
];

/// Longest place, in bytes.
const LONGEST: usize = 60;

/// True for a first word that marks a notice, slug or table.
pub fn is_label(line: &str) -> bool {
    let word = line.split([' ', ':', ',', '-', '_', '—']).next().unwrap_or("");
    let word =
        word.strip_suffix("'S").or(word.strip_suffix("’S")).unwrap_or(word).trim_end_matches(['\'', '’']);
    LABELS.contains(&word) || matches!(word, "Eds" | "Editor's" | "Editor’s" | "Editors")
}

/// Decides about a line's head; `copy` is the text after it.
pub fn accept(head: &Head<'_>, places: &Places, copy: &str) -> bool {
    if vetoed(head, places) {
        return false;
    }
    let date = head.date.is_some();
    if is_cyrillic(head.place) && head.sign.is_none() && !(date && copy.starts_with(begins)) {
        return false;
    }
    let closed = matches!(head.sign, Some(Sign::Known(_)));
    let parted = matches!(head.ending, Ending::Dash | Ending::Stop);
    if places.list.is_empty() {
        return date && closed && head.ending == Ending::Dash;
    }
    let sign = head.sign.is_some();
    let ended = parted || head.ending == Ending::Line;
    if places.strange && !(closed && parted) {
        return false;
    }
    if head.ending == Ending::Colon {
        let good = if date { date_form(copy) } else { beyond_doubt(head, places) && sentence(copy) };
        return places.known >= Known::Town && !places.description && !typo(head) && good;
    }
    if head.ending == Ending::Line && !closed {
        return date && !head.place.is_empty() && line_of_its_own(head, places);
    }
    match places.known {
        Known::Sure | Known::Town if date && sign => closed || ended,
        Known::Sure if sign => ended || (closed && copy.starts_with(char::is_uppercase)),
        Known::Town if sign => {
            (ended && (closed || case::shouted(head.place))) || (closed && plain_start(head, places, copy))
        }
        // A full stop or colon without an agency: after `(Feb. 25, 2021)`.
        Known::Sure | Known::Town if date => parted,
        Known::Sure => {
            head.ending == Ending::Dash && (bare_form(head, places, copy) || mixed_form(head, places, copy))
        }
        Known::Town => places.area && head.ending == Ending::Dash && newspaper_form(head, copy),
        Known::Area if closed || date => ended && capitals_lead(head.place),
        // An agency that no list knows takes nothing away: `MINOCQUA, Wis. (MNS) — He died`.
        Known::Area => head.ending == Ending::Dash && newspaper_form(head, copy),
        Known::No => closed && parted && !typo(head) && capitals_lead(head.place),
    }
}

/// Copy in Cyrillic has no capitals to tell a dateline's place by: a date or an agency must stand beside it.
fn is_cyrillic(place: &str) -> bool {
    place.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c))
}

fn vetoed(head: &Head<'_>, places: &Places) -> bool {
    let place = head.place;
    place.len() > LONGEST
        || is_label(place)
        || !capitals_lead(place)
        || place.split(' ').any(|word| odd_figures(word, places.description))
        || (places.misspelled.is_some() && head.date.is_none() && head.sign.is_none())
        || (typo(head) && places.known < Known::Town)
}

/// Figures belong in no place; in a description only as `3RD` or `101st`.
fn odd_figures(word: &str, description: bool) -> bool {
    let ordinal = || {
        let tail = word.trim_start_matches(|c: char| c.is_ascii_digit());
        ["ST", "ND", "RD", "TH"].iter().any(|o| o.eq_ignore_ascii_case(tail))
    };
    word.bytes().any(|b| b.is_ascii_digit()) && !(description && ordinal())
}

fn typo(head: &Head<'_>) -> bool {
    matches!(head.date, Some(Written::Day { typo: true, .. }))
}

/// Every word starts with a capital, but for particles; at most six words.
fn capitals_lead(place: &str) -> bool {
    let small = |word: &str| word.starts_with(char::is_lowercase);
    let particles = [
        "de", "del", "la", "di", "al", "el", "sur", "upon", "the", "du", "des", "am", "an", "and", "of",
        "der", "den", "da", "do", "dos", "on", "in", "les", "le",
    ];
    place.split([' ', '/']).filter(|w| !w.is_empty()).all(|w| !small(w) || particles.contains(&w))
        && place.split(' ').count() <= 8
}

/// Place and date alone on a line, as at the head of a letter: nothing else, and no sentence.
fn line_of_its_own(head: &Head<'_>, places: &Places) -> bool {
    places.known >= Known::Town
        && places.misspelled.is_none()
        && !places.description
        && head.raw.len() <= LONGEST
}

/// `BUFFALO, N.Y. (AP) Hundreds of`: the separator was lost, all the rest is there.
fn plain_start(head: &Head<'_>, places: &Places, copy: &str) -> bool {
    places.area && case::shouted(head.place) && copy.starts_with(char::is_uppercase)
}

/// `SRINAGAR, Mar 03: Traders`: copy begins.
fn date_form(copy: &str) -> bool {
    copy.starts_with(begins) && copy.chars().any(char::is_lowercase)
}

/// `Colombo, Sri Lanka – The man who`, `Durban - The trophy was`: a place that is beyond doubt, in
/// ordinary case, and a sentence of some length. A second dash (`Paris - a city - is`) makes it none.
fn mixed_form(head: &Head<'_>, places: &Places, copy: &str) -> bool {
    let start = copy.char_indices().nth(15).map_or(copy, |(end, _)| &copy[..end]);
    let dashed = [" - ", " – ", "—", "--"].iter().any(|dash| start.contains(dash));
    !places.by_size && !dashed && beyond_doubt(head, places) && sentence(copy) && capitals_lead(head.place)
}

/// `DENVER — The agency`; `MOBILE — Phones` only with a sentence after it.
fn bare_form(head: &Head<'_>, places: &Places, copy: &str) -> bool {
    newspaper_form(head, copy) && (!is_word(head, places) || sentence(copy))
}

fn is_word(head: &Head<'_>, places: &Places) -> bool {
    !places.area && WORDS.iter().any(|word| word.eq_ignore_ascii_case(head.place))
}

/// A place that every house writes bare, or with its state or country, and that is no word.
fn beyond_doubt(head: &Head<'_>, places: &Places) -> bool {
    places.known == Known::Sure && !places.description && !places.small && !is_word(head, places)
}

/// At least eight words that begin as a sentence does, several of them in small letters: no title of a
/// book, no team's players, no row of a table.
fn sentence(copy: &str) -> bool {
    let small = copy.split(' ').take(20).filter(|word| word.starts_with(char::is_lowercase)).count();
    copy.starts_with(begins) && copy.split(' ').nth(7).is_some() && small >= 3
}

/// A letter in capital, a figure, or the quote before one.
fn begins(c: char) -> bool {
    c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '‘' | '\'' | '`' | '«')
}

/// `MAITLAND, Fla. — The agency`: capitals before the dash, ordinary copy after it.
fn newspaper_form(head: &Head<'_>, copy: &str) -> bool {
    let start: String = copy.chars().take(60).collect();
    case::shouted(head.place)
        && !head.place.chars().any(char::is_lowercase)
        && start.chars().any(char::is_lowercase)
        && !start.starts_with(char::is_lowercase)
        && !case::shouted(&start)
}
