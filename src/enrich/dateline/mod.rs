//! Datelines: `PORT-AU-PRINCE, Haiti, Sept. 19 (AP) _ Schools reopened` to place, date and agency.
//!
//! [`find`] looks for one at the start of running copy and would rather miss one than invent one;
//! [`parse_marked`] reads what a format says is one and is lenient. The body is never changed. It
//! knows no format; places come from `gazetteer`.

mod accept;
pub mod agency;
pub mod case;
mod cut;
pub mod dates;
mod han;
mod home;
mod late;
mod lead_in;
mod line;
pub(super) mod months;
mod pass;
mod pieces;
mod places;
mod release;
mod teaser;
mod then;

use crate::date::Precision;
use crate::date::wire::{self, Hints};
use crate::enrich::gazetteer;
use crate::span::Span;
use crate::story::{Dateline, DatelinePlace};
use jiff::civil::Date;
pub use lead_in::byline;
use line::{Ending, Head};
pub use pass::PASS;
use places::{Known, Places};

/// A dateline found in running copy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The dateline; when `agency_only`, only its `raw` and `agency` mean anything.
    pub dateline: Dateline,
    /// `UNDATED (AP) —`, `(AP) —`: an agency without a dateline.
    pub agency_only: bool,
    /// Byte span of `dateline.raw` in the text.
    pub span: Span,
    /// Byte offset where the copy starts.
    pub text_start: usize,
    /// Byline met before it, without "By".
    pub byline: Option<String>,
    /// What had to be guessed: codes and texts for the story's notes.
    pub notes: Vec<(&'static str, String)>,
}

/// What is known of the story beside its text.
struct Given {
    /// Civil day of publication, from which a missing year is inferred.
    published: Option<Date>,
    /// Where the house that sends it is at home.
    home: Option<home::Home>,
}

/// Lines looked at.
const LINES: usize = 10;

/// Finds the dateline in the first lines of a story's text. `published` is the civil day of
/// publication, from which a missing year is inferred.
pub fn find(text: &str, published: Option<Date>) -> Option<Found> {
    find_from(text, &Given { published, home: None })
}

fn find_from(text: &str, given: &Given) -> Option<Found> {
    let mut byline = None;
    let mut teaser = 0;
    let (mut at, mut seen) = (0, 0);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if line.trim_start().is_empty() {
            continue;
        }
        seen += 1;
        if seen > LINES {
            break;
        }
        if let Some(mut found) = in_line(line, given).filter(|found| teaser == 0 || signed(found)) {
            if teaser > 0 && teaser::digest(&text[at..], |line| in_line(line, given).is_some()) {
                break;
            }
            found.span = Span::new(found.span.start + start, found.span.end + start);
            found.text_start += start;
            if found.text_start >= start + line.len() {
                found.text_start = at + (text[at..].len() - text[at..].trim_start().len());
            }
            found.byline = byline;
            return Some(found);
        }
        if !lead_in::is(line) {
            teaser += line.len();
            if teaser > teaser::LONGEST {
                break;
            }
        }
        byline = byline.or_else(|| lead_in::byline(line));
    }
    None
}

fn in_line(line: &str, given: &Given) -> Option<Found> {
    let head = line::read(line, false)?;
    if head.ending == Ending::Line && head.date.is_none() && head.sign.is_none() {
        return None;
    }
    if head.agency_only {
        let agency = head.sign.as_ref().map(agency::Sign::name);
        let dateline = Dateline { raw: head.raw.of(line).to_owned(), agency, ..Dateline::default() };
        let good = head.ending == Ending::Dash;
        return good.then(|| Found {
            dateline,
            agency_only: true,
            span: head.raw,
            text_start: head.copy,
            ..Found::default()
        });
    }
    let places = places_of(&head, given);
    if !accept::accept(&head, &places, line.get(head.copy..).unwrap_or("")) {
        return None;
    }
    let mut found = Found { span: head.raw, text_start: head.copy, ..Found::default() };
    found.dateline = build(&head, places, head.raw.of(line), given, &mut found.notes);
    Some(found)
}

fn places_of(head: &Head<'_>, given: &Given) -> Places {
    if head.place.is_empty() {
        return Places::default();
    }
    let signed = head.sign.as_ref().and_then(|sign| home::of(&sign.name()));
    places::resolve(head.place, &head.after, signed.or(given.home))
}

/// Reads a dateline that the document marks as one. Whatever it holds, `raw` is kept (trimmed, and
/// without a separator at its end).
pub fn parse_marked(raw: &str, published: Option<Date>) -> Dateline {
    marked(raw, &Given { published, home: None }, &mut Vec::new())
}

type Notes = Vec<(&'static str, String)>;

fn marked(raw: &str, given: &Given, notes: &mut Notes) -> Dateline {
    let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept = text.trim_end_matches([' ', '-', '–', '—', '_']).to_owned();
    let Some(head) = marked_head(&text) else {
        return Dateline { raw: kept, ..Dateline::default() };
    };
    let stamp =
        wire::parse(&kept, &Hints::default()).filter(|_| kept.starts_with(|c: char| c.is_ascii_digit()));
    if let Some(stamp) = stamp.filter(|s| s.precision >= Precision::Day && head.sign.is_none()) {
        return Dateline { raw: kept, date: Some(stamp.civil_date()), ..Dateline::default() };
    }
    let mut places = places_of(&head, given);
    // A table's line that was taken for a dateline; a place nobody knows with nothing beside it.
    let bare = head.date.is_none() && head.sign.is_none() && !places.area;
    let cut_off = head.place.split(' ').next_back().is_some_and(|w| w.starts_with(char::is_lowercase));
    let unknown = places.known == Known::No && (bare || cut_off || head.place.len() > 60);
    if unknown || (bare && accept::is_label(head.place)) {
        places.list.clear();
        notes.push(("place-unknown", kept.clone()));
    }
    build(&head, places, &kept, given, notes)
}

/// The month and the day that a dateline as written gives, where it does not give the year.
pub fn day_of_no_year(raw: &str) -> Option<(i8, i8)> {
    let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    match marked_head(&text)?.date? {
        dates::Written::Day { month, day, year: None, .. } => Some((month, day)),
        _ => None,
    }
}

/// The month that a word names, by its name or its usual short form, in the languages that wires write in.
pub fn month_named(word: &str) -> Option<i8> {
    months::exact_month(&gazetteer::fold(word))
}

/// The head of a marked dateline; where a dash comes too early, what is after it is looked at too:
/// `RPT --CITY, March 30 -`, `CITY, Md., - March 4 -`. A stray letter before it does not count.
fn marked_head(text: &str) -> Option<Head<'_>> {
    let text = text
        .split_once(' ')
        .filter(|(f, _)| f.len() == 1 && f.chars().all(char::is_lowercase))
        .map_or(text, |(_, rest)| rest);
    let mut head = line::read(text, true)?;
    if head.ending == Ending::Dash
        && head.date.is_none()
        && let Some(next) = line::read(&text[head.copy..], true).filter(|next| next.date.is_some())
    {
        if accept::is_label(head.place) {
            return Some(next);
        }
        head.date = next.date.filter(|_| next.place.is_empty());
    }
    Some(head)
}

fn build(head: &Head<'_>, mut places: Places, raw: &str, given: &Given, notes: &mut Notes) -> Dateline {
    if places.known == Known::No && !places.list.is_empty() {
        notes.push(("place-unknown", raw.to_owned()));
    }
    if let Some(usual) = &places.misspelled {
        notes.push(("place-misspelled", format!("{raw}: read as {usual}")));
    }
    if places.by_size {
        notes.push(("country-by-population", raw.to_owned()));
    }
    if places.by_house {
        notes.push(("country-by-agency", raw.to_owned()));
    }
    let date = head.date.and_then(|written| {
        let inferred = dates::infer(written, given.published);
        match inferred {
            None => notes.push(("dateline-year-unknown", raw.to_owned())),
            Some(i) if i.suspect => notes.push(("dateline-date-suspect", format!("{raw}: {}", i.date))),
            Some(_) => {}
        }
        inferred.map(|i| i.date)
    });
    if let Some(day) = date.or(given.published) {
        places.list.iter_mut().for_each(|place| place.country_then = then_of(place, day));
    }
    let agency = head.sign.as_ref().map(agency::Sign::name);
    Dateline { raw: raw.to_owned(), places: places.list, date, agency }
}

fn then_of(place: &DatelinePlace, day: Date) -> Option<String> {
    let today = place.country.as_deref()?;
    then::country(today, &gazetteer::fold(&place.place), day).map(str::to_owned)
}

/// A dateline that may stand behind a teaser.
fn signed(found: &Found) -> bool {
    !found.agency_only
        && is_signed(&found.dateline)
        && found.dateline.agency.as_deref().is_some_and(teaser::house)
}

/// A place and an agency of the closed list: beyond doubt, whatever the format said.
fn is_signed(line: &Dateline) -> bool {
    !line.places.is_empty() && line.agency.as_deref().is_some_and(|sign| agency::known(sign).is_some())
}
