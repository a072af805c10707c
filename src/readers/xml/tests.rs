use super::*;

fn tree(text: &str) -> Tree<'_> {
    parse(text, &Limits::default()).unwrap()
}

fn codes(tree: &Tree<'_>) -> Vec<String> {
    tree.notes.iter().map(|note| format!("{} {}", note.code, note.line.unwrap_or(0))).collect()
}

#[test]
fn names_attributes_text_and_lines() {
    let tree = tree(
        "<?xml version='1.0'?>\n<!-- x --><n:a xmlns:n='urn:n' xml:lang=\"en\" k=' v '>\n<b>one <i>two</i>three</b><b/>\n<![CDATA[<c>&amp;]]> &amp; end</n:a>",
    );
    let root = tree.root().unwrap();
    assert_eq!((root.name(), root.prefix(), root.namespace(), root.line()), ("a", "n", Some("urn:n"), 2));
    assert_eq!(
        (root.attr("lang"), root.attr("xml:lang"), root.attr("k")),
        (Some("en"), Some("en"), Some("v"))
    );
    assert_eq!(root.children().map(|e| (e.name(), e.line())).collect::<Vec<_>>(), [("b", 3), ("b", 3)]);
    assert_eq!(root.text(), "one twothree <c>&amp; & end");
    assert_eq!(root.text_at("b/i").as_deref(), Some("two"));
    assert_eq!(root.find("b").unwrap().namespace(), None);
    assert_eq!(root.find("b/i").unwrap().parent().unwrap().name(), "b");
    assert!(tree.cut.is_none() && tree.notes.is_empty());
}

#[test]
fn walking_enters_leaves_and_skips() {
    let tree = tree("<a>x<b>y<c>z</c></b><d/>w</a>");
    let root = tree.root().unwrap();
    let mut walk = root.walk();
    let mut seen = String::new();
    while let Some(step) = walk.next() {
        match step {
            Step::Enter(e) => {
                seen.push_str(&format!("<{}>", e.name()));
                if e.name() == "c" {
                    walk.pass_over();
                }
            }
            Step::Leave(e) => seen.push_str(&format!("</{}>", e.name())),
            Step::Text(text) => seen.push_str(text),
        }
    }
    assert_eq!(seen, "x<b>y<c></c></b><d></d>w");
}

#[test]
fn feeds_are_odd() {
    let tree_1 = tree("<a>Q&A &nbsp;&eacute; &nosuch; 3 < 4 &#1;x</a>\n<a>two</a>");
    let texts: Vec<String> = tree_1.roots().map(|e| e.text()).collect();
    assert_eq!(texts, ["Q&A é &nosuch; 3 < 4 x", "two"]);
    assert_eq!(codes(&tree_1), ["mark-up-repaired 1", "entity-unknown 1"]);
    let tree_2 = tree("<a><p>one<br>two</p>\n</x><q:u v=w flag>three</a>");
    assert_eq!(tree_2.root().unwrap().text(), "one two three");
    assert_eq!(tree_2.root().unwrap().attr_at("u", "v"), Some("w"));
    assert_eq!(codes(&tree_2), ["mark-up-repaired 1"]);
    assert!(tree_2.cut.is_none());
    let tree_3 = tree("<a>v <!foo> x<!-- y --> z<?p?></a>");
    assert_eq!(tree_3.root().unwrap().text(), "v x z");
}

#[test]
fn what_is_cut_keeps_its_start() {
    for (text, line) in [("<a>\n<b>one</b>\n<c", 3), ("<a><b>one</b>\n\n<c>", 3), ("<a><b>one</b><!-- ", 1)] {
        let tree = tree(text);
        assert_eq!(tree.root().unwrap().text_at("b").as_deref(), Some("one"), "{text}");
        assert_eq!(tree.cut.unwrap().place.line, Some(line), "{text}");
    }
}

#[test]
fn nothing_is_expanded_and_limits_hold() {
    let laughs = "<!DOCTYPE a [<!ENTITY l 'ha'><!ENTITY m '&l;&l;&l;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&m;&x;</a>";
    let tree = tree(laughs);
    assert_eq!(tree.root().unwrap().text(), "&m;&x;");
    assert_eq!(codes(&tree), ["entities-ignored 1", "entity-unknown 1"]);
    let deep = "<a>\n".repeat(201);
    let error = parse(&deep, &Limits::default()).unwrap_err();
    assert_eq!((error.kind, error.place.line), (crate::error::ErrorKind::Limit, Some(201)));
    let few = Limits { elements: 3, tag: 20, ..Limits::default() };
    assert!(parse("<a><b/><b/><b/></a>", &few).is_ok());
    assert!(parse(&"<b/>".repeat(9), &few).is_err());
    assert!(parse("<a href='0123456789012345'/>", &few).is_err());
}

fn root_of(text: &str) -> Option<(&str, Option<&str>)> {
    let head = crate::readers::Head { bytes: text.as_bytes(), text, name: "x", whole: true };
    root(&head).map(|root| (root.name, root.namespace))
}

#[test]
fn roots_for_sniffing() {
    assert_eq!(
        root_of(
            "\u{feff}<?xml version='1.0'?><!DOCTYPE n [<!ENTITY a 'b>'>]><!-- <x> --><n:nitf xmlns:n='u'/>"
        ),
        Some(("nitf", Some("u")))
    );
    assert_eq!(root_of("MSG 12\n<?xml version='1.0'?>\n<a xmlns='v'>"), Some(("a", Some("v"))));
    assert_eq!(root_of("<feed\n xmlns = \"v\" b>"), Some(("feed", Some("v"))));
    assert_eq!(root_of("Text with <b>mark-up</b>"), None);
    assert_eq!(root_of("<5 of them"), None);
    assert_eq!(root_of("<cut"), None);
}

#[test]
fn a_tag_torn_off_is_text() {
    let tree = tree("<a>x<é<b>y</b></a>");
    let root = tree.root().unwrap();
    assert_eq!(root.text(), "x<éy");
    assert_eq!(root.descendants("b").count(), 1);
}

#[test]
fn names_within_names_are_read_once() {
    let tree = tree("<a><b>x<b>y</b><c><b>z</b></c></b></a>");
    let root = tree.root().unwrap();
    assert_eq!(root.innermost("b").map(|e| e.text()).collect::<Vec<_>>(), ["y", "z"]);
    assert_eq!(root.descendants("b").filter(|e| e.is_in("c")).count(), 1);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

    /// Whatever is put together from pieces of mark-up gives a tree whose nodes lie within each
    /// other, and walking it leaves what it enters.
    #[test]
    fn any_soup_is_a_tree(soup in proptest::collection::vec(proptest::sample::select(vec![
        "<a>", "</a>", "<b x='1' y>", "</b>", "<c/>", "<n:d xmlns:n=\"u\">", "</n:d>", "text ", "é", "&amp;",
        "&x;", "&", "<", ">", "<!-- ", "-->", "<![CDATA[", "]]>", "<!x", "<!DOCTYPE a [", "]>", "<?p", "?>", "'",
        "\"", "=", "\n", "</", "/>",
    ]), 0..40)) {
        let soup: String = soup.concat();
        let tree = tree(&soup);
        let mut depth = 0_i32;
        for root in tree.roots() {
            for step in root.walk() {
                match step {
                    Step::Enter(e) => {
                        depth += 1;
                        proptest::prop_assert!(!e.name().contains('<') && e.parent().is_some());
                    }
                    Step::Leave(_) => depth -= 1,
                    Step::Text(text) => proptest::prop_assert!(!text.is_empty() || soup.contains("CDATA")),
                }
            }
            let _ = (root.text(), root.raw_text(), root.namespace());
        }
        proptest::prop_assert_eq!(depth, 0);
    }
}
