//! Counts by value of a field over all matching stories.

use super::run::shown;
use super::{FacetCount, Facets, View};
use crate::engine::Engine;
use crate::enrich::desk;
use crate::error::{Error, ErrorKind, Result};
use crate::fields::{self, FIELDS, Field};
use crate::query::Query;

/// The fields that can be counted by.
pub fn facet_fields() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|f| f.facet)
}

/// Counts stories by the values of a field, most frequent first, then by value; cut to `limit`
/// values (`None` = all). A story with several values counts under each. By `desk` only the desks of the
/// closed list count.
pub fn facets(
    engine: &Engine,
    field: &str,
    tree: &Query,
    text: &str,
    view: View,
    limit: Option<usize>,
) -> Result<Facets> {
    let Some(found) = fields::find(field).filter(|f| f.facet) else {
        let known: Vec<&str> = facet_fields().map(|f| f.name).collect();
        return Err(Error::new(ErrorKind::Query, format!("cannot count by `{field}`"))
            .with_hint(format!("fields to count by: {}", known.join(", "))));
    };
    let desks: Vec<&str> = desk::desks().collect();
    // What papers call their sections is endless; `section` counts it as written.
    let list = (found.name == "desk").then_some(&desks[..]);
    let counts = engine.count_values(&shown(engine, tree, view)?, found.name, list)?;
    let mut values: Vec<FacetCount> =
        counts.values.into_iter().map(|(value, count)| FacetCount { value, count }).collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    let distinct = values.len() as u64;
    values.truncate(limit.unwrap_or(usize::MAX));
    Ok(Facets {
        field: field.to_owned(),
        query: text.to_owned(),
        total: counts.total,
        missing: counts.missing,
        values,
        distinct,
    })
}
