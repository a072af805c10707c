//! A damaged index made whole: what is whole of it is kept, and only the files whose stories were hit are read again.
//!
//! The old index stays until the new one is whole (see `index/salvage.rs`).

use super::summary::Summary;
use super::survey::{Field, Survey};
use super::target::Target;
use super::{Event, Options, Run, end, read_all};
use crate::error::{Error, ErrorKind, Result};
use crate::index::manifest::{FileRecord, Line, Outcome, Trouble};
use crate::index::roots::{self, Scan};
use crate::index::salvage::Salvage;
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// What a repair found and did.
#[derive(Debug)]
pub struct Repaired {
    /// Files of the index that were damaged, or missing; none: nothing was to be done.
    pub damaged: Vec<String>,
    /// Files of the corpus whose stories were hit.
    pub hit: u64,
    /// Stories that could not be read again: their file is gone or cannot be read.
    pub lost: u64,
    /// What was read.
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
        return Ok(Repaired { damaged: Vec::new(), hit: 0, lost: 0, summary });
    }
    let scans: Vec<Scan> = target
        .manifest()
        .roots
        .values()
        .map(|root| Scan { root: root.id, folder: roots::locate(target.dir(), root, &[]), scope: None })
        .collect();
    let run = Run::new(&options, events, stop);
    let there: Vec<Scan> = scans.into_iter().filter(|scan| scan.folder.is_dir()).collect();
    let field = Field {
        scans: &there,
        manifest: target.manifest(),
        absorbed: HashMap::new(),
        salvage: Some(&salvage),
    };
    let survey = Survey::take(&run, field, &mut summary);
    read_all(&run, &survey, &mut target, &mut summary, &[])?;
    let lost = if run.stopped() { 0 } else { give_up(&salvage, &mut target, &mut summary) };
    end(&run, target, &mut summary, started)?;
    if summary.interrupted {
        return Err(Error::new(ErrorKind::Interrupted, "stopped before the index was repaired")
            .with_hint("it is as it was; run it again"));
    }
    Ok(Repaired { damaged: salvage.damaged, hit: salvage.hit.len() as u64, lost, summary })
}

/// Notes the files that were hit and not read again: they are gone, or the system says no. Returns their lost stories.
fn give_up(salvage: &Salvage, target: &mut Target, summary: &mut Summary) -> u64 {
    let mut lost = 0;
    for ((root, path), (edition, stories)) in &salvage.hit {
        let record = target.manifest().files.get(&(*root, path.clone()));
        let Some(record) = record.filter(|record| record.edition == *edition).cloned() else { continue };
        lost += stories;
        let text = format!(
            "{stories} of its stories were in a damaged part of the index, and it is not there to be read again"
        );
        summary.lost(path, &text);
        let mut troubles = record.troubles.clone();
        troubles.push(Trouble { text, ..Trouble::default() });
        target.record(Line::File(FileRecord { outcome: Outcome::Failed, retry: true, troubles, ..record }));
    }
    lost
}
