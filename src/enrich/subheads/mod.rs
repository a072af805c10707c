//! Subheads in unmarked copy: one short line that heads a group of paragraphs (handbook 5.3).
//!
//! No single sign tells a subhead from a short paragraph, so signs are counted. Formats that mark
//! subheads have set `Story::sections` already, and tables have lines that look alike: both are
//! left alone.

mod line;
mod rank;

use super::Pass;
use crate::span::Span;
use crate::story::{Kind, Section, Story};
use line::{LONGEST, bare, is_sentence};
use rank::{Rank, rank};
use std::collections::HashMap;

/// The row of this pass.
pub const PASS: Pass =
    Pass { name: "subheads", about: "subheads inside copy that does not mark them", version: 4, run };

fn run(story: &mut Story) {
    if !story.sections.is_empty() || story.kind == Kind::Table || !may_have(&story.body) {
        return;
    }
    let paragraphs: Vec<(Span, &str)> = story.paragraphs().collect();
    let mut heads: Vec<(usize, Rank)> = Vec::new();
    for at in 1..paragraphs.len().saturating_sub(1) {
        let text = paragraphs[at].1;
        if !text.eq_ignore_ascii_case(story.headline.trim())
            && let Some(rank) = rank(paragraphs[at - 1].1, text, paragraphs[at + 1].1)
        {
            heads.push((at, rank));
        }
    }
    let title = |at: usize| paragraphs.get(at).map_or("", |(_, text)| *text);
    drop_labels(&mut heads, &title);
    drop_weak(&mut heads);
    // More than one in three paragraphs: a list or a table.
    if heads.len() * 3 > paragraphs.len() {
        return;
    }
    let ends = heads.iter().skip(1).map(|&(next, _)| next - 1).chain([paragraphs.len() - 1]);
    let sections = heads.iter().zip(ends).map(|(&(head, _), last)| {
        let (line, words) = (title(head), bare(title(head)));
        // `- Money -`: the title begins behind the dash.
        let start = paragraphs[head].0.start + line.find(words).unwrap_or(0);
        Section { title: words.to_owned(), span: Span::new(start, paragraphs[last].0.end) }
    });
    story.sections = sections.collect();
}

/// A line that stands twice, and `Account: …` beside another `Account: …`, are labels of their parts.
fn drop_labels<'t>(heads: &mut Vec<(usize, Rank)>, title: &impl Fn(usize) -> &'t str) {
    let label = |at: usize| title(at).split_once(':').map_or(title(at), |(label, _)| label);
    let mut times: HashMap<&str, usize> = HashMap::new();
    heads.iter().for_each(|&(at, _)| *times.entry(label(at)).or_default() += 1);
    heads.retain(|&(at, _)| times.get(label(at)).is_none_or(|times| *times < 2));
}

/// Weak ones stay when there are two or a strong one; numbers when they count on.
fn drop_weak(heads: &mut Vec<(usize, Rank)>) {
    let numbers: Vec<u32> = heads.iter().filter_map(|(_, rank)| number_of(*rank)).collect();
    let counted = numbers.len() > 1 && numbers.windows(2).all(|pair| pair[0] < pair[1]);
    heads.retain(|(_, rank)| counted || number_of(*rank).is_none());
    let strong = heads.iter().any(|(_, rank)| *rank != Rank::Weak);
    let weak = heads.iter().filter(|(_, rank)| *rank == Rank::Weak).count();
    heads.retain(|(_, rank)| *rank != Rank::Weak || strong || weak > 1);
}

fn number_of(rank: Rank) -> Option<u32> {
    if let Rank::Numbered(number) = rank { Some(number) } else { None }
}

/// Whether any paragraph but the first is short enough; most stories have none.
fn may_have(body: &str) -> bool {
    let mut start = None;
    for end in memchr::memmem::find_iter(body.as_bytes(), b"\n\n") {
        if start.is_some_and(|start| end - start <= LONGEST && !is_sentence(&body[start..end])) {
            return true;
        }
        start = Some(end + 2);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "The harbour board met on Monday for the third time this month and put off its decision on \
                        the ferry until the summer, members said.";

    fn sections(parts: &[&str]) -> Vec<(String, String)> {
        let mut story =
            Story { body: parts.join("\n\n"), headline: "Ferry plan put off".into(), ..Story::default() };
        run(&mut story);
        story.sections.iter().map(|s| (s.title.clone(), s.span.of(&story.body).to_owned())).collect()
    }

    #[test]
    fn subheads_and_their_parts() {
        let found = sections(&[LONG, LONG, "Islanders are angry", LONG, LONG, "MONEY RUNS OUT", LONG]);
        let part = |head: &str, n: usize| format!("{head}\n\n{}", vec![LONG; n].join("\n\n"));
        assert_eq!(
            found,
            [
                ("Islanders are angry".into(), part("Islanders are angry", 2)),
                ("MONEY RUNS OUT".into(), part("MONEY RUNS OUT", 1)),
            ]
        );
    }

    #[test]
    fn short_lines_that_are_no_subheads() {
        for line in [
            "By Anna Exampleton",
            "(Adds details)",
            "He said no.",
            "“We will not go,” she said.",
            "Wheat 310 bid 312 ask",
            "Ferry plan put off",
            "AP Photo NY101",
            "1 2 3",
            "___",
            "Grade",
            "and so on",
        ] {
            assert!(sections(&[LONG, LONG, line, LONG, LONG]).is_empty(), "{line}");
        }
        assert!(sections(&["First line here", LONG, LONG, "Last line here"]).is_empty());
    }

    #[test]
    fn signatures_stand_before_a_place() {
        assert!(sections(&[LONG, LONG, "ANNA EXAMPLE", "Sampleton", LONG, LONG]).is_empty());
        assert!(sections(&[LONG, LONG, "The board had not", "met since June.", LONG, LONG]).is_empty());
    }

    #[test]
    fn weak_ones_stand_together() {
        let titles = |parts: &[&str]| sections(parts).into_iter().map(|(title, _)| title).collect::<Vec<_>>();
        let weak = ["Who pays for the ferry?", "Background", "“We are angry”"];
        for line in weak {
            assert!(titles(&[LONG, LONG, line, LONG, LONG]).is_empty(), "{line}");
        }
        assert_eq!(titles(&[LONG, LONG, weak[0], LONG, LONG, weak[1], LONG, LONG, weak[2], LONG]), weak);
        assert_eq!(
            titles(&[LONG, LONG, "1. Build a pier", LONG, LONG, "2. Buy a ferry", LONG, LONG]),
            ["1. Build a pier", "2. Buy a ferry"]
        );
        assert!(
            titles(&[LONG, LONG, "3. Build a pier", LONG, LONG, "2. Buy a ferry", LONG, LONG]).is_empty()
        );
        let dashes = sections(&[LONG, LONG, "- A pier too short -", LONG, LONG]);
        assert_eq!(dashes[0].0, "A pier too short");
        assert!(dashes[0].1.starts_with("A pier too short -"), "{:?}", dashes[0]);
    }

    #[test]
    fn lines_of_tables_and_labels() {
        for line in
            ["Record March 20", "Rovers 53-9", "Net high 312", "Account: @anna", "Turnover comprised -"]
        {
            assert!(sections(&[LONG, LONG, line, LONG, LONG]).is_empty(), "{line}");
        }
        let labels = [LONG, LONG, "Account: Anna Test", LONG, LONG, "Account: Bob Test", LONG, LONG];
        assert!(sections(&labels).is_empty());
        assert_eq!(sections(&[LONG, LONG, "Open ports", LONG, LONG]).len(), 1);
    }

    #[test]
    fn many_short_lines_are_a_list() {
        assert!(sections(&[LONG, "Northern line", LONG, "Southern line", LONG]).is_empty());
        assert!(sections(&[LONG, LONG, LONG, "Read on", LONG, LONG, "Read on", LONG, LONG]).is_empty());
    }

    #[test]
    fn marked_sections_and_tables_stay() {
        let body = [LONG, LONG, "Islanders are angry", LONG, LONG].join("\n\n");
        let mut story = Story { body, kind: Kind::Table, ..Story::default() };
        run(&mut story);
        assert!(story.sections.is_empty());
    }
}
