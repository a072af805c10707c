//! What a line between two paragraphs is: its signs are counted, and the less sure need others beside them.

use super::line::{LONGEST, bare, ends_copy, is_question, is_quotation, looks_right, numbered};

/// Bytes and words from which a subhead must stand with others.
const LONG: usize = 60;
const MANY_WORDS: usize = 9;

/// Points from which a line is a subhead.
const ENOUGH: i32 = 5;

/// Words of a paragraph that may follow a subhead, and of one that surely is copy.
const SHORT_COPY: usize = 5;
const COPY: usize = 20;

/// Words of table heads.
static TABLE_WORDS: &[&str] = &[
    "bid", "ask", "asked", "close", "closing", "grade", "maturity", "pct", "net", "shr", "revs", "vs",
    "high", "low", "open", "prev", "change", "yield", "qtr", "mths", "pts", "gross", "total", "avg",
];

/// How sure a line is of being a subhead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// By itself.
    Strong,
    /// With others beside it: a question, a quotation, one word, a long line.
    Weak,
    /// One of `1.`, `2.`, `3.`: with the others.
    Numbered(u32),
}

/// What a line between two paragraphs is; `None` for no subhead.
pub fn rank(before: &str, line: &str, after: &str) -> Option<Rank> {
    let dashed = bare(line).len() < line.len();
    let (number, text) = numbered(line).map_or((None, bare(line)), |(number, rest)| (Some(number), rest));
    if line.len() > LONGEST || !looks_right(text) || !is_copy(after) {
        return None;
    }
    if points(before, text, after) + i32::from(dashed) < ENOUGH {
        return None;
    }
    let words = text.split_whitespace().count();
    let weak = is_question(text)
        || is_quotation(text)
        || words == 1
        || (!dashed && line.contains(char::is_lowercase) && (text.len() > LONG || words > MANY_WORDS));
    // The weak must stand between copy and copy.
    if weak && !(ends_copy(before) && after.split_whitespace().nth(COPY - 1).is_some()) {
        return None;
    }
    Some(number.map_or(if weak { Rank::Weak } else { Rank::Strong }, Rank::Numbered))
}

/// A paragraph of copy: some words and an end, or many words; and not the rest of a sentence.
fn is_copy(text: &str) -> bool {
    let words = text.split_whitespace().take(COPY).count();
    !text.starts_with(char::is_lowercase)
        && (words >= COPY || (words >= SHORT_COPY && (ends_copy(text) || text.ends_with(':'))))
}

/// Points of a line that looks right, by its letters and its neighbours; 4 is where it starts.
fn points(before: &str, line: &str, after: &str) -> i32 {
    let mut points = 4;
    points += i32::from(after.split_whitespace().nth(COPY - 1).is_some());
    points += if ends_copy(before) { 1 } else { -2 };
    points -= i32::from(before.ends_with([':', ';', ',']));
    points += i32::from(!line.contains(char::is_lowercase));
    points += style(line);
    let table_word = |word: &&str| TABLE_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word));
    let of_tables = line.split(' ').filter(table_word).count();
    let figures = line.bytes().filter(u8::is_ascii_digit).count();
    if figures * 4 > line.len()
        || line.contains("  ")
        || line.contains(';')
        || of_tables > 1
        || (of_tables > 0 && figures > 0)
        || line.split(' ').any(is_score)
    {
        points -= 3;
    }
    // A signature, a place with its region, a list: `Ann Example, editor`; a key with its value.
    points - i32::from(line.contains(',')) - i32::from(line.contains(": "))
}

/// `53-9`, `2:1`.
fn is_score(word: &str) -> bool {
    let parts = word.split_once(['-', ':', '–']);
    let figures =
        |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
    parts.is_some_and(|(home, away)| figures(home) && figures(away))
}

/// Down style (`Harbour plan in doubt`) or up style (`Harbour Plan in Doubt`) for one point.
fn style(line: &str) -> i32 {
    let long = line.split_whitespace().skip(1).filter(|word| word.len() > 3);
    let (mut lower, mut upper) = (0, 0);
    for word in long {
        if word.starts_with(char::is_lowercase) { lower += 1 } else { upper += 1 }
    }
    i32::from(lower == 0 || upper == 0 || lower >= upper)
}
