//! What a NewsML 1.x component is about: `DescriptiveMetadata` and the topics of the document
//! (handbook 3.3). Knows nothing of texts, pictures and news lines.

use super::parts::formal;
use crate::readers::filed::Origin;
use crate::readers::json::values;
use crate::readers::newsml_values::{add, person, set, words};
use crate::readers::xml::Element;
use crate::readers::xml::values::place;
use crate::story::{Kind, Role, Story};
use std::collections::BTreeMap;

/// A topic of the document: what it is and what it is called.
pub struct Topic {
    kind: String,
    /// Its description, else its formal name.
    pub name: String,
}

/// Topics by their `Duid`.
pub type Topics = BTreeMap<String, Topic>;

/// Every `Topic` of the document's sets, for `TopicOccurrence` and `Party`.
pub fn topics(root: Element<'_>) -> Topics {
    let topic = |topic: Element<'_>| {
        let kind = topic.find("TopicType").map(formal).unwrap_or_default().to_ascii_lowercase();
        let name = topic.text_at("Description").or_else(|| topic.text_at("FormalName")).unwrap_or_default();
        Some((topic.attr("Duid")?.to_owned(), Topic { kind, name }))
    };
    root.descendants("Topic").filter_map(topic).collect()
}

/// The topic that an element points to.
pub fn topic<'t>(element: Element<'_>, topics: &'t Topics) -> Option<&'t Topic> {
    let duid = element.attr("Topic")?.trim_start_matches('#');
    topics.get(duid)
}

/// Fills what `DescriptiveMetadata` says.
pub fn descriptive(story: &mut Story, origin: &mut Origin, about: Element<'_>, topics: &Topics) {
    for child in about.children() {
        match child.name() {
            "Language" => set(&mut story.lang, values::language(&formal(child))),
            "Genre" => genre(story, child),
            "SubjectCode" => child.children().for_each(|subject| subject_code(story, subject)),
            "OfInterestTo" => {
                // AFP's `EAA-TEG-1=EUW` routes, `arabic--journal--sport` names a service.
                let name = formal(child);
                if !name.contains('=') {
                    add(&mut story.desk_raw, name);
                }
            }
            "Location" => {
                location(story, child);
                if origin.city.is_empty() && child.attr("HowPresent") == Some("Origin") {
                    *origin = place_of(child);
                }
            }
            "TopicOccurrence" => {
                if let Some(topic) = topic(child, topics) {
                    of_kind(story, &topic.kind, topic.name.clone());
                }
            }
            "Property" => property(story, child),
            _ => {}
        }
    }
}

fn genre(story: &mut Story, genre: Element<'_>) {
    let name = formal(genre);
    match values::kind(&name) {
        Some(kind) if story.kind == Kind::Story => story.kind = kind,
        _ if name.is_empty() || name.eq_ignore_ascii_case("current") => {}
        _ => story.note("genre", Some(genre.line()), name),
    }
}

/// `cat` is the provider's category, the code an IPTC subject: its top names a desk (handbook 5.2).
fn subject_code(story: &mut Story, subject: Element<'_>) {
    let code = formal(subject);
    add(&mut story.desk_raw, words(subject.attr("cat").unwrap_or("")));
    if code.ends_with("000000") { add(&mut story.desk_raw, code) } else { add(&mut story.keywords, code) }
}

/// The city, and the country when it is spelled out.
fn location(story: &mut Story, location: Element<'_>) {
    for property in location.all("Property") {
        let value = words(property.attr("Value").unwrap_or(""));
        let is_code = value.len() <= 3 && value.bytes().all(|b| b.is_ascii_uppercase());
        match property.attr("FormalName").unwrap_or("") {
            "City" | "SubLocation" => add(&mut story.places, value),
            "Country" | "Area" | "CountryArea" | "Region" if !is_code => add(&mut story.places, value),
            _ => {}
        }
    }
}

/// City, region and country of a `Location`.
fn place_of(location: Element<'_>) -> Origin {
    let mut origin = Origin::default();
    for property in location.all("Property") {
        let value = words(property.attr("Value").unwrap_or(""));
        match property.attr("FormalName").unwrap_or("") {
            "City" => origin.city = place(&value),
            "Area" | "CountryArea" | "Region" => origin.region = place(&value),
            "Country" => origin.country = value,
            _ => {}
        }
    }
    origin
}

/// Without a top subject, the finest ones name the desk: the first two digits are the top's (EFE
/// sends only those).
pub fn desks_of_subjects(story: &mut Story) {
    let is_code = |word: &&String| word.len() == 8 && word.bytes().all(|b| b.is_ascii_digit());
    if !story.desk_raw.iter().any(|word| is_code(&word)) {
        let codes: Vec<String> = story.keywords.iter().filter(is_code).cloned().collect();
        codes.into_iter().for_each(|code| add(&mut story.desk_raw, code));
    }
}

/// Files a name under what its vocabulary calls it.
fn of_kind(story: &mut Story, kind: &str, name: String) {
    if kind.contains("person") {
        person(story, &name, Role::Subject);
    } else if ["company", "organi", "party"].iter().any(|known| kind.contains(known)) {
        add(&mut story.organisations, name);
    } else if ["location", "place", "country", "city", "geo"].iter().any(|known| kind.contains(known)) {
        add(&mut story.places, name);
    } else {
        add(&mut story.keywords, name);
    }
}

fn property(story: &mut Story, property: Element<'_>) {
    let value = words(property.attr("Value").unwrap_or(""));
    let name = property.attr("FormalName").unwrap_or("").to_ascii_lowercase();
    let role = property.attr("Role").unwrap_or("").to_ascii_lowercase();
    match name.as_str() {
        "keyword" if role.starts_with("person") => person(story, &value, Role::Subject),
        "keyword" => add(&mut story.keywords, value),
        // EFE: `TRI:JUSTICIA-INTERIOR-SUCESOS,SUCESOS;CYT:CIENCIA-TECNOLOGIA`.
        "tesauro" => value.split(';').for_each(|entry| add(&mut story.desk_raw, words(entry))),
        "person" | "personality" | "organisation" | "organization" | "company" => {
            of_kind(story, &name, value);
        }
        _ => {}
    }
}
