//! A crawl as a standard tool leaves it (`tests/tools/make_crawl.py`, with warcio): 541 records, one gzip member each,
//! the last one cut. Every page becomes a story in its own letters, everything else is counted by its reason.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod sandbox;

use sandbox::Sandbox;
use serde_json::Value;
use std::collections::BTreeMap;

fn crawl() -> Sandbox {
    let sandbox = Sandbox::new();
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/source/crawl.warc.gz");
    std::fs::create_dir(sandbox.path().join("crawl")).unwrap();
    std::fs::copy(file, sandbox.path().join("crawl/crawl.warc.gz")).unwrap();
    sandbox
}

#[test]
fn pages_are_stories_and_the_rest_is_counted_by_reason() {
    let sandbox = crawl();
    let given = sandbox.run("morgue index crawl --json");
    assert_eq!(given.code, 1, "{}", given.err);
    let summary: Value = serde_json::from_str(&given.out).unwrap();
    // 71 pages, of which the coin toss, twice, is too short in its first paragraphs to have a main text.
    assert_eq!(summary["stories"]["total"], 69);
    let mut passed = BTreeMap::new();
    for skipped in summary["skipped"].as_array().unwrap() {
        *passed.entry(skipped["reason"].as_str().unwrap()).or_insert(0) += 1;
    }
    let records = |count, kind| (format!("{count} records passed over: {kind}"), 1);
    let want = BTreeMap::from([
        ("1 record passed over: dns".to_owned(), 1),
        ("1 record passed over: warcinfo".to_owned(), 1),
        ("a page without a main text".to_owned(), 2),
        ("an image (PNG)".to_owned(), 10),
        records(171, "request"),
        records(171, "metadata"),
        records(25, "revisit"),
        records(60, "HTTP 404"),
        records(30, "HTTP 301"),
    ]);
    assert_eq!(passed, want.iter().map(|(reason, count)| (reason.as_str(), *count)).collect());
    // 69 + 2 + 10 + 1 + 1 + 171 + 171 + 25 + 60 + 30 and the one that is cut are all 541 records.
    let failed = summary["failed"].as_array().unwrap();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0]["member"], "old.example.com/cut.html");
    assert_eq!(failed[0]["error"], "gzip data ends too early");
}

#[test]
fn a_charset_that_only_the_http_head_names_is_obeyed() {
    let sandbox = crawl();
    let given = sandbox.run("morgue read crawl/crawl.warc.gz");
    let mut heads = BTreeMap::<String, Vec<String>>::new();
    for line in given.out.lines() {
        let story: Value = serde_json::from_str(line).unwrap();
        let Some(name) = story["member"].as_str().unwrap().strip_prefix("old.example.com/charset/") else {
            continue;
        };
        let charset = name.split('-').next().unwrap().to_owned();
        assert_eq!(story["notes"], Value::Array(vec![]), "{name}: nothing was guessed");
        heads.entry(charset).or_default().push(story["headline"].as_str().unwrap().to_owned());
    }
    let five = |head: &str| vec![head.to_owned(); 5];
    let want = BTreeMap::from([
        ("cp1251".to_owned(), five("Ледокол освободил судно у Мурманска")),
        ("koi8".to_owned(), five("Ледокол освободил судно у Мурманска")),
        ("latin".to_owned(), five("Café owner of Liège keeps the eel")),
        ("sjis".to_owned(), five("札幌で弓の大会が開かれた")),
    ]);
    assert_eq!(heads, want);
}
