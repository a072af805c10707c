//! Who is who: the people of 206 stories of two collections, annotated by hand in
//! `tests/hand/people.tsv` and `people_later.tsv`, when the collections are at hand. A surname that stands alone must be
//! linked to the right full name; what the facet lists must be a person of the story, once and
//! under the right name. `cargo test --test real resolution -- --nocapture` prints the figures and
//! every miss.

use super::shared;
use morgue::date::wire::Hints;
use morgue::enrich::enrich;
use morgue::error::Error;
use morgue::readers::{Input, Sink, by_name};
use morgue::span::CodePoints;
use morgue::story::{Role, Story};
use std::collections::HashMap;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

/// Where and how a story names somebody.
struct Named {
    headline: bool,
    /// `full`, `surname`, `given`, `only` (nobody calls them otherwise), `neutral` (neither right nor wrong).
    kind: String,
    /// Code points.
    start: usize,
    end: usize,
}

/// The people of a story, as a reader of it sees them.
struct Annotated {
    /// Code points of the body, so that offsets into another text are noticed.
    length: usize,
    people: Vec<Vec<Named>>,
}

/// (file, id) to the annotation.
type ByHand = HashMap<(String, String), Annotated>;

fn annotations(rows: &str, set: &str) -> ByHand {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hand").join(rows);
    let text = std::fs::read_to_string(file).unwrap();
    let mut stories = ByHand::new();
    for row in text.lines().filter(|row| !row.starts_with('#')) {
        let [of, story, length, mentions] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        if of == set {
            let (file, id) = story.split_once(' ').unwrap();
            let story = stories
                .entry((file.to_owned(), id.to_owned()))
                .or_insert_with(|| Annotated { length: length.parse().unwrap(), people: Vec::new() });
            story.people.push(mentions.split(' ').map(named).collect());
        }
    }
    stories
}

/// `surname:12-19`, `headline-surname:0-7`.
fn named(text: &str) -> Named {
    let (kind, span) = text.split_once(':').unwrap();
    let (start, end) = span.split_once('-').unwrap();
    Named {
        headline: kind.starts_with("headline-"),
        kind: kind.trim_start_matches("headline-").to_owned(),
        start: start.parse().unwrap(),
        end: end.parse().unwrap(),
    }
}

/// A name without case, line ends, full stops and the bracket of `(Ana) Sample`.
fn folded(name: &str) -> String {
    let words = name.split_whitespace().map(|word| word.trim_end_matches(['.', ')']).to_lowercase());
    words.collect::<Vec<_>>().join(" ")
}

fn part(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

/// The names a person may be listed under: those in full, or whatever there is.
fn names(person: &[Named], story: &Story) -> Vec<String> {
    let text = |named: &Named| {
        folded(&part(if named.headline { &story.headline } else { &story.body }, named.start, named.end))
    };
    let whole: Vec<_> = person.iter().filter(|n| ["full", "only"].contains(&&*n.kind)).map(text).collect();
    if whole.is_empty() { person.iter().map(text).collect() } else { whole }
}

/// What was right in one set.
struct Tally {
    file: String,
    by_hand: ByHand,
    stories: usize,
    /// Surnames that stand alone, of people the story names in full: all, found, linked to the right name.
    surnames: usize,
    found: usize,
    linked: usize,
    /// Names in the facet; those that are somebody's, each person once.
    listed: usize,
    right: usize,
    /// People annotated.
    people: usize,
    misses: Vec<String>,
}

impl Tally {
    fn score(&mut self, story: &Story, truth: &Annotated) {
        let points = CodePoints::new(&story.body);
        let id = &story.id;
        assert_eq!(truth.length, story.body.chars().count(), "{id}: the body is not the one annotated");
        self.stories += 1;
        let people: Vec<_> = truth.people.iter().map(|person| names(person, story)).collect();
        let listed: Vec<_> = story.people.iter().filter(|person| person.role == Role::Subject).collect();
        for (person, names) in truth.people.iter().zip(&people) {
            let whole = person.iter().any(|n| n.kind == "full" && !n.headline);
            for alone in person.iter().filter(|n| whole && n.kind == "surname" && !n.headline) {
                self.surnames += 1;
                let owner = listed.iter().find(|known| {
                    known.mentions.iter().any(|span| {
                        let span = points.span(*span);
                        span.start < alone.end && alone.start < span.end
                    })
                });
                self.found += usize::from(owner.is_some());
                if owner.is_some_and(|owner| names.contains(&folded(&owner.name))) {
                    self.linked += 1;
                } else {
                    let owner = owner.map_or("nobody", |owner| &owner.name);
                    self.misses.push(format!("{id} {}: {names:?} taken for {owner}", alone.start));
                }
            }
        }
        self.facet(story, truth, &people);
    }

    fn facet(&mut self, story: &Story, truth: &Annotated, people: &[Vec<String>]) {
        let id = &story.id;
        let mut met = vec![false; people.len()];
        for listed in story.people.iter().filter(|person| person.role == Role::Subject) {
            let name = folded(&listed.name);
            let owner = (0..people.len()).find(|&at| !met[at] && people[at].contains(&name));
            if owner.is_some_and(|at| truth.people[at].iter().all(|n| n.kind == "neutral")) {
                continue;
            }
            self.listed += 1;
            match owner {
                Some(at) => {
                    met[at] = true;
                    self.right += 1;
                }
                None => self.misses.push(format!("{id}: lists {}", listed.name)),
            }
        }
        for (at, person) in truth.people.iter().enumerate() {
            if person.iter().any(|n| n.kind != "neutral") {
                self.people += 1;
                if !met[at] {
                    self.misses.push(format!("{id}: does not list {:?}", people[at]));
                }
            }
        }
    }
}

impl Sink for Tally {
    fn story(&mut self, mut story: Story) -> ControlFlow<()> {
        let key = (self.file.clone(), story.id.clone());
        if let Some(truth) = self.by_hand.remove(&key) {
            enrich(&mut story);
            self.score(&story, &truth);
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, error: Error) {
        panic!("{error}");
    }
}

fn score(corpora: &Path, rows: &str, set: &str, format: &str) -> Tally {
    let by_hand = annotations(rows, set);
    let mut files: Vec<String> = by_hand.keys().map(|(file, _)| file.clone()).collect();
    files.sort_unstable();
    files.dedup();
    let mut tally = Tally {
        file: String::new(),
        by_hand,
        stories: 0,
        surnames: 0,
        found: 0,
        linked: 0,
        listed: 0,
        right: 0,
        people: 0,
        misses: Vec::new(),
    };
    for file in files {
        let path = corpora.join(set).join(&file);
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(std::fs::File::open(&path).unwrap())
            .read_to_end(&mut bytes)
            .unwrap();
        let mut reader = BufReader::new(&bytes[..]);
        let hints = Hints::default();
        let mut input = Input { bytes: &mut reader, name: file.trim_end_matches(".gz"), hints: &hints };
        tally.file.clone_from(&file);
        (by_name(format).unwrap().read)(&mut input, &mut tally).unwrap();
    }
    assert!(tally.by_hand.is_empty(), "{set}: not found: {:?}", tally.by_hand.keys());
    tally
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole as f64
}

/// Scores both sets; shares of surnames linked right and of listed names that are right, and the stories.
fn both(corpora: &Path, rows: &str) -> (f64, f64, usize) {
    let sets = [
        ("ap-blei", score(corpora, rows, "ap-blei", "trec-sgml")),
        ("reuters-21578", score(corpora, rows, "reuters-21578", "reuters-21578")),
    ];
    let sum = |of: fn(&Tally) -> usize| sets.iter().map(|(_, tally)| of(tally)).sum::<usize>();
    for (set, tally) in &sets {
        println!("{}", tally.misses.join("\n"));
        let Tally { stories, surnames, found, linked, listed, right, people, .. } = tally;
        println!(
            "{rows}, {set}: {stories} stories; surnames alone {surnames}, found {found}, linked right {linked}; \
             listed {listed}, right {right}, people {people}"
        );
    }
    let linked = percent(sum(|t| t.linked), sum(|t| t.surnames));
    let linked_of_found = percent(sum(|t| t.linked), sum(|t| t.found));
    let right = percent(sum(|t| t.right), sum(|t| t.listed));
    let recall = percent(sum(|t| t.right), sum(|t| t.people));
    println!(
        "{rows}: linked right {linked:.1} % of all surnames, {linked_of_found:.1} % of those found; \
         {right:.1} % of the names listed are right, {recall:.1} % of the people are listed"
    );
    (linked, right, sum(|t| t.stories))
}

#[test]
fn who_is_who_in_stories_annotated_by_hand() {
    let Some(corpora) = shared("corpora") else { return };
    for (rows, of) in [("people.tsv", 180), ("people_later.tsv", 26)] {
        let (linked, right, stories) = both(&corpora, rows);
        assert_eq!(stories, of);
        assert!(linked >= 97.0, "{rows}: {linked:.2} % of surnames are linked to the right full name");
        assert!(right >= 95.0, "{rows}: {right:.2} % of the names listed are people of the story");
    }
}
