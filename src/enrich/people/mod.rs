//! People: who is named in a text, under which full name, and exactly where.
//!
//! The method is rules over lists of names, titles and contexts (handbook 4.1, 4.2): full names
//! are found first by what their words and their surroundings say; a surname alone then stands
//! for the person of that surname nearest before it. It knows no format; a surname that nobody in
//! the text carries in full is no person unless a title says so.

mod candidates;
mod lexicon;
mod resolve;
mod story;
mod tokens;

use super::Pass;
use crate::story::Person;

/// The row of this pass.
pub const PASS: Pass = Pass {
    name: "people",
    about: "people in the copy, surnames linked to full names",
    version: 2,
    run: story::run,
};

/// People of a text in order of appearance, with the byte spans of their mentions.
pub fn find(text: &str) -> Vec<Person> {
    let tokens = tokens::tokens(text);
    let candidates = candidates::candidates(&tokens);
    resolve::people(text, &tokens, &candidates)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name: mention, mention` a person.
    fn found(text: &str) -> Vec<String> {
        find(text)
            .iter()
            .map(|p| {
                let mentions: Vec<_> = p.mentions.iter().map(|m| m.of(text)).collect();
                format!("{}: {}", p.name, mentions.join(", "))
            })
            .collect()
    }

    #[test]
    fn full_names_titles_and_surnames() {
        for (text, people) in [
            (
                "Maria Testova said she left. Testova's boat sank.",
                &["Maria Testova: Maria Testova, Testova"][..],
            ),
            (
                "Foreign Minister Karl Probeman met President Sampleton.",
                &["Karl Probeman: Karl Probeman", "Sampleton: Sampleton"],
            ),
            ("Omar al-Sampli spoke. Al-Sampli left.", &["Omar al-Sampli: Omar al-Sampli, Al-Sampli"]),
            (
                "J.R. O'Sampley Jr. won, and Hendrik van der Probe lost.",
                &["J.R. O'Sampley Jr.: J.R. O'Sampley Jr.", "Hendrik van der Probe: Hendrik van der Probe"],
            ),
            ("Wang Testlin arrived on Monday. Wang said little.", &["Wang Testlin: Wang Testlin, Wang"]),
            ("Oxtown Bank Corp and Harbour University said so. Wall Street fell on Friday.", &[]),
            ("The board of John Sample & Sons met in New York.", &[]),
            ("PROBEMAN QUITS\n\nKarl Probeman quit.", &["Karl Probeman: PROBEMAN, Karl Probeman"]),
            ("", &[]),
        ] {
            assert_eq!(found(text), people, "{text}");
        }
    }

    #[test]
    fn titles_are_kept_beside_the_name() {
        let people = find("Prime Minister Anna Exampleton left; Queen Anna Exampleton stayed.");
        assert_eq!(people[0].titles, ["Prime Minister", "Queen"]);
    }
}
