//! The text of an ANPA 1312 message: slug line, marked lines above the copy, copy and tables, and
//! the signs that 7-bit wires use for what they have no character for.
//!
//! It knows nothing of frames and headers; those are `anpa`'s.

use crate::date::Stamp;
use crate::enrich::dateline::{self, dates, dates::Written};
use crate::readers::opening::{self, agency_of, unmarked};
use crate::readers::prose::Prose;
use crate::story::{Kind, Status, Story};
use jiff::civil::Date;

/// Marks a line of a table: backspace.
const ROW: char = '\u{8}';

/// What the header says in short.
pub(in crate::readers) struct Short<'h> {
    /// The slug, cut at 24 characters and without spaces.
    pub keyword: Option<&'h str>,
    /// The version, without spaces.
    pub version: Option<&'h str>,
    /// The category letter.
    pub category: Option<&'h str>,
}

/// A line with its signs resolved and without control characters, but for a tab or [`ROW`] at its
/// start: ``` `` '' ``` are quotes, `_` alone a dash, `{` a half; the spacing codes are spaces.
pub(in crate::readers) fn typeset(line: &str) -> String {
    let row = line.starts_with(ROW);
    let mut out = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        match c {
            '`' if next == Some('`') => {
                rest.next();
                out.push('“');
            }
            '\'' if next == Some('\'') => {
                rest.next();
                out.push('”');
            }
            '{' => out.push('½'),
            '_' if lone(out.chars().next_back(), row) && lone(next, row) => out.push('—'),
            // Thin and fixed spaces, and the space band, which may have a space of its own.
            '\u{1e}' | '\u{1f}' => out.push(' '),
            '\u{10}' if next != Some(' ') => out.push(' '),
            '\t' => out.push_str(if out.trim().is_empty() { "\t" } else { "   " }),
            ROW if out.is_empty() => out.push(ROW),
            c if c.is_control() || c == '\u{feff}' => {}
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// What stands beside a dash: a space, the end, in a table the border of a cell.
fn lone(beside: Option<char>, row: bool) -> bool {
    beside.is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '\u{10}' | '\u{1e}' | '\u{1f}' | '\r')
            || row && matches!(c, ';' | ROW)
    })
}

/// Reads the lines from the slug line on. `first` is the number of the first.
pub(in crate::readers) fn read(story: &mut Story, lines: &[&str], first: u64, short: &Short<'_>) {
    let (start, above) = top(story, lines, first, short);
    if story.slug.is_none() {
        story.slug = short.keyword.map(str::to_owned);
        story.version = short.version.map(str::to_owned);
    }
    let mut prose = Prose::of(&[]);
    for (line, is_heading) in &above {
        if *is_heading { prose.subhead(line) } else { prose.paragraph(line) }
    }
    for line in &lines[start..] {
        copy(&mut prose, line);
    }
    prose.finish(story);
    orders(story, short.category);
}

/// The marked lines above the copy; says where it starts, and gives those that belong to it: the
/// headings of a table (true), the message of an advisory (false).
fn top(story: &mut Story, lines: &[&str], first: u64, short: &Short<'_>) -> (usize, Vec<(String, bool)>) {
    const DEEPEST: usize = 40;
    let (mut at, mut above) = (0, Vec::new());
    while let Some(line) = lines.get(at).filter(|_| at < DEEPEST) {
        if line.trim().is_empty() {
            at += 1;
            continue;
        }
        if !line.starts_with('^') {
            break;
        }
        let length = item_length(&lines[at..]);
        let number = Some(first + at as u64);
        let text: Vec<&str> = lines[at..at + length].iter().map(|line| unmarked(line)).collect();
        let text = text.join(" ");
        // A note to editors is no remark when it is all the message there is.
        let order = ["KILL", "WITHHOLD", "HOLD"].iter().any(|word| text.contains(word));
        if opening::is_eds(&text) && (order || short.category == Some("v")) {
            above.push((text, false));
            at += length;
            continue;
        }
        let taken = slug(story, &text, short, number)
            || aside(story, &text, number)
            || byline(story, &text, number)
            || headline(story, &text);
        // A table's own headings are a part of it, even above the byline.
        let next = lines.get(at + length).map_or("", |line| unmarked(line));
        match taken {
            true => {}
            false if story.kind != Kind::Table => story.note("line-above-copy", number, text),
            false if dateline::byline(next).is_some() => above.push((text, true)),
            false => break,
        }
        at += length;
    }
    (at, above)
}

/// Lines of one marked item: to the one that ends in `<` or `=`.
fn item_length(lines: &[&str]) -> usize {
    const MOST: usize = 6;
    let ends = |line: &str| line.trim_end().ends_with(['<', '=']);
    let goes_on = |line: &&&str| !line.trim().is_empty() && !line.starts_with(['^', '\t', ' ', ROW]);
    if lines.first().is_none_or(|line| ends(line)) {
        return 1;
    }
    let more: Vec<&&str> = lines[1..].iter().take(MOST).take_while(goes_on).collect();
    more.iter().position(|line| ends(line)).map_or(1, |at| at + 2)
}

/// `BC-US--Lobster Ban, 1st Ld-Writethru,0127`: to the first comma it is the slug.
fn slug(story: &mut Story, text: &str, short: &Short<'_>, number: Option<u64>) -> bool {
    let squeezed =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let known = short.keyword.map(squeezed).filter(|keyword| !keyword.is_empty());
    let same = known.is_some_and(|keyword| squeezed(text).starts_with(&keyword));
    if story.slug.is_some() || !(same || opening::is_slug(text)) {
        return false;
    }
    let mut parts = text.split(',').map(str::trim);
    story.slug = parts.next().map(str::to_owned);
    let mut version = Vec::new();
    for part in parts.filter(|part| !part.is_empty() && !part.bytes().all(|b| b.is_ascii_digit())) {
        if !embargo(story, part, number) {
            version.push(part);
        }
    }
    story.version = Some(version.join(", ")).filter(|version| !version.is_empty());
    true
}

/// Notes to editors, lists of pictures, times of release.
fn aside(story: &mut Story, text: &str, number: Option<u64>) -> bool {
    let starts = |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let bracket = text.starts_with('(') && text.ends_with(')');
    let code =
        if bracket || ["Eds:", "Eds.", "Editors:", "EDITOR'S NOTE", "EDITORS"].iter().any(|w| starts(w)) {
            "editors-note"
        } else if ["AP Photo", "AP Graphic", "AP Video", "With AP Photo"].iter().any(|w| starts(w)) {
            "pictures"
        } else {
            return embargo(story, text, number);
        };
    story.note(code, number, text);
    true
}

/// `$Adv10`, `For Release MON AMs, Aug. 3`: not before that day.
fn embargo(story: &mut Story, text: &str, number: Option<u64>) -> bool {
    let lower = text.to_ascii_lowercase();
    let day = lower.trim_start_matches('$').strip_prefix("adv").map(str::trim);
    let release = lower.starts_with("for release");
    let numeral = day.filter(|day| !day.is_empty() && day.len() <= 2).and_then(|day| day.parse::<i8>().ok());
    if !release && numeral.is_none() {
        return false;
    }
    let sent = story.published.as_ref().map(Stamp::civil_date);
    let date = match numeral {
        Some(day) => sent.and_then(|sent| next_day(sent, day)),
        None => text.split(',').find_map(|piece| release_day(piece, sent)),
    };
    match date {
        Some(date) => {
            let stamp = Stamp::day(date, text);
            if story.embargo.as_ref().is_some_and(|known| known.seconds == stamp.seconds) {
                return true;
            }
            story.embargo = Some(stamp);
            story.note("embargo-inferred", number, format!("{text}: read as {date}"));
        }
        None => {
            story.status = Status::Embargoed;
            story.note("embargo", number, text);
        }
    }
    true
}

/// The first day from `sent` on with that number.
fn next_day(sent: Date, day: i8) -> Option<Date> {
    (0..62)
        .filter_map(|days| sent.checked_add(jiff::Span::new().days(days)).ok())
        .find(|date| date.day() == day)
}

/// `Aug. 3`, `Sunday AMs Aug. 3`: the words may come after others.
fn release_day(piece: &str, sent: Option<Date>) -> Option<Date> {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let from = words.len().saturating_sub(2);
    let written =
        dates::read(&words[from..].join(" ")).filter(|written| matches!(written, Written::Day { .. }))?;
    dates::infer(written, sent).map(|inferred| inferred.date)
}

/// `By ANN EXAMPLE`, and under it a title or the agency.
fn byline(story: &mut Story, text: &str, number: Option<u64>) -> bool {
    if story.byline.is_none()
        && let Some(name) = dateline::byline(text)
    {
        if let Some(agency) = agency_of(text.get(3..).unwrap_or("")) {
            story.agency.get_or_insert_with(|| agency.to_owned());
        }
        story.byline = Some(name);
        return true;
    }
    if story.byline.is_none() || !opening::is_title(text) {
        return false;
    }
    match agency_of(text) {
        Some(agency) => {
            story.agency.get_or_insert_with(|| agency.to_owned());
        }
        None => story.note("byline-title", number, text),
    }
    true
}

fn headline(story: &mut Story, text: &str) -> bool {
    if !story.headline.is_empty() || text.is_empty() {
        return false;
    }
    story.headline = text.split_whitespace().collect::<Vec<_>>().join(" ");
    true
}

/// A line of the copy: a row, a marked subhead, text; a rule only parts paragraphs.
fn copy(prose: &mut Prose, line: &str) {
    if let Some(row) = line.strip_prefix(ROW) {
        let row = row.trim_start_matches('^').trim_end_matches(['<', '=', ' ']);
        return prose.row(&row.replace(';', "   "));
    }
    let words = line.trim();
    let bare = words.trim_start_matches('^').trim_end_matches(['<', '=', ' ']);
    if bare.bytes().all(|b| b == b'_') || bare == "—" {
        prose.line("");
    } else if words.starts_with('^') {
        prose.subhead(bare);
    } else {
        let indent = &line[..line.len() - line.trim_start().len()];
        let wanted = if words.ends_with('<') || words.ends_with('=') { bare } else { words };
        prose.line(&format!("{indent}{wanted}"));
    }
}

/// Words of the trade that stop a story, or say that it is none (handbook 2.1).
fn orders(story: &mut Story, category: Option<&str>) {
    const TOP: usize = 400;
    const KILLS: &[&str] = &[
        "BULLETIN KILL",
        "MANDATORY KILL",
        "KILL KILL",
        "kill is mandatory",
        "Please kill the story",
        "PLEASE KILL",
    ];
    const HOLDS: &[&str] = &["BULLETIN WITHHOLD", "MANDATORY WITHHOLD", "HOLD HOLD HOLD", "Please withhold"];
    let mut said: String = story.body.chars().take(TOP).collect();
    for note in
        story.notes.iter().filter(|note| note.code == "editors-note" || note.code == "line-above-copy")
    {
        said = format!("{said}\n{}", note.text);
    }
    said = format!("{said}\n{}", story.headline);
    let version = story.version.as_deref().unwrap_or("");
    let versed = |word: &str| version.split([' ', ',', '-']).any(|part| part.eq_ignore_ascii_case(word));
    let any = |words: &[&str]| words.iter().any(|words| said.contains(words));
    if any(KILLS) || versed("kill") {
        (story.kind, story.status) = (Kind::KillNotice, Status::Killed);
    } else if any(HOLDS) || versed("withhold") {
        (story.kind, story.status) = (Kind::Advisory, Status::Withheld);
    } else if versed("correction") || versed("corrective") {
        story.kind = Kind::Correction;
    } else if category == Some("v") || versed("advisory") {
        story.kind = Kind::Advisory;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_seven_bits() {
        for (line, want) in [
            ("\t   OXTOWN (AP) _ ``It rained,'' she said.", "\t   OXTOWN (AP) — “It rained,” she said."),
            ("\u{8}Tampa\u{10} Bay;17;3{;_;5-5\u{10} ", "\u{8}Tampa Bay;17;3½;—;5-5"),
            ("\u{8}Oxtown\u{1f}\u{1e} 73\u{1e} \u{1e} 52", "\u{8}Oxtown   73    52"),
            ("write to first_last@example.com", "write to first_last@example.com"),
            ("\u{3}AP-WF-11-13-13 1509GMT<\u{c}", "AP-WF-11-13-13 1509GMT<"),
            ("___", "___"),
        ] {
            assert_eq!(typeset(line), want);
        }
    }

    #[test]
    fn days_of_release() {
        let sent: Date = "1999-12-28".parse().unwrap();
        assert_eq!(next_day(sent, 2).map(|d| d.to_string()).as_deref(), Some("2000-01-02"));
        assert_eq!(release_day(" Jan. 3", Some(sent)).map(|d| d.to_string()).as_deref(), Some("2000-01-03"));
        assert_eq!(release_day("For Release MON AMs", Some(sent)), None);
    }

    #[test]
    fn items_may_wrap() {
        assert_eq!(item_length(&["^Clock runs", "backward<", "\t   OXTOWN"]), 2);
        assert_eq!(item_length(&["^Clock runs<", "backward<"]), 1);
        assert_eq!(item_length(&["^Clock runs", "\t   OXTOWN"]), 1);
    }
}
