//! What characters beyond ASCII fold to: accents off, ligatures apart, case away.
//!
//! By compatibility decomposition (UAX #15) without combining marks, plus the letters that do not
//! decompose. Scripts whose marks carry vowels keep them.

use unicode_normalization::char::decompose_compatible;

/// Letters that Unicode does not decompose, and what wires write for them.
static UNDECOMPOSED: &[(char, &str)] = &[
    ('Æ', "ae"),
    ('Ð', "d"),
    ('Ø', "o"),
    ('Þ', "th"),
    ('ß', "ss"),
    ('æ', "ae"),
    ('ð', "d"),
    ('ø', "o"),
    ('þ', "th"),
    ('Đ', "d"),
    ('đ', "d"),
    ('Ħ', "h"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ĸ', "k"),
    ('Ł', "l"),
    ('ł', "l"),
    ('Ŋ', "n"),
    ('ŋ', "n"),
    ('Œ', "oe"),
    ('œ', "oe"),
    ('Ŧ', "t"),
    ('ŧ', "t"),
    ('Ə', "a"),
    ('ə', "a"),
    ('ẞ', "ss"),
];

/// May stand in a word (fractions may not: `5½` is the number 5).
pub(super) fn is_word(char: char) -> bool {
    (char.is_alphanumeric() || is_mark(char)) && !is_fraction(char) && !is_apostrophe(char)
}

/// Apostrophes, and the letters by which transliterations write the glottal stop.
pub(super) fn is_apostrophe(char: char) -> bool {
    matches!(char, '’' | '‘' | 'ʼ' | '＇' | 'ʻ' | 'ʾ' | 'ʿ' | 'ʹ')
}

/// Soft hyphens and joiners: as if they were not there.
pub(super) fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// A character that is a word by itself: ideographs and kana.
pub(super) fn stands_alone(char: char) -> bool {
    matches!(char,
        '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Appends the folded character.
pub(super) fn push(char: char, word: &mut String) {
    if let Ok(at) = UNDECOMPOSED.binary_search_by_key(&char, |row| row.0) {
        word.push_str(UNDECOMPOSED[at].1);
        return;
    }
    decompose_compatible(char, |part| {
        if !is_mark(part) && part.is_alphanumeric() {
            word.extend(part.to_lowercase().filter(|c| !is_mark(*c)));
        }
    });
}

/// Accents and points that may be dropped without changing the word for a searcher.
fn is_mark(char: char) -> bool {
    matches!(char,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

fn is_fraction(char: char) -> bool {
    matches!(char, '¼' | '½' | '¾' | '\u{2150}'..='\u{215f}' | '\u{2189}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_for_its_search() {
        assert!(UNDECOMPOSED.windows(2).all(|w| w[0].0 < w[1].0));
    }
}
