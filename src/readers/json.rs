//! JSON: one article, an array of them, an object around such an array, or JSON Lines.
//!
//! Cuts a stream into records and hands each to [`super::json_story`]; an array is never held
//! whole. Which key means what is not known here.

use super::json_story::{Looks, looks, story};
use super::{Format, Head, Input, Sink};
use crate::date::wire::Hints;
use crate::error::{Error, ErrorKind, Result};
use crate::source::decode::decode;
use crate::source::records::{RECORD_LIMIT, Records};
use crate::source::stream_error;
use crate::story::Story;
use serde_json::Value;
use std::ops::ControlFlow;

/// The row of JSON Lines.
pub const LINES: Format = Format {
    name: "json-lines",
    about: "JSON Lines, one article a line",
    extensions: &["jsonl", "ndjson"],
    many: true,
    version: 1,
    sniff: sniff_lines,
    read: read_lines,
};

/// The row of JSON.
pub const FORMAT: Format = Format {
    name: "json",
    about: "JSON, an article or an array of articles",
    extensions: &["json"],
    many: true,
    version: 1,
    sniff,
    read,
};

fn sniff_lines(head: &Head<'_>) -> Option<&'static str> {
    let text = head.text.trim_start_matches(['\u{feff}', ' ', '\n', '\r']);
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let named =
        LINES.extensions.iter().any(|ext| head.name.to_ascii_lowercase().ends_with(&format!(".{ext}")));
    let more = rest.trim_start().starts_with('{');
    let object = first.starts_with('{') && (first.trim_end().ends_with('}') || (named && rest.is_empty()));
    (object && (named || more) && looks(first) == Looks::Article)
        .then_some("lines of JSON objects with article keys")
}

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let text = head.text.trim_start_matches('\u{feff}').trim_start();
    (text.starts_with(['{', '[']) && looks(text) != Looks::Other).then_some("JSON with article keys")
}

/// Puts one record's stories into the sink.
struct Output<'s> {
    sink: &'s mut dyn Sink,
    hints: &'s Hints,
    number: u64,
    /// The first article, kept back until a second shows that the file holds many: a single
    /// article is the file itself and no `#1`.
    first: Option<Story>,
    many: bool,
}

impl Output<'_> {
    fn record(&mut self, bytes: &[u8], line: u64) -> ControlFlow<()> {
        let decoded = decode(bytes, None);
        match serde_json::from_str(decoded.text.trim_start_matches('\u{feff}')) {
            Ok(value) => self.value(value, line),
            Err(error) => {
                let within = (error.line() as u64).saturating_sub(1);
                self.number += 1;
                self.problem(&plain(&error), line + within);
                ControlFlow::Continue(())
            }
        }
    }

    fn value(&mut self, value: Value, line: u64) -> ControlFlow<()> {
        let Value::Object(object) = value else {
            if let Value::Array(values) = value
                && !values.is_empty()
            {
                return values.into_iter().try_for_each(|value| self.value(value, line));
            }
            self.number += 1;
            self.problem("not an article: no JSON object", line);
            return ControlFlow::Continue(());
        };
        match super::json_story::articles(object) {
            Ok(article) => {
                self.number += 1;
                match story(article, self.hints) {
                    Some(mut story) => {
                        self.release()?;
                        if self.number == 1 && !self.many {
                            self.first = Some(story);
                            return ControlFlow::Continue(());
                        }
                        story.source.member = Some(format!("#{}", self.number));
                        self.sink.story(story)
                    }
                    None => {
                        self.problem("not an article: neither headline nor text", line);
                        ControlFlow::Continue(())
                    }
                }
            }
            Err(articles) => {
                self.many = true;
                articles.into_iter().try_for_each(|value| self.value(value, line))
            }
        }
    }

    /// Lets go of the first article: there is another.
    fn release(&mut self) -> ControlFlow<()> {
        match self.first.take() {
            Some(mut story) => {
                story.source.member = Some("#1".into());
                self.sink.story(story)
            }
            None => ControlFlow::Continue(()),
        }
    }

    fn problem(&mut self, message: &str, line: u64) {
        let member = (self.many || self.number > 1).then(|| format!("#{}", self.number));
        self.sink.problem(Error::new(ErrorKind::Format, message).at_line(line).at_member(member));
    }
}

/// A parser's message without its own line and column.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let cut = text.find(" at line ").unwrap_or(text.len());
    format!("not JSON: {}", text[..cut].to_lowercase())
}

fn read_lines(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let mut out = Output { sink, hints: input.hints, number: 0, first: None, many: true };
    let mut records = Records::new(input.bytes);
    loop {
        match records.next_line() {
            Ok(None) => return Ok(()),
            Ok(Some(record)) => {
                // An array with one object a line is read all the same.
                let bytes = record.bytes.trim_ascii();
                let bytes = bytes.strip_suffix(b",").unwrap_or(bytes);
                if !matches!(bytes, b"" | b"[" | b"]") && out.record(bytes, record.line).is_break() {
                    return Ok(());
                }
            }
            Err(error) => {
                if records.broken() {
                    return Err(error);
                }
                out.number += 1;
                out.sink.problem(error.at_member(Some(format!("#{}", out.number))));
            }
        }
    }
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let mut out = Output { sink, hints: input.hints, number: 0, first: None, many: false };
    let mut cutter = Cutter::default();
    loop {
        let chunk = input.bytes.fill_buf().map_err(|e| stream_error(&e))?;
        if chunk.is_empty() {
            break;
        }
        let (count, stop) = (chunk.len(), cutter.feed(chunk, &mut out)?.is_break());
        input.bytes.consume(count);
        if stop {
            return Ok(());
        }
    }
    if !cutter.record.trim_ascii().is_empty() || cutter.array {
        out.number += 1;
        out.problem("the JSON is cut off", cutter.line);
    }
    if let Some(story) = out.first.take() {
        let _ = out.sink.story(story);
    }
    Ok(())
}

/// Cuts a stream into the objects at its top or in its top array.
struct Cutter {
    record: Vec<u8>,
    /// Line of the first byte of `record`, and of the byte looked at.
    start: u64,
    line: u64,
    /// Inside the top array.
    array: bool,
    depth: usize,
    quoted: bool,
    escaped: bool,
}

impl Default for Cutter {
    fn default() -> Self {
        Cutter {
            record: Vec::new(),
            start: 1,
            line: 1,
            array: false,
            depth: 0,
            quoted: false,
            escaped: false,
        }
    }
}

impl Cutter {
    fn feed(&mut self, chunk: &[u8], out: &mut Output<'_>) -> Result<ControlFlow<()>> {
        let mut from = 0;
        for (at, &byte) in chunk.iter().enumerate() {
            self.line += u64::from(byte == b'\n');
            if self.depth == 0 && !self.quoted {
                if self.between(byte, out) {
                    from = at;
                } else {
                    from = at + 1;
                }
            } else if self.inside(byte) {
                self.record.extend_from_slice(&chunk[from..=at]);
                from = at + 1;
                let flow = out.record(&self.record, self.start);
                self.record.clear();
                if flow.is_break() {
                    return Ok(flow);
                }
            }
        }
        self.record.extend_from_slice(&chunk[from..]);
        if self.record.len() > RECORD_LIMIT {
            return Err(Error::new(ErrorKind::Limit, "a record is longer than 64 MiB").at_line(self.start));
        }
        Ok(ControlFlow::Continue(()))
    }

    /// A byte between records; true when it starts one.
    fn between(&mut self, byte: u8, out: &mut Output<'_>) -> bool {
        match byte {
            b'{' => (self.depth, self.start) = (1, self.line),
            b'[' if !self.array => {
                self.array = true;
                out.many = true;
            }
            b'[' => (self.depth, self.start) = (1, self.line),
            b']' => self.array = false,
            _ => {}
        }
        self.depth == 1
    }

    /// A byte of a record; true when it is the last one.
    fn inside(&mut self, byte: u8) -> bool {
        if self.quoted {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.quoted = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.quoted = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => {}
        }
        self.depth == 0
    }
}
