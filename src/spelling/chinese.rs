//! Chinese names in pinyin and in Wade-Giles: `Deng Xiaoping` and `Teng Hsiao-ping`.
//!
//! A syllable is an initial and a final. Wires leave out the apostrophes of Wade-Giles, so that `ch` there may be
//! any of four initials; what is no syllable of pinyin is left out.

use std::collections::BTreeSet;

/// Initials of pinyin and what Wade-Giles writes, without its apostrophes.
static INITIALS: &[(&str, &str)] = &[
    ("zh", "ch"),
    ("ch", "ch"),
    ("sh", "sh"),
    ("b", "p"),
    ("p", "p"),
    ("m", "m"),
    ("f", "f"),
    ("d", "t"),
    ("t", "t"),
    ("n", "n"),
    ("l", "l"),
    ("g", "k"),
    ("k", "k"),
    ("h", "h"),
    ("j", "ch"),
    ("q", "ch"),
    ("x", "hs"),
    ("r", "j"),
    ("z", "ts"),
    ("c", "ts"),
    ("s", "s"),
    ("y", "y"),
    ("w", "w"),
    ("", ""),
];

/// Finals likewise.
static FINALS: &[(&str, &str)] = &[
    ("iang", "iang"),
    ("iong", "iung"),
    ("uang", "uang"),
    ("ang", "ang"),
    ("eng", "eng"),
    ("ing", "ing"),
    ("ong", "ung"),
    ("ian", "ien"),
    ("iao", "iao"),
    ("uai", "uai"),
    ("uan", "uan"),
    ("ai", "ai"),
    ("an", "an"),
    ("ao", "ao"),
    ("ei", "ei"),
    ("en", "en"),
    ("er", "erh"),
    ("ia", "ia"),
    ("ie", "ieh"),
    ("in", "in"),
    ("iu", "iu"),
    ("ou", "ou"),
    ("ua", "ua"),
    ("ue", "ueh"),
    ("ui", "ui"),
    ("un", "un"),
    ("uo", "o"),
    ("a", "a"),
    ("e", "e"),
    ("i", "i"),
    ("o", "o"),
    ("u", "u"),
];

/// Syllables in which the two differ as a whole.
static SYLLABLES: &[(&str, &str)] = &[
    ("zhi", "chih"),
    ("chi", "chih"),
    ("shi", "shih"),
    ("ri", "jih"),
    ("zi", "tzu"),
    ("ci", "tzu"),
    ("si", "szu"),
    ("si", "ssu"),
    ("yan", "yen"),
    ("ye", "yeh"),
    ("yi", "i"),
    ("you", "yu"),
    ("yong", "yung"),
    ("gui", "kuei"),
    ("kui", "kuei"),
    ("de", "te"),
    ("de", "teh"),
    ("ge", "ko"),
    ("ke", "ko"),
    ("he", "ho"),
    ("guo", "kuo"),
    ("huo", "huo"),
];

/// Letters by which a word alone is known for a Chinese one: `tolan` could be cut in two, too.
static MARKS: &[&str] =
    &["x", "q", "zh", "hs", "ts", "tz", "iao", "iang", "ong", "uang", "ieh", "ien", "ueh", "ung", "uo"];

/// Most spellings of one syllable.
const MOST: usize = 6;
/// Most spellings of a name.
const MOST_WAYS: usize = 64;

/// Pinyin and Wade-Giles of what a syllable may be in either; `None` if it is none.
fn syllable(word: &str) -> Option<Vec<(String, String)>> {
    let mut found: Vec<(String, String)> = SYLLABLES
        .iter()
        .filter(|(pinyin, wade)| *pinyin == word || *wade == word)
        .map(|(pinyin, wade)| ((*pinyin).to_owned(), (*wade).to_owned()))
        .collect();
    for (initial, old_initial) in INITIALS {
        for (last, old_last) in FINALS {
            let is = |initial: &str, last: &str| word.strip_prefix(initial) == Some(last);
            if !(is(initial, last) || is(old_initial, old_last)) || !is_sound(initial, last) {
                continue;
            }
            let both = (format!("{initial}{last}"), format!("{old_initial}{old_last}"));
            let whole = SYLLABLES.iter().any(|(pinyin, _)| *pinyin == both.0);
            if !whole && !found.contains(&both) {
                found.push(both);
            }
        }
    }
    found.truncate(MOST);
    (!found.is_empty()).then_some(found)
}

/// j, q and x stand before i and u; zh, z, g and their kind do not stand before i and what follows it.
fn is_sound(initial: &str, last: &str) -> bool {
    match initial {
        "j" | "q" | "x" => last.starts_with(['i', 'u']),
        "zh" | "ch" | "sh" | "z" | "c" | "s" | "g" | "k" | "h" | "r" => !last.starts_with('i'),
        _ => true,
    }
}

/// Cuts a word in two syllables; the first possible cut.
fn two(word: &str) -> Option<(&str, &str)> {
    (1..word.len()).filter_map(|at| word.split_at_checked(at)).find(|(first, second)| {
        // A vowel in front of the second would have an apostrophe: Xi'an; `enlai` has one in front of the first.
        syllable(first).is_some()
            && syllable(second).is_some()
            && !second.starts_with(['a', 'e', 'o', 'i', 'u'])
    })
}

/// The name in the other spelling, with its given name in one word and in two; nothing for names that are not
/// Chinese. One syllable alone is no sign of China: it takes several.
pub(super) fn respelled(parts: &[&str]) -> Vec<Vec<String>> {
    if parts.len() > 4 || parts.iter().any(|part| part.len() > 12) {
        return Vec::new();
    }
    let mut syllables: Vec<&str> = Vec::new();
    for part in parts {
        match (syllable(part), two(part)) {
            (Some(_), _) => syllables.push(part),
            (None, Some((first, second))) => syllables.extend([first, second]),
            (None, None) => return Vec::new(),
        }
    }
    let marked = |part: &&str| MARKS.iter().any(|mark| part.contains(mark));
    if !(2..=3).contains(&syllables.len()) || (parts.len() == 1 && !parts.iter().any(marked)) {
        return Vec::new();
    }
    let known: Vec<Vec<(String, String)>> = syllables.iter().filter_map(|s| syllable(s)).collect();
    let mut ways = Vec::new();
    for old in [false, true] {
        for way in spelled(&known, old) {
            ways.extend(written(&way, parts.len() == 1));
        }
    }
    ways
}

/// All ways to spell syllables in the old or the new spelling.
fn spelled(syllables: &[Vec<(String, String)>], old: bool) -> Vec<Vec<String>> {
    let mut made: Vec<Vec<String>> = vec![Vec::new()];
    for known in syllables {
        let one = |(pinyin, wade): &(String, String)| if old { wade.clone() } else { pinyin.clone() };
        let wanted: BTreeSet<String> = known.iter().map(one).collect();
        let longer = |start: &Vec<String>| {
            let start = start.clone();
            wanted.iter().map(move |next| {
                let mut way = start.clone();
                way.push(next.clone());
                way
            })
        };
        made = made.iter().flat_map(longer).take(MOST_WAYS).collect();
    }
    made
}

/// Family name and given name: the given name in one word and in two.
fn written(way: &[String], given_only: bool) -> Vec<Vec<String>> {
    match way {
        [first, second] if given_only => vec![vec![format!("{first}{second}")], way.to_vec()],
        [_, _] => vec![way.to_vec()],
        [family, first, second] => vec![vec![family.clone(), format!("{first}{second}")], way.to_vec()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(name: &str) -> Vec<String> {
        let parts: Vec<&str> = name.split(' ').collect();
        respelled(&parts).into_iter().map(|way| way.join(" ")).collect()
    }

    #[test]
    fn pinyin_and_wade_giles_meet() {
        for (one, other) in [
            ("deng xiaoping", "teng hsiao ping"),
            ("teng hsiao ping", "deng xiaoping"),
            ("mao zedong", "mao tse tung"),
            ("mao tse tung", "mao zedong"),
            ("zhou enlai", "chou en lai"),
            ("zhao ziyang", "chao tzu yang"),
            ("hua guofeng", "hua kuo feng"),
            ("xiaoping", "hsiao ping"),
        ] {
            assert!(ways(one).iter().any(|way| way == other), "{one}: {:?}", ways(one));
        }
        for name in ["moammar qadhafi", "john smith", "dan", "long", "tolan"] {
            assert!(ways(name).is_empty(), "{name}: {:?}", ways(name));
        }
    }
}
