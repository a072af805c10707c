//! The same day or month of any year: the stories whose date falls on it, looked up in the column of dates.
//!
//! Which moments a day has in a zone is known by `query::dates`.

use super::lower::{Boxed, Lowering};
use super::shown::Listed;
use crate::date::civil_year;
use crate::error::Result;
use crate::fields::Field;
use crate::index::schema;
use crate::query::{Moment, Settings, Yearly, dates};

/// Precisions of the column (see `index::schema`) from which on a story states its month, its day, its time.
const MONTH: u64 = 2;
const DAY: u64 = 3;
const TIME: u64 = 4;

impl Lowering<'_> {
    /// A story counts if it states the day (or the month) at all.
    pub(super) fn yearly(&self, field: &Field, yearly: &Yearly) -> Result<Boxed> {
        let days = self.days(field, yearly)?;
        let least = if yearly.day.is_some() { DAY } else { MONTH };
        let mut docs = Vec::new();
        for reader in self.searcher.segment_readers() {
            let column = reader.fast_fields().i64(field.name)?;
            // Only the date of publication has moments; the others are days.
            let precision =
                (field.name == "date").then(|| reader.fast_fields().u64(schema::PRECISION)).transpose()?;
            let is_one = |doc: u32| {
                let precision = precision.as_ref().map_or(DAY, |column| column.first(doc).unwrap_or(0));
                let clock = |moment: &Moment| if precision >= TIME { moment.instant } else { moment.civil };
                precision >= least && column.first(doc).is_some_and(|at| is_within(&days, at, clock))
            };
            docs.push((reader.segment_id(), (0..reader.max_doc()).filter(|&doc| is_one(doc)).collect()));
        }
        Ok(Box::new(Listed::new(docs)))
    }

    /// The days of all years that the index has, first moment and first moment after, in order.
    fn days(&self, field: &Field, yearly: &Yearly) -> Result<Vec<(Moment, Moment)>> {
        let mut years: Option<(i16, i16)> = None;
        for reader in self.searcher.segment_readers() {
            let column = reader.fast_fields().i64(field.name)?;
            if column.num_docs() == 0 {
                continue;
            }
            let (first, last) = (civil_year(column.min_value()), civil_year(column.max_value()));
            years = Some(years.map_or((first, last), |known| (known.0.min(first), known.1.max(last))));
        }
        let Some((first, last)) = years else { return Ok(Vec::new()) };
        let settings = Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: yearly.zone.clone(), any: false };
        // A zone may be a year ahead or behind. Of 29 February there is not one a year.
        let wanted = first.saturating_sub(1)..=last.saturating_add(1);
        let day = |year| dates::parse_bound(&yearly.in_year(year), &settings).ok();
        Ok(wanted.filter_map(day).collect())
    }
}

fn is_within(days: &[(Moment, Moment)], at: i64, clock: impl Fn(&Moment) -> i64) -> bool {
    let next = days.partition_point(|day| clock(&day.0) <= at);
    next.checked_sub(1).and_then(|n| days.get(n)).is_some_and(|day| at < clock(&day.1))
}
