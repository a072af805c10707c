//! Function words of the languages that wires write in, Latin letters only, and their look-up. A word of several
//! languages stands in the row of each, so that it tells none from the others; neighbours that are hard to tell
//! apart are here so that neither is taken for the other.

use std::sync::LazyLock;

/// A set of languages: bit n is row n of [`LANGUAGES`].
pub type Languages = u32;

/// The row of English.
pub const ENGLISH: Languages = 1;

/// Beside the rows: a word that is English and nothing else in Latin script, and the shorthand of English
/// market copy, which has few others.
pub const PLAIN: Languages = 1 << 31;

/// Words with the mark [`PLAIN`].
const PLAINLY: &str = "the of and to that for with said from by has have will which this their would been were it \
    its year after pct dlrs mln cts vs shr qtr";

/// ISO 639-1 codes and the words in small letters.
#[rustfmt::skip]
pub static LANGUAGES: &[(&str, &str)] = &[
    ("en", "the of and to that for with said from by has have will which this their would been were it its year \
        after pct dlrs mln cts vs shr qtr a an in is was are on at as he she they his her not but be had who or \
        there than when more about into over two one i you we no \
        says could should until against also can may up out if all new what before other"),
    ("de", "der die das und ist nicht mit von dem den des ein eine einen einer eines einem im am zu zum zur auf für \
        sich sie er es wie auch bei nach aus hat wird werden wurde wurden sind war vor über um an als dass daß in was \
        so nur noch haben aber oder wenn ihre seine"),
    ("fr", "le la les des du de et est un une dans pour que qui sur au aux par avec pas plus ce cette son sa ses il \
        elle sont été a ont en ne se ou mais leur après selon où d l n y"),
    ("es", "el la los las de del y en que un una por con para se su sus es al lo como más no fue ha este esta pero o \
        entre sobre son desde a le sin muy también ya había"),
    ("it", "il lo la i gli le di del della dei delle dello degli e è un una uno in con per che non si da dal dalla al \
        alla alle nel nella sono ha anche come più ma su sul a o ed stato l hanno dopo"),
    ("pt", "o a os as de do da dos das e em no na nos nas um uma que para por com não se ao à mais como foi é ser são \
        pelo pela seu sua mas também já há entre sobre"),
    ("nl", "de het een van en in is op te dat die voor met zijn niet aan er om ook als bij door maar naar uit heeft \
        werd wordt worden hij ze was tot over deze dit had kan zal meer"),
    ("af", "die van het en is in wat om te dat met vir sy nie hy was ook op aan by as n se deur na uit sal maar wees"),
    ("da", "og i at det en den til er som på de med han af for ikke der var et har om fra men ved blev skal efter \
        havde kan sig over også"),
    ("nb", "og i å at det en den til er som på de med han av for ikke var et har om fra men ved ble skal etter hadde \
        kan seg over også"),
    ("sv", "och i att det en den till är som på de med han av för inte var ett har om från men vid blev ska efter \
        hade kan sig över också"),
    ("fi", "ja on ei se että oli ovat myös hän mutta kun kuin ole joka sekä jo tai sen mukaan ollut vain"),
    ("et", "ja on ei et oli see kui ka mis ning aga ta tema oma selle kes ole"),
    ("pl", "w i z na do się nie że jest to o po jak od za przez są dla oraz był ale już czy ma a przy"),
    ("cs", "a v se na je že s z do o i za jsou by pro jako ale po si podle byl to od k ve"),
    ("sk", "a v sa na je že s z do o i za sú by pre ako ale po si podľa bol to od k vo"),
    ("hr", "i je u se na da su za od koji nije s o te kao će bi iz a ne to ali"),
    ("sl", "in je se v na da za so ki z s bi pa tudi ni kot od po o a ne"),
    ("ro", "și de în la cu din pe că a o nu este pentru care mai un al ale fost după sunt o ai le"),
    ("hu", "a az és hogy is nem egy meg volt azt szerint már csak ez el még de ha vagy"),
    ("tr", "ve bir bu da de için ile olarak olan daha çok en gibi kadar sonra ne o ya"),
    ("id", "yang dan di dengan untuk dari ini itu pada dalam tidak akan ke juga oleh telah ada atau bisa"),
    ("ca", "el la els les de del dels i a en que un una per amb no és ha va al més com se sobre aquest són pel"),
    ("la", "et in est non ad ut cum quod qui sed de ex si per hoc a ab esse"),
    ("eo", "la de en kaj estas al por ne ke kun oni sed li ili a mi"),
];

/// Slots of the table, a power of two and more than twice the words.
const SLOTS: usize = 2048;

/// Bytes of the longest word kept.
const LONGEST: usize = 8;

/// Words packed to a number, and their languages; 0 when free.
static TABLE: LazyLock<Vec<(u64, Languages)>> = LazyLock::new(|| {
    let mut table = vec![(0, 0); SLOTS];
    let mut put = |words: &str, languages: Languages| {
        for key in words.split_ascii_whitespace().filter_map(packed) {
            let at = place(&table, key);
            table[at] = (key, table[at].1 | languages);
        }
    };
    put(PLAINLY, PLAIN);
    for (row, (_, words)) in LANGUAGES.iter().enumerate() {
        put(words, 1 << row);
    }
    table
});

/// The slot of a packed word, or the free one where it would stand.
fn place(table: &[(u64, Languages)], key: u64) -> usize {
    let mut at = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 53) as usize & (SLOTS - 1);
    while table[at].0 != key && table[at].0 != 0 {
        at = (at + 1) & (SLOTS - 1);
    }
    at
}

/// A short word as one number, in small letters. No word holds the byte 0, so that none is another with more before it.
fn packed(word: &str) -> Option<u64> {
    if word.len() > LONGEST || word.is_empty() {
        return None;
    }
    let push = |key: u64, byte: u8| key << 8 | u64::from(byte.to_ascii_lowercase());
    if word.is_ascii() {
        return Some(word.bytes().fold(0, push));
    }
    let mut letter = [0; 4];
    let small = word.chars().flat_map(char::to_lowercase).try_fold((0, 0), |(key, length), c| {
        let letter = c.encode_utf8(&mut letter);
        let length = length + letter.len();
        (length <= LONGEST).then(|| (letter.bytes().fold(key, push), length))
    });
    small.map(|(key, _)| key)
}

/// The place of a word in the table and its languages, whatever its case; none for what is no function word.
pub fn find(word: &str) -> Option<(usize, Languages)> {
    let key = packed(word)?;
    let table = &*TABLE;
    let at = place(table, key);
    (table[at].0 != 0).then_some((at, table[at].1))
}

/// Which words of the table were met.
pub struct Met([u64; SLOTS / 64]);

impl Default for Met {
    fn default() -> Met {
        Met([0; SLOTS / 64])
    }
}

impl Met {
    /// True the first time for each place.
    pub fn first_time(&mut self, place: usize) -> bool {
        let (word, bit) = (place / 64 % self.0.len(), 1 << (place % 64));
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_with_all_their_languages() {
        assert_eq!(find("THE").map(|(_, languages)| languages), Some(ENGLISH | PLAIN));
        let of = |word: &str| {
            let bits = find(word).map_or(0, |(_, languages)| languages);
            let rows = LANGUAGES.iter().enumerate().filter(|(row, _)| bits >> row & 1 != 0);
            rows.map(|(_, (code, _))| *code).collect::<Vec<_>>()
        };
        assert_eq!(of("für"), ["de"]);
        assert_eq!(of("Über"), ["de"]);
        assert_eq!(of("ikke"), ["da", "nb"]);
        assert_eq!(of("harbour"), Vec::<&str>::new());
        assert_eq!(of(""), Vec::<&str>::new());
    }

    #[test]
    fn every_word_fits_and_the_table_stays_sparse() {
        for word in LANGUAGES.iter().flat_map(|(_, words)| words.split_ascii_whitespace()) {
            assert!(packed(word).is_some(), "{word}");
        }
        assert!(LANGUAGES.len() < 31);
        assert!(TABLE.iter().filter(|slot| slot.0 != 0).count() * 2 < SLOTS);
    }
}
