//! The engine's schema, made from FIELDS plus the internal fields listed here.
//!
//! | field | holds |
//! |---|---|
//! | Text fields | packed terms ([`super::analyzers::packed`]), positions, frequencies; `text` has the headline twice, then captions and body |
//! | Name fields | values as written, folded words with positions; facet fields also as a column of the values as written |
//! | Code fields | one lower-case term a value; facet fields, `id` and `path` also as a column as written |
//! | Date and Number fields | an `i64`/`u64` column and no postings: ranges read the column |
//! | `section` | a column of desks and subheads (queries go to the fields it stands for) |
//! | [`KEY`] | one term: the reading of the source file that the story is from, for replacing its stories |
//! | [`ODD`] | the names of the [`USUAL`] fields that the story lacks, and of the others that it has: `field:*` |
//! | [`FORM`] | unstemmed words that differ from their stem, without positions: prefixes, wildcards, fuzzy words look here and in the terms of `text` |
//! | [`PRECISION`] | column: 0 undated, 1 year, 2 month, 3 day, 4 minute, 5 second |
//! | [`TEXT_TOKENS`] | column: number of terms the story has in `text`, for statistics without deleted stories |
//! | [`MARKS`] | column: where sentences, paragraphs and parts begin in `text`; see [`super::marks`], [`super::halves`] |
//! | [`CHAIN`], [`CHAIN_ORDER`] | columns: which stories are versions of one (a hash), and their order; see [`super::chain`] |
//! | [`REPRINT`] | column: hashes of a few runs of six words of the body; see [`super::reprint`], [`super::halves`] |
//! | [`STORY`] | stored: the story and its source as JSON, behind a checksum; see `stored` |
//!
//! Dates are seconds since the epoch: a date-time type of the engine counts nanoseconds and ends
//! in 2262. The index is sorted by `date`, newest first, undated stories last.

use super::analyzers::tokenizers::{CODE, NAME, PACKED};
use crate::fields::{FIELDS, FieldKind};
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::{IndexSettings, IndexSortByField, Order};

/// Version of the schema; raised with every change here or in `document`.
pub const VERSION: u32 = 6;

/// Internal field: the reading of the source file, the key of `index`.
pub const KEY: &str = "_key";
/// Internal field: names of the fields in which the story is not as most are.
pub const ODD: &str = "_odd";
/// Fields that most stories have: noting who lacks them takes a fraction of the postings.
pub const USUAL: &[&str] = &[
    "text", "headline", "place", "dateline", "country", "agency", "section", "desk", "lang", "kind",
    "status", "format", "id", "path",
];
/// In [`ODD`]: the story has no body, so no lead.
pub const NO_BODY: &str = "body";
/// Internal field: unstemmed words that differ from their stem.
pub const FORM: &str = "_form";
/// Internal column: precision of `date`.
pub const PRECISION: &str = "_precision";
/// Internal column: number of terms in `text`.
pub const TEXT_TOKENS: &str = "_text_tokens";
/// Internal column: beginnings in `text`.
pub const MARKS: &str = "_marks";
/// Internal column: the version group of the story, as its XXH3-64.
pub const CHAIN: &str = "_chain";
/// Internal column: order of the version in its group.
pub const CHAIN_ORDER: &str = "_chain_order";
/// Internal column: the sketch of the body.
pub const REPRINT: &str = "_reprint";
/// Internal field: the stored story.
pub const STORY: &str = "_story";

/// Builds the schema.
pub fn schema() -> Schema {
    let mut builder = Schema::builder();
    for field in FIELDS {
        add(&mut builder, field);
    }
    builder.add_text_field(KEY, text(RAW, IndexRecordOption::Basic, false));
    builder.add_text_field(ODD, text(PACKED, IndexRecordOption::Basic, false));
    builder.add_text_field(FORM, text(PACKED, IndexRecordOption::Basic, false));
    for name in [PRECISION, TEXT_TOKENS, MARKS, CHAIN, CHAIN_ORDER, REPRINT] {
        builder.add_u64_field(name, NumericOptions::default().set_fast());
    }
    builder.add_bytes_field(STORY, STORED);
    builder.build()
}

/// The engine's own one-term analyzer: keys keep their case.
const RAW: &str = "raw";

fn add(builder: &mut SchemaBuilder, field: &crate::fields::Field) {
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let column = field.facet || matches!(field.name, "id" | "path");
    let options = match field.kind {
        _ if !field.stands_for.is_empty() || field.part.is_some() => TextOptions::default(),
        FieldKind::Text => text(PACKED, positions, true),
        FieldKind::Name => text(NAME, positions, true),
        FieldKind::Code => text(CODE, IndexRecordOption::Basic, false),
        FieldKind::Date => {
            builder.add_i64_field(field.name, NumericOptions::default().set_fast());
            return;
        }
        FieldKind::Number => {
            builder.add_u64_field(field.name, NumericOptions::default().set_fast());
            return;
        }
    };
    builder.add_text_field(field.name, if column { options.set_fast(RAW) } else { options });
}

fn text(analyzer: &str, record: IndexRecordOption, norms: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer(analyzer).set_index_option(record).set_fieldnorms(norms),
    )
}

/// Sorted by date, newest first.
pub fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField { field: "date".into(), order: Order::Desc }),
        // A third thread beside those that enrich and those that index only waits for a core.
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// Handles of all fields `document` fills.
#[derive(Debug, Clone)]
pub(super) struct Handles {
    /// One for each row of FIELDS, in order.
    fields: Vec<Field>,
    pub(super) key: Field,
    pub(super) odd: Field,
    pub(super) form: Field,
    pub(super) precision: Field,
    pub(super) text_tokens: Field,
    pub(super) marks: Field,
    pub(super) chain: Field,
    pub(super) chain_order: Field,
    pub(super) reprint: Field,
    pub(super) story: Field,
}

impl Handles {
    /// Looks them up in the schema made by [`schema`].
    pub(super) fn new(schema: &Schema) -> tantivy::Result<Self> {
        Ok(Handles {
            fields: FIELDS.iter().map(|f| schema.get_field(f.name)).collect::<tantivy::Result<_>>()?,
            key: schema.get_field(KEY)?,
            odd: schema.get_field(ODD)?,
            form: schema.get_field(FORM)?,
            precision: schema.get_field(PRECISION)?,
            text_tokens: schema.get_field(TEXT_TOKENS)?,
            marks: schema.get_field(MARKS)?,
            chain: schema.get_field(CHAIN)?,
            chain_order: schema.get_field(CHAIN_ORDER)?,
            reprint: schema.get_field(REPRINT)?,
            story: schema.get_field(STORY)?,
        })
    }

    /// The handle of a row of FIELDS.
    pub(super) fn at(&self, row: usize) -> Field {
        self.fields[row]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_fields_is_in_the_schema() {
        assert!(Handles::new(&schema()).is_ok());
    }
}
