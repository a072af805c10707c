//! The table of spellings: which letters stand for one sound where names are carried over from other alphabets.
//!
//! Facts about ways of writing, no names of people but a few whose spellings follow no rule. What a row costs and
//! where it holds is here; how rows are joined into spellings of a name is [`super`]'s.

/// Letters that one sound is written with; each may stand for each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub forms: &'static [&'static str],
    /// Where in the name.
    pub at: At,
    /// What must stand before it and after it.
    pub after: Sound,
    pub before: Sound,
    /// How much it takes of what a name may change.
    pub cost: u8,
    /// Letters that the shorter of the two names must have: short names differ by little.
    pub least: u8,
    /// Holds for names that look English, too.
    pub plain: bool,
}

/// Place of a row in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Any,
    Start,
    /// Not at the start.
    Later,
    End,
    Whole,
}

/// A neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sound {
    Any,
    Vowel,
    Consonant,
    /// Any but a `u`: `qu` is no qaf.
    NoU,
}

const fn row(forms: &'static [&'static str], at: At, cost: u8, least: u8) -> Row {
    Row { forms, at, after: Sound::Any, before: Sound::Any, cost, least, plain: false }
}

const fn any(forms: &'static [&'static str], cost: u8, least: u8) -> Row {
    row(forms, At::Any, cost, least)
}

const fn start(forms: &'static [&'static str], cost: u8, least: u8) -> Row {
    row(forms, At::Start, cost, least)
}

const fn end(forms: &'static [&'static str], cost: u8, least: u8) -> Row {
    row(forms, At::End, cost, least)
}

/// Spellings of one name that no rule leads to.
const fn whole(forms: &'static [&'static str]) -> Row {
    Row { plain: true, ..row(forms, At::Whole, 0, 0) }
}

impl Row {
    const fn plain(self) -> Row {
        Row { plain: true, ..self }
    }

    const fn between(self, after: Sound, before: Sound) -> Row {
        Row { after, before, ..self }
    }

    const fn later(self) -> Row {
        Row { at: At::Later, ..self }
    }
}

use Sound::{Consonant, NoU, Vowel};

pub(super) static ROWS: &[Row] = &[
    // Double letters.
    any(&["b", "bb"], 1, 5),
    any(&["c", "cc"], 1, 5),
    any(&["d", "dd"], 1, 5),
    any(&["f", "ff"], 1, 5),
    any(&["g", "gg"], 1, 5),
    any(&["j", "jj"], 1, 5),
    any(&["k", "kk"], 1, 5),
    any(&["l", "ll"], 1, 5),
    any(&["m", "mm"], 1, 5),
    any(&["n", "nn"], 1, 5),
    any(&["p", "pp"], 1, 5),
    any(&["r", "rr"], 1, 5),
    any(&["s", "ss"], 1, 5),
    any(&["t", "tt"], 1, 5),
    any(&["v", "vv"], 1, 5),
    any(&["y", "yy"], 1, 5),
    any(&["z", "zz"], 1, 5),
    any(&["ck", "k", "kk"], 1, 5),
    // German and Scandinavian letters written out (the index takes the points off).
    any(&["ue", "u"], 1, 4).plain().between(Consonant, Consonant),
    any(&["oe", "o"], 1, 4).plain().between(Consonant, Consonant),
    any(&["ae", "a"], 1, 4).plain().between(Consonant, Consonant),
    any(&["aeu", "au"], 1, 5).plain(),
    any(&["aa", "a"], 1, 5).plain(),
    // Mac and Mc; ph; the English and the German sh.
    start(&["mac", "mc"], 1, 5).plain(),
    any(&["ph", "f"], 1, 5).plain(),
    start(&["sch", "sh"], 1, 5).plain(),
    any(&["sch", "sh"], 1, 6),
    any(&["sh", "ch"], 2, 6).later(),
    start(&["sh", "ch"], 2, 8),
    start(&["sham", "cham"], 1, 6),
    any(&["sch", "ch"], 2, 6),
    // Arabic and Persian: qaf, ghayn, kha.
    any(&["q", "k"], 1, 5).between(Sound::Any, NoU),
    any(&["q", "g"], 1, 5).between(Sound::Any, NoU),
    any(&["q", "gh"], 1, 5).between(Sound::Any, NoU),
    any(&["q", "kh"], 2, 6),
    any(&["g", "gh"], 1, 5),
    any(&["k", "gh"], 2, 6),
    any(&["k", "kh"], 1, 6),
    any(&["kh", "h"], 1, 6),
    any(&["kh", "ch"], 1, 6),
    start(&["ga", "gha", "ka", "kha"], 2, 6),
    // Dal, dhal, dad, tha.
    any(&["d", "dd", "dh", "ddh", "dhdh"], 1, 6),
    any(&["dd", "dh", "dhdh", "th"], 2, 6),
    any(&["dh", "z"], 2, 5),
    any(&["dl", "dhl", "zl"], 1, 4),
    end(&["dan", "dhan", "zan"], 2, 6),
    any(&["t", "th"], 1, 5),
    start(&["othma", "osma", "uthma", "usma", "ousma", "outhma"], 1, 5),
    // Jim, and the Slavic and Persian zh.
    any(&["j", "dj", "dzh", "dsch"], 1, 5),
    any(&["j", "zh"], 1, 5),
    any(&["dj", "zh"], 2, 6),
    start(&["dj", "d"], 1, 6),
    any(&["zh", "sch"], 2, 6),
    any(&["zh", "z"], 2, 6),
    start(&["ga", "ja"], 2, 5),
    start(&["j", "y"], 2, 5).between(Sound::Any, Vowel),
    // Short and long vowels of Arabic.
    any(&["ou", "u"], 1, 4).between(Sound::Any, Consonant),
    any(&["ou", "u", "oo"], 2, 5).between(Sound::Any, Consonant),
    any(&["oua", "ua"], 1, 4),
    any(&["oh", "uh", "ouh"], 1, 6),
    any(&["oa", "ua", "oua", "uwa"], 1, 6),
    start(&["os", "us", "ous"], 1, 5),
    start(&["om", "um", "oum"], 1, 4),
    start(&["hos", "hus", "hous", "hoss", "huss", "houss"], 1, 5),
    start(&["mos", "mus", "mous", "moss", "muss", "mouss"], 1, 6),
    start(&["mob", "mub", "moub"], 1, 6),
    start(&["mok", "muk", "mouk"], 1, 6),
    start(&["moj", "muj", "mouj"], 1, 6),
    start(&["mors", "murs", "mours"], 1, 5),
    start(&["khom", "khum", "khoum"], 1, 6),
    start(&["ib", "eb"], 1, 6),
    start(&["is", "es"], 1, 6),
    start(&["im", "em"], 1, 4),
    any(&["ah", "eh"], 1, 5).between(Consonant, Consonant),
    any(&["ee", "i"], 2, 5).between(Sound::Any, Consonant),
    any(&["ei", "ai", "ay", "ey"], 1, 5),
    any(&["ei", "ai", "ay", "ey", "aj", "ej"], 1, 5).between(Sound::Any, Consonant),
    end(&["ei", "ai", "ay", "ey", "aj", "ej"], 1, 5),
    any(&["aw", "au", "aou", "awu", "awoo"], 1, 4),
    end(&["ad", "ed"], 1, 5).between(Consonant, Sound::Any),
    end(&["id", "ed"], 1, 5).between(Consonant, Sound::Any),
    end(&["ez", "iz"], 1, 5).between(Consonant, Sound::Any),
    end(&["eh", "ih"], 1, 5).between(Consonant, Sound::Any),
    end(&["iya", "iyah", "iyeh", "iyya", "iyyeh"], 1, 6),
    end(&["al", "el"], 1, 5).between(Consonant, Sound::Any),
    end(&["ab", "eb"], 1, 5).between(Consonant, Sound::Any),
    end(&["at", "et"], 1, 6).between(Consonant, Sound::Any),
    end(&["iq", "ik", "eq", "ek", "igh", "egh"], 1, 5).between(Consonant, Sound::Any),
    end(&["os", "us", "ous"], 1, 7),
    end(&["suf", "sef", "souf", "soof", "ssef", "ssuf", "ssouf"], 1, 5),
    end(&["ser", "sser", "sir", "ssir"], 1, 5).plain(),
    end(&["a", "ah"], 1, 5).between(Consonant, Sound::Any),
    end(&["allah", "ullah", "ollah", "oullah", "alla", "ulla", "olla"], 1, 6),
    start(&["abdul", "abdel", "abdal", "abdol", "abdoul", "abdool"], 1, 6),
    start(&["wa", "oua"], 1, 5),
    // Russian, Ukrainian, Bulgarian, Serbian: ch, shch, ts, v, x.
    any(&["ch", "tch", "tsch", "tsj", "tj"], 1, 5),
    any(&["ch", "cz"], 1, 6),
    start(&["che", "ce", "tche", "tsche"], 2, 6),
    any(&["shch", "schtsch", "chtch", "sjtsj", "szcz", "sch", "shtch"], 1, 7),
    end(&["shchev", "schtschow", "schtschew", "chtchev", "shchov", "schev", "shev", "sjtsjov"], 1, 7),
    any(&["ts", "z"], 1, 6).later(),
    any(&["ts", "tz", "c"], 1, 6).later(),
    any(&["tz", "z"], 1, 6).later(),
    any(&["dz", "ds"], 1, 6),
    start(&["z", "s"], 2, 6).between(Sound::Any, Vowel),
    any(&["z", "s"], 2, 6).between(Vowel, Vowel),
    any(&["v", "w"], 1, 5).later(),
    start(&["v", "w"], 1, 6),
    any(&["x", "ks"], 1, 5),
    any(&["ca", "ka"], 1, 5).later(),
    end(&["cek", "chek"], 1, 6),
    any(&["gue", "ge"], 1, 6),
    any(&["gui", "gi"], 1, 6),
    any(&["co", "ko"], 1, 5).later(),
    any(&["ct", "kt"], 1, 5).later(),
    // Their soft vowels.
    start(&["ye", "je", "ie", "e"], 1, 6).between(Sound::Any, Consonant),
    start(&["ye", "je", "ie"], 1, 5).between(Sound::Any, Consonant),
    any(&["ya", "ja", "ia"], 1, 6),
    start(&["ya", "ja", "ia"], 1, 5),
    any(&["yu", "ju", "iu", "you", "iou", "jou"], 1, 5),
    any(&["oye", "oe", "oje", "oie"], 1, 6),
    any(&["aye", "ae", "aje", "aie"], 1, 6),
    any(&["y", "i"], 1, 6).between(Consonant, Consonant),
    start(&["dmi", "dimi"], 1, 5),
    // Their endings.
    end(&["ov", "ow"], 1, 5),
    end(&["ov", "off", "of"], 1, 5),
    end(&["ev", "ew", "eff", "ef", "iev", "iew", "ieff", "yev", "yeff", "jev", "jew"], 1, 5),
    end(&["ayev", "aev", "ajev", "ajew", "aiev"], 1, 5),
    end(&["eyev", "eev", "ejev", "ejew", "eiev"], 1, 5),
    end(&["chev", "tchev", "tschow", "tschew", "chov", "tsjov", "tjov", "cheff", "tcheff"], 1, 6),
    end(&["sky", "ski", "skiy", "skii", "skij", "skyy", "skyi", "skyj"], 1, 5),
    end(&["tsky", "tski", "tskiy", "tskii", "tskij", "cki", "cky", "zki", "tzki", "tzky"], 1, 5),
    end(&["skaya", "skaja", "skaia"], 1, 6),
    end(&["ic", "ich", "itch", "itsch", "itj", "icz"], 1, 5),
    end(&["y", "i", "iy", "ii", "ij", "yi", "yj", "iyy"], 1, 5).between(Consonant, Sound::Any),
    end(&["oy", "oi", "oj"], 1, 5),
    end(&["ia", "ya", "ja", "iya", "ija"], 1, 5),
    end(&["tin", "tine"], 1, 5),
    end(&["talin", "taline"], 1, 6),
    end(&["sin", "sine"], 1, 6),
    end(&["kin", "kine"], 1, 6),
    end(&["nin", "nine"], 1, 6),
    end(&["tsin", "tsine", "zin", "tzin", "cin"], 1, 6),
    end(&["tsyn", "zyn", "tsyne", "tzyn", "cyn"], 1, 6),
    end(&["nko", "nka"], 1, 7),
    // Names that go their own way.
    whole(&[
        "mohammed", "muhammad", "mohamed", "mohammad", "muhammed", "muhamed", "muhamad", "mohamad",
        "mahomet", "mahomed", "mehmet", "mehmed", "mouhamed", "mohamet",
    ]),
    whole(&[
        "moammar", "muammar", "mouammar", "moamar", "muamar", "mouamar", "moamer", "mouamer", "muammer",
        "moammer",
    ]),
    whole(&["alexander", "aleksandr", "alexandr", "aleksander", "aleksandar", "alexandre"]),
    whole(&["yuri", "yury", "yuriy", "yurii", "juri", "jurij", "iouri", "youri"]),
    whole(&["abdul", "abdel", "abdal", "abdol", "abdoul", "abd", "abdu"]),
    whole(&["osama", "usama", "oussama", "ousama", "ossama"]),
    whole(&["asad", "assad", "asaad"]),
    whole(&["sheikh", "cheikh", "shaikh", "shaykh", "sheik"]),
    whole(&["jong", "chong"]),
    whole(&["laden", "ladin"]),
];

/// Ends of names that are English, or have lived with English spelling: their vowels stay as they are.
pub(super) static ENGLISH: &[&str] = &[
    "all", "ams", "artin", "bell", "berry", "bird", "boro", "burg", "burn", "bury", "by", "ce", "ck",
    "combe", "cott", "croft", "dale", "den", "dge", "ds", "ell", "ells", "enry", "er", "ers", "es", "ett",
    "ey", "field", "ford", "gate", "ght", "ham", "head", "hill", "house", "hurst", "ie", "ing", "ings",
    "ins", "itt", "kins", "land", "ld", "llan", "llen", "lly", "lm", "lor", "ly", "lyn", "man", "mb", "more",
    "nd", "nny", "ock", "oll", "olds", "ons", "ook", "ore", "ott", "oung", "own", "rd", "rk", "rke", "rne",
    "rry", "rt", "rth", "shaw", "son", "stone", "th", "ton", "ttle", "ull", "utt", "well", "wick", "win",
    "wood", "yd", "yle", "yne",
];

/// Ends that only look like those above: Sergey, Andrey, Alexey, Rahman, Suleiman, Osman, Ayman, Yasser, Soljenitsyne.
pub(super) static NOT_ENGLISH: &[&str] =
    &["gey", "drey", "xey", "hman", "iman", "sman", "yman", "sser", "tsyne"];
