//! The people that Reuters-21578 marks up, when the collection is at hand: how many of them are found
//! in the copy without the mark-up, where the copy names them.

use super::shared;
use morgue::date::wire::Hints;
use morgue::enrich::enrich;
use morgue::error::Error;
use morgue::readers::{Input, Sink, by_name};
use morgue::story::{Role, Story};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read};
use std::ops::ControlFlow;

#[derive(Default)]
struct Tally {
    stories: usize,
    named: usize,
    found: usize,
    missed: BTreeMap<String, usize>,
}

/// Words with a capital, in lower case.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.starts_with(char::is_uppercase))
        .map(str::to_lowercase)
        .collect()
}

impl Sink for Tally {
    fn story(&mut self, mut story: Story) -> ControlFlow<()> {
        let marked: Vec<String> = story.people.drain(..).map(|person| person.name).collect();
        self.stories += usize::from(!marked.is_empty());
        if marked.is_empty() {
            return ControlFlow::Continue(());
        }
        enrich(&mut story);
        let copy = words(&story.body);
        let subjects = story.people.iter().filter(|person| person.role == Role::Subject);
        let found = words(&subjects.map(|person| person.name.as_str()).collect::<Vec<_>>().join(" "));
        for name in marked {
            // The mark-up gives a surname, or names enough to tell two of one surname apart.
            let Some(surname) = name.split(' ').next_back().map(str::to_lowercase) else { continue };
            if copy.contains(&surname) {
                self.named += 1;
                if found.contains(&surname) {
                    self.found += 1;
                } else {
                    *self.missed.entry(name).or_default() += 1;
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, error: Error) {
        panic!("{error}");
    }
}

#[test]
fn reuters_21578() {
    let Some(folder) = shared("corpora/reuters-21578") else { return };
    let mut tally = Tally::default();
    for n in 0..22 {
        let path = folder.join(format!("reut2-{n:03}.sgm.gz"));
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(std::fs::File::open(&path).unwrap())
            .read_to_end(&mut bytes)
            .unwrap();
        let mut reader = BufReader::new(&bytes[..]);
        let hints = Hints::default();
        let mut input = Input { bytes: &mut reader, name: "reut2.sgm", hints: &hints };
        (by_name("reuters-21578").unwrap().read)(&mut input, &mut tally).unwrap();
    }
    let Tally { stories, named, found, missed } = tally;
    let percent = 100.0 * found as f64 / named as f64;
    println!(
        "{stories} stories with people; {found} of {named} found where named ({percent:.2} %); missed {missed:?}"
    );
    assert_eq!(stories, 1_156);
    assert!(named > 1_100, "only {named} are named in the copy");
    assert!(percent >= 97.0, "{percent:.2} %, missed {missed:?}");
}
