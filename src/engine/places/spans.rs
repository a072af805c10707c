//! Where words stand in the stories of one segment: places of a word, a phrase, a group, of two sides near
//! each other.

use super::chain::Chain;
use super::exact::{Spelled, Texts};
use super::layout::Layout;
use super::pairs::Asked;
use super::wanted::{Pair, Sift, Wanted};
use crate::query::Nearness;
use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

/// First position and one past the last.
pub(super) type Place = (u32, u32);

/// Finds one side in the stories of a segment, moving forward only.
pub(super) enum Finder {
    /// Words next to each other, and room for the positions of one.
    Words { lists: Vec<SegmentPostings>, positions: Vec<u32> },
    /// Any of several.
    Any(Vec<Finder>),
    /// Two sides.
    Near(Box<Two>),
    /// Words as written.
    Exact { lists: Vec<SegmentPostings>, texts: Texts, spelled: Spelled },
    /// Parts of a name.
    Chain(Chain),
    /// Of the places of another, those that stand where is said, or all if there are enough.
    Sifted { inner: Box<Finder>, sift: Sift, layout: Option<Layout> },
}

/// Two sides, and room for their places in one story.
pub(super) struct Two {
    left: Finder,
    right: Option<Finder>,
    asked: Asked,
    layout: Option<Layout>,
    first: Vec<Place>,
    second: Vec<Place>,
}

impl Finder {
    /// `None`: nothing in this segment can match.
    pub(super) fn new(
        wanted: &Wanted,
        reader: &SegmentReader,
        marks: Option<&Column<u64>>,
    ) -> tantivy::Result<Option<Finder>> {
        match wanted {
            Wanted::Words(terms) => {
                let postings = all(terms, reader, IndexRecordOption::WithFreqsAndPositions)?;
                Ok(postings.map(|lists| Finder::Words { lists, positions: Vec::new() }))
            }
            Wanted::Exact(spelled, terms) => {
                let Some(lists) = all(terms, reader, IndexRecordOption::Basic)? else { return Ok(None) };
                Ok(Some(Finder::Exact { lists, texts: Texts::new(reader)?, spelled: spelled.clone() }))
            }
            Wanted::Any(parts) => {
                let mut finders = Vec::with_capacity(parts.len());
                for part in parts {
                    finders.extend(Finder::new(part, reader, marks)?);
                }
                Ok((!finders.is_empty()).then_some(Finder::Any(finders)))
            }
            Wanted::Near(pair) => Finder::pair(pair, reader, marks),
            Wanted::Chain(parts) => Ok(Chain::new(parts, reader, marks)?.map(Finder::Chain)),
            Wanted::Sifted(inner, sift) => {
                let Some(inner) = Finder::new(inner, reader, marks)? else { return Ok(None) };
                let layout = marks.filter(|_| sift.needs_layout()).cloned().map(Layout::new);
                Ok(Some(Finder::Sifted { inner: Box::new(inner), sift: *sift, layout }))
            }
        }
    }

    fn pair(
        pair: &Pair,
        reader: &SegmentReader,
        marks: Option<&Column<u64>>,
    ) -> tantivy::Result<Option<Finder>> {
        let left = Finder::new(&pair.left, reader, marks)?;
        let right = Finder::new(&pair.right, reader, marks)?;
        Ok(match (left, right) {
            (None, _) => None,
            (Some(_), None) if pair.asked.how != Nearness::Far => None,
            (Some(left), right) => {
                let layout = marks.filter(|_| pair.asked.needs_layout()).cloned().map(Layout::new);
                let (first, second) = (Vec::new(), Vec::new());
                Some(Finder::Near(Box::new(Two { left, right, asked: pair.asked, layout, first, second })))
            }
        })
    }

    /// The first story at or after `target` that has the words at all.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Finder::Words { lists, .. } | Finder::Exact { lists, .. } => {
                meet(target, lists.len(), |n, at| forward(&mut lists[n], at))
            }
            Finder::Any(parts) => parts.iter_mut().map(|p| p.seek(target)).min().unwrap_or(TERMINATED),
            Finder::Near(two) => {
                let Two { left, right, asked, .. } = two.as_mut();
                match right.as_mut().filter(|_| asked.how != Nearness::Far) {
                    Some(right) => {
                        meet(target, 2, |n, at| if n == 0 { left.seek(at) } else { right.seek(at) })
                    }
                    None => left.seek(target),
                }
            }
            Finder::Chain(chain) => chain.seek(target),
            Finder::Sifted { inner, .. } => inner.seek(target),
        }
    }

    /// How many stories there may be, at most.
    pub(super) fn size(&self) -> u32 {
        match self {
            Finder::Words { lists, .. } | Finder::Exact { lists, .. } => {
                lists.iter().map(SegmentPostings::doc_freq).min().unwrap_or(0)
            }
            Finder::Any(parts) => parts.iter().map(Finder::size).fold(0, u32::saturating_add),
            Finder::Chain(chain) => chain.size(),
            Finder::Near(two) => two.left.size(),
            Finder::Sifted { inner, .. } => inner.size(),
        }
    }

    /// Adds the places in story `doc`, in order, each once; with `enough`, some of them, so many if there are.
    pub(super) fn places(&mut self, doc: DocId, enough: usize, out: &mut Vec<Place>) {
        match self {
            Finder::Words { lists, positions } => match lists.as_mut_slice() {
                [list] => {
                    if forward(list, doc) == doc {
                        list.positions(positions);
                        out.extend(positions.iter().map(|&at| (at, at + 1)));
                    }
                }
                lists => phrase(lists, doc, positions, out),
            },
            Finder::Exact { texts, spelled, .. } => texts.places(doc, spelled, out),
            Finder::Any(parts) => {
                let mut found = Vec::new();
                for part in parts {
                    if part.seek(doc) == doc {
                        part.places(doc, usize::MAX, &mut found);
                    }
                }
                found.sort_unstable();
                found.dedup();
                out.append(&mut found);
            }
            Finder::Chain(chain) => chain.places(doc, out),
            Finder::Near(two) => two.places(doc, enough, out),
            Finder::Sifted { inner, sift, layout } => {
                let mut found = Vec::new();
                if inner.seek(doc) == doc {
                    inner.places(doc, usize::MAX, &mut found);
                }
                if !found.is_empty() {
                    if let Some(layout) = layout {
                        layout.turn_to(doc);
                    }
                    sift.keep(&mut found, layout.as_ref());
                    out.append(&mut found);
                }
            }
        }
    }
}

impl Two {
    fn places(&mut self, doc: DocId, enough: usize, out: &mut Vec<Place>) {
        self.first.clear();
        self.second.clear();
        if self.left.seek(doc) == doc {
            self.left.places(doc, usize::MAX, &mut self.first);
        }
        if let Some(right) = self.right.as_mut().filter(|_| !self.first.is_empty())
            && right.seek(doc) == doc
        {
            right.places(doc, usize::MAX, &mut self.second);
        }
        if self.first.is_empty() || (self.second.is_empty() && self.asked.how != Nearness::Far) {
            return;
        }
        if let Some(layout) = &mut self.layout {
            layout.turn_to(doc);
            if self.asked.only_written() {
                self.first.retain(|&place| layout.is_written(place));
            }
        }
        self.asked.join(&self.first, &self.second, self.layout.as_ref(), enough, out);
    }
}

/// The lists of all terms; `None` if one has none, or there is no term.
fn all(
    terms: &[Term],
    reader: &SegmentReader,
    option: IndexRecordOption,
) -> tantivy::Result<Option<Vec<SegmentPostings>>> {
    let mut lists = Vec::with_capacity(terms.len());
    for term in terms {
        match reader.inverted_index(term.field())?.read_postings(term, option)? {
            Some(found) => lists.push(found),
            None => return Ok(None),
        }
    }
    Ok(Some(lists).filter(|lists| !lists.is_empty()))
}

pub(super) fn forward(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
}

/// The first story at or after `target` that all of `count` lists have.
pub(super) fn meet(mut target: DocId, count: usize, mut seek: impl FnMut(usize, DocId) -> DocId) -> DocId {
    let (mut agreed, mut n) = (0, 0);
    while agreed < count && target != TERMINATED {
        let doc = seek(n, target);
        agreed = if doc == target { agreed + 1 } else { 1 };
        target = doc;
        n = (n + 1) % count;
    }
    target
}

/// Places where the words stand next to each other.
fn phrase(lists: &mut [SegmentPostings], doc: DocId, positions: &mut Vec<u32>, out: &mut Vec<Place>) {
    let length = lists.len() as u32;
    let mut starts: Vec<u32> = Vec::new();
    for (n, list) in lists.iter_mut().enumerate() {
        if forward(list, doc) != doc {
            return;
        }
        list.positions(positions);
        let shift = n as u32;
        if n == 0 {
            starts.clone_from(positions);
        } else {
            starts.retain(|start| positions.binary_search(&(start + shift)).is_ok());
        }
        if starts.is_empty() {
            return;
        }
    }
    out.extend(starts.into_iter().map(|start| (start, start + length)));
}
