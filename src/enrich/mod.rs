//! Story to Story: what the document does not mark up but says. Pure and offline; knows no format
//! and no engine. PASSES is the table; the order matters.

pub mod dateline;
pub mod desk;
pub mod gazetteer;
mod headline;
mod kind;
mod language;
pub mod people;
mod subheads;

pub use language::is_function_word;

use crate::story::Story;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// One pass.
pub struct Pass {
    /// Name, for `--without` and the benchmark.
    pub name: &'static str,
    /// One line.
    pub about: &'static str,
    /// Raised when its output changes; stories are then read again.
    pub version: u32,
    /// The work.
    pub run: fn(&mut Story),
}

/// All passes, in order: dateline, subheads, desk, language, kind, people, headline. The dateline
/// tells where the copy starts, the kind whether there is copy in which to look for people.
pub static PASSES: &[Pass] =
    &[dateline::PASS, subheads::PASS, desk::PASS, language::PASS, kind::PASS, people::PASS, headline::PASS];

/// Runs every pass. One that panics has a bug; the story goes on with what the others find, and says so.
pub fn enrich(story: &mut Story) {
    for pass in PASSES {
        if catch_unwind(AssertUnwindSafe(|| (pass.run)(story))).is_err() {
            let text = format!("the pass `{}` failed on this story; please report it", pass.name);
            story.note("enrich-failed", None, text);
        }
    }
}
