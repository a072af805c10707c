//! Topics: what was asked, one line each.

use std::collections::HashMap;

use crate::error::{Error, ErrorKind, Result};

/// A question with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// What judgements and runs call it.
    pub id: String,
    /// The query.
    pub query: String,
}

/// Reads `id<TAB>query` lines. Empty lines and lines that start with `#` are passed over.
///
/// # Errors
/// The first of those of [`each`].
pub fn topics(text: &str) -> Result<Vec<Topic>> {
    each(text).collect()
}

/// The same line by line: one that cannot be read says nothing of the others.
///
/// # Errors
/// [`ErrorKind::Format`], at its line: no tab, no id, an id with blanks (a TREC run has its columns apart by
/// them), an id given twice.
pub fn each(text: &str) -> impl Iterator<Item = Result<Topic>> {
    let mut seen: HashMap<&str, u64> = HashMap::new();
    let lines = (1u64..).zip(text.trim_start_matches('\u{feff}').lines());
    let lines = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(move |(n, line)| {
        let wrong = |what: String| Err(Error::new(ErrorKind::Format, what).at_line(n));
        let Some((id, query)) = line.split_once('\t') else {
            return wrong("a topic is `id<TAB>query`".into());
        };
        let id = id.trim();
        if id.is_empty() || id.contains(char::is_whitespace) {
            return wrong(format!("a topic's id is one word, not `{id}`"));
        }
        if let Some(first) = seen.get(id) {
            return wrong(format!("topic `{id}` is there twice, first in line {first}"));
        }
        seen.insert(id, n);
        Ok(Topic { id: id.to_owned(), query: query.trim().to_owned() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_topics_but_for_remarks() {
        let found = topics("# remark\n7\tlost opera\r\n\n8\t\"a dam\"\tagain \n").unwrap();
        let rows: Vec<_> = found.iter().map(|t| (t.id.as_str(), t.query.as_str())).collect();
        assert_eq!(rows, [("7", "lost opera"), ("8", "\"a dam\"\tagain")]);
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (text, line, says) in [
            ("1\ta\n2 b\n", 2, "a topic is `id<TAB>query`"),
            ("1\ta\n\n1\tb\n", 3, "topic `1` is there twice, first in line 1"),
            ("1 2\ta\n", 1, "a topic's id is one word, not `1 2`"),
        ] {
            let error = topics(text).unwrap_err();
            assert_eq!((error.place.line, error.message.as_str()), (Some(line), says));
        }
    }
}
