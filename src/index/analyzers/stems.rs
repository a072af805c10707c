//! English stems (Snowball) with a table of those met before: stemming is the dearest step of
//! indexing and news repeats its words.

use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};

/// Slots of the table, a power of two; a slot holds the last word that fell on it.
const SLOTS: usize = 1 << 14;
/// Longest word the table takes, in bytes.
const WIDTH: usize = 22;

#[derive(Clone)]
struct Slot {
    word_len: u8,
    stem_len: u8,
    word: [u8; WIDTH],
    stem: [u8; WIDTH],
    /// The story the word was last asked for in; see `stem`.
    story: u32,
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
        let empty = Slot { word_len: 0, stem_len: 0, word: [0; WIDTH], stem: [0; WIDTH], story: 0 };
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
        let bytes = word.as_bytes();
        if bytes.len() > WIDTH {
            self.compute(word);
            return (&self.spill, true);
        }
        let at = slot_of(bytes);
        let slot = &self.slots[at];
        if slot.word[..usize::from(slot.word_len)] != *bytes {
            self.compute(word);
            if self.spill.len() > WIDTH {
                return (&self.spill, true);
            }
            let slot = &mut self.slots[at];
            slot.word_len = bytes.len() as u8;
            slot.word[..bytes.len()].copy_from_slice(bytes);
            slot.stem_len = self.spill.len() as u8;
            slot.stem[..self.spill.len()].copy_from_slice(self.spill.as_bytes());
            slot.story = story.wrapping_sub(1);
        }
        let slot = &mut self.slots[at];
        let first = slot.story != story;
        slot.story = story;
        (std::str::from_utf8(&slot.stem[..usize::from(slot.stem_len)]).unwrap_or(""), first)
    }

    fn compute(&mut self, word: &str) {
        self.spill.clear();
        let mut stream = self.stemmer.token_stream(word);
        if stream.advance() {
            self.spill.push_str(&stream.token().text);
        }
    }
}

/// FNV-1a, folded: words are short and the table is small.
fn slot_of(word: &[u8]) -> usize {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in word {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    (hash ^ (hash >> 15)) as usize & (SLOTS - 1)
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
