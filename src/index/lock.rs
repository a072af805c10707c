//! One writer at a time: a lock the system drops when its holder dies, and a note saying who that is.

use super::open::shown;
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// Held while writing.
#[derive(Debug)]
pub(super) struct WriterLock {
    _file: File,
    note: PathBuf,
}

/// Who writes.
#[derive(Debug, Serialize, Deserialize)]
struct Holder {
    pid: u32,
    host: String,
    since: String,
}

impl WriterLock {
    /// Takes the lock of the index in `dir`.
    ///
    /// # Errors
    /// [`ErrorKind::Locked`] naming the holder; [`ErrorKind::Io`] when the folder cannot be written.
    pub(super) fn take(dir: &Path) -> Result<WriterLock> {
        let note = dir.join("writer.json");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(dir.join("writer.lock"))
            .map_err(|e| Error::io("locking the index", &e).at_path(shown(dir)))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(dir, &note)),
            Err(TryLockError::Error(e)) => {
                return Err(Error::io("locking the index", &e).at_path(shown(dir)));
            }
        }
        let holder =
            Holder { pid: std::process::id(), host: host(), since: format!("{:.0}", jiff::Timestamp::now()) };
        // The note is a courtesy; the lock stands without it.
        let _ = serde_json::to_vec(&holder).map(|bytes| std::fs::write(&note, bytes));
        Ok(WriterLock { _file: file, note })
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.note);
    }
}

fn held(dir: &Path, note: &Path) -> Error {
    let holder = std::fs::read(note).ok().and_then(|bytes| serde_json::from_slice::<Holder>(&bytes).ok());
    let by = holder.map_or_else(
        || "another process".to_owned(),
        |h| format!("process {} on {}, since {}", h.pid, h.host, h.since),
    );
    Error::new(ErrorKind::Locked, format!("the index is being written by {by}"))
        .at_path(shown(dir))
        .with_hint("wait for it to end; searching goes on meanwhile")
}

fn host() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "this host".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_is_told_who_the_first_is() {
        let dir = tempfile::tempdir().unwrap();
        let first = WriterLock::take(dir.path()).unwrap();
        let error = WriterLock::take(dir.path()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Locked);
        assert!(error.message.contains(&format!("process {}", std::process::id())), "{error}");
        drop(first);
        assert!(WriterLock::take(dir.path()).is_ok());
    }
}
