//! What of a query can be seen in a text: words, phrases, patterns, words near each other. Where they stand
//! is found by [`super::seen`].

use crate::engine::Spelled;
use crate::fields::{Field, FieldKind};
use crate::index::analyzers;
use crate::query::{Leaf, Near, Nearness, Placing, Query, Reach, Value};
use crate::spelling::Name;

/// One visible clause.
#[derive(Debug, Clone)]
pub struct Clause {
    /// The field it was asked of.
    pub field: &'static Field,
    /// What to look for.
    pub shape: Shape,
    /// Only where it ends among so many words from the start of the story, or of the field.
    pub among: Option<u32>,
    /// How much it says to see it, up to [`FULL`]: what most stories have says little.
    pub weight: u32,
}

/// Weight of a clause that few stories have.
pub const FULL: u32 = 1000;

/// What to look for.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Terms next to each other (one, mostly).
    Terms(Vec<String>),
    /// Words next to each other as they are written.
    Written(Spelled),
    /// A name in any spelling.
    Name(Name),
    /// Words that begin so (folded), or have this stem.
    Prefix(String, Option<String>),
    /// Words of this pattern, `*` and `?` (folded).
    Wildcard(String),
    /// Words at most so many edits away.
    Fuzzy(String, usize),
    /// Two sides near each other.
    Near(Box<Pair>),
}

/// Two sides and what is asked of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The first; all that is seen where it is to be far from the other.
    pub left: Side,
    /// The other.
    pub right: Side,
    /// In which order, or how far.
    pub how: Nearness,
    /// How near.
    pub reach: Reach,
}

/// A side of [`Pair`].
#[derive(Debug, Clone, PartialEq)]
pub enum Side {
    /// A word, a phrase, a pattern, or two sides near each other.
    One(Shape),
    /// Any of several.
    Any(Vec<Side>),
}

/// The clauses of a tree that can be seen in running text; what is negated cannot.
pub fn visible(tree: &Query) -> Vec<Clause> {
    let mut clauses = Vec::new();
    collect(tree, None, &mut clauses);
    clauses
}

fn collect(tree: &Query, among: Option<u32>, clauses: &mut Vec<Clause>) {
    match tree {
        Query::Everything | Query::Not(_) => {}
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|p| collect(p, among, clauses)),
        Query::Boost(inner, _) => collect(inner, among, clauses),
        Query::Placed(placed) => {
            let among = match placed.how {
                Placing::First(words) => Some(among.map_or(words, |outer| outer.min(words))),
                Placing::AtLeast(_) => among,
            };
            collect(&placed.what, among, clauses);
        }
        Query::Near(near) => {
            if let (Some(field), Some(pair)) = (field(&near.left), pair(near)) {
                add(Clause { field, shape: Shape::Near(Box::new(pair)), among, weight: FULL }, clauses);
            }
        }
        Query::Leaf(leaf) => {
            if let Some(shape) = shape(leaf) {
                add(Clause { field: leaf.field, shape, among, weight: FULL }, clauses);
            }
        }
    }
}

fn add(clause: Clause, clauses: &mut Vec<Clause>) {
    let known =
        |c: &Clause| c.field.name == clause.field.name && c.shape == clause.shape && c.among == clause.among;
    if !clauses.iter().any(known) {
        clauses.push(clause);
    }
}

/// The one field of a side of NEAR.
fn field(side: &Query) -> Option<&'static Field> {
    match side {
        Query::Leaf(leaf) => Some(leaf.field),
        Query::And(parts) | Query::Or(parts) => parts.iter().find_map(field),
        Query::Boost(inner, _) | Query::Not(inner) => field(inner),
        Query::Near(near) => field(&near.left),
        Query::Placed(placed) => field(&placed.what),
        Query::Everything => None,
    }
}

fn pair(near: &Near) -> Option<Pair> {
    Some(Pair { left: side(&near.left)?, right: side(&near.right)?, how: near.how, reach: near.reach })
}

fn side(side_of: &Query) -> Option<Side> {
    match side_of {
        Query::Leaf(leaf) => shape(leaf).map(Side::One),
        Query::Or(parts) => Some(Side::Any(parts.iter().filter_map(side).collect())),
        Query::Boost(inner, _) => side(inner),
        Query::Placed(placed) => side(&placed.what),
        Query::Near(near) => pair(near).map(|pair| Side::One(Shape::Near(Box::new(pair)))),
        // The parser lets nothing else through.
        Query::And(_) | Query::Not(_) | Query::Everything => None,
    }
}

fn shape(leaf: &Leaf) -> Option<Shape> {
    if !matches!(leaf.field.kind, FieldKind::Text | FieldKind::Name) {
        return None;
    }
    let terms = |text: &str| analyzers::terms(leaf.field.kind, text);
    match &leaf.value {
        Value::Word(text) | Value::Phrase(text) if leaf.field.is_spelled() => {
            let terms = terms(text);
            Name::new(&terms).map(Shape::Name).or((!terms.is_empty()).then_some(Shape::Terms(terms)))
        }
        Value::Word(text) | Value::Phrase(text) | Value::AsTyped(text) => {
            let terms = terms(text);
            (!terms.is_empty()).then_some(Shape::Terms(terms))
        }
        Value::Exact(text, letters) => {
            Some(Shape::Written(Spelled::new(text, *letters))).filter(|_| !terms(text).is_empty())
        }
        Value::Prefix(text) => {
            let stem = (leaf.field.kind == FieldKind::Text).then(|| terms(text).pop()).flatten();
            Some(Shape::Prefix(analyzers::fold_prefix(leaf.field.kind, text), stem))
        }
        Value::Wildcard(text) => Some(Shape::Wildcard(text.to_lowercase())),
        Value::Fuzzy(text, edits) => {
            Some(Shape::Fuzzy(analyzers::fold_prefix(leaf.field.kind, text), usize::from(*edits)))
        }
        Value::Regex(_)
        | Value::Present
        | Value::Absent
        | Value::Dates(_)
        | Value::Yearly(_)
        | Value::Numbers { .. } => None,
    }
}
