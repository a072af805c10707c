//! What was found for the words looked up lately: news repeats its words, and folding, hashing and a far
//! place in memory cost more than looking here. One memory a thread; it changes no answer.

use super::lexicon::Flags;
use std::cell::RefCell;

/// Slots, a power of two; a slot holds the last word that fell on it.
const SLOTS: usize = 1 << 12;
/// Longest word kept, in bytes; the length takes one more.
const LONGEST: usize = 15;

/// Key and flags of a word.
type Known = (u64, Flags);

thread_local! {
    static LATELY: RefCell<Vec<(u128, Known)>> = RefCell::new(vec![(0, (0, 0)); SLOTS]);
}

/// Key and flags of a word as written; `find` says them for one not met lately.
pub(super) fn known(word: &[u8], find: impl FnOnce() -> Known) -> Known {
    if word.len() > LONGEST || word.is_empty() {
        return find();
    }
    let packed = packed(word);
    let folded = (packed as u64) ^ ((packed >> 64) as u64).rotate_left(29);
    let slot = (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52) as usize & (SLOTS - 1);
    LATELY.with_borrow_mut(|slots| {
        if slots[slot].0 != packed {
            slots[slot] = (packed, find());
        }
        slots[slot].1
    })
}

/// A word of at most fifteen bytes as one number: its length, its first seven bytes, its last eight, which between them
/// are all of it.
fn packed(word: &[u8]) -> u128 {
    let (first, last) = match (word.first_chunk::<8>(), word.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (word.iter().fold(0, |key, byte| key << 8 | u64::from(*byte)), 0),
    };
    let first = first & (u64::MAX >> 8) | (word.len() as u64) << 56;
    u128::from(first) << 64 | u128::from(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_up_once_and_never_mistaken() {
        let mut asked = 0;
        for n in 0..10_000u64 {
            let word = format!("word{}", n % 5);
            let known = known(word.as_bytes(), || {
                asked += 1;
                (n % 5, 1)
            });
            assert_eq!(known, (n % 5, 1));
        }
        assert!(asked < 10_000);
        let all: std::collections::HashSet<u128> =
            ["aaaaaaaa", "aaaaaaaaa", "aaaaaaab", "aaaaaaa", "a", "aa", "baaaaaaa"]
                .iter()
                .map(|word| packed(word.as_bytes()))
                .collect();
        assert_eq!(all.len(), 7);
        for n in 0..5000u64 {
            let word = n.to_string();
            assert_eq!(known(word.as_bytes(), || (n, 0)).0, n);
        }
        assert_eq!(known(b"sixteen-letters!", || (7, 0)).0, 7);
    }
}
