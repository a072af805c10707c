//! Stories for archives in memory, and the settings with which they are asked.

use morgue::date::{Precision, Stamp};
use morgue::query::Settings;
use morgue::story::{SourceRef, Story};

/// In the afternoon of 10 April 1987, asked from a zone.
pub fn settings(zone: &str) -> Settings {
    Settings {
        now: "1987-04-10T12:00:00Z".parse().unwrap(),
        zone: jiff::tz::TimeZone::get(zone).unwrap(),
        any: false,
    }
}

/// A story of a day (`1987-03-02`), of a second (RFC 3339), or without a date.
pub fn story(id: &str, day: &str, headline: &str, body: &str) -> Story {
    let published = match day.len() {
        0 => None,
        10 => Some(Stamp::day(day.parse().unwrap(), day)),
        _ => Some(Stamp::instant(day.parse().unwrap(), Precision::Second, Some(0), day)),
    };
    Story {
        source: SourceRef { path: format!("{id}.txt"), member: None },
        id: id.into(),
        format: "text".into(),
        headline: headline.into(),
        body: body.into(),
        published,
        ..Story::default()
    }
}
