//! Mail: one message in a file (.eml), or many in a mailbox (mbox), read one at a time.
//!
//! MIME is the library's work; this file finds the messages, `mail_story` makes stories of them.

pub(super) mod story;

use crate::date::wire::Hints;
use crate::error::{Error, ErrorKind, Result};
use crate::readers::{Format, Head, Input, Sink};
use crate::source::records::Records;
use std::ops::ControlFlow;

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "mail",
    about: "mail messages, one a file or many in an mbox",
    extensions: &["eml", "mbox", "mbx"],
    carries: &[
        "id",
        "version",
        "kind",
        "status",
        "embargo",
        "headline",
        "byline",
        "dateline",
        "published",
        "updated",
        "agency",
        "people",
        "places",
        "organisations",
        "keywords",
        "desk",
        "slug",
        "lang",
        "sections",
        "captions",
        "urgency",
        "copyright",
        "url",
    ],
    many: true,
    version: 3,
    sniff,
    read,
};

/// The most bytes of one message, attachments and all.
const LONGEST: usize = 64 << 20;

/// Header names of mail and of news; the first few alone could head any text.
static NAMES: &[&str] = &[
    "from",
    "to",
    "subject",
    "date",
    "cc",
    "reply-to",
    "sender",
    "message-id",
    "received",
    "mime-version",
    "return-path",
    "delivered-to",
    "content-type",
    "content-transfer-encoding",
    "newsgroups",
    "path",
    "references",
    "in-reply-to",
    "list-id",
    "dkim-signature",
    "received-spf",
    "authentication-results",
    "user-agent",
    "x-mailer",
    "x-received",
    "arc-seal",
    "x-priority",
    "organization",
    "lines",
    "xref",
];

/// Names that only a mail system writes.
static SURE: &[&str] = &[
    "message-id",
    "received",
    "mime-version",
    "return-path",
    "delivered-to",
    "newsgroups",
    "dkim-signature",
    "x-received",
    "arc-seal",
    "content-transfer-encoding",
];

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let start = head.bytes.trim_ascii_start();
    let line = start.split(|b| *b == b'\n').next().unwrap_or_default();
    if is_from_line(line) {
        let rest = start.get(line.len()..).unwrap_or_default().trim_ascii_start();
        return looks_like_mail(rest).then_some("From line of a mailbox");
    }
    looks_like_mail(start).then_some("mail header lines")
}

/// The first header lines are mail's: at least three names, one of them sure, or the four of any letter.
fn looks_like_mail(bytes: &[u8]) -> bool {
    const LINES: usize = 200;
    let mut names: Vec<String> = Vec::new();
    for line in bytes.split(|b| *b == b'\n').take(LINES) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let colon = line.iter().position(|b| *b == b':').unwrap_or(0);
        let name = &line[..colon];
        let token = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
        if !token {
            return false;
        }
        names.push(String::from_utf8_lossy(name).to_ascii_lowercase());
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let known = names.iter().filter(|name| NAMES.contains(&name.as_str())).count();
    let sure = SURE.iter().any(|name| has(name)) && (has("from") || has("subject") || known >= 4);
    known >= 3 && (sure || ["from", "to", "subject", "date"].iter().all(|name| has(name)))
}

/// `From someone@example.com Tue Mar  3 11:27:36 2015`: the line before each message of a mailbox.
fn is_from_line(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).count();
    let time = rest.windows(3).any(|at| at[0].is_ascii_digit() && at[1] == b':' && at[2].is_ascii_digit());
    (6..=10).contains(&words) && time
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let mut records = Records::new(input.bytes).with_limit(LONGEST);
    let (name, hints) = (input.name, input.hints);
    let mut mailbox = Mailbox {
        name,
        hints,
        many: None,
        blank: true,
        held: Vec::new(),
        line: 1,
        number: 0,
        too_long: false,
    };
    loop {
        let failed = match records.next_line() {
            Ok(Some(record)) => {
                if mailbox.line(record.bytes, record.line, sink).is_break() {
                    return Ok(());
                }
                continue;
            }
            Ok(None) => break,
            Err(error) => error,
        };
        if records.broken() {
            // What came before the damage may be most of a message.
            let _ = mailbox.message(sink);
            return Err(failed);
        }
        sink.problem(failed);
    }
    let _ = mailbox.message(sink);
    Ok(())
}

/// Messages as they come.
struct Mailbox<'i> {
    name: &'i str,
    hints: &'i Hints,
    /// It is a mailbox; `None` before the first line.
    many: Option<bool>,
    /// The last line was empty.
    blank: bool,
    held: Vec<u8>,
    /// Line of `held[0]`.
    line: u64,
    number: u64,
    too_long: bool,
}

impl Mailbox<'_> {
    fn line(&mut self, bytes: &[u8], line: u64, sink: &mut dyn Sink) -> ControlFlow<()> {
        let starts = self.blank && is_from_line(bytes);
        self.blank = bytes.is_empty();
        if self.many.is_none() {
            if bytes.trim_ascii().is_empty() {
                return ControlFlow::Continue(());
            }
            self.many = Some(starts);
            self.line = line;
        }
        if starts && self.many == Some(true) {
            let flow = self.message(sink);
            self.line = line + 1;
            return flow;
        }
        self.add(bytes);
        ControlFlow::Continue(())
    }

    fn add(&mut self, line: &[u8]) {
        if self.held.len() + line.len() > LONGEST {
            self.too_long = true;
            return;
        }
        // `>From` in a mailbox was written `From`.
        let quoted = self.many == Some(true)
            && line.first() == Some(&b'>')
            && line.iter().position(|b| *b != b'>').is_some_and(|at| line[at..].starts_with(b"From "));
        self.held.extend_from_slice(if quoted { &line[1..] } else { line });
        self.held.push(b'\n');
    }

    /// Reads the message that is held.
    fn message(&mut self, sink: &mut dyn Sink) -> ControlFlow<()> {
        let bytes = std::mem::take(&mut self.held);
        let too_long = std::mem::take(&mut self.too_long);
        if bytes.trim_ascii().is_empty() && !too_long {
            return ControlFlow::Continue(());
        }
        self.number += 1;
        let member = (self.many == Some(true)).then(|| format!("#{}", self.number));
        let read = if too_long {
            Err(Error::new(ErrorKind::Limit, format!("message of more than {LONGEST} bytes")))
        } else {
            story::story(&bytes, self.line, self.name, self.hints)
        };
        match read {
            Ok(mut story) => {
                story.source.member = member;
                sink.story(story)
            }
            Err(error) => {
                sink.problem(error.at_line(self.line).at_member(member));
                ControlFlow::Continue(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_told_from_other_headed_text() {
        for (text, want) in [
            ("From: a@example.com\nTo: b@example.com\nSubject: x\nDate: today\n\nx", true),
            ("Return-Path: <a@example.com>\nReceived: by x\n\twith y\nSubject: x\n\n", true),
            ("Newsgroups: example.news\nFrom: a\nSubject: x\n\n", true),
            ("Headline: Mill burns\nDate: 1987-03-02\nSubject: fire\n\nCopy.", false),
            ("From: Oxtown\nDate: today\nSubject: x\n\n", false),
            ("Dear editor\nFrom: me\n", false),
            ("", false),
        ] {
            assert_eq!(looks_like_mail(text.as_bytes()), want, "{text}");
        }
    }

    #[test]
    fn lines_before_messages() {
        assert!(is_from_line(b"From a@example.com Tue Mar  3 11:27:36 2015"));
        assert!(is_from_line(b"From - Tue Mar  3 11:27:36 2015 +0100"));
        assert!(!is_from_line(b"From there they went on by boat and train"));
    }
}
