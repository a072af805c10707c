//! Names of months and days of the week, as wires write and misspell them.

use jiff::civil::Weekday;

/// Month names as wires write them, folded; English first, then EFE, Europa Press, ANSA, AFP and dpa,
/// Russian, Ukrainian and Bulgarian agencies.
const MONTHS: &[(&str, i8)] = &[
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
    ("jan", 1),
    ("feb", 2),
    ("febr", 2),
    ("mar", 3),
    ("apr", 4),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("sept", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("ene", 1),
    ("enero", 1),
    ("febrero", 2),
    ("marzo", 3),
    ("abr", 4),
    ("abril", 4),
    ("mayo", 5),
    ("junio", 6),
    ("julio", 7),
    ("ago", 8),
    ("agosto", 8),
    ("septiembre", 9),
    ("setiembre", 9),
    ("octubre", 10),
    ("noviembre", 11),
    ("dic", 12),
    ("diciembre", 12),
    ("gen", 1),
    ("gennaio", 1),
    ("febbraio", 2),
    ("aprile", 4),
    ("mag", 5),
    ("maggio", 5),
    ("giu", 6),
    ("giugno", 6),
    ("lug", 7),
    ("luglio", 7),
    ("set", 9),
    ("settembre", 9),
    ("ott", 10),
    ("ottobre", 10),
    ("novembre", 11),
    ("dicembre", 12),
    ("janv", 1),
    ("janvier", 1),
    ("fev", 2),
    ("fevr", 2),
    ("fevrier", 2),
    ("mars", 3),
    ("avr", 4),
    ("avril", 4),
    ("mai", 5),
    ("juin", 6),
    ("juil", 7),
    ("juillet", 7),
    ("aout", 8),
    ("septembre", 9),
    ("octobre", 10),
    ("decembre", 12),
    ("januar", 1),
    ("februar", 2),
    ("marz", 3),
    ("maerz", 3),
    ("juni", 6),
    ("juli", 7),
    ("okt", 10),
    ("oktober", 10),
    ("dez", 12),
    ("dezember", 12),
    ("января", 1),
    ("янв", 1),
    ("февраля", 2),
    ("фев", 2),
    ("февр", 2),
    ("марта", 3),
    ("мар", 3),
    ("апреля", 4),
    ("апр", 4),
    ("мая", 5),
    ("маи", 5),
    ("июня", 6),
    ("июн", 6),
    ("июля", 7),
    ("июл", 7),
    ("августа", 8),
    ("авг", 8),
    ("сентября", 9),
    ("сен", 9),
    ("сент", 9),
    ("октября", 10),
    ("окт", 10),
    ("ноября", 11),
    ("ноя", 11),
    ("нояб", 11),
    ("декабря", 12),
    ("дек", 12),
    ("січня", 1),
    ("лютого", 2),
    ("березня", 3),
    ("квітня", 4),
    ("травня", 5),
    ("червня", 6),
    ("липня", 7),
    ("серпня", 8),
    ("вересня", 9),
    ("жовтня", 10),
    ("листопада", 11),
    ("грудня", 12),
    ("януари", 1),
    ("февруари", 2),
    ("март", 3),
    ("април", 4),
    ("юни", 6),
    ("юли", 7),
    ("август", 8),
    ("септември", 9),
    ("октомври", 10),
    ("ноември", 11),
    ("декември", 12),
];

/// English names that a slip of one letter is measured against.
const SLIPS: usize = 25;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// The day of the week that a word names, full or cut to three or more letters.
pub fn weekday(word: &str) -> Option<Weekday> {
    let word = word.trim_end_matches('.');
    let named = |&&(name, _): &&(&str, Weekday)| {
        word.len() >= 3 && word.len() <= name.len() && name[..word.len()].eq_ignore_ascii_case(word)
    };
    word.is_ascii().then(|| WEEKDAYS.iter().find(named).map(|&(_, day)| day))?
}

/// True for a month without a day: `April`, `ene`. ASCII only.
pub fn month_alone(piece: &str) -> bool {
    let piece = piece.trim().trim_end_matches('.');
    (3..=10).contains(&piece.len()) && exact_month(piece).is_some()
}

/// The month a folded word names, and whether a letter had to be forgiven. A slip that fits two
/// months (`jur`) is none.
pub fn month(word: &str) -> Option<(i8, bool)> {
    if let Some(month) = exact_month(word) {
        return Some((month, false));
    }
    let (first, last) = (word.bytes().next()?, word.bytes().next_back()?);
    let alike = |name: &str| name.as_bytes()[0] == first || name.as_bytes()[name.len() - 1] == last;
    // `Jne` is June, `bay` is no May.
    let long = |name: &str| name.len().max(word.len()) >= 4 && name.len().abs_diff(word.len()) <= 1;
    let mut near =
        MONTHS[..SLIPS].iter().filter(|(n, _)| long(n) && alike(n) && strsim::osa_distance(n, word) == 1);
    let &(_, month) = near.next()?;
    near.all(|&(_, other)| other == month).then_some((month, true))
}

/// The month a word names, spelled right; case does not count.
pub fn exact_month(word: &str) -> Option<i8> {
    let first = word.bytes().next()?.to_ascii_lowercase();
    let row = MONTHS.iter().find(|(name, _)| name.as_bytes()[0] == first && name.eq_ignore_ascii_case(word));
    row.map(|&(_, month)| month)
}
