//! The best stories that have any of several words.
//!
//! The engine's own union goes from story to story and sorts its lists at every step, with a bound for each list
//! that no story reaches. Here the highest score that a term really has is known, so that soon most lists
//! need not be walked at all (MaxScore: Turtle and Flood 1995), and those that must be are added up block by block into
//! a window of scores.

use std::ops::Range;

use tantivy::{DocId, Score, SegmentReader, TERMINATED, Term};

use super::Offer;
use super::list::{List, Word};
use crate::engine::Engine;
use crate::error::Result;

/// Any of these words.
pub(super) struct Union(Vec<Word>);

impl Union {
    pub(super) fn new(engine: &Engine, words: Vec<(Term, f32)>) -> Result<Union> {
        words.into_iter().map(|word| Word::new(engine, word)).collect::<Result<_>>().map(Union)
    }

    /// Some of the words add nothing to a score.
    pub(super) fn has_silent(&self) -> bool {
        self.0.iter().any(Word::is_silent)
    }

    /// As many stories as are weighed are known to have this score or a higher one.
    pub(super) fn reached(&self) -> f32 {
        self.0.iter().map(Word::reached).fold(0.0, f32::max)
    }

    /// Offers the stories of a stretch of a segment, in order, that score more than the threshold,
    /// which each offer may raise.
    pub(super) fn offer(
        &self,
        (segment, reader): (u32, &SegmentReader),
        stretch: &Range<DocId>,
        offer: &mut Offer<'_>,
    ) -> Result<()> {
        let mut words: Vec<&Word> = self.0.iter().collect();
        words.sort_by(|a, b| a.most(segment).total_cmp(&b.most(segment)));
        let mut lists = Vec::with_capacity(words.len());
        for word in words {
            lists.extend(word.list(segment, reader, stretch.start)?);
        }
        Race::new(lists).run(stretch.end, offer);
        Ok(())
    }
}

/// All lists, those first that give least.
struct Race<'w> {
    lists: Vec<List<'w>>,
    /// The most that each list and all before it give together.
    sums: Vec<Score>,
}

/// Room for what adding in another order makes of a sum.
const ROUNDING: Score = 1.0 + 1e-6;

impl<'w> Race<'w> {
    fn new(lists: Vec<List<'w>>) -> Self {
        let add = |sum: &mut Score, list: &List<'_>| {
            *sum += list.most * ROUNDING;
            Some(*sum)
        };
        let sums = lists.iter().scan(0.0, add).collect();
        Race { lists, sums }
    }

    fn run(&mut self, end: DocId, offer: &mut Offer<'_>) {
        let mut window = Window::default();
        loop {
            // A story that is only in lists before this one cannot score enough.
            let first = self.sums.partition_point(|sum| *sum <= offer.threshold());
            let walked = self.lists.get(first..).unwrap_or_default();
            let Some(start) = walked.iter().map(List::doc).min().filter(|start| *start < end) else { return };
            let until = end.min(start.saturating_add(WIDTH));
            window.start = start;
            for list in self.lists.iter_mut().skip(first) {
                list.add(&mut window, until);
            }
            window.take(|doc, score| self.finish(first, doc, score, offer));
        }
    }

    /// Adds what the lists before `first` give a story, as long as it can still be among the best.
    fn finish(&mut self, first: usize, doc: DocId, mut score: Score, offer: &mut Offer<'_>) {
        let threshold = offer.threshold();
        for (list, sum) in self.lists.iter_mut().zip(&self.sums).take(first).rev() {
            if score + sum <= threshold {
                return;
            }
            if list.seek(doc) == doc {
                score += list.score();
            }
        }
        if score > threshold {
            offer.take(doc, score);
        }
    }
}

/// Documents whose scores are added up together.
const WIDTH: u32 = 2048;

/// The scores of documents next to each other.
pub(super) struct Window {
    start: DocId,
    scores: Vec<Score>,
    /// A bit for each document that has a score.
    there: Vec<u64>,
}

impl Default for Window {
    fn default() -> Self {
        Window { start: TERMINATED, scores: vec![0.0; WIDTH as usize], there: vec![0; WIDTH as usize / 64] }
    }
}

impl Window {
    pub(super) fn add(&mut self, doc: DocId, score: Score) {
        // Out of order, as in a damaged index, it is beyond the end.
        let at = doc.wrapping_sub(self.start) as usize;
        if let (Some(sum), Some(there)) = (self.scores.get_mut(at), self.there.get_mut(at / 64)) {
            *sum += score;
            *there |= 1 << (at % 64);
        }
    }

    /// Visits the documents in order and empties the window.
    fn take(&mut self, mut visit: impl FnMut(DocId, Score)) {
        for (n, there) in self.there.iter_mut().enumerate() {
            while *there != 0 {
                let at = n * 64 + there.trailing_zeros() as usize;
                *there &= *there - 1;
                if let Some(score) = self.scores.get_mut(at) {
                    visit(self.start + at as u32, std::mem::take(score));
                }
            }
        }
    }
}
