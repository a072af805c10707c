//! Counts over all matching stories: by value of a column, by time.

use std::collections::HashMap;

use tantivy::SegmentReader;
use tantivy::columnar::{Cardinality, StrColumn};
use tantivy::query::EnableScoring;
use tantivy::{DocSet, TERMINATED};

use super::lower::COARSE;
use super::top::DATE;
use super::{Engine, Plan};
use crate::error::Result;
use crate::index::schema;
use crate::index::trouble::system;

/// Stories by value.
#[derive(Debug, Default)]
pub struct ValueCounts {
    /// Stories by value, in no order.
    pub values: HashMap<String, u64>,
    /// Stories without a value.
    pub missing: u64,
    /// Stories that match.
    pub total: u64,
}

/// When a story was published, as a count by time needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Seconds since the epoch.
    Instant(i64),
    /// A day or coarser, as if it were UTC.
    Civil(i64),
    /// Undated.
    Never,
}

/// The ordinals that the values of `list` have in a column; those it lacks have none.
fn ords_of(column: &StrColumn, list: &[&str]) -> Result<Vec<u64>> {
    let ord = |value: &&str| column.dictionary().term_ord(value).transpose();
    let ords: std::io::Result<Vec<u64>> = list.iter().filter_map(ord).collect();
    ords.map_err(|e| system("reading the index", &e))
}

impl Engine {
    /// May there be stories without a date? Told by the columns alone.
    pub fn has_undated(&self) -> Result<bool> {
        for reader in self.searcher.segment_readers() {
            if reader.fast_fields().i64(DATE)?.get_cardinality() != Cardinality::Full {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The matching stories of one segment, in document order.
    pub(super) fn matches(
        &self,
        plan: &Plan,
        reader: &SegmentReader,
        mut visit: impl FnMut(u32),
    ) -> Result<()> {
        let weight = plan.whole(self)?.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        let mut scorer = weight.scorer(reader, 1.0)?;
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            if reader.alive_bitset().is_none_or(|a| a.is_alive(doc)) {
                visit(doc);
            }
            doc = scorer.advance();
        }
        Ok(())
    }

    /// Counts stories by the values of a facet column. A story counts once for a value. Where only the values
    /// of a closed `list` count, a story that has none of them has no value.
    pub fn count_values(&self, plan: &Plan, column: &str, list: Option<&[&str]>) -> Result<ValueCounts> {
        let mut counts = ValueCounts::default();
        for reader in self.searcher.segment_readers() {
            let Some(values) = reader.fast_fields().str(column)? else {
                self.matches(plan, reader, |_| {
                    counts.total += 1;
                    counts.missing += 1;
                })?;
                continue;
            };
            let mut by_ord = vec![0u64; values.num_terms()];
            let listed = list.map(|list| ords_of(&values, list)).transpose()?;
            let mut seen = Vec::new();
            let mut killed = 0;
            self.matches(plan, reader, |doc| {
                counts.total += 1;
                if column == "status" && self.killed.holds(reader.segment_id(), doc) {
                    killed += 1;
                    return;
                }
                seen.clear();
                seen.extend(
                    values.term_ords(doc).filter(|ord| listed.as_ref().is_none_or(|l| l.contains(ord))),
                );
                seen.sort_unstable();
                seen.dedup();
                counts.missing += u64::from(seen.is_empty());
                for ord in &seen {
                    if let Some(n) = by_ord.get_mut(*ord as usize) {
                        *n += 1;
                    }
                }
            })?;
            if killed > 0 {
                *counts.values.entry("killed".to_owned()).or_default() += killed;
            }
            for (ord, n) in (0u64..).zip(by_ord).filter(|(_, n)| *n > 0) {
                let mut value = String::new();
                values.ord_to_str(ord, &mut value).map_err(|e| system("reading the index", &e))?;
                *counts.values.entry(value).or_default() += n;
            }
        }
        Ok(counts)
    }

    /// Calls `visit` with the time of every matching story.
    pub fn each_time(&self, plan: &Plan, mut visit: impl FnMut(When)) -> Result<()> {
        for reader in self.searcher.segment_readers() {
            let dates = reader.fast_fields().i64(DATE)?;
            let precision = reader.fast_fields().u64(schema::PRECISION)?;
            self.matches(plan, reader, |doc| {
                let when = dates.first(doc).map_or(When::Never, |at| {
                    let seconds = at;
                    if precision.first(doc).is_some_and(|p| p <= COARSE) {
                        When::Civil(seconds)
                    } else {
                        When::Instant(seconds)
                    }
                });
                visit(when);
            })?;
        }
        Ok(())
    }
}
