//! Whether index, manifest and corpus agree, and what is in the index.

use super::files::sealed;
use super::manifest::{FileRecord, Manifest, Outcome, RootRecord};
use super::open::Index;
use super::trouble::{engine_error, shown, system};
use super::{analyzers, head, lock, roots, schema};
use crate::error::{Error, Result};
use crate::source::{Stamp, path_of};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED, Term};

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Stable kebab-case code: `file-changed`, `file-gone`, `root-gone`, `file-failed`, `count-differs`,
    /// `unknown-stories`, `story-damaged`, `standing-differs`, `checksum`, `orphan`.
    pub code: &'static str,
    /// File below its root, or a file of the index.
    pub path: String,
    /// What is wrong, for a person.
    pub text: String,
}

/// What is in an index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Status {
    /// `morgue.status/1`.
    pub schema: &'static str,
    /// The index folder.
    pub index: String,
    /// Versions of layout, schema and analyzers: `1.1.1`.
    pub version: String,
    /// Stories.
    pub stories: u64,
    /// Files by outcome.
    pub files: BTreeMap<Outcome, u64>,
    /// Files by reader and its version, `name:version`.
    pub readers: BTreeMap<String, u64>,
    /// Corpus roots.
    pub roots: Vec<RootStatus>,
    /// Dates of the oldest and newest story, `YYYY-MM-DD`; absent without dated stories.
    pub dates: Option<(String, String)>,
    /// Stories without a date.
    pub undated: u64,
    /// Bytes of the index on disk.
    pub bytes: u64,
    /// Segments of the engine.
    pub segments: u64,
    /// Of those stories' places that were replaced or removed but still take space.
    pub deleted: u64,
}

/// A corpus root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RootStatus {
    /// Where it is.
    pub path: String,
    /// Files known.
    pub files: u64,
    /// Their stories.
    pub stories: u64,
    /// It is there.
    pub exists: bool,
}

impl Index {
    /// What is in the index.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Index`] when manifest or columns cannot be read.
    pub fn status(&self) -> Result<Status> {
        let manifest = self.manifest()?;
        let mut status = Status {
            schema: "morgue.status/1",
            index: self.dir().display().to_string(),
            version: format!("{}.{}.{}", head::FORMAT, schema::VERSION, analyzers::VERSION),
            stories: self.len(),
            files: BTreeMap::new(),
            readers: BTreeMap::new(),
            roots: manifest.roots.values().map(|r| self.root_status(r, &manifest)).collect::<Result<_>>()?,
            dates: None,
            undated: 0,
            bytes: bytes_below(self.dir())?,
            segments: self.searcher().segment_readers().len() as u64,
            deleted: 0,
        };
        for file in manifest.files.values() {
            *status.files.entry(file.outcome).or_default() += 1;
            for reader in file.readers.iter().filter(|reader| !reader.starts_with("table:")) {
                *status.readers.entry(reader.clone()).or_default() += 1;
            }
        }
        self.dates(&mut status)?;
        Ok(status)
    }

    fn root_status(&self, root: &RootRecord, manifest: &Manifest) -> Result<RootStatus> {
        let path = self.locate(root);
        let exists =
            is_folder(&path).map_err(|e| Error::io("looking at a corpus root", &e).at_path(shown(&path)))?;
        let files = || manifest.files.values().filter(|file| file.root == root.id);
        Ok(RootStatus {
            files: files().count() as u64,
            stories: files().map(|file| file.stories).sum(),
            exists,
            path: crate::source::whole_text(&path),
        })
    }

    /// Where a root is now.
    fn locate(&self, root: &RootRecord) -> PathBuf {
        let dir = self.dir().canonicalize().unwrap_or_else(|_| self.dir().to_path_buf());
        roots::locate(&dir, root, &[])
    }

    fn dates(&self, status: &mut Status) -> Result<()> {
        let mut span: Option<(i64, i64)> = None;
        for segment in self.searcher().segment_readers() {
            status.deleted += u64::from(segment.num_deleted_docs());
            let column = segment.fast_fields().i64("date").map_err(|e| engine_error(&e))?;
            for doc in segment.doc_ids_alive() {
                match column.first(doc) {
                    None => status.undated += 1,
                    Some(at) => span = span.map_or(Some((at, at)), |(a, b)| Some((a.min(at), b.max(at)))),
                }
            }
        }
        let day = |at| crate::date::print_cut(at, crate::date::Precision::Day);
        status.dates = span.map(|(from, to)| (day(from), day(to)));
        Ok(())
    }

    /// Compares index, manifest and the files on disk; nothing found, and nothing by [`super::damaged_files`], is a
    /// healthy index. `checksum`: the bytes of every corpus file are compared, whatever the system says of its times.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Index`] when the manifest or the engine's postings cannot be read at all.
    pub fn verify(&self, checksum: bool) -> Result<Vec<Finding>> {
        let manifest = self.manifest()?;
        let mut findings = Vec::new();
        self.check_stories(&mut findings);
        self.check_counts(&manifest, &mut findings)?;
        self.check_orphans(&mut findings)?;
        self.check_corpus(&manifest, checksum, &mut findings);
        findings.sort();
        findings.dedup();
        Ok(findings)
    }

    /// Are there the stories that the manifest tells of, and as they are said to stand?
    fn check_counts(&self, manifest: &Manifest, findings: &mut Vec<Finding>) -> Result<()> {
        if self.standing()? != self.find_standing()? {
            let text = "what is kept of how the stories stand is wrong; `morgue repair` makes it anew";
            findings.push(Finding { code: "standing-differs", path: String::new(), text: text.into() });
        }
        let mut known = 0;
        for file in manifest.files.values() {
            let count = self.count(file)?;
            known += count;
            if count != file.stories {
                let text = format!("the manifest says {} stories, the index has {count}", file.stories);
                findings.push(Finding { code: "count-differs", path: file.path.clone(), text });
            }
        }
        if known != self.len() {
            let text =
                format!("{} stories are of no file the manifest knows", self.len() - known.min(self.len()));
            findings.push(Finding { code: "unknown-stories", path: String::new(), text });
        }
        Ok(())
    }

    /// Files that no commit names: left by a killed run, gone with the next one. While somebody writes they may be its.
    fn check_orphans(&self, findings: &mut Vec<Finding>) -> Result<()> {
        let mut left = self.orphans()?;
        for entry in std::fs::read_dir(self.dir()).map_err(|e| system("reading the index folder", &e))? {
            let entry = entry.map_err(|e| system("reading the index folder", &e))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_data = head::number_of(&name).is_some() && !self.data().ends_with(&name);
            left.extend((is_data || name == lock::NOTE || name.ends_with(sealed::NEW)).then_some(name));
        }
        if !left.is_empty() && !lock::is_held(self.dir()) {
            let text = "left by a run that was killed; the next `morgue index` removes it";
            findings.extend(left.into_iter().map(|path| Finding { code: "orphan", path, text: text.into() }));
        }
        Ok(())
    }

    /// Every stored story can be read.
    fn check_stories(&self, findings: &mut Vec<Finding>) {
        for (ord, segment) in self.searcher().segment_readers().iter().enumerate() {
            for doc in segment.doc_ids_alive() {
                if let Err(error) = self.story(DocAddress::new(ord as u32, doc)) {
                    findings.push(Finding {
                        code: "story-damaged",
                        path: String::new(),
                        text: error.message,
                    });
                }
            }
        }
    }

    /// Stories of a source file in the index.
    fn count(&self, file: &FileRecord) -> Result<u64> {
        let field = self.engine().schema().get_field(schema::KEY).map_err(|e| engine_error(&e))?;
        let term = Term::from_field_text(field, &super::key(file.edition));
        let mut count = 0;
        for segment in self.searcher().segment_readers() {
            count += self.count_term(segment, &term)?;
        }
        Ok(count)
    }

    /// Stories of a segment that have a term.
    pub(super) fn count_term(&self, segment: &SegmentReader, term: &Term) -> Result<u64> {
        Ok(self.docs_of_term(segment, term)?.len() as u64)
    }

    /// The same, their places.
    pub(super) fn docs_of_term(&self, segment: &SegmentReader, term: &Term) -> Result<Vec<DocId>> {
        let inverted = segment.inverted_index(term.field()).map_err(|e| engine_error(&e))?;
        let postings = inverted
            .read_postings(term, IndexRecordOption::Basic)
            .map_err(|e| system("reading the index", &e))?;
        let mut docs = Vec::new();
        if let Some(mut postings) = postings {
            while postings.doc() != TERMINATED {
                docs.extend((!segment.is_deleted(postings.doc())).then_some(postings.doc()));
                postings.advance();
            }
        }
        Ok(docs)
    }

    /// The files are as they were read.
    fn check_corpus(&self, manifest: &Manifest, checksum: bool, findings: &mut Vec<Finding>) {
        for root in manifest.roots.values() {
            let folder = self.locate(root);
            let path = crate::source::whole_text(&folder);
            let is_there = match is_folder(&folder) {
                Ok(is_there) => is_there,
                Err(error) => {
                    let text = Error::io("looking at this corpus root", &error).message;
                    findings.push(Finding { code: "file-failed", path, text });
                    continue;
                }
            };
            if !is_there {
                let text = format!(
                    "this corpus root is not there; if it was moved: `morgue index --moved {path} NEW`, if it is \
                     gone for good: `morgue index --forget {path}`"
                );
                findings.push(Finding { code: "root-gone", path, text });
                continue;
            }
            for file in manifest.files.values().filter(|file| file.root == root.id) {
                findings.extend(check_file(&folder, file, checksum));
            }
        }
    }
}

/// A path that leads nowhere, or to a file, is no folder; of one that the system does not let us look at nobody knows.
fn is_folder(path: &Path) -> std::io::Result<bool> {
    match std::fs::metadata(path) {
        Ok(about) => Ok(about.is_dir()),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(false),
        Err(e) => Err(e),
    }
}

fn check_file(folder: &Path, file: &FileRecord, checksum: bool) -> Option<Finding> {
    let finding = |code, text: &str| Some(Finding { code, path: file.path.clone(), text: text.to_owned() });
    let disk = folder.join(path_of(&file.path));
    let stamp = match std::fs::metadata(&disk) {
        Ok(about) => Stamp::of(&about),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return finding("file-gone", "indexed, but no longer there; `morgue index` drops it");
        }
        Err(e) => return finding("file-failed", &Error::io("looking at it", &e).message),
    };
    let times_differ = stamp.size != file.size || stamp.mtime != file.mtime;
    // Times can be set back, the rest may change with a copy or a new name: only the bytes can tell.
    let in_doubt = !times_differ && (checksum || stamp != file.stamp());
    if times_differ || in_doubt && hash_of(&disk).is_some_and(|hash| hash != file.hash) {
        return finding("file-changed", "changed since it was read; `morgue index` reads it again");
    }
    // A file of which stories came counts as read, but what of it did not stays said.
    let missing = file.troubles.iter().find(|trouble| !trouble.skipped);
    let text = missing.map_or("could not be read", |trouble| trouble.text.as_str());
    (missing.is_some() || file.outcome == Outcome::Failed).then(|| finding("file-failed", text)).flatten()
}

fn hash_of(disk: &Path) -> Option<String> {
    crate::source::fingerprint(disk).ok()
}

/// Bytes of all files below a folder.
fn bytes_below(dir: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in walkdir::WalkDir::new(dir) {
        let about = entry.and_then(|entry| entry.metadata());
        match about {
            Ok(about) if about.is_file() => bytes += about.len(),
            Ok(_) => {}
            // A writer removes files of its own while it works.
            Err(e) if e.io_error().is_some_and(|e| e.kind() == ErrorKind::NotFound) => {}
            Err(e) => return Err(system("looking at the index folder", &e.into())),
        }
    }
    Ok(bytes)
}
