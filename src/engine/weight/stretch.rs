//! How much of a query stands together: in the tightest stretch of a story that shows most of it.

use super::found::Found;

/// Words from the first to the last of a stretch: a sentence of wire copy, about.
const WORDS: u32 = 15;

/// What a stretch adds: the information of all words sought, by the square of the share that the best stretch
/// shows. `told` is the information of each word; `None` for words that are sought elsewhere.
pub(super) fn weight(told: &[Option<f64>], found: &Found) -> f64 {
    let all: f64 = told.iter().flatten().sum();
    if all <= 0.0 {
        return 0.0;
    }
    let share = best(told, found) / all;
    all * share * share
}

fn best(told: &[Option<f64>], found: &Found) -> f64 {
    let mut standing: Vec<(u32, usize, f64)> = Vec::new();
    for (n, told) in told.iter().enumerate() {
        let Some(told) = told else { continue };
        standing.extend(found.positions(n).iter().map(|position| (*position, n, *told)));
    }
    standing.sort_unstable_by_key(|(position, n, _)| (*position, *n));
    let mut inside = vec![0u32; told.len()];
    let (mut sum, mut best, mut first) = (0.0, 0.0f64, 0);
    for (position, n, told) in &standing {
        if inside[*n] == 0 {
            sum += told;
        }
        inside[*n] += 1;
        while let Some((_, n, told)) =
            standing.get(first).filter(|(start, ..)| start.saturating_add(WORDS) < *position)
        {
            inside[*n] -= 1;
            if inside[*n] == 0 {
                sum -= told;
            }
            first += 1;
        }
        best = best.max(sum);
    }
    best
}
