//! Sketches of bodies ([`crate::index::reprint`]) of the stories a plan finds, from their column.

use super::{DocRef, Engine, Plan, Ranked};
use crate::error::Result;
use crate::index::{halves, schema};
use tantivy::columnar::Column;

impl Engine {
    /// Calls `visit` with the sketch of every matching story, in no order that means anything.
    pub fn each_sketch(&self, plan: &Plan, mut visit: impl FnMut(DocRef, &[u32])) -> Result<()> {
        let mut sketch = Vec::new();
        for (segment, reader) in (0u32..).zip(self.searcher.segment_readers()) {
            let column = reader.fast_fields().u64(schema::REPRINT)?;
            self.matches(plan, reader, |doc| {
                read(&column, doc, &mut sketch);
                visit(DocRef { segment, doc }, &sketch);
            })?;
        }
        Ok(())
    }

    /// The sketch of one story.
    pub fn sketch(&self, doc: DocRef) -> Result<Vec<u32>> {
        let column = self.searcher.segment_reader(doc.segment).fast_fields().u64(schema::REPRINT)?;
        let mut sketch = Vec::new();
        read(&column, doc.doc, &mut sketch);
        Ok(sketch)
    }

    /// Date and id of these stories, newest first, undated ones last; then by id, then by place.
    pub fn newest_first(&self, docs: &[DocRef]) -> Result<Vec<Ranked>> {
        let places = docs.iter().map(|doc| tantivy::DocAddress::new(doc.segment, doc.doc)).collect();
        let mut ranked = self.describe(places)?;
        ranked.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.id.cmp(&b.id)));
        Ok(ranked)
    }
}

/// A column holds the values of a story in the order they were added: smallest first.
fn read(column: &Column<u64>, doc: u32, sketch: &mut Vec<u32>) {
    sketch.clear();
    sketch.extend(column.values_for_doc(doc).flat_map(halves::unpack));
}
