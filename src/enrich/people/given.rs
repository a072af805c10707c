//! Given names: which is short for which, and which are women's or men's. It knows lists, not
//! sentences; most names of the world are on neither list, and then it says nothing.

use super::lexicon::{ByKey, Folded, hash};
use std::sync::OnceLock;

/// Whether a name, a title or a pronoun is a woman's or a man's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// `Mrs.`, `her`, `Anna`.
    Woman,
    /// `Mr.`, `his`, `Karl`.
    Man,
}

static SEXES: &str = include_str!("../data/sexes.txt");
static SHORT: &str = include_str!("../data/short.txt");

/// Whose name it is, by the key of the folded word.
pub fn sex(key: u64) -> Option<Sex> {
    static TABLE: OnceLock<ByKey<Sex>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = ByKey::default();
        for (head, names) in SEXES.lines().filter_map(|line| line.split_once(": ")) {
            let sex = if head == "women" { Sex::Woman } else { Sex::Man };
            table.extend(names.split_ascii_whitespace().map(|name| (hash(name.as_bytes()), sex)));
        }
        table
    });
    table.get(&key).copied()
}

/// Two given names may be one person's: `Bob` is `Robert`, `Liz` is `Elizabeth`.
pub fn short_for(a: u64, b: u64) -> bool {
    static GROUPS: OnceLock<ByKey<Vec<usize>>> = OnceLock::new();
    let groups = GROUPS.get_or_init(|| {
        let mut groups: ByKey<Vec<usize>> = ByKey::default();
        let lines = SHORT.lines().filter(|line| !line.starts_with('#'));
        for (group, line) in lines.enumerate() {
            for name in line.split_ascii_whitespace() {
                groups.entry(hash(name.as_bytes())).or_default().push(group);
            }
        }
        groups
    });
    let of = |key| groups.get(&key).map_or(&[][..], Vec::as_slice);
    of(a).iter().any(|group| of(b).contains(group))
}

/// Letters from which a name is long enough for a slip of the keys to be told from another name.
const LONG: usize = 6;

/// One name with a letter wrong, missing, too many or in the wrong place: `Sampelton` for `Sampleton`.
pub fn misspelt(a: &str, b: &str) -> bool {
    if a.len().min(b.len()) < LONG || a.len().abs_diff(b.len()) > 1 || a.as_bytes()[0] != b.as_bytes()[0] {
        return false;
    }
    let (a, b) = (Folded::new(a), Folded::new(b));
    let (a, b) = (a.bytes(), b.bytes());
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[front..], &b[front..]);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - back], &b[..b.len() - back]);
    match (a, b) {
        ([], [_]) | ([_], []) | ([_], [_]) => true,
        ([w, x], [y, z]) => w == z && x == y,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> u64 {
        hash(Folded::new(name).bytes())
    }

    #[test]
    fn names_have_short_forms() {
        assert!(short_for(key("Robert"), key("Bob")));
        assert!(short_for(key("Bobby"), key("Rob")));
        assert!(!short_for(key("Robert"), key("Bill")));
        assert!(!short_for(key("Albert"), key("Alan")));
        assert!(!short_for(key("Qwzzx"), key("Qwzzx")));
    }

    #[test]
    fn names_are_womens_or_mens_or_unknown() {
        assert_eq!(sex(key("Susan")), Some(Sex::Woman));
        assert_eq!(sex(key("Walter")), Some(Sex::Man));
        assert_eq!(sex(key("Leslie")), None);
        assert_eq!(sex(key("Qwzzx")), None);
    }

    #[test]
    fn a_slip_is_one_letter() {
        for (a, b) in [("Sampleton", "Sampelton"), ("Probeman", "Probman"), ("Exemple", "Example")] {
            assert!(misspelt(a, b) && misspelt(b, a), "{a} {b}");
        }
        for (a, b) in [("Sample", "Simple-Test"), ("Tests", "Test"), ("Probeman", "Prodeten"), ("Élan", "É")]
        {
            assert!(!misspelt(a, b) && !misspelt(b, a), "{a} {b}");
        }
    }
}
