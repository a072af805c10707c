//! What a NewsML-G2 item is about: `contentMeta` and `assert` (handbook 3.3). Knows nothing of the
//! management of the item nor of its content.

use super::meta::{code_of, name_of, raw_code};
use crate::date::wire::Hints;
use crate::readers::json::values;
use crate::readers::newsml_values::{add, byline, code, dateline, moment, party, person, set, words};
use crate::readers::xml::Element;
use crate::story::{Kind, Role, Story};
use std::collections::BTreeMap;

/// What `contentMeta` says that is not the story's alone to keep.
#[derive(Default)]
pub struct About {
    /// Every headline, the main one first.
    pub headlines: Vec<String>,
    /// Descriptions: their role's code, text and line.
    pub descriptions: Vec<(String, String, u64)>,
    /// Who the story may be from, most telling first.
    pub sources: Vec<String>,
    /// `creditline`.
    pub credit: Option<String>,
    /// `by` as written.
    pub by: Option<String>,
    /// Creators that have a name.
    pub creators: Vec<String>,
}

/// Assertions by the code of what they are about.
pub type Asserts<'e> = BTreeMap<&'e str, Element<'e>>;

/// The assertions of an item that name what they are about.
pub fn asserts(item: Element<'_>) -> Asserts<'_> {
    let named = item.all("assert").into_iter().filter(|assert| assert.find("name").is_some());
    named.map(|assert| (raw_code(assert), assert)).filter(|(key, _)| !key.is_empty()).collect()
}

/// Fills what `contentMeta` says. `asserts` are the item's, for the names of codes.
pub fn content_meta(story: &mut Story, meta: Element<'_>, asserts: &Asserts<'_>, hints: &Hints) -> About {
    let mut about = About { headlines: headlines(story, meta), ..About::default() };
    let mut unnamed = Vec::new();
    for property in meta.children() {
        let line = property.line();
        let text = || words(&property.text());
        let name = || name_of(property, story.lang.as_deref());
        match property.name() {
            "urgency" => set(&mut story.urgency, text()),
            "language" => {
                let tag = values::language(property.attr("tag").unwrap_or(""));
                set(&mut story.lang, tag);
            }
            "slugline" => set(&mut story.slug, text()),
            "dateline" => dateline(story, &property.text(), line, hints),
            "by" => {
                about.by = about.by.take().or_else(|| Some(text()).filter(|by| !by.is_empty()));
                byline(story, &property.text(), line);
            }
            "creditline" => about.credit = Some(text()).filter(|credit| !credit.is_empty()),
            "infoSource" => about.sources.extend([name(), party(raw_code(property))]),
            "creator" => about.creators.extend(Some(name()).filter(|_| !is_body(property))),
            "keyword" => {
                let keyword = text();
                add(&mut story.keywords, keyword);
            }
            "genre" => genre(story, property),
            "located" => located(story, property),
            "subject" => subject(story, property, asserts, &mut unnamed),
            "description" => {
                let role = code(property.attr("role").unwrap_or("")).to_ascii_lowercase();
                let words = text();
                if !words.is_empty() {
                    about.descriptions.push((role, words, line));
                }
            }
            _ => {}
        }
    }
    times(story, meta, hints);
    if let Some(first) = unnamed.first().copied() {
        let codes: Vec<&str> = unnamed.iter().map(|subject| raw_code(*subject)).collect();
        story.note("subject-unnamed", Some(first.line()), codes.join(", "));
    }
    about
}

/// Items that do not say when they were made but when their content was (STT).
fn times(story: &mut Story, meta: Element<'_>, hints: &Hints) {
    let read = |story: &mut Story, name: &str| {
        let property = meta.find(name)?;
        moment(story, &property.text(), property.line(), hints)
    };
    if story.published.is_none() {
        story.published = read(story, "contentCreated");
        if story.published.is_some() {
            story.note("published-from-content", None, "no time of the item; that of its content stands");
        }
        if story.updated.is_none() {
            story.updated = read(story, "contentModified");
        }
    }
}

/// The headline without a role, or the main one; the others leave a note.
fn headlines(story: &mut Story, meta: Element<'_>) -> Vec<String> {
    let rank = |headline: &Element<'_>| {
        let role = code(headline.attr("role").unwrap_or("")).to_ascii_lowercase();
        let rank: u32 = headline.attr("rank").and_then(|rank| rank.parse().ok()).unwrap_or(1);
        let tag = headline.attr("lang").map(values::language);
        (role.contains("sub") || role.contains("deck"), tag.is_some() && tag != story.lang, rank)
    };
    let mut all: Vec<Element<'_>> =
        meta.all("headline").into_iter().filter(|headline| !words(&headline.text()).is_empty()).collect();
    all.sort_by_key(rank);
    let mut found = Vec::new();
    for headline in all {
        let text = words(&headline.text());
        if found.is_empty() {
            story.headline.clone_from(&text);
        } else if !found.contains(&text) {
            story.note("other-headline", Some(headline.line()), text.clone());
        }
        add(&mut found, text);
    }
    found
}

/// Words by which genres say the kind of copy, in the languages seen.
#[rustfmt::skip]
static GENRES: &[(&[&str], Kind)] = &[
    (&["tabelle", "table", "tableau", "tabla"], Kind::Table),
    (&["berichtigung", "korrektur", "correction", "corrected"], Kind::Correction),
    (&["eilmeldung", "blitzmeldung", "flash", "alert", "alerte"], Kind::Alert),
    (&["advisory"], Kind::Advisory),
];

fn genre(story: &mut Story, property: Element<'_>) {
    let name = name_of(property, story.lang.as_deref());
    let written = if name.is_empty() { code_of(property).to_owned() } else { name };
    let folded = written.to_lowercase();
    if let Some((_, kind)) = GENRES.iter().find(|(names, _)| names.contains(&folded.as_str())) {
        if story.kind == Kind::Story {
            story.kind = *kind;
        }
    } else if !written.is_empty() {
        story.note("genre", Some(property.line()), written);
    }
}

/// Where the content was made: no dateline (handbook 3.3), so it is only noted.
fn located(story: &mut Story, property: Element<'_>) {
    let lang = story.lang.clone();
    let mut places = vec![name_of(property, lang.as_deref())];
    places.extend(property.all("broader").into_iter().map(|broader| name_of(broader, lang.as_deref())));
    places.retain(|place| !place.is_empty());
    if !places.is_empty() {
        story.note("located", Some(property.line()), places.join(", "));
    }
}

/// A creator that is an organisation, by its role or its code: no writer.
fn is_body(creator: Element<'_>) -> bool {
    let role = code(creator.attr("role").unwrap_or(""));
    let alias = raw_code(creator).split(':').next().unwrap_or("");
    role == "source"
        || matches!(alias, "web" | "NS" | "nprov")
        || creator.find("organisationDetails").is_some()
}

/// A category's name is no longer, in characters.
const LONGEST_DESK: usize = 40;

/// What a subject is.
enum Is {
    Person,
    Organisation,
    Place,
    Category,
    Topic,
}

/// By the code of its type, whatever the vocabulary (`cpnat:`, Reuters' `cptType:`, dpa's `dpatype:`),
/// and by that of its own for untyped category codes.
fn is(subject: Element<'_>) -> Is {
    let alias = raw_code(subject).split(':').next().unwrap_or("").to_ascii_lowercase();
    match code(subject.attr("type").or_else(|| subject.attr("typeuri")).unwrap_or(""))
        .to_ascii_lowercase()
        .as_str()
    {
        "person" => Is::Person,
        "organisation" | "organization" | "company" | "team" | "party" => Is::Organisation,
        "geoarea" | "poi" | "place" | "location" | "city" | "country" | "5" => Is::Place,
        "category" | "cat" | "subcat" | "department" | "desk" | "section" => Is::Category,
        _ if alias.ends_with("category") || alias.ends_with("categorycode") => Is::Category,
        _ if alias.ends_with("department") || alias.ends_with("1312cat") => Is::Category,
        _ if matches!(alias.as_str(), "mcc" | "mccl" | "anpa" | "cat") => Is::Category,
        _ => Is::Topic,
    }
}

fn subject<'e>(
    story: &mut Story,
    subject: Element<'e>,
    asserts: &Asserts<'_>,
    unnamed: &mut Vec<Element<'e>>,
) {
    let lang = story.lang.clone();
    let key = raw_code(subject);
    let asserted = || {
        let name = name_of(*asserts.get(key)?, lang.as_deref());
        Some(name).filter(|name| !name.is_empty() && name != key)
    };
    let mut name = name_of(subject, lang.as_deref());
    if subject.find("name").is_none() {
        name = asserted().unwrap_or(name);
    }
    let code = code(key);
    // `city:Tskhinvali` names its place; `dpageosbj:202` and `N2:SY` do not.
    let speaks =
        code.len() > 3 && code.contains(char::is_lowercase) && !code.contains(|c: char| c.is_ascii_digit());
    match is(subject) {
        // ANSA files the headline as a category too.
        Is::Category if name.chars().count() > LONGEST_DESK => {}
        Is::Category => add(&mut story.desk_raw, if name.is_empty() { key.to_owned() } else { name }),
        Is::Topic => {
            // The top of an IPTC vocabulary is a desk (handbook 5.2).
            let top = code.len() == 8 && code.ends_with("000000") && code.bytes().all(|b| b.is_ascii_digit());
            if top {
                add(&mut story.desk_raw, key.to_owned());
            }
            if !name.is_empty() || !top {
                add(&mut story.keywords, if name.is_empty() { key.to_owned() } else { name });
            }
        }
        named => {
            let name = if name.is_empty() && speaks { code.replace('_', " ") } else { name };
            match named {
                _ if name.is_empty() => unnamed.push(subject),
                Is::Person => person(story, &name, Role::Subject),
                Is::Organisation => add(&mut story.organisations, name),
                _ => add(&mut story.places, name),
            }
        }
    }
}
