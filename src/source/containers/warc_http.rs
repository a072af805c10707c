//! Answers of web servers as a WARC stores them: the head, the body out of its chunks and encoding,
//! the charset, and a name out of the address. It knows nothing of records.

use super::warc::Block;
use encoding_rs::{Decoder, Encoding, UTF_8, WINDOWS_1252};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::{self, Cursor, Read};

/// Bytes of an answer's head, and headers in it.
const HEAD: usize = 64 << 10;
const HEADERS: usize = 200;

/// The head of an answer that may be read on.
pub(super) struct Answer {
    /// `Content-Type`.
    pub media: String,
    /// The body is inflated on the way.
    pub packed: bool,
    encoding: String,
    chunked: bool,
    /// The first bytes of the body.
    start: Vec<u8>,
}

/// Reads the head; inside, why the answer is passed over.
pub(super) fn answer(block: &mut Block<'_, '_>) -> io::Result<Result<Answer, String>> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = head_end(&bytes) {
            break end;
        }
        let mut part = [0; 4096];
        let count = block.peeked(&mut part)?;
        if count == 0 || bytes.len() > HEAD {
            return Ok(Err("no end of the HTTP head".into()));
        }
        bytes.extend_from_slice(&part[..count]);
    };
    let start = bytes.split_off(end);
    Ok(read_head(&bytes).map(|answer| Answer { start, ..answer }))
}

/// After the empty line.
fn head_end(bytes: &[u8]) -> Option<usize> {
    let lines = memchr::memchr_iter(b'\n', bytes);
    lines
        .filter_map(|at| match &bytes[at + 1..] {
            [b'\r', b'\n', ..] => Some(at + 3),
            [b'\n', ..] => Some(at + 2),
            _ => None,
        })
        .next()
}

fn read_head(bytes: &[u8]) -> Result<Answer, String> {
    // Crawlers note what came over HTTP/2 in the form of HTTP/1.
    let rest =
        [&b"HTTP/2.0 "[..], b"HTTP/2 ", b"HTTP/3 "].iter().find_map(|start| bytes.strip_prefix(*start));
    let owned = rest.map(|rest| [b"HTTP/1.1 ", rest].concat());
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let mut config = httparse::ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .ignore_invalid_headers_in_responses(true);
    let parsed = config.parse_response(&mut response, owned.as_deref().unwrap_or(bytes));
    if !parsed.is_ok_and(|status| status.is_complete()) {
        return Err("HTTP head that cannot be read".into());
    }
    match response.code {
        Some(200) => {}
        Some(code) => return Err(format!("HTTP {code}")),
        None => return Err("HTTP head without a status".into()),
    }
    let value = |name: &str| {
        let header = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        header.map_or_else(String::new, |header| String::from_utf8_lossy(header.value).trim().to_owned())
    };
    let encoding = value("content-encoding").to_ascii_lowercase();
    let encoding = if encoding == "identity" { String::new() } else { encoding };
    Ok(Answer {
        media: value("content-type"),
        packed: !encoding.is_empty(),
        encoding,
        chunked: value("transfer-encoding").to_ascii_lowercase().contains("chunked"),
        start: Vec::new(),
    })
}

impl Answer {
    /// The body, plain and in UTF-8 where a charset is given; or why it cannot be had.
    pub(super) fn body<'b>(self, block: &'b mut Block<'_, '_>) -> Result<Box<dyn Read + 'b>, String> {
        let Answer { media, encoding, chunked, start, .. } = self;
        // Some crawlers put a body together and leave the header that says it is in chunks.
        let chunked = chunked && starts_chunk(&start);
        let raw = Cursor::new(start).chain(block);
        let mut whole: Box<dyn Read + 'b> = if chunked { Box::new(Chunks::new(raw)) } else { Box::new(raw) };
        let mut first = [0; 2];
        let count = if encoding.is_empty() { 0 } else { fill(&mut whole, &mut first) };
        let whole: Box<dyn Read + 'b> = Box::new(Cursor::new(first[..count].to_vec()).chain(whole));
        // What the head says is packed may have been unpacked by the crawler.
        let plain: Box<dyn Read + 'b> = match (encoding.as_str(), &first[..count]) {
            ("gzip" | "x-gzip", [0x1f, 0x8b]) => Box::new(MultiGzDecoder::new(whole)),
            ("deflate", [0x78, _]) => Box::new(ZlibDecoder::new(whole)),
            ("deflate", _) => Box::new(DeflateDecoder::new(whole)),
            ("" | "gzip" | "x-gzip", _) => whole,
            (other, _) => return Err(format!("HTTP body in the encoding {other}")),
        };
        Ok(in_utf8(plain, &media))
    }
}

/// Fills as far as the source goes; a break shows again when the source is read on.
fn fill(from: &mut dyn Read, into: &mut [u8]) -> usize {
    let mut filled = 0;
    while filled < into.len() {
        match from.read(&mut into[filled..]) {
            Ok(0) | Err(_) => break,
            Ok(count) => filled += count,
        }
    }
    filled
}

/// `1f4`, perhaps an extension, a line end.
fn starts_chunk(bytes: &[u8]) -> bool {
    let digits = bytes.iter().take_while(|b| b.is_ascii_hexdigit()).count();
    let after = bytes.get(digits..).unwrap_or_default();
    let after = &after[after.iter().take_while(|b| **b == b' ').count()..];
    (1..=16).contains(&digits) && matches!(after, [b'\r' | b'\n' | b';', ..])
}

/// A body out of its chunks.
struct Chunks<R> {
    from: R,
    left: u64,
    /// Before the first chunk: no line end to pass.
    first: bool,
    ended: bool,
}

impl<R: Read> Chunks<R> {
    fn new(from: R) -> Self {
        Chunks { from, left: 0, first: true, ended: false }
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let mut byte = [0];
        Ok((self.from.read(&mut byte)? > 0).then_some(byte[0]))
    }

    /// The line with the size of the next chunk. The body may end without the last, empty one.
    fn size(&mut self) -> io::Result<u64> {
        const LONGEST: usize = 4096;
        let mut line = Vec::new();
        while let Some(byte) = self.byte()? {
            match byte {
                b'\n' if self.first || !line.is_empty() => break,
                b'\n' => self.first = true,
                b'\r' => {}
                byte => line.push(byte),
            }
            if line.len() > LONGEST {
                break;
            }
        }
        self.first = false;
        if line.is_empty() {
            return Ok(0);
        }
        let digits = line.iter().take_while(|b| b.is_ascii_hexdigit()).count();
        let size =
            std::str::from_utf8(&line[..digits]).ok().and_then(|hex| u64::from_str_radix(hex, 16).ok());
        size.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "no size where a chunk should start"))
    }
}

impl<R: Read> Read for Chunks<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !self.ended && !into.is_empty() {
            self.left = self.size()?;
            self.ended = self.left == 0;
        }
        if self.ended || into.is_empty() {
            return Ok(0);
        }
        let most = usize::try_from(self.left).map_or(into.len(), |left| left.min(into.len()));
        let count = self.from.read(&mut into[..most])?;
        self.left -= count as u64;
        self.ended = count == 0;
        Ok(count)
    }
}

/// Text in the charset of a `Content-Type`, as UTF-8 with a mark, which outranks what the text says of itself; a
/// mark of its own outranks both. Two labels that servers put on everything must fit the bytes to count: UTF-8
/// where they are, Latin-1 where they are not UTF-8.
pub(super) fn in_utf8<'b>(mut from: Box<dyn Read + 'b>, media: &str) -> Box<dyn Read + 'b> {
    /// Bytes by which a label is tried.
    const TRIED: usize = 256 << 10;
    let lower = media.to_ascii_lowercase();
    let label = lower.split(';').find_map(|part| part.trim().strip_prefix("charset="));
    let charset = label.and_then(|label| {
        Encoding::for_label_no_replacement(label.trim_matches(['"', '\'', ' ']).as_bytes())
    });
    let Some(charset) = charset else { return from };
    if charset == UTF_8 || charset == WINDOWS_1252 {
        let mut start = Vec::new();
        while start.len() < TRIED && grow(&mut from, &mut start) {}
        let is_utf_8 = match std::str::from_utf8(&start) {
            Ok(_) => true,
            // A character that is cut at the end of what was read is none that does not fit.
            Err(error) => error.error_len().is_none() && start.len() >= TRIED,
        };
        let counts = !start.is_ascii() && is_utf_8 == (charset == UTF_8);
        let whole = Cursor::new(start).chain(from);
        return if counts { Box::new(Recoded::new(Box::new(whole), charset)) } else { Box::new(whole) };
    }
    Box::new(Recoded::new(from, charset))
}

/// Reads some more; false at the end or at a break, which shows again when the source is read on.
fn grow(from: &mut dyn Read, into: &mut Vec<u8>) -> bool {
    let mut part = [0; 8 << 10];
    let count = from.read(&mut part).unwrap_or(0);
    into.extend_from_slice(part.get(..count).unwrap_or(&[]));
    count > 0
}

struct Recoded<'b> {
    from: Box<dyn Read + 'b>,
    decoder: Decoder,
    held: Vec<u8>,
    out: Cursor<Vec<u8>>,
    ended: bool,
}

impl<'b> Recoded<'b> {
    fn new(from: Box<dyn Read + 'b>, charset: &'static Encoding) -> Self {
        let out = Cursor::new("\u{feff}".as_bytes().to_vec());
        Recoded { from, decoder: charset.new_decoder(), held: Vec::new(), out, ended: false }
    }
}

impl Read for Recoded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.out.read(into)?;
            if count > 0 || self.ended || into.is_empty() {
                return Ok(count);
            }
            self.held.resize(8 << 10, 0);
            let count = self.from.read(&mut self.held)?;
            self.ended = count == 0;
            let most = self.decoder.max_utf8_buffer_length(count).unwrap_or(64 << 10);
            let mut text = String::with_capacity(most);
            let _ = self.decoder.decode_to_string(&self.held[..count], &mut text, self.ended);
            self.out = Cursor::new(text.into_bytes());
        }
    }
}

/// A member's name out of an address: host, path, query; an ending by the media type if it has none.
pub(super) fn name_of(address: &str, media: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or("");
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let host_only = !path.trim_end_matches('/').contains('/');
    let mut name = path.to_owned();
    if name.ends_with('/') || host_only {
        name = format!("{}/index", name.trim_end_matches('/'));
    }
    if !query.is_empty() {
        name = format!("{name}?{}", query.replace(['/', '\\'], "_"));
    }
    let last = name.rsplit('/').next().unwrap_or("");
    let ending = match media.split(';').next().unwrap_or("").trim().to_ascii_lowercase().as_str() {
        "text/html" | "application/xhtml+xml" => ".html",
        "text/plain" => ".txt",
        "application/json" | "application/ld+json" => ".json",
        "text/xml" | "application/xml" | "application/rss+xml" | "application/atom+xml" => ".xml",
        _ => "",
    };
    let has_ending = last.rsplit_once('.').is_some_and(|(_, end)| {
        (1..=5).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    if has_ending { name } else { format!("{name}{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_addresses() {
        for (address, media, want) in [
            (
                "https://news.example.com/sport/2019/03/04/goose",
                "text/html; charset=utf-8",
                "news.example.com/sport/2019/03/04/goose.html",
            ),
            ("http://example.com", "text/html", "example.com/index.html"),
            ("http://example.com/a/?p=1/2#x", "text/html", "example.com/a/index?p=1_2.html"),
            ("http://example.com/a.htm", "text/html", "example.com/a.htm"),
            ("urn:x", "text/plain", "urn:x/index.txt"),
        ] {
            assert_eq!(name_of(address, media), want);
        }
    }

    fn chunks(text: &str) -> io::Result<String> {
        let mut out = String::new();
        Chunks::new(text.as_bytes()).read_to_string(&mut out).map(|_| out)
    }

    #[test]
    fn bodies_out_of_chunks() {
        assert_eq!(chunks("5\r\nOxtow\r\n1;x=y\r\nn\r\n0\r\n\r\n").unwrap(), "Oxtown");
        assert_eq!(chunks("5\nOxtow\n1\nn\n").unwrap(), "Oxtown");
        assert_eq!(chunks("5\r\nOx").unwrap(), "Ox");
        assert!(chunks("5\r\nOxtown geese\r\n").is_err());
        assert!(starts_chunk(b"1f4\r\n") && !starts_chunk(b"<html>") && !starts_chunk(b"decade of"));
    }

    #[test]
    fn charsets_of_answers() {
        let read = |bytes: &'static [u8], media: &str| {
            let mut out = Vec::new();
            in_utf8(Box::new(bytes), media).read_to_end(&mut out).unwrap();
            String::from_utf8_lossy(&out).into_owned()
        };
        assert_eq!(read(b"\xc0\xd2\xcd", "text/html; charset=\"windows-1251\""), "\u{feff}АТН");
        assert_eq!(read("Mühle".as_bytes(), "text/html; charset=utf-8"), "\u{feff}Mühle");
        assert_eq!(read(b"plain", "text/html"), "plain");
        assert_eq!(read(b"\x93\xfa\x96{", "text/html; charset=Shift_JIS"), "\u{feff}日本");
        assert_eq!(read(b"Z\xfcrich", "text/html;charset=ISO-8859-1"), "\u{feff}Zürich");
        // A mark of the text outranks the server.
        assert_eq!(read("\u{feff}Mühle".as_bytes(), "text/html; charset=windows-1251"), "\u{feff}Mühle");
        // Labels that servers put on everything.
        assert_eq!(read("Mühle".as_bytes(), "text/html; charset=iso-8859-1"), "Mühle");
        assert_eq!(read(b"Z\xfcrich", "text/html; charset=utf-8"), "Z\u{fffd}rich");
    }
}
