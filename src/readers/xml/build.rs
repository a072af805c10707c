//! Tokens of XML to a tree, for documents that nobody has checked.
//!
//! Lenient where feeds are odd: no prolog, undeclared prefixes, HTML's entity names, a bare `&` or
//! `<`, references to control characters, several roots, end tags that do not match. Strict where
//! safety is at stake: a DOCTYPE is passed over, nothing it names is fetched and no entity it
//! defines is expanded; depth, number of elements and size of tags are limited. It knows no format.

use super::{Attribute, Inner, NOWHERE, Tree, What, local};
use crate::error::{Error, ErrorKind, Result};
use crate::readers::sgml;
use crate::story::Note;
use quick_xml::Reader;
use quick_xml::errors::SyntaxError;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use std::borrow::Cow;

/// What a document may cost.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Elements within each other.
    pub depth: usize,
    /// Elements, and as many texts and attributes.
    pub elements: usize,
    /// Bytes of one start tag with its attributes.
    pub tag: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { depth: 200, elements: 1_000_000, tag: 1 << 20 }
    }
}

/// Makes a tree of `text`, which is free of control characters but line ends and tabs. A document
/// that breaks off gives the tree of what stood before, and [`Tree::cut`]; one that breaks a limit
/// gives an error alone.
pub fn parse<'t>(text: &'t str, limits: &Limits) -> Result<Tree<'t>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut builder =
        Builder { text, limits, tree: Tree::default(), open: Vec::new(), run: 0..0, line: (0, 1) };
    builder.read()?;
    builder.flush();
    if let Some(&(at, name)) = builder.open.last().filter(|_| builder.tree.cut.is_none()) {
        let from = builder.tree.nodes.get(at).map_or(0, |node| node.line);
        let message = format!("the document ends inside of <{name}>, which begins at line {from}");
        builder.cut(message, text.len());
    }
    builder.close_to(0);
    Ok(builder.tree)
}

struct Builder<'t, 'l> {
    text: &'t str,
    limits: &'l Limits,
    tree: Tree<'t>,
    /// Index and name, as written, of the elements that have not ended.
    open: Vec<(usize, &'t str)>,
    /// Text not yet in the tree: a range of the source, references in it.
    run: std::ops::Range<usize>,
    /// An offset and its line; counted on from there.
    line: (usize, u32),
}

fn tokens(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

/// `<` that opens nothing: `a < b`, `<5%`.
fn is_bare(text: &str) -> bool {
    let mut chars = text.chars();
    let opens = |c: char| c.is_alphabetic() || matches!(c, '_' | ':' | '/' | '!' | '?');
    chars.next() == Some('<') && !chars.next().is_some_and(opens)
}

/// A tag whose name runs into the next tag.
fn is_torn(raw: &str) -> bool {
    let name = raw.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("");
    name.get(1..).is_some_and(|name| name.contains('<'))
}

impl<'t> Builder<'t, '_> {
    fn read(&mut self) -> Result<()> {
        let (mut base, mut reader) = (0, tokens(self.text));
        loop {
            let start = base + usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            let rest = self.text.get(start..).unwrap_or("");
            if is_bare(rest) {
                self.note("mark-up-repaired", start, "a bare < was taken as text".into());
                self.text_at(start, start + 1);
                (base, reader) = (start + 1, tokens(&rest[1..]));
                continue;
            }
            let event = reader.read_event();
            let end = base + usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            let raw = self.text.get(start..end).unwrap_or("");
            match event {
                // `<p<p>`: the first tag was torn off, and is text.
                Ok(Event::Start(_) | Event::Empty(_)) if is_torn(raw) => {
                    self.note("mark-up-repaired", start, "a tag torn off was taken as text".into());
                    self.text_at(start, start + 1);
                    (base, reader) = (start + 1, tokens(&rest[1..]));
                }
                Ok(Event::Eof) => return Ok(()),
                Ok(Event::Text(_) | Event::GeneralRef(_)) => self.text_at(start, end),
                Ok(Event::CData(_)) => self.cdata(raw, start),
                Ok(Event::Start(_)) => self.start(raw, start, false)?,
                Ok(Event::Empty(_)) => self.start(raw, start, true)?,
                Ok(Event::End(_)) => self.end(raw, start),
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => self.flush(),
                Ok(Event::DocType(_)) => {
                    self.flush();
                    if raw.contains("<!ENTITY") {
                        let text = "entities the document defines are not expanded";
                        self.note("entities-ignored", start, text.into());
                    }
                }
                Err(quick_xml::Error::IllFormed(_)) if end > start => {}
                Err(quick_xml::Error::Syntax(SyntaxError::InvalidBangMarkup)) => {
                    self.flush();
                    self.note(
                        "mark-up-repaired",
                        start,
                        "a declaration inside of the text was dropped".into(),
                    );
                    let past = rest.find('>').map_or(rest.len(), |at| at + 1);
                    (base, reader) = (start + past, tokens(&rest[past..]));
                }
                Err(error) => {
                    self.cut(error.to_string(), start);
                    return Ok(());
                }
            }
        }
    }

    fn line_of(&mut self, at: usize) -> u32 {
        let (from, line) = self.line;
        if at > from {
            let lines =
                memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..at.min(self.text.len())]).count();
            self.line = (at, line + u32::try_from(lines).unwrap_or(u32::MAX - line));
        }
        self.line.1
    }

    /// Notes the first case of each sort.
    fn note(&mut self, code: &str, at: usize, text: String) {
        if !self.tree.notes.iter().any(|note| note.code == code) {
            let line = Some(self.line_of(at).into());
            self.tree.notes.push(Note { code: code.to_owned(), line, text });
        }
    }

    fn cut(&mut self, message: String, at: usize) {
        let line = self.line_of(at).into();
        let error = Error::new(ErrorKind::Format, message).at_line(line);
        self.tree.cut = Some(error.with_hint("the file may have been cut; what stood before was read"));
    }

    fn limit(&mut self, what: &str, limit: usize, at: usize) -> Error {
        let line = self.line_of(at).into();
        Error::new(ErrorKind::Limit, format!("{what}; the limit is {limit}")).at_line(line)
    }

    fn text_at(&mut self, start: usize, end: usize) {
        if self.run.is_empty() {
            self.run = start..end;
        } else {
            self.run.end = end;
        }
    }

    /// Puts the text that was met into the tree.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        let raw = self.text.get(run.clone()).unwrap_or("");
        if !raw.is_empty() {
            let text = self.resolve(raw, run.start);
            self.push_text(text, run.start);
        }
    }

    fn cdata(&mut self, raw: &'t str, start: usize) {
        self.flush();
        let inside = raw.strip_prefix("<![CDATA[").and_then(|raw| raw.strip_suffix("]]>"));
        self.push_text(Cow::Borrowed(inside.unwrap_or("")), start);
    }

    /// Adds to the text before, if nothing stands between.
    fn push_text(&mut self, text: Cow<'t, str>, start: usize) {
        let parent = self.parent();
        if let Some(Inner { what: What::Text(before), parent: of, .. }) = self.tree.nodes.last_mut()
            && *of == parent
        {
            before.to_mut().push_str(&text);
            return;
        }
        let line = self.line_of(start);
        let end = self.next() + 1;
        self.tree.nodes.push(Inner { what: What::Text(text), parent, end, line });
    }

    fn next(&self) -> u32 {
        u32::try_from(self.tree.nodes.len()).unwrap_or(NOWHERE)
    }

    fn parent(&self) -> u32 {
        self.open.last().map_or(NOWHERE, |&(at, _)| u32::try_from(at).unwrap_or(NOWHERE))
    }

    fn resolve(&mut self, raw: &'t str, start: usize) -> Cow<'t, str> {
        let noted = self.tree.notes.iter().any(|note| note.code == "entity-unknown");
        for (at, _) in raw.match_indices('&').filter(|_| !noted) {
            let name = raw[at + 1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            let end = at + 1 + name.len();
            if name.is_empty() || raw.as_bytes().get(end) != Some(&b';') {
                continue;
            }
            let reference = &raw[at..=end];
            if sgml::unescape(reference) == reference {
                self.note("entity-unknown", start + at, format!("{reference} was kept as it is"));
                break;
            }
        }
        sgml::unescape(raw)
    }

    fn start(&mut self, raw: &'t str, start: usize, empty: bool) -> Result<()> {
        self.flush();
        if raw.len() > self.limits.tag {
            return Err(self.limit("a start tag is too long", self.limits.tag, start));
        }
        if self.open.len() >= self.limits.depth {
            return Err(self.limit("elements lie too deep within each other", self.limits.depth, start));
        }
        // Texts stand between elements: there are at most as many and one.
        if self.tree.nodes.len() / 2 >= self.limits.elements
            || self.tree.attributes.len() >= self.limits.elements
        {
            return Err(self.limit("too many elements", self.limits.elements, start));
        }
        let inside = raw.trim_start_matches('<').trim_end_matches('>');
        let inside = if empty { inside.strip_suffix('/').unwrap_or(inside) } else { inside };
        let name_len = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
        let name = &inside[..name_len];
        let first = self.tree.attributes.len();
        for attribute in Attributes::html(inside, name_len).with_checks(false).flatten() {
            let value = match attribute.value {
                Cow::Borrowed(raw) => self.resolve(raw, start),
                Cow::Owned(raw) => Cow::Owned(sgml::unescape(&raw).into_owned()),
            };
            self.tree.attributes.push(Attribute { name: attribute.key.into_inner(), value });
        }
        let index = |at: usize| u32::try_from(at).unwrap_or(NOWHERE);
        let what = What::Element(name, index(first), index(self.tree.attributes.len()));
        let (parent, line, at) = (self.parent(), self.line_of(start), self.tree.nodes.len());
        self.tree.nodes.push(Inner { what, parent, end: index(at + 1), line });
        if !empty {
            self.open.push((at, name));
        }
        Ok(())
    }

    /// Ends the nearest open element of that name, and those inside of it. An end tag without one
    /// is passed over.
    fn end(&mut self, raw: &str, start: usize) {
        self.flush();
        let name = raw.trim_start_matches(['<', '/']).trim_end_matches(['>', '/']).trim();
        let name = name.split_whitespace().next().unwrap_or("");
        let same = |open: &str| open == name || (local(open) == local(name) && !name.contains(':'));
        match self.open.iter().rposition(|(_, open)| same(open)) {
            Some(depth) => {
                if depth + 1 < self.open.len() {
                    let left = self.open.last().map_or("", |(_, open)| open);
                    self.note("mark-up-repaired", start, format!("</{name}> also ends <{left}>"));
                }
                self.close_to(depth);
            }
            None => self.note("mark-up-repaired", start, format!("</{name}> ends nothing")),
        }
    }

    fn close_to(&mut self, depth: usize) {
        let end = self.next();
        for (at, _) in self.open.drain(depth.min(self.open.len())..) {
            if let Some(node) = self.tree.nodes.get_mut(at) {
                node.end = end;
            }
        }
    }
}
