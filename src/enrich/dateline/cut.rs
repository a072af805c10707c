//! Where the head of a line may end: dashes of all sorts, an agency's bracket or slashes, the line's end.
//!
//! Bytes only; what stands before and after is for `line`.

use super::agency;

/// Everything that looks like a dateline's head must end within this many bytes.
const REACH: usize = 160;

/// A place in the line where the head may end.
pub enum Cut {
    /// A dash of some sort: from, to.
    Dash(usize, usize),
    /// `(` at this byte.
    Bracket(usize),
    /// `/SIGN/`: from, to.
    Slash(usize, usize),
    /// A colon with a space after it, at this byte.
    Colon(usize),
    /// The line's end.
    End(usize),
}

/// The first place after `start` where a head may end.
pub fn next(line: &str, start: usize) -> Option<Cut> {
    let bytes = line.as_bytes();
    let stop = line.len().min(start + REACH);
    let blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    for at in start..stop {
        let spaced = || blank(at + 1) || blank(at - 1);
        match bytes[at] {
            b'(' if at > start => return Some(Cut::Bracket(at)),
            b':' if at > start && blank(at + 1) && at + 1 < line.len() => return Some(Cut::Colon(at)),
            0xe2 => {
                if let Some((from, to)) = dash_at(line, at) {
                    return Some(Cut::Dash(from, to));
                }
            }
            b'-' if bytes.get(at + 1) == Some(&b'-') => {
                return dash_at(line, at).map(|(f, t)| Cut::Dash(f, t));
            }
            b'-' if at > start && (spaced() || bytes[at - 1] == b'.') => return Some(Cut::Dash(at, at + 1)),
            b'_' if at > start && spaced() => return Some(Cut::Dash(at, at + 1)),
            b'/' if at > start => {
                if let Some(to) = slashes_at(line, at) {
                    return Some(Cut::Slash(at, to));
                }
            }
            _ => {}
        }
    }
    (stop == line.len()).then_some(Cut::End(stop))
}

/// `Ulaanbaatar/MONTSAME/President`: a sign of the closed list between slashes inside a word.
pub fn signed(word: &str) -> bool {
    let mut parts = word.split('/').skip(1);
    let sign = parts.next();
    parts.next().is_some() && sign.is_some_and(|sign| agency::known(sign).is_some())
}

/// End of the `/TASS/` that opens at `at`. A sign not in the closed list needs a space or a figure
/// before it, which the places of `TOKYO/SEOUL/TAIPEI` do not have.
fn slashes_at(line: &str, at: usize) -> Option<usize> {
    let close = at + 1 + line[at + 1..].find('/').filter(|&n| n <= 32)?;
    let inside = &line[at + 1..close];
    let apart = matches!(line.as_bytes()[at - 1], b' ' | b'.' | b'0'..=b'9');
    (agency::known(inside).is_some() || (apart && agency::bracket(inside).is_some())).then_some(close + 1)
}

/// The dash that starts at `at`: em, en, `--`, `_`, `.-`, a hyphen; from, to.
pub fn dash_at(line: &str, at: usize) -> Option<(usize, usize)> {
    let rest = line.get(at..)?;
    for dash in ["—", "–", "―", "---", "--", ".-", ".–", "_", "-"] {
        if rest.starts_with(dash) {
            return Some((at, at + dash.len()));
        }
    }
    None
}

/// The first byte from `at` on that is no space.
pub fn skip_spaces(line: &str, at: usize) -> usize {
    line.len() - line[at..].trim_start_matches([' ', '\t', '\u{a0}']).len()
}
