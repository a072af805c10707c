//! Response to bytes: text, json, jsonl, csv, trec, ids, paths; whole stories, facets, timelines.
//!
//! Only this folder, `cli::progress` and clap write for people or scripts. It asks nothing: no engine,
//! no terminal, no clock; what it needs to know of the terminal is in [`Style`]. Control characters of
//! a story never reach one. Keys are described in `SCHEMA.md`.

mod counts;
mod explanation;
mod json;
mod layout;
mod lists;
mod manual;
mod measures;
mod records;
mod story;
mod table;
mod tally;
mod text;

pub use json::story_json;
pub use lists::trec_id;
pub use manual::manual;
pub use measures::{Against, Evaluation};
pub use records::rounded;
pub use story::story;
pub use table::{Columns, Dates};
pub use tally::{Seen, closing, hidden, tally, undated};

use crate::search::{Explanation, Facets, Response, Timeline};
use std::io::{self, Write};

/// What the printers need to know of where the bytes go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// Colours and bold letters are wanted.
    pub colour: bool,
    /// Columns of the terminal; text is wrapped to it.
    pub width: usize,
    /// Ids and paths end with NUL instead of a line end.
    pub nul: bool,
    /// The bytes go to a terminal: formats for programs, too, must not steer it.
    pub terminal: bool,
    /// The columns of a table.
    pub columns: Columns,
}

/// A way to print hits: one row of [`PRINTERS`].
pub struct Printer {
    /// Name in `--format`.
    pub name: &'static str,
    /// One line for help.
    pub about: &'static str,
    /// It needs the stories and snippets, not only ids and sources.
    pub stories: bool,
    /// It tells how many stories match.
    pub totals: bool,
    /// A person reads it and is told beside it how many stories match (see [`tally()`]).
    pub tally: bool,
    /// It shows the score and the length of a hit.
    pub figures: bool,
    /// What stands once before all answers; it is told whether there are several topics.
    pub head: fn(bool, &Style, &mut dyn Write) -> io::Result<()>,
    /// It looks at all hits before it prints one: an answer is one page.
    pub whole: bool,
    /// Prints a page of an answer (see [`Response::before`]); with several topics it is told which one.
    pub print: fn(&Response, Option<&str>, &Style, &mut dyn Write) -> io::Result<()>,
}

fn no_head(_: bool, _: &Style, _: &mut dyn Write) -> io::Result<()> {
    Ok(())
}

/// All printers of hits, in the order help shows them.
pub static PRINTERS: &[Printer] = &[
    Printer {
        name: "text",
        about: "for people",
        stories: true,
        totals: false,
        tally: true,
        figures: false,
        head: no_head,
        whole: false,
        print: text::hits,
    },
    Printer {
        name: "json",
        about: "one JSON object",
        stories: true,
        totals: true,
        tally: false,
        figures: true,
        head: no_head,
        whole: false,
        print: json::one,
    },
    Printer {
        name: "jsonl",
        about: "one JSON object a hit",
        stories: true,
        totals: false,
        tally: false,
        figures: true,
        head: no_head,
        whole: false,
        print: json::lines,
    },
    Printer {
        name: "csv",
        about: "one row a hit, columns named",
        stories: true,
        totals: false,
        tally: false,
        figures: true,
        head: table::head,
        whole: false,
        print: table::rows,
    },
    Printer {
        name: "trec",
        about: "topic Q0 id rank score morgue",
        stories: false,
        totals: false,
        tally: false,
        figures: true,
        head: no_head,
        whole: false,
        print: lists::trec,
    },
    Printer {
        name: "ids",
        about: "one id a line",
        stories: false,
        totals: false,
        tally: false,
        figures: false,
        head: no_head,
        whole: false,
        print: lists::ids,
    },
    Printer {
        name: "paths",
        about: "the path of each file with a hit, once",
        stories: false,
        totals: false,
        tally: false,
        figures: false,
        head: no_head,
        whole: true,
        print: lists::paths,
    },
];

/// The printer of a name.
pub fn printer(name: &str) -> Option<&'static Printer> {
    PRINTERS.iter().find(|printer| printer.name == name)
}

/// Prints the counts of a facet.
///
/// # Errors
/// What writing says; so in all functions here.
pub fn facets(facets: &Facets, as_json: bool, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if as_json { json::facets(facets, out) } else { counts::facets(facets, style, out) }
}

/// Prints the counts by time.
///
/// # Errors
/// See [`facets`].
pub fn timeline(timeline: &Timeline, as_json: bool, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if as_json { json::timeline(timeline, out) } else { counts::timeline(timeline, style, out) }
}

/// What keeps a query from finding anything, in lines for a person.
pub fn nothing(made: &crate::search::Nothing) -> Vec<String> {
    explanation::nothing(made)
}

/// Prints the figures of an evaluation; `by_topic` adds each topic's for a person, a program gets them anyway.
///
/// # Errors
/// See [`facets`].
pub fn evaluation(made: &Evaluation, by_topic: bool, as_json: bool, out: &mut dyn Write) -> io::Result<()> {
    if as_json { measures::json(made, out) } else { measures::text(made, by_topic, out) }
}

/// Prints how a query was read.
///
/// # Errors
/// See [`facets`].
pub fn explanation(made: &Explanation, as_json: bool, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if as_json { json::explanation(made, out) } else { explanation::text(made, style, out) }
}
