//! People: who is named in a text, under which full name, and exactly where.
//!
//! The method is rules over lists of names, titles and contexts (handbook 4.1, 4.2): full names
//! are found first by what their words and their surroundings say, and what one place says holds
//! for the whole text; a surname alone then stands for the person of that surname nearest before
//! it, of several the one whom a title or a pronoun tells. It knows no format; a name of one word that nobody in the text carries in full is a person
//! when a title says so, or when the text has it speak, know and be told as only people do.
//! `benches/people.md` has the figures, and what was tried.

mod candidates;
mod context;
mod cut;
mod evidence;
mod firm;
mod given;
mod lately;
mod lexicon;
mod points;
mod resolve;
mod spaced;
mod story;
mod tokens;
mod whose;

use super::Pass;
use crate::story::Person;

/// The row of this pass.
pub const PASS: Pass = Pass {
    name: "people",
    about: "people in the copy, surnames linked to full names",
    version: 4,
    run: story::run,
};

/// People of a text in order of appearance, with the byte spans of their mentions.
pub fn find(text: &str) -> Vec<Person> {
    let tokens = tokens::tokens(text);
    let candidates = candidates::candidates(text, &tokens);
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
            ("LAST WEEK THE U.S . SEVENTH FLEET LEFT . COLONEL U.S . SAID", &[]),
            ("", &[]),
        ] {
            assert_eq!(found(text), people, "{text}");
        }
    }

    #[test]
    fn names_of_the_world() {
        for (text, people) in [
            // Family name first, with and without spaces around the hyphen.
            (
                "Kim Jong-test met Lee Jun - suk. Kim said so. Lee did not.",
                &["Kim Jong-test: Kim Jong-test, Kim", "Lee Jun - suk: Lee Jun - suk, Lee"][..],
            ),
            // Articles and patronymics, in both cases.
            (
                "Sheikh Salim bin Ahmad Al Testi spoke. Al Testi left. Nasser Al - Probi stayed.",
                &[
                    "Salim bin Ahmad Al Testi: Salim bin Ahmad Al Testi, Al Testi",
                    "Nasser Al - Probi: Nasser Al - Probi",
                ],
            ),
            // A particle belongs to a surname that stands alone.
            (
                "José dos Testos won. Critics say dos Testos lied; Dos Testos denied it.",
                &["José dos Testos: José dos Testos, dos Testos, Dos Testos"],
            ),
            (
                "President de Testerk met Paul van der Probe.",
                &["de Testerk: de Testerk", "Paul van der Probe: Paul van der Probe"],
            ),
            (
                "Félix O ’ Testman sang, and Bingu wa Testarika ruled.",
                &["Félix O ’ Testman: Félix O ’ Testman", "Bingu wa Testarika: Bingu wa Testarika"],
            ),
            // One name only, used as people's names are.
            (
                "The vote was close. Sukarno said he knew. “It is over,” Sukarno added.",
                &["Sukarno: Sukarno, Sukarno"],
            ),
            // A nickname in quotes is a part of the name.
            (
                "Speaker Thomas P. ``Tip'' Sampley met Robert \"Bob\" Probeman. “Jo” came; \"Sukarno\" sat.",
                &[
                    "Thomas P. ``Tip'' Sampley: Thomas P. ``Tip'' Sampley",
                    "Robert \"Bob\" Probeman: Robert \"Bob\" Probeman",
                ],
            ),
            // Initials only before a surname, in every spelling.
            (
                "A. B. Sampley, W.G. Probeman and D K Testappa met.",
                &[
                    "A. B. Sampley: A. B. Sampley",
                    "W.G. Probeman: W.G. Probeman",
                    "D K Testappa: D K Testappa",
                ],
            ),
            (
                "Pope John Paul II met the Rev. Martin Testman King Jr. and Ben Probeman.",
                &[
                    "John Paul II: John Paul II",
                    "Martin Testman King Jr.: Martin Testman King Jr.",
                    "Ben Probeman: Ben Probeman",
                ],
            ),
        ] {
            assert_eq!(found(text), people, "{text}");
        }
    }

    #[test]
    fn what_is_called_after_people_is_nobody() {
        for text in [
            "Floods hit Santa Monica, Ain Tamsar, Hong Kong and Sierra Leone.",
            "Merrill Lynch and Ralph Lauren gained; Le Monde told Al Jazeera so.",
            "HMS Prince Sampley left; the USS Abraham Testman stayed.",
            "The King Salim Testi Hospital and the Anna Probe Bridge are in Saint Giles.",
            "The Taliban said the Kurds knew. NGOs said no, and MPs thought so.",
            "Testcorp Ltd said it knew. Testcorp also said it thought so.",
            "Probeman Inc. said so. Probeman told them; Probeman knew.",
            "Testman <TST.N> said it knew. John Sampley Plc gained. John Sampley said so.",
            "Sampley and Probe Publishers Inc met. Sampley said no. J.H. Testman (Oxland) Ltd said yes.",
            "Everyone said so. Dealers said no. We've said it.",
            "Frente de Testos and Parque Urraca, said the Universidad de Probe.",
            "Der Bund meldet: Rotes Haus und Grüne Wiese sowie Blaues Meer und Neue Welt.",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_stands_beside_a_name_is_no_part_of_it() {
        for (text, people) in [
            ("Secretary-General Boris Testov left.", &["Boris Testov: Boris Testov"][..]),
            (
                "Midfielder Marco Testi scored, and Frenchman Luc Probe ran.",
                &["Marco Testi: Marco Testi", "Luc Probe: Luc Probe"],
            ),
            (
                "The Oxland Economic Forum Maria Testova and the Sampley-led party met.",
                &["Maria Testova: Maria Testova"],
            ),
            (
                "Anna Testberg-Probe won. A Testberg-Probe-led team lost.",
                &["Anna Testberg-Probe: Anna Testberg-Probe, Testberg-Probe"],
            ),
            ("Fumio Testida resigned. The Testida Cabinet fell.", &["Fumio Testida: Fumio Testida, Testida"]),
            // A list of people has people in it.
            (
                "Gary Testman, Asanka Probesinha and Romesh Sampletharana batted.",
                &[
                    "Gary Testman: Gary Testman",
                    "Asanka Probesinha: Asanka Probesinha",
                    "Romesh Sampletharana: Romesh Sampletharana",
                ],
            ),
            // Two surnames, or one with its particle, are the end of a name met before.
            (
                "Tomás Echever Testlund met Anna van der Sampel. Echever Testlund and Minister van der Sampel agreed.",
                &[
                    "Tomás Echever Testlund: Tomás Echever Testlund, Echever Testlund",
                    "Anna van der Sampel: Anna van der Sampel, van der Sampel",
                ],
            ),
            // Two people with one surname.
            (
                "Ben Chan and Raymond Chan ran; Tanya Chan did not.",
                &["Ben Chan: Ben Chan", "Raymond Chan: Raymond Chan", "Tanya Chan: Tanya Chan"],
            ),
            // German copy: titles and given names tell people from nouns.
            (
                "Bundeskanzler Olaf Testmann und Karl Probe trafen die Neue Mitte und Rote Hilfe.",
                &["Olaf Testmann: Olaf Testmann", "Karl Probe: Karl Probe"],
            ),
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
