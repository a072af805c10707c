//! morgue: full-text search for wire-story archives.
//!
//! One way through, and one way back:
//!
//! ```text
//! bytes -> source -> readers -> Story -> enrich -> index
//! text  -> query tree -> engine -> search -> output
//! ```
//!
//! `ARCHITECTURE.md` has the map, the levels and where to add things.
#![forbid(unsafe_code)]

pub mod date;
pub mod error;
pub mod fields;
pub mod sanitize;
pub mod sentences;
pub mod span;
pub mod story;

pub mod enrich;
pub mod query;
pub mod source;

pub mod index;
pub mod readers;

pub mod engine;
pub mod ingest;

pub mod search;

pub mod output;

pub mod cli;
