//! Where words stand in the stories of one segment: places of a word, a phrase, a group, of two sides near
//! each other.

use super::wanted::{Pair, Wanted};
use crate::query::Nearness;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

/// First position and one past the last.
pub(super) type Place = (u32, u32);

/// Finds one side in the stories of a segment, moving forward only.
pub(super) enum Finder {
    /// Words next to each other.
    Words(Vec<SegmentPostings>),
    /// Any of several.
    Any(Vec<Finder>),
    /// Two sides.
    Near { left: Box<Finder>, right: Option<Box<Finder>>, how: Nearness, words: u32 },
}

impl Finder {
    /// `None`: nothing in this segment can match.
    pub(super) fn new(wanted: &Wanted, reader: &SegmentReader) -> tantivy::Result<Option<Finder>> {
        match wanted {
            Wanted::Words(terms) => {
                let mut postings = Vec::with_capacity(terms.len());
                for term in terms {
                    let index = reader.inverted_index(term.field())?;
                    match index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? {
                        Some(found) => postings.push(found),
                        None => return Ok(None),
                    }
                }
                Ok((!postings.is_empty()).then_some(Finder::Words(postings)))
            }
            Wanted::Any(parts) => {
                let mut finders = Vec::with_capacity(parts.len());
                for part in parts {
                    finders.extend(Finder::new(part, reader)?);
                }
                Ok((!finders.is_empty()).then_some(Finder::Any(finders)))
            }
            Wanted::Near(pair) => Finder::pair(pair, reader),
        }
    }

    fn pair(pair: &Pair, reader: &SegmentReader) -> tantivy::Result<Option<Finder>> {
        let (left, right) = (Finder::new(&pair.left, reader)?, Finder::new(&pair.right, reader)?);
        Ok(match (left, right) {
            (None, _) => None,
            (Some(_), None) if pair.how != Nearness::Far => None,
            (Some(left), right) => Some(Finder::Near {
                left: Box::new(left),
                right: right.map(Box::new),
                how: pair.how,
                words: pair.words,
            }),
        })
    }

    /// The first story at or after `target` that has the words at all.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Finder::Words(postings) => meet(target, postings.len(), |n, at| forward(&mut postings[n], at)),
            Finder::Any(parts) => parts.iter_mut().map(|p| p.seek(target)).min().unwrap_or(TERMINATED),
            Finder::Near {
                left, right: Some(right), how: Nearness::AnyOrder | Nearness::InOrder, ..
            } => meet(target, 2, |n, at| if n == 0 { left.seek(at) } else { right.seek(at) }),
            Finder::Near { left, .. } => left.seek(target),
        }
    }

    /// How many stories there may be, at most.
    pub(super) fn size(&self) -> u32 {
        match self {
            Finder::Words(postings) => postings.iter().map(SegmentPostings::doc_freq).min().unwrap_or(0),
            Finder::Any(parts) => parts.iter().map(Finder::size).fold(0, u32::saturating_add),
            Finder::Near { left, .. } => left.size(),
        }
    }

    /// Adds the places in story `doc`, in order, each once.
    pub(super) fn places(&mut self, doc: DocId, out: &mut Vec<Place>) {
        match self {
            Finder::Words(postings) => phrase(postings, doc, out),
            Finder::Any(parts) => {
                let mut found = Vec::new();
                for part in parts {
                    if part.seek(doc) == doc {
                        part.places(doc, &mut found);
                    }
                }
                found.sort_unstable();
                found.dedup();
                out.append(&mut found);
            }
            Finder::Near { left, right, how, words } => {
                let (mut first, mut second) = (Vec::new(), Vec::new());
                if left.seek(doc) == doc {
                    left.places(doc, &mut first);
                }
                if let Some(right) = right.as_mut().filter(|_| !first.is_empty())
                    && right.seek(doc) == doc
                {
                    right.places(doc, &mut second);
                }
                near(&first, &second, *how, *words, out);
            }
        }
    }
}

fn forward(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
}

/// The first story at or after `target` that all of `count` lists have.
fn meet(mut target: DocId, count: usize, mut seek: impl FnMut(usize, DocId) -> DocId) -> DocId {
    let (mut agreed, mut n) = (0, 0);
    while agreed < count && target != TERMINATED {
        let doc = seek(n, target);
        agreed = if doc == target { agreed + 1 } else { 1 };
        target = doc;
        n = (n + 1) % count;
    }
    target
}

/// Places where the words stand next to each other; all lists are at `doc`.
fn phrase(postings: &mut [SegmentPostings], doc: DocId, out: &mut Vec<Place>) {
    let length = postings.len() as u32;
    let mut starts: Vec<u32> = Vec::new();
    let mut positions = Vec::new();
    for (n, list) in postings.iter_mut().enumerate() {
        if forward(list, doc) != doc {
            return;
        }
        list.positions(&mut positions);
        let shift = n as u32;
        if n == 0 {
            starts.clone_from(&positions);
        } else {
            starts.retain(|start| positions.binary_search(&(start + shift)).is_ok());
        }
    }
    out.extend(starts.into_iter().map(|start| (start, start + length)));
}

/// Words from the end of one place to the start of the other; `None` where they share a word or stand in
/// the other order.
fn distance(before: Place, after: Place) -> Option<u32> {
    after.0.checked_sub(before.1).map(|between| between + 1)
}

/// Both lists are in order of their first word.
fn near(left: &[Place], right: &[Place], how: Nearness, words: u32, out: &mut Vec<Place>) {
    let longest = right.iter().map(|place| place.1 - place.0).max().unwrap_or(0);
    let start = out.len();
    for &one in left {
        let from = right.partition_point(|other| other.0 + longest + words <= one.0);
        let close = right[from..].iter().take_while(|other| other.0 < one.1 + words).filter(|&&other| {
            let after = distance(one, other);
            let before = if how == Nearness::InOrder { None } else { distance(other, one) };
            after.or(before).is_some_and(|n| n <= words)
        });
        if how == Nearness::Far {
            // A side that is the very same word is no neighbour of itself.
            out.extend((close.count() == 0).then_some(one));
        } else {
            out.extend(close.map(|other| (one.0.min(other.0), one.1.max(other.1))));
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(left: &[Place], right: &[Place], how: Nearness, words: u32) -> Vec<Place> {
        let mut out = Vec::new();
        near(left, right, how, words, &mut out);
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
