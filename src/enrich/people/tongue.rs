//! What a capital means in the language of the copy. English gives one to names and little else; German
//! to every noun; in other languages the lists of English words say nothing, so that only given names,
//! initials and titles tell a person.

use super::lexicon::{self, PARTICLE};
use super::tokens::{Gap, Shape, Token};
use crate::span::Span;

/// Languages by what their capitals and articles do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// English, or copy too short to tell.
    English,
    /// Every noun has a capital; `den` and `das` stand between nouns.
    German,
    /// Articles and prepositions lose their vowel: `d'Oxtown`, `dell'Oxtown`.
    Elided,
    /// Any other.
    Other,
}

impl Tongue {
    /// From an ISO 639-1 code.
    pub fn of(lang: Option<&str>) -> Tongue {
        match lang {
            None | Some("en") => Tongue::English,
            Some("de" | "lb") => Tongue::German,
            Some("fr" | "it" | "ca" | "oc") => Tongue::Elided,
            Some(_) => Tongue::Other,
        }
    }

    /// Lists of English words cannot speak against a name.
    pub fn is_strict(self) -> bool {
        self != Tongue::English
    }

    /// A lower-case particle may stand in a name: in German `von der`, never `der` alone.
    pub fn joins(self, text: &str, tokens: &[Token], at: usize) -> bool {
        let word = tokens[at].span.of(text);
        let before = at.checked_sub(1).map(|one| tokens[one].span.of(text)).unwrap_or_default();
        match self {
            Tongue::English => true,
            _ if word == "na" => false,
            Tongue::German => match word {
                "den" | "der" | "dem" | "die" | "des" => matches!(before, "von" | "van" | "zu"),
                "zum" | "zur" | "das" | "te" | "ten" | "e" | "y" | "as" | "ash" | "ab" | "af" | "lo" => false,
                _ => true,
            },
            _ => {
                !matches!(word, "y" | "e" | "den" | "der" | "des" | "du" | "as" | "lo" | "te" | "das" | "ten")
                    || matches!(before, "von" | "van")
            }
        }
    }
}

/// Copy that another language was guessed for, but that says `the` again and again.
pub fn is_english(text: &str) -> bool {
    let count = |word: &str| memchr::memmem::find_iter(text.as_bytes(), word).take(40).count();
    let english = count(" the ") + count(" and ") + count(" said ");
    let letters = text.bytes().filter(|b| *b == b' ').take(2000).count();
    english >= 3 && english * 25 >= letters.min(1000)
}

/// Words of other languages that lists of given names have: `Im`, `Mal`, `Hoy`.
pub fn is_word(word: &str) -> bool {
    const WORDS: [&str; 62] = [
        "Am", "An", "Art", "Aus", "Bei", "Da", "Dan", "Das", "Dem", "Den", "Der", "Des", "Die", "Ende",
        "Ein", "Eine", "Einer", "Es", "Gut", "Im", "Mal", "Mit", "Mark", "Nun", "Star", "Tod", "Von", "Amor",
        "Ayer", "Dios", "Hay", "Hoy", "Luz", "Mar", "Mas", "Paz", "Real", "Sol", "Son", "Gracia", "La",
        "Las", "Le", "Les", "Los", "Mai", "Mes", "Ses", "Une", "Col", "Dal", "Della", "Een", "Het", "Nye",
        "Ny", "Jos", "Nabi", "Karena", "Zaman", "Com", "Para",
    ];
    WORDS.contains(&word)
}

/// Articles and prepositions that end in an apostrophe.
const ELIDED: [&str; 26] = [
    "l", "d", "j", "n", "s", "c", "m", "t", "qu", "jusqu", "lorsqu", "puisqu", "aujourd", "quelqu", "un",
    "dell", "all", "dall", "nell", "sull", "coll", "quell", "quest", "bell", "sant", "com",
];

/// Parts what is elided from the word behind it, but inside a name: `d'Anna Sample` is `Anna Sample`,
/// `Anna d'Oxtown` stays.
pub fn part(text: &str, tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let token = tokens[at];
        let word = token.span.of(text);
        let Some(end) = word.find(['\'', '’']).filter(|end| *end <= 8) else { continue };
        if !ELIDED.iter().any(|known| word[..end].eq_ignore_ascii_case(known)) {
            continue;
        }
        let lower = word.starts_with(char::is_lowercase);
        let inside = at.checked_sub(1).is_some_and(|one| {
            let name = tokens[one].is_capital()
                || tokens[one].is(PARTICLE) && one > 0 && tokens[one - 1].is_capital();
            name && token.gap == Gap::Space && !tokens[one].is(lexicon::PLACE | lexicon::ORG | lexicon::STOP)
        });
        let rest = word[end..].trim_start_matches(['\'', '’']);
        if rest.is_empty() || (lower && inside && rest.starts_with(char::is_uppercase)) {
            continue;
        }
        let span = Span::new(token.span.end - rest.len(), token.span.end);
        tokens[at] = super::tokens::again(text, span, &token);
        if tokens[at].shape == Shape::Lower || token.gap == Gap::Space {
            // Nothing before an article goes on in the word behind it.
            tokens[at].gap = Gap::Other;
        }
    }
}
