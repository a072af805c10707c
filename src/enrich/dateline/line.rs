//! The grammar of one line (handbook 1.5): its head, up to the separator, as places, date and agency.
//!
//! It says what it found, not whether that makes a dateline (see `accept`).

use super::agency::{self, Sign};
use super::cut::{self, Cut, dash_at, skip_spaces};
use super::dates::{self, Written};
use super::han;
use super::late;
use super::months;
use super::pieces;
use super::release;
use crate::enrich::gazetteer;
use crate::span::Span;

/// What ended the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ending {
    /// A dash, `--`, `_`, `.-`: the separator proper.
    Dash,
    /// The full stop after `/TASS/`, or the colon after an agency.
    Stop,
    /// A colon after the place or the date, as papers of the Gulf and of South Asia write.
    Colon,
    /// The end of the line.
    Line,
    /// Copy goes on after the closing bracket.
    #[default]
    Nothing,
}

/// The parts of a line's head; spans are byte spans in the line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head<'t> {
    /// The place part before the first comma; empty for date and agency alone.
    pub place: &'t str,
    /// The pieces after the place's comma.
    pub after: Vec<&'t str>,
    /// Date as written.
    pub date: Option<Written>,
    /// Agency.
    pub sign: Option<Sign>,
    /// `UNDATED`, or an agency and nothing else.
    pub agency_only: bool,
    /// The raw dateline, without stars and separator.
    pub raw: Span,
    /// Where the copy starts.
    pub copy: usize,
    /// What ended it.
    pub ending: Ending,
}

/// Reads the head of a line; `None` when the line cannot start with a dateline. `marked`: a format
/// says that it is one, so that it may be written in small letters.
pub fn read(line: &str, marked: bool) -> Option<Head<'_>> {
    let start = line.len() - line.trim_start_matches(['*', ' ', '\t', '\u{a0}', '^']).len();
    if let Some(head) = han::read(line, start) {
        return Some(head);
    }
    if line[start..].starts_with('(') {
        return agency_first(line, start).or_else(|| release::in_brackets(line, start));
    }
    let placed = |h: &Head<'_>| h.ending == Ending::Dash && (h.date.is_some() || is_town(h.place));
    if let Some((sign, at)) = release::bare_sign(line, start)
        && let Some(head) = place_first(line, at, Some(sign), start).filter(placed)
    {
        return Some(head);
    }
    let first = line[start..].chars().next()?;
    let small = first.is_ascii() && !first.is_ascii_uppercase() && !first.is_ascii_digit() && first != '\'';
    if small && !marked {
        return None;
    }
    if !marked && !opening(&line[start..]) {
        return None;
    }
    place_first(line, start, None, start)
}

/// A cheap look at the first words: up to the first sign of an ending they are capitalized, figures,
/// or small words that places have. Ordinary copy fails at its second or third word.
fn opening(text: &str) -> bool {
    let mut figure = false;
    for word in text.split([' ', '\t', '\u{a0}']).filter(|word| !word.is_empty()).take(16) {
        match word.as_bytes()[0] {
            b'a'..=b'z' if !figure && !small(word) => return false,
            b'(' | b'-' | b'_' | b'/' | 0xe2 => return true,
            _ if word.contains('—') || word.contains("--") || word.ends_with([':', '/']) => return true,
            _ if word.contains('/') && cut::signed(word) => return true,
            first => figure = first.is_ascii_digit(),
        }
    }
    true
}

/// Particles, months (`june 3`), slips with a figure in them (`Apri l7`).
fn small(word: &str) -> bool {
    let word = word.trim_end_matches(',');
    SMALL.contains(&word) || months::month_alone(word) || word.bytes().any(|b| b.is_ascii_digit())
}

/// Words in small letters that a place may have.
const SMALL: &[&str] = &[
    "de", "del", "della", "des", "du", "di", "da", "do", "dos", "das", "la", "las", "le", "les", "el", "al",
    "au", "aux", "sur", "sous", "en", "am", "an", "im", "in", "der", "den", "ob", "upon", "on", "by", "the",
    "of", "and", "y", "e", "bei", "city", "near", "off", "at", "sea",
];

/// `(ANSA) - Rome, March 4 - Talks`, `(AP) — Talks`.
fn agency_first(line: &str, start: usize) -> Option<Head<'_>> {
    let close = start + line[start..].find(')').filter(|&n| n <= 60)?;
    let sign = agency::bracket(&line[start + 1..close])?;
    let Sign::Known(_) = sign else { return None };
    let (_, to) = dash_at(line, skip_spaces(line, close + 1))?;
    let copy = skip_spaces(line, to);
    let placed = |h: &Head<'_>| {
        h.ending == Ending::Dash && (h.date.is_some() || !h.after.is_empty() || is_town(h.place))
    };
    if let Some(head) = place_first(line, copy, Some(sign.clone()), start).filter(placed) {
        return Some(head);
    }
    let raw = Span::new(start, close + 1);
    Some(Head { sign: Some(sign), agency_only: true, raw, copy, ending: Ending::Dash, ..Head::default() })
}

fn is_town(name: &str) -> bool {
    gazetteer::towns(&gazetteer::fold(name)).next().is_some()
}

fn place_first<'t>(line: &'t str, start: usize, sign: Option<Sign>, raw_from: usize) -> Option<Head<'t>> {
    let mut head = Head { sign, ..Head::default() };
    let (from, raw_to) = match cut::next(line, start)? {
        Cut::Dash(from, to) => {
            head.ending = Ending::Dash;
            head.copy = skip_spaces(line, to);
            (from, trimmed(line, from))
        }
        Cut::Slash(from, to) => {
            head.sign = agency::bracket(&line[from + 1..to - 1]);
            end_after_sign(line, to, &mut head);
            (from, to)
        }
        Cut::Colon(at) => {
            head.ending = Ending::Colon;
            head.copy = skip_spaces(line, at + 1);
            (at, trimmed(line, at))
        }
        Cut::Bracket(from) => {
            let Some(close) = line[from + 1..].find(')').filter(|&n| n <= 40).map(|n| from + 1 + n) else {
                return unclosed(line, start, from);
            };
            let inside = &line[from + 1..close];
            if let Some(date) = dates::read(inside).filter(|_| head.sign.is_none()) {
                head.date = Some(date);
                end_after_sign(line, close + 1, &mut head);
                pieces::fill(&mut head, &line[start..from])?;
                head.raw = Span::new(raw_from, close + 1);
                return Some(head);
            }
            if agency::known(inside).is_none() && !gazetteer::areas(inside).is_empty() {
                return bracketed_area(line, start, from, close);
            }
            head.sign = Some(agency::bracket(inside)?);
            end_after_sign(line, close + 1, &mut head);
            (from, close + 1)
        }
        Cut::End(at) => {
            head.ending = Ending::Line;
            head.copy = at;
            (at, trimmed(line, at))
        }
    };
    pieces::fill(&mut head, &line[start..from])?;
    head.raw = Span::new(raw_from, raw_to.max(raw_from));
    if head.ending == Ending::Dash && head.sign.is_none() {
        late::sign(line, &mut head);
        late::bare_sign(line, &mut head);
    }
    if head.ending == Ending::Dash && head.date.is_none() && head.sign.is_none() {
        late::date(line, &mut head);
    }
    Some(head)
}

/// `JACKSONVILLE, Fla. (AP - A fire`: the bracket was never closed.
fn unclosed(line: &str, start: usize, open: usize) -> Option<Head<'_>> {
    const LONGEST: usize = 12;
    let rest = &line[open + 1..];
    let end = rest.bytes().take(LONGEST).position(|b| matches!(b, b' ' | b'-' | b'_' | 0xe2))?;
    let sign = agency::known(&rest[..end])?;
    let (_, to) = dash_at(line, skip_spaces(line, open + 1 + end))?;
    let mut head = Head { sign: Some(Sign::Known(sign)), ending: Ending::Dash, ..Head::default() };
    pieces::fill(&mut head, &line[start..open])?;
    head.raw = Span::new(start, open + 1 + end);
    head.copy = skip_spaces(line, to);
    Some(head)
}

/// End of the raw text before a dash: without spaces and stray commas; the full stop of `Mass.` stays.
pub(super) fn trimmed(line: &str, from: usize) -> usize {
    line[..from].trim_end_matches([' ', '\t', ',', '\u{a0}']).len()
}

/// `Vitrolles (France), 3 juin 2019 (AFP) -`: the bracket is a comma.
fn bracketed_area(line: &str, start: usize, open: usize, close: usize) -> Option<Head<'_>> {
    let rest = line[close + 1..].trim_start_matches([',', ' ']);
    if let Some(inside) =
        rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inside, _)| inside)
    {
        let end = line.len() - rest.len() + inside.len() + 2;
        let mut head = Head { sign: Some(agency::bracket(inside)?), ..Head::default() };
        end_after_sign(line, end, &mut head);
        head.place = line[start..open].trim();
        head.after.push(&line[open + 1..close]);
        head.raw = Span::new(start, end);
        return Some(head);
    }
    let mut head = place_first(line, line.len() - rest.len(), None, start)?;
    if !head.place.is_empty() {
        return None;
    }
    head.place = line[start..open].trim();
    head.after.insert(0, &line[open + 1..close]);
    head.agency_only = false;
    Some(head)
}

/// What follows an agency: a separator, the line's end, or nothing of the sort.
fn end_after_sign(line: &str, at: usize, head: &mut Head<'_>) {
    let next = skip_spaces(line, at);
    let stopped = line[at..].starts_with('.');
    if let Some((_, to)) =
        dash_at(line, next).or_else(|| dash_at(line, skip_spaces(line, at + usize::from(stopped))))
    {
        head.ending = Ending::Dash;
        head.copy = skip_spaces(line, to);
    } else if next >= line.len() {
        head.ending = Ending::Line;
        head.copy = line.len();
    } else if stopped || line[next..].starts_with(':') {
        head.ending = Ending::Stop;
        head.copy = skip_spaces(line, next + 1);
    } else {
        head.ending = Ending::Nothing;
        head.copy = next;
    }
}
