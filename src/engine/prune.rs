//! Candidates for the best k by score: the engine's own pruned scoring, with room for its errors.
//!
//! Everything is kept that could be among the best k once float sums, block maxima and ties are allowed for. What
//! is hidden or outside the dates is sorted out as it is offered, so that it does not stand in the way of pruning.
//! So are stories whose words are not in their place (near each other, in one sentence): this is dear to find out and
//! asked only of those that their words put among the best.

use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as EngineQuery, Scorer, Weight};
use tantivy::{DocAddress, DocId, SeekDangerResult, SegmentReader, TantivyError};

use super::lower::{Boxed, join};
use super::places::PlaceQuery;
use super::window;
use super::{Engine, Plan};
use crate::error::Result;

/// Relative error allowed for between the engine's sums and ours.
const SLACK: f32 = 1e-5;

/// Everything that may be among the best `k` by score, with the engine's score.
pub(super) fn best(engine: &Engine, plan: &Plan, k: usize) -> Result<Vec<(f32, DocAddress)>> {
    let scoring = EnableScoring::enabled_from_statistics_provider(&engine.stats, &engine.searcher);
    let (words, places) = if plan.sums { apart(plan.matcher.as_ref()) } else { (plan.summed(), Vec::new()) };
    let weight = within_dates(words, plan).weight(scoring)?;
    let silent = EnableScoring::disabled_from_searcher(&engine.searcher);
    let places: Vec<Box<dyn Weight>> =
        places.iter().map(|place| place.weight(silent)).collect::<tantivy::Result<_>>()?;
    let mut pool = Pool { k, limit: k.saturating_mul(2).max(16), threshold: f32::MIN, docs: Vec::new() };
    for (segment, drawer) in (0u32..).zip(&engine.drawers) {
        let stretch = plan.stretch(segment, drawer);
        if stretch.is_empty() {
            continue;
        }
        let slack = plan.slack(engine, segment)? * (1.0 + SLACK);
        let alive = drawer.reader.alive_bitset();
        let hidden = plan.hidden.of(segment, drawer)?;
        let lowered = |threshold: f32| if threshold > 0.0 { threshold / slack } else { threshold };
        let mut gates: Vec<Gate<'_>> = places
            .iter()
            .map(|weight| Gate { weight: weight.as_ref(), reader: &drawer.reader, scorer: None })
            .collect();
        let mut failed = None;
        weight.for_each_pruning(lowered(pool.threshold), &drawer.reader, &mut |doc, score| {
            if doc >= stretch.end {
                return STOP;
            }
            let wanted = alive.is_none_or(|alive| alive.is_alive(doc))
                && !hidden.holds(doc)
                && pool.wants(score)
                && gates.iter_mut().all(|gate| gate.lets_in(doc, &mut failed));
            if failed.is_some() {
                return STOP;
            }
            if wanted {
                pool.offer(score, DocAddress::new(segment, doc));
            }
            lowered(pool.threshold)
        })?;
        if let Some(error) = failed {
            return Err(error.into());
        }
    }
    pool.cut();
    Ok(pool.docs)
}

/// A threshold that nothing beats: the engine leaves the segment.
const STOP: f32 = f32::INFINITY;

/// Lets in the stories whose words are in their place; asked in the order of documents.
struct Gate<'e> {
    weight: &'e dyn Weight,
    reader: &'e SegmentReader,
    /// Made for the first story that is asked about.
    scorer: Option<Box<dyn Scorer>>,
}

impl Gate<'_> {
    fn lets_in(&mut self, doc: DocId, failed: &mut Option<TantivyError>) -> bool {
        let there = match &mut self.scorer {
            Some(scorer) => scorer.seek_danger(doc),
            None => match self.weight.scorer_danger(self.reader, doc, 1.0) {
                Ok((there, scorer)) => {
                    self.scorer = Some(scorer);
                    there
                }
                Err(error) => {
                    *failed = Some(error);
                    return false;
                }
            },
        };
        matches!(there, SeekDangerResult::Found)
    }
}

/// A query in two: what scores, and the filters of places that all must pass as well.
fn apart(query: &dyn EngineQuery) -> (Boxed, Vec<Boxed>) {
    let (mut words, mut places) = (Vec::new(), Vec::new());
    gather(query, &mut words, &mut places);
    if places.is_empty() {
        return (query.box_clone(), places);
    }
    match join(Occur::Must, words) {
        Some(words) => (words, places),
        None => (query.box_clone(), Vec::new()),
    }
}

fn gather(query: &dyn EngineQuery, words: &mut Vec<Boxed>, places: &mut Vec<Boxed>) {
    let clauses = query.downcast_ref::<BooleanQuery>().map(BooleanQuery::clauses);
    match clauses.filter(|clauses| clauses.iter().all(|(occur, _)| *occur == Occur::Must)) {
        Some(clauses) => clauses.iter().for_each(|(_, clause)| gather(clause.as_ref(), words, places)),
        None if query.is::<PlaceQuery>() => places.push(query.box_clone()),
        None => words.push(query.box_clone()),
    }
}

/// What the engine is asked: from the start of each stretch on where it can prune, and only inside them else.
fn within_dates(words: Boxed, plan: &Plan) -> Boxed {
    let Some(stretches) = &plan.dates else { return words };
    window::from_start(words.as_ref(), stretches).unwrap_or_else(|| window::within(words, stretches))
}

/// The best k scores so far and everything within the slack of the k-th.
struct Pool {
    k: usize,
    limit: usize,
    /// Scores at or below are out of reach.
    threshold: f32,
    docs: Vec<(f32, DocAddress)>,
}

impl Pool {
    fn wants(&self, score: f32) -> bool {
        score > self.threshold
    }

    fn offer(&mut self, score: f32, doc: DocAddress) {
        if !self.wants(score) {
            return;
        }
        self.docs.push((score, doc));
        if self.docs.len() >= self.limit {
            self.cut();
            // Ties at the k-th place may fill the pool: grow rather than cut at every offer.
            self.limit = self.limit.max(self.docs.len() * 2);
        }
    }

    fn cut(&mut self) {
        if self.docs.len() <= self.k {
            return;
        }
        let (_, kth, _) = self.docs.select_nth_unstable_by(self.k - 1, |a, b| b.0.total_cmp(&a.0));
        let floor = kth.0 - kth.0.abs().max(1e-6) * SLACK;
        self.threshold = self.threshold.max(floor);
        self.docs.retain(|(score, _)| *score > floor);
    }
}
