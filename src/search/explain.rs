//! How a query was read, what each clause finds, and why one story matched or did not.

use super::relax::{Wording, nothing};
use super::run::{hide, open};
use super::{ClauseInfo, Explanation, Likeness, StoryVerdict, View};
use crate::engine::{Engine, Ranked};
use crate::error::Result;
use crate::fields::FieldKind;
use crate::index::analyzers;
use crate::query::{Leaf, Letters, Moment, Near, Nearness, Parsed, Placing, Query, Reach, Value};

/// Most spellings of a name that are listed for a person to read.
const SHOWN: usize = 20;

/// Explains a query, and with a story, what it does to that story.
pub fn explain(
    engine: &Engine,
    parsed: &Parsed,
    wording: &Wording<'_>,
    like: Option<&Likeness>,
    story: Option<&Ranked>,
    view: View,
) -> Result<Explanation> {
    let open = open(engine, &parsed.tree, like)?;
    let mut made = Explanation {
        canonical: parsed.tree.to_string(),
        diagnostics: parsed.diagnostics.clone(),
        total: engine.count(&engine.hide(open, hide(&parsed.tree, view))?)?,
        ..Explanation::default()
    };
    if made.total == 0 && like.is_none() {
        made.nothing = nothing(engine, &parsed.tree, wording, view)?;
    }
    if like.is_none() || parsed.tree != Query::Everything {
        clauses(engine, &parsed.tree, 0, story, &mut made.clauses)?;
    }
    if let Some(like) = like {
        likeness(engine, like, story, &mut made.clauses)?;
    }
    made.story = story.map(|story| verdict(engine, &parsed.tree, like, story, view)).transpose()?;
    Ok(made)
}

/// The terms of a story that others are to be like.
fn likeness(
    engine: &Engine,
    like: &Likeness,
    story: Option<&Ranked>,
    made: &mut Vec<ClauseInfo>,
) -> Result<()> {
    let plan = open(engine, &Query::Everything, Some(like))?;
    let judged = story.map(|story| engine.judge(&plan, story)).transpose()?;
    made.push(ClauseInfo {
        depth: 0,
        clause: format!("like {}", like.id),
        spellings: Vec::new(),
        meaning: format!("at least {} of these {}, and not the story itself", like.least, like.clauses.len()),
        count: engine.count(&plan)?,
        story: judged.map(|score| (score.is_some(), score.unwrap_or(0.0))),
    });
    like.clauses.iter().try_for_each(|clause| match clause {
        Query::Boost(inner, factor) => {
            clauses(engine, inner, 1, story, made)?;
            if let Some(last) = made.last_mut() {
                last.clause = clause.to_string();
                last.story = last.story.map(|(matched, score)| (matched, score * f64::from(*factor)));
            }
            Ok(())
        }
        other => clauses(engine, other, 1, story, made),
    })
}

fn clauses(
    engine: &Engine,
    tree: &Query,
    depth: usize,
    story: Option<&Ranked>,
    made: &mut Vec<ClauseInfo>,
) -> Result<()> {
    let plan = engine.plan(tree)?;
    let judged = story.map(|story| engine.judge(&plan, story)).transpose()?;
    let spellings = match tree {
        Query::Leaf(leaf) => {
            engine.spellings(leaf)?.into_iter().map(|found| (found.term, found.stories)).collect()
        }
        _ => Vec::new(),
    };
    let at = made.len();
    made.push(ClauseInfo {
        depth,
        clause: match tree {
            Query::And(_) => "all of".to_owned(),
            Query::Or(_) => "any of".to_owned(),
            Query::Not(_) => "not".to_owned(),
            Query::Near(near) => near_label(near),
            Query::Placed(placed) => placed_label(placed.how),
            other => other.to_string(),
        },
        meaning: match tree {
            Query::Leaf(leaf) => meaning(leaf) + &spelled(&spellings),
            Query::Everything => "every story".to_owned(),
            Query::Near(near) => near_meaning(near),
            Query::Placed(placed) => placed_meaning(placed.how),
            Query::And(_) | Query::Or(_) | Query::Not(_) | Query::Boost(..) => String::new(),
        },
        spellings,
        count: engine.count(&plan)?,
        story: judged.map(|score| (score.is_some(), score.unwrap_or(0.0))),
    });
    match tree {
        Query::And(parts) | Query::Or(parts) => {
            for part in parts {
                clauses(engine, part, depth + 1, story, made)?;
            }
            together(&mut made[at..]);
        }
        Query::Not(inner) | Query::Boost(inner, _) => clauses(engine, inner, depth + 1, story, made)?,
        Query::Near(near) => {
            clauses(engine, &near.left, depth + 1, story, made)?;
            clauses(engine, &near.right, depth + 1, story, made)?;
        }
        Query::Placed(placed) => clauses(engine, &placed.what, depth + 1, story, made)?,
        Query::Everything | Query::Leaf(_) => {}
    }
    Ok(())
}

/// Says what the first clause has beyond its parts, each of which shows what it would count alone.
fn together(made: &mut [ClauseInfo]) {
    let Some((whole, parts)) = made.split_first_mut() else { return };
    let score = |clause: &ClauseInfo| clause.story.map_or(0.0, |(_, score)| score);
    let alone: f64 = parts.iter().filter(|part| part.depth == whole.depth + 1).map(score).sum();
    let beyond = score(whole) - alone;
    if beyond > LEAST {
        whole.meaning = format!("{beyond:.3} of it for words that stand together");
    }
}

/// What is worth saying of a score.
const LEAST: f64 = 0.0005;

fn near_label(near: &Near) -> String {
    let how = match near.how {
        Nearness::AnyOrder => "",
        Nearness::InOrder => "in order ",
        Nearness::Far => "not ",
    };
    match near.reach {
        Reach::Words(words) => format!("{how}within {words}"),
        Reach::Sentence => format!("{how}in one sentence"),
        Reach::Paragraph => format!("{how}in one paragraph"),
    }
}

fn near_meaning(near: &Near) -> String {
    let unit = if near.reach == Reach::Sentence { "sentence" } else { "paragraph" };
    match (near.how, near.reach) {
        (Nearness::AnyOrder, Reach::Words(n)) => {
            format!("at most {n} words from the one to the other, in any order")
        }
        (Nearness::InOrder, Reach::Words(n)) => format!("the second at most {n} words after the first"),
        (Nearness::Far, Reach::Words(n)) => {
            format!("the first somewhere with none of the second within {n} words")
        }
        (Nearness::AnyOrder, _) => format!("both in one {unit}, in any order"),
        (Nearness::InOrder, _) => format!("the second after the first in one {unit}"),
        (Nearness::Far, _) => format!("the first somewhere with none of the second in its {unit}"),
    }
}

fn placed_label(how: Placing) -> String {
    match how {
        Placing::First(words) => format!("first {words}"),
        Placing::AtLeast(times) => format!("at least {times}"),
    }
}

fn placed_meaning(how: Placing) -> String {
    match how {
        Placing::First(words) => format!("among the first {words} words"),
        Placing::AtLeast(times) => format!("written {times} times or more"),
    }
}

/// Other spellings of a name, those of most stories first.
fn spelled(spellings: &[(String, u64)]) -> String {
    if spellings.is_empty() {
        return String::new();
    }
    let named: Vec<String> =
        spellings.iter().take(SHOWN).map(|(word, n)| format!("`{word}` ({n})")).collect();
    let more = match spellings.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(", or in other spellings {}{more}", named.join(", "))
}

/// Field, terms after analysis, instants of dates.
fn meaning(leaf: &Leaf) -> String {
    let field = leaf.field.name;
    match &leaf.value {
        Value::Word(text) | Value::Phrase(text) | Value::AsTyped(text) => match leaf.field.kind {
            FieldKind::Code => format!("{field} is `{}`", analyzers::code(text)),
            _ => {
                let terms = analyzers::terms(leaf.field.kind, text);
                match terms.len() {
                    0 => "no letters or digits: no restriction".to_owned(),
                    1 => format!("{field} has the term `{}`", terms[0]),
                    _ => format!("{field} has the terms `{}` next to each other", terms.join("` `")),
                }
            }
        },
        Value::Prefix(text) => {
            format!("{field} has a term that begins with `{}`", analyzers::fold_prefix(leaf.field.kind, text))
        }
        Value::Wildcard(text) => format!("{field} has a term like `{}`", text.to_lowercase()),
        Value::Fuzzy(text, edits) => format!("{field} has a term within {edits} edits of `{text}`"),
        Value::Exact(text, letters) => {
            let how = match letters {
                Letters::AsWritten => "written just so",
                Letters::Some => "with a capital letter",
                Letters::All => "in capitals",
                Letters::None => "without capital letters",
            };
            format!("{field} has `{text}`, {how}")
        }
        Value::Regex(text) => format!("{field} has a name, as written, with `/{text}/` in it"),
        Value::Present => format!("{field} has a value"),
        Value::Absent => format!("{field} has no value"),
        Value::Numbers { from, to } => match (from, to) {
            (Some(from), Some(to)) => format!("{field} from {from} to {to}"),
            (Some(from), None) => format!("{field} at least {from}"),
            (None, Some(to)) => format!("{field} at most {to}"),
            (None, None) => format!("{field} has a value"),
        },
        Value::Yearly(yearly) => match yearly.day {
            Some(day) => format!("{field} on day {day} of month {} of any year", yearly.month),
            None => format!("{field} in month {} of any year", yearly.month),
        },
        Value::Dates(range) => {
            let print = |m: Moment| crate::date::print_cut(m.instant, crate::date::Precision::Second);
            match (range.from, range.until) {
                (Some(from), Some(until)) => {
                    format!("{field} from {} until before {}", print(from), print(until))
                }
                (Some(from), None) => format!("{field} from {}", print(from)),
                (None, Some(until)) => format!("{field} before {}", print(until)),
                (None, None) => format!("{field} has a value"),
            }
        }
    }
}

fn verdict(
    engine: &Engine,
    tree: &Query,
    like: Option<&Likeness>,
    story: &Ranked,
    view: View,
) -> Result<StoryVerdict> {
    let plan = open(engine, tree, like)?;
    let judged = engine.judge(&plan, story)?;
    let matched = judged.is_some();
    let visible =
        engine.judge(&engine.hide(plan, hide(tree, View { all_versions: false, ..view }))?, story)?.is_some();
    let loaded = engine.story(story.doc)?;
    let hidden = (matched && !visible).then(|| {
        if loaded.embargo.as_ref().is_some_and(|until| until.seconds > view.now) {
            "its embargo has not ended; `--all-versions` or `--now` shows it".to_owned()
        } else if loaded.status == crate::story::Status::Usable {
            "a later version replaces it; `--all-versions` shows it".to_owned()
        } else {
            "it may not be used (killed, withheld or embargoed); `--all-versions` or `--status` shows it"
                .to_owned()
        }
    });
    Ok(StoryVerdict {
        id: story.id.clone(),
        path: loaded.source.path,
        matched,
        score: judged.unwrap_or(0.0),
        hidden,
    })
}
