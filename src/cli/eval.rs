//! `morgue eval`: how good the ranking is, against judgements.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::Globals;
use super::narrow::NarrowArgs;
use super::topics::{self, Asked};
use super::{Exit, progress, written};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::eval::{self, DEPTH, Qrels, Run, Topic};
use crate::output::{self, Against, Evaluation};
use crate::search::{self, Request, Sort};

/// Measures the ranking against judgements.
///
/// Runs every topic and prints average precision, nDCG@10, precision at 10, recall at 1000 and reciprocal rank, as
/// trec_eval counts them: means over the topics that have a story judged to answer them, 1000 stories deep.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  morgue eval --topics corpus/topics.tsv --qrels corpus/qrels.txt --any
  morgue eval --topics corpus/topics.tsv --qrels corpus/qrels.txt --any --by-topic
  morgue eval --topics corpus/topics.tsv --qrels corpus/qrels.txt --any --run now.run
  morgue eval --topics corpus/topics.tsv --qrels corpus/qrels.txt --against now.run
  morgue eval --topics corpus/topics.tsv --qrels corpus/qrels.txt --score now.run --json

`--run` keeps the answers as a TREC run, `--against` compares with one topic by topic, `--score` measures a run of
another engine without an index.")]
pub struct Args {
    /// Lines `id<TAB>query` (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    topics: PathBuf,
    /// Lines `topic 0 id grade`
    #[arg(long, value_name = "FILE")]
    qrels: PathBuf,
    #[command(flatten)]
    narrow: NarrowArgs,
    /// Print the figures of each topic, too
    #[arg(long)]
    by_topic: bool,
    /// Keep the answers in a file, as a TREC run
    #[arg(long, value_name = "FILE")]
    run: Option<PathBuf>,
    /// Compare with the run in a file, topic by topic
    #[arg(long, value_name = "RUN")]
    against: Option<PathBuf>,
    /// Measure the run in a file instead of asking the index
    #[arg(long, value_name = "RUN", conflicts_with = "run")]
    score: Option<PathBuf>,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    // Everything is read before anything slow is done.
    let (topics, queries) = match &args.score {
        Some(_) => (topics::topics(&args.topics)?, Vec::new()),
        None => queries(args, globals)?,
    };
    let qrels = read(&args.qrels, Qrels::parse)?;
    let against = args.against.as_deref().map(|path| read(path, Run::parse)).transpose()?;
    let mut made = Evaluation {
        topics: topics.len(),
        queries: topics.iter().map(|topic| (topic.id.clone(), topic.query.clone())).collect(),
        ..Evaluation::default()
    };
    let found = match &args.score {
        Some(path) => read(path, Run::parse)?,
        None => {
            let engine = Engine::open(&globals.index)?;
            for story in qrels.stories() {
                if engine.by_id(story)?.is_empty() {
                    made.missing.push(story.to_owned());
                }
            }
            asked(&engine, queries, args, globals)?
        }
    };
    if let Some(path) = &args.run {
        let text = found.to_text(topics.iter().map(|topic| topic.id.as_str()), "morgue");
        std::fs::write(path, text).map_err(|e| Error::io("writing", &e).at_path(path.to_string_lossy()))?;
    }
    let asked: HashSet<&str> = topics.iter().map(|topic| topic.id.as_str()).collect();
    made.unasked = qrels.topics().filter(|topic| !asked.contains(topic)).map(str::to_owned).collect();
    let judged = |topic: &&Topic| qrels.answerable(&topic.id).is_some();
    made.unjudged = topics.iter().filter(|t| !judged(t)).map(|t| t.id.clone()).collect();
    made.rows = eval::score(&qrels, &found);
    made.means = eval::means(&made.rows);
    made.against = against.zip(args.against.as_deref()).map(|(other, path)| {
        let rows = eval::score(&qrels, &other);
        let compared = eval::compare(&made.rows, &rows);
        Against { name: path.to_string_lossy().into_owned(), means: eval::means(&rows), rows: compared }
    });
    remark(&made, globals);
    output::evaluation(&made, args.by_topic, args.json, out).map_err(|e| written(&e))?;
    Ok(Exit::Ok)
}

/// What does not fit together.
fn remark(made: &Evaluation, globals: &Globals) {
    for (what, ids) in [
        ("not counted, as no story is judged to answer them: topics", &made.unjudged),
        ("counted as 0, as they are judged but not asked: topics", &made.unasked),
        ("judged, but not in the index: stories", &made.missing),
    ] {
        if ids.is_empty() {
            continue;
        }
        let first = ids.iter().take(5).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        let more = if ids.len() > 5 { format!(" … ({} in all)", ids.len()) } else { String::new() };
        progress::remark(globals, &format!("{what} {first}{more}"));
    }
}

/// The topics of the file, read. One that cannot be would count as one that finds nothing: all of these are told, and
/// nothing is measured.
fn queries(args: &Args, globals: &Globals) -> Result<(Vec<Topic>, Vec<Asked>)> {
    let (asked, unread) = topics::of_file(&args.topics, &args.narrow, globals)?;
    if let Some(error) = unread.error() {
        return Err(error.with_hint("nothing is measured until each can be read"));
    }
    let topic = |one: &Asked| Topic { id: one.topic.clone().unwrap_or_default(), query: one.text.clone() };
    Ok((asked.iter().map(topic).collect(), asked))
}

/// The answers of the index to every topic.
fn asked(engine: &Engine, queries: Vec<Asked>, args: &Args, globals: &Globals) -> Result<Run> {
    let mut run = Run::new();
    for Asked { topic, text, parsed } in queries {
        let id = topic.unwrap_or_default();
        let request = Request {
            tree: parsed.tree,
            text,
            sort: Sort::Relevance,
            limit: Some(DEPTH),
            offset: 0,
            view: args.narrow.view(globals)?,
            stories: false,
            totals: false,
            figures: false,
            snippet_words: 0,
            like: None,
            collapse: false,
        };
        let hits = search::search(engine, &request)?.hits;
        // As a TREC run of `morgue search` has them, so that both give the same figures.
        run.add(&id, hits.into_iter().map(|hit| (output::trec_id(&hit.id), output::rounded(hit.score))));
    }
    Ok(run)
}

/// Reads a file that is parsed as a whole.
fn read<T>(path: &Path, parse: impl Fn(&str) -> Result<T>) -> Result<T> {
    let name = path.to_string_lossy();
    let text = std::fs::read_to_string(path).map_err(|e| Error::io("reading", &e).at_path(name.as_ref()))?;
    parse(&text).map_err(|e| e.at_path(name.as_ref()))
}
