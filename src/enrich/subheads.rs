//! Subheads in unmarked copy: one short line that heads a group of paragraphs (handbook 5.3).
//!
//! No single sign tells a subhead from a short paragraph, so signs are counted. Formats that mark
//! subheads have set `Story::sections` already, and tables have lines that look alike: both are
//! left alone.

use super::Pass;
use crate::span::Span;
use crate::story::{Kind, Section, Story};

/// The row of this pass.
pub const PASS: Pass =
    Pass { name: "subheads", about: "subheads inside copy that does not mark them", version: 1, run };

/// Bytes and words of the longest subhead.
const LONGEST: usize = 60;
const WORDS: std::ops::RangeInclusive<usize> = 2..=9;

/// Points from which a line is a subhead.
const ENOUGH: i32 = 5;

/// Beginnings of short lines that head nothing, in lower case.
static NO_SUBHEAD: &[&str] = &[
    "by ",
    "ap photo",
    "(",
    "_",
    "-",
    "*",
    "•",
    "©",
    "eds",
    "copyright",
    "photo",
    "image",
    "related",
    "read more",
    "follow ",
    "on the net",
    "associated press",
    "http",
    "www.",
    "sources:",
    "source:",
    "~",
    "=",
    "#",
    "+",
    "<",
    "advertisement",
    "share this",
    "click here",
    "discussion comments",
    "most active",
];

/// Words of table heads.
static TABLE_WORDS: &[&str] = &[
    "bid", "ask", "asked", "close", "closing", "grade", "maturity", "pct", "net", "shr", "revs", "vs",
    "high", "low", "open", "prev", "change", "yield", "qtr", "mths", "pts", "gross", "total", "avg",
];

fn run(story: &mut Story) {
    if !story.sections.is_empty() || story.kind == Kind::Table || !may_have(&story.body) {
        return;
    }
    let paragraphs: Vec<(Span, &str)> = story.paragraphs().collect();
    let mut heads: Vec<usize> = Vec::new();
    for at in 1..paragraphs.len().saturating_sub(1) {
        let text = paragraphs[at].1;
        if looks_right(text)
            && !text.eq_ignore_ascii_case(story.headline.trim())
            && points(paragraphs[at - 1].1, text, paragraphs[at + 1].1) >= ENOUGH
        {
            heads.push(at);
        }
    }
    // More than one in three paragraphs: a list or a table. One line twice: a label of its parts.
    let repeats = heads.windows(2).any(|pair| paragraphs[pair[0]].1 == paragraphs[pair[1]].1);
    if heads.len() * 3 > paragraphs.len() || repeats {
        return;
    }
    let ends = heads.iter().skip(1).map(|&next| next - 1).chain([paragraphs.len() - 1]);
    let sections = heads.iter().zip(ends).map(|(&head, last)| Section {
        title: paragraphs[head].1.to_owned(),
        span: Span::new(paragraphs[head].0.start, paragraphs[last].0.end),
    });
    story.sections = sections.collect();
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

/// Ends as sentences do.
fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?', ':', ';', ',', '…'])
        || text.ends_with(['"', '”', '\''])
}

/// One line of a few words that starts with a letter in capital or a quote and ends no sentence.
fn looks_right(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let starts = text.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '‘' | '"' | '\''));
    let no_subhead = |prefix: &&str| text.get(..prefix.len()).is_some_and(|t| t.eq_ignore_ascii_case(prefix));
    text.len() <= LONGEST
        && WORDS.contains(&words)
        && !text.contains('\n')
        && starts
        && !is_sentence(text)
        && !NO_SUBHEAD.iter().any(no_subhead)
}

/// Points of a line that looks right, by its letters and its neighbours; 4 is where it starts.
fn points(before: &str, line: &str, after: &str) -> i32 {
    let mut points = 4;
    points += i32::from(after.split_whitespace().count() >= 20 && is_sentence(after));
    points += if is_sentence(before) { 1 } else { -1 };
    points += i32::from(!line.contains(char::is_lowercase));
    points += style(line);
    let table_word = |word: &str| TABLE_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word));
    let figures = line.bytes().filter(u8::is_ascii_digit).count();
    if figures * 4 > line.len()
        || line.contains("  ")
        || line.contains(';')
        || line.split(' ').any(table_word)
    {
        points -= 3;
    }
    // A signature, a place with its region, a list: `Ann Example, editor`.
    if line.contains(',') {
        points -= 1;
    }
    if after.split_whitespace().count() < 8 {
        points -= 2;
    }
    points
}

/// Down style (`Harbour plan in doubt`) or up style (`Harbour Plan in Doubt`) for one point.
fn style(line: &str) -> i32 {
    let long = line.split_whitespace().skip(1).filter(|word| word.len() > 3);
    let (mut lower, mut upper) = (0, 0);
    for word in long {
        if word.starts_with(char::is_lowercase) { lower += 1 } else { upper += 1 }
    }
    i32::from(lower == 0 || upper == 0 || lower >= upper)
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
