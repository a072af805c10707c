//! What the words around a name say of who is meant: `Mrs. Sample` is a woman, as is Sample where
//! `her` follows; `his son, Karl Sample` is somebody else than Karl Sample. Grammar only.

use super::candidates::Candidate;
use super::given::Sex;
use super::lexicon::{FAMILY, GIVEN};
use super::tokens::{Gap, Shape, Token};

/// Words of the sentence after a name that are looked at for a pronoun.
const AFTER: usize = 25;
/// Words before a name that are looked at for a relation.
const BEFORE: usize = 6;

/// What a title says: `Mrs.`, `Sir`.
pub fn titled(text: &str, tokens: &[Token], c: &Candidate) -> Option<Sex> {
    let before = tokens.get(c.titles..c.from).unwrap_or_default();
    let beside = c.from.checked_sub(1).and_then(|at| tokens.get(at));
    before.iter().rev().chain(beside).find_map(|t| match t.span.of(text) {
        "Mrs" | "Ms" | "Miss" | "MRS" | "Mme" | "Lady" | "Queen" | "Princess" | "Congresswoman" | "Frau"
        | "Madame" | "Señora" | "Countess" | "Duchess" | "Baroness" => Some(Sex::Woman),
        "Mr" | "MR" | "Sir" | "King" | "Prince" | "Congressman" | "Herr" | "Monsieur" | "Señor" | "Pope"
        | "Cardinal" => Some(Sex::Man),
        _ => None,
    })
}

/// What the first pronoun after a name says, as long as nobody else is named between.
pub fn pronoun(text: &str, tokens: &[Token], to: usize) -> Option<Sex> {
    for token in tokens.iter().skip(to).take(AFTER) {
        if matches!(token.gap, Gap::Break | Gap::Stop | Gap::Quote) {
            return None;
        }
        if token.is_capital() {
            if token.is(GIVEN | FAMILY) {
                return None;
            }
            continue;
        }
        let word = token.span.of(text);
        if !word.starts_with(['s', 'h']) {
            continue;
        }
        match word {
            "she" | "her" | "herself" => return Some(Sex::Woman),
            "he" | "his" | "him" | "himself" => return Some(Sex::Man),
            _ => {}
        }
    }
    None
}

/// A relative is named: `his son, Karl Sample`, `brother Karl Sample`.
pub fn relative(text: &str, tokens: &[Token], c: &Candidate) -> bool {
    let mut at = c.titles;
    for _ in 0..BEFORE {
        let Some(token) = tokens.get(at) else { return false };
        if matches!(token.gap, Gap::Break | Gap::Stop) || at == 0 {
            return false;
        }
        at -= 1;
        match tokens[at].span.of(text) {
            "son" | "daughter" | "brother" | "sister" | "father" | "mother" | "nephew" | "niece"
            | "cousin" | "uncle" | "aunt" | "grandson" | "granddaughter" | "grandfather" | "grandmother"
            | "namesake" | "sons" | "daughters" | "brothers" | "sisters" => return true,
            _ if tokens[at].shape == Shape::Capital && tokens[at].is(GIVEN) => return false,
            _ => {}
        }
    }
    false
}
