//! What stands below the copy: sign-offs, credits, copyright, the wire's own footer (handbook 5.3).
//!
//! Everything cut is kept: in its field, or in a note. The sign-offs of one house's wire are cut on that wire alone.

use super::opening::{publication, unmarked};
use super::wirecopy::cut_sign_off;
use crate::date::wire::{self, Hints};
use crate::enrich::dateline;
use crate::story::Story;

/// Trailers that may follow each other.
const MOST: usize = 12;

/// A longer paragraph is copy, whatever it begins with.
const LONGEST: usize = 800;

/// Whose text it is: what a last line may mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// A wire's frame: `MORE` and mistyped sign-offs are marks there.
    Wire,
    /// Anybody's text: a last line that is a word is one.
    Anyone,
}

/// Cuts the trailers off the end of `lines`; says where the copy ends. `first` is the number of the
/// first of the lines.
pub(super) fn cut(story: &mut Story, lines: &[&str], first: u64, hints: &Hints, from: From) -> usize {
    let mut end = lines.len();
    for _ in 0..MOST {
        while end > 0 && lines[end - 1].trim().is_empty() {
            end -= 1;
        }
        if end == 0 {
            break;
        }
        let start = paragraph_start(&lines[..end]);
        let last = unmarked(lines[end - 1]);
        // A claim may stick to the copy above it.
        let claim = (start..end).find(|&at| copyright_holder(unmarked(lines[at])).is_some());
        let number = Some(first + start as u64);
        // A wire's own mark before it says whose it is.
        let from = if lines[end - 1].trim_start().starts_with('^') { From::Wire } else { from };
        let cut = sign_off(story, last, first + end as u64 - 1, from)
            .or_else(|| footer(story, last, hints))
            .map(|()| end - 1)
            .or_else(|| claim.filter(|&at| copyright(story, &joined(&lines[at..end])).is_some()))
            .or_else(|| credits(story, &joined(&lines[start..end]), number).map(|()| start))
            .or_else(|| rule(story, &lines[..end], first));
        let Some(cut) = cut else { break };
        end = cut;
    }
    end
}

/// Where the last paragraph starts: after a blank line, or at an indent.
fn paragraph_start(lines: &[&str]) -> usize {
    let mut start = lines.len().saturating_sub(1);
    while start > 0 && !lines[start - 1].trim().is_empty() && !lines[start].starts_with([' ', '\t']) {
        start -= 1;
    }
    start
}

fn joined(lines: &[&str]) -> String {
    if lines.iter().map(|line| line.len()).sum::<usize>() > LONGEST {
        return String::new();
    }
    lines.iter().map(|line| unmarked(line)).collect::<Vec<_>>().join(" ")
}

/// Lines that only say: this is the end.
static ENDS: &[&str] =
    &["-30-", "- 30 -", "###", "# # #", "ENDS", "-ENDS-", "(ENDS)", "(END)", "END", "NNNN", "-0-", "rtr"];

/// True for a line that only says: this is the end.
pub(super) fn is_end(line: &str) -> bool {
    ENDS.iter().any(|end| end.eq_ignore_ascii_case(line.trim()))
}

fn sign_off(story: &mut Story, last: &str, line: u64, from: From) -> Option<()> {
    let begins = |start: &str| last.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
    let is_signed = || {
        let is_mark = last.len() <= 16 && cut_sign_off(last).is_empty();
        is_mark && (from == From::Wire || begins("reuter"))
    };
    if !ENDS.contains(&last) {
        if !is_signed() {
            return None;
        }
        if begins("reu") {
            story.agency.get_or_insert_with(|| "Reuters".to_owned());
        }
    }
    if !last.is_empty() {
        story.note("sign-off", Some(line), last);
    }
    Some(())
}

/// `AP-WF-02-20-16 0500GMT`: when the wire sent it.
fn footer(story: &mut Story, last: &str, hints: &Hints) -> Option<()> {
    let mut parts = last.splitn(3, '-');
    let letters = |text: &&str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    let sign = parts.next().filter(letters)?;
    parts.next().filter(letters)?;
    let stamp = wire::parse(last, hints)?;
    if let Some(agency) = dateline::agency::known(sign) {
        story.agency.get_or_insert_with(|| agency.to_owned());
    }
    let field = if story.published.is_none() { &mut story.published } else { &mut story.updated };
    *field = Some(stamp);
    Some(())
}

/// Who a copyright line names, if the text is one: `© 2013 The Associated Press. All rights …`,
/// `Copyright 1999, Reuters`, `(c) 2004 by Example News`. "Copyright law" is none.
pub(super) fn copyright_holder(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['<', '*', '_', ' ']);
    let (mut rest, mut word, mut sign) = (text, false, false);
    while let Some(after) = MARKS.iter().find_map(|mark| rest.strip_prefix(mark)) {
        word |= rest.starts_with(['C', 'c']);
        sign |= !rest.starts_with(['C', 'c']);
        rest = after.trim_start_matches([' ', ':', ',']);
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let year = digits == 4;
    let holder = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | ',' | '-' | '–'));
    let holder = holder.strip_prefix("by ").or_else(|| holder.strip_prefix("By ")).unwrap_or(holder);
    let named = holder.starts_with(char::is_uppercase);
    let claims = sign && (year || named) && (year || rest.len() < text.len() && text.starts_with('©'))
        || word && (year || text.contains("ll rights reserved"));
    claims.then_some(holder)
}

/// What a claim may begin with, in any order.
static MARKS: &[&str] = &["©", "(c)", "(C)", "&copy;", "Copyright", "COPYRIGHT", "copyright"];

/// The holder's name alone.
fn name_of(holder: &str) -> &str {
    let cuts =
        [". All", ". This", ". No ", ". Click", " All rights", " all rights", " — ", " -- ", "; ", " | "];
    let end = cuts.iter().filter_map(|cut| holder.find(cut)).min().unwrap_or(holder.len());
    let name = holder[..end].trim().trim_end_matches(['.', ',']);
    // "Reuters Limited 2007", "Example News, 2007".
    name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | ','))
}

/// Takes a copyright line: the line itself, and the agency if it names one.
pub(super) fn copyright(story: &mut Story, text: &str) -> Option<()> {
    let name = name_of(copyright_holder(text)?);
    if (2..=60).contains(&name.len()) {
        story.agency.get_or_insert_with(|| publication(name));
    }
    let text = text.trim();
    match &mut story.copyright {
        // Trailers come last first.
        Some(known) => known.insert_str(0, &format!("{text} ")),
        none => *none = Some(text.to_owned()),
    }
    Some(())
}

/// `(Additional reporting by Jane Sample; Editing by John Example)`.
fn credits(story: &mut Story, paragraph: &str, line: Option<u64>) -> Option<()> {
    static WORDS: &[&str] = &[
        "eporting by",
        "diting by",
        "ritten by",
        "riting by",
        "ompiled by",
        "contributed to",
        "ranslated by",
    ];
    let inside = paragraph.strip_prefix('(').or_else(|| paragraph.strip_prefix('['))?;
    let whole = inside.ends_with([')', ']']) || inside.ends_with(").");
    if !whole || !WORDS.iter().any(|word| inside.contains(word)) {
        return None;
    }
    story.note("credits", line, paragraph);
    Some(())
}

/// A line of `___` near the end, and what follows it: who contributed, whom to follow.
fn rule(story: &mut Story, lines: &[&str], first: u64) -> Option<usize> {
    const NEAR: usize = 12;
    let is_rule = |line: &&str| line.trim().len() >= 3 && line.trim().bytes().all(|b| b == b'_');
    let at = lines.len() - 1 - lines.iter().rev().take(NEAR).position(is_rule)?;
    let after = joined(&lines[at + 1..]);
    let long = after.is_empty() && lines[at + 1..].iter().any(|line| !line.trim().is_empty());
    if at == 0 || long {
        return None;
    }
    if !after.is_empty() {
        story.note("trailer-cut", Some(first + at as u64 + 1), after.trim());
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holders_of_copyright() {
        for (text, holder) in [
            ("© 2013 The Associated Press. All rights reserved. This material may not", Some("AP")),
            ("Copyright 1999, Reuters", Some("Reuters")),
            ("Copyright (c) 1987 by Example News Service.", Some("Example News Service")),
            ("(c) 2004 Example Courier", Some("Example Courier")),
            ("© Thomson Reuters 2012 All rights reserved.", Some("Thomson Reuters")),
            ("© Example News", Some("Example News")),
            ("Copyright © 2001-2003 AFP", Some("AFP")),
            ("Copyright law is dull, she said.", None),
            ("(c) the third clause", None),
            ("2007 Example News", None),
        ] {
            let found = copyright_holder(text).map(|holder| publication(name_of(holder)));
            assert_eq!(found.as_deref(), holder, "{text}");
        }
    }

    #[test]
    fn a_last_line_of_one_word_is_a_sign_off_on_its_own_wire_alone() {
        for (last, from, left) in [
            ("more", From::Anyone, 3),
            ("Ruter", From::Anyone, 3),
            ("REUTER", From::Anyone, 1),
            ("MORE", From::Wire, 1),
            ("-30-", From::Anyone, 1),
        ] {
            let mut story = Story::default();
            assert_eq!(
                cut(&mut story, &["He asked for", "", last], 1, &Hints::default(), from),
                left,
                "{last}"
            );
            let noted: Vec<&str> = story.notes.iter().map(|note| note.text.as_str()).collect();
            assert_eq!(noted, if left == 1 { vec![last] } else { vec![] });
        }
    }

    #[test]
    fn trailers_come_off_one_after_another() {
        let text = "It closed lower.\n\n(Additional reporting by Ann Example; Editing by Bob Test)\n\n\
                    ___\n\nFollow Ann Example online.\n\nCopyright 1999 Example News\n\nAP-WF-02-20-16 0500GMT<";
        let lines: Vec<&str> = text.lines().collect();
        let mut story = Story::default();
        assert_eq!(cut(&mut story, &lines, 1, &Hints::default(), From::Anyone), 1);
        assert_eq!(story.published.map(|s| s.print()).as_deref(), Some("2016-02-20T05:00:00Z"));
        assert_eq!(story.agency.as_deref(), Some("AP"));
        assert_eq!(story.copyright.as_deref(), Some("Copyright 1999 Example News"));
        let codes: Vec<&str> = story.notes.iter().map(|n| n.code.as_str()).collect();
        assert_eq!(codes, ["trailer-cut", "credits"]);
    }
}
