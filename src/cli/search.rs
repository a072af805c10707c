//! `morgue search`: ranked hits with snippets.

use std::io::Write;
use std::path::PathBuf;

use super::args::Globals;
use super::narrow::{self, QueryArgs};
use super::show::find;
use super::told::Told;
use super::topics::{self, Asked, Unread};
use super::{Exit, index, progress, written};
use crate::date::Precision;
use crate::engine::Engine;
use crate::error::{Error, ErrorKind, Result};
use crate::output::{self, Columns, Dates, PRINTERS, Printer, Seen, Style};
use crate::search::{self, Likeness, Request, Sort};

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
  morgue search dam --format csv --fields id,published,headline --dates day > dam.csv
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
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    topics: Option<PathBuf>,
    /// How to print: text, json, jsonl, csv, trec, ids, paths
    #[arg(long, value_name = "FORMAT", default_value = "text", conflicts_with = "json")]
    format: String,
    /// Columns of `--format csv`, in this order (`id,published,headline`)
    #[arg(long, value_name = "COLUMNS")]
    fields: Option<String>,
    /// How exact `published` is in `--format csv`: what is finer is cut, what is coarser is left empty
    #[arg(long, value_name = "PRECISION")]
    dates: Option<DatesAs>,
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

/// Precision of the dates of a table.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum DatesAs {
    /// Each as its story states it.
    AsGiven,
    Year,
    Month,
    Day,
    Second,
}

impl DatesAs {
    fn dates(self) -> Dates {
        match self {
            DatesAs::AsGiven => Dates::AsGiven,
            DatesAs::Year => Dates::Cut(Precision::Year),
            DatesAs::Month => Dates::Cut(Precision::Month),
            DatesAs::Day => Dates::Cut(Precision::Day),
            DatesAs::Second => Dates::Cut(Precision::Second),
        }
    }
}

/// Hits that are held at a time, however many are asked for.
const PAGE: usize = 1000;

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let printer = printer(args)?;
    let columns = columns(args, printer)?;
    if let Some(id) = &args.like {
        narrow::filled("like", id)?;
    }
    // Queries are read before anything slow is done: a typo should not wait for an index.
    let (queries, mut unread) = match &args.topics {
        None => (vec![topics::one(&args.query, globals)?], Unread::default()),
        Some(path) => topics::of_file(path, &args.query.narrow, globals)?,
    };
    for asked in queries.iter().filter(|asked| asked.topic.is_some()) {
        progress::notes_of(globals, asked);
    }
    if !args.refresh.is_empty() {
        index::refresh(&args.refresh, globals, args.stale_ok)?;
    }
    let engine = Engine::open(&globals.index)?;
    let style = Style { columns, ..progress::style(globals, args.nul) };
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
    (printer.head)(args.topics.is_some(), &style, out).map_err(|e| written(&e))?;
    for asked in queries {
        let request = request(args, printer, &asked, like.clone(), globals)?;
        let answer = match (search::find(&engine, &request), &asked.topic) {
            (Ok(answer), _) => answer,
            // It asks for too much; the others do not.
            (Err(error), Some(id)) if matches!(error.kind, ErrorKind::Query | ErrorKind::Limit) => {
                unread.add(format!("`{id}`"), &topics::named(id, error));
                continue;
            }
            (Err(error), _) => return Err(error),
        };
        let mut seen = Seen::default();
        for page in answer.pages(if printer.whole { usize::MAX } else { PAGE }) {
            let page = page?;
            (printer.print)(&page, asked.topic.as_deref(), &style, out).map_err(|e| written(&e))?;
            seen.add(&page);
        }
        found |= seen.total() > 0;
        let told = Told { engine: &engine, narrow: &args.query.narrow, globals };
        told.answer(&asked, &request, &seen, printer, &style, out)?;
    }
    unread.error().map_or_else(|| Ok(Exit::found(found)), Err)
}

fn printer(args: &Args) -> Result<&'static Printer> {
    let name = if args.json { "jsonl" } else { &args.format };
    output::printer(name).ok_or_else(|| {
        let known: Vec<&str> = PRINTERS.iter().map(|p| p.name).collect();
        Error::new(ErrorKind::Query, format!("unknown output format `{name}`"))
            .with_hint(format!("formats: {}", known.join(", ")))
    })
}

/// The columns of a table; no other format has any.
fn columns(args: &Args, printer: &Printer) -> Result<Columns> {
    let dates = args.dates.map_or(Dates::AsGiven, DatesAs::dates);
    let asked = [("--fields", args.fields.is_some()), ("--dates", args.dates.is_some())];
    if let Some((flag, _)) = asked.iter().find(|(_, given)| *given && printer.name != "csv") {
        let what = format!("`{flag}` is for `--format csv`, not for `{}`", printer.name);
        return Err(Error::new(ErrorKind::Query, what)
            .with_hint("add `--format csv`; of JSON, `jq` takes what is wanted"));
    }
    args.fields.as_deref().map_or_else(|| Ok(Columns::all(dates)), |list| Columns::read(list, dates))
}

fn request(
    args: &Args,
    printer: &Printer,
    asked: &Asked,
    like: Option<Likeness>,
    globals: &Globals,
) -> Result<Request> {
    Ok(Request {
        tree: asked.parsed.tree.clone(),
        text: asked.text.clone(),
        sort: match args.sort {
            Order::Relevance => Sort::Relevance,
            Order::Newest => Sort::Newest,
            Order::Oldest => Sort::Oldest,
        },
        limit: (args.limit > 0).then_some(args.limit),
        offset: args.offset,
        view: args.query.narrow.view(globals)?,
        stories: printer.stories,
        totals: printer.totals || (printer.tally && !globals.quiet),
        figures: printer.figures,
        snippet_words: args.snippet_words,
        like,
        collapse: args.collapse,
    })
}
