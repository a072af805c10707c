//! Messages of a wire one after the other in a stream, each from its header line to its end mark.
//!
//! Knows lines and the control bytes that part messages (SYN, SOH, EOT), no format: a [`Framing`]
//! says which lines open and close a frame. One frame is held at a time.

use super::Sink;
use crate::error::{Error, ErrorKind, Result};
use crate::source::records::Records;
use crate::story::Story;
use std::io::BufRead;
use std::ops::ControlFlow;

/// Start of header.
pub(super) const SOH: u8 = 0x01;
/// Start of text.
pub(super) const STX: char = '\u{2}';
/// End of text: the footer follows.
pub(super) const ETX: u8 = 0x03;
/// End of transmission.
pub(super) const EOT: u8 = 0x04;
/// Synchronous idle: some stand before SOH.
pub(super) const SYN: u8 = 0x16;

/// The most bytes of one frame, and of one line.
const LONGEST: usize = 8 << 20;

/// Bytes before the first frame that may be the line's own noise: routing, padding.
const NOISE: usize = 200;

/// Which lines are the borders of a frame.
pub(super) struct Framing {
    /// The line opens a frame. `fresh`: the one before has ended.
    pub opens: fn(line: &[u8], fresh: bool) -> bool,
    /// The line is the last of its frame.
    pub closes: fn(line: &[u8]) -> bool,
    /// What is missing when text stands outside all frames.
    pub header: &'static str,
}

/// One message.
pub(super) struct Frame<'f> {
    /// Its lines, ended by `\n`, whatever ended them in the file.
    pub bytes: &'f [u8],
    /// Number of its first line, from 1.
    pub line: u64,
    /// From 1.
    pub number: u64,
    /// Its end mark is there.
    pub closed: bool,
}

/// Reads all frames with `story`, which gives a story, or an error about this frame alone. The
/// stories of a file of several frames are its members `#1`, `#2` …; a single one has no member.
pub(super) fn each(
    bytes: &mut dyn BufRead,
    framing: &Framing,
    sink: &mut dyn Sink,
    story: impl FnMut(&Frame<'_>) -> Result<Story>,
) -> Result<()> {
    let mut frames = Frames {
        framing,
        sink,
        story,
        held: Vec::new(),
        line: 1,
        number: 0,
        state: State::Outside,
        first: None,
    };
    let mut records = Records::new(bytes).with_limit(LONGEST);
    let mut at = 1;
    loop {
        let failed = match records.next_line() {
            Ok(Some(record)) => {
                if frames.record(record.bytes, &mut at).is_break() {
                    return Ok(());
                }
                continue;
            }
            Ok(None) => break,
            Err(error) => error,
        };
        if records.broken() {
            // What came before the damage may be a whole message.
            let _ = frames.end(true);
            return Err(failed);
        }
        frames.sink.problem(failed);
    }
    let _ = frames.end(true);
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first frame, or after one that has ended.
    Outside,
    Inside,
    /// The frame has grown too long: passed over to the next.
    Skipping,
}

struct Frames<'f, F> {
    framing: &'f Framing,
    sink: &'f mut dyn Sink,
    story: F,
    held: Vec<u8>,
    /// Line of `held[0]`.
    line: u64,
    number: u64,
    state: State,
    /// The first story, until it is known whether there is a second.
    first: Option<Story>,
}

impl<F: FnMut(&Frame<'_>) -> Result<Story>> Frames<'_, F> {
    /// A line of the file, which may be several of the message: `\r` alone ends lines too.
    fn record(&mut self, bytes: &[u8], at: &mut u64) -> ControlFlow<()> {
        for line in bytes.split(|b| *b == b'\r') {
            let mut rest = line;
            while let Some(cut) = cut(rest) {
                self.line(&rest[..cut], *at)?;
                rest = &rest[cut..];
            }
            self.line(rest, *at)?;
            *at += 1;
        }
        ControlFlow::Continue(())
    }

    fn line(&mut self, line: &[u8], at: u64) -> ControlFlow<()> {
        let fresh = self.state == State::Outside;
        if (self.framing.opens)(line, fresh) {
            self.end(false)?;
            self.state = State::Inside;
            self.number += 1;
        }
        if self.state == State::Skipping {
            return ControlFlow::Continue(());
        }
        if self.held.is_empty() {
            self.line = at;
        }
        self.held.extend_from_slice(line);
        self.held.push(b'\n');
        if self.state == State::Inside && (self.framing.closes)(line) {
            return self.close(true);
        }
        if self.held.len() > LONGEST {
            let message = format!("message of more than {LONGEST} bytes: it has no end mark");
            self.problem(Error::new(ErrorKind::Limit, message));
            self.held.clear();
            self.state = State::Skipping;
        }
        ControlFlow::Continue(())
    }

    /// The end of what is held, as no end mark came.
    fn end(&mut self, of_file: bool) -> ControlFlow<()> {
        match self.state {
            State::Inside => self.close(false)?,
            State::Outside => {
                let strange = self.held.iter().filter(|b| b.is_ascii_alphanumeric()).count() > NOISE;
                if strange {
                    let message = format!("text outside of any message: expected {}", self.framing.header);
                    self.sink.problem(Error::new(ErrorKind::Format, message).at_line(self.line));
                }
                self.held.clear();
            }
            State::Skipping => {}
        }
        if of_file && let Some(story) = self.first.take() {
            return self.sink.story(story);
        }
        ControlFlow::Continue(())
    }

    fn close(&mut self, closed: bool) -> ControlFlow<()> {
        self.state = State::Outside;
        let bytes = std::mem::take(&mut self.held);
        let frame = Frame { bytes: &bytes, line: self.line, number: self.number, closed };
        let read = (self.story)(&frame);
        self.held = bytes;
        self.held.clear();
        if self.number == 2
            && let Some(mut first) = self.first.take()
        {
            first.source.member = Some("#1".into());
            self.sink.story(first)?;
        }
        match read {
            Ok(story) if self.number == 1 => self.first = Some(story),
            Ok(mut story) => {
                story.source.member = Some(format!("#{}", self.number));
                return self.sink.story(story);
            }
            Err(error) => self.problem(error),
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, error: Error) {
        let member = (self.number > 1).then(|| format!("#{}", self.number));
        let line = error.place.line.unwrap_or(self.line);
        self.sink.problem(error.at_line(line).at_member(member));
    }
}

/// Where the next message starts in a line: after EOT, before SYN or SOH.
fn cut(line: &[u8]) -> Option<usize> {
    let starts = |byte: u8| byte == SYN || byte == SOH;
    (1..line.len()).find(|&at| {
        let (before, here) = (line[at - 1], line[at]);
        before == EOT || starts(here) && !starts(before)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Kept(Vec<(Option<String>, String)>, Vec<String>);

    impl Sink for Kept {
        fn story(&mut self, story: Story) -> ControlFlow<()> {
            self.0.push((story.source.member, story.body));
            ControlFlow::Continue(())
        }
        fn problem(&mut self, error: Error) {
            self.1.push(format!("{:?} {:?} {error}", error.place.line, error.place.member));
        }
    }

    fn read(text: &str) -> Kept {
        let framing = Framing {
            opens: |line, _| line.contains(&SOH),
            closes: |line| line.ends_with(&[EOT]),
            header: "SOH",
        };
        let mut kept = Kept::default();
        let story = |frame: &Frame<'_>| {
            let body = String::from_utf8_lossy(frame.bytes).into_owned();
            if body.contains("bad") {
                return Err(Error::new(ErrorKind::Format, "bad"));
            }
            Ok(Story { body: format!("{} {} {body}", frame.line, frame.closed), ..Story::default() })
        };
        each(&mut text.as_bytes(), &framing, &mut kept, story).unwrap();
        kept
    }

    #[test]
    fn one_message_has_no_member_and_many_do() {
        let one = read("noise\n\x16\x16\x01a\nb\x04");
        assert_eq!(one.0, [(None, "2 true \x16\x16\x01a\nb\x04\n".to_owned())]);
        let many = read("\x01a\r\nb\r\x04\x16\x01c\x04\n\n\x01d\n\x01bad\x04\x01e");
        let members: Vec<_> = many.0.iter().filter_map(|(member, _)| member.as_deref()).collect();
        assert_eq!(members, ["#1", "#2", "#3", "#5"]);
        assert_eq!(many.0[2].1, "5 false \x01d\n");
        assert_eq!(many.1, ["Some(6) Some(\"#4\") bad"]);
    }

    #[test]
    fn text_outside_of_messages_is_told() {
        let kept = read(&format!("{}\n\x01a\x04", "lost words ".repeat(40)));
        assert_eq!((kept.0.len(), kept.1.len()), (1, 1));
    }
}
