//! The coded lines of a telex message: a sign, then a value, above the copy; the sender's service
//! below it. The signs are AAP's; two customs of `$` and `:` are told apart by what follows.

use crate::date::wire::{self, Hints};
use crate::enrich::dateline::{agency, parse_marked};
use crate::readers::keys;
use crate::story::{Dateline, Kind, Story};

/// Signs that may begin a coded line.
const SIGNS: &[char] = &['%', '#', '$', ':', '=', '^', '&', '*', '@', '~', '+'];

/// Lines that may be coded.
const MOST: usize = 20;

/// What `:` lines and others say before it is known which is the headline.
#[derive(Default)]
struct Said {
    colons: Vec<String>,
    headline: Option<String>,
}

/// `ZCZC AAP`: the service, if it is an agency.
pub(in crate::readers) fn service(story: &mut Story, line: &str) {
    let word = line.trim().trim_start_matches("ZCZC").trim();
    story.agency = agency::known(word).map(str::to_owned);
}

/// Fields of a result sheet's first line: what, which, switches, state, day.
pub(in crate::readers) fn sheet(story: &mut Story, fields: &[String], line: u64) {
    let fields: Vec<&str> = fields.iter().map(String::as_str).filter(|field| !field.is_empty()).collect();
    // Single letters are switches.
    let said: Vec<&str> = fields
        .iter()
        .copied()
        .filter(|field| field.len() > 1 || field.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    story.slug = said.first().map(|&name| name.to_owned());
    story.headline = said.join(" ");
    story.kind = Kind::Table;
    story.note("sheet-header", Some(line), fields.join(", "));
}

/// Reads the coded lines; says where the copy starts. `first` is the number of the first.
pub(in crate::readers) fn coded(story: &mut Story, lines: &[&str], first: u64, hints: &Hints) -> usize {
    let (mut at, mut said) = (0, Said::default());
    while let Some(line) = lines.get(at).filter(|_| at < MOST) {
        let text = line.trim();
        let number = Some(first + at as u64);
        if at == 0 && is_routing(text) {
            story.note("routing", number, text);
        } else if let Some(value) =
            text.strip_prefix(SIGNS).filter(|value| !value.starts_with(char::is_whitespace))
        {
            let sign = text.chars().next().unwrap_or(' ');
            take(story, &mut said, sign, value.trim(), number, hints);
        } else if !text.is_empty() {
            break;
        }
        at += 1;
    }
    settle(story, said);
    at
}

/// `YY TDR`, `HH TDCom`: priority and destinations.
fn is_routing(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let level =
        words.next().is_some_and(|word| word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase()));
    let mut rest = words.peekable();
    level
        && rest.peek().is_some()
        && rest.all(|word| {
            word.len() <= 6
                && word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

fn take(story: &mut Story, said: &mut Said, sign: char, value: &str, number: Option<u64>, hints: &Hints) {
    if value.is_empty() {
        return;
    }
    let code = value.len() == 8 && value.bytes().all(|b| b.is_ascii_digit());
    match sign {
        // A category is a letter; elsewhere the sign marks the headline.
        '$' if value.len() > 2 => said.headline = Some(value.to_owned()),
        '$' => story.desk_raw.push(format!("${value}")),
        '^' => said.headline = Some(value.trim_end_matches(['<', '=']).to_owned()),
        '#' => story.slug = Some(value.to_owned()),
        // `:POTTED :Eagle Farm`: two in a line.
        ':' => {
            for value in value.split(" :") {
                colon(story, said, value.trim(), number, hints);
            }
        }
        '=' => story.keywords.push(value.to_owned()),
        '~' => story.keywords.push(value.to_owned()),
        '*' | '+' if code => story.desk_raw.push(value.to_owned()),
        '*' if value == "T" => story.kind = Kind::Table,
        '*' if value == "X" => {}
        '@' => story.places.push(value.to_owned()),
        _ => story.note("routing", number, format!("{sign}{value}")),
    }
}

/// A keyword, a place in brackets, a day as Australia writes it.
fn colon(story: &mut Story, said: &mut Said, value: &str, number: Option<u64>, hints: &Hints) {
    if let Some(place) = value.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        story.places.push(place.to_owned());
        // `(MELBOURNE)` is where it was filed, `(ATTN EDITORS)` is no place.
        if story.dateline.is_none() && !parse_marked(place, None).places.is_empty() {
            story.dateline = Some(Dateline { raw: place.to_owned(), ..Dateline::default() });
        }
        return;
    }
    let numeric = value.bytes().all(|b| b.is_ascii_digit() || b == b'/');
    let day_first = Hints { day_first: true, ..hints.clone() };
    match wire::parse(value, &day_first).filter(|_| numeric) {
        Some(stamp) => {
            story.note("day-first", number, format!("{value} read as {}", stamp.print()));
            story.published = Some(stamp);
        }
        None if !value.is_empty() => said.colons.push(value.to_owned()),
        None => {}
    }
}

/// Which of the `:` values is the headline: one of three words and more, where no other line is.
fn settle(story: &mut Story, mut said: Said) {
    let named = story.slug.clone().filter(|_| story.headline.is_empty());
    if said.headline.is_none() {
        let title = said.colons.iter().position(|value| value.split_whitespace().count() >= 3);
        said.headline = title.map(|at| said.colons.remove(at));
    }
    for value in said.colons {
        match &story.slug {
            None => story.slug = Some(value),
            Some(_) => story.keywords.push(value),
        }
    }
    if said.headline.is_none() && named.is_some() {
        story.note("headline-from-slug", None, "no line of the message is marked as its headline");
    }
    if let Some(headline) = said.headline.or(named) {
        story.headline = headline.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

/// A line without the typesetting marks at its end: `EAGLE FARM<!`, `(Weights …)=!`.
pub(in crate::readers) fn unmarked(line: &str) -> &str {
    ["<!", "=!"].iter().find_map(|mark| line.trim_end().strip_suffix(mark)).unwrap_or(line)
}

/// Cuts the sender's line (`AAP RTV`, `AAP RESULTS`, `AAP0`) off the end; says where the copy ends.
pub(in crate::readers) fn sign_off(story: &mut Story, lines: &[&str], first: u64) -> usize {
    let mut end = lines.len();
    let mut cut = end;
    while end > 0 {
        let line = lines[end - 1].trim();
        if !line.is_empty() {
            let (sign, service) =
                line.split_at(line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len()));
            let service = service.trim();
            let known = agency::known(sign).filter(|_| {
                service.len() <= 12 && service.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            });
            let Some(agency) = known else { break };
            story.agency.get_or_insert_with(|| keys::agency(agency));
            story.note("sign-off", Some(first + end as u64 - 1), line);
            cut = end - 1;
            break;
        }
        end -= 1;
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Story, usize) {
        let mut story = Story::default();
        let lines: Vec<&str> = text.lines().collect();
        let at = coded(&mut story, &lines, 1, &Hints::default());
        (story, at)
    }

    #[test]
    fn two_customs_of_signs() {
        let (story, at) = read(
            "%A\n#Legal: Goose_1\n$Goose fined on quay \n\n:(OXTOWN)\n*02000000\n@Vic\nA goose was fined.",
        );
        assert_eq!(
            (story.headline.as_str(), story.slug.as_deref(), at),
            ("Goose fined on quay", Some("Legal: Goose_1"), 7)
        );
        assert_eq!(
            (story.places, story.desk_raw),
            (vec!["OXTOWN".to_owned(), "Vic".to_owned()], vec!["02000000".to_owned()])
        );
        let (story, at) = read("$T\n:Motor Boats\n=Quay 500\n*T\n&T\n+15039001\nOXTOWN, Dec 7");
        assert_eq!((story.headline.as_str(), story.slug.as_deref(), at), ("", Some("Motor Boats"), 6));
        assert_eq!(
            (story.kind, story.desk_raw, story.keywords),
            (Kind::Table, vec!["$T".to_owned(), "15039001".to_owned()], vec!["Quay 500".to_owned()])
        );
        let (story, _) = read("YY TDR\n:POTTED :Quay Farm MARKET DAY\n    OXTOWN, Oct 12 AAP - Betting");
        assert_eq!(
            (story.headline.as_str(), story.slug.as_deref()),
            ("Quay Farm MARKET DAY", Some("POTTED"))
        );
        let (story, _) = read("#Quay Grey\n:11/10/2015\n\nFINAL FIELDS");
        assert_eq!(story.published.map(|stamp| stamp.print()).as_deref(), Some("2015-10-11"));
    }

    #[test]
    fn senders_go() {
        for (line, cut) in [
            ("   AAP RESULTS", true),
            ("AAP0", true),
            ("AAP RTV", true),
            ("AAP said on Monday.", false),
            ("MORE", false),
        ] {
            let mut story = Story::default();
            assert_eq!(sign_off(&mut story, &["Copy.", line, ""], 1), if cut { 1 } else { 3 }, "{line}");
        }
    }
}
