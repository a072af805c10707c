//! What the SGML news formats share: the loop over records, tags, character references.
//!
//! The files are SGML of the 1980s and 90s: one huge file of records, references to control
//! characters that XML forbids, undeclared entities, end tags left out. It knows no tag's meaning.

use super::Sink;
use crate::error::Result;
use crate::source::records::Records;
use crate::story::Story;
use std::borrow::Cow;
use std::io::BufRead;

/// Reads every record from `open` to `close` with `story`, which gets its bytes and first line.
/// Records are counted from 1, those that cannot be read too: a damaged one shifts no other.
pub fn each_record(
    bytes: &mut dyn BufRead,
    (open, close): (&str, &str),
    sink: &mut dyn Sink,
    mut story: impl FnMut(&[u8], u64) -> Story,
) -> Result<()> {
    let mut records = Records::new(bytes);
    for number in 1_u64.. {
        match records.next_between(open.as_bytes(), close.as_bytes()) {
            Ok(None) => break,
            Ok(Some(record)) => {
                let mut story = story(record.bytes, record.line);
                story.source.member = Some(format!("#{number}"));
                if sink.story(story).is_break() {
                    break;
                }
            }
            Err(error) => {
                if records.broken() {
                    return Err(error);
                }
                sink.problem(error.at_member(Some(format!("#{number}"))));
            }
        }
    }
    Ok(())
}

/// A start or end tag in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'t> {
    /// Name as written, without `/`.
    pub name: &'t str,
    /// What follows the name, up to `>`.
    pub attributes: &'t str,
    /// It is an end tag.
    pub closing: bool,
    /// Offset of `<`.
    pub start: usize,
    /// Offset after `>`.
    pub end: usize,
}

/// The next tag at or after `from`. A `<` that opens no tag (`a < b`, `<!-- -->`) is passed over.
pub fn next_tag(text: &str, mut from: usize) -> Option<Tag<'_>> {
    let bytes = text.as_bytes();
    loop {
        let start = from + memchr::memchr(b'<', bytes.get(from..)?)?;
        let closing = bytes.get(start + 1) == Some(&b'/');
        let name_at = start + 1 + usize::from(closing);
        let name_len = bytes[name_at..].iter().take_while(|b| is_name(**b)).count();
        let first = bytes.get(name_at).copied().unwrap_or(b' ');
        from = start + 1;
        if name_len == 0 || !first.is_ascii_alphanumeric() {
            continue;
        }
        let name_end = name_at + name_len;
        let rest = &bytes[name_end..];
        if !matches!(rest.first(), Some(b'>' | b' ' | b'\n' | b'\t' | b'\r' | b'/')) {
            continue;
        }
        // A tag is closed before the next one opens.
        let Some(length) = memchr::memchr2(b'>', b'<', rest) else { continue };
        if rest[length] == b'<' {
            continue;
        }
        let (name, attributes) = (&text[name_at..name_end], &text[name_end..name_end + length]);
        return Some(Tag { name, attributes, closing, start, end: name_end + length + 1 });
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// The value of an attribute in [`Tag::attributes`], quoted or not; names without regard to case.
pub fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = attributes;
    while let Some(equals) = rest.find('=') {
        let key = rest[..equals].trim().rsplit(char::is_whitespace).next().unwrap_or("");
        let value = rest[equals + 1..].trim_start();
        let (value, after) = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let inner = &value[1..];
                inner.split_once(char::from(*quote)).unwrap_or((inner, ""))
            }
            _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value.trim());
        }
        rest = after;
    }
    None
}

/// Entities that news SGML uses beyond (or otherwise than) HTML: FR and FBIS files of the TREC
/// disks write a space as `&blank;` and never declare it.
const ENTITIES: &[(&str, &str)] = &[
    ("lt", "<"),
    ("gt", ">"),
    ("amp", "&"),
    ("quot", "\""),
    ("apos", "'"),
    ("blank", " "),
    // Typesetting marks of the New York Times's wire in AQUAINT and Gigaword.
    ("UR", " "),
    ("LR", " "),
    ("QL", " "),
    ("QC", " "),
    ("QR", " "),
    ("HT", " "),
    ("MD", "—"),
    ("hyph", "-"),
    ("cir", "○"),
    ("mu", "µ"),
    ("rsquo", "’"),
    ("LSQB", "["),
    ("RSQB", "]"),
];

/// Resolves character references. References to control characters, forbidden in a story, become
/// a space (a newline for `&#10;` and `&#13;`); unknown entities stay as they are.
pub fn unescape(text: &str) -> Cow<'_, str> {
    let Some(mut at) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    loop {
        out.push_str(&text[done..at]);
        done = at + reference(&text[at..], &mut out);
        match memchr::memchr(b'&', &text.as_bytes()[done..]) {
            Some(next) => at = done + next,
            None => break,
        }
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// Writes what the reference at the start of `text` means; returns how many bytes it took.
fn reference(text: &str, out: &mut String) -> usize {
    let name_len =
        text.as_bytes()[1..].iter().take(32).take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
    let name = &text[1..1 + name_len];
    if name_len == 0 || text.as_bytes().get(1 + name_len) != Some(&b';') {
        out.push('&');
        return 1;
    }
    let taken = name_len + 2;
    if let Some(digits) = name.strip_prefix('#') {
        return match number(digits) {
            // A terminal's escape sequence, `ESC [ B`, goes as a whole.
            Some(27) => taken + escape_sequence(&text[taken..]),
            Some(code) => {
                let character = character(code);
                if !(character == ' ' && out.ends_with(' ')) {
                    out.push(character);
                }
                taken
            }
            None => keep(text, taken, out),
        };
    }
    // AQUAINT writes the wire's control characters as `&Cx1f;`.
    if name.len() == 4 && name.starts_with("Cx") && name[2..].bytes().all(|b| b.is_ascii_hexdigit()) {
        if !out.ends_with(' ') {
            out.push(' ');
        }
        return taken;
    }
    if let Some((_, meaning)) = ENTITIES.iter().find(|(known, _)| *known == name) {
        out.push_str(meaning);
    } else {
        out.push_str(&htmlize::unescape(&text[..taken]));
    }
    taken
}

fn keep(text: &str, taken: usize, out: &mut String) -> usize {
    out.push_str(&text[..taken]);
    taken
}

fn number(digits: &str) -> Option<u32> {
    match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    }
}

/// The character of a code; 128 to 159 are read as windows-1252, as browsers do.
fn character(code: u32) -> char {
    match code {
        10 | 13 => '\n',
        0..=31 | 127 => ' ',
        128..=159 => {
            let byte = [u8::try_from(code).unwrap_or(b' ')];
            let text = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0;
            text.chars().next().filter(|c| !c.is_control()).unwrap_or(' ')
        }
        _ => char::from_u32(code).unwrap_or('\u{fffd}'),
    }
}

fn escape_sequence(after: &str) -> usize {
    match after.as_bytes() {
        [b'[', letter, ..] if letter.is_ascii_alphabetic() => 2,
        _ => 0,
    }
}

/// Resolves references and puts all on one line, with single spaces.
pub fn one_line(text: &str) -> String {
    let text = unescape(text);
    let mut line = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// An element's text on one line, mark-up out.
pub fn plain(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut at = 0;
    while let Some(tag) = next_tag(content, at) {
        out.push_str(&content[at..tag.start]);
        out.push(' ');
        at = tag.end;
    }
    out.push_str(&content[at..]);
    one_line(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_text() {
        let text = "a < b <BP stands <!-- x --> <1ST_LINE>r</1ST_LINE> <F P=100>";
        let mut at = 0;
        let mut names = Vec::new();
        while let Some(tag) = next_tag(text, at) {
            names.push((tag.name, tag.closing));
            at = tag.end;
        }
        assert_eq!(names, [("1ST_LINE", false), ("1ST_LINE", true), ("F", false)]);
    }

    #[test]
    fn attributes_in_any_quotes() {
        let attributes = r#" TYPE="BRIEF" id='x y' n=3"#;
        assert_eq!(attribute(attributes, "type"), Some("BRIEF"));
        assert_eq!(attribute(attributes, "ID"), Some("x y"));
        assert_eq!(attribute(attributes, "n"), Some("3"));
        assert_eq!(attribute(attributes, "other"), None);
    }

    #[test]
    fn references() {
        assert_eq!(
            unescape("Q&amp;A &lt;BP> AT&T &nosuch; a&blank;b &#3;&#27;[Bc"),
            "Q&A <BP> AT&T &nosuch; a b c"
        );
        assert_eq!(unescape("&#146;s &#x41; &lsqb;x&rsqb; &AMP; &eacute; &#;"), "’s A [x] & é &#;");
        assert_eq!(unescape("r i &Cx13;&Cx11; BC-Kite&UR;x&Cxyz;"), "r i  BC-Kite x&Cxyz;");
        assert!(matches!(unescape("plain"), Cow::Borrowed(_)));
    }
}
