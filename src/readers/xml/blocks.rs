//! Paragraphs, subheads, lists, tables and captions out of block mark-up: NITF's `body.content`,
//! XHTML in NewsML and other feeds. It knows elements that hold text, and no format's head.

use super::table::rows;
use super::{Element, Step};
use crate::readers::markup::Body;
use crate::story::{Caption, Section};

/// Text in the making.
#[derive(Default)]
pub struct Blocks {
    body: Body,
    /// Captions of the media met on the way.
    pub captions: Vec<Caption>,
    /// Finished lines of the open paragraph, parted by `<br>`.
    lines: Vec<String>,
    line: String,
    heading: bool,
}

/// Elements that hold or part paragraphs. All others are inline: mark-up inside of words and sentences.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "block",
    "section",
    "article",
    "main",
    "aside",
    "header",
    "footer",
    "nav",
    "ul",
    "ol",
    "dl",
    "li",
    "dt",
    "dd",
    "blockquote",
    "bq",
    "address",
    "center",
    "hr",
    "form",
    "fieldset",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "h1",
    "hl1",
    "body",
    "body.head",
    "body.content",
    "body.end",
    "hedline",
    "note",
    "fn",
    "credit",
    "datasource",
    "abstract",
    "byline",
    "byttl",
    "distributor",
    "dateline",
    "tagline",
    "content",
    "summary",
    "para",
    "paragraph",
    "nitf-table",
    "inlineXML",
    "html",
    "details",
    "legend",
    "option",
    "postaddr",
];

/// Elements whose text heads what follows.
const HEADINGS: &[&str] = &["h2", "h3", "h4", "h5", "h6", "hl2"];

/// Elements whose content is no text of the story.
const SILENT: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "svg",
    "object",
    "form",
    "head",
    "nitf-table-metadata",
    "media-metadata",
    "media-object",
];

/// Elements around a picture, sound or film and what is said of it.
const MEDIA: &[&str] = &["media", "figure"];

impl Blocks {
    /// Adds all that is inside of `element`. `aside` is shown each element first; one it takes
    /// (returns true for) is no part of the text.
    pub fn add<'t>(&mut self, element: Element<'t>, aside: &mut dyn FnMut(Element<'t>) -> bool) {
        let mut walk = element.walk();
        while let Some(step) = walk.next() {
            match step {
                Step::Text(text) => self.line.push_str(text),
                Step::Leave(element) => {
                    if BLOCKS.contains(&element.name()) || HEADINGS.contains(&element.name()) {
                        self.end_paragraph();
                    }
                }
                Step::Enter(element) => {
                    if aside(element) {
                        self.line.push(' ');
                        walk.pass_over();
                    } else if self.enter(element) {
                        walk.pass_over();
                    }
                }
            }
        }
        self.end_paragraph();
    }

    /// True if the element is done with.
    fn enter(&mut self, element: Element<'_>) -> bool {
        match element.name() {
            "br" => self.end_line(),
            name if SILENT.contains(&name) => return true,
            name if MEDIA.contains(&name) => {
                self.captions.extend(captions(element));
                self.line.push(' ');
                return true;
            }
            "pre" => {
                self.end_paragraph();
                self.set(&element.raw_text());
                return true;
            }
            "table" => {
                self.end_paragraph();
                if let Some(rows) = rows(element) {
                    self.body.rows(&rows);
                    return true;
                }
            }
            name if HEADINGS.contains(&name) => {
                self.end_paragraph();
                self.heading = true;
            }
            name if BLOCKS.contains(&name) => self.end_paragraph(),
            _ => {}
        }
        false
    }

    fn end_line(&mut self) {
        let line = folded(&self.line);
        self.line.clear();
        self.lines.push(line);
    }

    fn end_paragraph(&mut self) {
        self.end_line();
        let lines = std::mem::take(&mut self.lines);
        let heading = std::mem::take(&mut self.heading);
        if heading {
            self.body.subhead(&folded(&lines.join(" ")));
            return;
        }
        for paragraph in joined(&lines) {
            self.body.paragraph(&paragraph);
        }
    }

    /// Text set with its line ends: wrapped copy, or lines that mean something, by how many end
    /// early though their paragraph goes on.
    fn set(&mut self, text: &str) {
        let lines: Vec<&str> = text.lines().collect();
        let goes_on = |next: &&str| !next.trim().is_empty() && !next.starts_with(' ');
        let early = lines.windows(2).filter(|pair| {
            !pair[0].trim().is_empty() && pair[0].len() < EARLY && pair.get(1).is_some_and(goes_on)
        });
        if early.count() * 5 < lines.len() {
            return self.body.lines(text);
        }
        for part in lines.split(|line| line.trim().is_empty()) {
            let rows: Vec<String> = part.iter().map(|line| line.trim_end().to_owned()).collect();
            self.body.rows(&rows);
        }
    }

    /// The body and its sections.
    pub fn finish(mut self) -> (String, Vec<Section>, Vec<Caption>) {
        self.end_paragraph();
        let (body, sections) = self.body.finish();
        (body, sections, self.captions)
    }
}

/// A wrapped line of running copy is longer.
const EARLY: usize = 40;

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines of teleprinter width that were sent with a `<br>` at each end are one paragraph, and so
/// are lines between which a sentence goes on; others stay apart, and an empty line always parts.
fn joined(lines: &[String]) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for part in lines.split(String::is_empty) {
        let wrapped = part.split_last().is_some_and(|(last, before)| {
            let width = |line: &String| line.chars().count();
            before.iter().all(|line| (45..=80).contains(&width(line))) && width(last) <= 80
        });
        for (at, line) in part.iter().enumerate() {
            match paragraphs.last_mut() {
                Some(open) if at > 0 && (wrapped || line.starts_with(char::is_lowercase)) => {
                    let open: &mut String = open;
                    open.push(' ');
                    open.push_str(line);
                }
                _ => paragraphs.push(line.clone()),
            }
        }
    }
    paragraphs
}

/// What is said of a picture, and by whom it is: one caption, or two parts of one.
fn captions(media: Element<'_>) -> Option<Caption> {
    let first = |names: &[&str]| {
        names.iter().flat_map(|name| media.innermost(name)).map(|e| e.text()).find(|t| !t.is_empty())
    };
    let reference = || media.descendants("media-reference").find_map(|e| e.attr("source-credit"));
    let credit = first(&["media-producer", "credit", "cite"]).or_else(|| reference().map(str::to_owned));
    let mut text = String::new();
    for caption in media.innermost("media-caption").chain(media.innermost("figcaption")) {
        let mut inside = Blocks::default();
        // Media within a caption are no part of it.
        inside.add(caption, &mut |e| {
            MEDIA.contains(&e.name()) || matches!(e.name(), "media-producer" | "credit" | "cite")
        });
        for paragraph in inside.finish().0.split("\n\n").filter(|p| !p.is_empty()) {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(paragraph);
        }
    }
    (!text.is_empty() || credit.is_some()).then_some(Caption { text: folded(&text), credit })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::xml::{Limits, parse};

    fn read(text: &str) -> (String, Vec<Section>, Vec<Caption>) {
        let tree = parse(text, &Limits::default()).unwrap();
        let mut blocks = Blocks::default();
        blocks.add(tree.root().unwrap(), &mut |e| e.name() == "skip");
        blocks.finish()
    }

    #[test]
    fn paragraphs_subheads_and_inline_mark_up() {
        let (body, sections, _) = read(
            "<body.content>Loose <b>text</b>.<block><p>One <person>Ann Example</person>'s\n  word<skip>x</skip>.</p><hl2>Later</hl2><p/></block><ul><li>two</li><li><p>three</p></li></ul></body.content>",
        );
        assert_eq!(body, "Loose text.\n\nOne Ann Example's word .\n\nLater\n\ntwo\n\nthree");
        assert_eq!(sections[0].title, "Later");
    }

    #[test]
    fn breaks_part_or_wrap() {
        let (body, ..) = read(
            "<p>   A line that was sent at the width of a teleprinter <br />Line and on it goes, to the end of this sentence.</p>",
        );
        assert!(!body.contains('\n'), "{body}");
        assert_eq!(
            read("<p>Ann<br/>Bob<br/>and others<br/><br/>next</p>").0,
            "Ann\n\nBob and others\n\nnext"
        );
    }

    #[test]
    fn tables_keep_their_columns() {
        let (body, ..) = read(
            "<d><p>As follows</p><table><thead><tr><th/><th>W</th><th>Pct</th></tr></thead><tr><td>Upper Town</td><td>47</td><td>.681</td></tr><tr><td colspan='3'>Late</td></tr></table><table><tr><td><p>Just</p><p>text</p></td></tr></table><pre>a    b\nc    d</pre><pre>Ann\nBob\n\nCleo</pre></d>",
        );
        assert_eq!(
            body,
            "As follows\n\n             W    Pct\nUpper Town   47   .681\nLate\n\nJust\n\ntext\n\na    b\nc    d\n\nAnn\nBob\n\nCleo"
        );
    }

    #[test]
    fn captions_stand_apart() {
        let (body, _, captions) = read(
            "<d><p>Text</p><media media-type='image'><media-reference source='x.jpg'/><media-caption><p>A mill.</p><p>It burns.</p></media-caption><media-producer>Ann Example</media-producer></media><figure><img/><figcaption>A quay <cite>B. Test</cite></figcaption></figure></d>",
        );
        assert_eq!(body, "Text");
        let got: Vec<_> = captions.iter().map(|c| (c.text.as_str(), c.credit.as_deref())).collect();
        assert_eq!(got, [("A mill. It burns.", Some("Ann Example")), ("A quay", Some("B. Test"))]);
    }
}
