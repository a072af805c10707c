//! Bytes to text: byte-order mark, declared charset, UTF-8, windows-1252; control characters out.
//!
//! Text that is UTF-8 and clean already, as nearly all is, is borrowed from the bytes.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Text and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text, byte-order mark removed, controls not yet touched.
    pub text: Cow<'b, str>,
    /// Name of the charset used (`UTF-8`, `windows-1252` …).
    pub charset: &'static str,
    /// It was neither declared nor valid UTF-8, or it differs from what was declared.
    pub guessed: bool,
    /// Bytes that fit no charset were replaced by U+FFFD.
    pub lossy: bool,
}

/// Decodes `bytes`: BOM, then `declared` if the bytes are valid in it, then UTF-8, then windows-1252.
///
/// Two liars are seen through: text declared as a single-byte charset that is valid UTF-8 beyond
/// ASCII is UTF-8 (no Latin text is so by chance), and so is text with a stray byte or two among
/// many good UTF-8 sequences (those bytes are lost).
pub fn decode<'b>(bytes: &'b [u8], declared: Option<&str>) -> Decoded<'b> {
    let declared = declared.and_then(|label| Encoding::for_label_no_replacement(label.trim().as_bytes()));
    if let Some((charset, mark)) = Encoding::for_bom(bytes).or_else(|| utf_16_unmarked(bytes)) {
        let (text, lossy) = charset.decode_without_bom_handling(&bytes[mark..]);
        return Decoded { text, charset: charset.name(), guessed: false, lossy };
    }
    let utf_8 = std::str::from_utf8(bytes).ok();
    match (declared, utf_8) {
        (None, Some(text)) => sure(text, UTF_8, false),
        (Some(charset), Some(text)) if charset == UTF_8 => sure(text, UTF_8, false),
        (Some(charset), Some(text)) if bytes.is_ascii() && charset.is_ascii_compatible() => {
            // ISO-2022-JP is all ASCII, with escapes.
            if memchr::memchr(0x1b, bytes).is_none() {
                sure(text, charset, false)
            } else {
                by(charset, bytes)
            }
        }
        (Some(charset), Some(text)) if charset.is_single_byte() => sure(text, UTF_8, true),
        (Some(charset), _) => by(charset, bytes),
        (None, None) => fallback(bytes),
    }
}

fn sure<'b>(text: &'b str, charset: &'static Encoding, guessed: bool) -> Decoded<'b> {
    Decoded { text: Cow::Borrowed(text), charset: charset.name(), guessed, lossy: false }
}

/// As declared, if the bytes are valid in it. UTF-16 without a zero byte is a lie: no text lacks
/// all line ends, blanks and digits.
fn by<'b>(charset: &'static Encoding, bytes: &'b [u8]) -> Decoded<'b> {
    let wide = charset == UTF_16LE || charset == UTF_16BE;
    let text = if wide && memchr::memchr(0, bytes).is_none() {
        None
    } else {
        charset.decode_without_bom_handling_and_without_replacement(bytes)
    };
    match (text, std::str::from_utf8(bytes)) {
        (Some(text), _) => Decoded { text, charset: charset.name(), guessed: false, lossy: false },
        (None, Ok(text)) => sure(text, UTF_8, true),
        (None, Err(_)) => fallback(bytes),
    }
}

/// Neither declared (in truth) nor UTF-8.
fn fallback(bytes: &[u8]) -> Decoded<'_> {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    let (charset, lossy) = if good > 4 * bad { (UTF_8, true) } else { (WINDOWS_1252, false) };
    let (text, _) = charset.decode_without_bom_handling(bytes);
    Decoded { text, charset: charset.name(), guessed: true, lossy }
}

/// `<` in UTF-16 without a mark, as some XML writers leave it.
fn utf_16_unmarked(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    match bytes {
        [b'<', 0, second, 0, ..] if *second != 0 => Some((UTF_16LE, 0)),
        [0, b'<', 0, second, ..] if *second != 0 => Some((UTF_16BE, 0)),
        _ => None,
    }
}

/// Bytes of a file in which a charset is declared, if it is.
const DECLARED_WITHIN: usize = 4096;

/// The charset that the head of a document declares: `encoding=` in an XML declaration, `charset=`
/// in an HTML `<meta>`.
pub fn declared_in(head: &[u8]) -> Option<&str> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let head = &head[..head.len().min(DECLARED_WITHIN)];
    let head = head.trim_ascii_start();
    if head.starts_with(b"<?xml") {
        let end = memchr::memmem::find(head, b"?>").unwrap_or(head.len());
        if let Some(label) = label_after(&head[..end], b"encoding") {
            return Some(label);
        }
    }
    for at in memchr::memchr_iter(b'<', head) {
        let tag = &head[at..];
        if tag.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"<meta")) {
            let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
            if let Some(label) = label_after(&tag[..end], b"charset") {
                return Some(label);
            }
        }
    }
    None
}

/// The value of `name=`, in quotes or bare.
fn label_after<'h>(tag: &'h [u8], name: &[u8]) -> Option<&'h str> {
    let at = tag.windows(name.len()).position(|part| part.eq_ignore_ascii_case(name))?;
    let value = tag[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_.:+".contains(b)));
    let label = &value[..end.unwrap_or(value.len())];
    std::str::from_utf8(label).ok().filter(|label| !label.is_empty())
}

/// Drops or replaces the control characters a story must not carry: all of C0 and C1 but `\n` and
/// `\t`, DEL, and U+FEFF. What ends a line, page or unit (`\r\n`, `\r`, VT, FF, FS, GS, RS, NEL)
/// becomes `\n`; the rest goes. Borrows when there is nothing to do.
pub fn clean(text: &str) -> Cow<'_, str> {
    // Line ends apart: in a file from Windows they are many, all else is rare.
    match unix_lines(text) {
        Cow::Borrowed(text) => without_controls(text),
        Cow::Owned(text) => match without_controls(&text) {
            Cow::Owned(clean) => Cow::Owned(clean),
            Cow::Borrowed(_) => Cow::Owned(text),
        },
    }
}

/// `\r\n` and `\r` as `\n`.
fn unix_lines(text: &str) -> Cow<'_, str> {
    let mut from = 0;
    let mut lines = String::new();
    for at in memchr::memchr_iter(b'\r', text.as_bytes()) {
        if from == 0 {
            lines.reserve(text.len());
        }
        lines.push_str(&text[from..at]);
        from = at + 1;
        if text.as_bytes().get(from) != Some(&b'\n') {
            lines.push('\n');
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    lines.push_str(&text[from..]);
    Cow::Owned(lines)
}

fn without_controls(text: &str) -> Cow<'_, str> {
    let Some(first) = next_dirty(text.as_bytes(), 0) else {
        return Cow::Borrowed(text);
    };
    let mut clean = String::with_capacity(text.len());
    let (mut from, mut dirty) = (0, Some(first));
    while let Some(at) = dirty {
        clean.push_str(&text[from..at]);
        let (length, ends_line) = match &text.as_bytes()[at..] {
            [0x0b | 0x0c | 0x1c..=0x1e, ..] => (1, true),
            [0xc2, 0x85, ..] => (2, true),
            [0xc2, ..] => (2, false),
            [0xef, ..] => (3, false),
            _ => (1, false),
        };
        if ends_line {
            clean.push('\n');
        }
        from = at + length;
        dirty = next_dirty(text.as_bytes(), from);
    }
    clean.push_str(&text[from..]);
    Cow::Owned(clean)
}

/// Bytes looked at in one go, so that the compiler can look at them at once.
const STRIDE: usize = 64;

/// Where the next character to drop or replace starts.
fn next_dirty(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    for part in bytes.get(from..)?.chunks(STRIDE) {
        if part.iter().fold(false, |any, b| any | suspicious(*b)) {
            for (offset, byte) in part.iter().enumerate() {
                if suspicious(*byte) && is_dirty(&bytes[at + offset..]) {
                    return Some(at + offset);
                }
            }
        }
        at += part.len();
    }
    None
}

/// A control, or the first byte of one.
fn suspicious(byte: u8) -> bool {
    ((byte < 0x20) & (byte != b'\n') & (byte != b'\t')) | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xef)
}

fn is_dirty(rest: &[u8]) -> bool {
    match rest {
        [0xc2, second, ..] => (0x80..=0x9f).contains(second),
        [0xef, second, third, ..] => (*second, *third) == (0xbb, 0xbf),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes, declared; text, charset, guessed, lossy.
    type Case = (&'static [u8], Option<&'static str>, &'static str, &'static str, bool, bool);

    #[test]
    fn charsets_by_mark_declaration_and_content() {
        let cases: &[Case] = &[
            (b"plain", None, "plain", "UTF-8", false, false),
            (b"plain", Some("iso-8859-1"), "plain", "windows-1252", false, false),
            ("Málaga".as_bytes(), None, "Málaga", "UTF-8", false, false),
            (b"\xef\xbb\xbfMark", Some("latin1"), "Mark", "UTF-8", false, false),
            (b"\xff\xfeH\0i\0", None, "Hi", "UTF-16LE", false, false),
            (b"\xfe\xff\0H\0i", Some("utf-8"), "Hi", "UTF-16BE", false, false),
            (b"\xff\xfeH\0i", None, "H\u{fffd}", "UTF-16LE", false, true),
            (b"<\0?\0", None, "<?", "UTF-16LE", false, false),
            (b"M\xe1laga", None, "Málaga", "windows-1252", true, false),
            (b"M\xe1laga", Some("ISO-8859-1"), "Málaga", "windows-1252", false, false),
            (b"M\xe1laga", Some("utf-8"), "Málaga", "windows-1252", true, false),
            (b"\xc0\xd2\xcd", Some("windows-1251"), "АТН", "windows-1251", false, false),
            ("Málaga".as_bytes(), Some("ISO-8859-1"), "Málaga", "UTF-8", true, false),
            (b"plain", Some("utf-16"), "plain", "UTF-8", true, false),
            (b"plain", Some("no-such-charset"), "plain", "UTF-8", false, false),
            (b"\x93quoted\x94 \x96", None, "“quoted” –", "windows-1252", true, false),
            (b"\x1b$B$\"\x1b(B", Some("iso-2022-jp"), "あ", "ISO-2022-JP", false, false),
        ];
        for (bytes, declared, text, charset, guessed, lossy) in cases {
            let got = decode(bytes, *declared);
            let want = Decoded { text: Cow::Borrowed(text), charset, guessed: *guessed, lossy: *lossy };
            assert_eq!(got, want, "{bytes:?} as {declared:?}");
        }
        let torn = [("é".repeat(50)).as_bytes(), b"\xff"].concat();
        let got = decode(&torn, None);
        assert_eq!((got.charset, got.guessed, got.lossy), ("UTF-8", true, true));
    }

    #[test]
    fn declarations_are_found() {
        for (head, want) in [
            ("<?xml version='1.0' encoding='ISO-8859-1'?><a encoding='x'/>", Some("ISO-8859-1")),
            ("\u{feff}<?xml version=\"1.0\" encoding = \"utf-8\" ?>", Some("utf-8")),
            ("<?xml version='1.0'?><doc encoding='latin1'>", None),
            ("<html><META HTTP-EQUIV=\"Content-Type\" content=\"text/html; charset=Big5\">", Some("Big5")),
            ("<head><meta name=x><meta charset=windows-1251></head>", Some("windows-1251")),
            ("the charset=utf-8 of a story", None),
            ("<meta charset=", None),
        ] {
            assert_eq!(declared_in(head.as_bytes()), want, "{head}");
        }
    }

    #[test]
    fn controls_go_and_line_ends_are_one() {
        for (text, want) in [
            ("a\r\nb\rc\n\td", "a\nb\nc\n\td"),
            ("\r\r\n\r", "\n\n\n"),
            ("\u{feff}one\u{feff}", "one"),
            ("bell\x07 del\x7f nul\0 csi\u{9b}31m", "bell del nul csi31m"),
            ("page\x0cnext\u{85}line", "page\nnext\nline"),
            ("£ and ， and € stay", "£ and ， and € stay"),
        ] {
            assert_eq!(clean(text), want);
            let long = format!("{}{text}", "é-".repeat(100));
            assert_eq!(clean(&long), format!("{}{want}", "é-".repeat(100)));
        }
        assert!(matches!(clean("£ stays, tab\t too\n"), Cow::Borrowed(_)));
    }
}
