//! What is known about a word: given name, family name, title, place … as a set of flags.
//!
//! One table of folded words, built once from the lists in `enrich/data`; a look-up allocates
//! nothing. It knows lists, not sentences.

pub use super::fold::Folded;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;
use xxhash_rust::xxh3::xxh3_64;

/// A set of the flags below.
pub type Flags = u16;

/// A given name somewhere in the world.
pub const GIVEN: Flags = 1;
/// A family name.
pub const FAMILY: Flags = 1 << 1;
/// An ordinary English word.
pub const COMMON: Flags = 1 << 2;
/// A title: a name may follow.
pub const TITLE: Flags = 1 << 3;
/// Belongs to a stack of titles, starts no name.
pub const RANK: Flags = 1 << 4;
/// Lower-case word that stands directly before a name.
pub const BEFORE: Flags = 1 << 5;
/// Verb that follows a name.
pub const SAID: Flags = 1 << 6;
/// Lower-case middle of a name.
pub const PARTICLE: Flags = 1 << 7;
/// End of a name: `Jr.`, `III`.
pub const SUFFIX: Flags = 1 << 8;
/// Makes a capitalised run an organisation, a place, an event.
pub const ORG: Flags = 1 << 9;
/// Place, nationality, people, language.
pub const PLACE: Flags = 1 << 10;
/// First word of a place of several words.
pub const GEO: Flags = 1 << 11;
/// Never part of a name, capital or not.
pub const STOP: Flags = 1 << 12;
/// Family name written first.
pub const FIRST: Flags = 1 << 13;

/// Starts a name only when another word of one follows directly: `June`, `Will`.
pub const MAYBE: Flags = 1 << 14;

/// The heads of the lines of `words.txt`.
static HEADS: &[(&str, Flags)] = &[
    ("given", GIVEN),
    ("family", FAMILY),
    ("first", FIRST | FAMILY),
    ("title", TITLE),
    ("rank", RANK),
    ("before", BEFORE),
    ("said", SAID),
    ("particle", PARTICLE),
    ("suffix", SUFFIX),
    ("org", ORG),
    ("place", PLACE),
    ("geo", GEO),
    ("stop", STOP),
    ("maybe", MAYBE),
];

static GIVEN_NAMES: &str = include_str!("../data/given.txt");
static FAMILY_NAMES: &str = include_str!("../data/family.txt");
static COMMON_WORDS: &str = include_str!("../data/common.txt");
static WORDS: &str = include_str!("../data/words.txt");

/// Slots of the table: a power of two, more than twice the words.
const SLOTS: usize = 1 << 18;

/// Open addressing; a slot is the upper 17 bits of a word's hash and its flags, 0 when free. The words
/// themselves are not kept: place and bits leave one unknown word in some 200,000 to be taken for a known
/// one, and the table in the processor's cache.
fn table() -> &'static [u32] {
    static TABLE: OnceLock<Vec<u32>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut slots = vec![0; SLOTS];
        let lists = [(GIVEN_NAMES, GIVEN), (FAMILY_NAMES, FAMILY), (COMMON_WORDS, COMMON)];
        for (list, flags) in lists {
            list.lines().for_each(|word| add(&mut slots, word, flags));
        }
        for line in WORDS.lines() {
            let Some((head, words)) = line.split_once(": ") else { continue };
            if head == PLAIN {
                words.split_ascii_whitespace().for_each(|word| plain(&mut slots, word));
            }
            if head == NO_NAME {
                words.split_ascii_whitespace().for_each(|word| no_name(&mut slots, word));
            }
            let Some((_, flags)) = HEADS.iter().find(|(known, _)| *known == head) else { continue };
            words.split_ascii_whitespace().for_each(|word| add(&mut slots, word, *flags));
        }
        slots
    })
}

/// The head of the line of given names that are words too.
const PLAIN: &str = "plain";

/// Makes a word a given name and no word of the language.
fn plain(slots: &mut [u32], word: &str) {
    add(slots, word, GIVEN);
    let at = slot(slots, hash(word.as_bytes()));
    slots[at] &= !u32::from(COMMON);
}

/// The head of the line of words that the public lists of names have by mistake.
const NO_NAME: &str = "noname";

/// Makes a word no name.
fn no_name(slots: &mut [u32], word: &str) {
    let at = slot(slots, hash(word.as_bytes()));
    slots[at] &= !u32::from(GIVEN | FAMILY);
}

/// Bits of a slot that are flags.
const FLAGS: u32 = 0x7FFF;

/// What a slot keeps of a hash.
fn mark(hash: u64) -> u32 {
    (hash >> 32) as u32 & !FLAGS
}

fn add(slots: &mut [u32], word: &str, flags: Flags) {
    let hash = hash(word.as_bytes());
    let at = slot(slots, hash);
    slots[at] = mark(hash) | (slots[at] & FLAGS) | u32::from(flags);
}

/// The slot of a hash, or the free one where it would stand.
fn slot(slots: &[u32], hash: u64) -> usize {
    let mut at = (hash >> 8) as usize & (SLOTS - 1);
    while slots[at] != 0 && slots[at] & !FLAGS != mark(hash) {
        at = (at + 1) & (SLOTS - 1);
    }
    at
}

/// A table by keys that are hashes already.
pub type ByKey<V> = HashMap<u64, V, BuildHasherDefault<AsItIs>>;

/// Passes a key on as its own hash.
#[derive(Debug, Default)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// The head of the lines of firms.
const FIRM: &str = "firm";

/// One number for the words of a name, from their keys.
pub fn name_key(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(0, |key: u64, word| key.rotate_left(7) ^ word)
}

/// True for a firm, a club or a paper that is called after a person, from the keys of its words.
pub fn is_firm(words: impl Iterator<Item = u64>) -> bool {
    static FIRMS: OnceLock<ByKey<()>> = OnceLock::new();
    let firms = FIRMS.get_or_init(|| {
        let lines = WORDS.lines().filter_map(|line| line.split_once(": "));
        let names =
            lines.filter(|(head, _)| *head == FIRM).flat_map(|(_, names)| names.split_ascii_whitespace());
        names
            .map(|name| name_key(name.split('_').map(|word| hash(word.as_bytes()))))
            .map(|key| (key, ()))
            .collect()
    });
    firms.contains_key(&name_key(words))
}

/// The head of the lines of people who need no introduction.
const FAMOUS: &str = "famous";

/// True for a name that copy uses alone, from its key.
pub fn is_famous(key: u64) -> bool {
    static KNOWN: OnceLock<ByKey<()>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let lists =
            WORDS.lines().filter_map(|line| line.split_once(": ")).filter(|(head, _)| *head == FAMOUS);
        lists
            .flat_map(|(_, names)| names.split_ascii_whitespace())
            .map(|name| (hash(name.as_bytes()), ()))
            .collect()
    });
    known.contains_key(&key)
}

/// The hash of a folded word; tokens are compared by it.
pub fn hash(folded: &[u8]) -> u64 {
    xxh3_64(folded)
}

/// The flags of a folded word by its hash.
pub fn flags(hash: u64) -> Flags {
    let slots = table();
    (slots[slot(slots, hash)] & FLAGS) as Flags
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str) -> Flags {
        flags(hash(Folded::new(word).bytes()))
    }

    #[test]
    fn words_are_found_however_written() {
        assert_eq!(of("José") & GIVEN, GIVEN);
        assert_eq!(of("JOSE") & GIVEN, GIVEN);
        assert_eq!(of("Søren") & GIVEN, GIVEN);
        assert_eq!(of("minister") & (TITLE | BEFORE), TITLE | BEFORE);
        assert_eq!(of("qwzzx"), 0);
        assert_eq!(of(&"x".repeat(500)), 0);
    }

    #[test]
    fn every_line_of_the_word_list_has_a_known_head() {
        for line in WORDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let head = line.split(": ").next();
            assert!(
                matches!(head, Some(FIRM | PLAIN | NO_NAME | FAMOUS))
                    || HEADS.iter().any(|(known, _)| Some(*known) == head),
                "{line}"
            );
        }
    }

    #[test]
    fn no_two_words_share_a_slot() {
        let words: std::collections::BTreeSet<&str> =
            [GIVEN_NAMES, FAMILY_NAMES, COMMON_WORDS].iter().flat_map(|list| list.lines()).collect();
        let hashes: std::collections::BTreeSet<u64> =
            words.iter().map(|w| hash(w.as_bytes()) >> 16).collect();
        assert_eq!(words.len(), hashes.len());
    }
}
