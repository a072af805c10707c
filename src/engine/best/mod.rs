//! Candidates for the best k by score: pruned scoring, with room for the errors of its sums.
//!
//! Everything is kept that could be among the best k once float sums, block maxima and ties are allowed for. What
//! is hidden or outside the dates is sorted out as it is offered, so that it does not stand in the way of pruning.
//! So are stories whose words are not in their place (near each other, in one sentence): this is dear to find out and
//! asked only of those that their words put among the best.
//!
//! Any of several words ([`any`]) and phrases ([`phrase`]) have ways of their own; all else goes through the engine. Where
//! nothing but words is asked, the threshold starts at what a word alone is known to reach in enough stories.

mod any;
mod gate;
mod list;
mod phrase;
mod pool;
pub(super) mod words;

use tantivy::fastfield::AliveBitSet;
use tantivy::query::{
    BooleanQuery, EnableScoring, Occur, PhraseQuery, Query as EngineQuery, TermQuery, Weight,
};
use tantivy::{DocAddress, DocId, TantivyError};

use super::lower::{Boxed, join};
use super::places::PlaceQuery;
use super::shown::HiddenHere;
use super::weight::DEPTH;
use super::window;
use super::{Engine, Plan};
use crate::error::Result;
use any::Union;
use gate::Gate;
use phrase::Phrase;
use pool::Pool;

/// Relative error allowed for between the engine's sums and ours.
const SLACK: f32 = 1e-5;

/// What is out of reach where the last wanted has this score.
fn below(score: f32) -> f32 {
    score - score.abs().max(1e-6) * SLACK
}

/// Everything that may be among the best `k` by score, with the engine's score.
pub(super) fn best(engine: &Engine, plan: &Plan, k: usize) -> Result<Vec<(f32, DocAddress)>> {
    let (words, places) = if plan.sums { apart(plan.matcher.as_ref()) } else { (plan.summed(), Vec::new()) };
    let way = Way::of(engine, plan, words)?;
    let silent = EnableScoring::disabled_from_searcher(&engine.searcher);
    let places: Vec<Box<dyn Weight>> =
        places.iter().map(|place| place.weight(silent)).collect::<tantivy::Result<_>>()?;
    let free = plan.dates.is_none() && plan.hidden.is_nothing() && places.is_empty() && k <= DEPTH;
    let reached = if free { way.reached(engine, plan)? } else { 0.0 };
    let mut pool = Pool::new(k, if reached > 0.0 { below(reached) } else { way.least() });
    way.walk(engine, plan, &places, &mut pool)?;
    if pool.lacks() {
        // Words that add nothing to a score find stories as well.
        pool = Pool::new(k, f32::MIN);
        way.walk(engine, plan, &places, &mut pool)?;
    }
    Ok(pool.best())
}

/// How stories are found.
enum Way {
    Any(Union),
    Phrase(Phrase),
    /// From the start of each stretch on where the engine can prune it so, and only inside them else.
    Engine(Box<dyn Weight>),
}

impl Way {
    fn of(engine: &Engine, plan: &Plan, words: Boxed) -> Result<Way> {
        if let Some(any) = words::any_of(words.as_ref()) {
            return Union::new(engine, any).map(Way::Any);
        }
        if let Some(phrase) = words.downcast_ref::<PhraseQuery>() {
            return Phrase::new(engine, phrase).map(Way::Phrase);
        }
        let scoring = EnableScoring::enabled_from_statistics_provider(&engine.stats, &engine.searcher);
        let dated = match &plan.dates {
            None => words,
            Some(stretches) => window::from_start(words.as_ref(), stretches)
                .unwrap_or_else(|| window::within(words, stretches)),
        };
        Ok(Way::Engine(dated.weight(scoring)?))
    }

    /// Where the threshold starts: words that add nothing are not walked before there is need.
    fn least(&self) -> f32 {
        match self {
            Way::Any(union) if union.has_silent() => 0.0,
            _ => f32::MIN,
        }
    }

    /// As many stories as are weighed are known to have this score or a higher one.
    fn reached(&self, engine: &Engine, plan: &Plan) -> Result<f32> {
        match (self, plan.matcher.downcast_ref::<TermQuery>()) {
            (Way::Any(union), _) => Ok(union.reached()),
            (Way::Engine(_), Some(single)) => Ok(engine.known(single.term())?.reached),
            _ => Ok(0.0),
        }
    }

    fn walk(&self, engine: &Engine, plan: &Plan, places: &[Box<dyn Weight>], pool: &mut Pool) -> Result<()> {
        for (segment, drawer) in (0u32..).zip(&engine.drawers) {
            let stretch = plan.stretch(segment, drawer);
            if stretch.is_empty() {
                continue;
            }
            let mut offer = Offer {
                pool,
                segment,
                alive: drawer.reader.alive_bitset(),
                hidden: plan.hidden.of(segment, drawer)?,
                gates: places.iter().map(|place| Gate::new(place.as_ref(), &drawer.reader)).collect(),
                failed: None,
            };
            let here = (segment, &drawer.reader);
            match self {
                Way::Any(union) => union.offer(here, &stretch, &mut offer)?,
                Way::Phrase(phrase) => phrase.offer(here, &stretch, &mut offer)?,
                Way::Engine(weight) => {
                    let slack = plan.slack(engine, segment)? * (1.0 + SLACK);
                    let lowered =
                        |threshold: f32| if threshold > 0.0 { threshold / slack } else { threshold };
                    weight.for_each_pruning(
                        lowered(offer.threshold()),
                        &drawer.reader,
                        &mut |doc, score| {
                            if doc >= stretch.end {
                                return STOP;
                            }
                            offer.take(doc, score);
                            lowered(offer.threshold())
                        },
                    )?;
                }
            }
            if let Some(error) = offer.failed {
                return Err(error.into());
            }
        }
        Ok(())
    }
}

/// A threshold that nothing beats: the segment is left.
const STOP: f32 = f32::INFINITY;

/// Takes what is offered of a segment into the pool, but for what is not wanted.
struct Offer<'o> {
    pool: &'o mut Pool,
    segment: u32,
    alive: Option<&'o AliveBitSet>,
    hidden: HiddenHere<'o>,
    gates: Vec<Gate<'o>>,
    failed: Option<TantivyError>,
}

impl Offer<'_> {
    /// Scores at or below it are out of reach.
    fn threshold(&self) -> f32 {
        if self.failed.is_some() { STOP } else { self.pool.threshold() }
    }

    /// In the order of documents.
    fn take(&mut self, doc: DocId, score: f32) {
        let wanted = self.alive.is_none_or(|alive| alive.is_alive(doc))
            && !self.hidden.holds(doc)
            && self.pool.wants(score)
            && self.gates.iter_mut().all(|gate| gate.lets_in(doc, &mut self.failed));
        if wanted {
            self.pool.offer(score, DocAddress::new(self.segment, doc));
        }
    }
}

/// A query in two: what scores, and the filters of places that all must pass as well.
fn apart(query: &dyn EngineQuery) -> (Boxed, Vec<Boxed>) {
    let (mut words, mut places) = (Vec::new(), Vec::new());
    gather(query, &mut words, &mut places);
    if places.is_empty() {
        return (query.box_clone(), places);
    }
    match join(Occur::Must, words) {
        Some(words) => (words, places),
        None => (query.box_clone(), Vec::new()),
    }
}

fn gather(query: &dyn EngineQuery, words: &mut Vec<Boxed>, places: &mut Vec<Boxed>) {
    let clauses = query.downcast_ref::<BooleanQuery>().map(BooleanQuery::clauses);
    match clauses.filter(|clauses| clauses.iter().all(|(occur, _)| *occur == Occur::Must)) {
        Some(clauses) => clauses.iter().for_each(|(_, clause)| gather(clause.as_ref(), words, places)),
        None if query.is::<PlaceQuery>() => places.push(query.box_clone()),
        None => words.push(query.box_clone()),
    }
}
