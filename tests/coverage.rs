//! No text is lost without a word: every sentence-like stretch of every fixture is in a story that came of it, in one
//! of its fields or in a note.
//!
//! The stretches are found here in a crude way of its own: tags and comments go, JSON gives its strings, the rest is
//! lines. What is looked at is text of five words or more; codes, keys and dates are for the readers' own tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use morgue::date::wire::Hints;
use morgue::error::Error;
use morgue::readers::{self, Sink};
use morgue::source::{self, Limits};
use morgue::story::Story;
use std::collections::BTreeSet;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Words of a stretch that is looked at, at least.
const LEAST: usize = 5;

/// All words of all stories and problems.
#[derive(Default)]
struct Words {
    stories: usize,
    problems: usize,
    /// Words, and lines, that notes say were left out on purpose; a note that has no number names what it means.
    left_out: (usize, usize),
    known: BTreeSet<String>,
    /// Parts said to be no story.
    passed_over: usize,
    /// What a note says it was read in.
    charset: Option<String>,
}

/// Code of the notes that count words instead of quoting them: what stands around the text of a web page.
const WORDS_LEFT_OUT: &str = "page-text-left-out";

/// Code of the notes that count lines: what was not meant for readers.
const LINES_LEFT_OUT: &str = "not-for-publication";

/// Stretches that a note may stand for which names what was left out and counts nothing.
const UNCOUNTED: usize = 8;

impl Sink for Words {
    fn story(&mut self, story: Story) -> ControlFlow<()> {
        self.stories += 1;
        let read_as = |note: &morgue::story::Note| note.text.strip_prefix("read as ").map(str::to_owned);
        self.charset = self.charset.take().or_else(|| story.notes.iter().find_map(read_as));
        for note in story.notes.iter() {
            let number = note.text.split(' ').next().and_then(|first| first.parse::<usize>().ok());
            match note.code.as_str() {
                WORDS_LEFT_OUT => self.left_out.0 += number.unwrap_or(0),
                LINES_LEFT_OUT => self.left_out.1 += number.unwrap_or(UNCOUNTED),
                _ => {}
            }
        }
        strings(&serde_json::to_value(&story).unwrap(), &mut |text| self.known.extend(words(text)));
        ControlFlow::Continue(())
    }

    fn passed_over(&mut self, _: &str) {
        self.passed_over += 1;
    }

    fn problem(&mut self, error: Error) {
        self.problems += 1;
        self.known.extend(words(&error.to_string()));
    }
}

fn strings(value: &serde_json::Value, take: &mut dyn FnMut(&str)) {
    match value {
        serde_json::Value::String(text) => take(text),
        serde_json::Value::Array(items) => items.iter().for_each(|item| strings(item, take)),
        serde_json::Value::Object(fields) => fields.values().for_each(|item| strings(item, take)),
        _ => {}
    }
}

/// Runs of letters, in small letters; those of three and more.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let runs = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 2);
    runs.map(|word| word.to_lowercase().replace('ß', "ss"))
}

/// Stretches of text, however they are marked up.
fn stretches(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let of_json =
        |line: &&str| serde_json::from_str::<serde_json::Value>(line).ok().filter(|v| !v.is_number());
    let values: Vec<_> = match serde_json::from_str(text) {
        Ok(value) => vec![value],
        Err(_) => lines.iter().filter_map(of_json).collect(),
    };
    if !values.is_empty() {
        let mut found = Vec::new();
        values.iter().for_each(|value| strings(value, &mut |text| found.extend(unmarked(text))));
        return found;
    }
    unmarked(text)
}

/// Without what describes a feed and none of its stories, or a page in a window's title and not in itself.
fn unfed(text: &str) -> String {
    let between = |open: &str, close: &str| {
        text.split(open)
            .skip(1)
            .map(|part| part.split(close).next().unwrap_or(part))
            .collect::<Vec<_>>()
            .join("\n")
    };
    if text.contains("<channel") {
        return between("<item", "</item>");
    }
    match text.split_once("<title") {
        Some((before, rest)) if text.contains("<html") => {
            format!("{before}{}", rest.split_once("</title>").map_or("", |(_, after)| after))
        }
        _ => text.to_owned(),
    }
}

/// Text between tags, line by line.
fn unmarked(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    for (open, close) in
        [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"), ("<!DOCTYPE", ">"), ("<?", "?>")]
    {
        while let Some(at) = text.find(open) {
            let end = text[at..].find(close).map_or(text.len(), |end| at + end + close.len());
            text.replace_range(at..end, "\n");
        }
    }
    let text = text.replace("<![CDATA[", "\n").replace("]]>", "\n");
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match tag.find(['>', '<']).filter(|end| is_tag && tag.as_bytes()[*end] == b'>') {
            Some(end) => {
                let name = tag.trim_start_matches('/');
                let inline = [
                    "b>", "i>", "em>", "a ", "a>", "strong>", "span", "u>", "hl2", "person", "org",
                    "location",
                ];
                plain.push(if inline.iter().any(|start| name.to_lowercase().starts_with(start)) {
                    '\u{1}'
                } else {
                    '\n'
                });
                rest = &tag[end + 1..];
            }
            None => {
                plain.push(' ');
                rest = tag;
            }
        }
    }
    plain.push_str(rest);
    let plain =
        htmlize::unescape(htmlize::unescape(plain.replace('\u{1}', "").as_str()).as_ref()).into_owned();
    plain.lines().map(str::to_owned).collect()
}

/// What stands before the text of a line: the key of a field, by which it was read, or a wire's first word.
fn unkeyed(stretch: &str) -> &str {
    let line = stretch.trim();
    let key = line
        .find([':', '='])
        .filter(|at| line[..*at].trim().chars().all(|c| c.is_alphanumeric() || "-_".contains(c)));
    line.strip_prefix("ZCZC").unwrap_or_else(|| key.map_or(line, |at| &line[at + 1..]))
}

/// A line that says who wrote, of which the name is the byline and the rest a title or the agency.
fn is_byline(line: &str) -> bool {
    let start: String = line.trim().chars().take(4).collect::<String>().to_lowercase();
    start.starts_with("by ") || start == "von "
}

/// A line of what carried the text: how mail went, how it is packed.
fn is_envelope(line: &str) -> bool {
    ["received:", "content-", "mime-", "return-path:", "dkim-"]
        .iter()
        .any(|key| line.to_lowercase().starts_with(key))
}

/// Months are read as dates.
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
];

/// The words of a stretch that should be somewhere; nothing where it is too short, or no text.
fn asked(stretch: &str) -> Vec<String> {
    if is_byline(stretch) || is_envelope(stretch) {
        return Vec::new();
    }
    let stretch = unkeyed(stretch);
    let tokens = stretch
        .split_whitespace()
        .filter(|token| !token.contains("://") && !token.contains(['@', '=', '{', '}', '\\']));
    let text: Vec<&str> = tokens.collect();
    let found: Vec<String> = words(&text.join(" ")).filter(|word| !MONTHS.contains(&word.as_str())).collect();
    let spoken = text
        .iter()
        .filter(|token| token.chars().all(|c| c.is_alphabetic() || ",.'’\"”;:!?-".contains(c)))
        .count();
    if found.len() >= LEAST && 2 * spoken > text.len() { found } else { Vec::new() }
}

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["tests/readers", "corpus"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).sort_by_file_name() {
            let path = entry.unwrap().into_path();
            if path.is_file() && !path.to_string_lossy().ends_with(".story.json") {
                found.push(path);
            }
        }
    }
    found
}

/// What of a member is in none of its stories.
fn lost(name: &str, bytes: &[u8]) -> Option<Vec<String>> {
    let mut known = Words::default();
    readers::read(name, &mut &bytes[..], None, &Hints::default(), &mut known).ok()?;
    if known.stories == 0 || known.problems > 0 {
        return None;
    }
    let charset = known.charset.as_deref();
    if charset.is_some_and(|name| encoding_rs::Encoding::for_label(name.as_bytes()).is_none()) {
        // What no library reads, this test does not either.
        return None;
    }
    let text = source::decode::decode(bytes, charset).text.into_owned();
    let text = unfed(&text);
    let mut lost = Vec::new();
    let (mut words_left, mut lines_left) = known.left_out;
    for stretch in stretches(&text) {
        let missing: Vec<String> =
            asked(&stretch).into_iter().filter(|word| !known.known.contains(word)).collect();
        if missing.is_empty() {
            continue;
        }
        if missing.len() <= words_left {
            words_left -= missing.len();
        } else if lines_left > 0 {
            lines_left -= 1;
        } else {
            lost.push(format!("  {}: {}", missing.join(" "), stretch.trim()));
        }
    }
    Some(lost)
}

#[test]
fn no_text_is_lost_without_a_note() {
    let (mut wrong, mut looked_at) = (Vec::new(), 0);
    for file in files() {
        let mut each = |member: &mut source::Member<'_>| {
            let mut bytes = Vec::new();
            let whole = member.bytes.take(1 << 20).read_to_end(&mut bytes).is_ok();
            let name = format!("{}/{}", file.parent().unwrap().display(), member.name);
            if let Some(lost) = lost(&name, &bytes).filter(|_| whole) {
                looked_at += 1;
                if !lost.is_empty() {
                    wrong.push(format!("{} {}\n{}", file.display(), member.name, lost.join("\n")));
                }
            }
            ControlFlow::Continue(())
        };
        source::open(&file, &Limits::default(), &mut each, &mut |_| {}).unwrap();
    }
    assert!(looked_at > 100, "only {looked_at} files looked at");
    assert!(wrong.is_empty(), "{} of {looked_at} files:\n{}", wrong.len(), wrong.join("\n"));
}

/// An element that no format has, with text of its own.
const STRANGER: &str = "<zeugma> Seven quokkas grumbled beside fourteen wombats yesterday </zeugma>";

/// Places of a fixture where it is put.
const PLACES: usize = 12;

/// What holds one story; what is around it is of a feed or a transmission.
const STORIES: &[&str] = &[
    "item",
    "entry",
    "newsItem",
    "nar:newsItem",
    "NewsItem",
    "newsitem",
    "nitf",
    "ContentItem",
    "release",
    "DOC",
];

/// The first story's bytes.
fn first_story(text: &str) -> std::ops::Range<usize> {
    let starts = STORIES.iter().flat_map(|name| [format!("<{name} "), format!("<{name}>")]);
    let start = starts.filter_map(|tag| text.find(&tag)).min().unwrap_or(0);
    let name = text[start..].split(|c: char| !c.is_alphanumeric() && c != ':').nth(1).unwrap_or_default();
    let end = text[start..].find(&format!("</{name}>")).map_or(text.len(), |at| start + at + 1);
    start..end
}

/// The fixture with the stranger before some of its end tags, each time before one, and that tag.
fn with_strangers(text: &str) -> Vec<(String, String)> {
    let story = first_story(text);
    // Among other elements: inside a date or a code nobody puts one.
    let ends = text.match_indices("</").map(|(at, _)| at).filter(|at| story.contains(at));
    let ends: Vec<usize> = ends.filter(|at| text[..*at].trim_end().ends_with('>')).collect();
    let step = (ends.len() / PLACES).max(1);
    let with = |at: usize| {
        let tag = text[at..].split('>').next().unwrap_or_default();
        (tag.to_owned(), format!("{}{STRANGER}{}", &text[..at], &text[at..]))
    };
    ends.into_iter().step_by(step).map(with).collect()
}

#[test]
fn an_element_that_no_reader_knows_is_not_passed_over_in_silence() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers");
    let (mut wrong, mut looked_at) = (Vec::new(), 0);
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        let Some(text) = std::fs::read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
            continue;
        };
        if !text.trim_start().starts_with("<?xml") {
            continue;
        }
        for (tag, odd) in with_strangers(&text) {
            let mut known = Words::default();
            let read = readers::read(
                &path.to_string_lossy(),
                &mut odd.as_bytes(),
                None,
                &Hints::default(),
                &mut known,
            );
            if read.is_err() || known.stories == 0 || known.problems + known.passed_over > 0 {
                continue;
            }
            looked_at += 1;
            if !words(STRANGER).filter(|word| word != "zeugma").all(|word| known.known.contains(&word)) {
                wrong.push(format!("{} before {tag}", path.strip_prefix(&root).unwrap().display()));
            }
        }
    }
    assert!(looked_at > 100, "only {looked_at} looked at");
    assert!(wrong.is_empty(), "{} of {looked_at}:\n{}", wrong.len(), wrong.join("\n"));
}
