//! The bytes of one layer (a file, a decompressor, a member) as a buffered stream that counts
//! against the limits and remembers how it ended.
//!
//! A stream that breaks gives all it had and then, on every further call, the same `io::Error`.
//! A reader must stop there and return [`stream_error`] of it; the container layer, which knows
//! what broke, tells `problem` about it, once.

use super::Limits;
use crate::error::{Error, ErrorKind};
use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// Bytes of head that the first `fill_buf` of a stream gives at least, if there are so many.
pub const HEAD: usize = 64 << 10;

/// Inflated bytes before the ratio is looked at.
const RATIO_FROM: u64 = 1 << 20;

/// What an `io::Error` of a [`Member`](super::Member) stream carries: our own error, and which
/// break of which layer it was, so that it is told once however many layers it passes.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// The error, without file.
    pub error: Error,
    /// Number of the break, from 1, within one `open`.
    pub number: u64,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Fault {}

/// The error a reader returns when its stream fails: limits and corrupt containers come out as
/// such, all else as [`ErrorKind::Io`]. It equals (kind and message) what `problem` is told.
pub fn stream_error(error: &io::Error) -> Error {
    match fault_in(error) {
        Some(fault) => fault.error.clone(),
        None => Error::io("reading", error),
    }
}

/// The fault inside an error, however often a decompressor has wrapped it.
pub(super) fn fault_in(error: &io::Error) -> Option<&Fault> {
    let mut inner: &(dyn std::error::Error + 'static) = error.get_ref()?;
    loop {
        if let Some(fault) = inner.downcast_ref::<Fault>() {
            return Some(fault);
        }
        // An `io::Error` gives its payload by `get_ref`; its `source` is the payload's source.
        inner = match inner.downcast_ref::<io::Error>() {
            Some(wrapped) => wrapped.get_ref()?,
            None => inner.source()?,
        };
    }
}

/// What is wrong with the data of a layer.
pub(super) fn damage(layer: &str, error: &io::Error) -> Error {
    let (kind, message, hint) = match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            (ErrorKind::Corrupt, format!("{layer} data ends too early"), "fetch the file again: it is cut")
        }
        io::ErrorKind::OutOfMemory => (
            ErrorKind::Limit,
            format!("{layer} data asks for too much memory"),
            "pack it again with a smaller dictionary",
        ),
        _ => (
            ErrorKind::Corrupt,
            format!("{layer} data is damaged: {error}"),
            "fetch the file again, or test it with the tool that packed it",
        ),
    };
    Error::new(kind, message).with_hint(hint)
}

/// What one `open` has used of its limits.
pub(super) struct Budget<'l> {
    pub limits: &'l Limits,
    stored: Rc<Cell<u64>>,
    inflated: Cell<u64>,
    members: Cell<u64>,
    faults: Cell<u64>,
    spent: Cell<bool>,
    /// Bytes that the member under way may still inflate to, however it is packed inside.
    member: Cell<Option<u64>>,
}

impl<'l> Budget<'l> {
    pub fn new(limits: &'l Limits) -> Self {
        Budget {
            limits,
            stored: Rc::default(),
            inflated: Cell::default(),
            members: Cell::default(),
            faults: Cell::default(),
            spent: Cell::default(),
            member: Cell::default(),
        }
    }

    /// A member of `stored` bytes is read, until [`Budget::leave`] is given what this returns. It has a budget of its
    /// own, so that one that inflates without end costs itself alone.
    pub fn enter(&self, stored: u64) -> Option<u64> {
        let own = stored.saturating_mul(self.limits.ratio).saturating_add(RATIO_FROM);
        self.member.replace(Some(self.member.get().map_or(own, |around| around.min(own))))
    }

    /// The member is done.
    pub fn leave(&self, around: Option<u64>) {
        self.member.set(around);
    }

    /// The count of bytes taken from the file itself, which goes on.
    pub fn stored(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.stored)
    }

    /// Counts bytes taken from the file itself.
    pub fn store(&self, bytes: u64) {
        self.stored.set(self.stored.get().saturating_add(bytes));
    }

    /// The file is read in place, at any point and perhaps not whole: it counts as a whole.
    pub fn store_all(&self, bytes: u64) {
        self.stored.set(bytes);
    }

    /// A limit of the whole file is reached: nothing more is read from it.
    pub fn is_spent(&self) -> bool {
        self.spent.get()
    }

    /// Counts a member; an error when there are too many.
    pub fn member(&self) -> Result<(), Error> {
        self.members.set(self.members.get() + 1);
        if self.members.get() <= self.limits.members {
            return Ok(());
        }
        self.spent.set(true);
        Err(Error::new(ErrorKind::Limit, format!("more than {} members", self.limits.members)))
    }

    fn inflate(&self, bytes: u64) -> Result<(), Error> {
        let inflated = self.inflated.get().saturating_add(bytes);
        self.inflated.set(inflated);
        if let Some(left) = self.member.get() {
            self.member.set(Some(left.saturating_sub(bytes)));
            if bytes > left {
                let message = format!("inflates to more than {} times its size", self.limits.ratio);
                return Err(Error::new(ErrorKind::Limit, message));
            }
        }
        let from = RATIO_FROM.saturating_mul(self.members.get().saturating_add(1));
        let by_ratio = self.stored.get().saturating_mul(self.limits.ratio).saturating_add(from);
        let message = if inflated > self.limits.inflated {
            format!("inflates to more than {} bytes", self.limits.inflated)
        } else if inflated > by_ratio {
            format!("inflates to more than {} times its size", self.limits.ratio)
        } else {
            return Ok(());
        };
        self.spent.set(true);
        Err(Error::new(ErrorKind::Limit, message))
    }

    /// Numbers an error as a new break.
    pub fn fault(&self, error: Error) -> Fault {
        self.faults.set(self.faults.get() + 1);
        Fault { error, number: self.faults.get() }
    }
}

/// How the bytes of a layer count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    /// Bytes of the file itself.
    Stored,
    /// Bytes that came out of a decompressor.
    Inflated,
    /// Bytes already counted further out.
    Not,
}

/// One layer's bytes.
pub(super) struct Stream<'s> {
    from: Box<dyn Read + 's>,
    /// The layer, for messages: `gzip`, `zip`, `tar`.
    layer: &'static str,
    count: Count,
    budget: &'s Budget<'s>,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    ended: bool,
    fault: Option<Fault>,
}

impl<'s> Stream<'s> {
    /// A stream of `layer` over `from`; `size` is the number of bytes, if known to be small.
    pub fn new(
        from: Box<dyn Read + 's>,
        layer: &'static str,
        count: Count,
        size: Option<u64>,
        budget: &'s Budget<'s>,
    ) -> Stream<'s> {
        let size = size.and_then(|s| usize::try_from(s).ok()).unwrap_or(HEAD);
        // One byte more than expected: the end is then seen without a second fill.
        let buffer = vec![0; (size.saturating_add(1)).min(HEAD)];
        Stream { from, layer, count, budget, buffer, at: 0, filled: 0, ended: false, fault: None }
    }

    /// How the stream broke, if it did.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Fills the buffer to the brim, so that the first fill is a whole head.
    fn refill(&mut self) {
        self.at = 0;
        self.filled = 0;
        while self.filled < self.buffer.len() && !self.ended && self.fault.is_none() {
            match self.from.read(&mut self.buffer[self.filled..]) {
                Ok(0) => self.ended = true,
                Ok(count) => {
                    self.filled += count;
                    self.charge(count as u64);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.fault = Some(self.fault_of(&error)),
            }
        }
    }

    fn charge(&mut self, count: u64) {
        match self.count {
            Count::Stored => self.budget.store(count),
            Count::Not => {}
            Count::Inflated => {
                if let Err(error) = self.budget.inflate(count) {
                    self.fault = Some(self.budget.fault(error));
                }
            }
        }
    }

    fn fault_of(&self, error: &io::Error) -> Fault {
        if let Some(outer) = fault_in(error) {
            return outer.clone();
        }
        self.budget.fault(match self.count {
            Count::Stored => Error::io("reading", error),
            // An archive read in place: the disk's own word, not the archive's.
            _ if error.raw_os_error().is_some() => Error::io("reading", error),
            _ => damage(self.layer, error),
        })
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.filled {
            if self.fault.is_none() && !self.ended {
                self.refill();
            }
            if self.at == self.filled
                && let Some(fault) = &self.fault
            {
                return Err(io::Error::other(fault.clone()));
            }
        }
        Ok(&self.buffer[self.at..self.filled])
    }

    fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.filled);
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let held = self.fill_buf()?;
        let count = held.len().min(into.len());
        into[..count].copy_from_slice(&held[..count]);
        self.consume(count);
        Ok(count)
    }
}
