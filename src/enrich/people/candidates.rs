//! Capitalised runs to candidates: where a name may stand, what stands around it, and how much
//! speaks for a person. Rules and weights are here; lists are in `lexicon`.

use super::lexicon::{
    BEFORE, COMMON, FAMILY, FIRST, Flags, GEO, GIVEN, MAYBE, ORG, PARTICLE, PLACE, RANK, SAID, STOP, SUFFIX,
    TITLE,
};
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
    /// Two words or more, and enough speaks for a person.
    pub full: bool,
    /// What speaks for a person, in points.
    pub score: i32,
}

/// Points from which a run of several words is a person.
pub const ENOUGH: i32 = 3;

/// All candidates, in order.
pub fn candidates(tokens: &[Token]) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at].is_capital() {
            at += 1;
            continue;
        }
        let end = run_end(tokens, at);
        pieces(tokens, at, end, &mut found);
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
    let abbreviation = tokens[at].shape == Shape::Initial
        || (tokens[at].span.len() <= 5 && tokens[at].is(TITLE | GEO) && !tokens[at].is(FAMILY & !GEO));
    let near = |gap: Gap| gap == Gap::Space || (gap == Gap::Stop && abbreviation);
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

/// Cuts a run at words that are in no name, and looks at what is left.
fn pieces(tokens: &[Token], from: usize, to: usize, found: &mut Vec<Candidate>) {
    let mut start = from;
    for at in from..=to {
        let cut = at == to || stops(tokens, at, to);
        if cut && start < at {
            piece(tokens, start, at, found);
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
    token.is(STOP) && token.shape != Shape::Lower
}

fn piece(tokens: &[Token], mut from: usize, mut to: usize, found: &mut Vec<Candidate>) {
    while from < to && tokens[from].shape == Shape::Lower {
        from += 1;
    }
    while to > from && tokens[to - 1].shape == Shape::Lower {
        to -= 1;
    }
    if from == to {
        return;
    }
    let capitals = tokens[from..to].iter().all(|t| t.shape != Shape::Capital);
    let titles = from;
    let mut titled = false;
    if let Some(title) = last_title(&tokens[from..to]) {
        from += title + 1;
        titled = true;
    } else {
        from += leading(&tokens[from..to], capitals);
    }
    while from < to && tokens[from].shape == Shape::Lower {
        from += 1;
    }
    if !capitals {
        while to - from > 1 && tokens[to - 1].shape == Shape::Capitals && !tokens[to - 1].is(SUFFIX) {
            to -= 1;
        }
    }
    // `U.S.`, `U.N`: letters of no name.
    if from >= to || tokens[from..to].iter().all(|t| t.shape == Shape::Initial || t.span.len() == 1) {
        return;
    }
    let before = from.checked_sub(1).map(|at| &tokens[at]);
    let occupation = from == titles && tokens[from].gap == Gap::Space && before.is_some_and(|t| t.is(BEFORE));
    let mut candidate = Candidate {
        from,
        to: suffix_end(tokens, to),
        titles: if titled { titles } else { from },
        titled: titled || occupation,
        said: tokens.get(to).is_some_and(|t| t.gap == Gap::Space && t.is(SAID) && !tokens[to - 1].possessive),
        capitals,
        full: false,
        score: 0,
    };
    let names = tokens[from..to].iter().filter(|t| t.shape != Shape::Lower && !t.is(SUFFIX)).count();
    if names >= 2 {
        candidate.score = inner(&tokens[from..to]) + outer(tokens, from, to, &candidate);
        candidate.full = candidate.score >= ENOUGH;
    }
    found.push(candidate);
}

/// Position of the last title that has a name after it.
fn last_title(piece: &[Token]) -> Option<usize> {
    let last = piece[..piece.len() - 1].iter().rposition(|t| t.is(TITLE))?;
    let stack = |t: &Token| t.is(TITLE | RANK | PLACE | COMMON | ORG) || t.shape == Shape::Capitals;
    (last == 0 || piece[..last].iter().all(stack) || !piece[0].is(GIVEN)).then_some(last)
}

/// How many words at the start belong to no name: nationalities, ranks, ordinary words.
fn leading(piece: &[Token], capitals: bool) -> usize {
    let no_name = |t: &Token| {
        (t.is(COMMON | RANK | ORG | PLACE | TITLE) && !t.is(GIVEN | FIRST))
            || (t.shape == Shape::Capitals && !capitals && t.span.len() > 2)
    };
    let most = piece.len() - 1;
    piece[..most].iter().take_while(|t| no_name(t)).count()
}

/// `Jr.`, `III` after a name, with or without a comma.
fn suffix_end(tokens: &[Token], to: usize) -> usize {
    match tokens.get(to) {
        Some(t) if t.is(SUFFIX) && t.is_capital() && matches!(t.gap, Gap::Comma | Gap::Space) => to + 1,
        _ => to,
    }
}

/// What the words of a run say themselves.
fn inner(piece: &[Token]) -> i32 {
    let names: Vec<&Token> = piece.iter().filter(|t| !t.is(SUFFIX)).collect();
    let (Some(first), Some(last)) = (names.first(), names.last()) else { return 0 };
    let plain = |t: &Token, flags: Flags| t.is(flags) && !t.is(COMMON | PLACE | ORG | GEO | STOP);
    let mut score = match first {
        t if t.shape == Shape::Initial => 3,
        t if plain(t, GIVEN) => 3,
        t if t.is(GIVEN) => 1,
        t if t.is(FIRST) && names.len() <= 3 => 2,
        t if plain(t, FAMILY) => 1,
        t if t.is(GEO | ORG | PLACE) => -4,
        t if t.is(COMMON) => -3,
        _ => 0,
    };
    score += match last {
        t if plain(t, FAMILY | GIVEN) => 2,
        t if t.is(ORG) => {
            if t.is(FAMILY | GIVEN) {
                -2
            } else {
                -5
            }
        }
        t if t.is(PLACE) => -2,
        t if t.is(FAMILY | GIVEN) => 1,
        t if t.is(COMMON) => -2,
        t if t.shape == Shape::Initial => -3,
        _ => 1,
    };
    for t in &names[1..names.len() - 1] {
        score += match t {
            t if t.shape == Shape::Initial => 3,
            t if t.shape == Shape::Lower => 2,
            t if t.is(ORG) => -3,
            t if t.is(GIVEN | FAMILY) => 0,
            t if t.is(COMMON | PLACE | GEO) => -2,
            _ => 0,
        };
    }
    score - 2 * i32::from(names.len() > 4)
}

/// What stands around a run says.
fn outer(tokens: &[Token], from: usize, to: usize, candidate: &Candidate) -> i32 {
    let mut score = 0;
    if candidate.titled {
        score += 4;
    }
    if candidate.said {
        score += 2;
    }
    if tokens[from].gap == Gap::And || tokens.get(to).is_some_and(|t| t.gap == Gap::And) {
        score -= 5;
    }
    let before = from.checked_sub(1).map(|at| &tokens[at]).filter(|_| tokens[from].gap == Gap::Space);
    if before.is_some_and(|t| t.is(SAID) && t.shape == Shape::Lower) {
        score += 1;
    }
    score + after(tokens, to)
}

/// `, 42,`  `, the minister,`  `, who`  `(Oxland)` after a run.
fn after(tokens: &[Token], to: usize) -> i32 {
    let Some(next) = tokens.get(to) else { return 0 };
    match next.gap {
        Gap::Comma if next.shape == Shape::Number && next.span.len() == 2 => 3,
        Gap::Comma if next.shape == Shape::Lower && next.is(BEFORE | SAID) => 2,
        Gap::Open if next.is(PLACE) => 2,
        _ => 0,
    }
}
