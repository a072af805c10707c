//! The little file that makes a folder an index: versions of everything on disk, and which data folder holds.
//!
//! ```text
//! DIR/morgue.json      this; replaced whole, in one step
//! DIR/data-1/          the engine's files and the manifest; a rebuild or repair fills data-2 and switches over
//! DIR/writer.lock      held while a process writes; DIR/writer.json says which
//! ```

use super::files::{META, sealed};
use super::trouble::{damaged, shown, system};
use super::{analyzers, schema};
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::ErrorKind as Io;
use std::path::Path;

/// Version of the layout of files in the index folder.
pub const FORMAT: u32 = 2;

/// Name of the file that makes a folder an index.
pub(crate) const HEAD: &str = "morgue.json";

/// What `morgue.json` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// Layout of the folder.
    pub(super) format: u32,
    /// [`schema::VERSION`].
    pub(super) schema: u32,
    /// [`analyzers::VERSION`].
    pub(super) analyzers: u32,
    /// Folder of the data, `data-N`.
    pub(super) data: String,
}

impl Head {
    /// This build's versions.
    pub(super) fn current(data: String) -> Self {
        Head { format: FORMAT, schema: schema::VERSION, analyzers: analyzers::VERSION, data }
    }

    fn version(&self) -> String {
        format!("{}.{}.{}", self.format, self.schema, self.analyzers)
    }

    /// Reads it; `None` where there is no index yet.
    pub(super) fn read(dir: &Path) -> Result<Option<Head>> {
        let path = dir.join(HEAD);
        match sealed::read(&path) {
            Ok(text) => {
                serde_json::from_slice(&text).map(Some).map_err(|e| damaged(dir, &format!("{HEAD}: {e}")))
            }
            Err(e) if matches!(e.kind(), Io::NotFound | Io::NotADirectory) => Ok(None),
            Err(e) if e.kind() == Io::InvalidData => {
                // The first layout had no checksum: such an index is an old one, not a damaged one.
                let old =
                    std::fs::read(&path).ok().and_then(|bytes| serde_json::from_slice::<Head>(&bytes).ok());
                old.filter(|head| head.format < FORMAT)
                    .map(Some)
                    .ok_or_else(|| system("opening the index", &e))
            }
            Err(e) => Err(system("opening the index", &e).at_path(shown(dir))),
        }
    }

    /// Puts it on disk in one step.
    pub(super) fn write(&self, dir: &Path) -> Result<()> {
        let text = serde_json::to_vec(self).map_err(|e| damaged(dir, &e.to_string()))?;
        sealed::write(&dir.join(HEAD), &text).map_err(|e| system("writing the index", &e).at_path(shown(dir)))
    }

    /// Removes data folders that neither `keep` nor the head on disk names, and files half written: left by killed runs.
    pub(super) fn sweep(dir: &Path, keep: &Head) {
        sealed::sweep(dir);
        // Where no head says which folder is the index, none may go before a new one does.
        let on_disk = match (Head::read(dir), is_headless(dir)) {
            (Ok(head), Ok(false)) => head,
            _ => return,
        };
        let is_used =
            |name: &String| *name == keep.data || on_disk.as_ref().is_some_and(|head| head.data == *name);
        let folders = data_folders(dir).unwrap_or_default();
        for name in folders.into_iter().filter(|name| !is_used(name)) {
            let _ = std::fs::remove_dir_all(dir.join(name));
        }
    }

    /// Refuses an index this build cannot read.
    pub(super) fn check(&self, dir: &Path) -> Result<()> {
        let current = Head::current(self.data.clone());
        if *self == current {
            return Ok(());
        }
        let message = format!(
            "the index has version {}, this morgue reads version {}",
            self.version(),
            current.version()
        );
        Err(Error::new(ErrorKind::Index, message)
            .at_path(shown(dir))
            .with_hint("build it anew: `morgue index --rebuild CORPUS`"))
    }
}

/// Is there data with a commit, and no head that names it? A first run writes the head before it commits anything, so that
/// is damage, and no run that was killed.
///
/// # Errors
/// The folder cannot be listed.
pub(super) fn is_headless(dir: &Path) -> Result<bool> {
    let has_head =
        dir.join(HEAD).try_exists().map_err(|e| system("opening the index", &e).at_path(shown(dir)))?;
    Ok(!has_head && data_folders(dir)?.iter().any(|name| has_commit(&dir.join(name))))
}

/// The data of an index whose head is lost: of two folders the older one, as the other came of a run that did not end.
///
/// # Errors
/// The folder cannot be listed.
pub(super) fn without_head(dir: &Path) -> Result<Option<String>> {
    let mut names = data_folders(dir)?;
    let first = names.iter().position(|name| has_commit(&dir.join(name)));
    Ok(first.map(|at| names.swap_remove(at)).or_else(|| names.pop()))
}

/// The name of a data folder that is free: behind all that are there.
///
/// # Errors
/// The folder cannot be listed.
pub(super) fn free_folder(dir: &Path) -> Result<String> {
    Ok(after(data_folders(dir)?.last().map_or("data-0", String::as_str)))
}

/// The data folders there are, in the order of their numbers.
fn data_folders(dir: &Path) -> Result<Vec<String>> {
    let failed = |e: &std::io::Error| system("opening the index folder", e).at_path(shown(dir));
    let entries = match std::fs::read_dir(dir) {
        Err(e) if e.kind() == Io::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|e| failed(&e))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(|e| failed(&e))?.file_name().to_string_lossy().into_owned();
        names.extend(number_of(&name).map(|number| (number, name)));
    }
    names.sort();
    Ok(names.into_iter().map(|(_, name)| name).collect())
}

/// Was anything committed there? What cannot be read may have been.
fn has_commit(data: &Path) -> bool {
    match sealed::read(&data.join(META)) {
        Ok(text) => serde_json::from_slice::<Value>(&text)
            .is_ok_and(|meta| meta.get("payload").is_some_and(Value::is_string)),
        Err(e) => e.kind() == Io::InvalidData,
    }
}

/// The number of a data folder; `None`: that is not the name of one.
pub(super) fn number_of(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("data-")?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// The name of the data folder that comes after `data-N`, free or left behind by a killed run.
pub(super) fn after(data: &str) -> String {
    format!("data-{}", number_of(data).unwrap_or(0) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_is_refused_by_name_and_a_changed_byte_is_damage() {
        let dir = tempfile::tempdir().unwrap();
        let head = Head { schema: 999, ..Head::current("data-1".into()) };
        head.write(dir.path()).unwrap();
        let error = Head::read(dir.path()).unwrap().unwrap().check(dir.path()).unwrap_err();
        assert!(error.message.starts_with(&format!("the index has version {FORMAT}.999.")), "{error}");
        assert!(error.hint.unwrap().contains("--rebuild"));
        let mut bytes = std::fs::read(dir.path().join(HEAD)).unwrap();
        bytes[10] ^= 1;
        std::fs::write(dir.path().join(HEAD), bytes).unwrap();
        assert!(Head::read(dir.path()).unwrap_err().message.contains("is damaged"));
    }

    #[test]
    fn an_index_of_the_first_layout_is_old_and_not_damaged() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(HEAD), r#"{"format":1,"schema":5,"analyzers":3,"data":"data-1"}"#)
            .unwrap();
        assert_eq!(Head::read(dir.path()).unwrap().unwrap().format, 1);
    }

    #[test]
    fn data_folders_are_numbered() {
        assert_eq!(
            (after("data-9"), after("data-0"), after("x")),
            ("data-10".into(), "data-1".into(), "data-1".into())
        );
        assert_eq!((number_of("data-7"), number_of("data-"), number_of("data-x")), (Some(7), None, None));
    }
}
