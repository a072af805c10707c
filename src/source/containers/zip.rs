//! zip. Its directory is at the end: on disk it is read in place, nested it is held in memory.

use super::{Container, Layer, Unpack, Unpacker, names};
use crate::error::{Error, ErrorKind};
use crate::source::records::read_all;
use crate::source::stream::{Count, Stream};
use ::zip::read::Config;
use ::zip::result::ZipError;
use ::zip::unstable::read::ZipIterable;
use ::zip::{CompressionMethod as Method, ZipReadOptions};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read, Seek};
use std::ops::ControlFlow;

pub(super) const ZIP: Container =
    Container { name: "zip", endings: &[(".zip", "")], magic: is_zip, unpack: Unpack::Archive(unpack) };

/// First members of what is a zip only in form: office documents, e-books, programs.
const DOCUMENTS: &[&[u8]] = &[b"[Content_Types].xml", b"mimetype", b"META-INF/", b"_rels/"];

/// Bytes of a local header before the name.
const LOCAL: usize = 30;

fn is_zip(head: &[u8]) -> bool {
    if head.starts_with(b"PK\x05\x06") {
        return true;
    }
    let first = head.get(LOCAL..).unwrap_or_default();
    head.starts_with(b"PK\x03\x04") && !DOCUMENTS.iter().any(|name| first.starts_with(name))
}

fn unpack(unpacker: &mut Unpacker<'_>, layer: &Layer, stream: &mut Stream<'_>) -> ControlFlow<()> {
    if layer.depth == 0
        && let Some(file) = unpacker.disk
    {
        unpacker.budget.store_all(file.metadata().map_or(0, |about| about.len()));
        return members(unpacker, layer, BufReader::new(file));
    }
    match read_all(stream, unpacker.budget.limits.nested) {
        Ok(bytes) => members(unpacker, layer, Cursor::new(bytes)),
        Err(_) if stream.fault().is_some() => {
            if let Some(fault) = stream.fault().cloned() {
                unpacker.tell_fault(fault, layer.member.clone());
            }
            ControlFlow::Continue(())
        }
        Err(_) => {
            let message = format!("nested zip of more than {} bytes", unpacker.budget.limits.nested);
            unpacker.tell(Error::new(ErrorKind::Limit, message), layer.member.clone());
            ControlFlow::Continue(())
        }
    }
}

fn members<R: Read + Seek>(unpacker: &mut Unpacker<'_>, layer: &Layer, bytes: R) -> ControlFlow<()> {
    let broken = |unpacker: &mut Unpacker<'_>, error| {
        unpacker.tell(plain(&error), layer.member.clone());
        ControlFlow::Continue(())
    };
    // Entry by entry, as a zip may have several members of one name and each is a story's.
    let mut archive = match ZipIterable::try_new(bytes, Config::default()) {
        Ok(archive) => archive,
        Err(error) => return broken(unpacker, error),
    };
    let files = match archive.files() {
        Ok(files) => files,
        Err(error) => return broken(unpacker, error),
    };
    let mut taken = Taken::default();
    while let Some(entry) = files.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return broken(unpacker, error),
        };
        let stored = entry.name().map_or_else(|_| String::new(), Cow::into_owned);
        let name = names::safe(&stored);
        if stored.ends_with(['/', '\\']) || names::is_hidden(&name) {
            continue;
        }
        match entry.with_reader(files.reader_mut(), ZipReadOptions::new()) {
            Ok(member) if !member.is_file() => {}
            Ok(member) if !matches!(member.compression(), Method::Stored | Method::Deflated) => {
                let error = Error::new(ErrorKind::Format, format!("zip method {}", member.compression()));
                let member = names::inside(layer.member.as_deref(), &name);
                unpacker.tell(error.with_hint(PACK_AGAIN), Some(member));
            }
            Ok(member) if !taken.take(member.header_start(), stored_end(&member)) => {
                let error = Error::new(ErrorKind::Corrupt, "its data lies in that of another member");
                let member = names::inside(layer.member.as_deref(), &name);
                unpacker.tell(error.with_hint("a damaged zip, or one that means harm"), Some(member));
            }
            Ok(member) => {
                let (size, budget) = (Some(member.size()), unpacker.budget);
                let around = budget.enter(member.compressed_size());
                let mut stream = Stream::new(Box::new(member), "zip", Count::Inflated, size, budget);
                let flow = unpacker.member(&name, layer, &mut stream);
                budget.leave(around);
                flow?;
            }
            Err(error) => {
                let member = names::inside(layer.member.as_deref(), &name);
                unpacker.tell(plain(&error), Some(member));
            }
        }
    }
    ControlFlow::Continue(())
}

/// Where the data of a member ends.
fn stored_end<R: Read + Seek>(member: &::zip::read::ZipFile<'_, R>) -> u64 {
    member.data_start().unwrap_or_else(|| member.header_start()).saturating_add(member.compressed_size())
}

/// Stretches of the file that members have, none in another: end by start.
#[derive(Default)]
struct Taken(BTreeMap<u64, u64>);

impl Taken {
    /// Notes a stretch, unless a part of it is taken.
    fn take(&mut self, start: u64, end: u64) -> bool {
        let before = self.0.range(..=start).next_back().is_none_or(|(_, ended)| *ended <= start);
        let after = self.0.range(start..).next().is_none_or(|(next, _)| end <= *next);
        if before && after {
            self.0.insert(start, end.max(start + 1));
        }
        before && after
    }
}

const PACK_AGAIN: &str = "pack it again with the method 'deflate' and no password";

fn plain(error: &ZipError) -> Error {
    match error {
        ZipError::Io(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => {
            Error::new(ErrorKind::Corrupt, "zip data ends too early")
        }
        // The disk's own word, not the zip's.
        ZipError::Io(io) if io.raw_os_error().is_some() => Error::io("reading", io),
        ZipError::Io(io) => Error::new(ErrorKind::Corrupt, format!("zip data is damaged: {io}")),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            Error::new(ErrorKind::Format, "encrypted").with_hint(PACK_AGAIN)
        }
        ZipError::UnsupportedArchive(what) => {
            Error::new(ErrorKind::Format, format!("zip: {what}")).with_hint(PACK_AGAIN)
        }
        other => Error::new(ErrorKind::Corrupt, format!("zip data is damaged: {other}")),
    }
}
