//! The signs that agencies put in a dateline: `(AP)`, `/TASS/`, `, Kyodo`.
//!
//! A closed list for what may stand without a known place, and the shape of an open sign for the rest.

/// Signs as written, and the usual spelling where it differs. Case does not count.
const SIGNS: &[(&str, &str)] = &[
    ("AP", ""),
    ("Associated Press", "AP"),
    ("The Associated Press", "AP"),
    ("Reuters", ""),
    ("Reuter", "Reuters"),
    ("Thomson Reuters Foundation", ""),
    ("UPI", ""),
    ("United Press International", "UPI"),
    ("INS", ""),
    ("UP", ""),
    ("AFP", ""),
    ("Agence France-Presse", "AFP"),
    ("Agence France Presse", "AFP"),
    ("dpa", ""),
    ("dpa-AFX", ""),
    ("tca", ""),
    ("EFE", ""),
    ("Europa Press", ""),
    ("ANSA", ""),
    ("AGI", ""),
    ("Adnkronos", ""),
    ("TASS", ""),
    ("Itar-Tass", ""),
    ("Interfax", ""),
    ("RIA", "RIA Novosti"),
    ("RIA Novosti", ""),
    ("Sputnik", ""),
    ("Novosti", ""),
    ("Ukrinform", ""),
    ("Xinhua", ""),
    ("CNS", ""),
    ("Kyodo", ""),
    ("MONTSAME", ""),
    ("Jiji", ""),
    ("Jiji Press", "Jiji"),
    ("Yonhap", ""),
    ("KCNA", ""),
    ("CNA", ""),
    ("VNA", ""),
    ("PTI", ""),
    ("UNI", ""),
    ("ANI", ""),
    ("IANS", ""),
    ("APP", ""),
    ("UNB", ""),
    ("BSS", ""),
    ("IRNA", ""),
    ("ISNA", ""),
    ("MNA", ""),
    ("FNA", ""),
    ("MENA", ""),
    ("SPA", ""),
    ("WAM", ""),
    ("KUNA", ""),
    ("QNA", ""),
    ("BNA", ""),
    ("SANA", ""),
    ("Petra", ""),
    ("Wafa", ""),
    ("NINA", ""),
    ("INA", ""),
    ("MAP", ""),
    ("APS", ""),
    ("TAP", ""),
    ("Anadolu", ""),
    ("AA", "Anadolu"),
    ("DHA", ""),
    ("AAP", ""),
    ("Australian Associated Press", "AAP"),
    ("NZPA", ""),
    ("CP", ""),
    ("The Canadian Press", "CP"),
    ("Canadian Press", "CP"),
    ("PA", ""),
    ("Press Association", "PA"),
    ("Bernama", ""),
    ("Antara", ""),
    ("PNA", ""),
    ("TNA", ""),
    ("ATS", ""),
    ("SDA", ""),
    ("Keystone-SDA", ""),
    ("APA", ""),
    ("ANP", ""),
    ("Belga", ""),
    ("TT", ""),
    ("NTB", ""),
    ("Ritzau", ""),
    ("STT", ""),
    ("STT-Lehtikuva", "STT"),
    ("Lusa", ""),
    ("PAP", ""),
    ("CTK", ""),
    ("ČTK", "CTK"),
    ("TASR", ""),
    ("MTI", ""),
    ("BTA", ""),
    ("Agerpres", ""),
    ("Tanjug", ""),
    ("Beta", ""),
    ("HINA", ""),
    ("STA", ""),
    ("SRNA", ""),
    ("FENA", ""),
    ("ANA", ""),
    ("ANA-MPA", ""),
    ("KNA", ""),
    ("epd", ""),
    ("SID", ""),
    ("RNS", ""),
    ("BTA", ""),
    ("Notimex", ""),
    ("Telam", ""),
    ("Télam", "Telam"),
    ("Prensa Latina", ""),
    ("ABI", ""),
    ("NAN", ""),
    ("SAPA", ""),
    ("PANA", ""),
    ("GNA", ""),
    ("KNA", ""),
    ("Bloomberg", ""),
    ("Bloomberg News", "Bloomberg"),
    ("Dow Jones", ""),
    ("Dow Jones Newswires", "Dow Jones"),
    ("MarketWatch", ""),
    ("CNN", ""),
    ("CNN Business", "CNN"),
    ("BBC", ""),
    ("CBS", ""),
    ("KRT", ""),
    ("MCT", ""),
    ("TNS", ""),
    ("IPS", ""),
    ("SHNS", ""),
    ("PRNewswire", ""),
    ("PR Newswire", "PRNewswire"),
    ("Business Wire", ""),
    ("BUSINESS WIRE", "Business Wire"),
    ("GLOBE NEWSWIRE", "GlobeNewswire"),
    ("GlobeNewswire", ""),
    ("Marketwire", ""),
    ("PRNewswire-AsiaNet", "PRNewswire"),
    ("OPTA", ""),
    ("Gracenote", ""),
    ("Variety.com", ""),
    ("ACCESSWIRE", ""),
    ("أ ف ب", "AFP"),
    ("رويترز", "Reuters"),
    ("ТАСС", "TASS"),
    ("ИТАР-ТАСС", "Itar-Tass"),
    ("РИА Новости", "RIA Novosti"),
    ("Интерфакс", "Interfax"),
    ("ИНТЕРФАКС", "Interfax"),
    ("INTERFAX.RU", "Interfax"),
    ("Рейтер", "Reuters"),
    ("БелТА", "BelTA"),
    ("БЕЛТА", "BelTA"),
    ("Укринформ", "Ukrinform"),
    ("Укрінформ", "Ukrinform"),
    ("УКРІНФОРМ", "Ukrinform"),
    ("УНИАН", "UNIAN"),
    ("УНІАН", "UNIAN"),
    ("БТА", "BTA"),
    ("ТАНЮГ", "Tanjug"),
    ("Танјуг", "Tanjug"),
];

/// Bytes of the longest sign.
const LONGEST: usize = 28;

/// The usual spelling of a sign in the closed list.
pub fn known(sign: &str) -> Option<&'static str> {
    let sign = sign.trim();
    if sign.len() > LONGEST {
        return None;
    }
    let row = SIGNS.iter().find(|(written, _)| written.eq_ignore_ascii_case(sign))?;
    Some(if row.1.is_empty() { row.0 } else { row.1 })
}

/// What stands between a dateline's brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sign {
    /// In the closed list.
    Known(&'static str),
    /// Not in it, but of the shape of one; good only after a known place.
    Open(String),
}

impl Sign {
    /// The sign's usual spelling.
    pub fn name(&self) -> String {
        match self {
            Sign::Known(name) => (*name).to_owned(),
            Sign::Open(name) => name.clone(),
        }
    }
}

/// Reads a bracket's inside: `AP`, `tca/dpa` (the last is the distributor), `AP and CP`, `RNS`.
pub fn bracket(inside: &str) -> Option<Sign> {
    let inside = inside.trim();
    let parts = || inside.split(['/', ',', '+', '&']).flat_map(|part| part.split(" and "));
    if let Some(name) = parts().filter_map(known).last() {
        return Some(Sign::Known(name));
    }
    let shape = |c: char| c.is_alphabetic() || matches!(c, '-' | '.' | ' ' | '&' | '\'' | '/');
    let good = (2..=24).contains(&inside.len())
        && inside.chars().all(shape)
        && inside.split(' ').count() <= 3
        && inside.split(' ').all(|word| word.starts_with(char::is_uppercase) || matches!(word, "of" | "&"));
    good.then(|| Sign::Open(inside.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs() {
        assert_eq!(known("REUTER"), Some("Reuters"));
        assert_eq!(known(" Tass "), Some("TASS"));
        assert_eq!(bracket("tca/dpa"), Some(Sign::Known("dpa")));
        assert_eq!(bracket("RNS"), Some(Sign::Known("RNS")));
        assert_eq!(bracket("Scripps Howard"), Some(Sign::Open("Scripps Howard".into())));
        for not in ["pictured", "the capital", "22", "A rather long remark in brackets", ""] {
            assert_eq!(bracket(not), None, "{not}");
        }
    }
}
