//! One segment of the snapshot, with what is opened of it opened once: dates, ids, paths.
//!
//! Opening a column takes longer than most questions do. Nothing here is read before it is asked for: a single
//! question opens only what it needs.

use std::ops::Range;
use std::sync::OnceLock;

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use super::top::{DATE, ID};
use crate::error::Result;
use crate::index::trouble::system;

/// Column of the moment an embargo ends.
pub(super) const EMBARGO: &str = "embargo";

/// All segments of a snapshot, in its order.
pub(super) type Drawers = Vec<Drawer>;

/// Opens the drawers of a snapshot.
pub(super) fn drawers(searcher: &Searcher) -> Drawers {
    let new = |reader: &SegmentReader| Drawer {
        reader: reader.clone(),
        dates: OnceLock::new(),
        embargoes: OnceLock::new(),
        ids: OnceLock::new(),
        paths: OnceLock::new(),
        marks: OnceLock::new(),
    };
    searcher.segment_readers().iter().map(new).collect()
}

/// A segment.
pub(super) struct Drawer {
    pub(super) reader: SegmentReader,
    dates: OnceLock<Column<i64>>,
    embargoes: OnceLock<Column<i64>>,
    ids: OnceLock<Option<Labels>>,
    paths: OnceLock<Option<Labels>>,
    marks: OnceLock<Column<u64>>,
}

impl Drawer {
    pub(super) fn id(&self) -> SegmentId {
        self.reader.segment_id()
    }

    /// When its stories were published; newest first, undated ones last.
    pub(super) fn dates(&self) -> Result<&Column<i64>> {
        self.seconds(&self.dates, DATE)
    }

    /// When embargoes end.
    pub(super) fn embargoes(&self) -> Result<&Column<i64>> {
        self.seconds(&self.embargoes, EMBARGO)
    }

    fn seconds<'d>(&'d self, kept: &'d OnceLock<Column<i64>>, name: &str) -> Result<&'d Column<i64>> {
        if let Some(column) = kept.get() {
            return Ok(column);
        }
        let column = self.reader.fast_fields().i64(name)?;
        Ok(kept.get_or_init(|| column))
    }

    /// Where sentences, paragraphs and parts begin (see `index::marks`).
    pub(super) fn marks(&self) -> Result<&Column<u64>> {
        if let Some(column) = self.marks.get() {
            return Ok(column);
        }
        let column = self.reader.fast_fields().u64(crate::index::schema::MARKS)?;
        Ok(self.marks.get_or_init(|| column))
    }

    /// The public ids.
    pub(super) fn ids(&self) -> Result<Option<&Labels>> {
        self.labels(&self.ids, ID)
    }

    /// The paths of the files.
    pub(super) fn paths(&self) -> Result<Option<&Labels>> {
        self.labels(&self.paths, "path")
    }

    fn labels<'d>(&'d self, kept: &'d OnceLock<Option<Labels>>, name: &str) -> Result<Option<&'d Labels>> {
        if let Some(labels) = kept.get() {
            return Ok(labels.as_ref());
        }
        let column = self.reader.fast_fields().str(name)?;
        Ok(kept.get_or_init(|| column.map(Labels::new)).as_ref())
    }

    /// Documents published from a moment until before another: next to each other, as the segment is sorted
    /// by date. `None` is an open end; undated stories are in no stretch that has an end at all.
    pub(super) fn stretch(&self, from: Option<i64>, until: Option<i64>) -> Result<Range<DocId>> {
        let dates = self.dates()?;
        let last = self.reader.max_doc();
        if until.is_some_and(|until| until <= dates.min_value())
            || from.is_some_and(|from| from > dates.max_value())
        {
            return Ok(0..0);
        }
        let start = until.map_or(0, |until| {
            if until > dates.max_value() {
                return 0;
            }
            first_not(0..last, |doc| dates.first(doc).is_some_and(|date| date >= until))
        });
        let end = match from {
            None => first_not(start..last, |doc| dates.first(doc).is_some()),
            Some(from) => first_not(start..last, |doc| dates.first(doc).is_some_and(|date| date >= from)),
        };
        Ok(start..end)
    }
}

/// The first document of a stretch for which `holds` is false, where it holds for all before it.
fn first_not(within: Range<DocId>, holds: impl Fn(DocId) -> bool) -> DocId {
    let (mut start, mut end) = (within.start, within.end);
    while start < end {
        let middle = start + (end - start) / 2;
        if holds(middle) {
            start = middle + 1;
        } else {
            end = middle;
        }
    }
    start
}

/// Values of a text column. Its dictionary is unpacked from the front of a block for each single value, so
/// neighbours are unpacked together and kept.
pub(super) struct Labels {
    column: StrColumn,
    /// Runs of [`RUN`] values.
    runs: Vec<OnceLock<Run>>,
}

/// Values that are unpacked together.
const RUN: u64 = 256;

/// Values one behind the other.
struct Run {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Labels {
    fn new(column: StrColumn) -> Self {
        let runs = (column.num_terms() as u64).div_ceil(RUN);
        Labels { column, runs: (0..runs).map(|_| OnceLock::new()).collect() }
    }

    /// The place of a document's first value among all values in their order.
    pub(super) fn ord(&self, doc: DocId) -> Option<u64> {
        // A column in which each document has one value would make one up for those there are not.
        (doc < self.column.ords().num_docs()).then(|| self.column.ords().first(doc)).flatten()
    }

    /// The first value of a document; empty where it has none.
    pub(super) fn of(&self, doc: DocId) -> Result<&str> {
        let Some(ord) = self.ord(doc) else { return Ok("") };
        let number = ord / RUN;
        let Some(kept) = self.runs.get(number as usize) else { return Ok("") };
        let run = match kept.get() {
            Some(run) => run,
            None => {
                let run = self.unpack(number)?;
                kept.get_or_init(|| run)
            }
        };
        let at = (ord % RUN) as usize;
        let start = at.checked_sub(1).and_then(|before| run.ends.get(before)).map_or(0, |end| *end as usize);
        let end = run.ends.get(at).map_or(start, |end| *end as usize);
        Ok(run.text.get(start..end).unwrap_or_default())
    }

    fn unpack(&self, number: u64) -> Result<Run> {
        let first = number * RUN;
        let ords: Vec<u64> = (first..(first + RUN).min(self.column.num_terms() as u64)).collect();
        let mut run = Run { text: String::new(), ends: Vec::with_capacity(ords.len()) };
        self.column
            .dictionary()
            .sorted_ords_to_term_cb(&ords, |value| {
                run.text.push_str(&String::from_utf8_lossy(value));
                run.ends.push(run.text.len() as u32);
            })
            .map_err(|e| system("reading the index", &e))?;
        Ok(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Stamp;
    use crate::index::Index;
    use crate::story::{SourceRef, Story};

    fn archive(days: &[Option<i8>]) -> Drawers {
        let story = |(n, day): (usize, &Option<i8>)| Story {
            source: SourceRef { path: format!("{n}.txt"), member: None },
            id: format!("{day:?}"),
            published: day.map(|day| Stamp::day(jiff::civil::date(1960, 1, day), "")),
            ..Story::default()
        };
        let stories: Vec<Story> = days.iter().enumerate().map(story).collect();
        drawers(Index::in_memory(&stories).unwrap().searcher())
    }

    #[test]
    fn a_stretch_holds_the_days_from_one_until_before_the_other() {
        let day = |day: i8| Some(crate::date::midnight(jiff::civil::date(1960, 1, day)));
        let all = archive(&[Some(3), None, Some(9), Some(9), Some(1), None]);
        let stretch = |from, until| all[0].stretch(from, until).unwrap();
        assert_eq!(stretch(None, None), 0..4);
        assert_eq!(stretch(day(9), None), 0..2);
        assert_eq!(stretch(None, day(9)), 2..4);
        assert_eq!(stretch(day(3), day(9)), 2..3);
        assert_eq!(stretch(day(2), day(3)).len(), 0);
        assert_eq!(stretch(day(10), None).len() + stretch(None, day(1)).len(), 0);
        let undated = archive(&[None, None]);
        assert_eq!(undated[0].stretch(None, None).unwrap().len(), 0);
        assert_eq!(undated[0].stretch(day(1), None).unwrap().len(), 0);
    }

    #[test]
    fn labels_come_as_they_were_whatever_stands_beside_them() {
        let days: Vec<Option<i8>> = (1..=25).flat_map(|day| [Some(day); 28]).collect();
        let all = archive(&days);
        let paths = all[0].paths().unwrap().unwrap();
        let mut seen: Vec<&str> = (0..700).map(|doc| paths.of(doc).unwrap()).collect();
        seen.sort_by_key(|path| path.trim_end_matches(".txt").parse::<usize>().unwrap());
        assert_eq!(seen, (0..700).map(|n| format!("{n}.txt")).collect::<Vec<_>>());
        let ids = all[0].ids().unwrap().unwrap();
        assert_eq!(ids.of(0).unwrap(), "Some(25)");
    }
}
