//! Reprints: stories whose bodies are the same but for a few words, or of which one is a part of the other.
//!
//! A body is seen as the set of its runs of six words ([`Shingles`]); two bodies are reprints when they share
//! half of all their runs or four fifths of the shorter one's; tables four fifths of all. Words are as written, in lower case, and `7.5` is
//! two: forms differ in their figures. A [`Sketch`] of a few of the runs, of the terms of the index, is kept in
//! a column, so that whoever looks for reprints reads whole stories only where the sketches agree.
//!
//! Headlines and datelines are left out on purpose: papers write their own (Alonso, Fetterly and Manasse,
//! MSR-TR-2013-60). What it must not know: the engine, ranking.

use crate::story::{Kind, Story};
use std::collections::BTreeSet;
use xxhash_rust::xxh3::xxh3_64;

/// Words in a run: shorter ones are in many stories by chance.
const RUN: usize = 6;
/// Bodies with fewer runs, of less than twenty words, are forms more often than stories (`Qtly div 15 cts vs
/// 15 cts prior`): only the very same body is a reprint, and only under much the same headline.
const FEWEST: usize = 15;
/// Smallest hashes that every sketch keeps.
const LEAST: usize = 8;
/// Hashes that are gathered before the greatest are thrown out.
const FULL: usize = 32;
/// Long bodies keep all hashes below this, one in ten: a brief is found in the long story it became.
const BELOW: u32 = u32::MAX / 10;

/// The runs of six words of a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shingles {
    /// Hashes in order, each once.
    runs: Vec<u32>,
}

impl Shingles {
    /// Of the text of a body.
    pub fn of(body: &str) -> Self {
        let body = body.to_lowercase();
        let mut of = Runs::default();
        let mut runs: Vec<u32> = words(&body).filter_map(|word| of.next(word)).collect();
        runs.extend(of.short());
        runs.sort_unstable();
        runs.dedup();
        Shingles { runs }
    }

    /// Runs that both have.
    fn shared(&self, other: &Shingles) -> usize {
        shared(&self.runs, &other.runs)
    }
}

/// What of a story says whether it is a reprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    headline: String,
    shingles: Shingles,
    /// The same table of the next hour has the same words and other figures.
    table: bool,
}

impl Copy {
    /// Of a story.
    pub fn of(story: &Story) -> Self {
        let table = story.kind == Kind::Table;
        Copy { headline: story.headline.clone(), shingles: Shingles::of(&story.body), table }
    }

    /// Is one story a reprint of the other?
    pub fn reprints(&self, other: &Copy) -> bool {
        let (mine, theirs) = (self.shingles.runs.len(), other.shingles.runs.len());
        let (short, long) = (mine.min(theirs), mine.max(theirs));
        if short < FEWEST {
            return short > 0 && self.shingles == other.shingles && self.same_heading(other);
        }
        let shared = self.shingles.shared(&other.shingles);
        let all = short + long - shared;
        if self.table || other.table {
            return 5 * shared >= 4 * all;
        }
        2 * shared >= all || 5 * shared >= 4 * short
    }

    /// Half the words of the shorter headline, in any order, and the same figures: `Gold 10:30` is not
    /// `Gold 11:30`.
    fn same_heading(&self, other: &Copy) -> bool {
        let words = |copy: &Copy| -> BTreeSet<String> {
            words(&copy.headline.to_lowercase()).map(str::to_owned).collect()
        };
        let (mine, theirs) = (words(self), words(other));
        let figures = |of: &BTreeSet<String>| -> Vec<String> {
            of.iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).cloned().collect()
        };
        figures(&mine) == figures(&theirs)
            && 2 * mine.intersection(&theirs).count() >= mine.len().min(theirs.len())
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The sketch of a body, taken from its terms one by one.
#[derive(Debug, Default)]
pub struct Sketch {
    runs: Runs,
    kept: Vec<u32>,
    /// The greatest hash that may still come in, where something was thrown out.
    limit: Option<u32>,
}

impl Sketch {
    /// The next term.
    pub fn word(&mut self, term: &str) {
        if let Some(run) = self.runs.next(term)
            && self.limit.is_none_or(|limit| run <= limit)
        {
            // Now and then what cannot be among the smallest is thrown out.
            if self.kept.len() >= FULL && self.kept.len() == self.kept.capacity() {
                self.limit = cut(&mut self.kept);
            }
            self.kept.push(run);
        }
    }

    /// The hashes, smallest first.
    pub fn hashes(mut self) -> Vec<u32> {
        self.kept.extend(self.runs.short());
        cut(&mut self.kept);
        self.kept
    }
}

/// Could the bodies of two sketches be reprints? Never wrong about a true one but by chance.
pub fn may_be(one: &[u32], other: &[u32], shared: usize) -> bool {
    let reach = |sketch: &[u32]| sketch.last().map_or(0, |&last| last.max(BELOW));
    let common = reach(one).min(reach(other));
    let within = |sketch: &[u32]| sketch.partition_point(|&hash| hash <= common);
    // Of what both could have, fewer than two in five shared is far from four in five.
    shared > 0 && 5 * shared >= 2 * within(one).min(within(other))
}

/// Keeps the smallest few and all below the bound; the greatest hash that may still come in.
fn cut(kept: &mut Vec<u32>) -> Option<u32> {
    kept.sort_unstable();
    kept.dedup();
    let below = kept.partition_point(|&run| run < BELOW);
    kept.truncate(below.max(LEAST));
    kept.reserve(FULL);
    let last = kept.last().filter(|_| kept.len() >= LEAST);
    last.map(|&last| last.max(BELOW))
}

/// Runs of words, as they come.
#[derive(Debug, Default)]
struct Runs {
    /// Hashes of the last words.
    ring: [u64; RUN],
    sum: u64,
    count: usize,
}

impl Runs {
    /// The hash of the run that ends with this word.
    fn next(&mut self, word: &str) -> Option<u32> {
        let hash = xxh3_64(word.as_bytes());
        let slot = &mut self.ring[self.count % RUN];
        // A polynomial in the words of the run: the oldest leaves, the newest comes in.
        self.sum = self.sum.wrapping_sub(slot.wrapping_mul(OLDEST)).wrapping_mul(BASE).wrapping_add(hash);
        *slot = hash;
        self.count += 1;
        (self.count >= RUN).then(|| mixed(self.sum))
    }

    /// A text of fewer words is one run.
    fn short(&self) -> Option<u32> {
        (1..RUN).contains(&self.count).then(|| mixed(self.sum))
    }
}

const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
/// `BASE` to the power of the words before the newest.
const OLDEST: u64 = BASE.wrapping_pow(RUN as u32 - 1);

/// The upper half of a product, in which every bit of the sum has had its say.
fn mixed(sum: u64) -> u32 {
    ((sum ^ (sum >> 32)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 32) as u32
}

/// Values that two sorted lists share.
fn shared(one: &[u32], other: &[u32]) -> usize {
    let (mut a, mut b, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (one.get(a), other.get(b)) {
        count += usize::from(x == y);
        a += usize::from(x <= y);
        b += usize::from(y <= x);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::FieldKind;
    use crate::index::analyzers;

    const GATE: &str = "Engineers said the spillway gate of the dam had jammed on Monday and would be cut free \
        by divers before the end of the week, the water board of the valley told its members.";

    fn sketch(text: &str) -> Vec<u32> {
        let mut sketch = Sketch::default();
        analyzers::terms(FieldKind::Text, text).iter().for_each(|term| sketch.word(term));
        sketch.hashes()
    }

    fn copy(headline: &str, body: &str) -> Copy {
        Copy::of(&Story { headline: headline.into(), body: body.into(), ..Story::default() })
    }

    fn alike(one: &str, other: &str) -> bool {
        copy("", one).reprints(&copy("", other))
    }

    #[test]
    fn a_changed_word_or_an_added_paragraph_is_a_reprint() {
        assert!(alike(GATE, GATE));
        assert!(alike(GATE, &GATE.replace("Monday", "Tuesday")));
        let longer = format!("{GATE} {}", "Ferries run late on the river again this autumn. ".repeat(9));
        assert!(alike(GATE, &longer) && alike(&longer, GATE));
    }

    #[test]
    fn the_same_words_in_another_order_are_none() {
        let turned: Vec<&str> = GATE.split(' ').rev().collect();
        assert!(!alike(GATE, &turned.join(" ")));
        assert!(!alike(GATE, "") && !alike("", ""));
    }

    #[test]
    fn a_form_of_few_words_needs_the_same_headline() {
        let form = "Quarterly dividend 15 cents against 15 cents before. Payable June 1.";
        assert!(!copy("Mill sets payout", form).reprints(&copy("Payout at the dairy", form)));
        assert!(copy("Mill sets payout", form).reprints(&copy("RPT-MILL SETS PAYOUT", form)));
        assert!(!copy("Mill payout 10:30", form).reprints(&copy("Mill payout 11:30", form)));
        assert!(!copy("Mill sets payout", "").reprints(&copy("Mill sets payout", "")));
    }

    #[test]
    fn a_table_with_other_figures_is_none() {
        let table = |body: &str| Copy { table: true, ..copy("", body) };
        let later = GATE.replace("Monday", "Tuesday");
        assert!(table(GATE).reprints(&table(GATE)));
        assert!(copy("", GATE).reprints(&copy("", &later)));
        assert!(!table(GATE).reprints(&table(&later)) && !copy("", GATE).reprints(&table(&later)));
    }

    #[test]
    fn sketches_of_reprints_share_hashes_and_are_small() {
        let long: String = (0..2000).map(|n| format!("word{} ", n * 7919 % 1009)).collect();
        let (short, whole) = (sketch(&long[..1500]), sketch(&long));
        assert!(whole.windows(2).all(|w| w[0] < w[1]) && (60..300).contains(&whole.len()), "{}", whole.len());
        assert!(may_be(&short, &whole, shared(&short, &whole)));
        assert_eq!(sketch(GATE).len(), LEAST);
        let other = sketch("Nothing of this was ever said by anyone of the board or the council there.");
        assert!(!may_be(&other, &whole, shared(&other, &whole)));
        assert!(sketch("").is_empty());
    }

    #[test]
    fn a_sketch_is_the_smallest_hashes_whatever_the_length() {
        for words in [0, 1, 5, 6, 20, 70, 400] {
            let text: String = (0..words).map(|n| format!("w{n} ")).collect();
            let mut all = Shingles::of(&text).runs;
            let below = all.partition_point(|&run| run < BELOW);
            all.truncate(below.max(LEAST));
            assert_eq!(sketch(&text), all, "{words}");
        }
    }
}
