//! Cuts a stream of JSON into the objects at its top, or in its top array, by brackets and quotes
//! alone: what is inside a record is for a parser. Holds one record at a time.

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
        }
    }
}

impl Cutter {
    /// Takes the next bytes and hands on every record that they complete, with its first line.
    pub fn feed(&mut self, chunk: &[u8], each: &mut Each<'_>) -> Result<ControlFlow<()>> {
        let mut from = 0;
        for (at, &byte) in chunk.iter().enumerate() {
            self.line += u64::from(byte == b'\n');
            if self.depth == 0 && !self.quoted {
                if self.between(byte) {
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
    fn between(&mut self, byte: u8) -> bool {
        match byte {
            b'{' => (self.depth, self.start) = (1, self.line),
            b'[' if !self.array => self.array = true,
            b'[' => (self.depth, self.start) = (1, self.line),
            b']' => self.array = false,
            _ => {}
        }
        self.depth == 1
    }

    /// A byte of a record; true when it is the last one.
    fn inside(&mut self, byte: u8) -> bool {
        if self.quoted {
            match byte {
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
