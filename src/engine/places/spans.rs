//! Where words stand in the stories of one segment: places of a word, a phrase, a group, of two sides near
//! each other.

use super::exact::{Spelled, Texts};
use super::layout::Layout;
use super::pairs::Asked;
use super::wanted::{Pair, Sift, Wanted};
use crate::query::{Nearness, Reach};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

/// First position and one past the last.
pub(super) type Place = (u32, u32);

/// Finds one side in the stories of a segment, moving forward only.
pub(super) enum Finder {
    /// Words next to each other.
    Words(Vec<SegmentPostings>),
    /// Any of several.
    Any(Vec<Finder>),
    /// Two sides.
    Near { left: Box<Finder>, right: Option<Box<Finder>>, asked: Asked, layout: Option<Layout> },
    /// Words as written.
    Exact { lists: Vec<SegmentPostings>, texts: Texts, spelled: Spelled },
    /// Of the places of another, those that stand where is said, or all if there are enough.
    Sifted { inner: Box<Finder>, sift: Sift, layout: Option<Layout> },
}

impl Finder {
    /// `None`: nothing in this segment can match.
    pub(super) fn new(wanted: &Wanted, reader: &SegmentReader) -> tantivy::Result<Option<Finder>> {
        match wanted {
            Wanted::Words(terms) => {
                let postings = all(terms, reader, IndexRecordOption::WithFreqsAndPositions)?;
                Ok(postings.map(Finder::Words))
            }
            Wanted::Exact(spelled, terms) => {
                let Some(lists) = all(terms, reader, IndexRecordOption::Basic)? else { return Ok(None) };
                Ok(Some(Finder::Exact { lists, texts: Texts::new(reader)?, spelled: spelled.clone() }))
            }
            Wanted::Any(parts) => {
                let mut finders = Vec::with_capacity(parts.len());
                for part in parts {
                    finders.extend(Finder::new(part, reader)?);
                }
                Ok((!finders.is_empty()).then_some(Finder::Any(finders)))
            }
            Wanted::Near(pair) => Finder::pair(pair, reader),
            Wanted::Sifted(inner, sift) => {
                let Some(inner) = Finder::new(inner, reader)? else { return Ok(None) };
                let layout = sift.needs_layout().then(|| Layout::new(reader)).transpose()?;
                Ok(Some(Finder::Sifted { inner: Box::new(inner), sift: *sift, layout }))
            }
        }
    }

    fn pair(pair: &Pair, reader: &SegmentReader) -> tantivy::Result<Option<Finder>> {
        let (left, right) = (Finder::new(&pair.left, reader)?, Finder::new(&pair.right, reader)?);
        Ok(match (left, right) {
            (None, _) => None,
            (Some(_), None) if pair.asked.how != Nearness::Far => None,
            (Some(left), right) => {
                let by_words = matches!(pair.asked.reach, Reach::Words(_));
                let layout = if by_words { None } else { Some(Layout::new(reader)?) };
                let (left, right) = (Box::new(left), right.map(Box::new));
                Some(Finder::Near { left, right, asked: pair.asked, layout })
            }
        })
    }

    /// The first story at or after `target` that has the words at all.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Finder::Words(lists) | Finder::Exact { lists, .. } => {
                meet(target, lists.len(), |n, at| forward(&mut lists[n], at))
            }
            Finder::Any(parts) => parts.iter_mut().map(|p| p.seek(target)).min().unwrap_or(TERMINATED),
            Finder::Near { left, right: Some(right), asked, .. } if asked.how != Nearness::Far => {
                meet(target, 2, |n, at| if n == 0 { left.seek(at) } else { right.seek(at) })
            }
            Finder::Near { left, .. } => left.seek(target),
            Finder::Sifted { inner, .. } => inner.seek(target),
        }
    }

    /// How many stories there may be, at most.
    pub(super) fn size(&self) -> u32 {
        match self {
            Finder::Words(lists) | Finder::Exact { lists, .. } => {
                lists.iter().map(SegmentPostings::doc_freq).min().unwrap_or(0)
            }
            Finder::Any(parts) => parts.iter().map(Finder::size).fold(0, u32::saturating_add),
            Finder::Near { left, .. } => left.size(),
            Finder::Sifted { inner, .. } => inner.size(),
        }
    }

    /// Adds the places in story `doc`, in order, each once.
    pub(super) fn places(&mut self, doc: DocId, out: &mut Vec<Place>) {
        match self {
            Finder::Words(postings) => phrase(postings, doc, out),
            Finder::Exact { texts, spelled, .. } => texts.places(doc, spelled, out),
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
            Finder::Near { left, right, asked, layout } => {
                let (mut first, mut second) = (Vec::new(), Vec::new());
                if left.seek(doc) == doc {
                    left.places(doc, &mut first);
                }
                if let Some(right) = right.as_mut().filter(|_| !first.is_empty())
                    && right.seek(doc) == doc
                {
                    right.places(doc, &mut second);
                }
                if let Some(layout) = layout.as_mut().filter(|_| !first.is_empty()) {
                    layout.turn_to(doc);
                }
                asked.join(&first, &second, layout.as_ref(), out);
            }
            Finder::Sifted { inner, sift, layout } => {
                let mut found = Vec::new();
                if inner.seek(doc) == doc {
                    inner.places(doc, &mut found);
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
