//! What a run writes to: the index, or, for a dry run, nothing.

use super::Options;
use crate::error::{Error, ErrorKind, Result};
use crate::index::manifest::{FileRecord, Line, Manifest};
use crate::index::salvage::Salvage;
use crate::index::{Adder, Index, Writer, WriterOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The index, or a stand-in that only keeps the books.
pub(super) enum Target {
    /// Changes are written.
    Index(Box<Writer>),
    /// Changes are counted.
    Dry {
        /// The index folder.
        dir: PathBuf,
        /// What would be true.
        manifest: Box<Manifest>,
    },
}

impl Target {
    /// Opens the index, or reads its manifest.
    pub(super) fn open(options: &Options) -> Result<Target> {
        if !options.dry_run {
            let threads = super::threads(options.threads).min(2);
            let writing = WriterOptions {
                threads,
                memory: options.memory / threads,
                rebuild: options.rebuild,
                repair: options.repair,
                wait: options.wait,
            };
            return Ok(Target::Index(Box::new(Writer::open(&options.index, &writing)?)));
        }
        let manifest = match Index::open(&options.index) {
            _ if options.rebuild => Manifest::default(),
            Ok(index) => index.manifest()?,
            Err(_) if !options.index.join(crate::index::HEAD).exists() => Manifest::default(),
            Err(error) => return Err(error),
        };
        let dir = options.index.canonicalize().unwrap_or_else(|_| options.index.clone());
        Ok(Target::Dry { dir, manifest: Box::new(manifest) })
    }

    pub(super) fn dir(&self) -> &Path {
        match self {
            Target::Index(writer) => writer.dir(),
            Target::Dry { dir, .. } => dir,
        }
    }

    pub(super) fn manifest(&self) -> &Manifest {
        match self {
            Target::Index(writer) => writer.manifest(),
            Target::Dry { manifest, .. } => manifest,
        }
    }

    /// What of a damaged index was whole, in a repair.
    pub(super) fn salvage(&self) -> Option<Salvage> {
        match self {
            Target::Index(writer) => writer.salvage().cloned(),
            Target::Dry { .. } => None,
        }
    }

    /// Whose unfinished run this one goes on from.
    pub(super) fn took_over(&self) -> Option<String> {
        match self {
            Target::Index(writer) => writer.took_over().map(str::to_owned),
            Target::Dry { .. } => None,
        }
    }

    /// Does another index answer until this run ends?
    pub(super) fn is_hidden(&self) -> bool {
        matches!(self, Target::Index(writer) if writer.is_hidden())
    }

    /// For the threads that add stories; none in a dry run.
    pub(super) fn adder(&self) -> Option<Arc<Adder>> {
        match self {
            Target::Index(writer) => Some(writer.adder()),
            Target::Dry { .. } => None,
        }
    }

    pub(super) fn record(&mut self, line: Line) {
        match self {
            Target::Index(writer) => writer.record(line),
            Target::Dry { manifest, .. } => manifest.apply(line),
        }
    }

    /// A number that no reading of a file had before.
    pub(super) fn next_edition(&mut self) -> u64 {
        match self {
            Target::Index(writer) => writer.next_edition(),
            Target::Dry { manifest, .. } => manifest.next_edition(),
        }
    }

    /// Takes the stories of one reading of a file out.
    pub(super) fn drop_edition(&mut self, edition: u64) {
        if let Target::Index(writer) = self {
            writer.adder().remove(edition);
        }
    }

    /// Takes a file and its stories out.
    pub(super) fn remove(&mut self, file: &FileRecord) {
        self.drop_edition(file.edition);
        self.record(Line::Gone { root: file.root, path: file.path.clone() });
    }

    /// Takes a root and the stories of its files out; returns how many those were.
    pub(super) fn remove_root(&mut self, root: u32) -> u64 {
        let files = &self.manifest().files;
        let stories = files.values().filter(|file| file.root == root).map(|file| file.stories).sum();
        match self {
            Target::Index(writer) => writer.remove_root(root),
            Target::Dry { manifest, .. } => manifest.apply(Line::RootGone { root }),
        }
        stories
    }

    pub(super) fn commit(&mut self) -> Result<()> {
        match self {
            Target::Index(writer) => writer.commit(),
            Target::Dry { .. } => Ok(()),
        }
    }

    /// Ends the run; returns how many stories there are.
    pub(super) fn finish(self, complete: bool) -> Result<u64> {
        match self {
            Target::Index(writer) => writer.finish(complete),
            Target::Dry { manifest, .. } => Ok(manifest.stories()),
        }
    }

    /// What is behind an error of the threads that add stories.
    pub(super) fn cause(&self, error: Error) -> Error {
        match self {
            Target::Index(writer) if error.kind == ErrorKind::Index => writer.cause(error),
            _ => error,
        }
    }
}
