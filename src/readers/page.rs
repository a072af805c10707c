//! All the bytes of a one-story file as clean text, and what its path says: a date, a desk.
//!
//! Shared by the readers of plain text. It knows no format.

use crate::date::{Precision, Stamp};
use crate::error::Result;
use crate::source::decode::{clean, decode};
use crate::source::records::read_all;
use crate::story::Story;
use jiff::civil::Date;
use std::borrow::Cow;
use std::io::BufRead;

/// A story longer than this is no story.
const LONGEST: u64 = 64 << 20;

/// Reads a file of one story.
pub(super) fn bytes(from: &mut dyn BufRead) -> Result<Vec<u8>> {
    read_all(from, LONGEST)
}

/// Decodes and cleans; charsets that had to be guessed leave a note.
pub(super) fn text(bytes: &[u8], declared: Option<&str>, story: &mut Story) -> String {
    let decoded = decode(bytes, declared);
    if decoded.guessed {
        story.note("charset-guessed", None, format!("read as {}", decoded.charset));
    }
    if decoded.lossy {
        story.note("characters-lost", None, "some bytes fit no charset and were replaced");
    }
    let text = clean(&decoded.text);
    // No-break spaces of web pages: words must part there.
    if text.contains('\u{a0}') { text.replace('\u{a0}', " ") } else { text.into_owned() }
}

/// A line whose tabs, but those before its words, are the spaces of columns: fields hold no tab.
pub(super) fn without_inner_tabs(line: &str) -> Cow<'_, str> {
    let words = line.trim_start();
    if !words.contains('\t') {
        return Cow::Borrowed(line);
    }
    Cow::Owned(format!("{}{}", &line[..line.len() - words.len()], words.trim_end().replace('\t', "   ")))
}

/// Fills from the path what the text does not say: the date, and the folder as a desk.
pub(super) fn from_path(story: &mut Story, path: &str) {
    from_path_date(story, path);
    if story.desk_raw.is_empty()
        && let Some(folder) = desk_folder(path)
    {
        story.note("desk-from-folder", None, format!("no desk in the text; the folder is {folder}"));
        story.desk_raw.push(folder.to_owned());
    }
}

/// The date alone.
pub(super) fn from_path_date(story: &mut Story, path: &str) {
    if story.published.is_none()
        && let Some(stamp) = date_in(path)
    {
        story.note("date-from-path", None, format!("no date in the text; the path says {}", stamp.raw));
        story.published = Some(stamp);
    }
}

/// The folder the file is in, if it may be a word.
fn desk_folder(path: &str) -> Option<&str> {
    let folder = path.rsplit('/').nth(1)?;
    let word = (2..=30).contains(&folder.len())
        && folder.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '_' | ' ' | '&'));
    word.then_some(folder)
}

/// `1987/03/02/x.txt`, `2007-08-08-story.txt`, `19870302_x.txt`; `1987/03/x.txt` is a month and
/// `1987/x.txt` a year. The file's own name counts before its folders.
pub(super) fn date_in(path: &str) -> Option<Stamp> {
    let mut parts: Vec<&str> = path.split('/').collect();
    let file = parts.pop()?;
    if let Some(stamp) = day_in_name(file) {
        return Some(stamp);
    }
    if let Some(stamp) = parts.iter().rev().find_map(|folder| day_in_name(folder)) {
        return Some(stamp);
    }
    let at = parts.iter().rposition(|part| year(part).is_some())?;
    let month = parts.get(at + 1).and_then(|part| two_digits(part, 12));
    let day = parts.get(at + 2).filter(|_| month.is_some()).and_then(|part| two_digits(part, 31));
    let date = Date::new(year(parts[at])?, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let (precision, depth) = match (month, day) {
        (Some(_), Some(_)) => (Precision::Day, 3),
        (Some(_), None) => (Precision::Month, 2),
        _ => (Precision::Year, 1),
    };
    Some(Stamp { precision, ..Stamp::day(date, parts[at..at + depth].join("/")) })
}

/// A whole day in a file's or folder's name: eight digits, with or without separators.
fn day_in_name(name: &str) -> Option<Stamp> {
    let bytes = name.as_bytes();
    let fresh = |at: usize| at == 0 || !bytes[at - 1].is_ascii_digit();
    (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit() && fresh(at)).find_map(|at| {
        let length = [10, 8].into_iter().find(|&n| is_day(bytes.get(at..at + n).unwrap_or(b"")))?;
        let raw = name.get(at..at + length)?;
        if bytes.get(at + length).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
        let date = Date::new(year(&digits[..4])?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?);
        Some(Stamp::day(date.ok()?, raw))
    })
}

fn is_day(bytes: &[u8]) -> bool {
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let separated = bytes.len() == 10 && bytes[4] == bytes[7] && matches!(bytes[4], b'-' | b'_' | b'.');
    digits == 8 && (bytes.len() == 8 || separated)
}

fn year(part: &str) -> Option<i16> {
    let year = part.parse().ok().filter(|_| part.len() == 4)?;
    (1800..2100).contains(&year).then_some(year)
}

fn two_digits(part: &str, highest: i8) -> Option<i8> {
    let number: i8 = part.parse().ok().filter(|_| part.len() <= 2)?;
    (1..=highest).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_paths() {
        for (path, want) in [
            ("1987/03/02/x.txt", Some("1987-03-02")),
            ("2007-08-08-story.txt", Some("2007-08-08")),
            ("19870302_x.txt", Some("1987-03-02")),
            ("a/1987_03_02.txt", Some("1987-03-02")),
            ("1999/2007-08-08/x.txt", Some("2007-08-08")),
            ("wires/1987/03/x.txt", Some("1987-03")),
            ("wires/1987/x.txt", Some("1987")),
            ("wires/1987/99/x.txt", Some("1987")),
            ("x.txt", None),
            ("19871399.txt", None),
            ("198703021.txt", None),
            ("12345/000001.txt", None),
            ("sport/001.txt", None),
        ] {
            assert_eq!(date_in(path).map(|s| s.print()).as_deref(), want, "{path}");
        }
    }

    #[test]
    fn folders_that_may_be_desks() {
        assert_eq!(desk_folder("bbc/sport/001.txt"), Some("sport"));
        assert_eq!(desk_folder("1987/03/x.txt"), None);
        assert_eq!(desk_folder("x.txt"), None);
    }
}
