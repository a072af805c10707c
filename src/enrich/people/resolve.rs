//! Candidates to people: full names that are one person, and the surnames that stand for them.

use super::candidates::Candidate;
use super::evidence::{Evidence, accepted, last_name};
use super::lexicon::{ByKey, COMMON, FAMILY, FIRST, GEO, GIVEN, ORG, PARTICLE, PLACE, STOP, SUFFIX};
use super::tokens::{Gap, Shape, Token};
use crate::span::Span;
use crate::story::Person;

/// A person while the text is read.
struct Known {
    /// Words of the longest name so far: token range.
    from: usize,
    to: usize,
    /// More than a surname with a title.
    full: bool,
    titles: Vec<String>,
    mentions: Vec<Span>,
}

/// The state of one text.
struct Resolver<'t> {
    text: &'t str,
    tokens: &'t [Token],
    people: Vec<Known>,
    /// Surname to the people who carry it, the last met last.
    by_surname: ByKey<Vec<usize>>,
    /// Given name likewise.
    by_given: ByKey<Vec<usize>>,
}

/// People in order of appearance.
pub fn people(text: &str, tokens: &[Token], candidates: &[Candidate]) -> Vec<Person> {
    let mut resolver = Resolver {
        text,
        tokens,
        people: Vec::new(),
        by_surname: ByKey::default(),
        by_given: ByKey::default(),
    };
    let evidence = Evidence::new(text, tokens, candidates);
    let accepted = accepted(tokens, candidates, &evidence);
    // Full names first: a headline and a first paragraph may name people by surname.
    let mut owners: Vec<Option<usize>> = Vec::with_capacity(candidates.len());
    for (candidate, accepted) in candidates.iter().zip(&accepted) {
        owners.push(accepted.then(|| resolver.name(candidate)));
    }
    for (candidate, owner) in candidates.iter().zip(&owners) {
        match owner {
            Some(person) => resolver.mention(*person, candidate, candidate.from, candidate.to),
            None => resolver.lone(candidate, &evidence),
        }
    }
    resolver.finish()
}

impl Resolver<'_> {
    /// The person of an accepted candidate, new or known.
    fn name(&mut self, c: &Candidate) -> usize {
        let last = last_name(self.tokens, c.from, c.to);
        let key = self.tokens[last].key;
        let same = self
            .by_surname
            .get(&key)
            .and_then(|known| known.iter().rev().copied().find(|&person| self.same(person, c.from, last)));
        let person = same.unwrap_or_else(|| {
            self.people.push(Known {
                from: c.from,
                to: c.to,
                full: last > c.from,
                titles: Vec::new(),
                mentions: Vec::new(),
            });
            self.people.len() - 1
        });
        let known = &mut self.people[person];
        if c.to - c.from > known.to - known.from {
            (known.from, known.to) = (c.from, c.to);
            known.full = known.full || last > c.from;
        }
        self.register(person, c.from, last);
        person
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
            let first = &self.tokens[from];
            if first.is(FIRST) && last - from <= 2 {
                put(&mut self.by_surname, first.key);
            } else if first.shape == Shape::Capital && !first.is(COMMON | PLACE | ORG) {
                put(&mut self.by_given, first.key);
            }
        }
    }

    /// The words `from..=last` may be the known person of the same surname: one has no given name,
    /// or the given names are the same or one is the other's initial.
    fn same(&self, person: usize, from: usize, last: usize) -> bool {
        let known = &self.people[person];
        let known_last = last_name(self.tokens, known.from, known.to);
        if from == last || known.from == known_last {
            return self.tokens[known_last].key == self.tokens[last].key;
        }
        let (a, b) = (&self.tokens[known.from], &self.tokens[from]);
        // `Sample Probe` and `van der Sample` are the end of a longer name.
        let (long, short) = (&self.tokens[known.from..=known_last], &self.tokens[from..=last]);
        let (long, short) = if long.len() < short.len() { (short, long) } else { (long, short) };
        if a.key == b.key || long.iter().rev().zip(short.iter().rev()).all(|(x, y)| x.key == y.key) {
            return true;
        }
        let initial = a.shape == Shape::Initial || b.shape == Shape::Initial;
        initial && self.text.as_bytes()[a.span.start] == self.text.as_bytes()[b.span.start]
    }

    /// A surname, or a given name, that stands for somebody.
    fn lone(&mut self, c: &Candidate, evidence: &Evidence) {
        if c.capitals && c.to - c.from > 1 {
            return self.capitals(c);
        }
        if !c.single {
            return self.cabinet(c, evidence);
        }
        let token = &self.tokens[last_name(self.tokens, c.from, c.to)];
        let owner = self.nearest(&self.by_surname, token.key, token.span.start).or_else(|| {
            let given = token.shape == Shape::Capital && token.is(GIVEN) && !token.is(PLACE);
            if given { self.nearest(&self.by_given, token.key, token.span.start) } else { None }
        });
        let from = self.particle(c);
        match owner {
            Some(person) => self.mention(person, c, from, c.to),
            None if (c.said && sounds_like_a_surname(token)) || evidence.is_person(self.text, token) => {
                let person = self.name(&Candidate { from, ..*c });
                self.mention(person, c, from, c.to);
            }
            None => {}
        }
    }

    /// `the Sample Cabinet`: what a head of government has is called by the name.
    fn cabinet(&mut self, c: &Candidate, evidence: &Evidence) {
        const HELD: [&str; 5] = ["Cabinet", "Administration", "Government", "Presidency", "Ministry"];
        let (name, held) = (self.tokens[c.from], &self.tokens[c.to - 1]);
        if c.to - c.from != 2 || !HELD.contains(&held.span.of(self.text)) {
            return;
        }
        let known = self.nearest(&self.by_surname, name.key, name.span.start);
        let name = Candidate { to: c.to - 1, ..*c };
        if let Some(person) =
            known.or_else(|| evidence.is_person(self.text, &self.tokens[c.from]).then(|| self.name(&name)))
        {
            self.mention(person, &name, name.from, name.to);
        }
    }

    /// First word of a surname that stands alone, `de` and the like before it included.
    fn particle(&self, c: &Candidate) -> usize {
        const OTHER: [&str; 7] = ["la", "le", "les", "y", "e", "af", "bar"];
        let before = c.from.checked_sub(1).filter(|_| self.tokens[c.from].gap == Gap::Space);
        match before.map(|at| (at, &self.tokens[at])) {
            Some((at, t)) if t.shape == Shape::Lower && t.is(PARTICLE) => {
                if OTHER.contains(&t.span.of(self.text)) { c.from } else { at }
            }
            _ => c.from,
        }
    }

    /// Known names in a run of capitals.
    fn capitals(&mut self, c: &Candidate) {
        let mut at = c.from;
        while at < c.to {
            let token = self.tokens[at];
            at += 1;
            let Some(person) = self.nearest(&self.by_surname, token.key, token.span.start) else { continue };
            if token.is(COMMON | PLACE | ORG) {
                continue;
            }
            let known = &self.people[person];
            let given = self.tokens[known.from].key;
            let from = match at.checked_sub(2) {
                Some(before) if before >= c.from && self.tokens[before].key == given => before,
                _ => at - 1,
            };
            self.mention(person, c, from, at);
        }
    }

    /// The carrier of a name met last before an offset, else the first one after it.
    fn nearest(&self, map: &ByKey<Vec<usize>>, key: u64, before: usize) -> Option<usize> {
        let carriers = map.get(&key)?;
        let met =
            |person: usize| self.people[person].mentions.last().map(|m| m.start).filter(|&at| at < before);
        carriers
            .iter()
            .copied()
            .filter_map(|person| met(person).map(|at| (at, person)))
            .max()
            .map(|(_, person)| person)
            .or_else(|| carriers.first().copied())
    }

    fn mention(&mut self, person: usize, c: &Candidate, from: usize, to: usize) {
        let span = span(self.text, &self.tokens[from..to]);
        if c.titles < c.from && from == c.from {
            let title = Span::new(self.tokens[c.titles].span.start, self.tokens[c.from - 1].span.end);
            let title = one_line(title.of(self.text));
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
                Person {
                    name: one_line(span(text, &tokens[known.from..known.to]).of(text)),
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

/// A word that is on a list of names and on no other.
fn sounds_like_a_surname(token: &Token) -> bool {
    token.shape == Shape::Capital && token.is(FAMILY) && !token.is(COMMON | PLACE | ORG | GEO | STOP)
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
