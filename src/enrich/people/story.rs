//! People of a whole story: those the mark-up names, the body's, those of captions and headline,
//! the byline's and the credits', each once.

use super::makers;
use super::tokens::{Token, tokens};
use super::{find_in, lexicon};
use crate::span::Span;
use crate::story::{Kind, Person, Role, Story};

/// Captions that are looked at; a gallery repeats the same people.
const CAPTIONS: usize = 40;

/// The pass.
pub fn run(story: &mut Story) {
    let given = std::mem::take(&mut story.people);
    let mut people =
        if story.kind == Kind::Table { Vec::new() } else { find_in(&story.body, story.lang.as_deref()) };
    let (named, others): (Vec<_>, Vec<_>) = given.into_iter().partition(|p| p.role == Role::Subject);
    if !named.is_empty() {
        link(&story.body, &mut people, named);
    }
    for text in story.captions.iter().take(CAPTIONS).map(|c| &c.text).chain([&story.headline]) {
        for person in find_in(text, story.lang.as_deref()) {
            if person.name.contains(' ') && !people.iter().any(|known| same(&known.name, &person.name)) {
                people.push(Person { mentions: Vec::new(), ..person });
            }
        }
    }
    let writers = story.byline.as_deref().map(makers::writers).unwrap_or_default();
    for name in writers {
        // A byline that was left at the head of the copy is no subject.
        people.retain(|p| {
            p.role != Role::Subject || p.mentions.iter().any(|m| m.start > 200) || p.name != name
        });
        if !others.iter().any(|p| p.role == Role::Byline && p.name == name) {
            people.push(Person { name, role: Role::Byline, ..Person::default() });
        }
    }
    people.extend(others);
    for credit in story.captions.iter().take(CAPTIONS).filter_map(|caption| caption.credit.as_deref()) {
        for name in makers::photographers(credit) {
            let known = |p: &Person| p.role != Role::Subject && p.name.eq_ignore_ascii_case(&name);
            if !people.iter().any(known) {
                people.push(Person { name, role: Role::Creator, ..Person::default() });
            }
        }
    }
    story.people = people;
}

/// Joins the people that the mark-up names with those found: the fuller name stays, the mark-up's
/// when both are as full. Who was not found is looked for by surname.
fn link(body: &str, people: &mut Vec<Person>, named: Vec<Person>) {
    let mut words: Option<Vec<Token>> = None;
    let mut absent = Vec::new();
    for mut person in named {
        if let Some(found) = people.iter_mut().find(|found| same(&found.name, &person.name)) {
            if parts(&person.name) >= parts(&found.name) {
                found.name = person.name;
            }
            found.titles.append(&mut person.titles);
            continue;
        }
        let words = words.get_or_insert_with(|| tokens(body));
        person.mentions = mentions(words, &person.name, people);
        absent.push(person);
    }
    people.extend(absent);
    // In order of appearance; who does not appear comes last.
    people.sort_by_key(|p| p.mentions.first().map_or(usize::MAX, |m| m.start));
}

fn parts(name: &str) -> usize {
    name.split_whitespace().count()
}

/// Where a text has a name: its surname with a capital, and what of the name stands before it.
fn mentions(words: &[Token], name: &str, people: &[Person]) -> Vec<Span> {
    let name: Vec<u64> = tokens(name).iter().map(|t| t.key).collect();
    let Some((surname, before)) = name.split_last() else { return Vec::new() };
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if word.key != *surname || !word.is_capital() || word.is(lexicon::STOP) {
            continue;
        }
        let mut from = at;
        for key in before.iter().rev() {
            match from.checked_sub(1).filter(|&left| *key != 0 && words[left].key == *key) {
                Some(left) => from = left,
                None => break,
            }
        }
        let span = Span::new(words[from].span.start, word.span.end);
        if !people.iter().any(|p| p.mentions.iter().any(|m| m.overlaps(&span))) {
            found.push(span);
        }
    }
    found
}

/// Two names may be one person's: the same surname, and given names that do not differ.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (tokens(a), tokens(b));
    let names = |words: &[Token]| {
        let end = words.iter().rposition(|t| !t.is(lexicon::SUFFIX)).map_or(0, |at| at + 1);
        (end > 0).then(|| (words[0].key, words[end - 1].key, end))
    };
    match (names(&a), names(&b)) {
        (Some((a, last_a, n)), Some((b, last_b, m))) => last_a == last_b && (a == b || n == 1 || m == 1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Caption;

    fn names(story: &Story, role: Role) -> Vec<(&str, usize)> {
        story.people.iter().filter(|p| p.role == role).map(|p| (p.name.as_str(), p.mentions.len())).collect()
    }

    #[test]
    fn sources_of_people_meet() {
        let mut story = Story {
            body: "The harbour board met. Sampleton said no, and Example's plan fell.\n\nMaria Testa left."
                .into(),
            headline: "Anna Exampleton wins".into(),
            byline: Some("By PETER WRITER-JONES and Susan Reportson, Associated Press Writers".into()),
            captions: vec![Caption {
                text: "Maria Testa, left, and Karl Probe".into(),
                credit: Some("Photo: Anna Lensman, AP".into()),
            }],
            people: vec![
                Person { name: "Joe Sampleton".into(), ..Person::default() },
                Person { name: "Photo Grapher".into(), role: Role::Creator, ..Person::default() },
            ],
            ..Story::default()
        };
        run(&mut story);
        let subjects = names(&story, Role::Subject);
        assert_eq!(
            subjects,
            [("Joe Sampleton", 1), ("Maria Testa", 1), ("Karl Probe", 0), ("Anna Exampleton", 0)]
        );
        assert_eq!(names(&story, Role::Byline), [("Peter Writer-Jones", 0), ("Susan Reportson", 0)]);
        assert_eq!(names(&story, Role::Creator), [("Photo Grapher", 0), ("Anna Lensman", 0)]);
    }

    #[test]
    fn the_name_of_the_markup_wins() {
        let mut story = Story {
            body: "Joe Sampleton left. Sampleton had come by boat.".into(),
            people: vec![Person { name: "Joe A. Sampleton".into(), ..Person::default() }],
            ..Story::default()
        };
        run(&mut story);
        assert_eq!(names(&story, Role::Subject), [("Joe A. Sampleton", 2)]);
    }
}
