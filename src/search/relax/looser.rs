//! A clause asked for less strictly: misspellings, wider reach, the words of a phrase, the whole text for a part of it.

use crate::fields::{self, FieldKind};
use crate::query::{Leaf, Near, Nearness, Placed, Placing, Query, Reach, Value};

/// The same asked for less strictly, the nearest first. `empty`: it finds nothing as it is.
pub(super) fn looser(part: &Query, empty: bool) -> Vec<Query> {
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
