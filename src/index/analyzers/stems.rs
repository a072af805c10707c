//! English stems (Snowball) with a table of those met before: stemming is the dearest step of
//! indexing and news repeats its words.

use frostem::{Algorithm, Stemmer};
use std::borrow::Cow;

/// Slots of the table, a power of two; a word has two, and takes that of the word not met for longest.
const SLOTS: usize = 1 << 14;
/// Longest word the table takes, in bytes: three machine words, so that two are compared in three steps.
const WIDTH: usize = 24;

/// A word of the table, filled up with zeros.
type Padded = [u64; WIDTH / 8];

/// A stem is the start of its word, but for its last letter (`economi`, `happi`): so the two slots of a word are a
/// line of the processor's cache. What is not so is not kept.
#[derive(Clone)]
struct Slot {
    word: Padded,
    /// The story the word was last asked for in; see `stem`.
    story: u32,
    stem_len: u8,
    last: u8,
}

/// A stemmer with a memory. One a thread.
pub(super) struct Stems {
    slots: Vec<Slot>,
    stemmer: Stemmer,
    spill: String,
}

impl Stems {
    /// An empty table.
    pub(super) fn new() -> Self {
        let empty = Slot { word: Padded::default(), story: 0, stem_len: 0, last: 0 };
        Stems { slots: vec![empty; SLOTS], stemmer: Stemmer::new(Algorithm::English), spill: String::new() }
    }

    /// The stem of a folded word, and whether this is its first time since `story` changed (words
    /// that were pushed out of the table in between count again).
    pub(super) fn stem<'w>(&'w mut self, word: &'w str, story: u32) -> (&'w str, bool) {
        if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return (word, true);
        }
        let Some(padded) = padded(word.as_bytes()) else {
            return (self.compute(word), true);
        };
        let pair = pair_of(&padded);
        let at = match (self.slots[pair].word == padded, self.slots[pair + 1].word == padded) {
            (true, _) => pair,
            (_, true) => pair + 1,
            _ => {
                let stem = self.stemmer.stem(word);
                let Some(last) = last_letter(&stem, word) else { return (self.keep(stem), true) };
                let stem_len = stem.len() as u8;
                let age = |slot: &Slot| story.wrapping_sub(slot.story);
                let at = pair + usize::from(age(&self.slots[pair]) < age(&self.slots[pair + 1]));
                self.slots[at] = Slot { word: padded, story: story.wrapping_sub(1), stem_len, last };
                at
            }
        };
        let slot = &mut self.slots[at];
        let first = slot.story != story;
        slot.story = story;
        let length = usize::from(slot.stem_len);
        let start = &word[..length.saturating_sub(1)];
        // Most stems are the start of their word to the last letter.
        if word.as_bytes().get(start.len()) == Some(&slot.last) {
            return (&word[..length], first);
        }
        self.spill.clear();
        self.spill.push_str(start);
        self.spill.push(char::from(slot.last));
        (&self.spill, first)
    }

    fn compute<'w>(&'w mut self, word: &'w str) -> &'w str {
        let stem = self.stemmer.stem(word);
        self.keep(stem)
    }

    fn keep<'w>(&'w mut self, stem: Cow<'w, str>) -> &'w str {
        match stem {
            Cow::Borrowed(stem) => stem,
            Cow::Owned(stem) => {
                self.spill = stem;
                &self.spill
            }
        }
    }
}

/// The last letter of a stem that is otherwise the start of its word, which is all ASCII.
fn last_letter(stem: &str, word: &str) -> Option<u8> {
    let (last, start) = stem.as_bytes().split_last()?;
    word.as_bytes().starts_with(start).then_some(*last)
}

/// A word as the table holds it; `None` when it is too long.
fn padded(word: &[u8]) -> Option<Padded> {
    let mut bytes = [0; WIDTH];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    let mut words = Padded::default();
    for (to, from) in words.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *to = u64::from_le_bytes(*from);
    }
    Some(words)
}

/// The first of a word's two slots. Multiplied and folded, as hashes of few words are: the upper bits are the mixed
/// ones.
fn pair_of(word: &Padded) -> usize {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let hash = word.iter().fold(0u64, |hash, part| (hash.rotate_left(23) ^ part).wrapping_mul(ODD));
    (hash >> 40) as usize & (SLOTS - 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_gives_the_same_stems_as_the_stemmer() {
        let mut stems = Stems::new();
        let long = "counterrevolutionarieswithoutend";
        for round in 1..3 {
            for (word, stem) in
                [("elections", "elect"), ("economies", "economi"), ("us", "us"), ("b52s", "b52s")]
            {
                assert_eq!(stems.stem(word, round).0, stem);
            }
            assert!(long.starts_with(&stems.stem(long, round).0[..20]));
        }
    }

    #[test]
    fn a_word_is_first_once_a_story() {
        let mut stems = Stems::new();
        assert!(stems.stem("elections", 7).1);
        assert!(!stems.stem("elections", 7).1);
        assert!(stems.stem("elections", 8).1);
    }
}
