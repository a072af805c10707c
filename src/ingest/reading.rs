//! One file: its fingerprint, its members, its stories in batches, and the record of it all.

use super::Event;
use super::naming;
use super::pool::{Batch, Outcome, Pool, Work};
use super::state;
use crate::error::{Error, ErrorKind};
use crate::index::manifest::{self, FileRecord, Trouble};
use crate::readers::{self, Sink};
use crate::source::{self, Member, Stamp};
use crate::story::Story;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Stories of a batch, and bytes of their text, at most.
const BATCH: (usize, usize) = (64, 256 << 10);
/// Troubles of a file that are written down.
const TROUBLES: usize = 1000;

/// Nanoseconds since the epoch, now.
pub(super) fn now() -> i64 {
    i64::try_from(jiff::Timestamp::now().as_nanosecond()).unwrap_or(0)
}

/// Reads a file and sends its stories into the pool.
pub(super) fn read_file(pool: &Pool<'_>, work: &Arc<Work>) -> Outcome {
    let job = &work.job;
    let mut record = FileRecord {
        root: job.root,
        path: job.found.path.clone(),
        edition: job.edition,
        read: now(),
        options: pool.run.versions.options.clone(),
        ..FileRecord::default()
    }
    .stamped(job.found.stamp);
    match source::fingerprint(&job.found.disk) {
        Ok(hash) => record.hash = hash,
        Err(error) => {
            let text = Error::io("opening", &error).message;
            let trouble = Trouble { text, ..Trouble::default() };
            return unreadable(vec![trouble], record, job.known.as_ref());
        }
    }
    if job.compare && job.known.as_ref().is_some_and(|known| known.hash == record.hash) {
        return Outcome::Same;
    }
    let mut reading = Reading::new(pool, work);
    reading.file();
    reading.flush();
    if changed_meanwhile(&job.found.disk, job.found.stamp) {
        // Which state was read is not known: the next run compares.
        record.mtime = 0;
    }
    reading.close(record)
}

/// A file that the system does not let us read: what is in the index of it stays until it can be.
fn unreadable(troubles: Vec<Trouble>, record: FileRecord, known: Option<&FileRecord>) -> Outcome {
    let base = known.cloned().unwrap_or(record);
    let failed = manifest::Outcome::Failed;
    Outcome::Kept(FileRecord { outcome: failed, retry: true, troubles, ..base })
}

fn changed_meanwhile(disk: &Path, stamp: Stamp) -> bool {
    std::fs::metadata(disk).map_or(true, |about| Stamp::of(&about) != stamp)
}

/// A file being read.
struct Reading<'r, 'p> {
    pool: &'r Pool<'p>,
    work: &'r Arc<Work>,
    /// Container member being read.
    member: Option<String>,
    /// Bytes of the file taken so far.
    taken: Rc<Cell<u64>>,
    batch: Vec<Story>,
    batch_bytes: usize,
    stories: u64,
    empty: u64,
    readers: BTreeSet<String>,
    troubles: Vec<Trouble>,
    /// Failures, those beyond the limit included.
    failures: usize,
    /// The file itself broke off or is damaged: more than a line or a member of it is missing.
    broke: bool,
    retry: bool,
}

impl<'r, 'p> Reading<'r, 'p> {
    fn new(pool: &'r Pool<'p>, work: &'r Arc<Work>) -> Self {
        Reading {
            pool,
            work,
            member: None,
            taken: Rc::default(),
            batch: Vec::new(),
            batch_bytes: 0,
            stories: 0,
            empty: 0,
            readers: BTreeSet::new(),
            troubles: Vec::new(),
            failures: 0,
            broke: false,
            retry: false,
        }
    }

    /// Opens the file and reads every member.
    fn file(&mut self) {
        let disk = &self.work.job.found.disk;
        let mut problems = Vec::new();
        let limits = &self.pool.run.options.limits;
        let opened = source::open(disk, limits, &mut |member| self.member(member), &mut |problem| {
            problems.push(problem);
        });
        for problem in problems.into_iter().chain(opened.err()) {
            self.member = None;
            self.fail(problem);
        }
    }

    fn member(&mut self, member: &mut Member<'_>) -> ControlFlow<()> {
        self.member.clone_from(&member.member);
        self.taken = Rc::clone(&member.taken);
        if let Some(text) = member.passed_over.take() {
            let member = self.member.clone();
            self.trouble(Trouble { member, text, skipped: true, line: None });
            return ControlFlow::Continue(());
        }
        let name = naming::hint_name(&self.work.job.found.path, member);
        let options = self.pool.run.options;
        let bytes = &mut *member.bytes;
        match readers::read_or_fail(&name, bytes, options.format, &options.hints, self) {
            Ok(readers::Outcome::Read { format, .. }) => {
                self.readers.insert(state::reader(format));
            }
            Ok(readers::Outcome::Empty) => self.empty += 1,
            Ok(readers::Outcome::NotAStory(reason)) => {
                let member = self.member.clone();
                self.trouble(Trouble { member, text: reason, skipped: true, line: None });
            }
            Err(error) => self.fail(error),
        }
        if self.pool.halted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn fail(&mut self, error: Error) {
        let member = naming::inner_member(self.member.as_deref(), error.place.member);
        let trouble = Trouble { member, line: error.place.line, text: error.message, skipped: false };
        // The break of a stream is told twice: by its reader, and by whoever unpacked it.
        if self
            .troubles
            .iter()
            .any(|t| t.text == trouble.text && (t.member == trouble.member || self.member.is_none()))
        {
            return;
        }
        self.retry |= error.kind == ErrorKind::Io;
        self.broke |=
            error.kind == ErrorKind::Io || (error.kind != ErrorKind::Format && trouble.member.is_none());
        self.failures += 1;
        self.trouble(trouble);
    }

    fn trouble(&mut self, trouble: Trouble) {
        if self.troubles.len() < TROUBLES {
            self.troubles.push(trouble);
        }
    }

    fn flush(&mut self) {
        if !self.batch.is_empty() {
            let stories = std::mem::take(&mut self.batch);
            self.batch_bytes = 0;
            let taken = self.taken.get().min(self.work.job.found.stamp.size);
            let bytes = taken.saturating_sub(self.work.told.fetch_max(taken, Ordering::Relaxed));
            (self.pool.run.events)(Event::Advanced { bytes, stories: stories.len() as u64 });
            self.pool.send(Batch { work: Arc::clone(self.work), stories });
        }
    }

    fn close(mut self, record: FileRecord) -> Outcome {
        let known = self.work.job.known.as_ref().filter(|known| known.stories > 0);
        if self.retry && known.is_some() {
            return unreadable(self.troubles, record, known);
        }
        let nothing = self.troubles.iter().any(|trouble| trouble.skipped);
        let outcome = match (self.failures, self.stories) {
            (0, 0) if nothing => manifest::Outcome::NotAStory,
            (0, 0) => manifest::Outcome::Empty,
            (0, _) => manifest::Outcome::Indexed,
            // Its bad lines or members are listed, one by one.
            (_, 1..) if !self.broke => manifest::Outcome::Indexed,
            _ => manifest::Outcome::Failed,
        };
        if nothing || self.empty > 0 || self.readers.is_empty() {
            self.readers.insert(self.pool.run.versions.table.clone());
        }
        Outcome::Read(FileRecord {
            readers: self.readers.into_iter().collect(),
            stories: self.stories,
            outcome,
            retry: self.retry,
            troubles: self.troubles,
            ..record
        })
    }
}

impl Sink for Reading<'_, '_> {
    fn story(&mut self, mut story: Story) -> ControlFlow<()> {
        naming::identify(&mut story, &self.work.job.found.path, self.member.as_deref());
        self.stories += 1;
        self.batch_bytes += story.body.len();
        self.batch.push(story);
        if self.batch.len() >= BATCH.0 || self.batch_bytes >= BATCH.1 {
            self.flush();
        }
        if self.pool.halted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn problem(&mut self, error: Error) {
        self.fail(error);
    }
}
