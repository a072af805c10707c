//! The main text of a page as blocks: paragraphs, subheads, points of lists. Finding it is
//! Readability's work; this walks what it found and drops what is no part of a story.

use crate::readers::markup::Body;
use crate::story::Story;
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use std::collections::HashSet;

/// A block of the main text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// One line of text.
    pub text: String,
    /// A subhead.
    pub heading: bool,
    /// A point of a list.
    pub point: bool,
    /// Bytes of the text that are links.
    pub linked: usize,
}

/// Deeper elements are not walked; the page has been cut to less.
const DEPTH: usize = 1_000;

/// Subheads of one story; what comes after is text like any other.
const HEADINGS: usize = 1_000;

/// Elements that neither end a paragraph nor part words.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
];

/// All text below a node; what begins another block is another word.
pub fn all_text(node: &NodeRef<'_>) -> String {
    let mut all = String::new();
    for part in node.descendants_it() {
        if part.is_text() {
            all.push_str(&part.text());
        } else if part.node_name().is_some_and(|name| !INLINE.contains(&&*name)) {
            all.push(' ');
        }
    }
    all
}

/// The main text of a page, which is used up.
pub fn main_text(page: Document) -> Vec<Block> {
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(page, None, Some(config)).and_then(|mut reader| reader.parse());
    let Ok(article) = article else { return Vec::new() };
    let content = Document::from(article.content);
    let mut walk = Walk::default();
    walk.element(&content.root(), DEPTH);
    walk.flush();
    walk.blocks
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    open: Block,
    links: usize,
}

impl Walk {
    fn element(&mut self, node: &NodeRef<'_>, depth: usize) {
        if depth == 0 {
            return;
        }
        for child in node.children_it(false) {
            if child.is_text() {
                self.text(&child.text());
                continue;
            }
            if !child.is_element() {
                continue;
            }
            let name = child.node_name().unwrap_or_default();
            match &*name {
                "br" => self.open.text.push('\n'),
                "a" => {
                    self.links += 1;
                    self.element(&child, depth - 1);
                    self.links -= 1;
                }
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                    self.flush();
                    self.open.heading = true;
                    self.element(&child, depth - 1);
                    self.flush();
                }
                "li" => {
                    self.flush();
                    self.open.point = true;
                    self.element(&child, depth - 1);
                    self.flush();
                }
                "figure" | "figcaption" | "img" | "picture" | "head" => {}
                "td" | "th" => {
                    self.element(&child, depth - 1);
                    self.open.text.push_str("  ");
                }
                inline if INLINE.contains(&inline) => self.element(&child, depth - 1),
                _ => {
                    let point = self.open.point && self.open.text.trim().is_empty();
                    self.flush();
                    self.open.point = point;
                    self.element(&child, depth - 1);
                    self.flush();
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        let part = text.replace(['\n', '\r', '\t'], " ");
        if self.links > 0 {
            self.open.linked += part.trim().len();
        }
        self.open.text.push_str(&part);
    }

    fn flush(&mut self) {
        let block = std::mem::take(&mut self.open);
        for part in block.text.split("\n") {
            let text = part.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                let linked = block.linked.min(text.len());
                self.blocks.push(Block { text, linked, ..block.clone() });
            }
        }
    }
}

/// Words in a row by which two texts are known to be the same.
const ROW: usize = 3;

fn rows(text: &str) -> Vec<String> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    words.windows(ROW.min(words.len().max(1))).map(|row| row.join(" ")).collect()
}

/// Uses the `articleBody` a page states. Most sites write it as one run without paragraphs: it then
/// tells which blocks belong to the story. It is taken as it stands when the blocks lack much of it,
/// and not at all when it is only the beginning of the story.
pub fn agree(story: &mut Story, blocks: &[Block], said: Story) {
    let stated: HashSet<String> = rows(&said.body).into_iter().collect();
    let cut = said.body.trim_end().ends_with("...") || said.body.trim_end().ends_with('…');
    if said.body.len() * 10 < story.body.len() * 6 || cut && said.body.len() < story.body.len() {
        return;
    }
    let belongs = |block: &Block| {
        let rows = rows(&block.text);
        block.heading || rows.iter().filter(|row| stated.contains(*row)).count() * 2 >= rows.len()
    };
    let mut kept: Vec<Block> = blocks.iter().filter(|block| belongs(block)).cloned().collect();
    while kept.last().is_some_and(|block| block.heading) {
        kept.pop();
    }
    let covered: HashSet<String> = kept.iter().flat_map(|block| rows(&block.text)).collect();
    let hits = stated.iter().filter(|row| covered.contains(*row)).count();
    if hits * 10 >= stated.len() * 8 {
        (story.body, story.sections) = body(&kept);
    } else {
        story.body = said.body;
        story.sections = said.sections;
        story.note("body-from-json-ld", None, "the text is the page's articleBody");
    }
}

/// Puts blocks into a body.
pub fn body(blocks: &[Block]) -> (String, Vec<crate::story::Section>) {
    let (mut body, mut headings) = (Body::default(), 0);
    for block in blocks {
        headings += usize::from(block.heading);
        if block.heading && headings <= HEADINGS {
            body.subhead(&block.text);
        } else {
            body.paragraph(&block.text);
        }
    }
    body.finish()
}
