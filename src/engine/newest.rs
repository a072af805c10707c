//! Candidates for the first k by date. Segments are sorted newest first, so the newest k of a segment are its first
//! k matches and those tied with the last of them; a segment all of whose stories are older is not asked at all.

use std::ops::Range;

use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocAddress, TERMINATED};

use super::drawer::Drawer;
use super::{Engine, Plan};
use crate::error::Result;

/// A match: when it was published, and its document.
type Dated = (Option<i64>, u32);

/// Everything that may be among the first `k` by date.
pub(super) fn first(engine: &Engine, plan: &Plan, oldest: bool, k: usize) -> Result<Vec<DocAddress>> {
    let weight = plan.matcher.weight(EnableScoring::disabled_from_searcher(&engine.searcher))?;
    let mut segments = Vec::with_capacity(engine.drawers.len());
    for (segment, drawer) in (0u32..).zip(&engine.drawers) {
        let stretch = plan.stretch(segment, drawer);
        if !stretch.is_empty() {
            let first = if oldest { None } else { drawer.dates()?.first(stretch.start) };
            segments.push((std::cmp::Reverse(first), segment, stretch, drawer));
        }
    }
    segments.sort_by_key(|(first, segment, ..)| (*first, *segment));
    let mut best = Best { k, dates: Vec::new() };
    let mut docs = Vec::new();
    for (first, segment, stretch, drawer) in segments {
        let floor = if oldest { None } else { best.floor() };
        if floor.is_some_and(|floor| first.0 < floor) {
            break;
        }
        let limit = (!oldest).then_some(k);
        let mut found = Asked { plan, segment, drawer, stretch, limit, floor }.matches(weight.as_ref())?;
        if oldest {
            // Undated stories stand last either way.
            let undated = found.iter().position(|(date, _)| date.is_none()).unwrap_or(found.len());
            found[..undated].reverse();
            cut_after_ties(&mut found, k);
        }
        keep_first_ids(&mut found, drawer, k)?;
        best.add(&found);
        docs.extend(found.into_iter().map(|(_, doc)| DocAddress::new(segment, doc)));
    }
    Ok(docs)
}

/// The newest dates so far.
struct Best {
    k: usize,
    dates: Vec<Option<i64>>,
}

impl Best {
    /// What is older than this is too late; `None` before there are `k`.
    fn floor(&self) -> Option<Option<i64>> {
        self.k.checked_sub(1).and_then(|last| self.dates.get(last)).copied()
    }

    fn add(&mut self, found: &[Dated]) {
        self.dates.extend(found.iter().map(|(date, _)| *date));
        self.dates.sort_unstable_by(|a, b| b.cmp(a));
        self.dates.truncate(self.k);
    }
}

/// What is asked of one segment.
struct Asked<'e> {
    plan: &'e Plan,
    segment: u32,
    drawer: &'e Drawer,
    stretch: Range<u32>,
    /// Stop once so many and their ties are found.
    limit: Option<usize>,
    /// Stop at what is older.
    floor: Option<Option<i64>>,
}

impl Asked<'_> {
    /// Matches in document order.
    fn matches(&self, weight: &dyn Weight) -> Result<Vec<Dated>> {
        let dates = self.drawer.dates()?;
        let hidden = self.plan.hidden.of(self.segment, self.drawer)?;
        let alive = self.drawer.reader.alive_bitset();
        let mut scorer = weight.scorer(&self.drawer.reader, 1.0)?;
        let mut doc = scorer.doc();
        if doc < self.stretch.start {
            doc = scorer.seek(self.stretch.start);
        }
        let mut found: Vec<Dated> = Vec::new();
        while doc != TERMINATED && doc < self.stretch.end {
            if alive.is_none_or(|alive| alive.is_alive(doc)) && !hidden.holds(doc) {
                let date = dates.first(doc);
                let enough = self.limit.is_some_and(|k| found.len() >= k && found[k - 1].0 != date);
                if enough || self.floor.is_some_and(|floor| date < floor) {
                    break;
                }
                found.push((date, doc));
            }
            doc = scorer.advance();
        }
        Ok(found)
    }
}

/// Cuts after the k-th, keeping what has the same date as it.
fn cut_after_ties(found: &mut Vec<Dated>, k: usize) {
    if found.len() > k {
        let last = found[k - 1].0;
        let end = found[k..].iter().position(|(date, _)| *date != last).map_or(found.len(), |n| k + n);
        found.truncate(end);
    }
}

/// Of those tied with the k-th date, only the first ids can be among the first k.
fn keep_first_ids(found: &mut Vec<Dated>, drawer: &Drawer, k: usize) -> Result<()> {
    if found.len() <= k {
        return Ok(());
    }
    let last = found[k - 1].0;
    let first_tie = found.iter().position(|(date, _)| *date == last).unwrap_or(0);
    let Some(ids) = drawer.ids()? else { return Ok(()) };
    let mut tied: Vec<_> = found.drain(first_tie..).map(|(date, doc)| (ids.ord(doc), date, doc)).collect();
    tied.sort_unstable();
    let room = k - first_tie;
    let edge = tied[room - 1].0;
    let end = tied[room..].iter().position(|(id, ..)| *id != edge).map_or(tied.len(), |n| room + n);
    found.extend(tied[..end].iter().map(|(_, date, doc)| (*date, *doc)));
    Ok(())
}
