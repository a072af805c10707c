//! Paths as text and back. Names need not be UTF-8; text that is written down, shown and asked for has to be.
//!
//! A byte that is not UTF-8 becomes `\xNN`. A backslash in a name that begins what looks like this becomes `\x5C`, so that
//! no two names give the same text, and every text gives its name again.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Letters of an escaped byte: `\xNN`.
const ESCAPE: usize = 4;

/// A name as text.
pub fn text_of(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        let mut valid = chunk.valid();
        while let Some((before, rest)) = valid.split_once('\\') {
            text.push_str(before);
            let looks_escaped = escaped(&valid.as_bytes()[before.len()..]).is_some();
            text.push_str(if looks_escaped { "\\x5C" } else { "\\" });
            valid = rest;
        }
        text.push_str(valid);
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

/// A path as text, its parts joined by `/`.
pub(super) fn slashed(path: &Path) -> String {
    let parts: Vec<String> = path.components().map(|part| text_of(part.as_os_str())).collect();
    parts.join("/")
}

/// A whole path as text.
pub fn whole_text(path: &Path) -> String {
    text_of(path.as_os_str())
}

/// The path that a text of [`text_of`], or several joined by `/`, was made from.
pub fn path_of(text: &str) -> PathBuf {
    let bytes = text.as_bytes();
    if !cfg!(unix) || !bytes.contains(&b'\\') {
        return PathBuf::from(text);
    }
    let (mut name, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let byte = escaped(&bytes[at..]);
        name.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { ESCAPE } else { 1 };
    }
    from_bytes(name)
}

/// The byte that is written as `\xNN` at the start of a text.
fn escaped(text: &[u8]) -> Option<u8> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    };
    match text {
        [b'\\', b'x', high, low, ..] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    }
}

#[cfg(unix)]
fn from_bytes(name: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    PathBuf::from(std::ffi::OsString::from_vec(name))
}

#[cfg(not(unix))]
fn from_bytes(name: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&name).into_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn a_byte_and_its_escape_are_two_names() {
        let text = |bytes: &[u8]| text_of(OsStr::from_bytes(bytes));
        assert_eq!(text(b"caf\xE9.txt"), "caf\\xE9.txt");
        assert_eq!(text(b"caf\\xE9.txt"), "caf\\x5CxE9.txt");
        assert_eq!(text(b"a\\b\\xe9\\x"), "a\\b\\xe9\\x");
        assert_eq!(text("caf\u{e9}".as_bytes()), "caf\u{e9}");
    }

    proptest::proptest! {
        #[test]
        fn every_name_comes_back(name in "[\\\\x5CE9\u{e9}a]{0,12}", cut in 0usize..12) {
            let mut bytes = name.into_bytes();
            bytes.truncate(cut);
            let name = OsStr::from_bytes(&bytes);
            proptest::prop_assert_eq!(path_of(&text_of(name)).into_os_string(), name);
        }
    }
}
