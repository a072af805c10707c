//! How often a snippet shows what the story has near each other, side by side with tantivy's own generator and,
//! from a file, with any other engine's. Figures are in `snippets.md`.
//!
//! ```text
//! snippets INDEX TOPICS QRELS --dump > pairs.jsonl     the pairs, for another engine
//! snippets INDEX TOPICS QRELS [NAME=PEER.tsv]...       the table; a line of a peer is topic, id, snippet
//! ```
//!
//! Of the first 30 topics with a relevant story that has the terms (topics are asked as they are, words joined by OR).
//! A pair is a topic and a relevant story. Its terms are the stems of the topic's words, without stop words.
//! A best window is a run of 30 words of the body that holds as many different terms as any other; pairs with
//! fewer than two are left out. A snippet counts if it shows all terms of one of the best windows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::panic, missing_docs)]

use morgue::engine::Engine;
use morgue::fields::{self, FieldKind};
use morgue::index::analyzers;
use morgue::query::{Leaf, Query, Settings, Value, parse};
use morgue::search::{Request, Sort, View, search};
use morgue::span::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use tantivy::query::{BooleanQuery, Occur, Query as PeerQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term, doc};

const TOPICS: usize = 30;
const WINDOW: usize = 30;
/// Lucene's English stop words, and the question words of topics.
const STOP: &str = "a an and are as at be but by for if in into is it no not of on or such that the their then there \
                    these they this to was will with what which who whom whose how why when where has have had";

struct Pair {
    topic: String,
    id: String,
    query: String,
    body: String,
    /// The term sets of the best windows.
    best: BTreeSet<BTreeSet<String>>,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [index, topics, qrels, rest @ ..] = args.as_slice() else {
        panic!("usage: snippets INDEX TOPICS QRELS [--dump | NAME=PEER.tsv]...")
    };
    let engine = Engine::open(Path::new(index)).unwrap();
    let pairs = pairs(&engine, &read(topics), &read(qrels));
    if rest.first().is_some_and(|arg| arg == "--dump") {
        for pair in &pairs {
            let Pair { topic, id, query, body, .. } = pair;
            println!("{}", serde_json::json!({"topic": topic, "id": id, "query": query, "body": body}));
        }
        return;
    }
    let queries: BTreeSet<&str> = pairs.iter().map(|pair| pair.topic.as_str()).collect();
    println!("{} topics, {} pairs\n", queries.len(), pairs.len());
    println!("| snippets | words | show all near each other | |");
    println!("|---|---|---|---|");
    let ours = |words: usize| pairs.iter().map(|pair| snippet(&engine, pair, words)).collect::<Vec<_>>();
    report("morgue", &pairs, &ours(45));
    report("morgue, `--snippet-words 25`", &pairs, &ours(25));
    let peer = Tantivy::new(&engine);
    for chars in [150, 270] {
        let made: Vec<String> = pairs.iter().map(|pair| peer.snippet(pair, chars)).collect();
        report(&format!("tantivy, {chars} characters"), &pairs, &made);
    }
    for peer in rest {
        let (name, file) = peer.split_once('=').expect("NAME=PEER.tsv");
        let text = read(file);
        let made: HashMap<(&str, &str), &str> = text
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(topic, line)| line.split_once('\t').map(|(id, made)| ((topic, id), made)))
            .collect();
        let of = |pair: &Pair| made.get(&(pair.topic.as_str(), pair.id.as_str())).map_or("", |made| made);
        report(name, &pairs, &pairs.iter().map(|pair| of(pair).to_owned()).collect::<Vec<_>>());
    }
}

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn report(name: &str, pairs: &[Pair], made: &[String]) {
    let mut words = 0;
    let mut shown = 0;
    for (pair, made) in pairs.iter().zip(made) {
        words += made.split_whitespace().count();
        let terms: BTreeSet<String> = analyzers::terms(FieldKind::Text, made).into_iter().collect();
        shown += usize::from(pair.best.iter().any(|best| best.is_subset(&terms)));
    }
    let all = pairs.len().max(1);
    println!(
        "| {name} | {:.1} | {shown} | {:.1} % |",
        words as f64 / all as f64,
        100.0 * shown as f64 / all as f64
    );
}

fn pairs(engine: &Engine, topics: &str, qrels: &str) -> Vec<Pair> {
    let mut relevant: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in qrels.lines() {
        let columns: Vec<&str> = line.split_whitespace().collect();
        if let [topic, _, id, grade] = columns[..]
            && grade != "0"
        {
            relevant.entry(topic).or_default().push(id);
        }
    }
    let mut pairs = Vec::new();
    let mut taken = 0;
    for (topic, query) in topics.lines().filter_map(|line| line.split_once('\t')) {
        let before = pairs.len();
        for id in relevant.get(topic).into_iter().flatten() {
            let Some(ranked) = engine.by_id(id).unwrap().into_iter().next() else { continue };
            let body = engine.story(ranked.doc).unwrap().body;
            let best = best_windows(query, &body);
            if best.first().is_some_and(|terms| terms.len() > 1) {
                let (topic, id, query) = (topic.to_owned(), (*id).to_owned(), query.to_owned());
                pairs.push(Pair { topic, id, query, body, best });
            }
        }
        taken += usize::from(pairs.len() > before);
        if taken == TOPICS {
            break;
        }
    }
    pairs
}

fn best_windows(query: &str, body: &str) -> BTreeSet<BTreeSet<String>> {
    let stop: BTreeSet<String> = analyzers::terms(FieldKind::Text, STOP).into_iter().collect();
    let terms: BTreeSet<String> =
        analyzers::terms(FieldKind::Text, query).into_iter().filter(|term| !stop.contains(term)).collect();
    let words: Vec<String> = analyzers::terms(FieldKind::Text, body);
    let mut best: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    let mut most = 0;
    for window in words.windows(WINDOW.min(words.len()).max(1)) {
        let held: BTreeSet<String> = window.iter().filter(|word| terms.contains(*word)).cloned().collect();
        if held.len() > most {
            (most, best) = (held.len(), BTreeSet::new());
        }
        if held.len() == most {
            best.insert(held);
        }
    }
    best
}

fn snippet(engine: &Engine, pair: &Pair, words: usize) -> String {
    let settings = Settings { now: jiff::Timestamp::UNIX_EPOCH, zone: jiff::tz::TimeZone::UTC, any: true };
    let field = fields::find("id").unwrap();
    let id = Query::Leaf(Leaf { field, value: Value::Word(pair.id.clone()), span: Span::default() });
    let request = Request {
        tree: Query::And(vec![parse(&pair.query, &settings).tree, id]),
        text: pair.query.clone(),
        sort: Sort::Relevance,
        limit: Some(1),
        offset: 0,
        view: View { all_versions: true, now: 0 },
        stories: true,
        totals: false,
        figures: true,
        snippet_words: words,
        like: None,
        collapse: false,
    };
    search(engine, &request).unwrap().hits.pop().map_or_else(String::new, |hit| hit.snippet.text)
}

/// All bodies of the index in an index of tantivy's own, with its English stemmer.
struct Tantivy {
    searcher: Searcher,
    field: Field,
}

impl Tantivy {
    fn new(engine: &Engine) -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing) | STORED;
        let field = schema.add_text_field("body", options);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter<TantivyDocument> = index.writer_with_num_threads(1, 50 << 20).unwrap();
        let plan = engine.plan(&Query::Everything).unwrap();
        for ranked in engine.top(&plan, morgue::engine::Order::Newest, None).unwrap() {
            writer.add_document(doc!(field => engine.story(ranked.doc).unwrap().body)).unwrap();
        }
        writer.commit().unwrap();
        Tantivy { searcher: index.reader().unwrap().searcher(), field }
    }

    fn snippet(&self, pair: &Pair, chars: usize) -> String {
        let mut analyzer = self.searcher.index().tokenizers().get("en_stem").unwrap();
        let mut parts: Vec<(Occur, Box<dyn PeerQuery>)> = Vec::new();
        let mut stream = analyzer.token_stream(&pair.query);
        while let Some(token) = stream.next() {
            let term = Term::from_field_text(self.field, &token.text);
            parts.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::Basic))));
        }
        let query = BooleanQuery::new(parts);
        let mut generator = SnippetGenerator::create(&self.searcher, &query, self.field).unwrap();
        generator.set_max_num_chars(chars);
        generator.snippet(&pair.body).fragment().to_owned()
    }
}
