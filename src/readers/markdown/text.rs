//! Markdown to plain paragraphs, subheads and captions. Mark-up goes, words stay.

use crate::date::wire::Hints;
use crate::readers::{opening, prose::Prose, trailer};
use crate::story::{Caption, Story};
use memchr::memmem;

/// Fills headline, body, sections and captions from the text; `first` is the number of its first line.
pub(in crate::readers) fn fill(story: &mut Story, text: &str, first: u64, hints: &Hints) {
    let text = without_comments(text);
    let lines: Vec<&str> = text.lines().collect();
    let end = trailer::cut(story, &lines, first, hints, trailer::From::Anyone);
    let mut body = Body { story, prose: Prose::of(&[]), open: String::new(), rows: false, started: false };
    let mut fenced = false;
    for (at, line) in lines[..end].iter().enumerate() {
        let bare = line.trim();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            body.close();
            fenced = !fenced;
        } else if fenced {
            body.row(line.trim_end());
        } else {
            body.line(line, lines.get(at + 1).map_or("", |next| next.trim()));
        }
    }
    body.close();
    let Body { story, prose, .. } = body;
    prose.finish(story);
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = memmem::find(rest.as_bytes(), b"<!--") {
        let Some(close) = memmem::find(&rest.as_bytes()[open..], b"-->") else { break };
        out.push_str(&rest[..open]);
        rest = &rest[open + close + 3..];
    }
    out.push_str(rest);
    out
}

struct Body<'s> {
    story: &'s mut Story,
    prose: Prose,
    /// The paragraph or table being gathered.
    open: String,
    /// `open` is a table.
    rows: bool,
    started: bool,
}

impl Body<'_> {
    fn line(&mut self, line: &str, next: &str) {
        let bare = line.trim();
        let bare = bare.trim_start_matches(['>', ' ']);
        if bare.is_empty() || is_rule(bare) {
            return self.close();
        }
        if let Some((level, title)) = heading(bare) {
            self.close();
            return self.heading(level, title);
        }
        if is_underline(bare) {
            return; // taken with the line above
        }
        if self.open.is_empty() && is_underline(next) {
            return self.heading(if next.starts_with('=') { 1 } else { 2 }, bare);
        }
        if bare.starts_with('|') {
            if !bare.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ')) {
                let cells: Vec<&str> = bare.trim_matches('|').split('|').map(str::trim).collect();
                self.row(&cells.join("   "));
            }
            return;
        }
        let (item, words) = list_item(bare);
        if item || self.rows {
            self.close();
        }
        if !self.started && self.open.is_empty() && self.above(words) {
            return;
        }
        if !self.open.is_empty() {
            self.open.push(' ');
        }
        self.open.push_str(words);
    }

    /// A byline under the title of a page without front matter.
    fn above(&mut self, words: &str) -> bool {
        let plain = inline(words, &mut Vec::new());
        if self.story.byline.is_some() || opening::starts_copy(&plain) {
            return false;
        }
        self.story.byline = crate::enrich::dateline::byline(&plain);
        self.story.byline.is_some()
    }

    fn heading(&mut self, level: usize, title: &str) {
        let title = inline(title, &mut self.story.captions);
        let title = title.trim();
        if level == 1 && (self.story.headline.is_empty() || self.story.headline == title) {
            title.clone_into(&mut self.story.headline);
        } else {
            self.prose.subhead(title);
            self.started = true;
        }
    }

    /// A line that stays a line.
    fn row(&mut self, line: &str) {
        if !self.rows {
            self.close();
        } else if !self.open.is_empty() {
            self.open.push('\n');
        }
        self.rows = true;
        self.open.push_str(line);
    }

    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        let rows = std::mem::take(&mut self.rows);
        let text = inline(&open, &mut self.story.captions);
        if text.trim().is_empty() {
            return;
        }
        self.started = true;
        if rows {
            self.prose.paragraph(&text.replace('\t', "   "));
        } else {
            self.prose.paragraph(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    let title = line[level..].strip_prefix(' ').filter(|_| (1..=6).contains(&level))?;
    Some((level, title.trim().trim_end_matches('#').trim_end()))
}

fn is_underline(line: &str) -> bool {
    line.len() >= 3 && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}

fn is_rule(line: &str) -> bool {
    let marks: Vec<u8> = line.bytes().filter(|b| *b != b' ').collect();
    // "---" under text is a heading's; it is told there.
    marks.len() >= 3 && matches!(marks[0], b'*' | b'-' | b'_') && marks.iter().all(|b| *b == marks[0])
}

/// `- item`, `* item`, `1. item`.
fn list_item(line: &str) -> (bool, &str) {
    if let Some(words) = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)) {
        return (true, words.trim_start());
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line[digits..].strip_prefix(". ").filter(|_| (1..=2).contains(&digits)) {
        Some(words) => (true, words.trim_start()),
        None => (false, line),
    }
}

/// Text without mark-up; pictures become captions.
fn inline(text: &str, captions: &mut Vec<Caption>) -> String {
    if !text.contains(['*', '_', '`', '[', '!', '<', '\\', '&', '~']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['*', '_', '`', '[', '!', '<', '\\', '~']) {
        out.push_str(&rest[..at]);
        let mark = &rest[at..];
        rest = step(mark, &mut out, captions);
    }
    out.push_str(rest);
    if out.contains('&') {
        out = htmlize::unescape(&out).into_owned();
    }
    let out = crate::source::decode::clean(&out).into_owned();
    out.split('\n').map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Handles the mark at the start of `text`; gives what is left.
fn step<'t>(text: &'t str, out: &mut String, captions: &mut Vec<Caption>) -> &'t str {
    let one = &text[1..];
    match text.as_bytes()[0] {
        b'\\' if one.starts_with(|c: char| c.is_ascii_punctuation()) => {
            out.push_str(&one[..1]);
            &one[1..]
        }
        b'!' => match link(one) {
            Some((alt, rest)) => {
                let text = inline(alt.trim(), captions);
                if !text.is_empty() {
                    captions.push(Caption { text, credit: None });
                }
                rest
            }
            None => plain(text, out),
        },
        b'[' => match link(text) {
            Some((words, rest)) => {
                let words = inline(words, captions);
                out.push_str(&words);
                rest
            }
            None => plain(text, out),
        },
        b'<' => match near(one, b'>').filter(|end| is_tag(&one[..*end])) {
            Some(end) => {
                let inside = &one[..end];
                if inside.contains("://") || inside.contains('@') {
                    out.push_str(inside);
                } else if inside.starts_with("br") {
                    out.push(' ');
                }
                &one[end + 1..]
            }
            None => plain(text, out),
        },
        b'~' if !text.starts_with("~~") => plain(text, out),
        mark => emphasis(text, mark, out),
    }
}

fn plain<'t>(text: &'t str, out: &mut String) -> &'t str {
    out.push_str(&text[..1]);
    &text[1..]
}

fn is_tag(inside: &str) -> bool {
    let name = inside.trim_start_matches('/');
    !inside.contains('<')
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && (name.bytes().take_while(u8::is_ascii_lowercase).count() > 0 || inside.contains("://"))
}

/// A run of marks that touches a word is emphasis and goes; one that stands alone stays.
fn emphasis<'t>(text: &'t str, mark: u8, out: &mut String) -> &'t str {
    let run = text.bytes().take_while(|b| *b == mark).count();
    let rest = &text[run..];
    let before = out.chars().next_back().unwrap_or(' ');
    let after = rest.chars().next().unwrap_or(' ');
    let alone = before.is_whitespace() && after.is_whitespace();
    let inside_word = mark == b'_' && before.is_alphanumeric() && after.is_alphanumeric();
    if alone || inside_word || run > 3 {
        out.push_str(&text[..run]);
    }
    rest
}

/// `[words](address)`, `[words][label]`, at the start of `text`: the words, and what follows.
fn link(text: &str) -> Option<(&str, &str)> {
    let close = text.strip_prefix('[').and_then(|inside| near(inside, b']')).map(|at| at + 1)?;
    let (words, after) = (&text[1..close], &text[close + 1..]);
    let end = match after.as_bytes().first()? {
        b'(' => near(after, b')')?,
        b'[' => near(after, b']')?,
        _ => return None,
    };
    Some((words, &after[end + 1..]))
}

/// Where an ASCII sign is, if it is not too far for a link or a tag: else each of many that are never closed would look
/// through all that follows. What is not closed in reach is text.
fn near(text: &str, sign: u8) -> Option<usize> {
    const REACH: usize = 4000;
    memchr::memchr(sign, &text.as_bytes()[..text.len().min(REACH)])
}
