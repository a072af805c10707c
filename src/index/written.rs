//! The words of a stored story as they were written, each at the position it has in the field `text`.
//!
//! An index keeps stems; capitals, accents and endings are in the stored story alone. The order of the parts is that
//! of `document`, which a test holds it to. Knows no query.

use super::analyzers::packed::GAP;
use super::analyzers::{Word, text_words};
use super::document::HEADLINE_TIMES;
use super::stored;
use crate::error::Result;
use crate::story::Caption;
use serde::Deserialize;
use std::borrow::Cow;

#[derive(Deserialize)]
struct Stored<'s> {
    #[serde(borrow)]
    story: Running<'s>,
}

/// The running text of a story.
#[derive(Deserialize)]
pub struct Running<'s> {
    #[serde(default, borrow)]
    headline: Cow<'s, str>,
    #[serde(default)]
    headline_derived: bool,
    #[serde(default)]
    captions: Vec<Caption>,
    #[serde(default, borrow)]
    body: Cow<'s, str>,
}

impl Running<'_> {
    /// Reads what the index has stored of a story.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Index`] when that is damaged.
    pub fn read(stored: &[u8]) -> Result<Running<'_>> {
        let stored: Stored<'_> = stored::unpack(stored)?;
        Ok(stored.story)
    }

    /// Calls `take` with the position of every word, the word, and how it is written.
    pub fn each_word(&self, mut take: impl FnMut(u32, &Word<'_>, &str)) {
        let times = if self.headline_derived { HEADLINE_TIMES - 1 } else { HEADLINE_TIMES };
        let captions =
            self.captions.iter().flat_map(|c| std::iter::once(c.text.as_str()).chain(c.credit.as_deref()));
        let headlines = std::iter::repeat_n(self.headline.as_ref(), times);
        let mut start = 0;
        for part in headlines.chain(captions).chain([self.body.as_ref()]) {
            let mut next = start;
            text_words(part, |word| {
                take(start + word.position, &word, word.span.of(part));
                next = start + word.position + 1 + GAP as u32;
            });
            start = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::Documents;
    use super::super::schema::{STORY, schema};
    use super::*;
    use crate::story::Story;
    use tantivy::schema::Value;

    #[test]
    fn words_stand_where_the_field_has_them() {
        let schema = schema();
        let caption = |text: &str, credit: Option<&str>| Caption {
            text: text.into(),
            credit: credit.map(str::to_owned),
        };
        for headline_derived in [false, true] {
            let story = Story {
                headline: "Floods Rise".into(),
                headline_derived,
                captions: vec![caption("--", None), caption("A \"river\"", Some("A. Sample"))],
                body: "Rivers rose.\n\nFloods came to Málaga's port.".into(),
                ..Story::default()
            };
            let doc = Documents::new(&schema).unwrap().from_story(&story, "k").unwrap();
            let packed =
                doc.get_first(schema.get_field("text").unwrap()).unwrap().as_str().unwrap().to_owned();
            let mut indexed = Vec::new();
            let mut position = 0;
            for part in packed.split('\n') {
                for term in part.split(' ') {
                    indexed.push((position, term.to_owned()));
                    position += 1;
                }
                position += GAP as u32;
            }
            let stored =
                doc.get_first(schema.get_field(STORY).unwrap()).unwrap().as_bytes().unwrap().to_vec();
            let (mut found, mut last) = (Vec::new(), String::new());
            Running::read(&stored).unwrap().each_word(|at, word, written| {
                found.push((at, word.term.to_owned()));
                last.push_str(written);
            });
            assert_eq!(found, indexed);
            assert!(last.ends_with("FloodscametoMálagaport"), "{last}");
        }
    }
}
