//! What a person sees on standard error: progress while indexing, remarks, errors with their hints.
//!
//! Progress is drawn on a terminal only; results never come here.

use std::io::{IsTerminal, Write};
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::Globals;
use super::topics::Asked;
use crate::error::Error;
use crate::ingest::Event;
use crate::output::{Columns, Style};
use crate::query::{Parsed, Severity};
use crate::sanitize;

/// The style of standard output.
pub(super) fn style(globals: &Globals, nul: bool) -> Style {
    // A pipe gets 80 columns wherever it is: the same bytes on every machine.
    let terminal = std::io::stdout().is_terminal();
    let width =
        if terminal { terminal_size::terminal_size().map_or(80, |(w, _)| usize::from(w.0)) } else { 80 };
    Style { colour: globals.colour(), width: width.max(20), nul, terminal, columns: Columns::ALL }
}

/// Prints an error and its hint.
pub(super) fn complain(error: &Error) {
    let mut err = std::io::stderr().lock();
    let text = sanitize::lines(&error.to_string());
    // Caret messages come with their own heading.
    let _ = if text.starts_with("morgue: ") {
        writeln!(err, "{}", text.trim_end())
    } else {
        writeln!(err, "morgue: error: {text}")
    };
    if let Some(hint) = &error.hint {
        let _ = writeln!(err, "morgue: hint: {}", sanitize::lines(hint));
    }
}

/// A remark for a person; silent with `--quiet`.
pub(super) fn remark(globals: &Globals, text: &str) {
    if !globals.quiet {
        let _ = writeln!(std::io::stderr().lock(), "morgue: note: {}", sanitize::lines(text));
    }
}

/// How a query was read where it was not as typed.
pub(super) fn notes(globals: &Globals, parsed: &Parsed) {
    for note in parsed.diagnostics.iter().filter(|note| note.severity == Severity::Note) {
        remark(globals, &note.message);
    }
}

/// The same of a topic.
pub(super) fn notes_of(globals: &Globals, asked: &Asked) {
    let topic = asked.topic.as_deref().unwrap_or_default();
    for note in asked.parsed.diagnostics.iter().filter(|note| note.severity == Severity::Note) {
        remark(globals, &format!("topic `{topic}`: {}", note.message));
    }
}

/// A closing word for a person; silent with `--quiet`.
pub(super) fn said(globals: &Globals, text: &str) {
    if !globals.quiet {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }
}

/// A remark for a person who asked for more with `--verbose`.
pub(super) fn detail(globals: &Globals, text: &str) {
    if globals.verbose {
        let _ = writeln!(std::io::stderr().lock(), "morgue: {}", sanitize::line(text));
    }
}

/// The progress line of an indexing run: files, stories, bytes, rate, what is being read.
pub(super) struct Progress {
    bar: ProgressBar,
    stories: AtomicU64,
    files: AtomicU64,
    planned: AtomicU64,
}

impl Progress {
    pub(super) fn new(globals: &Globals) -> Self {
        let bar = ProgressBar::no_length();
        let shown = !globals.quiet && std::io::stderr().is_terminal();
        bar.set_draw_target(if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() });
        let line = "{spinner} {bar:20} {bytes}/{total_bytes} {bytes_per_sec} eta {eta}  {prefix}  {wide_msg}";
        if let Ok(style) = ProgressStyle::with_template(line) {
            bar.set_style(style);
        }
        bar.set_message("looking at the folders");
        // A thread of its own, where somebody looks.
        if shown {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Progress { bar, stories: AtomicU64::new(0), files: AtomicU64::new(0), planned: AtomicU64::new(0) }
    }

    pub(super) fn show(&self, event: Event) {
        match event {
            Event::Planned { files, bytes } => {
                self.planned.store(files, Relaxed);
                self.bar.set_length(bytes);
            }
            Event::Started { path } => self.bar.set_message(sanitize::line(&path)),
            Event::Advanced { bytes, stories } => {
                self.stories.fetch_add(stories, Relaxed);
                self.bar.inc(bytes);
                self.count();
            }
            Event::Finished { bytes, .. } => {
                self.files.fetch_add(1, Relaxed);
                self.bar.inc(bytes);
                self.count();
            }
            Event::Committing => self.bar.set_message("committing"),
        }
    }

    fn count(&self) {
        let count = |number: &AtomicU64| HumanCount(number.load(Relaxed));
        let (files, planned) = (count(&self.files), count(&self.planned));
        self.bar.set_prefix(format!("{files}/{planned} files, {} stories", count(&self.stories)));
    }

    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

pub(super) fn place(path: &str, member: Option<&str>, line: Option<u64>) -> String {
    let place =
        crate::error::Place { path: Some(sanitize::line(path)), member: member.map(sanitize::line), line };
    place.to_string()
}
