//! A word as the lists have it: lower case, without accents, the curly apostrophe made straight. It
//! allocates nothing and knows no list.

use unicode_normalization::char::decompose_canonical;

/// Longest word that is looked at, in bytes.
const LONGEST: usize = 48;

/// A folded word: lower case, accents and the curly apostrophe gone.
pub struct Folded {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Folded {
    /// Folds a word; what is longer than any name is cut.
    pub fn new(word: &str) -> Folded {
        let mut folded = Folded { bytes: [0; LONGEST], length: 0 };
        if word.is_ascii() {
            for (to, from) in folded.bytes.iter_mut().zip(word.as_bytes()) {
                *to = from.to_ascii_lowercase();
            }
            folded.length = word.len().min(LONGEST);
        } else {
            word.chars().for_each(|c| folded.push(c));
        }
        folded
    }

    /// Folds a name whose hyphen or apostrophe stands between spaces as one without them.
    pub fn joined(name: &str) -> Folded {
        let mut folded = Folded { bytes: [0; LONGEST], length: 0 };
        name.chars().filter(|c| *c != ' ').for_each(|c| folded.push(c));
        folded
    }

    fn push(&mut self, c: char) {
        for lower in c.to_lowercase() {
            let special = match lower {
                'ø' => "o",
                'ł' => "l",
                'đ' | 'ð' => "d",
                'ß' => "ss",
                'æ' => "ae",
                'œ' => "oe",
                'ı' => "i",
                'þ' => "th",
                'ə' => "a",
                '’' | '´' => "'",
                _ => "",
            };
            if !special.is_empty() {
                special.bytes().for_each(|b| self.byte(b));
                continue;
            }
            decompose_canonical(lower, |part| {
                if !('\u{300}'..='\u{36f}').contains(&part) {
                    let mut utf8 = [0; 4];
                    part.encode_utf8(&mut utf8).bytes().for_each(|b| self.byte(b));
                }
            });
        }
    }

    fn byte(&mut self, b: u8) {
        if self.length < LONGEST {
            self.bytes[self.length] = b;
            self.length += 1;
        }
    }

    /// The folded bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}
