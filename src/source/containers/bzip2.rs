//! bzip2, of any number of streams.

use super::{Container, Unpack};

pub(super) const BZIP2: Container = Container {
    name: "bzip2",
    endings: &[(".tbz2", ".tar"), (".tbz", ".tar"), (".bz2", "")],
    magic: is_bzip2,
    unpack: Unpack::Inflate(|bytes| Box::new(::bzip2::bufread::MultiBzDecoder::new(bytes))),
};

/// `BZh1` to `BZh9`, then the mark of a block (the digits of pi) or of the end (of its root).
fn is_bzip2(head: &[u8]) -> bool {
    const BLOCK: &[u8] = &[0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
    const END: &[u8] = &[0x17, 0x72, 0x45, 0x38, 0x50, 0x90];
    matches!(head, [b'B', b'Z', b'h', b'1'..=b'9', rest @ ..] if rest.starts_with(BLOCK) || rest.starts_with(END))
}
