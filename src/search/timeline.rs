//! Counts by day, week, month or year over all matching stories.

use std::collections::BTreeMap;

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::run::shown;
use super::{Period, Timeline, View};
use crate::engine::{Engine, When};
use crate::error::Result;
use crate::query::Query;

/// More empty periods than this between two full ones are left out (a stray date of 1900 must not
/// print forty thousand days).
const LONGEST_GAP: u64 = 5_000;

/// Counts stories by period, instants in `zone`, oldest first, with the empty periods between.
pub fn timeline(
    engine: &Engine,
    tree: &Query,
    text: &str,
    by: Period,
    zone: &TimeZone,
    view: View,
) -> Result<Timeline> {
    let plan = shown(engine, tree, view)?;
    let mut counts: BTreeMap<Date, u64> = BTreeMap::new();
    let mut made = Timeline { query: text.to_owned(), by, ..Timeline::default() };
    engine.each_time(&plan, |when| {
        made.total += 1;
        let day = match when {
            When::Never => {
                made.undated += 1;
                return;
            }
            When::Instant(at) => day(at, zone),
            When::Civil(at) => day(at, &TimeZone::UTC),
        };
        *counts.entry(first_day(day, by)).or_default() += 1;
    })?;
    fill(&counts, &mut made);
    Ok(made)
}

fn day(seconds: i64, zone: &TimeZone) -> Date {
    let at = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    zone.to_datetime(at).date()
}

fn first_day(day: Date, by: Period) -> Date {
    match by {
        Period::Day => day,
        Period::Week => {
            let week = day.iso_week_date();
            ISOWeekDate::new(week.year(), week.week(), Weekday::Monday).map_or(day, ISOWeekDate::date)
        }
        Period::Month => day.first_of_month(),
        Period::Year => day.first_of_year(),
    }
}

fn label(day: Date, by: Period) -> String {
    match by {
        Period::Day => day.to_string(),
        Period::Week => {
            let week = day.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Period::Month => format!("{:04}-{:02}", day.year(), day.month()),
        Period::Year => format!("{:04}", day.year()),
    }
}

fn next(day: Date, by: Period) -> Option<Date> {
    let step = match by {
        Period::Day => 1.day(),
        Period::Week => 1.week(),
        Period::Month => 1.month(),
        Period::Year => 1.year(),
    };
    day.checked_add(step).ok()
}

fn fill(counts: &BTreeMap<Date, u64>, made: &mut Timeline) {
    let by = made.by;
    let mut expected: Option<Date> = None;
    for (&day, &count) in counts {
        let empty = expected.map_or(0, |at| between(at, day, by));
        if empty > LONGEST_GAP {
            made.left_out.push((made.periods.len(), empty));
            expected = Some(day);
        }
        while let Some(at) = expected.filter(|at| *at < day) {
            made.periods.push((label(at, by), 0));
            expected = next(at, by);
        }
        made.periods.push((label(day, by), count));
        expected = next(day, by);
    }
}

/// Periods from one first day to another.
fn between(from: Date, to: Date, by: Period) -> u64 {
    let days = || (to - from).get_days();
    let years = i32::from(to.year()) - i32::from(from.year());
    let periods = match by {
        Period::Day => days(),
        Period::Week => days() / 7,
        Period::Month => 12 * years + i32::from(to.month()) - i32::from(from.month()),
        Period::Year => years,
    };
    u64::try_from(periods).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn empty_months_are_shown_and_weeks_are_iso() {
        let counts = BTreeMap::from([(date(1987, 2, 1), 3), (date(1987, 4, 1), 1)]);
        let filled = |counts, by| {
            let mut made = Timeline { by, ..Timeline::default() };
            fill(counts, &mut made);
            made
        };
        let months = filled(&counts, Period::Month).periods;
        assert_eq!(months, [("1987-02".into(), 3), ("1987-03".into(), 0), ("1987-04".into(), 1)]);
        let stray = filled(&BTreeMap::from([(date(1900, 1, 1), 1), (date(1987, 4, 1), 1)]), Period::Day);
        assert_eq!((stray.periods.len(), stray.left_out), (2, vec![(1, 31_865)]));
        assert_eq!(first_day(date(2016, 1, 3), Period::Week), date(2015, 12, 28));
        assert_eq!(label(date(2015, 12, 28), Period::Week), "2015-W53");
    }
}
