//! A damaged index made whole: what is whole of it is kept, and only the files whose stories were hit are read again.
//!
//! The old index stays until the new one is whole (see `index/salvage.rs`).

use super::read_all::read_all;
use super::summary::{Failure, Summary};
use super::survey::{Field, Survey};
use super::target::Target;
use super::{Event, Options, Run, end};
use crate::error::{Error, ErrorKind, Result};
use crate::index::manifest::{FileRecord, Line, Outcome, Trouble};
use crate::index::roots::{self, Scan};
use crate::index::salvage::Salvage;
use crate::source::path_of;
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// What a repair found and did.
#[derive(Debug)]
pub struct Repaired {
    /// Files of the index that were damaged, or missing; none: nothing was to be done.
    pub damaged: Vec<String>,
    /// Files of the corpus that were read again.
    pub read: u64,
    /// Files whose stories were hit and that could not be read again, each with the reason.
    pub given_up: Vec<Failure>,
    /// Stories that they had in damaged parts.
    pub lost: u64,
    /// The run.
    pub summary: Summary,
}

/// Repairs the index of the options; their roots are not asked, it knows its own.
///
/// # Errors
/// There is no index, it is of another version, or nothing of it says where its corpus is.
pub fn repair(options: &Options, events: &(dyn Fn(Event) + Sync), stop: &AtomicBool) -> Result<Repaired> {
    let started = Instant::now();
    let options = Options { repair: true, ..options.clone() };
    let mut target = Target::open(&options)?;
    let salvage = target.salvage().unwrap_or_default();
    let mut summary = Summary { took_over: target.took_over(), ..Summary::default() };
    if salvage.is_idle() {
        target.finish(false)?;
        return Ok(Repaired { damaged: Vec::new(), read: 0, given_up: Vec::new(), lost: 0, summary });
    }
    let scans: Vec<Scan> = target
        .manifest()
        .roots
        .values()
        .map(|root| Scan { root: root.id, folder: roots::locate(target.dir(), root, &[]), scope: None })
        .collect();
    let run = Run::new(&options, events, stop);
    let there =
        scans.into_iter().filter_map(|scan| is_there(scan).transpose()).collect::<Result<Vec<Scan>>>()?;
    let field = Field {
        scans: &there,
        manifest: target.manifest(),
        absorbed: HashMap::new(),
        salvage: Some(&salvage),
    };
    let survey = Survey::take(&run, field, &mut summary);
    read_all(&run, &survey, &mut target, &mut summary, &[])?;
    let (given_up, lost) =
        if run.stopped() { (Vec::new(), 0) } else { give_up(&salvage, &there, &mut target) };
    end(&run, target, &mut summary, started)?;
    if summary.interrupted {
        return Err(Error::new(ErrorKind::Interrupted, "stopped before the index was repaired")
            .with_hint("it is as it was; run it again"));
    }
    let read = (survey.jobs.len() as u64).saturating_sub(given_up.len() as u64);
    Ok(Repaired { damaged: salvage.damaged, read, given_up, lost, summary })
}

/// A root that can be walked; none where it is gone.
///
/// # Errors
/// The system does not let us look: a later repair may.
fn is_there(scan: Scan) -> Result<Option<Scan>> {
    match std::fs::metadata(&scan.folder) {
        Ok(found) => Ok(found.is_dir().then_some(scan)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::io("looking for the corpus", &e)
            .at_path(scan.folder.display().to_string())
            .with_hint("the index is as it was; run it again when the corpus can be read")),
    }
}

/// Why a source was not met on the way through its root.
fn absence(there: &[Scan], root: u32, path: &str) -> String {
    let Some(scan) = there.iter().find(|scan| scan.root == root) else {
        return "the folder of its corpus is not there".into();
    };
    match std::fs::symlink_metadata(scan.folder.join(path_of(path))) {
        Ok(_) => "it could not be looked at, or its folder could not be listed".into(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => "it is not there".into(),
        Err(e) => Error::io("looking for it", &e).message,
    }
}

/// Notes the files that were hit and not read again, as they are gone or the system says no: these, and how many
/// stories are lost with them.
fn give_up(salvage: &Salvage, there: &[Scan], target: &mut Target) -> (Vec<Failure>, u64) {
    let (mut given_up, mut lost) = (Vec::new(), 0);
    let mut give = |path: &str, stories: u64, why: &str| {
        lost += stories;
        let error = format!(
            "{stories} of its stories were in a damaged part of the index; read again it cannot be: {why}"
        );
        given_up.push(Failure { path: path.to_owned(), member: None, line: None, error: error.clone() });
        vec![Trouble { text: error, ..Trouble::default() }]
    };
    for ((root, path), (edition, stories)) in &salvage.hit {
        let Some(record) = target.manifest().files.get(&(*root, path.clone())).cloned() else {
            give(path, *stories, &absence(there, *root, path));
            continue;
        };
        // What was read in the end has another edition, and no failure of the system.
        if record.edition != *edition && !record.retry {
            continue;
        }
        // Its record alone was hit.
        if record.edition == *edition && *stories == 0 {
            continue;
        }
        let said =
            record.troubles.iter().find(|trouble| !trouble.skipped).map(|trouble| trouble.text.clone());
        let why = said.filter(|_| record.outcome == Outcome::Failed);
        let why = why.unwrap_or_else(|| absence(there, *root, path));
        let troubles = give(path, *stories, &why);
        target.record(Line::File(FileRecord { outcome: Outcome::Failed, retry: true, troubles, ..record }));
    }
    for (path, stories) in &salvage.nameless {
        let is_it =
            |file: &FileRecord| file.path == *path && file.edition > salvage.edition && file.stories > 0;
        if !target.manifest().files.values().any(is_it) {
            give(path, *stories, "its record is lost, and it is not there, or cannot be read");
        }
    }
    (given_up, lost)
}
