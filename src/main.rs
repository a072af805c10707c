//! The `morgue` binary; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    morgue::cli::main()
}
