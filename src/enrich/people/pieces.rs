//! A run of capitalised words cut to candidates: titles, ranks and what else stands beside a name taken
//! off, ships, saints and storms left out. The rules are here, the weights in `points`.

use super::candidates::Candidate;
use super::context;
use super::firm;
use super::lexicon::{
    self, BEFORE, COMMON, FAMILY, FIRST, GEO, GIVEN, MAYBE, ORG, PARTICLE, PLACE, RANK, SAID, STOP, SUFFIX,
    TITLE,
};
use super::nickname;
use super::points::{inner, is_firm, is_place, outer};
use super::tokens::{Gap, Shape, Token};

/// Cuts a run at words that are in no name, and looks at what is left.
pub fn pieces(text: &str, tokens: &[Token], from: usize, to: usize, found: &mut Vec<Candidate>) {
    let (mut start, mut name) = (from, from);
    for at in from..=to {
        name = name.max(at.checked_sub(1).and_then(|last| nickname::after(text, tokens, last)).unwrap_or(at));
        let cut = at == to || (at >= name && stops(tokens, at, to));
        if cut && start < at {
            piece(text, tokens, start, at, found);
        }
        if cut {
            start = at + 1;
        }
    }
}

fn stops(tokens: &[Token], at: usize, to: usize) -> bool {
    let token = &tokens[at];
    if token.is(MAYBE) {
        return at + 1 >= to || tokens[at + 1].is(STOP | PARTICLE) || tokens[at + 1].gap != Gap::Space;
    }
    // `A G Sample`: letters of names.
    let one = |t: &Token| t.span.len() == 1 && t.gap == Gap::Space && t.is_capital();
    if token.span.len() == 1 && tokens.get(at + 1).is_some_and(one) {
        return false;
    }
    token.is(STOP) && token.shape != Shape::Lower && (token.shape != Shape::Initial || token.span.len() > 1)
}

fn piece(text: &str, tokens: &[Token], mut from: usize, mut to: usize, found: &mut Vec<Candidate>) {
    // `M2 Sample` is a tank.
    let model = |t: &Token| t.span.of(text).bytes().any(|b| b.is_ascii_digit());
    while from < to && (tokens[from].shape == Shape::Lower || model(&tokens[from])) {
        from += 1;
    }
    while to > from && tokens[to - 1].shape == Shape::Lower {
        to -= 1;
    }
    if from == to {
        return;
    }
    let end = to;
    let capitals = tokens[from..to].iter().all(|t| t.shape != Shape::Capital);
    let titles = from;
    let mut titled = false;
    if let Some(title) = last_title(&tokens[from..to]) {
        from += title + 1;
        titled = true;
        // `Miss Oxland Anna Sample`.
        while to - from > 1
            && tokens[from].is(PLACE)
            && !tokens[from].is(FAMILY)
            && (to - from > 2 || !tokens[from].is(GIVEN))
        {
            from += 1;
        }
    } else {
        // `president Barber Sample` has the title already: the word is a name.
        let job =
            from.checked_sub(1).is_some_and(|at| tokens[at].is(BEFORE) && tokens[at].shape == Shape::Lower);
        if !(job
            && tokens[from].gap == Gap::Space
            && tokens[from].is(FAMILY)
            && !tokens[from].is(ORG | PLACE))
        {
            from += leading(&tokens[from..to], capitals);
        }
        while from < to && tokens[from].shape == Shape::Lower {
            from += 1;
        }
    }
    if !capitals {
        while to - from > 1 && tokens[to - 1].shape == Shape::Capitals && !tokens[to - 1].is(SUFFIX) {
            to -= 1;
        }
    }
    if let Some(storm) = (titles..to - 1).rev().find(|&at| is_storm(tokens[at].span.of(text))) {
        found.push(Candidate { single: true, score: -9, ..Candidate::bare(storm + 1, to) });
        return;
    }
    // `Saint Sample` is a place or a church, `HMS Sample` a ship.
    let before = &tokens[titles..from];
    let ship = before.iter().rev().take(2).any(|t| t.is(GEO) && is_ship(t.span.of(text)));
    if ship || before.last().is_some_and(|t| t.is(GEO) && is_saint(t.span.of(text))) {
        return;
    }
    if !titled && to - from == 2 && tokens[from].is(GEO) && is_saint(tokens[from].span.of(text)) {
        return;
    }
    // `U.S.`, `U.N`: letters of no name.
    if from >= to || tokens[from..to].iter().all(|t| t.shape == Shape::Initial || t.span.len() == 1) {
        return;
    }
    let before = from.checked_sub(1).map(|at| &tokens[at]);
    // `called Sample's plan good` calls nobody Sample.
    let calls = |t: &Token| matches!(t.span.of(text), "called" | "named") && tokens[to - 1].possessive;
    let occupation = tokens[from].gap == Gap::Space && before.is_some_and(|t| t.is(BEFORE) && !calls(t));
    let mut candidate = Candidate {
        from,
        to: suffix_end(text, tokens, to, titled),
        titles: if titled { first_title(tokens, titles, from) } else { from },
        titled: titled || (occupation && from == titles),
        said: tokens.get(to).is_some_and(|t| t.gap == Gap::Space && t.is(SAID) && !tokens[to - 1].possessive),
        capitals,
        firm: firm::follows(text, tokens, from, end),
        single: true,
        score: 0,
    };
    let names = &tokens[from + usize::from(is_particle(text, &tokens[from..to]))..to];
    if names.iter().filter(|t| t.shape != Shape::Lower && !t.is(SUFFIX)).count() >= 2 {
        candidate.single = false;
        candidate.titled |= occupation && !capitals;
        candidate.score = inner(text, &tokens[from..to]) + outer(text, tokens, from, to, &candidate);
        if is_firm(&tokens[from..to]) {
            candidate.score -= 9;
        } else if (1..7).contains(&candidate.score) && is_place(text, &tokens[from..to]) {
            candidate.score -= 5;
        }
    } else {
        candidate.score = context::alone(text, tokens, from, candidate.to);
        if is_firm(&tokens[from..to]) {
            candidate.score -= 9;
        }
    }
    found.push(candidate);
}

/// `Dos Sample`, `Al Sample`: no given name, but the first word of a surname.
fn is_particle(text: &str, piece: &[Token]) -> bool {
    let [first, .., last] = piece else { return false };
    let given = first.is(GIVEN) && (first.span.of(text) == "Ben" || (last.is(FAMILY) && !last.is(GIVEN)));
    first.shape == Shape::Capital && first.is(PARTICLE) && !given
}

fn is_saint(word: &str) -> bool {
    ["st", "saint", "ste", "sainte", "mount", "mt", "santa", "santo", "san", "sao"]
        .iter()
        .any(|saint| word.eq_ignore_ascii_case(saint))
}

/// `Hurricane Sample`, `Tropical Storm Sample`: what has a name after these is weather.
fn is_storm(word: &str) -> bool {
    matches!(
        word,
        "Hurricane" | "Typhoon" | "Storm" | "Cyclone" | "HURRICANE" | "TYPHOON" | "STORM" | "CYCLONE"
    )
}

fn is_ship(word: &str) -> bool {
    matches!(word, "HMS" | "USS" | "RMS" | "USNS")
}

/// Where the titles before a name start: no lower-case word is among them.
fn first_title(tokens: &[Token], start: usize, name: usize) -> usize {
    (start..name).rev().find(|&at| tokens[at].shape == Shape::Lower).map_or(start, |lower| lower + 1)
}

/// Position of the last title that has a name after it.
fn last_title(piece: &[Token]) -> Option<usize> {
    let names = piece.iter().rposition(|t| !t.is(SUFFIX))?;
    let last = piece[..names].iter().rposition(|t| t.is(TITLE))?;
    let stack = |t: &Token| {
        t.is(TITLE | RANK | PLACE | COMMON | ORG) || t.shape == Shape::Capitals || t.span.len() == 1
    };
    // `Ali Shah Sample`: a title that is a name too needs titles before it.
    let stacked = last.checked_sub(1).is_none_or(|before| stack(&piece[before]));
    // `Amir Sheikh Salim Sample`, whatever stands before.
    let sheikh = names - last >= 2 && piece[last].key == lexicon::hash(b"sheikh");
    (stacked || sheikh || !(piece[0].is(GIVEN) || piece[last].is(GIVEN))).then_some(last)
}

/// How many words at the start belong to no name: nationalities, ranks, ordinary words.
fn leading(piece: &[Token], capitals: bool) -> usize {
    let no_name = |t: &Token| {
        (t.is(COMMON | RANK | ORG | PLACE | TITLE | BEFORE) && !t.is(GIVEN | FIRST | PARTICLE))
            || (t.shape == Shape::Capitals && !capitals && t.span.len() > 2)
    };
    let most = piece.len() - 1;
    let strip = piece[..most].iter().take_while(|t| no_name(t)).count();
    // `Oxland Forum Anna Sample`: an organisation's or a job's last word before a given name.
    let starts = |t: &Token| t.is(GIVEN | FIRST) && !t.is(COMMON | PLACE | ORG);
    let thing = |t: &Token| {
        let word = t.is(ORG) && t.is(COMMON) && !t.is(FIRST);
        word || (t.is(ORG | BEFORE | RANK) && !t.is(GIVEN | FAMILY | PARTICLE))
    };
    let names =
        |at: usize| starts(&piece[at]) || !piece[at..].iter().any(|t| t.is(COMMON | ORG | PLACE | STOP));
    let inner = (strip + 1..most).rev().find(|&at| thing(&piece[at - 1]) && names(at));
    let strip = inner.unwrap_or(strip);
    // `German Anna Sample`: a nationality that is a given name somewhere else.
    let people = |t: &Token| t.is(PLACE) && t.is(GIVEN);
    match &piece[strip..] {
        [first, second, _, ..] if people(first) && second.is(GIVEN) && !second.is(COMMON | PLACE) => {
            strip + 1
        }
        _ => strip,
    }
}

/// `Jr.`, `III` after a name, with or without a comma; `I` only after a title, since it is a word.
fn suffix_end(text: &str, tokens: &[Token], to: usize, titled: bool) -> usize {
    match tokens.get(to) {
        Some(t) if t.is(SUFFIX) && t.is_capital() && matches!(t.gap, Gap::Comma | Gap::Space) => to + 1,
        Some(t) if titled && t.gap == Gap::Space && t.span.of(text) == "I" && !tokens[to - 1].possessive => {
            to + 1
        }
        _ => to,
    }
}
