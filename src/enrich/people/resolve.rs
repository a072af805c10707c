//! Candidates to people: full names that are one person; whom surnames alone stand for is in `lone`.

use super::candidates::Candidate;
use super::evidence::{Evidence, accepted, last_name};
use super::family;
use super::given::{self, Sex};
use super::lexicon::{ByKey, COMMON, FIRST, GIVEN, ORG, PARTICLE, PLACE, SUFFIX};
use super::tokens::{Gap, Shape, Token};
use super::tongue::Tongue;
use super::whose;
use crate::span::Span;
use crate::story::Person;

/// A person while the text is read.
pub(super) struct Known {
    /// Words of the longest name so far: token range.
    pub from: usize,
    pub to: usize,
    /// The surname, where it stands elsewhere: behind the other name in `Ann and Karl Sample`.
    pub surname: Option<usize>,
    /// A woman's or a man's given name or title.
    pub sex: Option<Sex>,
    /// Called `Mrs. Sample`: where another Sample is told of, plain `Sample` is the other.
    pub courtesy: bool,
    pub titles: Vec<String>,
    pub mentions: Vec<Span>,
}

impl Known {
    /// Nobody told of yet, under the name of these words.
    pub fn new(from: usize, to: usize) -> Known {
        let (titles, mentions) = (Vec::new(), Vec::new());
        Known { from, to, surname: None, sex: None, courtesy: false, titles, mentions }
    }

    /// The word of the surname.
    pub fn last(&self, tokens: &[Token]) -> usize {
        self.surname.unwrap_or_else(|| last_name(tokens, self.from, self.to))
    }
}

/// The state of one text.
pub(super) struct Resolver<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
    pub people: Vec<Known>,
    /// Surname to the people who carry it, the last met last.
    pub by_surname: ByKey<Vec<usize>>,
    /// Likewise a name before the last one: `Sample` in `Ana Sample de Probe`.
    pub by_middle: ByKey<Vec<usize>>,
    /// Given name likewise.
    pub by_given: ByKey<Vec<usize>>,
}

/// People in order of appearance.
pub fn people(text: &str, tokens: &[Token], candidates: &[Candidate], tongue: Tongue) -> Vec<Person> {
    let mut resolver = Resolver {
        text,
        tokens,
        people: Vec::new(),
        by_surname: ByKey::default(),
        by_middle: ByKey::default(),
        by_given: ByKey::default(),
    };
    let evidence = Evidence::new(text, tokens, candidates, tongue);
    let mut accepted = accepted(text, tokens, candidates, &evidence);
    let families = if tongue == Tongue::English {
        family::pairs(text, tokens, candidates, &accepted)
    } else {
        Vec::new()
    };
    families.iter().for_each(|&pair| accepted[pair + 1] = true);
    // Full names first: a headline and a first paragraph may name people by surname.
    let mut owners: Vec<Option<usize>> = Vec::with_capacity(candidates.len());
    for (candidate, accepted) in candidates.iter().zip(&accepted) {
        owners.push((*accepted && !candidate.single).then(|| resolver.name(candidate)));
    }
    for pair in families {
        owners[pair] = resolver.relative(&candidates[pair], &candidates[pair + 1]);
    }
    for ((candidate, owner), accepted) in candidates.iter().zip(&owners).zip(&accepted) {
        if *accepted && owner.is_none() && candidate.single && !resolver.carried(candidate) {
            resolver.name(candidate);
        }
    }
    for ((candidate, owner), accepted) in candidates.iter().zip(&owners).zip(&accepted) {
        let titled = if candidate.single && *accepted { resolver.titled(candidate) } else { None };
        match owner.or(titled) {
            Some(person) => resolver.mention(person, candidate, candidate.from, candidate.to),
            None => resolver.lone(candidate, &evidence),
        }
    }
    resolver.finish()
}

impl Resolver<'_> {
    /// The person of an accepted candidate, new or known.
    pub(super) fn name(&mut self, c: &Candidate) -> usize {
        let last = last_name(self.tokens, c.from, c.to);
        let known = self.by_surname.get(&self.tokens[last].key).map_or(&[][..], Vec::as_slice);
        let exactly = known.iter().rev().copied().find(|&person| self.exactly(person, c));
        let relative = || whose::relative(self.text, self.tokens, c);
        let same = exactly.or_else(|| {
            let same = known.iter().rev().copied().find(|&person| self.same(person, c, last));
            same.filter(|_| !relative())
        });
        let person = same.unwrap_or_else(|| {
            self.people.push(Known::new(c.from, c.to));
            self.people.len() - 1
        });
        let sex = self.sex(c, last);
        let known = &mut self.people[person];
        if c.to - c.from > known.to - known.from {
            (known.from, known.to, known.surname) = (c.from, c.to, None);
        }
        known.sex = known.sex.or(sex);
        self.register(person, c.from, last);
        person
    }

    /// A woman or a man, by title, else by given name.
    fn sex(&self, c: &Candidate, last: usize) -> Option<Sex> {
        let given = || (last > c.from).then(|| given::sex(self.tokens[c.from].key)).flatten();
        whose::titled(self.text, self.tokens, c).or_else(given)
    }

    fn register(&mut self, person: usize, from: usize, last: usize) {
        let put = |map: &mut ByKey<Vec<usize>>, key: u64| {
            let list = map.entry(key).or_default();
            if list.last() != Some(&person) {
                list.push(person);
            }
        };
        put(&mut self.by_surname, self.tokens[last].key);
        if last > from {
            for middle in &self.tokens[from + 1..last] {
                if middle.shape == Shape::Capital && middle.span.len() > 2 && !middle.is(GIVEN | PARTICLE) {
                    put(&mut self.by_middle, middle.key);
                }
            }
            let first = &self.tokens[from];
            if first.is(FIRST) && last - from <= 2 {
                put(&mut self.by_surname, first.key);
            } else if first.shape == Shape::Capital && !first.is(COMMON | PLACE | ORG) {
                put(&mut self.by_given, first.key);
            }
        }
    }

    /// The words of a candidate are those of a known name.
    fn exactly(&self, person: usize, c: &Candidate) -> bool {
        let known = &self.people[person];
        let keys = |from: usize, to: usize| self.tokens[from..to].iter().map(|t| t.key);
        keys(known.from, known.to).eq(keys(c.from, c.to))
    }

    /// A candidate may be the known person of the same surname: one has no given name, or the given
    /// names are the same, short for one another, or one is the other's initial.
    fn same(&self, person: usize, c: &Candidate, last: usize) -> bool {
        let (known, from) = (&self.people[person], c.from);
        let known_last = known.last(self.tokens);
        // `Jr.` is not `Sr.`.
        let suffix = |last: usize, to: usize| self.tokens.get(last + 1).filter(|_| last + 1 < to);
        if let (Some(a), Some(b)) = (suffix(known_last, known.to), suffix(last, c.to))
            && a.key != b.key
        {
            return false;
        }
        if from == last || known.from == known_last {
            let sexes = (known.sex, self.sex(c, last));
            let differ = matches!(sexes, (Some(a), Some(b)) if a != b);
            return !differ && self.tokens[known_last].key == self.tokens[last].key;
        }
        let (a, b) = (&self.tokens[known.from], &self.tokens[from]);
        // `Sample Probe` and `van der Sample` are the end of a longer name.
        let (long, short) = (&self.tokens[known.from..=known_last], &self.tokens[from..=last]);
        let (long, short) = if long.len() < short.len() { (short, long) } else { (long, short) };
        if a.key == b.key || long.iter().rev().zip(short.iter().rev()).all(|(x, y)| x.key == y.key) {
            return true;
        }
        let initial = a.shape == Shape::Initial || b.shape == Shape::Initial;
        (initial && self.text.as_bytes()[a.span.start] == self.text.as_bytes()[b.span.start])
            || given::short_for(a.key, b.key)
    }

    pub(super) fn mention(&mut self, person: usize, c: &Candidate, from: usize, to: usize) {
        // `(President Ana) Sample`: the copy says `Sample`.
        let close = (from + 1..to).rev().find(|&at| self.tokens[at].gap == Gap::Close);
        let span = span(self.text, &self.tokens[close.unwrap_or(from)..to]);
        if c.titles < c.from && from == c.from {
            let title = Span::new(self.tokens[c.titles].span.start, self.tokens[c.from - 1].span.end);
            let title = one_line(title.of(self.text));
            self.people[person].courtesy |= c.single && ["Mrs", "Miss", "Ms"].contains(&title.as_str());
            let titles = &mut self.people[person].titles;
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        self.people[person].mentions.push(span);
    }

    fn finish(self) -> Vec<Person> {
        let (text, tokens) = (self.text, self.tokens);
        let mut people: Vec<Person> = self
            .people
            .into_iter()
            .filter(|known| !known.mentions.is_empty())
            .map(|mut known| {
                known.mentions.sort_unstable();
                let surname = known.surname.map_or("", |last| tokens[last].span.of(text));
                let name = span(text, &tokens[known.from..known.to]).of(text).replace(')', "");
                Person {
                    name: one_line(&format!("{name} {surname}")),
                    titles: known.titles,
                    mentions: known.mentions,
                    ..Person::default()
                }
            })
            .collect();
        people.sort_by_key(|person| person.mentions.first().map(|m| m.start));
        people
    }
}

/// From the first to the last word, with the full stop of `Jr.`.
fn span(text: &str, words: &[Token]) -> Span {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Span::default() };
    let abbreviated = words.len() > 1 && last.is(SUFFIX) && last.shape == Shape::Capital;
    let stop = abbreviated && text[last.span.end..].starts_with('.');
    Span::new(first.span.start, last.span.end + usize::from(stop))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
