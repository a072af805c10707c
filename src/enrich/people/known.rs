//! What is known about a word that is on no list: from its parts, its singular, its ending. It knows
//! lists, not sentences.

use super::lexicon::{self, Flags};

/// Endings of jobs and beliefs that make no name: `stationmaster`, `seismologist`, `oppositionist`.
const JOBS: [&[u8]; 6] = [b"master", b"mistress", b"ologist", b"tionist", b"icist", b"grapher"];

/// Endings of German titles: `Gesundheitsministerin`, `Ministerpräsidenten`, `Fernsehmoderator`.
const TITLES: [&[u8]; 47] = [
    b"minister",
    b"ministers",
    b"ministerin",
    b"prasident",
    b"prasidenten",
    b"prasidentin",
    b"sprecher",
    b"sprecherin",
    b"kanzler",
    b"kanzlerin",
    b"kanzlers",
    b"chef",
    b"chefin",
    b"chefs",
    b"direktor",
    b"direktors",
    b"direktorin",
    b"trainer",
    b"trainers",
    b"trainerin",
    b"experte",
    b"experten",
    b"expertin",
    b"spieler",
    b"spielers",
    b"spielerin",
    b"regisseur",
    b"regisseurin",
    b"preistrager",
    b"preistragerin",
    b"vorsitzende",
    b"vorsitzenden",
    b"vorsitzender",
    b"politiker",
    b"politikers",
    b"politikerin",
    b"journalist",
    b"journalistin",
    b"sekretar",
    b"sekretarin",
    b"burgermeister",
    b"burgermeisterin",
    b"organistin",
    b"moderator",
    b"leiter",
    b"leiterin",
    b"gewinner",
];

/// Flags of the word. A name with a hyphen that is on no list has those of its parts, a plural what
/// speaks against a name in its singular; `I've` is no name.
#[inline]
pub(super) fn flags(folded: &[u8], key: u64) -> Flags {
    let flags = lexicon::flags(key);
    if flags != 0 {
        return flags;
    }
    let part = |part: &[u8]| lexicon::flags(lexicon::hash(part));
    if let Some(hyphen) = memchr::memchr(b'-', folded) {
        // `D-Ohio`, `R-Calif.`: a party and a state.
        if hyphen == 1 && matches!(folded[0], b'd' | b'r') {
            return lexicon::STOP;
        }
        let (first, last) = (part(&folded[..hyphen]), part(&folded[hyphen + 1..]));
        // `Ka-hung` is a name though `hung` is a word; `Prize-winner` is none.
        if hyphen + 6 < folded.len() && last & lexicon::COMMON != 0 {
            return lexicon::COMMON;
        }
        let names = lexicon::GIVEN | lexicon::FAMILY;
        let last = if last == 0 { ending(&folded[hyphen + 1..]) } else { last };
        // `US-Aussenminister`, `Vize-Sample`: the title is the last word.
        if last & lexicon::TITLE != 0 && last & (names | lexicon::COMMON) == 0 {
            return lexicon::TITLE;
        }
        return (first & (names | lexicon::FIRST | lexicon::PLACE))
            | (if last & (lexicon::COMMON | lexicon::TITLE) != 0 { first & lexicon::TITLE } else { 0 })
            | (last & lexicon::FAMILY)
            | (first & last & lexicon::COMMON);
    }
    if let Some(at) = memchr::memchr(b'\'', folded) {
        let short = matches!(&folded[at + 1..], b"ve" | b"re" | b"ll" | b"d" | b"m" | b"t");
        return if short { lexicon::STOP } else { 0 };
    }
    let known = ending(folded);
    if known != 0 {
        return known;
    }
    match folded.strip_suffix(b"s") {
        Some(one) if one.len() > 2 => part(one) & (lexicon::COMMON | lexicon::PLACE | lexicon::ORG),
        _ => 0,
    }
}

/// What the ending of an unknown word says.
fn ending(folded: &[u8]) -> Flags {
    let Some(last) = folded.last().filter(|_| folded.len() > 6) else { return 0 };
    // The last letter first: most words end otherwise.
    let ends =
        |endings: &[&[u8]]| endings.iter().any(|end| end.last() == Some(last) && folded.ends_with(end));
    match folded {
        _ if ends(&TITLES) => lexicon::TITLE,
        _ if ends(&JOBS) => lexicon::COMMON | lexicon::BEFORE,
        _ => 0,
    }
}
