//! The one way to change an index: stories in and out, then a commit that moves engine and
//! manifest together. Killed anywhere, the next writer goes on from the last commit.
//!
//! [`Writer::adder`] is for many threads; a commit waits until none of them is at work, so callers
//! make sure that no file is half in when they ask for one.

use super::document::Documents;
use super::lock::WriterLock;
use super::manifest::{Line, Log, Manifest, Truth};
use super::open::{Head, Index, damaged, engine_error, open_engine, shown, truth};
use super::queue::{Queue, Queued};
use super::{key, schema};
use crate::error::{Error, ErrorKind, Result};
use crate::story::Story;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::schema::Field;
use tantivy::{IndexWriter, Term};

/// Documents handed to the engine in one go: a thread that waits for one is woken less often.
const TOGETHER: usize = 16;

/// How to write.
#[derive(Debug, Clone)]
pub struct WriterOptions {
    /// Indexing threads of the engine.
    pub threads: usize,
    /// Bytes each of them may hold before it writes a segment.
    pub memory: usize,
    /// Build a new index and let it take the place of the old one at the end.
    pub rebuild: bool,
}

/// An index opened for writing.
pub struct Writer {
    dir: PathBuf,
    data: PathBuf,
    head: Head,
    /// The head is not yet on disk: a rebuild in progress.
    hidden: bool,
    engine: tantivy::Index,
    adder: Arc<Adder>,
    log: Log,
    manifest: Manifest,
    pending: Vec<Line>,
    _lock: WriterLock,
}

/// Adds and removes stories; shared by threads.
pub struct Adder {
    /// Adding takes the lock for reading, a commit for writing.
    writer: RwLock<IndexWriter<Queued>>,
    queue: Queue,
    documents: Documents,
    key: Field,
}

impl Writer {
    /// Opens the index in `dir` for writing, or makes one.
    ///
    /// # Errors
    /// [`ErrorKind::Locked`] while another process writes; [`ErrorKind::Index`] when it is of another
    /// version or damaged and `rebuild` is off; [`ErrorKind::Io`].
    pub fn open(dir: &Path, options: &WriterOptions) -> Result<Writer> {
        std::fs::create_dir_all(dir)
            .map_err(|e| Error::io("making the index folder", &e).at_path(shown(dir)))?;
        let dir =
            dir.canonicalize().map_err(|e| Error::io("opening the index folder", &e).at_path(shown(dir)))?;
        let lock = WriterLock::take(&dir)?;
        let old = if options.rebuild { Head::read(&dir).unwrap_or(None) } else { Head::read(&dir)? };
        let (head, hidden, fresh) = match old {
            Some(old) if options.rebuild => (Head::current(after(&old.data)), true, true),
            Some(old) => {
                old.check(&dir)?;
                (old, false, false)
            }
            None => (Head::current(after("data-0")), false, true),
        };
        let data = dir.join(&head.data);
        if fresh {
            make_engine(&dir, &data)?;
        }
        if fresh && !hidden {
            head.write(&dir)?;
        }
        Head::sweep(&dir, &head);
        let engine = open_engine(&dir, &data)?;
        let truth = truth(&dir, &engine)?;
        let manifest = Manifest::read(&dir, &data, truth.as_ref())?;
        let log = Log::open(&data, truth.as_ref())?;
        let adder = Arc::new(Adder::new(&dir, &engine, options)?);
        Ok(Writer { dir, data, head, hidden, engine, adder, log, manifest, pending: Vec::new(), _lock: lock })
    }

    /// The index folder, canonical.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What has been read so far, lines not yet committed included.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// For the threads that add stories.
    pub fn adder(&self) -> Arc<Adder> {
        Arc::clone(&self.adder)
    }

    /// Notes what became of a file or root; true with the next commit.
    pub fn record(&mut self, line: Line) {
        self.manifest.apply(line.clone());
        self.pending.push(line);
    }

    /// Removes a root with the stories of all its files.
    pub fn remove_root(&mut self, root: u32) {
        for (_, path) in self.manifest.files.keys().filter(|(of, _)| *of == root) {
            self.adder.remove(root, path);
        }
        self.record(Line::RootGone { root });
    }

    /// Makes everything so far visible and lasting, in one step. Without anything noted it does nothing.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] (a full disk) or [`ErrorKind::Index`]; the last commit still stands then.
    pub fn commit(&mut self) -> Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let live = self.manifest.files.len() + self.manifest.roots.len();
        let compacts = self.manifest.void > 1000 + 2 * live;
        let truth =
            if compacts { self.log.compact(&self.manifest)? } else { self.log.append(&self.pending)? };
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
    /// As [`Writer::commit`].
    pub fn finish(mut self, complete: bool) -> Result<u64> {
        if self.hidden && !complete {
            drop(self.adder);
            let _ = std::fs::remove_dir_all(&self.data);
            return Ok(0);
        }
        self.commit()?;
        let stories = self.len()?;
        // Whoever else holds the adder has lost interest in merges.
        if let Some(adder) = Arc::into_inner(self.adder).filter(|_| complete) {
            let writer = adder.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
            writer.wait_merging_threads().map_err(|e| engine_error(&e))?;
        }
        Index::new(self.dir.clone(), self.data.clone(), self.engine)?.keep_standing()?;
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
        let mut writer = self.adder.writer.write().unwrap_or_else(PoisonError::into_inner);
        match writer.prepare_commit().map(drop) {
            Err(cause) => engine_error(&cause).at_path(shown(&self.dir)),
            Ok(()) => error,
        }
    }
}

impl Adder {
    fn new(dir: &Path, engine: &tantivy::Index, options: &WriterOptions) -> Result<Adder> {
        let memory = options.memory.clamp(16 << 20, 2 << 30);
        let threads = options.threads.max(1);
        let writer: IndexWriter<Queued> = engine
            .writer_with_num_threads(threads, memory * threads)
            .map_err(|e| damaged(dir, &e.to_string()))?;
        let mut merges = LogMergePolicy::default();
        // Fewer merges write less; so many segments are still searched in a millisecond.
        merges.set_min_num_segments(10);
        merges.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(merges));
        // What a killed run left behind goes now: a run that changes nothing makes no commit.
        writer.garbage_collect_files().wait().map_err(|e| engine_error(&e))?;
        let schema = engine.schema();
        let key = schema.get_field(schema::KEY).map_err(|e| engine_error(&e))?;
        let (queue, documents) = (Queue::new(threads), Documents::new(&schema)?);
        Ok(Adder { writer: RwLock::new(writer), queue, documents, key })
    }

    /// Adds stories of one source file.
    ///
    /// # Errors
    /// When an indexing thread has died ([`Writer::cause`] tells why), or a story cannot be stored.
    pub fn add(&self, root: u32, stories: &[Story]) -> Result<()> {
        for some in stories.chunks(TOGETHER) {
            let mut documents = Vec::with_capacity(some.len());
            for story in some {
                let document = self.documents.from_story(story, &key(root, &story.source.path))?;
                documents.push(UserOperation::Add(self.queue.admit(document)));
            }
            let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
            writer.run(documents).map_err(|e| engine_error(&e))?;
        }
        Ok(())
    }

    /// Removes the stories of a source file; those added later stay.
    pub fn remove(&self, root: u32, path: &str) {
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_text(self.key, &key(root, path)));
    }

    /// The only commit there is: one without a payload would forget the manifest.
    fn commit(&self, truth: &Truth) -> Result<()> {
        let payload = serde_json::to_string(truth)
            .map_err(|e| Error::new(ErrorKind::Index, format!("writing the manifest: {e}")))?;
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        let mut prepared = writer.prepare_commit().map_err(|e| engine_error(&e))?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(|e| engine_error(&e))?;
        Ok(())
    }
}

/// Makes an empty engine index in a new data folder.
fn make_engine(dir: &Path, data: &Path) -> Result<()> {
    let failed = |e: &std::io::Error| Error::io("making the index", e).at_path(shown(dir));
    if data.exists() {
        std::fs::remove_dir_all(data).map_err(|e| failed(&e))?;
    }
    std::fs::create_dir_all(data).map_err(|e| failed(&e))?;
    let directory = MmapDirectory::open(data).map_err(|e| damaged(dir, &e.to_string()))?;
    tantivy::Index::builder()
        .schema(schema::schema())
        .settings(schema::settings())
        .open_or_create(directory)
        .map_err(|e| engine_error(&e))?;
    Ok(())
}

/// The name of the data folder that comes after `data-N`, free or left behind by a killed run.
fn after(data: &str) -> String {
    let number: u64 = data.rsplit('-').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    format!("data-{}", number + 1)
}
