//! Runs a request: which stories, in which order, with which snippet.

use super::collapse::{self, Group};
use super::terms::{self, Clause, FULL, Shape};
use super::{Hit, Likeness, Request, Response, Snippet, Sort, View, snippet};
use crate::engine::{Engine, Hide, Order, Plan, Ranked};
use crate::error::Result;
use crate::query::{Query, Value};
use crate::story::Story;

/// Answers a request.
///
/// # Errors
/// The query asks for too much, or the index cannot be read.
pub fn search(engine: &Engine, request: &Request) -> Result<Response> {
    find(engine, request)?.pages(usize::MAX).next().unwrap_or_else(|| Ok(Response::default()))
}

/// Finds and ranks what a request asks for; the stories are loaded with their pages.
///
/// # Errors
/// Those of [`search`].
pub fn find<'f>(engine: &'f Engine, request: &'f Request) -> Result<Found<'f>> {
    let open = open(engine, &request.tree, request.like.as_ref())?;
    let mut plan = engine.hide(open, hide(&request.tree, request.view))?;
    if request.sort != Sort::Relevance && !request.figures {
        plan = plan.unscored();
    }
    let wanted = request.limit.map(|n| n.saturating_add(request.offset));
    let order = match request.sort {
        Sort::Relevance => Order::Score,
        Sort::Newest => Order::Newest,
        Sort::Oldest => Order::Oldest,
    };
    let groups: Vec<Group> = if request.collapse {
        collapse::groups(engine, &plan, order, wanted)?
    } else {
        engine.top(&plan, order, wanted)?.into_iter().map(Group::from).collect()
    };
    let (total, hidden) = if request.totals {
        (engine.count(&plan)?, engine.count_hidden(&plan)?)
    } else {
        (groups.len() as u64, 0)
    };
    let clauses = clauses(engine, request)?;
    Ok(Found { engine, request, clauses, groups, total, hidden })
}

/// What was found, in its order, its stories not yet loaded.
pub struct Found<'f> {
    engine: &'f Engine,
    request: &'f Request,
    clauses: Vec<Clause>,
    groups: Vec<Group>,
    total: u64,
    hidden: u64,
}

impl<'f> Found<'f> {
    /// The answer in pages of at most so many hits, at least one: who asks for all need not hold all.
    pub fn pages(self, size: usize) -> impl Iterator<Item = Result<Response>> + use<'f> {
        let all = self.groups.len().saturating_sub(self.request.offset);
        let mut found = Some(self);
        let mut before = 0;
        std::iter::from_fn(move || {
            let page = found.as_mut()?.page(before, all, size);
            before += page.as_ref().map_or(all, |page| page.hits.len());
            if before >= all {
                found = None;
            }
            Some(page)
        })
    }

    /// The page that comes after so many hits of all.
    fn page(&mut self, before: usize, all: usize, size: usize) -> Result<Response> {
        let Found { engine, request, clauses, groups, total, hidden } = self;
        let start = request.offset.saturating_add(before);
        let wanted = size.min(all - before);
        // Hits are large: each is made where it stays.
        let mut hits = Vec::with_capacity(wanted);
        for (rank, group) in (start + 1..).zip(groups.iter_mut().skip(start).take(wanted)) {
            let similar = std::mem::take(&mut group.similar).into_iter().map(|story| story.id);
            let similar = request.collapse.then(|| similar.collect());
            hits.push(hit(engine, request, clauses, rank, &group.lead, similar)?);
        }
        let (query, after) = (request.text.clone(), all - before - hits.len());
        Ok(Response { query, total: *total, before, after, hits, hidden: *hidden })
    }
}

/// What snippets show. What most stories have says little where it is shown: `the` of a pasted sentence.
fn clauses(engine: &Engine, request: &Request) -> Result<Vec<Clause>> {
    if !request.stories {
        return Ok(Vec::new());
    }
    let mut clauses = match &request.like {
        None => terms::visible(&request.tree),
        Some(like) => terms::visible(&Query::And(vec![request.tree.clone(), like.tree()])),
    };
    let all = engine.stories().max(1) as f64;
    for clause in &mut clauses {
        let Shape::Terms(terms) = &clause.shape else { continue };
        if !clause.field.stands_for.is_empty() || clause.field.part.is_some() {
            continue;
        }
        let mut fewest = f64::INFINITY;
        for term in terms {
            fewest = fewest.min(engine.stories_with(clause.field.name, term)? as f64);
        }
        let others = (1.0 - fewest / all).clamp(0.0, 1.0);
        clause.weight = (f64::from(FULL) * others * others * others) as u32;
    }
    Ok(clauses)
}

/// The plan of a tree, among the stories like another.
pub(super) fn open(engine: &Engine, tree: &Query, like: Option<&Likeness>) -> Result<Plan> {
    match like {
        None => engine.plan(tree),
        Some(like) if *tree == Query::Everything => like.narrow(engine, None),
        Some(like) => like.narrow(engine, Some(engine.plan(tree)?)),
    }
}

/// Stories that match.
pub fn count(engine: &Engine, tree: &Query, view: View) -> Result<u64> {
    engine.count(&shown(engine, tree, view)?)
}

/// Stories that match but are not shown by default: superseded versions, and what may not be used.
pub fn hidden(engine: &Engine, tree: &Query, view: View) -> Result<u64> {
    engine.count_hidden(&shown(engine, tree, view)?)
}

/// The plan of a tree less what is hidden by default.
pub(super) fn shown(engine: &Engine, tree: &Query, view: View) -> Result<Plan> {
    engine.hide(engine.plan(tree)?, hide(tree, view))
}

/// Asking for a status, a kind, an embargo or an id by name is asking to see it.
pub(super) fn hide(tree: &Query, view: View) -> Hide {
    if view.all_versions {
        return Hide::default();
    }
    let by_id = names(tree, "id");
    let usable = !(by_id || names(tree, "status") || names(tree, "kind"));
    Hide {
        superseded: !by_id,
        unusable: usable,
        embargoed_at: (usable && !names(tree, "embargo")).then_some(view.now),
    }
}

fn names(tree: &Query, field: &str) -> bool {
    match tree {
        Query::Everything => false,
        Query::And(parts) | Query::Or(parts) => parts.iter().any(|p| names(p, field)),
        Query::Not(inner) | Query::Boost(inner, _) => names(inner, field),
        // Its fields hold running text: none of the names asked about.
        Query::Near(_) | Query::Placed(_) => false,
        Query::Leaf(leaf) => leaf.field.name == field && !matches!(leaf.value, Value::Absent),
    }
}

fn hit(
    engine: &Engine,
    request: &Request,
    clauses: &[Clause],
    rank: usize,
    ranked: &Ranked,
    similar: Option<Vec<String>>,
) -> Result<Hit> {
    let (story, snippet) = if request.stories {
        let story = engine.story(ranked.doc)?;
        let snippet = snippet::snippet(&story, clauses, request.snippet_words);
        (story, snippet)
    } else {
        let mut story = Story::default();
        story.source.path = engine.path(ranked.doc)?;
        (story, Snippet::default())
    };
    let words = if request.figures { story.word_count() } else { 0 };
    Ok(Hit { rank, score: ranked.score, id: ranked.id.clone(), story, words, snippet, similar })
}
