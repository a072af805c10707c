//! Reprints are one hit whatever is asked for, and stories alike are the same for every order of arrival.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use morgue::date::Stamp;
use morgue::engine::Engine;
use morgue::index::Index;
use morgue::query::{Query, Settings, parse};
use morgue::search::{Request, Sort, View, Wording, explain, like, search};
use morgue::story::{SourceRef, Story};

/// A body of 40 words that no other number has in this order.
fn body(number: usize) -> String {
    (0..40).map(|n| format!("word{} ", (number * 31 + n * 17) % 997)).collect()
}

fn story(id: &str, day: i8, body: String) -> Story {
    Story {
        source: SourceRef { path: format!("{id}.txt"), member: None },
        id: id.into(),
        headline: format!("Story {id}"),
        published: Some(Stamp::day(jiff::civil::date(1990, 1, day), "")),
        body,
        ..Story::default()
    }
}

/// Twelve stories; of every third there are reprints: one whole, one cut short, one with a paragraph more.
fn stories() -> Vec<Story> {
    let mut all = Vec::new();
    for n in 0..12 {
        let text = format!("Dam {}", body(n));
        all.push(story(&format!("a{n}"), 1 + n as i8, text.clone()));
        if n % 3 == 0 {
            all.push(story(&format!("b{n}"), 20, text.clone()));
            all.push(story(&format!("c{n}"), 2, text[..text.len() / 2].into()));
            all.push(story(&format!("d{n}"), 25, format!("{text} {}", body(100 + n))));
        }
    }
    all
}

fn tree(query: &str) -> Query {
    let settings = Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any: false };
    parse(query, &settings).tree
}

fn request(query: &str, sort: Sort, offset: usize, limit: Option<usize>) -> Request {
    Request {
        tree: tree(query),
        text: query.into(),
        sort,
        limit,
        offset,
        view: View { all_versions: false, now: 0 },
        stories: false,
        totals: true,
        figures: true,
        snippet_words: 0,
        like: None,
        collapse: true,
    }
}

fn groups(engine: &Engine, request: &Request) -> Vec<(usize, String, Vec<String>)> {
    let hits = search(engine, request).unwrap().hits;
    hits.into_iter().map(|hit| (hit.rank, hit.id, hit.similar.unwrap())).collect()
}

fn engine(stories: &[Story]) -> Engine {
    Engine::new(Index::in_memory(stories).unwrap()).unwrap()
}

#[test]
fn groups_are_the_same_page_by_page_and_in_any_order_of_arrival() {
    let mut stories = stories();
    let whole = engine(&stories);
    stories.reverse();
    let turned = engine(&stories);
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        for query in ["", "dam", "dam word17"] {
            let all = groups(&whole, &request(query, sort, 0, None));
            assert!(!all.is_empty());
            assert_eq!(groups(&turned, &request(query, sort, 0, None)), all, "{query} {sort:?}");
            for size in [1, 2, 5] {
                let pages = (0..all.len()).step_by(size);
                let paged: Vec<_> =
                    pages.flat_map(|at| groups(&whole, &request(query, sort, at, Some(size)))).collect();
                assert_eq!(paged, all, "{query} {sort:?} {size}");
            }
        }
    }
}

#[test]
fn each_story_is_in_one_group_and_the_first_in_order_leads() {
    let engine = engine(&stories());
    let all = groups(&engine, &request("dam", Sort::Newest, 0, None));
    let count: usize = all.iter().map(|(.., similar)| 1 + similar.len()).sum();
    assert_eq!(count, 24);
    // Half a story is a part of the whole and of the longer one; the longer one is newest.
    assert!(all.contains(&(1, "d0".into(), vec!["b0".into(), "c0".into(), "a0".into()])), "{all:?}");
    assert_eq!(search(&engine, &request("dam", Sort::Newest, 0, Some(1))).unwrap().total, 24);
    // Only what matches is named.
    let few = groups(&engine, &request("dam date:1990-01-20..1990-01-25", Sort::Newest, 0, Some(1)));
    assert_eq!(few, [(1, "d0".to_owned(), vec!["b0".to_owned()])]);
}

#[test]
fn stories_alike_leave_the_story_out_and_can_be_narrowed() {
    let engine = engine(&stories());
    let likeness = like(&engine, "a3", &engine.by_id("a3").unwrap()).unwrap();
    let ask = |query: &str| {
        let request = Request {
            like: Some(likeness.clone()),
            collapse: false,
            ..request(query, Sort::Relevance, 0, None)
        };
        let hits = search(&engine, &request).unwrap().hits;
        hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };
    let found = ask("");
    assert!(!found.contains(&"a3".to_owned()), "{found:?}");
    let mut nearest = found[..3].to_vec();
    nearest.sort();
    assert_eq!(nearest, ["b3", "c3", "d3"]);
    assert_eq!(
        ask("date:1990-01-20"),
        found.iter().filter(|id| id.starts_with('b')).cloned().collect::<Vec<_>>()
    );
    let settings = Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any: false };
    let view = View { all_versions: false, now: 0 };
    let wording = Wording { text: "", any: false, read: &|_, _| None };
    let made = explain(&engine, &parse("", &settings), &wording, Some(&likeness), None, view).unwrap();
    assert_eq!((made.clauses[0].clause.as_str(), made.total), ("like a3", found.len() as u64));
    assert_eq!(made.clauses.len(), 1 + likeness.clauses.len());
}

#[test]
fn an_id_that_is_nearly_one_is_named() {
    let engine = engine(&stories());
    assert!(engine.by_id("b33").unwrap().is_empty());
    assert_eq!(engine.near_ids("b33", 2).unwrap(), ["b3"]);
    assert!(engine.near_ids("", 3).unwrap().is_empty());
}
