//! The best k stories, in an order that depends on the stories alone.
//!
//! The engine's own pruned scoring gives candidates ([`best`]), or the dates do ([`newest`]). Then each candidate is
//! scored again clause by clause in the order of the query, summed in `f64`, and sorted by the full key: score, newest,
//! id, source. Where words are sought, the first of them are weighed by our own score ([`weight`]). Neither threads, segments, deletions nor merges can show.

use tantivy::DocAddress;
use tantivy::query::EnableScoring;

use super::{DocRef, Engine, Plan, best, newest, weight};
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
    if by_score && weight::weighs(plan) {
        return weight::first(engine, plan, k);
    }
    let mut ranked = if by_score {
        let mut candidates = best::best(engine, plan, k)?;
        candidates.sort_unstable_by_key(|(_, doc)| *doc);
        let mut ranked = engine.describe(candidates.iter().map(|(_, doc)| *doc).collect())?;
        if plan.is_one_clause() {
            // The engine's score is a sum of one: the very score of the clause.
            for (story, (score, _)) in ranked.iter_mut().zip(candidates) {
                story.score = f64::from(score);
            }
        } else {
            rescore(engine, plan, &mut ranked)?;
        }
        ranked
    } else {
        let mut ranked = engine.describe(newest::first(engine, plan, order == Order::Oldest, k)?)?;
        if !plan.scored.is_empty() {
            weight::score(engine, plan, &mut ranked)?;
        }
        ranked
    };
    sort(engine, &mut ranked, by_score, order == Order::Oldest)?;
    ranked.truncate(k);
    Ok(ranked)
}

/// The engine's score of each candidate, clause by clause, in the order of the query.
pub(super) fn rescore(engine: &Engine, plan: &Plan, ranked: &mut [Ranked]) -> Result<()> {
    ranked.sort_by_key(|r| r.doc);
    for clause in plan.scored.iter().filter(|clause| clause.boost != 0.0) {
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
pub(super) fn sort(engine: &Engine, ranked: &mut [Ranked], by_score: bool, oldest: bool) -> Result<()> {
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

/// Date and id of each document, from columns; in the order of documents.
pub(super) fn describe(engine: &Engine, mut docs: Vec<DocAddress>) -> Result<Vec<Ranked>> {
    docs.sort_unstable();
    let mut ranked = Vec::with_capacity(docs.len());
    for group in docs.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let Some(drawer) = engine.drawers.get(group[0].segment_ord as usize) else { continue };
        let (dates, ids) = (drawer.dates()?, drawer.ids()?);
        for address in group {
            ranked.push(Ranked {
                doc: DocRef { segment: address.segment_ord, doc: address.doc_id },
                score: 0.0,
                published: dates.first(address.doc_id),
                id: ids.map_or(Ok(""), |ids| ids.of(address.doc_id))?.to_owned(),
            });
        }
    }
    Ok(ranked)
}
