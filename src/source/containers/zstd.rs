//! Zstandard, of any number of frames, skippable ones too (as `pzstd` and seekable files have).

use super::{Container, Unpack};
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, Read};

pub(super) const ZSTD: Container = Container {
    name: "zstd",
    endings: &[(".tzst", ".tar"), (".zst", "")],
    magic: is_zstd,
    unpack: Unpack::Inflate(|bytes| {
        Box::new(Frames { bytes: Source { bytes, broke: None }, frame: FrameDecoder::new(), within: false })
    }),
};

fn is_zstd(head: &[u8]) -> bool {
    matches!(head, [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// The packed bytes; keeps how they ended, which the decoder's own errors only tell in prose.
struct Source<'s> {
    bytes: &'s mut dyn BufRead,
    broke: Option<io::Error>,
}

impl Read for Source<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(into);
        match &read {
            Ok(0) if !into.is_empty() => self.broke = Some(io::ErrorKind::UnexpectedEof.into()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => {
                self.broke = read.err();
                return Err(io::Error::other("broken off"));
            }
            Ok(_) => {}
        }
        read
    }
}

impl Source<'_> {
    /// The break behind an error of the decoder, or that error.
    fn why(&mut self, error: FrameDecoderError) -> io::Error {
        self.broke.take().unwrap_or_else(|| io::Error::other(error))
    }
}

struct Frames<'s> {
    bytes: Source<'s>,
    frame: FrameDecoder,
    within: bool,
}

impl Read for Frames<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.within && !self.next_frame()? {
                return Ok(0);
            }
            let count = self.frame.read(into)?;
            if count > 0 {
                return Ok(count);
            }
            if self.frame.is_finished() {
                self.within = false;
                let (read, made) =
                    (self.frame.get_checksum_from_data(), self.frame.get_calculated_checksum());
                if read.is_some() && read != made {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "checksum does not match"));
                }
            } else {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.frame.decode_blocks(&mut self.bytes, one).map_err(|e| self.bytes.why(e))?;
            }
        }
    }
}

impl Frames<'_> {
    /// Starts the next frame; false at the end.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.bytes.bytes.fill_buf()?.is_empty() {
            match self.frame.reset(&mut self.bytes) {
                Ok(()) => {
                    self.within = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let mut skipped = (&mut self.bytes).take(u64::from(length));
                    if io::copy(&mut skipped, &mut io::sink())? < u64::from(length) {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(self.bytes.why(error)),
            }
        }
        Ok(false)
    }
}
