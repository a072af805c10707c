//! `--include` and `--exclude`: globs over paths relative to the root.

use super::Filter;
use crate::error::{Error, ErrorKind, Result};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A [`Filter`] made ready to ask.
#[derive(Debug)]
pub struct Globs {
    include: GlobSet,
    exclude: GlobSet,
}

impl Globs {
    /// Compiles the filter; a glob that cannot be read is an [`ErrorKind::Query`].
    ///
    /// As in `.gitignore`, a glob without `/` matches the name at any depth, one with `/` the
    /// whole path, and `*` stays inside one folder.
    pub fn new(filter: &Filter) -> Result<Globs> {
        Ok(Globs { include: set(&filter.include)?, exclude: set(&filter.exclude)? })
    }

    /// The file may be read, as far as `--include` says.
    pub fn includes(&self, path: &str) -> bool {
        self.include.is_empty() || self.include.is_match(path)
    }

    /// The file or folder is left out by `--exclude`.
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.is_match(path)
    }
}

fn set(globs: &[String]) -> Result<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let bad = |error: &globset::Error| {
            Error::new(ErrorKind::Query, format!("glob {glob:?}: {}", error.kind()))
                .with_hint("write a glob such as '*.xml', '2007/**' or '{a,b}*.txt'")
        };
        let whole = match glob.strip_prefix('/') {
            Some(anchored) => anchored.to_owned(),
            None if glob.trim_end_matches('/').contains('/') => glob.clone(),
            None => format!("**/{glob}"),
        };
        let glob = GlobBuilder::new(whole.trim_end_matches('/'))
            .literal_separator(true)
            .build()
            .map_err(|e| bad(&e))?;
        set.add(glob);
    }
    set.build().map_err(|e| Error::new(ErrorKind::Query, format!("globs: {}", e.kind())))
}
