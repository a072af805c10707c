//! The build of one story in the field `text`: its parts, paragraphs and sentences, read from the column of marks.
//!
//! Knows no word; what a mark is, is in `index::marks`.

use super::spans::Place;
use crate::fields::Part;
use crate::index::analyzers::packed::GAP;
use crate::index::halves;
use crate::index::marks::{Kind, unpack};
use crate::query::Reach;
use tantivy::DocId;
use tantivy::columnar::Column;

/// A part of `text` that words may be asked to stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Region {
    /// The headline, made ones included.
    Headline,
    /// A caption or a credit.
    Caption,
    /// A field that is a part.
    Part(Part),
}

/// Where the first n words are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// The first word of a field with a column of its own.
    Field,
    /// Headline, then body; what was made or stands beside (captions) does not count.
    Story,
    /// The lead.
    Lead,
    /// The body.
    Body,
}

/// The marks of the stories of a segment, one story at a time.
pub(super) struct Layout {
    column: Column<u64>,
    doc: Option<DocId>,
    marks: Vec<(u32, Kind)>,
    /// Those of paragraphs alone: a paragraph may have a million sentences, and each place is asked for its own.
    paragraphs: Vec<(u32, Kind)>,
    /// Where the body begins.
    body: Option<u32>,
    /// Words of the headline. It stands twice, so its copy tells its length.
    headline: u32,
}

impl Layout {
    /// Over the column of a segment.
    pub(super) fn new(column: Column<u64>) -> Layout {
        Layout { column, doc: None, marks: Vec::new(), paragraphs: Vec::new(), body: None, headline: 0 }
    }

    /// Turns to a story.
    pub(super) fn turn_to(&mut self, doc: DocId) {
        if self.doc != Some(doc) {
            self.doc = Some(doc);
            self.marks.clear();
            self.marks.extend(self.column.values_for_doc(doc).flat_map(halves::unpack).map(unpack));
            self.paragraphs.clear();
            self.paragraphs.extend(self.marks.iter().filter(|mark| mark.1 != Kind::Sentence));
            let first =
                |of: fn(Kind) -> bool| self.paragraphs.iter().find(|mark| of(mark.1)).map(|mark| mark.0);
            self.body = first(in_body);
            self.headline = first(|kind| kind == Kind::Repeat).map_or(0, |at| at.saturating_sub(GAP as u32));
        }
    }

    /// Where the sentence or paragraph of a word begins, and where the next one does.
    pub(super) fn unit(&self, at: u32, reach: Reach) -> Place {
        let marks = if reach == Reach::Sentence { &self.marks } else { &self.paragraphs };
        let (before, after) = marks.split_at(marks.partition_point(|mark| mark.0 <= at));
        (before.last().map_or(0, |mark| mark.0), after.first().map_or(u32::MAX, |mark| mark.0))
    }

    /// What kind of paragraph a word stands in, and where that begins.
    fn paragraph(&self, at: u32) -> Option<(u32, Kind)> {
        let next = self.paragraphs.partition_point(|mark| mark.0 <= at);
        self.paragraphs[..next].last().copied()
    }

    /// Does the whole place stand in the region?
    pub(super) fn is_in(&self, place: Place, region: Region) -> bool {
        let (Some(first), Some(last)) = (self.paragraph(place.0), self.paragraph(place.1.saturating_sub(1)))
        else {
            return false;
        };
        let headline = |kind| matches!(kind, Kind::Headline | Kind::Made);
        match region {
            Region::Part(Part::Body) => in_body(first.1) && in_body(last.1),
            Region::Headline => first == last && headline(first.1),
            Region::Caption => first == last && first.1 == Kind::Caption,
            Region::Part(Part::Lead) => first == last && first.1 == Kind::Lead,
            Region::Part(Part::HeadlineAndLead) => {
                first == last && (headline(first.1) || first.1 == Kind::Lead)
            }
        }
    }

    /// Was it written so? The second headline is there for its weight, a made one is a copy of the body.
    pub(super) fn is_written(&self, place: Place) -> bool {
        self.paragraph(place.0).is_none_or(|(_, kind)| !matches!(kind, Kind::Repeat | Kind::Made))
    }

    /// How many words there are up to the end of the place; `None` for a place that does not count.
    pub(super) fn words_to(&self, place: Place, start: Start) -> Option<u32> {
        let (paragraph, kind) = self.paragraph(place.0)?;
        let in_body = in_body(kind);
        match start {
            Start::Field => Some(place.1),
            Start::Lead => Some(place.1 - paragraph),
            Start::Body if in_body => Some(place.1 - self.body?),
            Start::Story if in_body => Some(self.headline + place.1 - self.body?),
            // What stands in the headline stands in its copy: both have a place, or NOT would find the one that has none.
            Start::Story if matches!(kind, Kind::Headline | Kind::Repeat) => Some(place.1 - paragraph),
            Start::Story | Start::Body => None,
        }
    }
}

const fn in_body(kind: Kind) -> bool {
    matches!(kind, Kind::Paragraph | Kind::Lead | Kind::Subhead)
}
