//! Cuts text into words as names need them: `al-Sample` and `O'Sample` are one word, `J.R.` is
//! one, `Sample's` is `Sample` and possessive. Spans are bytes. It knows no names.

use super::cut::{apostrophe, char_len, letter, word};
pub use super::gaps::Gap;
use super::gaps::{gap, is_wrapped};
use super::known;
use super::lately;
use super::lexicon::{self, Flags, Folded};
use super::spaced;
use crate::span::Span;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `lower`.
    Lower,
    /// `Capital`, `McSample`, `O'Sample`.
    Capital,
    /// `CAPITALS` of two letters or more.
    Capitals,
    /// `J` before a full stop, `J.R`.
    Initial,
    /// Starts with a digit.
    Number,
}

/// A word.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// Where it is; a possessive `'s` is outside.
    pub span: Span,
    /// Hash of the folded word; 0 when it was not looked up, as lower-case words away from names.
    pub key: u64,
    /// What is known about it; nothing when it was not looked up.
    pub flags: Flags,
    /// How it is written.
    pub shape: Shape,
    /// What stands before it.
    pub gap: Gap,
    /// `'s` follows.
    pub possessive: bool,
}

impl Token {
    /// True when one of the flags is set.
    pub fn is(&self, flags: Flags) -> bool {
        self.flags & flags != 0
    }

    /// True for words with a capital.
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Capitals | Shape::Initial)
    }
}

/// All words of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    let wrapped = is_wrapped(text);
    let bytes = text.as_bytes();
    let mut found: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let (mut at, mut end) = (0, 0);
    while at < bytes.len() {
        let length = letter(text, at);
        if length == 0 {
            at += if bytes[at] < 0x80 { 1 } else { char_len(bytes[at]) };
            continue;
        }
        let gap = if end > 0 && at == end + 1 && bytes[end] == b' ' {
            Gap::Space
        } else {
            gap(text, end, at, wrapped)
        };
        let (mut token, word) = match plain(bytes, at) {
            Some(word) => {
                let (shape, possessive) = (Shape::Lower, false);
                (Token { span: word, key: 0, flags: 0, shape, gap, possessive }, word)
            }
            None => {
                let word = word(text, at);
                (token(text, word, gap), word)
            }
        };
        end = word.end;
        at = if token.possessive { word.end + apostrophe(bytes, word.end) + 1 } else { word.end };
        // Most words are in lower case and stand beside no name: they are not looked up.
        match found.last_mut() {
            _ if token.gap == Gap::Break => {}
            // The last word of a sentence says nothing of the first of the next, unless it is a title cut short.
            Some(before) if token.gap == Gap::Stop && before.span.len() > 4 && !before.is_capital() => {}
            Some(before) if token.is_capital() => look_up(text, before),
            Some(before) if before.is_capital() || before.is(lexicon::PARTICLE) => look_up(text, &mut token),
            _ => {}
        }
        found.push(token);
    }
    spaced::join(text, &mut found);
    found
}

/// The word at an offset if it is one of lower-case ASCII letters with nothing joined to it, as most words are.
fn plain(bytes: &[u8], at: usize) -> Option<Span> {
    let length = bytes[at..].iter().position(|b| !b.is_ascii_lowercase()).unwrap_or(bytes.len() - at);
    let next = bytes.get(at + length).copied().unwrap_or(b' ');
    let alone = !next.is_ascii_alphanumeric() && next < 0x80 && !matches!(next, b'-' | b'\'');
    (length > 0 && alone).then(|| Span::new(at, at + length))
}

#[inline]
fn token(text: &str, span: Span, gap: Gap) -> Token {
    let word = span.of(text);
    let bytes = text.as_bytes();
    let joint = apostrophe(bytes, span.end);
    let possessive = joint > 0 && matches!(bytes.get(span.end + joint), Some(b's' | b'S'));
    let shape = shape(word, bytes.get(span.end) == Some(&b'.'));
    let mut token = Token { span, key: 0, flags: 0, shape, gap, possessive };
    if token.is_capital() {
        look_up(text, &mut token);
    }
    token
}

/// The token of a part of a word.
pub(super) fn again(text: &str, span: Span, whole: &Token) -> Token {
    Token { possessive: whole.possessive, ..token(text, span, whole.gap) }
}

/// Sets key and flags.
fn look_up(text: &str, token: &mut Token) {
    if token.key == 0 && token.shape != Shape::Number {
        let word = token.span.of(text);
        (token.key, token.flags) = lately::known(word.as_bytes(), || {
            let folded = Folded::new(word);
            let key = lexicon::hash(folded.bytes());
            (key, known::flags(folded.bytes(), key))
        });
    }
}

fn shape(word: &str, stop_follows: bool) -> Shape {
    let bytes = word.as_bytes();
    let first = bytes[0];
    if first.is_ascii_digit() {
        return Shape::Number;
    }
    if first < 0x80 && !first.is_ascii_uppercase() {
        // al-Sample, d'Sample
        let inner = word.find(['-', '\'', '’']).and_then(|at| word[at..].chars().nth(1));
        return if inner.is_some_and(char::is_uppercase) && bytes.len() > 3 {
            Shape::Capital
        } else {
            Shape::Lower
        };
    }
    if first >= 0x80 && !word.starts_with(char::is_uppercase) {
        return Shape::Lower;
    }
    if bytes.len() == 1 {
        return if stop_follows { Shape::Initial } else { Shape::Capital };
    }
    if bytes.get(1) == Some(&b'.') {
        return Shape::Initial;
    }
    // `MPs` are no more a name than `MP`.
    let singular = word.strip_suffix('s').filter(|one| one.len() > 1).unwrap_or(word);
    if singular.chars().any(char::is_lowercase) { Shape::Capital } else { Shape::Capitals }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_names() {
        let text = "Gen. J.R. O’Sample’s aide al-Sample, Jean-Luc (Oxtown) & T.O'Gorman";
        let words: Vec<_> = tokens(text).iter().map(|t| (t.span.of(text), t.shape, t.gap)).collect();
        assert_eq!(
            words,
            [
                ("Gen", Shape::Capital, Gap::Break),
                ("J.R", Shape::Initial, Gap::Stop),
                ("O’Sample", Shape::Capital, Gap::Stop),
                ("aide", Shape::Lower, Gap::Space),
                ("al-Sample", Shape::Capital, Gap::Space),
                ("Jean-Luc", Shape::Capital, Gap::Comma),
                ("Oxtown", Shape::Capital, Gap::Open),
                ("T", Shape::Initial, Gap::Other),
                ("O'Gorman", Shape::Capital, Gap::Stop),
            ]
        );
        assert!(tokens(text)[2].possessive);
    }
}
