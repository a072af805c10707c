//! Every pass of enrichment over the stories of the sample archive and of the fixtures, again and again: bytes of copy
//! a second on one core. A pass gets stories as the passes before it leave them; `all` is all of them one after the other,
//! `real` the same over ordinary wire copy, where the shared collections are there to be read (`MORGUE_SHARED`).
//!
//! `cargo bench --bench enrich`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use divan::counter::BytesCount;
use morgue::date::wire::Hints;
use morgue::enrich::{PASSES, enrich};
use morgue::error::Error;
use morgue::readers::{Sink, read};
use morgue::story::Story;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn main() {
    divan::main();
}

/// Bytes of copy of a sample, at least. The fastest of so short ones is that of a core that was left alone, also on a
/// machine with other work.
const BYTES: usize = 64 << 10;

/// Stories as the readers give them: spread over the collection, so that no sample is of one kind.
static STORIES: LazyLock<Vec<Story>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Kept::default();
    for folder in ["tests/readers", "corpus"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).sort_by_file_name() {
            let entry = entry.unwrap();
            let name = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
            if entry.file_type().is_file() && !name.ends_with(".story.json") && !name.contains("broken/") {
                let bytes = std::fs::read(entry.path()).unwrap();
                drop(read(&name, &mut bytes.as_slice(), None, &Hints::default(), &mut all));
            }
        }
    }
    let (stories, mut bytes) = (all.stories, 0);
    let step = 7;
    let order = (0..step).flat_map(|first| (first..stories.len()).step_by(step));
    let some = order.map(|at| stories[at].clone()).take_while(|story| {
        let more = bytes < BYTES;
        bytes += story.body.len();
        more
    });
    some.collect()
});

/// A thousand stories of Reuters-21578, those that come first in their file; none where the collection is not there.
static REAL: LazyLock<Vec<Story>> = LazyLock::new(|| {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("MORGUE_SHARED").map_or_else(beside, PathBuf::from);
    let mut all = Kept::default();
    if let Ok(file) = std::fs::File::open(shared.join("corpora/reuters-21578/reut2-007.sgm.gz")) {
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes).unwrap();
        drop(read("reut2-007.sgm", &mut bytes.as_slice(), None, &Hints::default(), &mut all));
    }
    all.stories
});

#[derive(Default)]
struct Kept {
    stories: Vec<Story>,
}

impl Sink for Kept {
    fn story(&mut self, story: Story) -> ControlFlow<()> {
        self.stories.push(story);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Error) {}
}

fn bytes(stories: &[Story]) -> usize {
    stories.iter().map(|story| story.body.len()).sum()
}

#[divan::bench(args = PASSES.iter().map(|pass| pass.name), sample_count = 200, sample_size = 1)]
fn pass(bencher: divan::Bencher, name: &str) {
    let at = PASSES.iter().position(|pass| pass.name == name).unwrap();
    let mut before = STORIES.clone();
    before.iter_mut().for_each(|story| PASSES[..at].iter().for_each(|pass| (pass.run)(story)));
    bencher.counter(BytesCount::new(bytes(&STORIES))).with_inputs(|| before.clone()).bench_values(
        |mut stories| {
            stories.iter_mut().for_each(PASSES[at].run);
            stories
        },
    );
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn all(bencher: divan::Bencher) {
    bencher.counter(BytesCount::new(bytes(&STORIES))).with_inputs(|| STORIES.clone()).bench_values(
        |mut stories| {
            stories.iter_mut().for_each(enrich);
            stories
        },
    );
}

#[divan::bench(sample_count = 30, sample_size = 1)]
fn real(bencher: divan::Bencher) {
    bencher.counter(BytesCount::new(bytes(&REAL))).with_inputs(|| REAL.clone()).bench_values(
        |mut stories| {
            stories.iter_mut().for_each(enrich);
            stories
        },
    );
}
