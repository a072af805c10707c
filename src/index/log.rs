//! The manifest's log being written: lines appended and synced before the commit that makes them true.
//!
//! Knows nothing of what the lines mean; [`super::manifest`] does.

use super::manifest::{Line, Manifest, Truth, hex, log_path};
use super::trouble::system;
use crate::error::{Error, ErrorKind, Result};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3Default;

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
        let failed = |e: &io::Error| system("opening the manifest", e);
        let mut file = OpenOptions::new().read(true).write(true).open(&path).map_err(|e| failed(&e))?;
        let mut hash = Xxh3Default::new();
        let mut bytes = Vec::new();
        (&mut file).take(truth.len).read_to_end(&mut bytes).map_err(|e| failed(&e))?;
        hash.update(&bytes);
        file.set_len(truth.len).map_err(|e| failed(&e))?;
        file.seek(SeekFrom::End(0)).map_err(|e| failed(&e))?;
        Ok(Log { data: data.to_path_buf(), file, hash, end: truth.clone() })
    }

    /// Starts an empty log.
    pub(super) fn create(data: &Path, number: u32) -> Result<Log> {
        let file = File::create(log_path(data, number)).map_err(|e| system("writing the manifest", &e))?;
        let hash = hex(Xxh3Default::new().digest128());
        let end = Truth { log: number, hash, ..Truth::default() };
        Ok(Log { data: data.to_path_buf(), file, hash: Xxh3Default::new(), end })
    }

    /// Appends lines and syncs them; returns what will be true once the engine has committed.
    pub(super) fn append<'l>(&mut self, lines: impl IntoIterator<Item = &'l Line>) -> Result<Truth> {
        let mut bytes = Vec::new();
        for line in lines {
            let line = line
                .written()
                .map_err(|e| Error::new(ErrorKind::Index, format!("writing the manifest: {e}")))?;
            bytes.extend(line);
        }
        self.file
            .write_all(&bytes)
            .and_then(|()| self.file.sync_data())
            .map_err(|e| system("writing the manifest", &e))?;
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
            if name.to_str().is_some_and(is_log) && entry.path() != keep {
                // Left behind, it costs space and nothing else.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

/// The name of a log.
pub(super) fn is_log(name: &str) -> bool {
    name.starts_with("manifest-") && name.ends_with(".log")
}

#[cfg(test)]
mod tests {
    use super::super::manifest::{FileRecord, open_log};
    use super::*;

    fn file(path: &str, stories: u64) -> Line {
        Line::File(FileRecord { root: 1, path: path.into(), stories, ..FileRecord::default() })
    }

    fn read_back(data: &Path, truth: &Truth) -> Result<Manifest> {
        Manifest::read(data, &open_log(data, truth).unwrap(), truth)
    }

    #[test]
    fn only_what_was_committed_is_true_and_the_tail_is_cut() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = Log::open(dir.path(), None).unwrap();
        let truth = log.append(&[file("a", 1), file("b", 2)]).unwrap();
        log.append(&[file("c", 4)]).unwrap();
        let read = read_back(dir.path(), &truth).unwrap();
        assert_eq!(read.stories(), 3);

        let mut log = Log::open(dir.path(), Some(&truth)).unwrap();
        let truth = log.append(&[file("a", 8), Line::Gone { root: 1, path: "b".into() }]).unwrap();
        let read = read_back(dir.path(), &truth).unwrap();
        assert_eq!((read.stories(), read.void), (8, 3));

        let truth = log.compact(&read).unwrap();
        log.tidy();
        let compacted = read_back(dir.path(), &truth).unwrap();
        assert_eq!(compacted, Manifest { void: 0, ..read });
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_log_that_lost_bytes_is_damaged() {
        let dir = tempfile::tempdir().unwrap();
        let truth = Log::open(dir.path(), None).unwrap().append(&[file("a", 1)]).unwrap();
        std::fs::write(log_path(dir.path(), 1), "{}").unwrap();
        let error = read_back(dir.path(), &truth).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Index);
    }
}
