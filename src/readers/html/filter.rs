//! Blocks of a page's main text that are no part of the story: "Read more", dates, bylines,
//! captions without mark-up, lists of links below the story. Rules are about wording and place, not
//! about any one site.

use super::text::Block;
use crate::date::wire::{self, Hints};
use crate::story::Caption;

/// What is left, and what was found among the rest.
#[derive(Debug, Default)]
pub struct Filtered {
    /// The story's blocks.
    pub blocks: Vec<Block>,
    /// Captions that stood in the text.
    pub captions: Vec<Caption>,
    /// A byline that stood above it.
    pub byline: Option<String>,
    /// The first line that was nothing but a date.
    pub date: Option<String>,
}

/// Beginnings of lines that lead elsewhere, in small letters.
#[rustfmt::skip]
const POINTERS: &[&str] = &[
    "[related", "advert", "advertisement", "also read", "also:", "article continues", "click here", "click to", "comments",
    "continue reading", "don't miss", "don’t miss", "download the", "download:", "email the author", "facebook", "filed under", "follow us", "follow ",
    "for more", "get the latest", "get access to", "join our", "learn more", "leggi anche", "leia também", "leia mais", "lee también", "lesen sie", "like this story", "lire aussi",
    "listen:", "more from", "more on", "more:", "must read", "one response to", "photos:", "photo gallery", "please enable", "posted in", "post comment", "read also", "read full", "read more",
    "read next", "recommended", "related", "report a typo", "scroll down", "see also", "see more", "share this", "share on", "sharing is caring",
    "sign up", "skip to", "sponsored", "story continues", "subscribe", "support our", "tags", "text size", "this slideshow", "trending", "view author",
    "watch:", "watch more", "write to", "you may also", "you might also", "читайте также", "weiterlesen", "mehr zum thema",
];

/// Headings and lines that open what is set below a story.
#[rustfmt::skip]
const TAILS: &[&str] = &[
    "about the author", "about author", "also on", "around the web", "comments", "further reading", "get the", "join the conversation", "keep reading", "latest news", "leave a comment",
    "leave a reply", "more from", "more great", "more news", "more on", "more stories", "most popular", "most read", "newsletter",
    "popular", "post a comment", "read more", "read next", "recommended", "related", "share", "sign up", "something to consider",
    "story timeline", "subscribe", "tags", "tell us what you think", "top stories", "trending", "what do you think", "what to read next",
    "you may also", "you might also", "up next", "see also", "make msn",
];

/// Ends of captions: credits of agencies and of photographers in brackets.
#[rustfmt::skip]
const CREDITS: &[&str] = &[
    "ap photo", "getty images", "(image:", "(credit:", "(photo", "/reuters)", "reuters/", "(ap)", "/afp", "shutterstock", "image credit", "photo credit", "photograph:", "foto:", "(picture:", "via getty", "/ap)",
];

/// Begins like one of them.
fn begins(text: &str, starts: &[&str]) -> bool {
    let small = text.chars().take(40).collect::<String>().to_lowercase();
    let small = small.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '[');
    starts.iter().any(|start| small.starts_with(start))
}

fn ends_a_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', '»', ']', ' '])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', ':'])
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Keeps the story. `headline` and `names` (site, authors) are what the page said of itself.
pub fn filter(blocks: Vec<Block>, headline: &str, names: &[&str], hints: &Hints) -> Filtered {
    let mut out = Filtered::default();
    let all: usize = blocks.iter().map(|block| block.text.len()).sum();
    let linked: usize = blocks.iter().filter(|b| is_link(b)).map(|block| block.text.len()).sum();
    let mostly_links = linked * 2 > all;
    let mut seen = std::collections::HashSet::new();
    let mut begun = false;
    for mut block in blocks {
        block.text.retain(|c| !matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}'));
        let text = block.text.trim();
        let twice = text.len() > 80 && !seen.insert(text.to_owned());
        if !text.contains(char::is_alphanumeric) || twice || text == headline {
            continue;
        }
        if is_link(&block) && !mostly_links || begins(text, POINTERS) && is_aside(&block) {
            // The list below such a heading goes with it, link by link.
            continue;
        }
        if let Some(caption) = caption(&block) {
            out.captions.push(caption);
            continue;
        }
        if is_date(text, hints) {
            out.date.get_or_insert_with(|| text.to_owned());
            continue;
        }
        if names.iter().any(|name| name.eq_ignore_ascii_case(text)) {
            continue;
        }
        if !begun
            && words(text) < 12
            && begins(text, &["by ", "von ", "par ", "por "])
            && !text.ends_with('.')
        {
            out.byline.get_or_insert_with(|| text.to_owned());
            continue;
        }
        block.text = text.to_owned();
        begun |= !block.heading;
        out.blocks.push(block);
    }
    cut_tail(&mut out.blocks);
    out
}

/// All of it is a link.
fn is_link(block: &Block) -> bool {
    block.linked * 10 >= block.text.len() * 9
}

/// A short line, or one that is mostly a link.
fn is_aside(block: &Block) -> bool {
    block.text.len() < 160 && (!ends_a_sentence(&block.text) || words(&block.text) < 20)
        || block.linked * 2 > block.text.len()
}

fn caption(block: &Block) -> Option<Caption> {
    let text = block.text.as_str();
    if block.heading || text.len() > 500 {
        return None;
    }
    let credit_only = [
        "photo:",
        "image:",
        "foto:",
        "fotos:",
        "(image:",
        "(photo:",
        "image credit",
        "photo credit",
        "©",
        "credit:",
        "picture:",
    ];
    let small = text.to_lowercase();
    if text.len() < 120 && credit_only.iter().any(|start| small.starts_with(start)) {
        return Some(Caption { text: String::new(), credit: Some(text.to_owned()) });
    }
    let last: String = small.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    let credited = CREDITS.iter().any(|credit| last.contains(credit));
    (credited && words(text) < 80 && !text.ends_with('”'))
        .then(|| Caption { text: text.to_owned(), credit: None })
}

/// `Published 7:07 PM EST Nov 19, 2019`, `18 NOV 2019`.
fn is_date(text: &str, hints: &Hints) -> bool {
    if text.len() > 90 || !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let labels =
        ["published", "updated", "posted", "first published", "last updated", "last modified", "date"];
    let rest = text.trim_start_matches(['|', ' ', '·', '•']);
    if begins(rest, &labels) && text.chars().filter(char::is_ascii_digit).count() >= 3 {
        return true;
    }
    wire::parse(rest, hints).is_some()
}

/// Cuts what is set below the story, and empty headings.
fn cut_tail(blocks: &mut Vec<Block>) {
    let total: usize = blocks.iter().map(|block| block.text.len()).sum();
    let mut before = 0;
    for at in 0..blocks.len() {
        let block = &blocks[at];
        let opens = begins(&block.text, TAILS)
            && words(&block.text) < 9
            && (block.heading || !ends_a_sentence(&block.text) || block.text.ends_with(':'));
        if opens && at > 0 && before * 10 >= total * 6 {
            blocks.truncate(at);
            break;
        }
        before += block.text.len();
    }
    while let Some(last) = blocks.last() {
        let text = last.text.to_lowercase();
        let address = last.text.contains('@') && last.text.len() < 250;
        let claim =
            text.starts_with("copyright") || text.starts_with('©') || text.contains("all rights reserved");
        let calls = ["follow ", "newsletter", "on twitter", "sign up", "subscribe", "click here"];
        let calls = last.text.len() < 250 && calls.iter().any(|call| text.contains(call));
        if blocks.len() > 1 && (last.heading || address || claim || calls) {
            blocks.pop();
        } else {
            break;
        }
    }
}
