//! How much of an answer is seen: how many of how many, and what is hidden. One line for a person.

use super::Style;
use super::layout::{Face, Rich, grouped};
use super::text::write_lines;
use crate::search::{Response, Undated};
use std::io::{self, Write};

/// `10 of 412; 2 hidden (--all-versions)`. The answer must have its totals.
pub fn tally(response: &Response) -> String {
    let hits = &response.hits;
    let total = grouped(response.total);
    let folded: usize = hits.iter().map(|hit| hit.similar.as_deref().unwrap_or_default().len()).sum();
    let mut line = match (hits.first(), hits.last()) {
        (Some(first), Some(last)) if first.rank > 1 && first.rank == last.rank => {
            format!("hit {} of {total}", first.rank)
        }
        (Some(first), Some(last)) if first.rank > 1 => {
            format!("hits {} to {} of {total}", first.rank, last.rank)
        }
        (Some(_), _) if folded > 0 => {
            // Reprints are one hit.
            let stories = hits.len() + folded;
            format!("{} hits, {} of {total} stories", grouped(hits.len() as u64), grouped(stories as u64))
        }
        (Some(_), _) => format!("{} of {total}", grouped(hits.len() as u64)),
        (None, _) if response.total > 0 => format!("none of {total}: the offset is past the last"),
        (None, _) => "nothing found".to_owned(),
    };
    if response.hidden > 0 {
        line.push_str(&format!("; {}", hidden(response.hidden)));
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
        let hits = ranks.iter().map(|rank| hit(*rank)).collect();
        tally(&Response { query: String::new(), total, hits, hidden })
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
