//! `morgue completions`: the completion script of a shell.

use std::io::Write;

use super::args::Globals;
use super::{Exit, command, written};
use crate::error::Result;

/// Prints the completion script of a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  morgue completions bash > morgue.bash    # then: source morgue.bash")]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args, _: &Globals, out: &mut dyn Write) -> Result<Exit> {
    // The generator panics when it cannot write: it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "morgue", &mut script);
    out.write_all(&script).map_err(|e| written(&e))?;
    Ok(Exit::Ok)
}
