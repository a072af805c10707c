//! A snippet of a line that never ends: base64, a table without blanks, a word of a megabyte. What is counted in words
//! is no bound there, so letters are: the stretch that shows the first light.

use super::{Part, Snippet};
use crate::span::Span;

/// Characters of a snippet at most, the signs of what was left out included.
const MOST: usize = 2000;
/// Characters before the first light that are shown.
const BEFORE: usize = 400;
/// What stands for text left out.
const LEFT_OUT: &str = "…";

/// The same, no longer than that.
pub(super) fn bounded(snippet: Snippet) -> Snippet {
    let text = &snippet.text;
    // Most are shorter by their bytes alone.
    if text.len() <= MOST || text.chars().count() <= MOST {
        return snippet;
    }
    let lit = snippet.highlights.first().map_or(0, |span| span.start);
    let start = text[..lit].char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    let room = MOST - 2 * LEFT_OUT.chars().count();
    let end = text[start..].char_indices().nth(room).map_or(text.len(), |(at, _)| start + at);
    let shift = if start > 0 { LEFT_OUT.len() } else { 0 };
    let inside = |span: Span| {
        let (from, to) = (span.start.max(start), span.end.min(end));
        (from < to).then(|| Span::new(from - start + shift, to - start + shift))
    };
    let part = |part: &Part| {
        let text = inside(part.text)?;
        let from = part.source.start + (text.start + start - shift - part.text.start);
        Some(Part { text, source: Span::new(from, from + text.len()), ..*part })
    };
    let before = if start > 0 { LEFT_OUT } else { "" };
    let after = if end < text.len() { LEFT_OUT } else { "" };
    Snippet {
        highlights: snippet.highlights.iter().filter_map(|span| inside(*span)).collect(),
        parts: snippet.parts.iter().filter_map(part).collect(),
        text: format!("{before}{}{after}", &text[start..end]),
        ..snippet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str, lit: &[(usize, usize)]) -> Snippet {
        let highlights = lit.iter().map(|(start, end)| Span::new(*start, *end)).collect();
        let whole = Span::new(0, text.len());
        let parts = vec![Part { text: whole, source: Span::new(50, 50 + text.len()), ..Part::default() }];
        bounded(Snippet { text: text.to_owned(), highlights, parts, ..Snippet::default() })
    }

    #[test]
    fn a_line_without_end_shows_its_first_light_and_keeps_its_places() {
        let text = format!("{}needle{}", "é".repeat(5000), "ü".repeat(5000));
        let snippet = made(&text, &[(10_000, 10_006), (18_000, 18_002)]);
        assert_eq!(snippet.text.chars().count(), MOST);
        assert_eq!(snippet.highlights.len(), 1);
        assert_eq!(snippet.highlights[0].of(&snippet.text), "needle");
        let part = snippet.parts[0];
        assert_eq!(part.text.of(&snippet.text), &text[part.source.start - 50..part.source.end - 50]);
        assert!(snippet.text.starts_with('…') && snippet.text.ends_with('…'));
    }

    #[test]
    fn a_light_without_end_is_cut_and_what_is_short_stays() {
        let text = "x".repeat(9000);
        let snippet = made(&text, &[(0, 9000)]);
        assert_eq!((snippet.text.chars().count(), snippet.highlights[0].len()), (MOST - 1, MOST - 2));
        assert_eq!(made("short", &[(0, 5)]).text, "short");
        assert_eq!(made(&"é".repeat(MOST), &[]).text.chars().count(), MOST);
    }
}
