//! Stories in and out of the engine, by many threads at once; the commit that waits for them.
//!
//! Every reading of a source file has an edition of its own: its new stories are added under another key than the old
//! ones have, which go in the commit that makes the new ones visible, or stay when the reading was not ended.

use super::document::Documents;
use super::files::damage;
use super::manifest::Truth;
use super::queue::{Queue, Queued};
use super::trouble::engine_error;
use super::{WriterOptions, key, schema};
use crate::error::{Error, ErrorKind, Result};
use crate::story::Story;
use std::path::Path;
use std::sync::{PoisonError, RwLock};
use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::schema::Field;
use tantivy::{IndexWriter, Term};

/// Documents handed to the engine in one go: a thread that waits for one is woken less often.
const TOGETHER: usize = 16;

/// Adds and removes stories; shared by threads.
pub struct Adder {
    /// Adding takes the lock for reading, a commit for writing.
    writer: RwLock<IndexWriter<Queued>>,
    queue: Queue,
    documents: Documents,
    key: Field,
}

impl Adder {
    pub(super) fn new(engine: &tantivy::Index, options: &WriterOptions) -> Result<Adder> {
        let memory = options.memory.clamp(16 << 20, 2 << 30);
        let threads = options.threads.max(1);
        let writer: IndexWriter<Queued> =
            engine.writer_with_num_threads(threads, memory * threads).map_err(|e| engine_error(&e))?;
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

    /// Adds stories of one reading of a source file.
    ///
    /// # Errors
    /// When an indexing thread has died ([`super::Writer::cause`] tells why), or a story cannot be stored.
    pub fn add(&self, edition: u64, stories: &[Story]) -> Result<()> {
        let key = key(edition);
        for some in stories.chunks(TOGETHER) {
            let mut documents = Vec::with_capacity(some.len());
            for story in some {
                let document = self.documents.from_story(story, &key)?;
                documents.push(UserOperation::Add(self.queue.admit(document)));
            }
            let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
            writer.run(documents).map_err(|e| engine_error(&e))?;
        }
        Ok(())
    }

    /// Removes the stories of one reading of a source file that were added before.
    pub fn remove(&self, edition: u64) {
        self.remove_key(&key(edition));
    }

    /// Removes the stories that carry a key.
    pub(super) fn remove_key(&self, key: &str) {
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_text(self.key, key));
    }

    /// The only commit there is: one without a payload would forget the manifest.
    pub(super) fn commit(&self, truth: &Truth) -> Result<()> {
        let payload = serde_json::to_string(truth)
            .map_err(|e| Error::new(ErrorKind::Index, format!("writing the manifest: {e}")))?;
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        let mut prepared = writer.prepare_commit().map_err(|e| engine_error(&e))?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(|e| engine_error(&e))?;
        Ok(())
    }

    /// Waits for merges under way. One that meets damage is given up, and what it would have merged stays as it is.
    ///
    /// # Errors
    /// [`ErrorKind::Index`]: damage was met in the data folder.
    pub(super) fn end(self, data: &Path) -> Result<()> {
        let writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        writer.wait_merging_threads().map_err(|e| engine_error(&e))?;
        damage::met_in(data).map_or(Ok(()), |damage| Err(damage.error()))
    }

    /// The error behind the error: when an indexing thread died, adding says only that it did.
    pub(super) fn cause(&self, error: Error) -> Error {
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        match writer.prepare_commit().map(drop) {
            Err(cause) => engine_error(&cause),
            Ok(()) => error,
        }
    }
}
