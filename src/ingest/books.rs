//! What came of each file, entered in the books: its old stories go as its new ones come, in one commit, or stay.
//!
//! Knows no threads and no readers.

use super::pool::{Done, Outcome};
use super::reading;
use super::state::is_young;
use super::summary::Summary;
use super::survey::{Job, Survey};
use super::target::Target;
use crate::index::manifest::Outcome::Failed;
use crate::index::manifest::{FileRecord, Line};
use std::collections::HashMap;

/// The books of a run.
pub(super) struct Books<'b> {
    pub(super) target: &'b mut Target,
    pub(super) summary: &'b mut Summary,
    /// Files that are not where they were: they may turn up elsewhere. `None`: it did.
    leavers: Vec<Option<FileRecord>>,
    /// Places in `leavers` by the hash of the bytes.
    by_hash: HashMap<String, Vec<usize>>,
    /// Places in `leavers` by the number of the file on its disk.
    by_inode: HashMap<u64, usize>,
    /// A new file could not be read: it may be one that is gone, under another name.
    pub(super) unreadable: bool,
}

impl<'b> Books<'b> {
    /// Opens them for what a survey found.
    pub(super) fn new(target: &'b mut Target, summary: &'b mut Summary, survey: &Survey) -> Self {
        let sure = survey.gone.len() + survey.elsewhere.len();
        let leavers = survey.gone.iter().chain(&survey.elsewhere).chain(&survey.unsure);
        let leavers: Vec<Option<FileRecord>> = leavers.cloned().map(Some).collect();
        let mut by_hash: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_inode = HashMap::new();
        for (at, file) in leavers.iter().enumerate().filter_map(|(at, file)| Some((at, file.as_ref()?))) {
            // The same bytes elsewhere may be a copy of what is still there.
            if at < sure {
                by_hash.entry(file.hash.clone()).or_default().push(at);
            }
            if file.inode > 0 {
                by_inode.insert(file.inode, at);
            }
        }
        Books { target, summary, leavers, by_hash, by_inode, unreadable: false }
    }

    /// Enters what came of a file.
    pub(super) fn enter(&mut self, done: Done) {
        let Done { job, outcome, .. } = done;
        let is_strange = |record: &FileRecord| record.retry && job.known.is_none();
        if let Outcome::Kept(record) | Outcome::Read(record) = &outcome {
            self.unreadable |= is_strange(record);
        }
        match outcome {
            Outcome::Read(record) if is_strange(&record) && self.may_be_a_leaver(&record) => {
                self.target.drop_edition(job.edition);
                let record = FileRecord { stories: 0, outcome: Failed, ..record };
                self.summary.unchanged(&record);
                self.target.record(Line::File(record));
            }
            Outcome::Same => self.same(job),
            Outcome::Kept(record) => {
                self.target.drop_edition(job.edition);
                self.summary.unchanged(&record);
                self.target.record(Line::File(record));
            }
            Outcome::Read(record) => self.read(&job, record),
            Outcome::Broken => self.give_back(&job),
        }
    }

    /// A file of which nothing may be taken in: it stays as it was.
    pub(super) fn give_back(&mut self, job: &Job) {
        self.target.drop_edition(job.edition);
        self.left(job);
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
            // Of one that could not be read the old stories are all there is.
            && !record.retry
            && let Some(old) = self.leaver(&record)
        {
            self.summary.moved += u64::from(old.hash == record.hash);
            self.leave(&old);
        }
        self.target.record(Line::File(record));
    }

    /// Half of a file that may be one that is gone: its stories would be there twice.
    fn may_be_a_leaver(&self, half: &FileRecord) -> bool {
        let is_it = |old: &FileRecord| old.size == half.size || half.inode > 0 && old.inode == half.inode;
        self.leavers.iter().flatten().any(is_it)
    }

    /// The file that a new one was before, if it was moved: the same bytes, best with the same name; else the same file on
    /// the disk, changed since. (The disk may give the number of a file that is gone to another one; that the one is
    /// gone holds all the same.)
    fn leaver(&mut self, record: &FileRecord) -> Option<FileRecord> {
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        let is_named_so =
            |at: &usize| self.leavers[*at].as_ref().is_some_and(|old| name(&old.path) == name(&record.path));
        let same = self.by_hash.get(&record.hash).map_or(&[][..], Vec::as_slice);
        let mut same = same.iter().filter(|at| self.leavers[**at].is_some());
        let at = same.clone().find(|at| is_named_so(at)).or_else(|| same.next());
        let at = *at.or_else(|| self.by_inode.get(&record.inode))?;
        self.leavers[at].take()
    }

    fn leave(&mut self, old: &FileRecord) {
        self.summary.stories.removed += old.stories;
        self.target.remove(old);
    }

    /// All that is new is read: what is gone and did not turn up goes.
    pub(super) fn drop_gone(&mut self, survey: &Survey) {
        for gone in self.still_here(survey) {
            self.leave(&gone);
        }
    }

    /// What is gone may yet turn up: it stays, and is named.
    pub(super) fn keep_gone(&mut self, survey: &Survey) {
        let here = self.still_here(survey);
        self.summary.old_form.extend(here.into_iter().map(|file| file.path));
    }

    /// Files that are gone from the disk and not from the index.
    fn still_here(&self, survey: &Survey) -> Vec<FileRecord> {
        let files = &self.target.manifest().files;
        survey
            .gone
            .iter()
            .filter(|gone| files.contains_key(&(gone.root, gone.path.clone())))
            .cloned()
            .collect()
    }

    /// All is read: roots that a wider one took in go.
    pub(super) fn drop_absorbed(&mut self, absorbed: &[u32]) {
        for root in absorbed {
            self.summary.stories.removed += self.target.remove_root(*root);
        }
    }
}
