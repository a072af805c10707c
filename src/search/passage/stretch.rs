//! A stretch of so many words across sentences, for where no sentences within the budget show as much.

use super::{Candidate, Chooser, bit};
use crate::span::Span;

impl Chooser<'_> {
    /// The words of the budget that show most of a span, the shown in the middle.
    pub(super) fn stretch(&self, whole: Span) -> Option<Candidate> {
        let (first, last) = self.numbers(whole);
        let inside = self.inside(whole);
        let mut best: Option<(u32, usize, usize)> = None;
        for (n, &one) in inside.iter().enumerate() {
            let from = self.at[one].0;
            let (beyond, mut shows, mut to) = (from.saturating_add(self.budget), 0, from);
            for &next in inside[n..].iter().take_while(|&&next| self.at[next].0 < beyond) {
                if self.at[next].1 >= beyond {
                    continue;
                }
                to = to.max(self.at[next].1);
                shows |= bit(self.seen[next].clause);
                let weight = self.weight(shows);
                if best.is_none_or(|(most, ..)| weight > most) {
                    best = Some((weight, from, to));
                }
            }
        }
        let (_, from, to) = best?;
        let length = self.budget.min(last - first);
        let before = length.saturating_sub(to + 1 - from) / 2;
        let start = self.opening(from.saturating_sub(before).clamp(first, last - length), from);
        let end = self.closing(to + 1, (start + length).min(last));
        let span = Span::new(self.words.get(start)?.start, self.words.get(end.checked_sub(1)?)?.end);
        let (shows, spread) = self.shows(span);
        Some(Candidate { whole: span, span, words: end - start, shows, spread })
    }

    /// Rather from the first word of a sentence, if one begins between.
    fn opening(&self, start: usize, latest: usize) -> usize {
        let begins = |n: &usize| {
            let word = self.words.get(*n);
            word.is_some_and(|w| self.sentences.binary_search_by_key(&w.start, |s| s.start).is_ok())
        };
        (start..=latest).find(begins).unwrap_or(start)
    }

    /// Rather to the last word of a sentence, if one ends between.
    fn closing(&self, earliest: usize, end: usize) -> usize {
        let ends = |n: &usize| {
            let word = n.checked_sub(1).and_then(|n| self.words.get(n));
            word.is_some_and(|w| self.sentences.binary_search_by_key(&w.end, |s| s.end).is_ok())
        };
        (earliest..=end).rev().find(ends).unwrap_or(end)
    }
}
