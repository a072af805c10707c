//! Plans made of plans: some of many clauses, two plans together, a plan without named stories.

use super::lower::{Boxed, sums, without};
use super::plan::Scored;
use super::shown::{Hidden, Listed};
use super::{DocRef, Engine, Plan};
use crate::error::Result;
use crate::query::Query;
use tantivy::DocId;
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
        let sums = clauses.iter().all(sums);
        Ok(Plan { matcher, scored, sums, dates: None, hidden: Hidden::default() })
    }

    /// Stories that both plans find; `None` is every story.
    pub fn both(&self, one: Option<Plan>, other: Plan) -> Plan {
        let Some(one) = one else { return other };
        let parts = vec![(Occur::Must, one.matcher), (Occur::Must, other.matcher)];
        let scored = one.scored.into_iter().chain(other.scored).collect();
        let (matcher, sums) = (Box::new(BooleanQuery::new(parts)), one.sums && other.sums);
        Plan { matcher, scored, sums, dates: one.dates, hidden: one.hidden }
    }

    /// The plan without these stories.
    pub fn leave_out(&self, plan: Plan, stories: &[DocRef]) -> Plan {
        let listed = |segment: usize| -> Vec<DocId> {
            let here = stories.iter().filter(|story| story.segment as usize == segment);
            let mut docs: Vec<DocId> = here.map(|story| story.doc).collect();
            docs.sort_unstable();
            docs
        };
        let lists = self.drawers.iter().enumerate().map(|(n, drawer)| (drawer.id(), listed(n)));
        let unwanted: Boxed = Box::new(Listed::new(lists.collect()));
        Plan { matcher: without(Some(plan.matcher), vec![unwanted]), ..plan }
    }
}
