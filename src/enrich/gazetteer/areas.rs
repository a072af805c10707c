//! States, provinces and countries by every name that wires call them.

use super::fold::fold;
use super::towns::Town;
use std::collections::HashMap;
use std::sync::LazyLock;

static REGIONS: &str = include_str!("../data/regions.txt");
static COUNTRIES: &str = include_str!("../data/countries.txt");

/// Regions and countries by folded name without spaces; several for `WA` or `Georgia`.
static AREAS: LazyLock<HashMap<String, Vec<Area>>> = LazyLock::new(read_areas);

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
