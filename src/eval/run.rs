//! Runs: the answers to each topic, best first (`topic Q0 id rank score name`, as trec_eval reads them).

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use crate::error::{Error, ErrorKind, Result};

/// Answers by topic.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    topics: BTreeMap<String, Vec<Answer>>,
}

/// A story found for a topic.
#[derive(Debug, Clone, PartialEq)]
struct Answer {
    story: String,
    score: f64,
}

impl Run {
    /// A run without answers.
    pub fn new() -> Run {
        Run::default()
    }

    /// Adds a story to the answers of a topic. A story that is there already keeps its first place: of two
    /// sources that carry one id, judgements know only the id.
    pub fn add(&mut self, topic: &str, answers: impl IntoIterator<Item = (String, f64)>) {
        let list = self.topics.entry(topic.to_owned()).or_default();
        let mut seen: HashSet<String> = list.iter().map(|answer| answer.story.clone()).collect();
        for (story, score) in answers {
            if seen.insert(story.clone()) {
                list.push(Answer { story, score });
            }
        }
    }

    /// Reads lines of six columns. Rank and name mean nothing: scores order a run. A story that is there
    /// twice for a topic keeps its first place.
    ///
    /// # Errors
    /// [`ErrorKind::Format`], at its line: not six columns, a score that is no number.
    pub fn parse(text: &str) -> Result<Run> {
        let mut run = Run::default();
        for (n, line) in (1u64..).zip(text.trim_start_matches('\u{feff}').lines()) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what: String| Error::new(ErrorKind::Format, what).at_line(n);
            let columns: Vec<&str> = line.split_whitespace().collect();
            let [topic, _, story, _, score, _] = columns.as_slice() else {
                return Err(wrong(format!(
                    "an answer is `topic Q0 id rank score name`, not {} columns",
                    columns.len()
                )));
            };
            let Some(score) = score.parse::<f64>().ok().filter(|score| score.is_finite()) else {
                return Err(wrong(format!("a score is a number, not `{score}`")));
            };
            let answer = Answer { story: (*story).to_owned(), score };
            run.topics.entry((*topic).to_owned()).or_default().push(answer);
        }
        Ok(run)
    }

    /// The stories found for a topic in the order trec_eval puts them: by score, those of one score by
    /// their names backwards.
    pub fn order(&self, topic: &str) -> Vec<&str> {
        let mut answers: Vec<&Answer> = self.topics.get(topic).into_iter().flatten().collect();
        answers.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| b.story.cmp(&a.story)));
        let mut seen = HashSet::new();
        answers.into_iter().map(|answer| answer.story.as_str()).filter(|story| seen.insert(*story)).collect()
    }

    /// Has this topic any answers?
    pub fn answers(&self, topic: &str) -> bool {
        self.topics.get(topic).is_some_and(|answers| !answers.is_empty())
    }

    /// The run as a file, in the order of `topics`.
    pub fn to_text<'t>(&self, topics: impl IntoIterator<Item = &'t str>, name: &str) -> String {
        let mut text = String::new();
        for topic in topics {
            for (at, Answer { story, score }) in self.topics.get(topic).into_iter().flatten().enumerate() {
                let _ = writeln!(text, "{topic} Q0 {story} {} {score} {name}", at + 1);
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_order_a_run_and_names_backwards_where_they_tie() {
        let run = Run::parse("1 Q0 a 1 0.5 x\n1 Q0 c 2 0.5 x\n1 Q0 b 3 7e-1 x\n1 Q0 b 4 0.1 x\n").unwrap();
        assert_eq!(run.order("1"), ["b", "c", "a"]);
        assert!(run.order("2").is_empty());
    }

    #[test]
    fn a_run_written_is_the_run_read() {
        let mut run = Run::new();
        run.add("9", [("a".to_owned(), 2.25), ("b".to_owned(), 1.0), ("a".to_owned(), 0.5)]);
        let text = run.to_text(["9", "10"], "morgue");
        assert_eq!(text, "9 Q0 a 1 2.25 morgue\n9 Q0 b 2 1 morgue\n");
        assert_eq!(Run::parse(&text).unwrap(), run);
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (text, line, says) in [
            ("1 Q0 a 1 2\n", 1, "an answer is `topic Q0 id rank score name`, not 5 columns"),
            ("1 Q0 a 1 2 x\n1 Q0 b 1 NaN x\n", 2, "a score is a number, not `NaN`"),
        ] {
            let error = Run::parse(text).unwrap_err();
            assert_eq!((error.place.line, error.message.as_str()), (Some(line), says));
        }
    }
}
