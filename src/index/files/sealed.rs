//! Small files that are replaced whole: their text, then a line with its checksum. Written beside, synced, and put in
//! their place in one step, so that a reader sees the old or the new, also after a power cut.
//!
//! Knows nothing of what the text says.

use super::damage::Damage;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_128;

/// Begins the line of the checksum.
const SEAL: &[u8] = b"\n#xxh3 ";
/// Digits of the checksum, and the line end.
const DIGITS: usize = 33;

/// The end of the name that a file has until it is whole.
pub(in crate::index) const NEW: &str = ".new";

/// The text with its checksum.
pub(super) fn seal(text: &[u8]) -> Vec<u8> {
    let mut sealed = text.to_vec();
    sealed.extend(SEAL);
    sealed.extend(format!("{:032x}\n", xxh3_128(text)).bytes());
    sealed
}

/// The text of what [`seal`] made; `None` where it is not that.
pub(super) fn unseal(sealed: &[u8]) -> Option<&[u8]> {
    let (text, end) = sealed.split_at_checked(sealed.len().checked_sub(SEAL.len() + DIGITS)?)?;
    (seal(text).get(text.len()..) == Some(end)).then_some(text)
}

/// Reads a file that [`write()`] wrote.
///
/// # Errors
/// [`Damage`] inside an [`io::ErrorKind::InvalidData`] where the text is another; else those of the system.
pub(in crate::index) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let bytes = std::fs::read(path)?;
    unseal(&bytes).map(<[u8]>::to_vec).ok_or_else(|| Damage::found(path, None))
}

/// Puts a file on disk in one step, with its checksum; lasting when this returns.
///
/// # Errors
/// Those of the system; the old file is then still there, unless only the last step failed: making sure that its folder
/// lasts.
pub(in crate::index) fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    replace(path, &seal(text))
}

/// Puts a file on disk in one step as it is.
///
/// # Errors
/// As [`write()`].
pub(in crate::index) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = beside(path);
    let written = File::create(&new)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| sync_folder(path.parent()))
        .and_then(|()| std::fs::rename(&new, path));
    if let Err(error) = written {
        let _ = std::fs::remove_file(&new);
        return Err(error);
    }
    sync_folder(path.parent())
}

/// Removes files of a folder that were never put in their place.
pub(in crate::index) fn sweep(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().ends_with(NEW) {
            // Left behind, it costs space and nothing else.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(NEW);
    PathBuf::from(name)
}

/// Makes what was created, renamed and removed in a folder last.
///
/// # Errors
/// Those of the system.
pub(in crate::index) fn sync_folder(folder: Option<&Path>) -> io::Result<()> {
    // Elsewhere a folder cannot be opened, and need not be synced.
    match folder {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_comes_back_and_another_does_not() {
        for text in [&b""[..], b"{}", b"a\n#xxh3 b\n"] {
            let sealed = seal(text);
            assert_eq!(unseal(&sealed), Some(text));
            for at in 0..sealed.len() {
                let mut damaged = sealed.clone();
                damaged[at] ^= 2;
                assert_eq!(unseal(&damaged), None);
                assert_eq!(unseal(&sealed[..at]), None);
            }
        }
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("head.json");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
        assert_eq!(read(&dir.path().join("none")).unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(write(&dir.path().join("no/folder"), b"x").is_err());
    }
}
