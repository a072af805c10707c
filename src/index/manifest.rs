//! What has been read into the index, file by file: an append-only log of JSON lines.
//!
//! The log and the index change together or not at all: lines are appended and synced first, then
//! the engine commits with a [`Truth`] that says how much of which log is true. Whatever stands
//! behind it was never committed; readers do not look at it and the next writer cuts it off.
//!
//! Knows nothing of readers or walks: versions and reasons are text to it.

use super::trouble::{damaged, system};
use crate::error::Result;
use crate::source::Stamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// What became of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Its stories are in the index.
    #[default]
    Indexed,
    /// There was nothing in it.
    Empty,
    /// It holds no story: an image, code, a README.
    NotAStory,
    /// It, or a part of it, could not be read; stories of the rest are in the index.
    Failed,
}

/// Something about a part of a file that is not in the index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// The part; `None` for the whole file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Line, from 1, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Why.
    pub text: String,
    /// It was left out on purpose; else it failed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skipped: bool,
}

/// One source file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Number of its root.
    pub root: u32,
    /// Path below the root, `/`-separated, as `source::walk` writes it.
    pub path: String,
    /// What its stories carry as their key: another number for each time it is read, so that a file's old stories can
    /// stay until its new ones are all there.
    #[serde(default)]
    pub edition: u64,
    /// Bytes on disk.
    pub size: u64,
    /// Modification time, nanoseconds since the epoch.
    pub mtime: i64,
    /// Time of the last change of anything about the file, nanoseconds since the epoch: nobody can set it back. 0 where
    /// the system has none.
    #[serde(default)]
    pub ctime: i64,
    /// Which file it is on its disk; 0 where the system has no such number.
    #[serde(default)]
    pub inode: u64,
    /// When it was read, nanoseconds since the epoch.
    pub read: i64,
    /// XXH3-128 of its bytes, in hexadecimal.
    pub hash: String,
    /// Readers used, `name:version`, sorted.
    pub readers: Vec<String>,
    /// Fingerprint of everything else its stories depend on.
    pub options: String,
    /// Stories in the index.
    pub stories: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// The failure was the system's (permission, vanished): worth another try.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retry: bool,
    /// What failed or was left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub troubles: Vec<Trouble>,
}

impl FileRecord {
    /// What the system said of the file when it was read.
    pub fn stamp(&self) -> Stamp {
        Stamp { size: self.size, mtime: self.mtime, ctime: self.ctime, inode: self.inode }
    }

    /// The same with another stamp.
    #[must_use]
    pub fn stamped(self, stamp: Stamp) -> Self {
        FileRecord { size: stamp.size, mtime: stamp.mtime, ctime: stamp.ctime, inode: stamp.inode, ..self }
    }
}

/// A corpus root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootRecord {
    /// Its number, part of the keys of its files.
    pub id: u32,
    /// Relative to the index folder and written like `absolute`, so that both may move together; absent when they share no folder.
    pub relative: Option<String>,
    /// Where it was when last indexed, as `source::whole_text` writes it.
    pub absolute: String,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// A file was read; replaces what was known of it.
    File(FileRecord),
    /// A file is gone, with its stories.
    Gone {
        /// Number of its root.
        root: u32,
        /// Path below the root.
        path: String,
    },
    /// A root, new or moved.
    Root(RootRecord),
    /// A root, and all its files, are gone.
    RootGone {
        /// Its number.
        root: u32,
    },
}

impl Line {
    /// As it stands in the log: JSON, a tab, the XXH3-64 of that JSON in hexadecimal, a line end. The log as a whole has
    /// a checksum, too; this one tells which lines of a damaged log can still be believed.
    pub(super) fn written(&self) -> serde_json::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(self)?;
        let sum = xxh3_64(&line);
        line.extend(format!("\t{sum:016x}\n").bytes());
        Ok(line)
    }

    /// A line of the log, without its line end; `None` where it is not what was written.
    fn read(line: &[u8]) -> Option<Line> {
        let (json, sum) = line.split_at_checked(line.len().checked_sub(17)?)?;
        let right = sum == format!("\t{:016x}", xxh3_64(json)).as_bytes();
        right.then(|| serde_json::from_slice(json).ok()).flatten()
    }
}

/// How much of which log is true; the payload of a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// Number of the log file: `manifest-N.log`.
    pub log: u32,
    /// Bytes of it that are true.
    pub len: u64,
    /// XXH3-128 of those bytes, in hexadecimal.
    pub hash: String,
    /// The roots, again: without them nobody could read again what a damaged log told of.
    #[serde(default)]
    pub roots: Vec<RootRecord>,
}

/// What the log says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Files by root and path.
    pub files: BTreeMap<(u32, String), FileRecord>,
    /// Roots by number.
    pub roots: BTreeMap<u32, RootRecord>,
    /// Lines that later lines made void.
    pub void: usize,
    /// The highest edition so far.
    pub edition: u64,
}

impl Manifest {
    /// Takes in one line.
    pub fn apply(&mut self, line: Line) {
        match line {
            Line::File(file) => {
                self.edition = self.edition.max(file.edition);
                let old = self.files.insert((file.root, file.path.clone()), file);
                self.void += usize::from(old.is_some());
            }
            Line::Gone { root, path } => {
                self.void += 1 + usize::from(self.files.remove(&(root, path)).is_some());
            }
            Line::Root(root) => self.void += usize::from(self.roots.insert(root.id, root).is_some()),
            Line::RootGone { root } => {
                let before = self.files.len();
                self.files.retain(|(of, _), _| *of != root);
                self.void += 1 + before - self.files.len() + usize::from(self.roots.remove(&root).is_some());
            }
        }
    }

    /// A number that no reading of a file had before.
    pub fn next_edition(&mut self) -> u64 {
        self.edition += 1;
        self.edition
    }

    /// Stories of all files.
    pub fn stories(&self) -> u64 {
        self.files.values().map(|file| file.stories).sum()
    }

    /// Reads the true part of an open log.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Index`] when the log is shorter than its truth, or says something else.
    pub fn read(dir: &Path, mut log: &File, truth: &Truth) -> Result<Manifest> {
        let mut bytes = Vec::new();
        log.seek(SeekFrom::Start(0))
            .and_then(|_| log.take(truth.len).read_to_end(&mut bytes))
            .map_err(|e| system("reading its manifest", &e))?;
        if bytes.len() as u64 != truth.len || hex(xxh3_128(&bytes)) != truth.hash {
            return Err(damaged(dir, "its manifest is not the one its last commit saw"));
        }
        let mut manifest = Manifest::default();
        for line in bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            let line =
                Line::read(line).ok_or_else(|| damaged(dir, "a line of its manifest cannot be read"))?;
            manifest.apply(line);
        }
        Ok(manifest)
    }

    /// What can still be believed of the bytes of a damaged log; true: all of it.
    pub(super) fn salvage(bytes: &[u8]) -> (Manifest, bool) {
        let (mut manifest, mut whole) = (Manifest::default(), true);
        for line in bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            match Line::read(line) {
                Some(line) => manifest.apply(line),
                None => whole = false,
            }
        }
        (manifest, whole)
    }
}

/// Opens the log of a truth for reading.
pub(super) fn open_log(data: &Path, truth: &Truth) -> io::Result<File> {
    File::open(log_path(data, truth.log))
}

/// Where a log is.
pub(super) fn log_path(data: &Path, number: u32) -> PathBuf {
    data.join(format!("manifest-{number}.log"))
}

/// A hash as it is written down.
pub fn hex(hash: u128) -> String {
    format!("{hash:032x}")
}
