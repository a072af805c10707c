//! The real collections, read through `source::open` and the readers, without an index.

use super::{Kept, shared};
use morgue::date::wire::Hints;
use morgue::readers::{Outcome, read};
use morgue::source::{Limits, open};
use morgue::story::{Kind, Story};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Reads the files of a folder that end so; every one must be sniffed as `format`.
fn stories(folder: &Path, ends: &[&str], format: &str) -> Vec<Story> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| ends.iter().any(|end| path.to_string_lossy().ends_with(end)));
    files.sort();
    let mut all = Kept::default();
    for file in files {
        let mut visit = |member: &mut morgue::source::Member<'_>| {
            let outcome = read(&member.name, member.bytes, None, &Hints::default(), &mut all).unwrap();
            let Outcome::Read { format: found, .. } = outcome else { panic!("{} not read", file.display()) };
            assert_eq!(found.name, format, "{}", file.display());
            ControlFlow::Continue(())
        };
        open(&file, &Limits::default(), &mut visit, &mut |error| panic!("{error}")).unwrap();
    }
    assert!(all.problems.is_empty(), "{:?}", all.problems.first());
    for story in &all.stories {
        plain(story);
        assert!(story.published.is_some(), "{} is undated", story.id);
        assert!(story.source.member.as_deref().is_some_and(|member| member.starts_with('#')));
    }
    let ids: BTreeSet<&str> = all.stories.iter().map(|story| story.id.as_str()).collect();
    assert_eq!(ids.len(), all.stories.len(), "ids are unique");
    all.stories
}

/// No control character and no reference to one in any text a person sees; spans fit.
fn plain(story: &Story) {
    let dateline = story.dateline.as_ref().map_or("", |d| d.raw.as_str());
    let lines = [
        &story.headline,
        dateline,
        story.byline.as_deref().unwrap_or(""),
        story.slug.as_deref().unwrap_or(""),
    ];
    for line in lines.into_iter().chain(story.keywords.iter().map(String::as_str)) {
        assert!(!line.contains(char::is_control) && !line.contains("&#"), "{}: {line:?}", story.id);
    }
    let stray = |c: char| c.is_control() && c != '\n';
    assert!(!story.body.contains(stray) && !story.body.contains("&#"), "{}", story.id);
    for section in &story.sections {
        assert!(section.span.of(&story.body).starts_with(&section.title), "{}", story.id);
    }
}

fn count(stories: &[Story], test: impl Fn(&Story) -> bool) -> usize {
    stories.iter().filter(|story| test(story)).count()
}

#[test]
fn reuters_21578() {
    let Some(folder) = shared("corpora/reuters-21578") else { return };
    let stories = stories(&folder, &[".sgm.gz"], "reuters-21578");
    assert_eq!(stories.len(), 21_578);
    assert_eq!(count(&stories, |s| s.dateline.as_ref().is_some_and(|d| !d.raw.is_empty())), 19_043);
    assert_eq!(count(&stories, |s| s.kind == Kind::Brief), 1_798);
    assert_eq!(count(&stories, |s| s.byline.is_some()), 875);
    // Counted in the files: `<D>` of people, records with the topic, with the place.
    assert_eq!(stories.iter().map(|s| s.people.len()).sum::<usize>(), 1_391);
    assert_eq!(count(&stories, |s| s.keywords.iter().any(|k| k == "earn")), 3_987);
    assert_eq!(count(&stories, |s| s.places.iter().any(|p| p == "USA")), 12_541);
    // All of 1987, February to October.
    let days: BTreeSet<_> =
        stories.iter().filter_map(|s| s.published.as_ref()).map(morgue::date::Stamp::civil_date).collect();
    assert_eq!(days.first().unwrap().to_string(), "1987-02-26");
    assert_eq!(days.last().unwrap().to_string(), "1987-10-20");
    let signed =
        |s: &Story| s.body.lines().last().is_some_and(|line| line.trim().eq_ignore_ascii_case("reuter"));
    assert_eq!(count(&stories, signed), 0, "sign-offs are cut");
    assert_eq!(count(&stories, |s| s.dateline.as_ref().is_some_and(|d| d.raw.ends_with(" -"))), 0);
    assert_eq!(count(&stories, |s| s.notes.iter().any(|n| n.code == "charset-guessed")), 1);
    assert_eq!(count(&stories, |s| s.headline.is_empty()), 42, "telexes that begin with a table");
}

#[test]
fn associated_press() {
    let Some(folder) = shared("corpora/ap-blei") else { return };
    let stories = stories(&folder, &[".sgml.gz"], "trec-sgml");
    assert_eq!(stories.len(), 2_246);
    assert_eq!(count(&stories, |s| s.agency.as_deref() == Some("AP")), 2_246);
    assert_eq!(count(&stories, |s| s.body.is_empty()), 0);
    assert_eq!(count(&stories, |s| s.body.contains("&lsqb;")), 0);
}

#[test]
fn los_angeles_times() {
    let Some(folder) = shared("corpora/latimes-sample") else { return };
    let stories = stories(&folder, &[".gz"], "trec-sgml");
    assert_eq!(stories.len(), 1_914);
    // Elements in the files: 1,858 HEADLINE, 1,359 BYLINE, 528 DATELINE, 22 CORRECTION-DATE; 50 are
    // pictures without text.
    assert_eq!(count(&stories, |s| !s.headline.is_empty() && !s.headline_derived), 1_858);
    assert_eq!(count(&stories, |s| s.byline.is_some()), 1_359);
    assert_eq!(count(&stories, |s| s.dateline.is_some()), 528);
    assert_eq!(count(&stories, |s| s.updated.is_some()), 22);
    assert_eq!(count(&stories, |s| s.body.is_empty()), 50);
    assert_eq!(count(&stories, |s| s.body.contains("<P>") || s.body.contains("TABLECELL")), 0);
    // Only stories whose SECTION names a page and no desk have none.
    assert_eq!(count(&stories, |s| s.desk_raw.is_empty()), 7);
}

#[test]
fn time() {
    let Some(folder) = shared("corpora/time") else { return };
    let stories = stories(&folder, &[".sgml"], "trec-sgml");
    assert_eq!(stories.len(), 423);
    assert_eq!(count(&stories, |s| s.body.is_empty()), 0);
}
