//! Where the sentences, paragraphs and parts of a story begin in the field `text`: a column of positions, written
//! with the story and read for the few stories that a query has narrowed down to.
//!
//! A mark is `position * 8 + kind`; a story has them in order, one for each sentence, two in each value of the
//! column ([`super::halves`]). Positions are those of the
//! packed terms ([`super::analyzers::packed`]). Knows no query.

use super::analyzers::Word;
use crate::sentences::sentences;
use crate::story::{Heads, Section, paragraphs};

/// What begins at a mark; of two that begin at one word the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A sentence inside a paragraph.
    Sentence,
    /// A paragraph of the body.
    Paragraph,
    /// The first one that is no subhead.
    Lead,
    /// A subhead.
    Subhead,
    /// A caption, or a picture's credit.
    Caption,
    /// The headline.
    Headline,
    /// The headline once more, for its weight.
    Repeat,
    /// A headline made from the first sentence of the body.
    Made,
}

const KINDS: [Kind; 8] = [
    Kind::Sentence,
    Kind::Paragraph,
    Kind::Lead,
    Kind::Subhead,
    Kind::Caption,
    Kind::Headline,
    Kind::Repeat,
    Kind::Made,
];

/// A mark as one number. No text is so long that its positions do not fit; one that is has no marks at its end.
pub fn pack(position: u64, kind: Kind) -> Option<u32> {
    u32::try_from(position << 3 | kind as u64).ok()
}

/// Position and kind of a mark.
pub fn unpack(mark: u32) -> (u32, Kind) {
    (mark >> 3, KINDS[(mark & 7) as usize])
}

/// Where something begins in one part of a story: bytes, in order.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    cuts: Vec<(usize, Kind)>,
    at: usize,
}

impl Cuts {
    /// The sentences of a caption.
    pub(super) fn caption(text: &str) -> Cuts {
        let mut cuts = Cuts::default();
        cuts.paragraph(0, text, Kind::Caption);
        cuts
    }

    /// The paragraphs and sentences of a body.
    pub(super) fn body(body: &str, sections: &[Section]) -> Cuts {
        let mut cuts = Cuts::default();
        let mut led = false;
        let heads = Heads::of(sections);
        for (span, text) in paragraphs(body) {
            let kind = match heads.begin_in(span) {
                true => Kind::Subhead,
                // A line of dashes is no lead.
                false if !led && text.contains(char::is_alphanumeric) => Kind::Lead,
                false => Kind::Paragraph,
            };
            led |= kind == Kind::Lead;
            cuts.paragraph(span.start, text, kind);
        }
        cuts
    }

    fn paragraph(&mut self, start: usize, text: &str, kind: Kind) {
        self.cuts.push((start, kind));
        let inside = sentences(text).into_iter().skip(1);
        self.cuts.extend(inside.map(|sentence| (start + sentence.start, Kind::Sentence)));
    }

    /// What begins with this word, or before it since the word before; words come in order.
    pub(super) fn begins(&mut self, word: &Word<'_>) -> Option<Kind> {
        let mut found = None;
        while let Some(&(start, kind)) = self.cuts.get(self.at)
            && start <= word.span.start
        {
            found = found.max(Some(kind));
            self.at += 1;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::analyzers::text_words;
    use super::*;

    #[test]
    fn a_mark_comes_back() {
        for (n, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(kind as usize, n);
            assert_eq!(pack(77, kind).map(unpack), Some((77, kind)));
        }
        for end in [1 << 29, 1 << 60] {
            assert_eq!(pack(end, Kind::Lead), None);
        }
    }

    #[test]
    fn paragraphs_and_sentences_begin_at_words() {
        let body = "---\n\nBACKGROUND\n\nOne here. Two there.\n\n... Three.";
        let at = body.find("BACK").unwrap();
        let sections = [Section { title: "Background".into(), span: crate::span::Span::new(at, body.len()) }];
        let mut cuts = Cuts::body(body, &sections);
        let mut found = Vec::new();
        text_words(body, |word| found.extend(cuts.begins(&word).map(|kind| (word.position, kind))));
        assert_eq!(found, [(0, Kind::Subhead), (1, Kind::Lead), (3, Kind::Sentence), (5, Kind::Paragraph)]);
    }
}
