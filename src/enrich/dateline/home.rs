//! Where a house is at home: the towns that it writes without their state or country.
//!
//! `HYDERABAD (PTI)` is the one in India, `PASADENA` in a paper of Los Angeles the one in California.
//! This settles only names that agency practice has not settled for all houses; agencies that write for
//! the whole of the United States name the state themselves and are not here.

use crate::enrich::gazetteer::Town;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A country, and for a newspaper of a federal state the code of its region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Home {
    country: &'static str,
    region: &'static str,
}

impl Home {
    /// Does the town lie in it?
    pub fn holds(self, town: &Town) -> bool {
        town.country == self.country && (self.region.is_empty() || self.region == town.region)
    }

    /// A paper of one state or province.
    pub fn is_local(self) -> bool {
        !self.region.is_empty()
    }

    /// Country and region in one word, for keys.
    pub fn code(self) -> [&'static str; 2] {
        [self.country, self.region]
    }
}

/// Country, region (or nothing), and the houses; letters and figures only, small.
#[rustfmt::skip]
static HOMES: &[(&str, &str, &[&str])] = &[
    ("AR", "", &["telam"]),
    ("AT", "", &["apa"]),
    ("AU", "", &["aap", "australianassociatedpress", "theaustralian", "sydneymorningherald", "theage"]),
    ("BA", "", &["fena", "srna"]),
    ("BD", "", &["bss", "unb"]),
    ("BE", "", &["belga"]),
    ("BG", "", &["bta"]),
    ("CA", "", &["cp", "canadianpress", "globeandmail", "torontostar", "nationalpost", "cbc", "cbcnews", "ctvnews"]),
    ("CH", "", &["ats", "sda", "keystonesda"]),
    ("CN", "", &["xinhua", "cns", "chinadaily"]),
    ("CZ", "", &["ctk"]),
    ("DE", "", &["dpa", "epd", "sid"]),
    ("DK", "", &["ritzau"]),
    ("ES", "", &["efe", "europapress"]),
    ("FI", "", &["stt"]),
    ("GB", "", &["pa", "pressassociation", "guardian", "independent", "timesoflondon", "dailytelegraph", "bbc", "bbcnews"]),
    ("GH", "", &["gna"]),
    ("HR", "", &["hina"]),
    ("HU", "", &["mti"]),
    ("ID", "", &["antara"]),
    ("IE", "", &["irishtimes", "irishindependent"]),
    ("IN", "", &["pti", "ians", "ani", "uni", "timesofindia", "hindu", "indianexpress", "hindustantimes"]),
    ("IR", "", &["irna", "isna", "mna", "fna"]),
    ("IT", "", &["ansa", "agi", "adnkronos"]),
    ("JP", "", &["kyodo", "jiji", "japantimes"]),
    ("KR", "", &["yonhap", "koreaherald"]),
    ("MX", "", &["notimex"]),
    ("MY", "", &["bernama"]),
    ("NG", "", &["nan"]),
    ("NL", "", &["anp"]),
    ("NO", "", &["ntb"]),
    ("NZ", "", &["nzpa", "newzealandherald"]),
    ("PH", "", &["pna"]),
    ("PK", "", &["app", "dawn"]),
    ("PL", "", &["pap"]),
    ("PT", "", &["lusa"]),
    ("RO", "", &["agerpres"]),
    ("RS", "", &["tanjug", "beta"]),
    ("RU", "", &["tass", "itartass", "rianovosti", "interfax", "sputnik"]),
    ("SE", "", &["tt"]),
    ("SI", "", &["sta"]),
    ("SK", "", &["tasr"]),
    ("TW", "", &["cna"]),
    ("US", "AZ", &["arizonarepublic"]),
    ("US", "CA", &["losangelestimes", "latimes", "sanfranciscochronicle", "sanjosemercurynews", "sacramentobee",
                   "sandiegouniontribune", "orangecountyregister"]),
    ("US", "CO", &["denverpost", "rockymountainnews"]),
    ("US", "CT", &["hartfordcourant"]),
    ("US", "FL", &["miamiherald", "orlandosentinel", "tampabaytimes", "stpetersburgtimes", "sunsentinel"]),
    ("US", "GA", &["atlantajournalconstitution"]),
    ("US", "IL", &["chicagotribune", "chicagosuntimes"]),
    ("US", "IN", &["indianapolisstar"]),
    ("US", "LA", &["timespicayune"]),
    ("US", "MA", &["bostonglobe", "bostonherald"]),
    ("US", "MD", &["baltimoresun"]),
    ("US", "MI", &["detroitnews", "detroitfreepress"]),
    ("US", "MN", &["startribune"]),
    ("US", "MO", &["stlouispostdispatch", "kansascitystar"]),
    ("US", "NJ", &["starledger"]),
    ("US", "NY", &["newyorktimes", "nytimes", "newsday", "newyorkdailynews", "newyorkpost"]),
    ("US", "OH", &["plaindealer", "columbusdispatch"]),
    ("US", "OR", &["oregonian"]),
    ("US", "PA", &["philadelphiainquirer", "pittsburghpostgazette"]),
    ("US", "TX", &["dallasmorningnews", "houstonchronicle"]),
    ("US", "WA", &["seattletimes"]),
    ("US", "WI", &["milwaukeejournalsentinel"]),
    ("ZA", "", &["sapa"]),
];

/// The same by name; the first row of a name counts.
static BY_NAME: LazyLock<HashMap<&'static str, Home>> = LazyLock::new(|| {
    let mut homes = HashMap::new();
    for &(country, region, houses) in HOMES {
        for house in houses {
            homes.entry(*house).or_insert(Home { country, region });
        }
    }
    homes
});

/// The home of an agency or newspaper; `The`, case and punctuation do not count.
pub fn of(house: &str) -> Option<Home> {
    const LONGEST: usize = 40;
    let house = house.trim();
    let house = house.strip_prefix("The ").unwrap_or(house);
    if house.is_empty() || house.len() > LONGEST {
        return None;
    }
    let key: String =
        house.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    BY_NAME.get(key.as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn houses() {
        assert_eq!(of("Los Angeles Times").map(Home::code), Some(["US", "CA"]));
        assert_eq!(of("The Hindu").map(Home::code), Some(["IN", ""]));
        assert_eq!(of("PTI").map(Home::code), Some(["IN", ""]));
        assert_eq!(of("AP"), None);
        assert_eq!(of(""), None);
    }
}
