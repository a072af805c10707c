//! Records out of a stream: line by line, or from one marker to the next, never the whole file.
//!
//! Knows markers and lines, no format. Every record carries the line it starts on, so that a
//! reader can say where a story, or an error, is.

use super::stream::stream_error;
use crate::error::{Error, ErrorKind, Result};
use std::io::{BufRead, ErrorKind as Io};

/// The most bytes one record may have, unless [`Records::with_limit`] says otherwise.
pub const RECORD_LIMIT: usize = 64 << 20;

/// A part of the stream, valid until the next call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'r> {
    /// The bytes: a line without its end, or a marked record with both its markers.
    pub bytes: &'r [u8],
    /// Line the record starts on, from 1.
    pub line: u64,
}

/// Splits a stream into records.
pub struct Records<'a> {
    from: &'a mut dyn BufRead,
    held: Vec<u8>,
    /// Where the next record is looked for, in `held`.
    at: usize,
    /// Line of `held[at]`.
    line: u64,
    limit: usize,
    fold: bool,
    end: bool,
    broken: bool,
}

impl<'a> Records<'a> {
    /// Records of `from`, at most [`RECORD_LIMIT`] bytes each.
    pub fn new(from: &'a mut dyn BufRead) -> Self {
        Records {
            from,
            held: Vec::new(),
            at: 0,
            line: 1,
            limit: RECORD_LIMIT,
            fold: false,
            end: false,
            broken: false,
        }
    }

    /// The same with another limit on the bytes of one record.
    #[must_use]
    pub fn with_limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// The same, but markers match in any ASCII case.
    #[must_use]
    pub fn any_case(mut self) -> Self {
        self.fold = true;
        self
    }

    /// Line (from 1) of the first byte not yet handed out.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The last error was the stream's: nothing more will come. All other errors are about one
    /// record, and the next call goes on after it.
    pub fn broken(&self) -> bool {
        self.broken
    }

    /// The next line without `\n` or `\r\n`; `None` at the end. The last line needs no end.
    ///
    /// A line over the limit is an [`ErrorKind::Limit`] and passed over: the next call gives the
    /// line after it. An error of the stream comes once its complete lines are handed out.
    pub fn next_line(&mut self) -> Result<Option<Record<'_>>> {
        let mut seen = self.at;
        let end = loop {
            if let Some(found) = memchr::memchr(b'\n', &self.held[seen..]) {
                break seen + found;
            }
            seen = self.held.len();
            if seen - self.at > self.limit {
                return Err(self.pass_over_line());
            }
            match self.fill() {
                Ok(moved) => seen -= moved,
                Err(error) => return Err(error.at_line(self.line)),
            }
            if self.end && seen == self.held.len() {
                break seen;
            }
        };
        let (start, line) = (self.at, self.line);
        if start == end && end == self.held.len() {
            return Ok(None);
        }
        self.at = (end + 1).min(self.held.len());
        self.line += 1;
        let bytes = &self.held[start..end];
        if bytes.len() > self.limit {
            return Err(self.too_long(line));
        }
        Ok(Some(Record { bytes: bytes.strip_suffix(b"\r").unwrap_or(bytes), line }))
    }

    /// The next record from `open` to the first `close` after it, both included; `None` when no
    /// `open` is left. What lies between records is passed over.
    ///
    /// An `open` that does not end in `>` must be a whole name: `<DOC` finds `<DOC id="1">` and not
    /// `<DOCNO>`. A record that is still open at the end, or when the next one opens, is an
    /// [`ErrorKind::Corrupt`] with its line; one over the limit is an [`ErrorKind::Limit`]. After
    /// either the next call goes on with the next `open`.
    pub fn next_between(&mut self, open: &[u8], close: &[u8]) -> Result<Option<Record<'_>>> {
        if !self.seek(open)? {
            return Ok(None);
        }
        let line = self.line;
        let mut seen = self.at + open.len();
        let end = loop {
            let found = self.find(seen, close, false);
            let reach = found.unwrap_or(self.held.len());
            if let Some(next) = self.find_in(seen, reach, open) {
                self.advance(next);
                return Err(Error::new(ErrorKind::Corrupt, self.never_closed(open, close)).at_line(line));
            }
            if let Some(found) = found {
                break found + close.len();
            }
            if self.held.len() - self.at > self.limit {
                self.advance(self.held.len().saturating_sub(open.len()).max(self.at + open.len()));
                return Err(self.too_long(line));
            }
            // Either marker may be cut by the end of what is held; `open` needs one byte more.
            let back = close.len().max(open.len() + 1) - 1;
            seen = self.held.len().saturating_sub(back).max(self.at + open.len());
            match self.fill() {
                Ok(moved) => seen -= moved,
                Err(error) => return Err(error.at_line(line)),
            }
            if self.end && self.find(seen, close, false).is_none() && self.find(seen, open, true).is_none() {
                self.advance(self.held.len());
                return Err(Error::new(ErrorKind::Corrupt, self.never_closed(open, close)).at_line(line));
            }
        };
        let start = self.at;
        self.advance(end);
        if end - start > self.limit {
            return Err(self.too_long(line));
        }
        Ok(Some(Record { bytes: &self.held[start..end], line }))
    }

    /// Goes to the next `open`; false when there is none.
    fn seek(&mut self, open: &[u8]) -> Result<bool> {
        loop {
            if let Some(found) = self.find(self.at, open, true) {
                self.advance(found);
                return Ok(true);
            }
            if self.end {
                self.advance(self.held.len());
                return Ok(false);
            }
            self.advance(self.held.len().saturating_sub(open.len()).max(self.at));
            self.fill().map_err(|e| e.at_line(self.line))?;
        }
    }

    /// Moves on to `to`, counting lines.
    fn advance(&mut self, to: usize) {
        self.line += memchr::memchr_iter(b'\n', &self.held[self.at..to]).count() as u64;
        self.at = to;
    }

    /// Where `marker` is, from `from` on.
    fn find(&self, from: usize, marker: &[u8], name: bool) -> Option<usize> {
        let hay = &self.held;
        let mut at = from;
        loop {
            let found = at + find_marker(hay.get(at..)?, marker, self.fold)?;
            if !name || self.whole_name(found + marker.len(), marker) {
                return Some(found);
            }
            at = found + 1;
        }
    }

    /// Where `open` is in `from..to`.
    fn find_in(&self, from: usize, to: usize, open: &[u8]) -> Option<usize> {
        let mut at = from;
        loop {
            let found = at + find_marker(self.held.get(at..to)?, open, self.fold)?;
            if self.whole_name(found + open.len(), open) {
                return Some(found);
            }
            at = found + 1;
        }
    }

    /// The name that `open` ends in does not go on at `after`. Unknown at the end of what is held,
    /// which is then no match yet.
    fn whole_name(&self, after: usize, open: &[u8]) -> bool {
        if !open.last().is_some_and(u8::is_ascii_alphanumeric) {
            return true;
        }
        match self.held.get(after) {
            Some(next) => !(next.is_ascii_alphanumeric() || matches!(next, b'-' | b'_' | b':' | b'.')),
            None => self.end,
        }
    }

    /// Reads on; gives how far the held bytes moved to the front.
    fn fill(&mut self) -> Result<usize> {
        let mut moved = 0;
        // Moving at most as many bytes as were used up keeps the cost linear.
        if self.at > 0 && self.at >= self.held.len() - self.at {
            moved = self.at;
            self.held.copy_within(self.at.., 0);
            self.held.truncate(self.held.len() - moved);
            self.at = 0;
        }
        loop {
            match self.from.fill_buf() {
                Ok([]) => self.end = true,
                Ok(bytes) => {
                    let count = bytes.len();
                    self.held.extend_from_slice(bytes);
                    self.from.consume(count);
                }
                Err(error) if error.kind() == Io::Interrupted => continue,
                Err(error) => {
                    self.broken = true;
                    return Err(stream_error(&error));
                }
            }
            return Ok(moved);
        }
    }

    /// Drops what is left of a line that is too long.
    fn pass_over_line(&mut self) -> Error {
        let line = self.line;
        self.line += 1;
        loop {
            self.at = self.held.len();
            if let Err(error) = self.fill() {
                return error.at_line(line);
            }
            match memchr::memchr(b'\n', &self.held) {
                Some(found) => self.at = found + 1,
                None if self.end => self.at = self.held.len(),
                None => continue,
            }
            return self.too_long(line);
        }
    }

    fn too_long(&self, line: u64) -> Error {
        Error::new(ErrorKind::Limit, format!("record of more than {} bytes", self.limit)).at_line(line)
    }

    fn never_closed(&self, open: &[u8], close: &[u8]) -> String {
        format!("{} without {}", String::from_utf8_lossy(open), String::from_utf8_lossy(close))
    }
}

/// First place of `marker` in `hay`, in any ASCII case if `fold`.
fn find_marker(hay: &[u8], marker: &[u8], fold: bool) -> Option<usize> {
    if !fold {
        return memchr::memmem::find(hay, marker);
    }
    let first = *marker.first()?;
    memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), hay)
        .find(|&at| hay.get(at..at + marker.len()).is_some_and(|part| part.eq_ignore_ascii_case(marker)))
}

/// All of a stream, for formats that hold one story; over `limit` bytes it is an
/// [`ErrorKind::Limit`], and an error of the stream is returned as it is.
pub fn read_all(bytes: &mut dyn BufRead, limit: u64) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    loop {
        let count = match bytes.fill_buf() {
            Ok([]) => return Ok(all),
            Ok(part) => {
                all.extend_from_slice(part);
                part.len()
            }
            Err(error) if error.kind() == Io::Interrupted => 0,
            Err(error) => return Err(stream_error(&error)),
        };
        bytes.consume(count);
        if all.len() as u64 > limit {
            return Err(Error::new(ErrorKind::Limit, format!("story of more than {limit} bytes")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    const TEXT: &str =
        "head\n<DOC>\n<DOCNO>1</DOCNO>\na\n</DOC>\nnoise <DOCS>\n<DOC id=\"2\">b</DOC><DOC>c</DOC>\n";

    /// Every size of buffer must cut the stream into the same records.
    fn at_all_sizes(check: impl Fn(&mut Records<'_>), text: &str) {
        for size in 1..text.len() + 2 {
            let mut from = BufReader::with_capacity(size, text.as_bytes());
            check(&mut Records::new(&mut from));
        }
    }

    #[test]
    fn marked_records_with_their_lines() {
        at_all_sizes(
            |records| {
                let mut found = Vec::new();
                while let Some(record) = records.next_between(b"<DOC", b"</DOC>").unwrap() {
                    found.push((record.line, String::from_utf8(record.bytes.to_vec()).unwrap()));
                }
                let want = [
                    (2, "<DOC>\n<DOCNO>1</DOCNO>\na\n</DOC>"),
                    (7, "<DOC id=\"2\">b</DOC>"),
                    (7, "<DOC>c</DOC>"),
                ];
                assert_eq!(found, want.map(|(line, text)| (line, text.to_owned())));
            },
            TEXT,
        );
    }

    #[test]
    fn a_record_never_closed_costs_only_itself() {
        at_all_sizes(
            |records| {
                let cut = records.next_between(b"<doc>", b"</doc>").unwrap_err();
                assert_eq!((cut.kind, cut.place.line), (ErrorKind::Corrupt, Some(2)));
                let whole = records.next_between(b"<doc>", b"</doc>").unwrap().unwrap();
                assert_eq!((whole.line, whole.bytes), (3, &b"<doc>two</doc>"[..]));
                let last = records.next_between(b"<doc>", b"</doc>").unwrap_err();
                assert_eq!(last.place.line, Some(4));
                assert_eq!(records.next_between(b"<doc>", b"</doc>").unwrap(), None);
            },
            "x\n<doc>one\n<doc>two</doc>\n<doc>three\nfour",
        );
    }

    #[test]
    fn case_is_folded_on_request() {
        let mut from = "<Doc>a</dOC>".as_bytes();
        assert!(Records::new(&mut from).next_between(b"<DOC>", b"</DOC>").unwrap().is_none());
        let mut from = "<Doc>a</dOC>".as_bytes();
        let mut records = Records::new(&mut from).any_case();
        assert_eq!(records.next_between(b"<DOC>", b"</DOC>").unwrap().unwrap().bytes, b"<Doc>a</dOC>");
    }

    #[test]
    fn lines_of_both_kinds() {
        at_all_sizes(
            |records| {
                let mut found = Vec::new();
                while let Some(record) = records.next_line().unwrap() {
                    found.push((record.line, record.bytes.to_vec()));
                }
                let want = [(1, "a"), (2, ""), (3, "bc"), (4, "last")];
                assert_eq!(found, want.map(|(line, text)| (line, text.as_bytes().to_vec())));
            },
            "a\n\nbc\r\nlast",
        );
    }

    #[test]
    fn long_records_are_passed_over() {
        let text = format!("{}\nshort\n", "x".repeat(100));
        for size in 1..120 {
            let mut from = BufReader::with_capacity(size, text.as_bytes());
            let mut records = Records::new(&mut from).with_limit(10);
            let error = records.next_line().unwrap_err();
            assert_eq!((error.kind, error.place.line), (ErrorKind::Limit, Some(1)));
            assert_eq!(records.next_line().unwrap(), Some(Record { bytes: b"short", line: 2 }));
            assert_eq!(records.next_line().unwrap(), None);
            let doc = format!("<d>{text}</d>\n<d>b</d>");
            let mut from = BufReader::with_capacity(size, doc.as_bytes());
            let mut records = Records::new(&mut from).with_limit(10);
            assert_eq!(records.next_between(b"<d>", b"</d>").unwrap_err().kind, ErrorKind::Limit);
            let next = records.next_between(b"<d>", b"</d>").unwrap();
            assert_eq!(next, Some(Record { bytes: b"<d>b</d>", line: 4 }));
        }
        assert_eq!(read_all(&mut text.as_bytes(), 50).unwrap_err().kind, ErrorKind::Limit);
        assert_eq!(read_all(&mut text.as_bytes(), 500).unwrap(), text.as_bytes());
    }
}
