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
//!
//! ```
//! use morgue::{engine::{Engine, Order}, enrich, index::Index, query, story::Story};
//!
//! let mut story = Story { id: "1".into(), body: "OSLO, Norway (AP) _ The ferry sailed.".into(), ..Story::default() };
//! enrich::enrich(&mut story);
//! assert_eq!(story.dateline.as_ref().map(|line| line.places[0].place.as_str()), Some("Oslo"));
//!
//! let engine = Engine::new(Index::in_memory([&story])?)?;
//! let settings = query::Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any: false };
//! let plan = engine.plan(&query::parse("ferry place:oslo", &settings).tree)?;
//! assert_eq!(engine.top(&plan, Order::Score, Some(10))?[0].id, "1");
//! # Ok::<(), morgue::error::Error>(())
//! ```
#![forbid(unsafe_code)]

pub mod date;
pub mod error;
pub mod fields;
pub mod sanitize;
pub mod sentences;
pub mod span;
pub mod spelling;
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
