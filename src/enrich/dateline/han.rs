//! The dateline of copy in Chinese characters: `新华社北京3月12日电`, `（法新社巴黎12日電）`, with nothing between its
//! parts. All of agency, place, day and the word for a dispatch must be there; whether the place is known is for `places`.

use super::agency::Sign;
use super::dates::Written;
use super::line::{Ending, Head};
use crate::span::Span;

/// Agencies and how they are called elsewhere; no name for the paper itself.
const HOUSES: &[(&str, &str)] = &[
    ("新华社", "Xinhua"),
    ("新華社", "Xinhua"),
    ("新华网", "Xinhua"),
    ("中新社", "CNS"),
    ("中新网", "CNS"),
    ("中央社", "CNA"),
    ("法新社", "AFP"),
    ("路透社", "Reuters"),
    ("美联社", "AP"),
    ("美聯社", "AP"),
    ("共同社", "Kyodo"),
    ("时事社", "Jiji"),
    ("塔斯社", "TASS"),
    ("俄新社", "RIA Novosti"),
    ("韩联社", "Yonhap"),
    ("韓聯社", "Yonhap"),
    ("朝中社", "KCNA"),
    ("德新社", "dpa"),
    ("埃菲社", "EFE"),
    ("安莎社", "ANSA"),
    ("本报", ""),
    ("本報", ""),
    ("本社", ""),
];

/// Words for a dispatch, which end a dateline.
const DISPATCH: [&str; 4] = ["电", "電", "讯", "訊"];

/// Characters of the longest place.
const LONGEST: usize = 8;

/// Reads the head of a line that starts with an agency, perhaps behind a bracket.
pub fn read(line: &str, start: usize) -> Option<Head<'_>> {
    let text = line.get(start..)?;
    // All the names begin with a character of three bytes.
    if !text.as_bytes().first().is_some_and(|first| (0xe3..=0xef).contains(first)) {
        return None;
    }
    let (open, close) = match text.chars().next()? {
        '（' => ("（", Some('）')),
        '【' => ("【", Some('】')),
        _ => ("", None),
    };
    let from = start + open.len();
    let rest = &line[from..];
    let (house, name) = HOUSES.iter().find(|(house, _)| rest.starts_with(house))?;
    let rest = &rest[house.len()..];
    let figure = rest.find(|c: char| c.is_ascii_digit())?;
    let place = &rest[..figure];
    let han = |c: char| ('一'..='鿿').contains(&c);
    if !(2..=LONGEST).contains(&place.chars().count()) || !place.chars().all(han) {
        return None;
    }
    let (date, rest) = day(&rest[figure..])?;
    let rest = DISPATCH.iter().find_map(|word| rest.strip_prefix(word))?;
    let end = line.len() - rest.len();
    let rest = close.and_then(|close| rest.strip_prefix(close)).unwrap_or(rest);
    let sign = (!name.is_empty()).then_some(Sign::Known(name));
    let copy = line.len() - rest.trim_start_matches([' ', '\u{3000}', '：', ':']).len();
    let (raw, after) = (Span::new(from, end), Vec::new());
    Some(Head { place, after, date: Some(date), sign, agency_only: false, raw, copy, ending: Ending::Dash })
}

/// `2021年3月12日`, `3月12日`, `12日`: the date and what follows it.
fn day(text: &str) -> Option<(Written, &str)> {
    let (first, unit, rest) = figure(text)?;
    let (year, (first, unit, rest)) = match unit {
        '年' => (Some(first).filter(|year| (1840..=2200).contains(year)), figure(rest)?),
        _ => (None, (first, unit, rest)),
    };
    if unit == '日' {
        let day = i8::try_from(first).ok().filter(|day| (1..=31).contains(day) && year.is_none())?;
        return Some((Written::DayAlone(day), rest));
    }
    let (day, last, rest) = figure(rest)?;
    let month =
        i8::try_from(first).ok().filter(|month| (1..=12).contains(month) && unit == '月' && last == '日')?;
    let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
    Some((Written::Day { month, day, year, typo: false }, rest))
}

/// A number of at most four figures, the character behind it, and the rest.
fn figure(text: &str) -> Option<(i16, char, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text[..digits].parse().ok().filter(|_| digits <= 4)?;
    let mut rest = text[digits..].chars();
    Some((number, rest.next()?, rest.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts_must_be_there() {
        for (line, want) in [
            ("新华社北京3月12日电 大桥重新开放。", Some(("北京", "大桥重新开放。"))),
            ("（法新社巴黎12日電）渡輪停航。", Some(("巴黎", "渡輪停航。"))),
            ("【本报上海2021年3月12日讯】渡轮停航。", Some(("上海", "渡轮停航。"))),
            ("新华社北京3月12日报道，大桥重新开放。", None),
            ("新华社记者3月12日从市政府获悉，大桥重新开放。", None),
            ("新华社3月12日电", None),
            ("北京3月12日电", None),
            ("本报讯 大桥重新开放。", None),
            ("新华社北京13月12日电", None),
            ("新华社北京3月99999日电", None),
            ("新", None),
            ("", None),
        ] {
            let found = read(line, 0).map(|head| (head.place, &line[head.copy..]));
            assert_eq!(found, want, "{line}");
        }
    }
}
