//! What the words before and after a capitalised word or run say for or against a person, in points.
//! Grammar only: people say, are told and have things (`Sample said`, `Sample's`); places are in,
//! at and from; things have articles. It knows no names.

use super::lexicon::{BEFORE, COMMON, FAMILY, FIRST, GIVEN, ORG, PLACE, SAID};
use super::tokens::{Gap, Shape, Token};

/// Points for a person from both sides of a word that stands alone.
pub fn alone(text: &str, tokens: &[Token], from: usize, to: usize) -> i32 {
    let left =
        tokens.get(from).filter(|t| t.gap == Gap::Space).and(from.checked_sub(1)).map(|at| &tokens[at]);
    let right = tokens.get(to).filter(|t| t.gap == Gap::Space);
    let other = |t: &&Token| t.shape == Shape::Number || (t.is_capital() && t.span.len() > 5);
    let bracket = tokens.get(from).is_some_and(|t| t.gap == Gap::Open);
    let of =
        left.is_some_and(|t| matches!(t.span.of(text), "of" | "on" | "from" | "over" | "through" | "around"));
    around(text, tokens, from, to) + pronoun(text, tokens, to)
        - i32::from(of)
        - i32::from(left.filter(other).is_some())
        - i32::from(right.filter(other).is_some())
        - 2 * i32::from(bracket)
}

/// `he` and `her` soon after speak for a person, `its` for a thing.
fn pronoun(text: &str, tokens: &[Token], to: usize) -> i32 {
    for token in tokens.iter().skip(to).take(12) {
        match token.span.of(text) {
            "he" | "she" | "his" | "her" | "him" | "He" | "She" | "His" | "Her" | "himself" | "herself" => {
                return 2;
            }
            "its" | "Its" | "it" | "It" => return -1,
            _ if token.is_capital() => return 0,
            _ => {}
        }
    }
    0
}

/// Points for a person from both sides of the words `from..to`.
pub fn around(text: &str, tokens: &[Token], from: usize, to: usize) -> i32 {
    let (left, right) = (before(text, tokens, from), after(text, tokens, to));
    if left < 0 && holds(text, tokens, to) && is_article(text, tokens, from) { right } else { left + right }
}

/// `Anna Sample & Karl Probe`: two full names with given names, no firm.
pub fn is_couple(tokens: &[Token], from: usize, to: usize) -> bool {
    let name = |at: usize| {
        let (Some(first), Some(last)) = (tokens.get(at), tokens.get(at + 1)) else { return false };
        let given = first.is(GIVEN | FIRST) && !first.is(ORG | PLACE);
        given && last.is_capital() && last.gap == Gap::Space && !last.is(ORG | COMMON)
    };
    let before = tokens[from].gap != Gap::And || from.checked_sub(2).is_some_and(name);
    let after = tokens.get(to).is_none_or(|t| t.gap != Gap::And) || name(to);
    name(from) && before && after
}

/// The word before is an article.
fn is_article(text: &str, tokens: &[Token], from: usize) -> bool {
    let before = from.checked_sub(1).map(|at| tokens[at].span.of(text));
    before.is_some_and(|word| matches!(word, "the" | "The" | "a" | "an"))
}

/// What only a person of office or of note has stands behind: `the Sample administration`.
pub fn holds(text: &str, tokens: &[Token], to: usize) -> bool {
    tokens.get(to).filter(|t| t.gap == Gap::Space).is_some_and(|next| {
        matches!(
            next.span.of(text),
            "administration"
                | "administrations"
                | "regime"
                | "presidency"
                | "campaign"
                | "family"
                | "families"
                | "clan"
                | "dynasty"
                | "camp"
                | "brothers"
                | "sisters"
                | "couple"
        )
    })
}

/// Where a place stands: `in Sample`, `near Sample`, `the town of Sample`.
pub fn is_spot(text: &str, tokens: &[Token], from: usize) -> bool {
    let Some(last) = from.checked_sub(1).filter(|_| tokens[from].gap == Gap::Space) else { return false };
    let word = tokens[last].span.of(text);
    if matches!(word, "in" | "In" | "at" | "At" | "near" | "Near" | "into" | "across" | "outside" | "inside")
    {
        return true;
    }
    if !matches!(word, "of" | "called" | "named") {
        return false;
    }
    let noun = last.checked_sub(1).map(|at| tokens[at].span.of(text)).unwrap_or_default();
    let place = matches!(
        noun,
        "city"
            | "town"
            | "village"
            | "district"
            | "province"
            | "state"
            | "region"
            | "port"
            | "island"
            | "suburb"
            | "neighborhood"
            | "neighbourhood"
            | "municipality"
            | "parish"
            | "valley"
            | "area"
            | "people"
            | "residents"
            | "villagers"
            | "inhabitants"
    );
    place
}

/// `41-year-old` before a name, `wife of` before one.
fn related(text: &str, tokens: &[Token], from: usize) -> bool {
    let Some(last) = from.checked_sub(1).filter(|_| tokens[from].gap == Gap::Space) else { return false };
    let word = tokens[last].span.of(text);
    if word.ends_with("year-old") {
        return true;
    }
    if !matches!(word, "of" | "as" | "old") {
        return false;
    }
    let Some(one) = last.checked_sub(1) else { return false };
    let before = tokens[one].span.of(text);
    if word == "old" {
        return before == "year" || before.ends_with("-year");
    }
    if word == "as" {
        return matches!(before, "identified" | "named" | "known");
    }
    word == "of"
        && tokens[last].gap == Gap::Space
        && matches!(
            before,
            "wife"
                | "widow"
                | "husband"
                | "son"
                | "sons"
                | "daughter"
                | "daughters"
                | "brother"
                | "sister"
                | "father"
                | "mother"
                | "nephew"
                | "friend"
                | "murder"
                | "murderer"
                | "killer"
                | "assassination"
                | "arrest"
                | "trial"
                | "biography"
                | "pseudonym"
                | "likes"
        )
}

/// What stands before.
fn before(text: &str, tokens: &[Token], from: usize) -> i32 {
    let Some(token) = tokens.get(from) else { return 0 };
    let head = text.get(..token.span.start).unwrap_or("");
    let space = head.trim_end_matches([' ', '\n']);
    if head.len() > space.len() && (space.ends_with('”') || space.ends_with(",\"")) {
        return 3;
    }
    let Some(last) = from.checked_sub(1).map(|at| &tokens[at]) else { return 0 };
    match token.gap {
        Gap::Hyphen if last.shape == Shape::Capital => return -3,
        Gap::And if is_couple(tokens, from, from + 2) => return 0,
        Gap::And | Gap::Apostrophe => return -3,
        Gap::Space => {}
        _ => return 0,
    }
    if related(text, tokens, from) {
        return 3;
    }
    if is_spot(text, tokens, from) {
        return -3;
    }
    let word = last.span.of(text);
    let mut lower = [0; 10];
    let Some(lower) = lower.get_mut(..word.len()) else { return 0 };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    match std::str::from_utf8(lower).unwrap_or("") {
        "the" | "a" | "an" | "its" | "their" | "our" | "his" | "her" | "some" | "many" | "every" | "this" => {
            -3
        }
        "in" | "at" | "near" | "into" | "across" | "throughout" | "outside" | "inside" | "via" => -3,
        "said" | "says" | "say" | "told" | "asked" | "added" | "named" | "called" | "surnamed" => 3,
        "that" | "when" | "while" | "because" | "if" | "but" | "though" | "although" | "whether" => 2,
        "which" | "where" | "before" | "after" | "until" | "why" | "how" | "as" | "like" | "by" => 1,
        _ => 0,
    }
}

/// What stands after is said of people only: `Sample said`, `Sample, who`.
pub fn speaks(text: &str, tokens: &[Token], to: usize) -> bool {
    after(text, tokens, to) >= 3
}

/// What stands after.
fn after(text: &str, tokens: &[Token], to: usize) -> i32 {
    let possessive = to.checked_sub(1).is_some_and(|at| tokens[at].possessive);
    let Some(next) = tokens.get(to) else { return 0 };
    if possessive {
        return 1;
    }
    let rest = text.get(next.span.end..).unwrap_or("");
    match next.gap {
        Gap::And if to.checked_sub(2).is_some_and(|from| is_couple(tokens, from, to)) => return 0,
        Gap::Apostrophe if next.span.of(text) == "s" => return 1,
        Gap::Hyphen if next.shape == Shape::Capital => return -3,
        Gap::And | Gap::Apostrophe => return -3,
        Gap::Comma if next.shape == Shape::Number && next.span.len() == 2 => return 2,
        Gap::Comma if matches!(next.span.of(text), "who" | "whose") => return 3,
        Gap::Space => {}
        _ => return 0,
    }
    match next.span.of(text) {
        "said" | "says" | "added" | "asked" | "told" | "replied" | "explained" | "recalled" | "insisted"
        | "noted" | "argued" | "testified" => {
            // The end of what was quoted: `Sample said.`
            if rest.starts_with(['.', ',']) { 5 } else { 4 }
        }
        "who" | "whose" => 3,
        "also" | "himself" | "herself" | "died" | "thinks" | "thought" | "believes" | "knew" | "knows"
        | "wrote" | "resigned" | "smiled" | "laughed" | "married" => 3,
        "was" | "had" | "would" | "did" | "could" | "should" => 1,
        "of" if to.checked_sub(1).is_some_and(|last| tokens[last].is(FAMILY) && !tokens[last].is(COMMON)) => {
            0
        }
        "are" | "were" | "or" | "in" | "of" => -1,
        "area" | "district" | "province" | "region" | "state" | "city" | "village" | "people" => -3,
        "administration" | "presidency" => 6,
        "chairman" | "treasurer" | "shares" | "stock" | "shareholder" | "shareholders" | "management"
        | "subsidiary" | "unit" | "employees" | "plant" | "directors" => -3,
        "dam" | "river" | "bridge" | "airport" | "valley" | "reservoir" | "stadium" | "hospital" | "mine"
        | "port" => -3,
        "regime" | "dynasty" | "family" | "campaign" | "cabinet" | "clan" | "years" => 2,
        "government" | "era" => 0,
        _ if next.is(ORG) => -2,
        _ if next.is(SAID) && !next.is(BEFORE) => 1,
        _ => 0,
    }
}
