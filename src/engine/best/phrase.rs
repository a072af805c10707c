//! The best stories with a phrase.
//!
//! Where words stand is read only in stories that could be among the best if the rarest word stood in the phrase
//! each time: to read places is what takes long. The engine reads them in every story that has the words.

use std::ops::Range;
use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, PhraseQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, Term};

use super::Offer;
use crate::engine::Engine;
use crate::engine::terms::{self, Known};
use crate::error::Result;

/// A phrase without gaps: its words in their order.
pub(super) struct Phrase {
    words: Vec<(Term, Arc<Known>)>,
    weight: Bm25Weight,
}

impl Phrase {
    pub(super) fn new(engine: &Engine, phrase: &PhraseQuery) -> Result<Phrase> {
        let terms = phrase.phrase_terms();
        let weight = Bm25Weight::for_terms(&engine.stats, &terms)?;
        let known = |term: Term| Ok((term.clone(), engine.known(&term)?));
        Ok(Phrase { words: terms.into_iter().map(known).collect::<Result<_>>()?, weight })
    }

    /// Offers the stories of a stretch of a segment, in order, that score more than the threshold,
    /// which each offer may raise.
    pub(super) fn offer(
        &self,
        (segment, reader): (u32, &SegmentReader),
        stretch: &Range<DocId>,
        offer: &mut Offer<'_>,
    ) -> Result<()> {
        let Some((first, _)) = self.words.first() else { return Ok(()) };
        let norms = terms::norms(reader, first)?;
        let mut lists = Vec::with_capacity(self.words.len());
        for ((term, known), before) in self.words.iter().zip((1..=self.words.len() as u32).rev()) {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(postings) = known.postings(reader, segment, term, option)? else { return Ok(()) };
            lists.push(List { postings, before });
        }
        lists.sort_by_key(|list| list.postings.doc_freq());
        let Some((rarest, others)) = lists.split_first_mut() else { return Ok(()) };
        let mut places = Places::default();
        let mut doc = rarest.seek(stretch.start);
        while doc < stretch.end {
            let norm = norms.fieldnorm_id(doc);
            let could_win =
                |times: u32, offer: &Offer<'_>| self.weight.score(norm, times) > offer.threshold();
            let mut most = rarest.postings.term_freq();
            let together = could_win(most, offer)
                && others.iter_mut().all(|list| {
                    let there = list.seek(doc) == doc;
                    most = most.min(if there { list.postings.term_freq() } else { 0 });
                    there
                });
            if together && could_win(most, offer) {
                let times = places.count(rarest, others);
                let score = self.weight.score(norm, times);
                if times > 0 && score > offer.threshold() {
                    offer.take(doc, score);
                }
            }
            doc = rarest.postings.advance();
        }
        Ok(())
    }
}

/// The postings of a word.
struct List {
    postings: SegmentPostings,
    /// How far the word stands before the end of the phrase.
    before: u32,
}

impl List {
    fn seek(&mut self, target: DocId) -> DocId {
        if self.postings.doc() < target { self.postings.seek(target) } else { self.postings.doc() }
    }
}

/// Where the phrase ends in a story, as far as its words have been looked at.
#[derive(Default)]
struct Places {
    ends: Vec<u32>,
    of_word: Vec<u32>,
}

impl Places {
    /// How often the phrase stands in the story that all lists are at.
    fn count(&mut self, rarest: &mut List, others: &mut [List]) -> u32 {
        rarest.postings.positions_with_offset(rarest.before, &mut self.ends);
        for list in others {
            if self.ends.is_empty() {
                return 0;
            }
            list.postings.positions_with_offset(list.before, &mut self.of_word);
            let mut of_word = self.of_word.iter().peekable();
            self.ends.retain(|end| {
                while of_word.next_if(|place| *place < end).is_some() {}
                of_word.peek() == Some(&end)
            });
        }
        self.ends.len() as u32
    }
}
