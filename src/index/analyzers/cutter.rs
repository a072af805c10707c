//! Cuts text into words and folds them: case, accents, possessives, acronyms, numbers.
//!
//! ASCII goes through a table, byte by byte; everything else by character. Knows no stems.

use super::fold;
use crate::span::Span;

/// How words are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// `U.S.` is one word, `u.s`; `AT&T` is `at&t`.
    Text,
    /// Initials are words of their own: `J.R. Example` is `j`, `r`, `example`.
    Name,
}

/// Longest word kept, in bytes; the rest of a longer one is dropped, in texts and queries alike.
const LONGEST: usize = 128;

/// Walks over a text word by word.
pub(super) struct Cutter<'t> {
    text: &'t str,
    at: usize,
    cut: Cut,
}

impl<'t> Cutter<'t> {
    /// Starts at the beginning of `text`.
    pub(super) fn new(text: &'t str, cut: Cut) -> Self {
        Cutter { text, at: 0, cut }
    }

    /// Puts the next word, folded, in `word` and returns where it stands; `None` at the end.
    pub(super) fn next(&mut self, word: &mut String) -> Option<Span> {
        loop {
            let start = self.find_start()?;
            word.clear();
            self.at = start;
            let end = self.take_word(word);
            if word.len() > LONGEST {
                let cut = (0..=LONGEST).rev().find(|&at| word.is_char_boundary(at)).unwrap_or(0);
                word.truncate(cut);
            }
            if !word.is_empty() {
                return Some(Span::new(start, end));
            }
        }
    }

    /// Passes over words that begin with no wanted byte (in lower case), as far as they are plain: ASCII letters and
    /// digits, and nothing after them that a word could go on with. Returns how many.
    pub(super) fn pass(&mut self, wanted: impl Fn(u8) -> bool) -> u32 {
        let bytes = self.text.as_bytes();
        let mut passed = 0;
        while let Some(start) = self.find_start() {
            if !bytes[start].is_ascii() || wanted(bytes[start].to_ascii_lowercase()) {
                break;
            }
            let rest = &bytes[start..];
            let end = start + rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let ends = match self.byte(end) {
                b'.' | b',' => self.byte(end + 1).is_ascii_whitespace(),
                b'\'' | b'&' => false,
                other => other.is_ascii(),
            };
            if !ends {
                break;
            }
            self.at = end;
            passed += 1;
        }
        passed
    }

    /// The first byte at or after the cursor that begins a word.
    fn find_start(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while at < bytes.len() {
            if bytes[at].is_ascii_alphanumeric() {
                return Some(at);
            }
            if bytes[at].is_ascii() {
                at += 1;
                continue;
            }
            let char = self.char_at(at)?;
            if fold::is_word(char) {
                return Some(at);
            }
            at += char.len_utf8();
        }
        None
    }

    /// Takes one word from the cursor on; leaves the cursor after it, a possessive included, and
    /// returns where the word itself ends.
    fn take_word(&mut self, word: &mut String) -> usize {
        let bytes = self.text.as_bytes();
        loop {
            let run = self.at;
            while self.at < bytes.len() && bytes[self.at].is_ascii_alphanumeric() {
                self.at += 1;
            }
            let from = word.len();
            word.push_str(&self.text[run..self.at]);
            word[from..].make_ascii_lowercase();
            let end = self.at;
            let goes_on = match bytes.get(end) {
                None => false,
                Some(b'\'') => self.apostrophe(1),
                Some(b'.') => self.full_stop(word),
                Some(b',') => self.comma(word),
                Some(b'&') => self.ampersand(word),
                Some(byte) if byte.is_ascii() => false,
                Some(_) => match self.foreign(word) {
                    Foreign::Taken => true,
                    Foreign::Apostrophe(len) => self.apostrophe(len),
                    Foreign::Alone => return self.at,
                    Foreign::End => false,
                },
            };
            if !goes_on {
                return end;
            }
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b' ')
    }

    /// `Iraq's` ends at `Iraq`; `O'Neill` and `don't` go on.
    fn apostrophe(&mut self, len: usize) -> bool {
        let after = self.at + len;
        let next = self.byte(after);
        if next.is_ascii_digit() {
            return false;
        }
        let letter = next.is_ascii_alphabetic()
            || (!next.is_ascii() && self.char_at(after).is_some_and(char::is_alphabetic));
        if !letter {
            return false;
        }
        let beyond = self.char_at(after + 1).filter(|_| next.is_ascii());
        if next.eq_ignore_ascii_case(&b's') && !beyond.is_some_and(char::is_alphanumeric) {
            self.at = after + 1;
            return false;
        }
        self.at = after;
        true
    }

    /// Between single letters it makes an acronym, between digits a decimal number.
    fn full_stop(&mut self, word: &mut String) -> bool {
        let next = self.byte(self.at + 1);
        let last = word.as_bytes().last().copied().unwrap_or(b' ');
        let decimal = last.is_ascii_digit() && next.is_ascii_digit();
        let acronym = self.cut == Cut::Text
            && next.is_ascii_alphabetic()
            && is_acronym(word)
            && !self.byte(self.at + 2).is_ascii_alphanumeric()
            && self.byte(self.at + 2).is_ascii();
        if decimal || acronym {
            word.push('.');
            self.at += 1;
            return true;
        }
        // The stop that ends `U.S.` may carry a possessive.
        if is_acronym(word)
            && let Some(mark) = self.char_at(self.at + 1).filter(|c| *c == '\'' || fold::is_apostrophe(*c))
        {
            self.at += 1;
            return self.apostrophe(mark.len_utf8());
        }
        false
    }

    /// `1,234` is 1234.
    fn comma(&mut self, word: &str) -> bool {
        let digits = word.bytes().last().is_some_and(|b| b.is_ascii_digit());
        let thousands = (1..=3).all(|n| self.byte(self.at + n).is_ascii_digit())
            && !self.byte(self.at + 4).is_ascii_alphanumeric();
        if digits && thousands {
            self.at += 1;
        }
        digits && thousands
    }

    /// `AT&T`, `R&D`, `S&P`.
    fn ampersand(&mut self, word: &mut String) -> bool {
        let joins = self.cut == Cut::Text && self.byte(self.at + 1).is_ascii_alphanumeric();
        if joins {
            word.push('&');
            self.at += 1;
        }
        joins
    }

    /// A character beyond ASCII, inside or right after a word.
    fn foreign(&mut self, word: &mut String) -> Foreign {
        let Some(char) = self.char_at(self.at) else {
            return Foreign::End;
        };
        let len = char.len_utf8();
        if fold::is_apostrophe(char) {
            return Foreign::Apostrophe(len);
        }
        if fold::is_invisible(char) {
            self.at += len;
            return Foreign::Taken;
        }
        if !fold::is_word(char) {
            return Foreign::End;
        }
        if fold::stands_alone(char) {
            // One word a character, as the script puts no spaces.
            if !word.is_empty() {
                return Foreign::End;
            }
            fold::push(char, word);
            self.at += len;
            return Foreign::Alone;
        }
        fold::push(char, word);
        self.at += len;
        Foreign::Taken
    }
}

enum Foreign {
    Taken,
    Alone,
    Apostrophe(usize),
    End,
}

/// Single letters with full stops between them.
fn is_acronym(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() % 2 == 1
        && bytes
            .iter()
            .enumerate()
            .all(|(n, b)| if n % 2 == 0 { b.is_ascii_alphabetic() } else { *b == b'.' })
}
