//! The analyzers as the engine wants them: by name, as token streams.

use super::packed::GAP;
use super::{code, packed};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// Analyzer of fields whose values are packed terms (see [`super::packed`]).
pub(in crate::index) const PACKED: &str = "morgue-packed";
/// Analyzer of fields whose values are names as written.
pub(in crate::index) const NAME: &str = "morgue-name";
/// Analyzer of fields whose values are codes as written.
pub(in crate::index) const CODE: &str = "morgue-code";

/// Tells the engine all analyzers of the schema.
pub(in crate::index) fn register(manager: &TokenizerManager) {
    manager.register(PACKED, TextAnalyzer::builder(Packed).build());
    manager.register(NAME, TextAnalyzer::builder(Name::default()).build());
    manager.register(CODE, TextAnalyzer::builder(Code).build());
}

/// Splits packed terms.
#[derive(Clone)]
struct Packed;

struct PackedStream<'a> {
    rest: &'a str,
    next: usize,
    token: Token,
}

impl<'a> PackedStream<'a> {
    fn new(packed: &'a str) -> Self {
        PackedStream { rest: packed, next: 0, token: Token::default() }
    }
}

impl Tokenizer for Packed {
    type TokenStream<'a> = PackedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PackedStream<'a> {
        PackedStream::new(text)
    }
}

impl TokenStream for PackedStream<'_> {
    fn advance(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        let end = self.rest.bytes().position(|b| b <= b' ').unwrap_or(self.rest.len());
        self.token.text.clear();
        self.token.text.push_str(&self.rest[..end]);
        self.token.position = self.next;
        let breaks = self.rest.as_bytes().get(end) == Some(&b'\n');
        self.next += if breaks { 1 + GAP } else { 1 };
        self.rest = self.rest.get(end + 1..).unwrap_or("");
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Cuts a name into folded words.
#[derive(Clone, Default)]
struct Name {
    packed: String,
}

impl Tokenizer for Name {
    type TokenStream<'a> = PackedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PackedStream<'a> {
        self.packed.clear();
        packed::name(text, &mut self.packed);
        PackedStream::new(&self.packed)
    }
}

/// A code is one term.
#[derive(Clone)]
struct Code;

struct CodeStream {
    token: Token,
    done: bool,
}

impl Tokenizer for Code {
    type TokenStream<'a> = CodeStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> CodeStream {
        let token = Token { text: code(text), position: 0, ..Token::default() };
        CodeStream { done: token.text.is_empty(), token }
    }
}

impl TokenStream for CodeStream {
    fn advance(&mut self) -> bool {
        !std::mem::replace(&mut self.done, true)
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_break_moves_the_position_on() {
        let mut seen = Vec::new();
        let mut stream = PackedStream::new("a b\nc");
        while stream.advance() {
            seen.push((stream.token().text.clone(), stream.token().position));
        }
        assert_eq!(seen, [("a".into(), 0), ("b".into(), 1), ("c".into(), 2 + GAP)]);
    }
}
