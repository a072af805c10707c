//! Exit codes: the three that scripts rely on.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done; for searches, something was found.
    Ok = 0,
    /// Searches: nothing found. `index` and `read`: done, but some inputs failed. `status`,
    /// `verify`, `check`: findings.
    Something = 1,
    /// Not done: bad arguments, a query that cannot be read, no index.
    Error = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

impl Exit {
    /// `Ok` when there is something, as searches have it.
    pub fn found(any: bool) -> Self {
        if any { Exit::Ok } else { Exit::Something }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_the_contract() {
        assert_eq!((Exit::Ok as u8, Exit::Something as u8, Exit::Error as u8), (0, 1, 2));
        assert_eq!(Exit::found(true), Exit::Ok);
    }
}
