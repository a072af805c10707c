//! The command line: one file a command. Parsing does no work; each command turns its arguments into
//! a request of the library, runs it, hands the answer to `output` and says how it ended.

mod args;
mod completions;
mod count;
mod eval;
mod exit;
mod explain;
mod facets;
mod formats;
mod guard;
mod help;
mod index;
mod left;
mod man;
mod narrow;
mod people;
mod progress;
mod read;
mod repair;
mod search;
mod show;
mod status;
mod summary;
mod timeline;
mod told;
mod topics;
mod verify;

use std::io::Write;

use clap::builder::PossibleValuesParser;
use clap::{CommandFactory, Parser, Subcommand};

pub use args::Globals;
pub use exit::Exit;

use crate::error::{Error, ErrorKind, Result};

/// Full-text search for wire-story archives.
///
/// Point it at a folder of dated articles, in whatever format agencies, archives and scrapers leave
/// them: it knows each story's dateline, people and sections, finds stories by keyword and date, and
/// answers with ranked snippets.
#[derive(Debug, Parser)]
#[command(name = "morgue", version, max_term_width = 100, after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  morgue index corpus                          # read a folder into ./index
  morgue search 'drought reservoir'            # all words, best first
  morgue search '\"lost opera\" person:cossutta' --from 1999-01 --to 1999-12
  morgue search dam --refresh corpus --json    # bring the index up to date, then ask
  morgue facets people dam                     # who is in those stories
  morgue explain 'dam OR weir -hydro'          # how a query is read";

/// The commands; help, completions and manuals come from here.
#[derive(Debug, Subcommand)]
enum Command {
    /// Read folders or files into the index; a second run does only what changed
    Index(index::Args),
    /// Find stories: ranked hits with snippets
    Search(search::Args),
    /// Print the number of matching stories
    Count(count::Args),
    /// Print a whole story
    Show(show::Args),
    /// Count matching stories by people, place, desk …
    Facets(facets::Args),
    /// Count matching stories by day, week, month or year
    Timeline(timeline::Args),
    /// Show how a query is read, what each clause finds, and why a story matched
    Explain(explain::Args),
    /// Measure the ranking against judgements
    Eval(eval::Args),
    /// Parse files without an index: one story a line as JSON
    Read(read::Args),
    /// Find people in raw text: one JSON line a file
    People(people::Args),
    /// What is in the index
    Status(status::Args),
    /// Do index, manifest and corpus agree?
    Verify(verify::Args),
    /// Make a damaged index whole, reading only what was hit
    Repair(repair::Args),
    /// List the formats that are read
    Formats(formats::Args),
    /// Print the completion script of a shell
    Completions(completions::Args),
    /// Print the manual page
    Man(man::Args),
    /// Print the help of a command, or the query language (`help query`)
    Help(help::Args),
}

/// Runs the program on the process's arguments.
pub fn main() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let printed = error.print().map_err(|e| written(&e));
            let failed = printed.err().filter(|e| e.message != CLOSED_PIPE).inspect(progress::complain);
            return if error.use_stderr() || failed.is_some() { Exit::Error } else { Exit::Ok };
        }
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let ended = guard::guarded(|| {
        let exit = run(&cli, &mut out)?;
        out.flush().map_err(|e| written(&e))?;
        answered(&cli.command, exit)
    });
    match ended {
        Ok(exit) => exit,
        Err(error) if error.message == CLOSED_PIPE => Exit::Ok,
        Err(error) => {
            progress::complain(&error);
            Exit::Error
        }
    }
}

/// An answer from a damaged index is no answer, wherever on its way the error was lost.
fn answered(command: &Command, exit: Exit) -> Result<Exit> {
    let looks_for_it = matches!(command, Command::Verify(_) | Command::Repair(_));
    match crate::index::damage_met().filter(|_| !looks_for_it) {
        Some(damage) => Err(damage),
        None => Ok(exit),
    }
}

fn run(cli: &Cli, out: &mut dyn Write) -> Result<Exit> {
    let globals = &cli.globals;
    match &cli.command {
        Command::Index(args) => index::run(args, globals, out),
        Command::Search(args) => search::run(args, globals, out),
        Command::Count(args) => count::run(args, globals, out),
        Command::Show(args) => show::run(args, globals, out),
        Command::Facets(args) => facets::run(args, globals, out),
        Command::Timeline(args) => timeline::run(args, globals, out),
        Command::Explain(args) => explain::run(args, globals, out),
        Command::Eval(args) => eval::run(args, globals, out),
        Command::Read(args) => read::run(args, globals, out),
        Command::People(args) => people::run(args, globals, out),
        Command::Status(args) => status::run(args, globals, out),
        Command::Verify(args) => verify::run(args, globals, out),
        Command::Repair(args) => repair::run(args, globals, out),
        Command::Formats(args) => formats::run(args, globals, out),
        Command::Completions(args) => completions::run(args, globals, out),
        Command::Man(args) => man::run(args, globals, out),
        Command::Help(args) => help::run(args, globals, out),
    }
}

/// The command tree, for completions and manuals.
fn command() -> clap::Command {
    let all = Cli::command();
    let topics = help::topics(&all);
    all.mut_subcommand("help", |help| {
        help.mut_arg("topic", |topic| {
            topic.value_parser(PossibleValuesParser::new(topics)).hide_possible_values(true)
        })
    })
}

const CLOSED_PIPE: &str = "the reader of the output is gone";

/// An error of writing results; a closed pipe is the reader's choice and no error of ours.
fn written(error: &std::io::Error) -> Error {
    if is_closed_pipe(error) {
        Error::new(ErrorKind::Io, CLOSED_PIPE)
    } else {
        Error::io("writing the output", error)
    }
}

/// The kind of an error may be told by one that it wraps.
fn is_closed_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    let Some(io) = error.downcast_ref::<std::io::Error>() else {
        return error.source().is_some_and(is_closed_pipe);
    };
    let inner = || io.get_ref().is_some_and(|inner| is_closed_pipe(inner));
    io.kind() == std::io::ErrorKind::BrokenPipe || inner()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn a_closed_pipe_is_known_through_what_wraps_it() {
        let pipe = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert_eq!(written(&pipe()).message, CLOSED_PIPE);
        assert_eq!(written(&io::Error::other(io::Error::other(pipe()))).message, CLOSED_PIPE);
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert_ne!(written(&io::Error::other(full)).message, CLOSED_PIPE);
    }
}
