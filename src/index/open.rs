//! An index opened for reading: a snapshot of its last commit. Takes no lock and writes nothing.
//!
//! A writer may commit, and remove files of the commit before, while they are being opened: who finds one gone, or the
//! commit another than the one it began with, begins again.

use super::analyzers::tokenizers;
use super::document::Documents;
use super::files::{Files, META, damage::Damage};
use super::head::{HEAD, Head, is_headless};
use super::manifest::{Manifest, Truth, log_path, open_log};
use super::schema;
use super::trouble::{damaged, engine_error, opening, shown, system};
use crate::error::{Error, ErrorKind, Result};
use crate::story::Story;
use std::fs::File;
use std::path::{Path, PathBuf};
use tantivy::{DocAddress, IndexMeta, ReloadPolicy, Searcher, TantivyDocument};

/// How often the opening begins again when a writer commits meanwhile.
const TRIES: usize = 50;

/// An index opened for reading: a snapshot of its last commit.
pub struct Index {
    dir: PathBuf,
    data: PathBuf,
    engine: tantivy::Index,
    searcher: Searcher,
    documents: Documents,
    /// How much of which log is true, and that log: it may be gone from the folder by the time it is asked for.
    truth: Option<(Truth, File)>,
}

impl Index {
    /// Opens the index in `dir`.
    ///
    /// # Errors
    /// [`ErrorKind::Index`] when there is none, it is of another version, or damaged; each with a hint.
    pub fn open(dir: &Path) -> Result<Self> {
        let mut tries = 0;
        loop {
            let Some(head) = Head::read(dir)? else {
                return Err(nothing_here(dir));
            };
            head.check(dir)?;
            let data = dir.join(&head.data);
            let before = commit_of(&data);
            let opened = Index::snapshot(dir, &data);
            tries += 1;
            let same = before == commit_of(&data) && Head::read(dir)?.is_some_and(|now| now == head);
            if same || tries == TRIES {
                return opened;
            }
        }
    }

    fn snapshot(dir: &Path, data: &Path) -> Result<Self> {
        let engine = open_engine(dir, data, false)?;
        let truth = match truth(dir, &engine)? {
            Some(truth) => Some((truth.clone(), log_of(dir, data, &truth)?)),
            None => None,
        };
        Ok(Index { truth, ..Index::new(dir.to_path_buf(), data.to_path_buf(), engine)? })
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
            let document = documents.from_story(story, "1")?;
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
            .map_err(|e| engine_error(&e).at_path(shown(&dir)))?;
        Ok(Index { searcher: reader.searcher(), dir, data, engine, documents, truth: None })
    }

    /// What has been read into it, as of its last commit.
    ///
    /// # Errors
    /// [`ErrorKind::Index`] when the manifest is damaged.
    pub fn manifest(&self) -> Result<Manifest> {
        match &self.truth {
            Some((truth, log)) => Manifest::read(&self.dir, log, truth),
            None => Ok(Manifest::default()),
        }
    }

    /// Name of the manifest's log.
    pub(super) fn log_name(&self) -> Option<String> {
        let (truth, _) = self.truth.as_ref()?;
        log_path(&self.data, truth.log).file_name().map(|name| name.to_string_lossy().into_owned())
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
            self.searcher.doc(at).map_err(|e| engine_error(&e).at_path(shown(&self.dir)))?;
        self.documents.to_story(&document).map_err(|e| e.at_path(shown(&self.dir)))
    }
}

/// Opens the manifest's log. Without it nothing says which stories are whose.
pub(super) fn log_of(dir: &Path, data: &Path, truth: &Truth) -> Result<File> {
    open_log(data, truth).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => {
            let name = log_path(data, truth.log);
            damaged(dir, &format!("{} is not there", name.strip_prefix(dir).unwrap_or(&name).display()))
        }
        _ => system("opening the manifest", &e),
    })
}

/// A folder without an index, or one of which only the head is gone.
pub(super) fn nothing_here(dir: &Path) -> Error {
    match is_headless(dir) {
        Ok(true) => return damaged(dir, &format!("{HEAD} is not there")),
        Ok(false) => {}
        Err(error) => return error,
    }
    Error::new(ErrorKind::Index, "there is no index here")
        .at_path(shown(dir))
        .with_hint("make one: `morgue index CORPUS`")
}

/// What the file of the commit holds just now.
fn commit_of(data: &Path) -> Option<Vec<u8>> {
    std::fs::read(data.join(META)).ok()
}

/// Opens the engine's files in `data`, with our analyzers.
pub(super) fn open_engine(dir: &Path, data: &Path, writes: bool) -> Result<tantivy::Index> {
    let files = Files::open(data, writes).map_err(|e| opening(&e).at_path(shown(dir)))?;
    let engine = tantivy::Index::open(files).map_err(|e| engine_error(&e).at_path(shown(dir)))?;
    if engine.schema() != schema::schema() {
        return Err(damaged(dir, "its schema is not the one its version promises"));
    }
    tokenizers::register(engine.tokenizers());
    Ok(engine)
}

/// How much of the manifest the last commit says is true; `None` before the first commit.
pub(super) fn truth(dir: &Path, engine: &tantivy::Index) -> Result<Option<Truth>> {
    let metas: IndexMeta = engine.load_metas().map_err(|e| engine_error(&e).at_path(shown(dir)))?;
    let read = |payload: String| serde_json::from_str(&payload).map_err(|e| damaged(dir, &e.to_string()));
    metas.payload.map(read).transpose()
}

/// The first damage this process met in any index, as an error; `None`: there was none.
///
/// Where an error of the engine was lost on its way, this still tells.
pub fn damage_met() -> Option<Error> {
    super::files::damage::met().as_ref().map(Damage::error)
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
