//! How good a ranking is, against judgements: topics, judgements, runs, measures, paired tests.
//!
//! Text in, numbers out. It knows no engine, no index and no terminal: who answered the topics, and how
//! the figures look, is not its business. File formats are those of TREC.

mod compare;
mod measures;
mod qrels;
mod run;
mod topics;

pub use compare::{Comparison, compare};
pub use measures::{DEPTH, MEASURES, Measure, Scores, TopicScores, means, score};
pub use qrels::Qrels;
pub use run::Run;
pub use topics::{Topic, each as each_topic, topics};
