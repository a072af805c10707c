//! Which words of a text are worth keeping, so that of a long text few are.

use std::collections::HashSet;

use crate::engine::Spelled;
use crate::query::{Reach, wildcard};
use crate::search::terms::{Shape, Side};

/// Which words are worth keeping.
#[derive(Default)]
pub(super) struct Wanted<'c> {
    terms: HashSet<&'c str>,
    patterns: Vec<&'c Shape>,
    written: Vec<&'c Spelled>,
    /// Sentences and paragraphs matter.
    pub(super) units: bool,
    /// Names in any spelling are looked for: which words they take is known only from those that follow.
    names: bool,
}

impl<'c> Wanted<'c> {
    pub(super) fn add(&mut self, shape: &'c Shape) {
        match shape {
            Shape::Terms(terms) => self.terms.extend(terms.iter().map(String::as_str)),
            Shape::Near(pair) => {
                self.units |= !matches!(pair.reach, Reach::Words(_));
                [&pair.left, &pair.right].into_iter().for_each(|side| self.add_side(side));
            }
            Shape::Written(spelled) => self.written.push(spelled),
            Shape::Name(_) => self.names = true,
            pattern => self.patterns.push(pattern),
        }
    }

    fn add_side(&mut self, side: &'c Side) {
        match side {
            Side::One(shape) => self.add(shape),
            Side::Any(sides) => sides.iter().for_each(|side| self.add_side(side)),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.patterns.is_empty() && self.written.is_empty() && !self.names
    }

    /// First bytes of the words looked for; `None` where any word may be one.
    pub(super) fn starts(&self) -> Option<[bool; 256]> {
        let mut starts = [false; 256];
        let mut add = |word: &str| -> Option<()> {
            *starts.get_mut(usize::from(*word.as_bytes().first()?))? = true;
            Some(())
        };
        if self.names || !self.written.is_empty() {
            return None;
        }
        self.terms.iter().try_for_each(|term| add(term))?;
        for pattern in &self.patterns {
            let Shape::Prefix(start, stem) = pattern else { return None };
            add(start)?;
            stem.iter().try_for_each(|stem| add(stem))?;
        }
        Some(starts)
    }

    pub(super) fn wants(&self, term: &str, form: &str, written: &str) -> bool {
        let any = |spelled: &&Spelled| (0..spelled.count()).any(|n| spelled.fits_at(n, form, written));
        self.names
            || self.terms.contains(term)
            || self.patterns.iter().any(|pattern| fits(pattern, term, form))
            || self.written.iter().any(any)
    }
}

/// Does a pattern fit a word?
pub(super) fn fits(pattern: &Shape, term: &str, form: &str) -> bool {
    match pattern {
        Shape::Prefix(start, stem) => {
            form.starts_with(start.as_str())
                || term.starts_with(start.as_str())
                || stem.as_ref().is_some_and(|stem| stem == term)
        }
        Shape::Wildcard(pattern) => wildcard::matches(pattern, form),
        Shape::Fuzzy(wanted, edits) => strsim::osa_distance(wanted, form) <= *edits,
        Shape::Terms(_) | Shape::Written(_) | Shape::Name(_) | Shape::Near(_) => false,
    }
}
