//! People by any spelling of their name: which spellings this index has, and the stories that have one of them.
//!
//! The dictionary of the field is walked with the automaton of each part (see `spelling`), so that only words that
//! may be spellings are looked at. The spelling as typed is scored like any word; what all spellings share is a
//! constant, so that it stands in front of the others.

use super::lower::{Boxed, Lowering, Meaning, constant, exact, join, phrase};
use super::{Engine, places, stats::LiveStats};
use crate::error::{Error, ErrorKind, Result};
use crate::index::analyzers;
use crate::query::{Leaf, Value};
use crate::spelling::{Name, PARTICLES, Part, Spellings, State, without_article};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use tantivy::query::{Bm25StatisticsProvider, Occur};
use tantivy::schema::Field as Column;
use tantivy::{Searcher, Term};
use tantivy_fst::Automaton;

/// Most spellings of one part that are asked for: those of the most stories.
const MAX_SPELLINGS: usize = 64;
/// Most words whose spellings one query may look up, each a walk through the dictionary.
const MAX_LOOKED_UP: usize = 512;
/// What a story scores for a name in any spelling; as for a pattern.
const SCORE: f32 = 1.0;

/// A word of the index that is a spelling of a part of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The word, folded.
    pub term: String,
    /// Stories whose people have it in a name.
    pub stories: u64,
}

/// The spellings that each part has in this index, once they were asked for.
#[derive(Default)]
pub(super) struct Known(Mutex<HashMap<String, Arc<Vec<Variant>>>>);

impl Lowering<'_> {
    /// The spellings of a part, looked up once for each engine.
    fn spellings_of(&self, column: Column, part: &Part) -> Result<Arc<Vec<Variant>>> {
        // What means the same depends on the word and on its place.
        let key = format!("{} {}", part.word(), part.same().len());
        let known = || self.spelled.0.lock().ok();
        if let Some(found) = known().and_then(|known| known.get(&key).cloned()) {
            return Ok(found);
        }
        self.looked_up.set(self.looked_up.get() + 1);
        if self.looked_up.get() > MAX_LOOKED_UP {
            return Err(Error::new(
                ErrorKind::Query,
                format!("the query asks for the spellings of more than {MAX_LOOKED_UP} words of names"),
            )
            .with_hint("ask for names as they are written, with `person:=NAME` or `--spelling exact`"));
        }
        let found = Arc::new(look_up(self.searcher, self.stats, column, part)?);
        if let Some(mut known) = known() {
            known.insert(key, Arc::clone(&found));
        }
        Ok(found)
    }
}

/// The word as typed first, then those of most stories.
fn look_up(searcher: &Searcher, stats: &LiveStats, column: Column, part: &Part) -> Result<Vec<Variant>> {
    let mut words: BTreeSet<String> = part.same().iter().map(|word| (*word).to_owned()).collect();
    words.insert(part.word().to_owned());
    if part.spellings().vary() {
        for reader in searcher.segment_readers() {
            let index = reader.inverted_index(column)?;
            let search = index.terms().search(Walk(part.spellings()));
            let mut found = search.into_stream().map_err(tantivy::TantivyError::from)?;
            while found.advance() {
                let word = std::str::from_utf8(found.key()).unwrap_or_default();
                if part.is(word) {
                    words.insert(word.to_owned());
                }
            }
        }
    }
    let mut spelled = Vec::with_capacity(words.len());
    for term in words {
        // Words of deleted stories alone are still in the dictionary.
        let stories = stats.doc_freq(&Term::from_field_text(column, &term))?;
        if stories > 0 {
            spelled.push(Variant { term, stories });
        }
    }
    spelled.sort_by_key(|s| (s.term != part.word(), std::cmp::Reverse(s.stories)));
    spelled.truncate(MAX_SPELLINGS);
    Ok(spelled)
}

/// The automaton as the engine's dictionaries take it.
struct Walk<'p>(&'p Spellings);

impl Automaton for Walk<'_> {
    type State = State;

    fn start(&self) -> State {
        self.0.start()
    }

    fn is_match(&self, state: &State) -> bool {
        self.0.is_spelling(state)
    }

    fn can_match(&self, state: &State) -> bool {
        self.0.is_alive(state)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        self.0.step(state, byte)
    }
}

/// The words of this index for each part of one way to write a name; all parts have some.
type Way = Vec<Arc<Vec<Variant>>>;

impl Lowering<'_> {
    /// A name of these words, in any spelling.
    pub(super) fn name(&self, column: Column, terms: &[String]) -> Result<Option<Meaning>> {
        let Some(typed) = phrase(column, without_article(terms)) else { return Ok(None) };
        let ways = self.ways(column, terms)?;
        // With no spelling but the one typed there is nothing to tell apart.
        let as_typed = |word: &Variant| without_article(terms) == [word.term.as_str()];
        if ways.iter().all(|way| matches!(way.as_slice(), [words] if words.iter().all(as_typed))) {
            return Ok(Some(typed));
        }
        let mut spellings: Vec<Boxed> = Vec::new();
        for way in ways {
            if let [words] = way.as_slice() {
                spellings.extend(words.iter().map(|word| exact(column, &word.term)));
            } else {
                spellings.push(self.chain(column, &way));
            }
        }
        let Some(any) = join(Occur::Should, spellings) else { return Ok(Some(typed)) };
        let both = join(Occur::Should, vec![typed.query, constant(any, SCORE)]);
        Ok(both.map(|query| Meaning { query, ..typed }))
    }

    /// The ways to write a name that this index can have.
    fn ways(&self, column: Column, terms: &[String]) -> Result<Vec<Way>> {
        let mut found = Vec::new();
        let Some(name) = Name::new(terms) else { return Ok(found) };
        for parts in name.ways() {
            let mut way = Vec::with_capacity(parts.len());
            for part in parts {
                let words = self.spellings_of(column, part)?;
                if words.is_empty() {
                    break;
                }
                way.push(words);
            }
            if way.len() == parts.len() {
                found.push(way);
            }
        }
        Ok(found)
    }

    /// The parts in order, next to each other but for particles and initials.
    fn chain(&self, column: Column, way: &Way) -> Boxed {
        let term = |word: &str| Term::from_field_text(column, word);
        let part = |words: &Arc<Vec<Variant>>| words.iter().map(|word| term(&word.term)).collect();
        let initials = ('a'..='z').map(|initial| term(&initial.to_string()));
        let between = PARTICLES.iter().map(|word| term(word)).chain(initials).collect();
        places::name(way.iter().map(part).collect(), between)
    }
}

impl Engine {
    /// What a clause asks for besides its own words: spellings in this index, those of most stories first.
    pub fn spellings(&self, leaf: &Leaf) -> Result<Vec<Variant>> {
        let (Value::Word(text) | Value::Phrase(text)) = &leaf.value else { return Ok(Vec::new()) };
        if !leaf.field.is_spelled() {
            return Ok(Vec::new());
        }
        let terms = analyzers::terms(leaf.field.kind, text);
        let lowering = self.lowering();
        let mut found: Vec<Variant> = Vec::new();
        for words in lowering.ways(lowering.column(leaf.field.name)?, &terms)?.into_iter().flatten() {
            for word in words.iter() {
                if !terms.contains(&word.term) && !found.contains(word) {
                    found.push(word.clone());
                }
            }
        }
        found.sort_by(|a, b| b.stories.cmp(&a.stories).then_with(|| a.term.cmp(&b.term)));
        Ok(found)
    }
}
