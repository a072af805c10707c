//! Errors of the index, told apart: the system said no, the bytes are not those written, or the engine is at a loss.
//!
//! A missing right, a full disk or a broken wire is never called damage: `--rebuild` would not help.

use super::files::damage::{self, Damage, REPAIR};
use crate::error::{Error, ErrorKind};
use std::io;
use std::path::Path;
use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};

/// The index exists but cannot be used.
pub(super) fn damaged(dir: &Path, what: &str) -> Error {
    Error::new(ErrorKind::Index, format!("the index is damaged: {what}"))
        .at_path(shown(dir))
        .with_hint(REPAIR)
}

/// An error of the system met while doing `what` to the index, or the damage behind it.
pub(crate) fn system(what: &str, error: &io::Error) -> Error {
    if let Some(damage) = error.get_ref().and_then(|inner| inner.downcast_ref::<Damage>()) {
        return damage.error();
    }
    // The engine wraps an error of the system in another one.
    if error.raw_os_error().is_none()
        && let Some(found) = told(&error.to_string())
    {
        return found;
    }
    let hint = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "what was committed before is safe; make room and run it again"
        }
        io::ErrorKind::PermissionDenied => "ask for the right to it, or name another index with `--index`",
        io::ErrorKind::ReadOnlyFilesystem => {
            "searching goes on; to write, name an index elsewhere with `--index`"
        }
        _ => "what was committed before is safe; when the cause is mended, run it again",
    };
    Error::io(what, error).with_hint(hint)
}

/// An error of the engine: the system's where that is behind it, else of the index.
pub(crate) fn engine_error(error: &TantivyError) -> Error {
    match error {
        TantivyError::IoError(e) => system("the index", e),
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
            system("writing the index", io_error)
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
            system("reading the index", io_error)
        }
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => gone(file),
        TantivyError::OpenDirectoryError(error) => opening(error),
        TantivyError::DataCorruption(_) => {
            let text = error.to_string();
            told(&text).unwrap_or_else(|| {
                Error::new(ErrorKind::Index, format!("the index is damaged: {text}")).with_hint(REPAIR)
            })
        }
        other => {
            // A thread of the engine that dies hands on no more than the text of its error.
            let text = other.to_string();
            told(&text).unwrap_or_else(|| {
                Error::new(ErrorKind::Index, text)
                    .with_hint("`morgue verify` says whether the index is whole; `morgue repair` mends it")
            })
        }
    }
}

/// The folder of the data cannot be opened.
pub(super) fn opening(error: &OpenDirectoryError) -> Error {
    match error {
        OpenDirectoryError::IoError { io_error, .. }
        | OpenDirectoryError::FailedToCreateTempDir(io_error) => system("opening the index", io_error),
        OpenDirectoryError::DoesNotExist(path) | OpenDirectoryError::NotADirectory(path) => gone(path),
    }
}

/// A file that the index names is not there.
fn gone(file: &Path) -> Error {
    Error::new(ErrorKind::Index, format!("the index is damaged: {} is not there", file.display()))
        .with_hint(REPAIR)
}

/// What a text of the engine tells of the error behind it.
fn told(text: &str) -> Option<Error> {
    if let Some(damage) = damage::behind(text) {
        return Some(damage.error());
    }
    os_error(text).map(|number| system("the index", &io::Error::from_raw_os_error(number)))
}

/// The number in `… (os error 28)`, or in `Os { code: 28, …`.
fn os_error(text: &str) -> Option<i32> {
    let inside = |start: &str, end: char| text.rsplit_once(start)?.1.split_once(end)?.0.trim().parse().ok();
    inside("(os error ", ')').or_else(|| inside("Os { code: ", ','))
}

/// A path as messages show it.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_the_systems_error_however_it_is_told() {
        let told = "Internal error: 'No space left on device (os error 28)'";
        assert_eq!(os_error(told), Some(28));
        let error = engine_error(&TantivyError::InternalError(told.into()));
        assert_eq!(error.kind, ErrorKind::Io);
        assert!(error.hint.unwrap().contains("make room"));
        assert_eq!(os_error("IoError { io_error: Os { code: 13, kind: PermissionDenied"), Some(13));
        assert_eq!(os_error("Schema error: 'x'"), None);
    }

    #[test]
    fn a_missing_right_is_no_damage() {
        let error = system("reading the index", &io::Error::from_raw_os_error(13));
        assert_eq!(error.message, "reading the index: permission denied");
        assert!(!error.hint.unwrap().contains("rebuild"));
    }
}
