//! A new data folder out of what is whole of a damaged one: segments without a damaged block, and the records of the
//! files whose stories are all in them. Every other file is marked to be read again.
//!
//! The damaged folder is left as it is; `writer` fills the new one and lets it take the old one's place, as a rebuild
//! does. Whole files are linked, not copied, where the disk can. Knows no reader and no corpus.

use super::begin::{make_engine, make_folder};
use super::files::{Files, META, sealed};
use super::head::{Head, free_folder, without_head};
use super::log::{Log, is_log};
use super::manifest::{FileRecord, Line, Manifest, Truth};
use super::open::{Index, nothing_here, open_engine};
use super::restored::{Stored, restore};
use super::trouble::{damaged, engine_error, opening, system};
use super::{integrity, key, schema, standing};
use crate::error::Result;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What was found of a damaged index.
#[derive(Debug, Clone, Default)]
pub struct Salvage {
    /// The new data folder.
    pub(super) data: String,
    /// Keys in whole segments that no record knows: their stories are to be removed.
    pub(super) strangers: Vec<String>,
    /// Files to read again, by root and path: the reading that was hit, and how many of its stories are lost.
    pub hit: BTreeMap<(u32, String), (u64, u64)>,
    /// Files of the old index that were damaged or missing, for a person.
    pub damaged: Vec<String>,
    /// Stories of files whose record is lost, by path.
    pub nameless: BTreeMap<String, u64>,
    /// The highest edition there was: what is read from now on has a higher one.
    pub edition: u64,
    /// Records of files were lost: what no record knows is read, too.
    pub incomplete: bool,
}

impl Salvage {
    /// The old index is whole.
    pub fn is_idle(&self) -> bool {
        self.damaged.is_empty() && self.hit.is_empty() && self.strangers.is_empty()
    }
}

/// The commit of the old index, as far as it can be read.
struct Old {
    meta: Option<Value>,
    truth: Option<Truth>,
}

/// Makes the new data folder.
///
/// # Errors
/// There is no index, or nothing of it says where its corpus is; those of the system.
pub(super) fn salvage(dir: &Path, head: Option<&Head>) -> Result<Salvage> {
    let old = match head {
        Some(head) => head.data.clone(),
        None => without_head(dir)?.ok_or_else(|| nothing_here(dir))?,
    };
    if let Some(head) = head {
        head.check(dir)?;
    }
    let mut found = Salvage { data: free_folder(dir)?, ..Salvage::default() };
    if !standing::is_whole(&dir.join(&old)).map_err(|e| system("reading the index", &e))? {
        found.damaged.push(standing::NAME.to_owned());
    }
    if head.is_none() {
        found.damaged.push(super::head::HEAD.to_owned());
    }
    let (from, to) = (dir.join(&old), dir.join(&found.data));
    let old = read_commit(&from, &mut found)?;
    let (mut manifest, believed) = read_log(&from, old.truth.as_ref(), &mut found)?;
    if manifest.roots.is_empty() {
        let said = "nothing of it says which folders it was made from";
        return Err(damaged(dir, said).with_hint("build it anew: `morgue index --rebuild CORPUS`"));
    }
    make_folder(dir, &to)?;
    match (&old.meta, believed) {
        (Some(meta), true) => link_whole(&from, &to, meta, &mut found)?,
        _ => make_engine(dir, &to)?,
    }
    let index = Index::new(dir.to_path_buf(), to.clone(), open_engine(dir, &to, false)?)?;
    let all = old
        .meta
        .as_ref()
        .is_some_and(|meta| believed && segments(meta).len() == index.searcher().segment_readers().len());
    let mut stored = Stored { stories: stories_by_key(&index)?, paths: BTreeMap::new(), all };
    stored.paths = paths(&index, stored.strangers(&manifest))?;
    drop(index);
    restore(dir, &mut manifest, &stored, &mut found);
    found.edition = manifest.edition;
    judge(&mut manifest, &stored, &mut found);
    write_log(&to, &manifest)?;
    Ok(found)
}

fn read_commit(from: &Path, found: &mut Salvage) -> Result<Old> {
    let text = match sealed::read(&from.join(META)) {
        Ok(text) => text,
        Err(e) if matches!(e.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::NotFound) => {
            found.damaged.push(META.to_owned());
            return Ok(Old { meta: None, truth: None });
        }
        Err(e) => return Err(system("reading the index", &e)),
    };
    let meta: Option<Value> = serde_json::from_slice(&text).ok();
    let payload = meta.as_ref().and_then(|meta| meta.get("payload")?.as_str());
    let truth = payload.and_then(|payload| serde_json::from_str(payload).ok());
    Ok(Old { meta, truth })
}

/// What can be believed of the log; true where the records of files can be.
fn read_log(from: &Path, truth: Option<&Truth>, found: &mut Salvage) -> Result<(Manifest, bool)> {
    let failed = |e: &std::io::Error| system("reading the manifest", e);
    let mut logs: Vec<(u64, std::path::PathBuf)> = Vec::new();
    for entry in fs::read_dir(from).map_err(|e| failed(&e))? {
        let entry = entry.map_err(|e| failed(&e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix("manifest-").and_then(|rest| rest.strip_suffix(".log")?.parse().ok());
        if let Some(number) = number.filter(|_| is_log(&name)) {
            logs.push((number, entry.path()));
        }
    }
    logs.sort();
    let named = truth.map(|truth| u64::from(truth.log));
    let log = logs.iter().rev().find(|(number, _)| named.is_none_or(|named| named == *number));
    let mut bytes = match log {
        Some((_, path)) => fs::read(path).map_err(|e| failed(&e))?,
        None => Vec::new(),
    };
    if let Some(truth) = truth {
        bytes.truncate(usize::try_from(truth.len).unwrap_or(usize::MAX));
    }
    let (mut manifest, whole) = Manifest::salvage(&bytes);
    let complete = whole && truth.is_some_and(|truth| bytes.len() as u64 == truth.len);
    if !complete {
        found.incomplete = true;
    }
    if !complete && (truth.is_some() || !whole) {
        found.damaged.push(log.map_or("manifest".into(), |(number, _)| format!("manifest-{number}.log")));
    }
    for root in truth.into_iter().flat_map(|truth| &truth.roots) {
        manifest.roots.insert(root.id, root.clone());
    }
    Ok((manifest, truth.is_some()))
}

/// Brings the segments that are whole into the new folder, and a commit that names them.
fn link_whole(from: &Path, to: &Path, meta: &Value, found: &mut Salvage) -> Result<()> {
    let old = Files::open(from, false).map_err(|e| opening(&e))?;
    let failed = |e: &std::io::Error| system("making the index", e);
    let (mut meta, mut whole) = (meta.clone(), Vec::new());
    for segment in segments(&meta) {
        let files = integrity::files_of(&segment);
        let mut is_whole = true;
        for name in &files {
            match old.check(Path::new(name)) {
                Ok(()) => {}
                Err(e) if e.kind() == std::io::ErrorKind::InvalidData => {
                    is_whole = false;
                    found.damaged.push(name.clone());
                }
                Err(e) => return Err(system("reading the index", &e)),
            }
        }
        if is_whole {
            for name in &files {
                let (here, there) = (from.join(name), to.join(name));
                if fs::hard_link(&here, &there).is_err() {
                    fs::copy(&here, &there).map(drop).map_err(|e| failed(&e))?;
                }
            }
            whole.push(segment);
        }
    }
    meta["segments"] = Value::Array(whole);
    // Of the new folder's own log nothing is true yet.
    meta.as_object_mut().map(|meta| meta.remove("payload"));
    let text = serde_json::to_vec(&meta).unwrap_or_default();
    sealed::write(&to.join(META), &text).map_err(|e| failed(&e))
}

/// The segments of a commit.
fn segments(meta: &Value) -> Vec<Value> {
    meta.get("segments").and_then(Value::as_array).cloned().unwrap_or_default()
}

/// How many stories each key has in the new folder.
fn stories_by_key(index: &Index) -> Result<BTreeMap<String, u64>> {
    let failed = |e: &std::io::Error| system("reading the index", e);
    let field = index.engine().schema().get_field(schema::KEY).map_err(|e| engine_error(&e))?;
    let mut stored = BTreeMap::new();
    for segment in index.searcher().segment_readers() {
        let inverted = segment.inverted_index(field).map_err(|e| engine_error(&e))?;
        let mut terms = inverted.terms().stream().map_err(|e| failed(&e))?;
        while terms.advance() {
            let term = tantivy::Term::from_field_bytes(field, terms.key());
            let count = index.count_term(segment, &term)?;
            *stored.entry(String::from_utf8_lossy(terms.key()).into_owned()).or_default() += count;
        }
    }
    Ok(stored)
}

/// The files whose stories carry these keys, by key.
fn paths<'k>(index: &Index, keys: impl Iterator<Item = &'k String>) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let field = index.engine().schema().get_field(schema::KEY).map_err(|e| engine_error(&e))?;
    for key in keys {
        let term = tantivy::Term::from_field_text(field, key);
        for (ord, segment) in index.searcher().segment_readers().iter().enumerate() {
            if let Some(doc) = index.docs_of_term(segment, &term)?.into_iter().next() {
                let story = index.story(tantivy::DocAddress::new(ord as u32, doc))?;
                found.insert(key.clone(), story.source.path);
                break;
            }
        }
    }
    Ok(found)
}

/// Which files have lost stories, and which stories have lost their record for good.
fn judge(manifest: &mut Manifest, stored: &Stored, found: &mut Salvage) {
    for file in manifest.files.values_mut() {
        let there = stored.stories.get(&key(file.edition)).copied().unwrap_or(0);
        if there != file.stories {
            let lost = file.stories.saturating_sub(there);
            found.hit.insert((file.root, file.path.clone()), (file.edition, lost));
            // Were the repair the last thing that ever happened, this would be true.
            *file = FileRecord { stories: there, retry: true, ..file.clone() };
        }
    }
    found.strangers = stored.strangers(manifest).cloned().collect();
}

/// Writes the log of the new folder, and a commit by which it is true.
fn write_log(to: &Path, manifest: &Manifest) -> Result<()> {
    let roots = manifest.roots.values().cloned().map(Line::Root);
    let lines: Vec<Line> = roots.chain(manifest.files.values().cloned().map(Line::File)).collect();
    let mut truth = Log::create(to, 1)?.append(&lines)?;
    truth.roots = manifest.roots.values().cloned().collect();
    let failed = |e: &std::io::Error| system("making the index", e);
    let text = sealed::read(&to.join(META)).map_err(|e| failed(&e))?;
    let mut meta: Value = serde_json::from_slice(&text).map_err(|e| failed(&std::io::Error::other(e)))?;
    meta["payload"] = Value::String(serde_json::to_string(&truth).unwrap_or_default());
    let text = serde_json::to_vec(&meta).unwrap_or_default();
    sealed::write(&to.join(META), &text).map_err(|e| failed(&e))
}
