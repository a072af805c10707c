//! Two of a family under one surname: `the brothers Emil and Karl Sample`, `Ann and Karl Sample`. The first of them has
//! the surname of the second, though it does not stand there. It knows the words before and between, not who they are.

use super::candidates::Candidate;
use super::evidence::{is_known_place, last_name};
use super::given::{self, Sex};
use super::lexicon::{COMMON, FAMILY, GEO, GIVEN, ORG, PLACE, RANK, STOP, TITLE};
use super::listed::{self, Joint};
use super::resolve::{Known, Resolver};
use super::tokens::{Gap, Shape, Token};

/// Words that say of two that they are of one family.
const KIN: [&str; 12] = [
    "brothers",
    "sisters",
    "sons",
    "daughters",
    "twins",
    "siblings",
    "cousins",
    "children",
    "parents",
    "couple",
    "grandchildren",
    "spouses",
];

/// Positions of the first of two candidates that share the surname of the second.
pub fn pairs(text: &str, tokens: &[Token], candidates: &[Candidate], accepted: &[bool]) -> Vec<usize> {
    let joint = |at: usize| listed::joint(text, tokens, candidates.get(at)?, candidates.get(at + 1)?);
    let mut found = Vec::new();
    for (at, pair) in candidates.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        if !is_given(tokens, first) || !are_joined(text, tokens, first, second) || !is_named(tokens, second) {
            continue;
        }
        // `Pedro Probe, Ann and Karl Sample`: three of a list, unless it is one of couples.
        let listed = at.checked_sub(1).is_some_and(|before| joint(before).is_some());
        let couples = at.checked_sub(2).is_some_and(|before| joint(before) == Some(Joint::And));
        let couple = || {
            let named = accepted[at + 1] && (!listed || couples) && is_couple(text, tokens, first, second);
            named && !known_alone(tokens, candidates, at)
        };
        if is_kin(text, tokens, first.from) || couple() {
            found.push(at);
        }
    }
    found
}

/// Nothing between them but `and` or `&`.
fn are_joined(text: &str, tokens: &[Token], first: &Candidate, second: &Candidate) -> bool {
    match second.from.checked_sub(first.to) {
        Some(0) => tokens[second.from].gap == Gap::And,
        Some(1) => tokens[first.to].span.of(text) == "and" && tokens[second.from].gap == Gap::Space,
        _ => false,
    }
}

/// A full name without a title whose surname is no place and no firm.
fn is_named(tokens: &[Token], c: &Candidate) -> bool {
    let last = last_name(tokens, c.from, c.to);
    let apart = c.single || c.capitals || c.titles < c.from || last == c.from;
    let surname = &tokens[last];
    !apart
        && surname.shape == Shape::Capital
        && !surname.is(PLACE | ORG | STOP)
        && (!surname.is(COMMON) || surname.is(FAMILY))
}

/// A woman's and a man's given name before one surname: nothing else is likely to be meant.
fn is_couple(text: &str, tokens: &[Token], first: &Candidate, second: &Candidate) -> bool {
    let (one, other) = (&tokens[first.from], &tokens[second.from]);
    let sexes = (given::sex(one.key), given::sex(other.key));
    let couple = matches!(sexes, (Some(Sex::Woman), Some(Sex::Man)) | (Some(Sex::Man), Some(Sex::Woman)));
    let plain = !one.is(FAMILY | COMMON) && !is_known_place(one.span.of(text));
    couple && plain && second.to - second.from == 2
}

/// The first of the two is called by one name elsewhere and the second is not: a singer, a club, a prize.
fn known_alone(tokens: &[Token], candidates: &[Candidate], at: usize) -> bool {
    let key = |at: usize| tokens[candidates[at].from].key;
    let alone = |given: u64| {
        let mut others = candidates.iter().enumerate().filter(|(other, c)| *other != at && c.single);
        others.any(|(_, c)| tokens[c.from].key == given)
    };
    alone(key(at)) && !alone(key(at + 1))
}

/// A given name that stands alone and is nothing else.
fn is_given(tokens: &[Token], c: &Candidate) -> bool {
    let token = &tokens[c.from];
    c.single
        && !c.capitals
        && c.to == c.from + 1
        && c.titles == c.from
        && token.shape == Shape::Capital
        && !token.possessive
        && token.is(GIVEN)
        && !token.is(PLACE | ORG | GEO | STOP | TITLE | RANK)
}

/// `brothers Emil`, `the two brothers, Emil`.
fn is_kin(text: &str, tokens: &[Token], from: usize) -> bool {
    let beside = from.checked_sub(1).filter(|_| matches!(tokens[from].gap, Gap::Space | Gap::Comma));
    beside.is_some_and(|at| KIN.contains(&tokens[at].span.of(text)))
}

impl Resolver<'_> {
    /// The person of the first of two that share a surname: known by the full name from elsewhere, or new. None when
    /// the given name is that of somebody else in the text.
    pub(super) fn relative(&mut self, first: &Candidate, second: &Candidate) -> Option<usize> {
        let last = last_name(self.tokens, second.from, second.to);
        let (given, surname) = (self.tokens[first.from].key, self.tokens[last].key);
        let bearers = self.by_surname.get(&surname).map_or(&[][..], Vec::as_slice);
        let known = bearers.iter().copied().find(|&person| {
            let key = self.tokens[self.people[person].from].key;
            key == given || given::short_for(key, given)
        });
        if known.is_some() || self.by_surname.contains_key(&given) || self.by_given.contains_key(&given) {
            return known;
        }
        let person = self.people.len();
        let sex = given::sex(given);
        self.people.push(Known { surname: Some(last), sex, ..Known::new(first.from, first.to) });
        self.by_surname.entry(surname).or_default().push(person);
        self.by_given.entry(given).or_default().push(person);
        Some(person)
    }
}

#[cfg(test)]
mod tests {
    use super::super::find;

    fn found(text: &str) -> Vec<String> {
        let mentions = |person: &crate::story::Person| {
            person.mentions.iter().map(|m| m.of(text)).collect::<Vec<_>>().join(", ")
        };
        find(text).iter().map(|person| format!("{}: {}", person.name, mentions(person))).collect()
    }

    #[test]
    fn two_share_a_surname() {
        for (text, people) in [
            (
                "The brothers, Emil and Karl Sampleton, had not met. Emil said so, and Karl Sampleton left.",
                &["Emil Sampleton: Emil, Emil", "Karl Sampleton: Karl Sampleton, Karl Sampleton"][..],
            ),
            (
                "The house of Anna and Karl Sampleton was sold.",
                &["Anna Sampleton: Anna", "Karl Sampleton: Karl Sampleton"],
            ),
            // Full names from elsewhere, short ones included.
            (
                "Robert Sampleton came. The twins Bob and Karl Sampleton sang.",
                &["Robert Sampleton: Robert Sampleton, Bob", "Karl Sampleton: Karl Sampleton"],
            ),
            // A list of three, a state, two men of whom nothing says that they are kin.
            (
                "Carlos Testado, Maria and Pedro Probeman ran.",
                &["Carlos Testado: Carlos Testado", "Maria: Maria", "Pedro Probeman: Pedro Probeman"],
            ),
            (
                "Anna and Karl Sampleton, Maria and Pedro Probeman ran.",
                &[
                    "Anna Sampleton: Anna",
                    "Karl Sampleton: Karl Sampleton",
                    "Maria Probeman: Maria",
                    "Pedro Probeman: Pedro Probeman",
                ],
            ),
            (
                "Anna Probeman of Virginia and Karl Sampleton left.",
                &["Anna Probeman: Anna Probeman", "Karl Sampleton: Karl Sampleton"],
            ),
            (
                "Madonna sang. The prize of Madonna and Karl Sampleton fell.",
                &["Madonna: Madonna, Madonna", "Karl Sampleton: Karl Sampleton"],
            ),
            (
                "On Monday Anna met Karl Sampleton, who wrote it.",
                &["Anna: Anna", "Karl Sampleton: Karl Sampleton"],
            ),
            ("Sampleton and Karl Probeman left.", &["Karl Probeman: Karl Probeman"]),
        ] {
            assert_eq!(found(text), people, "{text}");
        }
    }
}
