//! What has been read into the index, file by file: an append-only log of JSON lines.
//!
//! The log and the index change together or not at all: lines are appended and synced first, then
//! the engine commits with a [`Truth`] that says how much of which log is true. Whatever stands
//! behind it was never committed; readers do not look at it and the next writer cuts it off.
//!
//! Knows nothing of readers or walks: versions and reasons are text to it.

use super::open::damaged;
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3Default;

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
    /// Path below the root, `/`-separated.
    pub path: String,
    /// Bytes on disk.
    pub size: u64,
    /// Modification time, nanoseconds since the epoch.
    pub mtime: i64,
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

/// A corpus root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootRecord {
    /// Its number, part of the keys of its files.
    pub id: u32,
    /// Relative to the index folder, so that both may move together; absent when they share no folder.
    pub relative: Option<String>,
    /// Where it was when last indexed.
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

/// How much of which log is true; the payload of a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// Number of the log file: `manifest-N.log`.
    pub log: u32,
    /// Bytes of it that are true.
    pub len: u64,
    /// XXH3-128 of those bytes, in hexadecimal.
    pub hash: String,
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
}

impl Manifest {
    /// Takes in one line.
    pub fn apply(&mut self, line: Line) {
        match line {
            Line::File(file) => {
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

    /// Stories of all files.
    pub fn stories(&self) -> u64 {
        self.files.values().map(|file| file.stories).sum()
    }

    /// Reads the true part of the log in `data`; no truth is an empty manifest.
    ///
    /// # Errors
    /// [`ErrorKind::Index`] when the log is shorter than its truth, or says something else.
    pub fn read(dir: &Path, data: &Path, truth: Option<&Truth>) -> Result<Manifest> {
        let mut manifest = Manifest::default();
        let Some(truth) = truth else {
            return Ok(manifest);
        };
        let mut bytes = Vec::new();
        let path = log_path(data, truth.log);
        File::open(&path)
            .and_then(|file| file.take(truth.len).read_to_end(&mut bytes))
            .map_err(|e| damaged(dir, &format!("its manifest: {e}")))?;
        let mut hash = Xxh3Default::new();
        hash.update(&bytes);
        if bytes.len() as u64 != truth.len || hex(hash.digest128()) != truth.hash {
            return Err(damaged(dir, "its manifest is not the one its last commit saw"));
        }
        for line in bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            let line =
                serde_json::from_slice(line).map_err(|e| damaged(dir, &format!("its manifest: {e}")))?;
            manifest.apply(line);
        }
        Ok(manifest)
    }
}

/// The log, open for appending.
pub(super) struct Log {
    data: PathBuf,
    file: File,
    hash: Xxh3Default,
    /// What has been appended and synced.
    end: Truth,
}

impl Log {
    /// Opens the log behind its truth and cuts off the rest; without a truth, starts log 1.
    pub(super) fn open(data: &Path, truth: Option<&Truth>) -> Result<Log> {
        let Some(truth) = truth else {
            return Log::create(data, 1);
        };
        let path = log_path(data, truth.log);
        let mut file =
            OpenOptions::new().read(true).write(true).open(&path).map_err(|e| Error::io("opening", &e))?;
        let mut hash = Xxh3Default::new();
        let mut bytes = Vec::new();
        (&mut file).take(truth.len).read_to_end(&mut bytes).map_err(|e| Error::io("reading", &e))?;
        hash.update(&bytes);
        file.set_len(truth.len).map_err(|e| Error::io("writing", &e))?;
        file.seek(SeekFrom::End(0)).map_err(|e| Error::io("writing", &e))?;
        Ok(Log { data: data.to_path_buf(), file, hash, end: truth.clone() })
    }

    fn create(data: &Path, number: u32) -> Result<Log> {
        let file = File::create(log_path(data, number)).map_err(|e| Error::io("writing", &e))?;
        let end = Truth { log: number, len: 0, hash: hex(Xxh3Default::new().digest128()) };
        Ok(Log { data: data.to_path_buf(), file, hash: Xxh3Default::new(), end })
    }

    /// Appends lines and syncs them; returns what will be true once the engine has committed.
    pub(super) fn append<'l>(&mut self, lines: impl IntoIterator<Item = &'l Line>) -> Result<Truth> {
        let mut bytes = Vec::new();
        for line in lines {
            serde_json::to_vec(line)
                .map(|line| bytes.extend(line))
                .map_err(|e| Error::new(ErrorKind::Index, format!("writing the manifest: {e}")))?;
            bytes.push(b'\n');
        }
        self.file
            .write_all(&bytes)
            .and_then(|()| self.file.sync_data())
            .map_err(|e| Error::io("writing the manifest", &e))?;
        self.hash.update(&bytes);
        self.end.len += bytes.len() as u64;
        self.end.hash = hex(self.hash.digest128());
        Ok(self.end.clone())
    }

    /// Starts the next log with nothing but what is still true.
    pub(super) fn compact(&mut self, manifest: &Manifest) -> Result<Truth> {
        *self = Log::create(&self.data, self.end.log + 1)?;
        let roots = manifest.roots.values().cloned().map(Line::Root);
        let files = manifest.files.values().cloned().map(Line::File);
        let lines: Vec<Line> = roots.chain(files).collect();
        self.append(&lines)
    }

    /// Removes the logs that are not in use any more.
    pub(super) fn tidy(&self) {
        let keep = log_path(&self.data, self.end.log);
        for entry in std::fs::read_dir(&self.data).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let is_log = name.to_str().is_some_and(|n| n.starts_with("manifest-") && n.ends_with(".log"));
            if is_log && entry.path() != keep {
                // Left behind, it costs space and nothing else.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

fn log_path(data: &Path, number: u32) -> PathBuf {
    data.join(format!("manifest-{number}.log"))
}

/// A hash as it is written down.
pub fn hex(hash: u128) -> String {
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, stories: u64) -> Line {
        Line::File(FileRecord { root: 1, path: path.into(), stories, ..FileRecord::default() })
    }

    #[test]
    fn only_what_was_committed_is_true_and_the_tail_is_cut() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = Log::open(dir.path(), None).unwrap();
        let truth = log.append(&[file("a", 1), file("b", 2)]).unwrap();
        log.append(&[file("c", 4)]).unwrap();
        let read = Manifest::read(dir.path(), dir.path(), Some(&truth)).unwrap();
        assert_eq!(read.stories(), 3);

        let mut log = Log::open(dir.path(), Some(&truth)).unwrap();
        let truth = log.append(&[file("a", 8), Line::Gone { root: 1, path: "b".into() }]).unwrap();
        let read = Manifest::read(dir.path(), dir.path(), Some(&truth)).unwrap();
        assert_eq!((read.stories(), read.void), (8, 3));

        let truth = log.compact(&read).unwrap();
        log.tidy();
        let compacted = Manifest::read(dir.path(), dir.path(), Some(&truth)).unwrap();
        assert_eq!(compacted, Manifest { void: 0, ..read });
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_log_that_lost_bytes_is_damaged() {
        let dir = tempfile::tempdir().unwrap();
        let truth = Log::open(dir.path(), None).unwrap().append(&[file("a", 1)]).unwrap();
        std::fs::write(log_path(dir.path(), 1), "{}").unwrap();
        let error = Manifest::read(dir.path(), dir.path(), Some(&truth)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Index);
    }
}
