//! Going over a tree of XML: side by side, or through all that is inside, never by recursion.

use super::{Element, Tree};

/// A child of an element.
#[derive(Debug, Clone, Copy)]
pub enum Node<'t> {
    /// An element.
    Element(Element<'t>),
    /// Text, references resolved, white space as written.
    Text(&'t str),
}

impl<'t> Node<'t> {
    /// The element, if it is one.
    pub fn element(self) -> Option<Element<'t>> {
        match self {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }
}

/// The nodes side by side in a range of a tree.
pub(in crate::readers) struct Nodes<'t> {
    tree: &'t Tree<'t>,
    at: usize,
    end: usize,
}

impl<'t> Nodes<'t> {
    pub(in crate::readers) fn of(tree: &'t Tree<'t>, at: usize, end: usize) -> Self {
        Nodes { tree, at, end }
    }
}

impl<'t> Iterator for Nodes<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let node = self.tree.node(self.at).filter(|_| self.at < self.end)?;
        self.at = self.tree.nodes.get(self.at)?.end as usize;
        Some(node)
    }
}

/// A step through the inside of an element.
#[derive(Debug, Clone, Copy)]
pub enum Step<'t> {
    /// The start of an element.
    Enter(Element<'t>),
    /// Its end.
    Leave(Element<'t>),
    /// Text, white space as written.
    Text(&'t str),
}

/// See [`Element::walk`].
pub struct Walk<'t> {
    tree: &'t Tree<'t>,
    at: usize,
    end: usize,
    open: Vec<Element<'t>>,
}

impl<'t> Walk<'t> {
    pub(in crate::readers) fn of(tree: &'t Tree<'t>, at: usize, end: usize) -> Self {
        Walk { tree, at, end, open: Vec::new() }
    }

    /// Passes over what is left of the element entered last; its end is still told.
    pub fn pass_over(&mut self) {
        if let Some(element) = self.open.last() {
            self.at = element.end();
        }
    }
}

impl<'t> Iterator for Walk<'t> {
    type Item = Step<'t>;

    fn next(&mut self) -> Option<Step<'t>> {
        if let Some(element) = self.open.pop_if(|element| element.end() <= self.at) {
            return Some(Step::Leave(element));
        }
        let node = self.tree.node(self.at).filter(|_| self.at < self.end)?;
        self.at += 1;
        Some(match node {
            Node::Text(text) => Step::Text(text),
            Node::Element(element) => {
                self.open.push(element);
                Step::Enter(element)
            }
        })
    }
}
