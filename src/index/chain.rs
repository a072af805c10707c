//! Which stories are versions of one (handbook 2.3): the group a story belongs to and its place in it.
//!
//! A story is superseded when its group holds one of a *greater* order; equal orders hide nothing,
//! so two different stories under one slug stay two. Pure.

use super::analyzers::name_words;
use crate::story::Story;

/// A story's place among its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The group.
    pub chain: String,
    /// Later versions have greater numbers; 0 for a story that says nothing of versions.
    pub order: u64,
}

/// Cycles that stand before a slug: for morning papers, for afternoon papers, for both.
static CYCLES: &[&str] = &["am", "ams", "bc", "pm", "pms"];
/// Parts of a story, which do not replace one another.
static PARTS: &[&str] =
    &["add", "adds", "insert", "sub", "subs", "take", "pickup", "correction", "clarification"];

/// The place of a story; `None` when it names neither a version nor a slug with agency and day.
///
/// A carried id with a version is the surest group; else agency, day and the slug without cycle,
/// lead number, `Writethru`, advance mark and word count.
pub fn place(story: &Story) -> Option<Place> {
    let version = story.version.as_deref().map(read);
    if let Some(version) = &version
        && !story.id.is_empty()
        && story.id != story.source.as_id()
    {
        return Some(Place { chain: format!("id:{}", story.id), order: version.order });
    }
    let slug = read(story.slug.as_deref()?);
    if slug.is_part || slug.rest.len() < SHORTEST_SLUG {
        return None;
    }
    let day = story.published.as_ref()?.civil_date();
    let order = version.map_or(0, |v| v.order).max(slug.order);
    Some(Place { chain: of_slug(&agency(story)?, day, &slug.rest), order })
}

/// Bytes of the shortest slug that tells stories apart.
pub(super) const SHORTEST_SLUG: usize = 3;

/// The group of a slug.
pub(super) fn of_slug(agency: &str, day: jiff::civil::Date, rest: &str) -> String {
    format!("slug:{agency}:{day}:{rest}")
}

/// Who sends it, in lower case.
pub(super) fn agency(story: &Story) -> Option<String> {
    let agency = story.agency.as_deref().or_else(|| story.dateline.as_ref()?.agency.as_deref())?;
    Some(agency.to_lowercase())
}

/// A slug or version taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    /// What is left of a slug without cycle, version and word count, its words run together.
    pub(super) rest: String,
    order: u64,
    is_part: bool,
}

pub(super) fn read(text: &str) -> Read {
    let mut read = Read::default();
    let (mut pending, mut words) = (None, 0);
    name_words(text, |word| {
        words += 1;
        let word = word.term;
        match word {
            "ld" | "lead" | "writethru" | "writethrough" => {
                read.order = read.order.max(pending.take().unwrap_or(1));
            }
            _ if words == 1 && CYCLES.contains(&word) => {}
            _ if PARTS.contains(&word) => read.is_part = true,
            _ if word.strip_prefix("adv").is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit())) => {}
            _ => match number(word) {
                Some(number) => pending = Some(number),
                None => read.rest.push_str(word),
            },
        }
    });
    if words == 1 && read.order == 0 {
        read.order = pending.unwrap_or(0);
    }
    read
}

/// `3`, `3rd`, `0123`: versions, ordinals and word counts.
fn number(word: &str) -> Option<u64> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    matches!(suffix, "" | "st" | "nd" | "rd" | "th").then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Stamp;

    fn slugged(slug: &str) -> Option<Place> {
        place(&Story {
            slug: Some(slug.into()),
            agency: Some("AP".into()),
            published: Some(Stamp::day(jiff::civil::date(1999, 3, 4), "")),
            ..Story::default()
        })
    }

    #[test]
    fn writethrus_of_one_slug_are_one_chain_in_order() {
        let found: Vec<_> = [
            "BC-Sample--Giant Lobster, 0450",
            "BC-Sample--GiantLobster,1st Ld-Writethru, 0512",
            "PM-Sample--Giant Lobster, 3rd Ld",
            "Sample--Giant Lobster, Writethru, Adv05",
        ]
        .iter()
        .map(|slug| slugged(slug).unwrap())
        .collect();
        assert!(found.iter().all(|p| p.chain == found[0].chain), "{found:?}");
        assert_eq!(found.iter().map(|p| p.order).collect::<Vec<_>>(), [0, 1, 3, 1]);
    }

    #[test]
    fn adds_and_bare_slugs_do_not_supersede() {
        assert_eq!(slugged("BC-Sample--Lobster, 1st Add"), None);
        assert_eq!(place(&Story { slug: Some("Lobster".into()), ..Story::default() }), None);
    }

    #[test]
    fn a_carried_id_with_a_version_is_surest() {
        let story = Story {
            id: "urn:x".into(),
            version: Some("12".into()),
            slug: Some("X".into()),
            ..Story::default()
        };
        assert_eq!(place(&story), Some(Place { chain: "id:urn:x".into(), order: 12 }));
    }
}
