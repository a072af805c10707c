//! Story to disk: schema, analyzers, document, manifest, writer, verify. Knows no reader and no query.

mod adder;
pub mod analyzers;
mod begin;
pub mod chain;
pub mod document;
pub(crate) mod files;
pub mod halves;
mod head;
mod integrity;
pub mod kill_notice;
pub mod killed;
mod lock;
mod log;
pub mod manifest;
pub mod marks;
pub mod open;
mod orphans;
mod queue;
pub mod reprint;
mod restored;
pub mod roots;
pub mod salvage;
pub mod schema;
pub mod standing;
mod stored;
pub(crate) mod trouble;
pub mod verify;
pub mod writer;
pub mod written;

pub use adder::Adder;
pub(crate) use head::HEAD;
pub use integrity::damaged_files;
pub use open::{Index, damage_met};
pub use writer::{Writer, WriterOptions};

/// The key that the stories of one reading of a source file carry.
pub(crate) fn key(edition: u64) -> String {
    format!("{edition:x}")
}
