//! Places by name: towns, states and provinces, countries, and what agencies mean by a bare name.
//!
//! The data are text files inside the binary (`data/README.md` says where they come from); towns are
//! read from the file as it is, by a table of where their lines start, made once.
//! It knows names only: no grammar, no story.

use crate::story::DatelinePlace;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

static PLACES: &str = include_str!("data/places.txt");
static REGIONS: &str = include_str!("data/regions.txt");
static COUNTRIES: &str = include_str!("data/countries.txt");

/// Where the lines of a key start in `places.txt`, in a table of twice as many slots as keys: 0 for
/// none, else the byte offset and one.
static SLOTS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut slots = vec![0u32; SIZE];
    let (mut at, mut last) = (0, "");
    while let Some(line) = line_at(at) {
        let key = key_of(line);
        if key != last {
            let free = probe(key).find(|&slot| slots[slot] == 0).unwrap_or(0);
            slots[free] = u32::try_from(at + 1).unwrap_or(0);
        }
        last = key;
        at += line.len() + 1;
    }
    slots
});

const SIZE: usize = 1 << 17;

/// The slots to look at for a key, in turn.
fn probe(key: &str) -> impl Iterator<Item = usize> {
    let first = xxhash_rust::xxh3::xxh3_64(key.as_bytes()) as usize;
    (0..SIZE).map(move |step| first.wrapping_add(step) & (SIZE - 1))
}

fn line_at(at: usize) -> Option<&'static str> {
    let rest = PLACES.get(at..).filter(|rest| !rest.is_empty())?;
    let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
    Some(&rest[..end])
}

fn key_of(line: &str) -> &str {
    let end = memchr::memchr(b'\t', line.as_bytes()).unwrap_or(line.len());
    &line[..end]
}

/// Keys of the settled places, for slips of the pen.
static SETTLED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    PLACES.lines().filter(|line| line.contains("\t!")).filter_map(|line| line.split('\t').next()).collect()
});

/// Regions and countries by folded name without spaces; several for `WA` or `Georgia`.
static AREAS: LazyLock<HashMap<String, Vec<Area>>> = LazyLock::new(read_areas);

/// A town of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Town {
    /// Its usual name without accents; empty where that is the key with capitals.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// Code of the state or province (US, CA and AU only), else empty.
    pub region: &'static str,
    /// Agency practice settles that the bare name means this one.
    pub settled: bool,
    /// The key is its name in another language.
    pub foreign: bool,
    /// Thousands of people; 0 for places known by name only.
    pub thousands: u32,
}

impl Town {
    /// The usual spelling, if it is `written` but for capitals.
    pub fn spelled_as(&self, written: &str) -> Option<String> {
        if !self.name.is_empty() {
            return self.name.eq_ignore_ascii_case(written).then(|| self.name.to_owned());
        }
        let plain = written.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ');
        plain.then(|| {
            let mut start = true;
            let capitals = |c: char| {
                let turned = if start { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
                start = c == ' ';
                turned
            };
            written.chars().map(capitals).collect()
        })
    }
}

/// What stands after the comma: a state, a province, a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Code of the state or province, if it is one of US, CA or AU; else empty.
    pub code: &'static str,
    /// Full name of the region; empty for a country.
    pub region: &'static str,
    /// ISO codes; several (space between) for states that are no more.
    pub countries: &'static str,
}

impl Area {
    /// True for a country or former state.
    pub const fn is_country(&self) -> bool {
        self.region.is_empty()
    }

    /// May a town of this country and region lie in it?
    pub fn holds(&self, town: &Town) -> bool {
        self.countries.split(' ').any(|c| c == town.country)
            && (self.code.is_empty() || self.code == town.region)
    }

    /// The country, or the chief successor.
    pub fn country(&self) -> &'static str {
        self.countries.split(' ').next().unwrap_or(self.countries)
    }
}

/// The look-up key of a name: lower case, no accents, full stops or apostrophes, `St` for Saint,
/// single spaces for everything else but Arabic letters. `data/build_places.py` folds the same way.
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

/// Towns of that folded name, best guess first.
pub fn towns(key: &str) -> impl Iterator<Item = Town> {
    let starts = probe(key).map(|slot| SLOTS[slot] as usize).take_while(|&start| start > 0);
    let first = starts.map(|start| start - 1).find(|&at| line_at(at).is_some_and(|line| key_of(line) == key));
    let mut next = first;
    std::iter::from_fn(move || {
        let line = line_at(next?).filter(|line| key_of(line) == key)?;
        next = next.map(|at| at + line.len() + 1);
        Some(line)
    })
    .filter_map(town_of)
}

/// The settled name that `key` is but for one letter, if there is just one: `washingon`.
pub fn near(key: &str) -> Option<&'static str> {
    if key.len() < 5 {
        return None;
    }
    let mut near = SETTLED.iter().filter(|name| {
        name.len().abs_diff(key.len()) <= 1 && name.len() > 4 && strsim::osa_distance(name, key) == 1
    });
    let only = near.next()?;
    near.next().is_none().then_some(*only)
}

fn town_of(line: &'static str) -> Option<Town> {
    let mut cells = line.split('\t').skip(1);
    let (name, area, size) = (cells.next()?, cells.next()?, cells.next()?);
    Some(Town {
        name,
        country: area.get(..2)?,
        region: area.get(2..)?,
        settled: size.starts_with('!'),
        foreign: size.starts_with('~'),
        thousands: size.trim_start_matches(['!', '~']).parse().unwrap_or(0),
    })
}

fn read_areas() -> HashMap<String, Vec<Area>> {
    let mut areas: HashMap<String, Vec<Area>> = HashMap::new();
    let mut put = |name: &str, area: Area| {
        let rows = areas.entry(fold(name).replace(' ', "")).or_default();
        if !rows.contains(&area) {
            rows.push(area);
        }
    };
    for line in REGIONS.lines().filter(|l| !l.starts_with('#')) {
        let mut cells = line.split('|');
        let (Some(code), Some(region), Some(countries), Some(more)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let names = [code, region].into_iter().chain(more.split(','));
        names.filter(|n| !n.is_empty()).for_each(|n| put(n, Area { code, region, countries }));
    }
    for line in COUNTRIES.lines().filter(|l| !l.starts_with('#')) {
        if let Some((countries, names)) = line.split_once('|') {
            names.split(',').for_each(|n| put(n, Area { code: "", region: "", countries }));
        }
    }
    areas
}

/// What a text after a comma may name; empty for something unknown.
pub fn areas(text: &str) -> &'static [Area] {
    let mut key = fold(text);
    key.retain(|c| c != ' ');
    AREAS.get(&key).map_or(&[], Vec::as_slice)
}

/// Full name of a state or province of US, CA or AU by its code.
pub fn region_name(country: &str, code: &str) -> Option<&'static str> {
    AREAS
        .get(&code.to_ascii_lowercase())?
        .iter()
        .find(|a| a.code == code && a.countries == country)
        .map(|a| a.region)
}

/// The usual spelling of a settled key.
pub fn settled_name(key: &str) -> Option<String> {
    let town = towns(key).next()?;
    if town.name.is_empty() { town.spelled_as(key) } else { Some(town.name.to_owned()) }
}

/// Looks up one place: `place("Springfield", Some("Ill."))`. `None` when neither the name nor the
/// region is known. The name is returned as given; regions are spelled out, and given for the United
/// States, Canada and Australia always, elsewhere where `region` names one.
pub fn place(name: &str, region: Option<&str>) -> Option<DatelinePlace> {
    let key = fold(name);
    let asked = region.map_or(&[][..], areas);
    let found = match region {
        None => towns(&key).next().map(|t| (None, t)),
        Some(_) => asked.iter().find_map(|a| towns(&key).find(|t| a.holds(t)).map(|t| (Some(a), t))),
    };
    let (region, country) = match (found, asked.first()) {
        (Some((area, town)), _) => {
            let written = area.map(|a| a.region).filter(|r| !r.is_empty());
            (region_name(town.country, town.region).or(written), town.country)
        }
        (None, Some(area)) => (Some(area.region).filter(|r| !r.is_empty()), area.country()),
        (None, None) => {
            let area = areas(name).first()?;
            (Some(area.region).filter(|r| !r.is_empty()), area.country())
        }
    };
    Some(DatelinePlace {
        place: name.to_owned(),
        region: region.map(str::to_owned),
        country: Some(country.to_owned()),
        ..DatelinePlace::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_are_sorted_and_folded_as_here() {
        let mut last = "";
        for line in PLACES.lines() {
            let key = key_of(line);
            assert!(last <= key, "{last} before {key}");
            last = key;
            let town = town_of(line).unwrap();
            assert!(towns(key).any(|t| t == town), "{key} is not found");
            assert_eq!(fold(key), key);
            assert!(town.name.is_empty() || fold(town.name) == key, "{key}: {}", town.name);
            assert!(town.country.bytes().all(|b| b.is_ascii_uppercase()), "{key}");
            if ["US", "CA", "AU"].contains(&town.country) && !town.region.is_empty() {
                assert!(region_name(town.country, town.region).is_some(), "{key} {}", town.region);
            }
        }
        let keys = SLOTS.iter().filter(|&&start| start > 0).count();
        assert!((50_000..SIZE / 2).contains(&keys), "{keys} keys");
    }

    fn at(name: &str, region: Option<&str>) -> (Option<String>, Option<String>) {
        place(name, region).map_or((None, None), |p| (p.country, p.region))
    }

    fn pair(country: &str, region: &str) -> (Option<String>, Option<String>) {
        (Some(country.into()), (!region.is_empty()).then(|| region.into()))
    }

    #[test]
    fn names_and_regions() {
        assert_eq!(at("PARIS", None), pair("FR", ""));
        assert_eq!(at("PARIS", Some("Texas")), pair("US", "Texas"));
        assert_eq!(at("Albany", Some("N. Y.")), pair("US", "New York"));
        assert_eq!(at("Hull", Some("England")), pair("GB", "England"));
        assert_eq!(at("KIEV", Some("U.S.S.R.")), pair("UA", ""));
        assert_eq!(at("Zagreb", Some("Yugoslavia")), pair("HR", ""));
        assert_eq!(at("ATLANTA", Some("Georgia")), pair("US", "Georgia"));
        assert_eq!(at("TBILISI", Some("Georgia")), pair("GE", ""));
        assert_eq!(at("Perth", Some("WA")), pair("AU", "Western Australia"));
        assert_eq!(at("São Paulo", None), pair("BR", ""));
        assert_eq!(at("Leningrad", None), pair("RU", ""));
        assert_eq!(at("Bombay", None), pair("IN", ""));
        assert_eq!(at("FT. WORTH", None), pair("US", "Texas"));
        assert_eq!(at("Nowhere-at-All", Some("Ont.")), pair("CA", "Ontario"));
        assert_eq!(at("Nowhere-at-All", None), (None, None));
    }
}
