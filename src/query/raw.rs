//! The letters of a query: words with their backslashes taken off, quotes, numbers after `^` and `~`.
//!
//! Knows no token and no field.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Marks that open and close a phrase, straight and typographic.
const QUOTES: &[char] = &['"', '“', '”', '„', '‟', '«', '»'];

/// True for a mark that opens or closes a phrase.
pub(super) fn is_quote(c: char) -> bool {
    QUOTES.contains(&c)
}

/// Is there something of which an index keeps a word? Accents, fractions and apostrophes by themselves make none, though
/// Unicode counts some of them among digits and letters. A test holds this against what the index does.
pub fn has_letters(text: &str) -> bool {
    let fraction = |c| matches!(c, '¼' | '½' | '¾' | '\u{2150}'..='\u{215f}' | '\u{2189}');
    let apostrophe = |c| matches!(c, 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ' | 'ʹ');
    let letter = |c: char| {
        let mut found = false;
        decompose_compatible(c, |part| found |= part.is_alphanumeric() && !is_combining_mark(part));
        found && c.is_alphanumeric()
    };
    text.chars().any(|c| c.is_ascii_alphanumeric() || (!fraction(c) && !apostrophe(c) && letter(c)))
}

/// A word without its backslashes; the escaped characters are known by their place.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Raw {
    pub text: String,
    /// Byte offsets in `text` of characters that a backslash makes plain.
    pub escaped: Vec<usize>,
}

impl Raw {
    /// True for a character without a backslash.
    pub fn is_active(&self, at: usize) -> bool {
        self.escaped.binary_search(&at).is_err()
    }

    /// Offsets of `c` where it has its special meaning.
    pub fn active(&self, c: char) -> impl DoubleEndedIterator<Item = usize> {
        self.text.match_indices(c).map(|(at, _)| at).filter(|at| self.is_active(*at))
    }
}

/// Reads up to the closing mark: the phrase without its escapes, its length, the mark's length.
pub(super) fn scan(text: &str, closes: impl Fn(char) -> bool) -> Option<(String, usize, usize)> {
    let mut phrase = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if closes(c) {
            return Some((phrase, at, c.len_utf8()));
        }
        let next = chars.peek().map(|(_, next)| *next);
        match next {
            Some(next) if c == '\\' && (next == '\\' || is_quote(next)) => {
                phrase.push(next);
                chars.next();
            }
            _ => phrase.push(c),
        }
    }
    None
}

/// Reads to white space, a parenthesis or a quote; gives the word and where it ends.
pub(super) fn read_word(text: &str, start: usize) -> (Raw, usize) {
    let mut raw = Raw::default();
    let mut chars = text[start..].char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            if let Some((_, plain)) = chars.next() {
                raw.escaped.push(raw.text.len());
                raw.text.push(plain);
            } else {
                raw.escaped.push(raw.text.len());
                raw.text.push('\\');
            }
        } else if c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c) {
            return (raw, start + at);
        } else {
            raw.text.push(c);
        }
    }
    (raw, text.len())
}

/// Cuts `^2` off the end of a word: its length in the text, and the factor.
pub(super) fn split_boost(raw: &mut Raw) -> Option<(usize, f32)> {
    let caret = raw.active('^').next_back().filter(|at| *at > 0)?;
    let digits = &raw.text[caret + 1..];
    if digits.is_empty() || number_length(digits) != digits.len() {
        return None;
    }
    let factor = digits.parse().unwrap_or(f32::INFINITY);
    let length = raw.text.len() - caret;
    // An escaped digit is longer in the text than in the word; `\2` there is no boost.
    if raw.escaped.iter().any(|at| *at > caret) {
        return None;
    }
    raw.text.truncate(caret);
    Some((length, factor))
}

/// Length of the number (`2`, `0.5`) that `text` begins with.
pub(super) fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = run(0);
    if whole > 0 && bytes.get(whole) == Some(&b'.') && run(whole + 1) > 0 {
        return whole + 1 + run(whole + 1);
    }
    whole
}
