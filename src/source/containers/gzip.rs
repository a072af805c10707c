//! gzip, of any number of members, as log rotation and parallel packers write it.

use super::{Container, Unpack};
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

pub(super) const GZIP: Container = Container {
    name: "gzip",
    endings: &[(".tgz", ".tar"), (".gz", "")],
    magic: |head| head.starts_with(MAGIC),
    unpack: Unpack::Inflate(|bytes| Box::new(Members { now: Some(GzDecoder::new(bytes)) })),
};

/// Magic and the only method there is.
const MAGIC: &[u8] = &[0x1f, 0x8b, 8];

/// One member after the other. Zeros after the last (tape padding) are no error, as in gzip itself.
struct Members<'s> {
    now: Option<GzDecoder<&'s mut dyn BufRead>>,
}

impl Read for Members<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        while let Some(decoder) = &mut self.now {
            let count = decoder.read(into)?;
            if count > 0 {
                return Ok(count);
            }
            if let Some(ended) = self.now.take() {
                self.now = next_member(ended.into_inner())?.map(GzDecoder::new);
            }
        }
        Ok(0)
    }
}

fn next_member(bytes: &mut dyn BufRead) -> io::Result<Option<&mut dyn BufRead>> {
    loop {
        let held = bytes.fill_buf()?;
        let zeros = held.iter().take_while(|b| **b == 0).count();
        match held.get(zeros) {
            None if held.is_empty() => return Ok(None),
            None => bytes.consume(zeros),
            Some(0x1f) if zeros == 0 => return Ok(Some(bytes)),
            Some(_) => {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "other bytes after its end"));
            }
        }
    }
}
