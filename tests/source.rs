//! Bytes in, members out: nested containers, limits, damage. Every archive is made here.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::expect_used, clippy::panic)]

mod packing;

use morgue::error::{Error, ErrorKind};
use morgue::source::{Limits, Member, open, open_stream, stream_error};
use packing::*;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// What a visitor saw of one member, and how its stream ended.
#[derive(Debug, PartialEq)]
struct Seen {
    member: Option<String>,
    name: String,
    bytes: Vec<u8>,
    broke: Option<Error>,
    passed_over: Option<String>,
}

fn look(member: &mut Member<'_>) -> Seen {
    let mut bytes = Vec::new();
    let broke = member.bytes.read_to_end(&mut bytes).err().map(|e| stream_error(&e));
    let passed_over = member.passed_over.clone();
    Seen { member: member.member.clone(), name: member.name.clone(), bytes, broke, passed_over }
}

fn unpack_within(name: &str, bytes: &[u8], limits: &Limits) -> (Vec<Seen>, Vec<Error>) {
    let (mut seen, mut problems) = (Vec::new(), Vec::new());
    let mut visit = |member: &mut Member<'_>| {
        seen.push(look(member));
        ControlFlow::Continue(())
    };
    open_stream(name, &mut &bytes[..], limits, &mut visit, &mut |e| problems.push(e));
    // The same bytes as a file on disk, where zips are read in place, must look the same.
    let (mut on_disk, mut disk_problems) = (Vec::new(), Vec::new());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut visit = |member: &mut Member<'_>| {
        on_disk.push(look(member));
        ControlFlow::Continue(())
    };
    open(&path, limits, &mut visit, &mut |e| disk_problems.push(e)).unwrap();
    assert!(seen == on_disk, "{name}: read from a stream and from disk");
    assert_eq!(problems, disk_problems);
    (seen, problems)
}

fn unpack(name: &str, bytes: &[u8]) -> (Vec<Seen>, Vec<Error>) {
    unpack_within(name, bytes, &Limits::default())
}

/// Member, name and text of all members; there must be no problem.
fn whole(name: &str, bytes: &[u8]) -> Vec<(String, String, String)> {
    let (seen, problems) = unpack(name, bytes);
    assert_eq!(problems, []);
    seen.into_iter()
        .map(|s| (s.member.unwrap_or_default(), s.name, String::from_utf8(s.bytes).unwrap()))
        .collect()
}

fn row(member: &str, name: &str, text: &str) -> (String, String, String) {
    (member.to_owned(), name.to_owned(), text.to_owned())
}

#[test]
fn compressed_files_are_their_content() {
    let text = "Harbour reopens after storm.\n".repeat(9000);
    for (ending, packed) in compressors() {
        let once = packed(text.as_bytes());
        assert_eq!(whole(&format!("a.txt{ending}"), &once), [row("", "a.txt", &text)], "{ending}");
        let twice = [once.clone(), once].concat();
        assert_eq!(whole("b", &twice), [row("", "b", &text.repeat(2))], "two streams of {ending}");
    }
}

#[test]
fn archives_nest_in_any_way() {
    let inner = tar(&[("2007/a.txt", b"one"), ("2007/b.txt.gz", &gzip(b"two"))]);
    let zipped = zip(&[("z.txt", b"three"), ("inner.tar.gz", &gzip(&inner)), ("empty.txt", b"")]);
    let want_inner = [row("2007/a.txt", "a.txt", "one"), row("2007/b.txt.gz", "b.txt", "two")];
    let want_zip = [
        row("z.txt", "z.txt", "three"),
        row("inner.tar.gz/2007/a.txt", "a.txt", "one"),
        row("inner.tar.gz/2007/b.txt.gz", "b.txt", "two"),
        row("empty.txt", "empty.txt", ""),
    ];
    assert_eq!(whole("day.tar", &inner), want_inner);
    assert_eq!(whole("day.zip", &zipped), want_zip);
    for (ending, packed) in compressors() {
        assert_eq!(whole(&format!("day.tar{ending}"), &packed(&inner)), want_inner, "{ending}");
    }
    let outer = tar(&[("first.txt", b"zero"), ("all/day.zip", &zipped), ("last.txt", b"end")]);
    let got = whole("all.tgz", &gzip(&outer));
    assert_eq!(got.len(), 6);
    assert_eq!(got[1], row("all/day.zip/z.txt", "z.txt", "three"));
    assert_eq!(got[2], row("all/day.zip/inner.tar.gz/2007/a.txt", "a.txt", "one"));
    assert_eq!(got[5], row("last.txt", "last.txt", "end"));
}

#[test]
fn long_names_and_doubles_keep_their_names() {
    let long = format!("{}/story.txt", "a-rather-long-folder-name/".repeat(12).trim_end_matches('/'));
    let got = whole("t.tar", &tar(&[(&long, b"x"), ("a.txt", b"1"), ("a.txt", b"2")]));
    assert_eq!(got, [row(&long, "story.txt", "x"), row("a.txt", "a.txt", "1"), row("a.txt~2", "a.txt", "2")]);
    let pax = [pax_record("path", &long), tar(&[("short.txt", b"x")])].concat();
    assert_eq!(whole("t.tar", &pax), [row(&long, "story.txt", "x")]);
}

#[test]
fn hostile_and_useless_members_are_named_safely_or_passed_over() {
    let archive = zip(&[
        ("../../etc/passwd", b"up"),
        ("/root.txt", b"root"),
        ("CON", b"device"),
        ("__MACOSX/._a.txt", b"junk"),
        (".DS_Store", b"junk"),
        ("folder/", b""),
    ]);
    let want =
        [row("etc/passwd", "passwd", "up"), row("root.txt", "root.txt", "root"), row("CON", "CON", "device")];
    assert_eq!(whole("x.zip", &archive), want);
    let links = [tar_link("link.txt", "/etc/passwd"), tar(&[("a.txt", b"a")])].concat();
    assert_eq!(whole("x.tar", &links), [row("a.txt", "a.txt", "a")]);
    let named = [
        tar_named("../../etc/passwd", b"up"),
        tar_named("/etc/shadow", b"root"),
        tar_named("..\\..\\boot.ini", b"back"),
        tar_device("console"),
        tar_named("nul.txt", b"device"),
        tar(&[("a.txt", b"a")]),
    ];
    let want = [
        row("etc/passwd", "passwd", "up"),
        row("etc/shadow", "shadow", "root"),
        row("boot.ini", "boot.ini", "back"),
        row("nul.txt", "nul.txt", "device"),
        row("a.txt", "a.txt", "a"),
    ];
    assert_eq!(whole("x.tar", &named.concat()), want);
    let devices = zip(&[("/dev/null", b"null"), ("nul.txt", b"nul"), ("aux", b"aux"), ("a.txt", b"a")]);
    let names: Vec<String> = whole("x.zip", &devices).into_iter().map(|(member, ..)| member).collect();
    assert_eq!(names, ["dev/null", "nul.txt", "aux", "a.txt"]);
    // An office document is a zip in form only.
    let document = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    let (seen, problems) = unpack("memo.docx", &document);
    assert_eq!((seen.len(), seen[0].member.as_deref(), problems), (1, None, vec![]));
}

#[test]
fn a_bad_member_leaves_the_others() {
    let mut archive = zip(&[("a.txt", b"first"), ("b.txt", b"second"), ("c.txt", b"third")]);
    let at = archive.windows(6).position(|w| w == b"second").unwrap();
    archive[at] = b'S';
    let (seen, problems) = unpack("x.zip", &archive);
    assert_eq!(seen.iter().map(|s| s.bytes.len()).collect::<Vec<_>>(), [5, 6, 5]);
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].kind, problems[0].place.member.as_deref()), (ErrorKind::Corrupt, Some("b.txt")));

    let mut archive = zip(&[("a.txt", b"first"), ("b.txt", b"second"), ("c.txt", b"third")]);
    set_in_zip(&mut archive, "a.txt", ZipField::Flags, 1);
    set_in_zip(&mut archive, "b.txt", ZipField::Method, 98);
    let (seen, problems) = unpack("x.zip", &archive);
    assert_eq!(seen.iter().map(|s| s.member.as_deref()).collect::<Vec<_>>(), [Some("c.txt")]);
    let told: Vec<_> = problems.iter().map(|e| (e.kind, e.place.member.as_deref())).collect();
    assert_eq!(told, [(ErrorKind::Format, Some("a.txt")), (ErrorKind::Format, Some("b.txt"))]);
    assert!(problems.iter().all(|e| e.hint.is_some()));
}

#[test]
fn members_of_one_name_are_all_read() {
    let mut archive = zip(&[("a.txt", b"first"), ("b.txt", b"second"), ("c.txt", b"third")]);
    let places: Vec<usize> = (0..archive.len() - 5).filter(|at| &archive[*at..at + 5] == b"b.txt").collect();
    assert_eq!(places.len(), 2);
    places.into_iter().for_each(|at| archive[at] = b'a');
    let want =
        [row("a.txt", "a.txt", "first"), row("a.txt~2", "a.txt", "second"), row("c.txt", "c.txt", "third")];
    assert_eq!(whole("x.zip", &archive), want);
}

#[test]
fn a_broken_directory_of_a_zip_leaves_what_stands_before() {
    let mut archive = zip(&[("a.txt", b"first"), ("b.txt", b"second"), ("c.txt", b"third")]);
    let entries: Vec<usize> =
        (0..archive.len() - 4).filter(|at| &archive[*at..at + 4] == b"PK\x01\x02").collect();
    archive[entries[1]] = b'X';
    let (seen, problems) = unpack("x.zip", &archive);
    assert_eq!(seen.iter().map(|s| s.member.as_deref()).collect::<Vec<_>>(), [Some("a.txt")]);
    assert_eq!((problems.len(), problems[0].kind), (1, ErrorKind::Corrupt));
}

#[test]
fn a_truncated_file_gives_what_it_had_and_one_problem() {
    let text: String = noise(280_000).iter().map(|b| format!("{b} ")).collect();
    for (ending, packed) in compressors() {
        let packed = packed(text.as_bytes());
        let (seen, problems) = unpack("a", &packed[..packed.len() / 10 * 9]);
        assert_eq!(seen.len(), 1, "{ending}");
        assert!(text.as_bytes().starts_with(&seen[0].bytes), "{ending}");
        assert!(!seen[0].bytes.is_empty(), "{ending}");
        assert_eq!(problems.len(), 1, "{ending}: {problems:?}");
        assert_eq!(problems[0].kind, ErrorKind::Corrupt, "{ending}: {problems:?}");
        println!("{:?}", problems[0]);
        let broke = seen[0].broke.as_ref().unwrap();
        assert_eq!((broke.kind, &broke.message), (problems[0].kind, &problems[0].message));
    }
    // The place is the member that was being read.
    let archive = gzip(&tar(&[("a.txt", b"whole"), ("b.txt", noise(300_000).as_slice())]));
    let (seen, problems) = unpack("x.tgz", &archive[..archive.len() / 2]);
    assert_eq!(seen[0].bytes, b"whole");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].place.member.as_deref(), Some("b.txt"));
    // A break is told once, through however many layers it comes.
    for (ending, packed) in compressors() {
        let packed = gzip(&packed(&noise(200_000)));
        let (seen, problems) = unpack("x.gz", &packed[..packed.len() / 2]);
        assert_eq!((seen.len(), problems.len()), (1, 1), "{ending}: {problems:?}");
        assert_eq!(problems[0].message, "gzip data ends too early", "{ending}");
    }
    let plain = tar(&[("a.txt", b"whole"), ("b.txt", noise(300_000).as_slice())]);
    let (_, problems) = unpack("x.tar", &plain[..plain.len() / 2]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].message, "tar data ends too early");
}

#[test]
fn cut_or_flipped_anywhere_nothing_panics_and_nothing_is_silent() {
    let inner = tar(&[("a.txt", &noise(900)), ("b.txt", b"two")]);
    let files = [
        ("x.zip", zip(&[("z.txt", &noise(700)), ("inner.tar.gz", &gzip(&inner))])),
        ("x.tar", inner.clone()),
        ("x.tgz", gzip(&inner)),
        ("x.tar.zst", zstd(&inner)),
        ("x.tar.bz2", bzip2(&inner)),
        ("x.tar.xz", xz(&inner)),
    ];
    for (name, bytes) in &files {
        for cut in (64..bytes.len()).step_by(64) {
            let (_, problems) = unpack(name, &bytes[..cut]);
            // Less than a header is no tar yet; cut after the last member it is whole.
            let (header, content) = (512, 512 + 1024 + 512 + 512);
            let fine = *name == "x.tar" && (cut < header || cut == header + 1024 || cut >= content);
            assert!(!problems.is_empty() || fine, "{name} cut at {cut}");
        }
        for at in (0..bytes.len()).step_by(13) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x55;
            unpack(name, &flipped);
        }
    }
}

#[test]
fn bombs_are_stopped_at_once() {
    let started = Instant::now();
    let zeros = vec![0; 8 << 20];
    // More than a gigabyte in some kilobytes, and gzip in gzip, which multiplies.
    let files = [
        ("bomb.bz2", bzip2(&zeros).repeat(200)),
        ("bomb.gz.gz", gzip(&gzip(&zeros))),
        ("bomb.zst", zstd(&zeros).repeat(200)),
    ];
    for (name, bytes) in &files {
        let (seen, problems) = unpack(name, bytes);
        assert_eq!(problems.len(), 1, "{name}: {problems:?}");
        assert_eq!(problems[0].kind, ErrorKind::Limit, "{name}");
        let most = (1 << 20) + 1000 * bytes.len() + (1 << 16);
        assert!(seen.iter().all(|s| s.bytes.len() <= most), "{name}: {}", seen[0].bytes.len());
    }
    let bomb = zip(&[("a", &zeros), ("b", &zeros), ("c.txt", b"later")]);
    let (seen, problems) = unpack_within("x.zip", &bomb, &Limits { ratio: 100, ..Limits::default() });
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(seen.iter().any(|s| s.bytes == b"later"), "a bomb costs itself alone");
    let (seen, problems) =
        unpack("bomb.zip", &zip(&[("a", &bzip2(&zeros).repeat(200)), ("b.txt", b"later")]));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(seen.iter().any(|s| s.bytes == b"later"), "a bomb costs itself alone");
    assert_eq!((problems[0].kind, problems[0].place.member.as_deref()), (ErrorKind::Limit, Some("a")));
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn ten_gigabytes_in_some_kilobytes_are_stopped() {
    let part = vec![0; 8 << 20];
    let (once, names) = (gzip(&part), (0..1280).map(|n| format!("{n}.txt")).collect::<Vec<_>>());
    let deflated: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &part[..])).take(40).collect();
    let files = [
        ("bomb.zip", zip(&[("a.gz.gz", &gzip(&once.repeat(1280))), ("later.txt", b"later")])),
        ("zips.zip", zip(&[("inner.zip", &zip(&deflated)), ("later.txt", b"later")])),
        ("bomb.tar.gz", gzip(&tar(&[("first.txt", b"first"), ("a.gz", &once.repeat(1280))]))),
    ];
    for (name, bytes) in &files {
        assert!(bytes.len() < 400 << 10, "{name}: {} bytes", bytes.len());
        let (seen, problems) = unpack(name, bytes);
        // Each member that is over its own budget is named.
        assert!((1..=8).contains(&problems.len()), "{name}: {problems:?}");
        assert!(problems.iter().all(|p| p.kind == ErrorKind::Limit), "{name}: {problems:?}");
        let got: usize = seen.iter().map(|s| s.bytes.len()).sum();
        // A megabyte each is nobody's bomb.
        let most = ((seen.len() + 2) << 20) + 1000 * bytes.len();
        assert!(got <= most, "{name}: {got} bytes came out");
    }
}

#[test]
fn members_of_a_zip_that_share_their_data_are_read_once() {
    let (seen, problems) = unpack("x.zip", &zip_of_one(&noise(5000), 300));
    assert_eq!((seen.len(), problems.len()), (1, 299));
    assert!(problems.iter().all(|p| p.kind == ErrorKind::Corrupt && p.message.contains("another member")));
}

#[test]
fn a_cut_zip_says_so_and_is_no_panic() {
    let whole = zip(&[("a.txt", &noise(5000)), ("b.txt", b"second")]);
    for cut in [whole.len() - 1, whole.len() - 30, whole.len() / 2, 40] {
        let (seen, problems) = unpack("x.zip", &whole[..cut]);
        assert_eq!((seen.len(), problems.len()), (0, 1), "cut at {cut}: {problems:?}");
        assert_eq!(problems[0].kind, ErrorKind::Corrupt);
        println!("{cut}: {}", problems[0]);
    }
}

/// A crawl of a small site, packed by warcio: each record a gzip member of its own.
#[test]
fn a_crawl_packed_by_another_tool_gives_its_texts() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/source/quay.warc.gz");
    let bytes = std::fs::read(file).unwrap();
    let (seen, problems) = unpack("quay.warc.gz", &bytes);
    assert_eq!(problems, []);
    let texts: Vec<(&str, &str)> = seen
        .iter()
        .filter(|s| s.passed_over.is_none())
        .map(|s| {
            (s.member.as_deref().unwrap(), std::str::from_utf8(&s.bytes).unwrap().lines().next().unwrap())
        })
        .collect();
    let site = "news.example.com/sport/2019/03";
    let text =
        |n: usize| (format!("{site}/{:02}/goose-{n}.txt", n + 1), format!("Goose {n} wins on the quay"));
    let mut want: Vec<(String, String)> = [0, 1, 2, 3].map(text).into();
    want.push((text(4).0, "\u{feff}Goose 4 wins on the kikötő".into()));
    want.push((
        format!("{site}/07/goose-6.html"),
        "<html><body><h1>Goose</h1><p>Goose 6 wins on the quay".into(),
    ));
    want.push(text(7));
    want.push(("news.example.com/late/story.txt".into(), "Late story".into()));
    assert_eq!(texts, want.iter().map(|(m, t)| (m.as_str(), t.as_str())).collect::<Vec<_>>());
    let passed: Vec<&str> = seen.iter().filter_map(|s| s.passed_over.as_deref()).collect();
    let records = |count: &str, reason: &str| format!("{count} passed over: {reason}");
    assert_eq!(
        passed,
        [
            records("1 record", "HTTP 404"),
            records("1 record", "dns"),
            records("2 records", "metadata"),
            records("8 records", "request"),
            records("2 records", "revisit"),
            records("1 record", "warcinfo"),
        ]
    );
}

/// Six hundred records, one gzip member each; cut, damaged and bounded.
#[test]
fn a_large_crawl_streams_and_survives_damage() {
    let mut records = vec![warc_record("warcinfo", "", "application/warc-fields", b"software: x\r\n")];
    for n in 0..200 {
        let address = format!("https://news.example.com/{n}/story");
        let answer =
            http_answer("200 OK", &[("Content-Type", "text/plain")], format!("Story {n}\n").as_bytes());
        records.push(warc_record(
            "request",
            &address,
            "application/http; msgtype=request",
            b"GET / HTTP/1.1\r\n\r\n",
        ));
        records.push(warc_record("response", &address, "application/http; msgtype=response", &answer));
        records.push(warc_record("metadata", &address, "application/warc-fields", b"via: x\r\n"));
    }
    let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    let plain = records.concat();
    for (name, bytes) in [("day.warc.gz", &packed), ("day.warc", &plain)] {
        let (seen, problems) = unpack(name, bytes);
        assert_eq!(problems, [], "{name}");
        let stories = seen.iter().filter(|s| s.passed_over.is_none());
        assert_eq!((stories.clone().count(), seen.len()), (200, 203), "{name}");
        assert!(stories.enumerate().all(|(n, s)| s.bytes == format!("Story {n}\n").as_bytes()));
    }
    // The last story cut short: what came of it is given, and one problem says where.
    let last = plain.len() - records[600].len() - 8;
    let (seen, problems) = unpack("cut.warc", &plain[..last]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].kind, ErrorKind::Corrupt);
    assert_eq!(problems[0].place.member.as_deref(), Some("news.example.com/199/story.txt"));
    assert_eq!(seen.iter().filter(|s| s.passed_over.is_none()).count(), 200);
    // A damaged header costs its record; the next is found again.
    let mut damaged = plain.clone();
    let at = damaged.windows(9).position(|w| w == b"/5/story\r").unwrap();
    let length = at + damaged[at..].windows(14).position(|w| w == b"Content-Length").unwrap();
    damaged[length] = b'K';
    let (seen, problems) = unpack("damaged.warc", &damaged);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(seen.iter().filter(|s| s.passed_over.is_none()).count(), 200);
    let few = Limits { members: 10, ..Limits::default() };
    let (seen, problems) = unpack_within("day.warc.gz", &packed, &few);
    assert_eq!((seen.len(), problems.len()), (10, 1));
    for cut in (64..4000).step_by(37) {
        unpack("x.warc", &plain[..cut]);
        unpack("x.warc.gz", &packed[..cut]);
    }
    for at in (0..3000).step_by(7) {
        let mut flipped = plain[..5000].to_vec();
        flipped[at] ^= 0x55;
        unpack("x.warc", &flipped);
    }
}

#[test]
fn bodies_of_a_crawl_keep_the_limits() {
    let zeros = gzip(&vec![0; 8 << 20]).repeat(400);
    let answer =
        http_answer("200 OK", &[("Content-Encoding", "gzip"), ("Content-Type", "text/plain")], &zeros);
    let bomb = warc_record("response", "http://example.com/bomb", "application/http", &answer);
    let (_, problems) = unpack("bomb.warc", &bomb);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].kind, ErrorKind::Limit);
    // Heads and lines without an end are bounded.
    let endless = [b"WARC/1.0\r\n".to_vec(), b"x: y\r\n".repeat(1 << 20)].concat();
    let (seen, problems) = unpack("endless.warc", &endless);
    assert_eq!((seen.len(), problems.len()), (0, 1), "{problems:?}");
    let one_line = [b"WARC/1.0\r\n".to_vec(), vec![b'x'; 4 << 20]].concat();
    assert_eq!(unpack("line.warc", &one_line).1.len(), 1);
    for (head, reason) in [
        ("HTTP/1.1 301 Moved\r\n\r\n", "HTTP 301"),
        ("no head at all", "no end of the HTTP head"),
        ("HTTP/2 200\r\nContent-Encoding: br\r\n\r\nxx", "HTTP body in the encoding br"),
        ("garbage\r\n\r\n", "HTTP head that cannot be read"),
    ] {
        let record = warc_record("response", "http://example.com/a", "application/http", head.as_bytes());
        let (seen, problems) = unpack("x.warc", &record);
        assert_eq!(problems, [], "{head}");
        let passed: Vec<_> = seen.iter().filter_map(|s| s.passed_over.clone()).collect();
        assert_eq!(passed, [format!("1 record passed over: {reason}")], "{head}");
    }
}

#[test]
fn every_limit_holds() {
    let limits = Limits { depth: 2, inflated: 5000, members: 3, nested: 400, ..Limits::default() };
    let kind_of = |name, bytes: &[u8]| {
        let (seen, problems) = unpack_within(name, bytes, &limits);
        let kinds: Vec<_> = problems.iter().map(|e| e.kind).collect();
        (seen.len(), kinds)
    };
    let limit = || vec![ErrorKind::Limit];
    assert_eq!(kind_of("two", &gzip(&gzip(b"ok"))), (1, vec![]));
    assert_eq!(kind_of("three", &gzip(&gzip(&gzip(b"deep")))), (0, limit()));
    assert_eq!(kind_of("inflated", &gzip(&noise(5001))), (1, limit()));
    assert_eq!(kind_of("four", &tar(&[("a", b"1"), ("b", b"2"), ("c", b"3"), ("d", b"4")])), (3, limit()));
    let nested = zip(&[("a", &noise(500))]);
    assert_eq!(kind_of("nested", &tar(&[("n.zip", &nested), ("b", b"2")])), (1, limit()));
}

#[test]
fn a_visitor_may_stop() {
    let archive = zip(&[("a.txt", b"1"), ("b.txt", b"2")]);
    let mut names = Vec::new();
    let mut visit = |member: &mut Member<'_>| {
        names.push(member.name.clone());
        ControlFlow::Break(())
    };
    open_stream("x.zip", &mut &archive[..], &Limits::default(), &mut visit, &mut |e| panic!("{e}"));
    assert_eq!(names, ["a.txt"]);
}

#[test]
fn the_first_fill_is_a_whole_head() {
    let archive = gzip(&tar(&[("a.txt", &noise(200_000)), ("b.txt", b"short")]));
    let mut heads = Vec::new();
    let mut visit = |member: &mut Member<'_>| {
        heads.push(member.bytes.fill_buf().unwrap().len());
        ControlFlow::Continue(())
    };
    open_stream("x", &mut &archive[..], &Limits::default(), &mut visit, &mut |e| panic!("{e}"));
    assert_eq!(heads, [64 << 10, 5]);
}

#[test]
fn a_container_whose_start_is_lost_is_a_problem_and_no_binary() {
    let noise: Vec<u8> = (0..900u32).map(|n| ((n * 7919) >> 3) as u8).collect();
    for name in ["day.txt.gz", "day.zst", "day.bz2", "day.xz", "day.ZIP", "day.tar", "day.tgz"] {
        let (seen, problems) = unpack(name, &noise);
        assert_eq!(seen, [], "{name}");
        assert!(problems[0].message.contains("does not begin like it"), "{name}: {problems:?}");
        assert_eq!(problems[0].kind, ErrorKind::Corrupt);
    }
    // Text under a wrong name is text.
    assert_eq!(whole("day.gz", b"A plain story.\n")[0].2, "A plain story.\n");
}
