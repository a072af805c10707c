//! What stands above the copy of a plain-text story: slug, notes to editors, headline, byline,
//! date (handbook 1.5, 2.1). It ends where the dateline, or the first paragraph, begins.

use super::keys;
use crate::date::wire::{self, Hints};
use crate::date::{Precision, Stamp};
use crate::enrich::dateline;
use crate::story::Story;

/// Lines that may stand above the copy.
const DEEPEST: usize = 24;

/// A headline is no longer than this, all its lines together.
const HEADLINE: usize = 250;

/// Takes the top of `lines` into the story; says how many lines the copy starts after. `first` is
/// the number of the first of the lines.
pub(super) fn take(story: &mut Story, lines: &[&str], first: u64, hints: &Hints) -> usize {
    let (mut at, mut items) = (0, 0);
    while at < lines.len().min(DEEPEST) {
        let line = unmarked(lines[at]);
        if line.is_empty() {
            at += 1;
            continue;
        }
        if starts_copy(lines[at]) {
            break;
        }
        let number = Some(first + at as u64);
        let taken = slug(story, line, items)
            .or_else(|| release(story, &lines[at..], number))
            .or_else(|| advisory(story, &lines[at..], number))
            .or_else(|| byline(story, &lines[at..], number))
            .or_else(|| dates(story, line, hints))
            .or_else(|| headline(story, &lines[at..]));
        let Some(taken) = taken else { break };
        at += taken;
        items += 1;
    }
    at
}

/// The line without the marks that ANPA leaves at its ends: `^By JANE SAMPLE=`, `^Mill burns<`.
pub(super) fn unmarked(line: &str) -> &str {
    let line = line.trim();
    match line.strip_prefix('^') {
        Some(marked) => marked.trim_end_matches(['<', '=', ' ']).trim(),
        None => line.strip_suffix('<').unwrap_or(line).trim_end(),
    }
}

/// The line begins the copy: it has a dateline.
pub(super) fn starts_copy(line: &str) -> bool {
    let line = line.trim();
    dateline::find(line, None).is_some_and(|found| found.text_start < line.len())
}

/// `BC-US--Lobster Ban, 1st Ld-Writethru,0345`, `US-SYRIA-CRISIS`, `u f BC-MILL-FIRE   02-26 0105`.
fn slug(story: &mut Story, line: &str, items: usize) -> Option<usize> {
    if story.slug.is_some() || items > 0 || line.len() > 120 {
        return None;
    }
    if let Some(header) = crate::readers::wirecopy::header(line).filter(|header| is_slug(header.slug)) {
        story.urgency = Some(header.urgency.to_owned());
        story.desk_raw.push(header.category.to_owned());
        story.slug = Some(header.slug.to_owned());
        return Some(1);
    }
    if !is_slug(line) {
        return None;
    }
    let mut parts = line.split(',').map(str::trim);
    story.slug = parts.next().map(str::to_owned);
    let words: Vec<&str> =
        parts.filter(|p| !p.is_empty() && !p.bytes().all(|b| b.is_ascii_digit())).collect();
    if !words.is_empty() {
        story.version = Some(words.join(", "));
    }
    Some(1)
}

pub(super) fn is_slug(line: &str) -> bool {
    if ["BC-", "AM-", "PM-", "AP-"].iter().any(|cycle| line.starts_with(cycle)) {
        return !line.ends_with('.') && line.as_bytes().get(3).is_some_and(u8::is_ascii_alphanumeric);
    }
    let one_word = !line.contains(char::is_whitespace) && line.matches('-').count() >= 2;
    one_word && line.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'/'))
}

/// What distributors of press releases put first: `MEDIA RELEASE PR67254`, and `Source: Sample Corp.`
/// above it.
fn release(story: &mut Story, lines: &[&str], number: Option<u64>) -> Option<usize> {
    let line = unmarked(lines[0]);
    if is_release(line) {
        story.note("label", number, line);
        return Some(1);
    }
    let (name, source) = line.split_once(':')?;
    let next = lines.iter().skip(1).map(|line| unmarked(line)).find(|line| !line.is_empty())?;
    if !name.eq_ignore_ascii_case("source") || source.trim().is_empty() || !is_release(next) {
        return None;
    }
    story.note("source", number, source.trim());
    Some(1)
}

fn is_release(line: &str) -> bool {
    const LABELS: &[&str] = &["MEDIA RELEASE", "PRESS RELEASE", "NEWS RELEASE", "FOR IMMEDIATE RELEASE"];
    // "PRESS RELEASE OF SECRET PAPERS BLOCKED" is a headline: only a number may follow.
    let rest = LABELS.iter().find_map(|label| line.strip_prefix(label));
    rest.is_some_and(|rest| rest.split_whitespace().all(|word| word.bytes().any(|b| b.is_ascii_digit())))
}

/// `(Adds quotes, details)` and `Eds: UPDATES with …`, to the end of their paragraph.
pub(super) fn advisory(story: &mut Story, lines: &[&str], number: Option<u64>) -> Option<usize> {
    let first = unmarked(lines[0]);
    let bracket = first.starts_with('(');
    if !bracket && !is_eds(first) {
        return None;
    }
    let block = lines.iter().take_while(|line| !line.trim().is_empty());
    let length = if bracket {
        1 + block.take(6).position(|line| unmarked(line).ends_with(')'))?
    } else {
        let goes_on = |line: &&&str| {
            !line.starts_with([' ', '\t']) && !starts_copy(line) && dateline::byline(unmarked(line)).is_none()
        };
        1 + block.skip(1).take_while(goes_on).count()
    };
    let text: Vec<&str> = lines[..length].iter().map(|line| unmarked(line)).collect();
    let text = text.join(" ");
    // A stop to a story is its message, not a remark above it.
    if text.len() > 600 || text.contains("KILL") || text.contains("HOLD") {
        return None;
    }
    story.note("editors-note", number, text);
    Some(length)
}

pub(super) fn is_eds(line: &str) -> bool {
    ["Eds:", "EDS:", "Eds.:", "Eds. "].iter().any(|start| line.starts_with(start))
}

/// `By JANE Q. SAMPLE` and a title line under it.
pub(super) fn byline(story: &mut Story, lines: &[&str], number: Option<u64>) -> Option<usize> {
    let line = unmarked(lines[0]);
    let name = dateline::byline(line)?;
    if let Some((_, after)) = line.split_once(',')
        && let Some(agency) = agency_of(after)
    {
        story.agency.get_or_insert_with(|| agency.to_owned());
    }
    // A byline that headers gave already stands here again.
    story.byline.get_or_insert(name);
    let title = lines.get(1).map(|line| unmarked(line)).filter(|title| is_title(title));
    let Some(title) = title else { return Some(1) };
    story.note("byline-title", number.map(|n| n + 1), title);
    let known = TITLE_ENDS.iter().find_map(|end| title.strip_suffix(end)).unwrap_or(title);
    // "AP Sports Writer": the sign, then the desk.
    let sign = agency_of(title).or_else(|| agency_of(known)).or_else(|| agency_of(known.split(' ').next()?));
    if let Some(agency) = sign {
        story.agency.get_or_insert_with(|| agency.to_owned());
    }
    Some(2)
}

/// How the title line under a byline ends.
static TITLE_ENDS: &[&str] =
    &["Writer", "Correspondent", "Editor", "Reporter", "Columnist", "Critic", "Press", "Staff", "Analyst"];

pub(super) fn is_title(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let last = line.rsplit(' ').next().unwrap_or("");
    let ends = TITLE_ENDS.iter().any(|end| last.eq_ignore_ascii_case(end));
    (1..=6).contains(&words) && (ends || agency_of(line).is_some())
}

/// A line that is a date and nothing else: `Published: August 8, 2007`, `Aug. 8, 2007 3:15 p.m. EDT`.
fn dates(story: &mut Story, line: &str, hints: &Hints) -> Option<usize> {
    let (label, stamp) = labelled_date(line, hints)?;
    let field = if label == Label::Updated { &mut story.updated } else { &mut story.published };
    field.get_or_insert(stamp);
    Some(1)
}

/// What a date line says its date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// `Published`, `Posted`, `Date`, or nothing.
    Published,
    /// `Updated`, `Last modified`.
    Updated,
}

/// Reads a line that holds one date of a day or finer, with or without a label before it.
pub(super) fn labelled_date(line: &str, hints: &Hints) -> Option<(Label, Stamp)> {
    if line.len() > 100 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let stamp = wire::parse(line, hints).filter(|stamp| stamp.precision >= Precision::Day)?;
    let label = line.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or("");
    let updated = ["updated", "last", "modified"].iter().any(|word| label.eq_ignore_ascii_case(word));
    let digit = line.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let colon = line.find(':').filter(|colon| *colon < digit);
    let raw = colon.map_or(stamp.raw.as_str(), |colon| line[colon + 1..].trim()).to_owned();
    Some((if updated { Label::Updated } else { Label::Published }, Stamp { raw, ..stamp }))
}

/// The first lines, up to three, if they look like a headline and copy follows.
fn headline(story: &mut Story, lines: &[&str]) -> Option<usize> {
    if !story.headline.is_empty() {
        return None;
    }
    let length = headline_length(lines)?;
    let words: Vec<&str> =
        lines[..length].iter().flat_map(|line| unmarked(line).split_whitespace()).collect();
    story.headline = words.join(" ");
    Some(length)
}

fn headline_length(lines: &[&str]) -> Option<usize> {
    let ends = |at: usize| {
        let line = lines[at];
        let indented = line.starts_with([' ', '\t']) && !lines[0].starts_with([' ', '\t']);
        line.trim().is_empty() || indented || is_item(unmarked(line)) || starts_copy(line)
    };
    let most = lines.len().min(8);
    let length = (1..most).find(|&at| ends(at)).unwrap_or(most);
    let text: usize = lines[..length].iter().map(|line| line.trim().len()).sum();
    let more = lines[length..].iter().any(|line| !line.trim().is_empty());
    let (first, last) = (unmarked(lines[0]), unmarked(lines[length - 1]));
    if length <= 3 && text <= HEADLINE && more && !ends_sentence(last) {
        return Some(length);
    }
    // A headline that sticks to its copy.
    let second = lines.get(1)?.trim();
    let shouted = is_shouted(first) && !is_shouted(second);
    let above_long = first.len() <= 100 && second.len() > 120;
    (length > 1 && (shouted || above_long) && !ends_sentence(first)).then_some(1)
}

/// The line is a byline, a date or a note to editors: it ends a headline above it.
fn is_item(line: &str) -> bool {
    is_eds(line)
        || line.starts_with('(') && line.ends_with(')')
        || dateline::byline(line).is_some()
        || labelled_date(line, &Hints::default()).is_some()
}

/// The line ends as running copy does. Headlines end with no stop but that of an abbreviation or an
/// ellipsis; a shouted one may.
fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '\'', '”', '’', ')']);
    if bare.ends_with([',', ':', ';']) {
        return true;
    }
    if !bare.ends_with('.') || bare.ends_with("..") || is_shouted(line) {
        return false;
    }
    let word = bare.trim_end_matches('.').rsplit([' ', '.']).next().unwrap_or("");
    let short = ["Inc", "Corp", "Co", "Ltd", "Jr", "Sr", "Cos", "St"].contains(&word);
    !(short || word.chars().count() == 1)
}

/// Capital letters and no small ones.
fn is_shouted(line: &str) -> bool {
    line.chars().filter(|c| c.is_uppercase()).count() >= 4 && !line.chars().any(char::is_lowercase)
}

/// The agency that a holder of copyright or a byline names, in its usual spelling.
pub(super) fn agency_of(name: &str) -> Option<&'static str> {
    let name = name.trim().trim_end_matches(['.', ',']);
    dateline::agency::known(name).or_else(|| {
        let bare =
            [" Limited", " Ltd", " Inc", " LLC", " Corp"].iter().find_map(|end| name.strip_suffix(end))?;
        dateline::agency::known(bare)
    })
}

/// As [`keys::agency`], for the holder of a copyright.
pub(super) fn publication(name: &str) -> String {
    agency_of(name).map_or_else(|| keys::agency(name), str::to_owned)
}
