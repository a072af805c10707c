//! What of a query can be seen in a text: words, phrases and patterns, found in the text's tokens.
//!
//! Works on the same analysis as the index, so that what is lit up is what matched.

use crate::engine::Spelled;
use crate::fields::{Field, FieldKind};
use crate::index::analyzers;
use crate::query::{Leaf, Nearness, Query, Value, wildcard};
use crate::span::Span;
use crate::spelling::Name;

/// Most words that a name in a text can be long, particles counted.
const LONGEST_NAME: usize = 24;

/// One visible clause.
#[derive(Debug, Clone)]
pub struct Clause {
    /// The field it was asked of.
    pub field: &'static Field,
    /// What to look for.
    pub shape: Shape,
}

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
}

/// A clause seen in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Index into the clauses.
    pub clause: usize,
    /// Bytes of the text.
    pub span: Span,
}

/// The clauses of a tree that can be seen in running text; what is negated cannot.
pub fn visible(tree: &Query) -> Vec<Clause> {
    let mut clauses = Vec::new();
    collect(tree, &mut clauses);
    clauses
}

fn collect(tree: &Query, clauses: &mut Vec<Clause>) {
    match tree {
        Query::Everything | Query::Not(_) => {}
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|p| collect(p, clauses)),
        Query::Boost(inner, _) => collect(inner, clauses),
        Query::Placed(placed) => collect(&placed.what, clauses),
        Query::Near(near) => {
            collect(&near.left, clauses);
            // What must be far from the left side is not what the story was found by.
            if near.how != Nearness::Far {
                collect(&near.right, clauses);
            }
        }
        Query::Leaf(leaf) => {
            if let Some(shape) = shape(leaf) {
                let clause = Clause { field: leaf.field, shape };
                let known = |c: &Clause| c.field.name == clause.field.name && c.shape == clause.shape;
                if !clauses.iter().any(known) {
                    clauses.push(clause);
                }
            }
        }
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

/// Where the clauses stand in a text, in order of their first byte. `kind` says how the text is
/// analysed; clauses of the other kind are passed over.
pub fn find(text: &str, kind: FieldKind, clauses: &[Clause]) -> Vec<Seen> {
    let wanted: Vec<(usize, &Shape)> = clauses
        .iter()
        .enumerate()
        .filter(|(_, c)| c.field.kind == kind)
        .map(|(n, c)| (n, &c.shape))
        .collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut finding = Finding { text, wanted: &wanted, begun: Vec::new(), seen: Vec::new() };
    match kind {
        FieldKind::Name => analyzers::name_words(text, |word| finding.word(&word)),
        _ => match Starts::of(&wanted) {
            Some(starts) => {
                analyzers::text_words_with(text, |byte| starts.hold(byte), |word| finding.word(&word));
            }
            None => analyzers::text_words(text, |word| finding.word(&word)),
        },
    }
    let mut seen = finding.seen;
    if kind == FieldKind::Name {
        names(text, &wanted, &mut seen);
    }
    // Phrases are seen at their last word.
    seen.sort_by_key(|s| (s.span.start, s.clause));
    seen
}

/// Adds the names in any spelling: how many words one takes is known only from those that follow.
fn names(text: &str, wanted: &[(usize, &Shape)], seen: &mut Vec<Seen>) {
    let names: Vec<(usize, &Name)> = wanted
        .iter()
        .filter_map(|(clause, shape)| match shape {
            Shape::Name(name) => Some((*clause, name)),
            _ => None,
        })
        .collect();
    if names.is_empty() {
        return;
    }
    let mut words: Vec<(String, u32, Span)> = Vec::new();
    analyzers::name_words(text, |word| words.push((word.term.to_owned(), word.position, word.span)));
    for (at, first) in words.iter().enumerate() {
        let rest: Vec<(&str, u32)> = words[at..]
            .iter()
            .take(LONGEST_NAME)
            .map(|(term, position, _)| (term.as_str(), *position))
            .collect();
        for (clause, name) in &names {
            let last = name.length_at(&rest).and_then(|length| words.get((at + length).checked_sub(1)?));
            if let Some(last) = last {
                seen.push(Seen { clause: *clause, span: Span::new(first.2.start, last.2.end) });
            }
        }
    }
}

/// First bytes of the words looked for.
struct Starts([bool; 256]);

impl Starts {
    /// `None` where any word may be one.
    fn of(wanted: &[(usize, &Shape)]) -> Option<Starts> {
        let mut starts = Starts([false; 256]);
        for (_, shape) in wanted {
            match shape {
                Shape::Terms(terms) => terms.iter().try_for_each(|term| starts.add(term))?,
                Shape::Prefix(start, stem) => {
                    starts.add(start)?;
                    stem.iter().try_for_each(|stem| starts.add(stem))?;
                }
                Shape::Written(_) | Shape::Name(_) | Shape::Wildcard(_) | Shape::Fuzzy(..) => return None,
            }
        }
        Some(starts)
    }

    fn add(&mut self, word: &str) -> Option<()> {
        let start = self.0.get_mut(usize::from(*word.as_bytes().first()?))?;
        *start = true;
        Some(())
    }

    fn hold(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).copied().unwrap_or_default()
    }
}

/// Clauses being found in a text, word by word.
struct Finding<'c> {
    text: &'c str,
    wanted: &'c [(usize, &'c Shape)],
    begun: Vec<Begun<'c>>,
    seen: Vec<Seen>,
}

/// Words next to each other of which the first were seen.
struct Begun<'c> {
    clause: usize,
    shape: &'c Shape,
    /// First byte of its first word.
    start: usize,
    /// How many of its words were seen.
    words: usize,
    /// Where its next word must stand.
    position: u32,
}

impl Finding<'_> {
    fn word(&mut self, word: &analyzers::Word<'_>) {
        let (text, seen) = (self.text, &mut self.seen);
        self.begun.retain_mut(|begun| {
            if begun.position != word.position || !begun.shape.fits(begun.words, word, text) {
                return false;
            }
            begun.words += 1;
            begun.position += 1;
            let whole = begun.words == begun.shape.count();
            if whole {
                seen.push(Seen { clause: begun.clause, span: Span::new(begun.start, word.span.end) });
            }
            !whole
        });
        for &(clause, shape) in self.wanted {
            if !shape.fits(0, word, text) {
                continue;
            }
            if shape.count() == 1 {
                self.seen.push(Seen { clause, span: word.span });
            } else {
                let (start, position) = (word.span.start, word.position + 1);
                self.begun.push(Begun { clause, shape, start, words: 1, position });
            }
        }
    }
}

impl Shape {
    /// How many words it takes.
    fn count(&self) -> usize {
        match self {
            Shape::Terms(terms) => terms.len(),
            Shape::Written(spelled) => spelled.count(),
            Shape::Name(_) | Shape::Prefix(..) | Shape::Wildcard(_) | Shape::Fuzzy(..) => 1,
        }
    }

    /// Is the word its `n`-th, from 0?
    fn fits(&self, n: usize, word: &analyzers::Word<'_>, text: &str) -> bool {
        match self {
            Shape::Terms(terms) => terms.get(n).is_some_and(|term| *term == word.term),
            Shape::Written(spelled) => spelled.fits_at(n, word.form, word.span.of(text)),
            Shape::Prefix(start, stem) => {
                word.form.starts_with(start.as_str())
                    || word.term.starts_with(start.as_str())
                    || stem.as_ref().is_some_and(|stem| *stem == word.term)
            }
            Shape::Wildcard(pattern) => wildcard::matches(pattern, word.form),
            Shape::Fuzzy(term, edits) => strsim::osa_distance(term, word.form) <= *edits,
            // Seen by [`names`].
            Shape::Name(_) => false,
        }
    }
}
