//! Where a word starts and ends: `al-Sample`, `O'Sample` and `J.R.` are one, the `'s` of `Sample's`
//! and the `-led` of `Sample-led` are outside. It knows letters, not names.

use crate::span::Span;

/// Bytes of the character that starts with this byte.
#[inline]
pub fn char_len(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        _ => 2,
    }
}

/// Bytes of the letter or digit at an offset, 0 when there is none.
#[inline]
pub fn letter(text: &str, at: usize) -> usize {
    match text.as_bytes().get(at) {
        Some(b) if b.is_ascii_alphanumeric() => 1,
        Some(b) if *b >= 0x80 => match text[at..].chars().next() {
            Some(c) if c.is_alphanumeric() => c.len_utf8(),
            _ => 0,
        },
        _ => 0,
    }
}

/// Bytes of the apostrophe at an offset, 0 when there is none.
#[inline]
pub fn apostrophe(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'\'') => 1,
        Some(0xE2) if bytes[at..].starts_with("’".as_bytes()) => 3,
        _ => 0,
    }
}

/// The word that starts at an offset.
pub fn word(text: &str, start: usize) -> Span {
    let bytes = text.as_bytes();
    if let Some(end) = initials(bytes, start) {
        return Span::new(start, end);
    }
    let mut at = start;
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += 1;
        }
        let length = letter(text, at);
        if length > 0 {
            at += length;
            continue;
        }
        let joint = match bytes.get(at) {
            Some(b'-') => 1,
            _ => apostrophe(bytes, at),
        };
        let after = letter(text, at + joint);
        if joint == 0 || after == 0 || is_possessive(text, at, joint) || is_tail(bytes, at) {
            return Span::new(start, at);
        }
        at += joint + after;
    }
}

/// `J.R.`: the offset after the last letter, for two letters or more.
fn initials(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while bytes.get(at).is_some_and(u8::is_ascii_uppercase) && bytes.get(at + 1) == Some(&b'.') {
        at += 2;
    }
    (at >= start + 4).then(|| at - 1)
}

/// `'s` and nothing more, or the `S` of copy in capitals.
fn is_possessive(text: &str, at: usize, joint: usize) -> bool {
    let bytes = text.as_bytes();
    bytes[at] != b'-'
        && matches!(bytes.get(at + joint), Some(b's' | b'S'))
        && letter(text, at + joint + 1) == 0
}

/// What a hyphen adds to a name without being part of it: `Sample-led`.
fn is_tail(bytes: &[u8], at: usize) -> bool {
    let word = bytes.get(at + 1..).unwrap_or_default();
    let length = word.iter().position(|b| !b.is_ascii_lowercase()).unwrap_or(word.len());
    bytes.get(at) == Some(&b'-') && TAILS.contains(&&word[..length])
}

/// What follows a hyphen without being part of the name.
pub const TAILS: [&[u8]; 14] = [
    b"led",
    b"based",
    b"style",
    b"designed",
    b"era",
    b"backed",
    b"born",
    b"owned",
    b"run",
    b"like",
    b"appointed",
    b"inspired",
    b"controlled",
    b"trained",
];
