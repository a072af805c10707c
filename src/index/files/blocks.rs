//! Files in blocks, each with a checksum that is held against it the first time it is read.
//!
//! ```text
//! the bytes │ one XXH3-64 for each block of 4,096 bytes, seeded with its number │ length of the bytes │ MARK
//! ```
//!
//! All numbers are 64 bits, little-endian. A file is written once, from its start to its end, and never changed.
//! Knows nothing of what is in it.

use super::damage::Damage;
use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tantivy::HasLen;
use tantivy::directory::{AntiCallToken, FileHandle, OwnedBytes, TerminatingWrite};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Bytes of a block: a page, which is what the system reads at least.
pub(super) const BLOCK: usize = 4096;
/// Ends every file.
const MARK: u64 = u64::from_le_bytes(*b"morgue:1");
/// Bytes behind the checksums: length and mark.
const TAIL: usize = 16;

fn sum(block: &[u8], number: usize) -> u64 {
    xxh3_64_with_seed(block, number as u64)
}

/// Writes a file and its checksums.
pub(super) struct BlockWriter {
    file: File,
    /// The block under way.
    block: Vec<u8>,
    sums: Vec<u8>,
    len: u64,
    /// Is to outlast a power cut.
    lasting: bool,
}

impl BlockWriter {
    pub(super) fn new(file: File, lasting: bool) -> Self {
        BlockWriter { file, block: Vec::with_capacity(BLOCK), sums: Vec::new(), len: 0, lasting }
    }

    /// Takes in bytes that were written.
    fn took(&mut self, mut bytes: &[u8]) {
        self.len += bytes.len() as u64;
        while !bytes.is_empty() {
            if self.block.is_empty() && bytes.len() >= BLOCK {
                let (whole, rest) = bytes.split_at(BLOCK);
                self.sums.extend(sum(whole, self.sums.len() / 8).to_le_bytes());
                bytes = rest;
                continue;
            }
            let (some, rest) = bytes.split_at(bytes.len().min(BLOCK - self.block.len()));
            self.block.extend_from_slice(some);
            bytes = rest;
            if self.block.len() == BLOCK {
                self.end_block();
            }
        }
    }

    fn end_block(&mut self) {
        self.sums.extend(sum(&self.block, self.sums.len() / 8).to_le_bytes());
        self.block.clear();
    }
}

impl Write for BlockWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.took(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for BlockWriter {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        if !self.block.is_empty() {
            self.end_block();
        }
        let mut tail = std::mem::take(&mut self.sums);
        tail.extend(self.len.to_le_bytes());
        tail.extend(MARK.to_le_bytes());
        self.file.write_all(&tail)?;
        if self.lasting { self.file.sync_data() } else { Ok(()) }
    }
}

/// A file that checks each block before it hands out the first byte of it.
pub(super) struct Blocks {
    path: PathBuf,
    /// The whole file.
    bytes: OwnedBytes,
    /// The checksums.
    sums: OwnedBytes,
    len: usize,
    /// Blocks found to be right, a bit each.
    right: Box<[AtomicU64]>,
}

impl Blocks {
    /// Of the bytes of a whole file.
    pub(super) fn open(path: &Path, bytes: OwnedBytes) -> io::Result<Blocks> {
        let damaged = || Damage::found(path, None);
        let tail = bytes.len().checked_sub(TAIL).ok_or_else(damaged)?;
        let number = |at: usize| bytes[at..at + 8].try_into().map_or(0, u64::from_le_bytes);
        let len = usize::try_from(number(tail)).ok().filter(|len| *len <= tail).ok_or_else(damaged)?;
        let blocks = len.div_ceil(BLOCK);
        if number(tail + 8) != MARK || len + 8 * blocks != tail {
            return Err(damaged());
        }
        let sums = bytes.slice(len..tail);
        let right = (0..blocks.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        Ok(Blocks { path: path.to_path_buf(), bytes, sums, len, right })
    }

    /// Checks the blocks that a stretch of bytes lies in.
    fn check(&self, range: &Range<usize>) -> io::Result<()> {
        if range.is_empty() {
            return Ok(());
        }
        for number in range.start / BLOCK..range.end.div_ceil(BLOCK) {
            let (place, bit) = (&self.right[number / 64], 1 << (number % 64));
            if place.load(Ordering::Relaxed) & bit == 0 {
                self.check_block(number)?;
                place.fetch_or(bit, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    fn check_block(&self, number: usize) -> io::Result<()> {
        let start = number * BLOCK;
        let block = &self.bytes[start..(start + BLOCK).min(self.len)];
        let known = self.sums[8 * number..8 * number + 8].try_into().map_or(0, u64::from_le_bytes);
        if sum(block, number) == known { Ok(()) } else { Err(Damage::found(&self.path, Some(start as u64))) }
    }

    /// Checks all blocks.
    pub(super) fn check_all(&self) -> io::Result<()> {
        self.check(&(0..self.len))
    }
}

impl FileHandle for Blocks {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        // The engine may ask for more than there is where a number it has read is wrong.
        if range.start > range.end || range.end > self.len {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "more was asked of an index file than it holds",
            ));
        }
        self.check(&range)?;
        Ok(self.bytes.slice(range))
    }
}

impl HasLen for Blocks {
    fn len(&self) -> usize {
        self.len
    }
}

impl std::fmt::Debug for Blocks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Blocks({}, {} bytes)", self.path.display(), self.len)
    }
}

/// The same, to be shared.
pub(super) fn handle(path: &Path, bytes: OwnedBytes) -> io::Result<Arc<dyn FileHandle>> {
    Ok(Arc::new(Blocks::open(path, bytes)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pieces: &[&[u8]]) -> Vec<u8> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        let mut writer = BlockWriter::new(File::create(&path).unwrap(), true);
        pieces.iter().for_each(|piece| writer.write_all(piece).unwrap());
        writer.terminate().unwrap();
        std::fs::read(path).unwrap()
    }

    fn opened(bytes: &[u8]) -> io::Result<Blocks> {
        Blocks::open(Path::new("/x/f"), OwnedBytes::new(bytes.to_vec()))
    }

    #[test]
    fn bytes_come_back_however_they_were_written() {
        let content: Vec<u8> = (0..3 * BLOCK + 17).map(|n| (n % 251) as u8).collect();
        for size in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, content.len()] {
            let all = &content[..size];
            let file = written(&all.chunks(1000).collect::<Vec<_>>());
            assert_eq!(file, written(&[all]));
            let blocks = opened(&file).unwrap();
            assert_eq!((blocks.len(), blocks.read_bytes(0..size).unwrap().as_slice()), (size, all));
            blocks.check_all().unwrap();
        }
    }

    #[test]
    fn every_bit_of_a_file_is_covered() {
        let content = [7; BLOCK + 40];
        let file = written(&[&content]);
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 1 << (at % 8);
            let found = opened(&damaged).and_then(|blocks| blocks.check_all());
            assert!(found.is_err(), "byte {at}");
        }
        for cut in [0, 1, 15, 16, 17, BLOCK, file.len() - 1] {
            assert!(opened(&file[..cut]).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn only_what_is_read_is_checked_and_a_swapped_block_is_no_right_one() {
        let mut file = written(&[&[1; BLOCK], &[2; BLOCK], &[3; 10]]);
        file[BLOCK] = 9;
        let blocks = opened(&file).unwrap();
        assert!(blocks.read_bytes(0..BLOCK).is_ok() && blocks.read_bytes(2 * BLOCK..2 * BLOCK + 10).is_ok());
        assert!(blocks.read_bytes(BLOCK - 1..BLOCK + 1).is_err());
        assert!(blocks.read_bytes(0..2 * BLOCK + 11).is_err());
        let mut swapped = written(&[&[1; BLOCK], &[1; BLOCK]]);
        let sums = 2 * BLOCK;
        let (first, second) = (swapped[sums..sums + 8].to_vec(), swapped[sums + 8..sums + 16].to_vec());
        assert_ne!(first, second);
        swapped[sums..sums + 8].copy_from_slice(&second);
        assert!(opened(&swapped).unwrap().check_all().is_err());
    }
}
