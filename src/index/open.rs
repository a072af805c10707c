//! An index opened for reading, and the little file that says what it is.
//!
//! ```text
//! DIR/morgue.json      format versions and the name of the data folder; replaced whole, atomically
//! DIR/data-1/          the engine's files and the manifest; a rebuild writes data-2 and switches over
//! DIR/writer.lock      held while a process writes; DIR/writer.json says which
//! ```

use super::analyzers::{self, tokenizers};
use super::document::Documents;
use super::manifest::{Manifest, Truth};
use super::schema;
use crate::error::{Error, ErrorKind, Result};
use crate::story::Story;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use tantivy::directory::MmapDirectory;
use tantivy::{DocAddress, ReloadPolicy, Searcher, TantivyDocument};

/// Version of the layout of files in the index folder.
pub const FORMAT: u32 = 1;

/// Name of the file that makes a folder an index.
pub(crate) const HEAD: &str = "morgue.json";

/// What `morgue.json` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// Layout of the folder.
    pub(super) format: u32,
    /// [`schema::VERSION`].
    pub(super) schema: u32,
    /// [`analyzers::VERSION`].
    pub(super) analyzers: u32,
    /// Folder of the data, `data-N`.
    pub(super) data: String,
}

impl Head {
    /// This build's versions.
    pub(super) fn current(data: String) -> Self {
        Head { format: FORMAT, schema: schema::VERSION, analyzers: analyzers::VERSION, data }
    }

    fn version(&self) -> String {
        format!("{}.{}.{}", self.format, self.schema, self.analyzers)
    }

    /// Reads it; `None` where there is no index yet.
    pub(super) fn read(dir: &Path) -> Result<Option<Head>> {
        let bytes = match std::fs::read(dir.join(HEAD)) {
            Ok(bytes) => bytes,
            Err(e)
                if matches!(e.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) =>
            {
                return Ok(None);
            }
            Err(e) => return Err(Error::io("opening the index", &e).at_path(shown(dir))),
        };
        serde_json::from_slice(&bytes).map(Some).map_err(|e| damaged(dir, &format!("{HEAD}: {e}")))
    }

    /// Puts it on disk in one step.
    pub(super) fn write(&self, dir: &Path) -> Result<()> {
        let failed = |e: &std::io::Error| Error::io("writing the index", e).at_path(shown(dir));
        let bytes = serde_json::to_vec(self).map_err(|e| damaged(dir, &e.to_string()))?;
        let new = dir.join(format!("{HEAD}.new"));
        let mut file = File::create(&new).map_err(|e| failed(&e))?;
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(|e| failed(&e))?;
        std::fs::rename(&new, dir.join(HEAD)).map_err(|e| failed(&e))?;
        // Only some systems can sync a folder; where they cannot, the rename is all there is.
        let _ = File::open(dir).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// Removes data folders that neither `keep` nor the head on disk names: left by killed runs.
    pub(super) fn sweep(dir: &Path, keep: &Head) {
        let on_disk = Head::read(dir).ok().flatten();
        for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let number = name.strip_prefix("data-").unwrap_or("");
            let is_data = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            if is_data && name != keep.data && on_disk.as_ref().is_none_or(|head| head.data != name) {
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
    }

    /// Refuses an index this build cannot read.
    pub(super) fn check(&self, dir: &Path) -> Result<()> {
        let current = Head::current(self.data.clone());
        if *self == current {
            return Ok(());
        }
        let message = format!(
            "the index has version {}, this morgue reads version {}",
            self.version(),
            current.version()
        );
        Err(Error::new(ErrorKind::Index, message)
            .at_path(shown(dir))
            .with_hint("build it anew: `morgue index --rebuild CORPUS`"))
    }
}

/// An index opened for reading: a snapshot of its last commit.
pub struct Index {
    dir: PathBuf,
    data: PathBuf,
    engine: tantivy::Index,
    searcher: Searcher,
    documents: Documents,
}

impl Index {
    /// Opens the index in `dir`.
    ///
    /// # Errors
    /// [`ErrorKind::Index`] when there is none, it is of another version, or damaged; each with a hint.
    pub fn open(dir: &Path) -> Result<Self> {
        let Some(head) = Head::read(dir)? else {
            return Err(Error::new(ErrorKind::Index, "there is no index here")
                .at_path(shown(dir))
                .with_hint("make one: `morgue index CORPUS`"));
        };
        head.check(dir)?;
        let data = dir.join(&head.data);
        let engine = open_engine(dir, &data)?;
        Index::new(dir.to_path_buf(), data, engine)
    }

    /// An index in memory, of these stories; for tests and small answers.
    ///
    /// # Errors
    /// Whatever the engine says.
    pub fn in_memory<'s>(stories: impl IntoIterator<Item = &'s Story>) -> Result<Self> {
        let schema = schema::schema();
        let documents = Documents::new(&schema)?;
        let engine = tantivy::Index::builder()
            .schema(schema)
            .settings(schema::settings())
            .create_in_ram()
            .map_err(|e| engine_error(&e))?;
        tokenizers::register(engine.tokenizers());
        let mut writer: tantivy::IndexWriter =
            engine.writer_with_num_threads(1, 20 << 20).map_err(|e| engine_error(&e))?;
        for story in stories {
            let document = documents.from_story(story, &super::key(1, &story.source.path))?;
            writer.add_document(document).map_err(|e| engine_error(&e))?;
        }
        writer.commit().map_err(|e| engine_error(&e))?;
        Index::new(PathBuf::from("(memory)"), PathBuf::new(), engine)
    }

    pub(super) fn new(dir: PathBuf, data: PathBuf, engine: tantivy::Index) -> Result<Self> {
        let documents = Documents::new(&engine.schema())?;
        let reader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|e| damaged(&dir, &e.to_string()))?;
        Ok(Index { searcher: reader.searcher(), dir, data, engine, documents })
    }

    /// What has been read into it, as of its last commit.
    ///
    /// # Errors
    /// [`ErrorKind::Index`] when the manifest is damaged.
    pub fn manifest(&self) -> Result<Manifest> {
        let truth = truth(&self.dir, &self.engine)?;
        Manifest::read(&self.dir, &self.data, truth.as_ref())
    }

    /// The folder it was opened from.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The folder of the engine's files.
    pub(super) fn data(&self) -> &Path {
        &self.data
    }

    /// The engine's index (schema, settings, meta data).
    pub fn engine(&self) -> &tantivy::Index {
        &self.engine
    }

    /// The snapshot.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// Stories in the snapshot.
    pub fn len(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// True without any story.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Loads a story.
    ///
    /// # Errors
    /// [`ErrorKind::Index`] when the stored story is damaged.
    pub fn story(&self, at: DocAddress) -> Result<Story> {
        let document: TantivyDocument =
            self.searcher.doc(at).map_err(|e| damaged(&self.dir, &e.to_string()))?;
        self.documents.to_story(&document).map_err(|e| e.at_path(shown(&self.dir)))
    }
}

/// Opens the engine's files in `data`, with our analyzers.
pub(super) fn open_engine(dir: &Path, data: &Path) -> Result<tantivy::Index> {
    let directory = MmapDirectory::open(data).map_err(|e| damaged(dir, &e.to_string()))?;
    let engine = tantivy::Index::open(directory).map_err(|e| damaged(dir, &e.to_string()))?;
    if engine.schema() != schema::schema() {
        return Err(damaged(dir, "its schema is not the one its version promises"));
    }
    tokenizers::register(engine.tokenizers());
    Ok(engine)
}

/// How much of the manifest the last commit says is true; `None` before the first commit.
pub(super) fn truth(dir: &Path, engine: &tantivy::Index) -> Result<Option<Truth>> {
    let metas = engine.load_metas().map_err(|e| damaged(dir, &e.to_string()))?;
    let read = |payload: String| serde_json::from_str(&payload).map_err(|e| damaged(dir, &e.to_string()));
    metas.payload.map(read).transpose()
}

/// The index exists but cannot be used.
pub(super) fn damaged(dir: &Path, what: &str) -> Error {
    Error::new(ErrorKind::Index, format!("the index is damaged: {what}"))
        .at_path(shown(dir))
        .with_hint("build it anew: `morgue index --rebuild CORPUS`")
}

/// An engine error: the system's where that is behind it, else of the index.
pub(super) fn engine_error(error: &tantivy::TantivyError) -> Error {
    use tantivy::TantivyError as E;
    use tantivy::directory::error::{OpenReadError, OpenWriteError};
    match error {
        E::IoError(e)
        | E::OpenWriteError(OpenWriteError::IoError { io_error: e, .. })
        | E::OpenReadError(OpenReadError::IoError { io_error: e, .. }) => not_written(e),
        other => {
            let text = other.to_string();
            // A thread of the engine that dies hands on no more than the text of its error.
            match os_error(&text) {
                Some(number) => not_written(&std::io::Error::from_raw_os_error(number)),
                None => Error::new(ErrorKind::Index, text),
            }
        }
    }
}

fn not_written(error: &std::io::Error) -> Error {
    Error::io("writing the index", error)
        .with_hint("what was committed before is safe; make room and run it again")
}

/// The number in `… (os error 28)`.
fn os_error(text: &str) -> Option<i32> {
    text.rsplit_once("(os error ")?.1.split_once(')')?.0.parse().ok()
}

/// A path as messages show it.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::SourceRef;

    #[test]
    fn no_index_says_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let error = Index::open(&dir.path().join("none")).err().unwrap();
        assert_eq!(error.kind, ErrorKind::Index);
        assert!(error.hint.unwrap().contains("morgue index CORPUS"));
    }

    #[test]
    fn another_version_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let head = Head { schema: 999, ..Head::current("data-1".into()) };
        std::fs::write(dir.path().join(HEAD), serde_json::to_vec(&head).unwrap()).unwrap();
        let error = Index::open(dir.path()).err().unwrap();
        assert!(error.message.starts_with("the index has version 1.999."), "{error}");
        assert!(error.hint.unwrap().contains("--rebuild"));
    }

    #[test]
    fn a_full_disk_is_the_systems_error_however_it_is_told() {
        let told = "Internal error: 'No space left on device (os error 28)'";
        assert_eq!(os_error(told), Some(28));
        let error = engine_error(&tantivy::TantivyError::InternalError(told.into()));
        assert_eq!(error.kind, ErrorKind::Io);
        assert!(error.hint.unwrap().contains("make room"));
        assert_eq!(os_error("Schema error: 'x'"), None);
    }

    #[test]
    fn stories_in_memory_come_back_newest_first() {
        let day = |n: i8| Some(crate::date::Stamp::day(jiff::civil::date(1990, 1, n), ""));
        let stories: Vec<Story> = [(1, day(3)), (2, None), (3, day(9))]
            .into_iter()
            .map(|(n, published)| Story {
                source: SourceRef { path: format!("{n}.txt"), member: None },
                id: n.to_string(),
                published,
                ..Story::default()
            })
            .collect();
        let index = Index::in_memory(&stories).unwrap();
        let ids: Vec<_> = (0..3).map(|doc| index.story(DocAddress::new(0, doc)).unwrap().id).collect();
        assert_eq!(ids, ["3", "1", "2"]);
        assert_eq!(index.story(DocAddress::new(0, 0)).unwrap(), stories[2]);
    }
}
