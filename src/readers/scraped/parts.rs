//! The parts a scraped page is made of, told by their shape: picture lines, date lines with two
//! times, subheads, buttons, comment boxes.

use crate::date::wire::{self, Hints};
use crate::date::{Precision, Stamp};
use crate::story::{Caption, Person, Role, Story};
use jiff::tz::TimeZone;

/// The alternative text of a picture: `Image: Boats at the quay`.
pub(in crate::readers) fn image(line: &str) -> Option<&str> {
    ["Image: ", "Image:", "IMAGE: ", "Photo: ", "Picture: "]
        .iter()
        .find_map(|label| line.strip_prefix(label))
        .map(str::trim)
}

/// A credit line, `Name  /  Agency`: who took the picture, and for whom.
pub(in crate::readers) fn credit(line: &str) -> Option<(&str, &str)> {
    let (name, agency) = line.split_once(" / ")?;
    let (name, agency) = (name.trim(), agency.trim());
    let words = name.split_whitespace().count();
    let wide = line.contains("  /  ");
    let name_like =
        (2..=5).contains(&words) && !name.bytes().any(|b| b.is_ascii_digit()) && !name.ends_with('.');
    let short = line.len() <= 90 && (2..=40).contains(&agency.len()) && !agency.ends_with('.');
    let capital = name.starts_with(char::is_uppercase) && agency.starts_with(char::is_uppercase);
    let via = agency.split_whitespace().count() <= 5;
    (short && capital && (wide || name_like) && words <= 6 && via).then_some((name, agency))
}

/// Gathers the lines of a picture.
#[derive(Default)]
pub(in crate::readers) struct Media {
    alt: Option<String>,
    credit: Option<String>,
    text: Option<String>,
    people: Vec<Person>,
    done: Vec<(Caption, Option<String>)>,
}

impl Media {
    /// A picture has been begun and has no caption yet.
    pub(in crate::readers) fn is_open(&self) -> bool {
        (self.alt.is_some() || self.credit.is_some()) && self.text.is_none()
    }

    /// Takes a line of a picture; `above` the date line, the line after a credit is the caption.
    pub(in crate::readers) fn take(&mut self, line: &str, above: bool) -> bool {
        if let Some(alt) = image(line) {
            self.close();
            self.alt = Some(alt.to_owned());
        } else if let Some((name, agency)) = credit(line) {
            if self.credit.is_some() {
                self.close();
            }
            self.credit = Some(format!("{name} / {agency}"));
            if is_person(name) {
                self.people.push(Person { name: name.to_owned(), role: Role::Creator, ..Person::default() });
            }
        } else if above && self.is_open() {
            self.text = Some(line.to_owned());
        } else {
            return false;
        }
        true
    }

    fn close(&mut self) {
        let (alt, credit, text) = (self.alt.take(), self.credit.take(), self.text.take());
        match (text, alt) {
            (Some(text), alt) => self.done.push((Caption { text, credit }, alt)),
            (None, Some(alt)) => self.done.push((Caption { text: alt, credit }, None)),
            (None, None) if credit.is_some() => {
                self.done.push((Caption { text: String::new(), credit }, None));
            }
            (None, None) => {}
        }
    }

    /// Puts the pictures into the story.
    pub(in crate::readers) fn finish(mut self, story: &mut Story) {
        self.close();
        for (caption, alt) in self.done {
            if let Some(alt) = alt.filter(|alt| *alt != caption.text) {
                story.note("image-alt", None, alt);
            }
            story.captions.push(caption);
        }
        story.people.extend(self.people);
    }
}

/// Two to five words, each with a capital or a particle: no `Handout`, no `Courtesy of the museum`.
fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=5).contains(&words.len())
        && words.iter().all(|w| w.starts_with(char::is_uppercase) || w.len() <= 3 || w.contains('-'))
        && words.last().is_some_and(|w| w.chars().any(char::is_uppercase))
}

/// What a date line gives, and what was guessed.
pub(in crate::readers) struct Stamps {
    pub(in crate::readers) stamp: Stamp,
    pub(in crate::readers) notes: Vec<(&'static str, String)>,
}

/// A line with a local time and, after it, the same moment in UTC without a zone:
/// `updated 8/8/2007 11:54:45 AM ET 2007-08-08T15:54:45`. When the two disagree, UTC is believed.
pub(in crate::readers) fn two_stamps(line: &str, hints: &Hints) -> Option<Stamps> {
    let t = line.match_indices('T').map(|(at, _)| at).find(|&at| {
        let before = at.checked_sub(10).and_then(|from| line.get(from..at));
        before.is_some_and(|day| day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-')
    })?;
    let (local, utc) = (line[..t - 10].trim(), line[t - 10..].trim());
    let utc = wire::parse(utc, &Hints { zone: TimeZone::UTC, day_first: false })?;
    let from = local.find(|c: char| c.is_ascii_digit())?;
    let raw = line.get(from..)?.trim();
    let mut notes = Vec::new();
    let Some(local) = wire::parse(local, hints).filter(|s| s.precision >= Precision::Minute) else {
        notes.push(("date-unreadable", format!("cannot read the local time in {line:?}")));
        return Some(Stamps { stamp: Stamp { raw: raw.to_owned(), ..utc }, notes });
    };
    let whole_minutes = if local.precision == Precision::Minute { 60 } else { 1 };
    let mut offset = local.offset;
    if local.seconds.div_euclid(whole_minutes) != utc.seconds.div_euclid(whole_minutes) {
        notes.push((
            "dates-disagree",
            format!("the two times of {raw:?} differ; the second, in UTC, is believed"),
        ));
        let wall = local.seconds + i64::from(local.offset.unwrap_or(0)) * 60;
        offset = zone_between(wall, utc.seconds);
    } else if local.offset.is_none() {
        offset = None;
    }
    Some(Stamps {
        stamp: Stamp { seconds: utc.seconds, precision: utc.precision, offset, raw: raw.to_owned() },
        notes,
    })
}

/// The offset, in minutes, that makes a wall time of a moment, if a zone can have it.
fn zone_between(wall: i64, utc: i64) -> Option<i32> {
    let minutes = (wall - utc).div_euclid(60);
    let possible = (wall - utc) % 900 == 0 && minutes.abs() <= 14 * 60;
    i32::try_from(minutes).ok().filter(|_| possible)
}

/// Buttons and boxes that stand among the lines of a page, whole lines, lower case.
static CHROME: &[&str] = &[
    "share",
    "share this",
    "share this story",
    "share this article",
    "print",
    "email",
    "e-mail",
    "email this",
    "email this story",
    "print this",
    "print this story",
    "save",
    "comment",
    "comments",
    "leave a comment",
    "advertisement",
    "advertise",
    "facebook",
    "twitter",
    "tweet",
    "reddit",
    "linkedin",
    "font size",
    "text size",
    "below:",
    "x jump to discuss comments below",
    "enlarge",
    "enlarge this image",
    "close",
    "read more",
    "continue reading",
    "story continues below",
    "related",
    "get the newsletter",
    "subscribe",
    "listen to this story",
    "click to play",
];

/// The line is a button or box.
pub(in crate::readers) fn is_chrome(line: &str) -> bool {
    line.len() <= 40 && CHROME.iter().any(|chrome| line.eq_ignore_ascii_case(chrome))
}

/// Heads of what follows the copy.
static JUNK: &[&str] = &[
    "discuss:",
    "discuss",
    "discussion comments",
    "most active discussions",
    "most popular",
    "most viewed",
    "most read",
    "most emailed",
    "related stories",
    "related articles",
    "related topics",
    "related links",
    "related:",
    "more from",
    "recommended for you",
    "you may also like",
    "trending",
    "top stories",
    "sign up for our newsletter",
    "view all comments",
    "read comments",
    "comments (0)",
    "add a comment",
];

/// The line starts what follows the copy.
pub(in crate::readers) fn is_junk(line: &str) -> bool {
    line.len() <= 40 && JUNK.iter().any(|junk| line.eq_ignore_ascii_case(junk))
}

/// Words that head columns, not sections.
static COLUMNS: &[&str] = &["BID", "ASK", "CLOSE", "GRADE", "MATURITY", "pct"];

/// A subhead: a short line without a stop, stuck to the paragraph it heads (handbook 5.3).
pub(in crate::readers) fn is_subhead(line: &str, next: &str) -> bool {
    let words = line.split_whitespace().count();
    let shape = (1..=9).contains(&words)
        && line.chars().count() <= 60
        && line
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '‘' | '“' | '\''))
        && !line.ends_with(['.', '!', ';', ',', ':', '”', '"'])
        && !line.contains("   ");
    let label = ["By ", "AP Photo", "Eds:", "___", "--"].iter().any(|start| line.starts_with(start));
    let columns = line.split_whitespace().any(|word| COLUMNS.contains(&word));
    let heads = next.split_whitespace().count() >= 8 && next.len() > line.len();
    shape && !label && !columns && heads
}
