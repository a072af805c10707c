//! Heads of press releases and of papers that rewrite what agencies send: a dateline that stands in
//! brackets itself, an agency before the place. Whether it is one is for `accept`.

use super::agency::{self, Sign};
use super::cut::{dash_at, skip_spaces};
use super::dates::{self, Written};
use super::line::{Ending, Head};
use super::pieces;
use crate::span::Span;

/// Longest text between the brackets, in bytes.
const LONGEST: usize = 60;
/// Longest agency that stands bare before the place, in bytes.
const SIGN: usize = 8;

/// `(New York, NY - October 21) Copy`, `(London, 21 October 2009) – Copy`: place and date, nothing else.
pub fn in_brackets(line: &str, start: usize) -> Option<Head<'_>> {
    let inside = line.get(start..)?.strip_prefix('(')?;
    let close = inside.find(')').filter(|&n| n <= LONGEST)?;
    let inside = &inside[..close];
    let mut head = Head::default();
    let dashed = [" - ", " – ", " — ", "–", "—"].iter().find_map(|dash| inside.rsplit_once(dash));
    match dashed.and_then(|(place, date)| dates::read(date).map(|date| (place, date))) {
        Some((place, date)) => {
            head.date = Some(date);
            pieces::fill(&mut head, place)?;
        }
        None => pieces::fill(&mut head, inside)?,
    }
    if !matches!(head.date, Some(Written::Day { typo: false, .. })) || head.sign.is_some() {
        return None;
    }
    let end = start + close + 2;
    head.raw = Span::new(start + 1, end - 1);
    let next = skip_spaces(line, end);
    let copy = dash_at(line, next).map_or(next, |(_, to)| skip_spaces(line, to));
    head.ending = if copy < line.len() { Ending::Dash } else { Ending::Line };
    head.copy = copy;
    Some(head)
}

/// The agency at the start of `AFP. - London - Copy`, and where the place begins.
pub fn bare_sign(line: &str, start: usize) -> Option<(Sign, usize)> {
    let rest = line.get(start..)?;
    let end = rest.bytes().take(SIGN + 1).position(|b| !b.is_ascii_uppercase()).filter(|&n| n >= 2)?;
    let sign = agency::known(&rest[..end])?;
    let after = start + end + usize::from(rest[end..].starts_with('.'));
    let dash = skip_spaces(line, after);
    let (_, to) = dash_at(line, dash).filter(|_| dash > after)?;
    Some((Sign::Known(sign), skip_spaces(line, to)))
}
