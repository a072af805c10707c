//! Names that fit a regular expression: looked up in the dictionary of a column of names as written, once a segment.

use super::lower::{Boxed, Lowering};
use super::shown::Listed;
use crate::error::Result;
use crate::fields::Field;
use crate::index::trouble::system;
use crate::query::regex;

impl Lowering<'_> {
    /// Stories with such a name in the field.
    pub(super) fn names_like(&self, field: &Field, expression: &str) -> Result<Boxed> {
        let fits = regex::compile(expression)?;
        let mut docs = Vec::new();
        for reader in self.searcher.segment_readers() {
            let Some(names) = reader.fast_fields().str(field.name)? else {
                docs.push((reader.segment_id(), Vec::new()));
                continue;
            };
            let failed = |e: std::io::Error| system("reading the index", &e);
            let mut wanted = vec![false; names.num_terms()];
            let mut stream = names.dictionary().stream().map_err(failed)?;
            let mut any = false;
            while stream.advance() {
                let Ok(name) = std::str::from_utf8(stream.key()) else { continue };
                if fits.is_match(name)
                    && let Some(slot) = wanted.get_mut(stream.term_ord() as usize)
                {
                    *slot = true;
                    any = true;
                }
            }
            let has = |doc: &u32| {
                any && names.term_ords(*doc).any(|ord| wanted.get(ord as usize).is_some_and(|found| *found))
            };
            docs.push((reader.segment_id(), (0..reader.max_doc()).filter(has).collect()));
        }
        Ok(Box::new(Listed::new(docs)))
    }
}
