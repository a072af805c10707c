//! What a kill notice says of the story that it kills (handbook 2.2 and 2.3): ids and slugs, from the fields that
//! name another document and from the sentences that give the order. Pure; whether there is such a story, and
//! which one, is for [`super::killed`].

use super::chain;
use crate::sentences::sentences;
use crate::story::{Kind, Note, Story};

/// What a notice names, in the order in which it does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// Ids in fields made for them.
    pub ids: Vec<String>,
    /// Words of its sentences that may be ids or transmission numbers.
    pub words: Vec<String>,
    /// Slugs without cycle, version and marks, its own first.
    pub slugs: Vec<String>,
}

/// Names that are looked up for one notice at most.
const MOST: usize = 32;
/// Bytes of the text in which an order is looked for.
const TOP: usize = 4000;

/// Words that give the order.
static ORDERS: &[&str] = &[
    "kill",
    "kills",
    "killed",
    "withdraw",
    "withdraws",
    "withdrawn",
    "retract",
    "retracts",
    "retracted",
    "eliminate",
    "eliminated",
    "cancel",
    "cancels",
    "cancelled",
    "canceled",
];
/// What stands behind these is to be used, not killed.
static INSTEAD: &[&str] = &["instead", "substitut", "replac", " use ", " see "];
/// What stands before the slug of the story.
static BEFORE_SLUG: &[&str] = &["slugged ", "kill the story ", "withdraw the story ", "kill: "];
/// Relations of a link that lead to the story concerned.
static RELATIONS: &[&str] =
    &["kill", "cancel", "retract", "withdr", "evolvedfrom", "previousversion", "replaces"];

/// What a notice orders; `None` for all other copy.
pub fn order(story: &Story) -> Option<Order> {
    if story.kind != Kind::KillNotice {
        return None;
    }
    let mut order = Order::default();
    if let Some(slug) = &story.slug {
        order.slug(slug);
    }
    for note in &story.notes {
        order.note(note);
    }
    order.prose(&story.headline);
    for (_, paragraph) in story.paragraphs().take_while(|(span, _)| span.start < TOP) {
        order.prose(paragraph);
    }
    for names in [&mut order.ids, &mut order.words, &mut order.slugs] {
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names.truncate(MOST);
    }
    Some(order)
}

impl Order {
    /// Fields that a reader keeps as notes.
    fn note(&mut self, note: &Note) {
        let text = note.text.to_ascii_lowercase();
        let names = match note.code.as_str() {
            "refers-to" | "evolved-from" => true,
            "unknown-key" => text.starts_with("kill"),
            "link" => {
                let relation = text.split_whitespace().next().unwrap_or("");
                RELATIONS.iter().any(|known| relation.contains(known))
            }
            _ => false,
        };
        if names {
            self.ids.extend(words(&note.text));
        } else if note.code == "editors-note" {
            self.prose(&note.text);
        }
    }

    /// Sentences that give the order, up to where they speak of what to use instead.
    fn prose(&mut self, text: &str) {
        for span in sentences(text) {
            let sentence = span.of(text);
            let lower = sentence.to_ascii_lowercase();
            let is_order = |word: &str| ORDERS.contains(&word);
            if !lower.split(|c: char| !c.is_alphanumeric()).any(is_order) {
                continue;
            }
            let end = INSTEAD.iter().filter_map(|word| lower.find(word)).min().unwrap_or(sentence.len());
            let (sentence, lower) = (sentence.get(..end).unwrap_or(""), lower.get(..end).unwrap_or(""));
            self.words.extend(words(sentence).filter(|word| is_number(word)));
            for before in BEFORE_SLUG {
                let named = lower.find(before).and_then(|at| sentence.get(at + before.len()..));
                if let Some(named) = named {
                    let named = named.split([',', '"', ';', '\n']).next().unwrap_or("");
                    let named = named.split(" sent ").next().unwrap_or(named);
                    self.slug(named.trim_start_matches("slugged "));
                }
            }
        }
    }

    /// A slug less the marks behind its commas that say that it is killed.
    fn slug(&mut self, slug: &str) {
        let marked = |part: &&str| {
            part.split(|c: char| !c.is_alphanumeric())
                .any(|word| ORDERS.contains(&word.to_ascii_lowercase().as_str()))
        };
        let mut parts = slug.split(',');
        let keyword = parts.next().unwrap_or("");
        let mut kept = keyword.to_owned();
        for part in parts.filter(|part| !marked(part)) {
            kept.push(',');
            kept.push_str(part);
        }
        if let Some((before, mark)) = kept.rsplit_once(['-', ' ', '/'])
            && ORDERS.contains(&mark.to_ascii_lowercase().as_str())
        {
            kept = before.to_owned();
        }
        let read = chain::read(&kept);
        if read.rest.len() >= chain::SHORTEST_SLUG {
            self.slugs.push(read.rest);
        }
    }
}

/// What may be an id: no white space, a figure in it.
fn words(text: &str) -> impl Iterator<Item = String> {
    let split = text.split(|c: char| c.is_whitespace() || ",;()[]{}<>\"'".contains(c));
    let words = split.map(|word| word.trim_matches(['.', ':', '!', '?']));
    words
        .filter(|word| (3..=200).contains(&word.len()) && word.bytes().any(|b| b.is_ascii_digit()))
        .map(str::to_owned)
}

/// A bare figure of a sentence is an amount or a year unless it is a long one.
fn is_number(word: &str) -> bool {
    word.len() >= 5 || word.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(slug: &str, body: &str) -> Order {
        let story =
            Story { kind: Kind::KillNotice, slug: Some(slug.into()), body: body.into(), ..Story::default() };
        order(&story).unwrap()
    }

    #[test]
    fn the_order_names_a_story_and_not_what_to_use_instead() {
        let order = notice(
            "BC-Sample--Giant Lobster, Kill",
            "Please kill the story slugged BC-Sample--Giant Lobster, 1st Ld, V9991, of 300 words. \
             Use NAP-77 instead. We kill V9990 and substitute V9992.",
        );
        assert_eq!(order.words, ["1st", "V9991", "V9990"]);
        assert_eq!(order.slugs, ["samplegiantlobster"]);
    }

    #[test]
    fn fields_that_name_another_document() {
        let mut story = Story { kind: Kind::KillNotice, ..Story::default() };
        story.note("unknown-key", None, "Kills: X-1");
        story.note("unknown-key", None, "Moved: X-2");
        story.note("link", None, "irel:seeAlso X-3");
        story.note("refers-to", None, "sets X-4 to canceled");
        assert_eq!(order(&story).unwrap().ids, ["X-1", "X-4"]);
        assert_eq!(order(&Story::default()), None);
    }

    #[test]
    fn a_slug_loses_its_mark_alone() {
        for (slug, rest) in [
            ("BC-Harbor Fire, Kill", "harborfire"),
            ("BC-HARBOR-FIRE-KILL", "harborfire"),
            ("Kill Devil Hills", "killdevilhills"),
        ] {
            assert_eq!(notice(slug, "").slugs, [rest], "{slug}");
        }
    }
}
