//! xz, of any number of streams.

use super::{Container, Unpack};

/// KiB a dictionary may take: `xz -9` needs 65 MiB.
const MEMORY: u32 = 256 << 10;

pub(super) const XZ: Container = Container {
    name: "xz",
    endings: &[(".txz", ".tar"), (".xz", "")],
    magic: |head| head.starts_with(&[0xfd, b'7', b'z', b'X', b'Z', 0]),
    unpack: Unpack::Inflate(|bytes| Box::new(lzma_rust2::XzReader::new_mem_limit(bytes, true, MEMORY))),
};
