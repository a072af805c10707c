//! `morgue man`: the manual page, of the program or of one command. A terminal gets it as `man` shows it, or as plain
//! text where there is no `man`; anything else gets the source of the page.

use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};

use super::args::Globals;
use super::{Exit, command, help, written};
use crate::error::Result;

/// Prints the manual page; not on a terminal, its source.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  morgue man search
  morgue man search > morgue-search.1")]
pub struct Args {
    /// The page of this command
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let mut all = command();
    all.build();
    let page = match &args.command {
        None => all,
        Some(name) => all.find_subcommand(name).cloned().ok_or_else(|| {
            let known: Vec<String> = all.get_subcommands().map(|c| c.get_name().to_owned()).collect();
            help::unknown(name, &known)
        })?,
    };
    let mut source = Vec::new();
    clap_mangen::Man::new(page.clone()).render(&mut source).map_err(|e| written(&e))?;
    if !std::io::stdout().is_terminal() {
        out.write_all(&source).map_err(|e| written(&e))?;
    } else if !shown(&source) {
        return help::help(page, globals, out);
    }
    Ok(Exit::Ok)
}

/// Shows a page as `man` does; `false` where there is no `man`, or one that reads no page from its input.
fn shown(source: &[u8]) -> bool {
    let man = Command::new("man").args(["-l", "-"]).stdin(Stdio::piped()).stderr(Stdio::null()).spawn();
    let Ok(mut man) = man else { return false };
    // Who leaves the pager before the end of the page has seen enough.
    let _ = man.stdin.take().map(|mut input| input.write_all(source));
    man.wait().is_ok_and(|ended| ended.success())
}
