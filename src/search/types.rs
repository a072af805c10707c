//! The plain data of questions and answers.

use super::Likeness;
use crate::query::{Diagnostic, Query};
use crate::span::Span;
use crate::story::Story;

/// In which order hits come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Score, then newest, then id, then source.
    #[default]
    Relevance,
    /// Newest first, undated last; then id, then source.
    Newest,
    /// Oldest first, undated last; then id, then source.
    Oldest,
}

/// Through which eyes an archive is looked at.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Superseded versions and stories that may not be used are there, too.
    pub all_versions: bool,
    /// The moment that embargoes are held against; seconds since the epoch.
    pub now: i64,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Request {
    /// The query tree, flags already joined to it.
    pub tree: Query,
    /// The query as typed, for outputs.
    pub text: String,
    /// Order.
    pub sort: Sort,
    /// Hits to return; `None` = all.
    pub limit: Option<usize>,
    /// Hits to pass over first.
    pub offset: usize,
    /// What of the archive is seen.
    pub view: View,
    /// Load stories and make snippets (not needed for ids, paths and TREC runs).
    pub stories: bool,
    /// Count all matches, those hidden by default too: it takes longer than to find the first.
    pub totals: bool,
    /// Score hits whatever they are ordered by, and count their words.
    pub figures: bool,
    /// Greatest length of a snippet, in words.
    pub snippet_words: usize,
    /// Only stories like this one; they are scored by what they share with it.
    pub like: Option<Likeness>,
    /// Hits whose bodies are nearly the same are one hit.
    pub collapse: bool,
}

/// A passage that shows why a story matched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// One or more sentences; left-out text between them is `" … "`.
    pub text: String,
    /// Byte spans into `text`, in order, apart from each other.
    pub highlights: Vec<Span>,
    /// The subhead it stands under.
    pub section: Option<String>,
    /// The same kind of spans for the headline.
    pub headline: Vec<Span>,
    /// Where each part is from.
    pub parts: Vec<Part>,
}

/// What a part of a snippet is from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PartOf {
    /// The body.
    #[default]
    Body,
    /// The caption of this number, from 0.
    Caption(usize),
}

/// A part of a snippet: the same bytes in the snippet and in what it is from, line breaks and tabs made blanks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Part {
    /// What it is from.
    pub of: PartOf,
    /// Bytes of [`Snippet::text`].
    pub text: Span,
    /// Bytes of the body or the caption.
    pub source: Span,
}

/// One answer.
#[derive(Debug, Clone)]
pub struct Hit {
    /// From 1, over the whole answer (the offset counts).
    pub rank: usize,
    /// Score; 0 where nothing in the query is scored, or the order is by date and no [`Request::figures`] were asked for.
    pub score: f64,
    /// Public id.
    pub id: String,
    /// The story; a default one when [`Request::stories`] is off, but for its source.
    pub story: Story,
    /// Length in words of headline and body; 0 where no [`Request::figures`] were asked for.
    pub words: u64,
    /// Why it matched.
    pub snippet: Snippet,
    /// Ids of the other matches whose body is nearly the same, newest first; `None` when nobody asked.
    pub similar: Option<Vec<String>>,
}

/// The answer, or a page of it.
#[derive(Debug, Clone, Default)]
pub struct Response {
    /// The query as typed.
    pub query: String,
    /// All stories that match, not only those returned. Where [`Request::totals`] is off: those known to match,
    /// none only where nothing does.
    pub total: u64,
    /// Hits in order.
    pub hits: Vec<Hit>,
    /// How many hits are on pages before this one.
    pub before: usize,
    /// How many hits are on pages after this one.
    pub after: usize,
    /// Stories that match but were left out: superseded versions and unusable ones. 0 where
    /// [`Request::totals`] is off.
    pub hidden: u64,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// Value, as first written.
    pub value: String,
    /// Stories that have it.
    pub count: u64,
}

/// Counts by value of one field: most frequent first, then by value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Field name.
    pub field: String,
    /// The query as typed.
    pub query: String,
    /// Stories that match the query.
    pub total: u64,
    /// Stories among them without the field.
    pub missing: u64,
    /// Values (cut to the limit asked for).
    pub values: Vec<FacetCount>,
    /// How many values there are before the cut.
    pub distinct: u64,
}

/// Length of a bar of the timeline.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Period {
    /// `2007-08-08`
    Day,
    /// ISO week, `2007-W32`
    Week,
    /// `2007-08`
    #[default]
    Month,
    /// `2007`
    Year,
}

/// Counts by time, oldest first, empty periods between the first and the last included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// The query as typed.
    pub query: String,
    /// Length of a period.
    pub by: Period,
    /// Stories that match the query.
    pub total: u64,
    /// Undated stories among them.
    pub undated: u64,
    /// `(label, count)`.
    pub periods: Vec<(String, u64)>,
    /// Empty periods that [`Timeline::periods`] leaves out, before which of its places and how many.
    pub left_out: Vec<(usize, u64)>,
}

/// What a clause of the query means to the engine, and what it finds.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseInfo {
    /// Depth in the tree, from 0.
    pub depth: usize,
    /// The clause in canonical form.
    pub clause: String,
    /// Field and terms after analysis, instants of dates.
    pub meaning: String,
    /// Stories it alone finds.
    pub count: u64,
    /// Other spellings of a name that it asks for, and stories whose people have them.
    pub spellings: Vec<(String, u64)>,
    /// For `explain QUERY ID`: does that story match it, and with what score.
    pub story: Option<(bool, f64)>,
}

/// How a query was read, and why a story matched or not.
#[derive(Debug, Clone, Default)]
pub struct Explanation {
    /// The query in canonical form.
    pub canonical: String,
    /// Notes of the parser.
    pub diagnostics: Vec<Diagnostic>,
    /// Clauses, depth first.
    pub clauses: Vec<ClauseInfo>,
    /// Stories the whole query finds.
    pub total: u64,
    /// Where it finds none: what keeps it from it.
    pub nothing: Option<super::Nothing>,
    /// For `explain QUERY ID`: id, matched, score, hidden and why.
    pub story: Option<StoryVerdict>,
}

impl Explanation {
    /// What part of the story's score is a clause's, 0 to 1; `None` where there is no score to have a part of.
    pub fn share(&self, clause: &ClauseInfo) -> Option<f64> {
        let whole = self.story.as_ref().filter(|verdict| verdict.matched && verdict.score > 0.0)?.score;
        let (matched, score) = clause.story?;
        (matched && score > 0.0).then(|| (score / whole).min(1.0))
    }
}

/// The verdict on one story.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoryVerdict {
    /// Its id.
    pub id: String,
    /// Its source.
    pub path: String,
    /// The whole query matches it.
    pub matched: bool,
    /// Its score.
    pub score: f64,
    /// Why it is not shown by default though it matches.
    pub hidden: Option<String>,
}
