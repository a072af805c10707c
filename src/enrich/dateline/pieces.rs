//! Sorts the comma-separated pieces of a head into place, what follows it, date, year and agency.
//!
//! Commas get lost (`N.Y. March 3`) and doubled (`Texas, - `) in real lines; this is where that is
//! borne with.

use super::agency::{self, Sign};
use super::dates::{self, Written};
use super::line::Head;
use super::months;
use crate::enrich::gazetteer;

/// More commas than this and it is no dateline.
const MOST: usize = 8;

/// Fills the head from the text before its separator; `None` for what cannot be one.
pub fn fill<'t>(head: &mut Head<'t>, text: &'t str) -> Option<()> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("undated") && head.sign.is_some() {
        head.agency_only = true;
        return Some(());
    }
    if starts_with_weekday(text) {
        return None;
    }
    let cyrillic = text.starts_with(|c: char| ('\u{400}'..='\u{4ff}').contains(&c));
    let mut rest = text;
    for n in 0..MOST {
        let mut cut = piece_end(rest, cyrillic);
        if months::month_alone(&rest[..cut]) {
            // `April, 13`
            cut = rest[cut + 1.min(rest.len() - cut)..].find(',').map_or(rest.len(), |next| cut + 1 + next);
        }
        let piece = rest[..cut].trim();
        if !piece.is_empty() {
            sort(head, piece, n == 0);
        }
        match rest.get(cut + 1..) {
            Some(more) => rest = more,
            None => return Some(()),
        }
    }
    None
}

/// Where a piece ends: at a comma, in Russian copy at a full stop too (`Москва. 12 марта. ИНТЕРФАКС - `).
fn piece_end(text: &str, stops: bool) -> usize {
    let end = if stops {
        text.match_indices([',', '.']).find(|(at, _)| text.as_bytes().get(at + 1) == Some(&b' '))
    } else {
        None
    };
    end.map(|(at, _)| at).or_else(|| text.find(',')).unwrap_or(text.len())
}

/// `MONDAY, Aug. 6 -` is a daybook's line.
fn starts_with_weekday(text: &str) -> bool {
    let word = text.split([',', ' ']).next().unwrap_or("");
    word.len() >= 6 && months::weekday(word).is_some()
}

fn sort<'t>(head: &mut Head<'t>, piece: &'t str, first: bool) {
    if head.date.is_none() {
        if let Some(date) = dates::read(piece) {
            head.date = Some(date);
            return;
        }
    } else if let Some(given) = dates::year_alone(piece) {
        if let Some(Written::Day { year, .. }) = &mut head.date {
            *year = year.or(Some(given));
        }
        return;
    }
    // `PA` and `Pa.` after a town is the state, not the Press Association.
    if !first
        && let Some(sign) = agency::known(piece.trim_end_matches('.'))
        && gazetteer::areas(piece).is_empty()
    {
        head.sign.get_or_insert(Sign::Known(sign));
        return;
    }
    if head.date.is_none() {
        if let Some((rest, date)) = dated_tail(piece) {
            head.date = Some(date);
            return sort(head, rest, first);
        }
        if let Some((date, rest)) = dated_start(piece).filter(|_| !first) {
            head.date = Some(date);
            return sort(head, rest, first);
        }
    }
    if head.place.is_empty() && (first || head.date.is_none()) {
        head.place = piece;
    } else {
        head.after.push(piece);
    }
}

/// `N.Y. March 3`, `LONDON 2 March`: the date at the end of a piece. Without the comma, the month
/// must be spelled right.
fn dated_tail(piece: &str) -> Option<(&str, Written)> {
    if !piece.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    piece.match_indices(' ').find_map(|(at, _)| {
        let tail = piece[at..].trim_start();
        let letters = tail.find(|c: char| !c.is_alphabetic()).map_or(tail, |end| &tail[..end]);
        if !letters.is_empty() && months::exact_month(letters).is_none() {
            return None;
        }
        let date = dates::read(tail).filter(|d| matches!(d, Written::Day { typo: false, .. }))?;
        Some((piece[..at].trim_end(), date))
    })
}

/// `March 3 Reuter`: the date at the start.
fn dated_start(piece: &str) -> Option<(Written, &str)> {
    let at = piece.rfind(' ')?;
    Some((dates::read(&piece[..at])?, piece[at..].trim_start()))
}
