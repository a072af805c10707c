//! The place part of a dateline: one place or several, with what the commas after it say.
//!
//! Splits, resolves through the gazetteer, and says how far each place is known. It knows neither
//! dates nor separators.

use super::case;
use super::home::Home;
use crate::enrich::gazetteer::{self, Area, Town};
use crate::story::DatelinePlace;
use std::cell::RefCell;
use std::collections::HashMap;

/// How sure the gazetteer is of a place. Later is surer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// Neither the name nor anything after it.
    #[default]
    No,
    /// Only the state or country after the comma.
    Area,
    /// A town (or country) of that name.
    Town,
    /// A town that agencies let stand alone, a large one, or one inside the area given.
    Sure,
}

/// The places of a dateline, resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// In order.
    pub list: Vec<DatelinePlace>,
    /// The least known of them.
    pub known: Known,
    /// A conveyance or description.
    pub description: bool,
    /// A state or country stands after the comma.
    pub area: bool,
    /// A piece after the comma is neither an area nor a place.
    pub strange: bool,
    /// The name was off by a letter; this is the one it was read as.
    pub misspelled: Option<String>,
    /// The country or state was chosen by size among several that have such a town.
    pub by_size: bool,
    /// It was chosen because the house that sends the story is at home there.
    pub by_house: bool,
    /// A town too small to be known by its bare name to any other house.
    pub small: bool,
}

/// A bare name needs this many thousands of people to stand for itself.
const LARGE: u32 = 140;

/// A country under so many thousands gives way to one of its name near a local paper.
const SMALL: u32 = 20;

/// Places remembered by a thread: archives are filed from the same few towns day after day.
const REMEMBERED: usize = 4096;

thread_local! {
    static MEMORY: RefCell<HashMap<String, Places>> = RefCell::default();
}

/// Resolves `TOKYO/SEOUL`, `DALLAS/FORT WORTH`, `AT SEA` with the pieces after the commas. `home` is where
/// the house that sends the story needs no state or country.
pub fn resolve(name: &str, after: &[&str], home: Option<Home>) -> Places {
    let mut key = after.iter().fold(name.to_owned(), |key, piece| key + "\n" + piece);
    home.iter().flat_map(|home| home.code()).for_each(|code| key = std::mem::take(&mut key) + "\t" + code);
    MEMORY.with_borrow_mut(|memory| {
        if let Some(known) = memory.get(&key) {
            return known.clone();
        }
        let found = look_up(name, after, home);
        if memory.len() >= REMEMBERED {
            memory.clear();
        }
        memory.insert(key, found.clone());
        found
    })
}

fn look_up(name: &str, after: &[&str], home: Option<Home>) -> Places {
    let name = name.trim().trim_matches(',').trim();
    let areas: Vec<&'static [Area]> =
        after.iter().map(|piece| gazetteer::areas(piece)).filter(|areas| !areas.is_empty()).collect();
    if case::is_description(name) && case::shouted(name) {
        return describe(name, &areas);
    }
    let parts = if several(name) && !is_town(name) { split(name) } else { vec![name] };
    let last = parts.len() - 1;
    let mut places = Places { known: Known::Sure, area: !areas.is_empty(), ..Places::default() };
    for (n, part) in parts.iter().enumerate() {
        let own = if n == last { after } else { &[] };
        let mut found = one(part, own, home);
        if found.known <= Known::Area
            && let Some(lost_comma) = without_comma(part)
        {
            found = lost_comma;
            places.area = true;
        }
        // Oyam & Gulu, Uganda: what stands after the last holds for the others, if they are not known alone.
        if n < last && found.known < Known::Sure && !areas.is_empty() {
            found = one(part, after, home);
        }
        places.add(found);
    }
    for piece in after.iter().filter(|piece| gazetteer::areas(piece).is_empty()) {
        more(&mut places, piece);
    }
    places
}

/// A piece after the comma that is no area: more places (`NEW YORK, LONDON and BEIJING`), the city
/// that a quarter is in (used already), or something strange.
fn more(places: &mut Places, piece: &str) {
    let found: Vec<One> = split(piece).into_iter().map(|part| one(part, &[], None)).collect();
    let towns = found.iter().all(|f| f.known >= Known::Town);
    if places.known == Known::Sure && !places.area && found.iter().all(|f| f.known == Known::Sure) {
        found.into_iter().for_each(|f| places.add(f));
    } else {
        places.strange |= !towns && !piece.eq_ignore_ascii_case("at sea");
    }
}

impl Places {
    fn add(&mut self, found: One) {
        self.known = self.known.min(found.known);
        self.by_size |= found.by_size;
        self.by_house |= found.by_house;
        self.small |= found.small;
        self.misspelled = self.misspelled.take().or(found.misspelled);
        self.list.push(found.place);
    }
}

fn is_town(name: &str) -> bool {
    gazetteer::towns(&gazetteer::fold(name)).next().is_some()
}

fn several(name: &str) -> bool {
    name.contains(['/', '&']) || name.contains(" and ") || name.contains(" AND ")
}

/// `TOKYO/SEOUL`, `LONDON and PARIS`, `LONDON & PARIS`.
fn split(name: &str) -> Vec<&str> {
    let pieces = name
        .split('/')
        .flat_map(|p| p.split(" & "))
        .flat_map(|p| p.split(" and "))
        .flat_map(|p| p.split(" AND "));
    let pieces: Vec<&str> = pieces.map(str::trim).filter(|p| !p.is_empty()).collect();
    if pieces.is_empty() { vec![name] } else { pieces }
}

struct One {
    place: DatelinePlace,
    known: Known,
    by_size: bool,
    by_house: bool,
    small: bool,
    misspelled: Option<String>,
}

impl One {
    fn new(place: DatelinePlace, known: Known) -> One {
        One { place, known, by_size: false, by_house: false, small: false, misspelled: None }
    }
}

/// One place with the pieces after its comma: state, country, or the city that a quarter is in.
fn one(name: &str, after: &[&str], home: Option<Home>) -> One {
    let key = gazetteer::fold(name);
    let asked: Vec<&Area> = after.iter().flat_map(|piece| gazetteer::areas(piece)).collect();
    if let Some((area, town)) =
        asked.iter().find_map(|a| gazetteer::towns(&key).find(|t| a.holds(t)).map(|t| (a, t)))
    {
        let inside = |a: &&&Area| !a.region.is_empty() && a.country() == town.country;
        let written = asked.iter().find(inside).map(|a| a.region).or(Some(area.region));
        return found(name, &town, written.filter(|r| !r.is_empty()), Known::Sure);
    }
    if let Some(area) = best_area(&asked) {
        let place = bare(name, Some(area.region).filter(|r| !r.is_empty()), Some(area.country()));
        return One::new(place, Known::Area);
    }
    let mut towns = gazetteer::towns(&key);
    let first = towns.next();
    // `SAN MARINO` in a paper of Los Angeles is the town next door.
    let next_door = |t: &Town| {
        t.thousands < SMALL && home.is_some_and(Home::is_local) && !gazetteer::areas(name).is_empty()
    };
    if let Some((home, first)) = home.zip(first.filter(|t| !t.settled || next_door(t)))
        && let Some(town) = gazetteer::towns(&key).find(|t| home.holds(t) && !t.foreign)
    {
        let small = town.thousands < LARGE;
        return One { by_house: town != first, small, ..found(name, &town, None, Known::Sure) };
    }
    let alone = first.is_some_and(|t| t.settled || t.thousands >= LARGE);
    // WEMBLEY, London: the piece after the comma is a city.
    let city = || after.iter().find_map(|piece| gazetteer::towns(&gazetteer::fold(piece)).next());
    if let Some(city) = Some(()).filter(|()| !alone).and_then(|()| city()) {
        return found(name, &city, None, Known::Town);
    }
    if let Some(town) = first {
        let others: Vec<Town> = towns.filter(|t| t.thousands * 4 > town.thousands && !t.foreign).collect();
        let abroad = others.iter().any(|t| t.country != town.country);
        let sure = town.settled || (town.thousands >= LARGE && !abroad);
        let known = if sure { Known::Sure } else { Known::Town };
        let by_size = !town.settled && !others.is_empty();
        return One { by_size, ..found(name, &town, None, known) };
    }
    // A country or state as the place; not `On`, which is short for Ontario.
    match gazetteer::areas(name).first().filter(|_| key.len() >= 4) {
        Some(area) => {
            let place = bare(name, Some(area.region).filter(|r| !r.is_empty()), Some(area.country()));
            One::new(place, Known::Town)
        }
        None => misspelled(name, &key),
    }
}

/// `WASHINGON`: read as the settled place it is but for a letter, or unknown.
fn misspelled(name: &str, key: &str) -> One {
    if let Some(near) = gazetteer::near(key)
        && let (Some(town), Some(usual)) = (gazetteer::towns(near).next(), gazetteer::settled_name(near))
    {
        return One { misspelled: Some(usual.clone()), ..found(&usual, &town, None, Known::Town) };
    }
    One::new(bare(name, None, None), Known::No)
}

/// `FARMINGTON Conn.`: the comma before the state was lost.
fn without_comma(name: &str) -> Option<One> {
    let (town, state) = name.rsplit_once(' ')?;
    let known = gazetteer::areas(state).iter().any(|a| !a.code.is_empty());
    let found = known.then(|| one(town.trim_end_matches(','), &[state], None))?;
    (found.known == Known::Sure).then_some(found)
}

/// `Georgia` after an unknown town is the country, as agencies write it (the state is `Ga.`).
fn best_area<'a>(asked: &[&'a Area]) -> Option<&'a Area> {
    let georgia = asked.iter().find(|a| a.countries == "GE");
    georgia.or(asked.first()).copied()
}

fn bare(name: &str, region: Option<&str>, country: Option<&str>) -> DatelinePlace {
    DatelinePlace {
        place: case::place(name),
        region: region.map(str::to_owned),
        country: country.map(str::to_owned),
        ..DatelinePlace::default()
    }
}

fn found(name: &str, town: &Town, written: Option<&str>, known: Known) -> One {
    let region = gazetteer::region_name(town.country, town.region).or(written);
    let mut place = bare(name, region, Some(town.country));
    // The gazetteer's capitals (McAllen, Coeur d'Alene) where it spells the name as the line does.
    if let Some(usual) = town.spelled_as(name) {
        place.place = usual;
    }
    One::new(place, known)
}

/// `NEAR BASRA, Iraq`, `ON THE IRAQ-KUWAIT BORDER`: the country only where one is given, or the place
/// that something is near is known.
fn describe(name: &str, areas: &[&'static [Area]]) -> Places {
    let area = areas.first().and_then(|a| a.first());
    let near = name.split_once(' ').filter(|(first, _)| ["NEAR", "OUTSIDE", "IN"].contains(first));
    let town = near.and_then(|(_, place)| gazetteer::towns(&gazetteer::fold(place)).next());
    let country = area.map(Area::country).or(town.map(|t| t.country));
    let region = match (area, town) {
        (Some(area), _) => Some(area.region).filter(|r| !r.is_empty()),
        (None, Some(town)) => gazetteer::region_name(town.country, town.region),
        (None, None) => None,
    };
    let place = DatelinePlace {
        place: case::description(name),
        region: region.map(str::to_owned),
        country: country.map(str::to_owned),
        ..DatelinePlace::default()
    };
    Places {
        list: vec![place],
        known: Known::Sure,
        description: true,
        area: area.is_some(),
        ..Places::default()
    }
}
