//! Near-duplicates of Reuters-21578 and of the BBC stories, when the collections are at hand: are the pairs that share
//! their runs of six words one hit each with `--collapse`?
//!
//! The lists hold pairs; a group of three is three pairs here. What tables, short forms and groups cost is in
//! `benches/alike.md`.

use super::{Kept, shared};
use morgue::date::wire::Hints;
use morgue::engine::Engine;
use morgue::enrich::enrich;
use morgue::index::Index;
use morgue::query::Query;
use morgue::readers::{Input, by_name, read};
use morgue::search::{Request, Sort, View, search};
use morgue::story::Story;
use std::collections::BTreeSet;
use std::io::{BufReader, Read};
use std::path::Path;

type Pairs = BTreeSet<(String, String)>;

fn pair(one: &str, other: &str) -> (String, String) {
    let (one, other) = (one.to_owned(), other.to_owned());
    if one < other { (one, other) } else { (other, one) }
}

fn wanted(file: &Path) -> Pairs {
    let text = std::fs::read_to_string(file).unwrap();
    let columns = text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    columns.map(|row| pair(row[2], row[3])).collect()
}

fn reuters(folder: &Path) -> Vec<Story> {
    let mut kept = Kept::default();
    for n in 0..22 {
        let file = std::fs::File::open(folder.join(format!("reut2-{n:03}.sgm.gz"))).unwrap();
        let mut reader = BufReader::new(flate2::read::MultiGzDecoder::new(file));
        let hints = Hints::default();
        let mut input = Input { bytes: &mut reader, name: "reut2.sgm", hints: &hints };
        (by_name("reuters-21578").unwrap().read)(&mut input, &mut kept).unwrap();
    }
    kept.stories
}

fn bbc(folder: &Path) -> Vec<Story> {
    let file = std::fs::File::open(folder.join("bbc-news.tar.gz")).unwrap();
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(file));
    let mut kept = Kept::default();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".txt") {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            read(&name, &mut &bytes[..], None, &Hints::default(), &mut kept).unwrap();
            kept.stories.last_mut().unwrap().id = name;
        }
    }
    kept.stories
}

/// Precision and recall of the groups among all stories.
fn score(stories: &mut [Story], wanted: &Pairs, name: impl Fn(&str) -> String) -> (f64, f64) {
    stories.iter_mut().for_each(enrich);
    let engine = Engine::new(Index::in_memory(stories.iter()).unwrap()).unwrap();
    let request = Request {
        tree: Query::Everything,
        text: String::new(),
        sort: Sort::Newest,
        limit: None,
        offset: 0,
        view: View { all_versions: true, now: 0 },
        stories: false,
        totals: true,
        figures: true,
        snippet_words: 0,
        like: None,
        collapse: true,
    };
    let mut found = Pairs::new();
    for hit in search(&engine, &request).unwrap().hits {
        let mut group: Vec<String> = hit.similar.unwrap().iter().map(|id| name(id)).collect();
        group.push(name(&hit.id));
        for (n, one) in group.iter().enumerate() {
            found.extend(group[n + 1..].iter().map(|other| pair(one, other)));
        }
    }
    let both = found.intersection(wanted).count() as f64;
    let (precision, recall) = (both / found.len() as f64, both / wanted.len() as f64);
    println!("{} pairs, {} found: precision {precision:.3}, recall {recall:.3}", wanted.len(), found.len());
    (precision, recall)
}

#[test]
fn pairs_of_reuters_21578_are_one_hit() {
    let (Some(folder), Some(lists)) = (shared("corpora/reuters-21578"), shared("corpora/near-duplicates"))
    else {
        return;
    };
    let wanted = wanted(&lists.join("reuters21578_pairs.tsv"));
    let (precision, recall) = score(&mut reuters(&folder), &wanted, str::to_owned);
    assert!(precision >= 0.95 && recall >= 0.95, "precision {precision}, recall {recall}");
}

#[test]
fn pairs_of_bbc_news_are_one_hit() {
    let (Some(folder), Some(lists)) = (shared("corpora/bbc-news"), shared("corpora/near-duplicates")) else {
        return;
    };
    // The list names a story by its folder and file.
    let short = |id: &str| {
        let mut parts = id.rsplit('/');
        let (file, desk) = (parts.next().unwrap(), parts.next().unwrap());
        format!("/{desk}/{file}")
    };
    let (precision, recall) = score(&mut bbc(&folder), &wanted(&lists.join("bbc_pairs.tsv")), short);
    assert!(precision >= 0.99 && recall >= 0.99, "precision {precision}, recall {recall}");
}
