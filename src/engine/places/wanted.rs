//! What has a place in a text, as terms of one field: patterns are replaced by the words that they stand for in
//! this index, parts of the text by a sift over its places.

use super::chain::Parts;
use super::exact::Spelled;
use super::layout::{Layout, Region, Start};
use super::pairs::Asked;
use super::spans::Place;
use crate::engine::lower::Lowering;
use crate::error::Result;
use crate::fields::{self, Field, Part};
use crate::index::{analyzers, schema};
use crate::query::{Leaf, Letters, Near, Placed, Placing, Query, Reach, Value};
use std::collections::BTreeSet;
use tantivy::Term;

/// What a side asks.
#[derive(Debug, Clone)]
pub(super) enum Wanted {
    /// These next to each other; one, mostly.
    Words(Vec<Term>),
    /// Any of them; none is nothing.
    Any(Vec<Wanted>),
    /// Two sides.
    Near(Box<Pair>),
    /// Words next to each other as they are written; the terms that a story then has.
    Exact(Spelled, Vec<Term>),
    /// Parts of a name.
    Chain(Parts),
    /// Some of the places of another.
    Sifted(Box<Wanted>, Sift),
}

impl Wanted {
    /// Are sentences or parts of a story asked for anywhere?
    pub(super) fn needs_layout(&self) -> bool {
        match self {
            Wanted::Words(_) | Wanted::Exact(..) => false,
            Wanted::Any(parts) => parts.iter().any(Wanted::needs_layout),
            Wanted::Chain(chain) => chain.parts.iter().any(Wanted::needs_layout),
            Wanted::Near(pair) => {
                pair.asked.needs_layout() || pair.left.needs_layout() || pair.right.needs_layout()
            }
            Wanted::Sifted(inner, sift) => sift.needs_layout() || inner.needs_layout(),
        }
    }
}

/// Which places are kept.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sift {
    /// Those in a part of `text`.
    In(Region),
    /// Those that end among the first words.
    First(u32, Start),
    /// All, if so many share no word; with `written`, copies of the headline do not count.
    AtLeast { times: u32, written: bool },
}

impl Sift {
    pub(super) fn needs_layout(self) -> bool {
        !matches!(self, Sift::First(_, Start::Field) | Sift::AtLeast { written: false, .. })
    }

    /// Takes the others out; `places` are in order. `layout` is there if it is needed.
    pub(super) fn keep(self, places: &mut Vec<Place>, layout: Option<&Layout>) {
        match self {
            Sift::In(region) => places.retain(|&place| layout.is_some_and(|l| l.is_in(place, region))),
            Sift::First(words, Start::Field) => places.retain(|place| place.1 <= words),
            Sift::First(words, start) => places
                .retain(|&place| layout.and_then(|l| l.words_to(place, start)).is_some_and(|n| n <= words)),
            Sift::AtLeast { times, .. } => {
                places.retain(|&place| layout.is_none_or(|l| l.is_written(place)));
                if count_apart(places) < times {
                    places.clear();
                }
            }
        }
    }
}

/// The most places that share no word: of those that overlap, the one that ends first.
fn count_apart(places: &[Place]) -> u32 {
    let mut by_end = places.to_vec();
    by_end.sort_unstable_by_key(|place| place.1);
    let (mut count, mut end) = (0, 0);
    for place in by_end {
        if place.0 >= end {
            count += 1;
            end = place.1;
        }
    }
    count
}

/// Two sides and what is asked of them.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub left: Wanted,
    pub right: Wanted,
    pub asked: Asked,
}

impl Lowering<'_> {
    /// What a tree of words with a place asks, all of one field.
    pub(super) fn wanted_tree(&self, tree: &Query) -> Result<Wanted> {
        self.wanted(tree, asks_layout(tree))
    }

    /// `laid`: sentences are asked for somewhere, and only the places in `text` know theirs.
    fn wanted(&self, side: &Query, laid: bool) -> Result<Wanted> {
        match side {
            Query::Leaf(leaf) => self.wanted_leaf(leaf, laid),
            Query::Or(parts) => {
                Ok(Wanted::Any(parts.iter().map(|part| self.wanted(part, laid)).collect::<Result<_>>()?))
            }
            Query::Boost(inner, _) => self.wanted(inner, laid),
            Query::Near(near) => {
                let Near { left, right, how, reach } = near.as_ref();
                let copied = holds_copies(left);
                let (left, right) = (self.wanted(left, laid)?, self.wanted(right, laid)?);
                let asked = Asked { how: *how, reach: *reach, copied };
                Ok(Wanted::Near(Box::new(Pair { left, right, asked })))
            }
            Query::Placed(placed) => {
                let Placed { what, how } = placed.as_ref();
                let sift = match how {
                    Placing::First(words) => Sift::First(*words, start(what)),
                    Placing::AtLeast(times) => Sift::AtLeast { times: *times, written: holds_copies(what) },
                };
                Ok(Wanted::Sifted(Box::new(self.wanted(what, laid)?), sift))
            }
            // The parser lets nothing else through; what has no place is nowhere.
            Query::And(_) | Query::Not(_) | Query::Everything => Ok(Wanted::Any(Vec::new())),
        }
    }

    /// A word of a part of `text` is looked for in `text`, and kept where it stands in that part.
    fn wanted_leaf(&self, leaf: &Leaf, laid: bool) -> Result<Wanted> {
        let region = match (leaf.field.part, leaf.field.name) {
            (Some(part), _) => Region::Part(part),
            (None, "headline") if laid => Region::Headline,
            (None, "caption") if laid => Region::Caption,
            (None, _) => {
                return match &leaf.value {
                    Value::Exact(text, letters) => self.wanted_exact(text, *letters),
                    _ => self.wanted_words(leaf),
                };
            }
        };
        let words = match &leaf.value {
            Value::Exact(text, letters) => self.wanted_exact(text, *letters)?,
            _ => self.wanted_words(&in_text(leaf))?,
        };
        Ok(Wanted::Sifted(Box::new(words), Sift::In(region)))
    }

    /// Where a word is its own stem, the stem says little; where it is not, a column has the word.
    fn wanted_exact(&self, text: &str, letters: Letters) -> Result<Wanted> {
        let (column, forms) = (self.column("text")?, self.column(schema::FORM)?);
        let spelled = Spelled::new(text, letters);
        let mut terms = Vec::new();
        for word in spelled.words() {
            terms.push(Term::from_field_text(column, &word.term));
            if word.form != word.term {
                terms.push(Term::from_field_text(forms, &word.form));
            }
        }
        Ok(Wanted::Exact(spelled, terms))
    }

    fn wanted_words(&self, leaf: &Leaf) -> Result<Wanted> {
        let column = self.column(leaf.field.name)?;
        let kind = leaf.field.kind;
        let term = |word: &String| Term::from_field_text(column, word);
        Ok(match &leaf.value {
            Value::Word(text) | Value::Phrase(text) => {
                Wanted::Words(analyzers::terms(kind, text).iter().map(term).collect())
            }
            Value::Prefix(_) | Value::Wildcard(_) | Value::Fuzzy(..) => any_of(&self.expansions(leaf)?, term),
            _ => Wanted::Any(Vec::new()),
        })
    }
}

fn any_of(words: &BTreeSet<String>, term: impl Fn(&String) -> Term) -> Wanted {
    Wanted::Any(words.iter().map(|word| Wanted::Words(vec![term(word)])).collect())
}

/// The same asked of `text`.
pub(super) fn in_text(leaf: &Leaf) -> Leaf {
    Leaf { field: fields::find("text").unwrap_or(leaf.field), ..leaf.clone() }
}

/// Are sentences or paragraphs asked for, or words as written, whose places are those in `text`?
fn asks_layout(tree: &Query) -> bool {
    match tree {
        Query::Near(near) => {
            !matches!(near.reach, Reach::Words(_)) || asks_layout(&near.left) || asks_layout(&near.right)
        }
        Query::Placed(placed) => asks_layout(&placed.what),
        Query::Or(parts) | Query::And(parts) => parts.iter().any(asks_layout),
        Query::Boost(inner, _) | Query::Not(inner) => asks_layout(inner),
        Query::Leaf(leaf) => matches!(leaf.value, Value::Exact(..)),
        Query::Everything => false,
    }
}

/// The one field that all words of a tree with a place are of.
fn field(tree: &Query) -> Option<&'static Field> {
    match tree {
        Query::Leaf(leaf) => Some(leaf.field),
        Query::Near(near) => field(&near.left),
        Query::Placed(placed) => field(&placed.what),
        Query::Or(parts) | Query::And(parts) => parts.iter().find_map(field),
        Query::Boost(inner, _) | Query::Not(inner) => field(inner),
        Query::Everything => None,
    }
}

/// Does the tree's field hold the headline twice, or one made from the body?
fn holds_copies(tree: &Query) -> bool {
    field(tree).is_some_and(|field| matches!(field.name, "text" | "hlead"))
}

/// Where the first words of the tree's field are counted from.
fn start(tree: &Query) -> Start {
    match field(tree).map(|field| (field.name, field.part)) {
        Some(("text", _) | (_, Some(Part::HeadlineAndLead))) => Start::Story,
        Some((_, Some(Part::Lead))) => Start::Lead,
        Some((_, Some(Part::Body))) => Start::Body,
        _ => Start::Field,
    }
}
