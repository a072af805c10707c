//! Web pages of news sites: what they say of themselves (JSON-LD first), and their main text.
//!
//! A page without a main text (a front page, a list, a search) is refused by name.

pub(super) mod filter;
pub(super) mod ld;
pub(super) mod meta;
pub(super) mod prune;
pub(super) mod tame;
pub(super) mod text;
pub(super) mod words;

use crate::error::{Error, ErrorKind, Result};
use crate::readers::json::values::language;
use crate::readers::keys::plain_byline;
use crate::readers::sgml::attribute;
use crate::readers::{Format, Head, Input, Sink};
use crate::source::decode::{Decoded, clean, declared_in, decode};
use crate::source::stream_error;
use crate::story::{Caption, Story};
use dom_query::Document;
use ld::Data;
use meta::Page;
use std::io::Read;
use tame::tame;
use text::Block;
use words::{is_index_address, unlabelled};

/// The row.
pub const FORMAT: Format = Format {
    name: "html",
    about: "web pages of news sites",
    extensions: &["html", "htm", "xhtml"],
    carries: &[
        "id",
        "version",
        "headline",
        "byline",
        "dateline",
        "published",
        "updated",
        "agency",
        "people",
        "places",
        "organisations",
        "keywords",
        "desk",
        "lang",
        "sections",
        "captions",
        "copyright",
        "url",
    ],
    many: false,
    version: 4,
    sniff,
    read,
};

/// Bytes of one page.
const LONGEST: u64 = 64 << 20;

/// Bytes of one page without its scripts.
const LONGEST_TAMED: usize = 8 << 20;

/// Less text than this is no main text, unless the page says that it is an article.
const SHORTEST: usize = 250;

/// A list of stories with their first sentences may have as much text as this.
const FEW: usize = 1_500;

/// Captions kept of one page.
const MOST_CAPTIONS: usize = 40;

fn sniff(head: &Head<'_>) -> Option<&'static str> {
    let mut text = head.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    loop {
        let end = match text {
            comment if comment.starts_with("<!--") => comment.find("-->").map(|at| at + 3),
            declaration if declaration.starts_with("<?xml") => declaration.find("?>").map(|at| at + 2),
            _ => None,
        };
        let Some(end) = end else { break };
        text = text[end..].trim_start();
    }
    let start: String = text.chars().take(60).collect::<String>().to_ascii_lowercase();
    let opens = ["<!doctype html", "<html", "<head", "<script type=\"application/ld+json", "<body", "<meta "];
    let fragment = || {
        let name = head.name.to_ascii_lowercase();
        let named = FORMAT.extensions.iter().any(|ext| name.ends_with(&format!(".{ext}")));
        named && start.starts_with('<') && ["<p", "<div", "<br"].iter().any(|tag| text.contains(tag))
    };
    (opens.iter().any(|open| start.starts_with(open)) || fragment()).then_some("an HTML page")
}

fn read(input: &mut Input<'_>, sink: &mut dyn Sink) -> Result<()> {
    let mut bytes = Vec::new();
    input.bytes.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|e| stream_error(&e))?;
    let decoded = decoded(&bytes);
    let text = clean(&decoded.text);
    let tamed = tame(&text);
    if bytes.len() as u64 > LONGEST || tamed.page.len() > LONGEST_TAMED {
        return Err(Error::new(ErrorKind::Limit, "the page is longer than 8 MiB without its scripts"));
    }
    let mut data = ld::gather(&tamed.data);
    let document = Document::from(tamed.page);
    let (mut story, said) = ld::story(&mut data, input.hints);
    for (code, line, text) in std::mem::take(&mut data.notes) {
        story.note(code, Some(line), text);
    }
    if decoded.guessed {
        story.note("charset-guessed", None, format!("read as {}", decoded.charset));
    }
    if tamed.cut > 0 {
        story.note("nesting-cut", None, format!("{} tags nest too deeply and were left out", tamed.cut));
    }
    let page = Page::of(&document);
    page.fill(&mut story, input.hints);
    let about = About {
        article: is_article(&data, &page.kind),
        description: page.description.clone(),
        site: page.site.clone(),
    };
    let on_page = document.body().map_or(0, |body| words(&text::all_text(&body)));
    let captions = prune::prune(&document);
    let blocks = text::main_text(document);
    match finish(&mut story, said, blocks, captions, &about, &data, input) {
        Ok(()) => {
            let kept = words(&story.headline) + words(&story.body) + captions_of(&story);
            if on_page > kept {
                let text =
                    format!("{} of the {on_page} words of the page are not in the text", on_page - kept);
                story.note("page-text-left-out", None, text);
            }
            let _ = sink.story(story);
        }
        Err(what) => sink.passed_over(&what),
    }
    Ok(())
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn captions_of(story: &Story) -> usize {
    story.captions.iter().map(|caption| words(&caption.text)).sum()
}

/// Where a `<meta>` with the charset may stand; scripts often come before it.
const HEAD: usize = 64 << 10;

/// Charsets of pages that declare none, by language (HTML standard, "encoding sniffing algorithm").
#[rustfmt::skip]
const UNDECLARED: &[(&str, &str)] = &[
    ("ru", "windows-1251"), ("uk", "windows-1251"), ("bg", "windows-1251"), ("ja", "shift_jis"), ("ko", "euc-kr"),
    ("zh", "gb18030"), ("el", "iso-8859-7"), ("tr", "windows-1254"), ("pl", "iso-8859-2"), ("cs", "windows-1250"),
    ("hu", "iso-8859-2"), ("ar", "windows-1256"), ("he", "windows-1255"), ("th", "windows-874"),
];

/// Mark, declaration, UTF-8, the usual charset of the page's language, windows-1252.
fn decoded(bytes: &[u8]) -> Decoded<'_> {
    let head = bytes.len().min(HEAD);
    let declared = (0..head).step_by(3_900).find_map(|at| declared_in(&bytes[at..]));
    let decoded = decode(bytes, declared);
    if !decoded.guessed || declared.is_some() || decoded.charset != "windows-1252" {
        return decoded;
    }
    let html = decoded.text.find("<html").map(|at| &decoded.text[at..]);
    let tag = html.and_then(|html| html.split('>').next()).unwrap_or("");
    let language = attribute(tag, "lang").map(language).unwrap_or_default();
    match UNDECLARED.iter().find(|(code, _)| *code == language) {
        Some((_, charset)) => Decoded { guessed: true, ..decode(bytes, Some(charset)) },
        None => decoded,
    }
}

/// What the page says it is.
struct About {
    article: bool,
    description: String,
    site: String,
}

fn is_article(data: &Data, kind: &str) -> bool {
    kind == "article" || data.types.iter().any(|t| t.ends_with("article") || t.ends_with("posting"))
}

/// Puts the main text into the story, or says what the page is instead.
fn finish(
    story: &mut Story,
    said: Option<Story>,
    blocks: Vec<Block>,
    captions: Vec<Caption>,
    about: &About,
    data: &Data,
    input: &Input<'_>,
) -> Result<(), String> {
    let byline = story.byline.clone().unwrap_or_default();
    let names: Vec<&str> =
        [about.site.as_str(), &byline].into_iter().filter(|name| !name.is_empty()).collect();
    let linked: usize = blocks.iter().filter(|block| block.linked * 2 > block.text.len()).count();
    let lists = blocks.len();
    let found = filter::filter(blocks, &story.headline, &names, input.hints);
    let captions = captions.into_iter().chain(found.captions);
    (story.body, story.sections) = text::body(&found.blocks);
    if let Some(said) = said {
        text::agree(story, &found.blocks, said);
    }
    if story.byline.is_none() {
        story.byline = found.byline.as_deref().map(plain_byline);
    }
    if story.published.is_none() {
        story.published = found.date.and_then(|text| unlabelled(&text, input.hints));
        if story.published.is_some() {
            story.note("date-from-text", None, "the date is what the page shows, not marked up");
        }
    }
    let index = story.url.as_deref().is_some_and(is_index_address)
        || data.types.iter().any(|t| matches!(t.as_str(), "collectionpage" | "searchresultspage"));
    let own = |block: &&Block| block.linked * 2 <= block.text.len();
    let length: usize = found.blocks.iter().filter(own).map(|block| block.text.len()).sum();
    let list = index && (linked > 2 || length < FEW) || linked * 2 > lists && length < FEW;
    if !about.article && (list || length < SHORTEST) {
        return Err(refusal(story, index, lists).to_owned());
    }
    add_captions(story, captions);
    if story.body.is_empty() {
        if about.description.is_empty() {
            return Err("a page without a main text".into());
        }
        story.body.clone_from(&about.description);
        story.note("teaser", None, "the page has no main text; this is its description");
    }
    Ok(())
}

fn refusal(story: &Story, index: bool, blocks: usize) -> &'static str {
    let search = story.url.as_deref().is_some_and(|url| url.contains("search") || url.contains("?s="));
    match (search, index || blocks > 3) {
        (true, _) => "a search page",
        (false, true) => "an index page: links to stories and no main text",
        (false, false) => "a page without a main text",
    }
}

/// Captions once each; a credit alone belongs to the caption before it.
fn add_captions(story: &mut Story, captions: impl Iterator<Item = Caption>) {
    for caption in captions {
        let known = story.captions.iter().any(|known| known.text == caption.text);
        if caption.text.is_empty() {
            if let Some(last) = story.captions.last_mut().filter(|last| last.credit.is_none()) {
                last.credit = caption.credit;
            }
        } else if !known && story.captions.len() < MOST_CAPTIONS {
            story.captions.push(caption);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::wire::Hints;
    use std::ops::ControlFlow;

    #[derive(Default)]
    struct Kept(Vec<Story>, Vec<String>);

    impl Sink for Kept {
        fn story(&mut self, story: Story) -> ControlFlow<()> {
            self.0.push(story);
            ControlFlow::Continue(())
        }
        fn problem(&mut self, error: Error) {
            self.1.push(error.to_string());
        }
        fn passed_over(&mut self, what: &str) {
            self.1.push(what.to_owned());
        }
    }

    fn read_page(page: &str) -> Kept {
        let mut kept = Kept::default();
        let hints = Hints::default();
        let mut input = Input { bytes: &mut page.as_bytes(), name: "x.html", hints: &hints };
        read(&mut input, &mut kept).unwrap();
        kept
    }

    #[test]
    fn hostile_pages_end() {
        let text = "<p>The bakers went back to their ovens on Thursday, after eleven days, and gave a loaf to everybody who came by before noon.</p>".repeat(4);
        for opening in
            ["<div>", "<b><p>x", "<table><tr><td>", "<a href=x>", "<ul><li>", "<blockquote>", "</p>", "<svg>"]
        {
            let kept = read_page(&format!("<html>{}{text}", opening.repeat(3_000)));
            assert_eq!(kept.0.len() + kept.1.len(), 1, "{opening}");
        }
        let kept = read_page(&format!("<html>{}{text}", "<div>".repeat(100_000)));
        assert!(kept.0[0].body.starts_with("The bakers went back"));
        assert!(kept.0[0].notes.iter().any(|note| note.code == "nesting-cut"));
    }

    #[test]
    fn lists_of_links_are_no_stories() {
        let list = "<li><a href=x>Ferry returns to the harbour after nine long years</a></li>".repeat(200);
        let kept = read_page(&format!("<html><title>Harbour</title><ul>{list}</ul>"));
        assert!(kept.0.is_empty());
        assert_eq!(kept.1, ["an index page: links to stories and no main text"]);
    }
}
