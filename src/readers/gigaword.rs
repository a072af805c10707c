//! LDC's Gigaword, old and new (`<DOCSTREAM>`), and AQUAINT-2: `<DOC id= type=>` records.
//!
//! The elements are those of [`crate::readers::trec_sgml`], which reads them. What is Gigaword's own is in
//! the record's tag: the id, which alone tells the day and the agency, and the type (handbook 3.2).

use super::sgml::{attribute, each_record, next_tag};
use super::trec_sgml;
use super::{Format, Head, Input, Sink};
use crate::error::Result;
use crate::story::{Kind, Story};

/// The row of the table.
pub const FORMAT: Format = Format {
    name: "gigaword",
    about: "<DOC id= type=> records of Gigaword and AQUAINT-2",
    extensions: &["sgml", "sgm"],
    carries: &["id", "kind", "headline", "dateline", "published", "agency", "lang"],
    many: true,
    version: 2,
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let mut at = 0;
    // The stream's own elements stand before the first record.
    for _ in 0..4 {
        let tag = next_tag(head.text, at).filter(|tag| !tag.closing)?;
        if tag.name == "DOC" {
            let id = attribute(tag.attributes, "id").unwrap_or("");
            return is_id(id).then_some("<DOC id=> record with an id of Gigaword");
        }
        at = tag.end;
    }
    None
}

/// `APW_ENG_20041201.0001`, `AFE20020101.0001`: letters, a day, a number.
fn is_id(id: &str) -> bool {
    let Some((start, number)) = id.split_once('.') else { return false };
    let letters = start.trim_end_matches(|c: char| c.is_ascii_digit());
    let mut parts = letters.split('_').filter(|part| !part.is_empty());
    start.len() - letters.len() == 8
        && !letters.is_empty()
        && parts.all(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_alphabetic()))
        && (3..=6).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let hints = input.hints;
    each_record(input.bytes, ("<DOC ", "</DOC>"), sink, |bytes, line| {
        let mut story = trec_sgml::story(bytes, line, hints);
        of_type(&mut story, bytes);
        if story.published.is_none() {
            let text = format!("the id {:?} names no day", story.id);
            story.note("date-unreadable", Some(line), text);
        }
        story
    })
}

/// `other` is what LDC could call neither: scores, prices, temperatures.
fn of_type(story: &mut Story, bytes: &[u8]) {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let kind =
        next_tag(&start, 0).and_then(|tag| attribute(tag.attributes, "type").map(str::to_ascii_lowercase));
    if kind.as_deref() == Some("other") && story.kind == Kind::Story {
        story.kind = Kind::Table;
    }
    // `APW_ENG_` and `CNA_ENG_`: the middle part is the language.
    let middle = story.id.split('_').nth(1).unwrap_or("");
    let lang = crate::readers::json::values::language(middle);
    if story.lang.is_none() && !lang.is_empty() && middle.len() == 3 {
        story.lang = Some(lang);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        for id in
            ["APW_ENG_20041201.0001", "AFE20020101.0001", "nyt_eng_19940701.0001", "XIN_CMN_19910101.0001"]
        {
            assert!(is_id(id), "{id}");
        }
        for id in ["12", "AP880212-0001", "wiki_20041201", "APW_ENG_200412.0001", "20041201.0001"] {
            assert!(!is_id(id), "{id}");
        }
    }
}
