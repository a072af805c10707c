//! Lines that may stand before a dateline: advisories, bullets, bylines, their titles, a headline.

use super::{accept, agency, case};

/// True for a line after which a dateline may still come; false for the first line of copy.
pub fn is(line: &str) -> bool {
    let line = line.trim();
    let advisory = line.starts_with(['(', '[', '^']) && line.len() < 300;
    let bullet = line.starts_with(['*', '•', '·', '-']);
    advisory || bullet || byline(line).is_some() || accept::is_label(line) || heading(line) || caption(line)
}

/// A picture's caption, by the credit in its last bracket: `(NASA via AP, File)`, `(AP Photo/Ann Example)`.
fn caption(line: &str) -> bool {
    let credit = line.strip_suffix(')').and_then(|line| line.rsplit_once('(')).map(|(_, credit)| credit);
    credit.is_some_and(|c| ["Photo", "photo", " via ", "Image", "File"].iter().any(|word| c.contains(word)))
}

/// A short line that does not end like a sentence: a headline, `Associated Press Writer`, a slug.
fn heading(line: &str) -> bool {
    line.len() <= 120 && !line.ends_with(['.', '!', '?', '"', '”', '\'', ':', ';', ','])
}

/// Reads a byline: the names without "By" and without the agency, in ordinary case. `None` for
/// any other line ("By Monday the river had crested").
pub fn byline(line: &str) -> Option<String> {
    let line = line.trim();
    let rest = ["By ", "BY ", "by "].iter().find_map(|by| line.strip_prefix(by))?.trim();
    let names = match rest.split_once(',') {
        Some((names, title)) if is_title(title) => names,
        _ => rest,
    };
    let names = names.trim().trim_end_matches([',', ';']);
    let names =
        names.strip_suffix(" of Reuters").or(names.strip_suffix(" of The Associated Press")).unwrap_or(names);
    let words: Vec<&str> = names.split_whitespace().collect();
    let name_like = |w: &&str| {
        w.starts_with(|c: char| c.is_uppercase() || c == '&')
            || matches!(
                *w,
                "and"
                    | "de"
                    | "del"
                    | "van"
                    | "von"
                    | "der"
                    | "den"
                    | "bin"
                    | "al"
                    | "el"
                    | "da"
                    | "di"
                    | "la"
                    | "le"
                    | "du"
                    | "dos"
                    | "y"
                    | "in"
            )
    };
    let sentence = names.ends_with('.') && !names.ends_with("r.");
    let good = (2..=14).contains(&words.len())
        && words.iter().all(name_like)
        && !sentence
        && names.len() <= 120
        && !names.bytes().any(|b| b.is_ascii_digit());
    good.then(|| case::person(names))
}

/// What may follow a name after a comma: an agency, a job.
fn is_title(text: &str) -> bool {
    let text = text.trim();
    agency::known(text.trim_end_matches('.')).is_some()
        || [
            "Writer",
            "Correspondent",
            "Editor",
            "Press",
            "Staff",
            "News",
            "Times",
            "Special",
            "WRITER",
            "CORRESPONDENT",
            "PRESS",
        ]
        .iter()
        .any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines() {
        for (line, want) in [
            ("By JANE Q. SAMPLE", Some("Jane Q. Sample")),
            ("By Ann Example, Reuters", Some("Ann Example")),
            ("By Ann Example and Bob van der Test", Some("Ann Example and Bob van der Test")),
            ("By ANN EXAMPLE, Associated Press Writer", Some("Ann Example")),
            ("By Monday the river had crested.", None),
            ("By the time", None),
            ("Ann Example", None),
        ] {
            assert_eq!(byline(line).as_deref(), want, "{line}");
        }
    }
}
