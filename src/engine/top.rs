//! The best k stories, in an order that depends on the stories alone.
//!
//! Two steps. The engine's own pruned scoring gives candidates: everything that could be among the
//! best k once float sums, block maxima and ties are allowed for. Then each candidate is scored
//! again clause by clause in the order of the query, summed in `f64`, and sorted by the full key:
//! score, newest, id, source. Neither threads, segments, deletions nor merges can show.

use tantivy::columnar::StrColumn;
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocAddress, Searcher, SegmentReader, TERMINATED};

use super::{DocRef, Engine, Plan};
use crate::error::Result;

/// One story in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Where the engine has it.
    pub doc: DocRef,
    /// Sum of the clauses' scores.
    pub score: f64,
    /// Seconds since the epoch.
    pub published: Option<i64>,
    /// Public id.
    pub id: String,
}

/// Columns every order needs.
pub(super) const DATE: &str = "date";
pub(super) const ID: &str = "id";

/// Relative error allowed for between the engine's sums and ours.
const SLACK: f32 = 1e-5;

/// The order asked for (see `search::Sort`, which knows no engine).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Score first.
    Score,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

/// The first `k` stories of a plan in the given order (`None` = all).
pub(super) fn top(engine: &Engine, plan: &Plan, order: Order, k: Option<usize>) -> Result<Vec<Ranked>> {
    let k = k.unwrap_or(usize::MAX).min(engine.searcher.num_docs() as usize);
    if k == 0 {
        return Ok(Vec::new());
    }
    let by_score = order == Order::Score && !plan.scored.is_empty();
    let docs = if by_score {
        best_candidates(engine, plan, k)?
    } else {
        dated_candidates(engine, plan, order == Order::Oldest, k)?
    };
    let mut ranked = engine.describe(docs)?;
    if !plan.scored.is_empty() {
        rescore(engine, plan, &mut ranked)?;
    }
    sort(engine, &mut ranked, by_score, order == Order::Oldest)?;
    ranked.truncate(k);
    Ok(ranked)
}

/// Everything that may be among the best `k` by score.
fn best_candidates(engine: &Engine, plan: &Plan, k: usize) -> Result<Vec<DocAddress>> {
    let scoring = EnableScoring::enabled_from_statistics_provider(&engine.stats, &engine.searcher);
    let weight = plan.matcher.weight(scoring)?;
    let mut pool = Pool { k, limit: k.saturating_mul(2).max(1024), threshold: f32::MIN, docs: Vec::new() };
    for (ord, reader) in (0u32..).zip(engine.searcher.segment_readers()) {
        let slack = plan.slack(engine, ord)? * (1.0 + SLACK);
        let alive = reader.alive_bitset();
        let lowered = |threshold: f32| if threshold > 0.0 { threshold / slack } else { threshold };
        weight.for_each_pruning(lowered(pool.threshold), reader, &mut |doc, score| {
            if alive.is_none_or(|a| a.is_alive(doc)) {
                pool.offer(score, DocAddress::new(ord, doc));
            }
            lowered(pool.threshold)
        })?;
    }
    pool.cut();
    Ok(pool.docs.into_iter().map(|(_, doc)| doc).collect())
}

/// The best k scores so far and everything within the slack of the k-th.
struct Pool {
    k: usize,
    limit: usize,
    /// Scores at or below are out of reach.
    threshold: f32,
    docs: Vec<(f32, DocAddress)>,
}

impl Pool {
    fn offer(&mut self, score: f32, doc: DocAddress) {
        if score <= self.threshold {
            return;
        }
        self.docs.push((score, doc));
        if self.docs.len() >= self.limit {
            self.cut();
            // Ties at the k-th place may fill the pool: grow rather than cut at every offer.
            self.limit = self.limit.max(self.docs.len() * 2);
        }
    }

    fn cut(&mut self) {
        if self.docs.len() <= self.k {
            return;
        }
        let (_, kth, _) = self.docs.select_nth_unstable_by(self.k - 1, |a, b| b.0.total_cmp(&a.0));
        let floor = kth.0 - kth.0.abs().max(1e-6) * SLACK;
        self.threshold = self.threshold.max(floor);
        self.docs.retain(|(score, _)| *score > floor);
    }
}

/// Everything that may be among the first `k` by date. Segments are sorted newest first, so the
/// newest `k` of a segment are its first `k` matches and those tied with the last of them.
fn dated_candidates(engine: &Engine, plan: &Plan, oldest: bool, k: usize) -> Result<Vec<DocAddress>> {
    let weight = plan.matcher.weight(EnableScoring::disabled_from_searcher(&engine.searcher))?;
    let mut docs = Vec::new();
    for (ord, reader) in (0u32..).zip(engine.searcher.segment_readers()) {
        let mut found = matches_by_date(weight.as_ref(), reader, (!oldest).then_some(k))?;
        if oldest {
            // Undated stories stand last either way.
            let undated = found.iter().position(|(date, _)| date.is_none()).unwrap_or(found.len());
            found[..undated].reverse();
            cut_after_ties(&mut found, k);
        }
        keep_first_ids(&mut found, reader, k)?;
        docs.extend(found.into_iter().map(|(_, doc)| DocAddress::new(ord, doc)));
    }
    Ok(docs)
}

/// Matches with their dates in document order; with `k`, stops once `k` and their ties are found.
fn matches_by_date(
    weight: &dyn Weight,
    reader: &SegmentReader,
    k: Option<usize>,
) -> Result<Vec<(Option<i64>, u32)>> {
    let dates = reader.fast_fields().i64(DATE)?;
    let mut scorer = weight.scorer(reader, 1.0)?;
    let mut found: Vec<(Option<i64>, u32)> = Vec::new();
    let mut doc = scorer.doc();
    while doc != TERMINATED {
        if reader.alive_bitset().is_none_or(|a| a.is_alive(doc)) {
            let date = dates.first(doc);
            if let Some(k) = k
                && found.len() >= k
                && found[k - 1].0 != date
            {
                break;
            }
            found.push((date, doc));
        }
        doc = scorer.advance();
    }
    Ok(found)
}

/// Cuts after the k-th, keeping what has the same date as it.
fn cut_after_ties(found: &mut Vec<(Option<i64>, u32)>, k: usize) {
    if found.len() > k {
        let last = found[k - 1].0;
        let end = found[k..].iter().position(|(date, _)| *date != last).map_or(found.len(), |n| k + n);
        found.truncate(end);
    }
}

/// Of those tied with the k-th date, only the first ids can be among the first k.
fn keep_first_ids(found: &mut Vec<(Option<i64>, u32)>, reader: &SegmentReader, k: usize) -> Result<()> {
    if found.len() <= k {
        return Ok(());
    }
    let last = found[k - 1].0;
    let first_tie = found.iter().position(|(date, _)| *date == last).unwrap_or(0);
    let Some(ids) = reader.fast_fields().str(ID)? else { return Ok(()) };
    let ord = |doc: u32| ids.term_ords(doc).next();
    let mut tied: Vec<_> = found.drain(first_tie..).map(|(date, doc)| (ord(doc), date, doc)).collect();
    tied.sort_unstable();
    let room = k - first_tie;
    let edge = tied[room - 1].0;
    let end = tied[room..].iter().position(|(id, ..)| *id != edge).map_or(tied.len(), |n| room + n);
    found.extend(tied[..end].iter().map(|(_, date, doc)| (*date, *doc)));
    Ok(())
}

/// Scores each candidate clause by clause, in the order of the query.
fn rescore(engine: &Engine, plan: &Plan, ranked: &mut [Ranked]) -> Result<()> {
    ranked.sort_by_key(|r| r.doc);
    for clause in &plan.scored {
        let scores = clause_scores(engine, clause.query.as_ref(), ranked)?;
        for (story, score) in ranked.iter_mut().zip(scores) {
            story.score += f64::from(score.unwrap_or(0.0)) * f64::from(clause.boost);
        }
    }
    Ok(())
}

/// The score one clause gives each story (`None` where it does not match); stories sorted by place.
pub(super) fn clause_scores(
    engine: &Engine,
    clause: &dyn tantivy::query::Query,
    ranked: &[Ranked],
) -> Result<Vec<Option<f32>>> {
    let scoring = EnableScoring::enabled_from_statistics_provider(&engine.stats, &engine.searcher);
    let weight = clause.weight(scoring)?;
    let mut scores = Vec::with_capacity(ranked.len());
    for group in ranked.chunk_by(|a, b| a.doc.segment == b.doc.segment) {
        let reader = engine.searcher.segment_reader(group[0].doc.segment);
        let mut scorer = weight.scorer(reader, 1.0)?;
        for story in group {
            if scorer.doc() < story.doc.doc {
                scorer.seek(story.doc.doc);
            }
            scores.push((scorer.doc() == story.doc.doc).then(|| scorer.score()));
        }
    }
    Ok(scores)
}

/// The full order. Sources are looked up only where everything else ties.
fn sort(engine: &Engine, ranked: &mut [Ranked], by_score: bool, oldest: bool) -> Result<()> {
    let date = |r: &Ranked| match (r.published, oldest) {
        (None, _) => i64::MAX,
        (Some(at), false) => -at,
        (Some(at), true) => at,
    };
    let key = |a: &Ranked, b: &Ranked| {
        let score = if by_score { b.score.total_cmp(&a.score) } else { std::cmp::Ordering::Equal };
        score.then(date(a).cmp(&date(b))).then_with(|| a.id.cmp(&b.id))
    };
    ranked.sort_by(key);
    for tied in ranked.chunk_by_mut(|a, b| key(a, b).is_eq()) {
        if tied.len() > 1 {
            let mut sources = Vec::with_capacity(tied.len());
            for story in tied.iter() {
                sources.push((engine.source_key(story.doc)?, story.clone()));
            }
            sources.sort_by(|a, b| a.0.cmp(&b.0));
            for (place, (_, story)) in tied.iter_mut().zip(sources) {
                *place = story;
            }
        }
    }
    Ok(())
}

/// Date and id of each document, from columns.
pub(super) fn describe(searcher: &Searcher, mut docs: Vec<DocAddress>) -> Result<Vec<Ranked>> {
    docs.sort_unstable();
    let mut ranked = Vec::with_capacity(docs.len());
    for group in docs.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let reader = searcher.segment_reader(group[0].segment_ord);
        let dates = reader.fast_fields().i64(DATE)?;
        let ids = reader.fast_fields().str(ID)?;
        for address in group {
            ranked.push(Ranked {
                doc: DocRef { segment: address.segment_ord, doc: address.doc_id },
                score: 0.0,
                published: dates.first(address.doc_id),
                id: ids.as_ref().map_or_else(String::new, |ids| text_of(ids, address.doc_id)),
            });
        }
    }
    Ok(ranked)
}

/// The first value of a column.
pub(super) fn text_of(column: &StrColumn, doc: u32) -> String {
    let mut text = String::new();
    if let Some(ord) = column.term_ords(doc).next() {
        let _ = column.ord_to_str(ord, &mut text);
    }
    text
}
