//! The JSON-LD of a page: finds the object that describes its article and hands it to
//! [`crate::readers::json::story`], which knows the keys.
//!
//! Real blocks are often broken: line ends inside strings, a comma too many, the whole of it
//! escaped for HTML, two objects side by side. What can be repaired is, with a note.

use crate::date::wire::Hints;
use crate::readers::json::story;
use crate::readers::json::values;
use crate::readers::sgml::unescape;
use crate::story::{Role, Story};
use serde_json::{Map, Value};

/// What the blocks of a page say.
#[derive(Debug, Default)]
pub struct Data {
    /// The article.
    pub article: Option<Map<String, Value>>,
    /// Types of all objects, in small letters.
    pub types: Vec<String>,
    /// Line and reason of each block that was repaired or could not be read.
    pub notes: Vec<(&'static str, u64, String)>,
}

/// Types of schema.org that are articles (and, last, pages that carry an article's dates).
#[rustfmt::skip]
const ARTICLES: &[&str] = &[
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle",
    "reviewnewsarticle", "askpublicnewsarticle", "liveblogposting", "article", "blogposting", "socialmediaposting",
    "techarticle", "scholarlyarticle", "satiricalarticle", "advertisercontentarticle", "report", "claimreview",
    "webpage", "itempage", "videoobject",
];

/// Objects looked at in one page.
const MOST: usize = 5_000;

/// Gathers the blocks, each with its line.
pub fn gather(blocks: &[(u64, &str)]) -> Data {
    let mut data = Data::default();
    let mut objects = Vec::new();
    for (line, text) in blocks {
        let (found, note) = parse(text);
        data.notes.extend(note.map(|(code, note)| (code, *line, note)));
        let mut left: Vec<Value> = found;
        left.reverse();
        while let Some(value) = left.pop().filter(|_| objects.len() < MOST) {
            match value {
                Value::Array(inner) => left.extend(inner.into_iter().rev()),
                Value::Object(mut object) => {
                    for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemReviewed"] {
                        if object.get(key).is_some_and(|inner| inner.is_array() || inner.is_object()) {
                            left.extend(object.get(key).cloned());
                        }
                    }
                    object.remove("@graph");
                    objects.push(object);
                }
                _ => {}
            }
        }
    }
    let rank = |object: &Map<String, Value>| {
        types(object).iter().filter_map(|t| ARTICLES.iter().position(|known| known == t)).min()
    };
    data.types = objects.iter().flat_map(types).collect();
    let best = objects.iter().filter(|o| rank(o).is_some()).min_by_key(|o| rank(o)).cloned();
    data.article = best.map(|mut article| {
        resolve(&mut article, &objects);
        article
    });
    data
}

fn types(object: &Map<String, Value>) -> Vec<String> {
    let name =
        |value: &Value| value.as_str().and_then(|t| t.rsplit(['/', ':']).next()).map(str::to_ascii_lowercase);
    match object.get("@type") {
        Some(Value::Array(types)) => types.iter().filter_map(name).collect(),
        Some(one) => name(one).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Puts the objects themselves where the article only gives their `@id`.
fn resolve(article: &mut Map<String, Value>, objects: &[Map<String, Value>]) {
    let find = |value: &Value| -> Option<Value> {
        let object = value.as_object().filter(|object| !object.contains_key("name"))?;
        let id = object.get("@id")?;
        objects
            .iter()
            .find(|o| o.get("@id") == Some(id) && o.contains_key("name"))
            .cloned()
            .map(Value::Object)
    };
    for key in ["author", "creator", "publisher", "image"] {
        match article.get_mut(key) {
            Some(Value::Array(values)) => {
                for value in values {
                    if let Some(found) = find(value) {
                        *value = found;
                    }
                }
            }
            Some(value) => {
                if let Some(found) = find(value) {
                    *value = found;
                }
            }
            None => {}
        }
    }
}

/// The values of a block, and a note when it is not as it should be.
fn parse(text: &str) -> (Vec<Value>, Option<(&'static str, String)>) {
    let trimmed = text.trim();
    let start = trimmed.find(['{', '[']).unwrap_or(trimmed.len());
    let end = trimmed.rfind(['}', ']']).map_or(start, |at| at + 1).max(start);
    let text = &trimmed[start..end];
    if let Ok(value) = serde_json::from_str(text) {
        return (vec![value], None);
    }
    let unescaped = if text.contains("&quot;") { unescape(text) } else { text.into() };
    let mended = mend(&unescaped);
    let mut values = Vec::new();
    let mut problem = None;
    for value in serde_json::Deserializer::from_str(&mended).into_iter::<Value>() {
        match value {
            Ok(value) => values.push(value),
            Err(error) => {
                problem = Some(error.to_string());
                break;
            }
        }
    }
    if trimmed.is_empty() {
        return (Vec::new(), None);
    }
    if values.is_empty() {
        let problem = problem.unwrap_or_else(|| "no object in it".into());
        let salvaged = salvage(&mended);
        let note =
            format!("the JSON-LD cannot be read ({problem}); only its dates and headline were looked for");
        return (salvaged.into_iter().map(Value::Object).collect(), Some(("json-ld-broken", note)));
    }
    (values, Some(("json-ld-repaired", "the JSON-LD is not quite JSON".into())))
}

/// Line ends and tabs inside strings, escapes JSON does not know, commas before a bracket.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut chars) = (false, text.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                quoted = !quoted;
                out.push(c);
            }
            '\\' if quoted => match chars.next() {
                Some(known @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    out.extend(['\\', known]);
                }
                Some(other) => out.push(other),
                None => {}
            },
            '\n' if quoted => out.push_str("\\n"),
            c if quoted && c.is_control() => out.push(' '),
            ',' if !quoted => {
                while chars.next_if(|c| c.is_whitespace() || *c == ',').is_some() {}
                if !matches!(chars.peek(), Some('}' | ']') | None) {
                    out.push(',');
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// The simple string members that matter most, from a block that cannot be parsed.
fn salvage(text: &str) -> Option<Map<String, Value>> {
    let mut found = Map::new();
    for key in ["@type", "headline", "datePublished", "dateModified", "dateCreated", "articleSection"] {
        let quoted = format!("\"{key}\"");
        let Some(at) = text.find(&quoted) else { continue };
        let rest = text[at + quoted.len()..].trim_start().strip_prefix(':').map(str::trim_start);
        let Some(value) = rest.and_then(|rest| rest.strip_prefix('"')) else { continue };
        let end = value.find('"').unwrap_or(0);
        if end > 0 && end < 500 {
            found.insert(key.to_owned(), Value::String(value[..end].to_owned()));
        }
    }
    found.contains_key("@type").then_some(found)
}

/// A story with what the article's object says, without body; and its `articleBody`.
pub fn story(data: &mut Data, hints: &Hints) -> (Story, Option<Story>) {
    let Some(mut article) = data.article.take() else { return (Story::default(), None) };
    let text = article.remove("articleBody").or_else(|| article.remove("text"));
    for key in [
        "description",
        "abstract",
        "backstory",
        "mainEntityOfPage",
        "isPartOf",
        "video",
        "comment",
        "hasPart",
    ] {
        article.remove(key);
    }
    let video = types(&article).iter().all(|t| matches!(t.as_str(), "webpage" | "itempage" | "videoobject"));
    if video {
        article.remove("publisher");
    }
    let about: Vec<Value> = ["about", "mentions"].iter().filter_map(|key| article.remove(*key)).collect();
    let location = ["contentLocation", "locationCreated"].iter().find_map(|key| article.remove(*key));
    let holder = article.remove("copyrightHolder");
    let corrections = article.remove("correction");
    article.entry("headline").or_insert_with(|| Value::String(String::new()));
    let mut story = story::story(&article, hints).unwrap_or_default();
    story.id.clear();
    for value in about {
        mentions(&mut story, &value, 4);
    }
    correct(&mut story, corrections.as_ref());
    story.places.extend(location.map(|place| values::line(&place)).filter(|place| !place.is_empty()));
    if story.copyright.is_none() {
        story.copyright = holder.map(|holder| values::line(&holder)).filter(|holder| !holder.is_empty());
    }
    let body = text.map(|text| {
        let mut body = Story::default();
        values::body(&mut body, &text, hints);
        body
    });
    (story, body.filter(|body| !body.body.is_empty()))
}

/// `correction`: a text, a `CorrectionComment` with one, or a list of them (schema.org). It is no part
/// of the copy, as the text has been put right.
fn correct(story: &mut Story, corrections: Option<&Value>) {
    let list = match corrections {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    for correction in list.iter().take(values::MOST) {
        let text = values::line(correction.get("text").unwrap_or(correction));
        if !text.is_empty() {
            story.note("correction", None, text);
        }
    }
}

/// `about` and `mentions`: people, places and organisations by their type, the rest are topics.
fn mentions(story: &mut Story, value: &Value, depth: usize) {
    match value {
        Value::Array(items) if depth > 0 => items.iter().for_each(|item| mentions(story, item, depth - 1)),
        Value::Object(object) => {
            let name = values::line(object.get("name").unwrap_or(&Value::Null));
            if name.is_empty() {
                return;
            }
            match types(object).first().map_or("", String::as_str) {
                "person" => story.people.push(values::person(&name, Role::Subject)),
                "place" | "city" | "country" | "administrativearea" | "state" => story.places.push(name),
                kind if kind.ends_with("organization") || kind == "corporation" || kind == "sportsteam" => {
                    story.organisations.push(name);
                }
                _ => story.keywords.push(name),
            }
        }
        Value::String(_) => {
            story.keywords.extend(Some(values::line(value)).filter(|topic| !topic.is_empty()));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline(text: &str) -> (String, usize) {
        let mut data = gather(&[(1, text)]);
        let notes = data.notes.len();
        (story(&mut data, &Hints::default()).0.headline, notes)
    }

    #[test]
    fn articles_are_found_in_every_wrapping() {
        for (text, notes) in [
            (r#"{"@type": "NewsArticle", "headline": "Rates held"}"#, 0),
            (
                r#"{"@graph": [{"@type": "WebPage"}, {"@type": ["Article", "NewsArticle"], "headline": "Rates held"}]}"#,
                0,
            ),
            (
                r#"[{"@type": "Organization", "name": "x"}, {"@type": "http://schema.org/Article", "headline": "Rates held"}]"#,
                0,
            ),
            (r#"<!-- {"@type": "NewsArticle", "headline": "Rates held"} //-->;"#, 0),
            ("{\"@type\": \"NewsArticle\", \"headline\": \"Rates\nheld\",}", 1),
            ("{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Rates held&quot;}", 1),
            (r#"{"@type": "NewsArticle", "headline": "Rates held", "description": "so "called""}"#, 1),
            (r#"{"@type": "WebSite"} {"@type": "NewsArticle", "headline": "Rates held"}"#, 1),
        ] {
            assert_eq!(headline(text), ("Rates held".to_owned(), notes), "{text}");
        }
    }

    #[test]
    fn authors_are_looked_up() {
        let mut data = gather(&[(
            1,
            r##"{"@graph": [{"@type": "Article", "headline": "x", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": "Ann Example"}]}"##,
        )]);
        assert_eq!(story(&mut data, &Hints::default()).0.byline.as_deref(), Some("Ann Example"));
    }
}
