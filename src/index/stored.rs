//! A story as it is stored: JSON, behind the XXH3-64 of that JSON (little-endian).
//!
//! Blocks of index files have checksums of their own (`files`); this one goes with the story from segment to segment,
//! through merges too. Knows nothing of what is in the JSON.

use super::files::damage::{Damage, REPAIR};
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of the checksum.
const SUM: usize = 8;

/// What is stored of a value.
pub(super) fn pack(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; SUM];
    serde_json::to_writer(&mut bytes, value)
        .map_err(|e| Error::new(ErrorKind::Format, format!("cannot be stored: {e}")))?;
    let sum = xxh3_64(&bytes[SUM..]).to_le_bytes();
    bytes[..SUM].copy_from_slice(&sum);
    Ok(bytes)
}

/// The value of what [`pack`] made.
pub(super) fn unpack<'s, T: Deserialize<'s>>(stored: &'s [u8]) -> Result<T> {
    let damaged = |why: &str| {
        // Noted, so that no answer passes for whole where this error is lost on its way.
        let _ = Damage::found(Path::new("a stored story"), None);
        Error::new(ErrorKind::Index, format!("a stored story is damaged: {why}")).with_hint(REPAIR)
    };
    let (sum, json) = stored.split_first_chunk::<SUM>().ok_or_else(|| damaged("it is cut off"))?;
    if xxh3_64(json).to_le_bytes() != *sum {
        return Err(damaged("its checksum is another"));
    }
    serde_json::from_slice(json).map_err(|e| damaged(&e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_bit_shows() {
        let stored = pack(&"a story").unwrap();
        assert_eq!(unpack::<String>(&stored).unwrap(), "a story");
        for at in 0..stored.len() {
            let mut changed = stored.clone();
            changed[at] ^= 1;
            assert!(unpack::<String>(&changed).is_err());
            assert!(unpack::<String>(&stored[..at]).is_err());
        }
    }
}
