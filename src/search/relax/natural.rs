//! A query worded as one speaks: `who built the dam in August 2007`. What is a date in it is asked as one, and the words
//! that only hold a sentence together are left out.
//!
//! Knows no index: whether another wording finds more is counted by who asks.

use super::dated::date;
use crate::engine::is_quiet;
use crate::enrich::is_function_word;
use crate::fields::{self, FieldKind};
use crate::query::{DateRange, Leaf, Query, Value};
use crate::span::Span;

/// Question words, and the verbs that go with them, of languages that wires write in; the other function words are
/// known to `enrich` and to the engine.
const QUESTIONS: &str = "\
    who whom whose what which when where why how \
    wer wen wem wessen was welche welcher welches wann wo wohin woher warum wieso weshalb wie \
    qui que quoi quel quelle quels quelles quand où pourquoi comment combien \
    quién quiénes qué cuál cuáles cuándo dónde adónde cómo cuánto cuántos cuánta cuántas \
    chi che cosa quale quali quando dove perché come quanto quanti \
    quem qual quais onde quanto quantos porquê \
    wie wat welk welke wanneer waar waarom hoe hoeveel \
    hvem hvad hvilken hvilket hvilke hvornår hvor hvorfor hvordan hva når \
    vem vad vilken vilket vilka när var varför hur \
    kto co kiedy gdzie dlaczego jak jaki jaka jakie \
    кто что какой какая какие когда где почему зачем как сколько \
    war waren ist sind hatte hatten était étaient fut furent avait avaient está están estaba estaban era eran fue \
    fueron erano fu furono estava estavam foram está estão";

/// Other wordings of the clauses that must all match, the least change first.
pub(super) fn wordings(words: &[Query]) -> Vec<Vec<Query>> {
    let dated = dated(words);
    let fewer = |words: &[Query]| -> Vec<Query> {
        words.iter().filter(|part| !plain(part).is_some_and(says_little)).cloned().collect()
    };
    let mut made = Vec::new();
    made.extend(dated.clone());
    let short = fewer(dated.as_deref().unwrap_or(words));
    // A date alone was not what was asked for.
    let asks = short.iter().any(|part| !matches!(part, Query::Leaf(leaf) if leaf.field.name == "date"));
    if asks && short.len() < words.len() && made.last() != Some(&short) {
        made.push(short);
    }
    made
}

pub(super) fn says_little(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    is_quiet(&word) || is_function_word(&word) || QUESTIONS.split(' ').any(|known| known == word)
}

/// A bare word of the text, as typed.
pub(super) fn plain(part: &Query) -> Option<&str> {
    match part {
        Query::Leaf(Leaf { field, value: Value::Word(word), .. })
            if field.kind == FieldKind::Text && field.name == "text" =>
        {
            Some(word)
        }
        _ => None,
    }
}

/// The clauses with the dates among the words asked as dates; `None` where there are none.
fn dated(words: &[Query]) -> Option<Vec<Query>> {
    let mut made: Vec<Query> = Vec::new();
    let (mut at, mut found) = (0, false);
    while at < words.len() {
        let Some((date, end)) = date(words, at) else {
            made.push(words[at].clone());
            at += 1;
            continue;
        };
        let (mut date, mut end) = (date, end);
        let before = made.last().and_then(plain).map(str::to_lowercase);
        if let Some((last, after)) = upper(words, end, before.as_deref()) {
            (date, end) = (format!("{date}..{last}"), after);
        } else if let Some(bound) = before.as_deref().and_then(|word| bounded(word, &date)) {
            date = bound;
        }
        // `in August`, `of the year 1987`.
        while made.last().and_then(plain).is_some_and(|word| says_little(word) || leads(word)) {
            made.pop();
        }
        made.extend(clause(&date));
        (at, found) = (end, true);
    }
    found.then_some(made)
}

/// A clause as it is printed; the range itself is read with the query.
fn clause(written: &str) -> Option<Query> {
    let range = DateRange { written: written.to_owned(), ..DateRange::default() };
    let field = fields::find("date")?;
    Some(Query::Leaf(Leaf { field, value: Value::Dates(range), span: Span::default() }))
}

/// Words that stand before a date and say nothing else; those that say a side are in [`bounded`].
fn leads(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "year" | "month" | "during" | "around" | "since" | "until" | "till"
    )
}

/// `since 1987`, `before August 2007`.
fn bounded(word: &str, date: &str) -> Option<String> {
    if date.contains(['*', '.']) {
        return None;
    }
    Some(match word {
        "since" => format!("{date}.."),
        "after" => format!(">{date}"),
        "before" => format!("<{date}"),
        "until" | "till" => format!("..{date}"),
        _ => return None,
    })
}

/// `to 1989` behind a date, `and 1989` if `between` stands before it: the last date, and what comes after it.
fn upper(words: &[Query], at: usize, before: Option<&str>) -> Option<(String, usize)> {
    let joint = words.get(at).and_then(plain)?.to_lowercase();
    let joins = matches!(joint.as_str(), "to" | "until" | "till" | "through")
        || (joint == "and" && before == Some("between"));
    let (last, end) = date(words, at + 1).filter(|(date, _)| joins && !date.contains(['*', '.']))?;
    Some((last, end))
}

#[cfg(test)]
mod tests {
    use super::super::{flatten, typed};
    use super::*;
    use crate::query::{Settings, parse};
    use jiff::{Timestamp, tz::TimeZone};

    fn said(query: &str) -> Vec<String> {
        let settings = Settings { now: Timestamp::UNIX_EPOCH, zone: TimeZone::UTC, any: false };
        let mut words = Vec::new();
        flatten(&parse(query, &settings).tree, &mut words);
        wordings(&words).iter().map(|words| typed(words)).collect()
    }

    #[test]
    fn dates_among_words_are_dates() {
        for (query, wanted) in [
            ("dam in August 2007", "dam date:2007-08"),
            ("dam 1987", "dam date:1987"),
            ("March 1987 strike", "date:1987-03 strike"),
            ("1987 March strike", "date:1987-03 strike"),
            ("strike 8 Aug. 2007", "strike date:2007-08-08"),
            ("strike August 8, 2007", "strike date:2007-08-08"),
            ("strike on the 8th of August 2007", "strike date:2007-08-08"),
            ("huelga agosto de 2007", "huelga date:2007-08"),
            ("grève août 2007", "grève date:2007-08"),
            ("Streik im Dezember 1989", "Streik date:1989-12"),
            ("забастовка мая 1989", "забастовка date:1989-05"),
            ("dam in August", "dam date:*-08"),
            ("dam August 8", "dam date:*-08-08"),
            ("dam since 1987", "dam date:1987.."),
            ("dam before March 1987", "dam date:<1987-03"),
            ("dam from 1987 to 1989", "dam date:1987..1989"),
            ("dam between 1987 and 1989", "dam date:1987..1989"),
            ("dam 1987-1989", "dam date:1987..1989"),
            ("dam 1980s", "dam date:1980..1989"),
            ("dam 2007-08", "dam date:2007-08"),
            ("dam yesterday", "dam date:yesterday"),
        ] {
            assert_eq!(said(query).first().map(String::as_str), Some(wanted), "{query}");
        }
    }

    #[test]
    fn words_that_hold_a_sentence_together_are_left_out() {
        assert_eq!(said("who built the dam"), ["built dam"]);
        assert_eq!(
            said("who built the dam in 1974?"),
            ["who built the dam date:1974", "built dam date:1974"]
        );
        assert_eq!(said("wer baute den Damm"), ["baute Damm"]);
        assert_eq!(said("qui a construit le barrage"), ["construit barrage"]);
        assert_eq!(said("dónde está la presa"), ["presa"]);
        for query in ["dam reservoir", "who what", "\"the dam\"", "headline:the", "dam 500", "dam 12"] {
            assert!(said(query).is_empty(), "{query}: {:?}", said(query));
        }
    }
}
