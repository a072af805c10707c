//! Real pages and feeds, scored against what people or another library found in them.

use super::{Kept, shared};
use morgue::date::Stamp;
use morgue::date::wire::Hints;
use morgue::readers::{Outcome, read};
use morgue::source::{Limits, open};
use morgue::story::Story;
use serde_json::Value;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Stories of a file, and the format it was read as.
fn stories(file: &Path) -> (Vec<Story>, &'static str) {
    let (mut all, mut format) = (Kept::default(), "");
    let mut visit = |member: &mut morgue::source::Member<'_>| {
        let outcome = read(&member.name, member.bytes, None, &Hints::default(), &mut all);
        if let Ok(Outcome::Read { format: found, .. }) = outcome {
            format = found.name;
        }
        ControlFlow::Continue(())
    };
    open(file, &Limits::default(), &mut visit, &mut |error| panic!("{error}")).unwrap();
    assert!(all.problems.is_empty(), "{}: {:?}", file.display(), all.problems.first());
    (all.stories, format)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

fn json(file: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

/// The multiset of a text's 4-grams of word tokens, as the benchmark defines it.
fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let tokens: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|token| !token.is_empty()).collect();
    let mut found = HashMap::new();
    for at in 0..tokens.len().saturating_sub(3).max(1) {
        *found.entry(tokens[at..tokens.len().min(at + 4)].to_vec()).or_insert(0) += 1;
    }
    found
}

fn precision_and_recall(truth: &str, got: &str) -> (f64, f64) {
    let (truth, got) = (shingles(truth), shingles(got));
    let hits: usize = truth.iter().map(|(row, count)| count.min(got.get(row).unwrap_or(&0))).sum();
    let share = |all: &HashMap<Vec<&str>, usize>| hits as f64 / all.values().sum::<usize>() as f64;
    (share(&got), share(&truth))
}

/// Article extraction benchmark (Zyte): 181 pages. Its measure: precision and recall of 4-grams a
/// page, averaged over the pages; F1 of the averages.
#[test]
fn main_text_of_news_pages() {
    let Some(folder) = shared("html/article-extraction-benchmark") else { return };
    let truths = json(&folder.join("ground-truth.json"));
    let (mut precision, mut recall, mut pages, mut dated) = (0.0, 0.0, 0.0, 0);
    for file in files(&folder.join("html")) {
        let (stories, format) = stories(&file);
        let [story] = &stories[..] else { panic!("{}: {} stories", file.display(), stories.len()) };
        assert_eq!(format, "html", "{}", file.display());
        assert!(!story.headline.is_empty(), "{}", file.display());
        let key = file.file_name().unwrap().to_str().unwrap().split('.').next().unwrap().to_owned();
        let (p, r) = precision_and_recall(truths[&key]["articleBody"].as_str().unwrap(), &story.body);
        (precision, recall, pages) = (precision + p, recall + r, pages + 1.0);
        dated += usize::from(story.published.is_some());
        for section in &story.sections {
            assert!(section.span.of(&story.body).starts_with(&section.title), "{}", file.display());
        }
    }
    let (precision, recall) = (precision / pages, recall / pages);
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("precision {precision:.4}, recall {recall:.4}, F1 {f1:.4}");
    assert_eq!(pages, 181.0);
    assert!(f1 >= 0.97, "F1 {f1:.4}");
    // Seven pages state no date outside of scripts.
    assert_eq!(dated, 174);
}

fn seconds(value: &Value) -> Option<i64> {
    value.as_str().map(|text| text.parse::<jiff::Timestamp>().unwrap().as_second())
}

/// Titles, ids, dates and links as feed-rs finds them in its own test files.
#[test]
fn feeds_agree_with_feed_rs() {
    let Some(folder) = shared("formats/rss-atom") else { return };
    let mut checked = 0;
    for expected in files(&folder.join("expected-feed-rs")) {
        let name = expected.file_name().unwrap().to_str().unwrap().trim_end_matches(".serde.json").to_owned();
        let file =
            ["xml", "json"].iter().map(|ext| folder.join(format!("{name}.{ext}"))).find(|f| f.is_file());
        let (stories, _) = stories(&file.unwrap());
        let entries = json(&expected)["entries"].as_array().unwrap().clone();
        assert_eq!(entries.len(), stories.len(), "{name}");
        for (entry, story) in entries.iter().zip(&stories) {
            checked += 1;
            assert_eq!(entry["title"]["content"].as_str().unwrap_or_default(), story.headline, "{name}");
            // feed-rs makes ids up where the feed has none: hashes and random UUIDs.
            let id = entry["id"].as_str().unwrap();
            let made = story.id.is_empty() || id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(made || id == story.id, "{name}: {id} is not {}", story.id);
            let published = story.published.as_ref().map(|stamp: &Stamp| stamp.seconds);
            let updated = story.updated.as_ref().map(|stamp| stamp.seconds);
            assert_eq!(seconds(&entry["published"]).or(seconds(&entry["updated"])), published, "{name}");
            // feed-rs copies RSS's one date into both.
            assert!(updated.is_none() || seconds(&entry["updated"]) == updated, "{name}");
            let links = entry["links"].as_array().unwrap();
            let plain = |link: &str| link.trim_end_matches('/').to_owned();
            let url = story.url.as_deref().map(plain);
            let known = links.iter().any(|link| Some(plain(link["href"].as_str().unwrap())) == url);
            // A permanent guid is a link, which feed-rs leaves aside.
            assert!(known || links.is_empty(), "{name}: {url:?}");
        }
    }
    assert!(checked >= 50, "only {checked} entries");
}
