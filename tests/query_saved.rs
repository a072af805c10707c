//! Saved queries: what `@name` stands for, and what is said where it cannot stand.
#![allow(clippy::unwrap_used, clippy::panic)]

use morgue::query::{Saved, Settings, parse_with};

fn read(file: &str, query: &str) -> (String, String) {
    let settings = Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any: true };
    let parsed = parse_with(query, &settings, Some(&Saved::read(file).unwrap()));
    let said: Vec<String> = parsed.diagnostics.iter().map(|d| d.message.clone()).collect();
    (parsed.tree.to_string(), said.join(" / "))
}

const FILE: &str = r#"
drought = "drought OR dry"
two = "a b"
Dams = "@drought dam"
odd = "hd=oil"
empty = ""
a = "x @b"
b = "@a"
near = "oil NEAR/3 gas"
"#;

#[test]
fn a_name_stands_for_its_query() {
    for (query, tree) in [
        ("@drought -beaver", "(drought OR dry) AND NOT beaver"),
        ("-@drought", "NOT (drought OR dry)"),
        ("headline:@drought", "headline:drought OR headline:dry"),
        ("headline:(x @drought)", "headline:x OR (headline:drought OR headline:dry)"),
        // With `--any` as here, a saved query still means what it says.
        ("@two c", "(a AND b) OR c"),
        ("@dams", "(drought OR dry) AND dam"),
        ("@drought^2", "(drought OR dry)^2"),
        ("@drought w/s rain", "(drought OR dry) w/s rain"),
        ("atleast2(@near)", "atleast2(oil NEAR/3 gas)"),
        ("exact:(@drought)", "exact:drought OR exact:dry"),
        ("\\@drought", "\\@drought"),
        ("me@two.example", "me@two.example"),
        ("path:@two", "path:@two"),
    ] {
        assert_eq!(read(FILE, query), (tree.to_owned(), String::new()), "{query}");
    }
}

#[test]
fn what_cannot_stand_says_why() {
    for (query, said) in [
        ("@drouht", "there is no saved query `@drouht`"),
        ("@empty", "the saved query `@empty` is empty"),
        ("@a", "in `@b`: `@a` asks for itself: @a, @b, @a"),
        ("@odd", "in `@odd`: `hd=` is read as `headline:`"),
        ("@two w/s c", "words joined by AND have no place of their own"),
    ] {
        assert_eq!(read(FILE, query).1, said, "{query}");
    }
    let hint = |query: &str| {
        let settings =
            Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any: false };
        parse_with(query, &settings, Some(&Saved::read(FILE).unwrap())).diagnostics[0].hint.clone().unwrap()
    };
    assert_eq!(hint("@drouht"), "did you mean `@drought`? for the word itself write \\@drouht");
    assert!(hint("@zzzzzz").starts_with("there are @Dams, @a, @b"));
}

#[test]
fn files_that_are_wrong_say_where() {
    for (file, said) in [
        ("a = \"x\"\nb = ", "line 2: "),
        ("'a b' = 'x'", "`a b` is no name"),
        ("a = 1", "`a` is no text in quotes"),
    ] {
        let error = Saved::read(file).unwrap_err();
        assert!(error.message.starts_with(said), "{}", error.message);
    }
}

#[test]
fn chains_and_doublings_end() {
    // Each of them names the next one often.
    let mut file = String::new();
    for n in 0..40 {
        file += &format!("q{n} = \"{}\"\n", format!("@q{} ", n + 1).repeat(50));
    }
    file += "q40 = \"x\"\n";
    assert!(read(&file, "@q0").1.contains("makes the query too long"));
    assert!(read(&file, "@q38").1.contains("makes the query too long"));
    let deep: String = (0..15).map(|n| format!("d{n} = \"(((((@d{})))))\"\n", n + 1)).collect();
    assert!(read(&(deep + "d15 = \"x\""), "@d0").1.contains("nested deeper"));
}
