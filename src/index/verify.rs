//! Whether index, manifest and corpus agree, and what is in the index.

use super::manifest::{FileRecord, Manifest, Outcome, RootRecord};
use super::open::Index;
use super::{analyzers, open, roots, schema};
use crate::error::{Error, ErrorKind, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TERMINATED, Term};

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Stable kebab-case code: `file-changed`, `file-gone`, `root-gone`, `file-failed`, `count-differs`,
    /// `unknown-stories`, `story-damaged`, `standing-differs`, `checksum`.
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
    /// [`ErrorKind::Index`] when manifest or columns cannot be read.
    pub fn status(&self) -> Result<Status> {
        let manifest = self.manifest()?;
        let mut status = Status {
            schema: "morgue.status/1",
            index: self.dir().display().to_string(),
            version: format!("{}.{}.{}", open::FORMAT, schema::VERSION, analyzers::VERSION),
            stories: self.len(),
            files: BTreeMap::new(),
            readers: BTreeMap::new(),
            roots: manifest.roots.values().map(|root| self.root_status(root, &manifest)).collect(),
            dates: None,
            undated: 0,
            bytes: bytes_below(self.dir()),
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

    fn root_status(&self, root: &RootRecord, manifest: &Manifest) -> RootStatus {
        let path = self.locate(root);
        let files = || manifest.files.values().filter(|file| file.root == root.id);
        RootStatus {
            files: files().count() as u64,
            stories: files().map(|file| file.stories).sum(),
            exists: path.is_dir(),
            path: path.display().to_string(),
        }
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
            let column = segment.fast_fields().i64("date").map_err(|e| open::engine_error(&e))?;
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

    /// Compares index, manifest and the files on disk; nothing found is a healthy index.
    ///
    /// # Errors
    /// [`ErrorKind::Index`] when the manifest or the engine's postings cannot be read at all.
    pub fn verify(&self) -> Result<Vec<Finding>> {
        let manifest = self.manifest()?;
        let mut findings = Vec::new();
        self.check_files(&mut findings)?;
        // What a damaged file holds says nothing.
        if findings.is_empty() {
            self.check_stories(&mut findings);
            self.check_counts(&manifest, &mut findings)?;
        }
        self.check_corpus(&manifest, &mut findings);
        findings.sort();
        Ok(findings)
    }

    /// Are there the stories that the manifest tells of, and as they are said to stand?
    fn check_counts(&self, manifest: &Manifest, findings: &mut Vec<Finding>) -> Result<()> {
        if self.standing()? != self.find_standing()? {
            let text =
                "what is kept of how the stories stand is wrong; `morgue index --rebuild` makes it anew";
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

    /// The engine's own checksums.
    fn check_files(&self, findings: &mut Vec<Finding>) -> Result<()> {
        let damaged = self.engine().validate_checksum().map_err(|e| open::engine_error(&e))?;
        findings.extend(damaged.into_iter().map(|path| Finding {
            code: "checksum",
            path: path.display().to_string(),
            text: "this file of the index is damaged".into(),
        }));
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
        let failed = |e: &dyn std::fmt::Display| Error::new(ErrorKind::Index, e.to_string());
        let field = self.engine().schema().get_field(schema::KEY).map_err(|e| failed(&e))?;
        let term = Term::from_field_text(field, &super::key(file.root, &file.path));
        let mut count = 0;
        for segment in self.searcher().segment_readers() {
            let inverted = segment.inverted_index(field).map_err(|e| failed(&e))?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic).map_err(|e| failed(&e))?;
            if let Some(mut postings) = postings {
                while postings.doc() != TERMINATED {
                    count += u64::from(!segment.is_deleted(postings.doc()));
                    postings.advance();
                }
            }
        }
        Ok(count)
    }

    /// The files are as they were read.
    fn check_corpus(&self, manifest: &Manifest, findings: &mut Vec<Finding>) {
        for root in manifest.roots.values() {
            let folder = self.locate(root);
            if !folder.is_dir() {
                let text = "this corpus root is not there".to_owned();
                findings.push(Finding { code: "root-gone", path: folder.display().to_string(), text });
                continue;
            }
            for file in manifest.files.values().filter(|file| file.root == root.id) {
                findings.extend(check_file(&folder, file));
            }
        }
    }
}

fn check_file(folder: &Path, file: &FileRecord) -> Option<Finding> {
    let finding = |code, text: &str| Some(Finding { code, path: file.path.clone(), text: text.to_owned() });
    let Ok(about) = std::fs::metadata(folder.join(&file.path)) else {
        return finding("file-gone", "indexed, but no longer there; `morgue index` drops it");
    };
    let since = about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let mtime = since.and_then(|since| i64::try_from(since.as_nanos()).ok());
    if about.len() != file.size || mtime.is_some_and(|mtime| mtime != file.mtime) {
        return finding("file-changed", "changed since it was read; `morgue index` reads it again");
    }
    (file.outcome == Outcome::Failed).then(|| {
        let text = file.troubles.iter().find(|t| !t.skipped).map_or("could not be read", |t| t.text.as_str());
        Finding { code: "file-failed", path: file.path.clone(), text: text.to_owned() }
    })
}

fn bytes_below(dir: &Path) -> u64 {
    let entries = walkdir::WalkDir::new(dir).into_iter().flatten();
    entries
        .filter_map(|entry| entry.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .map(|about| about.len())
        .sum()
}
