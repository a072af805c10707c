//! Queries of the engine, made of terms and of each other.

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, PhraseQuery, TermQuery};
use tantivy::schema::{Field as Column, IndexRecordOption};

use super::{Boxed, Meaning};

pub(in crate::engine) fn constant(query: Boxed, score: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(query, score))
}

/// A term of a field that keeps no lengths: it has no score.
pub(in crate::engine) fn exact(column: Column, text: &str) -> Boxed {
    let term = Term::from_field_text(column, text);
    constant(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0)
}

/// One term, or several next to each other.
pub(in crate::engine) fn phrase(column: Column, terms: &[String]) -> Option<Meaning> {
    let mut terms = terms.iter().map(|t| Term::from_field_text(column, t));
    let query: Boxed = match terms.len() {
        0 => return None,
        1 => Box::new(TermQuery::new(terms.next()?, IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms.collect())),
    };
    Some(Meaning { query, column: Some(column), scores: true })
}

pub(in crate::engine) fn join(occur: Occur, mut parts: Vec<Boxed>) -> Option<Boxed> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Box::new(BooleanQuery::new(parts.into_iter().map(|q| (occur, q)).collect()))),
    }
}

/// `wanted` (or everything) less all of `unwanted`.
pub(in crate::engine) fn without(wanted: Option<Boxed>, unwanted: Vec<Boxed>) -> Boxed {
    let wanted = wanted.unwrap_or_else(|| constant(Box::new(AllQuery), 0.0));
    let mut clauses = vec![(Occur::Must, wanted)];
    clauses.extend(unwanted.into_iter().map(|q| (Occur::MustNot, q)));
    Box::new(BooleanQuery::new(clauses))
}
