//! Hits as a table, CSV: which columns, how exact its dates are, and cells that a spreadsheet takes for text.
//!
//! Columns are described in `SCHEMA.md`. Knows no terminal but what [`Style`] says.

use super::Style;
use super::lists::{label, shown};
use super::records::HitRecord;
use crate::date::{Precision, print_cut};
use crate::error::{Error, ErrorKind, Result};
use crate::search::{Hit, Response};
use std::io::{self, Write};

/// Columns, in the order in which they stand; with several topics `topic` stands before them.
const COLUMNS: [&str; 21] = [
    "rank",
    "score",
    "id",
    "path",
    "member",
    "format",
    "kind",
    "status",
    "version",
    "headline",
    "published",
    "dateline",
    "agency",
    "byline",
    "desk",
    "sections",
    "people",
    "words",
    "section",
    "snippet",
    "similar",
];

/// Which columns a table has, and how its dates are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// Places in [`COLUMNS`]; none = all of them.
    picked: Vec<usize>,
    /// Precision of `published`.
    dates: Dates,
}

/// How exact the dates of a table are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dates {
    /// As each story states its own: one column has years, days and seconds.
    #[default]
    AsGiven,
    /// All of one precision: what is finer is cut, what is coarser is empty, as nobody knows the rest of it.
    Cut(Precision),
}

impl Columns {
    /// All columns, dates as given.
    pub const ALL: Columns = Columns { picked: Vec::new(), dates: Dates::AsGiven };

    /// The columns of a list such as `id,published,headline`, in its order.
    ///
    /// # Errors
    /// [`ErrorKind::Query`] for a name that no column has, or a list of none.
    pub fn read(list: &str, dates: Dates) -> Result<Columns> {
        let known = || format!("columns: {}", COLUMNS.join(", "));
        let mut picked = Vec::new();
        for name in list.split(',').map(str::trim) {
            let Some(at) = COLUMNS.iter().position(|column| column.eq_ignore_ascii_case(name)) else {
                let what = if name.is_empty() {
                    "a column of the list has no name".to_owned()
                } else {
                    format!("there is no column `{name}`")
                };
                let hint = nearest(name).map_or_else(known, |near| format!("did you mean `{near}`?"));
                return Err(Error::new(ErrorKind::Query, what).with_hint(hint));
            };
            if picked.contains(&at) {
                let what = format!("the column `{name}` is there twice");
                return Err(Error::new(ErrorKind::Query, what).with_hint("name each column once"));
            }
            picked.push(at);
        }
        Ok(Columns { picked, dates })
    }

    /// All columns.
    pub fn all(dates: Dates) -> Columns {
        Columns { picked: Vec::new(), dates }
    }

    fn places(&self) -> Vec<usize> {
        if self.picked.is_empty() { (0..COLUMNS.len()).collect() } else { self.picked.clone() }
    }
}

/// The column nearest in spelling; `None` when none is near.
fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let far = |column: &&&str| strsim::damerau_levenshtein(column, &name);
    let near = COLUMNS.iter().min_by_key(far)?;
    (name.len() > 2 && far(&near) <= 2).then_some(near)
}

/// The line that names the columns.
pub(super) fn head(topics: bool, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let names = style.columns.places().into_iter().map(|at| COLUMNS[at]);
    let mut writer = writer(out);
    writer.write_record(topics.then_some("topic").into_iter().chain(names)).map_err(cause)?;
    writer.flush()
}

/// One row a hit; lists are joined by `; `.
pub(super) fn rows(
    response: &Response,
    topic: Option<&str>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let places = style.columns.places();
    let mut writer = writer(out);
    for hit in &response.hits {
        let record = HitRecord::new(hit, None);
        let cells = places.iter().map(|at| cell(COLUMNS[*at], &record, hit, style.columns.dates));
        let cells = topic.map(|topic| harmless(topic.to_owned())).into_iter().chain(cells);
        writer.write_record(cells.map(|cell| shown(&cell, style).into_owned())).map_err(cause)?;
    }
    writer.flush()
}

fn writer(out: &mut dyn Write) -> csv::Writer<&mut dyn Write> {
    csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out)
}

/// What stopped the writer: a pipe that is closed must be known for one.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn cell(column: &str, record: &HitRecord<'_>, hit: &Hit, dates: Dates) -> String {
    let story = &record.story;
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    harmless(match column {
        "rank" => return record.rank.to_string(),
        "score" => return record.score.to_string(),
        "words" => return story.words.to_string(),
        "published" => return published(hit, dates),
        "id" => story.id.clone(),
        "path" => story.path.to_owned(),
        "member" => text(story.member),
        "format" => story.format.to_owned(),
        "kind" => label(&story.kind),
        "status" => label(&story.status),
        "version" => text(story.version),
        "headline" => story.headline.to_owned(),
        "dateline" => text(story.dateline.as_ref().map(|line| line.raw)),
        "agency" => text(story.agency),
        "byline" => text(story.byline),
        "desk" => story.desk.join("; "),
        "sections" => story.sections.join("; "),
        "people" => story.people.join("; "),
        "section" => text(record.snippet.section),
        "snippet" => record.snippet.text.to_owned(),
        _ => hit.similar.as_deref().unwrap_or_default().join("; "),
    })
}

fn published(hit: &Hit, dates: Dates) -> String {
    let Some(stamp) = &hit.story.published else { return String::new() };
    match dates {
        Dates::AsGiven => stamp.print(),
        // A minute is told as a second everywhere.
        Dates::Cut(wanted) if stamp.precision >= wanted.min(Precision::Minute) => {
            print_cut(stamp.seconds, wanted)
        }
        Dates::Cut(_) => String::new(),
    }
}

/// A spreadsheet runs a cell that begins so as a formula (CSV injection, OWASP): an apostrophe before it makes it text.
fn harmless(mut cell: String) -> String {
    const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.starts_with(SIGNS) {
        cell.insert(0, '\'');
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        for cell in ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"] {
            assert_eq!(harmless(cell.into()), format!("'{cell}"));
        }
        for cell in ["", "Dam - held", "'=1", "5 = 5", "– a dash"] {
            assert_eq!(harmless(cell.into()), cell);
        }
    }

    #[test]
    fn columns_are_named_once_and_in_order() {
        let names = |list: &str| {
            let columns = Columns::read(list, Dates::AsGiven)?;
            Ok::<_, Error>(columns.places().into_iter().map(|at| COLUMNS[at]).collect::<Vec<_>>())
        };
        assert_eq!(names("published, id,Headline").unwrap(), ["published", "id", "headline"]);
        let hint = |list: &str| names(list).unwrap_err().hint.unwrap();
        assert_eq!(hint("id,publised"), "did you mean `published`?");
        assert!(hint("nothing").starts_with("columns: rank, "));
        assert!(hint("").starts_with("columns: ") && hint("id,id").contains("once"));
        assert_eq!(Columns::ALL.places().len(), COLUMNS.len());
    }
}
