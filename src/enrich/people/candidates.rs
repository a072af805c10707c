//! Capitalised runs: where a name may stand and go on. What is cut from a run is in `pieces`, the lists
//! are in `lexicon`.

use super::lexicon::{COMMON, FAMILY, GEO, GIVEN, ORG, PARTICLE, PLACE, STOP, TITLE};
use super::nickname;
use super::pieces::pieces;
use super::tokens::{Gap, Shape, Token};
use super::tongue::Tongue;

/// A run of words that may be a name.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// First word.
    pub from: usize,
    /// One past the last word, a suffix like `Jr.` included.
    pub to: usize,
    /// First word of the titles before it; `from` when there are none.
    pub titles: usize,
    /// A title or an occupation stands before it.
    pub titled: bool,
    /// A verb of saying follows.
    pub said: bool,
    /// All in capitals, in copy that is not.
    pub capitals: bool,
    /// A firm: `Sample Inc`, `Sample <SMP.N>`, `Sample (Oxland) Ltd`.
    pub firm: bool,
    /// One name, perhaps with a particle or a suffix: `Sample`, `Dos Sample`.
    pub single: bool,
    /// Two words or more: what speaks for a person in them and around them, in points. One word: what
    /// the words around it say.
    pub score: i32,
}

impl Candidate {
    /// Words of which nothing is known.
    pub fn bare(from: usize, to: usize) -> Candidate {
        let (titled, said, capitals, firm, single) = (false, false, false, false, false);
        Candidate { from, to, titles: from, titled, said, capitals, firm, single, score: 0 }
    }
}

/// Points from which a run of several words is a person.
pub const ENOUGH: i32 = 3;

/// All candidates, in order.
pub fn candidates(text: &str, tokens: &[Token], tongue: Tongue) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at].is_capital() {
            at += 1;
            continue;
        }
        let end = run_end(text, tokens, at, tongue);
        pieces(text, tokens, at, end, &mut found);
        at = end;
    }
    found
}

/// One past the last word of the run that starts at a capitalised word.
fn run_end(text: &str, tokens: &[Token], from: usize, tongue: Tongue) -> usize {
    let mut at = from;
    while let Some(next) = joined(text, tokens, at, tongue).or_else(|| nickname::after(text, tokens, at)) {
        at = next;
    }
    at + 1
}

/// The capitalised word that goes on with the run after word `at`.
fn joined(text: &str, tokens: &[Token], at: usize, tongue: Tongue) -> Option<usize> {
    if tokens[at].possessive {
        return None;
    }
    let mut next = at + 1;
    let mut word = *tokens.get(next)?;
    let abbreviation = tokens[at].shape == Shape::Initial
        || (tokens[at].span.len() <= 5
            && tokens[at].is(TITLE | GEO)
            && (!tokens[at].is(FAMILY) || starts(tokens, at)));
    // `(President Ana) Sample`: what an editor put in.
    let inserted = tokens[at].is(GIVEN) && !tokens[at].is(COMMON | PLACE | ORG | TITLE);
    let near = |gap: Gap| match gap {
        Gap::Space => true,
        Gap::Stop => abbreviation,
        Gap::Close => inserted && !word.is(PLACE | ORG | STOP),
        _ => false,
    };
    if !near(word.gap) {
        return None;
    }
    while word.shape == Shape::Lower && word.is(PARTICLE) && next - at <= 3 {
        if tongue.is_strict() && !tongue.joins(text, tokens, next) {
            return None;
        }
        next += 1;
        word = *tokens.get(next)?;
        if word.gap != Gap::Space {
            return None;
        }
    }
    word.is_capital().then_some(next)
}

/// No name goes on with this word: `Sen. Sample`, `Indiana Sen. Sample`.
fn starts(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    tokens[at].gap != Gap::Space || before.is_none_or(|t| !t.is_capital() || t.is(PLACE))
}
