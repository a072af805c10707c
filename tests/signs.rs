//! What no index keeps a word of is never a question for every story: signs alone, in a query and in a flag.
#![allow(clippy::unwrap_used, clippy::panic)]

use morgue::engine::Engine;
use morgue::fields::{self, FieldKind};
use morgue::index::{Index, analyzers};
use morgue::query::{Leaf, Query, Settings, Severity, Value, has_letters, parse};
use morgue::span::Span;
use morgue::story::Story;
use proptest::prelude::*;
use std::sync::LazyLock;

fn settings(any: bool) -> Settings {
    Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any }
}

#[test]
fn a_letter_is_what_the_index_keeps_a_word_of() {
    let mut lost = Vec::new();
    for c in '\0'..=char::MAX {
        let text = c.to_string();
        for kind in [FieldKind::Text, FieldKind::Name] {
            // What the index keeps nothing of is no letter, or the engine would pass over the clause.
            let kept = !analyzers::terms(kind, &text).is_empty();
            if !kept && has_letters(&text) {
                lost.push(c);
            }
        }
    }
    assert!(lost.is_empty(), "{} such as {:?}", lost.len(), lost.first());
}

#[test]
fn signs_alone_are_an_error_and_beside_words_a_note() {
    for sign in [
        "?",
        "???",
        "!!",
        "-",
        "---",
        "…",
        "—",
        "🍕",
        "👩\u{200d}🚒",
        "½",
        "ʼ",
        "&",
        "@",
        "#",
        "+",
        "+(🍕)",
        "NOT 🍕",
        "🍕 - …",
        "(🍕) OR !!",
        "\\-",
        "exact:…",
        "first/5(🍕)",
        "🍕^2",
        "\u{200b}",
    ] {
        for any in [false, true] {
            let read = parse(sign, &settings(any));
            assert!(read.has_errors(), "{sign:?} is {}", read.tree);
        }
        let beside = parse(&format!("dam {sign}"), &settings(false));
        assert!(beside.has_errors() || beside.tree != Query::Everything, "{sign:?}");
        let told = |severity| beside.diagnostics.iter().any(|said| said.severity == severity);
        assert!(told(Severity::Note) || told(Severity::Error), "nothing is said of {sign:?}");
        if sign.contains(' ') || has_letters(sign) {
            continue;
        }
        for field in ["headline", "person", "date", "words", "agency", "path"] {
            assert!(parse(&format!("{field}:{sign}"), &settings(false)).has_errors(), "{field}:{sign}");
        }
    }
    for every in ["", " ", "*", "(*)", "* OR dam"] {
        assert!(!parse(every, &settings(false)).has_errors(), "{every:?}");
    }
}

/// An index of one story that has no word of what is asked.
static ONE: LazyLock<Engine> = LazyLock::new(|| {
    let story = Story { id: "1".into(), headline: "Zinc".into(), body: "Zinc.".into(), ..Story::default() };
    Engine::new(Index::in_memory([&story]).unwrap()).unwrap()
});

proptest! {
    #[test]
    fn what_has_no_word_is_in_no_story(text in r"[a-bsS0-9'’ʼ.,&½é\u{301}\u{ad}\u{200c}ß東-]{1,6}") {
        for name in ["text", "headline", "lead", "person", "section", "desk"] {
            let field = fields::find(name).unwrap();
            for value in [Value::Word(text.clone()), Value::Phrase(text.clone()), Value::AsTyped(text.clone())] {
                let leaf = Query::Leaf(Leaf { field, value, span: Span::new(0, text.len()) });
                prop_assert_eq!(ONE.count(&ONE.plan(&leaf).unwrap()).unwrap(), 0, "{:?} of {}", text, name);
            }
        }
    }

    #[test]
    fn no_signs_ask_for_everything(text in r"[\p{P}\p{S}\p{Z}\p{M}]{1,12}") {
        prop_assume!(!text.trim().is_empty() && !text.contains('*'));
        for any in [false, true] {
            let read = parse(&text, &settings(any));
            prop_assert!(read.has_errors() || read.tree != Query::Everything, "{:?}", text);
        }
    }
}
