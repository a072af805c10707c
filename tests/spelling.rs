//! Spellings of names: pairs that are one name, and pairs of people with different names.
#![allow(clippy::unwrap_used, clippy::panic)]

use jiff::Timestamp;
use jiff::tz::TimeZone;
use morgue::engine::{Engine, Order};
use morgue::fields::FieldKind;
use morgue::index::{Index, analyzers};
use morgue::query::{Query, Settings, exactly, parse};
use morgue::spelling::Name;
use morgue::story::{Person, SourceRef, Story};

/// Does a question for `one` find somebody called `other`?
fn finds(one: &str, other: &str) -> bool {
    let words = |text: &str| analyzers::terms(FieldKind::Name, text);
    let other = words(other);
    let places: Vec<(&str, u32)> = other.iter().map(String::as_str).zip(0..).collect();
    let name = Name::new(&words(one));
    name.is_some_and(|name| (0..places.len()).any(|at| name.length_at(&places[at..]).is_some()))
}

/// Rows of `tests/spelling/FILE`: two names and where they are known from.
fn pairs(file: &str) -> Vec<[String; 3]> {
    let path = format!("{}/tests/spelling/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let columns: Vec<String> = line.split('\t').map(str::to_owned).collect();
            columns.try_into().unwrap_or_else(|_| panic!("three columns: {line}"))
        })
        .collect()
}

#[test]
fn spellings_of_one_name_meet_both_ways() {
    let pairs = pairs("same.tsv");
    let missed: Vec<String> = pairs
        .iter()
        .flat_map(|[one, other, _]| [(one, other), (other, one)])
        .filter(|(one, other)| !finds(one, other))
        .map(|(one, other)| format!("{one} does not find {other}"))
        .collect();
    assert!(missed.is_empty(), "{} of {}:\n{}", missed.len(), 2 * pairs.len(), missed.join("\n"));
    assert!(pairs.len() >= 100, "only {} pairs", pairs.len());
}

#[test]
fn names_of_different_people_do_not_meet() {
    let pairs = pairs("different.tsv");
    let met: Vec<String> = pairs
        .iter()
        .flat_map(|[one, other, _]| [(one, other), (other, one)])
        .filter(|(one, other)| finds(one, other))
        .map(|(one, other)| format!("{one} finds {other}"))
        .collect();
    assert!(met.is_empty(), "{} of {}:\n{}", met.len(), 2 * pairs.len(), met.join("\n"));
    assert!(pairs.len() >= 100, "only {} pairs", pairs.len());
}

/// Stories of one person each, with a word in the body; ids are the names.
fn archive(names: &[&str]) -> Engine {
    let stories: Vec<Story> = names
        .iter()
        .map(|name| Story {
            source: SourceRef { path: format!("{name}.txt"), member: None },
            id: (*name).into(),
            body: "A story.".into(),
            people: name.split('/').map(|n| Person { name: n.into(), ..Person::default() }).collect(),
            ..Story::default()
        })
        .collect();
    Engine::new(Index::in_memory(&stories).unwrap()).unwrap()
}

fn read(query: &str) -> Query {
    let settings = Settings { now: Timestamp::UNIX_EPOCH, zone: TimeZone::UTC, any: false };
    let parsed = parse(query, &settings);
    assert!(!parsed.has_errors(), "{query}");
    parsed.tree
}

fn ask(engine: &Engine, tree: &Query) -> Vec<String> {
    let plan = engine.plan(tree).unwrap();
    let found = engine.top(&plan, Order::Score, None).unwrap();
    assert_eq!(engine.count(&plan).unwrap(), found.len() as u64);
    found.into_iter().map(|r| r.id).collect()
}

#[test]
fn people_are_found_by_any_spelling_and_the_one_typed_comes_first() {
    let engine = archive(&[
        "Muammar al-Gaddafi",
        "Moammar Khadafy",
        "Moammar Qadhafi",
        "Seif Gaddafi",
        "Nouri al-Maliki",
        "Moammar Maliki/Ali Gaddafi",
        "Osama bin Laden",
        "Usama ibn Ladin",
        "Frederik DeKlerk",
        "F. W. de Klerk",
        "Deng Xiaoping",
        "Teng Hsiao-ping",
        "Jim Baker",
        "Mikhail S. Gorbachev",
        "Boris Mikhail/Gorbachev",
        "Cory Booker",
    ]);
    for (query, first, all) in [
        ("person:Qadhafi", "Moammar Qadhafi", 5),
        ("person:Gaddafi^2", "Seif", 5),
        ("person:\"Moammar Qadhafi\"", "Moammar Qadhafi", 3),
        ("person:(Muammar Gaddafi)", "Mo Mu", 3),
        ("person:\"Moammar al-Qadhafi\"", "Mo Mu", 3),
        ("person:el-Maliki", "Mo No", 2),
        ("person:Maliki", "Mo No", 2),
        ("person:\"Osama bin Laden\"", "Osama bin Laden", 2),
        ("person:\"de Klerk\"", "F. W. de Klerk", 2),
        ("person:DeKlerk", "Frederik DeKlerk", 2),
        ("person:\"Teng Hsiao-ping\"", "Teng Hsiao-ping", 2),
        ("person:\"Deng Xiaoping\"", "Deng Xiaoping", 2),
        ("person:Baker", "Jim Baker", 1),
        ("person:Ghadafi", "", 5),
        ("person:Mueller", "", 0),
        ("person:=Qadhafi", "Moammar Qadhafi", 1),
        ("person:=\"Moammar Qadhafi\"", "Moammar Qadhafi", 1),
        ("person:=\"Moammar al-Qadhafi\"", "", 0),
        ("person:Qadh*", "Moammar Qadhafi", 1),
        ("NOT person:Qadhafi", "", 11),
        ("person:\"Mikhail Gorbatschow\"", "Mikhail S. Gorbachev", 1),
        ("person:=\"Mikhail Gorbachev\"", "", 0),
    ] {
        let found = ask(&engine, &read(query));
        assert_eq!(found.len(), all, "{query}: {found:?}");
        let leads = found.is_empty() || first.split(' ').any(|start| found[0].starts_with(start));
        assert!(first.is_empty() || leads, "{query}: {found:?}");
    }
    assert_eq!(ask(&engine, &exactly(read("story person:Qadhafi"))), ["Moammar Qadhafi"]);
}

#[test]
fn spellings_are_those_of_the_index() {
    let engine = archive(&["Muammar Gaddafi", "Moammar Khadafy", "Seif Gaddafi", "Moammar Qadhafi"]);
    let listed = |query: &str| match read(query) {
        Query::Leaf(leaf) => {
            let found = engine.spellings(&leaf).unwrap();
            found.iter().map(|s| format!("{} {}", s.term, s.stories)).collect::<Vec<_>>().join(", ")
        }
        other => panic!("{other}"),
    };
    assert_eq!(listed("person:Qadhafi"), "gaddafi 2, khadafy 1");
    assert_eq!(listed("person:\"Moammar Gaddafi\""), "khadafy 1, muammar 1, qadhafi 1");
    assert_eq!(listed("person:=Qadhafi"), "");
    assert_eq!(listed("person:Qadh*"), "");
}

#[test]
fn no_name_takes_long() {
    let engine = archive(&["Moammar Qadhafi"]);
    let long = ["kh".repeat(20), "oueae".repeat(400), "al ".repeat(300), "xiao".repeat(500), "ch ".repeat(6)];
    for name in long {
        assert!(ask(&engine, &read(&format!("person:\"{name}\""))).is_empty());
    }
    let many = |n: usize| (0..n).map(|n| format!("person:x{n}y")).collect::<Vec<_>>().join(" OR ");
    assert!(engine.plan(&read(&many(500))).is_ok());
    let refused = engine.plan(&read(&many(1024))).map(|_| ()).unwrap_err();
    assert!(refused.message.contains("more than 512 words of names"), "{refused:?}");
}
