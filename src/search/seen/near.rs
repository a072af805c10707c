//! Pairs that are truly near each other: what lights up is what matched.

use super::{Copy, Place};
use crate::query::{Nearness, Reach};
use crate::search::terms::Pair;
use crate::span::Span;

/// Places of one NEAR that are looked at.
const MOST: usize = 10_000;

impl Copy<'_> {
    /// Pairs that are near each other, as the engine sees them (`engine/places`): from the last word of the one to
    /// the first of the other, or in one sentence or paragraph.
    pub(super) fn near(&self, pair: &Pair) -> Vec<Place> {
        let (left, right) = (self.side(&pair.left), self.side(&pair.right));
        let mut found = Vec::new();
        for one in &left {
            let close = self.within_reach(one, &right, pair.reach).iter().filter(|other| {
                let after = other.start.checked_sub(one.end);
                let before =
                    if pair.how == Nearness::InOrder { None } else { one.start.checked_sub(other.end) };
                let near = |between: u32| match pair.reach {
                    Reach::Words(words) => between < words,
                    Reach::Sentence => self.together(&self.sentences, one, other),
                    Reach::Paragraph => self.together(&self.paragraphs, one, other),
                };
                after.or(before).is_some_and(near)
            });
            if pair.how == Nearness::Far {
                found.extend((close.count() == 0).then(|| one.clone()));
            } else {
                found.extend(close.map(|other| both(one, other)));
            }
            if found.len() > MOST {
                break;
            }
        }
        found.sort_by_key(|place| (place.start, place.end));
        found
    }

    /// Those of the other side that may be near.
    fn within_reach<'p>(&self, one: &Place, right: &'p [Place], reach: Reach) -> &'p [Place] {
        let Reach::Words(words) = reach else { return right };
        let longest = right.iter().map(|place| place.end - place.start).max().unwrap_or(0);
        let reach = longest.saturating_add(words);
        let from = right.partition_point(|other| other.start.saturating_add(reach) <= one.start);
        let to = right.partition_point(|other| other.start < one.end.saturating_add(words));
        &right[from..to.max(from)]
    }

    /// Do both stand whole in the same unit of text?
    fn together(&self, starts: &[usize], one: &Place, other: &Place) -> bool {
        let unit = |byte: usize| starts.partition_point(|&start| start <= byte);
        let first = unit(one.span.start);
        [one.span.end.saturating_sub(1), other.span.start, other.span.end.saturating_sub(1)]
            .into_iter()
            .all(|byte| unit(byte) == first)
    }
}

fn both(one: &Place, other: &Place) -> Place {
    let mut lit = [one.lit.as_slice(), other.lit.as_slice()].concat();
    lit.sort_unstable();
    lit.dedup();
    Place {
        start: one.start.min(other.start),
        end: one.end.max(other.end),
        span: Span::new(one.span.start.min(other.span.start), one.span.end.max(other.span.end)),
        lit,
    }
}
