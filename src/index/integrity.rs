//! Every byte of an index held against its checksums, without the engine: it may not open over what is damaged.
//!
//! Knows nothing of what is in the files; whether that agrees is for [`super::verify`].

use super::files::damage::{self, REPAIR};
use super::files::{Files, META, of_segment, sealed};
use super::head::{HEAD, Head};
use super::manifest::{Manifest, Truth, log_path, open_log};
use super::open::nothing_here;
use super::standing;
use super::trouble::{opening, system};
use super::verify::Finding;
use crate::error::{ErrorKind, Result};
use serde_json::Value;
use std::io;
use std::path::Path;

/// The damaged files of the index in a folder; none: its bytes are those that were written.
///
/// # Errors
/// [`ErrorKind::Index`]: there is no index, or it is of another version; [`ErrorKind::Io`]: the system says no.
pub fn damaged_files(dir: &Path) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    let head = match Head::read(dir) {
        Ok(Some(head)) => head,
        Ok(None) => return Err(nothing_here(dir)),
        Err(error) if error.kind == ErrorKind::Index => {
            found.push(finding(HEAD));
            return Ok(found);
        }
        Err(error) => return Err(error),
    };
    head.check(dir)?;
    let data = dir.join(&head.data);
    let files = Files::open(&data, false).map_err(|e| opening(&e))?;
    let Some(text) = whole(sealed::read(&data.join(META)))? else {
        found.push(finding(META));
        return Ok(found);
    };
    let meta: Value = serde_json::from_slice(&text).unwrap_or_default();
    for name in meta.get("segments").and_then(Value::as_array).into_iter().flatten().flat_map(files_of) {
        if whole(files.check(Path::new(&name)))?.is_none() {
            found.push(finding(&name));
        }
    }
    if !standing::is_whole(&data).map_err(|e| system("reading the index", &e))? {
        found.push(finding(standing::NAME));
    }
    let payload = meta.get("payload").and_then(Value::as_str);
    if let Some(truth) = payload.and_then(|payload| serde_json::from_str::<Truth>(payload).ok()) {
        found.extend(check_log(dir, &data, &truth)?);
    }
    Ok(found)
}

fn check_log(dir: &Path, data: &Path, truth: &Truth) -> Result<Option<Finding>> {
    let name = log_path(data, truth.log);
    let damaged = || finding(&name.file_name().unwrap_or_default().to_string_lossy());
    let log = match open_log(data, truth) {
        Ok(log) => log,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Some(damaged())),
        Err(e) => return Err(system("opening the manifest", &e)),
    };
    match Manifest::read(dir, &log, truth) {
        Ok(_) => Ok(None),
        Err(error) if error.kind == ErrorKind::Index => Ok(Some(damaged())),
        Err(error) => Err(error),
    }
}

/// What was read; `None` where it is damaged or not there.
fn whole<T>(read: io::Result<T>) -> Result<Option<T>> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(e) if e.kind() == io::ErrorKind::NotFound || damage::is_behind(&e) => Ok(None),
        Err(e) => Err(system("reading the index", &e)),
    }
}

fn finding(name: &str) -> Finding {
    let text = format!("this file of the index is damaged; {REPAIR}");
    Finding { code: "checksum", path: name.to_owned(), text }
}

/// The files that a segment has, of which a commit says this.
pub(super) fn files_of(segment: &Value) -> Vec<String> {
    let id = segment.get("segment_id").and_then(Value::as_str).unwrap_or_default();
    let deletes = segment.get("deletes").and_then(|deletes| deletes.get("opstamp")?.as_u64());
    of_segment(id, deletes).collect()
}
