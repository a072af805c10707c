//! The richer values of ninjs: headlines and texts by role and content type, subjects by scheme,
//! associated items. Which item they belong to is the business of [`crate::readers::ninjs`].

use crate::readers::json::fields::{Fields, body};
use crate::readers::json::values;
use crate::source::decode::clean;
use crate::story::{Caption, Story};
use serde_json::Value;
use std::collections::BTreeSet;

/// Roles of the headline that heads the story.
const MAIN: &[&str] = &["main", "headline", ""];

/// `headline` of 1.x; `headlines[]` of 2 and 3, the main one first; `headline_main` and other
/// extensions; `title` where there is nothing else. Further headlines leave a note.
pub fn headline(story: &mut Story, fields: &Fields<'_>) {
    let mut found: Vec<(String, String)> = vec![("main".into(), fields.line(&["headline"]))];
    for headline in fields.objects("headlines") {
        found.push((headline.line(&["role"]).to_ascii_lowercase(), headline.line(&["value"])));
    }
    if let Some(Value::String(text)) = fields.get("headlines") {
        found.push(("main".into(), values::line(&Value::String(text.clone()))));
    }
    let extended = fields.starting("headline").filter(|(rest, _)| !matches!(*rest, "" | "s"));
    found.extend(extended.map(|(rest, value)| (rest.to_owned(), values::line(value))));
    found.retain(|(_, text)| !text.is_empty());
    let main = found.iter().position(|(role, _)| MAIN.contains(&role.as_str())).unwrap_or(0);
    if !found.is_empty() {
        story.headline = found.remove(main).1;
    }
    found.retain(|(_, text)| *text != story.headline);
    for (role, text) in found {
        story.note("second-headline", None, format!("{role}: {text}"));
    }
    values::fill(&mut story.headline, fields.line(&["title"]));
}

/// Types whose description is a caption.
pub fn is_seen_or_heard(kind: &str) -> bool {
    matches!(kind, "picture" | "video" | "audio" | "graphic" | "image")
}

/// A text and how much it says about its own paragraphs.
struct Text<'v> {
    rank: u8,
    html: bool,
    value: &'v str,
}

/// Body and description. Of several renderings of the body the one with mark-up is taken. What a
/// picture, sound or film is described with are its captions; a text's description is its summary,
/// and stands in for a body that is missing.
pub fn texts(story: &mut Story, fields: &Fields<'_>, kind: &str) {
    let seen = is_seen_or_heard(kind);
    let description = description(fields);
    if seen && !description.is_empty() {
        let credit = credit(fields);
        story.captions.push(Caption { text: description.clone(), credit });
    }
    let mut texts = bodies(fields);
    texts.sort_by_key(|text| std::cmp::Reverse(text.rank));
    let mut texts = texts.into_iter();
    if texts.by_ref().any(|text| body(story, text.value, text.html)) {
        texts.for_each(|other| rendition(story, other.value));
    }
    // The text of a picture often only says its caption again.
    if seen && (story.body == description || story.body == story.headline) {
        (story.body, story.sections) = (String::new(), Vec::new());
    }
    if !seen && !description.is_empty() {
        if story.body.is_empty() {
            story.note("body-from-description", None, "there is no text but a description");
            body(story, &description, false);
        } else if !story.body.starts_with(&description) {
            story.note("summary", None, description);
        }
    }
}

/// Another rendering of the body: mostly the same words. Where it has others, that is said.
fn rendition(story: &mut Story, text: &str) {
    let words = |text: &str| -> BTreeSet<String> {
        let runs = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        runs.map(str::to_lowercase).collect()
    };
    let plain = crate::readers::sgml::plain(text);
    let known = words(&format!("{} {}", story.headline, story.body));
    let others = words(&plain).difference(&known).count();
    if others > 0 {
        let start: String = plain.chars().take(200).collect();
        story.note("other-rendition", None, format!("{others} words of it are not in the text: {start}"));
    }
}

fn bodies<'v>(fields: &Fields<'v>) -> Vec<Text<'v>> {
    let mut found = Vec::new();
    for body in fields.objects("bodies") {
        let Some(Value::String(value)) = body.get("value") else { continue };
        let sort = body.line(&["contenttype"]).to_ascii_lowercase();
        found.push(text(value, if sort.is_empty() { body.line(&["role"]) } else { sort }.as_str()));
    }
    for (rest, value) in fields.starting("body") {
        if let Value::String(value) = value {
            found.push(text(value, rest));
        }
    }
    // `[ ... ]` stands for a text left out.
    found.retain(|text| text.value.contains(char::is_alphanumeric));
    found
}

/// Judges a text by its content type or the end of its key, or else by its look.
fn text<'v>(value: &'v str, sort: &str) -> Text<'v> {
    let marked = value.trim_start().starts_with('<') || value.contains("</p>") || value.contains("<br");
    let xml =
        sort.contains("nitf") || sort.contains("newsml") || (sort.contains("xml") && !sort.contains("xhtml"));
    match sort {
        _ if xml => Text { rank: 1, html: true, value: content_of_nitf(value) },
        _ if sort.contains("html") => Text { rank: 4, html: true, value },
        _ if sort.contains("plain") || sort == "text" => Text { rank: 2, html: false, value },
        _ => Text { rank: if marked { 3 } else { 2 }, html: marked, value },
    }
}

/// What stands in `<body.content>`.
fn content_of_nitf(text: &str) -> &str {
    let Some((_, rest)) = text.split_once("<body.content") else { return text };
    let rest = rest.split_once('>').map_or("", |(_, rest)| rest);
    rest.split_once("</body.content").map_or(rest, |(content, _)| content)
}

/// The words of a description, whatever its role, but for credits and names.
fn description(fields: &Fields<'_>) -> String {
    const ASIDE: &[&str] = &["creditline", "credit", "writer", "byline"];
    let in_list = fields.objects("descriptions").into_iter().filter_map(|text| {
        let role = text.line(&["role"]).to_ascii_lowercase();
        (!ASIDE.contains(&role.as_str())).then(|| text.line(&["value"]))
    });
    let by_key = ["descriptiontext", "descriptioncaption"].iter().map(|key| fields.line(&[key]));
    let others = fields.starting("description").filter(|(rest, _)| *rest != "s" && !ASIDE.contains(rest));
    let others = others.map(|(_, value)| values::line(value)).chain([fields.line(&["abstract"])]);
    in_list.chain(by_key).chain(others).find(|text| !text.is_empty()).unwrap_or_default()
}

/// Who made the picture, and whose it is.
fn credit(fields: &Fields<'_>) -> Option<String> {
    let by = fields.line(&["byline", "by"]);
    let mut listed = fields.objects("descriptions").into_iter();
    let listed = listed.find(|text| text.line(&["role"]).starts_with("credit"));
    let listed = listed.map(|text| text.line(&["value"]));
    let line = listed.unwrap_or_else(|| fields.line(&["creditline", "descriptioncreditline"]));
    let line = if line.is_empty() && by.is_empty() { fields.line(&["copyrightholder"]) } else { line };
    match (by.is_empty(), line.is_empty()) {
        (true, true) => None,
        (false, false) if !line.contains(&by) => Some(format!("{by} / {line}")),
        (_, false) => Some(line),
        _ => Some(by),
    }
}

/// An item the story comes with: of a picture the caption, of another story its headline.
pub fn association(story: &mut Story, part: &Fields<'_>) {
    let kind = part.line(&["type"]).to_ascii_lowercase();
    let text = description(part);
    let mut named = Story::default();
    headline(&mut named, part);
    if is_seen_or_heard(&kind) {
        let text = if text.is_empty() { named.headline } else { text };
        // A figure in the text says it too, with the credit run in.
        let same = |caption: &&mut Caption| !text.is_empty() && caption.text.contains(&text);
        match story.captions.iter_mut().take(200).find(same) {
            Some(caption) => {
                caption.credit = caption.credit.take().or_else(|| credit(part));
                caption.text = text;
            }
            None if text.is_empty() => {}
            None => story.captions.push(Caption { text, credit: credit(part) }),
        }
    } else {
        let id = part.line(&["uri", "guid", "id"]);
        let text = [named.headline, id].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
        if !text.is_empty() {
            story.note("related-item", None, text.join(", "));
        }
    }
}

/// The people Superdesk lists as writers.
pub fn authors(fields: &Fields<'_>) -> String {
    let writer = |author: &Fields<'_>| {
        let role = author.line(&["role"]).to_ascii_lowercase();
        matches!(role.as_str(), "" | "author" | "writer" | "correspondent" | "reporter")
    };
    let names = fields.objects("authors").into_iter().filter(writer).map(|author| author.line(&["name"]));
    // A role or a login stands where a name is missing.
    let names: Vec<Value> = names.filter(|name| name.contains(' ')).map(Value::String).collect();
    values::byline(&Value::Array(names))
}

/// What a concept is called: its name, else its code.
pub fn name(value: &Value) -> String {
    match value {
        Value::Object(object) => Fields::of(object).line(&["name", "title", "literal", "qcode", "code"]),
        other => values::line(other),
    }
}

/// Subjects of a scheme of categories are desks, the rest keywords. An item that names no desk is
/// filed under the first IPTC subject code it carries (handbook 5.2).
pub fn subjects(story: &mut Story, fields: &Fields<'_>) {
    let mut code = None;
    for value in fields.list("subject").into_iter().chain(fields.list("subjects")) {
        let name = name(value);
        let Some(object) = value.as_object() else {
            values::extend(&mut story.keywords, values::list(value));
            continue;
        };
        let subject = Fields::of(object);
        let own = subject.line(&["literal", "qcode", "code"]);
        let scheme = clean(&subject.line(&["scheme"])).to_ascii_lowercase();
        let filed = ["categor", "desk", "section", "department", "ressort", "anpa"];
        let filed = filed.iter().any(|word| scheme.contains(word))
            || subject.line(&["rel"]).eq_ignore_ascii_case("category")
            || own.len() == 1;
        if filed {
            values::extend(&mut story.desk_raw, vec![name]);
        } else if scheme != "distribution" {
            values::extend(&mut story.keywords, vec![name]);
        }
        let digits = own.rsplit([':', '/']).next().unwrap_or("");
        let is_code = digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()) && digits < "18";
        code = code.or_else(|| is_code.then(|| digits.to_owned()));
    }
    if let Some(code) = code.filter(|_| story.desk_raw.is_empty()) {
        story.desk_raw.push(code);
    }
}
