//! The management of a NewsML-G2 item: who sends it, when, whether it may be used, what it follows
//! (`itemMeta`, `rightsInfo`; handbook 2.2 and 3.3). Knows nothing of the content.

use crate::date::wire::Hints;
use crate::readers::json::values;
use crate::readers::lifecycle;
use crate::readers::newsml_values::{MOST, add, code, moment, set, words};
use crate::readers::xml::Element;
use crate::story::{Caption, Kind, Status, Story};

/// What the header of the message says for items that do not say it themselves.
#[derive(Default)]
pub struct Envelope {
    /// When it was sent.
    pub sent: String,
    /// Its priority.
    pub priority: String,
    /// It names the catalogues that its items use.
    pub catalogue: bool,
}

impl Envelope {
    /// Reads a `header`.
    pub fn of(header: Element<'_>) -> Self {
        let text = |name: &str| header.find(name).map(|found| words(&found.text())).unwrap_or_default();
        let catalogue = header.find("catalogRef").or_else(|| header.find("catalog")).is_some();
        Envelope { sent: text("sent"), priority: text("priority"), catalogue }
    }
}

/// A property's code: of `qcode`, `uri` or `literal`.
pub fn code_of(property: Element<'_>) -> &str {
    code(raw_code(property))
}

/// The same with its alias.
pub fn raw_code(property: Element<'_>) -> &str {
    ["qcode", "uri", "literal"].iter().find_map(|name| property.attr(name)).unwrap_or("").trim()
}

/// A property's name: of its `name` elements the one in the language and for display, else its `literal`.
pub fn name_of(property: Element<'_>, lang: Option<&str>) -> String {
    let rank = |name: &Element<'_>| {
        let role = code(name.attr("role").unwrap_or(""));
        let short = matches!(role, "short" | "mnemonic");
        let tag = name.attr("lang").map(values::language);
        let foreign = tag.is_some() && tag.as_deref() != lang;
        (short, foreign)
    };
    let named = property.all("name").into_iter().filter(|name| !words(&name.text()).is_empty());
    let name = named.min_by_key(rank).map(|name| words(&name.text()));
    name.unwrap_or_else(|| words(property.attr("literal").unwrap_or("")))
}

/// Fills what `itemMeta` says.
pub fn item_meta(story: &mut Story, meta: Element<'_>, hints: &Hints) {
    let mut signals = Vec::new();
    let mut first = None;
    for property in meta.children() {
        let line = Some(property.line());
        match property.name() {
            "versionCreated" => story.updated = moment(story, &property.text(), property.line(), hints),
            "firstCreated" => first = moment(story, &property.text(), property.line(), hints),
            "embargoed" => embargo(story, property, hints),
            "pubStatus" => status(story, property),
            "signal" => signals.push(property),
            "edNote" => editors_note(story, property),
            "link" => link(story, property),
            "memberOf" | "service" => {
                let name = name_of(property, story.lang.as_deref());
                let code = raw_code(property).to_owned();
                add(&mut story.desk_raw, if name.is_empty() { code } else { name });
            }
            "deliverableOf" => story.note("link", line, format!("deliverable of {}", raw_code(property))),
            _ => {}
        }
    }
    // The first version has one moment, later ones two; some feeds give only the version's.
    story.published = first.or_else(|| story.updated.take());
    signalled(story, &signals);
}

fn embargo(story: &mut Story, property: Element<'_>, hints: &Hints) {
    let text = words(&property.text());
    story.embargo = moment(story, &text, property.line(), hints);
    if story.embargo.is_none() {
        // Empty: held back until a later version says otherwise (G2 implementation guide).
        story.status = Status::Embargoed;
        story.note("embargo", Some(property.line()), format!("embargoed until: {text:?}"));
    }
}

fn status(story: &mut Story, property: Element<'_>) {
    let written = code_of(property);
    match values::status(&written.to_ascii_lowercase()) {
        Some(Status::Usable) | None if written.is_empty() => {}
        // An embargo without a moment stays one.
        Some(Status::Usable) => {}
        Some(status) => story.status = status,
        None => {
            let text = format!("status {written:?} is none of usable, withheld, canceled");
            story.note("status-unknown", Some(property.line()), text);
        }
    }
}

/// Kinds that signals tell, by their code in whatever vocabulary.
#[rustfmt::skip]
static SIGNALS: &[(&[&str], Kind)] = &[
    (&["correction", "corrective", "corrected", "correct", "clarification"], Kind::Correction),
    (&["kill", "killed", "withdrawal", "withdraw", "retraction"], Kind::KillNotice),
    (&["alert", "flash", "newsalert", "bulletin", "snap"], Kind::Alert),
    (&["advisory", "note-to-editors"], Kind::Advisory),
];

fn signalled(story: &mut Story, signals: &[Element<'_>]) {
    for signal in signals {
        let written = code_of(*signal).to_ascii_lowercase();
        if let Some((_, kind)) = SIGNALS.iter().find(|(codes, _)| codes.contains(&written.as_str())) {
            story.kind = *kind;
        }
    }
    if story.kind == Kind::KillNotice {
        story.status = Status::Killed;
    }
    if let Some(first) = signals.first() {
        let all: Vec<&str> = signals.iter().map(|signal| raw_code(*signal)).collect();
        story.note("signal", Some(first.line()), all.join(", "));
    }
}

fn editors_note(story: &mut Story, property: Element<'_>) {
    let text = words(&property.text());
    let known = |note: &crate::story::Note| note.code == "editors-note" && note.text.contains(&text);
    if !text.is_empty() && story.notes.len() < MOST && !story.notes.iter().any(known) {
        lifecycle::signal(story, &text);
        story.note("editors-note", Some(property.line()), text);
    }
}

/// A link is a note; one to a picture with a caption is that caption (STT).
fn link(story: &mut Story, property: Element<'_>) {
    let title = property.find("title").map(|title| words(&title.text())).unwrap_or_default();
    let image = property.attr("contenttype").is_some_and(|kind| kind.starts_with("image/"));
    if image && title.contains(' ') {
        return story.captions.push(Caption { text: title, credit: None });
    }
    let target = ["residref", "guidref", "href"].iter().find_map(|name| property.attr(name));
    let Some(target) = target else { return };
    let mut text = format!("{} {target}", code(property.attr("rel").unwrap_or("related")));
    if let Some(version) = property.attr("version") {
        text.push_str(" version ");
        text.push_str(version);
    }
    if !title.is_empty() {
        text.push_str(": ");
        text.push_str(&title);
    }
    story.note("link", Some(property.line()), text);
}

/// Fills copyright and terms of use.
pub fn rights(story: &mut Story, info: Element<'_>) {
    let own = |e: &Element<'_>| match (e.attr("lang").map(values::language), &story.lang) {
        (Some(tag), Some(lang)) => tag != *lang,
        _ => false,
    };
    let best = |name: &str| {
        let all = info.all(name).into_iter().filter(|found| !words(&found.text()).is_empty());
        all.min_by_key(own).map(|found| (words(&found.text()), found.line()))
    };
    let (notice, terms) = (best("copyrightNotice"), best("usageTerms"));
    set(&mut story.copyright, notice.map(|(text, _)| text).unwrap_or_default());
    if let Some(holder) = info.find("copyrightHolder") {
        let name = name_of(holder, story.lang.as_deref());
        set(&mut story.copyright, name);
    }
    if let Some((text, line)) = terms {
        story.note("usage-terms", Some(line), text);
    }
}
