//! ANPA 1312, the frame American wires travel in: SYN SYN SOH header STX text ETX EOT, one or many a file.
//!
//! This file reads the frame and its two header lines; what stands between STX and ETX is `anpa_copy`'s.
//! Control bytes may be missing, as in copies that an editor has saved (handbook 3.2).

pub(super) mod copy;

use crate::date::wire::Hints;
use crate::date::{Precision, Stamp};
use crate::enrich::dateline::dates::{self, Written};
use crate::error::{Error, ErrorKind, Result};
use crate::readers::frames::{self, Frame, Framing, SOH, SYN};
use crate::readers::{Format, Head, Input, Sink, page, trailer};
use crate::source::decode::decode;
use crate::story::{Kind, Story};
use jiff::civil::Date;
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "anpa-1312",
    about: "ANPA 1312 wire frames, with or without their control bytes",
    extensions: &["tst", "anpa", "ap"],
    carries: &[
        "id",
        "version",
        "kind",
        "status",
        "embargo",
        "headline",
        "byline",
        "published",
        "agency",
        "desk",
        "slug",
        "sections",
        "urgency",
    ],
    many: true,
    version: 2,
    sniff,
    read,
};

const FRAMING: Framing = Framing { opens, closes, header: "a header line such as SOH V9991" };

/// Lines before the header that a receiver may have put there.
const ROUTING: usize = 4;

/// Texts remembered to tell a story that is sent again.
const REMEMBERED: usize = 1 << 20;

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let mut lines = head.bytes.split(|b| matches!(b, b'\n' | b'\r')).filter(|line| !line.is_empty());
    for _ in 0..ROUTING {
        let line = lines.next()?;
        if opens(line, true) {
            let marked = line.contains(&SOH);
            let second =
                lines.next().map(|line| String::from_utf8_lossy(line).into_owned()).unwrap_or_default();
            return (marked || Header::of(line, &second).keyword.is_some())
                .then_some("ANPA 1312 header line");
        }
    }
    None
}

/// `SYN SYN SOH W2870 US asian`; without SOH only when a frame is due.
fn opens(line: &[u8], fresh: bool) -> bool {
    let start = line.iter().position(|b| !matches!(*b, SYN | 0 | 0x05 | b' ')).unwrap_or(line.len());
    let (marked, rest) = match line.get(start..).unwrap_or_default() {
        [SOH, rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let numbered = rest.first().is_some_and(u8::is_ascii_alphabetic)
        && rest.get(1..4).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit));
    let selector = rest.get(5..).unwrap_or_default();
    let bare = rest.len() <= 14
        && rest.get(4).is_some_and(u8::is_ascii_digit)
        && selector.iter().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | 0x1f | b' '));
    numbered && (marked || fresh && bare)
}

/// The end mark, or the footer that stands before it: `ETX AP-WF-02-20-16 0500GMT`.
fn closes(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    let footer = |line: &[u8]| {
        let digits = line.iter().filter(|b| b.is_ascii_digit()).count();
        line.get(..6).is_some_and(|start| start[..2].is_ascii() && start[2] == b'-' && start[5] == b'-')
            && line[..2].iter().chain(&line[3..5]).all(u8::is_ascii_uppercase)
            && line.len() <= 28
            && digits == 10
    };
    line.contains(&frames::EOT) || line.contains(&frames::ETX) || footer(line)
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let mut wire = Wire { name: input.name, hints: input.hints, last: None, sent: HashMap::new() };
    frames::each(input.bytes, &FRAMING, sink, |frame| wire.story(frame))
}

/// One file under way.
struct Wire<'i> {
    name: &'i str,
    hints: &'i Hints,
    /// Day of the last footer.
    last: Option<Date>,
    /// Hash of slug and text; number of the frame, its category.
    sent: HashMap<u64, (u64, String)>,
}

/// The two lines before STX.
#[derive(Debug, Default, PartialEq, Eq)]
struct Header {
    /// Service level letter and number: `W2870`.
    number: String,
    selector: String,
    priority: Option<String>,
    category: Option<String>,
    /// At most 24 characters, spaces out.
    keyword: Option<String>,
    /// `3rdLd-Writethru`.
    version: Option<String>,
    /// Month and day.
    day: Option<(i8, i8)>,
    words: Option<String>,
    tabular: bool,
}

impl Header {
    fn of(first: &[u8], second: &str) -> Header {
        let first: String =
            first.iter().map(|b| if b.is_ascii_graphic() { char::from(*b) } else { ' ' }).collect();
        let first = first.trim();
        let digits = first.bytes().skip(1).take(4).take_while(u8::is_ascii_digit).count();
        let (number, selector) = first.split_at(first.len().min(1 + digits));
        let mut header = Header {
            number: number.to_owned(),
            selector: selector.trim_matches([' ', '-', '_']).to_owned(),
            tabular: second.contains('\u{12}'),
            ..Header::default()
        };
        header.second(second);
        header
    }

    /// `f l DC3 DC1 BC-LT--Argentina-CancerB     11-13 1049`.
    fn second(&mut self, line: &str) {
        let line = line.replace(|c: char| c.is_control(), " ");
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let letter = |word: &str| word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
        if words.len() < 3 || !letter(words[0]) || words[1].len() > 2 {
            return;
        }
        if let Some(at) = words.iter().rposition(|word| month_day(word).is_some()).filter(|at| *at > 2) {
            self.day = month_day(words[at]);
            self.words = words.get(at + 1).map(|count| count.trim_start_matches('0').to_owned());
            words.truncate(at);
        }
        self.priority = Some(words[0].to_owned());
        self.category = Some(words[1].to_owned());
        self.keyword = Some(words[2].to_owned());
        self.version = Some(words[3..].join(" ")).filter(|version| !version.is_empty());
    }
}

/// `11-13`.
fn month_day(word: &str) -> Option<(i8, i8)> {
    let (month, day) = word.split_once('-').filter(|_| word.len() <= 5)?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // A leap year has every day there is.
    Date::new(2000, month, day).ok().map(|_| (month, day))
}

impl Wire<'_> {
    fn story(&mut self, frame: &Frame<'_>) -> Result<Story> {
        let mut story = Story::default();
        let decoded = decode(frame.bytes, None);
        if decoded.guessed {
            story.note("charset-guessed", Some(frame.line), format!("read as {}", decoded.charset));
        }
        let lines: Vec<&str> = decoded.text.lines().collect();
        let first = frame.bytes.split(|b| *b == b'\n').next().unwrap_or_default();
        let header = Header::of(first, lines.get(1).copied().unwrap_or(""));
        let second = lines.get(1).copied().unwrap_or("");
        let is_text = header.keyword.is_none() && second.contains(['\u{2}', '^', '\t']);
        let after = if is_text { 1 } else { 2 };
        if header.keyword.is_none() {
            let message = format!("no priority, category and keyword in {:?}", copy::typeset(second));
            story.note("header-unreadable", Some(frame.line + 1), message);
        }
        let text: Vec<String> = lines.iter().skip(after).map(|line| copy::typeset(line)).collect();
        let text: Vec<&str> = text.iter().map(String::as_str).collect();
        let number = frame.line + after as u64;
        let end = trailer::cut(&mut story, &text, number, self.hints, trailer::From::Wire);
        self.take(&header, &mut story, frame.line);
        copy::read(&mut story, &text[..end], number, &header_words(&header));
        if story.body.is_empty() && story.headline.is_empty() {
            return Err(Error::new(ErrorKind::Format, format!("no text in message {}", header.number)));
        }
        if !frame.closed && frame.bytes.contains(&SOH) {
            story.note("message-cut", Some(frame.line), "the message has no end mark (EOT)");
        }
        self.say_resent(&mut story, frame.number);
        Ok(story)
    }

    /// Puts the header and the times into the story.
    fn take(&mut self, header: &Header, story: &mut Story, line: u64) {
        story.urgency.clone_from(&header.priority);
        story.desk_raw.extend(header.category.clone());
        if header.tabular {
            story.kind = Kind::Table;
        }
        self.date(header, story, line);
        let day = story.published.as_ref().map(|stamp| stamp.civil_date().to_string());
        let day = day.or_else(|| header.day.map(|(month, day)| format!("{month:02}-{day:02}")));
        story.id = day.map_or_else(|| header.number.clone(), |day| format!("{}-{day}", header.number));
        let mut said = format!("number {}", header.number);
        let selector = Some(&header.selector).filter(|selector| !selector.is_empty());
        for (name, value) in [("selector", selector), ("words", header.words.as_ref())] {
            if let Some(value) = value {
                said = format!("{said}, {name} {value}");
            }
        }
        story.note("transmission", Some(line), said);
    }

    /// The footer's time; else the header's day, in the year that another footer or the path suggests.
    fn date(&mut self, header: &Header, story: &mut Story, line: u64) {
        if let Some(stamp) = &story.published {
            self.last = Some(stamp.civil_date());
            return;
        }
        let Some((month, day)) = header.day else { return page::from_path_date(story, self.name) };
        let path = page::date_in(self.name).map(|stamp| stamp.civil_date());
        let written = Written::Day { month, day, year: None, typo: false };
        let near = self.last.or(path);
        let Some(inferred) = near.and_then(|near| dates::infer(written, Some(near))) else {
            return story.note(
                "year-unknown",
                Some(line),
                format!("sent on {month:02}-{day:02} of a year that nothing says"),
            );
        };
        let raw = format!("{month:02}-{day:02}");
        story.note("year-inferred", Some(line), format!("{raw} read as {}", inferred.date));
        story.published = Some(Stamp { precision: Precision::Day, ..Stamp::day(inferred.date, raw) });
    }

    /// Agencies send a story once for each desk that may want it.
    fn say_resent(&mut self, story: &mut Story, number: u64) {
        let category = story.desk_raw.first().cloned().unwrap_or_default();
        let text = format!("{}\0{}", story.slug.as_deref().unwrap_or(""), story.body);
        let key = xxh3_64(text.as_bytes());
        if let Some((first, other)) = self.sent.get(&key) {
            story.note(
                "sent-again",
                None,
                format!("the same text as #{first}, there under category {other}"),
            );
        } else if self.sent.len() < REMEMBERED {
            self.sent.insert(key, (number, category));
        }
    }
}

fn header_words(header: &Header) -> copy::Short<'_> {
    copy::Short {
        keyword: header.keyword.as_deref(),
        version: header.version.as_deref(),
        category: header.category.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers() {
        let header = Header::of(
            b"\x16\x16\x01W2870\x1fasian",
            "f l\u{13}\u{11} BC-XX--Clock-Tower 3rdLd-Writethru   11-13 0049",
        );
        assert_eq!((header.number.as_str(), header.selector.as_str()), ("W2870", "asian"));
        assert_eq!(
            (header.keyword.as_deref(), header.version.as_deref()),
            (Some("BC-XX--Clock-Tower"), Some("3rdLd-Writethru"))
        );
        assert_eq!(
            (header.day, header.words.as_deref(), header.tabular),
            (Some((11, 13)), Some("49"), false)
        );
        let header = Header::of(b"s0284-----", "r s\u{14}\u{12} BC-BBO--Glance     02-29 ");
        assert_eq!(
            (header.selector.as_str(), header.day, header.words, header.tabular),
            ("", Some((2, 29)), None, true)
        );
        assert_eq!(Header::of(b"V9991", "Mill burns down in Oxtown").keyword, None);
    }

    #[test]
    fn what_opens_a_frame() {
        for line in ["\x16\x16\x01V9991\x1fbc-us", "\x01a123", "\0\x16\x01F0001"] {
            assert!(opens(line.as_bytes(), false), "{line:?}");
        }
        for line in ["V9991", "V9991asian", "s0284-----"] {
            assert!(opens(line.as_bytes(), true) && !opens(line.as_bytes(), false), "{line:?}");
        }
        for line in ["", "\x01eca0001 3 i 380", "\x01CANTERBURY", "A1234 sold in Oxtown", "V99"] {
            assert!(!opens(line.as_bytes(), true), "{line:?}");
        }
    }
}
