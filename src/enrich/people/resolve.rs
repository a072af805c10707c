//! Candidates to people: full names that are one person, and the surnames that stand for them.

use super::candidates::Candidate;
use super::evidence::{Evidence, accepted, last_name};
use super::given::{self, Sex};
use super::lexicon::{ByKey, COMMON, FAMILY, FIRST, GEO, GIVEN, ORG, PARTICLE, PLACE, STOP, SUFFIX};
use super::tokens::{Gap, Shape, Token};
use super::tongue::Tongue;
use super::whose;
use crate::span::Span;
use crate::story::Person;

/// A person while the text is read.
struct Known {
    /// Words of the longest name so far: token range.
    from: usize,
    to: usize,
    /// A woman's or a man's given name or title.
    sex: Option<Sex>,
    /// Called `Mrs. Sample`: where another Sample is told of, plain `Sample` is the other.
    courtesy: bool,
    titles: Vec<String>,
    mentions: Vec<Span>,
}

/// What the words around a mention say of who is meant.
#[derive(Clone, Copy)]
enum Told {
    /// Beyond doubt: `Mrs.`
    Title(Sex),
    /// Likely: `her` in the rest of the sentence.
    Pronoun(Sex),
}

/// The state of one text.
struct Resolver<'t> {
    text: &'t str,
    tokens: &'t [Token],
    people: Vec<Known>,
    /// Surname to the people who carry it, the last met last.
    by_surname: ByKey<Vec<usize>>,
    /// Likewise a name before the last one: `Sample` in `Ana Sample de Probe`.
    by_middle: ByKey<Vec<usize>>,
    /// Given name likewise.
    by_given: ByKey<Vec<usize>>,
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
    let accepted = accepted(text, tokens, candidates, &evidence);
    // Full names first: a headline and a first paragraph may name people by surname.
    let mut owners: Vec<Option<usize>> = Vec::with_capacity(candidates.len());
    for (candidate, accepted) in candidates.iter().zip(&accepted) {
        owners.push((*accepted && !candidate.single).then(|| resolver.name(candidate)));
    }
    for (candidate, accepted) in candidates.iter().zip(&accepted) {
        if *accepted && candidate.single && !resolver.carried(candidate) {
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
    fn name(&mut self, c: &Candidate) -> usize {
        let last = last_name(self.tokens, c.from, c.to);
        let known = self.by_surname.get(&self.tokens[last].key).map_or(&[][..], Vec::as_slice);
        let exactly = known.iter().rev().copied().find(|&person| self.exactly(person, c));
        let relative = || whose::relative(self.text, self.tokens, c);
        let same = exactly.or_else(|| {
            let same = known.iter().rev().copied().find(|&person| self.same(person, c, last));
            same.filter(|_| !relative())
        });
        let person = same.unwrap_or_else(|| {
            self.people.push(Known {
                from: c.from,
                to: c.to,
                sex: None,
                courtesy: false,
                titles: Vec::new(),
                mentions: Vec::new(),
            });
            self.people.len() - 1
        });
        let sex = self.sex(c, last);
        let known = &mut self.people[person];
        if c.to - c.from > known.to - known.from {
            (known.from, known.to) = (c.from, c.to);
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
        let known_last = last_name(self.tokens, known.from, known.to);
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

    /// Somebody in the text may be meant by a surname with a title.
    fn carried(&self, c: &Candidate) -> bool {
        let key = self.tokens[last_name(self.tokens, c.from, c.to)].key;
        let sex = whose::titled(self.text, self.tokens, c);
        let fits = |person: &usize| {
            let known = self.people[*person].sex;
            sex.is_none() || known.is_none() || known == sex
        };
        [&self.by_surname, &self.by_middle]
            .iter()
            .any(|map| map.get(&key).is_some_and(|all| all.iter().any(fits)))
    }

    /// Who a surname with a title stands for, if anybody of the surname is known.
    fn titled(&self, c: &Candidate) -> Option<usize> {
        let token = &self.tokens[last_name(self.tokens, c.from, c.to)];
        match whose::titled(self.text, self.tokens, c) {
            // `Mrs. Sample` is nobody who is a man.
            Some(sex) => self
                .carrier(token, Some(Told::Title(sex)))
                .filter(|&person| self.people[person].sex.is_none_or(|known| known == sex)),
            None => self.carrier(token, whose::pronoun(self.text, self.tokens, c.to).map(Told::Pronoun)),
        }
    }

    /// Who of several people of a surname is meant: those before it in the text, of them those of the
    /// sex that the words around it tell, of them the one told of most, of those the one met last; else the first one after it.
    fn carrier(&self, token: &Token, sex: Option<Told>) -> Option<usize> {
        let nearest = |map: &ByKey<Vec<usize>>| self.nearest(map, token.key, token.span.start, sex);
        let first = |map: &ByKey<Vec<usize>>| map.get(&token.key).and_then(|list| list.first().copied());
        nearest(&self.by_surname)
            .or_else(|| nearest(&self.by_middle))
            .or_else(|| first(&self.by_surname))
            .or_else(|| first(&self.by_middle))
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
        let sex = whose::titled(self.text, self.tokens, c)
            .map(Told::Title)
            .or_else(|| whose::pronoun(self.text, self.tokens, c.to).map(Told::Pronoun));
        let person =
            (c.said && evidence.may_speak() && sounds_like_a_surname(token) && !evidence.is_firm(token))
                || evidence.is_person(self.text, token);
        let owner = self
            .carrier(token, sex)
            .or_else(|| {
                let given = token.shape == Shape::Capital && token.is(GIVEN) && !token.is(PLACE);
                if given { self.nearest_or_first(&self.by_given, token) } else { None }
            })
            .or_else(|| if person || c.said { self.misspelt(token) } else { None });
        let from = self.particle(c);
        match owner {
            Some(person) => self.mention(person, c, from, c.to),
            None if person => {
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
        let known = self.nearest_or_first(&self.by_surname, &name);
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
            let Some(person) = self.nearest_or_first(&self.by_surname, &token) else { continue };
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

    /// The carrier of a name among those met before an offset: one of the sex that a title tells, who is not called
    /// `Mrs.` where the name stands alone, the one told of most (the rest of a family is called by full names; a
    /// pronoun counts for two), the one met last.
    fn nearest(&self, map: &ByKey<Vec<usize>>, key: u64, before: usize, sex: Option<Told>) -> Option<usize> {
        let weight = |person: usize| {
            let known = &self.people[person];
            let at = known.mentions.last().map(|m| m.start).filter(|&at| at < before)?;
            let (fits, told) = match (known.sex, sex) {
                (Some(sex), Some(Told::Title(told))) => (i32::from(sex == told) * 2, 0),
                (_, Some(Told::Title(_))) => (1, 0),
                (sex, Some(Told::Pronoun(told))) => {
                    (-i32::from(known.courtesy), usize::from(sex == Some(told)) * 2)
                }
                (_, None) => (-i32::from(known.courtesy), 0),
            };
            Some((fits, known.mentions.len() + told, at, person))
        };
        map.get(&key)?.iter().filter_map(|person| weight(*person)).max().map(|(.., person)| person)
    }

    /// The carrier of a name among those met before it, else the first one after it.
    fn nearest_or_first(&self, map: &ByKey<Vec<usize>>, token: &Token) -> Option<usize> {
        self.nearest(map, token.key, token.span.start, None)
            .or_else(|| map.get(&token.key).and_then(|list| list.first().copied()))
    }

    /// The one person whose surname differs from a word in a slip of the keys.
    fn misspelt(&self, token: &Token) -> Option<usize> {
        if token.shape != Shape::Capital || token.is(COMMON | PLACE | ORG | GEO | STOP) {
            return None;
        }
        let slip = |person: &usize| {
            let known = &self.people[*person];
            let last = last_name(self.tokens, known.from, known.to);
            last > known.from
                && given::misspelt(self.tokens[last].span.of(self.text), token.span.of(self.text))
        };
        let mut found = (0..self.people.len()).filter(slip);
        found.next().filter(|_| found.next().is_none())
    }

    fn mention(&mut self, person: usize, c: &Candidate, from: usize, to: usize) {
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
                Person {
                    name: one_line(&span(text, &tokens[known.from..known.to]).of(text).replace(')', "")),
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
