//! What `*` and `?` inside a word mean, for whoever compares words one by one.
//!
//! Knows no field and no dictionary.

/// Does `word` fit `pattern`? `*` is any run of characters, `?` one; linear but for backing up to
/// the last star.
pub fn matches(pattern: &str, word: &str) -> bool {
    let (pattern, word): (Vec<char>, Vec<char>) = (pattern.chars().collect(), word.chars().collect());
    let (mut p, mut w) = (0, 0);
    let mut star = None;
    while w < word.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, w));
                p += 1;
            }
            Some(&c) if c == '?' || c == word[w] => {
                p += 1;
                w += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    w = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        assert!(matches("wom?n", "women"));
        assert!(matches("*dam*", "macadamia"));
        assert!(matches("a*b*c", "axxbyybzc"));
        assert!(!matches("wom?n", "womn"));
        assert!(!matches("a*b", "abc"));
    }
}
