//! The best scores so far, with everything that rounding may have put behind them.

use tantivy::DocAddress;

use super::below;

/// The best k scores so far and everything within the slack of the k-th.
pub(super) struct Pool {
    k: usize,
    limit: usize,
    /// Where the threshold began.
    least: f32,
    /// Scores at or below are out of reach.
    threshold: f32,
    docs: Vec<(f32, DocAddress)>,
}

impl Pool {
    /// For the best `k` that score more than `least`.
    pub(super) fn new(k: usize, least: f32) -> Self {
        Pool { k, limit: k.saturating_mul(2).max(16), least, threshold: least, docs: Vec::new() }
    }

    /// Scores at or below it are out of reach.
    pub(super) fn threshold(&self) -> f32 {
        self.threshold
    }

    /// There may be stories that score no more than the least, and there is room for them.
    pub(super) fn lacks(&self) -> bool {
        self.least > f32::MIN && self.docs.len() < self.k
    }

    /// What is left at the end.
    pub(super) fn best(mut self) -> Vec<(f32, DocAddress)> {
        self.cut();
        self.docs
    }

    pub(super) fn wants(&self, score: f32) -> bool {
        score > self.threshold
    }

    pub(super) fn offer(&mut self, score: f32, doc: DocAddress) {
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
        let floor = below(kth.0);
        self.threshold = self.threshold.max(floor);
        self.docs.retain(|(score, _)| *score > floor);
    }
}
