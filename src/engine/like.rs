//! Plans made of plans: some of many clauses, two plans together, a plan without named stories.

use super::lower::{Boxed, Scored, without};
use super::shown::Listed;
use super::{DocRef, Engine, Plan};
use crate::error::Result;
use crate::query::Query;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::DocId;
use tantivy::index::SegmentId;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur};

impl Engine {
    /// Stories that match at least `least` of the clauses; all that match are scored.
    pub fn some_of(&self, clauses: &[Query], least: usize) -> Result<Plan> {
        let mut parts: Vec<(Occur, Boxed)> = Vec::new();
        let mut scored: Vec<Scored> = Vec::new();
        for clause in clauses {
            let plan = self.plan(clause)?;
            parts.push((Occur::Should, plan.matcher));
            scored.extend(plan.scored);
        }
        let matcher: Boxed = if parts.is_empty() {
            Box::new(EmptyQuery)
        } else {
            Box::new(BooleanQuery::with_minimum_required_clauses(parts, least.max(1)))
        };
        Ok(Plan { matcher, scored })
    }

    /// Stories that both plans find; `None` is every story.
    pub fn both(&self, one: Option<Plan>, other: Plan) -> Plan {
        let Some(one) = one else { return other };
        let parts = vec![(Occur::Must, one.matcher), (Occur::Must, other.matcher)];
        let scored = one.scored.into_iter().chain(other.scored).collect();
        Plan { matcher: Box::new(BooleanQuery::new(parts)), scored }
    }

    /// The plan without these stories.
    pub fn leave_out(&self, plan: Plan, stories: &[DocRef]) -> Plan {
        let mut docs: HashMap<SegmentId, Vec<DocId>> = HashMap::new();
        for story in stories {
            docs.entry(self.searcher.segment_reader(story.segment).segment_id()).or_default().push(story.doc);
        }
        docs.values_mut().for_each(|docs| docs.sort_unstable());
        let unwanted: Boxed = Box::new(Listed { docs: Arc::new(docs) });
        Plan { matcher: without(Some(plan.matcher), vec![unwanted]), scored: plan.scored }
    }
}
