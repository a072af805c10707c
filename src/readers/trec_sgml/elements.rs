//! The elements of the `<DOC>` family, and where each ends. It knows nothing of stories.

use crate::readers::sgml::{Tag, next_tag};

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Is {
    Id,
    Date,
    /// `AP-NR-02-12-88 1637EST`.
    FileId,
    Updated,
    Headline,
    Byline,
    Dateline,
    Text,
    Correction,
    /// The wire's header line: `u i AM-Some-Slug   02-12 0398`.
    WireHeader,
    Slug,
    Desk,
    Keywords,
    Organisations,
    People,
    Places,
    Caption,
    Agency,
    Kind,
    Language,
    /// Said elsewhere, or of no use to a reader: lengths, codes of the database, separators.
    Nothing,
}

/// Every element known, by name.
const ELEMENTS: &[(&[&str], Is)] = &[
    (&["DOCNO", "DOCID"], Is::Id),
    (&["DATE", "DATE_TIME", "DATETIME", "DATE1", "DD", "PUBDATE"], Is::Date),
    (&["FILEID"], Is::FileId),
    (&["CORRECTION-DATE"], Is::Updated),
    (&["HEADLINE", "HEAD", "HL", "TITLE", "TI", "DOCTITLE"], Is::Headline),
    (&["BYLINE", "AU", "AUTHOR"], Is::Byline),
    (&["DATELINE"], Is::Dateline),
    (&["TEXT", "LP", "LEADPARA", "P", "TABLE"], Is::Text),
    (&["CORRECTION"], Is::Correction),
    (&["1ST_LINE", "FIRST"], Is::WireHeader),
    (&["2ND_LINE", "SECOND", "SLUG", "KEYWORD"], Is::Slug),
    (&["SECTION", "CATEGORY", "PAGE"], Is::Desk),
    (&["SUBJECT", "TYPE", "IN", "GV", "NS", "TP", "MS", "KEYWORDS", "TOPICS", "DESCRIPT"], Is::Keywords),
    (&["CO"], Is::Organisations),
    (&["PE"], Is::People),
    (&["CN", "RE"], Is::Places),
    (&["GRAPHIC", "CAPTION"], Is::Caption),
    (&["SO", "PUB", "SOURCE"], Is::Agency),
    (&["DOCTYPE"], Is::Kind),
    (&["LANGUAGE"], Is::Language),
    (&["LENGTH", "XX", "PROFILE", "TRAILER", "PARENT", "HT", "FILE"], Is::Nothing),
];

/// What the element of that name is; case does not count.
pub(super) fn meaning(name: &str) -> Option<Is> {
    ELEMENTS
        .iter()
        .find(|(names, _)| names.iter().any(|known| known.eq_ignore_ascii_case(name)))
        .map(|(_, is)| *is)
}

/// What stands between a start tag and its end tag; without one, all up to the next element known
/// or of the same name.
pub(super) fn content<'t>(text: &'t str, tag: &Tag<'t>) -> &'t str {
    // An unknown tag is looked after this far: no file is read in quadratic time.
    let mut budget = if meaning(tag.name).is_some() { usize::MAX } else { 500 };
    let mut at = tag.end;
    while let Some(inner) = next_tag(text, at).filter(|_| budget > 0) {
        at = inner.end;
        budget -= 1;
        if inner.name.eq_ignore_ascii_case(tag.name) {
            if inner.closing {
                return &text[tag.end..inner.start];
            }
            break;
        }
    }
    let mut at = tag.end;
    while let Some(inner) = next_tag(text, at) {
        let same = inner.name.eq_ignore_ascii_case(tag.name);
        if same || (!inner.closing && meaning(inner.name).is_some()) {
            return &text[tag.end..inner.start];
        }
        at = inner.end;
    }
    &text[tag.end..]
}
