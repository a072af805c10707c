//! Names in lists: nothing between them but a comma, `and`, `&` or the club in brackets. What stands
//! in a list of people is a person. It knows the order of candidates, not their names.

use super::apposition;
use super::candidates::Candidate;
use super::lexicon::{COMMON, FAMILY, FIRST, GEO, GIVEN, ORG, PLACE, RANK, STOP, TITLE};
use super::tokens::{Gap, Shape, Token};

/// What joins two names of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// A comma.
    Comma,
    /// `and`, `y`, `und`, `&`.
    And,
    /// `Sample (Oxtown), `.
    Bracket,
}

/// What joins two candidates, the first left of the second.
pub fn joint(text: &str, tokens: &[Token], left: &Candidate, right: &Candidate) -> Option<Joint> {
    // `Anna Sample, left, and Karl Probe`
    let end = left.to + usize::from(apposition::is_caption(text, tokens, left.to));
    let first = tokens.get(right.titles)?;
    match right.titles.checked_sub(end)? {
        0 if first.gap == Gap::Comma => Some(Joint::Comma),
        0 if first.gap == Gap::And => Some(Joint::And),
        1 => {
            let and = &tokens[end];
            let short = and.span.len() <= 3 && and.shape == Shape::Lower && first.gap == Gap::Space;
            (short && matches!(and.gap, Gap::Space | Gap::Comma)).then_some(Joint::And)
        }
        _ => None,
    }
    .or_else(|| bracket(text, tokens, left, right))
}

/// The words between two candidates are one pair of brackets.
fn bracket(text: &str, tokens: &[Token], left: &Candidate, right: &Candidate) -> Option<Joint> {
    let count = right.titles.checked_sub(left.to).filter(|count| (1..=4).contains(count))?;
    let between = &tokens[left.to..left.to + count];
    let last = between.last()?;
    let close = text.get(last.span.end..tokens.get(right.titles)?.span.start)?;
    (between.first()?.gap == Gap::Open && matches!(close.trim(), ")," | ") and" | ");"))
        .then_some(Joint::Bracket)
}

/// Accepts what stands in a list of accepted people.
pub fn join(
    text: &str,
    tokens: &[Token],
    candidates: &[Candidate],
    accepted: &mut [bool],
    alone: impl Fn(&Token) -> i32,
) {
    // What stands in brackets is beside the list, not in it.
    let row: Vec<usize> =
        (0..candidates.len()).filter(|&at| tokens[candidates[at].titles].gap != Gap::Open).collect();
    let mut from = 0;
    while from < row.len() {
        let mut to = from + 1;
        let (mut and, mut brackets) = (false, 0);
        while let (Some(&left), Some(&right)) = (row.get(to - 1), row.get(to)) {
            match joint(text, tokens, &candidates[left], &candidates[right]) {
                Some(Joint::And) => and = true,
                Some(Joint::Bracket) => brackets += 1,
                Some(Joint::Comma) => {}
                None => break,
            }
            to += 1;
        }
        if to - from > 1 {
            let some: Vec<Candidate> = row[from..to].iter().map(|&at| candidates[at]).collect();
            let mut known: Vec<bool> = row[from..to].iter().map(|&at| accepted[at]).collect();
            full(&some, &mut known, brackets);
            if and {
                short(tokens, &some, &mut known, &alone);
            }
            row[from..to].iter().zip(known).for_each(|(&at, known)| accepted[at] = known);
        }
        from = to;
    }
}

/// Full names beside a person of the list are people, and all are in a list that gives a club each.
fn full(list: &[Candidate], accepted: &mut [bool], brackets: usize) {
    let people = people(list, accepted);
    let before: Vec<bool> = accepted.to_vec();
    for at in 0..list.len() {
        let c = &list[at];
        let likely = !c.single && !c.capitals && c.score >= 0;
        let beside =
            at.checked_sub(1).is_some_and(|left| accepted[left]) || before.get(at + 1) == Some(&true);
        if !accepted[at] && likely && (beside || (brackets >= 2 && people >= 2)) {
            accepted[at] = true;
        }
    }
}

fn people(list: &[Candidate], accepted: &[bool]) -> usize {
    (0..list.len()).filter(|&at| accepted[at] && !list[at].single).count()
}

/// Names of one word are people where all others of the list are: those that lists of names have
/// beside one person, others beside two.
fn short(tokens: &[Token], list: &[Candidate], accepted: &mut [bool], alone: &impl Fn(&Token) -> i32) {
    let people = people(list, accepted);
    let may_be = |c: &Candidate| {
        let token = &tokens[c.from];
        let least = if token.is(GIVEN | FAMILY | FIRST) { -1 } else { 0 };
        let known = least < 0 || (people >= 2 && list.len() >= 4);
        one_word(tokens, c) && known && alone(token) >= least
    };
    if people > 0 && list.iter().zip(accepted.iter()).all(|(c, known)| *known || may_be(c)) {
        accepted.iter_mut().for_each(|known| *known = true);
    }
}

/// A name of one word that is on no list of other things.
fn one_word(tokens: &[Token], c: &Candidate) -> bool {
    let token = &tokens[c.from];
    c.single
        && !c.capitals
        && c.to == c.from + 1
        && token.shape == Shape::Capital
        && token.span.len() > 2
        && !token.possessive
        && c.score > -3
        && !token.is(PLACE | ORG | GEO | STOP | TITLE | RANK)
        && (!token.is(COMMON) || token.is(GIVEN | FAMILY | FIRST))
}
