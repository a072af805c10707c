//! What stands on a page beside its story: menus, share bars, related links, comments, forms.
//! Taken out of the tree by element, role, and the words of class and id.
//!
//! It never takes what holds a great part of the page's text, whatever it is called.

use crate::source::decode::clean;
use crate::story::Caption;
use dom_query::{Document, NodeId, NodeRef};
use std::collections::HashMap;

/// Elements that never hold the story's text.
const BESIDE: &str = "nav, footer, dialog, button, select, input, menu, object, embed, video, audio, canvas, \
    [role=navigation], [role=search], [role=banner], [role=contentinfo], [hidden]";

/// Words of class or id that name what stands beside a story.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "ad", "ads", "advert", "adverts", "advertisement", "advertising", "adsense", "affiliate", "breadcrumb",
    "breadcrumbs", "byline", "carousel", "comments", "commentlist", "cookie", "cookies", "copyright", "disqus", "gallery",
    "gdpr", "livefyre", "login", "masthead", "menu", "modal", "navigation", "newsletter", "newsletters",
    "noprint", "outbrain", "pagination", "paywall", "popular", "popup", "promo", "promos", "promotion", "pubdate",
    "recirc", "recirculation", "recommendation", "recommendations", "recommended", "register", "related",
    "relatedposts", "respond", "share", "sharebar", "sharedaddy", "sharetools", "sharing", "sidebar", "signup",
    "slideshow", "social", "sponsor", "sponsored", "subscribe", "subscription", "taboola", "tagcloud", "taglist",
    "timestamp", "toolbar", "tooltip", "trending", "upsell", "zergnet",
];

/// Pairs of such words, side by side.
#[rustfmt::skip]
const PAIRS: &[(&str, &str)] = &[
    ("about", "author"), ("also", "read"), ("article", "footer"), ("article", "meta"), ("article", "tags"),
    ("author", "bio"), ("author", "box"), ("author", "info"), ("call", "out"), ("editors", "picks"),
    ("entry", "footer"), ("entry", "meta"), ("entry", "tags"), ("follow", "us"), ("link", "list"), ("more", "from"),
    ("more", "news"), ("more", "on"), ("more", "stories"), ("most", "read"), ("most", "viewed"), ("post", "footer"),
    ("post", "meta"), ("post", "tags"), ("print", "only"), ("read", "also"), ("read", "more"), ("read", "next"),
    ("related", "links"), ("screen", "reader"), ("see", "also"), ("sign", "up"), ("site", "footer"),
    ("site", "header"), ("sr", "only"), ("tag", "list"), ("tags", "list"), ("topic", "tags"), ("up", "next"),
    ("video", "player"), ("visually", "hidden"), ("post", "date"), ("entry", "date"), ("article", "date"),
    ("publish", "date"), ("fb", "comments"),
];

/// Class or id, as a whole, of readers' comments, which may well be longer than the story.
const COMMENTS: &[&str] =
    &["comments", "comment-list", "commentlist", "comments-area", "disqus_thread", "respond"];

/// Text outside links below each node.
struct Prose(HashMap<NodeId, usize>);

impl Prose {
    fn of(page: &Document) -> Self {
        let mut found = HashMap::new();
        for text in page.root().descendants_it().filter(NodeRef::is_text) {
            let length = text.text().trim().len();
            if length == 0 || text.ancestors_it(Some(3)).any(|node| node.has_name("a")) {
                continue;
            }
            for node in text.ancestors_it(None) {
                *found.entry(node.id).or_insert(0) += length;
            }
        }
        Prose(found)
    }

    fn below(&self, node: &NodeRef<'_>) -> usize {
        self.0.get(&node.id).copied().unwrap_or(0)
    }
}

/// Takes out what stands beside the story, and the pictures; gives their captions.
pub fn prune(page: &Document) -> Vec<Caption> {
    page.select(BESIDE).remove();
    let prose = Prose::of(page);
    let all = prose.below(&page.root());
    let mut captions = Vec::new();
    for node in page.select("[class], [id], figure, form, aside").nodes() {
        let name = node.node_name().unwrap_or_default();
        if node.parent().is_none()
            || matches!(&*name, "html" | "body" | "main" | "article" | "p" | "h1" | "a")
        {
            continue;
        }
        let here = prose.below(node);
        let (class, id) = (node.attr_or("class", ""), node.attr_or("id", ""));
        let words = words(&class, &id);
        if quotes(node, &words) {
            // Its name would make Readability drop it.
            node.remove_attr("class");
            continue;
        }
        let has = |word: &str| words.iter().any(|known| known == word);
        let small = here * 4 <= all;
        if is_comments(&class, &id) && all - here.min(all) > 250
            || small && (is_beside(&words) || &*name == "form")
        {
            node.remove_from_parent();
        } else if small
            && (&*name == "figure" || has("caption") || has("figcaption") || has("credit") && here < 200)
        {
            captions.extend(caption(node, has("credit")));
            node.remove_from_parent();
        }
    }
    // Links in a quotation, as of a tweet, are part of it.
    page.select("blockquote a").rename("span");
    captions
}

/// A quotation, as of a tweet, stands in a box that is called social.
fn quotes(node: &NodeRef<'_>, words: &[String]) -> bool {
    words.iter().any(|word| word == "social")
        && node.descendants_it().any(|inner| inner.has_name("blockquote"))
}

fn is_comments(class: &str, id: &str) -> bool {
    class.split_whitespace().chain([id]).any(|word| COMMENTS.contains(&word.to_ascii_lowercase().as_str()))
}

/// The words of class and id in small letters: `relatedLinks__item` is `related links item`.
fn words(class: &str, id: &str) -> Vec<String> {
    let mut words = Vec::new();
    for text in [class, id] {
        let mut word = String::new();
        for c in text.chars().take(500).chain([' ']) {
            let hump = c.is_ascii_uppercase() && word.ends_with(|l: char| l.is_ascii_lowercase());
            if (hump || !c.is_ascii_alphabetic()) && !word.is_empty() {
                words.push(std::mem::take(&mut word).to_ascii_lowercase());
            }
            if c.is_ascii_alphabetic() {
                word.push(c);
            }
        }
    }
    words
}

fn is_beside(words: &[String]) -> bool {
    words.iter().any(|word| WORDS.contains(&word.as_str()))
        || words.windows(2).any(|two| PAIRS.contains(&(two[0].as_str(), two[1].as_str())))
}

/// A caption with its credit; a credit alone has no text.
fn caption(node: &NodeRef<'_>, only_credit: bool) -> Option<Caption> {
    let line = |node: &NodeRef<'_>| {
        let text = node.text();
        clean(&text).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    if only_credit {
        let credit = Some(line(node)).filter(|credit| !credit.is_empty())?;
        return Some(Caption { text: String::new(), credit: Some(credit) });
    }
    let mut credit = None;
    for part in node.descendants() {
        let words = words(&part.attr_or("class", ""), &part.attr_or("itemprop", ""));
        let names = ["credit", "credits", "photographer", "copyright", "source"];
        if credit.is_none() && part.is_element() && words.iter().any(|word| names.contains(&word.as_str())) {
            credit = Some(line(&part)).filter(|credit| !credit.is_empty());
            part.remove_from_parent();
        }
    }
    let inner = node.descendants_it().find(|part| part.has_name("figcaption"));
    let text = line(&inner.unwrap_or(*node));
    (!text.is_empty() || credit.is_some()).then_some(Caption { text, credit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names_are_words() {
        assert_eq!(
            words("relatedLinks__item main-Body x1", "ID"),
            ["related", "links", "item", "main", "body", "x", "id"]
        );
        assert!(is_beside(&words("story read-more", "")));
        assert!(!is_beside(&words("story readmore-less", "")));
    }
}
