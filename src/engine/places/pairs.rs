//! Two sides near each other: the places of the one and of the other, joined where they are near.

use super::layout::Layout;
use super::spans::Place;
use crate::query::{Nearness, Reach};

/// Most pairs of one story that are looked at: more than any news story has, so that none made to be slow is.
const MAX_PAIRS: usize = 1 << 16;

/// What is asked of two sides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub how: Nearness,
    pub reach: Reach,
    /// Copies of the headline and of the lead are in the field: what is not near in a copy may be so in the original.
    pub copied: bool,
}

/// Words from the end of one place to the start of the other; `None` where they share a word or stand in
/// the other order.
fn distance(before: Place, after: Place) -> Option<u32> {
    after.0.checked_sub(before.1).map(|between| between + 1)
}

impl Asked {
    /// Are sentences or paragraphs asked for, or what was written?
    pub(super) fn needs_layout(self) -> bool {
        !matches!(self.reach, Reach::Words(_)) || self.only_written()
    }

    /// Does a place count only where it was written? A copy is cut short, so that a neighbour may be missing.
    pub(super) fn only_written(self) -> bool {
        self.how == Nearness::Far && self.copied
    }

    /// Adds what the two make, in order, each once; so many as are `enough`, if there are. Both lists are in order of
    /// their first word; `layout`, turned to the story, is there where sentences or paragraphs are asked for.
    pub(super) fn join(
        self,
        left: &[Place],
        right: &[Place],
        layout: Option<&Layout>,
        enough: usize,
        out: &mut Vec<Place>,
    ) {
        let longest = right.iter().map(|place| place.1 - place.0).max().unwrap_or(0);
        let enough = enough.min(MAX_PAIRS);
        let start = out.len();
        let mut unit = (1, 0);
        for &one in left {
            let room = enough.saturating_sub(out.len() - start);
            if room == 0 {
                break;
            }
            let (from, until, most) = match (self.reach, layout) {
                (Reach::Words(words), _) => {
                    (one.0.saturating_sub(longest + words - 1), one.1.saturating_add(words), Some(words))
                }
                (reach, Some(layout)) => {
                    // Words of one sentence follow each other.
                    if one.0 < unit.0 || unit.1 <= one.0 {
                        unit = layout.unit(one.0, reach);
                    }
                    (unit.0, unit.1, None)
                }
                (_, None) => (0, 0, None),
            };
            let first = right.partition_point(|other| other.0 < from);
            let whole = one.1 <= until || most.is_some();
            let mut close =
                right[first..].iter().take_while(|other| whole && other.0 < until).filter(|&&other| {
                    let after = distance(one, other);
                    let before = if self.how == Nearness::InOrder { None } else { distance(other, one) };
                    let fits = most.is_some() || other.1 <= until;
                    fits && after.or(before).is_some_and(|n| most.is_none_or(|most| n <= most))
                });
            if self.how == Nearness::Far {
                // A side that is the very same word is no neighbour of itself.
                out.extend(close.next().is_none().then_some(one));
            } else {
                out.extend(close.take(room).map(|other| (one.0.min(other.0), one.1.max(other.1))));
            }
        }
        if out.len() - start > 1 {
            out[start..].sort_unstable();
            let mut kept = start;
            for at in start..out.len() {
                if kept == start || out[kept - 1] != out[at] {
                    out[kept] = out[at];
                    kept += 1;
                }
            }
            out.truncate(kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(left: &[Place], right: &[Place], how: Nearness, words: u32) -> Vec<Place> {
        let mut out = Vec::new();
        Asked { how, reach: Reach::Words(words), copied: false }.join(
            left,
            right,
            None,
            usize::MAX,
            &mut out,
        );
        out
    }

    #[test]
    fn distances_count_from_word_to_word() {
        let (any, order, far) = (Nearness::AnyOrder, Nearness::InOrder, Nearness::Far);
        let (oil, price) = ([(3, 4), (20, 21)], [(1, 2), (4, 5), (26, 27)]);
        assert_eq!(found(&oil, &price, any, 1), [(3, 5)]);
        assert_eq!(found(&oil, &price, any, 2), [(1, 4), (3, 5)]);
        assert_eq!(found(&oil, &price, order, 6), [(3, 5), (20, 27)]);
        assert_eq!(found(&price, &oil, order, 2), [(1, 4)]);
        assert_eq!(found(&oil, &price, far, 5), [(20, 21)]);
        assert_eq!(found(&oil, &oil, any, 5), []);
        assert_eq!(found(&oil, &[(2, 6)], any, 9), []);
    }
}
