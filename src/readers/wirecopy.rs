//! Wire copy as teleprinters set it: lines of some 65 characters, an indent for a new paragraph,
//! tables by runs of spaces, a sign-off at the end. Lines in, paragraphs out; no mark-up.

use memchr::memmem::Finder;

/// Running text put together from wrapped lines: see [`crate::story::Story::body`].
#[derive(Debug)]
pub struct Copy {
    /// Paragraphs so far.
    pub body: String,
    /// Lines of running text.
    pub lines: usize,
    /// Lines of tables.
    pub rows: usize,
    open: Open,
    spaces: Finder<'static>,
    leaders: Finder<'static>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Text,
    Table,
}

/// Indent that starts a paragraph: Reuters 4, AP 3.
const PARAGRAPH: std::ops::RangeInclusive<usize> = 3..=6;

impl Copy {
    /// A body of about so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Copy {
            body: String::with_capacity(bytes),
            lines: 0,
            rows: 0,
            open: Open::Nothing,
            spaces: Finder::new("   "),
            leaders: Finder::new("....."),
        }
    }

    /// Ends the paragraph.
    pub fn end_paragraph(&mut self) {
        self.open = Open::Nothing;
    }

    /// Adds wrapped lines; the first goes on with the open paragraph when it has no indent.
    pub fn text(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let (line, after) = match memchr::memchr(b'\n', rest.as_bytes()) {
                Some(at) => (&rest[..at], &rest[at + 1..]),
                None => (rest, ""),
            };
            self.line(line);
            rest = after;
        }
    }

    /// Adds one line.
    pub fn line(&mut self, line: &str) {
        let line = line.trim_end();
        // Some telexes carry the carriage return as two visible characters.
        let line = line.strip_suffix("^M").unwrap_or(line);
        let words = line.trim_start();
        if words.is_empty() {
            return self.end_paragraph();
        }
        let indent = line.len() - words.len();
        if self.is_row(indent, words) {
            self.row(line);
        } else {
            self.lines += 1;
            self.running(words, PARAGRAPH.contains(&indent));
        }
    }

    /// Adds a table row as it stands.
    pub fn row(&mut self, row: &str) {
        self.rows += 1;
        match self.open {
            Open::Table => self.body.push('\n'),
            _ => self.gap(),
        }
        self.open = Open::Table;
        // A body begins with a word, at the price of its first row's place in the columns.
        self.body.push_str(if self.body.is_empty() { row.trim_start() } else { row });
    }

    fn running(&mut self, words: &str, new: bool) {
        if new || self.open != Open::Text {
            self.gap();
        } else if !breaks_at_hyphen(&self.body, words) {
            self.body.push(' ');
        }
        self.open = Open::Text;
        self.body.push_str(words);
    }

    fn gap(&mut self) {
        if !self.body.is_empty() {
            self.body.push_str("\n\n");
        }
    }

    /// Is the line part of a table? Columns are told by runs of spaces or of leader dots; rows and
    /// their headings are set off by an indent that is no paragraph's.
    fn is_row(&self, indent: usize, words: &str) -> bool {
        if words.len() > WIDEST {
            return false;
        }
        let set_off = indent > 0 && !PARAGRAPH.contains(&indent) && (indent > 6 || words.len() < WIDE);
        set_off || [&self.spaces, &self.leaders].iter().any(|run| run.find(words.as_bytes()).is_some())
    }

    /// The body is mostly rows and columns.
    pub fn is_table(&self) -> bool {
        self.rows > 2 && self.rows > 2 * self.lines
    }
}

/// A row is no longer than this: longer lines are whole paragraphs.
const WIDEST: usize = 160;

/// A line as long as this, one space in, is text.
const WIDE: usize = 55;

/// `a 70-` + `mln-dlr loan`: the line was cut at a hyphen of a word. `mid-` + `and` was not.
fn breaks_at_hyphen(body: &str, next: &str) -> bool {
    let ([.., before, b'-'], Some(first)) = (body.as_bytes(), next.as_bytes().first()) else { return false };
    let word = next.split(' ').next().unwrap_or("");
    let suspended = ["and", "or", "to", "und"].contains(&word);
    before.is_ascii_alphanumeric() && first.is_ascii_alphanumeric() && !suspended
}

/// Cuts sign-offs (`Reuter`, `REUTER...`, `MORE`) off the end of copy.
pub fn cut_sign_off(text: &str) -> &str {
    let mut text = text.trim_end();
    for _ in 0..3 {
        let start = text.rfind('\n').map_or(0, |at| at + 1);
        if is_sign_off(&text[start..]) {
            text = text[..start].trim_end();
        } else if let Some(shorter) = cut_inline(text) {
            text = shorter;
        } else {
            break;
        }
    }
    text
}

/// Spellings seen in Reuters copy of 1987, mistypings included. `Reuters` is not among them: it may
/// be the last word of a sentence, and counts only when set off by a space.
const SIGN_OFFS: &[&str] = &["reuter", "reute", "ruter", "reueter", "reuiter", "more"];

fn is_sign_off(line: &str) -> bool {
    let set_off = line.starts_with(' ');
    let line = line.trim_start();
    let line = line.strip_suffix("^M").unwrap_or(line);
    let word = line.trim_end_matches(['.', ' ']);
    if SIGN_OFFS.iter().any(|known| known.eq_ignore_ascii_case(word)) {
        return true;
    }
    // `REUTER N`, `REUTER TAW`, `Reuter4`: a desk's letters, a time, a mistyped key after it.
    let starts = line.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("reuter"));
    starts && line.len() <= 12 && (set_off || !line[6..].starts_with(['s', 'S']))
}

/// `... a year ago. REUTER` on the last line of the text itself.
fn cut_inline(text: &str) -> Option<&str> {
    let last = text.get(text.len().checked_sub(SIGN_OFFS[0].len())?..)?;
    let before = last.eq_ignore_ascii_case(SIGN_OFFS[0]).then(|| &text[..text.len() - last.len()])?;
    let trimmed = before.trim_end();
    let apart = before.len() - trimmed.len();
    (apart > 1 || (apart == 1 && trimmed.ends_with(['.', ')', '0']))).then_some(trimmed)
}

/// The wire's own header line: `u f BC-BAHIA-COCOA-REVIEW   02-26 0105`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Header<'t> {
    /// Priority letter.
    pub urgency: &'t str,
    /// Category letter.
    pub category: &'t str,
    /// Slug; some AP lines have none.
    pub slug: &'t str,
}

/// Reads a header line; `None` when it is none.
pub fn header(line: &str) -> Option<Header<'_>> {
    let mut words = line.split_ascii_whitespace();
    let (urgency, category, slug) = (words.next()?, words.next()?, words.next().unwrap_or(""));
    let letter = |word: &str| word.len() == 1 && word.as_bytes()[0].is_ascii_alphabetic();
    (letter(urgency) && letter(category)).then_some(Header { urgency, category, slug })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(text: &str) -> Copy {
        let mut copy = Copy::with_capacity(0);
        copy.text(text);
        copy
    }

    #[test]
    fn indents_start_paragraphs_and_wrapped_lines_join() {
        let got =
            copy("Sugar rose\nin a 70-\nmln-dlr trade, short-\nand long-term.\n    Next one.\nGoes on.");
        assert_eq!(got.body, "Sugar rose in a 70-mln-dlr trade, short- and long-term.\n\nNext one. Goes on.");
        assert!(!got.is_table());
    }

    #[test]
    fn tables_keep_their_lines() {
        let got = copy("As follows:\n             BID    ASK\n MAY       12     13\n JUL       14     15");
        assert_eq!(
            got.body,
            "As follows:\n\n             BID    ASK\n MAY       12     13\n JUL       14     15"
        );
        assert!(got.is_table());
    }

    #[test]
    fn sign_offs_go() {
        for end in
            ["\n Reuter\n", "\n REUTER N\n", "\n REUTER...^M\n", "\n More\n Reuter\n", " REUTER", "\n RUTER"]
        {
            assert_eq!(cut_sign_off(&format!("It closed lower.{end}")), "It closed lower.", "{end:?}");
        }
        for whole in ["He works for Reuter", "It would not, he told\nReuters.\n Reuter"] {
            assert_eq!(cut_sign_off(whole), whole.trim_end_matches("\n Reuter"));
        }
    }

    #[test]
    fn header_lines() {
        let got = header("u f BC-MILL-FIRE   02-26 0105").unwrap();
        assert_eq!((got.urgency, got.category, got.slug), ("u", "f", "BC-MILL-FIRE"));
        assert_eq!(header("Mill burns down"), None);
    }
}
