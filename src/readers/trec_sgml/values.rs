//! What the values in TREC-like records look like: their dates, desks, bylines, captions, ids.
//!
//! Knows no element; `trec_sgml` says which value is what.

use crate::date::wire::{self, Hints};
use crate::date::{Precision, Stamp, midnight};
use crate::readers::sgml::{one_line, plain};
use crate::story::{Caption, Kind, Person, Role, Story};
use jiff::civil::Date;

/// Sets what is not set yet, unless the value is empty.
pub fn set(field: &mut Option<String>, value: String) {
    if field.is_none() && !value.is_empty() {
        *field = Some(value);
    }
}

/// Spellings of a day: LA Times, FBIS; WSJ; FT; AQUAINT.
const DAYS: &[&str] = &["%B %d, %Y", "%d %B %Y", "%m/%d/%y", "%m/%d/%Y", "%y%m%d", "%Y%m%d", "%Y-%m-%d"];

/// Reads a date element, or a file's id (`AP-NR-02-12-88 1637EST`).
pub fn stamp(value: &str, file_id: bool, hints: &Hints) -> Option<Stamp> {
    if file_id {
        return file_id_stamp(value);
    }
    // `April 29, 1990, Sunday, Home Edition`: the day ends at the second comma.
    let day = value.match_indices(',').nth(1).map_or(value, |(at, _)| &value[..at]).trim();
    DAYS.iter()
        .find_map(|form| Date::strptime(form, day).ok())
        .map(|date| Stamp::day(date, value))
        .or_else(|| wire::parse(value, hints))
}

/// `AP-NR-02-12-88 1637EST`: month, day, year; US Eastern time to the minute.
fn file_id_stamp(value: &str) -> Option<Stamp> {
    let (day, time) = value.rsplit_once(' ').unwrap_or((value, ""));
    let day = day.get(day.len().checked_sub(8)?..)?;
    let date = Date::strptime("%m-%d-%y", day).ok()?;
    let whole = Stamp::day(date, value);
    let offset = match time.get(4..) {
        Some("EST") => -300,
        Some("EDT") => -240,
        _ => return Some(whole),
    };
    // A sign, or a letter of many bytes, may stand where the digits should.
    let number = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
    let digits = |from, to| time.get(from..to).filter(number).and_then(|part| part.parse::<i64>().ok());
    let (Some(hour), Some(minute)) = (digits(0, 2), digits(2, 4)) else {
        return Some(whole);
    };
    if hour > 23 || minute > 59 {
        return Some(whole);
    }
    let seconds = midnight(date) + hour * 3600 + minute * 60 - i64::from(offset) * 60;
    Some(Stamp { seconds, precision: Precision::Minute, offset: Some(offset), raw: value.to_owned() })
}

/// `April 29, 1990, Sunday, Home Edition` is of the `Home Edition`.
pub fn edition(value: &str) -> &str {
    let last = value.rsplit(',').next().unwrap_or("").trim();
    if last.ends_with("Edition") || last.ends_with("Final") { last } else { "" }
}

/// `AM-Some-Slug,0411` and `BC-Some-Slug 03-15 0155` without their counts and dates.
pub fn slug(value: &str) -> &str {
    value.split([',', ' ']).next().unwrap_or("")
}

/// Who publishes the records whose ids begin so.
const PUBLISHERS: &[(&str, &str)] = &[
    ("AFP_", "AFP"),
    ("AFE", "AFP"),
    ("APW", "AP"),
    ("AP", "AP"),
    ("CNA_", "CNA"),
    ("FBIS", "FBIS"),
    ("FT", "Financial Times"),
    ("LA", "Los Angeles Times"),
    ("LTW_", "Los Angeles Times-Washington Post"),
    ("NYT", "New York Times"),
    ("SJMN", "San Jose Mercury News"),
    ("WPB_", "Washington Post/Bloomberg"),
    ("WSJ", "Wall Street Journal"),
    ("XIE", "Xinhua"),
    ("XIN_", "Xinhua"),
];

/// Fills agency and date from the record's id, where no element has said them.
pub fn from_docno(story: &mut Story, unread: Option<&str>, line: u64) {
    let letters = story.id.bytes().take_while(|b| !b.is_ascii_digit()).count();
    let (prefix, rest) = story.id.split_at(letters);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let digits = &rest[..digits];
    let known = PUBLISHERS.iter().find(|(start, _)| {
        let same = |part: &str| part.eq_ignore_ascii_case(start);
        !digits.is_empty() && prefix.get(..start.len()).is_some_and(same)
    });
    let agency = known.map(|(_, name)| (*name).to_owned());
    let form = match digits.len() {
        8 => "%Y%m%d",
        6 if prefix == "LA" => "%m%d%y",
        6 => "%y%m%d",
        _ => "",
    };
    let date = Date::strptime(form, digits).ok().filter(|_| known.is_some() && !form.is_empty());
    let raw = digits.to_owned();
    if story.published.is_none() {
        if let Some(unread) = unread {
            story.note("date-unreadable", Some(line), format!("cannot read the date {unread:?}"));
        }
        if let Some(date) = date {
            story.note("date-from-docno", Some(line), format!("no date element; the id says {date}"));
            story.published = Some(Stamp::day(date, raw));
        }
    }
    set(&mut story.agency, agency.unwrap_or_default());
}

/// Kinds of Gigaword and AQUAINT.
pub fn kind(value: &str) -> Kind {
    match value.to_ascii_lowercase().as_str() {
        "advis" | "advisory" => Kind::Advisory,
        "multi" => Kind::Package,
        _ => Kind::Story,
    }
}

/// A headline element: the headline, a second deck, an editor's note, or WSJ's byline under it.
pub fn headline(story: &mut Story, content: &str, line: u64) {
    let (content, under) = match content.find("\n  ----") {
        Some(at) => (&content[..at], content[at + 7..].trim_matches(['-', ' ', '\n', '@'])),
        None => (content, ""),
    };
    let first = under.lines().next().unwrap_or("").trim();
    if first.starts_with("By ") {
        byline(story, first);
        let rest = under.strip_prefix(first).map(plain).unwrap_or_default();
        if !rest.is_empty() {
            story.note("byline-title", Some(line), rest);
        }
    }
    let text = plain(content);
    let text = text.trim_start_matches('@').trim();
    // AP: a line to editors, or the pictures and sidebars that go with the story.
    let beside = !story.headline.is_empty() && text.starts_with("With ");
    if beside || text.starts_with("Eds:") || text.starts_with("EDS:") {
        return story.note("editors-note", Some(line), text);
    }
    // `FT  14 MAY 91 / Headline`
    let text = match text.split_once(" / ") {
        Some((start, rest)) if start.starts_with("FT ") && start.len() < 16 => rest,
        _ => text,
    };
    if story.headline.is_empty() {
        story.headline = text.to_owned();
    } else if !text.is_empty() && !story.headline.contains(text) {
        story.headline.push_str("; ");
        story.headline.push_str(text);
    }
}

/// Agencies named in a byline after the name.
const WIRES: &[(&str, &str)] = &[
    ("ASSOCIATED PRESS", "AP"),
    ("UNITED PRESS INTERNATIONAL", "UPI"),
    ("REUTERS", "Reuters"),
    ("REUTER", "Reuters"),
    ("AGENCE FRANCE-PRESSE", "AFP"),
];

/// `By JANE SAMPLE, TIMES STAFF WRITER` is `JANE SAMPLE`; `By JANE SAMPLE, ASSOCIATED PRESS` is AP copy too.
pub fn byline(story: &mut Story, value: &str) {
    let name = match value.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => value[3..].trim(),
        _ => value.trim(),
    };
    let (name, title) = name.split_once(", ").unwrap_or((name, ""));
    let from = name.strip_prefix("From ").unwrap_or(title).to_ascii_uppercase();
    if let Some((_, agency)) = WIRES.iter().find(|(words, _)| from.ends_with(words)) {
        story.agency = Some((*agency).to_owned());
    }
    let more = is_name_list(title);
    if !more && !title.is_empty() {
        story.note("byline-title", None, title);
    }
    set(&mut story.byline, if more { format!("{name}, {title}") } else { name.to_owned() });
}

/// `JOHN DOE and ANN EXAMPLE` after a first name and a comma: more names, no title.
fn is_name_list(title: &str) -> bool {
    title.contains(" and ") && title.split(' ').count() < 9 && !title.to_ascii_uppercase().contains("WRITER")
}

/// `Metro; Part B; Page 1; Column 2; Metro Desk`: what names a desk. FT's `London Page 20` is kept whole.
pub fn desks(value: &str) -> Vec<String> {
    let place_on_paper = |piece: &str| {
        let mut words = piece.split(' ');
        matches!(words.next(), Some("Part" | "Page" | "Column" | "Zone"))
            && words.next().is_some_and(|word| word.len() < 4)
    };
    let pieces = value.split(';').map(str::trim).filter(|p| !p.is_empty() && !place_on_paper(p));
    pieces.map(str::to_owned).collect()
}

/// A list in one element: by semicolons, by `<P>`, else by lines.
pub fn list(content: &str) -> Vec<String> {
    let entries: Vec<String> = if content.contains(';') {
        plain(content).split(';').map(|entry| entry.trim().to_owned()).collect()
    } else if content.contains("<P>") {
        content.split("<P>").map(plain).collect()
    } else {
        content.lines().map(one_line).collect()
    };
    entries.into_iter().filter(|entry| !entry.is_empty()).collect()
}

/// FT: `Sample, J Minister of Trade` is `J Sample`.
pub fn person(entry: &str) -> Person {
    let name = match entry.split_once(", ") {
        Some((surname, rest)) => {
            let initials: Vec<&str> = rest.split(' ').take_while(|word| word.len() <= 2).collect();
            format!("{} {surname}", initials.join(" ")).trim().to_owned()
        }
        None => entry.to_owned(),
    };
    Person { name, role: Role::Subject, ..Person::default() }
}

/// `WALL STREET JOURNAL (J)` without its code.
pub fn agency(value: &str) -> String {
    let name = value.split(" (").next().unwrap_or(value).trim();
    let known = PUBLISHERS
        .iter()
        .find(|(_, known)| known.eq_ignore_ascii_case(name.strip_prefix("The ").unwrap_or(name)));
    known.map_or_else(|| name.to_owned(), |(_, known)| (*known).to_owned())
}

/// `Photo, COLOR, Two men wave. ANN EXAMPLE / Los Angeles Times; Map, ...`
pub fn captions(value: &str) -> Vec<Caption> {
    const KINDS: &[&str] =
        &["Photo, ", "Drawing, ", "Map, ", "Chart, ", "Graphic, ", "Cartoon, ", "Table, ", "List, "];
    let mut starts: Vec<usize> =
        KINDS.iter().flat_map(|kind| value.match_indices(kind)).map(|(at, _)| at).collect();
    starts.retain(|&at| at == 0 || value[..at].trim_end().ends_with(';'));
    starts.sort_unstable();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([value.len()]);
    let pieces =
        starts.iter().zip(ends).map(|(&from, to)| caption(value[from..to].trim_matches([';', ' ']), KINDS));
    pieces.filter(|caption| !caption.text.is_empty() || caption.credit.is_some()).collect()
}

fn caption(piece: &str, kinds: &[&str]) -> Caption {
    let text = kinds.iter().find_map(|kind| piece.strip_prefix(kind)).unwrap_or(piece);
    let text = text.strip_prefix("COLOR, ").unwrap_or(text);
    // The credit: capitals before the slash.
    let Some((before, holder)) = text.rsplit_once(" / ") else {
        return Caption { text: text.to_owned(), credit: None };
    };
    let capitals = |word: &&str| word.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    let length: usize = before.rsplit(' ').take_while(capitals).map(|word| word.len() + 1).sum();
    let (text, name) = before.split_at(before.len().saturating_sub(length));
    let name = name.trim();
    let credit =
        if name.is_empty() { holder.trim().to_owned() } else { format!("{name} / {}", holder.trim()) };
    Caption { text: text.trim().to_owned(), credit: Some(credit) }
}

/// A record that is only a picture goes by its caption.
pub fn headline_from_caption(story: &mut Story) {
    let Some(caption) = story.captions.first() else { return };
    if !story.headline.is_empty() || !story.body.is_empty() {
        return;
    }
    let text = caption.text.as_str();
    let end = text.char_indices().nth(80).map_or(text.len(), |(at, _)| text[..at].rfind(' ').unwrap_or(at));
    story.headline = text[..end].to_owned();
    story.headline_derived = true;
    story.note("no-headline", None, "the headline is the start of the caption");
}

/// FBIS begins its texts with what they were translated from, `Language: <F P=105> Spanish </F>`, a
/// type, `[Text]`: that front, and the copy, which is in English.
pub fn front_matter(text: &str) -> (&str, &str) {
    const LONGEST: usize = 400;
    if !text.trim_start().starts_with("Language:") {
        return ("", text);
    }
    let most = (0..=text.len().min(LONGEST)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let end = text.get(..most).and_then(|head| head.rfind("</F>")).map_or(0, |at| at + "</F>".len());
    let (front, rest) = text.split_at(end);
    // `[Text]`, the type, is of the front.
    match rest.find("[Text]").filter(|at| rest[..*at].trim().is_empty()) {
        Some(at) => text.split_at(end + at + "[Text]".len()),
        None => (front, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_collection() {
        let hints = Hints { day_first: true, ..Hints::default() };
        for (value, expected) in [
            ("April 29, 1990, Sunday, Home Edition", "1990-04-29"),
            ("03/24/87", "1987-03-24"),
            ("910514", "1991-05-14"),
            ("19980601", "1998-06-01"),
            ("14 March 1994", "1994-03-14"),
            ("1963-01-04", "1963-01-04"),
        ] {
            assert_eq!(stamp(value, false, &hints).unwrap().print(), expected, "{value}");
        }
        assert_eq!(stamp("AP-NR-02-12-88 1637EST", true, &hints).unwrap().print(), "1988-02-12T21:37:00Z");
        assert_eq!(stamp("AP-NR-02-12-88 9999EST", true, &hints).unwrap().print(), "1988-02-12");
        for time in ["1é7EST", "é16EST", "16éEST", "😀EST", "日1EDT", "EST", "-1-1EDT", "+1+1EST"] {
            let got = stamp(&format!("AP-NR-02-12-88 {time}"), true, &hints).map(|stamp| stamp.print());
            assert_eq!(got.as_deref(), Some("1988-02-12"), "{time}");
        }
        assert_eq!(stamp("AP", true, &hints), None);
    }

    #[test]
    fn ids_tell_date_and_publisher() {
        for (id, date, agency) in [
            ("AP880212-0001", Some("1988-02-12"), Some("AP")),
            ("LA042990-0001", Some("1990-04-29"), Some("Los Angeles Times")),
            ("APW_ENG_20041201.0001", Some("2004-12-01"), Some("AP")),
            ("NYT19980601.0001", Some("1998-06-01"), Some("New York Times")),
            ("FT911-3", None, Some("Financial Times")),
            ("TEXT017", None, None),
            ("123456", None, None),
        ] {
            let mut story = Story { id: id.into(), ..Story::default() };
            from_docno(&mut story, None, 1);
            assert_eq!(story.published.map(|s| s.print()).as_deref(), date, "{id}");
            assert_eq!(story.agency.as_deref(), agency, "{id}");
        }
    }

    #[test]
    fn bylines() {
        for (value, name, agency) in [
            ("By JANE SAMPLE, TIMES STAFF WRITER", "JANE SAMPLE", None),
            ("By JANE SAMPLE, ASSOCIATED PRESS", "JANE SAMPLE", Some("AP")),
            ("From Associated Press", "From Associated Press", Some("AP")),
            ("By Jane Sample, John Doe and Ann Example", "Jane Sample, John Doe and Ann Example", None),
        ] {
            let mut story = Story::default();
            byline(&mut story, value);
            assert_eq!((story.byline.as_deref(), story.agency.as_deref()), (Some(name), agency));
        }
    }

    #[test]
    fn captions_and_their_credits() {
        let got = captions("Photo, COLOR, Two men wave. ANN EXAMPLE / Los Angeles Times; Map, The coast");
        assert_eq!(got[0].text, "Two men wave.");
        assert_eq!(got[0].credit.as_deref(), Some("ANN EXAMPLE / Los Angeles Times"));
        assert_eq!((got[1].text.as_str(), &got[1].credit), ("The coast", &None));
    }

    #[test]
    fn desks_without_pages() {
        assert_eq!(desks("Metro; Part B; Page 1; Column 2; Metro Desk"), ["Metro", "Metro Desk"]);
        assert_eq!(desks("London Page 20"), ["London Page 20"]);
    }
}
