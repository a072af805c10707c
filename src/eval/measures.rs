//! The measures: average precision, nDCG@10, precision at 10, recall at 1000, reciprocal rank.
//!
//! As trec_eval counts them (`map`, `ndcg_cut.10`, `P.10`, `recall.1000`, `recip_rank`): a story answers a
//! topic when its grade is above 0; its gain is its grade; the discount of rank r is log2(r + 1). Means are
//! over every topic with a story that answers it, as with trec_eval's `-c`: one without answers in the run
//! counts as 0.

use super::qrels::{Grades, Qrels};
use super::run::Run;

/// Ranks looked at.
pub const DEPTH: usize = 1000;

/// How far the measures of the first page look.
const PAGE: usize = 10;

/// The figures of one topic, or their means, in the order of [`MEASURES`].
pub type Scores = [f64; 5];

/// A measure: its name and where it stands in [`Scores`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// What it is called in tables and JSON.
    pub name: &'static str,
    /// One line for help.
    pub about: &'static str,
}

/// All measures.
pub static MEASURES: [Measure; 5] = [
    Measure { name: "AP", about: "average precision" },
    Measure { name: "nDCG@10", about: "discounted gain of the first ten, of the best there could be" },
    Measure { name: "P@10", about: "answers among the first ten" },
    Measure { name: "R@1000", about: "answers found among the first thousand" },
    Measure { name: "RR", about: "one over the rank of the first answer" },
];

/// How one topic fared.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicScores {
    /// The topic's id.
    pub topic: String,
    /// Stories that answer it.
    pub relevant: usize,
    /// Its figures.
    pub scores: Scores,
}

/// Scores a run topic by topic: those with a number for a name by their number, then the others by name.
pub fn score(qrels: &Qrels, run: &Run) -> Vec<TopicScores> {
    let mut rows = Vec::new();
    for topic in qrels.topics() {
        let Some(grades) = qrels.answerable(topic) else { continue };
        let relevant = grades.values().filter(|grade| **grade > 0).count();
        rows.push(TopicScores { topic: topic.to_owned(), relevant, scores: of(grades, &run.order(topic)) });
    }
    rows.sort_by_cached_key(|row| (row.topic.parse::<u64>().unwrap_or(u64::MAX), row.topic.clone()));
    rows
}

/// Means over topics; zeros where there are none.
pub fn means(rows: &[TopicScores]) -> Scores {
    let mut means = Scores::default();
    for row in rows {
        for (mean, score) in means.iter_mut().zip(row.scores) {
            *mean += score / rows.len() as f64;
        }
    }
    means
}

fn of(grades: &Grades, order: &[&str]) -> Scores {
    let (mut hits, mut precisions, mut gain, mut first, mut page) = (0u32, 0.0, 0.0, 0.0, 0u32);
    for (rank, story) in (1u32..).zip(order.iter().take(DEPTH)) {
        let grade = grades.get(*story).copied().unwrap_or(0);
        if grade <= 0 {
            continue;
        }
        hits += 1;
        precisions += f64::from(hits) / f64::from(rank);
        if hits == 1 {
            first = 1.0 / f64::from(rank);
        }
        if rank as usize <= PAGE {
            page += 1;
            gain += grade as f64 * discount(rank);
        }
    }
    let mut ideal: Vec<i64> = grades.values().copied().filter(|grade| *grade > 0).collect();
    let relevant = ideal.len() as f64;
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let best: f64 = (1u32..).zip(ideal.iter().take(PAGE)).map(|(rank, g)| *g as f64 * discount(rank)).sum();
    [precisions / relevant, gain / best, f64::from(page) / PAGE as f64, f64::from(hits) / relevant, first]
}

fn discount(rank: u32) -> f64 {
    1.0 / f64::from(rank + 1).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: answers at ranks 2 and 3, a third not found; grades 2, 1, 1.
    #[test]
    fn figures_are_those_worked_out_by_hand() {
        let qrels = Qrels::parse("1 0 a 2\n1 0 b 1\n1 0 c 1\n1 0 d 0\n2 0 a 1\n3 0 a 0\n").unwrap();
        let run = Run::parse("1 Q0 d 1 9 x\n1 Q0 a 2 8 x\n1 Q0 b 3 7 x\n3 Q0 a 1 1 x\n").unwrap();
        let rows = score(&qrels, &run);
        assert_eq!(rows.iter().map(|row| row.topic.as_str()).collect::<Vec<_>>(), ["1", "2"]);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        let [ap, ndcg, page, recall, rr] = rows[0].scores;
        assert!(near(ap, (1.0 / 2.0 + 2.0 / 3.0) / 3.0));
        let (second, third) = (1.0 / 3f64.log2(), 0.5);
        assert!(near(ndcg, (2.0 * second + third) / (2.0 + second + third)));
        assert!(near(page, 0.2) && near(recall, 2.0 / 3.0) && near(rr, 0.5));
        assert_eq!(rows[1].scores, [0.0; 5]);
        assert!(near(means(&rows)[4], 0.25));
        assert_eq!(means(&[]), [0.0; 5]);
    }

    #[test]
    fn only_the_first_ten_are_a_page() {
        let qrels = Qrels::parse("1 0 s10 1\n1 0 s11 1\n").unwrap();
        let mut run = Run::new();
        run.add("1", (1..=12).map(|n| (format!("s{n}"), f64::from(100 - n))));
        let scores = score(&qrels, &run)[0].scores;
        assert_eq!(scores[2], 0.1);
        assert_eq!(scores[3], 1.0);
    }
}
