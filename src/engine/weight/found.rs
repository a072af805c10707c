//! Where the words of a query stand in the candidates, and how often in the whole archive.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Term};

use super::scale;
use crate::engine::terms::{self, Known};
use crate::engine::{Engine, Ranked};
use crate::error::Result;

/// One story: how often each word is in it, where, and how long its fields are.
pub(super) struct Found {
    times: Vec<u32>,
    positions: Vec<Vec<u32>>,
    lengths: Vec<u32>,
}

impl Found {
    /// How often the n-th word is there.
    pub(super) fn times(&self, n: usize) -> u32 {
        self.times.get(n).copied().unwrap_or(0)
    }

    /// Where the n-th word stands, ascending; empty where positions were not asked for.
    pub(super) fn positions(&self, n: usize) -> &[u32] {
        self.positions.get(n).map_or(&[], Vec::as_slice)
    }

    /// What an occurrence of the n-th word counts, by the length of the field it is sought in.
    pub(super) fn length(&self, n: usize, average: f64) -> f64 {
        scale(f64::from(self.lengths.get(n).copied().unwrap_or(0)), average)
    }

    /// How often words stand one behind the other.
    pub(super) fn phrase(&self, places: &[usize]) -> u32 {
        let Some((first, rest)) = places.split_first() else { return 0 };
        let starts = self.positions(*first).iter().filter(|start| {
            (1u32..)
                .zip(rest)
                .all(|(n, place)| self.positions(*place).binary_search(&start.saturating_add(n)).is_ok())
        });
        starts.count() as u32
    }
}

/// Visits the stories, sorted by place, with what is found in each. Positions are read of the `placed` words.
pub(super) fn visit(
    engine: &Engine,
    terms: &[(&Term, &Known)],
    placed: &[bool],
    ranked: &mut [Ranked],
    mut visit: impl FnMut(&mut Ranked, &Found),
) -> Result<()> {
    let mut found = Found {
        times: vec![0; terms.len()],
        positions: vec![Vec::new(); terms.len()],
        lengths: vec![0; terms.len()],
    };
    for group in ranked.chunk_by_mut(|a, b| a.doc.segment == b.doc.segment) {
        let Some(segment) = group.first().map(|story| story.doc.segment) else { continue };
        let reader = engine.searcher.segment_reader(segment);
        let mut postings: Vec<Option<SegmentPostings>> = Vec::with_capacity(terms.len());
        let mut norms = Vec::with_capacity(terms.len());
        for ((term, known), placed) in terms.iter().zip(placed) {
            let option =
                if *placed { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
            postings.push(known.postings(reader, segment, term, option)?);
            norms.push(terms::norms(reader, term)?);
        }
        for story in group {
            for (n, postings) in postings.iter_mut().enumerate() {
                found.lengths[n] = norms[n].fieldnorm(story.doc.doc);
                found.times[n] = 0;
                found.positions[n].clear();
                let Some(postings) = postings else { continue };
                if postings.doc() < story.doc.doc {
                    postings.seek(story.doc.doc);
                }
                if postings.doc() == story.doc.doc {
                    found.times[n] = postings.term_freq();
                    if placed[n] {
                        postings.positions(&mut found.positions[n]);
                    }
                }
            }
            visit(story, &found);
        }
    }
    Ok(())
}
