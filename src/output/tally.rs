//! How much of an answer is seen: how many of how many, and what is hidden. One line for a person.

use super::Style;
use super::layout::{Face, Rich, grouped};
use super::text::write_lines;
use crate::search::{Response, Undated};
use std::io::{self, Write};

/// What was seen of an answer, added up over its pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Stories that match, and those of them that are hidden.
    totals: (u64, u64),
    /// Ranks of the first and the last hit.
    ranks: Option<(usize, usize)>,
    hits: usize,
    /// Reprints that the hits stand for.
    folded: usize,
}

impl Seen {
    /// Adds a page.
    pub fn add(&mut self, page: &Response) {
        self.totals = (page.total, page.hidden);
        if let (Some(first), Some(last)) = (page.hits.first(), page.hits.last()) {
            self.ranks = Some((self.ranks.map_or(first.rank, |(first, _)| first), last.rank));
        }
        self.hits += page.hits.len();
        self.folded +=
            page.hits.iter().map(|hit| hit.similar.as_deref().unwrap_or_default().len()).sum::<usize>();
    }

    /// No hit was printed.
    pub fn is_empty(&self) -> bool {
        self.ranks.is_none()
    }

    /// Stories that match; see [`Response::total`].
    pub fn total(&self) -> u64 {
        self.totals.0
    }
}

/// `10 of 412; 2 hidden (--all-versions)`. The answer must have its totals.
pub fn tally(seen: &Seen) -> String {
    let Seen { totals: (all, not_shown), ranks, hits, folded } = seen;
    let total = grouped(*all);
    let mut line = match ranks {
        Some((first, last)) if *first > 1 && first == last => format!("hit {first} of {total}"),
        Some((first, last)) if *first > 1 => format!("hits {first} to {last} of {total}"),
        Some(_) if *folded > 0 => {
            // Reprints are one hit.
            let stories = hits + folded;
            format!("{} hits, {} of {total} stories", grouped(*hits as u64), grouped(stories as u64))
        }
        Some(_) => format!("{} of {total}", grouped(*hits as u64)),
        None if *all > 0 => format!("none of {total}: the offset is past the last"),
        None => "nothing found".to_owned(),
    };
    if *not_shown > 0 {
        line.push_str(&format!("; {}", hidden(*not_shown)));
    }
    line
}

/// The closing line below hits on a terminal.
///
/// # Errors
/// What writing says.
pub fn closing(line: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    write_lines(&Rich::of(line, Face::Dim), 0, style, out)
}

/// What a search for dates says of stories that have none but a day in their dateline; `None` where there are none.
pub fn undated(found: &Undated) -> Option<String> {
    let (least, stories) = (if found.more { "at least " } else { "" }, grouped(found.stories));
    let line = match found.stories {
        0 => return None,
        1 => format!("{least}1 undated story has a dateline in this range"),
        _ => format!("{least}{stories} undated stories have datelines in this range"),
    };
    Some(format!("{line}, of a year that it does not say (date:none)"))
}

/// `2 hidden (--all-versions)`.
pub fn hidden(stories: u64) -> String {
    format!("{} hidden (--all-versions)", grouped(stories))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Hit;
    use crate::story::Story;

    fn answer(ranks: &[usize], total: u64, hidden: u64, similar: usize) -> String {
        let hit = |rank: usize| Hit {
            rank,
            score: 0.0,
            id: rank.to_string(),
            story: Story::default(),
            words: 0,
            snippet: Default::default(),
            similar: Some(vec!["x".into(); similar]),
        };
        let mut hits: Vec<Hit> = ranks.iter().map(|rank| hit(*rank)).collect();
        // In pages or at once: the same is said.
        let (mut seen, mut paged) = (Seen::default(), Seen::default());
        let page = |hits: Vec<Hit>| Response { total, hits, hidden, ..Response::default() };
        seen.add(&page(hits.clone()));
        let rest = hits.split_off(hits.len() / 2);
        [hits, rest].into_iter().for_each(|hits| paged.add(&page(hits)));
        assert_eq!(seen, paged);
        tally(&seen)
    }

    #[test]
    fn what_is_not_seen_is_said() {
        assert_eq!(answer(&[1, 2, 3], 4120, 2, 0), "3 of 4,120; 2 hidden (--all-versions)");
        assert_eq!(answer(&[1], 1, 0, 0), "1 of 1");
        assert_eq!(answer(&[11, 12], 412, 0, 0), "hits 11 to 12 of 412");
        assert_eq!(answer(&[1, 2], 7, 0, 2), "2 hits, 6 of 7 stories");
        assert_eq!(answer(&[], 412, 0, 0), "none of 412: the offset is past the last");
        assert_eq!(answer(&[], 0, 3, 0), "nothing found; 3 hidden (--all-versions)");
    }
}
