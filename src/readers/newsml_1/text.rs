//! The texts of a NewsML 1.x item: NITF, HTML or plain, in one language or several (handbook 3.3).
//! Knows nothing of the item's identifiers and metadata.

use super::parts::Parts;
use crate::date::wire::Hints;
use crate::readers::newsml_text;
use crate::readers::newsml_values::set_headline;
use crate::readers::xml::Element;
use crate::story::Story;

/// Languages of one item that are told apart.
const LANGUAGES: usize = 20;

/// The components inside of this one that say the same in languages of their own.
pub fn languages<'e>(part: Element<'e>) -> Vec<Element<'e>> {
    let mut found: Vec<Element<'e>> = Vec::new();
    for inside in part.all("NewsComponent") {
        let lang = inside.attr("lang");
        let text = inside.descendants("DataContent").any(|data| !data.text().is_empty());
        let headed = inside.find("NewsLines/HeadLine").is_some();
        if found.len() < LANGUAGES
            && lang.is_some()
            && text
            && headed
            && !found.iter().any(|known| known.attr("lang") == lang)
        {
            found.push(inside);
        }
    }
    if found.len() < 2 { Vec::new() } else { found }
}

/// Fills the body with the texts in order; that of a title is the headline.
pub fn fill(story: &mut Story, parts: &Parts<'_>, hints: &Hints) {
    for (role, data) in &parts.texts {
        if matches!(role.as_str(), "title" | "headline") {
            set_headline(story, data.text(), data.line());
        } else if data.children().next().is_some() {
            newsml_text::marked_up(story, *data, hints);
        } else if !newsml_text::string(story, &data.raw_text()) {
            story.note("content-unread", Some(data.line()), "mark-up of another kind is no running text");
        }
    }
    newsml_text::finish(story, &[]);
}
