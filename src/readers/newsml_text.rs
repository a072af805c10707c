//! The text inside NewsML of both generations: XHTML, NITF, HTML in a string, plain lines, to body
//! and sections (handbook 3.2). Knows no element of NewsML.

use super::markup::Body;
use super::newsml_values::{byline, dateline, set_headline, words};
use super::prose::Prose;
use super::sgml::{next_tag, unescape};
use super::xml::Element;
use super::xml::blocks::Blocks;
use crate::date::wire::Hints;
use crate::source::decode::clean;
use crate::story::{Heads, Section, Story, paragraphs};

/// Adds the text of an element: what its mark-up sets apart goes to its field, the rest to the body.
pub fn marked_up(story: &mut Story, element: Element<'_>, hints: &Hints) {
    let mut head = Head::default();
    if let Some(text) = teleprinted(element) {
        return lines(story, &text);
    }
    let mut blocks = Blocks::default();
    blocks.add(element, &mut |inside| head.takes(inside));
    let (body, sections, captions) = blocks.finish();
    head.fill(story, hints);
    story.captions.extend(captions);
    append(story, &body, sections);
}

/// Adds text that is no mark-up to the XML around it: plain lines, or HTML in a string. False for
/// mark-up of another kind (results, prices), which is no running text.
pub fn string(story: &mut Story, text: &str) -> bool {
    const HTML: &[&str] =
        &["p", "div", "html", "body", "section", "article", "table", "h1", "h2", "ul", "b", "br"];
    let text = past_comments(text);
    let Some(tag) = next_tag(text, 0) else {
        lines(story, text);
        return true;
    };
    let known = HTML.iter().any(|name| tag.name.eq_ignore_ascii_case(name));
    if text.starts_with('<') && !known {
        return false;
    }
    // One `<p>` around lines as a teleprinter sets them (ANSA): the lines part the paragraphs.
    let inner = text[tag.end..].trim();
    let inner = inner.strip_suffix("</p>").unwrap_or(inner);
    if text.starts_with("<p") && tag.name == "p" && next_tag(inner, 0).is_none() {
        lines(story, inner);
        return true;
    }
    let mut body = Body::default();
    body.any(text);
    let (body, sections) = body.finish();
    append(story, &body, sections);
    true
}

/// Adds lines without mark-up.
fn lines(story: &mut Story, text: &str) {
    let text = unescape(text.trim());
    let text = dedented(&clean(&text));
    let lines: Vec<&str> = text.lines().collect();
    let mut prose = Prose::of(&lines);
    prose.lines(&lines);
    let mut part = Story::default();
    prose.finish(&mut part);
    append(story, &part.body, part.sections);
}

/// The text without the comments before it.
fn past_comments(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(comment) = text.strip_prefix("<!--") {
        text = comment.split_once("-->").map_or("", |(_, rest)| rest).trim();
    }
    text
}

/// The lines of an element that holds no paragraphs but lines: one `p` or none, and line ends.
fn teleprinted(element: Element<'_>) -> Option<String> {
    let holds = |e: &Element<'_>| !e.text().is_empty();
    let body = element.descendants("body").next().unwrap_or(element);
    let mut inside = body.children().filter(holds);
    let lone = match (inside.next(), inside.next()) {
        (None, _) => body,
        (Some(only), None) if matches!(only.name(), "p" | "pre") => only,
        _ => return None,
    };
    if lone.children().any(|inside| holds(&inside)) {
        return None;
    }
    let text = dedented(lone.raw_text().trim());
    (text.lines().filter(|line| !line.trim().is_empty()).count() > 3).then_some(text)
}

/// The lines without the margin they share; that of the first, which follows a tag, does not count.
fn dedented(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let rest = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let margin = rest.map(indent).min().unwrap_or(0);
    let lines = text.lines().enumerate().map(|(n, line)| {
        if n == 0 { line.trim_start() } else { line.get(margin.min(indent(line))..).unwrap_or(line) }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What stands above the text, or is set apart in it.
#[derive(Default)]
struct Head<'t> {
    headlines: Vec<Element<'t>>,
    bylines: Vec<Element<'t>>,
    datelines: Vec<Element<'t>>,
    abstracts: Vec<Element<'t>>,
}

impl<'t> Head<'t> {
    /// True when the element is no part of the body.
    fn takes(&mut self, element: Element<'t>) -> bool {
        let is = |e: &Element<'t>, class: &str| {
            e.attr("class").is_some_and(|all| all.split_whitespace().any(|one| one == class))
        };
        match element.name() {
            // Later ones head parts of the text.
            "h1" | "hl1" if self.headlines.is_empty() => self.headlines.push(element),
            "header" if !self.headlines.is_empty() => return false,
            "header" | "body.head" | "hedline" => {
                for name in ["h1", "hl1", "h2", "h3", "hl2"] {
                    self.headlines.extend(element.descendants(name));
                }
                self.bylines.extend(element.descendants("byline"));
                self.bylines.extend(element.descendants("p").filter(|p| is(p, "byline")));
                self.datelines.extend(element.descendants("dateline"));
                self.abstracts.extend(element.descendants("abstract"));
            }
            "byline" => self.bylines.push(element),
            "dateline" => self.datelines.push(element),
            _ if is(&element, "byline") => self.bylines.push(element),
            _ if is(&element, "dateline") => self.datelines.push(element),
            _ => return false,
        }
        true
    }

    fn fill(self, story: &mut Story, hints: &Hints) {
        for headline in self.headlines {
            set_headline(story, headline.text(), headline.line());
        }
        for by in self.bylines {
            // Initials are no byline (EFE's `cae/tcr`).
            if story.byline.is_none() && by.text().contains(' ') {
                byline(story, &by.text(), by.line());
            }
        }
        for line in self.datelines {
            let date = line.text_at("story.date").unwrap_or_default();
            let text = match line.text_at("location") {
                Some(place) if !date.is_empty() => format!("{place}, {date}"),
                place => place.unwrap_or_else(|| line.text()),
            };
            // A dateline of nothing but a stamp is known to be one (EFE).
            if text != date {
                dateline(story, &text, line.line(), hints);
            }
        }
        for summary in self.abstracts {
            story.note("summary", Some(summary.line()), summary.text());
        }
    }
}

/// Adds paragraphs to the body, and sections with their places moved.
fn append(story: &mut Story, body: &str, mut sections: Vec<Section>) {
    if body.is_empty() {
        return;
    }
    if !story.body.is_empty() {
        story.body.push_str("\n\n");
    }
    let by = story.body.len();
    for section in &mut sections {
        section.span.start += by;
        section.span.end += by;
    }
    story.body.push_str(body);
    story.sections.extend(sections);
}

/// Summaries that are looked for in the body; more of them stay as they are.
const LOOKED: usize = 50;

/// Takes off what repeats other fields: headline or byline at the start, initials at the end.
pub fn finish(story: &mut Story, repeated: &[String]) {
    for _ in 0..3 {
        let Some((span, first)) = paragraphs(&story.body).next() else { return };
        let first = words(first);
        if first != story.headline && !repeated.contains(&first) {
            break;
        }
        if story.sections.first().is_some_and(|section| section.span.start == span.start) {
            story.sections.remove(0);
        }
        // Where a second headline is all the text there is, it stays.
        if span.end == story.body.len() && first != story.headline {
            break;
        }
        let cut = story.body.len() - story.body[span.end..].trim_start().len();
        story.body.drain(..cut);
        for section in &mut story.sections {
            section.span.start = section.span.start.saturating_sub(cut);
            section.span.end = section.span.end.saturating_sub(cut);
        }
    }
    sign_off(story);
    unescape_again(story);
    let mut summaries = 0;
    story.notes.retain(|note| {
        summaries += usize::from(note.code == "summary");
        note.code != "summary" || summaries > LOOKED || !story.body.contains(&note.text)
    });
}

/// References that were escaped twice show in the text (STT's translations): they are resolved once
/// more, paragraph by paragraph, and the sections follow.
fn unescape_again(story: &mut Story) {
    const SIGNS: &[&str] = &["&#39;", "&quot;", "&#34;", "&nbsp;", "&apos;"];
    if !SIGNS.iter().any(|sign| story.body.contains(sign)) {
        return;
    }
    let mut body = Body::default();
    let heads = Heads::of(&story.sections);
    for (span, text) in paragraphs(&story.body) {
        let text = unescape(text);
        let text = clean(&text);
        match heads.begin_in(span) {
            true => body.subhead(&text),
            false if text.contains('\n') => body.lines(&text),
            false => body.paragraph(&text),
        }
    }
    (story.body, story.sections) = body.finish();
    story.note("escaped-twice", None, "references in the text were escaped twice");
}

/// The initials under AFP's and EFE's copy, the agency under Kyodo's.
fn sign_off(story: &mut Story) {
    let Some((span, last)) = paragraphs(&story.body).last() else { return };
    let short = |part: &str| {
        part.chars().count() <= 6 && part.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '.')
    };
    let initials = last.contains('/')
        && last.len() <= 60
        && !last.contains(char::is_uppercase)
        && last.split(['/', '-']).all(short);
    let named = last.strip_prefix("==").is_some_and(|name| !name.contains(' '));
    if span.start == 0 || !(initials || named) {
        return;
    }
    let text = last.to_owned();
    let end = story.body[..span.start].trim_end().len();
    story.body.truncate(end);
    story.sections.retain(|section| section.span.start < end);
    for section in &mut story.sections {
        section.span.end = section.span.end.min(end);
    }
    story.note("sign-off", None, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_one_paragraph() {
        let mut story = Story::default();
        assert!(string(
            &mut story,
            "<p>\n\n      (EXAMPLE) - The bridge\nis to open.\n   \"We can,\" he\nsaid.\n     </p>"
        ));
        assert_eq!(story.body, "(EXAMPLE) - The bridge is to open.\n\n\"We can,\" he said.");
        assert!(!string(&mut Story::default(), "<Result><Home>1</Home></Result>"));
    }

    #[test]
    fn what_repeats_and_what_signs_goes() {
        let mut story = Story { headline: "Mill opens".into(), ..Story::default() };
        string(
            &mut story,
            "<h1>Mill opens</h1><p>By Ann</p><p>It did.</p><h2>Later</h2><p>Shut.</p><p>ab/de-x</p>",
        );
        finish(&mut story, &["By Ann".into()]);
        assert_eq!(story.body, "It did.\n\nLater\n\nShut.");
        assert_eq!(story.sections[0].span.of(&story.body), "Later\n\nShut.");
        assert_eq!(story.notes[0].code, "sign-off");
    }
}
