//! The engine against a small archive in memory: what matches, in which order, what is hidden.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod archive;

use archive::{settings, story};
use morgue::date::Stamp;
use morgue::engine::{Engine, Hide, Order};
use morgue::index::Index;
use morgue::query::parse;
use morgue::search::View;
use morgue::story::{Dateline, DatelinePlace, Kind, Person, SourceRef, Status, Story};

fn archive() -> Vec<Story> {
    let mut stories = vec![
        story("a", "1987-03-02", "Dam opens", "The dam opened. Elections follow in the U.S. next year."),
        story(
            "b",
            "1987-03-02T23:30:00Z",
            "Weir shut",
            "The post-war weir and the dam. Economists were at odds.",
        ),
        story("c", "1987-04-09", "Chess", "Nothing about water. A spillway gate, then a gate of a chapel."),
        story("d", "", "Undated", "A dam without a date."),
        story("e", "1987-03-02", "Dam opens", "The dam opened. Elections follow in the U.S. next year."),
    ];
    stories[2].people = vec![Person { name: "Nouri al-Example".into(), ..Person::default() }];
    stories[1].dateline = Some(Dateline {
        raw: "PORT-AU-PRINCE, Haiti (AP)".into(),
        places: vec![DatelinePlace {
            place: "Port-au-Prince".into(),
            country: Some("HT".into()),
            ..DatelinePlace::default()
        }],
        ..Dateline::default()
    });
    stories[3].desk = vec!["science".into()];
    stories
}

fn ask_in(zone: &str, stories: &[Story], query: &str, order: Order) -> Vec<String> {
    let engine = Engine::new(Index::in_memory(stories).unwrap()).unwrap();
    let parsed = parse(query, &settings(zone));
    assert!(
        parsed.diagnostics.iter().all(|d| d.severity == morgue::query::Severity::Note),
        "{query}: {:?}",
        parsed.diagnostics
    );
    let plan = engine
        .hide(
            engine.plan(&parsed.tree).unwrap(),
            Hide { superseded: true, unusable: true, embargoed_at: Some(0) },
        )
        .unwrap();
    let found = engine.top(&plan, order, None).unwrap();
    assert_eq!(engine.count(&plan).unwrap(), found.len() as u64, "{query}");
    found.into_iter().map(|r| r.id).collect()
}

fn ask(query: &str) -> String {
    let mut found = ask_in("UTC", &archive(), query, Order::Newest);
    found.sort();
    found.join(" ")
}

#[test]
fn clauses_find_what_they_say() {
    for (query, expected) in [
        ("", "a b c d e"),
        ("dam", "a b d e"),
        ("dam weir", "b"),
        ("chess OR weir", "b c"),
        ("dam -weir", "a d e"),
        ("NOT dam", "c"),
        ("\"spillway gate\"", "c"),
        ("\"gate spillway\"", ""),
        ("post-war", "b"),
        ("elections", "a e"),
        ("elections*", "a e"),
        ("electio*", "a e"),
        ("econom*", "b"),
        ("we?r", "b"),
        ("wier~1", "b"),
        ("headline:dam", "a e"),
        ("person:example", "c"),
        ("person:el-Example", "c"),
        ("person:\"nouri al-example\"", "c"),
        ("person:/^nouri al-e/", "c"),
        ("person:/^example/", ""),
        ("place:/-PRINCE$/ -person:/x/", "b"),
        ("country:{IR, ht}", "b"),
        ("lead:elections", "a e"),
        ("lead:dam -headline:dam", "b d"),
        ("hlead:chess", "c"),
        ("lead:*", "a b c d e"),
        ("elections w/s dam", ""),
        ("elections w/p dam", "a e"),
        // `Undated. A dam`: headline and body are counted as one.
        ("first/3(dam)", "a d e"),
        ("atleast2(dam)", "a e"),
        ("atleast3(dam)", ""),
        ("atleast2(gate)", "c"),
        ("exact:Dam", "a e"),
        ("exact:Dams", ""),
        ("nocaps(dam)", "a b d e"),
        ("exact:Elections w/s exact:\"U.S.\"", "a e"),
        ("exact:elections", ""),
        ("allcaps(u.s.)", "a e"),
        ("place:port-au-prince", "b"),
        ("dateline:haiti", "b"),
        ("country:ht", "b"),
        ("desk:science", "d"),
        ("section:science", "d"),
        ("date:none", "d"),
        ("date:*", "a b c e"),
        ("person:*", "c"),
        ("date:1987-03", "a b e"),
        ("date:1987-03-02", "a b e"),
        ("date:-7d..", "c"),
        ("date:..1987-03", "a b e"),
        ("words:<8", "d"),
        ("id:a", "a"),
        ("path:*.txt", "a b c d e"),
        ("headline:(weir OR chess)", "b c"),
        ("U.S.", "a e"),
    ] {
        assert_eq!(ask(query), expected, "{query}");
    }
}

#[test]
fn a_day_is_a_day_in_every_zone_and_an_instant_is_not() {
    let on = |zone, day: &str| {
        let mut found = ask_in(zone, &archive(), &format!("date:{day}"), Order::Newest);
        found.sort();
        found.join(" ")
    };
    assert_eq!(on("UTC", "1987-03-02"), "a b e");
    assert_eq!(on("Asia/Tokyo", "1987-03-02"), "a e");
    assert_eq!(on("Asia/Tokyo", "1987-03-03"), "b");
    assert_eq!(on("America/New_York", "1987-03-02"), "a b e");
}

#[test]
fn orders_are_whole() {
    let stories = archive();
    assert_eq!(ask_in("UTC", &stories, "", Order::Newest), ["c", "b", "a", "e", "d"]);
    assert_eq!(ask_in("UTC", &stories, "", Order::Oldest), ["a", "e", "b", "c", "d"]);
    // a and e are the same text and day: the id decides. The order of indexing must not.
    let by_score = ask_in("UTC", &stories, "dam opened", Order::Score);
    assert_eq!(by_score, ["a", "e"]);
    let mut turned = stories.clone();
    turned.reverse();
    assert_eq!(ask_in("UTC", &turned, "dam opened", Order::Score), by_score);
}

#[test]
fn the_first_k_are_the_first_of_all() {
    let mut stories = Vec::new();
    for n in 0..300 {
        let day = if n % 7 == 0 { String::new() } else { format!("1987-03-{:02}", 1 + n % 11) };
        let body = format!("dam {} {}", "weir ".repeat(n % 5), "filler ".repeat(n % 13));
        stories.push(story(&format!("s{:03}", (n * 37) % 300), &day, "Same", &body));
    }
    let engine = Engine::new(Index::in_memory(&stories).unwrap()).unwrap();
    for query in ["dam", "dam OR weir", "weir filler", "da*", ""] {
        let plan = engine.plan(&parse(query, &settings("UTC")).tree).unwrap();
        for order in [Order::Score, Order::Newest, Order::Oldest] {
            let all = engine.top(&plan, order, None).unwrap();
            for k in [1, 2, 10, 57, 299, 1000] {
                let first = engine.top(&plan, order, Some(k)).unwrap();
                assert_eq!(first, all[..k.min(all.len())], "{query} {order:?} {k}");
            }
        }
    }
}

#[test]
fn superseded_and_killed_stories_are_hidden_unless_asked_for() {
    let mut stories = vec![
        story("guid-1", "1999-05-01", "Bridge closed", "The bridge closed."),
        story("guid-1", "1999-05-01", "Bridge closed, then opened", "The bridge closed and opened."),
        story("guid-2", "1999-05-02", "Bridge painted", "The bridge was painted."),
    ];
    stories[0].version = Some("1".into());
    stories[1].version = Some("2".into());
    stories[1].source.path = "later.txt".into();
    stories[2].status = Status::Killed;
    let engine = Engine::new(Index::in_memory(&stories).unwrap()).unwrap();
    let count = |query: &str, all| {
        let tree = parse(query, &settings("UTC")).tree;
        morgue::search::count(&engine, &tree, View { all_versions: all, now: 0 }).unwrap()
    };
    assert_eq!(count("bridge", false), 1);
    assert_eq!(count("opened", false), 1);
    assert_eq!(count("bridge", true), 3);
    assert_eq!(count("bridge status:killed", false), 1);
    assert_eq!(count("id:guid-1", false), 2);
}

/// Which stories a notice hides, whatever the order in which the stories come.
fn killed_by(notice: &Story, others: &[Story]) -> Vec<String> {
    let ids = |stories: &[&Story]| {
        let engine = Engine::new(Index::in_memory(stories.iter().copied()).unwrap()).unwrap();
        let plan = engine.plan(&parse("status:killed kind:story", &settings("UTC")).tree).unwrap();
        engine.top(&plan, Order::Oldest, None).unwrap().into_iter().map(|r| r.id).collect::<Vec<_>>()
    };
    let mut all: Vec<&Story> = others.iter().chain([notice]).collect();
    let found = ids(&all);
    all.reverse();
    assert_eq!(ids(&all), found);
    found
}

#[test]
fn a_kill_notice_hides_the_story_it_names_and_no_other() {
    let wire = |id: &str, at: &str, agency: &str, slug: &str| Story {
        agency: Some(agency.into()),
        slug: Some(slug.into()),
        ..story(id, at, "Lobster", "A lobster.")
    };
    let notice = |at: &str, slug: &str, body: &str| Story {
        kind: Kind::KillNotice,
        body: body.into(),
        ..wire("n-0001-x", at, "AP", slug)
    };
    let stories = [
        // Numbers of a wire come again every day.
        wire("V9991-1999-03-03", "1999-03-03T10:00:00Z", "AP", "BC-Lobster Ban, 0300"),
        wire("V9991-1999-03-04", "1999-03-04T10:00:00Z", "AP", "BC-Lobster Ban, 0320"),
        wire("V9994-1999-03-04", "1999-03-04T11:00:00Z", "AP", "BC-Lobster Ban, 1st Ld, 0320"),
        wire("V9998-1999-03-04", "1999-03-04T15:00:00Z", "AP", "BC-Lobster Ban, 2nd Ld, 0320"),
        wire("other-agency-1", "1999-03-04T10:00:00Z", "Reuters", "Lobster Ban"),
    ];
    let killed = |at: &str, slug: &str, body: &str| killed_by(&notice(at, slug, body), &stories);
    let noon = "1999-03-04T12:00:00Z";
    let both = ["V9991-1999-03-04", "V9994-1999-03-04"];
    assert_eq!(killed(noon, "X", "Please kill the story, V9991. A kill is mandatory."), both);
    assert_eq!(killed(noon, "BC-Lobster Ban, Kill", "A kill is mandatory."), both);
    assert_eq!(killed("1999-03-05", "BC-Lobster Ban, Kill", "KILL KILL KILL").len(), 3);
    assert_eq!(killed(noon, "X", "We kill other-agency-1 and V9777."), [""; 0]);
    assert_eq!(killed(noon, "X", "The kill of V9777 stands; use V9991 instead."), [""; 0]);
    assert_eq!(killed("1999-04-04", "BC-Lobster Ban, Kill", "KILL KILL KILL"), [""; 0]);
}

#[test]
fn a_canceled_item_takes_its_earlier_versions_along() {
    let version = |path: &str, version: &str, status| Story {
        source: SourceRef { path: path.into(), member: None },
        version: Some(version.into()),
        status,
        ..story("urn:x:lobster", "1999-03-04", "Lobster", "A lobster.")
    };
    let mut stories = vec![
        version("a", "1", Status::Usable),
        version("b", "2", Status::Killed),
        version("c", "3", Status::Usable),
    ];
    let count = |stories: &[Story], query: &str| {
        let engine = Engine::new(Index::in_memory(stories).unwrap()).unwrap();
        engine.count(&engine.plan(&parse(query, &settings("UTC")).tree).unwrap()).unwrap()
    };
    assert_eq!((count(&stories, "status:killed"), count(&stories, "status:usable")), (2, 1));
    // Without a version the two are still one item.
    stories.pop();
    for story in &mut stories {
        story.version = None;
    }
    assert_eq!((count(&stories, "status:kill*"), count(&stories, "status:usable")), (2, 0));
    // A counter's number is no name.
    for story in &mut stories {
        story.id = "17".into();
    }
    assert_eq!(count(&stories, "status:killed"), 1);
}

#[test]
fn an_embargo_hides_a_story_until_it_ends() {
    let mut stories =
        vec![story("a", "1999-05-01", "Bridge", "One."), story("b", "1999-05-01", "Bridge", "Two.")];
    stories[1].embargo = Some(Stamp::day(jiff::civil::date(2000, 1, 1), ""));
    let until = stories[1].embargo.as_ref().unwrap().seconds;
    let engine = Engine::new(Index::in_memory(&stories).unwrap()).unwrap();
    let count = |query: &str, now| {
        let tree = parse(query, &settings("UTC")).tree;
        morgue::search::count(&engine, &tree, View { all_versions: false, now }).unwrap()
    };
    assert_eq!((count("bridge", until - 1), count("bridge", until)), (1, 2));
    assert_eq!((count("id:b", 0), count("embargo:2000", 0), count("embargo:none bridge", 0)), (1, 1, 1));
}

#[test]
fn the_same_day_of_any_year_is_the_day_in_the_zone() {
    let zone = jiff::tz::TimeZone::get("America/New_York").unwrap();
    let mut stories: Vec<Story> = Vec::new();
    // An instant every 23 hours of five years, and as many stories that state only their day.
    for n in 0..1900i64 {
        let at = jiff::Timestamp::from_second(500_000_000 + n * 23 * 3600).unwrap();
        stories.push(story(&format!("i{n}"), &at.to_string(), "Dam", "Dam."));
        let day = at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
        stories.push(story(&format!("d{n}"), &day.to_string(), "Dam", "Dam."));
    }
    let month_only =
        Stamp { precision: morgue::date::Precision::Month, ..stories[1].published.clone().unwrap() };
    stories.push(Story { published: Some(month_only), ..story("m", "", "Dam", "Dam.") });
    let engine = Engine::new(Index::in_memory(&stories).unwrap()).unwrap();
    let asked = |query: &str| {
        let parsed = parse(query, &settings("America/New_York"));
        assert!(parsed.diagnostics.is_empty(), "{query}: {:?}", parsed.diagnostics);
        engine.count(&engine.plan(&parsed.tree).unwrap()).unwrap()
    };
    let mut all = 0;
    for month in 1..=12i8 {
        let mut in_month = 0;
        for day in 1..=31i8 {
            let on_day = |story: &&Story| {
                let at = story.published.as_ref().unwrap();
                let date = match at.precision {
                    morgue::date::Precision::Second => at.timestamp().to_zoned_datetime(zone.clone()).date(),
                    _ => at.civil_date(),
                };
                at.precision >= morgue::date::Precision::Day && (date.month(), date.day()) == (month, day)
            };
            let count = stories.iter().filter(on_day).count() as u64;
            in_month += count;
            // Of 31 February nobody can ask; 29 February there is.
            if jiff::civil::Date::new(2000, month, day).is_ok() {
                assert_eq!(asked(&format!("date:*-{month:02}-{day:02}")), count, "{month}-{day}");
            }
        }
        let coarse = u64::from(month == stories[1].published.as_ref().unwrap().civil_date().month());
        assert_eq!(asked(&format!("date:*-{month:02}")), in_month + coarse, "{month}");
        all += in_month;
    }
    assert_eq!(all, 3800);
    assert!(asked("date:*-02-29") > 0);
}

#[test]
fn words_that_stand_together_and_come_back_count_more() {
    let filler = "nothing of note was said about it on that day by anyone who was there to see ".repeat(3);
    let stories = [
        story("apart", "1987-03-02", "One", &format!("The weir. {filler} A chapel.")),
        story("together", "1987-03-02", "Two", &format!("{filler} The weir of the chapel.")),
        story("neither", "1987-03-02", "Three", &filler),
    ];
    assert_eq!(ask_in("UTC", &stories, "weir chapel", Order::Score), ["together", "apart"]);
    // Function words have to be there, but do not count.
    let engine = Engine::new(Index::in_memory(&stories).unwrap()).unwrap();
    let score = |query: &str| {
        let plan = engine.plan(&parse(query, &settings("UTC")).tree).unwrap();
        engine
            .top(&plan, Order::Score, None)
            .unwrap()
            .into_iter()
            .map(|r| (r.id, r.score))
            .collect::<Vec<_>>()
    };
    assert_eq!(score("weir the chapel"), score("weir chapel"));
    assert!(score("the").iter().all(|(_, score)| *score > 0.0));
}
