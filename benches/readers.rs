//! Every reader over the fixtures of its format, again and again: bytes a second on one core, from the choice of the
//! format to the story, without enrichment.
//!
//! `cargo bench --bench readers`. Figures to quote are in `benches/readers.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use divan::counter::BytesCount;
use morgue::date::wire::Hints;
use morgue::error::Error;
use morgue::readers::{FORMATS, Outcome, Sink, read};
use morgue::story::Story;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;

fn main() {
    divan::main();
}

/// A file's name and bytes.
type File = (String, Vec<u8>);

/// Bytes of a sample, at least; the samples of a format are some megabytes together. The fastest of so short ones is
/// that of a core that was left alone, also on a machine with other work.
const BYTES: usize = 32 << 10;

/// Files that hold stories, by the format they are read as.
static FILES: LazyLock<BTreeMap<&'static str, Vec<File>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = BTreeMap::<&str, Vec<File>>::new();
    for folder in ["tests/readers", "corpus"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).sort_by_file_name() {
            let entry = entry.unwrap();
            let name = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
            if !entry.file_type().is_file() || name.ends_with(".story.json") || name.contains("broken/") {
                continue;
            }
            let bytes = std::fs::read(entry.path()).unwrap();
            let mut count = Count::default();
            if let Ok(Outcome::Read { format, problems: 0, .. }) =
                read(&name, &mut bytes.as_slice(), None, &Hints::default(), &mut count)
            {
                files.entry(format.name).or_default().push((name, bytes));
            }
        }
    }
    files
});

#[derive(Default)]
struct Count {
    stories: usize,
}

impl Sink for Count {
    fn story(&mut self, story: Story) -> ControlFlow<()> {
        self.stories += usize::from(!divan::black_box(&story).body.is_empty());
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Error) {}
}

#[divan::bench(args = FORMATS.iter().map(|format| format.name), sample_count = 150, sample_size = 1)]
fn readers(bencher: divan::Bencher, format: &str) {
    let files = FILES.get(format).map_or(&[][..], Vec::as_slice);
    let once: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let times = BYTES / once.max(1) + 1;
    bencher.counter(BytesCount::new(once * times)).bench(|| {
        let mut count = Count::default();
        for (name, bytes) in (0..times).flat_map(|_| files) {
            let outcome = read(name, &mut bytes.as_slice(), None, &Hints::default(), &mut count);
            drop(divan::black_box(outcome));
        }
        count.stories
    });
}
