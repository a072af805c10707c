//! The text inside NewsML of both generations: XHTML, NITF, HTML in a string, plain lines, to body
//! and sections (handbook 3.2). Knows no element of NewsML.

use super::blocks::Blocks;
use super::markup::Body;
use super::newsml_values::{byline, dateline, set_headline, words};
use super::sgml::next_tag;
use super::xml::Element;
use crate::date::wire::Hints;
use crate::story::{Section, Story, paragraphs};

/// Adds the text of an element: what its mark-up sets apart goes to its field, the rest to the body.
pub fn marked_up(story: &mut Story, element: Element<'_>, hints: &Hints) {
    let mut head = Head::default();
    if let Some(lines) = teleprinted(element) {
        let mut body = Body::default();
        body.lines(&lines);
        let (body, sections) = body.finish();
        return append(story, body, sections);
    }
    let mut blocks = Blocks::default();
    blocks.add(element, &mut |inside| head.takes(inside));
    let (body, sections, captions) = blocks.finish();
    head.fill(story, hints);
    story.captions.extend(captions);
    append(story, body, sections);
}

/// Adds text that is no mark-up to the XML around it: plain lines, or HTML in a string. False for
/// mark-up of another kind (results, prices), which is no running text.
pub fn string(story: &mut Story, text: &str) -> bool {
    let text = text.trim();
    let mut body = Body::default();
    match next_tag(text, 0) {
        Some(tag) if text.starts_with('<') && !text.starts_with("<!--") => {
            const HTML: &[&str] =
                &["p", "div", "html", "body", "section", "article", "table", "h1", "h2", "ul", "b"];
            if !HTML.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
                return false;
            }
            // One `<p>` around lines as a teleprinter sets them (ANSA): the lines part the paragraphs.
            let inner = text[tag.end..].trim();
            let inner = inner.strip_suffix("</p>").unwrap_or(inner).trim();
            match next_tag(inner, 0) {
                None if tag.name.eq_ignore_ascii_case("p") => body.plain(&dedented(inner)),
                _ => body.any(text),
            }
        }
        _ => body.any(&dedented(text)),
    }
    let (body, sections) = body.finish();
    append(story, body, sections);
    true
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
    if lone.children().filter(holds).next().is_some() {
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
        let class = element.attr("class").unwrap_or("");
        match element.name() {
            "h1" | "hl1" => self.headlines.push(element),
            "header" | "body.head" | "hedline" => {
                for name in ["h1", "hl1", "h2", "h3", "hl2"] {
                    self.headlines.extend(element.descendants(name));
                }
                self.bylines.extend(element.descendants("byline"));
                self.bylines.extend(element.descendants("p").filter(|p| p.attr("class") == Some("byline")));
                self.datelines.extend(element.descendants("dateline"));
                self.abstracts.extend(element.descendants("abstract"));
            }
            "byline" => self.bylines.push(element),
            "dateline" => self.datelines.push(element),
            _ if class == "byline" => self.bylines.push(element),
            _ if class == "dateline" => self.datelines.push(element),
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
            let stamp = line.find("story.date").map(|date| date.text()).unwrap_or_default();
            let text = line.text();
            // A dateline of nothing but a stamp is known to be one (EFE).
            if text != stamp {
                dateline(story, &text, line.line(), hints);
            }
        }
        for summary in self.abstracts {
            story.note("summary", Some(summary.line()), summary.text());
        }
    }
}

/// Adds paragraphs to the body, and sections with their places moved.
fn append(story: &mut Story, body: String, mut sections: Vec<Section>) {
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
    story.body.push_str(&body);
    story.sections.extend(sections);
}

/// Takes off what repeats other fields: headline or byline at the start, initials at the end.
pub fn finish(story: &mut Story, repeated: &[String]) {
    for _ in 0..3 {
        let Some((span, first)) = paragraphs(&story.body).next() else { return };
        let first = words(first);
        let headed = story.sections.first().is_some_and(|section| section.span.start == span.start);
        if headed || !(first == story.headline || repeated.contains(&first)) {
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
    story.notes.retain(|note| note.code != "summary" || !story.body.contains(&note.text));
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
