//! Whom the mark-up names and who was found in the text are brought together: the same surname, and given names that
//! do not differ. However many there are of either, each name is looked up once. It knows no format.

use super::lexicon::{self, ByKey};
use super::tokens::{Token, tokens};
use crate::span::Span;
use crate::story::Person;
use std::collections::BTreeSet;

/// Places of names that are looked at for people whom only the mark-up names. A story has a few hundred; without end,
/// ten thousand people of one surname would each be given every place where it stands.
const PLACES: usize = 200_000;

/// First word, last word and number of words of a name, suffixes left out.
type Name = (u64, u64, usize);

fn name_of(written: &str) -> Option<Name> {
    let words = tokens(written);
    let end = words.iter().rposition(|t| !t.is(lexicon::SUFFIX)).map_or(0, |at| at + 1);
    (end > 0).then(|| (words[0].key, words[end - 1].key, end))
}

/// People by their names: who of them, the first one, may be the one of another name.
#[derive(Default)]
pub(super) struct Names {
    /// By surname; of these, who has no other name.
    last: ByKey<BTreeSet<usize>>,
    lone: ByKey<BTreeSet<usize>>,
    /// By surname and first name.
    both: std::collections::HashMap<(u64, u64), BTreeSet<usize>>,
}

impl Names {
    /// Of these people; their places in the list are their numbers.
    pub fn of(people: &[Person]) -> Self {
        let mut names = Names::default();
        people.iter().enumerate().for_each(|(number, person)| names.add(number, &person.name));
        names
    }

    /// One more, or one more name of one.
    pub fn add(&mut self, number: usize, written: &str) {
        let Some((first, last, count)) = name_of(written) else { return };
        self.last.entry(last).or_default().insert(number);
        self.both.entry((last, first)).or_default().insert(number);
        if count == 1 {
            self.lone.entry(last).or_default().insert(number);
        }
    }

    fn remove(&mut self, number: usize, written: &str) {
        let Some((first, last, _)) = name_of(written) else { return };
        self.last.get_mut(&last).map(|people| people.remove(&number));
        self.lone.get_mut(&last).map(|people| people.remove(&number));
        self.both.get_mut(&(last, first)).map(|people| people.remove(&number));
    }

    /// The first who may be the person of that name.
    pub fn same(&self, written: &str) -> Option<usize> {
        let (first, last, count) = name_of(written)?;
        let of = |people: Option<&BTreeSet<usize>>| people.and_then(|people| people.first().copied());
        if count == 1 {
            return of(self.last.get(&last));
        }
        let both = of(self.both.get(&(last, first)));
        both.into_iter().chain(of(self.lone.get(&last))).min()
    }
}

/// Joins the people that the mark-up names with those found: the fuller name stays, the mark-up's
/// when both are as full. Who was not found is looked for by surname. False where there was too much to look for all.
pub(super) fn link(body: &str, people: &mut Vec<Person>, named: Vec<Person>) -> bool {
    let mut names = Names::of(people);
    let mut text: Option<Text> = None;
    let mut absent = Vec::new();
    for mut person in named {
        if let Some(number) = names.same(&person.name) {
            let found = &mut people[number];
            if parts(&person.name) >= parts(&found.name) {
                names.remove(number, &found.name);
                names.add(number, &person.name);
                found.name = person.name;
            }
            found.titles.append(&mut person.titles);
            continue;
        }
        let text = text.get_or_insert_with(|| Text::of(body, people));
        person.mentions = text.mentions(&person.name);
        absent.push(person);
    }
    people.extend(absent);
    // In order of appearance; who does not appear comes last.
    people.sort_by_key(|p| p.mentions.first().map_or(usize::MAX, |m| m.start));
    text.is_none_or(|text| text.left > 0)
}

fn parts(name: &str) -> usize {
    name.split_whitespace().count()
}

/// A body in words, and whose some of them are.
struct Text {
    words: Vec<Token>,
    /// Where a word that may be a surname stands.
    places: ByKey<Vec<usize>>,
    /// Stretches that people have, in order, none in another.
    taken: Vec<Span>,
    /// Places that may still be looked at.
    left: usize,
}

impl Text {
    fn of(body: &str, people: &[Person]) -> Self {
        let words = tokens(body);
        let mut places: ByKey<Vec<usize>> = ByKey::default();
        for (at, word) in words.iter().enumerate() {
            if word.is_capital() && !word.is(lexicon::STOP) {
                places.entry(word.key).or_default().push(at);
            }
        }
        let mut all: Vec<Span> = people.iter().flat_map(|person| person.mentions.iter().copied()).collect();
        all.sort_unstable();
        let mut taken: Vec<Span> = Vec::with_capacity(all.len());
        for span in all {
            match taken.last_mut().filter(|last| span.start < last.end) {
                Some(last) => last.end = last.end.max(span.end),
                None => taken.push(span),
            }
        }
        Text { words, places, taken, left: PLACES }
    }

    /// Where the text has a name: its surname with a capital, and what of the name stands before it.
    fn mentions(&mut self, name: &str) -> Vec<Span> {
        let name: Vec<u64> = tokens(name).iter().map(|t| t.key).collect();
        let Some((surname, before)) = name.split_last() else { return Vec::new() };
        let mut found = Vec::new();
        for &at in self.places.get(surname).map_or(&[][..], Vec::as_slice) {
            if self.left == 0 {
                break;
            }
            self.left -= 1;
            let mut from = at;
            for key in before.iter().rev() {
                match from.checked_sub(1).filter(|&left| *key != 0 && self.words[left].key == *key) {
                    Some(left) => from = left,
                    None => break,
                }
            }
            let span = Span::new(self.words[from].span.start, self.words[at].span.end);
            let next = self.taken.partition_point(|taken| taken.end <= span.start);
            if !self.taken.get(next).is_some_and(|taken| taken.overlaps(&span)) {
                found.push(span);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_same_name_is_found() {
        let person = |name: &str| Person { name: name.to_owned(), ..Person::default() };
        let people = ["Ann Sample", "Sample", "Bob Sample Jr.", "Probe"].map(person);
        let mut names = Names::of(&people);
        let found = |names: &Names, of: &[&str]| of.iter().map(|name| names.same(name)).collect::<Vec<_>>();
        assert_eq!(
            found(&names, &["Sample", "Bob Sample", "Ann B. Sample", "Carl Sample", "Ida Probe", "Nobody"]),
            [Some(0), Some(1), Some(0), Some(1), Some(3), None]
        );
        names.remove(1, "Sample");
        names.add(1, "Carl Sample");
        assert_eq!(found(&names, &["Carl Sample", "Bob Sample", "Dora Sample"]), [Some(1), Some(2), None]);
    }

    #[test]
    fn people_of_the_mark_up_without_end_are_told() {
        let body = "Sample came. ".repeat(1000);
        let named =
            |count: usize| (0..count).map(|n| Person { name: format!("A{n} Sample"), ..Person::default() });
        let mut people = Vec::new();
        assert!(link(&body, &mut people, named(20).collect()));
        assert!(people.iter().all(|person| person.mentions.len() == 1000));
        let mut people = Vec::new();
        assert!(!link(&body, &mut people, named(20_000).collect()));
        assert_eq!(people.len(), 20_000);
    }
}
