//! The sample archive, indexed as a user would: every story says what `corpus_facts.tsv`, written by hand
//! beside the stories, says of it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod sandbox;

use sandbox::Sandbox;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Answers by path and member of the stories; `-` where a file is one story.
type Stories = BTreeMap<(String, String), Value>;

fn all_stories() -> Stories {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("morgue index -q corpus").code, 1, "the broken files are reported");
    let given = sandbox.run("morgue search --json --all-versions --limit 1000 '*'");
    assert_eq!(given.code, 0, "{}", given.err);
    let answers = given.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    answers
        .filter(|answer| answer["path"].is_string())
        .map(|answer| {
            let member = answer["member"].as_str().unwrap_or("-").to_owned();
            ((answer["path"].as_str().unwrap().to_owned(), member), answer)
        })
        .collect()
}

/// What the answer says in the columns of the facts, from `id` to `sections`.
fn said(answer: &Value) -> [(&'static str, String); 7] {
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).unwrap_or("-").to_owned();
    let desks: Vec<_> = answer["desk"].as_array().unwrap().iter().map(text).collect();
    let headline: String = text(&answer["headline"]).chars().take(60).collect();
    [
        ("id", text(&answer["id"])),
        ("published", text(&answer["published"])),
        ("place", text(&answer["dateline"]["places"][0]["place"])),
        ("agency", text(&answer["agency"])),
        ("desk", if desks.is_empty() { "-".to_owned() } else { desks.join(";") }),
        ("headline", headline.trim().to_owned()),
        ("sections", answer["sections"].as_array().unwrap().len().to_string()),
    ]
}

/// People who are not found yet. One that is found must leave this list.
const NOT_YET: &[(&str, &str)] = &[
    // The credit of a picture: its maker, whom answers do not count among the people told of.
    ("scraped/tamsar-crack-2007-08-08.txt", "Karima Bensouda-Weiss"),
];

/// Each difference between a line of facts and the answers, in words.
fn differences(fact: &str, stories: &Stories) -> Vec<String> {
    let columns: Vec<&str> = fact.split('\t').collect();
    let [path, member, facts @ .., people] = &columns[..] else { panic!("{fact}") };
    // A file in which no story can be told from the others.
    if *member == "*" {
        return Vec::new();
    }
    let Some(answer) = stories.get(&((*path).to_owned(), (*member).to_owned())) else {
        return vec![format!("{path} {member}: no such story")];
    };
    let mut found = Vec::new();
    for ((name, got), want) in said(answer).iter().zip(facts) {
        if *want != "*" && got != want {
            found.push(format!("{path} {member}: {name} {got:?}, not {want:?}"));
        }
    }
    let named: Vec<&str> = answer["people"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let byline = answer["byline"].as_str().unwrap_or_default();
    for person in people.split("; ").filter(|person| !["*", "-", ""].contains(person)) {
        let found_here = named.contains(&person) || byline.contains(person);
        if found_here == NOT_YET.contains(&(*path, person)) {
            let is = if found_here { "is" } else { "is not" };
            found.push(format!("{path} {member}: {person} {is} among {named:?}, byline {byline:?}"));
        }
    }
    found
}

#[test]
fn the_stories_say_what_their_facts_say() {
    let facts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus_facts.tsv");
    let facts = std::fs::read_to_string(facts).unwrap();
    let lines: Vec<_> = facts.lines().filter(|line| !line.starts_with('#')).skip(1).collect();
    assert!(lines.len() > 140, "only {} lines of facts", lines.len());
    let stories = all_stories();
    let found: Vec<String> = lines.iter().flat_map(|line| differences(line, &stories)).collect();
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}
