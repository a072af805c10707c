//! Spellings of one name: `Qadhafi` and `Gaddafi`, `Yeltsin` and `Jelzin`, `Mueller` and `Muller`.
//!
//! A part of a name becomes an automaton over the bytes of another part. Letters stand for themselves; the rows of
//! `rules` say what else a sound is written with. Each such change has a cost, and a short name may change less
//! than a long one, so that names of different people stay apart. No sound code: those make one of Baker and
//! Booker. What parts there are and which may be left out is `name`'s. Knows folded words (see
//! `index::analyzers`), no index and no query.

mod chinese;
mod name;
mod rules;

pub use name::{Name, PARTICLES, Part, without_article};

use rules::{At, ENGLISH, NOT_ENGLISH, ROWS, Row, Sound};

/// Longest part, in bytes, that has other spellings.
const LONGEST: usize = 40;

/// All spellings of one part of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spellings {
    word: String,
    edges: Vec<Edge>,
    english: bool,
}

/// From one place in the word to a later one, over letters that the other name has there.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edge {
    from: usize,
    to: usize,
    letters: Vec<u8>,
    cost: u8,
    least: u8,
    /// The letters are other ones, by a row that does not hold for English names.
    foreign: bool,
}

/// How far a reading of another name has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Bytes read.
    length: usize,
    paths: Vec<Path>,
}

/// One way to have come there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Path {
    /// The edge, and how many of its letters are read; `None` between edges.
    on: Option<(usize, usize)>,
    /// Place in the word: reached, or where the edge begins.
    at: usize,
    foreign: bool,
    least: u8,
    cost: u8,
}

impl Spellings {
    /// Of a folded word.
    pub fn new(word: &str) -> Self {
        let mut made = Spellings { word: word.to_owned(), edges: Vec::new(), english: is_english(word) };
        for (at, &byte) in word.as_bytes().iter().enumerate() {
            made.edges.push(Edge {
                from: at,
                to: at + 1,
                letters: vec![byte],
                cost: 0,
                least: 0,
                foreign: false,
            });
        }
        if word.len() <= LONGEST && word.bytes().all(|b| b.is_ascii_lowercase()) {
            let english = made.english;
            for row in ROWS.iter().filter(|row| row.plain || !english) {
                made.row(row);
            }
        }
        made
    }

    fn row(&mut self, row: &Row) {
        for form in row.forms {
            let places: Vec<usize> = self.word.match_indices(form).map(|(at, _)| at).collect();
            for from in places.into_iter().filter(|&from| holds(row, form, &self.word, from)) {
                for other in row.forms.iter().filter(|other| *other != form) {
                    self.edges.push(Edge {
                        from,
                        to: from + form.len(),
                        letters: other.as_bytes().to_vec(),
                        cost: row.cost,
                        least: row.least,
                        foreign: !row.plain,
                    });
                }
            }
        }
    }

    /// The word itself.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// Has it any other spelling at all?
    pub fn vary(&self) -> bool {
        self.edges.len() > self.word.len()
    }

    /// Before the first byte.
    pub fn start(&self) -> State {
        State { length: 0, paths: vec![Path { on: None, at: 0, foreign: false, least: 0, cost: 0 }] }
    }

    /// After one byte more.
    pub fn step(&self, state: &State, byte: u8) -> State {
        let mut paths: Vec<Path> = Vec::with_capacity(state.paths.len() + 4);
        for path in &state.paths {
            match path.on {
                Some((edge, read)) => self.follow(*path, edge, read, byte, &mut paths),
                None => {
                    for edge in (0..self.edges.len()).filter(|&e| self.edges[e].from == path.at) {
                        self.follow(*path, edge, 0, byte, &mut paths);
                    }
                }
            }
        }
        paths.sort_unstable();
        paths.dedup();
        State { length: state.length + 1, paths }
    }

    fn follow(&self, path: Path, at: usize, read: usize, byte: u8, paths: &mut Vec<Path>) {
        let Some(edge) = self.edges.get(at).filter(|edge| edge.letters.get(read) == Some(&byte)) else {
            return;
        };
        if read + 1 < edge.letters.len() {
            paths.push(Path { on: Some((at, read + 1)), ..path });
            return;
        }
        let cost = path.cost + edge.cost;
        if cost <= budget(self.word.len()) {
            paths.push(Path {
                on: None,
                at: edge.to,
                foreign: path.foreign || edge.foreign,
                least: path.least.max(edge.least),
                cost,
            });
        }
    }

    /// Can what was read still become a spelling?
    pub fn is_alive(&self, state: &State) -> bool {
        !state.paths.is_empty()
    }

    /// Is what was read a spelling, unless it looks English?
    pub fn is_spelling(&self, state: &State) -> bool {
        self.cost(state, false).is_some()
    }

    fn cost(&self, state: &State, english: bool) -> Option<u8> {
        let shorter = self.word.len().min(state.length);
        let whole = |p: &&Path| p.on.is_none() && p.at == self.word.len();
        let allowed = |p: &&Path| {
            p.cost <= budget(shorter) && usize::from(p.least) <= shorter && !(english && p.foreign)
        };
        state.paths.iter().filter(whole).filter(allowed).map(|p| p.cost).min()
    }

    /// How far `other`, a folded word, is from this one: 0 for the word itself, `None` for another name.
    pub fn distance(&self, other: &str) -> Option<u8> {
        let mut state = self.start();
        for byte in other.bytes() {
            state = self.step(&state, byte);
            if !self.is_alive(&state) {
                return None;
            }
        }
        self.cost(&state, is_english(other))
    }
}

/// How much a name of so many letters may change.
fn budget(letters: usize) -> u8 {
    match letters {
        0..=3 => 0,
        4 => 1,
        5 => 2,
        6 => 3,
        7..=9 => 4,
        _ => 5,
    }
}

fn is_english(word: &str) -> bool {
    let ends = |list: &[&str]| list.iter().any(|end| word.len() > end.len() && word.ends_with(end));
    ends(ENGLISH) && !ends(NOT_ENGLISH)
}

/// Does a row hold for the letters at `from`?
fn holds(row: &Row, form: &str, word: &str, from: usize) -> bool {
    let to = from + form.len();
    let place = match row.at {
        At::Any => true,
        At::Start => from == 0,
        At::Later => from > 0,
        At::End => to == word.len() && from > 0,
        At::Whole => from == 0 && to == word.len(),
    };
    let before = from.checked_sub(1).and_then(|at| word.as_bytes().get(at));
    place && is_sound(row.after, before) && is_sound(row.before, word.as_bytes().get(to))
}

fn is_sound(wanted: Sound, letter: Option<&u8>) -> bool {
    let vowel = letter.map(|letter| b"aeiou".contains(letter));
    match wanted {
        Sound::Any => true,
        Sound::NoU => letter != Some(&b'u'),
        Sound::Vowel => vowel == Some(true),
        Sound::Consonant => vowel == Some(false),
    }
}
