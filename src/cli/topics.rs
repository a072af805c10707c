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

/// Topics of a file that gave no answer.
#[derive(Default)]
pub(super) struct Unread {
    file: String,
    /// What each is called, in the order of the file.
    names: Vec<String>,
    /// Topics of the file.
    pub(super) of: usize,
}

impl Unread {
    /// Says what is wrong with one, at once.
    pub(super) fn add(&mut self, name: String, error: &Error) {
        progress::complain(error);
        self.names.push(name);
    }

    /// What is said when all is done; `None` where every topic gave an answer.
    pub(super) fn error(&self) -> Option<Error> {
        let (names, of) = (self.names.join(", "), self.of);
        let what = format!("topics that could not be read: {} of {of}: {names}", self.names.len());
        let error = Error::new(ErrorKind::Query, what).at_path(&self.file);
        (!self.names.is_empty()).then_some(error)
    }
}

/// Those of a file that can be read; of the others it is said what is wrong.
///
/// # Errors
/// What is wrong with the file or with the flags: it is wrong for all.
pub(super) fn of_file(path: &Path, narrow: &NarrowArgs, globals: &Globals) -> Result<(Vec<Asked>, Unread)> {
    let file = path.to_string_lossy().into_owned();
    let text = text(path)?;
    narrow.parse("", globals)?;
    let (mut asked, mut unread) = (Vec::new(), Unread { file, ..Unread::default() });
    for topic in eval::each_topic(&text) {
        unread.of += 1;
        match topic {
            Err(error) => {
                let line = error.place.line.unwrap_or_default();
                unread.add(format!("line {line}"), &error.at_path(&unread.file));
            }
            Ok(Topic { id, query }) => match parse(&id, &query, narrow, globals) {
                Ok(parsed) => asked.push(Asked { topic: Some(id), text: query, parsed }),
                Err(error) => unread.add(format!("`{id}`"), &error),
            },
        }
    }
    Ok((asked, unread))
}

/// A topic asks for something: one with no query was cut off, and never means every story.
fn parse(id: &str, text: &str, narrow: &NarrowArgs, globals: &Globals) -> Result<Parsed> {
    if text.trim().is_empty() {
        let error = Error::new(ErrorKind::Query, "there is no query");
        return Err(named(id, error.with_hint("for every story write `*`")));
    }
    narrow.parse(text, globals).map_err(|error| named(id, error))
}

/// The error, with the topic it is of.
pub(super) fn named(id: &str, error: Error) -> Error {
    // The messages of a query have their headings and their carets.
    let heading = "morgue: error: ";
    let message = match error.message.starts_with(heading) {
        true => error.message.replace(heading, &format!("{heading}topic `{id}`: ")),
        false => format!("topic `{id}`: {}", error.message),
    };
    Error { message, ..error }
}

/// The topics of a file, for their ids.
///
/// # Errors
/// What is wrong with the file, and where.
pub(super) fn topics(path: &Path) -> Result<Vec<Topic>> {
    eval::topics(&text(path)?).map_err(|e| e.at_path(path.to_string_lossy()))
}

fn text(path: &Path) -> Result<String> {
    let text = match path.as_os_str() == "-" {
        true => std::io::read_to_string(std::io::stdin().lock()),
        false => std::fs::read_to_string(path),
    };
    text.map_err(|e| Error::io("reading", &e).at_path(path.to_string_lossy()))
}
