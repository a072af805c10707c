//! What other stories of the index order of a story: one that a notice kills is killed, whatever it says itself.
//! Which ones these are is worked out with the index; here they are asked for and told.

use std::collections::HashMap;

use tantivy::index::SegmentId;
use tantivy::query::{EmptyQuery, Occur};
use tantivy::{DocAddress, DocId, Searcher};

use super::lower::{Boxed, Lowering, constant, join, without};
use super::shown::Listed;
use super::{DocRef, Engine};
use crate::error::Result;
use crate::fields::Field;
use crate::index::analyzers;
use crate::index::killed::Aim;
use crate::query::Value;
use crate::story::{Kind, Status, Story};

/// The status of what may never be used, as it is indexed.
const KILLED: &str = "killed";

/// Stories that others kill.
#[derive(Debug, Default)]
pub(super) struct Killed {
    /// By what.
    by: HashMap<DocRef, DocRef>,
    docs: Option<Listed>,
}

impl Killed {
    /// From the lists of a snapshot, a segment each.
    pub(super) fn new(searcher: &Searcher, lists: &[Vec<(DocId, u32, DocId)>]) -> Self {
        let (mut by, mut docs) = (HashMap::new(), Vec::new());
        for (segment, (reader, list)) in (0u32..).zip(searcher.segment_readers().iter().zip(lists)) {
            docs.push((reader.segment_id(), list.iter().map(|(doc, ..)| *doc).collect()));
            let pairs = list
                .iter()
                .map(|(doc, of, by)| (DocRef { segment, doc: *doc }, DocRef { segment: *of, doc: *by }));
            by.extend(pairs);
        }
        Killed { by, docs: Some(Listed::new(docs)).filter(|listed| !listed.is_empty()) }
    }

    /// A query for all of them; `None` where there are none.
    pub(super) fn query(&self) -> Option<Boxed> {
        self.docs.clone().map(|listed| Box::new(listed) as Boxed)
    }

    /// Is it one of them?
    pub(super) fn holds(&self, segment: SegmentId, doc: DocId) -> bool {
        self.of(segment).binary_search(&doc).is_ok()
    }

    /// Those of a segment, in order.
    pub(super) fn of(&self, segment: SegmentId) -> &[DocId] {
        self.docs.as_ref().and_then(|listed| listed.of(segment)).map_or(&[], |docs| docs)
    }
}

impl Lowering<'_> {
    /// A story that another kills has the status `killed` and no other.
    pub(super) fn status(&self, field: &'static Field, value: &Value) -> Result<Boxed> {
        let own = self.code(field, value)?;
        let asks = match value {
            Value::Word(text) | Value::Phrase(text) => analyzers::code(text) == KILLED,
            Value::Prefix(text) => KILLED.starts_with(&analyzers::code(text)),
            // What looks like `killed` is for the postings to say.
            _ => return Ok(own),
        };
        Ok(match self.killed.query() {
            None => own,
            Some(killed) if asks => {
                join(Occur::Should, vec![own, constant(killed, 0.0)]).unwrap_or_else(|| Box::new(EmptyQuery))
            }
            Some(killed) => without(Some(own), vec![killed]),
        })
    }
}

impl Engine {
    /// Marks a killed story and notes by what and when; notes on a notice what it kills.
    pub(super) fn told(&self, doc: DocRef, story: &mut Story) -> Result<()> {
        if let Some(by) = self.killed.by.get(&doc) {
            let by = self.index.story(DocAddress::new(by.segment, by.doc))?;
            let told = if by.id == story.id && by.kind != Kind::KillNotice {
                format!("this id was canceled by the item {}", when(&by))
            } else {
                format!("by the notice {} {}", by.id, when(&by))
            };
            story.status = Status::Killed;
            story.note("killed", None, told);
        }
        let aim = self.index.aim(DocAddress::new(doc.segment, doc.doc), story)?;
        let told = match &aim {
            None => return Ok(()),
            Some(Aim::Found(docs)) => format!("kills {}", self.names(docs)?),
            Some(Aim::Unknown) => "names no story of this index".to_owned(),
            Some(Aim::Ambiguous(docs)) => {
                format!("fits several stories, none of them is hidden: {}", self.names(docs)?)
            }
        };
        story.note("kills", None, told);
        Ok(())
    }

    /// Ids, the first few.
    fn names(&self, docs: &[DocAddress]) -> Result<String> {
        const SHOWN: usize = 5;
        let mut names = Vec::new();
        for doc in docs.iter().take(SHOWN) {
            names.push(self.index.story(*doc)?.id);
        }
        names.sort();
        if docs.len() > SHOWN {
            names.push(format!("{} more", docs.len() - SHOWN));
        }
        Ok(names.join(", "))
    }
}

/// When a story came.
fn when(story: &Story) -> String {
    story
        .published
        .as_ref()
        .map_or_else(|| "on no day it names".to_owned(), |at| format!("of {}", at.print()))
}
