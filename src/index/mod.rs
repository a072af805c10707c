//! Story to disk: schema, analyzers, document, manifest, writer, verify. Knows no reader and no query.

pub mod analyzers;
pub mod chain;
pub mod document;
pub mod halves;
pub mod kill_notice;
pub mod killed;
mod lock;
pub mod manifest;
pub mod marks;
pub mod open;
mod queue;
pub mod reprint;
pub mod roots;
pub mod schema;
pub mod standing;
pub mod verify;
pub mod writer;
pub mod written;

pub use open::Index;
pub use writer::{Adder, Writer, WriterOptions};

/// The key of a source file: the number of its root and its path below it.
pub(crate) fn key(root: u32, path: &str) -> String {
    format!("{root}/{path}")
}
