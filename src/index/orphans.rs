//! Files of a data folder that no commit names: of runs that were killed, of commits before, of segments that came to
//! nothing. They cost space and nothing else.

use super::files::{is_of_segment, of_segment, sealed};
use super::log;
use super::open::Index;
use super::trouble::{engine_error, system};
use crate::error::Result;
use std::collections::BTreeSet;

impl Index {
    /// Their names.
    ///
    /// # Errors
    /// Those of the system.
    pub(super) fn orphans(&self) -> Result<Vec<String>> {
        let failed = |e: &std::io::Error| system("reading the index folder", e);
        let mut needed = BTreeSet::new();
        for segment in self.engine().searchable_segment_metas().map_err(|e| engine_error(&e))? {
            needed.extend(of_segment(&segment.id().uuid_string(), segment.delete_opstamp()));
        }
        let log = self.log_name();
        let mut left = Vec::new();
        for entry in std::fs::read_dir(self.data()).map_err(|e| failed(&e))? {
            let name = entry.map_err(|e| failed(&e))?.file_name().to_string_lossy().into_owned();
            let is_left = is_of_segment(&name) && !needed.contains(&name)
                || log::is_log(&name) && log.as_ref().is_some_and(|log| *log != name)
                || name.ends_with(sealed::NEW);
            left.extend(is_left.then_some(name));
        }
        Ok(left)
    }

    /// Removes them; for a writer that has ended, merges and all, and still holds the lock.
    pub(super) fn sweep(&self) -> Result<()> {
        for name in self.orphans()? {
            // What cannot be removed now is with the next run.
            let _ = std::fs::remove_file(self.data().join(name));
        }
        Ok(())
    }
}
