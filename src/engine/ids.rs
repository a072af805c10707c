//! Ids: the nearest to one that no story has.

use super::Engine;
use super::top::ID;
use crate::error::Result;
use crate::index::trouble::system;
use std::collections::BTreeSet;

impl Engine {
    /// Up to `most` ids that `id` is a part of, or that are few letters off; the nearest first, then in order
    /// of the alphabet.
    pub fn near_ids(&self, id: &str, most: usize) -> Result<Vec<String>> {
        let wanted = id.trim().to_lowercase();
        let length = wanted.chars().count();
        if length == 0 {
            return Ok(Vec::new());
        }
        // A typo in four letters, and never so many that any id would do.
        let limit = (length / 4).clamp(1, 4);
        let mut found: BTreeSet<(usize, String)> = BTreeSet::new();
        for reader in self.searcher.segment_readers() {
            let Some(ids) = reader.fast_fields().str(ID)? else { continue };
            let mut stream = ids.dictionary().stream().map_err(|e| system("reading the index", &e))?;
            while stream.advance() {
                let Ok(known) = std::str::from_utf8(stream.key()) else { continue };
                if let Some(off) = distance(&wanted, length, &known.to_lowercase(), limit) {
                    found.insert((off, known.to_owned()));
                    if found.len() > most {
                        found.pop_last();
                    }
                }
            }
        }
        Ok(found.into_iter().map(|(_, id)| id).collect())
    }
}

/// `None`: too far. An id that holds the whole of what was asked comes after one that is a letter off.
fn distance(wanted: &str, length: usize, known: &str, limit: usize) -> Option<usize> {
    let other = known.chars().count();
    if length.abs_diff(other) <= limit {
        let off = strsim::osa_distance(wanted, known);
        if off <= limit {
            return Some(off);
        }
    }
    (length >= 3 && known.contains(wanted)).then_some(limit + 1 + other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_off_is_nearer_than_a_part() {
        assert_eq!(distance("90107", 5, "90106", 1), Some(1));
        assert_eq!(distance("90107", 5, "x-90107-b", 1), Some(11));
        assert_eq!(distance("90107", 5, "12345", 1), None);
    }
}
