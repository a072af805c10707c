//! The threads that read and enrich. Every one of them takes whatever is at hand: stories waiting to
//! be enriched first, else a new file. A reader whose stories nobody is free to take enriches them
//! itself, so one big file keeps all threads busy, and little waits in memory.

use super::reading;
use super::survey::Job;
use super::{Event, Run};
use crate::enrich::enrich;
use crate::error::{Error, ErrorKind, Result};
use crate::index::Adder;
use crate::index::manifest::FileRecord;
use crate::story::Story;
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, select, unbounded};
use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Scope;

/// What came of a file.
pub(super) enum Outcome {
    /// Its bytes are the known ones.
    Same,
    /// It could not be opened; what is known of it stays.
    Kept(FileRecord),
    /// It was read.
    Read(FileRecord),
    /// The run was stopped in the middle of it.
    Broken,
}

/// A file under way. The last holder to let go of it reports its outcome.
pub(super) struct Work {
    pub(super) job: Job,
    pub(super) outcome: Mutex<Outcome>,
    /// Bytes of it that events have told of.
    pub(super) told: AtomicU64,
}

/// Stories of one file on their way to the index.
pub(super) struct Batch {
    pub(super) work: Arc<Work>,
    pub(super) stories: Vec<Story>,
}

/// What came of a file.
pub(super) struct Done {
    pub(super) job: Job,
    pub(super) outcome: Outcome,
    /// Bytes of it that events have told of.
    pub(super) told: u64,
}

/// The threads' common ground.
pub(super) struct Pool<'p> {
    pub(super) run: &'p Run<'p>,
    pub(super) adder: Option<Arc<Adder>>,
    jobs: (Sender<Job>, Receiver<Job>),
    batches: (Sender<Batch>, Receiver<Batch>),
    reports: (Sender<Result<Done>>, Receiver<Result<Done>>),
    /// Nothing is ever sent: closing it sends the threads home.
    door: (Mutex<Option<Sender<Infallible>>>, Receiver<Infallible>),
    halted: AtomicBool,
}

impl<'p> Pool<'p> {
    pub(super) fn new(run: &'p Run<'p>, adder: Option<Arc<Adder>>) -> Self {
        let (door, watch) = bounded(0);
        Pool {
            run,
            adder,
            jobs: unbounded(),
            batches: bounded(2 * run.threads),
            reports: unbounded(),
            door: (Mutex::new(Some(door)), watch),
            halted: AtomicBool::new(false),
        }
    }

    /// The run is being stopped, or has failed.
    pub(super) fn halted(&self) -> bool {
        self.halted.load(Ordering::Relaxed) || self.run.stopped()
    }

    /// Hands in a file.
    pub(super) fn give(&self, job: Job) {
        // Both ends live in the pool: sending cannot fail.
        let _ = self.jobs.0.send(job);
    }

    /// Lets the threads go; files not begun are dropped.
    pub(super) fn close(&self) {
        self.halted.store(true, Ordering::Relaxed);
        self.door.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Starts the threads.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where the system has none to give.
    pub(super) fn start<'s>(&'s self, scope: &'s Scope<'s, '_>, threads: usize) -> Result<()> {
        for _ in 0..threads {
            let started = std::thread::Builder::new().spawn_scoped(scope, || self.work());
            started.map_err(|e| Error::io("starting a thread", &e).with_hint("`--threads 1` needs fewer"))?;
        }
        Ok(())
    }

    /// What a thread does until the pool closes.
    fn work(&self) {
        loop {
            if let Ok(batch) = self.batches.1.try_recv() {
                self.process(batch);
                continue;
            }
            select! {
                recv(self.batches.1) -> batch => batch.into_iter().for_each(|batch| self.process(batch)),
                recv(self.jobs.1) -> job => job.into_iter().for_each(|job| self.read(job)),
                recv(self.door.1) -> _ => return,
            }
        }
    }

    fn read(&self, job: Job) {
        (self.run.events)(Event::Started { path: job.found.path.clone() });
        let work = Arc::new(Work { job, outcome: Mutex::new(Outcome::Broken), told: AtomicU64::new(0) });
        let outcome = reading::read_file(self, &work);
        *work.outcome.lock().unwrap_or_else(PoisonError::into_inner) = outcome;
        self.release(work);
    }

    /// Passes stories on; does the work here when all others are busy.
    pub(super) fn send(&self, batch: Batch) {
        match self.batches.0.try_send(batch) {
            Ok(()) => {}
            Err(TrySendError::Full(batch) | TrySendError::Disconnected(batch)) => self.process(batch),
        }
    }

    fn process(&self, mut batch: Batch) {
        if !self.halted() {
            for story in &mut batch.stories {
                enrich(story);
            }
            let edition = batch.work.job.edition;
            if let Some(Err(error)) = self.adder.as_ref().map(|adder| adder.add(edition, &batch.stories)) {
                let _ = self.reports.0.send(Err(error));
            }
        }
        drop(batch.stories);
        self.release(batch.work);
    }

    fn release(&self, work: Arc<Work>) {
        if let Some(work) = Arc::into_inner(work) {
            let outcome = work.outcome.into_inner().unwrap_or_else(PoisonError::into_inner);
            let outcome =
                if self.halted() && !matches!(outcome, Outcome::Same) { Outcome::Broken } else { outcome };
            let _ = self.reports.0.send(Ok(Done { job: work.job, outcome, told: work.told.into_inner() }));
        }
    }

    /// Waits for one file to be done.
    pub(super) fn next(&self) -> Result<Done> {
        let ended = |_| Error::new(ErrorKind::Index, "the reading threads ended early");
        self.reports.1.recv().map_err(ended)?
    }
}
