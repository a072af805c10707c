//! A small corpus in a folder of its own, and what the index says of it.
#![allow(dead_code)]

use morgue::index::Index;
use morgue::ingest::{Options, Summary, run};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

/// A corpus of two collection files of three stories each, a picture and an empty file.
pub struct Desk {
    pub dir: TempDir,
}

impl Desk {
    pub fn new() -> Desk {
        let desk = Desk { dir: tempfile::tempdir().unwrap() };
        desk.write("corpus/a.sgm", &collection(&[1, 2, 3]));
        desk.write("corpus/old/b.sgm", &collection(&[4, 5, 6]));
        desk.write("corpus/photo.png", "\u{89}PNG\r\n\u{1a}\n\0\0\0");
        desk.write("corpus/nothing.txt", "");
        desk
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn options(&self, roots: &[&str]) -> Options {
        Options {
            roots: roots.iter().map(|root| self.path(root)).collect(),
            index: self.path("index"),
            threads: 2,
            memory: 32 << 20,
            ..Options::default()
        }
    }

    pub fn index(&self, roots: &[&str]) -> Summary {
        go(&self.options(roots))
    }

    /// Ids and paths of all stories, in the index at `dir`.
    pub fn stories(&self) -> BTreeSet<(String, String)> {
        stories(&self.path("index"))
    }

    pub fn ids(&self) -> Vec<String> {
        let mut ids: Vec<_> = self.stories().into_iter().map(|(id, _)| id).collect();
        ids.sort();
        ids
    }
}

pub fn go(options: &Options) -> Summary {
    let summary = run(options, &|_| {}, &AtomicBool::new(false)).unwrap();
    let by = &summary.files_by_outcome;
    let all = by.indexed + by.unchanged + by.empty + by.not_a_story + by.failed;
    assert_eq!(all, summary.files, "every file has one outcome: {summary:?}");
    summary
}

pub fn stories(index: &Path) -> BTreeSet<(String, String)> {
    let index = Index::open(index).unwrap();
    let mut found = BTreeSet::new();
    for (ord, segment) in index.searcher().segment_readers().iter().enumerate() {
        for doc in segment.doc_ids_alive() {
            let story = index.story(tantivy::DocAddress::new(ord as u32, doc)).unwrap();
            assert!(found.insert((story.id.clone(), story.source.as_id())), "{} twice", story.source.as_id());
        }
    }
    assert_eq!(found.len() as u64, index.len());
    assert_eq!(index.manifest().unwrap().stories(), index.len());
    found
}

pub fn collection(numbers: &[u32]) -> String {
    let mut text = String::from("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n");
    for n in numbers {
        text.push_str(&format!(
            "<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" CGISPLIT=\"X\" OLDID=\"{n}\" NEWID=\"{n}\">\n\
             <DATE>{n}-MAR-1987 10:00:00.00</DATE>\n<TOPICS></TOPICS><PLACES></PLACES><PEOPLE></PEOPLE>\
             <ORGS></ORGS><EXCHANGES></EXCHANGES><COMPANIES></COMPANIES>\n<TEXT>&#2;\n\
             <TITLE>SAMPLE NUMBER {n}</TITLE>\n<DATELINE>    PORT EXAMPLE, March {n} - </DATELINE><BODY>The \
             harbour master counted {n} boats.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n"
        ));
    }
    text
}
