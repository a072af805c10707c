//! The one way to change an index: stories in and out, then a commit that moves engine and
//! manifest together. Killed anywhere, the next writer goes on from the last commit.
//!
//! [`Writer::adder`] is for many threads; a commit waits until none of them is at work, so callers
//! make sure that no file is half in when they ask for one.

use super::adder::Adder;
use super::begin::{head_there, start};
use super::files::sealed;
use super::head::Head;
use super::lock::WriterLock;
use super::log::Log;
use super::manifest::{Line, Manifest};
use super::open::{Index, log_of, open_engine, truth};
use super::salvage::{self, Salvage};
use super::trouble::{engine_error, shown, system};
use crate::error::{Error, Result};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How to write.
#[derive(Debug, Clone, Default)]
pub struct WriterOptions {
    /// Indexing threads of the engine.
    pub threads: usize,
    /// Bytes each of them may hold before it writes a segment.
    pub memory: usize,
    /// Build a new index and let it take the place of the old one at the end.
    pub rebuild: bool,
    /// The same, from what is whole of the old one.
    pub repair: bool,
    /// How long to wait for another writer.
    pub wait: Duration,
}

/// An index opened for writing.
pub struct Writer {
    dir: PathBuf,
    data: PathBuf,
    head: Head,
    /// The head is not yet on disk: a rebuild or repair in progress.
    hidden: bool,
    engine: tantivy::Index,
    adder: Arc<Adder>,
    log: Log,
    manifest: Manifest,
    pending: Vec<Line>,
    salvage: Option<Salvage>,
    lock: WriterLock,
}

impl Writer {
    /// Opens the index in `dir` for writing, or makes one.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Locked`] while another process writes; [`crate::error::ErrorKind::Index`] when it is
    /// of another version or damaged and neither `rebuild` nor `repair` is on; [`crate::error::ErrorKind::Io`].
    pub fn open(dir: &Path, options: &WriterOptions) -> Result<Writer> {
        let failed = |e: &std::io::Error| system("opening the index folder", e).at_path(shown(dir));
        let created = match std::fs::metadata(dir) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => true,
            looked => looked.map(|_| false).map_err(|e| failed(&e))?,
        };
        if created {
            std::fs::create_dir_all(dir).map_err(|e| failed(&e))?;
        }
        let dir = dir.canonicalize().map_err(|e| failed(&e))?;
        if created {
            sealed::sync_folder(dir.parent()).map_err(|e| failed(&e))?;
        }
        let lock = WriterLock::take(&dir, options.wait)?;
        let (old, is_first) = head_there(&dir, options.rebuild || options.repair)?;
        let rebuild = options.rebuild && !is_first;
        let hidden = rebuild || options.repair;
        let (head, salvage) = if options.repair {
            let salvage = salvage::salvage(&dir, old.as_ref())?;
            (Head::current(salvage.data.clone()), Some(salvage))
        } else {
            (start(&dir, old.as_ref(), rebuild)?, None)
        };
        Head::sweep(&dir, &head);
        let data = dir.join(&head.data);
        sealed::sweep(&data);
        let engine = open_engine(&dir, &data, true)?;
        let truth = truth(&dir, &engine)?;
        let manifest = match &truth {
            Some(truth) => Manifest::read(&dir, &log_of(&dir, &data, truth)?, truth)?,
            None => Manifest::default(),
        };
        let log = Log::open(&data, truth.as_ref())?;
        log.tidy();
        let adder = Arc::new(Adder::new(&engine, options).map_err(|e| e.at_path(shown(&dir)))?);
        let writer = Writer {
            dir,
            data,
            head,
            hidden,
            engine,
            adder,
            log,
            manifest,
            pending: Vec::new(),
            salvage,
            lock,
        };
        if let Some(salvage) = &writer.salvage {
            salvage.strangers.iter().for_each(|key| writer.adder.remove_key(key));
        }
        Ok(writer)
    }

    /// The index folder, canonical.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What has been read so far, lines not yet committed included.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// A number that no reading of a file had before.
    pub fn next_edition(&mut self) -> u64 {
        self.manifest.next_edition()
    }

    /// For the threads that add stories.
    pub fn adder(&self) -> Arc<Adder> {
        Arc::clone(&self.adder)
    }

    /// What of the old index was whole, where it is being repaired.
    pub fn salvage(&self) -> Option<&Salvage> {
        self.salvage.as_ref()
    }

    /// Is what is written not seen before the end, and thrown away where the run is stopped?
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Whose unfinished run this one goes on from, for a person.
    pub fn took_over(&self) -> Option<&str> {
        self.lock.took_over()
    }

    /// Notes what became of a file or root; true with the next commit.
    pub fn record(&mut self, line: Line) {
        self.manifest.apply(line.clone());
        self.pending.push(line);
    }

    /// Removes a root with the stories of all its files.
    pub fn remove_root(&mut self, root: u32) {
        for file in self.manifest.files.values().filter(|file| file.root == root) {
            self.adder.remove(file.edition);
        }
        self.record(Line::RootGone { root });
    }

    /// Makes everything so far visible and lasting, in one step. Without anything noted it does nothing.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Io`] (a full disk) or [`crate::error::ErrorKind::Index`]; the last commit still
    /// stands then.
    pub fn commit(&mut self) -> Result<()> {
        // In a repair there may be nothing to note but what goes.
        if self.pending.is_empty() && self.salvage.as_ref().is_none_or(|salvage| salvage.strangers.is_empty())
        {
            return Ok(());
        }
        let live = self.manifest.files.len() + self.manifest.roots.len();
        let compacts = self.manifest.void > 1000 + 2 * live;
        let mut truth =
            if compacts { self.log.compact(&self.manifest)? } else { self.log.append(&self.pending)? };
        truth.roots = self.manifest.roots.values().cloned().collect();
        self.adder.commit(&truth)?;
        self.pending.clear();
        if compacts {
            self.manifest.void = 0;
            self.log.tidy();
        }
        Ok(())
    }

    /// Ends the writing: commits, waits for merges under way, and lets a rebuilt index take its
    /// place; returns how many stories there are. A rebuild that is not `complete` is thrown away and
    /// the old index stays.
    ///
    /// # Errors
    /// As [`Writer::commit`]; damage that a merge met.
    pub fn finish(mut self, complete: bool) -> Result<u64> {
        if self.hidden && !complete {
            drop(self.adder);
            let _ = std::fs::remove_dir_all(&self.data);
            return Ok(Index::open(&self.dir).map_or(0, |old| old.len()));
        }
        self.commit()?;
        let stories = self.len()?;
        // Whoever else holds the adder has lost interest in merges.
        if let Some(adder) = Arc::into_inner(self.adder).filter(|_| complete) {
            adder.end(&self.data)?;
        }
        let index = Index::new(self.dir.clone(), self.data.clone(), self.engine)?;
        index.keep_standing()?;
        if complete {
            index.sweep()?;
        }
        if self.hidden {
            self.head.write(&self.dir)?;
            Head::sweep(&self.dir, &self.head);
        }
        Ok(stories)
    }

    /// Stories in the last commit.
    fn len(&self) -> Result<u64> {
        let metas = self.engine.searchable_segment_metas().map_err(|e| engine_error(&e))?;
        Ok(metas.iter().map(|segment| u64::from(segment.num_docs())).sum())
    }

    /// The error behind the error: when an indexing thread died, adding says only that it did.
    pub fn cause(&self, error: Error) -> Error {
        self.adder.cause(error).at_path(shown(&self.dir))
    }
}
