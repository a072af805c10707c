//! Places by name: towns, states and provinces, countries, and what agencies mean by a bare name.
//!
//! The data are text files inside the binary (`data/README.md` says where they come from).
//! It knows names only: no grammar, no story.

mod areas;
mod fold;
mod towns;

use crate::story::DatelinePlace;
pub use areas::{Area, areas, region_name};
pub use fold::fold;
pub use towns::{Town, near, settled_name, towns};

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
