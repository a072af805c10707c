//! What a terminal may be shown: no character of a story may steer it.
//!
//! Control characters move cursors and change titles, bidi marks turn text around, zero-width ones
//! hide in names. Text outputs show a stand-in; JSON writes them as escapes, which lose nothing.

/// Invisible characters that are not controls, by Unicode: fillers and joiners, bidi marks, isolates
/// and overrides, interlinear marks, tags. Variation selectors are left alone: emoji need them.
const INVISIBLE: &[(char, char)] = &[
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{2028}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFFB}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
];

/// True for a character that must not reach a terminal as it is.
pub fn steers(c: char) -> bool {
    c.is_control() || (c > '\u{A0}' && INVISIBLE.iter().any(|(first, last)| (*first..=*last).contains(&c)))
}

/// The character, or its stand-in: a control picture (`␛`), else `�`.
pub fn visible(c: char) -> char {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'),
        '\x7f' => '␡',
        c if steers(c) => '\u{FFFD}',
        c => c,
    }
}

/// A text on one line, safe to show; line ends and tabs are spaces.
pub fn line(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\t' | '\r') { ' ' } else { visible(c) }).collect()
}

/// A text of several lines, safe to show; line ends stay.
pub fn lines(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_after() {
        let hostile = "a\x1b[31mb\u{202e}c\u{200b}d\u{9b}e\x7f\u{e0041}\n";
        assert_eq!(line(hostile), "a␛[31mb�c�d�e␡� ");
        for c in '\0'..=char::MAX {
            assert!(!steers(visible(c)), "{c:?}");
        }
        assert_eq!(line("Málaga — “東京” 👍\u{fe0f} e\u{301}"), "Málaga — “東京” 👍\u{fe0f} e\u{301}");
    }
}
