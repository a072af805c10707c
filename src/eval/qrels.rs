//! Judgements: which stories answer which topic, and how well (`topic 0 id grade`, as trec_eval reads them).

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};

/// The grades of one topic by story.
pub type Grades = BTreeMap<String, i64>;

/// All judgements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Qrels {
    topics: BTreeMap<String, Grades>,
}

impl Qrels {
    /// Reads lines of four columns. A grade above 0 means that the story answers the topic; the second
    /// column means nothing. Empty lines and lines that start with `#` are passed over.
    ///
    /// # Errors
    /// [`ErrorKind::Format`], at its line: not four columns, a grade that is no whole number, the same
    /// story judged twice with different grades.
    pub fn parse(text: &str) -> Result<Qrels> {
        let mut topics: BTreeMap<String, Grades> = BTreeMap::new();
        for (n, line) in (1u64..).zip(text.trim_start_matches('\u{feff}').lines()) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what: String| Error::new(ErrorKind::Format, what).at_line(n);
            let columns: Vec<&str> = line.split_whitespace().collect();
            let [topic, _, story, grade] = columns.as_slice() else {
                return Err(wrong(format!(
                    "a judgement is `topic 0 id grade`, not {} columns",
                    columns.len()
                )));
            };
            let Ok(grade) = grade.parse::<i64>() else {
                return Err(wrong(format!("a grade is a whole number, not `{grade}`")));
            };
            let grades = topics.entry((*topic).to_owned()).or_default();
            if let Some(other) = grades.insert((*story).to_owned(), grade).filter(|other| *other != grade) {
                return Err(wrong(format!(
                    "`{story}` has grade {other} for topic `{topic}` in a line before"
                )));
            }
        }
        Ok(Qrels { topics })
    }

    /// The grades of a topic that has a story that answers it; topics without one say nothing of a ranking.
    pub fn answerable(&self, topic: &str) -> Option<&Grades> {
        self.topics.get(topic).filter(|grades| grades.values().any(|grade| *grade > 0))
    }

    /// Topics with a story that answers them, in the order of their names.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.topics.keys().map(String::as_str).filter(|topic| self.answerable(topic).is_some())
    }

    /// Every story judged, once.
    pub fn stories(&self) -> impl Iterator<Item = &str> {
        let all: std::collections::BTreeSet<&str> =
            self.topics.values().flat_map(|grades| grades.keys().map(String::as_str)).collect();
        all.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judgements_are_read_and_topics_without_an_answer_told_apart() {
        let qrels = Qrels::parse("1 0 a 1\n1\t0\tb 0\n\n2 0 a 0\n1 Q0 a 1\n").unwrap();
        assert_eq!(qrels.topics().collect::<Vec<_>>(), ["1"]);
        assert!(qrels.answerable("2").is_none());
        assert_eq!(qrels.stories().collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (text, line, says) in [
            ("1 0 a 1\n1 0 a\n", 2, "a judgement is `topic 0 id grade`, not 3 columns"),
            ("1 0 a high\n", 1, "a grade is a whole number, not `high`"),
            ("1 0 a 1\n1 0 a 2\n", 2, "`a` has grade 1 for topic `1` in a line before"),
        ] {
            let error = Qrels::parse(text).unwrap_err();
            assert_eq!((error.place.line, error.message.as_str()), (Some(line), says));
        }
    }
}
