//! Cuts paragraphs into sentences, with the abbreviations of wire copy in mind.
//!
//! Shared by enrichment (leads, people) and snippets. Pure; knows no story and no engine.
//! A full stop ends a sentence unless it belongs to an abbreviation, an initial or a number; what
//! follows an end must look like a beginning. When in doubt the sentence goes on: a snippet that is
//! a little long reads better than one cut after "Lt. Gov.".

use crate::span::Span;

/// Abbreviations (lower case, without the stop) that end no sentence when a name follows.
static ABBREVIATIONS: &[&str] = &[
    "adm", "ala", "apr", "ariz", "ark", "assn", "aug", "ave", "bhd", "bldg", "blvd", "brig", "bros", "calif",
    "capt", "cent", "cmdr", "co", "col", "colo", "conn", "corp", "cpl", "ct", "dec", "del", "dept", "dist",
    "dr", "ed", "est", "feb", "fla", "fri", "ft", "ga", "gen", "gov", "hon", "hwy", "ill", "inc", "ind",
    "jan", "jr", "kan", "ky", "la", "lt", "ltd", "maj", "mass", "md", "messrs", "mich", "minn", "miss", "mo",
    "mon", "mont", "mr", "mrs", "ms", "msgr", "mt", "neb", "nev", "no", "nos", "nov", "oct", "okla", "ont",
    "ore", "pa", "pct", "pfc", "ph", "pres", "prof", "pt", "pvt", "que", "rd", "rep", "reps", "rev", "sat",
    "sen", "sens", "sept", "sgt", "sr", "st", "sun", "supt", "tenn", "tex", "thu", "thurs", "tue", "tues",
    "univ", "va", "viz", "vol", "vs", "vt", "wash", "wed", "wis", "wyo",
];

/// Byte spans of the sentences of a paragraph, in order, trimmed of white space.
pub fn sentences(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut start = 0;
    let mut from = 0;
    let mut line_end = memchr::memchr(b'\n', bytes);
    loop {
        let line = &bytes[from..line_end.unwrap_or(bytes.len())];
        let Some(stop) = memchr::memchr3(b'.', b'!', b'?', line).map(|step| from + step).or(line_end) else {
            break;
        };
        let end = after_closers(text, stop + 1);
        // What follows a run of stops is the same for each of them: where the first ends nothing, none does.
        from = end.max(stop + 1);
        if ends_here(text, stop, end) {
            push_trimmed(text, start, end, &mut found);
            start = end;
        }
        if line_end.is_some_and(|end| end < from) {
            line_end = memchr::memchr(b'\n', &bytes[from..]).map(|step| from + step);
        }
    }
    push_trimmed(text, start, text.len(), &mut found);
    found
}

/// The offset after quotes, brackets and further stops that close the sentence.
fn after_closers(text: &str, from: usize) -> usize {
    let closers = ['.', '!', '?', '"', '\'', ')', ']', '”', '’', '»', '…'];
    let rest = &text[from..];
    from + (rest.len() - rest.trim_start_matches(closers).len())
}

fn ends_here(text: &str, stop: usize, end: usize) -> bool {
    let after = &text[end..];
    if text.as_bytes()[stop] == b'\n' {
        return true;
    }
    if after.is_empty() {
        return true;
    }
    if !after.starts_with(char::is_whitespace) {
        return false;
    }
    let next = after.trim_start().chars().next().unwrap_or(' ');
    if next.is_lowercase() {
        return false;
    }
    // Only a bare full stop can belong to a word; "?", "!" and a stop before a quote end.
    text.as_bytes()[stop] != b'.' || end > stop + 1 || !is_abbreviation(&text[..stop], next)
}

/// The word before the stop is an abbreviation or an initial, and what follows may go on with it.
fn is_abbreviation(before: &str, next: char) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(' || c == '"').next().unwrap_or("");
    let word = word.trim_start_matches(['“', '‘', '[']);
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => return c.is_uppercase(),
        (Some(_), Some('.')) => return word.len() <= 8 && !next.is_ascii_digit(),
        _ => {}
    }
    if word.len() > 8 {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    let known = ABBREVIATIONS.binary_search(&lower.as_str()).is_ok();
    // "No." counts only before a number; as an answer it ends the sentence.
    known && (!matches!(lower.as_str(), "no" | "nos") || next.is_ascii_digit())
}

fn push_trimmed(text: &str, start: usize, end: usize, found: &mut Vec<Span>) {
    let part = &text[start..end];
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        let from = start + (part.len() - part.trim_start().len());
        found.push(Span::new(from, from + trimmed.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn the_list_is_sorted_for_its_search() {
        assert!(ABBREVIATIONS.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn titles_states_and_initials_do_not_end_a_sentence() {
        assert_eq!(
            cut("Lt. Gov. Ann Q. Example of Mass. spoke to the U.S. Senate. He left."),
            ["Lt. Gov. Ann Q. Example of Mass. spoke to the U.S. Senate.", "He left."]
        );
    }

    #[test]
    fn quotes_close_with_their_sentence() {
        assert_eq!(
            cut("“It is over.” The dam held! Was it luck? Prices rose 2.5 pct. to $3."),
            ["“It is over.”", "The dam held!", "Was it luck?", "Prices rose 2.5 pct. to $3."]
        );
    }

    #[test]
    fn no_is_a_number_sign_only_before_a_number() {
        assert_eq!(
            cut("He said no. She said No. 5 was closed."),
            ["He said no.", "She said No. 5 was closed."]
        );
    }

    #[test]
    fn a_run_of_stops_is_one_end_or_none() {
        assert_eq!(
            cut("He left ... and came back?! Then he went."),
            ["He left ... and came back?!", "Then he went."]
        );
        let dots = format!("Wait{}now. Then.", ".".repeat(300_000));
        assert_eq!(cut(&dots).len(), 2);
    }

    #[test]
    fn empty_and_blank() {
        assert!(sentences(" \n ").is_empty());
    }
}
