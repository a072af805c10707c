//! The lines of an IPTC 7901 message: keywords, labels, headline and byline up to the one that ends
//! in ` =`; below the copy the notebook, and what is not for publication (handbook 2.2, 3.2).
//!
//! It knows nothing of frames; those are `iptc7901`'s.

use crate::enrich::dateline;
use crate::readers::frames::STX;
use crate::readers::opening::{agency_of, starts_copy};
use crate::story::{Kind, Status, Story};

/// Lines of a headline block.
pub(in crate::readers) const BLOCK: usize = 12;

/// A word of a label: these make a version.
static VERSIONS: &[&str] = &[
    "LEAD",
    "LD",
    "NET",
    "REFILE",
    "ROUNDUP",
    "UPDATE",
    "WRITETHRU",
    "SUMMARY",
    "WRAP",
    "ZUSAMMENFASSUNG",
    "NEUFASSUNG",
    "CORRECTED",
    "CORRECTION",
    "KORREKTUR",
    "BERICHTIGUNG",
    "REPEAT",
    "RPT",
];

/// And these are said in passing.
static LABELS: &[&str] = &[
    "EXTRA",
    "URGENT",
    "EIL",
    "ACHTUNG",
    "FEATURE",
    "PREVIEW",
    "ADVISORY",
    "KILL",
    "HOLD",
    "WITHHOLD",
    "EMBARGO",
    "NEWS",
    "ANALYSIS",
    "PROFILE",
    "BACKGROUND",
    "PHOTOS",
    "FLASH",
    "BULLETIN",
    "ALERT",
    "NEU",
];

/// Reads what stands above the copy; says where the copy starts.
pub(in crate::readers) fn above(story: &mut Story, lines: &[&str], first: u64) -> usize {
    let (block, marked) = block_start(lines);
    for line in &lines[..block] {
        keywords(story, line);
    }
    let end = block_end(lines, block, marked);
    let mut headline: Vec<&str> = Vec::new();
    for (at, line) in lines[block..end].iter().enumerate() {
        let line = line.trim_start_matches(STX).trim().trim_end_matches('=').trim();
        let number = Some(first + (block + at) as u64);
        let bracket = line.starts_with('(') && line.ends_with(')');
        if line.is_empty() {
        } else if is_label(line) || bracket {
            label(story, line, number);
        } else if let Some(name) = dateline::byline(line).or_else(|| credited(line, !headline.is_empty())) {
            byline(story, line, name);
        } else {
            headline.push(line);
        }
    }
    story.headline = headline.join(" ");
    end
}

/// Where the headline block starts: at STX, else after the line of keywords.
fn block_start(lines: &[&str]) -> (usize, bool) {
    if let Some(at) = lines.iter().take(BLOCK + 1).position(|line| line.starts_with(STX)) {
        return (at, true);
    }
    let filled = lines.iter().take_while(|line| line.trim().is_empty()).count();
    let keywords = lines.get(filled).is_some_and(|line| line.contains('/') && !line.contains(". "));
    (filled + usize::from(keywords), false)
}

/// After the line that ends in `=`; else, if STX marks a block, at the first empty line.
fn block_end(lines: &[&str], start: usize, marked: bool) -> usize {
    let block = lines[start..].iter().take(BLOCK);
    if let Some(at) = block.clone().position(|line| line.trim_end().ends_with('=')) {
        return start + at + 1;
    }
    let blank = block.clone().take_while(|line| line.trim_matches(STX).trim().is_empty()).count();
    let mut lines = block.skip(blank).enumerate();
    let ends = |(at, line): &(usize, &&str)| {
        line.trim().is_empty()
            || *at > 0 && line.starts_with([' ', '\t'])
            || starts_copy(line.trim_matches(STX))
    };
    let length = lines.position(|line| ends(&line)).unwrap_or(BLOCK);
    // A longer block is the copy itself.
    if length <= if marked { 5 } else { 3 } { start + blank + length } else { start }
}

/// `/politics/Britain/EU/`: the slug, and keywords.
fn keywords(story: &mut Story, line: &str) {
    let line = line.trim().trim_matches('/');
    if line.is_empty() {
        return;
    }
    if story.slug.is_none() {
        story.slug = Some(line.to_owned());
    }
    let words = line.split('/').map(str::trim).filter(|word| !word.is_empty());
    story.keywords.extend(words.map(str::to_owned));
}

/// `1ST LEAD`, `REFILE`, `3RD NET`: capitals, among them a word of the trade or an ordinal.
fn is_label(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let plain = |word: &str| word.trim_matches(['(', ')', ':', '.', ',', '!']).to_uppercase();
    let known =
        |word: &&str| LABELS.contains(&plain(word).as_str()) || VERSIONS.contains(&plain(word).as_str());
    let ordinal = |word: &&str| {
        let word = plain(word);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && matches!(&word[digits..], "" | "ST" | "ND" | "RD" | "TH")
    };
    let shouted =
        !line.chars().any(char::is_lowercase) || words.iter().all(|word| known(word) || ordinal(word));
    shouted && words.len() <= 5 && words.iter().any(known)
}

fn label(story: &mut Story, line: &str, number: Option<u64>) {
    let text = line.split_whitespace().collect::<Vec<_>>().join(" ").replace(" )", ")");
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_uppercase);
    if is_label(&text) && words.into_iter().any(|word| VERSIONS.contains(&word.as_str())) {
        match &mut story.version {
            Some(version) => *version = format!("{version}, {text}"),
            none => *none = Some(text),
        }
        return;
    }
    story.note("label", number, text);
}

/// `By dpa correspondents`, `Von Ann Example, dpa`: below a headline no other line begins so.
fn credited(line: &str, below: bool) -> Option<String> {
    let name =
        ["By ", "Von "].iter().find_map(|by| line.strip_prefix(by)).filter(|_| below && line.len() <= 80)?;
    Some(
        name.rsplit_once(", ")
            .filter(|(_, after)| agency_of(after).is_some())
            .map_or(name, |(name, _)| name)
            .to_owned(),
    )
}

/// `By Ann Example, dpa`.
fn byline(story: &mut Story, line: &str, name: String) {
    if let Some(agency) = line.rsplit(',').next().and_then(agency_of) {
        story.agency.get_or_insert_with(|| agency.to_owned());
    }
    story.byline.get_or_insert(name);
}

/// Cuts off what follows the copy: the notebook and the sender's signs, kept as notes; what is
/// not for publication is only counted. Says where the copy ends.
pub(in crate::readers) fn below(story: &mut Story, lines: &[&str], first: u64) -> usize {
    let filled =
        |end: usize| lines[..end].iter().rposition(|line| !line.trim().is_empty()).map_or(0, |at| at + 1);
    let mut end = filled(lines.len());
    if end > 0
        && let Some(agency) = sign_off(lines[end - 1])
    {
        story.agency.get_or_insert_with(|| agency.to_owned());
        story.note("sign-off", Some(first + end as u64 - 1), lines[end - 1].trim());
        end = filled(end - 1);
    }
    if let Some(at) =
        lines[..end].iter().position(|line| is_rule(line)).filter(|at| is_private(&lines[at + 1..end]))
    {
        let count = lines[at..end].iter().filter(|line| !line.trim().is_empty()).count();
        story.note("not-for-publication", Some(first + at as u64), format!("{count} lines left out"));
        end = at;
    }
    let notebook = |line: &&str| ["# Not", "# not"].iter().any(|start| line.starts_with(start));
    if let Some(at) = lines[..end].iter().position(notebook) {
        let text: Vec<&str> =
            lines[at + 1..end].iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        if !text.is_empty() {
            story.note("editors-note", Some(first + at as u64), text.join(" "));
        }
        end = at;
    }
    filled(end)
}

/// "The following information is not intended for publication".
fn is_private(lines: &[&str]) -> bool {
    let next = lines.iter().find(|line| !line.trim().is_empty());
    let says = ["not intended for pub", "not for pub", "nicht zur Ver"];
    next.is_some_and(|line| says.iter().any(|words| line.contains(words)))
}

/// `* * * *`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.chars().all(|c| matches!(c, '*' | ' '))
}

/// `dpa hm bs wjh`: the agency and its people's letters.
fn sign_off(line: &str) -> Option<&'static str> {
    let mut words = line.split_whitespace();
    let agency = words.next().and_then(dateline::agency::known)?;
    let signs: Vec<&str> = words.collect();
    let sign = |word: &&str| {
        (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    ((1..=7).contains(&signs.len()) && signs.iter().all(sign)).then_some(agency)
}

/// Words that stop a story or repair one (handbook 2.1).
pub(in crate::readers) fn orders(story: &mut Story) {
    const TOP: usize = 300;
    let top: String = story.body.chars().take(TOP).collect();
    let labels = story.notes.iter().filter(|note| note.code == "label").map(|note| note.text.clone());
    let said = labels.chain([story.headline.clone(), top, story.version.clone().unwrap_or_default()]);
    let said = said.collect::<Vec<_>>().join("\n");
    let word = |wanted: &str| story.version.iter().any(|version| version.to_uppercase().contains(wanted));
    if said.contains("KILL KILL") {
        (story.kind, story.status) = (Kind::KillNotice, Status::Killed);
    } else if said.contains("HOLD HOLD") {
        (story.kind, story.status) = (Kind::Advisory, Status::Withheld);
    } else if word("CORRECT") || word("KORREKTUR") || word("BERICHTIGUNG") {
        story.kind = Kind::Correction;
    } else if said.lines().next() == Some("ADVISORY") {
        story.kind = Kind::Advisory;
    }
}

/// National letters in place of seven-bit signs, in words, as DIN 66003 has them.
static GERMAN: &[(char, char)] =
    &[('{', 'ä'), ('|', 'ö'), ('}', 'ü'), ('~', 'ß'), ('[', 'Ä'), ('\\', 'Ö'), (']', 'Ü')];

/// The text with its umlauts, if it is ASCII and has them in the guise of brackets: `Gr}ne`.
pub(in crate::readers) fn seven_bit_german(text: &str) -> Option<String> {
    const ENOUGH: usize = 3;
    let letter = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphabetic);
    let bytes = text.as_bytes();
    let inside = |at: usize| {
        letter(at.checked_sub(1).and_then(|before| bytes.get(before))) && letter(bytes.get(at + 1))
    };
    let hidden =
        (0..bytes.len()).filter(|&at| matches!(bytes[at], b'{' | b'|' | b'}' | b'~') && inside(at)).count();
    if !text.is_ascii() || hidden < ENOUGH {
        return None;
    }
    let beside = |at: usize| {
        letter(at.checked_sub(1).and_then(|before| bytes.get(before))) || letter(bytes.get(at + 1))
    };
    let read = |(at, c): (usize, char)| {
        GERMAN.iter().find(|(sign, _)| *sign == c && beside(at)).map_or(c, |(_, umlaut)| *umlaut)
    };
    Some(text.char_indices().map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_headlines() {
        for (line, want) in [
            ("1ST LEAD", true),
            ("3RD NET", true),
            ("REFILE", true),
            ("(Achtung)", true),
            ("EXTRA", true),
            ("TOP COURT LEADS THE WAY", false),
            ("German football saddened", false),
            ("News from the quay", false),
        ] {
            assert_eq!(is_label(line), want, "{line}");
        }
    }

    #[test]
    fn umlauts_in_seven_bits() {
        let text = "Die Gr}nen in M}nchen, K|ln und sp{ter; [rger";
        assert_eq!(seven_bit_german(text).as_deref(), Some("Die Grünen in München, Köln und später; Ärger"));
        assert_eq!(seven_bit_german("| a | b | c{d} |"), None);
    }
}
