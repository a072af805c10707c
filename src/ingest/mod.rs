//! The driver: source, readers, enrich, index; threads, counts, progress events.
//!
//! ```text
//! walk -> compare with the manifest -> pool: read, enrich, analyse -> engine -> commit
//! ```
//!
//! Only what changed is read ([`state`] names the reasons). A commit happens when no file is half
//! in: at the end, every minute or gigabyte, and when the run is stopped.

pub mod naming;
mod pool;
mod reading;
pub mod state;
pub mod summary;
mod survey;
mod target;

pub use summary::{Failure, Skip, StoryCounts, Summary};

use crate::date::wire::Hints;
use crate::error::Result;
use crate::index::roots;
use crate::readers::Format;
use crate::source::{self, Filter, Limits};
use pool::Pool;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use survey::Survey;
use target::Target;

/// What to index, and how.
#[derive(Clone)]
pub struct Options {
    /// Folders and files named.
    pub roots: Vec<PathBuf>,
    /// The index folder.
    pub index: PathBuf,
    /// Which files to look at; those left out are neither read nor dropped.
    pub filter: Filter,
    /// Read every file as this instead of guessing.
    pub format: Option<&'static Format>,
    /// Build anew; the old index stays until the new one is whole.
    pub rebuild: bool,
    /// Read and count, write nothing.
    pub dry_run: bool,
    /// Keep the stories of files that are gone.
    pub keep_missing: bool,
    /// Threads for reading and enriching; 0 is one a core.
    pub threads: usize,
    /// Bytes the engine may hold before it writes a segment.
    pub memory: usize,
    /// Commit at least every so many bytes read, at a point where no file is half in.
    pub commit_bytes: u64,
    /// How bare dates are read.
    pub hints: Hints,
    /// Limits on containers.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            roots: Vec::new(),
            index: PathBuf::from("index"),
            filter: Filter::default(),
            format: None,
            rebuild: false,
            dry_run: false,
            keep_missing: false,
            threads: 0,
            memory: 180 << 20,
            commit_bytes: 1 << 30,
            hints: Hints::default(),
            limits: Limits::default(),
        }
    }
}

/// How the run gets on, for whoever watches. Sent by many threads, in no certain order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The walk is over: this is to be read.
    Planned {
        /// Files to read or compare.
        files: u64,
        /// Their bytes.
        bytes: u64,
    },
    /// A file is being read.
    Started {
        /// Its path below its root.
        path: String,
    },
    /// More of a file has been read.
    Advanced {
        /// Bytes of the file since the last such event.
        bytes: u64,
        /// Stories found in them.
        stories: u64,
    },
    /// A file is done.
    Finished {
        /// Its path below its root.
        path: String,
        /// Its bytes that no event has told of.
        bytes: u64,
    },
    /// Everything so far is about to be made lasting.
    Committing,
}

/// What every part of a run looks at.
struct Run<'r> {
    options: &'r Options,
    versions: state::Versions,
    threads: usize,
    events: &'r (dyn Fn(Event) + Sync),
    stop: &'r AtomicBool,
}

impl Run<'_> {
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

fn threads(asked: usize) -> usize {
    if asked > 0 { asked } else { std::thread::available_parallelism().map_or(1, usize::from) }
}

/// Commit at least this often, at a point where no file is half in.
const COMMIT_TIME: Duration = Duration::from_secs(60);

/// Brings the index up to date with the roots named.
///
/// `stop` set ends the run early: what is done is committed, files half read count as not read.
///
/// # Errors
/// A root that does not exist, an index that cannot be written; not files that cannot be read, which
/// are in the [`Summary`].
pub fn run(options: &Options, events: &(dyn Fn(Event) + Sync), stop: &AtomicBool) -> Result<Summary> {
    let started = Instant::now();
    let named = source::roots(&options.roots)?;
    source::globs::Globs::new(&options.filter)?;
    let named: Vec<_> = named.into_iter().map(|root| (root.folder, root.scope)).collect();
    let mut target = Target::open(options)?;
    let plan = roots::plan(target.dir(), target.manifest(), &named);
    let mut summary = Summary::default();
    for root in &plan.absorbed {
        summary.stories.removed += target.remove_root(*root);
    }
    for line in plan.lines {
        target.record(line);
    }
    let run = Run {
        options,
        versions: state::Versions::new(options),
        threads: threads(options.threads),
        events,
        stop,
    };
    let survey = Survey::take(&run, &plan.scans, target.manifest(), &mut summary);
    for gone in &survey.gone {
        summary.stories.removed += gone.stories;
        target.remove(gone);
    }
    events(Event::Planned { files: survey.jobs.len() as u64, bytes: survey.bytes() });
    read_all(&run, &survey, &mut target, &mut summary)?;
    summary.interrupted = stop.load(Ordering::Relaxed);
    events(Event::Committing);
    summary.stories.total = target.finish(!summary.interrupted)?;
    summary.sort();
    summary.seconds = started.elapsed().as_secs_f64();
    Ok(summary)
}

/// Reads all jobs in the pool, takes in what comes back and commits from time to time.
fn read_all(run: &Run<'_>, survey: &Survey, target: &mut Target, summary: &mut Summary) -> Result<()> {
    if survey.jobs.is_empty() {
        return Ok(());
    }
    let pool = Pool::new(run, target.adder());
    let result = std::thread::scope(|scope| {
        for _ in 0..run.threads {
            scope.spawn(|| pool.work());
        }
        let result = hand_out(run, &pool, survey, target, summary);
        pool.close();
        result
    });
    result.map_err(|error| target.cause(error))
}

/// Gives the jobs to the pool, no more at a time than it has threads for, and commits in between.
fn hand_out(
    run: &Run<'_>,
    pool: &Pool<'_>,
    survey: &Survey,
    target: &mut Target,
    summary: &mut Summary,
) -> Result<()> {
    let (mut under_way, mut bytes, mut last) = (0, 0, Instant::now());
    for job in &survey.jobs {
        if run.stopped() {
            summary.forget(job.found.size);
            continue;
        }
        if bytes >= run.options.commit_bytes || last.elapsed() >= COMMIT_TIME {
            while under_way > 0 {
                under_way -= pool.take_in(target, summary)?;
            }
            (run.events)(Event::Committing);
            target.commit()?;
            (bytes, last) = (0, Instant::now());
        }
        while under_way >= 2 * run.threads {
            under_way -= pool.take_in(target, summary)?;
        }
        pool.give(job.clone());
        under_way += 1;
        bytes += job.found.size;
    }
    while under_way > 0 {
        under_way -= pool.take_in(target, summary)?;
    }
    Ok(())
}
