//! Damage: bytes of an index file that are not those that were written.
//!
//! The engine reads its files where it likes and hands errors on as text, or not at all. So what is found is also kept
//! here, for the process: a command that met damage never ends as if its answer were whole ([`met`]).
//! Knows nothing of what the bytes mean.

use crate::error::{Error, ErrorKind};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// One damaged place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Damage {
    /// The file, as it was opened.
    pub file: PathBuf,
    /// The first byte of the damaged block; `None` where the file as a whole is not what was written.
    pub at: Option<u64>,
}

/// What this process has met so far, the first of each file.
static MET: Mutex<Vec<Damage>> = Mutex::new(Vec::new());

/// The words every message about damage has: where the engine passes on no more than text, they are looked for.
const SAYS: &str = "is damaged";

impl Damage {
    /// Notes the damage, and makes an error of it that the engine hands on.
    pub(in crate::index) fn found(file: &Path, at: Option<u64>) -> io::Error {
        let damage = Damage { file: file.to_path_buf(), at };
        let mut met = MET.lock().unwrap_or_else(PoisonError::into_inner);
        if !met.iter().any(|known| known.file == damage.file) {
            met.push(damage.clone());
        }
        io::Error::new(io::ErrorKind::InvalidData, damage)
    }

    /// As an error that says what to do.
    pub fn error(&self) -> Error {
        Error::new(ErrorKind::Index, self.to_string()).with_hint(REPAIR)
    }
}

/// What to do about damage.
pub(crate) const REPAIR: &str = "`morgue repair` reads again what is damaged; `morgue verify` lists it; `morgue index --rebuild CORPUS` builds all anew";

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the index {SAYS}: {}", self.file.display())?;
        self.at.map_or(Ok(()), |at| write!(f, ", at byte {at}"))
    }
}

impl std::error::Error for Damage {}

/// The first damage this process met, if any.
pub fn met() -> Option<Damage> {
    MET.lock().unwrap_or_else(PoisonError::into_inner).first().cloned()
}

/// The first damage this process met below a folder.
pub(crate) fn met_in(folder: &Path) -> Option<Damage> {
    let met = MET.lock().unwrap_or_else(PoisonError::into_inner);
    met.iter().find(|damage| damage.file.starts_with(folder)).cloned()
}

/// Is damage behind an error?
pub(in crate::index) fn is_behind(error: &io::Error) -> bool {
    matches!(error.get_ref(), Some(inner) if inner.is::<Damage>())
}

/// The damage behind an error of the engine, whose text this is.
pub(crate) fn behind(text: &str) -> Option<Damage> {
    let found = MET.lock().unwrap_or_else(PoisonError::into_inner);
    found
        .iter()
        .find(|damage| text.contains(SAYS) && text.contains(&damage.file.display().to_string()))
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_known_again_by_the_text_the_engine_makes_of_it() {
        let error = Damage::found(Path::new("/x/data-1/ab.store"), Some(4096));
        let text = format!("An IO error occurred: '{error}'");
        let damage = behind(&text).unwrap();
        assert_eq!(damage.at, Some(4096));
        assert_eq!(damage.error().message, "the index is damaged: /x/data-1/ab.store, at byte 4096");
        assert_eq!(behind("An IO error occurred: 'no space left on device'"), None);
        assert!(met().is_some());
    }
}
