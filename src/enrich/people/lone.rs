//! Who a name means that stands alone, with or without a title: of those whom the text calls so in full, the one that the
//! words around it tell, else the one told of most. What makes a word a name is for `evidence`.

use super::candidates::Candidate;
use super::evidence::{Evidence, last_name};
use super::given::{self, Sex};
use super::lexicon::{ByKey, COMMON, FAMILY, GEO, GIVEN, ORG, PARTICLE, PLACE, STOP};
use super::resolve::Resolver;
use super::tokens::{Gap, Shape, Token};
use super::whose;

/// What the words around a mention say of who is meant.
#[derive(Clone, Copy)]
enum Told {
    /// Beyond doubt: `Mrs.`
    Title(Sex),
    /// Likely: `her` in the rest of the sentence.
    Pronoun(Sex),
}

impl Resolver<'_> {
    /// Somebody in the text may be meant by a surname with a title.
    pub(super) fn carried(&self, c: &Candidate) -> bool {
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
    pub(super) fn titled(&self, c: &Candidate) -> Option<usize> {
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
    pub(super) fn lone(&mut self, c: &Candidate, evidence: &Evidence) {
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
            let last = known.last(self.tokens);
            last != known.from
                && given::misspelt(self.tokens[last].span.of(self.text), token.span.of(self.text))
        };
        let mut found = (0..self.people.len()).filter(slip);
        found.next().filter(|_| found.next().is_none())
    }
}

/// A word that is on a list of names and on no other.
fn sounds_like_a_surname(token: &Token) -> bool {
    token.shape == Shape::Capital && token.is(FAMILY) && !token.is(COMMON | PLACE | ORG | GEO | STOP)
}
