//! A passage of a text: the sentences that show most of what was seen in it, cut to a number of words.
//!
//! One sentence, or two or three where these show more; a stretch across sentences where no sentences within the
//! budget show as much. Words are never cut; what stands between parts is left out visibly. Knows no story.

mod stretch;
mod written;

pub(super) use written::merged;

use super::seen::Seen;
use crate::sentences::sentences;
use crate::span::Span;
use std::cmp::Reverse;

/// Fewer words than this are no part.
const LEAST: usize = 8;
/// Parts that show what others do not, and words of the budget for each part more.
const COVER: usize = 3;
const WORDS_A_PART: usize = 25;
/// To show so little more is not worth a sentence: the words that most stories have.
const GAIN: u32 = super::terms::FULL / 20;
/// Sentences that are tried in pairs: those that show most.
const PAIRED: usize = 64;

/// A passage of a source text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Passage {
    /// The parts, with signs for what is left out.
    pub text: String,
    /// Bytes of `text` that light up, in order, apart from each other.
    pub highlights: Vec<Span>,
    /// Where in `text` each part stands, and where in the source: the same bytes, line breaks made blanks.
    pub parts: Vec<(Span, Span)>,
    /// Byte of the source where the best part begins.
    pub at: usize,
    /// Sum of the weights of what it shows.
    pub weight: u32,
}

/// What chooses: the source, what was seen in it and how much that says, how many words there may be.
pub(super) struct Chooser<'t> {
    source: &'t str,
    seen: &'t [Seen],
    /// By clause.
    weights: &'t [u32],
    budget: usize,
    words: Vec<Span>,
    /// What no stretch crosses the borders of: the text under each subhead.
    regions: Vec<Span>,
    /// First and last word of each thing seen.
    at: Vec<(usize, usize)>,
    sentences: Vec<Span>,
}

/// A part that may be chosen, and what of it there is room for.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// The sentence.
    whole: Span,
    /// What of it fits.
    span: Span,
    words: usize,
    /// Bit set of clauses, the first 63 of them each.
    shows: u64,
    /// Bytes of the shortest stretch that shows all that.
    spread: usize,
}

impl<'t> Chooser<'t> {
    /// `seen` in order of its spans; a `budget` in words; `regions` of the source, none for all of it.
    pub(super) fn new(
        source: &'t str,
        regions: Vec<Span>,
        seen: &'t [Seen],
        weights: &'t [u32],
        budget: usize,
    ) -> Self {
        let regions = if regions.is_empty() { vec![Span::new(0, source.len())] } else { regions };
        let words = words(source);
        let number = |byte: usize| words.partition_point(|word| word.end <= byte);
        let at = seen.iter().map(|s| (number(s.span.start), number(s.span.end.saturating_sub(1)))).collect();
        let shifted = |s: Span, by: usize| Span::new(s.start + by, s.end + by);
        // Of the paragraphs that show something; of all where none does.
        let shows = |paragraph: Span| {
            let from = seen.partition_point(|s| s.span.start < paragraph.start);
            seen.is_empty() || seen.get(from).is_some_and(|s| s.span.start < paragraph.end)
        };
        let sentences = crate::story::paragraphs(source)
            .filter(|(paragraph, _)| shows(*paragraph))
            .flat_map(|(at, text)| sentences(text).into_iter().map(move |s| shifted(s, at.start)))
            .collect();
        Chooser { source, regions, seen, weights, budget, words, at, sentences }
    }

    /// The best passage; empty where there is no text or no room.
    pub(super) fn passage(&self) -> Passage {
        if self.budget == 0 || self.words.is_empty() {
            return Passage::default();
        }
        let chosen = if self.seen.is_empty() { self.lead() } else { self.best() };
        self.written(chosen)
    }

    /// Without anything to show: from the beginning on, headings and the like passed over.
    fn lead(&self) -> Vec<Candidate> {
        let all = &self.sentences;
        let first = all.iter().position(|span| span.len() > 40).unwrap_or(0);
        let mut chosen: Vec<Candidate> = Vec::new();
        let mut room = self.budget;
        for &span in all.iter().skip(first).take((self.budget / WORDS_A_PART).max(1)) {
            let one = self.candidate(span);
            if !chosen.is_empty() && one.words > room {
                break;
            }
            room = room.saturating_sub(one.words);
            chosen.push(one);
        }
        chosen
    }

    fn best(&self) -> Vec<Candidate> {
        let telling: Vec<Candidate> = self
            .sentences
            .iter()
            .map(|&span| self.candidate(span))
            .filter(|candidate| candidate.shows != 0)
            .collect();
        let mut chosen = self.one_or_two(&telling);
        let mut shown = chosen.iter().fold(0, |bits, c| bits | c.shows);
        // Words that stand near each other across sentences too long to be shown together.
        let stretches = self.regions.iter().filter_map(|&region| self.stretch(region));
        if let Some(stretch) = stretches.max_by_key(|s| (self.weight(s.shows), Reverse(s.span.start)))
            && self.weight(stretch.shows) > self.weight(shown) + GAIN
        {
            (chosen, shown) = (vec![stretch], stretch.shows);
        }
        let all = telling.iter().fold(0, |bits, c| bits | c.shows);
        loop {
            let room = self.budget.saturating_sub(chosen.iter().map(|c| c.words).sum());
            let more = if chosen.len() < COVER && self.weight(all & !shown) > GAIN {
                all & !shown
            } else if chosen.len() < self.budget / WORDS_A_PART {
                all
            } else {
                break;
            };
            let fits = |c: &&Candidate| {
                let apart = chosen.iter().all(|other| !other.whole.overlaps(&c.whole));
                apart && c.words <= room && c.span == c.whole && self.weight(c.shows & more) > GAIN
            };
            let value = |c: &&Candidate| (self.weight(c.shows & more), Reverse(c.span.start));
            let Some(next) = telling.iter().filter(fits).max_by_key(value).filter(|_| room >= LEAST) else {
                break;
            };
            shown |= next.shows;
            chosen.push(*next);
        }
        chosen
    }

    /// The sentence that shows most; two of them where they show more and there is room.
    fn one_or_two(&self, telling: &[Candidate]) -> Vec<Candidate> {
        let value = |c: &Candidate| {
            let whole = c.span == c.whole;
            let (near, early, short) = (Reverse(c.spread / 40), Reverse(c.span.start), Reverse(c.words));
            (self.weight(c.shows), whole, near, early, short)
        };
        let mut ranked: Vec<Candidate> = telling.to_vec();
        ranked.sort_by_key(|c| Reverse(value(c)));
        let Some(&best) = ranked.first() else { return Vec::new() };
        ranked.truncate(PAIRED);
        let mut chosen = (self.weight(best.shows), vec![best]);
        for (n, &one) in ranked.iter().enumerate() {
            for &other in &ranked[n + 1..] {
                let weight = self.weight(one.shows | other.shows);
                if weight > chosen.0 + GAIN && one.words + other.words <= self.budget {
                    chosen = (weight, vec![one, other]);
                }
            }
        }
        chosen.1
    }

    /// A sentence, cut where it is too long.
    fn candidate(&self, whole: Span) -> Candidate {
        let words = self.words_in(whole);
        if words.len() > self.budget {
            let cut = self.stretch(whole).unwrap_or_else(|| {
                let span = Span::new(whole.start, words[self.budget - 1].end);
                Candidate { whole, span, words: self.budget, shows: 0, spread: 0 }
            });
            return Candidate { whole, ..cut };
        }
        let (shows, spread) = self.shows(whole);
        Candidate { whole, span: whole, words: words.len(), shows, spread }
    }

    /// What was seen wholly inside a span.
    fn inside(&self, span: Span) -> Vec<usize> {
        let from = self.seen.partition_point(|s| s.span.start < span.start);
        let to = self.seen.partition_point(|s| s.span.start < span.end);
        (from..to).filter(|&n| self.seen[n].span.end <= span.end).collect()
    }

    /// The clauses that a span shows, and how close together.
    fn shows(&self, span: Span) -> (u64, usize) {
        let inside = self.inside(span);
        let shows = inside.iter().fold(0, |bits, &n| bits | bit(self.seen[n].clause));
        let mut least = usize::MAX;
        for (at, &first) in inside.iter().enumerate() {
            let mut have = 0;
            for &last in &inside[at..] {
                have |= bit(self.seen[last].clause);
                if have == shows {
                    let stretch = self.seen[last].span.end.saturating_sub(self.seen[first].span.start);
                    least = least.min(stretch);
                    break;
                }
            }
        }
        (shows, if inside.is_empty() { 0 } else { least })
    }

    /// First word of a span and one past its last.
    fn numbers(&self, span: Span) -> (usize, usize) {
        let from = self.words.partition_point(|word| word.start < span.start);
        let to = self.words.partition_point(|word| word.end <= span.end);
        (from, to.max(from))
    }

    fn words_in(&self, span: Span) -> &[Span] {
        let (from, to) = self.numbers(span);
        &self.words[from..to]
    }

    fn weight(&self, mut shows: u64) -> u32 {
        let mut sum = 0u32;
        while shows != 0 {
            let clause = shows.trailing_zeros() as usize;
            sum = sum.saturating_add(self.weights.get(clause).copied().unwrap_or(1).max(1));
            shows &= shows - 1;
        }
        sum
    }
}

fn bit(clause: usize) -> u64 {
    1 << clause.min(63)
}

/// Words between white space. Ideographs and kana are words by themselves: such text has no blanks.
fn words(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let single = matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}');
        if (c.is_whitespace() || single)
            && let Some(from) = start.take()
        {
            found.push(Span::new(from, at));
        }
        if single {
            found.push(Span::new(at, at + c.len_utf8()));
        } else if !c.is_whitespace() && start.is_none() {
            start = Some(at);
        }
    }
    found.extend(start.map(|from| Span::new(from, text.len())));
    found
}
