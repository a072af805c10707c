//! `morgue search`: ranked hits with snippets.

use std::io::Write;
use std::path::PathBuf;

use super::args::{Globals, QueryArgs};
use super::show::find;
use super::{Exit, eval, index, progress, written};
use crate::engine::Engine;
use crate::error::{Error, ErrorKind, Result};
use crate::output::{self, PRINTERS, Printer};
use crate::search::{self, Request, Sort};

/// Finds stories: ranked hits with snippets.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code: 0 found, 1 nothing found, 2 error.

Examples:
  morgue search 'drought reservoir'                 # all words
  morgue search '\"stuffed bear\" OR goat'            # a phrase, or a word
  morgue search drought --from 1987-05 --to 1987-06 # dates are whole and inclusive
  morgue search --person el-haddadi --sort newest   # no words at all: newest first
  morgue search --like mns-2019-05-27-011 --from 2010   # more like this
  morgue search dam --collapse                      # reprints are one hit
  morgue search dam --json | jq -r .headline        # one hit a line
  morgue search dam --format paths -0 | xargs -0 -n 1 echo
  morgue search --topics corpus/topics.tsv --any --format trec -n 1000 > run.trec
  morgue search dam --refresh corpus                # bring the index up to date first")]
pub struct Args {
    #[command(flatten)]
    query: QueryArgs,
    /// Order of the hits
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    sort: Order,
    /// Hits to print; 0 = all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Hits to pass over first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Bring the index up to date with these folders or files first, creating it if needed
    #[arg(long, value_name = "CORPUS")]
    refresh: Vec<PathBuf>,
    /// With --refresh: while another process writes the index, answer from its last commit, with a note
    #[arg(long, requires = "refresh")]
    stale_ok: bool,
    /// Run every query of a file of `id<TAB>query` lines (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    topics: Option<PathBuf>,
    /// How to print: text, json, jsonl, csv, trec, ids, paths
    #[arg(long, value_name = "FORMAT", default_value = "text", conflicts_with = "json")]
    format: String,
    /// The same as `--format jsonl`
    #[arg(long)]
    json: bool,
    /// End ids and paths with NUL instead of a line end
    #[arg(short = '0', long = "null")]
    nul: bool,
    /// Only stories like the one of this id, the most alike first; a query narrows them
    #[arg(long, value_name = "ID")]
    like: Option<String>,
    /// Show stories with nearly the same body once, with the ids of the others
    #[arg(long)]
    collapse: bool,
    /// Greatest length of a snippet, in words; 0 = no snippet
    #[arg(long, value_name = "N", default_value_t = 45)]
    snippet_words: usize,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Order {
    Relevance,
    Newest,
    Oldest,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let printer = printer(args)?;
    let queries = queries(args)?;
    // Queries are read before anything slow is done: a typo should not wait for an index.
    for (_, text) in &queries {
        progress::notes(globals, &args.query.narrow.parse(text, globals)?);
    }
    if !args.refresh.is_empty() {
        index::refresh(&args.refresh, globals, args.stale_ok)?;
    }
    let engine = Engine::open(&globals.index)?;
    let style = progress::style(globals, args.nul);
    let like = match &args.like {
        None => None,
        Some(id) => match find(&engine, id) {
            Ok(stories) => Some(search::like(&engine, id, &stories)?),
            Err(error) => {
                progress::complain(&error);
                return Ok(Exit::Something);
            }
        },
    };
    let mut found = false;
    (printer.head)(args.topics.is_some(), out).map_err(|e| written(&e))?;
    for (topic, text) in &queries {
        let request = Request { like: like.clone(), ..request(args, printer, text, globals)? };
        let response = search::search(&engine, &request)?;
        found |= response.total > 0;
        (printer.print)(&response, topic.as_deref(), &style, out).map_err(|e| written(&e))?;
        if response.total == 0 && like.is_none() {
            progress::nothing_found(&engine, &request, globals)?;
        }
    }
    Ok(Exit::found(found))
}

fn printer(args: &Args) -> Result<&'static Printer> {
    let name = if args.json { "jsonl" } else { &args.format };
    output::printer(name).ok_or_else(|| {
        let known: Vec<&str> = PRINTERS.iter().map(|p| p.name).collect();
        Error::new(ErrorKind::Query, format!("unknown output format `{name}`"))
            .with_hint(format!("formats: {}", known.join(", ")))
    })
}

fn request(args: &Args, printer: &Printer, text: &str, globals: &Globals) -> Result<Request> {
    Ok(Request {
        tree: args.query.narrow.parse(text, globals)?.tree,
        text: text.to_owned(),
        sort: match args.sort {
            Order::Relevance => Sort::Relevance,
            Order::Newest => Sort::Newest,
            Order::Oldest => Sort::Oldest,
        },
        limit: (args.limit > 0).then_some(args.limit),
        offset: args.offset,
        view: args.query.narrow.view(globals)?,
        stories: printer.stories,
        totals: printer.totals,
        figures: printer.figures,
        snippet_words: args.snippet_words,
        like: None,
        collapse: args.collapse,
    })
}

/// The one query of the command line, or those of the topics file.
fn queries(args: &Args) -> Result<Vec<(Option<String>, String)>> {
    let Some(path) = &args.topics else { return Ok(vec![(None, args.query.text())]) };
    Ok(eval::topics(path)?.into_iter().map(|topic| (Some(topic.id), topic.query)).collect())
}
