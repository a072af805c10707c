//! Request to response, both plain data: rank, snippet, facets, timeline, explain.
//!
//! Knows the query tree and the engine, not the terminal: what a response looks like is `output`'s.

mod bounded;
mod collapse;
mod explain;
mod facets;
mod like;
mod passage;
mod relax;
mod run;
mod seen;
mod snippet;
mod terms;
mod timeline;
mod types;
mod undated;

pub use explain::explain;
pub use facets::{facet_fields, facets};
pub use like::{Likeness, like};
pub use relax::{Change, Nothing, Relaxed, Wording, nothing};
pub use run::{Found, count, find, hidden, search};
pub use timeline::timeline;
pub use types::*;
pub use undated::{Undated, undated};
