//! What an XML document is, by its root element: for sniffing, from the head alone.

use super::local;
use crate::readers::Head;
use quick_xml::Reader;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;

/// The root element of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Root<'h> {
    /// Name without prefix.
    pub name: &'h str,
    /// The namespace bound to its prefix, or to no prefix.
    pub namespace: Option<&'h str>,
    /// Its attributes as written.
    pub attributes: &'h str,
    /// An XML declaration or DOCTYPE stands before it.
    pub declared: bool,
    /// Text from the root's start tag on.
    pub rest: &'h str,
}

/// Characters that may stand before the declaration: a transport's header, a stray line.
const JUNK: usize = 1 << 10;
const DECLARATION: &[u8] = b"<?xml ";

/// The root element, past declaration, comments and DOCTYPE; none if the head is no mark-up. Junk
/// before an XML declaration is passed over.
pub fn root<'h>(head: &Head<'h>) -> Option<Root<'h>> {
    let mut text = head.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !text.starts_with('<') {
        let near = text.as_bytes().get(..4 * JUNK).unwrap_or(text.as_bytes());
        let at = memchr::memmem::find(near, DECLARATION)?;
        let start = text.char_indices().take(JUNK).map(|(at, _)| at).last()?;
        text = text.get(at..).filter(|_| at + DECLARATION.len() <= start)?;
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_unmatched_ends = true;
    let mut declared = false;
    loop {
        let start = usize::try_from(reader.buffer_position()).ok()?;
        let Ok(event) = reader.read_event() else {
            // The head may end within the root's tag.
            return if head.whole { None } else { element(text, start, text.len(), declared) };
        };
        let end = usize::try_from(reader.buffer_position()).ok()?;
        match event {
            Event::Start(_) | Event::Empty(_) => return element(text, start, end, declared),
            Event::Decl(_) | Event::DocType(_) => declared = true,
            Event::Comment(_) | Event::PI(_) => {}
            Event::Text(between) if between.trim().is_empty() => {}
            _ => return None,
        }
    }
}

fn element(text: &str, start: usize, end: usize, declared: bool) -> Option<Root<'_>> {
    let inside = text.get(start..end)?.trim_start_matches('<').trim_end_matches(['/', '>']);
    let length = inside.find(char::is_whitespace).unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(length);
    let starts = |c: char| c.is_alphabetic() || c == '_';
    if !name.starts_with(starts) {
        return None;
    }
    let bound = name.rsplit_once(':').map_or("xmlns".to_owned(), |(prefix, _)| format!("xmlns:{prefix}"));
    let mut namespace = None;
    for attribute in Attributes::html(attributes, 0).with_checks(false).flatten() {
        if attribute.key.into_inner() == bound
            && let std::borrow::Cow::Borrowed(value) = attribute.value
        {
            namespace = Some(value.trim());
        }
    }
    Some(Root { name: local(name), namespace, attributes, declared, rest: &text[start..] })
}
