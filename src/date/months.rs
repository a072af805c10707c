//! The months by their English names. What wires in other languages write is where their dates are read.

/// The months, as a sentence has them.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The number of a month, from 1, by its name or the first three letters or more of it, in any case.
pub fn month(word: &str) -> Option<i8> {
    let begins = |name: &&str| {
        name.get(..word.len()).is_some_and(|start| word.len() >= 3 && start.eq_ignore_ascii_case(word))
    };
    (1..).zip(MONTHS).find_map(|(number, name)| begins(&name).then_some(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_known_by_three_letters() {
        assert_eq!(["jan", "SEPT", "May", "december"].map(month), [Some(1), Some(9), Some(5), Some(12)]);
        assert_eq!(["ma", "mayor", "", "é", "juné"].map(month), [None; 5]);
    }
}
