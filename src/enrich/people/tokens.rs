//! Cuts text into words as names need them: `al-Sample` and `O'Sample` are one word, `J.R.` is
//! one, `Sample's` is `Sample` and possessive. Spans are bytes. It knows no names.

use super::cut::{apostrophe, char_len, letter, word};
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

/// What stands between a word and the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// White space, or one line end inside a paragraph.
    Space,
    /// A full stop and perhaps white space.
    Stop,
    /// A comma and white space.
    Comma,
    /// An opening bracket.
    Open,
    /// A closing bracket and a space.
    Close,
    /// `&`.
    And,
    /// An opening quote after white space.
    Quote,
    /// A closing quote before a space.
    Unquote,
    /// A hyphen with a space on either side.
    Hyphen,
    /// An apostrophe with a space on either side.
    Apostrophe,
    /// A line or paragraph ends: a name cannot go on.
    Break,
    /// Anything else.
    Other,
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

/// Lines of a column rather than paragraphs: a name may go on in the next line.
fn is_wrapped(text: &str) -> bool {
    let (mut longest, mut long, mut lines) = (0, 0, 0);
    for line in text.lines().take(400) {
        longest = longest.max(line.len());
        long += usize::from(line.len() >= 50);
        lines += 1;
    }
    lines >= 3 && longest <= 100 && long * 2 >= lines
}

fn gap(text: &str, from: usize, to: usize, wrapped: bool) -> Gap {
    let between = &text.as_bytes()[from..to];
    let between = match apostrophe(between, 0) {
        // The possessive was counted as outside the word.
        0 => between,
        joint => match between.get(joint) {
            Some(b's' | b'S') => &between[joint + 1..],
            _ => between,
        },
    };
    if between == b" " {
        return Gap::Space;
    }
    let mut gap = Gap::Space;
    let mut lines = 0;
    for b in between {
        gap = match (b, gap) {
            (b'\n', _) => {
                lines += 1;
                gap
            }
            (b' ' | b'\t' | b'\r', _) => gap,
            (b'.', Gap::Space) => Gap::Stop,
            (b',', Gap::Space) => Gap::Comma,
            (b'(', Gap::Space) => Gap::Open,
            (b'&', Gap::Space) => Gap::And,
            (b'"', Gap::Space) => Gap::Quote,
            _ => Gap::Other,
        };
    }
    if matches!(gap, Gap::Other | Gap::Quote) {
        gap = match between {
            b" - " => Gap::Hyphen,
            b") " => Gap::Close,
            b" ``" | b". ``" | b". \"" | b" \xE2\x80\x9C" | b". \xE2\x80\x9C" => Gap::Quote,
            b"'' " | b"\" " | b"\xE2\x80\x9D " => Gap::Unquote,
            b" ' " | b" \xE2\x80\x99 " | b" \xC2\xB4 " => Gap::Apostrophe,
            _ => gap,
        };
    }
    if from == 0 || lines > 1 || (lines == 1 && !wrapped) { Gap::Break } else { gap }
}

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

/// Sets key and flags.
fn look_up(text: &str, token: &mut Token) {
    if token.key == 0 && token.shape != Shape::Number {
        let word = token.span.of(text);
        (token.key, token.flags) = lately::known(word.as_bytes(), || {
            let folded = Folded::new(word);
            let key = lexicon::hash(folded.bytes());
            (key, flags(folded.bytes(), key))
        });
    }
}

/// Flags of the word. A name with a hyphen that is on no list has those of its parts, a plural what
/// speaks against a name in its singular; `I've` is no name.
#[inline]
pub(super) fn flags(folded: &[u8], key: u64) -> Flags {
    let flags = lexicon::flags(key);
    if flags != 0 {
        return flags;
    }
    let part = |part: &[u8]| lexicon::flags(lexicon::hash(part));
    if let Some(hyphen) = memchr::memchr(b'-', folded) {
        let (first, last) = (part(&folded[..hyphen]), part(&folded[hyphen + 1..]));
        // `Ka-hung` is a name though `hung` is a word; `Prize-winner` is none.
        if hyphen + 6 < folded.len() && last & lexicon::COMMON != 0 {
            return lexicon::COMMON;
        }
        let names = lexicon::GIVEN | lexicon::FAMILY;
        return (first & (names | lexicon::FIRST | lexicon::PLACE))
            | (if last & (lexicon::COMMON | lexicon::TITLE) != 0 { first & lexicon::TITLE } else { 0 })
            | (last & lexicon::FAMILY)
            | (first & last & lexicon::COMMON);
    }
    if let Some(at) = memchr::memchr(b'\'', folded) {
        let short = matches!(&folded[at + 1..], b"ve" | b"re" | b"ll" | b"d" | b"m" | b"t");
        return if short { lexicon::STOP } else { 0 };
    }
    match folded.strip_suffix(b"s") {
        Some(one) if one.len() > 2 => part(one) & (lexicon::COMMON | lexicon::PLACE | lexicon::ORG),
        _ => 0,
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
        let inner = bytes.iter().position(|b| matches!(b, b'-' | b'\'')).and_then(|at| bytes.get(at + 1));
        return if inner.is_some_and(u8::is_ascii_uppercase) && bytes.len() > 3 {
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
