//! What a whole text says for its names: one place that makes a person of a name makes it one
//! everywhere, and a word that is used as people's names are is one without a full name.

use super::candidates::{Candidate, ENOUGH};
use super::firm;
use super::lexicon::{self, ByKey, COMMON, FAMILY, Flags, GEO, GIVEN, ORG, PLACE, RANK, STOP, SUFFIX, TITLE};
use super::tokens::{Gap, Shape, Token};
use crate::enrich::gazetteer;

/// What the whole text says for its names.
pub struct Evidence {
    /// Best points of a name of several words, by `name_key`.
    full: ByKey<i32>,
    /// Sum of the points of a word that stands alone, by its key.
    alone: ByKey<i32>,
    /// Firms by `name_key`, and by the key of their first word.
    firms: ByKey<()>,
    /// A capital says nothing: the copy is German, where every noun has one.
    nouns: bool,
}

impl Evidence {
    /// Adds up what the candidates of a text say.
    pub fn new(text: &str, tokens: &[Token], candidates: &[Candidate]) -> Evidence {
        let nouns = is_german(text);
        let mut evidence =
            Evidence { full: ByKey::default(), alone: ByKey::default(), firms: ByKey::default(), nouns };
        for c in candidates.iter().filter(|c| !c.capitals) {
            if c.firm {
                let forms = tokens[c.from..c.to].iter().rev().take_while(|t| firm::form(text, t)).count();
                evidence.firms.insert(tokens[c.from].key, ());
                evidence
                    .firms
                    .insert(lexicon::name_key(tokens[c.from..c.to - forms].iter().map(|t| t.key)), ());
            }
            if !c.single {
                let best = evidence.full.entry(name_key(tokens, c)).or_insert(c.score);
                *best = c.score.max(*best);
                // `Sample Corp`: the firm is called `Sample` then.
                if tokens[c.to - 1].is(ORG) && !tokens[c.to - 1].is(GIVEN | FAMILY) {
                    *evidence.alone.entry(tokens[c.from].key).or_default() -= 8;
                }
            } else {
                let sum = evidence.alone.entry(tokens[last_name(tokens, c.from, c.to)].key).or_default();
                *sum += c.score;
            }
        }
        evidence
    }

    /// `Sample Inc` is called `Sample`, and says and wants what people do.
    pub fn is_firm(&self, token: &Token) -> bool {
        self.firms.contains_key(&token.key)
    }

    /// A name of one word that the text treats as a person.
    pub fn is_person(&self, text: &str, token: &Token) -> bool {
        if self.nouns || token.shape != Shape::Capital || token.is(ORG | GEO | STOP | PLACE | TITLE | RANK) {
            return false;
        }
        if self.is_firm(token) {
            return false;
        }
        let kind = match token {
            t if t.is(COMMON) && !t.is(GIVEN | FAMILY) => return false,
            t if t.is(COMMON) => -4,
            t if t.is(GIVEN) => 2,
            t if t.is(FAMILY) => 1,
            _ => -1,
        };
        let points = kind + self.alone.get(&token.key).copied().unwrap_or_default();
        points >= ALONE && (points >= ALONE + 3 || !is_known_place(token.span.of(text)))
    }
}

/// German copy has `und` where English has `and`.
fn is_german(text: &str) -> bool {
    let count = |word: &str| memchr::memmem::find_iter(text.as_bytes(), word).take(50).count();
    let und = count(" und ");
    und > 0 && und > count(" and ")
}

/// A country or a town that many know.
fn is_known_place(name: &str) -> bool {
    let key = gazetteer::fold(name);
    gazetteer::towns(&key).any(|town| town.thousands >= 100 || town.settled)
        || !gazetteer::areas(&key).is_empty()
}

/// Points from which a word that stands alone is a person.
const ALONE: i32 = 4;

/// Which candidates are people by themselves, in full or with a title. What one place of the text
/// says for a name holds for all places that have it.
pub fn accepted(tokens: &[Token], candidates: &[Candidate], evidence: &Evidence) -> Vec<bool> {
    let person = |c: &Candidate| {
        if c.capitals || (!c.titled && evidence.firms.contains_key(&name_key(tokens, c))) {
            return false;
        }
        if c.single {
            return c.titled && may_stand_alone(&tokens[last_name(tokens, c.from, c.to)]);
        }
        let last = &tokens[last_name(tokens, c.from, c.to)];
        // A German noun pair is no person, unless a given name or a title says so.
        let first = &tokens[c.from];
        if evidence.nouns && !c.titled && !first.is(GIVEN) && first.shape != Shape::Initial {
            return false;
        }
        let best = evidence.full.get(&name_key(tokens, c)).copied().unwrap_or(c.score);
        let certain = best >= ENOUGH && c.score >= ENOUGH - 3;
        // A surname that stands alone somewhere else makes an uncertain full name likelier.
        let alone = evidence.alone.contains_key(&last.key) && !last.is(COMMON | PLACE | ORG);
        certain || (c.score == ENOUGH - 1 || c.score == ENOUGH - 2) && alone
    };
    let mut accepted: Vec<bool> = candidates.iter().map(person).collect();
    // A list of people has people in it: what stands beside one with a comma or `and` between.
    for at in 0..candidates.len() {
        let c = &candidates[at];
        let likely = !evidence.nouns && !accepted[at] && !c.single && !c.capitals && c.score >= 0;
        let before = at.checked_sub(1).filter(|&left| accepted[left] && listed(tokens, &candidates[left], c));
        let after = candidates.get(at + 1).filter(|right| accepted[at + 1] && listed(tokens, c, right));
        if likely && (before.is_some() || after.is_some()) {
            accepted[at] = true;
        }
    }
    accepted
}

/// Two names of a list: nothing between them but a comma or one `and`.
fn listed(tokens: &[Token], left: &Candidate, right: &Candidate) -> bool {
    match right.titles.checked_sub(left.to) {
        Some(0) => tokens[right.titles].gap == Gap::Comma,
        Some(1) => {
            let and = &tokens[left.to];
            and.span.len() <= 3 && and.shape == Shape::Lower && tokens[right.titles].gap == Gap::Space
        }
        _ => false,
    }
}

/// One number for the words of a name.
fn name_key(tokens: &[Token], c: &Candidate) -> u64 {
    lexicon::name_key(tokens[c.from..c.to].iter().map(|t| t.key))
}

/// A single word that a title makes a person.
fn may_stand_alone(token: &Token) -> bool {
    const NEVER: Flags = PLACE | ORG | GEO | STOP;
    token.shape != Shape::Initial
        && token.shape != Shape::Capitals
        && !token.is(NEVER)
        && (!token.is(TITLE | RANK) && (!token.is(COMMON) || token.is(GIVEN)) || token.is(FAMILY))
}

/// The last word that is no suffix.
pub fn last_name(tokens: &[Token], from: usize, to: usize) -> usize {
    (from..to).rev().find(|&at| !tokens[at].is(SUFFIX) || at == from).unwrap_or(from)
}
