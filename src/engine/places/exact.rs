//! Words as they are written: without stems, with their capitals and accents. The index has candidates, the stored
//! story the proof.

use super::spans::Place;
use crate::index::analyzers;
use crate::index::schema;
use crate::index::written::Running;
use crate::query::Letters;
use tantivy::schema::{Field as Column, Value};
use tantivy::store::StoreReader;
use tantivy::{DocId, SegmentReader, TantivyDocument};

/// Decompressed blocks of stored stories kept: candidates come in order.
const BLOCKS: usize = 4;

/// Words next to each other, and what is asked of their letters.
#[derive(Debug, Clone, PartialEq)]
pub struct Spelled {
    words: Vec<Spelling>,
    letters: Letters,
}

/// One word, folded and as typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spelling {
    pub term: String,
    pub form: String,
    written: String,
}

impl Spelled {
    /// Cuts the words of a query.
    pub fn new(text: &str, letters: Letters) -> Spelled {
        let mut words = Vec::new();
        analyzers::text_words(text, |word| {
            let written = straight(word.span.of(text));
            words.push(Spelling { term: word.term.to_owned(), form: word.form.to_owned(), written });
        });
        Spelled { words, letters }
    }

    pub(super) fn words(&self) -> &[Spelling] {
        &self.words
    }

    /// How many words; none for a text without letters.
    pub fn count(&self) -> usize {
        self.words.len()
    }

    /// Is a word of a story, folded and as written, the one asked for at place `n`?
    pub fn fits_at(&self, n: usize, form: &str, written: &str) -> bool {
        self.words.get(n).is_some_and(|wanted| self.fits(wanted, form, written))
    }

    fn fits(&self, wanted: &Spelling, form: &str, written: &str) -> bool {
        let upper = || written.chars().any(char::is_uppercase);
        let lower = || written.chars().any(char::is_lowercase);
        match self.letters {
            Letters::AsWritten => straight(written) == wanted.written,
            Letters::Some => wanted.form == form && upper(),
            Letters::All => wanted.form == form && upper() && !lower(),
            Letters::None => wanted.form == form && !upper(),
        }
    }
}

/// One kind of apostrophe for all.
fn straight(written: &str) -> String {
    written.replace(['’', '‘', 'ʼ', '＇'], "'")
}

/// The stored stories of a segment.
pub(super) struct Texts {
    store: StoreReader,
    column: Column,
}

impl Texts {
    pub(super) fn new(reader: &SegmentReader) -> tantivy::Result<Texts> {
        let store = reader.get_store_reader(BLOCKS).map_err(tantivy::TantivyError::from)?;
        Ok(Texts { store, column: reader.schema().get_field(schema::STORY)? })
    }

    /// Adds the places of the words in a story, in order. A damaged one has none: `morgue verify` speaks of it.
    pub(super) fn places(&self, doc: DocId, spelled: &Spelled, out: &mut Vec<Place>) {
        let Ok(stored) = self.store.get::<TantivyDocument>(doc) else { return };
        let bytes = stored.get_first(self.column).and_then(|value| value.as_bytes()).unwrap_or(&[]);
        let Ok(running) = Running::read(bytes) else { return };
        let mut found: Vec<Vec<u32>> = vec![Vec::new(); spelled.words.len()];
        running.each_word(|at, word, written| {
            for (wanted, places) in spelled.words.iter().zip(&mut found) {
                if wanted.form == word.form && spelled.fits(wanted, word.form, written) {
                    places.push(at);
                }
            }
        });
        let Some((first, rest)) = found.split_first() else { return };
        let length = spelled.words.len() as u32;
        let goes_on =
            |start: u32| (1..).zip(rest).all(|(n, places)| places.binary_search(&(start + n)).is_ok());
        out.extend(first.iter().filter(|start| goes_on(**start)).map(|&start| (start, start + length)));
    }
}
