//! What people are found in invented sentences.

use super::{find, find_in};

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
        ("Maria Testova said she left. Testova's boat sank.", &["Maria Testova: Maria Testova, Testova"][..]),
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
            "The vote was close. Testarno said he knew. “It is over,” Testarno added.",
            &["Testarno: Testarno, Testarno"],
        ),
        // A nickname in quotes is a part of the name.
        (
            "Speaker Thomas P. ``Tip'' Sampley met Robert \"Bob\" Probeman. “Jo” came; \"Testarno\" sat.",
            &[
                "Thomas P. ``Tip'' Sampley: Thomas P. ``Tip'' Sampley",
                "Robert \"Bob\" Probeman: Robert \"Bob\" Probeman",
            ],
        ),
        // Initials only before a surname, in every spelling.
        (
            "A. B. Sampley, W.G. Probeman and D K Testappa met.",
            &["A. B. Sampley: A. B. Sampley", "W.G. Probeman: W.G. Probeman", "D K Testappa: D K Testappa"],
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

#[test]
fn what_is_said_beside_a_name_makes_a_person() {
    for (text, people) in [
        (
            "Qwarda Velltani, a former judge, left. Zemra Qollani, 41, and Ilvo Brakkan, Director of Roads, stayed.",
            &[
                "Qwarda Velltani: Qwarda Velltani",
                "Zemra Qollani: Zemra Qollani",
                "Ilvo Brakkan: Ilvo Brakkan",
            ][..],
        ),
        ("Qwarda Velltani, a leader in paint, grew by 3 percent.", &[]),
        (
            "She is the wife of Zemra Qollani, and he was identified as Ilvo Brakkan.",
            &["Zemra Qollani: Zemra Qollani", "Ilvo Brakkan: Ilvo Brakkan"],
        ),
        ("It came from a 41-year-old Zemra Qollani.", &["Zemra Qollani: Zemra Qollani"]),
        (
            "Zemra Qollani, left, and Ilvo Brakkan look on.",
            &["Zemra Qollani: Zemra Qollani", "Ilvo Brakkan: Ilvo Brakkan"],
        ),
        (
            "Councillor Zemra Testova and Seismologist Karl Probeman left.",
            &["Zemra Testova: Zemra Testova", "Karl Probeman: Karl Probeman"],
        ),
        // Where a place stands, and weather.
        ("They live in Qwarda Bonita. Qwarda Bonita is small, and the town of Qwarda Bonita is old.", &[]),
        (
            "Tropical Storm Odalys hit the coast. Odalys weakened, and Hurricane Maria Testova was feared.",
            &[],
        ),
    ] {
        assert_eq!(found(text), people, "{text}");
    }
}

#[test]
fn lists_nicknames_and_people_of_note() {
    for (text, people) in [
        (
            "Anna Testova (Oxtown), Qwarda Velltani (Harbour), Maria Testberg (Mill) and Karl Probeman (Lake) \
             ran for the board of the harbour and said that they would stay.",
            &[
                "Anna Testova: Anna Testova",
                "Qwarda Velltani: Qwarda Velltani",
                "Maria Testberg: Maria Testberg",
                "Karl Probeman: Karl Probeman",
            ][..],
        ),
        (
            "Carlos Testado, Maria and Pedro Probeman ran for the board.",
            &["Carlos Testado: Carlos Testado", "Maria: Maria", "Pedro Probeman: Pedro Probeman"],
        ),
        (
            "Anna Testova & Karl Probeman met.",
            &["Anna Testova: Anna Testova", "Karl Probeman: Karl Probeman"],
        ),
        (
            "Dwayne \"The Rock\" Testman met Ferdinand ‘Ferdi’ Probeman.",
            &[
                "Dwayne \"The Rock\" Testman: Dwayne \"The Rock\" Testman",
                "Ferdinand ‘Ferdi’ Probeman: Ferdinand ‘Ferdi’ Probeman",
            ],
        ),
        ("Critics of the Obama administration met. Obama left.", &["Obama: Obama, Obama"]),
        ("King Testulus I ruled. Then I left.", &["Testulus I: Testulus I"]),
    ] {
        assert_eq!(found(text), people, "{text}");
    }
}

#[test]
fn other_languages_name_only_who_is_certain() {
    for (lang, text, people) in [
        (
            "fr",
            "Le maire d’Oxville dit que la ville d'Aïn Testar et l'Épine de la Corniche attendent Anna Sampel et \
             l'ingénieur Marc Testard. Selon d'Anna Sampel, Geneviève de l'Épine viendra.",
            &["Anna Sampel", "Marc Testard", "Geneviève de l'Épine"][..],
        ),
        (
            "es",
            "Perdió la Corona en Buenos Aires, dijo el presidente Juan Testado. Asuntos Exteriores y Seguridad \
             Nacional no lo saben. María Testado y Pedro Probe lo dijeron.",
            &["Juan Testado", "María Testado", "Pedro Probe"],
        ),
        (
            "de",
            "Der frühere Organist Gereon Testwimmer fragte die Neue Mitte. US-Außenminister Anton Probmann zum \
             Auftakt; der Trainer von Borussia Testmund und der Sprecher der Polizei schwiegen. Am Freitag sagte \
             Ursula von der Testen, im Gegenteil.",
            &["Gereon Testwimmer", "Anton Probmann", "Ursula von der Testen"],
        ),
        (
            "it",
            "Il sindaco Marco Testi dice che la Corte dell'Aquila e la Banca d'Italia non lo sanno.",
            &["Marco Testi"],
        ),
        (
            "pt",
            "O prefeito João Testado disse que o Serviço de Atendimento e a Escola de Belas Artes não sabem.",
            &["João Testado"],
        ),
        ("ru", "Городской совет закроет паром, сказал Иван Тестов. Диета Аткинса.", &[]),
        ("zh", "市议会星期一决定关闭渡轮，张三说。", &[]),
        ("ar", "قال رئيس البلدية أحمد سالم إن العبارة ستغلق يوم الاثنين.", &[]),
    ] {
        let names: Vec<_> = find_in(text, Some(lang)).into_iter().map(|person| person.name).collect();
        assert_eq!(names, people, "{text}");
    }
    let people = find_in("Ein Besuch von US-Außenminister Anton Probmann.", Some("de"));
    assert_eq!(people[0].titles, ["US-Außenminister"]);
}
