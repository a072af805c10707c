//! A seeded generator of wire stories: any number, the same bytes for the same seed on every machine.
//!
//! The words are invented with a Zipf-like spread (so that postings look like those of an archive), the
//! datelines are those of several houses, names recur as they do in news. Used by the benchmarks and by
//! `cargo run --release --example generate`.
#![allow(dead_code, missing_docs)]

use std::fmt::Write as _;

/// SplitMix64 (Steele, Lea and Flood 2014): small, fast, the same everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// A rank with a spread like that of words: low ranks often, high ranks seldom.
    fn zipf(&mut self, n: usize) -> usize {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((n as f64).powf(unit) - 1.0) as usize % n
    }
}

/// One generated story.
pub struct Made {
    pub id: String,
    /// RFC 3339.
    pub published: String,
    pub headline: String,
    pub desk: &'static str,
    pub byline: String,
    /// With its dateline, paragraphs apart by a blank line.
    pub body: String,
}

#[rustfmt::skip]
const CITIES: &[&str] = &[
    "LONDON", "TOKYO", "NAIROBI, Kenya", "LIMA, Peru", "OSLO, Norway", "CHICAGO", "HANOI, Vietnam", "PARIS",
    "DAKAR, Senegal", "AUSTIN, Texas", "MADRID", "OTTAWA", "SEOUL, South Korea", "WARSAW, Poland", "CAIRO",
];
const SIGNS: &[&str] = &["AP", "Reuters", "UPI", "AFP"];
#[rustfmt::skip]
const GIVEN: &[&str] = &[
    "Ann", "Bola", "Carlos", "Dmitri", "Elif", "Farid", "Grace", "Hana", "Ivan", "Jun", "Kwame", "Lena",
    "Mateo", "Nadia", "Omar", "Priya", "Rosa", "Sven", "Tariq", "Uma", "Wei", "Yara",
];
#[rustfmt::skip]
const SURNAMES: &[&str] = &[
    "Abara", "Brandtner", "Cordoval", "Dushin", "Ekström", "Farrowby", "Gallardes", "Hashimura", "Iversten",
    "Jankowitz", "Kolawe", "Lindqvarn", "al-Masriq", "Novacek", "Okaforo", "Petrosyn", "Quillane", "Rasmuth",
    "Sandovar", "Takemuri", "van Oostveld", "Wycliffe",
];
const TITLES: &[&str] = &["President", "Sen.", "Dr.", "Gov.", "Foreign Minister", "Judge", ""];
const DESKS: &[&str] = &["world", "business", "sports", "politics", "science", "national", "entertainment"];
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
];
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "the", "of", "to", "and", "a", "in", "said", "for", "that", "on", "is", "with", "was", "by", "at", "as",
    "it", "from", "has", "will", "its", "would", "after", "an", "were", "be", "new", "officials", "year",
];
#[rustfmt::skip]
const SYLLABLES: &[&str] = &[
    "ba", "cor", "den", "el", "fi", "gra", "hon", "is", "jan", "kel", "lo", "mar", "nor", "o", "pel", "qua",
    "ren", "sol", "tam", "ur", "ven", "wil", "xan", "yo", "zer", "ti", "ing", "ment", "er", "al",
];

/// Distinct words of the vocabulary.
const VOCABULARY: usize = 60_000;

/// The word of a rank: the commonest are real function words, the others are made of syllables.
fn word(rank: usize, into: &mut String) {
    if let Some(common) = COMMON.get(rank) {
        into.push_str(common);
        return;
    }
    let mut rest = rank;
    for _ in 0..(2 + rank % 3) {
        into.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest = rest / SYLLABLES.len() + rank / 7;
    }
}

fn sentence(random: &mut Random, people: &[&str], into: &mut String) {
    let start = into.len();
    for n in 0..(8 + random.below(18)) {
        if n > 0 {
            into.push(' ');
        }
        if random.below(30) == 0 {
            into.push_str(random.pick(people));
        } else {
            word(random.zipf(VOCABULARY), into);
        }
    }
    let first = into[start..start + 1].to_uppercase();
    into.replace_range(start..start + 1, &first);
    into.push('.');
}

/// The `n`-th story of a seed; independent of all others, so that any part can be made alone.
pub fn story(seed: u64, n: usize) -> Made {
    let mut random = Random::new(seed ^ (n as u64).wrapping_mul(0xD134_2543_DE82_EF95));
    let (year, month, day) = (1960 + random.below(60), 1 + random.below(12), 1 + random.below(28));
    let published = format!("{year}-{month:02}-{day:02}T{:02}:{:02}:00Z", random.below(24), random.below(60));
    let full: Vec<String> = (0..3)
        .map(|_| {
            let title = random.pick(TITLES);
            format!("{title} {} {}", random.pick(GIVEN), random.pick(SURNAMES)).trim().to_owned()
        })
        .collect();
    let mut people: Vec<&str> = full.iter().map(String::as_str).collect();
    people.extend(full.iter().filter_map(|f| f.rsplit(' ').next()));
    let mut body = dateline(&mut random, month, day);
    for paragraph in 0..(3 + random.below(9)) {
        if paragraph > 0 {
            body.push_str("\n\n");
        }
        for n in 0..(1 + random.below(3)) {
            if n > 0 {
                body.push(' ');
            }
            sentence(&mut random, &people, &mut body);
        }
    }
    let mut headline = String::new();
    sentence(&mut random, &people, &mut headline);
    headline.pop();
    let desk = random.pick(DESKS);
    Made { id: format!("gen-{n:08}"), published, headline, desk, byline: full[1].clone(), body }
}

fn dateline(random: &mut Random, month: usize, day: usize) -> String {
    let mut line = String::new();
    let (city, sign, month) = (random.pick(CITIES), random.pick(SIGNS), MONTHS[month - 1]);
    let _ = match sign {
        "AP" => write!(line, "{city} (AP) _ "),
        "Reuters" => write!(line, "{city}, {} {day} (Reuters) - ", month.trim_end_matches('.')),
        sign => write!(line, "{city}, {month} {day} ({sign}) -- "),
    };
    line
}

/// The story as a JSON line.
pub fn json_line(made: &Made) -> String {
    serde_json::json!({
        "id": made.id, "published": made.published, "headline": made.headline, "section": made.desk,
        "byline": made.byline, "body": made.body,
    })
    .to_string()
}
