//! The real collections, when they are at hand: what is read of them, and how well.
//!
//! They are for research, lie outside the project and are only ever read. Without them each test says that
//! it skips, and why; under `CI` it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod agencies;
mod corpora;
mod datelines;
mod duplicates;
mod json;
mod newsml;
mod nitf;
mod pages;
mod people;
mod plain;
mod resolution;
mod sources;

use morgue::error::Error;
use morgue::readers::Sink;
use morgue::story::Story;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// A folder of the collections; `None`, and a word about it, where it is absent. The environment variable
/// `MORGUE_SHARED` says where they lie if not beside the project.
fn shared(folder: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("MORGUE_SHARED").map_or_else(beside, PathBuf::from).join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing", folder.display());
    println!("skipped: {} is missing", folder.display());
    None
}

/// What a reader gave.
#[derive(Default)]
struct Kept {
    stories: Vec<Story>,
    problems: Vec<Error>,
}

impl Sink for Kept {
    fn story(&mut self, story: Story) -> ControlFlow<()> {
        self.stories.push(story);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, error: Error) {
        self.problems.push(error);
    }
}
