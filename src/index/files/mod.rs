//! The folder of the engine's files: each block checked before it is read, nothing written by who only reads.
//!
//! Stands between the engine and the disk. Files that are written once are in [`blocks`]; the one that is replaced
//! (`meta.json`, the commit) is [`sealed`]. Which files there are the folder itself says, so no list of them can be lost
//! or wrong. One writer is seen to by `index/lock.rs`; readers need no lock: who finds a file gone opens anew
//! (`index/open.rs`). Knows nothing of stories and queries.

mod blocks;
pub mod damage;
pub(super) mod sealed;

use damage::Damage;
use std::fs::OpenOptions;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle,
    WritePtr,
};

/// The engine's file that says what is committed.
pub(super) const META: &str = "meta.json";
/// The engine's list of files: made up here from the folder.
const MANAGED: &str = ".managed.json";

/// The engine's view of a data folder.
#[derive(Debug, Clone)]
pub(super) struct Files {
    folder: PathBuf,
    maps: MmapDirectory,
    writes: bool,
    /// A commit could not be made: what the engine believes is no longer what is on disk, so nothing more is changed.
    broken: Arc<AtomicBool>,
}

impl Files {
    /// Opens the folder, for writing or for reading alone.
    pub(super) fn open(folder: &Path, writes: bool) -> Result<Files, OpenDirectoryError> {
        let maps = MmapDirectory::open(folder).or_else(|error| {
            // The engine takes a folder that cannot be looked at for none.
            let failed = |e| OpenDirectoryError::wrap_io_error(e, folder.to_path_buf());
            if std::fs::metadata(folder).map_err(failed)?.is_dir() {
                MmapDirectory::open(folder)
            } else {
                Err(error)
            }
        })?;
        Ok(Files { folder: folder.to_path_buf(), maps, writes, broken: Arc::default() })
    }

    fn may_write(&self) -> io::Result<()> {
        if !self.writes {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the index was opened for reading"));
        }
        if self.broken.load(Ordering::Relaxed) {
            return Err(io::Error::other("the commit before could not be made"));
        }
        Ok(())
    }

    /// The whole file, as it is on disk.
    fn map(&self, path: &Path) -> Result<OwnedBytes, OpenReadError> {
        let file = self.maps.get_file_handle(path)?;
        file.read_bytes(0..file.len()).map_err(|e| OpenReadError::wrap_io_error(e, path.to_path_buf()))
    }

    /// Names of the engine's files that are there.
    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if is_of_segment(&name) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// Holds a file against its checksums, whole.
    ///
    /// # Errors
    /// [`Damage`] inside, or those of the system.
    pub(super) fn check(&self, path: &Path) -> io::Result<()> {
        if path == Path::new(META) {
            return sealed::read(&self.folder.join(META)).map(drop);
        }
        let bytes = match self.map(path) {
            Ok(bytes) => bytes,
            Err(OpenReadError::FileDoesNotExist(_)) => {
                return Err(Damage::found(&self.folder.join(path), None));
            }
            Err(OpenReadError::IoError { io_error, .. }) => {
                return Err(io::Error::new(io_error.kind(), io_error));
            }
            Err(error) => return Err(io::Error::other(error)),
        };
        blocks::Blocks::open(&self.folder.join(path), bytes)?.check_all()
    }
}

/// Names of the files that a segment has: its id, and when stories of it were last deleted.
pub(super) fn of_segment(id: &str, deletes: Option<u64>) -> impl Iterator<Item = String> {
    let id = id.replace('-', "");
    let deleted = deletes.map(|opstamp| format!("{id}.{opstamp}.del"));
    ["idx", "pos", "term", "fast", "fieldnorm", "store"]
        .into_iter()
        .map(move |end| format!("{id}.{end}"))
        .chain(deleted)
}

/// Names the engine gives: 32 hexadecimal digits, then what is in the file.
pub(super) fn is_of_segment(name: &str) -> bool {
    let id = name.split('.').next().unwrap_or_default();
    id.len() == 32 && name.len() > 32 && id.bytes().all(|b| b.is_ascii_hexdigit())
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let bytes = self.map(path)?;
        blocks::handle(&self.folder.join(path), bytes)
            .map_err(|e| OpenReadError::wrap_io_error(e, path.to_path_buf()))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let failed = |e| OpenWriteError::wrap_io_error(e, path.to_path_buf());
        self.may_write().map_err(failed)?;
        let file =
            OpenOptions::new().write(true).create_new(true).open(self.folder.join(path)).map_err(|e| {
                if e.kind() == io::ErrorKind::AlreadyExists {
                    return OpenWriteError::FileAlreadyExists(path.to_path_buf());
                }
                failed(e)
            })?;
        // What is only put in order before it is written again need not outlast a power cut.
        let lasting = path.extension().is_none_or(|ending| ending != "temp");
        Ok(BufWriter::new(Box::new(blocks::BlockWriter::new(file, lasting))))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let failed = |e| OpenReadError::wrap_io_error(e, path.to_path_buf());
        if path == Path::new(MANAGED) {
            if !self.writes {
                return Err(OpenReadError::FileDoesNotExist(path.to_path_buf()));
            }
            let names = self.names().map_err(failed)?;
            return serde_json::to_vec(&names).map_err(|e| failed(io::Error::other(e)));
        }
        sealed::read(&self.folder.join(path)).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_path_buf()),
            _ => failed(e),
        })
    }

    fn atomic_write(&self, path: &Path, text: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return Ok(());
        }
        self.may_write()?;
        sealed::write(&self.folder.join(path), text)
            .inspect_err(|_| self.broken.store(true, Ordering::Relaxed))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let failed = |e| DeleteError::IoError { io_error: Arc::new(e), filepath: path.to_path_buf() };
        self.may_write().map_err(failed)?;
        self.maps.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.maps.exists(path)
    }

    fn sync_directory(&self) -> io::Result<()> {
        sealed::sync_folder(Some(&self.folder))
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use tantivy::directory::TerminatingWrite;

    fn filled(files: &Files, name: &str) {
        let mut writer = files.open_write(Path::new(name)).unwrap();
        writer.write_all(b"postings").unwrap();
        writer.terminate().unwrap();
    }

    #[test]
    fn the_folder_is_the_list_of_files() {
        let dir = tempfile::tempdir().unwrap();
        let files = Files::open(dir.path(), true).unwrap();
        let name = "0123456789abcdef0123456789abcdef.idx";
        filled(&files, name);
        std::fs::write(dir.path().join("manifest-1.log"), "").unwrap();
        files.atomic_write(Path::new(MANAGED), b"[]").unwrap();
        let listed = files.atomic_read(Path::new(MANAGED)).unwrap();
        assert_eq!(serde_json::from_slice::<Vec<String>>(&listed).unwrap(), [name]);
        assert!(!dir.path().join(MANAGED).exists());
    }

    #[test]
    fn who_reads_writes_nothing_and_after_a_failed_commit_nobody_does() {
        let dir = tempfile::tempdir().unwrap();
        let reader = Files::open(dir.path(), false).unwrap();
        assert!(
            reader.open_write(Path::new("a")).is_err() && reader.atomic_write(Path::new(META), b"").is_err()
        );
        let writer = Files::open(dir.path(), true).unwrap();
        filled(&writer, "a");
        std::fs::create_dir(dir.path().join(META)).unwrap();
        assert!(writer.atomic_write(Path::new(META), b"{}").is_err());
        assert!(writer.clone().delete(Path::new("a")).is_err() && writer.open_write(Path::new("b")).is_err());
    }

    #[test]
    fn a_file_that_is_gone_or_changed_is_damage() {
        let dir = tempfile::tempdir().unwrap();
        let files = Files::open(dir.path(), true).unwrap();
        filled(&files, "a");
        assert!(files.check(Path::new("a")).is_ok());
        std::fs::write(dir.path().join("a"), b"pastings").unwrap();
        for name in ["a", "none"] {
            let error = files.check(Path::new(name)).unwrap_err();
            assert!(damage::is_behind(&error), "{name}: {error}");
        }
    }
}
