//! Words of a page's head: titles with the name of the site, dates with a label, what its address
//! says. Text in, text out; it knows no tree.

use crate::date::Stamp;
use crate::date::month;
use crate::date::wire::{self, Hints};
use jiff::civil::Date;

/// The headline: what JSON-LD says (`said`), Open Graph (`told`), the page shows (`shown`), or its
/// title. JSON-LD cuts long ones; titles carry the name of the site.
pub fn headline(said: &str, told: &str, shown: &[String], title: &str, site: &str) -> String {
    let said = &without_site(said, site);
    let told = without_site(told, site);
    let title = without_site(title, site);
    let same = |text: &&String| {
        let text = text.to_lowercase();
        text.len() > 10
            && [said, &told, &title].iter().any(|other| {
                let other = other.to_lowercase();
                !other.is_empty()
                    && (text.starts_with(other.trim_end_matches(['.', '…', ' '])) || other.starts_with(&text))
            })
    };
    let shown_same = shown.iter().find(same).map(String::as_str);
    let cut = said.ends_with("...") || said.ends_with('…') || said.len() >= 105;
    let only = if let [only] = shown { only.as_str() } else { "" };
    let choices = [
        if cut { shown_same.unwrap_or("") } else { "" },
        said,
        shown_same.unwrap_or(""),
        &told,
        only,
        &title,
    ];
    choices.into_iter().map(str::trim).find(|text| !text.is_empty()).unwrap_or_default().to_owned()
}

/// Cuts ` | Site` and its like off a title; before it too.
pub fn without_site(title: &str, site: &str) -> String {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let site = letters(site);
    let mut title = title.trim();
    for _ in 0..3 {
        let marks = [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • "];
        let last = marks.iter().filter_map(|mark| title.rfind(mark).map(|at| (at, mark.len()))).max();
        let first = marks.iter().filter_map(|mark| title.find(mark).map(|at| (at, mark.len()))).min();
        let is_site = |part: &str| {
            let part = letters(part);
            !part.is_empty()
                && !site.is_empty()
                && (part == site
                    || part.starts_with(&site) && part.len() < site.len() + 6
                    || site.starts_with(&part) && part.len() > 2)
        };
        match (last, first) {
            (Some((at, length)), _) if is_site(&title[at + length..]) => title = title[..at].trim(),
            (_, Some((at, length))) if is_site(&title[..at]) => title = title[at + length..].trim(),
            // A bar parts a title from the site's name, whatever that is.
            (Some((at, length)), _)
                if site.is_empty()
                    && matches!(&title[at..at + length], " | " | " :: " | " » ")
                    && at > 20 =>
            {
                title = title[..at].trim();
            }
            _ => break,
        }
    }
    title.to_owned()
}

/// A date with or without a label: `Published: 19 November 2019`, `Posted on Nov 19, 2019 by`.
pub fn unlabelled(text: &str, hints: &Hints) -> Option<Stamp> {
    if !text.contains(|c: char| c.is_ascii_digit()) || text.chars().filter(char::is_ascii_digit).count() < 5 {
        return None;
    }
    let read = |text: &str| {
        wire::parse(
            text.trim_matches(|c: char| {
                c.is_whitespace() || matches!(c, '|' | ':' | '·' | '•' | '-' | ',' | '(' | ')')
            }),
            hints,
        )
    };
    if let Some(stamp) = read(text) {
        return Some(stamp);
    }
    let small = text.to_ascii_lowercase();
    let labels = [
        "published on",
        "published at",
        "published",
        "posted on",
        "posted at",
        "posted",
        "date",
        "created",
        "on",
        "updated",
        "first",
    ];
    for label in labels {
        let Some(rest) = small.strip_prefix(label).map(|rest| &text[text.len() - rest.len()..]) else {
            continue;
        };
        return unlabelled_rest(rest, &read);
    }
    text.split(['|', '•', '·', ';'])
        .flat_map(|part| part.split(" - "))
        .filter(|part| part.len() < text.len())
        .find_map(|part| {
            let has = part.chars().filter(char::is_ascii_digit).count() >= 5;
            has.then(|| read(part)).flatten()
        })
}

fn unlabelled_rest(rest: &str, read: &dyn Fn(&str) -> Option<Stamp>) -> Option<Stamp> {
    let ends = ["|", ";", " by ", " Updated", " updated", " UPDATED", "Last "];
    let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    read(rest).or_else(|| read(&rest[..end]))
}

/// `/2019/11/18/`, `/2019/nov/18/`, `-2019-11-18`, `/20191118/`.
pub fn date_in_address(url: &str) -> Option<Date> {
    let path = path(url);
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let number = |text: &str, digits: usize| text.parse::<i16>().ok().filter(|_| text.len() <= digits);
    let known = |year: i16, month: i16, day: i16| {
        let sane = (1990..=2099).contains(&year);
        sane.then(|| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()).flatten()
    };
    for three in parts.windows(3) {
        let month = number(three[1], 2).or_else(|| month(three[1]).map(i16::from));
        if let (4, Some(year), Some(month), Some(day)) =
            (three[0].len(), number(three[0], 4), month, number(three[2], 2))
            && let Some(date) = known(year, month, day)
        {
            return Some(date);
        }
    }
    parts.iter().filter(|part| part.len() == 8 && part.is_ascii()).find_map(|part| {
        known(part.get(..4)?.parse().ok()?, part.get(4..6)?.parse().ok()?, part.get(6..)?.parse().ok()?)
    })
}

fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    path.split(['?', '#']).next().unwrap_or("")
}

/// True for the front page of a site, of a section, a tag, a search.
pub fn is_index_address(url: &str) -> bool {
    let path = path(url).trim_end_matches('/');
    let file = path.rsplit('/').next().unwrap_or("");
    let starts = [
        "/tag/",
        "/tags/",
        "/category/",
        "/categories/",
        "/search",
        "/topic/",
        "/topics/",
        "/author/",
        "/page/",
    ];
    path.is_empty()
        || file.starts_with("index.") && path.matches('/').count() < 2
        || starts.iter().any(|start| path.starts_with(start))
        || url.contains("?s=")
        || url.contains("search?")
}

/// Folders of an address that say nothing of the desk.
#[rustfmt::skip]
const DULL: &[&str] = &[
    "amp", "apps", "archive", "archives", "article", "articles", "blog", "blogs", "content", "en", "entry", "home", "html", "index", "latest",
    "local", "nachrichten", "new", "news", "newsroom", "node", "page", "pages", "post", "posts", "press", "releases", "section", "site", "stories", "story",
    "story-online", "tag", "us", "uk", "video", "videos", "view", "web", "wp", "marker", "feature", "features", "id", "public", "www",
];

/// The folder of an address that names a desk: `/sport/football/…` is `sport`.
pub fn desk_in_address(url: &str) -> Option<String> {
    let path = path(url);
    let folders: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let (_, folders) = folders.split_last()?;
    let dated = |folder: &&&str| folder.bytes().all(|b| b.is_ascii_digit()) || month(folder).is_some();
    let dull = |folder: &&str| DULL.contains(&folder.to_ascii_lowercase().as_str());
    let mut folders = folders.iter().filter(|folder| !dated(folder)).take(3);
    let word = folders.find(|folder| {
        let letters = folder.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
        letters && !dull(folder) && (3..=20).contains(&folder.len()) && folder.matches('-').count() < 2
    })?;
    Some(word.replace('-', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_site() {
        for (title, site, want) in [
            ("Rates held - The Daily Sample", "The Daily Sample", "Rates held"),
            ("Rates held | Business | Daily Sample", "Daily Sample", "Rates held | Business"),
            ("Daily Sample: x | Rates held again", "", "Daily Sample: x | Rates held again"),
            ("Sample - Rates - held", "Sample", "Rates - held"),
            ("Rates held again by the bank | dailysample.test", "", "Rates held again by the bank"),
        ] {
            assert_eq!(without_site(title, site), want);
        }
        let shown = ["Rates held again, and a long headline goes on".to_owned()];
        assert_eq!(headline("Rates held again, and...", "", &shown, "", ""), shown[0]);
    }

    #[test]
    fn addresses_tell_dates_and_desks() {
        for (url, date, desk) in [
            ("https://a.test/sport/2019/nov/18/cup-final", "2019-11-18", "sport"),
            ("https://a.test/news/world-europe-50473792", "", ""),
            ("https://a.test/2019/11/18/business/x.html", "2019-11-18", "business"),
            ("https://a.test/x/20191118/rates", "2019-11-18", ""),
            ("https://a.test/2019/13/40/x", "", ""),
        ] {
            assert_eq!(date_in_address(url).map_or(String::new(), |d| d.to_string()), date, "{url}");
            assert_eq!(desk_in_address(url).unwrap_or_default(), desk, "{url}");
        }
        assert!(is_index_address("https://a.test/") && is_index_address("https://a.test/tag/tea"));
        assert!(!is_index_address("https://a.test/2019/11/18/tea"));
    }

    #[test]
    fn labels_go() {
        let read = |text: &str| unlabelled(text, &Hints::default()).map(|s| s.print());
        assert_eq!(read("Published: 19 November 2019").as_deref(), Some("2019-11-19"));
        assert_eq!(read("Posted on Nov 19, 2019 by Ann").as_deref(), Some("2019-11-19"));
        assert_eq!(read("5 comments"), None);
    }
}
