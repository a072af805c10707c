//! More like this: the words, people and places that set a story apart, as a query.
//!
//! Words are weighed by how often the story has them and how few stories do (tf-idf); those of the headline
//! count more, people and places of the dateline come as names. A story is like it that has at least
//! a few of them; the story itself and its namesakes are left out. Everything depends on the stories
//! alone, and ties go by the place in the story: the same terms on every machine.

use crate::engine::{DocRef, Engine, Plan, Ranked};
use crate::error::Result;
use crate::fields::{self, FieldKind};
use crate::index::analyzers;
use crate::query::{Leaf, Query, Value};
use crate::span::Span;
use crate::story::{Role, Story};
use std::collections::HashMap;

/// Words that are asked for.
const WORDS: usize = 40;
/// People that are asked for, and places.
const NAMES: usize = 4;
/// So many of them must be in a story that is like it. To ask for more loses more than it keeps out: the
/// order is what counts. Figures, of judged stories of TIME and of the Los Angeles Times, in `benches/alike.md`.
const ENOUGH: usize = 3;
/// How often a word of the headline counts.
const HEADLINE: f64 = 3.0;
/// Times at which half of what more could add is reached.
const HALF: f64 = 3.0;
/// Words in more than one story in so many say nothing.
const COMMON: u64 = 10;

/// What makes stories like another.
#[derive(Debug, Clone)]
pub struct Likeness {
    /// The id it was asked by.
    pub id: String,
    /// The clauses, heaviest first.
    pub clauses: Vec<Query>,
    /// So many of them must match.
    pub least: usize,
    /// What is left out: the story, and others of its id.
    pub(super) itself: Vec<DocRef>,
}

/// What the stories of an id (never none; the first speaks for all) have to say.
pub fn like(engine: &Engine, id: &str, stories: &[Ranked]) -> Result<Likeness> {
    let mut clauses = Vec::new();
    if let Some(first) = stories.first() {
        let story = engine.story(first.doc)?;
        let mut weighed = words(engine, &story)?;
        weighed.truncate(WORDS);
        weighed.extend(names(engine, &story)?);
        let heaviest = weighed.iter().map(|(weight, _)| *weight).fold(f64::MIN_POSITIVE, f64::max);
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
        clauses = weighed
            .into_iter()
            // Two digits: the query can be typed.
            .map(|(weight, leaf)| (((weight / heaviest * 100.0).round() / 100.0).max(0.01) as f32, leaf))
            .map(|(boost, leaf)| {
                let leaf = Query::Leaf(leaf);
                if boost == 1.0 { leaf } else { Query::Boost(Box::new(leaf), boost) }
            })
            .collect();
    }
    let least = clauses.len().min(ENOUGH);
    let itself = stories.iter().map(|story| story.doc).collect();
    Ok(Likeness { id: id.to_owned(), clauses, least, itself })
}

impl Likeness {
    /// The clauses as one tree: what can be seen of it, what explain shows.
    pub fn tree(&self) -> Query {
        Query::Or(self.clauses.clone())
    }

    /// The stories that are like it, of those a plan finds.
    pub(super) fn narrow(&self, engine: &Engine, plan: Option<Plan>) -> Result<Plan> {
        let alike = engine.some_of(&self.clauses, self.least)?;
        Ok(engine.leave_out(engine.both(plan, alike), &self.itself))
    }
}

/// Weight of a clause that is in `found` of `all` stories.
fn rarity(all: u64, found: u64) -> f64 {
    let (all, found) = (all as f64, found as f64);
    (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
}

/// The words of the story by weight, each as it is first written.
fn words(engine: &Engine, story: &Story) -> Result<Vec<(f64, Leaf)>> {
    let mut order: Vec<(String, f64)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let parts = std::iter::once((story.headline.as_str(), HEADLINE))
        .chain(story.captions.iter().map(|caption| (caption.text.as_str(), 1.0)))
        .chain([(story.body.as_str(), 1.0)]);
    for (text, weight) in parts {
        analyzers::text_words(text, |word| {
            if !telling(word.form) {
                return;
            }
            let at = *known.entry(word.term.to_owned()).or_insert_with(|| {
                order.push((word.form.to_owned(), 0.0));
                order.len() - 1
            });
            order[at].1 += weight;
        });
    }
    let all = engine.stories();
    let mut weighed = Vec::new();
    for (form, times) in order {
        let Some(leaf) = leaf("text", Value::Word(form)) else { continue };
        let found = engine.count(&engine.plan(&Query::Leaf(leaf.clone()))?)?;
        // In no other story, or in too many.
        if found < 2 || (found > all.div_ceil(COMMON) && found > COMMON) {
            continue;
        }
        weighed.push((times / (times + HALF) * rarity(all, found), leaf));
    }
    // A stable sort: words of one weight stay in the order of the story.
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(weighed)
}

/// Figures change from story to story; words of a letter or two say little.
fn telling(form: &str) -> bool {
    form.chars().count() > 2 && !form.starts_with(|c: char| c.is_ascii_digit())
}

/// People by mentions and the places of the dateline.
fn names(engine: &Engine, story: &Story) -> Result<Vec<(f64, Leaf)>> {
    let mut people: Vec<(usize, &str)> = story
        .people
        .iter()
        .filter(|person| person.role == Role::Subject)
        .map(|person| (person.mentions.len(), person.name.as_str()))
        .collect();
    people.sort_by_key(|(mentions, _)| std::cmp::Reverse(*mentions));
    let people = people.into_iter().take(NAMES).map(|(mentions, name)| ("person", mentions, name));
    let lines = story.dateline.iter().flat_map(|line| &line.places).take(NAMES);
    let places = lines.map(|place| ("place", 1, place.place.as_str()));
    let all = engine.stories();
    let mut weighed = Vec::new();
    for (field, mentions, name) in people.chain(places) {
        let Some(leaf) = leaf(field, Value::Phrase(name.to_owned())) else { continue };
        let found = engine.count(&engine.plan(&Query::Leaf(leaf.clone()))?)?;
        if found > 1 && !analyzers::terms(FieldKind::Name, name).is_empty() {
            let times = mentions.max(1) as f64;
            weighed.push((times / (times + HALF) * rarity(all, found), leaf));
        }
    }
    Ok(weighed)
}

fn leaf(field: &str, value: Value) -> Option<Leaf> {
    fields::find(field).map(|field| Leaf { field, value, span: Span::default() })
}
