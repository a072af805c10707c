//! What is said of a person behind a comma: `Anna Sample, a former judge`, `Karl Probe, Director of
//! Roads`. It looks for the word of a job or a bond in the words that follow, and knows no names.

use super::lexicon::{self, BEFORE, Folded, TITLE};
use super::tokens::{Gap, Shape, Token};

/// Words that are looked at.
const REACH: usize = 7;

/// Words of jobs that firms, countries and ships have too: `Sample Widgets, a leader in paint`.
const ANYBODY: [&str; 26] = [
    "leader",
    "head",
    "center",
    "centre",
    "guard",
    "star",
    "model",
    "named",
    "called",
    "general",
    "executive",
    "rival",
    "ally",
    "owner",
    "partner",
    "producer",
    "publisher",
    "broker",
    "dealer",
    "investor",
    "trader",
    "legend",
    "champion",
    "veteran",
    "winner",
    "contender",
];

/// People that no list of jobs has.
const ANY: [&str; 18] = [
    "man",
    "woman",
    "boy",
    "girl",
    "fellow",
    "native",
    "lecturer",
    "immigrant",
    "participant",
    "trainee",
    "academic",
    "scholar",
    "volunteer",
    "organiser",
    "organizer",
    "coordinator",
    "instructor",
    "villager",
];

/// The words from `at` on, which a comma parts from a name, say that it is a person's.
pub fn is_role(text: &str, tokens: &[Token], at: usize) -> bool {
    if is_caption(text, tokens, at) {
        return true;
    }
    for (step, token) in tokens.iter().skip(at).take(REACH).enumerate() {
        if step > 0 && !matches!(token.gap, Gap::Space | Gap::Hyphen) {
            return false;
        }
        let word = token.span.of(text);
        // `Anna Sample, to whom it was sent`
        if word.ends_with("year-old") || (word == "whom" && step < 2) {
            return true;
        }
        match token.shape {
            Shape::Lower if ends(word) && step > 0 => return false,
            Shape::Lower if ANY.contains(&word) && step > 0 => return true,
            Shape::Lower => {
                let known = lexicon::flags(lexicon::hash(Folded::new(word).bytes()));
                if known & BEFORE != 0 && !ANYBODY.contains(&word) {
                    return true;
                }
            }
            // `Karl Probe, Deputy Director of Roads`, but not `in Oxtown, President Sample said`.
            Shape::Capital | Shape::Capitals if token.is(TITLE) => {
                let next = tokens.get(at + step + 1);
                let stands = next.is_none_or(|t| {
                    t.gap != Gap::Space || matches!(t.span.of(text), "of" | "at" | "for" | "from")
                });
                if stands {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// `Anna Sample, left, and Karl Probe (right)`: a picture's caption.
pub fn is_caption(text: &str, tokens: &[Token], at: usize) -> bool {
    let place = |t: &Token| matches!(t.span.of(text), "left" | "right" | "center" | "centre" | "pictured");
    tokens.get(at).is_some_and(place) && tokens.get(at + 1).is_none_or(|t| t.gap != Gap::Space)
}

/// A word that ends what is said of a name.
fn ends(word: &str) -> bool {
    matches!(
        word,
        "of" | "in"
            | "on"
            | "at"
            | "for"
            | "with"
            | "from"
            | "by"
            | "and"
            | "or"
            | "to"
            | "that"
            | "which"
            | "where"
    )
}
