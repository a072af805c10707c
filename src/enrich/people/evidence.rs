//! What a whole text says for its names: one place that makes a person of a name makes it one
//! everywhere, and a word that is used as people's names are is one without a full name.

use super::candidates::{Candidate, ENOUGH};
use super::context;
use super::firm;
use super::lexicon::{
    self, ByKey, COMMON, FAMILY, FIRST, Flags, GEO, GIVEN, ORG, PLACE, RANK, STOP, SUFFIX, TITLE,
};
use super::listed;
use super::tokens::{Shape, Token};
use super::tongue::{self, Tongue};
use crate::enrich::gazetteer;

/// What the whole text says for its names.
pub struct Evidence {
    /// Best points of a name of several words, by `name_key`.
    full: ByKey<i32>,
    /// How often a name of several words stands where places do; far below zero when it stands as people do.
    spots: ByKey<i32>,
    /// Sum of the points of a word that stands alone, by its key.
    alone: ByKey<i32>,
    /// Firms by `name_key`, and by the key of their first word.
    firms: ByKey<()>,
    /// What a capital means in the copy.
    tongue: Tongue,
}

impl Evidence {
    /// Adds up what the candidates of a text say.
    pub fn new(text: &str, tokens: &[Token], candidates: &[Candidate], tongue: Tongue) -> Evidence {
        let mut evidence = Evidence {
            full: ByKey::default(),
            spots: ByKey::default(),
            alone: ByKey::default(),
            firms: ByKey::default(),
            tongue,
        };
        for c in candidates.iter().filter(|c| !c.capitals) {
            if c.firm {
                let forms = tokens[c.from..c.to].iter().rev().take_while(|t| firm::form(text, t)).count();
                evidence.firms.insert(tokens[c.from].key, ());
                evidence
                    .firms
                    .insert(lexicon::name_key(tokens[c.from..c.to - forms].iter().map(|t| t.key)), ());
            }
            if !c.single {
                let key = name_key(tokens, c);
                let best = evidence.full.entry(key).or_insert(c.score);
                *best = c.score.max(*best);
                let spots = evidence.spots.entry(key).or_default();
                let person = c.titled || context::speaks(text, tokens, c.to);
                *spots += i32::from(context::is_spot(text, tokens, c.from)) - 9 * i32::from(person);
                // `Sample Corp`: the firm is called `Sample` then.
                if tokens[c.to - 1].is(ORG) && !tokens[c.to - 1].is(GIVEN | FAMILY) {
                    *evidence.alone.entry(tokens[c.from].key).or_default() -= 8;
                }
            } else {
                let sum = evidence.alone.entry(tokens[last_name(tokens, c.from, c.to)].key).or_default();
                *sum += c.score;
            }
        }
        // `Anna and Karl`: two given names keep company.
        for pair in candidates.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            if a.single && b.single && listed::joint(text, tokens, a, b) == Some(listed::Joint::And) {
                let (a, b) = (&tokens[a.from], &tokens[b.from]);
                if [a, b]
                    .iter()
                    .all(|t| t.is(GIVEN) && !t.is(COMMON | PLACE | ORG) && !is_known_place(t.span.of(text)))
                {
                    for token in [a, b] {
                        *evidence.alone.entry(token.key).or_default() += 2;
                    }
                }
            }
        }
        evidence
    }

    /// `Sample Inc` is called `Sample`, and says and wants what people do.
    pub fn is_firm(&self, token: &Token) -> bool {
        self.firms.contains_key(&token.key)
    }

    /// A surname may speak without an introduction: in English copy.
    pub fn may_speak(&self) -> bool {
        self.tongue == Tongue::English
    }

    /// A name of one word that the text treats as a person.
    pub fn is_person(&self, text: &str, token: &Token) -> bool {
        if self.tongue == Tongue::German || token.shape != Shape::Capital {
            return false;
        }
        let famous = lexicon::is_famous(token.key);
        if self.tongue.is_strict() && !famous {
            return false;
        }
        if !famous && token.is(ORG | GEO | STOP | PLACE | TITLE | RANK) {
            return false;
        }
        if self.is_firm(token) {
            return false;
        }
        let kind = match token {
            _ if famous => ALONE,
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

/// A country or a town that many know.
pub(super) fn is_known_place(name: &str) -> bool {
    let key = gazetteer::fold(name);
    gazetteer::towns(&key).any(|town| town.thousands >= 100 || town.settled)
        || !gazetteer::areas(&key).is_empty()
}

/// Points from which a word that stands alone is a person.
const ALONE: i32 = 4;

/// Which candidates are people by themselves, in full or with a title. What one place of the text
/// says for a name holds for all places that have it.
pub fn accepted(text: &str, tokens: &[Token], candidates: &[Candidate], evidence: &Evidence) -> Vec<bool> {
    let person = |c: &Candidate| {
        if c.capitals || (!c.titled && evidence.firms.contains_key(&name_key(tokens, c))) {
            return false;
        }
        if c.single {
            let named = !evidence.tongue.is_strict() || tokens[c.from].shape != Shape::Lower;
            return c.titled && named && may_stand_alone(&tokens[last_name(tokens, c.from, c.to)]);
        }
        let last = &tokens[last_name(tokens, c.from, c.to)];
        let first = &tokens[c.from];
        if evidence.tongue.is_strict() && !is_plain_name(text, &tokens[c.from..c.to], c.titled) {
            return false;
        }
        let key = name_key(tokens, c);
        let best = evidence.full.get(&key).copied().unwrap_or(c.score);
        let named = first.is(GIVEN) && !first.is(COMMON | PLACE | ORG | GEO);
        match evidence.spots.get(&key) {
            Some(2..) if !named || best < 6 => return false,
            Some(1) if !named && best < 6 => return false,
            _ => {}
        }
        let certain = best >= ENOUGH && c.score >= ENOUGH - 3;
        // A surname that stands alone somewhere else makes an uncertain full name likelier.
        let alone = evidence.alone.contains_key(&last.key) && !last.is(COMMON | PLACE | ORG);
        certain || (c.score == ENOUGH - 1 || c.score == ENOUGH - 2) && alone
    };
    let mut accepted: Vec<bool> = candidates.iter().map(person).collect();
    if !evidence.tongue.is_strict() {
        let alone = |token: &Token| match is_known_place(token.span.of(text)) {
            true => i32::MIN,
            false => evidence.alone.get(&token.key).copied().unwrap_or_default(),
        };
        listed::join(text, tokens, candidates, &mut accepted, alone);
    }
    accepted
}

/// In a language whose words no list knows: a given name or an initial first, or a title before, and no place.
fn is_plain_name(text: &str, piece: &[Token], titled: bool) -> bool {
    let (Some(first), Some(last)) = (piece.first(), piece.last()) else { return false };
    let initial = first.shape == Shape::Initial && last.shape == Shape::Capital;
    let word = tongue::is_word(first.span.of(text));
    let given = !word
        && first.shape == Shape::Capital
        && first.is(GIVEN | FIRST)
        && !first.is(ORG | GEO | STOP | PLACE);
    let named = last.shape != Shape::Lower && !last.is(ORG | STOP);
    let spot = !titled && piece.len() == 2 && is_known_place(last.span.of(text)) && !last.is(FAMILY);
    (initial || given || (titled && first.shape == Shape::Capital)) && named && !spot
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
    // The `I` of `King Sample I` is a word too.
    let suffix = |t: &Token| t.is(SUFFIX) || (t.span.len() == 1 && t.is(STOP));
    (from..to).rev().find(|&at| !suffix(&tokens[at]) || at == from).unwrap_or(from)
}
