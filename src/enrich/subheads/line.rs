//! How a line looks: as a heading does, or as the end of copy, a half of a sentence, a label. It knows letters and
//! words, not what stands beside the line.

use crate::enrich::dateline::months::exact_month;

/// Bytes and words of the longest subhead.
pub const LONGEST: usize = 84;
const WORDS: usize = 13;

/// Beginnings of short lines that head nothing, in lower case.
static NO_SUBHEAD: &[&str] = &[
    "by ",
    "ap photo",
    "(",
    "_",
    "-",
    "*",
    "•",
    "©",
    "eds",
    "copyright",
    "photo",
    "image",
    "related",
    "read more",
    "follow ",
    "on the net",
    "associated press",
    "http",
    "www.",
    "sources:",
    "source:",
    "~",
    "=",
    "#",
    "+",
    "<",
    "advertisement",
    "share this",
    "click here",
    "discussion comments",
    "most active",
    "more >",
    "more:",
    "note:",
    "dollars in",
    "in millions",
    "figures in",
    "figures are",
    "see also",
    "listen:",
    "watch:",
    "video:",
];

/// Words that end no heading: the line is one half of a sentence that was broken in two.
static BROKEN: &[&str] = &[
    "a", "an", "the", "of", "to", "and", "or", "but", "as", "at", "by", "for", "from", "with", "that",
    "which", "who", "is", "are", "was", "were", "has", "have", "had", "will", "would", "its", "their", "his",
    "her", "said", "than", "fear", "admitted",
];

/// One line of a few words that starts with a letter in capital or a quote and ends no sentence.
pub fn looks_right(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let starts = text.starts_with(|c: char| {
        c.is_uppercase()
            || (c.is_alphabetic() && !c.is_lowercase())
            || matches!(c, '“' | '‘' | '"' | '\'' | '«')
    });
    let no_subhead = |prefix: &&str| text.get(..prefix.len()).is_some_and(|t| t.eq_ignore_ascii_case(prefix));
    let last = text.rsplit(' ').next().unwrap_or("");
    (1..=WORDS).contains(&words)
        && (words > 1 || text.chars().filter(|c| c.is_alphabetic()).count() == text.chars().count())
        && text.len() > 3
        && starts
        && !is_sentence(text)
        && !text.contains(['\n', '@', '|', '=', '$', '\t'])
        && !text.ends_with(['-', '–', '—', '&'])
        && !BROKEN.contains(&last)
        && balanced(text)
        && !(words <= 3 && text.split(' ').any(is_month))
        && !NO_SUBHEAD.iter().any(no_subhead)
}

/// As many quotes and brackets opened as closed: no half of a sentence.
fn balanced(text: &str) -> bool {
    let count = |wanted: char| text.chars().filter(|&c| c == wanted).count();
    count('"') % 2 == 0 && count('“') == count('”') && count('(') == count(')')
}

/// `Record March 20`: a line of a company's notice.
fn is_month(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && exact_month(word.trim_end_matches(['.', ','])).is_some()
}

/// Ends as sentences do; a question and a quotation as a whole may be headings.
pub fn is_sentence(text: &str) -> bool {
    !is_question(text)
        && !is_quotation(text)
        && (text.ends_with(['"', '”', '\'', '»', ',', ';', ':'])
            || text.trim_end_matches(['"', '”', '’', '\'', ')', '»', ']']).ends_with(['.', '!', '?', '…']))
}

/// The end of copy: a full stop, or a quotation's or bracket's end.
pub fn ends_copy(text: &str) -> bool {
    let text = text.trim_end();
    text.trim_end_matches(['"', '”', '’', '\'', ')', '»', ']', '*']).ends_with(['.', '!', '?', '…', '。'])
        || text.ends_with(['"', '”', '»'])
}

/// A question, which a heading may be, and no quotation.
pub fn is_question(text: &str) -> bool {
    text.ends_with('?') && !text.starts_with(['"', '“', '\'', '‘'])
}

/// `"We write with urgency"`: all of it, and no sentence inside.
pub fn is_quotation(text: &str) -> bool {
    [('"', '"'), ('“', '”'), ('‘', '’'), ('\'', '\''), ('«', '»')].iter().any(|&(open, close)| {
        let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        inside.is_some_and(|inside| !inside.contains([open, close, '.', ',', '!', '?']))
    })
}

/// The line without the dashes that AFP puts round a subhead, and without its number.
pub fn bare(text: &str) -> &str {
    let inside = text.strip_prefix("- ").and_then(|rest| rest.strip_suffix(" -"));
    inside.unwrap_or(text).trim()
}

/// `7. Stay at home`: the number and the rest.
pub fn numbered(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..)?.strip_prefix(['.', ')'])?.strip_prefix(' ')?;
    (1..=2).contains(&digits).then(|| Some((text[..digits].parse().ok()?, rest)))?
}
