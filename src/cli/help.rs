//! `morgue help`: of the program, of a command, or a page of the manual.

use std::io::Write;

use super::args::Globals;
use super::{Exit, command, progress, written};
use crate::error::{Error, ErrorKind, Result};
use crate::{fields, output, query};

/// Prints the help of a command, or a page of the manual: `query` (the whole query language), `fields` (what can be
/// asked by name).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  morgue help search
  morgue help query | less
  morgue help fields")]
pub struct Args {
    /// A command, or `query` or `fields`
    #[arg(value_name = "COMMAND|TOPIC")]
    topic: Option<String>,
}

/// The pages that are of no command.
const PAGES: [&str; 2] = ["query", "fields"];

/// All that help can be asked of, for completions.
pub(super) fn topics(all: &clap::Command) -> Vec<String> {
    let commands = all.get_subcommands().map(|command| command.get_name().to_owned());
    commands.chain(PAGES.map(str::to_owned)).collect()
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let mut all = command();
    all.build();
    let Some(topic) = &args.topic else { return help(all, globals, out) };
    if let Some(found) = all.find_subcommand(topic) {
        return help(found.clone(), globals, out);
    }
    let style = progress::style(globals, false);
    match topic.as_str() {
        "query" => output::manual(query::MANUAL, &style, out).map_err(|e| written(&e))?,
        "fields" => list(out).map_err(|e| written(&e))?,
        _ => return Err(unknown(topic, &topics(&all))),
    }
    Ok(Exit::Ok)
}

pub(super) fn help(mut of: clap::Command, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let text = of.render_long_help();
    let text = if globals.colour() { text.ansi().to_string() } else { text.to_string() };
    out.write_all(text.as_bytes()).map_err(|e| written(&e))?;
    Ok(Exit::Ok)
}

fn list(out: &mut dyn Write) -> std::io::Result<()> {
    let width = fields::FIELDS.iter().map(|field| field.name.len()).max().unwrap_or(0);
    for field in fields::FIELDS {
        writeln!(out, "{:width$}  {}", field.name, field.about)?;
        let also = if field.aliases.is_empty() {
            String::new()
        } else {
            format!("; also {}", field.aliases.join(", "))
        };
        writeln!(out, "{:width$}    {}{also}", "", field.example)?;
    }
    Ok(())
}

/// What there is no help for, with the nearest there is.
pub(super) fn unknown(topic: &str, known: &[String]) -> Error {
    let near = known.iter().min_by_key(|name| strsim::damerau_levenshtein(name, topic));
    let near = near.filter(|name| strsim::damerau_levenshtein(name, topic) <= 2);
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known.join(", ")),
    };
    Error::new(ErrorKind::Query, format!("there is no command or topic `{topic}`")).with_hint(hint)
}
