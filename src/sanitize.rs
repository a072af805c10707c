//! What a terminal may be shown: no character of a story may steer it.
//!
//! Control characters move cursors and change titles; embeddings, overrides and isolates turn the text of a whole line
//! around. Text outputs show a stand-in for these and for nothing else: joiners stand inside words of Persian and
//! Hindi and hold emoji together, zero-width spaces part the words of Khmer and Thai, marks of direction, soft hyphens
//! and variation selectors belong to their text. JSON writes all that nobody sees as escapes, which lose nothing.

/// Characters that steer and are no controls, by Unicode: line and paragraph separators, bidi embeddings and
/// overrides, isolates and what came before them, marks of interlinear text, the tag of a language.
const STEERING: &[(char, char)] = &[
    ('\u{2028}', '\u{202E}'),
    ('\u{2066}', '\u{206F}'),
    ('\u{FFF9}', '\u{FFFB}'),
    ('\u{E0001}', '\u{E0001}'),
];

/// Invisible characters that are not controls, by Unicode: those above, fillers and joiners, bidi marks, tags.
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

fn is_in(c: char, ranges: &[(char, char)]) -> bool {
    c > '\u{A0}' && ranges.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// True for a character that must not reach a terminal as it is.
pub fn steers(c: char) -> bool {
    c.is_control() || is_in(c, STEERING)
}

/// True for a character that nobody sees: what steers, and what is harmless but may hide in a name.
pub fn is_unseen(c: char) -> bool {
    c.is_control() || is_in(c, INVISIBLE)
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

/// The character where all stands on one line: line ends of every kind and tabs are spaces.
pub fn flat(c: char) -> char {
    match c {
        '\n' | '\t' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        c => visible(c),
    }
}

/// A text on one line, safe to show.
pub fn line(text: &str) -> String {
    text.chars().map(flat).collect()
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
        let hostile = "a\x1b[31mb\u{202e}c\u{2066}d\u{9b}e\x7f\u{206a}\n\u{2028}";
        assert_eq!(line(hostile), "a␛[31mb�c�d�e␡�  ");
        for c in '\0'..=char::MAX {
            assert!(!steers(visible(c)), "{c:?}");
            // What steers is unseen, so that it is escaped where there are escapes.
            assert!(is_unseen(c) || !steers(c), "{c:?}");
        }
        // Every control of bidi text that reaches beyond its neighbours.
        for c in "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}".chars() {
            assert!(steers(c), "{c:?}");
        }
    }

    #[test]
    fn words_of_all_scripts_stay_whole() {
        for text in [
            "Málaga — “東京” e\u{301}",
            "می\u{200c}خواهم",
            "क्\u{200d}ष श्री\u{200c}मान",
            "👩\u{200d}🚒 👍\u{fe0f} 👩\u{1f3fd}\u{200d}⚕\u{fe0f}",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
            "ភាសា\u{200b}ខ្មែរ",
            "עברית\u{200f}!",
            "co\u{ad}operate",
            "葛\u{e0100}城",
        ] {
            assert_eq!(line(text), text);
        }
    }
}
