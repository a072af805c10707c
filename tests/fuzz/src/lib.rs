//! What every fuzz target runs, and what must hold for any bytes whatever.
//!
//! The targets are three lines each; `tests/fuzz_replay.rs` runs the same functions over the inputs that
//! the fuzzer kept, so this file knows `morgue` and nothing of a fuzzer.

mod sound;

use morgue::date::wire::{self, Hints};
use morgue::error::Error;
use morgue::query::{Saved, Settings, dates, parse, parse_with, render};
use morgue::readers::{self, Sink};
use morgue::source::{self, Limits};
use morgue::story::Story;
use std::io::Read;
use std::ops::ControlFlow;

/// Stories looked at in one input: enough to meet each path, few enough to stay quick.
const STORIES: usize = 64;

/// Bytes that one container may inflate to here.
const INFLATED: u64 = 8 << 20;

/// Checks each story as it comes; errors are expected.
#[derive(Default)]
struct Checked {
    stories: usize,
}

impl Sink for Checked {
    fn story(&mut self, mut story: Story) -> ControlFlow<()> {
        sound(&story);
        morgue::enrich::enrich(&mut story);
        sound(&story);
        self.stories += 1;
        if self.stories < STORIES { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    fn problem(&mut self, error: Error) {
        // Printed, because printing is where a bad span would show.
        assert!(!error.to_string().is_empty());
    }
}

/// Holds a story to what must be true of any.
///
/// # Panics
/// When a story is not sound: that is what the fuzzer looks for.
fn sound(story: &Story) {
    if let Some(fault) = sound::fault(story) {
        panic!("{fault}");
    }
}

/// Reads `bytes` as the format of that name, whatever they look like.
///
/// # Panics
/// When there is no such format, or a story is not sound.
pub fn reader(format: &str, bytes: &[u8]) {
    let forced = readers::by_name(format).expect("a row of FORMATS");
    let name = format!("1999/fuzz.{}", forced.extensions.first().unwrap_or(&"txt"));
    // An error is an answer: only a panic, a hang or a lie is not.
    let _ = readers::read(&name, &mut &bytes[..], Some(forced), &Hints::default(), &mut Checked::default());
}

/// Chooses the format by content, then reads.
///
/// # Panics
/// When a story is not sound.
pub fn any_format(bytes: &[u8]) {
    let _ = readers::read("1999/fuzz", &mut &bytes[..], None, &Hints::default(), &mut Checked::default());
}

/// Opens `bytes` as any container, nested ones too, and takes every member to its end.
///
/// # Panics
/// When a member's name could leave the folder it is shown under, or limits do not hold.
pub fn containers(bytes: &[u8]) {
    let limits = Limits { inflated: INFLATED, nested: 1 << 20, members: 2000, ..Limits::default() };
    let mut total = 0;
    let mut visit = |member: &mut source::Member<'_>| {
        let path = member.member.as_deref().unwrap_or(&member.name);
        assert!(!path.starts_with('/') && !path.split('/').any(|part| part == ".."), "{path}");
        let mut sink = std::io::sink();
        total += std::io::copy(&mut member.bytes.take(INFLATED * 2), &mut sink).unwrap_or(0);
        ControlFlow::Continue(())
    };
    source::open_stream("fuzz", &mut &bytes[..], &limits, &mut visit, &mut |error| {
        assert!(!error.to_string().is_empty());
    });
    assert!(total <= INFLATED + bytes.len() as u64 + (1 << 20), "{total} bytes came out");
}

/// How the queries of the targets are read: at a moment and in a zone of their own.
fn settings(any: bool) -> Settings {
    let now = "2007-08-15T12:00:00Z".parse().expect("a moment");
    Settings { now, zone: Hints::default().zone, any }
}

/// Reads `bytes` as a query; what is printed of it has to read back as the same.
///
/// # Panics
/// When it does not.
pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let settings = settings(text.len() % 2 == 1);
    let parsed = parse(&text, &settings);
    render(&parsed.diagnostics, &text);
    let printed = parsed.tree.to_string();
    assert_eq!(parse(&printed, &settings).tree, parsed.tree, "{printed}");
}

/// Reads `bytes` as a date: of a query, of a range, of a wire.
pub fn dates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let settings = settings(false);
    let (from, to) = text.split_once('\n').unwrap_or((&text, ""));
    let _ = dates::parse_bound(from, &settings);
    let _ = dates::value(&text, &settings);
    let _ = dates::range(Some(from), Some(to).filter(|to| !to.is_empty()), &settings);
    for text in [from, to] {
        for day_first in [false, true] {
            let stamp = wire::parse(text, &Hints { day_first, ..Hints::default() });
            // Printed, because a moment out of all calendars would show there.
            assert!(stamp.or_else(|| wire::epoch(text)).is_none_or(|stamp| !stamp.print().is_empty()));
        }
    }
}

/// Reads `bytes` as a file of saved queries, and asks the first one by its name.
pub fn saved(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(saved) = Saved::read(&text) {
        let name = text.split(['=', '\n']).next().unwrap_or_default().trim();
        parse_with(&format!("@{name} OR @other"), &settings(false), Some(&saved));
    }
}
