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
        Value::Present | Value::Absent | Value::Dates(_) | Value::Yearly(_) | Value::Numbers { .. } => None,
    }
}

/// Where the clauses stand in a text, in order of their first byte. `kind` says how the text is
/// analysed; clauses of the other kind are passed over.
pub fn find(text: &str, kind: FieldKind, clauses: &[Clause]) -> Vec<Seen> {
    let wanted: Vec<usize> = (0..clauses.len()).filter(|&n| clauses[n].field.kind == kind).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let tokens = words(kind, text);
    let mut seen = Vec::new();
    for at in 0..tokens.len() {
        for &clause in &wanted {
            if let Some(length) = matches_at(&clauses[clause].shape, &tokens[at..], text) {
                let span = Span::new(tokens[at].span.start, tokens[at + length - 1].span.end);
                seen.push(Seen { clause, span });
            }
        }
    }
    seen
}

/// A word of a text, owned.
struct Token {
    span: Span,
    position: u32,
    term: String,
    form: String,
}

fn words(kind: FieldKind, text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let take = |w: analyzers::Word<'_>| {
        let (term, form) = (w.term.to_owned(), w.form.to_owned());
        tokens.push(Token { span: w.span, position: w.position, term, form });
    };
    match kind {
        FieldKind::Name => analyzers::name_words(text, take),
        _ => analyzers::text_words(text, take),
    }
    tokens
}

/// How many tokens the shape takes at the front of `tokens`.
fn matches_at(shape: &Shape, tokens: &[Token], text: &str) -> Option<usize> {
    let first = tokens.first()?;
    match shape {
        Shape::Terms(terms) => {
            let fits = tokens.len() >= terms.len()
                && terms.iter().zip(tokens).all(|(term, token)| *term == token.term)
                && tokens[..terms.len()].windows(2).all(|w| w[1].position == w[0].position + 1);
            fits.then_some(terms.len())
        }
        Shape::Written(spelled) => {
            let fits = |(n, token): (usize, &Token)| spelled.fits_at(n, &token.form, token.span.of(text));
            let count = spelled.count();
            (tokens.len() >= count && tokens[..count].iter().enumerate().all(fits)).then_some(count)
        }
        Shape::Name(name) => {
            let words: Vec<(&str, u32)> =
                tokens.iter().take(LONGEST_NAME).map(|t| (t.term.as_str(), t.position)).collect();
            name.length_at(&words)
        }
        Shape::Prefix(start, stem) => {
            let fits = first.form.starts_with(start.as_str())
                || first.term.starts_with(start.as_str())
                || stem.as_ref().is_some_and(|s| *s == first.term);
            fits.then_some(1)
        }
        Shape::Wildcard(pattern) => wildcard::matches(pattern, &first.form).then_some(1),
        Shape::Fuzzy(term, edits) => (strsim::osa_distance(term, &first.form) <= *edits).then_some(1),
    }
}
