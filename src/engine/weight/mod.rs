//! What makes one story a better answer than another.
//!
//! The engine's own score (BM25, compiled into it) finds candidates fast. The first [`DEPTH`] of them, and no more
//! and no fewer whatever page is asked for, are weighed here; those behind keep their order behind them. Three
//! things count, each chosen by measurement (`benches/ranking.md` has what else was tried, and what it gave):
//!
//! - how much more often a word stands in a story than its share of stories would have it: the log-logistic
//!   model (Clinchant and Gaussier 2010), which fits that a word used once is likely used again;
//! - how much a word says: one that comes in bursts is what stories are about (Paik 2013: the mean frequency
//!   in stories that have it); function words say nothing where others are asked for ([`words`]);
//! - how much of the query stands together in the tightest stretch of the story ([`stretch`]).
//!
//! Everything is counted over the stories alive, exactly: nothing here knows of segments.

mod found;
mod stretch;
pub(super) mod words;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use tantivy::query::Bm25StatisticsProvider;
use tantivy::{DocAddress, Term};

use super::terms::Known;
use super::{DocRef, Engine, Plan, Ranked, best, top};
use crate::error::Result;
use found::Found;
use words::Words;
pub use words::is_quiet;

/// Candidates that are weighed. Fifty or a hundred give the same figures on both judged collections to a thousandth.
pub(super) const DEPTH: usize = 30;

/// Scale of the length normalisation: what a story of average length makes of a frequency.
const LENGTH: f64 = 0.3;

/// Share of the words' own information that all of them in one stretch add.
const TOGETHER: f64 = 0.2;

/// Does the plan have anything that is weighed here? Names, codes and patterns are not.
pub(super) fn weighs(plan: &Plan) -> bool {
    plan.scored.iter().any(|clause| clause.words.is_some())
}

/// The first `k` stories.
pub(super) fn first(engine: &Engine, plan: &Plan, k: usize) -> Result<Vec<Ranked>> {
    let found = best::best(engine, plan, k.max(DEPTH))?;
    let (mut ranked, mut behind) = (bare(&found), Vec::new());
    if ranked.len() > DEPTH {
        // Ties at the edge, or a longer list wanted: who is weighed must not hang on how the engine sums.
        if plan.is_one_clause() {
            // The engine's score is a sum of one: the very score of the clause.
            for (story, (score, _)) in ranked.iter_mut().zip(&found) {
                story.score = f64::from(*score);
            }
        } else {
            top::rescore(engine, plan, &mut ranked)?;
        }
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
        let edge = if k > DEPTH { 0..ranked.len() } else { tied(&ranked, DEPTH - 1) };
        if edge.end > DEPTH {
            named(engine, &mut ranked[edge.clone()])?;
            top::sort(engine, &mut ranked[edge], true, false)?;
        }
        behind = ranked.split_off(DEPTH);
    }
    score(engine, plan, &mut ranked)?;
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
    let floor = ranked.last().map_or(0.0, |last| last.score);
    if let Some(last) = ranked.get(k.saturating_sub(1)).map(|last| last.score) {
        // Dates and ids are looked up only where a place depends on them.
        ranked.retain(|story| story.score >= last);
    }
    named(engine, &mut ranked)?;
    top::sort(engine, &mut ranked, true, false)?;
    follow(&mut behind, floor);
    ranked.append(&mut behind);
    ranked.truncate(k);
    Ok(ranked)
}

/// Those that share the score of the n-th, in a list sorted by it.
fn tied(ranked: &[Ranked], n: usize) -> Range<usize> {
    let Some(score) = ranked.get(n).map(|story| story.score) else { return 0..0 };
    let before = ranked.partition_point(|story| story.score > score);
    before..ranked.partition_point(|story| story.score >= score)
}

/// Stories as places only.
fn bare(found: &[(f32, DocAddress)]) -> Vec<Ranked> {
    let place = |doc: &DocAddress| DocRef { segment: doc.segment_ord, doc: doc.doc_id };
    let story = |doc| Ranked { doc: place(doc), score: 0.0, published: None, id: String::new() };
    found.iter().map(|(_, doc)| story(doc)).collect()
}

/// Gives them their dates and ids, in the order of documents.
fn named(engine: &Engine, ranked: &mut [Ranked]) -> Result<()> {
    ranked.sort_by_key(|story| story.doc);
    let places = ranked.iter().map(|story| DocAddress::new(story.doc.segment, story.doc.doc)).collect();
    for (story, named) in ranked.iter_mut().zip(engine.describe(places)?) {
        *story = Ranked { score: story.score, ..named };
    }
    Ok(())
}

/// Makes the scores of those behind smaller than all before them, in the same proportions among each other: a run
/// sorted by score stays as it is.
fn follow(behind: &mut [Ranked], floor: f64) {
    let first = behind.first().map_or(0.0, |first| first.score).max(f64::MIN_POSITIVE);
    for story in behind {
        story.score *= BEHIND * floor / first;
    }
}

/// So that the first behind does not tie with the last before it.
const BEHIND: f64 = 0.999;

/// Gives each story its score, in the order of documents.
pub(super) fn score(engine: &Engine, plan: &Plan, ranked: &mut [Ranked]) -> Result<()> {
    ranked.sort_by_key(|story| story.doc);
    for story in ranked.iter_mut() {
        story.score = 0.0;
    }
    let mut weighed = Weighed::default();
    for clause in &plan.scored {
        match &clause.words {
            Some(words) => weighed.add(words, f64::from(clause.boost)),
            None => {
                let scores = top::clause_scores(engine, clause.query.as_ref(), ranked)?;
                for (story, score) in ranked.iter_mut().zip(scores) {
                    story.score += f64::from(score.unwrap_or(0.0)) * f64::from(clause.boost);
                }
            }
        }
    }
    weighed.score(engine, ranked)
}

/// The words of a query, each once, and its phrases.
#[derive(Default)]
struct Weighed {
    /// Every word that a clause names, alone or in a phrase, and what it counts alone.
    terms: Vec<(Term, f64)>,
    places: HashMap<Term, usize>,
    /// Phrases as places in `terms`, and what each counts.
    phrases: Vec<(Vec<usize>, f64)>,
}

impl Weighed {
    fn add(&mut self, words: &Words, boost: f64) {
        if boost == 0.0 {
            return;
        }
        let alone = if words.phrase { 0.0 } else { boost };
        let places: Vec<usize> = words.terms.iter().map(|term| self.place(term, alone)).collect();
        if words.phrase {
            self.phrases.push((places, boost));
        }
    }

    /// Asked for twice, a word counts once: it is no longer a list of words but what is sought.
    fn place(&mut self, term: &Term, boost: f64) -> usize {
        let place = *self.places.entry(term.clone()).or_insert_with(|| {
            self.terms.push((term.clone(), boost));
            self.terms.len() - 1
        });
        if let Some((_, most)) = self.terms.get_mut(place) {
            *most = most.max(boost);
        }
        place
    }

    fn score(&self, engine: &Engine, ranked: &mut [Ranked]) -> Result<()> {
        if self.terms.is_empty() {
            return Ok(());
        }
        let stories = engine.searcher.num_docs().max(1) as f64;
        let known: Vec<Arc<Known>> =
            self.terms.iter().map(|(term, _)| engine.known(term)).collect::<Result<_>>()?;
        let mut averages = Vec::with_capacity(self.terms.len());
        for (term, _) in &self.terms {
            averages.push(engine.stats.total_num_tokens(term.field())? as f64 / stories);
        }
        let text = engine.searcher.schema().get_field("text")?;
        let phrased = |place: usize| self.phrases.iter().any(|(places, _)| places.contains(&place));
        // Only where something stands is looked at for stretches and phrases; a single word needs neither.
        let told: Vec<f64> = known.iter().map(|known| -known.share(stories).ln()).collect();
        let near: Vec<Option<f64>> = (0..self.terms.len())
            .map(|n| (self.terms[n].0.field() == text).then(|| told[n] * self.boost_of(n)))
            .collect();
        let stretched = near.iter().flatten().count() > 1;
        let placed: Vec<bool> =
            (0..self.terms.len()).map(|n| phrased(n) || stretched && near[n].is_some()).collect();
        let terms: Vec<(&Term, &Known)> =
            self.terms.iter().zip(&known).map(|((term, _), known)| (term, known.as_ref())).collect();
        found::visit(engine, &terms, &placed, ranked, |story, found| {
            let mut sum = 0.0;
            for (n, (_, boost)) in self.terms.iter().enumerate() {
                let times = f64::from(found.times(n)) * found.length(n, averages[n]);
                sum += boost * known[n].burst() * surprise(times, known[n].share(stories));
            }
            for (places, boost) in &self.phrases {
                sum += boost * self.phrase(places, &known, stories, &averages, found);
            }
            if stretched {
                sum += TOGETHER * stretch::weight(&near, found);
            }
            story.score += sum;
        })
    }

    /// The greatest boost a word is asked for with, in a phrase or alone.
    fn boost_of(&self, place: usize) -> f64 {
        let alone = self.terms.get(place).map_or(0.0, |(_, boost)| *boost);
        let phrased = self.phrases.iter().filter(|(places, _)| places.contains(&place));
        phrased.map(|(_, boost)| *boost).fold(alone, f64::max)
    }

    /// A phrase is as rare as its words would be together by chance, and comes in bursts as the least of them.
    fn phrase(
        &self,
        places: &[usize],
        known: &[Arc<Known>],
        stories: f64,
        averages: &[f64],
        found: &Found,
    ) -> f64 {
        let Some(first) = places.first() else { return 0.0 };
        let share: f64 = places.iter().map(|n| known[*n].share(stories)).product();
        let burst = places.iter().map(|n| known[*n].burst()).fold(1.0, f64::min);
        let times = f64::from(found.phrase(places)) * found.length(*first, averages[*first]);
        burst * surprise(times, share)
    }
}

/// How unlikely it is to see a word this often, under the log-logistic law with the share of stories that have
/// it for its parameter.
fn surprise(times: f64, share: f64) -> f64 {
    ((share + times) / share).ln()
}

/// What an occurrence counts in a story of this length.
fn scale(length: f64, average: f64) -> f64 {
    (1.0 + LENGTH * average.max(1.0) / length.max(1.0)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_better_shorter_is_better_rarer_is_better() {
        assert_eq!(surprise(0.0, 0.1), 0.0);
        assert!(surprise(2.0, 0.1) > surprise(1.0, 0.1));
        assert!(surprise(1.0, 0.01) > surprise(1.0, 0.1));
        assert!(scale(100.0, 200.0) > scale(200.0, 200.0));
        assert!(scale(0.0, 0.0).is_finite());
    }
}
