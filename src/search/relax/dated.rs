//! Dates among the words of a query: `August 2007`, `8th of August`, `1987`, the `1980s`. Which words they are, and how they
//! are written behind `date:`.

use super::natural::{plain, says_little};
use crate::enrich::dateline::month_named;
use crate::query::Query;

/// What a word can be of a date.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Piece {
    Year(i16),
    Month(i8),
    Day(i8),
}

/// The orders of a date, the longest first.
const ORDERS: [&str; 11] = ["DMY", "MDY", "YMD", "YDM", "MY", "YM", "DM", "MD", "Y", "M", "R"];

/// The date that begins at a clause, as it is written behind `date:`, and the clause after it.
pub(super) fn date(words: &[Query], at: usize) -> Option<(String, usize)> {
    // A month by itself is one behind `in` and its kin: `ago` and `set` are months of others.
    let led = at.checked_sub(1).and_then(|before| plain(words.get(before)?)).is_some_and(says_little);
    ORDERS.iter().filter(|order| led || **order != "M").find_map(|order| ordered(words, at, order))
}

fn ordered(words: &[Query], mut at: usize, order: &str) -> Option<(String, usize)> {
    let (mut year, mut month, mut day) = (None, None, None);
    for (n, wanted) in order.chars().enumerate() {
        // `August of 2007`, `agosto de 2007`.
        while n > 0 && words.get(at).and_then(plain).is_some_and(is_link) {
            at += 1;
        }
        let word = words.get(at).and_then(plain)?;
        match (wanted, piece(word, wanted)) {
            ('R', _) => return Some((span(word)?, at + 1)),
            (_, Some(Piece::Year(number))) => year = Some(number),
            (_, Some(Piece::Month(number))) => month = Some(number),
            (_, Some(Piece::Day(number))) => day = Some(number),
            (_, None) => return None,
        }
        at += 1;
    }
    let mut written = year.map_or("*".to_owned(), |year| year.to_string());
    for number in [month, day].into_iter().flatten() {
        written.push_str(&format!("-{number:02}"));
    }
    Some((written, at))
}

fn is_link(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "of" | "the" | "de" | "del" | "di" | "du" | "des" | "den")
}

fn piece(word: &str, wanted: char) -> Option<Piece> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (figures, tail) = word.split_at(digits);
    match wanted {
        'Y' if digits == 4 && tail.is_empty() => {
            figures.parse().ok().filter(|year| (1500..=2199).contains(year)).map(Piece::Year)
        }
        'M' if word.chars().count() >= 3 => month_named(word).map(Piece::Month),
        'D' if matches!(digits, 1 | 2)
            && matches!(tail.to_lowercase().as_str(), "" | "st" | "nd" | "rd" | "th" | "er" | "º") =>
        {
            figures.parse().ok().filter(|day| (1..=31).contains(day)).map(Piece::Day)
        }
        _ => None,
    }
}

/// Dates in one word: `1980s`, `1987-1989`, `2007-08`, `2007-08-08`.
fn span(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if matches!(word, "today" | "yesterday" | "tomorrow") {
        return Some(word.to_owned());
    }
    let year = |text: &str| piece(text, 'Y').is_some() && text.len() == 4;
    if let Some(decade) = word.strip_suffix("s").map(|word| word.trim_end_matches(['\'', '’']))
        && year(decade)
        && decade.ends_with('0')
    {
        return Some(format!("{decade}..{}9", &decade[..3]));
    }
    let parts: Vec<&str> = word.split(['-', '–', '/']).collect();
    let short = |text: &str, most: u8| {
        text.len() == 2 && text.parse::<u8>().is_ok_and(|number| (1..=most).contains(&number))
    };
    match parts.as_slice() {
        [first, last] if year(first) && year(last) && first < last => Some(format!("{first}..{last}")),
        [y, m] if year(y) && short(m, 12) => Some(format!("{y}-{m}")),
        [y, m, d] if year(y) && short(m, 12) && short(d, 31) => Some(format!("{y}-{m}-{d}")),
        _ => None,
    }
}
