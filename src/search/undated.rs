//! Undated stories that a search for dates cannot find, though their datelines give the day: `OSLO, Aug. 4 (AP)` of a
//! year that nobody says. They are counted, never guessed at.

use super::View;
use super::run::shown;
use crate::date::{civil_year, midnight};
use crate::engine::{Engine, Order};
use crate::enrich::dateline;
use crate::error::Result;
use crate::fields;
use crate::query::{DateRange, Leaf, Query, Value};
use crate::span::Span;
use jiff::civil::Date;

/// Most datelines read for one question.
const MOST: usize = 5000;

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undated {
    /// Undated stories that match all else, and whose dateline has a day that is asked for.
    pub stories: u64,
    /// There were too many to look at: it is at least so many.
    pub more: bool,
}

/// Counts them; none where no date is asked for.
///
/// # Errors
/// Those of the index.
pub fn undated(engine: &Engine, tree: &Query, view: View) -> Result<Undated> {
    let parts = match tree {
        Query::And(parts) => parts.clone(),
        other => vec![other.clone()],
    };
    let (dates, mut rest): (Vec<Query>, Vec<Query>) = parts.into_iter().partition(asks_dates);
    if dates.is_empty() || !engine.has_undated()? {
        return Ok(Undated::default());
    }
    rest.extend(clause("date", Value::Absent));
    rest.extend(clause("dateline", Value::Present));
    let plan = shown(engine, &Query::And(rest), view)?.unscored();
    let found = engine.top(&plan, Order::Newest, Some(MOST + 1))?;
    let mut made = Undated { stories: 0, more: found.len() > MOST };
    for ranked in found.iter().take(MOST) {
        let Some(line) = engine.story(ranked.doc)?.dateline else { continue };
        if let Some(day) = dateline::day_of_no_year(&line.raw)
            && dates.iter().all(|asked| may_hold(asked, day))
        {
            made.stories += 1;
        }
    }
    made.more &= made.stories > 0;
    Ok(made)
}

fn clause(field: &str, value: Value) -> Option<Query> {
    fields::find(field).map(|field| Query::Leaf(Leaf { field, value, span: Span::default() }))
}

/// A date of publication, or any of several.
fn asks_dates(part: &Query) -> bool {
    match part {
        Query::Or(parts) => parts.iter().all(asks_dates),
        Query::Boost(inner, _) => asks_dates(inner),
        Query::Leaf(leaf) => {
            leaf.field.name == "date" && matches!(leaf.value, Value::Dates(_) | Value::Yearly(_))
        }
        _ => false,
    }
}

/// Is the day in what is asked for, in some year?
fn may_hold(asked: &Query, (month, day): (i8, i8)) -> bool {
    match asked {
        Query::Or(parts) => parts.iter().any(|part| may_hold(part, (month, day))),
        Query::Boost(inner, _) => may_hold(inner, (month, day)),
        Query::Leaf(Leaf { value: Value::Dates(range), .. }) => in_range(range, month, day),
        Query::Leaf(Leaf { value: Value::Yearly(yearly), .. }) => {
            i8::try_from(yearly.month) == Ok(month)
                && yearly.day.is_none_or(|asked| i8::try_from(asked) == Ok(day))
        }
        _ => false,
    }
}

fn in_range(range: &DateRange, month: i8, day: i8) -> bool {
    let (Some(from), Some(until)) = (range.from, range.until) else { return true };
    let years = civil_year(from.civil)..=civil_year(until.civil);
    // Every day is in eight years; 29 February, too.
    years.take(9).any(|year| {
        let at = Date::new(year, month, day).map(midnight);
        at.is_ok_and(|at| (from.civil..until.civil).contains(&at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Settings, parse};
    use jiff::{Timestamp, tz::TimeZone};

    #[test]
    fn a_day_of_no_year_is_in_a_range_that_has_it() {
        let settings = Settings { now: Timestamp::UNIX_EPOCH, zone: TimeZone::UTC, any: false };
        let holds = |query: &str, month, day| {
            let tree = parse(query, &settings).tree;
            assert!(asks_dates(&tree), "{query}");
            may_hold(&tree, (month, day))
        };
        assert!(holds("date:1999-08", 8, 4) && !holds("date:1999-07", 8, 4));
        assert!(holds("date:1998-12-20..1999-01-10", 1, 2) && !holds("date:1998-12-20..1999-01-10", 2, 2));
        assert!(holds("date:1999", 8, 4) && !holds("date:1999", 2, 29) && holds("date:1990..", 2, 29));
        assert!(holds("date:*-08", 8, 4) && !holds("date:*-08-05", 8, 4));
        assert!(holds("date:(1999-07 OR 1999-08)", 8, 4));
    }
}
