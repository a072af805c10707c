//! English stems (Snowball) with a table of those met before: stemming is the dearest step of
//! indexing and news repeats its words.

use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};

/// Slots of the table, a power of two; a slot holds the last word that fell on it.
const SLOTS: usize = 1 << 14;
/// Longest word the table takes, in bytes: three machine words, so that two are compared in three steps.
const WIDTH: usize = 24;

/// A word of the table, filled up with zeros.
type Padded = [u64; WIDTH / 8];

/// A stem is the start of its word, but for its last letter (`economi`, `happi`): so a slot is half a line of
/// the processor's cache, and twice as many are at hand. What is not so is not kept.
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
    stemmer: TextAnalyzer,
    spill: String,
}

impl Stems {
    /// An empty table.
    pub(super) fn new() -> Self {
        let empty = Slot { word: Padded::default(), story: 0, stem_len: 0, last: 0 };
        Stems {
            slots: vec![empty; SLOTS],
            stemmer: TextAnalyzer::builder(Whole).filter(Stemmer::new(Language::English)).build(),
            spill: String::new(),
        }
    }

    /// The stem of a folded word, and whether this is its first time since `story` changed (words
    /// that were pushed out of the table in between count again).
    pub(super) fn stem(&mut self, word: &str, story: u32) -> (&str, bool) {
        if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            self.spill.clear();
            self.spill.push_str(word);
            return (&self.spill, true);
        }
        let Some(padded) = padded(word.as_bytes()) else {
            self.compute(word);
            return (&self.spill, true);
        };
        let at = slot_of(&padded);
        if self.slots[at].word != padded {
            self.compute(word);
            let Some(last) = last_letter(&self.spill, word) else { return (&self.spill, true) };
            let stem_len = self.spill.len() as u8;
            self.slots[at] = Slot { word: padded, story: story.wrapping_sub(1), stem_len, last };
        }
        let slot = &mut self.slots[at];
        let first = slot.story != story;
        slot.story = story;
        self.spill.clear();
        self.spill.push_str(&word[..usize::from(slot.stem_len).saturating_sub(1)]);
        self.spill.push(char::from(slot.last));
        (&self.spill, first)
    }

    fn compute(&mut self, word: &str) {
        self.spill.clear();
        let mut stream = self.stemmer.token_stream(word);
        if stream.advance() {
            self.spill.push_str(&stream.token().text);
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
    for (to, from) in words.iter_mut().zip(bytes.chunks_exact(8)) {
        *to = from.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
    }
    Some(words)
}

/// Multiplied and folded, as hashes of few words are: the upper bits are the mixed ones.
fn slot_of(word: &Padded) -> usize {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let hash = word.iter().fold(0u64, |hash, part| (hash.rotate_left(23) ^ part).wrapping_mul(ODD));
    (hash >> 40) as usize & (SLOTS - 1)
}

/// The whole text as one token: the stemmer of the engine takes token streams only.
#[derive(Clone, Default)]
struct Whole;

struct WholeStream {
    token: Token,
    done: bool,
}

impl Tokenizer for Whole {
    type TokenStream<'a> = WholeStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WholeStream {
        WholeStream { token: Token { text: text.to_owned(), ..Token::default() }, done: false }
    }
}

impl TokenStream for WholeStream {
    fn advance(&mut self) -> bool {
        !std::mem::replace(&mut self.done, true)
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
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
