//! JSON-LD of a page.
