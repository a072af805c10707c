//! Cuts a stream of JSON into the objects at its top, or in its top array, by brackets and quotes
//! alone: what is inside a record is for a parser. Holds one record at a time. After a record in
//! which a quote is missing, the next that stands at the same indent is found again.

use crate::error::{Error, ErrorKind, Result};
use crate::source::records::RECORD_LIMIT;
use std::ops::ControlFlow;

/// Cuts a stream into the objects at its top or in its top array.
pub struct Cutter {
    record: Vec<u8>,
    /// Line of the first byte of `record`, and of the byte looked at.
    start: u64,
    line: u64,
    /// Inside the top array.
    array: bool,
    depth: usize,
    quoted: bool,
    escaped: bool,
    /// A string went over the end of a line, which no string does: a quote is missing.
    damaged: bool,
    /// White space since the start of the line, if nothing else, and that before the record.
    column: Option<usize>,
    indent: usize,
}

impl Default for Cutter {
    fn default() -> Self {
        Cutter {
            record: Vec::new(),
            start: 1,
            line: 1,
            array: false,
            depth: 0,
            quoted: false,
            escaped: false,
            damaged: false,
            column: Some(0),
            indent: 0,
        }
    }
}

impl Cutter {
    /// Takes the next bytes and hands on every record that they complete, with its first line.
    pub fn feed(&mut self, chunk: &[u8], each: &mut Each<'_>) -> Result<ControlFlow<()>> {
        let mut from = 0;
        for (at, &byte) in chunk.iter().enumerate() {
            self.line += u64::from(byte == b'\n');
            let column = self.column;
            self.column = match byte {
                b'\n' => Some(0),
                b' ' | b'\t' => column.map(|width| width + 1),
                b'\r' => column,
                _ => None,
            };
            let next = self.damaged && self.depth > 0 && byte == b'{' && column == Some(self.indent);
            if next {
                self.record.extend_from_slice(&chunk[from..at]);
                from = at;
                let flow = each(&self.record, self.start, self.array);
                self.begin(column);
                if flow.is_break() {
                    return Ok(flow);
                }
            } else if self.depth == 0 && !self.quoted {
                if self.between(byte, column) {
                    from = at;
                } else {
                    from = at + 1;
                }
            } else if self.inside(byte) {
                self.record.extend_from_slice(&chunk[from..=at]);
                from = at + 1;
                let flow = each(&self.record, self.start, self.array);
                self.record.clear();
                if flow.is_break() {
                    return Ok(flow);
                }
            }
        }
        self.record.extend_from_slice(&chunk[from..]);
        if self.record.len() > RECORD_LIMIT {
            return Err(Error::new(ErrorKind::Limit, "a record is longer than 64 MiB").at_line(self.start));
        }
        Ok(ControlFlow::Continue(()))
    }

    /// A byte between records; true when it starts one.
    fn between(&mut self, byte: u8, column: Option<usize>) -> bool {
        match byte {
            b'{' => self.begin(column),
            b'[' if !self.array => self.array = true,
            b'[' => self.begin(column),
            b']' => self.array = false,
            _ => {}
        }
        self.depth == 1
    }

    fn begin(&mut self, column: Option<usize>) {
        self.record.clear();
        (self.depth, self.start, self.indent) = (1, self.line, column.unwrap_or(0));
        (self.quoted, self.escaped, self.damaged) = (false, false, false);
    }

    /// A byte of a record; true when it is the last one.
    fn inside(&mut self, byte: u8) -> bool {
        if self.quoted {
            match byte {
                b'\n' => (self.quoted, self.escaped, self.damaged) = (false, false, true),
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.quoted = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.quoted = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => {}
        }
        self.depth == 0
    }

    /// The stream may not end here: a record or the top array is open.
    pub fn is_open(&self) -> bool {
        self.array || !self.record.trim_ascii().is_empty()
    }

    /// Inside the top array.
    pub fn array(&self) -> bool {
        self.array
    }

    /// The line reached.
    pub fn line(&self) -> u64 {
        self.line
    }
}

/// Takes a record, its first line, and whether it stands in the top array.
pub type Each<'e> = dyn FnMut(&[u8], u64, bool) -> ControlFlow<()> + 'e;

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, step: usize) -> Vec<(String, u64)> {
        let (mut cutter, mut found) = (Cutter::default(), Vec::new());
        for chunk in text.as_bytes().chunks(step) {
            let flow = cutter.feed(chunk, &mut |record, line, _| {
                found.push((String::from_utf8_lossy(record).trim().to_owned(), line));
                ControlFlow::Continue(())
            });
            assert!(flow.unwrap().is_continue());
        }
        found
    }

    #[test]
    fn a_missing_quote_costs_one_record() {
        let text = "[\n  {\"a\": \"x},\n  {\"b\": \"{[\\\"\"},\n  {\n    \"c\": \"y,\n    \"d\": {}\n  },\n  {\"e\": 1}\n]\n";
        for step in [1, 3, 1000] {
            let found = cut(text, step);
            let lines: Vec<u64> = found.iter().map(|(_, line)| *line).collect();
            assert_eq!(lines, [2, 3, 4, 8], "{found:?}");
            assert_eq!(found[1].0, "{\"b\": \"{[\\\"\"}");
            assert_eq!(found[3].0, "{\"e\": 1}");
        }
    }
}
