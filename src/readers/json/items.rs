//! The items of a JSON file: one object, an array, an object around items, or JSON Lines.
//!
//! Cuts a stream into records and hands each to the [`Shape`] of its format; an array is never held
//! whole, and a damaged line or element costs itself only. Which key means what is not known here.

use super::cutter::Cutter;
use super::sweep;
use crate::date::wire::Hints;
use crate::error::{Error, ErrorKind, Result};
use crate::readers::{Input, Sink};
use crate::source::decode::decode;
use crate::source::records::{RECORD_LIMIT, Records, read_all};
use crate::source::stream_error;
use crate::story::Story;
use serde_json::{Map, Value};
use std::ops::ControlFlow;

/// What a format of JSON makes of its objects.
pub struct Shape {
    /// Tells an item from an object that is put around items.
    pub open: fn(Map<String, Value>) -> Opened,
    /// Reads an item.
    pub item: fn(&Map<String, Value>, &Hints) -> Item,
    /// Keys under which nothing is for readers; what is text under all others and in no field is noted. `None`: the reader
    /// does that.
    pub kept_back: Option<&'static [&'static str]>,
}

/// An object of the file.
pub enum Opened {
    /// An item.
    Item(Map<String, Value>),
    /// Put around one value, which may be an item.
    Around(Value),
    /// Put around a list of them.
    List(Vec<Value>),
}

/// What an item turned out to be.
pub enum Item {
    /// A story.
    Story(Box<Story>),
    /// Sound, but no story: an event, a schema …: what it is.
    NotAStory(&'static str),
    /// Nothing that could be read: what was missing.
    Unreadable(String),
}

/// Puts the stories of a file into the sink.
struct Output<'s> {
    sink: &'s mut dyn Sink,
    hints: &'s Hints,
    shape: &'s Shape,
    number: u64,
    /// The latest story, kept back until it is known whether the file holds another (a single item
    /// is the file itself and no `#1`) and whether what follows it is passed over.
    held: Option<Box<Story>>,
    many: bool,
}

impl<'s> Output<'s> {
    fn new(hints: &'s Hints, sink: &'s mut dyn Sink, shape: &'s Shape) -> Self {
        Output { sink, hints, shape, number: 0, held: None, many: false }
    }

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

    /// Nothing here goes deeper than the parser's own limit on nesting.
    fn value(&mut self, value: Value, line: u64) -> ControlFlow<()> {
        let object = match value {
            Value::Object(object) => object,
            Value::Array(values) if !values.is_empty() => {
                self.many = true;
                return values.into_iter().try_for_each(|value| self.value(value, line));
            }
            _ => {
                self.number += 1;
                self.problem("not an article: no JSON object", line);
                return ControlFlow::Continue(());
            }
        };
        match (self.shape.open)(object) {
            Opened::Item(object) => self.item(&object, line),
            Opened::Around(value) => self.value(value, line),
            Opened::List(values) => {
                self.many = true;
                values.into_iter().try_for_each(|value| self.value(value, line))
            }
        }
    }

    fn item(&mut self, object: &Map<String, Value>, line: u64) -> ControlFlow<()> {
        self.number += 1;
        match (self.shape.item)(object, self.hints) {
            Item::Story(mut story) => {
                if let Some(kept_back) = self.shape.kept_back {
                    sweep::note(&mut story, object, kept_back);
                }
                story.source.member = Some(format!("#{}", self.number));
                self.many |= self.number > 1;
                self.release()?;
                self.held = Some(story);
            }
            Item::NotAStory(what) => {
                if let Some(story) = &mut self.held {
                    story.note("passed-over", Some(line), format!("#{} is {what}", self.number));
                }
                self.sink.passed_over(what);
            }
            Item::Unreadable(what) => self.problem(&what, line),
        }
        ControlFlow::Continue(())
    }

    /// Lets go of the story kept back.
    fn release(&mut self) -> ControlFlow<()> {
        let Some(mut story) = self.held.take() else { return ControlFlow::Continue(()) };
        if !self.many && self.number == 1 {
            story.source.member = None;
        }
        self.sink.story(*story)
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

/// How the items of a file stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One object after the other, or an array of them.
    Stream,
    /// JSON Lines: every item has its number, the only one of a file too.
    Lines,
    /// Either, by the first line: an object that ends on it is one of JSON Lines.
    Either,
}

/// Reads the items of a file.
pub fn read(input: &mut Input<'_>, sink: &mut dyn Sink, shape: &Shape, layout: Layout) -> Result<()> {
    let head = input.bytes.fill_buf().map_err(|e| stream_error(&e))?;
    // The marks between items are bytes of ASCII: another width of characters is undone first.
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        let bytes = read_all(input.bytes, RECORD_LIMIT as u64)?;
        let text = decode(&bytes, None).text;
        let input = &mut Input { bytes: &mut text.as_bytes(), name: input.name, hints: input.hints };
        return read_items(input, sink, shape, layout);
    }
    read_items(input, sink, shape, layout)
}

fn read_items(input: &mut Input<'_>, sink: &mut dyn Sink, shape: &Shape, layout: Layout) -> Result<()> {
    let mut out = Output { many: layout == Layout::Lines, ..Output::new(input.hints, sink, shape) };
    let by_lines = match layout {
        Layout::Either => is_lines(input.bytes.fill_buf().map_err(|e| stream_error(&e))?),
        layout => layout == Layout::Lines,
    };
    let result = if by_lines { lines(input, &mut out) } else { stream(input, &mut out) };
    let _ = out.release();
    result
}

fn is_lines(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let lines = match memchr::memchr(b'\n', head) {
        Some(end) => {
            head[..end].trim_ascii_end().ends_with(b"}") && head[end..].trim_ascii().starts_with(b"{")
        }
        // A line longer than the head.
        None => head.len() > 1000,
    };
    lines && head.starts_with(b"{")
}

fn lines(input: &mut Input<'_>, out: &mut Output<'_>) -> Result<()> {
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

fn stream(input: &mut Input<'_>, out: &mut Output<'_>) -> Result<()> {
    let mut cutter = Cutter::default();
    loop {
        let chunk = input.bytes.fill_buf().map_err(|e| stream_error(&e))?;
        if chunk.is_empty() {
            break;
        }
        let count = chunk.len();
        let stop = cutter.feed(chunk, &mut |record, line, array| {
            out.many |= array;
            out.record(record, line)
        })?;
        input.bytes.consume(count);
        if stop.is_break() {
            return Ok(());
        }
    }
    if cutter.is_open() {
        out.many |= cutter.array();
        out.number += 1;
        out.problem("the JSON is cut off", cutter.line());
        // What stands before the cut keeps the number it would have in the whole file.
        out.number -= 1;
    }
    Ok(())
}
