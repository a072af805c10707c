//! A page before it is parsed: scripts, styles and comments out, JSON-LD kept aside, nesting and
//! attributes cut to what any real page needs.
//!
//! The HTML standard's tree builder takes time with the square of unclosed elements (each start tag
//! looks up the whole stack; each paragraph reopens every unclosed `<b>`), so a hostile page of a
//! few hundred kilobytes would hold a reader for minutes. It knows nothing of news.

use memchr::memmem;

/// What is left of a page.
#[derive(Debug, Default)]
pub struct Tamed<'t> {
    /// The page for the parser.
    pub page: String,
    /// Contents of `<script type="application/ld+json">`, with the line each begins on.
    pub data: Vec<(u64, &'t str)>,
    /// Tags left out because they nest too deeply or are too many.
    pub cut: usize,
}

/// Open elements a page may have; browsers allow 512.
const DEPTH: usize = 120;

/// Open formatting elements.
const FORMATTING_DEPTH: usize = 8;

/// Start tags of a page; the text of further elements stays.
const TAGS: usize = 60_000;

/// Attributes of one tag.
const ATTRIBUTES: usize = 200;

/// Elements that go with their content.
const SILENT: &[&str] =
    &["script", "style", "noscript", "template", "svg", "math", "iframe", "textarea", "noframes"];

/// Elements that the parser reopens in the next paragraph when they are left open.
const FORMATTING: &[&str] =
    &["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements without an end tag, or whose end the next of their kind implies.
const FLAT: &[&str] = &[
    "a", "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "frame", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody",
    "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Tames a page.
pub fn tame(text: &str) -> Tamed<'_> {
    let mut taming = Taming { text, out: Tamed::default(), ..Taming::default() };
    taming.out.page.reserve(text.len() / 2);
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let open = at + open;
        taming.out.page.push_str(&text[at..open]);
        at = taming.mark_up(open);
    }
    taming.out.page.push_str(&text[at..]);
    taming.out
}

#[derive(Default)]
struct Taming<'t> {
    text: &'t str,
    out: Tamed<'t>,
    /// Open elements, and how many more were left out.
    open: Vec<&'t str>,
    over: usize,
    formatting: usize,
    formatting_over: usize,
    tags: usize,
    /// Ends that do not come any more: each is sought in vain only once.
    missing: Vec<&'static str>,
    /// Quotes no longer pair up.
    unquoted: bool,
    /// Lines counted so far, and up to where.
    lines: (u64, usize),
}

impl<'t> Taming<'t> {
    /// Handles what begins with `<` at `open`; returns where to go on.
    fn mark_up(&mut self, open: usize) -> usize {
        let rest = &self.text[open + 1..];
        let closing = rest.starts_with('/');
        let name_at = open + 1 + usize::from(closing);
        let length = self.text.as_bytes()[name_at..].iter().take_while(|b| is_name(**b)).count();
        let name = &self.text[name_at..name_at + length];
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (end, attributes) = self.tag_end(name_at + length);
            return if closing {
                self.end_tag(name, open, end)
            } else {
                self.start_tag(name, open, end, attributes)
            };
        }
        if rest.starts_with("!--") {
            return self.seek("-->", open + 4).map_or(open + 4, |at| at + 3);
        }
        if rest.starts_with(['!', '?', '/']) {
            let end = self.tag_end(name_at).0;
            self.out.page.push_str(if rest.starts_with("!") { "" } else { " " });
            return end;
        }
        // A `<` in running text; a row of them says no more than one.
        if !self.out.page.ends_with("&lt;") {
            self.out.page.push_str("&lt;");
        }
        open + 1
    }

    /// The offset after the tag's `>`, and about how many attributes it has.
    fn tag_end(&mut self, from: usize) -> (usize, usize) {
        let bytes = self.text.as_bytes();
        let (mut quote, mut gaps) = (None, 0);
        for (at, byte) in bytes.iter().enumerate().skip(from) {
            match (quote, byte) {
                (None, b'>') => return (at + 1, gaps),
                (None, b'"' | b'\'') if !self.unquoted && bytes[..at].trim_ascii_end().ends_with(b"=") => {
                    quote = Some(*byte);
                }
                (None, byte) if byte.is_ascii_whitespace() || *byte == b'/' => gaps += 1,
                (Some(open), byte) if open == *byte => quote = None,
                _ => {}
            }
        }
        if quote.is_some() {
            self.unquoted = true;
            return self.tag_end(from);
        }
        (bytes.len(), gaps)
    }

    fn start_tag(&mut self, name: &'t str, open: usize, end: usize, attributes: usize) -> usize {
        if let Some(silent) = SILENT.iter().find(|silent| silent.eq_ignore_ascii_case(name)) {
            return self.silent(silent, open, end);
        }
        self.tags += 1;
        if self.tags > TAGS {
            self.out.cut += 1;
            if !self.out.page.ends_with(' ') {
                self.out.page.push(' ');
            }
            return end;
        }
        if is_one_of(name, FORMATTING) {
            if self.formatting >= FORMATTING_DEPTH {
                self.formatting_over += 1;
                self.out.cut += 1;
                return end;
            }
            self.formatting += 1;
        } else if !is_one_of(name, FLAT) && !self.text[..end].ends_with("/>") {
            if self.open.len() >= DEPTH {
                self.over += 1;
                self.out.cut += 1;
                return end;
            }
            self.open.push(name);
        }
        if attributes > ATTRIBUTES {
            self.out.page.push('<');
            self.out.page.push_str(name);
            self.out.page.push('>');
        } else {
            self.out.page.push_str(&self.text[open..end]);
        }
        end
    }

    fn end_tag(&mut self, name: &str, open: usize, end: usize) -> usize {
        if self.tags > TAGS {
            return end;
        }
        if is_one_of(name, FORMATTING) {
            if self.formatting_over > 0 {
                self.formatting_over -= 1;
                return end;
            }
            self.formatting = self.formatting.saturating_sub(1);
        } else if !is_one_of(name, FLAT) {
            if self.over > 0 {
                self.over -= 1;
                return end;
            }
            if let Some(at) = self.open.iter().rposition(|known| known.eq_ignore_ascii_case(name)) {
                self.open.truncate(at);
            }
        }
        self.out.page.push_str(&self.text[open..end]);
        end
    }

    /// Skips an element whose content is no text; keeps JSON-LD.
    fn silent(&mut self, name: &'static str, open: usize, end: usize) -> usize {
        let tag = &self.text[open..end];
        if tag.ends_with("/>") && matches!(name, "svg" | "math") {
            return end;
        }
        let Some(close) = self.seek(name, end) else {
            // A script that does not end swallows the page, as it does in a browser.
            return if matches!(name, "script" | "style") { self.text.len() } else { end };
        };
        let kind = crate::readers::sgml::attribute(tag, "type").unwrap_or("");
        if name == "script" && kind.to_ascii_lowercase().contains("ld+json") {
            let (lines, counted) = self.lines;
            let between = memchr::memchr_iter(b'\n', &self.text.as_bytes()[counted..end]).count() as u64;
            self.lines = (lines + between, end);
            self.out.data.push((lines + between + 1, &self.text[end..close]));
        }
        self.text[close..].find('>').map_or(self.text.len(), |length| close + length + 1)
    }

    /// The next `-->`, or the end tag of that name.
    fn seek(&mut self, what: &'static str, from: usize) -> Option<usize> {
        if self.missing.contains(&what) {
            return None;
        }
        let rest = &self.text.as_bytes()[from..];
        let found = if what == "-->" {
            memmem::find(rest, b"-->")
        } else {
            memmem::find_iter(rest, b"</").find(|at| {
                rest.get(at + 2..at + 2 + what.len())
                    .is_some_and(|name| name.eq_ignore_ascii_case(what.as_bytes()))
            })
        };
        if found.is_none() {
            self.missing.push(what);
        }
        found.map(|at| from + at)
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_go_and_data_stays() {
        let text = "<p title='a > b'>One</p>\n<script>if (a < b) '<p>'</script><SCRIPT type=\"application/ld+json\">{\"a\": 1}</Script >\n<!-- x -->Two < three";
        let tamed = tame(text);
        assert_eq!(tamed.page, "<p title='a > b'>One</p>\n\nTwo &lt; three");
        assert_eq!(tamed.data, [(2, "{\"a\": 1}")]);
    }

    #[test]
    fn depth_is_cut_and_text_stays() {
        let text = format!("{}deep{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let tamed = tame(&text);
        assert_eq!((tamed.page.matches("<div>").count(), tamed.cut), (DEPTH, 100_000 - DEPTH));
        assert!(tamed.page.contains("deep"));
        assert!(tame(&"<font size=1><p>".repeat(9_000)).page.matches("<font").count() <= FORMATTING_DEPTH);
    }

    #[test]
    fn what_does_not_end_is_no_trap() {
        for text in ["<!--", "<svg>", "<a href=\"", "<script>", "<", "</", "<!", "<p a='"] {
            let _ = tame(&text.repeat(50_000));
        }
    }
}
