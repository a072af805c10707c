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
    Pass { name: "subheads", about: "subheads inside copy that does not mark them", version: 2, run };

/// Bytes and words of the longest subhead; from the second pair on it must stand with others.
const LONGEST: usize = 84;
const WORDS: usize = 13;
const LONG: usize = 60;
const MANY_WORDS: usize = 9;

/// Points from which a line is a subhead.
const ENOUGH: i32 = 5;

/// Words of a paragraph that may follow a subhead, and of one that surely is copy.
const SHORT_COPY: usize = 5;
const COPY: usize = 20;

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
    "more >",
    "more:",
    "note:",
    "dollars in",
    "in millions",
    "figures in",
    "figures are",
    "see also",
    "listen:",
    "watch:",
    "video:",
];

/// Words that end no heading: the line is one half of a sentence that was broken in two.
static BROKEN: &[&str] = &[
    "a", "an", "the", "of", "to", "and", "or", "but", "as", "at", "by", "for", "from", "with", "that",
    "which", "who", "is", "are", "was", "were", "has", "have", "had", "will", "would", "its", "their", "his",
    "her", "said", "than", "fear", "admitted",
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
    let sections = heads.iter().zip(ends).map(|(&(head, _), last)| Section {
        title: bare(title(head)).to_owned(),
        span: Span::new(paragraphs[head].0.start, paragraphs[last].0.end),
    });
    story.sections = sections.collect();
}

/// How sure a line is of being a subhead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// By itself.
    Strong,
    /// With others beside it: a question, a quotation, one word, a long line.
    Weak,
    /// One of `1.`, `2.`, `3.`: with the others.
    Numbered(u32),
}

/// A line that stands twice, and `Account: …` beside another `Account: …`, are labels of their parts.
fn drop_labels<'t>(heads: &mut Vec<(usize, Rank)>, title: &impl Fn(usize) -> &'t str) {
    let label = |at: usize| title(at).split_once(':').map_or(title(at), |(label, _)| label);
    let labels: Vec<&str> = heads.iter().map(|&(at, _)| label(at)).collect();
    heads.retain(|&(at, _)| labels.iter().filter(|known| **known == label(at)).count() < 2);
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

/// Ends as sentences do; a question and a quotation as a whole may be headings.
fn is_sentence(text: &str) -> bool {
    !is_question(text)
        && !is_quotation(text)
        && (text.ends_with(['"', '”', '\'', '»', ',', ';', ':'])
            || text.trim_end_matches(['"', '”', '’', '\'', ')', '»', ']']).ends_with(['.', '!', '?', '…']))
}

/// The end of copy: a full stop, or a quotation's or bracket's end.
fn ends_copy(text: &str) -> bool {
    let text = text.trim_end();
    text.trim_end_matches(['"', '”', '’', '\'', ')', '»', ']', '*']).ends_with(['.', '!', '?', '…', '。'])
        || text.ends_with(['"', '”', '»'])
}

fn is_question(text: &str) -> bool {
    text.ends_with('?') && !text.starts_with(['"', '“', '\'', '‘'])
}

/// `"We write with urgency"`: all of it, and no sentence inside.
fn is_quotation(text: &str) -> bool {
    [('"', '"'), ('“', '”'), ('‘', '’'), ('\'', '\''), ('«', '»')].iter().any(|&(open, close)| {
        let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        inside.is_some_and(|inside| !inside.contains([open, close, '.', ',', '!', '?']))
    })
}

/// The line without the dashes that AFP puts round a subhead, and without its number.
fn bare(text: &str) -> &str {
    let inside = text.strip_prefix("- ").and_then(|rest| rest.strip_suffix(" -"));
    inside.unwrap_or(text).trim()
}

/// `7. Stay at home`: the number and the rest.
fn numbered(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..)?.strip_prefix(['.', ')'])?.strip_prefix(' ')?;
    (1..=2).contains(&digits).then(|| Some((text[..digits].parse().ok()?, rest)))?
}

/// What a line between two paragraphs is; `None` for no subhead.
fn rank(before: &str, line: &str, after: &str) -> Option<Rank> {
    let dashed = bare(line).len() < line.len();
    let (number, text) = numbered(line).map_or((None, bare(line)), |(number, rest)| (Some(number), rest));
    if line.len() > LONGEST || !looks_right(text) || !is_copy(after) {
        return None;
    }
    if points(before, text, after) + i32::from(dashed) < ENOUGH {
        return None;
    }
    let words = text.split_whitespace().count();
    let weak = is_question(text)
        || is_quotation(text)
        || words == 1
        || (!dashed && line.contains(char::is_lowercase) && (text.len() > LONG || words > MANY_WORDS));
    // The weak must stand between copy and copy.
    if weak && !(ends_copy(before) && after.split_whitespace().nth(COPY - 1).is_some()) {
        return None;
    }
    Some(number.map_or(if weak { Rank::Weak } else { Rank::Strong }, Rank::Numbered))
}

/// A paragraph of copy: some words and an end, or many words; and not the rest of a sentence.
fn is_copy(text: &str) -> bool {
    let words = text.split_whitespace().take(COPY).count();
    !text.starts_with(char::is_lowercase)
        && (words >= COPY || (words >= SHORT_COPY && (ends_copy(text) || text.ends_with(':'))))
}

/// One line of a few words that starts with a letter in capital or a quote and ends no sentence.
fn looks_right(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let starts = text.starts_with(|c: char| {
        c.is_uppercase()
            || (c.is_alphabetic() && !c.is_lowercase())
            || matches!(c, '“' | '‘' | '"' | '\'' | '«')
    });
    let no_subhead = |prefix: &&str| text.get(..prefix.len()).is_some_and(|t| t.eq_ignore_ascii_case(prefix));
    let last = text.rsplit(' ').next().unwrap_or("");
    (1..=WORDS).contains(&words)
        && (words > 1 || text.chars().filter(|c| c.is_alphabetic()).count() == text.chars().count())
        && text.len() > 3
        && starts
        && !is_sentence(text)
        && !text.contains(['\n', '@', '|', '=', '$', '\t'])
        && !text.ends_with(['-', '–', '—', '&'])
        && !BROKEN.contains(&last)
        && balanced(text)
        && !(words <= 3 && text.split(' ').any(is_month))
        && !NO_SUBHEAD.iter().any(no_subhead)
}

/// As many quotes and brackets opened as closed: no half of a sentence.
fn balanced(text: &str) -> bool {
    let count = |wanted: char| text.chars().filter(|&c| c == wanted).count();
    count('"') % 2 == 0 && count('“') == count('”') && count('(') == count(')')
}

/// `Record March 20`: a line of a company's notice.
fn is_month(word: &str) -> bool {
    const MONTHS: &[&str] = &[
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Jan",
        "Feb",
        "Aug",
        "Sept",
        "Oct",
        "Nov",
        "Dec",
    ];
    MONTHS.contains(&word.trim_end_matches(['.', ',']))
}

/// Points of a line that looks right, by its letters and its neighbours; 4 is where it starts.
fn points(before: &str, line: &str, after: &str) -> i32 {
    let mut points = 4;
    points += i32::from(after.split_whitespace().nth(COPY - 1).is_some());
    points += if ends_copy(before) { 1 } else { -2 };
    points -= i32::from(before.ends_with([':', ';', ',']));
    points += i32::from(!line.contains(char::is_lowercase));
    points += style(line);
    let table_word = |word: &&str| TABLE_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word));
    let of_tables = line.split(' ').filter(table_word).count();
    let figures = line.bytes().filter(u8::is_ascii_digit).count();
    if figures * 4 > line.len()
        || line.contains("  ")
        || line.contains(';')
        || of_tables > 1
        || (of_tables > 0 && figures > 0)
        || line.split(' ').any(is_score)
    {
        points -= 3;
    }
    // A signature, a place with its region, a list: `Ann Example, editor`; a key with its value.
    points - i32::from(line.contains(',')) - i32::from(line.contains(": "))
}

/// `53-9`, `2:1`.
fn is_score(word: &str) -> bool {
    let parts = word.split_once(['-', ':', '–']);
    let figures =
        |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
    parts.is_some_and(|(home, away)| figures(home) && figures(away))
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
        assert_eq!(titles(&[LONG, LONG, "- A pier too short -", LONG, LONG]), ["A pier too short"]);
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
