//! One way from a member's bytes to its stories: look at the head, choose the format, read.
//!
//! The ingest and `morgue read` both come through here, so that they cannot disagree.

use super::sound::make_sound;
use super::{Format, Head, Input, Sink, Sniffed, sniff};
use crate::date::wire::Hints;
use crate::error::{Error, ErrorKind, Result};
use crate::source::decode::decode;
use crate::source::stream_error;
use crate::story::{Status, Story};
use std::borrow::Cow;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How much of a member is looked at to choose its format.
const HEAD: u64 = 64 << 10;

/// What became of a member.
pub enum Outcome {
    /// It was read.
    Read {
        /// As this.
        format: &'static Format,
        /// Why.
        reason: &'static str,
        /// Stories handed to the sink.
        stories: u64,
        /// Records that could not be read.
        problems: u64,
    },
    /// There is nothing in it.
    Empty,
    /// It holds no story: the reason.
    NotAStory(String),
}

/// The same as [`read`], for those who have more to read: a reader that panics has a bug, and fails on this member alone.
///
/// # Errors
/// Those of [`read`], and one of [`ErrorKind::Format`] where it panics. What came before stays with the sink.
pub fn read_or_fail(
    name: &str,
    bytes: &mut dyn BufRead,
    forced: Option<&'static Format>,
    hints: &Hints,
    sink: &mut dyn Sink,
) -> Result<Outcome> {
    catch_unwind(AssertUnwindSafe(|| read(name, bytes, forced, hints, sink)))
        .unwrap_or_else(|_| Err(Error::new(ErrorKind::Format, "the reader failed on this; please report it")))
}

/// Reads one member. `name` is its path, for extension, date and folder hints; `forced` skips the
/// choice of format. Stories arrive with their format set; an error is about the whole member.
pub fn read(
    name: &str,
    bytes: &mut dyn BufRead,
    forced: Option<&'static Format>,
    hints: &Hints,
    sink: &mut dyn Sink,
) -> Result<Outcome> {
    let mut start = Vec::with_capacity(4 << 10);
    let failed = (&mut *bytes).take(HEAD).read_to_end(&mut start).err();
    let whole = failed.is_none() && (start.len() as u64) < HEAD;
    let text = head_text(&start, whole);
    let head = Head { bytes: &start, text: &text, name, whole };
    let (format, reason) = match (sniff(&head), forced) {
        (Sniffed::Empty, _) => return Ok(Outcome::Empty),
        (_, Some(format)) => (format, "asked for"),
        // What came before the damage may be too little to tell: the damage is the news.
        (Sniffed::NotAStory(_), None) if failed.is_some() => {
            return failed.map_or(Ok(Outcome::Empty), |error| Err(stream_error(&error)));
        }
        (Sniffed::NotAStory(reason), None) => return Ok(Outcome::NotAStory(reason)),
        (Sniffed::Format(format, reason), None) => (format, reason),
    };
    let mut replay = Replay { head: &start, failed, rest: bytes };
    let mut sink = Labelled { format, stories: 0, problems: 0, passed_over: None, sink };
    (format.read)(&mut Input { bytes: &mut replay, name, hints }, &mut sink)?;
    let Labelled { stories, problems, passed_over, .. } = sink;
    if stories == 0 && problems == 0 {
        return Ok(passed_over.map_or(Outcome::Empty, Outcome::NotAStory));
    }
    Ok(Outcome::Read { format, reason, stories, problems })
}

/// The head as text. A character cut by the end of the head must not make it look like another charset.
fn head_text(start: &[u8], whole: bool) -> Cow<'_, str> {
    let end = match std::str::from_utf8(start) {
        Err(cut) if !whole && cut.error_len().is_none() => cut.valid_up_to(),
        _ => start.len(),
    };
    decode(&start[..end], None).text
}

/// The head again, then the error met while reading it, or the rest of the stream.
struct Replay<'r> {
    head: &'r [u8],
    failed: Option<io::Error>,
    rest: &'r mut dyn BufRead,
}

impl BufRead for Replay<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if !self.head.is_empty() {
            return Ok(self.head);
        }
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        if self.head.is_empty() {
            self.rest.consume(count);
        } else {
            self.head = &self.head[count.min(self.head.len())..];
        }
    }
}

impl Read for Replay<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(into.len());
        into[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}

/// Sets the format of every story that passes, makes its texts sound, and counts.
struct Labelled<'s> {
    format: &'static Format,
    stories: u64,
    problems: u64,
    /// The first item that is no story.
    passed_over: Option<String>,
    sink: &'s mut dyn Sink,
}

impl Sink for Labelled<'_> {
    fn story(&mut self, mut story: Story) -> ControlFlow<()> {
        self.format.name.clone_into(&mut story.format);
        // The moment says when it ends, the word never would.
        if story.embargo.is_some() && story.status == Status::Embargoed {
            story.status = Status::Usable;
        }
        make_sound(&mut story);
        self.stories += 1;
        self.sink.story(story)
    }

    fn problem(&mut self, error: Error) {
        self.problems += 1;
        self.sink.problem(error);
    }

    fn passed_over(&mut self, what: &str) {
        self.passed_over.get_or_insert_with(|| what.to_owned());
        self.sink.passed_over(what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Breaks at the second story.
    #[derive(Default)]
    struct Brittle(usize);

    impl Sink for Brittle {
        #[allow(clippy::panic)]
        fn story(&mut self, _: Story) -> ControlFlow<()> {
            self.0 += 1;
            assert!(self.0 != 2, "as asked");
            ControlFlow::Continue(())
        }

        fn problem(&mut self, _: Error) {}
    }

    #[test]
    fn a_panic_costs_its_own_member_alone() {
        let mut sink = Brittle::default();
        let lines = "{\"headline\":\"a\",\"body\":\"b\"}\n".repeat(2);
        let mut ask = |text: &str| {
            read_or_fail("a.jsonl", &mut text.as_bytes(), None, &Hints::default(), &mut sink)
                .map_err(|error| (error.kind, error.message))
                .err()
        };
        let failed = ask(&lines).map(|(kind, message)| (kind, message.contains("report it")));
        assert_eq!(failed, Some((ErrorKind::Format, true)));
        assert_eq!(ask(&lines), None);
        assert_eq!(sink.0, 4);
    }
}
