//! The vote of function words: which language the little words of a text are of. Cheap, so that statistics
//! are asked only about copy that this leaves open. It knows words, not what a story is.

use super::words::{self, ENGLISH, LANGUAGES, Languages, PLAIN};

/// Letters below which nothing is said.
const LEAST_LETTERS: usize = 40;

/// Words in Latin letters below which statistics guess (`FED'S JOHNSON SAYS` would be French): nothing is said.
const FEW: usize = 12;

/// What a vote came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Vote {
    /// The ISO 639-1 code of the language.
    For(&'static str),
    /// Two languages are near each other, or few words are of any.
    Open,
    /// Too few letters to say anything, or too few words for statistics.
    Short,
}

/// Counts the function words of the languages in a text.
pub fn vote(text: &str) -> Vote {
    let mut count = Count::default();
    let mut rest = text;
    while !rest.is_empty() {
        // Nearly all words are in ASCII letters; bytes are quicker than characters.
        let plain = rest.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let ascii = rest.as_bytes().get(plain).is_none_or(u8::is_ascii);
        let end = if ascii { plain } else { rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()) };
        let (word, after) = rest.split_at(end);
        count.add(word);
        let mut next = after.chars();
        next.next();
        rest = next.as_str();
    }
    count.result()
}

#[derive(Default)]
struct Count {
    /// Words that begin with a letter: figures are of no language.
    words: usize,
    /// Their bytes.
    letters: usize,
    /// Words that begin with an ASCII letter.
    latin: usize,
    /// Words that are English and nothing else, each time.
    english: usize,
    /// Different function words of each language.
    each: [usize; LANGUAGES.len()],
    /// Function words met, by their place in the table.
    met: words::Met,
}

impl Count {
    fn add(&mut self, word: &str) {
        let latin = word.starts_with(|c: char| c.is_ascii_alphabetic());
        if !latin && !word.starts_with(char::is_alphabetic) {
            return;
        }
        self.words += 1;
        self.letters += word.len();
        self.latin += usize::from(latin);
        let Some((place, languages)) = words::find(word) else { return };
        self.english += usize::from(languages & PLAIN != 0);
        if !self.met.first_time(place) {
            return;
        }
        // Names have such words too, with a capital (`Los Altos`); English copy may be all in capitals.
        let small = word.starts_with(char::is_lowercase);
        let mut left: Languages = languages & if small { !PLAIN } else { ENGLISH };
        while left != 0 {
            let language = left.trailing_zeros() as usize;
            if let Some(each) = self.each.get_mut(language) {
                *each += 1;
            }
            left &= left - 1;
        }
    }

    fn result(&self) -> Vote {
        if self.letters < LEAST_LETTERS {
            return Vote::Short;
        }
        if self.english >= 4 && self.english * 9 >= self.words {
            return Vote::For("en");
        }
        let (mut first, mut second, mut language) = (0, 0, 0);
        for (at, &hits) in self.each.iter().enumerate() {
            if hits > first {
                (second, first, language) = (first, hits, at);
            } else {
                second = second.max(hits);
            }
        }
        // Half as many again as any other language has, or six more, three of them at least (two of English when
        // nothing speaks for another), and one word in nine.
        let least = if second == 0 && language == 0 { 2 } else { 3 };
        let ahead = first >= least && first >= second + 2 && (first * 2 >= second * 3 || first >= second + 6);
        match ahead && first * 9 >= self.words {
            true => Vote::For(LANGUAGES[language].0),
            false if self.words < FEW && self.latin * 2 > self.words => Vote::Short,
            false => Vote::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_words_tell() {
        for (text, vote_for) in [
            ("The crane turned on Monday. It took an hour, Orrin Vale said.", Vote::For("en")),
            ("THE CRANE TURNED ON MONDAY. IT TOOK AN HOUR, ORRIN VALE SAID.", Vote::For("en")),
            (
                "Der Kran dreht sich wieder, teilte der Hafen am Montag mit, aber nicht schnell.",
                Vote::For("de"),
            ),
            ("Les premiers camions sont passés vendredi matin, mais pas sur le pont.", Vote::For("fr")),
            // A list of names with particles in several languages, and one of places.
            ("Ana de la Muestra, Luis de la Prueba, Eva de la Playa y Sol", Vote::Open),
            (
                "Los Altos 3, Las Lomas 2; El Puente 1, Los Robles 0; La Pinta 4; El Sol 0, La Luna 2",
                Vote::Open,
            ),
            // Danish and Norwegian have the same ones.
            ("Broen er åpen, og det er ikke mange som går over den i dag.", Vote::Open),
            ("Harbour ferry", Vote::Short),
            ("FED'S EXAMPLETON: LOWER DOLLAR WOULD EXACERBATE MARKET CONDITIONS", Vote::Short),
            ("Городской совет решил в понедельник закрыть паром на остров.", Vote::Open),
        ] {
            assert_eq!(vote(text), vote_for, "{text}");
        }
    }
}
