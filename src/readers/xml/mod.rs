//! XML as news feeds write it: a tree of elements with local names, text and line numbers.
//!
//! [`build`] makes the tree, leniently where real feeds are odd and strictly where
//! safety is at stake; this file is how readers look at it. It knows no format's elements.
//!
//! A reader starts with `let source = xml::source(input)?; let tree = source.tree()?;`, hands each
//! story to [`Tree::annotate`] and ends with `tree.end(sink)`, which reports a document that was cut.

pub(super) mod blocks;
pub(super) mod build;
pub(super) mod head;
pub(super) mod table;
pub(super) mod values;
pub(super) mod walk;

use crate::error::{Error, Result};
use crate::readers::{Input, Sink, page};
use crate::source::decode::{clean, declared_in, decode};
use crate::story::{Note, Story};
use std::borrow::Cow;
use walk::Nodes;

pub use build::{Limits, parse};
pub use head::root;
pub use walk::{Node, Step, Walk};

/// The text of an XML file, decoded and free of control characters.
pub struct Source {
    /// The text.
    pub text: String,
    /// How the charset was found, if it was a guess.
    notes: Vec<Note>,
}

/// Reads and decodes a whole file: byte-order mark, the charset its XML declaration names if the
/// bytes are valid in it, UTF-8, windows-1252.
pub fn source(input: &mut Input<'_>) -> Result<Source> {
    let bytes = page::bytes(input.bytes)?;
    let decoded = decode(&bytes, declared_in(&bytes));
    let mut notes = Vec::new();
    let mut note = |code: &str, text: String| notes.push(Note { code: code.into(), line: None, text });
    if decoded.guessed {
        note("charset-guessed", format!("read as {}", decoded.charset));
    }
    if decoded.lossy {
        note("characters-lost", "some bytes fit no charset and were replaced".into());
    }
    Ok(Source { text: clean(&decoded.text).into_owned(), notes })
}

impl Source {
    /// The tree of the text, within the usual [`Limits`].
    pub fn tree(&self) -> Result<Tree<'_>> {
        let mut tree = parse(&self.text, &Limits::default())?;
        tree.notes.splice(0..0, self.notes.iter().cloned());
        Ok(tree)
    }
}

/// Nodes in document order; `end` is the index after a node's last descendant, so that going over
/// a subtree is going over a range: nothing recurses.
#[derive(Debug, Default)]
pub struct Tree<'t> {
    pub(super) nodes: Vec<Inner<'t>>,
    pub(super) attributes: Vec<Attribute<'t>>,
    /// What was repaired or could not be resolved, the first case of each sort.
    pub notes: Vec<Note>,
    /// The document ends, or stops being XML, before its elements end: what is in the tree stood before.
    pub cut: Option<Error>,
}

#[derive(Debug)]
pub(super) struct Inner<'t> {
    pub(super) what: What<'t>,
    /// Index of the element it is in; `NOWHERE` outside of all.
    pub(super) parent: u32,
    pub(super) end: u32,
    /// From 1.
    pub(super) line: u32,
}

#[derive(Debug)]
pub(super) enum What<'t> {
    /// Name as written, and where its attributes begin and end.
    Element(&'t str, u32, u32),
    Text(Cow<'t, str>),
}

pub(super) const NOWHERE: u32 = u32::MAX;

#[derive(Debug)]
pub(super) struct Attribute<'t> {
    /// As written, with its prefix.
    pub(super) name: &'t str,
    pub(super) value: Cow<'t, str>,
}

/// The part of a name after its prefix.
pub(super) fn local(name: &str) -> &str {
    // Names are short: a search made for long texts takes longer to begin than to go over one.
    let colon = name.bytes().rposition(|byte| byte == b':');
    colon.and_then(|at| name.get(at + 1..)).unwrap_or(name)
}

/// Is this the part of a name after its prefix?
fn is_local(name: &str, local: &str) -> bool {
    name.strip_suffix(local).is_some_and(|prefix| prefix.is_empty() || prefix.ends_with(':'))
}

impl<'t> Tree<'t> {
    /// The first element outside of all others.
    #[allow(dead_code, reason = "not every reader asks for one")]
    pub fn root(&self) -> Option<Element<'_>> {
        self.roots().next()
    }

    /// All of them: feeds put documents in a row.
    pub fn roots(&self) -> impl Iterator<Item = Element<'_>> {
        Nodes::of(self, 0, self.nodes.len()).filter_map(Node::element)
    }

    /// All elements of that local name, in document order.
    pub fn descendants<'s>(&'s self, name: &'s str) -> impl Iterator<Item = Element<'s>> {
        (0..self.nodes.len())
            .filter_map(|at| self.element(at))
            .filter(move |element| is_local(element.qualified, name))
    }

    /// Leaves in the story what was guessed and repaired on the way to the tree.
    pub fn annotate(&self, story: &mut Story) {
        story.notes.extend(self.notes.iter().cloned());
    }

    /// Reports a document that was cut: to be called after its stories were handed over.
    pub fn end(self, sink: &mut dyn Sink) {
        if let Some(error) = self.cut {
            sink.problem(error);
        }
    }

    fn element(&self, at: usize) -> Option<Element<'_>> {
        match self.nodes.get(at)?.what {
            What::Element(name, first, last) => {
                let attributes = self.attributes.get(first as usize..last as usize).unwrap_or(&[]);
                Some(Element { tree: self, at, qualified: name, attributes })
            }
            What::Text(_) => None,
        }
    }

    pub(super) fn node(&self, at: usize) -> Option<Node<'_>> {
        match &self.nodes.get(at)?.what {
            What::Text(text) => Some(Node::Text(text)),
            What::Element(..) => self.element(at).map(Node::Element),
        }
    }
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub struct Element<'t> {
    tree: &'t Tree<'t>,
    at: usize,
    qualified: &'t str,
    attributes: &'t [Attribute<'t>],
}

impl std::fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{}> of line {}", self.qualified, self.line())
    }
}

impl PartialEq for Element<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && std::ptr::eq(self.tree, other.tree)
    }
}

impl<'t> Element<'t> {
    /// Name without prefix.
    pub fn name(&self) -> &'t str {
        local(self.qualified)
    }

    /// Prefix of the name; empty if it has none.
    #[allow(dead_code, reason = "feeds tell elements of one name apart by it")]
    pub fn prefix(&self) -> &'t str {
        self.qualified.rsplit_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// The namespace its prefix is bound to, where it is declared.
    #[allow(dead_code, reason = "feeds tell elements of one name apart by it")]
    pub fn namespace(&self) -> Option<&'t str> {
        let prefix = self.prefix();
        let declares = |name: &str| match name.split_once(':') {
            Some(("xmlns", bound)) => bound == prefix,
            _ => prefix.is_empty() && name == "xmlns",
        };
        std::iter::successors(Some(*self), Element::parent)
            .find_map(|element| element.attributes.iter().find(|a| declares(a.name)))
            .map(|attribute| &*attribute.value)
    }

    /// Line of its start tag, from 1.
    pub fn line(&self) -> u64 {
        self.tree.nodes.get(self.at).map_or(0, |node| node.line.into())
    }

    /// The value of an attribute, trimmed; none if it is empty. A name with a prefix (`xml:lang`)
    /// is looked for as it is; one without matches any prefix, but none first.
    pub fn attr(&self, name: &str) -> Option<&'t str> {
        let exact = self.attributes.iter().find(|a| a.name == name);
        let found = exact.or_else(|| self.attributes.iter().find(|a| is_local(a.name, name)))?;
        Some(found.value.trim()).filter(|value| !value.is_empty())
    }

    /// Names as written and values of all its attributes.
    #[allow(dead_code, reason = "not every format needs them")]
    pub fn attrs(&self) -> impl Iterator<Item = (&'t str, &'t str)> {
        self.attributes.iter().map(|a| (a.name, &*a.value))
    }

    /// The element around it.
    pub fn parent(&self) -> Option<Element<'t>> {
        self.tree.element(self.tree.nodes.get(self.at)?.parent as usize)
    }

    /// Its children, text included.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'t>> + use<'t> {
        Nodes::of(self.tree, self.at + 1, self.end())
    }

    /// Its child elements.
    pub fn children(&self) -> impl Iterator<Item = Element<'t>> + use<'t> {
        self.nodes().filter_map(Node::element)
    }

    /// Elements of that local name anywhere inside, in document order.
    pub fn descendants<'n>(&self, name: &'n str) -> impl Iterator<Item = Element<'t>> + use<'t, 'n> {
        let tree = self.tree;
        (self.at + 1..self.end())
            .filter_map(|at| tree.element(at))
            .filter(move |e| is_local(e.qualified, name))
    }

    /// The elements of that name anywhere inside that hold no other of it: nothing is read twice,
    /// however deep a document nests its names.
    pub fn innermost<'n>(&self, name: &'n str) -> impl Iterator<Item = Element<'t>> + use<'t, 'n> {
        self.descendants(name).filter(move |element| element.descendants(name).next().is_none())
    }

    /// It lies in an element of that name.
    pub fn is_in(&self, name: &str) -> bool {
        std::iter::successors(self.parent(), Element::parent).any(|outer| outer.name() == name)
    }

    /// All elements of a path of local names below it: `head/docdata/doc-id`; `*` is any name.
    pub fn all(&self, path: &str) -> Vec<Element<'t>> {
        let mut found = vec![*self];
        for step in path.split('/') {
            let below = found.iter().flat_map(Element::children);
            found = below.filter(|e| step == "*" || e.name() == step).collect();
        }
        found
    }

    /// The first of them.
    pub fn find(&self, path: &str) -> Option<Element<'t>> {
        self.all(path).into_iter().next()
    }

    /// Text of the first element of the path that has any.
    pub fn text_at(&self, path: &str) -> Option<String> {
        self.all(path).iter().map(Element::text).find(|text| !text.is_empty())
    }

    /// An attribute of the first element of the path that has it.
    pub fn attr_at(&self, path: &str, name: &str) -> Option<&'t str> {
        self.all(path).iter().find_map(|element| element.attr(name))
    }

    /// All text inside, on one line. Elements that set their text apart, as paragraphs, cells and
    /// the parts of names and addresses do, part words; inline mark-up does not.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for step in self.walk() {
            match step {
                Step::Text(part) => text.push_str(part),
                Step::Enter(e) | Step::Leave(e) if PARTING.contains(&e.name()) => text.push(' '),
                Step::Enter(_) | Step::Leave(_) => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// All text inside, with its white space.
    pub fn raw_text(&self) -> String {
        let inside = self.tree.nodes.get(self.at + 1..self.end()).unwrap_or(&[]);
        let texts = inside.iter().filter_map(|node| match &node.what {
            What::Text(text) => Some(&**text),
            What::Element(..) => None,
        });
        texts.collect()
    }

    /// Goes through all that is inside, in document order. [`Walk::pass_over`] passes over the rest of
    /// the element entered last.
    pub fn walk(&self) -> Walk<'t> {
        Walk::of(self.tree, self.at + 1, self.end())
    }

    pub(super) fn end(&self) -> usize {
        self.tree.nodes.get(self.at).map_or(0, |node| node.end as usize)
    }
}

/// Elements of NITF, NewsML and XHTML that stand apart from the text around them.
const PARTING: &[&str] = &[
    "p",
    "br",
    "hr",
    "div",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "caption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hl1",
    "hl2",
    "byttl",
    "block",
    "media-caption",
    "city",
    "sublocation",
    "state",
    "region",
    "country",
    "location",
    "story.date",
    "name.given",
    "name.family",
    "title",
    "head",
    "body",
    "name",
    "definition",
];

#[cfg(test)]
mod tests;
pub mod unread;
