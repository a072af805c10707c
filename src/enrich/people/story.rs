//! People of a whole story: those the mark-up names, the body's, those of captions and headline,
//! the byline's and the credits', each once.

use super::meet::{Names, link};
use super::{find_in, makers};
use crate::story::{Kind, Person, Role, Story};
use std::collections::HashSet;

/// Captions that are looked at; a gallery repeats the same people.
const CAPTIONS: usize = 40;

/// The pass.
pub fn run(story: &mut Story) {
    let given = std::mem::take(&mut story.people);
    let mut people =
        if story.kind == Kind::Table { Vec::new() } else { find_in(&story.body, story.lang.as_deref()) };
    let (named, others): (Vec<_>, Vec<_>) = given.into_iter().partition(|p| p.role == Role::Subject);
    if !named.is_empty() && !link(&story.body, &mut people, named) {
        story.note("people-not-all-placed", None, "so many people are named that some were not looked for");
    }
    let mut names = Names::of(&people);
    for text in story.captions.iter().take(CAPTIONS).map(|c| &c.text).chain([&story.headline]) {
        for person in find_in(text, story.lang.as_deref()) {
            if person.name.contains(' ') && names.same(&person.name).is_none() {
                names.add(people.len(), &person.name);
                people.push(Person { mentions: Vec::new(), ..person });
            }
        }
    }
    let writers = story.byline.as_deref().map(makers::writers).unwrap_or_default();
    // A byline that was left at the head of the copy is no subject.
    let signed: HashSet<&str> = writers.iter().map(String::as_str).collect();
    people.retain(|p| {
        p.role != Role::Subject
            || p.mentions.iter().any(|m| m.start > 200)
            || !signed.contains(p.name.as_str())
    });
    let known = others.iter().filter(|p| p.role == Role::Byline).map(|p| p.name.clone());
    let known: HashSet<String> = known.collect();
    let new = writers.into_iter().filter(|name| !known.contains(name));
    people.extend(new.map(|name| Person { name, role: Role::Byline, ..Person::default() }));
    people.extend(others);
    let makers = people.iter().filter(|p| p.role != Role::Subject).map(|p| p.name.to_ascii_lowercase());
    let mut known: HashSet<String> = makers.collect();
    for credit in story.captions.iter().take(CAPTIONS).filter_map(|caption| caption.credit.as_deref()) {
        for name in makers::photographers(credit) {
            if known.insert(name.to_ascii_lowercase()) {
                people.push(Person { name, role: Role::Creator, ..Person::default() });
            }
        }
    }
    story.people = people;
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
