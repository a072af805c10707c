//! What a query finds in a story, by looking at every word and every pair: slow, and with nothing in common with
//! the engine but the query's tree and the cutting of words.

use crate::archive::{Archive, Kind, Part, Word};
use morgue::fields::FieldKind;
use morgue::index::analyzers;
use morgue::query::{Leaf, Letters, Nearness, Placing, Query, Reach, Value, wildcard};
use std::collections::BTreeSet;
use std::sync::Arc;

type Places = BTreeSet<(usize, usize)>;

/// Does the story have what the tree asks, in one of its parts or, where words are counted, in all together?
pub fn matches(archive: &Archive, tree: &Query, parts: &[Part]) -> bool {
    match tree {
        Query::And(queries) => queries.iter().all(|query| matches(archive, query, parts)),
        Query::Or(queries) => queries.iter().any(|query| matches(archive, query, parts)),
        Query::Not(query) => !matches(archive, query, parts),
        Query::Boost(query, _) => matches(archive, query, parts),
        Query::Everything => true,
        Query::Leaf(leaf) => {
            has(tree, parts) && parts.iter().any(|part| !of_leaf(archive, leaf, part).is_empty())
        }
        Query::Near(_) => {
            has(tree, parts) && parts.iter().any(|part| !places(archive, tree, part, parts).is_empty())
        }
        Query::Placed(placed) => {
            let Placing::AtLeast(times) = placed.how else {
                return has(tree, parts)
                    && parts.iter().any(|part| !places(archive, tree, part, parts).is_empty());
            };
            let field = field(&placed.what);
            let copied = |part: &&Part| part.kind == Kind::Made && matches!(field, "text" | "hlead");
            let written = parts.iter().filter(|part| !copied(part));
            let count: usize = written
                .map(|part| apart(&places(archive, &placed.what, part, parts), part.words.len()))
                .sum();
            has(tree, parts) && count >= times as usize
        }
    }
}

/// The most places without a common word, by looking at each end in turn.
fn apart(places: &Places, words: usize) -> usize {
    if places.is_empty() {
        return 0;
    }
    let mut best = vec![0; words + 1];
    for end in 1..=words {
        best[end] = best[end - 1];
        for start in places.iter().filter(|place| place.1 == end).map(|place| place.0) {
            best[end] = best[end].max(best[start] + 1);
        }
    }
    best[words]
}

fn field(tree: &Query) -> &'static str {
    match tree {
        Query::Leaf(leaf) => leaf.field.name,
        Query::Near(near) => field(&near.left),
        Query::Placed(placed) => field(&placed.what),
        Query::Or(parts) => field(&parts[0]),
        Query::Boost(inner, _) => field(inner),
        other => panic!("{other} has no field"),
    }
}

/// Stems of all words of the archive that a pattern fits, and of the pattern's own word.
fn stems(archive: &Archive, value: &Value) -> Arc<BTreeSet<String>> {
    let key = format!("{value:?}");
    let known = archive.stems.lock().unwrap().get(&key).cloned();
    known.unwrap_or_else(|| {
        let fits = |w: &&(String, String)| fits(value, &w.1) || fits(value, &w.0);
        let mut found: BTreeSet<String> =
            archive.vocabulary.iter().filter(fits).map(|w| w.0.clone()).collect();
        if let Value::Prefix(word) | Value::Fuzzy(word, _) = value {
            found.insert(analyzers::stem(word));
        }
        let found = Arc::new(found);
        archive.stems.lock().unwrap().insert(key, found.clone());
        found
    })
}

/// Does a word fit a pattern?
fn fits(value: &Value, word: &str) -> bool {
    match value {
        Value::Prefix(start) => word.starts_with(start.as_str()),
        Value::Wildcard(pattern) => wildcard::matches(pattern, word),
        Value::Fuzzy(asked, edits) => strsim::osa_distance(asked, word) <= usize::from(*edits),
        other => panic!("{other:?} is no pattern"),
    }
}

/// Is the whole place in what the field holds of this part?
fn is_in(name: &str, part: &Part, place: (usize, usize)) -> bool {
    let paragraphs: BTreeSet<usize> =
        part.words[place.0..place.1].iter().map(|word| word.paragraph).collect();
    let in_lead =
        part.kind == Kind::Body && paragraphs.len() == 1 && paragraphs.first().copied() == part.lead;
    let in_headline = matches!(part.kind, Kind::Headline | Kind::Made);
    match name {
        "text" => true,
        "headline" => in_headline,
        "caption" => part.kind == Kind::Caption,
        "body" => part.kind == Kind::Body,
        "lead" => in_lead,
        "hlead" => in_lead || in_headline,
        other => panic!("no words of {other}"),
    }
}

fn of_leaf(archive: &Archive, leaf: &Leaf, part: &Part) -> Places {
    let words = &part.words;
    let one_of = |wanted: &BTreeSet<String>| -> Places {
        (0..words.len()).filter(|&at| wanted.contains(&words[at].term)).map(|at| (at, at + 1)).collect()
    };
    let mut found = match &leaf.value {
        Value::Word(text) | Value::Phrase(text) => {
            let terms = analyzers::terms(FieldKind::Text, text);
            let here = |at: usize| terms.iter().zip(&words[at..]).all(|(term, word)| *term == word.term);
            let last = (words.len() + 1).saturating_sub(terms.len());
            (0..last).filter(|&at| here(at)).map(|at| (at, at + terms.len())).collect()
        }
        pattern @ (Value::Prefix(_) | Value::Wildcard(_) | Value::Fuzzy(..)) => {
            one_of(&stems(archive, pattern))
        }
        Value::Exact(text, letters) => {
            let asked: Vec<&str> = text.split(' ').collect();
            let fits = |asked: &str, word: &Word| {
                let (upper, lower) = (
                    word.written.to_lowercase() != word.written,
                    word.written.to_uppercase() != word.written,
                );
                match letters {
                    Letters::AsWritten => word.written.replace('’', "'") == asked,
                    Letters::Some => word.form == asked.to_lowercase() && upper,
                    Letters::All => word.form == asked.to_lowercase() && upper && !lower,
                    Letters::None => word.form == asked.to_lowercase() && !upper,
                }
            };
            let here = |at: usize| asked.iter().zip(&words[at..]).all(|(asked, word)| fits(asked, word));
            let last = (words.len() + 1).saturating_sub(asked.len());
            (0..last).filter(|&at| here(at)).map(|at| (at, at + asked.len())).collect()
        }
        other => panic!("{other:?} has no place"),
    };
    found.retain(|&place| is_in(leaf.field.name, part, place));
    found
}

/// Every place of a tree in one part.
fn places(archive: &Archive, tree: &Query, part: &Part, parts: &[Part]) -> Places {
    match tree {
        Query::Leaf(leaf) => of_leaf(archive, leaf, part),
        Query::Or(queries) => queries.iter().flat_map(|query| places(archive, query, part, parts)).collect(),
        Query::Boost(inner, _) => places(archive, inner, part, parts),
        Query::Near(near) => {
            let left = places(archive, &near.left, part, parts);
            let right = places(archive, &near.right, part, parts);
            let whole = |a: &(usize, usize), b: &(usize, usize)| (a.0.min(b.0), a.1.max(b.1));
            let after = |a: &(usize, usize), b: &(usize, usize)| {
                let words = &part.words[whole(a, b).0..whole(a, b).1];
                b.0 >= a.1
                    && match near.reach {
                        Reach::Words(n) => b.0 + 1 - a.1 <= n as usize,
                        Reach::Sentence => words.iter().all(|word| word.sentence == words[0].sentence),
                        Reach::Paragraph => words.iter().all(|word| word.paragraph == words[0].paragraph),
                    }
            };
            let close = |a: &(usize, usize), b: &(usize, usize)| {
                after(a, b) || near.how != Nearness::InOrder && after(b, a)
            };
            if near.how == Nearness::Far {
                // A headline made from the lead is the lead once more, cut short.
                if part.kind == Kind::Made && matches!(field(&near.left), "text" | "hlead") {
                    return Places::new();
                }
                return left.into_iter().filter(|a| !right.iter().any(|b| close(a, b))).collect();
            }
            let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
            pairs.filter(|(a, b)| close(a, b)).map(|(a, b)| whole(a, b)).collect()
        }
        Query::Placed(placed) => {
            let Placing::First(n) = placed.how else { panic!("{tree} has no place") };
            let headline = parts.iter().find(|p| p.kind == Kind::Headline).map_or(0, |p| p.words.len());
            let before = match (field(tree), part.kind) {
                ("text" | "hlead", Kind::Headline) | ("body", Kind::Body) | ("headline", _) => Some(0),
                ("text" | "hlead", Kind::Body) => Some(headline as i64),
                ("lead", Kind::Body) => part
                    .words
                    .iter()
                    .position(|word| Some(word.paragraph) == part.lead)
                    .map(|start| -(start as i64)),
                _ => None,
            };
            let mut found = places(archive, &placed.what, part, parts);
            found.retain(|place| before.is_some_and(|before| before + place.1 as i64 <= i64::from(n)));
            found
        }
        other => panic!("{other} has no place"),
    }
}

/// Does the story have the words at all, wherever they stand in the field? Here a pattern asks for the words as written;
/// places know stems only.
fn has(tree: &Query, parts: &[Part]) -> bool {
    match tree {
        Query::Leaf(leaf) => {
            // In a part of the text, the words as written are looked for in all of it.
            let name = match leaf.field.part {
                Some(_) => "text",
                None => leaf.field.name,
            };
            let words = || {
                parts.iter().flat_map(move |part| {
                    (0..part.words.len())
                        .filter(move |&at| is_in(name, part, (at, at + 1)))
                        .map(|at| &part.words[at])
                })
            };
            // Words as written are kept for all of the text only, where they differ from their stem.
            let changed = |word: &&Word| word.form != word.term;
            let written = || parts.iter().flat_map(|part| &part.words).filter(changed).map(|word| &word.form);
            let any = |fits: &dyn Fn(&str) -> bool| {
                words().any(|word| fits(&word.term)) || written().any(|word| fits(word))
            };
            match &leaf.value {
                pattern @ (Value::Prefix(_) | Value::Wildcard(_) | Value::Fuzzy(..)) => {
                    let own = match pattern {
                        Value::Prefix(word) | Value::Fuzzy(word, _) => analyzers::stem(word),
                        _ => String::new(),
                    };
                    any(&|word| fits(pattern, word)) || words().any(|word| word.term == own)
                }
                _ => true,
            }
        }
        Query::Or(sides) => sides.iter().any(|side| has(side, parts)),
        Query::Near(near) => has(&near.left, parts) && (near.how == Nearness::Far || has(&near.right, parts)),
        Query::Placed(placed) => has(&placed.what, parts),
        Query::Boost(inner, _) => has(inner, parts),
        other => panic!("{other} on a side"),
    }
}
