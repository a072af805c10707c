//! Where clauses stand in a text: words, phrases and patterns in its tokens, and pairs that are truly near each
//! other. Works on the same analysis as the index, so that what is lit up is what matched.

mod near;
mod wanted;

use super::terms::{Clause, Shape, Side};
use crate::fields::FieldKind;
use crate::index::analyzers;
use crate::sentences::sentences;
use crate::span::Span;
use crate::spelling::Name;
use std::collections::HashMap;
use wanted::{Wanted, fits};

/// A clause seen in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Index into the clauses.
    pub clause: usize,
    /// Bytes of the text.
    pub span: Span,
    /// The words of it that light up; none are all of it.
    pub lit: Vec<Span>,
}

impl Seen {
    /// All of a span.
    pub fn whole(clause: usize, span: Span) -> Self {
        Seen { clause, span, lit: Vec::new() }
    }

    /// What lights up.
    pub fn lit(&self) -> &[Span] {
        if self.lit.is_empty() { std::slice::from_ref(&self.span) } else { &self.lit }
    }
}

/// Words near each other that are further apart than this are shown one by one.
const TOGETHER: u32 = 25;
/// Most words that a name in a text can be long, particles counted.
const LONGEST_NAME: usize = 24;
/// Where the clauses stand, in order of their first byte. `kind` says how the text is analysed; clauses of the
/// other kind are passed over. `before` is the number of words that stand before the text, for a clause that asks
/// for the first words.
pub fn find(text: &str, kind: FieldKind, clauses: &[Clause], before: impl Fn(&Clause) -> i64) -> Vec<Seen> {
    let mut wanted = Wanted::default();
    let mine = || clauses.iter().enumerate().filter(|(_, clause)| clause.field.kind == kind);
    mine().for_each(|(_, clause)| wanted.add(&clause.shape));
    if wanted.is_empty() {
        return Vec::new();
    }
    let copy = Copy::new(text, kind, &wanted);
    let mut seen = Vec::new();
    for (number, clause) in mine() {
        let last = clause.among.map_or(i64::MAX, |words| i64::from(words).saturating_sub(before(clause)));
        for place in copy.places(&clause.shape).into_iter().filter(|place| i64::from(place.end) <= last) {
            if place.lit.len() < 2 {
                seen.push(Seen::whole(number, place.span));
            } else if place.end - place.start > TOGETHER {
                seen.extend(place.lit.into_iter().map(|span| Seen::whole(number, span)));
            } else {
                seen.push(Seen { clause: number, span: place.span, lit: place.lit });
            }
        }
    }
    seen.sort_by(|a, b| (a.span, a.clause, &a.lit).cmp(&(b.span, b.clause, &b.lit)));
    seen.dedup();
    seen
}

/// A word of a text that fits something.
struct Token {
    span: Span,
    position: u32,
    term: String,
    form: String,
}

/// Words of a text that are looked at before they are counted one by one.
const MANY: usize = 50_000;
/// Times that a word is looked at in so long a text: a snippet needs a place, not millions.
const EACH: usize = 20_000;

/// How often each word was met, once there are many.
#[derive(Default)]
struct Often(HashMap<String, usize>);

impl Often {
    /// May another place of a word be kept?
    fn has_room(&mut self, term: &str, tokens: &[Token]) -> bool {
        if tokens.len() < MANY {
            return true;
        }
        if self.0.is_empty() {
            tokens.iter().for_each(|token| *self.0.entry(token.term.clone()).or_default() += 1);
        }
        let count = self.0.entry(term.to_owned()).or_default();
        *count += 1;
        *count <= EACH
    }
}

/// A text with the words of it that fit something.
struct Copy<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    /// Where paragraphs begin, and sentences; only where somebody asks.
    paragraphs: Vec<usize>,
    sentences: Vec<usize>,
}

impl<'t> Copy<'t> {
    fn new(text: &'t str, kind: FieldKind, wanted: &Wanted<'_>) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut often = Often::default();
        let take = |w: analyzers::Word<'_>| {
            if wanted.wants(w.term, w.form, w.span.of(text)) && often.has_room(w.term, &tokens) {
                let (term, form) = (w.term.to_owned(), w.form.to_owned());
                tokens.push(Token { span: w.span, position: w.position, term, form });
            }
        };
        match (kind, wanted.starts()) {
            (FieldKind::Name, _) => analyzers::name_words(text, take),
            (_, Some(starts)) => {
                let hold = |byte: u8| starts.get(usize::from(byte)).copied().unwrap_or_default();
                analyzers::text_words_with(text, hold, take);
            }
            (_, None) => analyzers::text_words(text, take),
        }
        let mut copy = Copy { text, tokens, paragraphs: Vec::new(), sentences: Vec::new() };
        if wanted.units {
            for (span, paragraph) in crate::story::paragraphs(text) {
                copy.paragraphs.push(span.start);
                let starts = sentences(paragraph).into_iter().map(|s| s.start + span.start);
                copy.sentences.extend(starts);
            }
        }
        copy
    }
}

/// Where a shape stands: first word, one past the last, bytes.
#[derive(Debug, Clone)]
struct Place {
    start: u32,
    end: u32,
    span: Span,
    lit: Vec<Span>,
}

/// Words that a shape takes.
fn length(shape: &Shape) -> usize {
    match shape {
        Shape::Terms(terms) => terms.len(),
        Shape::Written(spelled) => spelled.count(),
        _ => 1,
    }
}

impl Copy<'_> {
    /// Where a shape stands, in order of the first word.
    fn places(&self, shape: &Shape) -> Vec<Place> {
        if let Shape::Near(pair) = shape {
            return self.near(pair);
        }
        if let Shape::Name(name) = shape {
            return self.names(name);
        }
        let mut found = Vec::new();
        for at in 0..self.tokens.len() {
            let words = self.tokens.get(at..at + length(shape)).filter(|words| self.stands(shape, words));
            if let Some([first, .., last] | [first @ last]) = words {
                found.push(place(first, last));
            }
        }
        found
    }

    /// A name in any spelling.
    fn names(&self, name: &Name) -> Vec<Place> {
        let mut found = Vec::new();
        for (at, first) in self.tokens.iter().enumerate() {
            let rest: Vec<(&str, u32)> = self.tokens[at..]
                .iter()
                .take(LONGEST_NAME)
                .map(|token| (token.term.as_str(), token.position))
                .collect();
            let last =
                name.length_at(&rest).and_then(|length| self.tokens.get((at + length).checked_sub(1)?));
            found.extend(last.map(|last| place(first, last)));
        }
        found
    }

    fn stands(&self, shape: &Shape, words: &[Token]) -> bool {
        let mut each = words.iter().enumerate();
        let fit = match shape {
            Shape::Terms(terms) => terms.iter().zip(words).all(|(term, word)| *term == word.term),
            Shape::Written(spelled) => {
                each.all(|(n, word)| spelled.fits_at(n, &word.form, word.span.of(self.text)))
            }
            pattern => each.all(|(_, word)| fits(pattern, &word.term, &word.form)),
        };
        fit && words.windows(2).all(|w| w[1].position == w[0].position + 1)
    }

    fn side(&self, side: &Side) -> Vec<Place> {
        match side {
            Side::One(shape) => self.places(shape),
            Side::Any(sides) => {
                let mut found: Vec<Place> = sides.iter().flat_map(|one| self.side(one)).collect();
                found.sort_by_key(|place| (place.start, place.end));
                found
            }
        }
    }
}

fn place(first: &Token, last: &Token) -> Place {
    let span = Span::new(first.span.start, last.span.end);
    Place { start: first.position, end: last.position + 1, span, lit: vec![span] }
}

#[cfg(test)]
mod tests {
    use super::super::terms::visible;
    use super::*;
    use crate::query::{Settings, parse};

    fn lit(query: &str, text: &str) -> Vec<String> {
        let settings =
            Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any: false };
        let clauses = visible(&parse(query, &settings).tree);
        let mut spans: Vec<Span> = find(text, FieldKind::Text, &clauses, |_| 0)
            .iter()
            .flat_map(|seen| seen.lit().to_vec())
            .collect();
        spans.sort_unstable();
        spans.dedup();
        spans.iter().map(|span| format!("{}@{}", span.of(text), span.start)).collect()
    }

    const TEXT: &str = "Oil is dear. The price of gas fell, and olive oil at a low price sold well.";

    #[test]
    fn only_true_pairs_light_up() {
        assert_eq!(lit("oil NEAR/4 price", TEXT), ["Oil@0", "price@17", "oil@46", "price@59"]);
        assert_eq!(lit("gas PRE/8 price", TEXT), ["gas@26", "price@59"]);
        assert!(lit("oil NEAR/3 price", TEXT).is_empty());
        assert_eq!(lit("price NEAR/2 gas", TEXT), ["price@17", "gas@26"]);
        assert_eq!(lit("oil NOT NEAR/2 olive", TEXT), ["Oil@0"]);
        assert_eq!(
            lit("(gas OR coal) NEAR/2 (fell OR \"the price\")", TEXT),
            ["The price@13", "gas@26", "fell@30"]
        );
    }

    #[test]
    fn only_the_first_words_light_up() {
        assert_eq!(lit("first/5(price OR oil)", TEXT), ["Oil@0", "price@17"]);
        assert_eq!(lit("first/3(price) oil", TEXT), ["Oil@0", "oil@46"]);
        assert_eq!(lit("first/8(oil NEAR/4 price)", TEXT), ["Oil@0", "price@17"]);
        assert_eq!(lit("atleast2(oil)", TEXT), ["Oil@0", "oil@46"]);
    }

    #[test]
    fn sentences_and_letters_count() {
        assert_eq!(lit("price w/s oil", TEXT), ["price@17", "oil@46", "price@59"]);
        assert_eq!(lit("dear w/p gas", TEXT), ["dear@7", "gas@26"]);
        assert!(lit("dear w/s gas", TEXT).is_empty());
    }

    #[test]
    fn phrases_are_whole_and_patterns_are_words() {
        assert_eq!(lit("\"olive oil\" pri*", TEXT), ["price@17", "olive oil@40", "price@59"]);
    }
}
