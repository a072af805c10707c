//! Query tree to an engine's query, and back to documents. The engine is tantivy today; a cluster's
//! could stand beside it with the same trees. Nothing above this level names tantivy.
//!
//! What it must not know: how queries are written, how answers look.

mod best;
mod counts;
mod drawer;
mod forms;
mod ids;
mod killed;
mod like;
mod lower;
mod names;
mod newest;
mod pattern;
mod places;
mod plan;
mod reprints;
mod shown;
mod spelled;
mod stats;
mod terms;
mod top;
mod weight;
mod window;
mod yearly;

pub use counts::{ValueCounts, When};
pub use places::Spelled;
pub use plan::Plan;
pub use shown::Hide;
pub use spelled::Variant;
pub use top::{Order, Ranked};
pub use weight::is_quiet;

use std::path::Path;

use tantivy::query::{Bm25StatisticsProvider, EnableScoring};
use tantivy::{DocAddress, Searcher};

use crate::error::{Error, Result};
use crate::index::Index;
use crate::index::trouble::engine_error;
use crate::query::Query;
use crate::story::Story;

/// A story's place in the index as it was when the engine was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocRef {
    segment: u32,
    doc: u32,
}

/// An index opened for questions: one commit, unchanged by writers.
pub struct Engine {
    index: Index,
    searcher: Searcher,
    stats: stats::LiveStats,
    /// Documents that later versions replace, by segment.
    superseded: Vec<Vec<tantivy::DocId>>,
    /// What another story kills.
    killed: killed::Killed,
    /// The segments.
    drawers: drawer::Drawers,
    /// What is hidden by default.
    lists: shown::Lists,
    /// Spellings of names that were asked for.
    spelled: spelled::Known,
    /// What is known of the terms asked about.
    terms: terms::Terms,
}

/// Whatever the engine says and nobody above can name.
impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        engine_error(&error)
    }
}

impl Engine {
    /// Opens the index in a folder. Errors: missing, damaged, another version.
    pub fn open(dir: &Path) -> Result<Engine> {
        Engine::new(Index::open(dir)?)
    }

    /// Asks an index that is open already.
    pub fn new(index: Index) -> Result<Engine> {
        let searcher = index.searcher().clone();
        let text = searcher.schema().get_field("text")?;
        let standing = index.standing()?;
        let stats = stats::LiveStats::new(searcher.clone(), text, standing.text_tokens);
        let killed = killed::Killed::new(&searcher, &standing.killed);
        let drawers = drawer::drawers(&searcher);
        let superseded = standing.superseded;
        Ok(Engine {
            index,
            searcher,
            stats,
            superseded,
            killed,
            drawers,
            lists: shown::Lists::default(),
            spelled: spelled::Known::default(),
            terms: terms::Terms::default(),
        })
    }

    /// Lowers a tree.
    pub fn plan(&self, tree: &Query) -> Result<Plan> {
        self.lowering().plan(&weight::words::quiet(tree))
    }

    fn lowering(&self) -> lower::Lowering<'_> {
        lower::Lowering {
            schema: self.searcher.schema(),
            searcher: &self.searcher,
            killed: &self.killed,
            drawers: &self.drawers,
            spelled: &self.spelled,
            stats: &self.stats,
            looked_up: std::cell::Cell::new(0),
        }
    }

    /// Stories in the index.
    pub fn stories(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Stories that have a term in a field; none where there is no such field.
    pub fn stories_with(&self, field: &str, term: &str) -> Result<u64> {
        let Ok(column) = self.searcher.schema().get_field(field) else { return Ok(0) };
        Ok(self.stats.doc_freq(&tantivy::Term::from_field_text(column, term))?)
    }

    /// Stories a plan matches.
    pub fn count(&self, plan: &Plan) -> Result<u64> {
        self.count_of(plan.whole(self)?.as_ref())
    }

    /// Stories a plan would match if nothing were hidden, less those it matches.
    pub fn count_hidden(&self, plan: &Plan) -> Result<u64> {
        let hidden = plan.what_is_hidden(self)?;
        hidden.map_or(Ok(0), |query| self.count_of(query.as_ref()))
    }

    fn count_of(&self, query: &dyn tantivy::query::Query) -> Result<u64> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        let mut total = 0;
        for reader in self.searcher.segment_readers() {
            total += u64::from(weight.count(reader)?);
        }
        Ok(total)
    }

    /// The first `k` stories in the given order (`None` = all).
    pub fn top(&self, plan: &Plan, order: Order, k: Option<usize>) -> Result<Vec<Ranked>> {
        top::top(self, plan, order, k)
    }

    /// Does the plan match this story, and with what score?
    pub fn judge(&self, plan: &Plan, story: &Ranked) -> Result<Option<f64>> {
        let scoring = EnableScoring::enabled_from_statistics_provider(&self.stats, &self.searcher);
        let weight = plan.whole(self)?.weight(scoring)?;
        let mut scorer = weight.scorer(self.searcher.segment_reader(story.doc.segment), 1.0)?;
        if scorer.doc() < story.doc.doc {
            scorer.seek(story.doc.doc);
        }
        if scorer.doc() != story.doc.doc {
            return Ok(None);
        }
        let mut stories = [Ranked { score: 0.0, ..story.clone() }];
        weight::score(self, plan, &mut stories)?;
        Ok(Some(stories[0].score))
    }

    /// Loads a story, with what the others of the index say of it.
    pub fn story(&self, doc: DocRef) -> Result<Story> {
        let mut story = self.index.story(DocAddress::new(doc.segment, doc.doc))?;
        self.told(doc, &mut story)?;
        Ok(story)
    }

    /// The path of a story's file, from its column: cheaper than the story.
    pub fn path(&self, doc: DocRef) -> Result<String> {
        let Some(drawer) = self.drawers.get(doc.segment as usize) else { return Ok(String::new()) };
        Ok(drawer.paths()?.map_or(Ok(""), |paths| paths.of(doc.doc))?.to_owned())
    }

    /// All stories that carry an id, in the order of their sources.
    pub fn by_id(&self, id: &str) -> Result<Vec<Ranked>> {
        let leaf = crate::query::Leaf {
            field: crate::fields::find("id").unwrap_or(&crate::fields::FIELDS[0]),
            value: crate::query::Value::Word(id.to_owned()),
            span: crate::span::Span::default(),
        };
        let plan = self.plan(&Query::Leaf(leaf))?;
        let mut found = self.top(&plan, Order::Newest, None)?;
        // Ids are folded for case in the index; an exact spelling wins over the others.
        if found.iter().any(|r| r.id == id) {
            found.retain(|r| r.id == id);
        }
        Ok(found)
    }

    fn describe(&self, docs: Vec<DocAddress>) -> Result<Vec<Ranked>> {
        top::describe(self, docs)
    }

    /// What orders stories whose date and id are the same.
    fn source_key(&self, doc: DocRef) -> Result<(String, Option<String>)> {
        let story = self.index.story(DocAddress::new(doc.segment, doc.doc))?;
        Ok((story.source.path, story.source.member))
    }
}
