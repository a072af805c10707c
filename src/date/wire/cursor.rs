//! A cursor over the bytes of one date field: numbers, words, separators.

/// Where reading stands.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

/// A run of digits.
#[derive(Clone, Copy)]
pub(super) struct Number {
    /// How many digits.
    pub digits: usize,
    /// Their value; runs longer than 14 digits saturate.
    pub value: i64,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Cursor { text, at: 0 }
    }

    /// The byte `ahead` of the cursor; 0 past the end.
    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    pub(super) fn done(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn bump(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    /// Takes the byte if it is `byte`.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek(0) == byte;
        self.at += usize::from(found);
        found
    }

    pub(super) fn spaces(&mut self) {
        loop {
            match self.peek(0) {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                // No-break spaces of web pages: U+00A0 and U+202F.
                0xC2 if self.peek(1) == 0xA0 => self.at += 2,
                0xE2 if self.peek(1) == 0x80 && self.peek(2) == 0xAF => self.at += 3,
                _ => return,
            }
        }
    }

    pub(super) fn number(&mut self) -> Option<Number> {
        let start = self.at;
        let mut value: i64 = 0;
        while self.peek(0).is_ascii_digit() {
            value = value.saturating_mul(10).saturating_add(i64::from(self.peek(0) - b'0'));
            self.at += 1;
        }
        (self.at > start).then_some(Number { digits: self.at - start, value })
    }

    /// A run of ASCII letters, possibly empty.
    pub(super) fn word(&mut self) -> &'t str {
        let start = self.at;
        while self.peek(0).is_ascii_alphabetic() {
            self.at += 1;
        }
        self.text.get(start..self.at).unwrap_or("")
    }

    /// A number of at most `digits` digits, without moving on failure.
    pub(super) fn short_number(&mut self, digits: usize) -> Option<Number> {
        let mut ahead = *self;
        let number = ahead.number().filter(|n| n.digits <= digits)?;
        *self = ahead;
        Some(number)
    }

    /// `a.m.`, `PM`, `p.m` … right here or after spaces: true for the afternoon.
    pub(super) fn meridiem(&mut self) -> Option<bool> {
        let mut ahead = *self;
        ahead.spaces();
        let afternoon = match ahead.peek(0) | 0x20 {
            b'a' => false,
            b'p' => true,
            _ => return None,
        };
        ahead.bump(1);
        let dotted = ahead.eat(b'.');
        if ahead.peek(0) | 0x20 != b'm' {
            return None;
        }
        ahead.bump(1);
        if dotted {
            ahead.eat(b'.');
        }
        if ahead.peek(0).is_ascii_alphabetic() {
            return None;
        }
        *self = ahead;
        Some(afternoon)
    }
}
