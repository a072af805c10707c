//! What was there stays until its new form is in: runs that are stopped in the middle, files that move or cannot be read,
//! and what a run says it left behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod desk;

use desk::{Desk, collection, go, stories};
use morgue::ingest::{Event, Options, Summary, repair, run};
use std::collections::BTreeSet;
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Runs until the `n`th event of a kind, then presses Ctrl-C.
fn stop_at(options: &Options, n: usize, counts: impl Fn(&Event) -> bool + Sync) -> Summary {
    let (stop, seen) = (AtomicBool::new(false), AtomicUsize::new(0));
    let watch = |event: Event| {
        if counts(&event) && seen.fetch_add(1, Ordering::SeqCst) + 1 == n {
            stop.store(true, Ordering::SeqCst);
        }
    };
    run(options, &watch, &stop).unwrap()
}

fn numbers(from: u32, to: u32) -> Vec<u32> {
    (from..to).collect()
}

#[test]
fn a_file_being_read_again_keeps_its_stories_when_the_run_is_stopped() {
    let desk = Desk::new();
    desk.write("corpus/a.sgm", &collection(&numbers(1, 900)));
    desk.index(&["corpus"]);
    let before = desk.stories();
    for moment in 1..6 {
        desk.write("corpus/a.sgm", &collection(&numbers(1, 900 + moment)));
        let summary =
            stop_at(&desk.options(&["corpus"]), moment as usize, |e| matches!(e, Event::Advanced { .. }));
        assert!(summary.interrupted);
        assert_eq!(summary.old_form, ["a.sgm"], "{summary:?}");
        assert_eq!(desk.stories(), before, "stopped at batch {moment}");
    }
    desk.index(&["corpus"]);
    assert_eq!(desk.stories().len(), before.len() + 5);
}

#[test]
fn of_many_files_each_is_old_or_new_and_the_old_ones_are_named() {
    let desk = Desk::new();
    let write = |edition: u32| {
        for n in 0..40_u32 {
            desk.write(
                &format!("corpus/f{n:02}.sgm"),
                &collection(&[1000 * n + edition, 1000 * n + edition + 500]),
            );
        }
    };
    write(1);
    desk.index(&["corpus"]);
    for moment in [1, 7, 20, 39] {
        write(1 + moment as u32);
        let summary = stop_at(&desk.options(&["corpus"]), moment, |e| matches!(e, Event::Started { .. }));
        let old: BTreeSet<&str> = summary.old_form.iter().map(String::as_str).collect();
        let found = desk.stories();
        for n in 0..40_u32 {
            let path = format!("f{n:02}.sgm");
            let of_file: Vec<u32> = found
                .iter()
                .filter(|(_, source)| source.starts_with(&path))
                .map(|(id, _)| id.parse::<u32>().unwrap() % 500)
                .collect();
            let is_new = of_file == [1 + moment as u32; 2];
            assert!(of_file.len() == 2 && of_file[0] == of_file[1], "{path} is half in: {of_file:?}");
            assert_ne!(is_new, old.contains(path.as_str()), "{path}: {summary:?}");
        }
        desk.index(&["corpus"]);
    }
}

#[test]
fn a_file_with_a_new_name_is_there_under_one_of_the_two_whenever_the_run_is_stopped() {
    let desk = Desk::new();
    for n in 0..12_u32 {
        desk.write(&format!("corpus/from/f{n:02}.sgm"), &collection(&[100 * n + 7, 100 * n + 8]));
    }
    let first = desk.index(&["corpus"]);
    fs::rename(desk.path("corpus/from"), desk.path("corpus/to")).unwrap();
    let mut moment = 1;
    loop {
        let summary = stop_at(&desk.options(&["corpus"]), moment, |e| matches!(e, Event::Started { .. }));
        let ids: Vec<String> = desk.ids();
        assert_eq!(ids.len() as u64, first.stories.total, "stopped at file {moment}");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "no story is there twice");
        if !summary.interrupted {
            break;
        }
        moment += 3;
    }
    assert!(desk.stories().iter().all(|(_, source)| !source.starts_with("from/")));
}

#[test]
fn names_that_change_hands_lose_nothing_whenever_the_run_is_stopped() {
    let desk = Desk::new();
    let ids = |desk: &Desk| desk.ids().into_iter().collect::<BTreeSet<_>>();
    for round in 0..12_u32 {
        let (one, two, three) = (10 + round, 40 + round, 70 + round);
        desk.write("corpus/today.sgm", &collection(&[one, 1000 + one]));
        desk.write("corpus/b.sgm", &collection(&[two, 1000 + two]));
        desk.index(&["corpus"]);
        let before = ids(&desk);
        fs::rename(desk.path("corpus/today.sgm"), desk.path("corpus/yesterday.sgm")).unwrap();
        desk.write("corpus/today.sgm", &collection(&[three, 1000 + three, 2000 + three]));
        fs::rename(desk.path("corpus/b.sgm"), desk.path("corpus/swap")).unwrap();
        fs::rename(desk.path("corpus/a.sgm"), desk.path("corpus/b.sgm")).unwrap();
        fs::rename(desk.path("corpus/swap"), desk.path("corpus/a.sgm")).unwrap();
        let moment = 1 + round as usize % 4;
        stop_at(&desk.options(&["corpus"]), moment, |e| matches!(e, Event::Finished { .. }));
        let (after, all) = (ids(&desk), desk.ids());
        assert_eq!(all.len(), after.len(), "round {round}: nothing is there twice: {all:?}");
        assert!(before.is_subset(&after), "round {round}: {before:?} {after:?}");
        desk.index(&["corpus"]);
        assert!(before.is_subset(&ids(&desk)) && ids(&desk).contains(&three.to_string()));
        fs::rename(desk.path("corpus/a.sgm"), desk.path("corpus/swap")).unwrap();
        fs::rename(desk.path("corpus/b.sgm"), desk.path("corpus/a.sgm")).unwrap();
        fs::remove_file(desk.path("corpus/swap")).unwrap();
        fs::remove_file(desk.path("corpus/yesterday.sgm")).unwrap();
    }
}

#[test]
fn an_outer_root_takes_over_file_by_file() {
    let desk = Desk::new();
    desk.index(&["corpus/old"]);
    let before = desk.ids();
    let summary = stop_at(&desk.options(&["corpus"]), 1, |e| matches!(e, Event::Started { .. }));
    assert!(summary.interrupted);
    assert!(before.iter().all(|id| desk.ids().contains(id)));
    desk.index(&["corpus"]);
    assert_eq!(desk.ids(), ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(morgue::index::Index::open(&desk.path("index")).unwrap().manifest().unwrap().roots.len(), 1);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_any_more_keeps_its_stories() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.index(&["corpus"]);
    let before = desk.stories();
    let file = desk.path("corpus/a.sgm");
    desk.write("corpus/a.sgm", &collection(&[1, 2, 3, 9]));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&file).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let summary = desk.index(&["corpus"]);
    assert_eq!((summary.files_by_outcome.failed, desk.stories() == before), (1, true));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    desk.index(&["corpus"]);
    assert_eq!(desk.stories().len(), before.len() + 1);
}

#[test]
fn what_a_killed_run_left_goes_with_the_next_and_verify_lists_it() {
    let desk = Desk::new();
    desk.index(&["corpus"]);
    let data = desk.path("index/data-1");
    let orphans =
        ["0123456789abcdef0123456789abcdef.store", "manifest-7.log", "meta.json.new", "standing.bin.new"];
    orphans.iter().for_each(|name| fs::write(data.join(name), "x").unwrap());
    fs::create_dir(desk.path("index/data-9")).unwrap();
    fs::write(desk.path("index/writer.json"), r#"{"pid":1,"host":"gone","since":"then"}"#).unwrap();
    let findings = morgue::index::Index::open(&desk.path("index")).unwrap().verify(false).unwrap();
    let listed: BTreeSet<&str> = findings.iter().map(|f| f.path.as_str()).collect();
    assert!(findings.iter().all(|finding| finding.code == "orphan"), "{findings:?}");
    assert_eq!(listed, orphans.into_iter().chain(["data-9", "writer.json"]).collect());
    let summary = desk.index(&["corpus"]);
    assert!(summary.took_over.unwrap().starts_with("process 1 on gone"));
    assert_eq!(morgue::index::Index::open(&desk.path("index")).unwrap().verify(false).unwrap(), []);
}

#[test]
fn a_stopped_repair_leaves_the_index_as_it_was() {
    let desk = Desk::new();
    desk.index(&["corpus"]);
    let mut store = fs::read_dir(desk.path("index/data-1")).unwrap().flatten().map(|e| e.path());
    let store = store.find(|path| path.extension().is_some_and(|e| e == "fast")).unwrap();
    let mut bytes = fs::read(&store).unwrap();
    bytes[5] ^= 8;
    fs::write(&store, bytes).unwrap();
    let options = desk.options(&[]);
    assert!(repair(&options, &|_| {}, &AtomicBool::new(true)).is_err());
    assert!(desk.path("index/data-1").exists() && !desk.path("index/data-2").exists());
    let repaired = repair(&options, &|_| {}, &AtomicBool::new(false)).unwrap();
    assert_eq!((repaired.damaged.len(), repaired.given_up.len()), (1, 0));
    // The two files may be in one segment or in two.
    assert!((1..=2).contains(&repaired.read), "{repaired:?}");
    assert_eq!(stories(&desk.path("index")).len(), 6);
    go(&desk.options(&["corpus"]));
}
