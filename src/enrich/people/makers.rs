//! Who made a story: the names in its byline and in the credits of its pictures. It knows names, not the copy.

use super::lexicon::{COMMON, FAMILY, GIVEN, ORG, PLACE, STOP, TITLE};
use super::tokens::{Gap, Shape, Token, tokens};
use std::collections::HashSet;

/// The people of a byline: `Ann Example and Bob Sample, Associated Press Writers`.
pub fn writers(byline: &str) -> Vec<String> {
    let byline = byline.strip_prefix("By ").or_else(|| byline.strip_prefix("by ")).unwrap_or(byline);
    let mut found = Names::default();
    for piece in
        byline.replace(" and ", ",").replace(" und ", ",").replace(" & ", ",").split([',', ';', '/', '\n'])
    {
        let name = piece.trim();
        if is_name(name) {
            found.add(name);
        }
    }
    found.list
}

/// Names in ordinary case, each once.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    known: HashSet<String>,
}

impl Names {
    fn add(&mut self, name: &str) {
        let name = if name.contains(char::is_lowercase) { name.to_owned() } else { ordinary_case(name) };
        if self.known.insert(name.clone()) {
            self.list.push(name);
        }
    }
}

/// The people of a picture's credit: `Photo: Ann Example / Agency`, `Ann Example/Agency via Another`. Agencies and papers
/// stand there too, so that a given name or an initial must come first and no word for a thing last.
pub fn photographers(credit: &str) -> Vec<String> {
    const HEADS: [&str; 7] =
        ["photo by", "photograph by", "picture by", "photo:", "credit:", "picture:", "foto:"];
    let starts = |head: &&str| credit.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    let head = HEADS.iter().find(|head| starts(head)).map_or(0, |head| head.len());
    let mut found = Names::default();
    for piece in credit[head..].split(['/', ',', ';', '|']) {
        let piece = piece.split(" via ").next().unwrap_or(piece).trim_matches([' ', '(', ')', '[', ']']);
        if is_name(piece) && is_person(&tokens(piece)) {
            found.add(piece);
        }
    }
    found.list
}

fn is_person(words: &[Token]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let given = first.shape == Shape::Initial || (first.is(GIVEN) && !first.is(ORG | STOP));
    given && (!last.is(COMMON | ORG) || last.is(FAMILY)) && !words.iter().any(|word| word.gap == Gap::Open)
}

/// Two to four words with capitals, none of an organisation or a job.
fn is_name(name: &str) -> bool {
    let words = tokens(name);
    let full = words.iter().filter(|t| t.is_capital()).count();
    let job = |t: &Token| {
        let names = GIVEN | FAMILY;
        t.is(ORG | PLACE | TITLE | STOP) && !t.is(names)
    };
    (2..=5).contains(&words.len()) && full >= 2 && !words.iter().any(job)
}

/// `ANN O'SAMPLE` in ordinary case.
fn ordinary_case(name: &str) -> String {
    let mut start = true;
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if start {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        start = !c.is_alphabetic();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_name_people_and_houses() {
        for (credit, people) in [
            ("Photo: Anna Sampleton, AP", &["Anna Sampleton"][..]),
            ("ANNA SAMPLETON / Oxtown Times", &["Anna Sampleton"]),
            ("Karl P. Sampleton/AFP via Getty Images", &["Karl P. Sampleton"]),
            ("Photo by Anna Sampleton", &["Anna Sampleton"]),
            ("(Anna Sampleton / Oxtown Times)", &["Anna Sampleton"]),
            ("Getty Images", &[]),
            ("Los Angeles Times", &[]),
            ("ASSOCIATED PRESS", &[]),
            ("Handout", &[]),
            ("", &[]),
        ] {
            assert_eq!(photographers(credit), people, "{credit}");
        }
    }
}
