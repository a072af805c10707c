//! Parts of a dateline that stand behind its first dash: a date, an agency between dashes or before a full stop.

use super::agency::{self, Sign};
use super::cut::{dash_at, skip_spaces};
use super::dates::{self, Written};
use super::line::{Head, trimmed};

/// `CAIRO - 26 July 2022: Talks`: a date between the dash and a colon or a second dash.
pub fn date(line: &str, head: &mut Head<'_>) {
    const LONGEST: usize = 20;
    let rest = &line[head.copy..];
    let Some(end) = rest.bytes().take(LONGEST).position(|b| matches!(b, b':' | b'-' | 0xe2)) else { return };
    let colon = rest[end..].starts_with(": ").then_some((head.copy + end, head.copy + end + 1));
    let day = dates::read(&rest[..end]).filter(|d| matches!(d, Written::Day { typo: false, .. }));
    if let (Some(date), Some((_, to))) = (day, colon.or_else(|| dash_at(line, head.copy + end))) {
        head.date = Some(date);
        head.raw.end = trimmed(line, head.copy + end);
        head.copy = skip_spaces(line, to);
    }
}

/// `WASHINGTON _ (AP) _ Democrats`: a dash on both sides of the agency.
pub fn sign(line: &str, head: &mut Head<'_>) {
    let rest = &line[head.copy..];
    let close = rest.find(')').filter(|&n| rest.starts_with('(') && n <= 30);
    let sign = close.and_then(|close| agency::known(&rest[1..close]));
    let dash = close.and_then(|close| dash_at(line, skip_spaces(line, head.copy + close + 1)));
    if let (Some(sign), Some(close), Some((_, to))) = (sign, close, dash) {
        head.sign = Some(Sign::Known(sign));
        head.raw.end = head.copy + close + 1;
        head.copy = skip_spaces(line, to);
    }
}

/// `МОСКВА, 12 мар — РИА Новости. Мост`: the agency behind the dash, as Russian agencies write.
pub fn bare_sign(line: &str, head: &mut Head<'_>) {
    const LONGEST: usize = 30;
    let rest = &line[head.copy..];
    let Some((sign, _)) = rest.split_once(". ").filter(|(sign, _)| sign.len() <= LONGEST && !sign.is_ascii())
    else {
        return;
    };
    if let Some(known) = agency::known(sign).filter(|_| head.sign.is_none()) {
        head.sign = Some(Sign::Known(known));
        head.raw.end = head.copy + sign.len();
        head.copy = skip_spaces(line, head.raw.end + 1);
    }
}
