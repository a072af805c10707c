//! The formats for other programs: TREC runs, ids, paths.

use super::Style;
use super::records::rounded;
use crate::sanitize;
use crate::search::Response;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// The name a kind or status has in JSON.
pub(super) fn label(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// An id as a run holds it: white space would be a column more and is written as `%20` and the like.
pub fn trec_id(id: &str) -> String {
    id.chars().map(|c| if c.is_whitespace() { escaped(c) } else { c.into() }).collect()
}

/// `topic Q0 id rank score morgue`.
pub(super) fn trec(
    response: &Response,
    topic: Option<&str>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for hit in &response.hits {
        let id = trec_id(&hit.id);
        let (rank, score) = (hit.rank, rounded(hit.score));
        writeln!(out, "{} Q0 {} {rank} {score} morgue", topic.unwrap_or("0"), shown(&id, style))?;
    }
    Ok(())
}

fn escaped(c: char) -> String {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// One id a line.
pub(super) fn ids(
    response: &Response,
    _: Option<&str>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    response.hits.iter().try_for_each(|hit| item(&hit.id, style, out))
}

/// The path of each file with a hit, once, in the order of its first hit; for a program in the very bytes of its name,
/// so that it can be opened.
pub(super) fn paths(
    response: &Response,
    _: Option<&str>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut seen = BTreeSet::new();
    for hit in &response.hits {
        if seen.insert(&hit.story.source.path) {
            let path = &hit.story.source.path;
            if style.terminal {
                item(path, style, out)?;
            } else {
                out.write_all(crate::source::path_of(path).as_os_str().as_encoded_bytes())?;
                out.write_all(&[end(style)])?;
            }
        }
    }
    Ok(())
}

/// A text for a program as it is; on a terminal a person reads it, so it is made safe.
pub(super) fn shown<'t>(text: &'t str, style: &Style) -> Cow<'t, str> {
    if style.terminal { sanitize::line(text).into() } else { text.into() }
}

fn item(text: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(shown(text, style).as_bytes())?;
    out.write_all(&[end(style)])
}

/// What ends an item.
fn end(style: &Style) -> u8 {
    if style.nul { 0 } else { b'\n' }
}
