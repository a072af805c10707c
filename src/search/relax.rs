//! Why a query finds nothing: the clauses that find nothing by themselves, and what it would find if one clause were
//! left out or asked for less. For a person to read; knows nothing of how it is shown.

use super::{View, count};
use crate::engine::Engine;
use crate::error::Result;
use crate::fields::{self, FieldKind};
use crate::query::{Leaf, Near, Nearness, Placed, Placing, Query, Reach, Value};

/// Most questions asked of the index about one query: nobody waits for more.
const MAX_QUESTIONS: usize = 48;

/// What can be said about a query that finds nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nothing {
    /// Clauses that find nothing by themselves, in canonical form.
    pub empty: Vec<String>,
    /// What would find something, the least change first.
    pub relaxed: Vec<Relaxed>,
}

/// A change of the query, and how many stories it would find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaxed {
    /// The change.
    pub change: Change,
    /// Stories found then.
    pub finds: u64,
}

/// A change of the query; clauses in canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// One clause for another.
    Instead(String, String),
    /// A clause left out.
    Without(String),
    /// Any of the clauses instead of all.
    Any,
    /// Superseded versions and what may not be used, too.
    AllVersions,
}

/// Looks for what keeps a query from finding anything; `None` if it does find something.
///
/// # Errors
/// Those of the index.
pub fn nothing(engine: &Engine, tree: &Query, view: View) -> Result<Option<Nothing>> {
    if count(engine, tree, view)? > 0 {
        return Ok(None);
    }
    let mut parts = Vec::new();
    flatten(tree, &mut parts);
    let mut asker = Asker { engine, view, left: MAX_QUESTIONS, made: Nothing::default() };
    for (n, part) in parts.iter().enumerate() {
        let is_empty = !matches!(part, Query::Not(_)) && asker.finds(part)? == Some(0);
        if is_empty {
            asker.made.empty.push(part.to_string());
        }
        for looser in looser(part, is_empty) {
            let change = Change::Instead(part.to_string(), looser.to_string());
            let mut changed = parts.clone();
            changed[n] = looser;
            asker.try_change(change, &Query::And(changed))?;
        }
    }
    if parts.len() > 1 {
        for (n, part) in parts.iter().enumerate() {
            let mut fewer = parts.clone();
            fewer.remove(n);
            asker.try_change(Change::Without(part.to_string()), &Query::And(fewer))?;
        }
        let wanted = parts.iter().filter(|part| !matches!(part, Query::Not(_))).cloned().collect();
        asker.try_change(Change::Any, &Query::Or(wanted))?;
    }
    asker.view.all_versions = true;
    asker.try_change(Change::AllVersions, tree)?;
    Ok(Some(asker.made))
}

struct Asker<'e> {
    engine: &'e Engine,
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
        if let Some(finds) = self.finds(tree)?.filter(|finds| *finds > 0) {
            self.made.relaxed.push(Relaxed { change, finds });
        }
        Ok(())
    }
}

/// The clauses that must all match.
fn flatten(tree: &Query, parts: &mut Vec<Query>) {
    match tree {
        Query::And(inner) => inner.iter().for_each(|part| flatten(part, parts)),
        Query::Boost(inner, _) if matches!(**inner, Query::And(_)) => flatten(inner, parts),
        other => parts.push(other.clone()),
    }
}

/// The same asked for less strictly, the nearest first. `empty`: it finds nothing as it is.
fn looser(part: &Query, empty: bool) -> Vec<Query> {
    match part {
        Query::Boost(inner, _) => looser(inner, empty),
        Query::Leaf(leaf) => looser_leaf(leaf, empty),
        Query::Near(near) if near.how == Nearness::Far => vec![near.left.clone()],
        Query::Near(near) => {
            let both = Query::And(vec![near.left.clone(), near.right.clone()]);
            let laid = !asks(part, "subhead") && !asks(part, "slug");
            let wider = (laid && near.reach != Reach::Paragraph).then(|| {
                let near = Near { how: Nearness::AnyOrder, reach: Reach::Paragraph, ..(**near).clone() };
                Query::Near(Box::new(near))
            });
            wider.into_iter().chain([both]).collect()
        }
        Query::Placed(placed) => {
            let fewer = matches!(placed.how, Placing::AtLeast(times) if times > 2).then(|| {
                let how = Placing::AtLeast(2);
                Query::Placed(Box::new(Placed { how, what: placed.what.clone() }))
            });
            fewer.into_iter().chain([placed.what.clone()]).collect()
        }
        Query::Everything | Query::And(_) | Query::Or(_) | Query::Not(_) => Vec::new(),
    }
}

fn looser_leaf(leaf: &Leaf, empty: bool) -> Vec<Query> {
    let with = |value: Value| Query::Leaf(Leaf { value, ..leaf.clone() });
    let mut found = match &leaf.value {
        Value::Exact(text, _) => vec![with(Value::Phrase(text.clone()))],
        Value::Word(word) if empty && matches!(leaf.field.kind, FieldKind::Text | FieldKind::Name) => {
            let edits = if word.chars().count() < 5 { 1..=1 } else { 1..=2 };
            edits.map(|edits| with(Value::Fuzzy(word.clone(), edits))).collect()
        }
        Value::Phrase(text) if leaf.field.kind == FieldKind::Text => {
            let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
            let words: Vec<Query> = words.map(|word| with(Value::Word(word.to_owned()))).collect();
            if words.len() > 1 { vec![Query::And(words)] } else { Vec::new() }
        }
        _ => Vec::new(),
    };
    let in_text = leaf.field.kind == FieldKind::Text && leaf.field.name != "text";
    if let Some(text) = fields::find("text").filter(|_| in_text && leaf.value != Value::Present) {
        found.push(Query::Leaf(Leaf { field: text, ..leaf.clone() }));
    }
    found
}

/// Is a clause of the tree asked of this field?
fn asks(tree: &Query, name: &str) -> bool {
    match tree {
        Query::Leaf(leaf) => leaf.field.name == name,
        Query::And(parts) | Query::Or(parts) => parts.iter().any(|part| asks(part, name)),
        Query::Not(inner) | Query::Boost(inner, _) => asks(inner, name),
        Query::Near(near) => asks(&near.left, name) || asks(&near.right, name),
        Query::Placed(placed) => asks(&placed.what, name),
        Query::Everything => false,
    }
}
