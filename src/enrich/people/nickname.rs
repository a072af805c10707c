//! A nickname in quotes inside a name: `Anna "Speedy" Sample`, `Karl (Charlie) Probe`. It knows quotes
//! and brackets; what is between them does not matter.

use super::lexicon::{COMMON, FAMILY, FIRST, GIVEN, ORG, PLACE, STOP};
use super::tokens::{Gap, Shape, Token};

/// Most words of a nickname.
const WORDS: usize = 3;

/// The word of the name that follows the nickname which follows the word `at`.
#[inline]
pub fn after(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let quote = matches!(tokens.get(at + 1)?.gap, Gap::Quote | Gap::Open | Gap::Apostrophe | Gap::Other);
    if quote { behind(text, tokens, at) } else { None }
}

/// The same where a quote or a bracket may stand.
fn behind(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let (word, nick) = (tokens.get(at)?, tokens.get(at + 1)?);
    if !word.is_capital() || word.possessive || word.is(STOP) {
        return None;
    }
    let open = between(text, word, nick)?;
    let bracket = open == "(";
    if !(bracket || matches!(open, "\"" | "“" | "‘" | "'" | "``" | "„" | "`")) {
        return None;
    }
    // A surname before a bracket has its club or country in it.
    let run = at.checked_sub(1).is_some_and(|one| tokens[one].is_capital() && word.gap == Gap::Space);
    if bracket && (run || nick.is(PLACE | ORG) || nick.shape != Shape::Capital) {
        return None;
    }
    let most = if bracket { 1 } else { WORDS };
    for last in at + 1..=at + most {
        let (inside, next) = (tokens.get(last)?, tokens.get(last + 1)?);
        match between(text, inside, next)? {
            "" if last < at + most => {}
            ")" if bracket => return is_name(word, next, true).then_some(last + 1),
            "\"" | "”" | "’" | "'" | "''" | "“" if !bracket => {
                return (nick.is_capital() && is_name(word, next, false)).then_some(last + 1);
            }
            _ => return None,
        }
    }
    None
}

/// The words around a nickname are those of a name.
fn is_name(first: &Token, next: &Token, sure: bool) -> bool {
    let given =
        first.is(GIVEN) || (!sure && (first.shape == Shape::Initial || first.is(FAMILY) || first.flags == 0));
    let names = GIVEN | FAMILY | FIRST;
    given
        && next.is_capital()
        && next.span.len() > 1
        && (next.is(names) || !next.is(COMMON | ORG | PLACE | STOP))
}

/// What stands between two words, without the spaces.
fn between<'t>(text: &'t str, left: &Token, right: &Token) -> Option<&'t str> {
    let between = text.get(left.span.end..right.span.start)?;
    (between.len() <= 8 && !between.contains('\n') && between.contains(' '))
        .then(|| between.trim_start_matches('.').trim())
}
