//! Where a writer begins: the head of the index there is, or an empty data folder and engine.

use super::files::{Files, sealed};
use super::head::{Head, free_folder, is_headless};
use super::open::nothing_here;
use super::schema;
use super::trouble::{engine_error, opening, shown, system};
use crate::error::{ErrorKind, Result};
use std::path::Path;

/// The head of the index there is, and whether there is nothing at all: nothing is to be kept then while the first index is
/// built, and what is done of it is worth having. To make it `anew`, it may be damaged or lost.
pub(super) fn head_there(dir: &Path, anew: bool) -> Result<(Option<Head>, bool)> {
    match Head::read(dir) {
        Ok(Some(head)) => Ok((Some(head), false)),
        Ok(None) => match is_headless(dir)? {
            true if !anew => Err(nothing_here(dir)),
            is_headless => Ok((None, !is_headless)),
        },
        Err(error) if !anew || error.kind == ErrorKind::Io => Err(error),
        Err(_) => Ok((None, false)),
    }
}

/// The head to write under: that of the index there is, or of a new one, which is then made.
pub(super) fn start(dir: &Path, old: Option<&Head>, rebuild: bool) -> Result<Head> {
    if let Some(old) = old.filter(|_| !rebuild) {
        old.check(dir)?;
        return Ok(old.clone());
    }
    let head = Head::current(free_folder(dir)?);
    make_engine(dir, &dir.join(&head.data))?;
    if !rebuild {
        head.write(dir)?;
    }
    Ok(head)
}

/// Makes an empty engine index in a new data folder.
pub(super) fn make_engine(dir: &Path, data: &Path) -> Result<()> {
    make_folder(dir, data)?;
    let files = Files::open(data, true).map_err(|e| opening(&e).at_path(shown(dir)))?;
    tantivy::Index::builder()
        .schema(schema::schema())
        .settings(schema::settings())
        .open_or_create(files)
        .map_err(|e| engine_error(&e))?;
    Ok(())
}

/// Makes a data folder, empty whatever was there.
pub(super) fn make_folder(dir: &Path, data: &Path) -> Result<()> {
    let failed = |e: &std::io::Error| system("making the index", e).at_path(shown(dir));
    match std::fs::remove_dir_all(data) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(failed(&e)),
        _ => {}
    }
    std::fs::create_dir_all(data).map_err(|e| failed(&e))?;
    sealed::sync_folder(Some(dir)).map_err(|e| failed(&e))
}
