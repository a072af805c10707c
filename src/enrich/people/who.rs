//! Cases of who is who: which person a surname that stands alone means.

use super::find;

#[test]
fn who_is_meant() {
    for (text, people) in [
        // Husband and wife: by title, by pronoun; plain where the other has a title.
        (
            "Ann Probeman left. Karl Probeman stayed. Mrs. Probeman smiled, but Probeman did not.",
            &["Ann Probeman: Ann Probeman, Probeman", "Karl Probeman: Karl Probeman, Probeman"][..],
        ),
        (
            "Karl Probeman left. Ann Probeman and Qwzx Probeman stayed. They saw Mrs. Probeman smile.",
            &[
                "Karl Probeman: Karl Probeman",
                "Ann Probeman: Ann Probeman, Probeman",
                "Qwzx Probeman: Qwzx Probeman",
            ],
        ),
        (
            "Susan Testberg met Walter Testberg. Testberg said her boat sank. Testberg lost his hat.",
            &["Susan Testberg: Susan Testberg, Testberg", "Walter Testberg: Walter Testberg, Testberg"],
        ),
        // Father and son of one name.
        (
            "Karl Testman died. His son, banker Karl P. Testman, spoke. Karl Testman was 80.",
            &["Karl Testman: Karl Testman, Karl Testman", "Karl P. Testman: Karl P. Testman"],
        ),
        (
            "John Probeman Jr. met John Probeman Sr. on Monday.",
            &["John Probeman Jr.: John Probeman Jr.", "John Probeman Sr.: John Probeman Sr."],
        ),
        (
            "Robert Sampleton ran. Bob Sampleton won; Sampleton thanked them.",
            &["Robert Sampleton: Robert Sampleton, Bob Sampleton, Sampleton"],
        ),
        // A Spanish surname before the last one.
        (
            "Carlos Samplez de la Prueba met Gustavo Testos. Samplez agreed. Later Ana Samplez left.",
            &[
                "Carlos Samplez de la Prueba: Carlos Samplez de la Prueba, Samplez",
                "Gustavo Testos: Gustavo Testos",
                "Ana Samplez: Ana Samplez",
            ],
        ),
        ("Karl Sampleton said so. Sampelton said it again.", &["Karl Sampleton: Karl Sampleton, Sampelton"]),
        // What an editor put in.
        ("Dealers said (President Ana) Sampleton left.", &["Ana Sampleton: Sampleton"]),
        ("OXTOWN (Ana) Reuters said so.", &[]),
    ] {
        let found: Vec<String> = find(text)
            .iter()
            .map(|p| {
                let mentions: Vec<_> = p.mentions.iter().map(|m| m.of(text)).collect();
                format!("{}: {}", p.name, mentions.join(", "))
            })
            .collect();
        assert_eq!(found, people, "{text}");
    }
}
