//! The chosen parts as one text, with signs for what is left out and the places of what lights up.

use super::{Candidate, Chooser, Passage};
use crate::span::Span;

/// Stands for text left out between parts.
const GAP: &str = " … ";

impl Chooser<'_> {
    /// The parts in the order of the source.
    pub(super) fn written(&self, mut chosen: Vec<Candidate>) -> Passage {
        let mut made = Passage { at: chosen.first().map_or(0, |c| c.span.start), ..Passage::default() };
        made.weight = self.weight(chosen.iter().fold(0, |bits, c| bits | c.shows));
        chosen.sort_by_key(|c| c.span.start);
        let mut last: Option<Candidate> = None;
        for part in chosen {
            let cut = part.span.start > part.whole.start || self.mid_sentence(part);
            match last {
                None if cut => made.text.push_str("… "),
                None => {}
                Some(before) => {
                    let between = self.source.get(before.span.end..part.span.start).unwrap_or("x");
                    made.text.push_str(if between.trim().is_empty() { " " } else { GAP });
                }
            }
            self.append(part.span, &mut made);
            last = Some(part);
        }
        if last.is_some_and(|part| part.span.end < part.whole.end || self.goes_on(part)) {
            made.text.push_str(" …");
        }
        made
    }

    /// A stretch that begins inside a sentence.
    fn mid_sentence(&self, part: Candidate) -> bool {
        let before = self.source.get(..part.span.start).unwrap_or_default();
        let gap = &before[before.trim_end().len()..];
        let known = self.sentences.binary_search_by_key(&part.span.start, |s| s.start).is_ok();
        !known && gap.len() < before.len() && !gap.contains("\n\n")
    }

    /// A stretch that ends inside a sentence.
    fn goes_on(&self, part: Candidate) -> bool {
        let after = self.source.get(part.span.end..).unwrap_or_default();
        let gap = &after[..after.len() - after.trim_start().len()];
        let known = self.sentences.binary_search_by_key(&part.span.end, |s| s.end).is_ok();
        !known && gap.len() < after.len() && !gap.contains("\n\n")
    }

    fn append(&self, span: Span, made: &mut Passage) {
        let shift = made.text.len();
        // A line break inside a part (a table) would break the line of the snippet; same length in bytes.
        made.text.push_str(&span.of(self.source).replace(['\n', '\r', '\t'], " "));
        made.parts.push((Span::new(shift, made.text.len()), span));
        // A pair near each other may reach beyond the part: its words inside light up with it or not at all.
        let inside = self.inside(span);
        let lit = inside.iter().flat_map(|&n| self.seen[n].lit());
        let shifted = |s: Span| Span::new(s.start - span.start + shift, s.end - span.start + shift);
        made.highlights.extend(merged(lit.copied()).into_iter().map(shifted));
    }
}

/// Spans in order, those that overlap made one.
pub(in crate::search) fn merged(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.collect();
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}
