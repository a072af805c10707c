//! What came of each file, entered in the books: its old stories go as its new ones come, in one commit, or stay.
//!
//! Knows no threads and no readers.

use super::pool::{Done, Outcome};
use super::reading;
use super::state::is_young;
use super::summary::Summary;
use super::survey::{Job, Survey};
use super::target::Target;
use crate::index::manifest::{FileRecord, Line};
use std::collections::HashMap;

/// The books of a run.
pub(super) struct Books<'b> {
    pub(super) target: &'b mut Target,
    pub(super) summary: &'b mut Summary,
    /// Files that are not where they were, by the hash of their bytes: they may turn up elsewhere.
    leavers: HashMap<String, Vec<FileRecord>>,
}

impl<'b> Books<'b> {
    /// Opens them for what a survey found.
    pub(super) fn new(target: &'b mut Target, summary: &'b mut Summary, survey: &Survey) -> Self {
        let mut leavers: HashMap<String, Vec<FileRecord>> = HashMap::new();
        for file in survey.gone.iter().chain(&survey.elsewhere) {
            leavers.entry(file.hash.clone()).or_default().push(file.clone());
        }
        Books { target, summary, leavers }
    }

    /// Enters what came of a file.
    pub(super) fn enter(&mut self, done: Done) {
        let Done { job, outcome, .. } = done;
        match outcome {
            Outcome::Same => self.same(job),
            Outcome::Kept(record) => {
                self.target.drop_edition(job.edition);
                self.summary.unchanged(&record);
                self.target.record(Line::File(record));
            }
            Outcome::Read(record) => self.read(&job, record),
            Outcome::Broken => {
                self.target.drop_edition(job.edition);
                self.left(&job);
            }
        }
    }

    /// A file that was not read, as the run was stopped.
    pub(super) fn left(&mut self, job: &Job) {
        self.summary.left(
            job.found.stamp.size,
            &job.found.path,
            job.known.as_ref().or(job.replaces.as_ref()),
        );
    }

    fn same(&mut self, job: Job) {
        let Some(known) = job.known else { return };
        self.summary.unchanged(&known);
        let record = FileRecord { read: reading::now(), ..known.clone() }.stamped(job.found.stamp);
        // A record that would be as young as the old one says nothing new.
        if known.stamp() != job.found.stamp || is_young(&known) && !is_young(&record) {
            self.target.record(Line::File(record));
        }
    }

    fn read(&mut self, job: &Job, record: FileRecord) {
        let before = job.known.as_ref().map_or(0, |known| known.stories);
        self.summary.read(&record, before);
        if let Some(known) = &job.known {
            self.target.drop_edition(known.edition);
        }
        if let Some(old) = &job.replaces {
            self.leave(old);
        } else if job.known.is_none()
            && let Some(old) = self.leaver(&record)
        {
            self.summary.moved += 1;
            self.leave(&old);
        }
        self.target.record(Line::File(record));
    }

    /// The file that a new one was before, if it was moved: the same bytes, best with the same name.
    fn leaver(&mut self, record: &FileRecord) -> Option<FileRecord> {
        let found = self.leavers.get_mut(&record.hash).filter(|found| !found.is_empty())?;
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        let at = found.iter().position(|old| name(&old.path) == name(&record.path)).unwrap_or(0);
        Some(found.swap_remove(at))
    }

    fn leave(&mut self, old: &FileRecord) {
        self.summary.stories.removed += old.stories;
        self.target.remove(old);
    }

    /// All is read: what is gone goes.
    pub(super) fn end(self, survey: &Survey, absorbed: &[u32]) {
        for gone in &survey.gone {
            let still_there = self.target.manifest().files.contains_key(&(gone.root, gone.path.clone()));
            if still_there {
                self.summary.stories.removed += gone.stories;
                self.target.remove(gone);
            }
        }
        for root in absorbed {
            self.summary.stories.removed += self.target.remove_root(*root);
        }
    }
}
