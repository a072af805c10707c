//! Capitalised runs to candidates: where a name may stand, what stands around it, and how much
//! speaks for a person. The rules are here, the weights in `points`, the lists in `lexicon`.

use super::context;
use super::firm;
use super::lexicon::{
    self, BEFORE, COMMON, FAMILY, FIRST, GEO, GIVEN, MAYBE, ORG, PARTICLE, PLACE, RANK, SAID, STOP, SUFFIX,
    TITLE,
};
use super::points::{inner, is_firm, is_place, outer};
use super::tokens::{Gap, Shape, Token};

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

/// Points from which a run of several words is a person.
pub const ENOUGH: i32 = 3;

/// All candidates, in order.
pub fn candidates(text: &str, tokens: &[Token]) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at].is_capital() {
            at += 1;
            continue;
        }
        let end = run_end(tokens, at);
        pieces(text, tokens, at, end, &mut found);
        at = end;
    }
    found
}

/// One past the last word of the run that starts at a capitalised word.
fn run_end(tokens: &[Token], from: usize) -> usize {
    let mut at = from;
    while let Some(next) = joined(tokens, at) {
        at = next;
    }
    at + 1
}

/// The capitalised word that goes on with the run after word `at`.
fn joined(tokens: &[Token], at: usize) -> Option<usize> {
    if tokens[at].possessive {
        return None;
    }
    let mut next = at + 1;
    let mut word = *tokens.get(next)?;
    if let Some(surname) = nickname(tokens, at) {
        return Some(surname);
    }
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
        next += 1;
        word = *tokens.get(next)?;
        if word.gap != Gap::Space {
            return None;
        }
    }
    word.is_capital().then_some(next)
}

/// The surname after a nickname in quotes: `Robert "Bob" Sample`.
fn nickname(tokens: &[Token], at: usize) -> Option<usize> {
    let (given, nick, surname) = (&tokens[at], tokens.get(at + 1)?, tokens.get(at + 2)?);
    let named = given.shape == Shape::Initial || (given.is(GIVEN) && !given.is(PLACE | ORG | TITLE));
    let quoted = nick.gap == Gap::Quote && nick.shape == Shape::Capital && surname.gap == Gap::Unquote;
    (named && quoted && !nick.is(STOP) && surname.shape == Shape::Capital && !surname.is(STOP | ORG))
        .then_some(at + 2)
}

/// No name goes on with this word: `Sen. Sample`, `Indiana Sen. Sample`.
fn starts(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    tokens[at].gap != Gap::Space || before.is_none_or(|t| !t.is_capital() || t.is(PLACE))
}

/// Cuts a run at words that are in no name, and looks at what is left.
fn pieces(text: &str, tokens: &[Token], from: usize, to: usize, found: &mut Vec<Candidate>) {
    let mut start = from;
    for at in from..=to {
        let cut = at == to || stops(tokens, at, to);
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
    while from < to && tokens[from].shape == Shape::Lower {
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
    // `Saint Sample` is a place or a church, `HMS Sample` a ship.
    let before = &tokens[titles..from];
    let ship = before.iter().rev().take(2).any(|t| t.is(GEO) && is_ship(t.span.of(text)));
    if ship || before.last().is_some_and(|t| t.is(GEO) && is_saint(t.span.of(text))) {
        return;
    }
    // `U.S.`, `U.N`: letters of no name.
    if from >= to || tokens[from..to].iter().all(|t| t.shape == Shape::Initial || t.span.len() == 1) {
        return;
    }
    let before = from.checked_sub(1).map(|at| &tokens[at]);
    // `called Sample's plan good` calls nobody Sample.
    let calls = |t: &Token| matches!(t.span.of(text), "called" | "named") && tokens[to - 1].possessive;
    let occupation =
        from == titles && tokens[from].gap == Gap::Space && before.is_some_and(|t| t.is(BEFORE) && !calls(t));
    let mut candidate = Candidate {
        from,
        to: suffix_end(tokens, to),
        titles: if titled { titles } else { from },
        titled: titled || occupation,
        said: tokens.get(to).is_some_and(|t| t.gap == Gap::Space && t.is(SAID) && !tokens[to - 1].possessive),
        capitals,
        firm: firm::follows(text, tokens, from, end),
        single: true,
        score: 0,
    };
    let names = &tokens[from + usize::from(is_particle(text, &tokens[from..to]))..to];
    if names.iter().filter(|t| t.shape != Shape::Lower && !t.is(SUFFIX)).count() >= 2 {
        candidate.single = false;
        candidate.score = inner(&tokens[from..to]) + outer(text, tokens, from, to, &candidate);
        if (1..7).contains(&candidate.score)
            && (is_place(text, &tokens[from..to]) || is_firm(&tokens[from..to]))
        {
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
    ["st", "saint", "ste", "sainte", "mount", "mt"].iter().any(|saint| word.eq_ignore_ascii_case(saint))
}

fn is_ship(word: &str) -> bool {
    matches!(word, "HMS" | "USS" | "RMS" | "USNS")
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

/// `Jr.`, `III` after a name, with or without a comma.
fn suffix_end(tokens: &[Token], to: usize) -> usize {
    match tokens.get(to) {
        Some(t) if t.is(SUFFIX) && t.is_capital() && matches!(t.gap, Gap::Comma | Gap::Space) => to + 1,
        _ => to,
    }
}
