//! The key under which a name is looked up, however it is written.

use unicode_normalization::UnicodeNormalization;

/// The look-up key of a name: lower case, no accents, full stops or apostrophes, `St` for Saint,
/// single spaces for everything else but Arabic and Cyrillic letters and Chinese characters. `data/build_places.py` folds the same way.
pub fn fold(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    if name.is_ascii() {
        name.bytes().for_each(|b| push_folded(&mut key, b as char));
    } else {
        name.nfkd().for_each(|c| push_folded(&mut key, c));
    }
    key.truncate(key.trim_end().len());
    if key.contains("saint") || key.starts_with("ft ") || key.starts_with("mt ") || key.contains(" mt ") {
        let words: Vec<&str> = key.split(' ').map(long_form).collect();
        return words.join(" ");
    }
    key
}

fn push_folded(key: &mut String, c: char) {
    match c {
        'a'..='z' | '0'..='9' => key.push(c),
        // Arabic: one form of alif, ya and ta marbuta; the vowel signs fall with other accents.
        'أ' | 'إ' | 'آ' => key.push('ا'),
        'ى' => key.push('ي'),
        'ة' => key.push('ه'),
        'ء'..='غ' | 'ف'..='ي' => key.push(c),
        'ـ' | '\u{64b}'..='\u{655}' => {}
        '\u{400}'..='\u{4ff}' => key.extend(c.to_lowercase()),
        '一'..='鿿' => key.push(c),
        'A'..='Z' => key.push(c.to_ascii_lowercase()),
        '.' | '\'' | '`' | '’' | '‘' | 'ʻ' | 'ʼ' | '\u{300}'..='\u{36f}' => {}
        'ø' | 'Ø' => key.push('o'),
        'ł' | 'Ł' => key.push('l'),
        'đ' | 'Đ' | 'ð' => key.push('d'),
        'ı' => key.push('i'),
        'ß' => key.push_str("ss"),
        'æ' | 'Æ' => key.push_str("ae"),
        'œ' | 'Œ' => key.push_str("oe"),
        'þ' | 'Þ' => key.push_str("th"),
        _ if key.ends_with(' ') || key.is_empty() => {}
        _ => key.push(' '),
    }
}

fn long_form(word: &str) -> &str {
    match word {
        "saint" => "st",
        "sainte" => "ste",
        "ft" => "fort",
        "mt" => "mount",
        _ => word,
    }
}
