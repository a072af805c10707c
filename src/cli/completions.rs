//! `morgue completions`: the completion script of a shell.

use std::io::Write;

use super::args::Globals;
use super::{Exit, command};
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

pub(super) fn run(args: &Args, _: &Globals, mut out: &mut dyn Write) -> Result<Exit> {
    clap_complete::generate(args.shell, &mut command(), "morgue", &mut out);
    Ok(Exit::Ok)
}
