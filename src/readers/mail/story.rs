//! A mail message as a story: what its headers say, and the part that holds the copy.
//!
//! The subject is the headline, the sender the agency or the writer. Of several forms of the text
//! the plain one is read, else HTML. It knows nothing of files and mailboxes.

use crate::date::wire::{self, Hints};
use crate::date::{Precision, Stamp};
use crate::enrich::dateline;
use crate::error::{Error, ErrorKind, Result};
use crate::readers::json::story;
use crate::readers::json::values;
use crate::readers::json::values::MOST;
use crate::readers::opening::agency_of;
use crate::readers::{markup, page, plain};
use crate::source::decode::{clean, decode};
use crate::story::Story;
use mail_parser::{
    Encoding, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};
use std::borrow::Cow;

/// Marks that a mail program puts before the subject of an answer or of what is passed on.
static ANSWERS: &[&str] = &["re:", "fw:", "fwd:", "aw:", "wg:", "tr:", "rv:", "sv:"];

/// Reads one message. `line` is the line it starts on.
pub(in crate::readers) fn story(bytes: &[u8], line: u64, name: &str, hints: &Hints) -> Result<Story> {
    let not_mail = || Error::new(ErrorKind::Format, "not a mail message: no header lines");
    let bytes = &flattened(bytes);
    let message = MessageParser::default().parse(bytes).ok_or_else(not_mail)?;
    let mut story = Story::default();
    let part = copy_part(&message);
    let first = part.map_or(line, |part| line + lines_before(bytes, part.offset_body));
    // A form may send its fields as JSON: they know better than the letter around them.
    if let Some(text) = part.map(|part| text_of(part, bytes))
        && let Some(found) = fields(&text).and_then(|fields| story::story(&fields, hints))
    {
        story = found;
        story.body = story.body.replace('\t', " ");
        story.note("fields-in-mail", Some(first), "the letter holds the fields of a story as JSON");
        headers(&mut story, &message, line, hints);
    } else {
        headers(&mut story, &message, line, hints);
        if let Some(part) = part {
            body(&mut story, part, bytes, first, hints);
        }
    }
    attachments(&mut story, &message, line);
    if story.headline.is_empty() && story.body.is_empty() {
        return Err(Error::new(ErrorKind::Format, "mail without subject and text"));
    }
    page::from_path_date(&mut story, name);
    Ok(story)
}

/// Types of parts that the parser would take for whole messages, and what it is shown instead.
static MESSAGES: &[(&[u8], &[u8])] =
    &[(b"rfc822", b"rfc_22"), (b"global", b"glob_l"), (b"digest", b"dig_st")];

/// The same bytes, but that a message inside is an attachment like any other: the parser, and the
/// freeing of what it gives, recurse into messages, and a hostile one is a hundred thousand deep.
fn flattened(bytes: &[u8]) -> Cow<'_, [u8]> {
    const NAME: &[u8] = b"content-type";
    let mut flat = Cow::Borrowed(bytes);
    let (mut at, mut in_type) = (0, false);
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let goes_on = in_type && matches!(line.first(), Some(b' ' | b'\t'));
        in_type = goes_on
            || line.trim_ascii_start().get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
        for (from, instead) in MESSAGES.iter().filter(|_| in_type) {
            for found in
                line.windows(from.len()).enumerate().filter(|(_, part)| part.eq_ignore_ascii_case(from))
            {
                let start = at + found.0;
                flat.to_mut()[start..start + instead.len()].copy_from_slice(instead);
            }
        }
        at += line.len();
    }
    flat
}

/// The fields of a JSON object; a mail program may have broken its lines inside of strings.
fn fields(text: &str) -> Option<serde_json::Map<String, serde_json::Value>> {
    let text = text.trim();
    if !(text.starts_with('{') && text.ends_with('}')) {
        return None;
    }
    let read = |text: &str| serde_json::from_str(text).ok();
    read(text).or_else(|| read(&text.replace(['\r', '\n'], " ")))
}

/// Text on one line, without control characters.
fn line_of(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn headers(story: &mut Story, message: &Message<'_>, line: u64, hints: &Hints) {
    if story.headline.is_empty() {
        let raw = raw_header(message, &HeaderName::Subject);
        let text = line_of(message.subject().unwrap_or(""));
        let honest = if raw.is_ascii() {
            None
        } else if memchr::memmem::find(raw, b"=?").is_none() {
            Some(line_of(&decode(raw, None).text))
        } else {
            untangled(&text)
        };
        if honest.as_ref().is_some_and(|honest| *honest != text) {
            story.note("charset-guessed", Some(line), "the subject is not in the charset it says");
        }
        subject(story, &honest.unwrap_or(text), line);
    }
    if let Some(id) = message.message_id() {
        story.id = line_of(id);
    }
    date(story, message, line, hints);
    sender(story, message, line);
    if let HeaderValue::Text(language) = message.root_part().content_language() {
        story.lang = Some(values::language(language)).filter(|code| !code.is_empty());
    }
    match message.keywords() {
        HeaderValue::Text(word) if !story.keywords.contains(&line_of(word)) => {
            story.keywords.push(line_of(word));
        }
        HeaderValue::TextList(words) => {
            for word in words.iter().map(|word| line_of(word)) {
                if story.keywords.len() > MOST || !story.keywords.contains(&word) {
                    story.keywords.push(word);
                }
            }
        }
        _ => {}
    }
}

/// The bytes of a header's value.
fn raw_header<'m>(message: &'m Message<'_>, name: &HeaderName<'_>) -> &'m [u8] {
    let header = message.headers().iter().find(|header| header.name == *name);
    let place = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    header
        .and_then(|h| message.raw_message.get(place(h.offset_start())..place(h.offset_end())))
        .unwrap_or_default()
}

/// UTF-8 that was read as windows-1252, as it was meant; `None` for all other text.
fn untangled(text: &str) -> Option<String> {
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(text);
    if unmappable || bytes.is_ascii() {
        return None;
    }
    String::from_utf8(bytes.into_owned()).ok()
}

/// The subject without `Re:` and `Fwd:`.
fn subject(story: &mut Story, subject: &str, line: u64) {
    let mut rest = subject;
    while let Some(mark) =
        ANSWERS.iter().find(|mark| rest.get(..mark.len()).is_some_and(|s| s.eq_ignore_ascii_case(mark)))
    {
        rest = rest[mark.len()..].trim_start();
    }
    if rest.len() < subject.len() {
        story.note("subject-prefix", Some(line), format!("cut from the subject {subject:?}"));
    }
    rest.clone_into(&mut story.headline);
}

fn date(story: &mut Story, message: &Message<'_>, line: u64, hints: &Hints) {
    let Some(raw) = message.header_raw(HeaderName::Date).map(line_of) else { return };
    let parsed = message.date().and_then(|date| {
        let at = jiff::Timestamp::from_second(date.to_timestamp()).ok()?;
        let minutes = i32::from(date.tz_hour) * 60 + i32::from(date.tz_minute);
        let offset = if date.tz_before_gmt { -minutes } else { minutes };
        date.is_valid().then(|| Stamp::instant(at, Precision::Second, Some(offset), raw.as_str()))
    });
    match wire::parse(&raw, hints).or(parsed) {
        Some(stamp) => {
            if let Some(known) = &story.published {
                story.note("second-date", Some(line), format!("not used: {}", known.raw));
            }
            story.published = Some(stamp);
        }
        None => story.note("date-unreadable", Some(line), format!("cannot read the date {raw:?}")),
    }
}

/// `From`: an agency by its name, else a writer if it is a person's name.
fn sender(story: &mut Story, message: &Message<'_>, line: u64) {
    let Some(from) = message.from().and_then(|from| from.first()) else { return };
    let name = line_of(from.name().unwrap_or("")).trim_matches(['"', '\'']).to_owned();
    let address = line_of(from.address().unwrap_or(""));
    let host = house(address.rsplit('@').next().unwrap_or(""));
    if let Some(agency) = agency_of(&name).or_else(|| agency_of(host)) {
        story.agency.get_or_insert_with(|| agency.to_owned());
    }
    let person = !name.contains('@') && agency_of(&name).is_none();
    if person
        && story.byline.is_none()
        && let Some(byline) = dateline::byline(&format!("By {name}"))
    {
        story.byline = Some(byline);
        story.note("byline-from-sender", Some(line), name);
    } else if !name.is_empty() || !address.is_empty() {
        story.note("sender", Some(line), if name.is_empty() { address } else { name });
    }
}

/// The name under which a house has its domain: `ap` of `us.ap.org`, `aap` of `mail.aap.com.au`.
fn house(host: &str) -> &str {
    let mut labels = host.rsplit('.');
    let top = labels.next().unwrap_or("");
    match labels.next().unwrap_or("") {
        "com" | "co" | "org" | "net" | "gov" | "ac" if top.len() == 2 => labels.next().unwrap_or(""),
        second => second,
    }
}

/// The part that holds the copy: plain text, else HTML.
fn copy_part<'m>(message: &'m Message<'m>) -> Option<&'m MessagePart<'m>> {
    let filled = |part: &&MessagePart<'_>, html: bool| match &part.body {
        PartType::Text(text) => !html && !text.trim().is_empty(),
        PartType::Html(text) => html && !text.trim().is_empty(),
        _ => false,
    };
    let ids = || message.text_body.iter().chain(&message.html_body);
    let parts = || ids().filter_map(|id| message.part(*id));
    // A part whose encoding is damaged counts as an attachment; it may be all there is.
    let damaged = || {
        let parts = message.attachments.iter().filter_map(|id| message.part(*id));
        parts.filter(|part| part.is_encoding_problem && part.attachment_name().is_none())
    };
    parts()
        .find(|part| filled(part, false))
        .or_else(|| parts().find(|part| filled(part, true)))
        .or_else(|| damaged().find(|part| filled(part, false)))
}

fn lines_before(bytes: &[u8], offset: u32) -> u64 {
    let end = usize::try_from(offset).map_or(bytes.len(), |end| end.min(bytes.len()));
    memchr::memchr_iter(b'\n', &bytes[..end]).count() as u64
}

/// A part's text; flowed lines are joined. Eight-bit text that names no charset is decoded as all
/// other text is.
fn text_of<'p>(part: &'p MessagePart<'_>, bytes: &'p [u8]) -> Cow<'p, str> {
    let (PartType::Text(text) | PartType::Html(text)) = &part.body else { return Cow::Borrowed("") };
    let named = |name| part.content_type().and_then(|kind| kind.attribute(name));
    let range = usize::try_from(part.offset_body).unwrap_or(0)..usize::try_from(part.offset_end).unwrap_or(0);
    let mut text = Cow::Borrowed(text.as_ref());
    if named("charset").is_none() && part.encoding == Encoding::None && text.contains('\u{fffd}') {
        text = decode(bytes.get(range).unwrap_or_default(), None).text;
    }
    if part.is_encoding_problem
        && part.content_transfer_encoding().is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"))
    {
        // Cut base64 is good up to its last whole group.
        let mut letters: Vec<u8> =
            text.bytes().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')).collect();
        letters.truncate(letters.len() / 4 * 4);
        let whole = mail_parser::decoders::base64::base64_decode(&letters).unwrap_or_default();
        text = Cow::Owned(decode(&whole, named("charset")).text.into_owned());
    }
    if !named("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed")) {
        return text;
    }
    let delete = named("delsp").is_some_and(|yes| yes.eq_ignore_ascii_case("yes"));
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        // The signature's line ends in a space too.
        if line.ends_with(' ') && line != "-- " {
            joined.push_str(if delete { &line[..line.len() - 1] } else { line });
        } else {
            joined.push_str(line);
            joined.push('\n');
        }
    }
    Cow::Owned(joined)
}

fn body(story: &mut Story, part: &MessagePart<'_>, bytes: &[u8], first: u64, hints: &Hints) {
    let text = text_of(part, bytes);
    if part.is_encoding_problem {
        story.note(
            "encoding-damaged",
            Some(first),
            "its transfer encoding is damaged; what can be read of it is",
        );
    } else if text.contains('\u{fffd}') {
        story.note("characters-lost", Some(first), "some bytes fit no charset and were replaced");
    }
    if matches!(part.body, PartType::Html(_)) {
        let mut body = markup::Body::default();
        body.html(&text);
        (story.body, story.sections) = body.finish();
        return;
    }
    let text = clean(&text).replace('\u{a0}', " ");
    let lines: Vec<Cow<'_, str>> = text.lines().map(page::without_inner_tabs).collect();
    let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    let end = signature(story, &lines, first);
    plain::copy(story, &lines[..end], first, hints);
}

/// Cuts the signature: what follows a line of two hyphens near the end.
fn signature(story: &mut Story, lines: &[&str], first: u64) -> usize {
    const MOST: usize = 12;
    let Some(up) = lines.iter().rev().take(MOST).position(|line| line.trim_end() == "--") else {
        return lines.len();
    };
    let at = lines.len() - 1 - up;
    let text: Vec<&str> =
        lines[at + 1..].iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    if !text.is_empty() {
        story.note("signature", Some(first + at as u64), text.join(" "));
    }
    at
}

/// What else the letter holds is only named.
fn attachments(story: &mut Story, message: &Message<'_>, line: u64) {
    const MOST: usize = 50;
    let copy = copy_part(message).map(|part| part.offset_body);
    for part in message.attachments.iter().take(MOST).filter_map(|id| message.part(*id)) {
        if copy == Some(part.offset_body) {
            continue;
        }
        let kind = part.content_type().map_or_else(
            || "text/plain".to_owned(),
            |kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("*")),
        );
        let kind = kind.replace("rfc_22", "rfc822");
        let name = part.attachment_name().map(str::to_owned);
        // A message that is passed on is known by its subject.
        let inner = || MessageParser::default().parse_headers(part.contents())?.subject().map(str::to_owned);
        let name = name.or_else(|| if kind.starts_with("message/") { inner() } else { None });
        story.note(
            "attachment",
            Some(line),
            line_of(&format!("{} ({kind})", name.as_deref().unwrap_or("unnamed"))),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_inside_are_attachments() {
        let text =
            b"Content-Type: message/\n RFC822; x=global\nA rfc822 text\nX: digest\ncontent-type:x\n\nrfc822";
        let flat = flattened(text);
        let want =
            b"Content-Type: message/\n rfc_22; x=glob_l\nA rfc822 text\nX: digest\ncontent-type:x\n\nrfc822";
        assert_eq!(String::from_utf8_lossy(&flat), String::from_utf8_lossy(want));
        let mut deep = b"From: a\nSubject: Deep\n".to_vec();
        deep.extend(b"Content-Type: message/rfc822\n\n".repeat(50_000));
        let story = story(&deep, 1, "", &Hints::default()).unwrap();
        assert_eq!(story.headline, "Deep");
    }

    #[test]
    fn subjects_lose_their_marks() {
        for (written, want) in [
            ("Re: FWD: Mill burns", "Mill burns"),
            ("Reuters: mill burns", "Reuters: mill burns"),
            ("re:", ""),
        ] {
            let mut story = Story::default();
            subject(&mut story, written, 1);
            assert_eq!(story.headline, want);
        }
        assert_eq!(untangled("Keeperâ€™s").as_deref(), Some("Keeper’s"));
        assert_eq!(untangled("Mühle"), None);
        assert_eq!((house("us.ap.org"), house("mail.aap.com.au"), house("x")), ("ap", "aap", ""));
    }
}
