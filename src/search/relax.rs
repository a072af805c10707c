//! Why a query finds nothing: the clauses that find nothing by themselves, and what other wordings would find. For a
//! person to read; knows nothing of how it is shown.
//!
//! Each number is what the command finds that is suggested: the new words are read as the command reads them, with the
//! same flags, and counted through the same eyes.

mod dated;
mod looser;
mod natural;

use super::{View, count};
use crate::engine::Engine;
use crate::error::Result;
use crate::query::{Leaf, Query, Value};
use looser::looser;

/// Most questions asked of the index about one query: nobody waits for more.
const MAX_QUESTIONS: usize = 48;

/// How the query was worded, and how another wording of it is read.
pub struct Wording<'w> {
    /// The query as typed.
    pub text: &'w str,
    /// Its words are joined by OR already.
    pub any: bool,
    /// Reads a query text, with its words joined by OR or not, and joins the flags to it; `None` if it cannot be read.
    pub read: &'w dyn Fn(&str, bool) -> Option<Query>,
}

/// What can be said about a query that finds nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nothing {
    /// Clauses that find nothing by themselves, in canonical form.
    pub empty: Vec<String>,
    /// What would find something, the least change first.
    pub relaxed: Vec<Relaxed>,
}

/// Another question, and how many stories it would find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaxed {
    /// The change.
    pub change: Change,
    /// Stories found then.
    pub finds: u64,
}

/// A change of the command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// This query in the place of the one that was typed.
    Query(String),
    /// The flag, as it is typed, left out.
    Without(String),
    /// Any of the words instead of all.
    Any,
    /// Superseded versions and what may not be used, too.
    AllVersions,
}

/// Looks for what keeps a query from finding anything; `None` if it does find something. `tree` has the flags in it.
///
/// # Errors
/// Those of the index.
pub fn nothing(engine: &Engine, tree: &Query, wording: &Wording<'_>, view: View) -> Result<Option<Nothing>> {
    if count(engine, tree, view)? > 0 {
        return Ok(None);
    }
    let mut parts = Vec::new();
    flatten(tree, &mut parts);
    // What flags ask has no place in the query.
    let (flags, words): (Vec<Query>, Vec<Query>) = parts.into_iter().partition(is_flag);
    let made = Nothing::default();
    let mut asker = Asker { engine, wording, view, left: MAX_QUESTIONS, made };
    asker.other_words(&natural::wordings(&words))?;
    asker.one_by_one(&words, &flags)?;
    if words.len() > 1 && !wording.any {
        asker.reworded(Change::Any, wording.text, true)?;
    }
    asker.without_flags(&words, &flags)?;
    if !view.all_versions {
        asker.view.all_versions = true;
        asker.try_change(Change::AllVersions, tree)?;
    }
    Ok(Some(asker.made))
}

struct Asker<'e> {
    engine: &'e Engine,
    wording: &'e Wording<'e>,
    view: View,
    /// Questions left.
    left: usize,
    made: Nothing,
}

impl Asker<'_> {
    /// `None` when there were too many questions.
    fn finds(&mut self, tree: &Query) -> Result<Option<u64>> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        count(self.engine, tree, self.view).map(Some)
    }

    fn try_change(&mut self, change: Change, tree: &Query) -> Result<()> {
        if self.made.relaxed.iter().any(|known| known.change == change) {
            return Ok(());
        }
        if let Some(finds) = self.finds(tree)?.filter(|finds| *finds > 0) {
            self.made.relaxed.push(Relaxed { change, finds });
        }
        Ok(())
    }

    /// Counts what a text would find.
    fn reworded(&mut self, change: Change, text: &str, any: bool) -> Result<()> {
        match (self.wording.read)(text, any) {
            Some(tree) => self.try_change(change, &tree),
            None => Ok(()),
        }
    }

    fn other_words(&mut self, wordings: &[Vec<Query>]) -> Result<()> {
        for words in wordings.iter().filter(|words| !words.is_empty()) {
            let text = typed(words);
            self.reworded(Change::Query(text.clone()), &text, self.wording.any)?;
        }
        Ok(())
    }

    /// Each clause asked for less strictly, then left out.
    fn one_by_one(&mut self, words: &[Query], flags: &[Query]) -> Result<()> {
        let mut changed = Vec::new();
        for (n, part) in words.iter().chain(flags).enumerate() {
            let is_empty = !matches!(part, Query::Not(_)) && self.finds(part)? == Some(0);
            if is_empty {
                self.made.empty.push(part.to_string());
            }
            if n >= words.len() {
                continue;
            }
            for looser in looser(part, is_empty) {
                let mut with = words.to_vec();
                with[n] = looser;
                changed.push(with);
            }
        }
        for n in 0..words.len() {
            let mut fewer = words.to_vec();
            fewer.remove(n);
            changed.push(fewer);
        }
        self.other_words(&changed)
    }

    fn without_flags(&mut self, words: &[Query], flags: &[Query]) -> Result<()> {
        if words.len() + flags.len() < 2 {
            return Ok(());
        }
        for (n, flag) in flags.iter().enumerate() {
            let fewer = flags.iter().enumerate().filter(|(at, _)| *at != n).map(|(_, flag)| flag);
            let tree = Query::And(words.iter().chain(fewer).cloned().collect());
            self.try_change(Change::Without(flag_typed(flag)), &tree)?;
        }
        Ok(())
    }
}

/// The clauses that must all match.
fn flatten(tree: &Query, parts: &mut Vec<Query>) {
    match tree {
        Query::Everything => {}
        Query::And(inner) => inner.iter().for_each(|part| flatten(part, parts)),
        Query::Boost(inner, _) if matches!(**inner, Query::And(_)) => flatten(inner, parts),
        other => parts.push(other.clone()),
    }
}

/// The clauses as a person types them.
fn typed(words: &[Query]) -> String {
    let one = |part: &Query| match part {
        Query::Or(_) | Query::And(_) if words.len() > 1 => format!("({part})"),
        // Joined by nothing, as all are.
        Query::And(inner) => typed(inner),
        other => other.to_string(),
    };
    words.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Is it what a flag asks?
fn is_flag(part: &Query) -> bool {
    match part {
        Query::Leaf(leaf) => leaf.span.is_empty(),
        Query::Or(parts) => parts.iter().all(is_flag),
        _ => false,
    }
}

/// What was typed for it: `--person maliki`, `--from 2007-08`.
fn flag_typed(part: &Query) -> String {
    let value = |leaf: &Leaf| match &leaf.value {
        Value::Word(text) | Value::Phrase(text) | Value::AsTyped(text) if text.contains(' ') => {
            format!("'{text}'")
        }
        Value::Word(text) | Value::Phrase(text) | Value::AsTyped(text) => text.clone(),
        Value::Prefix(text) => format!("{text}*"),
        _ => "*".to_owned(),
    };
    match part {
        Query::Leaf(Leaf { value: Value::Dates(range), .. }) => match range.written.split_once("..") {
            Some((from, "")) => format!("--from {from}"),
            Some(("", to)) => format!("--to {to}"),
            Some((from, to)) => format!("--from {from} --to {to}"),
            None => format!("--on {}", range.written),
        },
        Query::Leaf(leaf) => format!("--{} {}", leaf.field.name, value(leaf)),
        Query::Or(parts) => parts.iter().map(flag_typed).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
