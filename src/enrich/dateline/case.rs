//! Capitals back to ordinary case: `PORT-AU-PRINCE`, `ON THE IRAQ-KUWAIT BORDER`, `JANE Q. MCSAMPLE`.
//!
//! Pure spelling; what a name means is not its business.

/// Small words inside a place name.
const PARTICLES: &[&str] = &[
    "de", "del", "della", "des", "du", "di", "da", "do", "dos", "das", "la", "las", "le", "les", "el", "al",
    "au", "aux", "sur", "sous", "en", "am", "an", "im", "in", "der", "den", "ob", "upon", "on", "by", "the",
    "of", "and", "y", "e", "es", "ed", "bei", "près", "lès", "на",
];

/// Words of a description (`ON THE IRAQ-KUWAIT BORDER`) that are no names.
const COMMON: &[&str] = &[
    "the",
    "of",
    "with",
    "border",
    "frontier",
    "at",
    "sea",
    "in",
    "near",
    "off",
    "on",
    "coast",
    "from",
    "and",
    "front",
    "line",
    "lines",
    "between",
    "aboard",
    "a",
    "an",
    "to",
    "over",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "north",
    "south",
    "east",
    "west",
    "train",
    "plane",
    "flight",
    "ship",
    "aircraft",
    "carrier",
    "mountains",
    "desert",
    "outside",
    "inside",
    "along",
    "airport",
    "airspace",
    "waters",
    "troops",
    "forces",
    "rebels",
    "highway",
    "road",
    "way",
    "space",
    "campaign",
    "trail",
];

/// Ships' prefixes and the like that stay as they are.
const KEPT: &[&str] = &[
    "USS", "SS", "USNS", "USCGC", "HMS", "HMCS", "HMAS", "INS", "MV", "NATO", "UN", "US", "UK", "EU", "ICE",
];

/// First words of a place that is a conveyance or a description.
const OPENERS: &[&str] = &[
    "aboard",
    "on",
    "with",
    "near",
    "in",
    "at",
    "off",
    "outside",
    "inside",
    "over",
    "along",
    "between",
    "somewhere",
    "above",
];

/// True when the text is written in capitals: at most a quarter of its letters are small.
pub fn shouted(text: &str) -> bool {
    let (mut upper, mut lower) = (0, 0);
    for c in text.chars() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    upper > 0 && upper >= lower * 3
}

/// True for `ABOARD …`, `NEAR …`, `AT SEA`: a place without being one.
pub fn is_description(place: &str) -> bool {
    let first = place.split(' ').next().unwrap_or("");
    OPENERS.iter().any(|o| o.eq_ignore_ascii_case(first))
}

/// A place name in ordinary case; one that is neither in capitals nor in small letters stays.
pub fn place(name: &str) -> String {
    if !shouted(name) && name.chars().any(char::is_uppercase) {
        return name.to_owned();
    }
    each_word(
        name,
        |n, word| if n > 0 && is_one(PARTICLES, word) { word.to_lowercase() } else { capital(word) },
    )
}

/// A description in ordinary case: `On the Iraq-Kuwait border`, `Aboard the USS Cole`.
pub fn description(text: &str) -> String {
    if !shouted(text) {
        return text.to_owned();
    }
    each_word(text, |n, word| {
        let figure = word.starts_with(|c: char| c.is_ascii_digit());
        if KEPT.contains(&word) || word.contains('.') {
            word.to_owned()
        } else if figure || (n > 0 && is_one(COMMON, word)) {
            word.to_lowercase()
        } else {
            capital(word)
        }
    })
}

/// A person's name in ordinary case.
pub fn person(name: &str) -> String {
    if !shouted(name) {
        return name.to_owned();
    }
    each_word(name, |_, word| match word {
        "AND" | "and" => "and".to_owned(),
        "II" | "III" | "IV" => word.to_owned(),
        _ => capital(word),
    })
}

fn is_one(list: &[&str], word: &str) -> bool {
    let known = |small: &&str| {
        small.eq_ignore_ascii_case(word) || (!word.is_ascii() && word.to_lowercase() == **small)
    };
    list.iter().any(known)
}

/// Applies `turn` to every run between spaces, hyphens and slashes, with its number.
fn each_word(text: &str, mut turn: impl FnMut(usize, &str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut number = 0;
    for part in text.split_inclusive([' ', '-', '/']) {
        let word = part.trim_end_matches([' ', '-', '/']);
        if !word.is_empty() {
            out.push_str(&turn(number, word));
            number += 1;
        }
        out.push_str(&part[word.len()..]);
    }
    out
}

/// `O'BRIEN` O'Brien, `JOHN'S` John's, `MCALLEN` McAllen, `MacDILL` MacDill, `U.S.` U.S., `ST.` St.
fn capital(word: &str) -> String {
    let dotted = word.len() >= 4 && word.bytes().skip(1).step_by(2).all(|b| b == b'.');
    if dotted {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len());
    let (mut start, mut small, mut letters) = (true, false, 0);
    for c in word.chars() {
        if start || (small && c.is_uppercase()) {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        small = c.is_lowercase();
        letters += usize::from(c.is_alphabetic());
        // After O' and D' a capital; after JOHN' a small letter.
        start = (matches!(c, '\'' | '’') && letters == 1) || (letters == 0 && !c.is_alphabetic());
        if out == "Mc" {
            start = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_people_descriptions() {
        for (text, want) in [
            ("PORT-AU-PRINCE", "Port-au-Prince"),
            ("IVRY-SUR-SEINE", "Ivry-sur-Seine"),
            ("RIO DE JANEIRO", "Rio de Janeiro"),
            ("LA PAZ", "La Paz"),
            ("ST. JOHN'S", "St. John's"),
            ("DALLAS/FORT WORTH", "Dallas/Fort Worth"),
            ("SÃO PAULO", "São Paulo"),
            ("MacDILL AIR FORCE BASE", "MacDill Air Force Base"),
            ("CORAl GABLES", "Coral Gables"),
            ("Tegucigalpa", "Tegucigalpa"),
            ("sioux falls", "Sioux Falls"),
            ("РОСТОВ-НА-ДОНУ", "Ростов-на-Дону"),
        ] {
            assert_eq!(place(text), want);
        }
        assert_eq!(person("JANE Q. SAMPLE"), "Jane Q. Sample");
        assert_eq!(person("PAT O'SAMPLE and J.D. MCTEST"), "Pat O'Sample and J.D. McTest");
        assert_eq!(description("ON THE IRAQ-KUWAIT BORDER"), "On the Iraq-Kuwait border");
        assert_eq!(description("ABOARD THE USS COLE"), "Aboard the USS Cole");
        assert_eq!(description("WITH THE 3RD INFANTRY DIVISION"), "With the 3rd Infantry Division");
        assert_eq!(description("AT SEA"), "At sea");
    }
}
