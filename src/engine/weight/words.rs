//! Which words of a query are weighed: those of running text. Function words are not, beside others.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use tantivy::Term;
use tantivy::schema::Schema;

use crate::fields::FieldKind;
use crate::index::analyzers;
use crate::query::{Leaf, Query, Value};

/// The words of a clause.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::engine) struct Words {
    /// In their order.
    pub(super) terms: Vec<Term>,
    /// They were asked for next to each other. What only analysis cuts in several, such as `post-war`, counts word
    /// by word: that they stand together shows anyway.
    pub(super) phrase: bool,
}

/// The words of a clause over running text; `None` for names, codes, patterns and fields that stand for others.
pub(in crate::engine) fn of(leaf: &Leaf, schema: &Schema) -> Option<Words> {
    if leaf.field.kind != FieldKind::Text || !leaf.field.stands_for.is_empty() {
        return None;
    }
    let (text, quoted) = match &leaf.value {
        Value::Word(text) => (text, false),
        Value::Phrase(text) => (text, true),
        _ => return None,
    };
    // A part of the text, such as `lead`, has no words of its own and no lengths.
    let column = schema.get_field(leaf.field.name).ok()?;
    if leaf.field.part.is_some() || !schema.get_field_entry(column).has_fieldnorms() {
        return None;
    }
    let terms = analyzers::terms(leaf.field.kind, text);
    let terms: Vec<Term> = terms.iter().map(|term| Term::from_field_text(column, term)).collect();
    let phrase = quoted && terms.len() > 1;
    (!terms.is_empty()).then_some(Words { terms, phrase })
}

/// The tree with function words boosted by 0, unless nothing else is asked for. They still have to be there where
/// all words have to; who boosts one means it.
pub(in crate::engine) fn quiet(tree: &Query) -> Cow<'_, Query> {
    if has(tree, &is_function_word) && has(tree, &|leaf| says_something(leaf)) {
        Cow::Owned(quieted(tree))
    } else {
        Cow::Borrowed(tree)
    }
}

fn quieted(tree: &Query) -> Query {
    match tree {
        Query::And(parts) => Query::And(parts.iter().map(quieted).collect()),
        Query::Or(parts) => Query::Or(parts.iter().map(quieted).collect()),
        Query::Leaf(leaf) if is_function_word(leaf) => Query::Boost(Box::new(tree.clone()), 0.0),
        other => other.clone(),
    }
}

/// Is there such a leaf where leaves are quieted?
fn has(tree: &Query, is: &dyn Fn(&Leaf) -> bool) -> bool {
    match tree {
        Query::And(parts) | Query::Or(parts) => parts.iter().any(|part| has(part, is)),
        Query::Leaf(leaf) => is(leaf),
        _ => false,
    }
}

fn says_something(leaf: &Leaf) -> bool {
    leaf.field.kind == FieldKind::Text
        && matches!(leaf.value, Value::Word(_) | Value::Phrase(_))
        && !is_function_word(leaf)
}

fn is_function_word(leaf: &Leaf) -> bool {
    let Value::Word(text) = &leaf.value else { return false };
    leaf.field.kind == FieldKind::Text && is_quiet(text)
}

/// Is it a word that is not weighed beside others?
pub fn is_quiet(word: &str) -> bool {
    IS_FUNCTION_WORD.contains(analyzers::fold_prefix(FieldKind::Text, word).as_str())
}

static IS_FUNCTION_WORD: LazyLock<HashSet<&str>> = LazyLock::new(|| FUNCTION_WORDS.split(' ').collect());

/// English words of the closed classes: articles, pronouns, prepositions, conjunctions, auxiliaries, and adverbs
/// of degree and manner. As analysis folds them.
const FUNCTION_WORDS: &str = "\
    a about above across after again against all almost along already also although always am amid among amongst \
    an and another any anybody anyone anything anywhere are around as at away be became because become becomes \
    been before behind being below beneath beside besides between beyond both but by can cannot could did do \
    does doing done dont down during each either else enough even ever every everybody everyone everything \
    everywhere few for from further had has have having he hence her here hers herself him himself his how \
    however i if in indeed instead into is it its itself just least less many may me might mine more moreover \
    most much must my myself neither never nevertheless no nobody none nor not nothing now nowhere of off often \
    on once only onto or other others otherwise ought our ours ourselves out over own per perhaps quite rather \
    same several shall she should since so some somebody someone something sometimes somewhere still such than \
    that the their theirs them themselves then there thereby therefore these they this those though through \
    throughout thus to together too toward towards under unless until up upon us very via was we were what \
    whatever when whenever where whereas whether which whichever while who whoever whole whom whose why will \
    with within without would yet you your yours yourself";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Settings, parse};

    fn quiet_of(text: &str, any: bool) -> String {
        let settings = Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any };
        quiet(&parse(text, &settings).tree).to_string()
    }

    #[test]
    fn function_words_are_quiet_beside_others() {
        assert_eq!(quiet_of("the dam of Tamsar", false), "the^0 AND dam AND of^0 AND Tamsar");
        assert_eq!(quiet_of("THE dam", true), "THE^0 OR dam");
        assert_eq!(quiet_of("to be or not to be", false), "to AND be AND or AND not AND to AND be");
        assert_eq!(quiet_of("\"the who\" the^2 -the", false), "\"the who\" AND the^2 AND NOT the");
    }
}
