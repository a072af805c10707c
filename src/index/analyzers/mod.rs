//! How text becomes terms, the same way for stories, queries and snippets.
//!
//! | written | text | name |
//! |---|---|---|
//! | `Iraq’s` | `iraq` | `iraq` |
//! | `U.S.` | `u.s` (one word: `us` is a pronoun) | `u`, `s` |
//! | `O’Neill`, `don't` | `oneill`, `dont` | `oneill` |
//! | `post-war`, `al-Example` | `post`, `war` | `al`, `example` |
//! | `1,234.5` | `1234.5` | `1234.5` |
//! | `AT&T` | `at&t` | `at`, `t` |
//! | `Málaga` | `malaga` | `malaga` |
//! | `elections` | `elect` (English Snowball) | `elections` |
//!
//! Words stand at consecutive positions, stop words included. Ideographs and kana are words by
//! themselves. Words of more than 128 bytes are cut. A change of any rule raises [`VERSION`].

mod cutter;
mod fold;
pub mod packed;
mod stems;
pub(in crate::index) mod tokenizers;

use crate::fields::FieldKind;
use crate::span::Span;
use cutter::{Cut, Cutter};
use std::cell::Cell;
use stems::Stems;

/// Version of all rules here; written into the index, which must be built anew when it changes.
pub const VERSION: u32 = 1;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'w> {
    /// Where it stands (bytes), without a possessive `'s`.
    pub span: Span,
    /// Its number in the text, from 0.
    pub position: u32,
    /// The term it is indexed under.
    pub term: &'w str,
    /// Folded but not stemmed: what prefixes, wildcards and fuzzy words are compared with.
    pub form: &'w str,
    /// It is the first of its form in this story, as far as is remembered.
    first: bool,
}

thread_local! {
    /// Taken out while in use, so that a callback may analyse text itself.
    static STEMS: Cell<Option<Box<Stems>>> = const { Cell::new(None) };
    static TEXTS: Cell<u32> = const { Cell::new(0) };
}

/// Calls `take` for every word of running text.
pub fn text_words(text: &str, take: impl FnMut(Word<'_>)) {
    let number = TEXTS.get().wrapping_add(1);
    TEXTS.set(number);
    words_of_text(text, number, take);
}

/// Calls `take` for the words of running text whose form begins with a byte that is `wanted`. A stem begins as its
/// word does, so that whoever looks for a few terms needs no stem of any other word.
pub fn text_words_with(text: &str, wanted: impl Fn(u8) -> bool, mut take: impl FnMut(Word<'_>)) {
    let mut stems = STEMS.take().unwrap_or_else(|| Box::new(Stems::new()));
    let mut cutter = Cutter::new(text, Cut::Text);
    let mut form = String::new();
    let mut position = cutter.pass(&wanted);
    while let Some(span) = cutter.next(&mut form) {
        if form.bytes().next().is_some_and(&wanted) {
            let (term, first) = stems.stem(&form, 0);
            take(Word { span, position, term, form: &form, first });
        }
        position += 1 + cutter.pass(&wanted);
    }
    STEMS.set(Some(stems));
}

/// The same as [`text_words`], with words counted as first by the number of the story the text belongs to.
fn words_of_text(text: &str, story: u32, mut take: impl FnMut(Word<'_>)) {
    let mut stems = STEMS.take().unwrap_or_else(|| Box::new(Stems::new()));
    let mut cutter = Cutter::new(text, Cut::Text);
    let mut form = String::new();
    let mut position = 0;
    while let Some(span) = cutter.next(&mut form) {
        let (term, first) = stems.stem(&form, story);
        take(Word { span, position, term, form: &form, first });
        position += 1;
    }
    STEMS.set(Some(stems));
}

/// Calls `take` for every word of a name; terms are the folded words.
pub fn name_words(text: &str, mut take: impl FnMut(Word<'_>)) {
    let mut cutter = Cutter::new(text, Cut::Name);
    let mut form = String::new();
    let mut position = 0;
    while let Some(span) = cutter.next(&mut form) {
        take(Word { span, position, term: &form, form: &form, first: true });
        position += 1;
    }
}

/// A code or label as it is indexed: trimmed, in lower case.
pub fn code(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The terms a field of this kind holds for `text`, in order; none for dates and numbers.
pub fn terms(kind: FieldKind, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    match kind {
        FieldKind::Text => text_words(text, |word| found.push(word.term.to_owned())),
        FieldKind::Name => name_words(text, |word| found.push(word.term.to_owned())),
        FieldKind::Code => found.extend(Some(code(text)).filter(|code| !code.is_empty())),
        FieldKind::Date | FieldKind::Number => {}
    }
    found
}

/// The stem of a form (see [`Word::form`]): the term of a text field it is indexed under.
pub fn stem(form: &str) -> String {
    terms(FieldKind::Text, form).pop().unwrap_or_default()
}

/// A prefix or a piece of a wildcard, folded like the forms it is compared with. Where the text
/// would be cut in several words, these are joined: `post-w` asks for nothing but `postw`.
pub fn fold_prefix(kind: FieldKind, text: &str) -> String {
    let mut folded = String::new();
    match kind {
        FieldKind::Text => text_words(text, |word| folded.push_str(word.form)),
        FieldKind::Name => name_words(text, |word| folded.push_str(word.form)),
        _ => folded = code(text),
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<String> {
        terms(FieldKind::Text, text)
    }

    #[test]
    fn words_are_cut_as_the_table_says() {
        for (written, as_text, as_name) in [
            ("Iraq’s Iraq's", "iraq iraq", "iraq iraq"),
            ("the U.S. and U.S.A.'s", "the u.s and u.s.a", "the u s and u s a"),
            ("O’Neill don't rock'n'roll", "oneil dont rocknrol", "oneill dont rocknroll"),
            ("post-war al-Example", "post war al exampl", "post war al example"),
            ("1,234.5 1,2 5½ 3.5.", "1234.5 1 2 5 3.5", "1234.5 1 2 5 3.5"),
            ("AT&T R & D", "at&t r d", "at t r d"),
            (
                "Málaga Łódź Ma\u{301}laga straße ﬁn",
                "malaga lodz malaga strass fin",
                "malaga lodz malaga strasse fin",
            ),
            ("co\u{ad}operate", "cooper", "cooperate"),
            ("東京2020年", "東 京 2020 年", "東 京 2020 年"),
            ("workers' ‘quoted’ '90s", "worker quot 90s", "workers quoted 90s"),
            ("J.R. Example met.B", "j.r exampl met b", "j r example met b"),
            ("Ba\u{02BF}ath Sana'a", "baath sanaa", "baath sanaa"),
        ] {
            assert_eq!(text(written).join(" "), as_text, "{written}");
            assert_eq!(terms(FieldKind::Name, written).join(" "), as_name, "{written}");
        }
    }

    #[test]
    fn spans_and_positions_follow_the_text() {
        let line = "“Iraq’s élan,” he said";
        let mut seen = Vec::new();
        text_words(line, |word| seen.push((word.position, word.span.of(line).to_owned())));
        let words = ["Iraq", "élan", "he", "said"];
        assert_eq!(
            seen,
            words.iter().enumerate().map(|(n, w)| (n as u32, (*w).to_owned())).collect::<Vec<_>>()
        );
    }

    #[test]
    fn words_by_their_first_byte_are_those_of_all_words() {
        let line = "Dying skis, early news: yesterday's éclairs idly tying 3.5 US U.S. onlookers. 1,234 O'Neill's \
                    AT&T, post-war naïve co\u{ad}operate workers' end. a.b c.d. x,y 東京 Sana\u{2019}a. J.";
        for wanted in 0..=255u8 {
            let (mut some, mut all) = (Vec::new(), Vec::new());
            text_words_with(
                line,
                |byte| byte == wanted,
                |word| some.push((word.span, word.position, word.term.to_owned())),
            );
            text_words(line, |word| all.push((word.span, word.position, word.term.to_owned())));
            // By the term, which is what is looked for: its form begins with the same byte.
            all.retain(|(.., term)| term.as_bytes()[0] == wanted);
            assert_eq!(some, all);
        }
    }

    #[test]
    fn a_callback_may_analyse_text_itself() {
        let mut inner = 0;
        text_words("two words", |word| text_words(word.form, |_| inner += 1));
        assert_eq!(inner, 2);
    }

    #[test]
    fn prefixes_are_folded_but_not_stemmed() {
        assert_eq!(fold_prefix(FieldKind::Text, "Économies"), "economies");
        assert_eq!(fold_prefix(FieldKind::Code, " AP "), "ap");
        assert_eq!(stem("economies"), "economi");
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn any_text_gives_spans_inside_it_in_order(line in "\\PC{0,60}") {
            let mut last = 0;
            text_words(&line, |word| {
                assert!(word.span.start >= last && !word.span.is_empty() && !word.term.is_empty());
                assert!(!word.term.contains(char::is_whitespace), "{:?}", word.term);
                last = word.span.end;
                assert!(line.is_char_boundary(word.span.start) && line.is_char_boundary(last));
            });
        }
    }
}
