//! Candidates for the best k by score: the engine's own pruned scoring, with room for its errors.
//!
//! Everything is kept that could be among the best k once float sums, block maxima and ties are allowed for. What
//! is hidden or outside the dates is sorted out as it is offered, so that it does not stand in the way of pruning.

use tantivy::DocAddress;
use tantivy::query::EnableScoring;

use super::lower::Boxed;
use super::window;
use super::{Engine, Plan};
use crate::error::Result;

/// Relative error allowed for between the engine's sums and ours.
const SLACK: f32 = 1e-5;

/// Everything that may be among the best `k` by score, with the engine's score.
pub(super) fn best(engine: &Engine, plan: &Plan, k: usize) -> Result<Vec<(f32, DocAddress)>> {
    let scoring = EnableScoring::enabled_from_statistics_provider(&engine.stats, &engine.searcher);
    let weight = query(plan).weight(scoring)?;
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
        weight.for_each_pruning(lowered(pool.threshold), &drawer.reader, &mut |doc, score| {
            if doc >= stretch.end {
                // Nothing beats this: the engine leaves the segment.
                return f32::INFINITY;
            }
            if alive.is_none_or(|alive| alive.is_alive(doc)) && !hidden.holds(doc) {
                pool.offer(score, DocAddress::new(segment, doc));
            }
            lowered(pool.threshold)
        })?;
    }
    pool.cut();
    Ok(pool.docs)
}

/// What the engine is asked: from the start of each stretch on where it can prune, and only inside them else.
fn query(plan: &Plan) -> Boxed {
    match &plan.dates {
        None => plan.matcher.box_clone(),
        Some(stretches) => {
            window::from_start(plan.matcher.as_ref(), stretches).unwrap_or_else(|| plan.dated())
        }
    }
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
    fn offer(&mut self, score: f32, doc: DocAddress) {
        if score <= self.threshold {
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
