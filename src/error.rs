//! One error type for the whole library: what went wrong, where, and what to do about it.
//!
//! It knows nothing of formats, engines or terminals; `output` and `cli` decide how it looks.

use std::fmt;

/// What sort of thing went wrong: decides the exit code and how a run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The operating system said no: missing file, permission, full disk.
    Io,
    /// Bytes are damaged: a truncated gzip, a bad checksum, a cut record.
    Corrupt,
    /// A limit that protects the machine was reached: depth, ratio, size, members, clauses.
    Limit,
    /// The bytes are whole but do not follow their format.
    Format,
    /// A query, date or flag that cannot be read.
    Query,
    /// The index is missing, damaged, or of another schema version.
    Index,
    /// Another process is writing to the index.
    Locked,
    /// The person stopped the run.
    Interrupted,
}

/// Where: a path relative to the corpus root, a member inside it, a line (from 1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// File, as shown to the person.
    pub path: Option<String>,
    /// Member inside an archive or a many-story file.
    pub member: Option<String>,
    /// Line in the file or member, from 1.
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(path) = &self.path else {
            return Ok(());
        };
        f.write_str(path)?;
        if let Some(member) = &self.member {
            write!(f, "::{member}")?;
        }
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        Ok(())
    }
}

/// Message (lower case, no full stop), place and hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Sort of error.
    pub kind: ErrorKind,
    /// Where it happened.
    pub place: Place,
    /// What happened.
    pub message: String,
    /// What the person can do.
    pub hint: Option<String>,
}

/// The library's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of `kind` that says `message`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, place: Place::default(), message: message.into(), hint: None }
    }

    /// An operating-system error met while doing `what` ("reading", "creating the index").
    pub fn io(what: &str, error: &std::io::Error) -> Self {
        Error::new(ErrorKind::Io, format!("{what}: {}", plain_io(error)))
    }

    /// The same error, placed in a file; a place already set inside stays.
    #[must_use]
    pub fn at_path(mut self, path: impl Into<String>) -> Self {
        self.place.path.get_or_insert_with(|| path.into());
        self
    }

    /// The same error, placed in a member.
    #[must_use]
    pub fn at_member(mut self, member: Option<String>) -> Self {
        if self.place.member.is_none() {
            self.place.member = member;
        }
        self
    }

    /// The same error, placed at a line (from 1).
    #[must_use]
    pub fn at_line(mut self, line: u64) -> Self {
        self.place.line.get_or_insert(line);
        self
    }

    /// The same error with advice.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// An operating-system message without Rust's "(os error 13)" tail.
fn plain_io(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(cut) => text[..cut].to_lowercase(),
        None => text,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.path.is_some() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_places_win() {
        let error = Error::new(ErrorKind::Corrupt, "unexpected end")
            .at_line(7)
            .at_line(9)
            .at_member(Some("a.txt".into()))
            .at_path("x.zip");
        assert_eq!(error.to_string(), "x.zip::a.txt:7: unexpected end");
    }
}
