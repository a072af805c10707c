//! Is one run better than another, or was it luck? Paired by topic.
//!
//! The randomisation test (Fisher's; Smucker, Allan and Carterette 2007 hold it the fittest for means of
//! precision): were both runs alike, each topic's difference could as well have had the other sign. p is how
//! often signs drawn at random give a mean at least as far from 0. The draws are the same on every machine.

use super::measures::{MEASURES, TopicScores, means};

/// Draws of signs.
const ROUNDS: u32 = 100_000;

/// Differences smaller than this are none: sums of floats in another order differ by less.
const NOTHING: f64 = 1e-12;

/// One measure of two runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Name of the measure.
    pub measure: &'static str,
    /// Mean of the first run less that of the second.
    pub difference: f64,
    /// Topics in which the first run is better.
    pub better: usize,
    /// Topics in which it is worse.
    pub worse: usize,
    /// Two-sided.
    pub p: f64,
}

/// Compares the first run with the second, measure by measure. Both must be scored against the same
/// judgements, so that their topics are the same.
pub fn compare(first: &[TopicScores], second: &[TopicScores]) -> Vec<Comparison> {
    let mut rows = Vec::new();
    for (at, measure) in MEASURES.iter().enumerate() {
        let differences: Vec<f64> =
            first.iter().zip(second).map(|(a, b)| a.scores[at] - b.scores[at]).collect();
        rows.push(Comparison {
            measure: measure.name,
            difference: means(first)[at] - means(second)[at],
            better: differences.iter().filter(|d| **d > NOTHING).count(),
            worse: differences.iter().filter(|d| **d < -NOTHING).count(),
            p: luck(&differences),
        });
    }
    rows
}

fn luck(differences: &[f64]) -> f64 {
    let moved: Vec<f64> = differences.iter().copied().filter(|d| d.abs() > NOTHING).collect();
    let seen = moved.iter().sum::<f64>().abs() - NOTHING;
    let mut draws = Draws(0x6d6f_7267_7565);
    let mut as_far = 0u32;
    for _ in 0..ROUNDS {
        let mut sum = 0.0;
        for signs in moved.chunks(64) {
            let mut bits = draws.next();
            for difference in signs {
                sum += if bits & 1 == 1 { *difference } else { -difference };
                bits >>= 1;
            }
        }
        as_far += u32::from(sum.abs() >= seen);
    }
    f64::from(as_far) / f64::from(ROUNDS)
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(values: &[f64]) -> Vec<TopicScores> {
        values
            .iter()
            .enumerate()
            .map(|(n, v)| TopicScores { topic: n.to_string(), relevant: 1, scores: [*v, 0.0, 0.0, 0.0, 0.0] })
            .collect()
    }

    #[test]
    fn the_same_run_twice_differs_by_luck_alone() {
        let row = &compare(&rows(&[0.5, 0.2]), &rows(&[0.5, 0.2]))[0];
        assert_eq!((row.difference, row.better, row.worse, row.p), (0.0, 0, 0, 1.0));
    }

    /// Eight topics, all better by the same: only the two draws of one sign throughout are as far, 2 in 256.
    #[test]
    fn p_is_near_what_counting_all_signs_gives() {
        let row = &compare(&rows(&[0.6; 8]), &rows(&[0.5; 8]))[0];
        assert!((row.difference - 0.1).abs() < 1e-9);
        assert_eq!((row.better, row.worse), (8, 0));
        assert!((row.p - 2.0 / 256.0).abs() < 0.002, "{}", row.p);
    }
}
