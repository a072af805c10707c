//! The clauses of one level, joined by precedence: AND (said or not) before OR; with `any`, clauses
//! that nothing joins are joined by OR.

use super::Query;

/// How a clause is joined to the one before it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Joiner {
    Nothing,
    And,
    Or,
}

/// Do AND and OR meet without parentheses?
pub(super) fn is_mixed(items: &[(Joiner, Query)], any: bool) -> bool {
    let said = |what: Joiner| items.iter().any(|(joiner, _)| *joiner == what);
    let unsaid = items.iter().skip(1).any(|(joiner, _)| *joiner == Joiner::Nothing);
    let (and, or) = (said(Joiner::And) || (unsaid && !any), said(Joiner::Or) || (unsaid && any));
    and && or
}

/// Joins them; `None` if there are none.
pub(super) fn join(items: Vec<(Joiner, Query)>, any: bool) -> Option<Query> {
    if any { join_any(items) } else { join_all(items) }
}

fn group_of(mut queries: Vec<Query>, join: fn(Vec<Query>) -> Query) -> Option<Query> {
    if queries.len() > 1 { Some(join(queries)) } else { queries.pop() }
}

/// Words are joined by AND.
fn join_all(items: Vec<(Joiner, Query)>) -> Option<Query> {
    let mut either: Vec<Vec<Query>> = Vec::new();
    for (joiner, query) in items {
        match either.last_mut() {
            Some(all) if joiner != Joiner::Or => all.push(query),
            _ => either.push(vec![query]),
        }
    }
    group_of(either.into_iter().filter_map(|all| group_of(all, Query::And)).collect(), Query::Or)
}

/// Words are joined by OR; a NOT that no operator joins leaves its stories out of the whole.
fn join_any(items: Vec<(Joiner, Query)>) -> Option<Query> {
    let mut either: Vec<(Joiner, Vec<Query>)> = Vec::new();
    for (joiner, query) in items {
        match either.last_mut() {
            Some((_, all)) if joiner == Joiner::And => all.push(query),
            _ => either.push((joiner, vec![query])),
        }
    }
    let mut wanted = Vec::new();
    let mut unwanted = Vec::new();
    for at in 0..either.len() {
        let or_follows = either.get(at + 1).is_some_and(|(joiner, _)| *joiner == Joiner::Or);
        let (joiner, all) = &mut either[at];
        let alone = matches!(all.as_slice(), [Query::Not(_)]);
        let free = alone && *joiner != Joiner::Or && !or_follows;
        let list = if free { &mut unwanted } else { &mut wanted };
        list.extend(group_of(std::mem::take(all), Query::And));
    }
    let mut parts: Vec<Query> = group_of(wanted, Query::Or).into_iter().collect();
    parts.extend(unwanted);
    group_of(parts, Query::And)
}
