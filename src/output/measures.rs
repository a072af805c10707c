//! The figures of `morgue eval`: aligned columns for people, one object for programs.

use super::json::line;
use crate::eval::{Comparison, DEPTH, MEASURES, Scores, TopicScores};
use crate::sanitize;
use serde::Serialize;
use std::io::{self, Write};

/// What was measured.
#[derive(Debug, Clone, Default)]
pub struct Evaluation {
    /// Topics in the file.
    pub topics: usize,
    /// Their queries, by id.
    pub queries: Vec<(String, String)>,
    /// Topics asked that no judgement answers: not counted.
    pub unjudged: Vec<String>,
    /// Topics with judgements that were not asked: counted as 0.
    pub unasked: Vec<String>,
    /// Stories judged that are not in the index.
    pub missing: Vec<String>,
    /// Figures by topic.
    pub rows: Vec<TopicScores>,
    /// Their means.
    pub means: Scores,
    /// Beside another run.
    pub against: Option<Against>,
}

/// Another run beside it.
#[derive(Debug, Clone)]
pub struct Against {
    /// Its file.
    pub name: String,
    /// Its means.
    pub means: Scores,
    /// Ours less its, measure by measure.
    pub rows: Vec<Comparison>,
}

/// Columns for people: a row a topic if asked, then the means, then the other run.
pub(super) fn text(made: &Evaluation, by_topic: bool, out: &mut dyn Write) -> io::Result<()> {
    let other = made.against.as_ref();
    let names = made.rows.iter().filter(|_| by_topic).map(|row| row.topic.as_str());
    let names = names.chain(other.map(|other| other.name.as_str())).chain(["difference"]);
    let width = names.map(|name| sanitize::line(name).chars().count()).max().unwrap_or(0).min(40);
    let row = |name: &str, cells: Vec<String>, out: &mut dyn Write| -> io::Result<()> {
        write!(out, "{:<width$}", sanitize::line(name))?;
        for cell in cells {
            write!(out, "  {cell:>7}")?;
        }
        writeln!(out)
    };
    let figures = |scores: &Scores| scores.iter().map(|score| format!("{score:.4}")).collect::<Vec<_>>();
    row("", MEASURES.iter().map(|measure| measure.name.to_owned()).collect(), out)?;
    for topic in made.rows.iter().filter(|_| by_topic) {
        row(&topic.topic, figures(&topic.scores), out)?;
    }
    row("all", figures(&made.means), out)?;
    if let Some(other) = other {
        row(&other.name, figures(&other.means), out)?;
        let each = |cell: fn(&Comparison) -> String| other.rows.iter().map(cell).collect::<Vec<_>>();
        row("difference", each(|c| format!("{:+.4}", c.difference)), out)?;
        row("better", each(|c| c.better.to_string()), out)?;
        row("worse", each(|c| c.worse.to_string()), out)?;
        row("p", each(|c| format!("{:.4}", c.p)), out)?;
    }
    Ok(())
}

/// One object; its keys are in `SCHEMA.md`.
pub(super) fn json(made: &Evaluation, out: &mut dyn Write) -> io::Result<()> {
    let query =
        |topic: &str| made.queries.iter().find(|(id, _)| id == topic).map(|(_, query)| query.as_str());
    let by_topic = made.rows.iter().map(|row| TopicRecord {
        topic: &row.topic,
        query: query(&row.topic),
        relevant: row.relevant,
        figures: Figures::new(&row.scores),
    });
    let whole = Whole {
        schema: "morgue.eval/1",
        topics: made.topics,
        judged: made.rows.len(),
        depth: DEPTH,
        means: Figures::new(&made.means),
        unjudged: &made.unjudged,
        unasked: &made.unasked,
        missing: &made.missing,
        by_topic: by_topic.collect(),
        against: made.against.as_ref().map(|other| AgainstRecord {
            run: &other.name,
            means: Figures::new(&other.means),
            differences: other.rows.iter().map(DifferenceRecord::new).collect(),
        }),
    };
    line(&whole, out)
}

#[derive(Serialize)]
struct Whole<'a> {
    schema: &'static str,
    topics: usize,
    judged: usize,
    depth: usize,
    means: Figures,
    unjudged: &'a [String],
    unasked: &'a [String],
    missing: &'a [String],
    by_topic: Vec<TopicRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<AgainstRecord<'a>>,
}

#[derive(Serialize)]
struct TopicRecord<'a> {
    topic: &'a str,
    query: Option<&'a str>,
    relevant: usize,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Serialize)]
struct AgainstRecord<'a> {
    run: &'a str,
    means: Figures,
    differences: Vec<DifferenceRecord>,
}

#[derive(Serialize)]
struct DifferenceRecord {
    measure: &'static str,
    difference: f64,
    better: usize,
    worse: usize,
    p: f64,
}

impl DifferenceRecord {
    fn new(row: &Comparison) -> DifferenceRecord {
        let Comparison { measure, difference, better, worse, p } = *row;
        DifferenceRecord { measure, difference, better, worse, p }
    }
}

/// One number for each of [`MEASURES`].
#[derive(Serialize)]
struct Figures {
    #[serde(rename = "AP")]
    precision: f64,
    #[serde(rename = "nDCG@10")]
    gain: f64,
    #[serde(rename = "P@10")]
    page: f64,
    #[serde(rename = "R@1000")]
    recall: f64,
    #[serde(rename = "RR")]
    first: f64,
}

impl Figures {
    fn new(scores: &Scores) -> Figures {
        let [precision, gain, page, recall, first] = *scores;
        Figures { precision, gain, page, recall, first }
    }
}
