//! Snippets: the sentences of a story that show most of the query together.
//!
//! A passage is one sentence, or two neighbours where that shows more. It is chosen for the number
//! of clauses it shows, then for how close together they stand, then for its place in the story.
//! Where one passage does not show all that the story has and there is room, a second is added.
//! Offsets are exact, words are never cut, phrases light up as phrases.

use std::cmp::Reverse;

use super::Snippet;
use super::terms::{self, Clause, Seen};
use crate::fields::FieldKind;
use crate::sentences::sentences;
use crate::span::Span;
use crate::story::Story;

const GAP: &str = " … ";

/// Makes the snippet of a story; `budget` is its greatest length in words.
pub fn snippet(story: &Story, clauses: &[Clause], budget: usize) -> Snippet {
    let in_text: Vec<Clause> = clauses.iter().filter(|c| shows_in_body(c)).cloned().collect();
    let mut seen = terms::find(&story.body, FieldKind::Text, &in_text);
    seen.extend(people(story, &in_text));
    seen.sort_by_key(|s| (s.span.start, s.span.end, s.clause));
    let mut made = passage(&story.body, &seen, in_text.len(), budget);
    made.section = story
        .sections
        .iter()
        .find(|s| s.span.start <= made.at && made.at < s.span.end && !seen.is_empty())
        .map(|s| s.title.clone());
    if seen.is_empty() {
        captions(story, &in_text, budget, &mut made);
    }
    let headline = merged(&headline_spans(story, clauses));
    Snippet { text: made.text, highlights: made.highlights, section: made.section, headline }
}

/// Clauses on other fields say nothing about the body: a `headline:` word must not light up there.
fn shows_in_body(clause: &Clause) -> bool {
    matches!(
        clause.field.name,
        "text" | "lead" | "hlead" | "body" | "caption" | "subhead" | "section" | "person"
    )
}

fn headline_spans(story: &Story, clauses: &[Clause]) -> Vec<Seen> {
    let wanted: Vec<Clause> =
        clauses.iter().filter(|c| matches!(c.field.name, "text" | "headline" | "hlead")).cloned().collect();
    terms::find(&story.headline, FieldKind::Text, &wanted)
}

/// Mentions of people whose name a `person:` clause asks for.
fn people(story: &Story, clauses: &[Clause]) -> Vec<Seen> {
    let mut seen = Vec::new();
    for person in &story.people {
        for found in terms::find(&person.name, FieldKind::Name, clauses) {
            seen.extend(person.mentions.iter().map(|&span| Seen { clause: found.clause, span }));
        }
    }
    seen.dedup();
    seen
}

/// A passage under construction.
#[derive(Default)]
struct Made {
    text: String,
    highlights: Vec<Span>,
    section: Option<String>,
    /// Byte of the body where the best part begins.
    at: usize,
}

/// Falls back on a caption that shows something.
fn captions(story: &Story, clauses: &[Clause], budget: usize, made: &mut Made) {
    for caption in &story.captions {
        let seen = terms::find(&caption.text, FieldKind::Text, clauses);
        if !seen.is_empty() {
            *made = passage(&caption.text, &seen, clauses.len(), budget);
            return;
        }
    }
}

/// One or two neighbouring sentences and what they show.
struct Candidate {
    span: Span,
    /// Bit set of clauses, the first 64 of them.
    shows: u64,
    /// Bytes from the first to the last clause shown once each, roughly.
    spread: usize,
    words: usize,
}

fn passage(body: &str, seen: &[Seen], clauses: usize, budget: usize) -> Made {
    let mut candidates = candidates(body, seen);
    if candidates.is_empty() {
        return Made::default();
    }
    let all = seen.iter().fold(0, |bits, s| bits | bit(s.clause));
    let value = |c: &Candidate, missing: u64| {
        let shown = (c.shows & missing).count_ones() as usize;
        let fits = c.words <= budget;
        let (near, early, short) = (Reverse(c.spread / 40), Reverse(c.span.start), Reverse(c.words));
        (shown, fits, near, early, short)
    };
    let Some(best) = take_best(&mut candidates, |c| value(c, u64::MAX)) else { return Made::default() };
    let mut chosen = vec![best];
    let missing = all & !chosen[0].shows;
    let room = budget.saturating_sub(chosen[0].words);
    if clauses > 1 && missing != 0 && room >= 8 {
        candidates.retain(|c| !c.span.overlaps(&chosen[0].span) && c.words <= room);
        if let Some(second) =
            take_best(&mut candidates, |c| value(c, missing)).filter(|c| c.shows & missing != 0)
        {
            chosen.push(second);
        }
    }
    let at = chosen[0].span.start;
    chosen.sort_by_key(|c| c.span.start);
    let mut made = Made { at, ..Made::default() };
    for (n, part) in chosen.iter().enumerate() {
        if n > 0 {
            made.text.push_str(if chosen[n - 1].span.end + 2 >= part.span.start { " " } else { GAP });
        }
        append(body, part.span, seen, budget, &mut made);
    }
    made
}

fn bit(clause: usize) -> u64 {
    1 << (clause.min(63))
}

fn take_best<K: Ord>(candidates: &mut Vec<Candidate>, value: impl Fn(&Candidate) -> K) -> Option<Candidate> {
    let best = (0..candidates.len()).max_by_key(|&n| value(&candidates[n]))?;
    Some(candidates.swap_remove(best))
}

/// All sentences, and all pairs of neighbours inside a paragraph that both show something. Where something is shown
/// at all, only of the paragraphs that show it: the others are never chosen.
fn candidates(body: &str, seen: &[Seen]) -> Vec<Candidate> {
    let showing = |paragraph: Span| {
        let from = seen.partition_point(|s| s.span.start < paragraph.start);
        seen.get(from).is_some_and(|s| s.span.start < paragraph.end)
    };
    let found = candidates_in(body, seen, showing);
    if seen.is_empty() || found.iter().any(|c| c.shows != 0) {
        return found;
    }
    candidates_in(body, seen, |_| true)
}

fn candidates_in(body: &str, seen: &[Seen], taken: impl Fn(Span) -> bool) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (paragraph, text) in crate::story::paragraphs(body) {
        if !seen.is_empty() && !taken(paragraph) {
            continue;
        }
        let spans: Vec<Span> = sentences(text)
            .into_iter()
            .map(|s| Span::new(s.start + paragraph.start, s.end + paragraph.start))
            .collect();
        for (n, &span) in spans.iter().enumerate() {
            let one = candidate(body, span, seen);
            if n > 0 && one.shows != 0 {
                let pair = candidate(body, Span::new(spans[n - 1].start, span.end), seen);
                let before = found.last().map_or(0, |c: &Candidate| c.shows);
                if pair.shows != one.shows && pair.shows != before {
                    found.push(pair);
                }
            }
            found.push(one);
        }
        // Without anything to show, the lead is the snippet.
        if seen.is_empty() && !found.is_empty() && text.len() > 40 {
            break;
        }
    }
    found
}

fn candidate(body: &str, span: Span, seen: &[Seen]) -> Candidate {
    let from = seen.partition_point(|s| s.span.start < span.start);
    let inside =
        seen[from..].iter().take_while(|s| s.span.start < span.end).filter(|s| s.span.end <= span.end);
    let inside: Vec<&Seen> = inside.collect();
    let shows = inside.iter().fold(0, |bits, s| bits | bit(s.clause));
    Candidate {
        span,
        shows,
        spread: spread(&inside, shows),
        words: crate::story::words(span.of(body)) as usize,
    }
}

/// Length of the shortest stretch that shows every clause that is there at all.
fn spread(inside: &[&Seen], shows: u64) -> usize {
    let mut least = usize::MAX;
    for (n, first) in inside.iter().enumerate() {
        let mut have = 0;
        for last in &inside[n..] {
            have |= bit(last.clause);
            if have == shows {
                least = least.min(last.span.end.saturating_sub(first.span.start));
                break;
            }
        }
    }
    if least == usize::MAX { 0 } else { least }
}

/// Adds a part to the text, cut to the budget around what it shows, with its highlights.
fn append(body: &str, span: Span, seen: &[Seen], budget: usize, made: &mut Made) {
    let inside: Vec<Seen> =
        seen.iter().filter(|s| span.start <= s.span.start && s.span.end <= span.end).copied().collect();
    let cut = fit(body, span, &inside, budget);
    if cut.start > span.start {
        made.text.push_str("… ");
    }
    let shift = made.text.len();
    let part = cut.of(body);
    // A line break inside a part (a table) would break the line of the snippet; same length in bytes.
    made.text.push_str(&part.replace(['\n', '\t'], " "));
    let lit = inside
        .iter()
        .filter(|s| cut.start <= s.span.start && s.span.end <= cut.end)
        .copied()
        .collect::<Vec<_>>();
    made.highlights.extend(
        merged(&lit).into_iter().map(|s| Span::new(s.start - cut.start + shift, s.end - cut.start + shift)),
    );
    if cut.end < span.end {
        made.text.push_str(" …");
    }
}

/// The words of a long part to keep: as many as the budget allows, around the densest clause.
fn fit(body: &str, span: Span, inside: &[Seen], budget: usize) -> Span {
    let text = span.of(body);
    let words: Vec<Span> = text
        .split_whitespace()
        .map(|w| {
            let start = span.start + (w.as_ptr() as usize - text.as_ptr() as usize);
            Span::new(start, start + w.len())
        })
        .collect();
    if words.len() <= budget || budget == 0 {
        return span;
    }
    let shown_in = |from: usize| {
        let window = Span::new(words[from].start, words[from + budget - 1].end);
        let within = move |s: &&Seen| window.start <= s.span.start && s.span.end <= window.end;
        inside.iter().filter(within)
    };
    let clauses_in = |from: usize| shown_in(from).fold(0, |bits, s| bits | bit(s.clause)).count_ones();
    let best = (0..=words.len() - budget).max_by_key(|&n| (clauses_in(n), Reverse(n))).unwrap_or(0);
    // What is shown stands in the middle: a few words before it read better than starting on it.
    let first = shown_in(best).next().map_or(words[best].start, |s| s.span.start);
    let last = shown_in(best).next_back().map_or(first, |s| s.span.end);
    let from = words.partition_point(|w| w.end <= first);
    let to = words.partition_point(|w| w.start < last);
    let before = budget.saturating_sub(to - from) / 2;
    let start = from.saturating_sub(before).min(words.len() - budget);
    Span::new(words[start].start, words[start + budget - 1].end)
}

/// Spans in order, those that touch or overlap made one.
fn merged(seen: &[Seen]) -> Vec<Span> {
    let mut spans: Vec<Span> = seen.iter().map(|s| s.span).collect();
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::terms::visible;
    use super::*;
    use crate::query::{Settings, parse};
    use crate::story::{Caption, Person, Section};

    fn clauses(query: &str) -> Vec<Clause> {
        let settings =
            Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any: false };
        visible(&parse(query, &settings).tree)
    }

    fn story() -> Story {
        let body = "BRACKENDALE, March 2 (AP) _ The council met on Monday. Mayor Ines Albarran spoke first.\n\n\
            Engineers said the spillway gate of the dam had jammed. The gate of the chapel was painted.\n\n\
            Money\n\n\
            Repairs will cost $2 million, said Albarran. The spillway is to reopen in May.";
        let money = body.find("Money").unwrap();
        let name = body.find("Ines Albarran").unwrap();
        let again = body.rfind("Albarran").unwrap();
        Story {
            headline: "Dam gate jams".into(),
            body: body.into(),
            sections: vec![Section { title: "Money".into(), span: Span::new(money, body.len()) }],
            people: vec![Person {
                name: "Ines Albarran".into(),
                mentions: vec![Span::new(name, name + 13), Span::new(again, again + 8)],
                ..Person::default()
            }],
            captions: vec![Caption { text: "A heron on the weir.".into(), credit: None }],
            ..Story::default()
        }
    }

    fn lit(query: &str, budget: usize) -> (Snippet, Vec<String>) {
        let made = snippet(&story(), &clauses(query), budget);
        let words = made.highlights.iter().map(|s| s.of(&made.text).to_owned()).collect();
        (made, words)
    }

    #[test]
    fn a_sentence_that_shows_all_clauses_wins() {
        let (made, words) = lit("dam gate", 40);
        assert!(made.text.contains("spillway gate of the dam had jammed"), "{}", made.text);
        assert_eq!(words, ["gate", "dam"]);
        let headline: Vec<_> = made.headline.iter().map(|s| s.of("Dam gate jams")).collect();
        assert_eq!(headline, ["Dam", "gate"]);
    }

    #[test]
    fn phrases_light_up_as_phrases() {
        let (_, words) = lit("\"spillway gate\"", 40);
        assert_eq!(words, ["spillway gate"]);
    }

    #[test]
    fn the_section_is_named_and_people_light_up_under_any_mention() {
        let (made, words) = lit("person:albarran repairs", 40);
        assert_eq!(made.section.as_deref(), Some("Money"));
        assert_eq!(words, ["Repairs", "Albarran"]);
    }

    #[test]
    fn a_caption_speaks_where_the_body_is_silent_and_the_lead_where_nothing_shows() {
        assert_eq!(lit("heron", 40).1, ["heron"]);
        let (made, words) = lit("date:1987", 12);
        assert!(made.text.starts_with("BRACKENDALE"), "{}", made.text);
        assert!(words.is_empty() && made.section.is_none());
    }

    #[test]
    fn a_headline_clause_does_not_light_the_body() {
        let (made, words) = lit("headline:gate", 40);
        assert!(words.is_empty());
        assert_eq!(made.headline.len(), 1);
    }

    #[test]
    fn long_sentences_are_cut_at_words_around_what_they_show() {
        let filler = "word ".repeat(100);
        let story = Story { body: format!("{filler}needle {filler}"), ..Story::default() };
        let made = snippet(&story, &clauses("needle"), 20);
        assert!(made.text.starts_with("… word") && made.text.ends_with("word …"), "{}", made.text);
        assert_eq!(made.highlights[0].of(&made.text), "needle");
        assert!(made.text.split_whitespace().count() <= 23);
    }
}
