//! What is not a story: binaries by their first bytes, code and tables by name and look, mark-up and
//! JSON that no reader knows by what they are. Each refusal says why in a few words.

use super::Head;
use super::xml;
use memchr::memmem::find;

/// First bytes of files that hold no running text.
static MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"RIFF", "sound or pictures (RIFF)"),
    (b"ID3", "sound (MP3)"),
    (b"OggS", "sound (Ogg)"),
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x7fELF", "an executable"),
    (b"MZ\x90", "an executable"),
    (b"\xca\xfe\xba\xbe", "an executable"),
    (b"\xcf\xfa\xed\xfe", "an executable"),
    (b"\0asm", "an executable (WebAssembly)"),
    (b"SQLite format 3", "a database (SQLite)"),
    (b"\x1f\x8b", "packed data (gzip)"),
    (b"\x28\xb5\x2f\xfd", "packed data (zstd)"),
    (b"\xfd7zXZ", "packed data (xz)"),
    (b"7z\xbc\xaf", "packed data (7z)"),
    (b"Rar!", "packed data (RAR)"),
    (b"\x1f\x9d", "packed data (compress)"),
];

/// Why the bytes are no text at all.
pub(super) fn binary(head: &Head<'_>) -> Option<String> {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.bytes.starts_with(magic)) {
        return Some((*what).to_owned());
    }
    if head.bytes.get(4..8) == Some(b"ftyp") {
        return Some("pictures or sound (MP4)".into());
    }
    // A stray NUL or two is a scar; text in UTF-16 has been decoded and shows none.
    let strange = head.text.bytes().filter(|b| matches!(b, 0..=6 | 14..=26 | 28..=31 | 127)).count();
    (strange * 25 > head.text.len()).then(|| "binary data".into())
}

/// File names, without extension and in lower case, that hold notes about files and no story.
static NAMES: &[(&str, &str)] = &[
    ("readme", "a README"),
    ("license", "a licence"),
    ("licence", "a licence"),
    ("copying", "a licence"),
    ("changelog", "a change log"),
    ("contributing", "notes for contributors"),
    ("code_of_conduct", "notes for contributors"),
    ("makefile", "a build script"),
    ("dockerfile", "a build script"),
    ("qrels", "relevance judgements"),
];

/// Extensions of files that are written for machines.
static EXTENSIONS: &[(&[&str], &str)] = &[
    (
        &[
            "rs", "py", "js", "mjs", "ts", "tsx", "jsx", "c", "h", "cc", "cpp", "hpp", "cs", "java", "kt",
            "go", "rb", "php", "pl", "pm", "sh", "bash", "zsh", "ps1", "bat", "swift", "scala", "lua", "r",
            "sql", "hs", "ml", "el", "vim", "asm",
        ],
        "source code",
    ),
    (&["css", "scss", "less"], "a style sheet"),
    (&["csv", "tsv", "tab", "xls", "xlsx", "ods"], "a table"),
    (&["toml", "yaml", "yml", "ini", "cfg", "conf", "lock", "properties", "env"], "a configuration file"),
    (&["dtd", "xsd", "xsl", "xslt", "rng"], "a schema"),
    (&["log"], "a log"),
    (&["svg"], "an image (SVG)"),
    (&["ics", "vcf"], "calendar or address data"),
];

/// Why a text is not to be read as prose: its name, its look, or mark-up and JSON of another kind.
pub(super) fn not_prose(head: &Head<'_>) -> Option<String> {
    let file = head.name.rsplit('/').next().unwrap_or(head.name);
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let (stem, extension) = (stem.to_ascii_lowercase(), extension.to_ascii_lowercase());
    if let Some((_, what)) = NAMES.iter().find(|(name, _)| *name == stem) {
        return Some((*what).to_owned());
    }
    let text = head.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if let Some(what) = schema(text) {
        return Some(what.to_owned());
    }
    if let Some(what) = unread(head, text) {
        return Some(what.to_owned());
    }
    if let Some(reason) = other_xml(head) {
        return Some(reason);
    }
    if let Some((_, what)) = EXTENSIONS.iter().find(|(list, _)| list.contains(&extension.as_str())) {
        return Some((*what).to_owned());
    }
    look(text).map(str::to_owned)
}

/// A schema describes stories and is none.
fn schema(text: &str) -> Option<&'static str> {
    if !text.starts_with('{') {
        return None;
    }
    let keys = crate::readers::json::story::keys(text, 1);
    let named = keys.contains(&"$schema") || keys.contains(&"$id");
    let defines = ["properties", "definitions", "$defs", "patternProperties", "oneOf", "allOf"];
    (named && defines.iter().any(|key| keys.contains(key))).then_some("a JSON schema")
}

/// Names mark-up and JSON that no row of FORMATS has taken.
fn unread(head: &Head<'_>, text: &str) -> Option<&'static str> {
    match text.as_bytes().first()? {
        b'<' => markup(text),
        b'{' | b'[' => json(head, text),
        _ => None,
    }
}

/// Root elements, without prefix, that stand for more than XML, and what they are the roots of.
static ROOTS: &[(&str, &str)] = &[
    ("script", "a script of a web page"),
    ("svg", "an image (SVG)"),
    ("DOC", "SGML records without the number or id that a collection gives them"),
    ("DOCSTREAM", "SGML records without the number or id that a collection gives them"),
    ("REUTERS", "SGML of Reuters without a story"),
];

fn markup(text: &str) -> Option<&'static str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let open = rest.strip_prefix('<')?;
        if let Some(comment) = open.strip_prefix("!--") {
            rest = &comment[comment.find("-->")? + 3..];
        } else if let Some(declared) = open.strip_prefix('!') {
            rest = &declared[declared.find('>')? + 1..];
        } else if let Some(instruction) = open.strip_prefix('?') {
            rest = &instruction[instruction.find('>')? + 1..];
        } else {
            return element(open);
        }
    }
}

fn element(open: &str) -> Option<&'static str> {
    let end = open.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, ':' | '_' | '-'))?;
    let name = open[..end].rsplit(':').next().filter(|name| !name.is_empty())?;
    ROOTS.iter().find(|(root, _)| *root == name).map(|(_, what)| *what)
}

/// Roots of XML that belongs to news and holds no story.
static OTHERS: &[(&str, &str)] = &[
    ("catalog", "a catalogue of schemes"),
    ("conceptSet", "a vocabulary"),
    ("groupSet", "a part of a news package"),
    ("contentMeta", "a part of a news item"),
    ("itemMeta", "a part of a news item"),
    ("contentSet", "a part of a news item"),
    ("eventsML", "a calendar of events"),
    ("sports-content", "sports results (SportsML)"),
    ("schema", "a schema"),
    ("stylesheet", "a style sheet"),
    ("urlset", "a site map"),
    ("sitemapindex", "a site map"),
    ("opml", "a list of feeds"),
    ("OpenSearchDescription", "a description of a search"),
    ("project", "a build script"),
    ("plist", "settings"),
];

/// Roots of any meaning, a word that stands inside, and what the two together are.
static TOLD_BY: &[(&str, &str, &str)] = &[
    ("result", "<service>newscalendar", "a calendar of coming events"),
    ("Response", "<Fixture_List", "a list of fixtures"),
    ("results", "<channelAlias", "a list of channels"),
];

/// XML that no row of FORMATS took, by its root.
fn other_xml(head: &Head<'_>) -> Option<String> {
    let root = xml::root(head)?;
    if let Some((_, what)) = OTHERS.iter().find(|(name, _)| *name == root.name) {
        return Some(format!("{what}: XML with root <{}>", root.name));
    }
    let told = |(name, word, _): &&(&str, &str, &str)| *name == root.name && root.rest.contains(word);
    if let Some((_, _, what)) = TOLD_BY.iter().find(told) {
        return Some(format!("{what}: XML with root <{}>", root.name));
    }
    // A code in brackets may open a headline, "<LFNB> sees profit": mark-up also closes its elements.
    let closes = root.declared || root.rest.contains("</") || root.rest.contains("/>");
    closes.then(|| format!("XML with root <{}>, which no reader knows", root.name))
}

/// JSON by its first characters, or as a whole: a text may begin with a bracket.
fn json(head: &Head<'_>, text: &str) -> Option<&'static str> {
    let inside = text.get(1..)?.trim_start();
    let opens = if text.starts_with('{') {
        inside.starts_with(['"', '}'])
    } else {
        inside.starts_with(['{', '"', '[', ']'])
    };
    let parses = || head.whole && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    if !opens && !parses() {
        return None;
    }
    let linked = find(text.as_bytes(), b"\"@context\"").is_some();
    Some(if linked { "JSON-LD that describes no article" } else { "JSON without the keys of a story" })
}

/// What the lines look like, when it is no prose.
fn look(text: &str) -> Option<&'static str> {
    if text.starts_with("#!/") {
        return Some("a script");
    }
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(20).collect();
    if lines.len() < 5 {
        return None;
    }
    let stamped = lines.iter().filter(|line| is_stamped(line)).count();
    if stamped * 5 >= lines.len() * 4 {
        return Some("a log");
    }
    let all_have = |byte: u8| {
        let count = |line: &&str| memchr::memchr_iter(byte, line.as_bytes()).count();
        let first = count(&lines[0]);
        (first > 0 && lines.iter().all(|line| count(line) == first)).then_some(first)
    };
    let tabs = all_have(b'\t');
    let commas = all_have(b',').filter(|n| *n > 1 && !lines.iter().any(|line| line.contains(", ")));
    (tabs.is_some() || commas.is_some()).then_some("a table")
}

/// `2007-08-08 15:54:45 …`, `[08/Aug/2007:15:54:45 …`.
fn is_stamped(line: &str) -> bool {
    let line = line.strip_prefix('[').unwrap_or(line);
    let digits = line.bytes().take(20).filter(u8::is_ascii_digit).count();
    line.starts_with(|c: char| c.is_ascii_digit())
        && digits >= 10
        && line.get(..20.min(line.len())).is_some_and(|start| start.contains(':'))
}
