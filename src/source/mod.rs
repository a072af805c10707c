//! Where bytes come from: folders, files, containers; and how bytes become text.
//!
//! Knows no news format. Everything after it sees a [`Member`]: a named stream of plain bytes.

pub mod containers;
pub mod decode;
pub mod globs;
mod paths;
pub mod records;
mod roots;
mod stamp;
pub mod stream;
pub mod walk;

pub use containers::{open, open_stream};
pub use paths::{path_of, text_of, whole_text};
pub use roots::roots;
pub use stamp::{Stamp, fingerprint};
pub use stream::stream_error;
pub use walk::walk;

use crate::error::Error;
use std::cell::Cell;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::rc::Rc;

/// One thing named on the command line: a folder, or a file (then its folder is the root and only
/// the file is in scope).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Canonical folder that paths are relative to.
    pub folder: PathBuf,
    /// `None`: the whole folder. `Some(path)`: only this file or folder, relative to `folder`, `/`-separated.
    pub scope: Option<String>,
}

/// A regular file met on the walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where to open it.
    pub disk: PathBuf,
    /// Path relative to the root, `/`-separated; [`path_of`] gives the path again.
    pub path: String,
    /// Its size, times and number.
    pub stamp: Stamp,
}

/// What the walk yields, in a stable order (by path, bytewise).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A file to read.
    File(Found),
    /// Something left out on purpose: hidden, VCS folder, link out of the corpus, excluded.
    Skipped {
        /// Path relative to the root.
        path: String,
        /// Why, in a few words.
        reason: String,
    },
    /// Something that could not be looked at: permission, vanished.
    Failed(Error),
}

/// Which files to look at.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Globs; a file must match one of them, if there are any.
    pub include: Vec<String>,
    /// Globs; a file or folder that matches one is skipped.
    pub exclude: Vec<String>,
}

/// Limits that keep a hostile or broken container from eating the machine.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Containers inside containers.
    pub depth: usize,
    /// Inflated bytes of one file, all members together.
    pub inflated: u64,
    /// Inflated bytes for each stored byte, once past a first megabyte.
    pub ratio: u64,
    /// Members of one file.
    pub members: u64,
    /// Bytes of one nested archive held in memory (a zip inside a tar).
    pub nested: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { depth: 5, inflated: 64 << 30, ratio: 1000, members: 5_000_000, nested: 256 << 20 }
    }
}

/// A stream of plain bytes with a name.
pub struct Member<'a> {
    /// Path inside the container; `None` for a plain or merely compressed file.
    pub member: Option<String>,
    /// File name to take hints from: the innermost name without `.gz` and the like.
    pub name: String,
    /// How many bytes of the file itself have been taken so far, for whoever shows how far it is. A zip
    /// read in place counts as a whole.
    pub taken: Rc<Cell<u64>>,
    /// Why the container has nothing to read here: records of a kind that holds no story, all of a
    /// kind in one; the bytes are then none.
    pub passed_over: Option<String>,
    /// The bytes. The first `fill_buf` gives [`HEAD`](stream::HEAD) bytes, or all there are, for
    /// sniffing. A stream that breaks gives what it had, then an `io::Error`: see [`stream_error`].
    pub bytes: &'a mut dyn BufRead,
}

/// Called for each member; `Break` stops early. An error is about that member alone.
pub type Visit<'v> = dyn FnMut(&mut Member<'_>) -> ControlFlow<()> + 'v;
