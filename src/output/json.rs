//! JSON and JSON Lines. Compact, keys in the order of `SCHEMA.md`; characters that nobody sees and
//! those that would steer a terminal are written as escapes, so that the bytes are safe to look at and lose nothing.

use super::Style;
use super::records::{HitRecord, WholeRecord, rounded};
use crate::sanitize::is_unseen;
use crate::search::{Explanation, Facets, Period, Response, Timeline};
use crate::story::Story;
use serde::Serialize;
use serde_json::json;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Compact JSON without bare control and invisible characters.
struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_unseen(*c)) {
            writer.write_all(&fragment.as_bytes()[plain..at])?;
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[plain..])
    }
}

/// The bytes of a value.
fn written(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut buffer = Vec::with_capacity(1024);
    let mut serializer = serde_json::Serializer::with_formatter(&mut buffer, Safe);
    value.serialize(&mut serializer)?;
    Ok(buffer)
}

/// Writes a value and a line end.
pub(super) fn line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut buffer = written(value)?;
    buffer.push(b'\n');
    out.write_all(&buffer)
}

/// One object with all hits: its first page opens it, its last one closes it.
pub(super) fn one(
    response: &Response,
    topic: Option<&str>,
    _: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Head<'a> {
        schema: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        topic: Option<&'a str>,
        query: &'a str,
        total: u64,
        hidden: u64,
        hits: [(); 0],
    }
    let Response { query, total, hidden, hits, before, after } = response;
    if *before == 0 {
        let head = Head { schema: "morgue.search/1", topic, query, total: *total, hidden: *hidden, hits: [] };
        let opened = written(&head)?;
        out.write_all(opened.strip_suffix(b"]}").unwrap_or(&opened))?;
    }
    for (at, hit) in hits.iter().enumerate() {
        if before + at > 0 {
            out.write_all(b",")?;
        }
        out.write_all(&written(&HitRecord::new(hit, None))?)?;
    }
    if *after == 0 { out.write_all(b"]}\n") } else { Ok(()) }
}

/// One object a hit.
pub(super) fn lines(
    response: &Response,
    topic: Option<&str>,
    _: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    response.hits.iter().try_for_each(|hit| line(&HitRecord::new(hit, topic), out))
}

/// A whole story on one line, without the line end.
pub fn story_json(story: &Story) -> String {
    let mut buffer = Vec::new();
    // Writing to memory cannot fail, and a record has string keys only.
    if line(&WholeRecord::new(story, story.word_count()), &mut buffer).is_err() {
        return String::new();
    }
    buffer.pop();
    String::from_utf8(buffer).unwrap_or_default()
}

pub(super) fn facets(facets: &Facets, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Count<'a> {
        value: &'a str,
        count: u64,
    }
    #[derive(Serialize)]
    struct Whole<'a> {
        schema: &'static str,
        field: &'a str,
        query: &'a str,
        total: u64,
        missing: u64,
        distinct: u64,
        values: Vec<Count<'a>>,
    }
    let Facets { field, query, total, missing, distinct, values } = facets;
    let values = values.iter().map(|v| Count { value: &v.value, count: v.count }).collect();
    let (total, missing, distinct) = (*total, *missing, *distinct);
    line(&Whole { schema: "morgue.facets/1", field, query, total, missing, distinct, values }, out)
}

pub(super) fn timeline(timeline: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Count<'a> {
        period: &'a str,
        count: u64,
    }
    #[derive(Serialize)]
    struct Whole<'a> {
        schema: &'static str,
        query: &'a str,
        by: &'static str,
        total: u64,
        undated: u64,
        periods: Vec<Count<'a>>,
    }
    let by = match timeline.by {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
        Period::Year => "year",
    };
    let Timeline { query, total, undated, periods, .. } = timeline;
    let periods = periods.iter().map(|(period, count)| Count { period, count: *count }).collect();
    line(&Whole { schema: "morgue.timeline/1", query, by, total: *total, undated: *undated, periods }, out)
}

pub(super) fn explanation(made: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    let notes: Vec<_> =
        made.diagnostics.iter().map(|d| json!({"message": d.message, "hint": d.hint})).collect();
    let share = |clause| made.share(clause).map(rounded);
    let clauses: Vec<_> = made
        .clauses
        .iter()
        .map(|clause| {
            let mut made = json!({
                "depth": clause.depth,
                "clause": clause.clause,
                "meaning": clause.meaning,
                "count": clause.count,
                "matched": clause.story.map(|(matched, _)| matched),
                "score": clause.story.map(|(_, score)| rounded(score)),
                "share": share(clause),
            });
            if !clause.spellings.is_empty() {
                let spellings = clause.spellings.iter().map(|(term, n)| json!({"term": term, "stories": n}));
                made["spellings"] = spellings.collect();
            }
            made
        })
        .collect();
    let story = made.story.as_ref().map(|verdict| {
        json!({
            "id": verdict.id,
            "path": verdict.path,
            "matched": verdict.matched,
            "score": rounded(verdict.score),
            "hidden": verdict.hidden,
        })
    });
    let whole = json!({
        "schema": "morgue.explain/1",
        "query": made.canonical,
        "total": made.total,
        "notes": notes,
        "clauses": clauses,
        "story": story,
    });
    line(&whole, out)
}
