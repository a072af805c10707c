//! WARC, of any version 0.1x and 1.x: what a crawler stored. Answers of web servers, resources and
//! conversions are members, named by their address; all other records are counted and passed over.
//!
//! The records are framed here: the crate for them holds whole headers and bodies of any size in
//! memory, ends at the first damage, and brings an URL, a UUID and a date library. `WARC-Date` is
//! the time of the crawl, not of publication, and is not used.

use super::warc_http::{self, Answer};
use super::{Container, Layer, Unpack, Unpacker, names};
use crate::error::{Error, ErrorKind};
use crate::source::stream::{Count, Stream};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

pub(super) const WARC: Container =
    Container { name: "warc", endings: &[], magic: is_version, unpack: Unpack::Archive(unpack) };

/// Bytes of one line, and of all header lines of a record.
const LONGEST: usize = 64 << 10;

fn is_version(line: &[u8]) -> bool {
    line.starts_with(b"WARC/1.") || line.starts_with(b"WARC/0.")
}

/// What the header lines of a record say.
#[derive(Default)]
struct Head {
    kind: String,
    address: String,
    media: String,
    length: u64,
}

/// What comes next in the stream.
enum Next {
    Record(Head),
    /// This is wrong; the next record is looked for.
    Damaged(&'static str),
    End,
}

fn unpack(unpacker: &mut Unpacker<'_>, layer: &Layer, stream: &mut Stream<'_>) -> ControlFlow<()> {
    let mut passed = BTreeMap::new();
    let mut lost = false;
    for number in 1_u64.. {
        let head = match next(stream, lost) {
            Ok(Next::Record(head)) => head,
            Ok(Next::End) => break,
            Ok(Next::Damaged(what)) => {
                let message = format!("warc data is damaged at record {number}: {what}");
                unpacker.tell(Error::new(ErrorKind::Corrupt, message), layer.member.clone());
                lost = true;
                continue;
            }
            Err(error) => {
                unpacker.tell_io(&error, "warc", layer.member.clone());
                break;
            }
        };
        lost = false;
        let mut block = Block { stream, left: head.length, cut: false };
        record(unpacker, layer, &head, &mut block, &mut passed)?;
        if let Err(error) = block.skip() {
            if !block.cut {
                let name = warc_http::name_of(&head.address, &head.media);
                unpacker.tell_io(
                    &error,
                    "warc",
                    Some(names::inside(layer.member.as_deref(), &names::safe(&name))),
                );
            }
            break;
        }
    }
    for (reason, count) in passed {
        let records = if count == 1 { "record" } else { "records" };
        unpacker.pass_over(layer, format!("{count} {records} passed over: {reason}"))?;
    }
    ControlFlow::Continue(())
}

/// The next header. `lost`: what comes first is the rest of something damaged.
fn next(stream: &mut Stream<'_>, lost: bool) -> io::Result<Next> {
    let mut fresh = true;
    loop {
        let Some((line, ended)) = read_line(stream)? else { return Ok(Next::End) };
        if fresh && is_version(&line) {
            break;
        }
        if !lost && !line.trim_ascii().is_empty() {
            return Ok(Next::Damaged("no line WARC/1 where a record should start"));
        }
        fresh = ended;
    }
    let (mut head, mut length, mut size) = (Head::default(), None, 0);
    loop {
        let Some((line, _)) = read_line(stream)? else { return Err(io::ErrorKind::UnexpectedEof.into()) };
        size += line.len();
        if size > LONGEST {
            return Ok(Next::Damaged("too many header lines"));
        }
        let line = String::from_utf8_lossy(line.trim_ascii()).into_owned();
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => head.kind = value.to_ascii_lowercase(),
            "warc-target-uri" => head.address = value.trim_matches(['<', '>']).to_owned(),
            "content-type" => head.media = value.to_owned(),
            "content-length" => length = value.parse().ok(),
            _ => {}
        }
    }
    let Some(length) = length else { return Ok(Next::Damaged("no Content-Length")) };
    Ok(Next::Record(Head { length, ..head }))
}

/// A line, without its end, and whether it had one; a longer line comes in parts.
fn read_line(stream: &mut Stream<'_>) -> io::Result<Option<(Vec<u8>, bool)>> {
    let mut line = Vec::new();
    loop {
        let held = stream.fill_buf()?;
        if held.is_empty() {
            return Ok((!line.is_empty()).then_some((line, false)));
        }
        let end = memchr::memchr(b'\n', held);
        let count = end.map_or(held.len(), |end| end + 1).min(LONGEST + 1 - line.len());
        line.extend_from_slice(&held[..count]);
        stream.consume(count);
        if line.ends_with(b"\n") {
            line.truncate(line.len() - 1);
            return Ok(Some((line, true)));
        }
        if line.len() > LONGEST {
            return Ok(Some((line, false)));
        }
    }
}

/// Shows a record that may hold a story; counts any other by its reason.
fn record(
    unpacker: &mut Unpacker<'_>,
    layer: &Layer,
    head: &Head,
    block: &mut Block<'_, '_>,
    passed: &mut BTreeMap<String, u64>,
) -> ControlFlow<()> {
    let http = head.media.is_empty() || head.media.to_ascii_lowercase().starts_with("application/http");
    let reason = match head.kind.as_str() {
        "response" if head.address.starts_with("dns:") => "dns".to_owned(),
        "response" if http => match warc_http::answer(block) {
            Ok(Ok(answer)) => return answered(unpacker, layer, head, answer, block, passed),
            Ok(Err(reason)) => reason,
            // The end of the stream: told by who skips the rest.
            Err(_) => return ControlFlow::Continue(()),
        },
        "resource" | "conversion" => {
            let name = warc_http::name_of(&head.address, &head.media);
            let (size, budget) = (Some(block.left), unpacker.budget);
            let body = warc_http::in_utf8(Box::new(block), &head.media);
            let mut stream = Stream::new(body, "warc", Count::Not, size, budget);
            return unpacker.member(&names::safe(&name), layer, &mut stream);
        }
        "" => "no WARC-Type".to_owned(),
        kind => kind.to_owned(),
    };
    *passed.entry(reason).or_insert(0) += 1;
    ControlFlow::Continue(())
}

/// Shows the body of a server's answer.
fn answered(
    unpacker: &mut Unpacker<'_>,
    layer: &Layer,
    head: &Head,
    answer: Answer,
    block: &mut Block<'_, '_>,
    passed: &mut BTreeMap<String, u64>,
) -> ControlFlow<()> {
    let name = warc_http::name_of(&head.address, &answer.media);
    let (size, budget) = (Some(block.left), unpacker.budget);
    let (layer_name, count) =
        if answer.packed { ("HTTP body", Count::Inflated) } else { ("warc", Count::Not) };
    match answer.body(block) {
        Ok(body) => {
            let size = size.filter(|_| count == Count::Not);
            let mut stream = Stream::new(body, layer_name, count, size, budget);
            unpacker.member(&names::safe(&name), layer, &mut stream)
        }
        Err(reason) => {
            *passed.entry(reason).or_insert(0) += 1;
            ControlFlow::Continue(())
        }
    }
}

/// The content of one record.
pub(super) struct Block<'b, 's> {
    stream: &'b mut Stream<'s>,
    left: u64,
    /// The stream ended inside; who was reading has told.
    cut: bool,
}

impl Block<'_, '_> {
    /// Goes past what is left.
    fn skip(&mut self) -> io::Result<()> {
        while self.left > 0 {
            let held = self.stream.fill_buf()?.len();
            if held == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let count = usize::try_from(self.left).map_or(held, |left| left.min(held));
            self.stream.consume(count);
            self.left -= count as u64;
        }
        Ok(())
    }

    /// Reads on without taking the end of the stream for told.
    pub(super) fn peeked(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.read(into);
        self.cut = false;
        read
    }
}

impl Read for Block<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 || into.is_empty() {
            return Ok(0);
        }
        let most = usize::try_from(self.left).map_or(into.len(), |left| left.min(into.len()));
        let count = self.stream.read(&mut into[..most])?;
        if count == 0 {
            self.cut = true;
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= count as u64;
        Ok(count)
    }
}
