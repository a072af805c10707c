//! tar: v7, ustar, GNU (long names) and pax (path, size). The names it keeps in records of their
//! own are bounded, which is why the headers are walked here.

use super::{Container, Layer, Unpack, Unpacker, names};
use crate::error::{Error, ErrorKind};
use crate::source::stream::{Count, Stream};
use ::tar::Header;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

pub(super) const TAR: Container =
    Container { name: "tar", endings: &[(".tar", "")], magic: is_header, unpack: Unpack::Archive(unpack) };

const BLOCK: usize = 512;

/// Bytes a long name or a pax record may have.
const EXTRA: u64 = 1 << 20;

/// Bytes an entry may claim; more is no number, and would not add up.
const MOST: u64 = 1 << 62;

/// The first block's checksum is right; older archives have no other mark.
fn is_header(head: &[u8]) -> bool {
    head.get(..BLOCK).is_some_and(|block| block[0] != 0 && checksum_holds(block))
}

fn checksum_holds(block: &[u8]) -> bool {
    const FIELD: std::ops::Range<usize> = 148..156;
    let byte = |(at, byte): (usize, &u8)| if FIELD.contains(&at) { b' ' } else { *byte };
    let plain: u32 = block.iter().enumerate().map(|b| u32::from(byte(b))).sum();
    // Some old writers summed signed bytes.
    let signed: i64 = block.iter().enumerate().map(|b| i64::from(byte(b) as i8)).sum();
    Header::from_byte_slice(block).cksum().is_ok_and(|sum| sum == plain || i64::from(sum) == signed)
}

/// What the records before a header say about it.
#[derive(Default)]
struct Extra {
    path: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: bool,
}

fn unpack(unpacker: &mut Unpacker<'_>, layer: &Layer, stream: &mut Stream<'_>) -> ControlFlow<()> {
    let mut extra = Extra::default();
    loop {
        let block = match next_block(stream) {
            Ok(Some(block)) => block,
            Ok(None) => return ControlFlow::Continue(()),
            Err(error) => {
                unpacker.tell_io(&error, "tar", layer.member.clone());
                return ControlFlow::Continue(());
            }
        };
        let header = Header::from_byte_slice(&block);
        let size = extra.size.map_or_else(|| header.entry_size(), Ok);
        let size = match size {
            Ok(size) if checksum_holds(&block) && size < MOST => size,
            _ => {
                let error = Error::new(ErrorKind::Corrupt, "tar data is damaged: bad header");
                unpacker.tell(error, layer.member.clone());
                return ControlFlow::Continue(());
            }
        };
        let mut entry = Entry { stream, left: size, cut: false };
        let kind = block[156];
        let read = match kind {
            b'L' | b'x' => entry.extra(kind, &mut extra),
            _ => {
                let extra = std::mem::take(&mut extra);
                member(unpacker, layer, header, extra, &mut entry)?;
                Ok(())
            }
        };
        let padding = size.next_multiple_of(BLOCK as u64) - size;
        if let Err(error) = read.and_then(|()| entry.skip(padding)) {
            if !entry.cut {
                unpacker.tell_io(&error, "tar", layer.member.clone());
            }
            return ControlFlow::Continue(());
        }
    }
}

/// Shows a regular file; passes over folders, links, devices and records it does not know.
fn member(
    unpacker: &mut Unpacker<'_>,
    layer: &Layer,
    header: &Header,
    extra: Extra,
    entry: &mut Entry<'_, '_>,
) -> ControlFlow<()> {
    let stored = extra.path.unwrap_or_else(|| header.path_bytes().into_owned());
    let stored = String::from_utf8_lossy(&stored);
    let name = names::safe(&stored);
    let kind = header.as_bytes()[156];
    let regular = matches!(kind, b'0' | b'7' | 0) && !stored.ends_with('/');
    if names::is_hidden(&name) || !(regular || kind == b'S') {
        return ControlFlow::Continue(());
    }
    if kind == b'S' || extra.sparse {
        let error = Error::new(ErrorKind::Format, "sparse file in a tar is not supported");
        unpacker.tell(error, Some(names::inside(layer.member.as_deref(), &name)));
        return ControlFlow::Continue(());
    }
    let (size, budget) = (Some(entry.left), unpacker.budget);
    let mut stream = Stream::new(Box::new(entry), "tar", Count::Not, size, budget);
    unpacker.member(&name, layer, &mut stream)
}

/// The next header; `None` at the end mark or the end of the bytes.
fn next_block(stream: &mut dyn BufRead) -> io::Result<Option<[u8; BLOCK]>> {
    let mut block = [0; BLOCK];
    let mut filled = 0;
    while filled < BLOCK {
        match stream.read(&mut block[filled..])? {
            0 if filled == 0 => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => filled += count,
        }
    }
    Ok(block.iter().any(|b| *b != 0).then_some(block))
}

/// The data of one header.
struct Entry<'e, 's> {
    stream: &'e mut Stream<'s>,
    left: u64,
    /// The archive ended inside; who was reading has told.
    cut: bool,
}

impl Entry<'_, '_> {
    /// Goes past what is left, and the padding.
    fn skip(&mut self, padding: u64) -> io::Result<()> {
        self.left += padding;
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

    fn extra(&mut self, kind: u8, extra: &mut Extra) -> io::Result<()> {
        if self.left > EXTRA {
            return Err(io::Error::other("a name of more than a megabyte"));
        }
        let mut bytes = Vec::new();
        let read = self.read_to_end(&mut bytes);
        self.cut = false;
        read?;
        if kind == b'L' {
            let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
            bytes.truncate(end);
            extra.path = Some(bytes);
            return Ok(());
        }
        for (key, value) in pax_records(&bytes) {
            match key {
                b"path" => extra.path = Some(value.to_vec()),
                b"size" => extra.size = std::str::from_utf8(value).ok().and_then(|n| n.parse().ok()),
                _ => extra.sparse |= key.starts_with(b"GNU.sparse"),
            }
        }
        Ok(())
    }
}

/// `LENGTH KEY=VALUE\n`, one after the other; stops at the first that is not.
fn pax_records(mut bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        let space = bytes.iter().position(|b| *b == b' ')?;
        let length: usize = std::str::from_utf8(&bytes[..space]).ok()?.parse().ok()?;
        let record = bytes.get(space + 1..length)?.strip_suffix(b"\n")?;
        bytes = &bytes[length..];
        let equals = record.iter().position(|b| *b == b'=')?;
        Some((&record[..equals], &record[equals + 1..]))
    })
}

impl Read for Entry<'_, '_> {
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
