//! Where a story was filed, as mark-up says it in fields of its own: a city, a region, a country.
//!
//! A dateline in words says more and goes first: the fields only complete one whose place the
//! gazetteer does not know, and stand for one where neither mark-up nor text has any. It knows no
//! format's elements.

use crate::date::Stamp;
use crate::enrich::dateline::{find, parse_marked};
use crate::story::{Dateline, DatelinePlace, Story};

/// The place as the fields give it; empty where they do not.
#[derive(Debug, Default)]
pub(super) struct Origin {
    /// The city, as written.
    pub city: String,
    /// State or province, spelled out.
    pub region: String,
    /// ISO 3166-1 code of two or three letters.
    pub country: String,
}

/// Puts the place into the story's dateline. To be called when dateline, body and date of
/// publication are read.
pub(super) fn complete(story: &mut Story, origin: &Origin, line: u64) {
    if origin.city.is_empty() {
        return;
    }
    let day = story.published.as_ref().map(Stamp::civil_date);
    let Some(written) = story.dateline.as_ref().map(|dateline| dateline.raw.clone()) else {
        if find(&story.body, day).is_none() {
            let text =
                format!("neither mark-up nor text has a dateline; the place of origin is {}", origin.city);
            story.note("dateline-from-origin", Some(line), text);
            let raw = origin.city.clone();
            story.dateline = Some(Dateline { raw, places: vec![origin.place()], ..Dateline::default() });
        }
        return;
    };
    let mut read = parse_marked(&written, day);
    let named = written.to_lowercase().contains(&origin.city.to_lowercase());
    if !named || read.places.iter().any(|place| place.country.is_some()) {
        return;
    }
    if let Some(bare) = without_country(&written) {
        let bare = parse_marked(&bare, day);
        read.date = bare.date.or(read.date);
        read.agency = bare.agency.or(read.agency);
    }
    match &mut read.places[..] {
        [] => read.places.push(origin.place()),
        [place] => *place = DatelinePlace { place: std::mem::take(&mut place.place), ..origin.place() },
        _ => return,
    }
    story.dateline = Some(Dateline { raw: written, ..read });
}

impl Origin {
    fn place(&self) -> DatelinePlace {
        DatelinePlace {
            place: self.city.clone(),
            region: Some(self.region.clone()).filter(|region| !region.is_empty()),
            country: alpha_2(&self.country).map(str::to_owned),
            country_then: None,
        }
    }
}

/// `Kiew (Ukraine), 25-11-2023 (AFP)` is read like `Kiew, 25-11-2023 (AFP)`: the last brackets hold the sign.
fn without_country(line: &str) -> Option<String> {
    let (open, close) = (line.find('(')?, line.find(')')?);
    let after = line.get(close + 1..).filter(|after| after.contains('('))?;
    Some(format!("{}{after}", line.get(..open)?.trim_end()))
}

/// The code of two letters for one of two or three.
fn alpha_2(code: &str) -> Option<&'static str> {
    let code = code.trim();
    let mut pairs = COUNTRIES.split(' ');
    let same = |pair: &&str| match code.len() {
        2 => pair.get(3..).is_some_and(|two| two.eq_ignore_ascii_case(code)),
        3 => pair.get(..3).is_some_and(|three| three.eq_ignore_ascii_case(code)),
        _ => false,
    };
    pairs.find(same).and_then(|pair| pair.get(3..))
}

/// ISO 3166-1: the code of three letters, then that of two.
const COUNTRIES: &str = "\
    ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT \
    AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO \
    BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG \
    COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO \
    DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB \
    GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY \
    HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT \
    JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY \
    LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH \
    MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA \
    NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE \
    PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA \
    SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR \
    SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO \
    TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG \
    VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW";

#[cfg(test)]
mod tests {
    use super::*;

    fn filed(dateline: &str, body: &str, city: &str) -> Option<Dateline> {
        let raw = dateline.to_owned();
        let dateline = Some(Dateline { raw, ..Dateline::default() }).filter(|line| !line.raw.is_empty());
        let mut story = Story { dateline, body: body.into(), ..Story::default() };
        let origin = Origin { city: city.into(), region: String::new(), country: "UKR".into() };
        complete(&mut story, &origin, 1);
        story.dateline
    }

    #[test]
    fn codes_of_countries() {
        for (written, code) in
            [("FRA", Some("FR")), ("fr", Some("FR")), ("XYZ", None), ("", None), ("1", None)]
        {
            assert_eq!(alpha_2(written), code, "{written}");
        }
    }

    #[test]
    fn fields_complete_a_line_and_stand_for_a_missing_one() {
        let line = filed("Qwertyhrad (Nowhere), 25-11-2023 (AFP)", "", "Qwertyhrad").unwrap_or_default();
        assert_eq!(line.places.first().and_then(|place| place.country.as_deref()), Some("UA"));
        assert_eq!(
            (line.raw.as_str(), line.agency.as_deref()),
            ("Qwertyhrad (Nowhere), 25-11-2023 (AFP)", Some("AFP"))
        );
        let line = filed("", "No line here.", "Qwertyhrad").unwrap_or_default();
        assert_eq!((line.raw.as_str(), line.places.len()), ("Qwertyhrad", 1));
    }

    #[test]
    fn what_is_written_goes_first() {
        assert_eq!(filed("", "BERLIN (AP) — It rained.", "Qwertyhrad"), None);
        let line = filed("BERLIN (AP)", "", "Qwertyhrad").unwrap_or_default();
        assert!(line.places.is_empty());
        let line = filed("BERLIN (AP)", "", "Berlin").unwrap_or_default();
        assert!(line.places.is_empty(), "the pass reads it");
    }
}
