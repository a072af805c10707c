//! What a query of the engine asks, where it asks for words alone.

use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, EnableScoring, Occur, Query as EngineQuery, TermQuery, Weight,
};

use crate::engine::lower::Boxed;

/// A query with a boost. To the engine it is its own, which does not tell what is inside.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Boosted {
    query: Arc<dyn EngineQuery>,
    boost: f32,
}

impl Boosted {
    pub(in crate::engine) fn new(query: Boxed, boost: f32) -> Self {
        Boosted { query: query.into(), boost }
    }
}

impl EngineQuery for Boosted {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        BoostQuery::new(self.query.box_clone(), self.boost).weight(scoring)
    }
}

/// Terms with their boosts.
type Words = Vec<(Term, f32)>;

/// The words of a query for any of several; `None` where it asks for anything else.
pub(super) fn any_of(query: &dyn EngineQuery) -> Option<Words> {
    let clauses = query.downcast_ref::<BooleanQuery>()?.clauses();
    let mut words = Vec::with_capacity(clauses.len());
    for (occur, clause) in clauses {
        if *occur != Occur::Should {
            return None;
        }
        gather(clause.as_ref(), 1.0, &mut words)?;
    }
    Some(words)
}

fn gather(query: &dyn EngineQuery, boost: f32, words: &mut Words) -> Option<()> {
    if let Some(term) = query.downcast_ref::<TermQuery>() {
        words.push((term.term().clone(), boost));
    } else if let Some(boosted) = query.downcast_ref::<Boosted>() {
        // Boosts that turn the order round are the engine's to answer for.
        (boosted.boost >= 0.0 && boosted.boost.is_finite()).then_some(())?;
        gather(boosted.query.as_ref(), boost * boosted.boost, words)?;
    } else {
        let inner = any_of(query)?;
        words.extend(inner.into_iter().map(|(term, inner)| (term, inner * boost)));
    }
    Some(())
}
