//! IPTC 7901, the frame European wires travel in: SOH header, keyword line, STX text ETX time EOT.
//!
//! One or many messages a file; control bytes may be missing (handbook 3.2). What the lines above
//! the copy mean is `iptc_lines`'s.

pub(super) mod lines;

use crate::date::wire::{self, Hints};
use crate::enrich::dateline::agency;
use crate::error::{Error, ErrorKind, Result};
use crate::readers::dpa_digitalwires::DESKS;
use crate::readers::frames::{self, Frame, Framing, SOH, SYN};
use crate::readers::prose::Prose;
use crate::readers::{Format, Head, Input, Sink, page};
use crate::source::decode::{clean, decode};
use crate::story::Story;

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "iptc-7901",
    about: "IPTC 7901 wire messages, with or without their control bytes",
    extensions: &["iptc", "txt"],
    carries: &[
        "id",
        "version",
        "kind",
        "status",
        "headline",
        "byline",
        "published",
        "agency",
        "keywords",
        "desk",
        "slug",
        "urgency",
    ],
    many: true,
    version: 2,
    sniff,
    read,
};

const FRAMING: Framing = Framing { opens, closes, header: "a header line such as SOH eca0075 3 i 510" };

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let mut lines = head.bytes.split(|b| matches!(b, b'\n' | b'\r')).filter(|line| !line.is_empty()).take(4);
    lines.find(|line| opens(line, true)).map(|_| "IPTC 7901 header line")
}

/// The header line, if it is one: SOH, source and number, priority, category, words.
fn header(line: &[u8]) -> Option<(bool, Header<'_>)> {
    let start = line.iter().position(|b| !matches!(*b, SYN | 0 | 0x7f | b' ')).unwrap_or(line.len());
    let (marked, rest) = match line.get(start..).unwrap_or_default() {
        [SOH, rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let text = std::str::from_utf8(rest.get(..rest.len().min(100))?).ok()?;
    let mut words = text.split_ascii_whitespace();
    let (id, priority, category) = (words.next()?, words.next()?, words.next()?);
    let letters = id.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = id.bytes().skip(letters).take_while(u8::is_ascii_digit).count();
    let plain = (2..=6).contains(&letters) && (2..=6).contains(&digits) && letters + digits == id.len();
    // Behind SOH the source may be written in any way, as `TX-PAR-ABC12`.
    let loose = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/');
    let numbered = plain
        || marked
            && (3..=14).contains(&id.len())
            && id.bytes().all(loose)
            && id.bytes().any(|b| b.is_ascii_digit());
    let level = priority.len() == 1 && priority.bytes().all(|b| b.is_ascii_digit());
    let sorted = category.len() <= 3 && category.bytes().all(|b| b.is_ascii_alphabetic());
    let rest: Vec<&str> = words.collect();
    let counted = rest.first().is_some_and(|count| count.bytes().all(|b| b.is_ascii_digit()));
    // "Route66 5 km 20" is no header: without SOH there must be more of it.
    let sure = digits >= 3 && rest.len() >= 3 || digits >= 4 && id.bytes().all(|b| !b.is_ascii_uppercase());
    let whole = marked || counted && sure;
    (numbered && level && sorted && whole).then_some((marked, Header { id, priority, category, rest }))
}

/// `eca0075 3 i 510 ccccb   dpa 099`.
struct Header<'h> {
    id: &'h str,
    priority: &'h str,
    category: &'h str,
    /// Words, signs of the line, agency and its own number.
    rest: Vec<&'h str>,
}

fn opens(line: &[u8], fresh: bool) -> bool {
    header(line).is_some_and(|(marked, _)| marked || fresh)
}

fn closes(line: &[u8]) -> bool {
    line.contains(&frames::EOT) || line.contains(&frames::ETX) || is_footer(line)
}

/// `242200 GMT Jun 17`, `251852 Sep 24`.
fn is_footer(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let words = || line.split(|b| *b == b' ').filter(|word| !word.is_empty());
    let six = words().next().is_some_and(|word| word.len() == 6 && word.iter().all(u8::is_ascii_digit));
    let year = words().next_back().is_some_and(|word| word.len() == 2 && word.iter().all(u8::is_ascii_digit));
    six && year && line.len() <= 24 && (3..=4).contains(&words().count())
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let (name, hints) = (input.name, input.hints);
    frames::each(input.bytes, &FRAMING, sink, |frame| story(frame, name, hints))
}

fn story(frame: &Frame<'_>, name: &str, hints: &Hints) -> Result<Story> {
    let mut story = Story::default();
    let text = text(frame, &mut story);
    let lines: Vec<&str> = text.lines().collect();
    let first = frame.bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let end = footer(&mut story, &lines, frame, hints);
    if let Some((_, header)) = header(first) {
        take(&mut story, &header);
    }
    page::from_path_date(&mut story, name);
    let lines = lines.get(1..end).unwrap_or_default();
    let start = lines::above(&mut story, lines, frame.line + 1);
    let end = start + lines::below(&mut story, &lines[start..], frame.line + 1 + start as u64);
    let mut prose = Prose::of(&[]);
    for line in lines[start..end].iter().map(|line| line.trim_start_matches(frames::STX)) {
        if is_row(line) { prose.row(line) } else { prose.line(line) }
    }
    prose.finish(&mut story);
    lines::orders(&mut story);
    if story.body.is_empty() && story.headline.is_empty() {
        return Err(Error::new(ErrorKind::Format, "no text in the message"));
    }
    Ok(story)
}

/// The message's text; STX stays for `iptc_lines`, all other control characters go.
fn text(frame: &Frame<'_>, story: &mut Story) -> String {
    let decoded = decode(frame.bytes, None);
    let (mut text, mut charset) = (decoded.text, decoded.charset);
    let mut guessed = decoded.guessed;
    if let Some(german) = lines::seven_bit_german(&text) {
        (text, charset, guessed) = (german.into(), "7-bit German (DIN 66003)", true);
    }
    if guessed {
        story.note("charset-guessed", Some(frame.line), format!("read as {charset}"));
    }
    // The first STX, among the first lines, marks the headline block; it stays, at the start of a line.
    let (before, after) = text.split_once(frames::STX).unwrap_or((&text, ""));
    let (before, after) = (clean(before), clean(after));
    let marks = !after.is_empty() && before.lines().count() <= lines::BLOCK;
    let end = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    let text =
        if marks { format!("{before}{end}{}{after}", frames::STX) } else { format!("{before}{after}") };
    text.replace('\u{a0}', " ").replace('\t', "    ")
}

/// A row of a table between bars.
fn is_row(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2 && line.starts_with('|') && line.ends_with('|')
}

/// The time after ETX; says where the text ends.
fn footer(story: &mut Story, lines: &[&str], frame: &Frame<'_>, hints: &Hints) -> usize {
    let last = lines.iter().rposition(|line| !line.trim().is_empty()).unwrap_or(0);
    let Some(line) = lines.get(last).filter(|_| last > 0) else { return lines.len() };
    if is_footer(line.as_bytes()) {
        match wire::parse(line, hints) {
            Some(stamp) => story.published = Some(stamp),
            None => story.note(
                "date-unreadable",
                Some(frame.line + last as u64),
                format!("cannot read the time {line:?}"),
            ),
        }
        return last;
    }
    if !frame.closed {
        story.note("message-cut", Some(frame.line), "the message has no end mark (ETX and the time)");
    }
    last + 1
}

fn take(story: &mut Story, header: &Header<'_>) {
    story.urgency = Some(header.priority.to_owned());
    story.desk_raw.push(header.category.to_owned());
    // Two letters are a department of dpa's, which the digital wires spell out.
    let named = DESKS.iter().find(|(code, _)| code.eq_ignore_ascii_case(header.category));
    story.desk_raw.extend(named.map(|(_, name)| (*name).to_owned()));
    let signs = header.rest.iter().skip(1).flat_map(|word| word.split(['-', '/', '.']));
    story.agency = signs.filter(|sign| !sign.is_empty()).find_map(agency::known).map(str::to_owned);
    let day = story.published.as_ref().map(|stamp| format!("-{}", stamp.civil_date()));
    story.id = format!("{}{}", header.id, day.unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_footers() {
        for line in [
            "\x01eca0001 4 rs 46  dpa 0027",
            "\x16\x16\x01bdt0000 2 pl 41",
            "\x01eca100 3 s 586 ccccb   dpa 099",
        ] {
            assert!(opens(line.as_bytes(), false), "{line:?}");
        }
        assert!(opens(b"eca00075 3 i 510    dpa 1003", true));
        assert!(opens(b"\x01TX-PAR-ABC12 4 i 345 /AFP-AA11", false));
        for line in [
            "\x01V9991\x1fbc-us",
            "Form 3 a 12",
            "eca00075 was sent",
            "area51 3 men 20",
            "Route66 5 km 20",
            "",
        ] {
            assert!(!opens(line.as_bytes(), true), "{line:?}");
        }
        for (line, want) in [
            ("242200 GMT Jun 17", true),
            ("251852 Sep 24 ", true),
            ("242200 people came", false),
            ("12 June 17", false),
        ] {
            assert_eq!(is_footer(line.as_bytes()), want, "{line}");
        }
    }
}
