//! Towns by folded name, read from the file as it is by a table of where its lines start, made once.

use std::sync::LazyLock;

static PLACES: &str = include_str!("../data/places.txt");

/// Where the lines of a key start in `places.txt`, in a table of nearly twice as many slots as keys: 0 for
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
    if key.len() < 5 || !key.is_ascii() {
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

/// The usual spelling of a settled key.
pub fn settled_name(key: &str) -> Option<String> {
    let town = towns(key).next()?;
    if town.name.is_empty() { town.spelled_as(key) } else { Some(town.name.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::super::{fold, region_name};
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
        assert!((50_000..SIZE * 3 / 5).contains(&keys), "{keys} keys");
    }
}
