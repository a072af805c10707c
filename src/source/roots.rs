//! What was named on the command line, as roots: canonical, without doubles.

use super::Root;
use crate::error::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

/// The roots of `args`, in the order given. A path that is named twice, or lies inside a folder
/// that is named too, is read once, as part of the outer folder.
///
/// A path that does not exist, or is neither file nor folder, is an [`ErrorKind::Io`].
pub fn roots(args: &[PathBuf]) -> Result<Vec<Root>> {
    let mut named: Vec<(PathBuf, bool)> = Vec::new();
    for arg in args {
        let (full, folder) = canonical(arg)?;
        if !named.iter().any(|(known, _)| *known == full) {
            named.push((full, folder));
        }
    }
    let inside = |path: &Path| {
        named.iter().any(|(outer, folder)| *folder && outer.as_path() != path && path.starts_with(outer))
    };
    Ok(named.iter().filter(|(path, _)| !inside(path)).map(|(path, folder)| root(path, *folder)).collect())
}

/// The whole path, and whether it is a folder.
fn canonical(arg: &Path) -> Result<(PathBuf, bool)> {
    let shown = arg.to_string_lossy();
    let failed = |error: std::io::Error| {
        let hint = match error.kind() {
            std::io::ErrorKind::NotFound => "name a folder or file that exists",
            std::io::ErrorKind::PermissionDenied => "ask for permission to read it",
            _ => "name a folder or file that can be read",
        };
        Error::io("opening", &error).at_path(shown.clone()).with_hint(hint)
    };
    let full = std::fs::canonicalize(arg).map_err(failed)?;
    let about = std::fs::metadata(&full).map_err(failed)?;
    if about.is_dir() || about.is_file() {
        return Ok((full, about.is_dir()));
    }
    Err(Error::new(ErrorKind::Io, "neither a file nor a folder")
        .at_path(shown)
        .with_hint("name a folder of stories, or a file; `morgue read -` reads standard input"))
}

fn root(path: &Path, folder: bool) -> Root {
    match (folder, path.parent(), path.file_name()) {
        (false, Some(parent), Some(name)) => {
            Root { folder: parent.to_owned(), scope: Some(super::paths::text_of(name)) }
        }
        _ => Root { folder: path.to_owned(), scope: None },
    }
}
