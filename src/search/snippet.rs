//! Snippets: the sentences of a story that show most of the query together, from the body or, where that shows
//! more, from a caption; the headline lights up beside them.
//!
//! Which sentences is [`super::passage`]'s; offsets are exact, words are never cut, phrases light up as phrases, and
//! words near each other as the pairs that are.

use super::bounded::bounded;
use super::passage::{Chooser, Passage, merged};
use super::seen::{self, Seen};
use super::terms::Clause;
use super::{Part, PartOf, Snippet};
use crate::fields::FieldKind;
use crate::index::analyzers;
use crate::span::Span;
use crate::story::{Section, Story};

/// Makes the snippet of a story; `budget` is its greatest length in words, 0 is none.
pub fn snippet(story: &Story, clauses: &[Clause], budget: usize) -> Snippet {
    let in_text: Vec<Clause> = clauses.iter().filter(|c| shows_in_text(c)).cloned().collect();
    let weights: Vec<u32> = in_text.iter().map(|clause| clause.weight).collect();
    let mut found = seen::find(&story.body, FieldKind::Text, &in_text, |clause| before_body(story, clause));
    let places = Places::of(story);
    found.retain(|seen| in_text.get(seen.clause).is_some_and(|clause| places.hold(clause, seen)));
    found.extend(people(story, &in_text));
    found.sort_by_key(|s| (s.span, s.clause));
    let mut made = Chooser::new(&story.body, regions(story), &found, &weights, budget).passage();
    let mut of = PartOf::Body;
    let mut section = None;
    if !found.is_empty() {
        let under = |s: &&Section| s.span.start <= made.at && made.at < s.span.end;
        section = story.sections.iter().find(under).map(|s| s.title.clone());
    }
    for (number, caption) in story.captions.iter().enumerate() {
        // The first words of a story are not in captions.
        let mut seen = seen::find(&caption.text, FieldKind::Text, &in_text, |_| i64::MAX);
        seen.retain(|s| in_text.get(s.clause).is_some_and(|c| matches!(c.field.name, "text" | "caption")));
        let passage = Chooser::new(&caption.text, Vec::new(), &seen, &weights, budget).passage();
        if !seen.is_empty() && (found.is_empty() && of == PartOf::Body || passage.weight > made.weight) {
            (made, of, section) = (passage, PartOf::Caption(number), None);
        }
    }
    let headline = merged(headline(story, clauses).iter().flat_map(Seen::lit).copied());
    let Passage { text, highlights, parts, .. } = made;
    let parts = parts.into_iter().map(|(text, source)| Part { of, text, source }).collect();
    bounded(Snippet { text, highlights, section, headline, parts })
}

/// The text before the first subhead, and that under each.
fn regions(story: &Story) -> Vec<Span> {
    let first = story.sections.iter().map(|section| section.span.start).min().unwrap_or(story.body.len());
    let under = story.sections.iter().map(|s| Span::new(s.span.start + s.title.len(), s.span.end));
    std::iter::once(Span::new(0, first)).chain(under).collect()
}

/// Clauses on other fields say nothing about body and captions: a `headline:` word must not light up there.
fn shows_in_text(clause: &Clause) -> bool {
    matches!(
        clause.field.name,
        "text" | "lead" | "hlead" | "body" | "caption" | "subhead" | "section" | "person"
    )
}

/// Where in the body the subheads and the lead are.
struct Places {
    /// In order.
    titles: Vec<Span>,
    lead: Span,
}

impl Places {
    fn of(story: &Story) -> Self {
        let title = |s: &Section| Span::new(s.span.start, s.span.start + s.title.len());
        let mut titles: Vec<Span> = story.sections.iter().map(title).collect();
        titles.sort_unstable();
        Places { titles, lead: lead(story) }
    }

    /// A `subhead:` word lights up in subheads only, a `lead:` word in the lead.
    fn hold(&self, clause: &Clause, seen: &Seen) -> bool {
        match clause.field.name {
            "subhead" | "section" => {
                let after = self.titles.partition_point(|title| title.start <= seen.span.start);
                let title = after.checked_sub(1).map(|at| self.titles[at]);
                title.is_some_and(|title| seen.span.start < title.end && seen.span.end <= title.end)
            }
            "lead" | "hlead" => self.lead.start <= seen.span.start && seen.span.end <= self.lead.end,
            field => field != "caption",
        }
    }
}

/// How many words of the story a clause counts before the body: those of the headline; less than none where it begins
/// to count behind the body's first word.
fn before_body(story: &Story, clause: &Clause) -> i64 {
    let count = |text: &str| {
        let mut words = 0;
        analyzers::text_words(text, |_| words += 1);
        words
    };
    match clause.field.name {
        "text" | "hlead" if !story.headline_derived => count(&story.headline),
        "lead" => -count(&story.body[..lead(story).start]),
        _ => 0,
    }
}

/// Where the lead stands in the body; nowhere where there is none.
fn lead(story: &Story) -> Span {
    let lead = story.lead();
    let start = if lead.is_empty() { 0 } else { lead.as_ptr() as usize - story.body.as_ptr() as usize };
    Span::new(start, start + lead.len())
}

fn headline(story: &Story, clauses: &[Clause]) -> Vec<Seen> {
    let wanted: Vec<Clause> =
        clauses.iter().filter(|c| matches!(c.field.name, "text" | "headline" | "hlead")).cloned().collect();
    seen::find(&story.headline, FieldKind::Text, &wanted, |_| 0)
}

/// Mentions of people whose name a `person:` clause asks for.
fn people(story: &Story, clauses: &[Clause]) -> Vec<Seen> {
    let mut seen = Vec::new();
    if clauses.iter().all(|clause| clause.field.kind != FieldKind::Name) {
        return seen;
    }
    for person in &story.people {
        for found in seen::find(&person.name, FieldKind::Name, clauses, |_| 0) {
            seen.extend(person.mentions.iter().map(|&span| Seen::whole(found.clause, span)));
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::super::terms::visible;
    use super::*;
    use crate::query::{Settings, parse};
    use crate::story::{Caption, Person};

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

    #[test]
    fn first_words_are_counted_from_the_headline_on() {
        assert_eq!(lit("first/22(gate OR dam)", 40).1, ["gate"]);
        assert!(lit("first/21(gate OR dam) AND NOT heron", 40).1.is_empty());
        assert_eq!(lit("first/21(gate OR dam)", 40).0.headline.len(), 2);
        assert_eq!(lit("first/1(gate) first/1(dam)", 40).0.headline.len(), 1);
        assert_eq!(lit("body:first/22(gate OR dam)", 40).1, ["gate", "dam"]);
        assert!(lit("first/50(heron)", 40).1.is_empty());
        let body = "Money\n\nRepairs of the gate cost much, and the gate is old.";
        let sections = vec![Section { title: "Money".into(), span: Span::new(0, body.len()) }];
        let story = Story { body: body.into(), sections, ..Story::default() };
        let lit = |query: &str| snippet(&story, &clauses(query), 40).highlights.len();
        assert_eq!((lit("lead:first/3(gate)"), lit("lead:first/4(gate)")), (0, 1));
    }

    #[test]
    fn words_near_each_other_light_up_where_they_are() {
        let (_, words) = lit("gate NEAR/3 dam", 40);
        assert_eq!(words, ["gate", "dam"]);
        assert!(lit("gate NEAR/2 dam", 40).1.is_empty());
        // The headline has a pair of its own.
        assert_eq!(lit("dam NEAR/1 gate", 40).0.headline.len(), 2);
    }

    #[test]
    fn a_subhead_or_a_caption_lights_up_in_its_own_place_only() {
        assert_eq!(lit("subhead:money", 40).1, ["Money"]);
        assert!(lit("subhead:repairs", 40).1.is_empty());
        assert_eq!(lit("caption:weir", 40).1, ["weir"]);
        assert_eq!(lit("caption:weir", 40).0.parts[0].of, PartOf::Caption(0));
        assert!(lit("caption:gate", 40).1.is_empty());
    }

    #[test]
    fn a_longer_snippet_has_more_sentences_and_none_is_none() {
        let (short, _) = lit("gate", 12);
        let (long, words) = lit("gate", 75);
        assert_eq!((short.parts.len(), long.parts.len()), (1, 2));
        assert_eq!(words, ["gate", "gate"]);
        assert_eq!(lit("gate", 0).0, Snippet { headline: vec![Span::new(4, 8)], ..Snippet::default() });
    }

    #[test]
    fn clauses_far_apart_are_shown_in_parts() {
        let (made, words) = lit("council spillway reopen", 45);
        assert_eq!(words, ["council", "spillway", "reopen"]);
        assert!(made.text.contains(" … "), "{}", made.text);
    }

    /// What every snippet must be, whatever the story and the query.
    fn holds(story: &Story, made: &Snippet, budget: usize) {
        let mut words = 0;
        let mut rest = made.text.as_str();
        for part in &made.parts {
            let source = match part.of {
                PartOf::Body => story.body.as_str(),
                PartOf::Caption(number) => story.captions[number].text.as_str(),
            };
            let taken = &source[part.source.start..part.source.end];
            assert_eq!(taken.replace(['\n', '\r', '\t'], " "), part.text.of(&made.text));
            // Neither end is inside a word.
            let single = |c: char| {
                ('\u{3040}'..='\u{9FFF}').contains(&c)
                    || ('\u{F900}'..='\u{FAFF}').contains(&c)
                    || c >= '\u{20000}'
            };
            let edge = |a: Option<char>, b: Option<char>| {
                let free = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || single(c));
                free(a) || free(b)
            };
            let (before, after) = (&source[..part.source.start], &source[part.source.end..]);
            assert!(edge(before.chars().next_back(), taken.chars().next()), "{taken:?} of {source:?}");
            assert!(edge(taken.chars().next_back(), after.chars().next()), "{taken:?} of {source:?}");
            words += taken.split_whitespace().count();
            rest = &rest[rest.find(part.text.of(&made.text)).unwrap() + part.text.len()..];
        }
        assert!(words <= budget, "{words} words of {budget}: {}", made.text);
        assert!(rest.is_empty() || rest == " …", "{rest:?}");
        assert!(made.highlights.windows(2).all(|w| w[0].end <= w[1].start));
        for lit in &made.highlights {
            let inside = |part: &&Part| part.text.start <= lit.start && lit.end <= part.text.end;
            assert!(made.parts.iter().any(|part| inside(&part)) && !lit.of(&made.text).is_empty());
        }
        assert!(made.headline.iter().all(|lit| !lit.of(&story.headline).is_empty()));
    }

    const WORDS: &[&str] = &[
        "dam",
        "gate",
        "Gates,",
        "the",
        "spillway",
        "Málaga",
        "“quoted”",
        "𝔇am",
        "東京の水",
        "😀",
        "e\u{301}lan",
        "U.S.",
        "said.",
        "No. 5",
        "\n",
        "\n\n",
        "\t",
        "-",
        "post-war",
        "1,234.5",
        "end.",
        "Then",
        "O’Neill’s",
        "\r\n",
        "水𠀀",
    ];
    const QUERIES: &[&str] = &[
        "dam",
        "dam gate",
        "\"the dam\"",
        "dam NEAR/3 gate",
        "gate PRE/9 (dam OR spill*)",
        "dam NOT NEAR/2 gate",
        "malaga -dam",
        "水",
        "東京",
        "spillwa?",
        "gatez~1",
        "the said no",
        "date:1987",
        "caption:gate dam",
        "(dam NEAR/2 the) NEAR/9 elan",
    ];

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn parts_and_highlights_map_back_to_their_source(
            picks in proptest::collection::vec(0..WORDS.len(), 0..120),
            caption in proptest::collection::vec(0..WORDS.len(), 0..12),
            query in 0..QUERIES.len(),
            budget in 0..60usize,
        ) {
            let text = |picks: &[usize]| picks.iter().map(|&n| WORDS[n]).collect::<Vec<_>>().join(" ");
            let story = Story {
                headline: text(&caption),
                body: text(&picks),
                captions: vec![Caption { text: text(&caption), credit: None }],
                ..Story::default()
            };
            holds(&story, &snippet(&story, &clauses(QUERIES[query]), budget), budget);
        }

        #[test]
        fn any_text_at_all_maps_back(body in "\\PC{0,200}", word in "\\PC{1,6}", budget in 0..12usize) {
            let story = Story { body, ..Story::default() };
            holds(&story, &snippet(&story, &clauses(&word), budget), budget);
        }
    }
}
