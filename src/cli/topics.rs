//! What is asked: the query of the command line, or those of a file of topics. All are read before the first is asked,
//! so that no typo waits for an index; one that cannot be read does not stop the others.

use std::path::Path;

use super::args::Globals;
use super::narrow::{NarrowArgs, QueryArgs};
use super::progress;
use crate::error::{Error, ErrorKind, Result};
use crate::eval::{self, Topic};
use crate::query::{Parsed, Query};

/// A query that is read.
pub(super) struct Asked {
    /// What the topics file calls it.
    pub topic: Option<String>,
    /// As typed.
    pub text: String,
    /// As read, with the flags joined to it.
    pub parsed: Parsed,
}

/// The one query of the command line; how it was read is said.
///
/// # Errors
/// [`ErrorKind::Query`], with a caret under the place.
pub(super) fn one(query: &QueryArgs, globals: &Globals) -> Result<Asked> {
    let text = query.text();
    let parsed = query.narrow.parse(&text, globals)?;
    progress::notes(globals, &parsed);
    if !query.query.is_empty() && parsed.tree == Query::Everything && text.trim().is_empty() {
        progress::remark(globals, "the query is empty: every story is meant");
    }
    Ok(Asked { topic: None, text, parsed })
}

/// Those of a file that can be read, and what to say of the others when all is done. Each of the others is told of at
/// once, at its place.
///
/// # Errors
/// What is wrong with the file or with the flags: it is wrong for all.
pub(super) fn of_file(
    path: &Path,
    narrow: &NarrowArgs,
    globals: &Globals,
) -> Result<(Vec<Asked>, Option<Error>)> {
    let topics = topics(path)?;
    narrow.parse("", globals)?;
    let (mut asked, mut unread) = (Vec::with_capacity(topics.len()), Vec::new());
    for Topic { id, query } in topics {
        match parse(&id, &query, narrow, globals) {
            Ok(parsed) => {
                asked.push(Asked { topic: Some(id), text: query, parsed });
            }
            Err(error) => {
                progress::complain(&error);
                unread.push(format!("`{id}`"));
            }
        }
    }
    let error = (!unread.is_empty()).then(|| {
        let count = unread.len() + asked.len();
        let what =
            format!("topics that could not be read: {} of {count}: {}", unread.len(), unread.join(", "));
        Error::new(ErrorKind::Query, what).at_path(path.to_string_lossy())
    });
    Ok((asked, error))
}

/// A topic asks for something: one with no query was cut off, and never means every story.
fn parse(id: &str, text: &str, narrow: &NarrowArgs, globals: &Globals) -> Result<Parsed> {
    if text.trim().is_empty() {
        let error = Error::new(ErrorKind::Query, format!("topic `{id}`: there is no query"));
        return Err(error.with_hint("for every story write `*`"));
    }
    narrow.parse(text, globals).map_err(|error| {
        let heading = format!("morgue: error: topic `{id}`: ");
        // Every message of a query has its heading and its carets.
        Error { message: error.message.replace("morgue: error: ", &heading), ..error }
    })
}

/// The topics of a file.
///
/// # Errors
/// What is wrong with the file, and where.
pub(super) fn topics(path: &Path) -> Result<Vec<Topic>> {
    if path.as_os_str() == "-" {
        let text = std::io::read_to_string(std::io::stdin().lock());
        let text = text.map_err(|e| Error::io("reading topics", &e).at_path("-"))?;
        return eval::topics(&text).map_err(|e| e.at_path("-"));
    }
    super::eval::read(path, eval::topics)
}
