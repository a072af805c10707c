//! The query tree. Printing it gives text that parses back to the same tree (spans aside).
//!
//! Plain data; what a node means for an engine is in `engine`.

use crate::fields::Field;
use crate::span::Span;
use jiff::tz::TimeZone;

/// A query.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// Matches every story (the empty query).
    Everything,
    /// One clause on one field.
    Leaf(Leaf),
    /// All of them.
    And(Vec<Query>),
    /// Any of them.
    Or(Vec<Query>),
    /// Not this one.
    Not(Box<Query>),
    /// This one, its score multiplied.
    Boost(Box<Query>, f32),
    /// Words near each other.
    Near(Box<Near>),
    /// Words of which the place or the number counts.
    Placed(Box<Placed>),
}

/// Words of one field that stand where is said, or as often. What they are is as on a side of [`Near`].
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The words.
    pub what: Query,
    /// Where, or how often.
    pub how: Placing,
}

/// Where words stand, or how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placing {
    /// `first/n(…)`: among the first n words.
    First(u32),
    /// `atleastN(…)`: N times.
    AtLeast(u32),
}

/// Two sides that stand near each other in one field. A side is a word, a phrase, a pattern, any of several, or
/// again words near each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// Before the operator.
    pub left: Query,
    /// After it.
    pub right: Query,
    /// What is asked of the two.
    pub how: Nearness,
    /// How near.
    pub reach: Reach,
}

/// How near two sides are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// So many words from the last word of the one to the first of the other: 1 is next to each other.
    Words(u32),
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// What is asked of two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    /// `NEAR/n`, `w/s`: near, in any order.
    AnyOrder,
    /// `PRE/n`, `PRE/s`: the left side stands before the right one.
    InOrder,
    /// `NOT NEAR/n`, `NOT w/s`: the left side stands somewhere with no right side near it.
    Far,
}

/// One clause.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// The field; `text` for a bare word.
    pub field: &'static Field,
    /// What is asked of it.
    pub value: Value,
    /// Where it stands in the query text (bytes); empty for clauses made from flags.
    pub span: Span,
}

impl PartialEq for Leaf {
    /// Spans do not count.
    fn eq(&self, other: &Self) -> bool {
        self.field.name == other.field.name && self.value == other.value
    }
}

/// What a clause asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A word as typed; analysis may cut it in several (`U.S.`), which then are a phrase.
    Word(String),
    /// Words next to each other, as typed between the quotes.
    Phrase(String),
    /// `person:=Qadhafi`: these words next to each other in this very spelling, as typed.
    AsTyped(String),
    /// `econom*`: the part before the star.
    Prefix(String),
    /// `wom*n`, `colo?r`: as typed; a backslash makes a star, a question mark or itself plain.
    Wildcard(String),
    /// `maliki~1`: the word and the number of edits (1 or 2).
    Fuzzy(String, u8),
    /// `exact:Apple`, `caps(apple)`: words next to each other, unstemmed, and what is asked of their letters.
    Exact(String, Letters),
    /// `field:*`: the story has the field.
    Present,
    /// The date field has no value: `date:none`.
    Absent,
    /// A span of time on a date field.
    Dates(DateRange),
    /// The same day or month of any year.
    Yearly(Yearly),
    /// Numbers from..=to on a number field.
    Numbers {
        /// Least, inclusive.
        from: Option<u64>,
        /// Greatest, inclusive.
        to: Option<u64>,
    },
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// `exact:`: as typed, capitals and accents included.
    AsWritten,
    /// `caps(…)`: with a capital letter somewhere.
    Some,
    /// `allcaps(…)`: in capitals.
    All,
    /// `nocaps(…)`: without any.
    None,
}

/// A day or month of any year: `*-08-08`, `*-08`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yearly {
    /// 1 to 12.
    pub month: u8,
    /// Of the month; `None` for all of it.
    pub day: Option<u8>,
    /// The zone whose days are meant.
    pub zone: TimeZone,
}

/// One end of a span of time, in two clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Seconds since the epoch: for stories whose time is an instant.
    pub instant: i64,
    /// The same wall-clock time as if the zone were UTC: for stories that state only a day, month
    /// or year (those know no zone). For a bound finer than a day, widened to the whole day.
    pub civil: i64,
}

/// From (inclusive) until (exclusive); an open end is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateRange {
    /// First moment inside.
    pub from: Option<Moment>,
    /// First moment after.
    pub until: Option<Moment>,
    /// As typed (`2007-08..2007-09`, `-7d..`), for printing.
    pub written: String,
}

impl DateRange {
    /// Its bounds are the same by both clocks, so that what a story states of its time does not matter.
    pub fn is_of_one_clock(&self) -> bool {
        let same = |moment: Option<Moment>| moment.is_none_or(|m| m.civil == m.instant);
        same(self.from) && same(self.until)
    }
}
