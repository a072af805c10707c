//! `morgue man`: the manual page, of the program or of one command.

use std::io::Write;

use super::args::Globals;
use super::{Exit, command, written};
use crate::error::{Error, ErrorKind, Result};

/// Prints the manual page.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  morgue man | man -l -
  morgue man search > morgue-search.1")]
pub struct Args {
    /// The page of this command
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(super) fn run(args: &Args, _: &Globals, mut out: &mut dyn Write) -> Result<Exit> {
    let mut all = command();
    all.build();
    let page = match &args.command {
        None => all,
        Some(name) => all.find_subcommand(name).cloned().ok_or_else(|| {
            Error::new(ErrorKind::Query, format!("no command `{name}`")).with_hint("`morgue help` lists them")
        })?,
    };
    clap_mangen::Man::new(page).render(&mut out).map_err(|e| written(&e))?;
    Ok(Exit::Ok)
}
