//! The index follows its corpus: what a person can see after `morgue index` ran once, twice, after
//! files changed, moved and went, and when something is in the way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod desk;

use desk::{Desk, collection, go};
use morgue::error::ErrorKind;
use morgue::index::Index;
use morgue::ingest::{Event, Options, run};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn a_second_run_changes_nothing() {
    let desk = Desk::new();
    let first = desk.index(&["corpus"]);
    assert_eq!((first.stories.added, first.stories.total, first.files), (6, 6, 4));
    let by = &first.files_by_outcome;
    assert_eq!((by.indexed, by.not_a_story, by.empty, by.failed), (2, 1, 1, 0), "{first:?}");
    let before = desk.stories();
    let second = desk.index(&["corpus"]);
    assert_eq!((second.stories.added, second.stories.updated, second.stories.unchanged), (0, 0, 6));
    assert_eq!((second.files_by_outcome.unchanged, second.files_by_outcome.indexed), (2, 0));
    assert_eq!(desk.stories(), before);
}

#[test]
fn changed_touched_and_removed_files_are_told_apart() {
    let desk = Desk::new();
    desk.index(&["corpus"]);
    desk.write("corpus/a.sgm", &collection(&[1, 7]));
    let touched = fs::File::options().append(true).open(desk.path("corpus/old/b.sgm")).unwrap();
    touched.set_modified(std::time::SystemTime::now() + std::time::Duration::from_secs(9)).unwrap();
    let summary = desk.index(&["corpus"]);
    let s = &summary.stories;
    assert_eq!((s.added, s.updated, s.removed, s.unchanged, s.total), (0, 2, 1, 3, 5), "{summary:?}");
    assert_eq!(summary.files_by_outcome.unchanged, 1);
    assert_eq!(desk.ids(), ["1", "4", "5", "6", "7"]);

    fs::remove_dir_all(desk.path("corpus/old")).unwrap();
    let summary = desk.index(&["corpus"]);
    assert_eq!((summary.stories.removed, summary.stories.total), (3, 2));
    assert_eq!(desk.ids(), ["1", "7"]);
}

#[test]
fn stories_of_missing_files_are_kept_on_request() {
    let desk = Desk::new();
    desk.index(&["corpus"]);
    fs::remove_file(desk.path("corpus/a.sgm")).unwrap();
    let summary = go(&Options { keep_missing: true, ..desk.options(&["corpus"]) });
    assert_eq!((summary.stories.removed, summary.stories.total), (0, 6));
    assert_eq!(desk.index(&["corpus"]).stories.total, 3);
}

#[test]
fn files_left_out_by_a_glob_are_not_dropped() {
    let desk = Desk::new();
    desk.index(&["corpus"]);
    let mut options = desk.options(&["corpus"]);
    options.filter.exclude = vec!["old".into()];
    assert_eq!(go(&options).stories.total, 6);
}

#[test]
fn built_at_once_or_bit_by_bit_the_stories_are_the_same() {
    let desk = Desk::new();
    desk.index(&["corpus"]);
    let bits = Desk::new();
    fs::remove_file(bits.path("corpus/a.sgm")).unwrap();
    bits.index(&["corpus"]);
    bits.write("corpus/a.sgm", &collection(&[9]));
    bits.index(&["corpus"]);
    bits.write("corpus/a.sgm", &collection(&[1, 2, 3]));
    bits.index(&["corpus"]);
    assert_eq!(desk.stories(), bits.stories());
}

#[test]
fn index_and_corpus_move_together() {
    let desk = Desk::new();
    desk.index(&["corpus"]);
    fs::create_dir(desk.path("new")).unwrap();
    for name in ["corpus", "index"] {
        fs::rename(desk.path(name), desk.path("new").join(name)).unwrap();
    }
    let options = Options { index: desk.path("new/index"), ..desk.options(&["new/corpus"]) };
    let summary = go(&options);
    assert_eq!((summary.stories.unchanged, summary.stories.total), (6, 6), "{summary:?}");
}

#[test]
fn inner_roots_are_parts_and_outer_roots_take_over() {
    let desk = Desk::new();
    desk.index(&["corpus/old"]);
    assert_eq!(desk.stories().first().unwrap().1, "b.sgm#1");
    let wider = desk.index(&["corpus"]);
    assert_eq!((wider.stories.total, wider.stories.removed), (6, 3));
    assert!(desk.stories().iter().any(|(_, source)| source == "old/b.sgm#1"));
    let inner = desk.index(&["corpus/old", "corpus/a.sgm"]);
    assert_eq!((inner.files, inner.stories.unchanged, inner.stories.total), (2, 6, 6), "{inner:?}");
    desk.write("other/c.sgm", &collection(&[8]));
    assert_eq!(desk.index(&["other"]).stories.total, 7);
}

#[test]
fn a_damaged_record_is_reported_every_time_and_the_rest_is_there() {
    let desk = Desk::new();
    let cut = collection(&[11, 12]);
    desk.write("corpus/cut.sgm", &cut[..cut.len() - 60]);
    for _ in 0..2 {
        let summary = desk.index(&["corpus"]);
        // Its other record is there: the file is read, and what is missing of it is listed.
        assert_eq!(summary.files_by_outcome.failed, 0);
        assert_eq!(summary.failed.len(), 1, "{summary:?}");
        assert_eq!(summary.failed[0].path, "cut.sgm");
        assert_eq!((summary.failed[0].member.as_deref(), summary.stories.total), (Some("#2"), 7));
    }
}

#[test]
fn a_rebuild_replaces_the_index_and_another_version_asks_for_one() {
    let desk = Desk::new();
    desk.index(&["corpus"]);
    let old = r#"{"format":1,"schema":5,"analyzers":3,"data":"data-1"}"#;
    fs::write(desk.path("index/morgue.json"), old).unwrap();
    let error = run(&desk.options(&["corpus"]), &|_| {}, &AtomicBool::new(false)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Index);
    assert!(error.hint.unwrap().contains("--rebuild"));
    let summary = go(&Options { rebuild: true, ..desk.options(&["corpus/old"]) });
    assert_eq!((summary.stories.added, summary.stories.total), (3, 3));
    assert_eq!(desk.ids(), ["4", "5", "6"]);
    let data = fs::read_dir(desk.path("index")).unwrap();
    let folders = data.filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with("data-"));
    assert_eq!(folders.count(), 1);
}

#[test]
fn one_writer_at_a_time() {
    let desk = Desk::new();
    let (options, inner) = (desk.options(&["corpus"]), desk.options(&["corpus"]));
    let kind = std::sync::Mutex::new(None);
    let second = |event: Event| {
        if matches!(event, Event::Planned { .. }) {
            let error = run(&inner, &|_| {}, &AtomicBool::new(false)).unwrap_err();
            assert!(error.message.contains(&std::process::id().to_string()), "{error}");
            *kind.lock().unwrap() = Some(error.kind);
        }
    };
    run(&options, &second, &AtomicBool::new(false)).unwrap();
    assert_eq!(*kind.lock().unwrap(), Some(ErrorKind::Locked));
}

#[test]
fn what_was_never_committed_is_cut_off() {
    let desk = Desk::new();
    desk.index(&["corpus"]);
    let log = fs::read_dir(desk.path("index/data-1"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().is_some_and(|x| x == "log"))
        .unwrap();
    let whole = fs::read(&log).unwrap();
    fs::write(&log, [&whole[..], b"{\"gone\":{\"root\":1,\"path\":\"a.sgm\"}}\n{\"fi"].concat()).unwrap();
    assert_eq!(desk.index(&["corpus"]).stories.unchanged, 6);
    assert_eq!(fs::read(&log).unwrap(), whole);
    fs::write(&log, &whole[..10]).unwrap();
    let error = run(&desk.options(&["corpus"]), &|_| {}, &AtomicBool::new(false)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Index, "{error}");
}

#[test]
fn a_dry_run_counts_and_writes_nothing() {
    let desk = Desk::new();
    let summary = go(&Options { dry_run: true, ..desk.options(&["corpus"]) });
    assert_eq!((summary.stories.added, summary.files_by_outcome.indexed), (6, 2));
    assert!(!desk.path("index").exists());
}

#[test]
fn a_stopped_run_leaves_a_whole_index_and_the_next_one_finishes() {
    let desk = Desk::new();
    for n in 10..40 {
        desk.write(&format!("corpus/{n}.sgm"), &collection(&[n]));
    }
    let stop = AtomicBool::new(false);
    let halfway = |event: Event| {
        if matches!(event, Event::Finished { .. }) {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let summary = run(&desk.options(&["corpus"]), &halfway, &stop).unwrap();
    assert!(summary.interrupted);
    assert!(desk.stories().len() < 36);
    assert_eq!(desk.index(&["corpus"]).stories.total, 36);
    assert_eq!(desk.ids().len(), 36);
}

#[test]
fn verify_tells_what_does_not_agree_and_status_what_is_there() {
    let desk = Desk::new();
    desk.index(&["corpus"]);
    let codes = || -> Vec<_> {
        let findings = Index::open(&desk.path("index")).unwrap().verify(false).unwrap();
        findings.into_iter().map(|f| format!("{} {}", f.code, f.path)).collect()
    };
    assert_eq!(codes(), Vec::<String>::new());
    let status = Index::open(&desk.path("index")).unwrap().status().unwrap();
    assert_eq!((status.stories, status.undated), (6, 0));
    assert_eq!(status.dates, Some(("1987-03-01".into(), "1987-03-06".into())));
    assert_eq!(status.readers.values().sum::<u64>(), 2);
    assert_eq!(status.roots.len(), 1);

    desk.write("corpus/a.sgm", &collection(&[1]));
    fs::remove_file(desk.path("corpus/old/b.sgm")).unwrap();
    assert_eq!(codes(), ["file-changed a.sgm", "file-gone old/b.sgm"]);
    fs::rename(desk.path("corpus"), desk.path("away")).unwrap();
    assert_eq!(codes().len(), 1);
    assert!(codes()[0].starts_with("root-gone "));
}

#[test]
fn undated_segments_merge_with_dated_ones() {
    let desk = Desk::new();
    // More segments than the writer lets stand before it merges them.
    for n in 0..12 {
        let text = format!("<DOC>\n<DOCNO> X{n} </DOCNO>\n<TEXT>\n   Boats came in.\n</TEXT>\n</DOC>\n");
        desk.write(&format!("corpus/u{n}.sgml"), &text);
        desk.index(&["corpus"]);
    }
    assert_eq!(desk.stories().len(), 18);
    let status = Index::open(&desk.path("index")).unwrap().status().unwrap();
    assert!(status.segments < 6, "{} segments", status.segments);
    assert_eq!(status.undated, 12);
}

#[test]
fn segments_of_other_days_change_no_order() {
    use morgue::engine::{Engine, Order};
    let parts: [&[u32]; 4] = [&[3, 9, 20], &[1, 10, 11], &[9, 28], &[2, 3, 4, 30]];
    let desk = Desk { dir: tempfile::tempdir().unwrap() };
    let ask = |index: &Path, query: &str| {
        let engine = Engine::open(index).unwrap();
        let settings = morgue::query::Settings {
            now: jiff::Timestamp::UNIX_EPOCH,
            zone: jiff::tz::TimeZone::UTC,
            any: false,
        };
        let plan = engine.plan(&morgue::query::parse(query, &settings).tree).unwrap();
        [Order::Score, Order::Newest, Order::Oldest].map(|order| {
            let found = engine.top(&plan, order, Some(4)).unwrap();
            found.into_iter().map(|r| (r.published, r.id, r.score.to_bits())).collect::<Vec<_>>()
        })
    };
    for (n, days) in parts.iter().enumerate() {
        desk.write(&format!("corpus/{n}.sgm"), &collection(days));
        desk.index(&["corpus"]);
    }
    desk.write("corpus/1.sgm", &collection(&[1, 10, 12]));
    desk.index(&["corpus"]);
    assert!(Index::open(&desk.path("index")).unwrap().searcher().segment_readers().len() > 1);
    let at_once = Options { index: desk.path("once"), threads: 1, ..desk.options(&["corpus"]) };
    go(&at_once);
    for query in
        ["", "boats", "number date:1987-03-03..1987-03-12", "\"boats\" OR 9", "date:<1987-03-10", "date:1988"]
    {
        assert_eq!(ask(&desk.path("index"), query), ask(&desk.path("once"), query), "{query}");
    }
}
