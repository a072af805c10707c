//! The driver: source, readers, enrich, index; threads, counts, progress events.
//!
//! ```text
//! walk -> compare with the manifest -> pool: read, enrich, analyse -> engine -> commit
//! ```
//!
//! Only what changed is read ([`state`] names the reasons). A commit happens when no file is half
//! in: at the end, every minute or gigabyte, and when the run is stopped.

mod before;
mod books;
pub mod naming;
mod pool;
mod read_all;
mod reading;
mod repair;
pub mod state;
pub mod summary;
mod survey;
mod target;
mod waiting;

pub use repair::{Repaired, repair};
pub use summary::{Failure, Skip, StoryCounts, Summary};

use crate::date::wire::Hints;
use crate::error::{Error, ErrorKind, Result};
use crate::index::manifest::{FileRecord, Manifest};
use crate::index::roots;
use crate::readers::Format;
use crate::source::{self, Filter, Limits};
use before::Before;
use read_all::read_all;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use survey::{Field, Survey};
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
    /// Build anew from what is whole of the old index, reading only the files whose stories were hit ([`repair()`]).
    pub repair: bool,
    /// Compare the bytes of every file, whatever the system says of its times.
    pub checksum: bool,
    /// How long to wait for another writer.
    pub wait: Duration,
    /// Roots to take out, with the stories of their files.
    pub forget: Vec<PathBuf>,
    /// Roots that are elsewhere now: where they were, and where they are.
    pub moved: Vec<(PathBuf, PathBuf)>,
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
            repair: false,
            checksum: false,
            wait: Duration::ZERO,
            forget: Vec::new(),
            moved: Vec::new(),
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

impl<'r> Run<'r> {
    fn new(options: &'r Options, events: &'r (dyn Fn(Event) + Sync), stop: &'r AtomicBool) -> Self {
        let (versions, threads) = (state::Versions::new(options), threads(options.threads));
        Run { options, versions, threads, events, stop }
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

fn threads(asked: usize) -> usize {
    if asked > 0 { asked } else { std::thread::available_parallelism().map_or(1, usize::from) }
}

/// Brings the index up to date with the roots named.
///
/// `stop` set ends the run early: what is done is committed; files not read, or half, stay as they were.
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
    let before = target.is_hidden().then(|| Before::of(options));
    let mut summary = Summary { took_over: target.took_over(), ..Summary::default() };
    roots_by_hand(options, &mut target, &mut summary)?;
    let plan = roots::plan(target.dir(), target.manifest(), &named);
    summary.moved_roots.extend(plan.moved.iter().map(|(from, to)| (shown(from), shown(to))));
    let absorbed = absorbed(&plan, &target);
    for line in plan.lines {
        target.record(line);
    }
    let run = Run::new(options, events, stop);
    let field = Field { scans: &plan.scans, manifest: target.manifest(), absorbed, salvage: None };
    let survey = Survey::take(&run, field, &mut summary);
    read_all(&run, &survey, &mut target, &mut summary, &plan.absorbed)?;
    if let Some(before) = before.filter(|_| !run.stopped()) {
        summary.keeps(before.lost(target.manifest(), &survey.unseen));
    }
    end(&run, target, &mut summary, started)?;
    Ok(summary)
}

/// Commits what was read, and closes the summary.
fn end(run: &Run<'_>, target: Target, summary: &mut Summary, started: Instant) -> Result<()> {
    summary.interrupted = run.stopped();
    (run.events)(Event::Committing);
    if summary.interrupted && target.is_hidden() {
        (summary.as_before, summary.unread) = (true, 0);
        summary.old_form.clear();
    }
    let total = target.finish(!summary.interrupted && !summary.as_before)?;
    let done = if summary.as_before { StoryCounts::default() } else { summary.stories.clone() };
    summary.stories = StoryCounts { total, ..done };
    summary.sort();
    summary.seconds = started.elapsed().as_secs_f64();
    Ok(())
}

/// Roots that a person says are gone or elsewhere.
fn roots_by_hand(options: &Options, target: &mut Target, summary: &mut Summary) -> Result<()> {
    let unknown = |path: &Path, manifest: &Manifest| {
        let known: Vec<String> = manifest.roots.values().map(|root| root.absolute.clone()).collect();
        Error::new(ErrorKind::Query, "the index knows no such corpus root")
            .at_path(shown(path))
            .with_hint(format!("it knows: {}", known.join(", ")))
    };
    for path in &options.forget {
        let root = roots::by_path(target.dir(), target.manifest(), path);
        let root = root.ok_or_else(|| unknown(path, target.manifest()))?;
        summary.stories.removed += target.remove_root(root);
    }
    for (old, new) in &options.moved {
        let root = roots::by_path(target.dir(), target.manifest(), old);
        let root = root.ok_or_else(|| unknown(old, target.manifest()))?;
        let new = new.canonicalize().map_err(|e| Error::io("opening", &e).at_path(shown(new)))?;
        let line = roots::moved_to(target.dir(), root, &new);
        target.record(line);
        summary.moved_roots.push((shown(old), shown(&new)));
    }
    Ok(())
}

/// Records of roots that a wider one takes in, by where their files are: each goes as its file is read under its new path.
fn absorbed(plan: &roots::Plan, target: &Target) -> HashMap<PathBuf, FileRecord> {
    let manifest = target.manifest();
    let folder = |root: &u32| manifest.roots.get(root).map(|record| roots::locate(target.dir(), record, &[]));
    let folders: HashMap<u32, PathBuf> =
        plan.absorbed.iter().filter_map(|root| Some((*root, folder(root)?))).collect();
    let place = |file: &FileRecord| folders.get(&file.root).map(|at| at.join(source::path_of(&file.path)));
    manifest.files.values().filter_map(|file| Some((place(file)?, file.clone()))).collect()
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
