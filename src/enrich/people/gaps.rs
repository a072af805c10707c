//! What stands between two words: a space, a comma, the end of a line or of a paragraph. It knows
//! punctuation only.

use super::cut::apostrophe;

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

/// Lines of a column rather than paragraphs: a name may go on in the next line.
pub(super) fn is_wrapped(text: &str) -> bool {
    let (mut longest, mut long, mut lines) = (0, 0, 0);
    for line in text.lines().take(400) {
        longest = longest.max(line.len());
        long += usize::from(line.len() >= 50);
        lines += 1;
    }
    lines >= 3 && longest <= 100 && long * 2 >= lines
}

/// What stands between two offsets.
#[inline]
pub(super) fn gap(text: &str, from: usize, to: usize, wrapped: bool) -> Gap {
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
