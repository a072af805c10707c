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

use crate::story::Story;

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

/// Runs every pass.
pub fn enrich(story: &mut Story) {
    for pass in PASSES {
        (pass.run)(story);
    }
}
