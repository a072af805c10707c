//! The only place where a story becomes a document of the engine, and comes back.
//!
//! [`Documents::from_story`] is pure and made for many threads: text is analysed here, not in the
//! engine's indexing threads. What each field holds is in [`super::schema`].

use super::analyzers::packed::{GAP, Packer};
use super::chain;
use super::halves;
use super::marks::{self, Cuts, Kind};
use super::reprint::Sketch;
use super::schema::{self, Handles};
use super::stored;
use crate::date::{Precision, midnight};
use crate::error::{Error, ErrorKind, Result};
use crate::fields::{FIELDS, FieldKind};
use crate::story::{Person, Role, SourceRef, Story};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use tantivy::TantivyDocument;
use tantivy::schema::{Field, Schema, Value};
use xxhash_rust::xxh3::xxh3_64;

/// How often the headline counts in `text`.
pub(super) const HEADLINE_TIMES: usize = 2;

/// Turns stories into documents and back, for one schema.
#[derive(Debug, Clone)]
pub struct Documents {
    handles: Handles,
}

#[derive(Serialize)]
struct Stored<'s> {
    source: &'s SourceRef,
    story: &'s Story,
}

#[derive(Deserialize)]
struct Loaded {
    source: SourceRef,
    story: Story,
}

impl Documents {
    /// For the schema made by [`super::schema::schema`].
    ///
    /// # Errors
    /// [`ErrorKind::Index`] when the schema lacks a field: the index is of another version.
    pub fn new(schema: &Schema) -> Result<Self> {
        let handles = Handles::new(schema).map_err(|e| Error::new(ErrorKind::Index, e.to_string()))?;
        Ok(Documents { handles })
    }

    /// The document of a story. `key` names the reading of its source file, for replacement.
    ///
    /// # Errors
    /// [`ErrorKind::Format`] when the story cannot be stored as JSON.
    pub fn from_story(&self, story: &Story, key: &str) -> Result<TantivyDocument> {
        let handles = &self.handles;
        let mut filling = Filling::new(story);
        let mut odd = String::new();
        for (row, field) in FIELDS.iter().enumerate() {
            if field.part.is_some() {
                continue;
            }
            let before = filling.doc.len();
            filling.fill(field.name, handles.at(row), story);
            // Dates and numbers have columns, which say for themselves whether there is a value.
            let asks_column = matches!(field.kind, FieldKind::Date | FieldKind::Number);
            if !asks_column && (filling.doc.len() > before) != schema::USUAL.contains(&field.name) {
                odd.push_str(if odd.is_empty() { "" } else { " " });
                odd.push_str(field.name);
            }
        }
        let Filling { mut doc, forms, tokens, marks, sketch, .. } = filling;
        if story.body.is_empty() {
            // The lead is a part of it.
            odd.push_str(if odd.is_empty() { "" } else { " " });
            odd.push_str(schema::NO_BODY);
        }
        halves::pack(&marks).for_each(|pair| doc.add_u64(handles.marks, pair));
        halves::pack(&sketch.hashes()).for_each(|pair| doc.add_u64(handles.reprint, pair));
        doc.add_text(handles.key, key);
        if !odd.is_empty() {
            doc.add_text(handles.odd, odd);
        }
        if !forms.is_empty() {
            doc.add_text(handles.form, forms);
        }
        doc.add_u64(handles.text_tokens, tokens);
        doc.add_u64(handles.precision, precision(story));
        if let Some(place) = chain::place(story) {
            doc.add_u64(handles.chain, xxh3_64(place.chain.as_bytes()));
            doc.add_u64(handles.chain_order, place.order);
        }
        doc.add_bytes(handles.story, &stored::pack(&Stored { source: &story.source, story })?);
        Ok(doc)
    }

    /// The story of a stored document, its source set.
    ///
    /// # Errors
    /// [`ErrorKind::Index`] when the stored story is missing or damaged.
    pub fn to_story(&self, doc: &TantivyDocument) -> Result<Story> {
        let bytes = doc.get_first(self.handles.story).and_then(|value| value.as_bytes()).unwrap_or(&[]);
        let loaded: Loaded = stored::unpack(bytes)?;
        Ok(Story { source: loaded.source, ..loaded.story })
    }
}

/// A document being filled.
struct Filling {
    doc: TantivyDocument,
    packer: Packer,
    /// The headline, packed, and how many terms it has: two fields hold it.
    headline: (String, u64),
    /// Words of `text` as written: those of other fields (a slug's) are not in it.
    forms: String,
    /// Terms in `text`.
    tokens: u64,
    /// Where sentences, paragraphs and parts begin in `text`.
    marks: Vec<u32>,
    /// Of the body, for reprints.
    sketch: Sketch,
}

impl Filling {
    fn new(story: &Story) -> Self {
        let (mut packer, mut packed) = (Packer::new(), String::new());
        let terms = packer.text(&story.headline, &mut packed);
        // The terms, the story as JSON, and what is about it: mostly enough, so that it is not moved about.
        let doc = TantivyDocument::with_capacity(5 * story.body.len() / 2 + 2048);
        Filling {
            doc,
            packer,
            headline: (packed, terms),
            forms: String::new(),
            tokens: 0,
            marks: Vec::new(),
            sketch: Sketch::default(),
        }
    }

    /// Adds the values of one field; one arm for each row of FIELDS.
    fn fill(&mut self, name: &str, field: Field, story: &Story) {
        let dateline = story.dateline.as_ref();
        let places = || dateline.into_iter().flat_map(|line| &line.places);
        match name {
            "text" => self.text(field, story),
            "headline" => self.packed(field, self.headline.0.clone()),
            "subhead" => self.parts(field, story.sections.iter().map(|s| s.title.as_str())),
            "caption" => self.parts(field, captions(story)),
            "slug" => self.parts(field, story.slug.as_deref()),
            "person" => self.values(field, people(story, Role::Subject)),
            "byline" => self.values(field, bylines(story)),
            "place" => self.values(
                field,
                places().map(|p| p.place.as_str()).chain(story.places.iter().map(String::as_str)),
            ),
            "dateline" => self.values(field, dateline.map(|line| line.raw.as_str())),
            "country" => self.values(
                field,
                places().flat_map(|p| [&p.country, &p.country_then]).filter_map(|c| c.as_deref()),
            ),
            "region" => self.values(field, places().filter_map(|p| p.region.as_deref())),
            "agency" => {
                let signed = dateline.and_then(|line| line.agency.as_deref());
                self.values(field, story.agency.as_deref().into_iter().chain(signed));
            }
            "section" => {
                let subheads = story.sections.iter().map(|s| s.title.as_str());
                self.values(field, desks(story).iter().map(String::as_str).chain(subheads));
            }
            "desk" => self.values(field, desks(story).iter().map(String::as_str)),
            "keyword" => self.values(field, story.keywords.iter().map(String::as_str)),
            "org" => self.values(field, story.organisations.iter().map(String::as_str)),
            "date" => self.date(field, story.published.as_ref().map(|at| at.seconds)),
            "dateline-date" => self.date(field, dateline.and_then(|line| line.date).map(midnight)),
            "embargo" => self.date(field, story.embargo.as_ref().map(|at| at.seconds)),
            "words" => self.doc.add_u64(field, story.word_count()),
            "lang" => self.values(field, story.lang.as_deref()),
            "kind" => self.values(field, Some(label(story.kind).as_str())),
            "status" => self.values(field, Some(label(story.status).as_str())),
            "format" => self.values(field, Some(story.format.as_str())),
            "urgency" => self.values(field, story.urgency.as_deref()),
            "id" => self.values(field, Some(story.id.as_str())),
            // Blanks at its ends are part of a name.
            "path" => self.doc.add_text(field, &story.source.path),
            _ => debug_assert!(false, "no values for field {name}"),
        }
    }

    /// Headline (more than once: it weighs more), captions, body. Subheads are in the body.
    fn text(&mut self, field: Field, story: &Story) {
        let mut packed = String::with_capacity(story.body.len() + 4 * story.headline.len());
        // A made headline is the first sentence of the body and counts once more.
        let times = if story.headline_derived { HEADLINE_TIMES - 1 } else { HEADLINE_TIMES };
        let mut next = 0;
        for n in 0..times {
            packed.push_str(if packed.is_empty() { "" } else { "\n" });
            packed.push_str(&self.headline.0);
            let kind = match n {
                _ if story.headline_derived => Kind::Made,
                0 => Kind::Headline,
                _ => Kind::Repeat,
            };
            if self.headline.1 > 0 {
                self.marks.extend(marks::pack(next, kind));
            }
            self.part_of_text(self.headline.1, &mut next);
        }
        for caption in captions(story) {
            let words = self.marked(caption, Cuts::caption(caption), next, &mut packed);
            self.part_of_text(words, &mut next);
        }
        // Only of the body: what was sketched of captions is forgotten.
        self.sketch = Sketch::default();
        let words = self.marked(&story.body, Cuts::body(&story.body, &story.sections), next, &mut packed);
        self.part_of_text(words, &mut next);
        self.packed(field, packed);
        self.forms = std::mem::take(&mut self.packer.forms);
    }

    /// Counts a part of `text` that is packed: where the next one begins.
    fn part_of_text(&mut self, words: u64, next: &mut u64) {
        self.tokens += words;
        *next += if words == 0 { 0 } else { words + GAP as u64 };
    }

    /// Packs a part of `text` and notes what begins in it; its first word stands at `start`.
    fn marked(&mut self, text: &str, mut cuts: Cuts, start: u64, packed: &mut String) -> u64 {
        let (marks, sketch) = (&mut self.marks, &mut self.sketch);
        self.packer.text_seen(text, packed, |word| {
            sketch.word(word.term);
            if let Some(kind) = cuts.begins(word) {
                marks.extend(marks::pack(start + u64::from(word.position), kind));
            }
        })
    }

    fn packed(&mut self, field: Field, packed: String) {
        if !packed.is_empty() {
            self.doc.add_text(field, packed);
        }
    }

    /// Adds running text in parts that phrases do not cross.
    fn parts<'s>(&mut self, field: Field, parts: impl IntoIterator<Item = &'s str>) {
        let mut packed = String::new();
        for part in parts {
            self.packer.text(part, &mut packed);
        }
        self.packed(field, packed);
    }

    /// Adds values as written, each once.
    fn values<'s>(&mut self, field: Field, values: impl IntoIterator<Item = &'s str>) {
        let mut seen = HashSet::new();
        for value in values.into_iter().map(str::trim).filter(|value| !value.is_empty()) {
            if seen.insert(value) {
                self.doc.add_text(field, value);
            }
        }
    }

    fn date(&mut self, field: Field, seconds: Option<i64>) {
        if let Some(seconds) = seconds {
            self.doc.add_i64(field, seconds);
        }
    }
}

fn people(story: &Story, role: Role) -> impl Iterator<Item = &str> {
    story.people.iter().filter(move |p: &&Person| p.role == role).map(|p| p.name.as_str())
}

/// The writers by name where they are known, else the byline as written.
fn bylines(story: &Story) -> impl Iterator<Item = &str> {
    let named = people(story, Role::Byline).next().is_some();
    people(story, Role::Byline).chain(story.byline.as_deref().filter(|_| !named))
}

fn captions(story: &Story) -> impl Iterator<Item = &str> {
    story.captions.iter().flat_map(|c| std::iter::once(c.text.as_str()).chain(c.credit.as_deref()))
}

/// The desks of the closed list, else what the document says.
fn desks(story: &Story) -> &[String] {
    if story.desk.is_empty() { &story.desk_raw } else { &story.desk }
}

/// The name a `Kind` or `Status` has in JSON.
fn label(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

fn precision(story: &Story) -> u64 {
    match story.published.as_ref().map(|at| at.precision) {
        None => 0,
        Some(Precision::Year) => 1,
        Some(Precision::Month) => 2,
        Some(Precision::Day) => 3,
        Some(Precision::Minute) => 4,
        Some(Precision::Second) => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::schema::schema;
    use crate::story::{Caption, Dateline, DatelinePlace};

    fn sample() -> Story {
        Story {
            source: SourceRef { path: "a/b.txt".into(), member: Some("#2".into()) },
            id: "X1".into(),
            headline: "Floods rise".into(),
            slug: Some("rains-swells".into()),
            body: "Rivers rose fast.\n\nFloods came.".into(),
            captions: vec![Caption { text: "A river".into(), credit: Some("A. Sample".into()) }],
            dateline: Some(Dateline {
                raw: "PORT EXAMPLE (AP)".into(),
                places: vec![DatelinePlace { place: "Port Example".into(), ..DatelinePlace::default() }],
                ..Dateline::default()
            }),
            places: vec!["Port Example".into(), "Sampleland".into()],
            ..Story::default()
        }
    }

    #[test]
    fn a_story_comes_back_whole() {
        let documents = Documents::new(&schema()).unwrap();
        let story = sample();
        let doc = documents.from_story(&story, "1/a/b.txt").unwrap();
        assert_eq!(documents.to_story(&doc).unwrap(), story);
    }

    #[test]
    fn fields_hold_what_the_schema_says() {
        let schema = schema();
        let doc = Documents::new(&schema).unwrap().from_story(&sample(), "k").unwrap();
        let get = |name: &str| -> Vec<String> {
            let field = schema.get_field(name).unwrap();
            doc.get_all(field).filter_map(|v| v.as_str().map(str::to_owned)).collect()
        };
        assert_eq!(get("text"), ["flood rise\nflood rise\na river\na sampl\nriver rose fast flood came"]);
        assert_eq!(get("place"), ["Port Example", "Sampleland"]);
        assert_eq!(get("_form"), ["floods sample rivers"]);
        // It has captions and a slug, as few do, and no desk, as most do.
        assert_eq!(get("_odd"), ["caption slug country agency section desk lang format"]);
        let tokens = doc.get_first(schema.get_field("_text_tokens").unwrap()).unwrap().as_u64();
        assert_eq!(tokens, Some(13));
    }
}
