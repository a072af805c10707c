//! One writer at a time: a lock the system drops when its holder dies, and a note saying who that is.

use super::trouble::{shown, system};
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Held while writing.
#[derive(Debug)]
pub(super) struct WriterLock {
    _file: File,
    note: PathBuf,
    took_over: Option<String>,
}

/// What is locked.
pub(super) const LOCK: &str = "writer.lock";
/// Who holds the lock.
pub(super) const NOTE: &str = "writer.json";
/// Between two looks at a lock that another holds.
const PAUSE: Duration = Duration::from_millis(50);

/// Who writes.
#[derive(Debug, Serialize, Deserialize)]
struct Holder {
    pid: u32,
    host: String,
    since: String,
}

impl WriterLock {
    /// Takes the lock of the index in `dir`; waits for another holder at most so long.
    ///
    /// # Errors
    /// [`ErrorKind::Locked`] naming the holder; [`ErrorKind::Io`] when the folder cannot be written.
    pub(super) fn take(dir: &Path, wait: Duration) -> Result<WriterLock> {
        let note = dir.join(NOTE);
        let failed = |e: &std::io::Error| system("locking the index", e).at_path(shown(dir));
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(dir.join(LOCK))
            .map_err(|e| failed(&e))?;
        let until = Instant::now() + wait;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(held(dir, &note)),
                // A signal came in between.
                Err(TryLockError::Error(e)) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(TryLockError::Error(e)) => return Err(failed(&e)),
            }
        }
        // Whoever ends in order takes its note away.
        let took_over = Holder::read(&note).map(|holder| format!("{holder}, ended before it was done"));
        let holder =
            Holder { pid: std::process::id(), host: host(), since: format!("{:.0}", jiff::Timestamp::now()) };
        // The note is a courtesy; the lock stands without it.
        let _ = serde_json::to_vec(&holder).map(|bytes| std::fs::write(&note, bytes));
        Ok(WriterLock { _file: file, note, took_over })
    }

    /// Who held the lock before, and died with it.
    pub(super) fn took_over(&self) -> Option<&str> {
        self.took_over.as_deref()
    }
}

/// Does a process write to the index just now? Where that cannot be seen: yes.
pub(super) fn is_held(dir: &Path) -> bool {
    match File::open(dir.join(LOCK)) {
        Ok(file) => file.try_lock_shared().is_err(),
        Err(e) => e.kind() != std::io::ErrorKind::NotFound,
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.note);
    }
}

impl Holder {
    fn read(note: &Path) -> Option<Holder> {
        std::fs::read(note).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok())
    }
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "process {} on {}, since {}", self.pid, self.host, self.since)
    }
}

fn held(dir: &Path, note: &Path) -> Error {
    let by = Holder::read(note).map_or_else(|| "another process".to_owned(), |holder| holder.to_string());
    Error::new(ErrorKind::Locked, format!("the index is being written by {by}"))
        .at_path(shown(dir))
        .with_hint("`--wait SECONDS` waits for it to end; searching goes on meanwhile")
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
        let take = |wait| WriterLock::take(dir.path(), Duration::from_millis(wait));
        assert!(!is_held(dir.path()));
        let first = take(0).unwrap();
        let error = take(60).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Locked);
        assert!(error.message.contains(&format!("process {}", std::process::id())), "{error}");
        assert!(is_held(dir.path()));
        drop(first);
        assert!(!is_held(dir.path()) && take(0).unwrap().took_over().is_none());
    }

    #[test]
    fn who_waits_gets_the_lock_and_hears_of_one_that_died_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let first = WriterLock::take(dir.path(), Duration::ZERO).unwrap();
        std::thread::scope(|scope| {
            let second = scope.spawn(|| WriterLock::take(dir.path(), Duration::from_secs(20)));
            std::thread::sleep(2 * PAUSE);
            drop(first);
            assert!(second.join().unwrap().is_ok());
        });
        std::fs::write(dir.path().join(NOTE), r#"{"pid":7,"host":"desk","since":"today"}"#).unwrap();
        let third = WriterLock::take(dir.path(), Duration::ZERO).unwrap();
        assert_eq!(third.took_over(), Some("process 7 on desk, since today, ended before it was done"));
    }
}
