//! Reprints among the hits made one: the first of each group in the order asked for leads it, the others
//! are named with it.
//!
//! A story joins the first leader that it is a reprint of, or leads itself. As a leader never depends on what
//! comes after it, page two goes on where page one ended, and how many hits are asked for changes nothing: the
//! page's leaders are found from the top, then every other match is held against them. Sketches say which
//! stories are worth reading whole, so a common page reads a few dozen.

use crate::engine::{DocRef, Engine, Order, Plan, Ranked};
use crate::error::Result;
use crate::index::reprint::{self, Copy};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A hit and what is like it.
pub(super) struct Group {
    /// The first in the order asked for.
    pub(super) lead: Ranked,
    /// The others of all matches, newest first.
    pub(super) similar: Vec<Ranked>,
}

impl From<Ranked> for Group {
    /// Alone.
    fn from(lead: Ranked) -> Self {
        Group { lead, similar: Vec::new() }
    }
}

/// What the body and the headline of a leader say.
struct Lead {
    ranked: Ranked,
    sketch: Vec<u32>,
    /// Read when first asked for.
    copy: Option<Copy>,
    similar: Vec<DocRef>,
}

/// So many leaders of one hash are remembered: what stands in more of them is a form, and the first
/// are enough to join.
const MOST_LEADS: usize = 1024;

#[derive(Default)]
struct Leads {
    leads: Vec<Lead>,
    by_hash: HashMap<u32, Vec<usize>>,
}

/// The first `wanted` groups (`None` = all), complete.
pub(super) fn groups(
    engine: &Engine,
    plan: &Plan,
    order: Order,
    wanted: Option<usize>,
) -> Result<Vec<Group>> {
    let mut leads = Leads::default();
    let mut seen = HashSet::new();
    let mut look = wanted.map(|n| n.saturating_mul(2).max(20));
    loop {
        let ranked = engine.top(plan, order, look)?;
        let all = look.is_none_or(|k| ranked.len() < k);
        for story in ranked {
            if wanted.is_some_and(|n| leads.leads.len() >= n) {
                break;
            }
            if seen.insert(story.doc) {
                leads.take(engine, story)?;
            }
        }
        if all || wanted.is_some_and(|n| leads.leads.len() >= n) {
            break;
        }
        look = look.map(|k| k.saturating_mul(4));
    }
    leads.rest(engine, plan, &seen)?;
    leads.leads.into_iter().map(|lead| group(engine, lead)).collect()
}

fn group(engine: &Engine, lead: Lead) -> Result<Group> {
    Ok(Group { similar: engine.newest_first(&lead.similar)?, lead: lead.ranked })
}

impl Leads {
    /// The next story in order: joins a leader or becomes one.
    fn take(&mut self, engine: &Engine, story: Ranked) -> Result<()> {
        let sketch = engine.sketch(story.doc)?;
        if let Some(lead) = self.of(engine, story.doc, &sketch)? {
            self.leads[lead].similar.push(story.doc);
            return Ok(());
        }
        for &hash in &sketch {
            let leads = self.by_hash.entry(hash).or_default();
            if leads.len() < MOST_LEADS {
                leads.push(self.leads.len());
            }
        }
        self.leads.push(Lead { ranked: story, sketch, copy: None, similar: Vec::new() });
        Ok(())
    }

    /// All matches that were not looked at.
    fn rest(&mut self, engine: &Engine, plan: &Plan, seen: &HashSet<DocRef>) -> Result<()> {
        let mut likely: Vec<(DocRef, Vec<u32>)> = Vec::new();
        engine.each_sketch(plan, |doc, sketch| {
            let met = sketch.iter().any(|hash| self.by_hash.contains_key(hash));
            if met && !seen.contains(&doc) {
                likely.push((doc, sketch.to_vec()));
            }
        })?;
        for (doc, sketch) in likely {
            if let Some(lead) = self.of(engine, doc, &sketch)? {
                self.leads[lead].similar.push(doc);
            }
        }
        Ok(())
    }

    /// The first leader that the story is a reprint of.
    fn of(&mut self, engine: &Engine, doc: DocRef, sketch: &[u32]) -> Result<Option<usize>> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for lead in sketch.iter().filter_map(|hash| self.by_hash.get(hash)).flatten() {
            *shared.entry(*lead).or_default() += 1;
        }
        let mut mine = None;
        for (at, shared) in shared {
            let Some(lead) = self.leads.get_mut(at) else { continue };
            if !reprint::may_be(&lead.sketch, sketch, shared) {
                continue;
            }
            if lead.copy.is_none() {
                lead.copy = Some(Copy::of(&engine.story(lead.ranked.doc)?));
            }
            if mine.is_none() {
                mine = Some(Copy::of(&engine.story(doc)?));
            }
            if let (Some(mine), Some(theirs)) = (&mine, &lead.copy)
                && mine.reprints(theirs)
            {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }
}
