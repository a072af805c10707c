//! How the stories of a commit stand: which ones a later version replaces ([`super::chain`] says what a
//! version is), which ones another kills ([`super::killed`]), and how long all of them are together. Worked out once a commit and kept beside the engine's
//! files, so that a question does not look at every story.
//!
//! The file is a copy of what the columns say. Where it is missing or of another commit, the columns
//! are read instead: slower, the same answer. A reader never trusts it without its checksum.

use super::files::sealed;
use super::open::Index;
use super::schema::{CHAIN, CHAIN_ORDER, TEXT_TOKENS};
use super::trouble::engine_error;
use crate::error::Result;
use std::collections::HashMap;
use std::path::Path;
use tantivy::columnar::Column;
use tantivy::{DocId, Searcher, SegmentReader};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

/// What holds of all stories of a snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Terms that they have in `text`, all together.
    pub text_tokens: u64,
    /// Documents that later versions replace, in order, for each segment.
    pub superseded: Vec<Vec<DocId>>,
    /// Documents that another kills, in order, for each segment, with the segment and document of that one.
    pub killed: Vec<Vec<(DocId, u32, DocId)>>,
}

/// Name of the file in the data folder.
pub(super) const NAME: &str = "standing.bin";

impl Index {
    /// How the stories of the snapshot stand.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Index`] when the columns cannot be read.
    pub fn standing(&self) -> Result<Standing> {
        match read(self.data(), self.searcher()) {
            Some(known) => Ok(known),
            None => self.find_standing(),
        }
    }

    /// The same from the columns alone.
    ///
    /// # Errors
    /// As [`Index::standing`].
    pub fn find_standing(&self) -> Result<Standing> {
        let mut killed = vec![Vec::new(); self.searcher().segment_readers().len()];
        for (of, by) in self.killed()? {
            if let Some(list) = killed.get_mut(of.segment_ord as usize) {
                list.push((of.doc_id, by.segment_ord, by.doc_id));
            }
        }
        let (text_tokens, superseded) = columns(self.searcher()).map_err(|e| engine_error(&e))?;
        Ok(Standing { text_tokens, superseded, killed })
    }

    /// Writes the file for the snapshot, unless it is there. It only saves time: what cannot be
    /// written now is written by the next run.
    pub(super) fn keep_standing(&self) -> Result<()> {
        if read(self.data(), self.searcher()).is_some() {
            return Ok(());
        }
        let found = self.find_standing()?;
        let _ = sealed::replace(&self.data().join(NAME), &pack(&state(self.searcher()), &found));
        Ok(())
    }
}

/// Is the file in a data folder what was written once, for this commit or another? Where there is none, too.
///
/// # Errors
/// Those of the system.
pub(super) fn is_whole(data: &Path) -> std::io::Result<bool> {
    match std::fs::read(data.join(NAME)) {
        Ok(bytes) => Ok(body(&bytes).is_some()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(e) => Err(e),
    }
}

/// A segment's columns of versions.
struct Versions<'r> {
    reader: &'r SegmentReader,
    chain: Column<u64>,
    order: Column<u64>,
}

impl Versions<'_> {
    fn each(&self, mut visit: impl FnMut(DocId, u64, u64)) {
        for doc in self.reader.doc_ids_alive() {
            if let Some(chain) = self.chain.first(doc) {
                visit(doc, chain, self.order.first(doc).unwrap_or(0));
            }
        }
    }
}

/// What the columns alone tell.
fn columns(searcher: &Searcher) -> tantivy::Result<(u64, Vec<Vec<DocId>>)> {
    let mut text_tokens = 0;
    for reader in searcher.segment_readers() {
        let lengths = reader.fast_fields().u64(TEXT_TOKENS)?;
        text_tokens += reader.doc_ids_alive().filter_map(|doc| lengths.first(doc)).sum::<u64>();
    }
    Ok((text_tokens, superseded(searcher)?))
}

/// Only chains that name a later version can hide anything: the others take no memory.
fn superseded(searcher: &Searcher) -> tantivy::Result<Vec<Vec<DocId>>> {
    let mut segments = Vec::new();
    for reader in searcher.segment_readers() {
        let columns = reader.fast_fields();
        segments.push(Versions { reader, chain: columns.u64(CHAIN)?, order: columns.u64(CHAIN_ORDER)? });
    }
    let mut newest: HashMap<u64, u64> = HashMap::new();
    for segment in segments.iter().filter(|segment| segment.order.max_value() > 0) {
        segment.each(|_, chain, order| {
            if order > 0 {
                let known = newest.entry(chain).or_default();
                *known = order.max(*known);
            }
        });
    }
    let replaced = |segment: &Versions<'_>| {
        let mut docs = Vec::new();
        if !newest.is_empty() {
            // Equal orders hide nothing: two different stories may share a slug.
            segment.each(|doc, chain, order| {
                if newest.get(&chain).is_some_and(|newest| *newest > order) {
                    docs.push(doc);
                }
            });
        }
        docs
    };
    Ok(segments.iter().map(replaced).collect())
}

/// What the lists depend on: the segments of the snapshot and what is deleted in them.
fn state(searcher: &Searcher) -> [u8; 16] {
    let mut hash = Xxh3Default::new();
    for reader in searcher.segment_readers() {
        hash.update(reader.segment_id().uuid_string().as_bytes());
        hash.update(&reader.delete_opstamp().unwrap_or(0).to_le_bytes());
        hash.update(&reader.num_docs().to_le_bytes());
    }
    hash.digest128().to_le_bytes()
}

/// State, length of all stories, the lists of what is replaced and then of what is killed (each its length, then
/// its documents), checksum of it all; little-endian.
fn pack(state: &[u8; 16], standing: &Standing) -> Vec<u8> {
    let mut bytes = state.to_vec();
    bytes.extend(standing.text_tokens.to_le_bytes());
    for list in &standing.superseded {
        bytes.extend((list.len() as u32).to_le_bytes());
        bytes.extend(list.iter().flat_map(|doc| doc.to_le_bytes()));
    }
    for list in &standing.killed {
        bytes.extend((list.len() as u32).to_le_bytes());
        let numbers = list.iter().flat_map(|(of, segment, by)| [of, segment, by]);
        bytes.extend(numbers.flat_map(|number| number.to_le_bytes()));
    }
    let sum = xxh3_128(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// What stands before the checksum, if that is right.
fn body(bytes: &[u8]) -> Option<&[u8]> {
    let (body, sum) = bytes.split_last_chunk::<16>()?;
    (xxh3_128(body).to_le_bytes() == *sum).then_some(body)
}

/// What is on file, if it is of this snapshot and whole.
fn read(data: &Path, searcher: &Searcher) -> Option<Standing> {
    let bytes = std::fs::read(data.join(NAME)).ok()?;
    let body = body(&bytes)?;
    let (of, rest) = body.split_first_chunk::<16>()?;
    let (tokens, lists) = rest.split_first_chunk::<8>()?;
    if *of != state(searcher) {
        return None;
    }
    let mut numbers = lists.chunks_exact(4).map(|n| n.try_into().map_or(0, u32::from_le_bytes));
    let mut list = |each: usize| -> Option<Vec<u32>> {
        let length = numbers.next()? as usize;
        Some(numbers.by_ref().take(length.saturating_mul(each)).collect())
    };
    let segments = searcher.segment_readers();
    let superseded = segments.iter().map(|_| list(1)).collect::<Option<_>>()?;
    let killed = segments.iter().map(|_| {
        let triples = list(3)?;
        Some(triples.chunks_exact(3).map(|triple| (triple[0], triple[1], triple[2])).collect())
    });
    let killed = killed.collect::<Option<_>>()?;
    Some(Standing { text_tokens: u64::from_le_bytes(*tokens), superseded, killed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_as_it_was_and_damage_shows() {
        let story = crate::story::Story { body: "Four words of copy.".into(), ..Default::default() };
        let index = Index::in_memory([&story]).unwrap();
        let standing = index.find_standing().unwrap();
        assert_eq!(standing, Standing { text_tokens: 4, superseded: vec![vec![]], killed: vec![vec![]] });
        let dir = tempfile::tempdir().unwrap();
        let mut bytes = pack(&state(index.searcher()), &standing);
        std::fs::write(dir.path().join(NAME), &bytes).unwrap();
        assert_eq!(read(dir.path(), index.searcher()), Some(standing));
        bytes[20] ^= 1;
        std::fs::write(dir.path().join(NAME), &bytes).unwrap();
        assert_eq!(read(dir.path(), index.searcher()), None);
    }
}
