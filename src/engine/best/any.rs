//! Any of several words: what is asked, and the best stories that have them.
//!
//! The engine's own union goes from story to story and sorts its lists at every step, with a bound for each list
//! that no story reaches. Here the highest score that a term really has is known ([`Known`]), so that soon most lists
//! need not be walked at all (MaxScore: Turtle and Flood 1995), and those that must be are added up block by block into
//! a window of scores. Not for what else a query may hold: that goes through the engine.

use std::ops::Range;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{
    BooleanQuery, BoostQuery, EnableScoring, Occur, Query as EngineQuery, TermQuery, Weight,
};
use tantivy::{DocId, Score, SegmentReader, TERMINATED, Term};

use super::Offer;
use crate::engine::Engine;
use crate::engine::lower::Boxed;
use crate::engine::terms::{self, BLOCK, Known};
use crate::error::Result;

/// A union of words with their boosts. To the engine it is the query that it would be without us.
#[derive(Debug, Clone)]
pub(in crate::engine) struct AnyOf {
    words: Vec<(Term, f32)>,
    whole: BooleanQuery,
}

impl EngineQuery for AnyOf {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        self.whole.weight(scoring)
    }
}

/// Any of the queries, each with its boost; `None` where there are none.
pub(in crate::engine) fn any_of(parts: Vec<(Boxed, f32)>) -> Option<Boxed> {
    let mut words = Some(Vec::new());
    for (query, boost) in &parts {
        let more = words_of(query.as_ref(), *boost);
        words = words.zip(more).map(|(words, more)| [words, more].concat());
    }
    let boosted = |(query, boost): (Boxed, f32)| -> Boxed {
        if boost == 1.0 { query } else { Box::new(BoostQuery::new(query, boost)) }
    };
    let mut parts: Vec<Boxed> = parts.into_iter().map(boosted).collect();
    if parts.len() < 2 {
        return parts.pop();
    }
    let whole = BooleanQuery::new(parts.into_iter().map(|part| (Occur::Should, part)).collect());
    Some(match words {
        Some(words) => Box::new(AnyOf { words, whole }),
        None => Box::new(whole),
    })
}

/// The words of a word or a union; `None` for all else, and for boosts that the engine must answer for.
fn words_of(query: &dyn EngineQuery, boost: f32) -> Option<Vec<(Term, f32)>> {
    if !(boost >= 0.0 && boost.is_finite()) {
        return None;
    }
    if let Some(term) = query.downcast_ref::<TermQuery>() {
        return Some(vec![(term.term().clone(), boost)]);
    }
    let inner = query.downcast_ref::<AnyOf>()?;
    Some(inner.words.iter().map(|(term, inner)| (term.clone(), inner * boost)).collect())
}

/// The words of a union in the order of its terms, each with what is known of it and its boost.
pub(super) struct Union(Vec<(Term, Arc<Known>, f32)>);

impl Union {
    pub(super) fn new(engine: &Engine, any: &AnyOf) -> Result<Union> {
        let word = |(term, boost): &(Term, f32)| Ok((term.clone(), engine.known(term)?, *boost));
        any.words.iter().map(word).collect::<Result<_>>().map(Union)
    }

    /// Some of the words add nothing to a score.
    pub(super) fn has_silent(&self) -> bool {
        self.0.iter().any(|(_, _, boost)| *boost == 0.0)
    }

    /// Offers the stories of a stretch of a segment, in order, that score more than the threshold,
    /// which each offer may raise.
    pub(super) fn offer(
        &self,
        (segment, reader): (u32, &SegmentReader),
        stretch: &Range<DocId>,
        offer: &mut Offer<'_>,
    ) -> Result<()> {
        let mut lists = Vec::with_capacity(self.0.len());
        for (term, known, boost) in &self.0 {
            let Some(blocks) = known.blocks(reader, segment, term)? else { continue };
            let norms = terms::norms(reader, term)?;
            let most = known.most(segment) * boost;
            let mut list = List { blocks, at: 0, norms, known, boost: *boost, most };
            list.seek(stretch.start);
            lists.push(list);
        }
        lists.sort_by(|a, b| a.most.total_cmp(&b.most));
        Race::new(lists).run(stretch.end, offer);
        Ok(())
    }
}

/// The postings of a word in a segment.
struct List<'k> {
    blocks: BlockSegmentPostings,
    /// Place in the block.
    at: usize,
    norms: FieldNormReader,
    known: &'k Known,
    boost: f32,
    /// The highest score that it gives.
    most: Score,
}

impl List<'_> {
    /// Blocks that are not full are filled up with [`TERMINATED`].
    fn doc(&self) -> DocId {
        self.blocks.doc(self.at)
    }

    fn score(&self, doc: DocId, at: usize) -> Score {
        self.known.weight.score(self.norms.fieldnorm_id(doc), self.blocks.freq(at)) * self.boost
    }

    fn seek(&mut self, target: DocId) {
        if self.doc() < target {
            self.at = self.blocks.seek(target);
        }
    }

    /// Adds its scores before `end` to the window.
    fn add(&mut self, window: &mut Window, end: DocId) {
        loop {
            let docs = self.blocks.docs();
            while let Some(doc) = docs.get(self.at) {
                if *doc >= end {
                    return;
                }
                window.add(*doc, self.score(*doc, self.at));
                self.at += 1;
            }
            if docs.len() < BLOCK {
                return;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }
}

/// All lists, those first that give least.
struct Race<'k> {
    lists: Vec<List<'k>>,
    /// The most that each list and all before it give together.
    sums: Vec<Score>,
}

/// Room for what adding in another order makes of a sum.
const ROUNDING: Score = 1.0 + 1e-6;

impl<'k> Race<'k> {
    fn new(lists: Vec<List<'k>>) -> Self {
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
            list.seek(doc);
            if list.doc() == doc {
                score += list.score(doc, list.at);
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
struct Window {
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
    fn add(&mut self, doc: DocId, score: Score) {
        let at = (doc - self.start) as usize;
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
