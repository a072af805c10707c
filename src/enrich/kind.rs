//! What kind of copy it is, where the reader's format does not say: kills, corrections, notes to
//! editors, alerts, tables, digests, briefs (handbook 2.1 to 2.3).
//!
//! Agencies write these in fixed words at fixed places; ordinary copy that talks about a kill or a
//! correction must stay a story. So labels count only at the start, or in capitals, or in a slug.

use super::Pass;
use crate::story::{Kind, Status, Story};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// The row of this pass.
pub const PASS: Pass =
    Pass { name: "kind", about: "kills, corrections, advisories, alerts, tables, briefs", version: 2, run };

/// Where a label stands.
#[derive(Clone, Copy)]
enum At {
    /// The headline starts with it, whatever the case.
    Headline,
    /// The body starts with it, in exactly these letters.
    Body,
    /// A word that no subject of a story can be, anywhere in the slug; whatever the case.
    Slug,
    /// A word of the version, or of the slug behind a comma: `BC-Fish Hall, Kill`. The keyword itself names
    /// what the story is about, and `EARTHQUAKE-KILL` is no order to kill it.
    Mark,
    /// Anywhere in the first lines of the body, in exactly these letters.
    Top,
}

use At::{Body, Headline, Mark, Slug, Top};

/// Labels, most serious first; the first that is found decides.
#[rustfmt::skip]
static LABELS: &[(Kind, At, &str)] = &[
    (Kind::KillNotice, Top, "KILL KILL KILL"), (Kind::KillNotice, Top, "A kill is mandatory"),
    (Kind::KillNotice, Top, "Please kill the story"), (Kind::KillNotice, Top, "STORY WITHDRAWN"),
    (Kind::KillNotice, Headline, "STORY WITHDRAWN"), (Kind::KillNotice, Headline, "KILL:"),
    (Kind::KillNotice, Headline, "KILL KILL"), (Kind::KillNotice, Headline, "Story killed"),
    (Kind::KillNotice, Headline, "BULLETIN KILL"), (Kind::KillNotice, Body, "BULLETIN KILL"),
    (Kind::KillNotice, Body, "MANDATORY KILL"), (Kind::KillNotice, Headline, "MANDATORY KILL"),
    (Kind::KillNotice, Mark, "kill"),
    (Kind::Correction, Headline, "Correction:"), (Kind::Correction, Headline, "Corrections:"),
    (Kind::Correction, Headline, "CORRECTED -"), (Kind::Correction, Headline, "CORRECTED-"),
    (Kind::Correction, Headline, "(CORRECTED)"), (Kind::Correction, Headline, "CORRECTION -"),
    (Kind::Correction, Headline, "Clarification:"), (Kind::Correction, Headline, "CORRECTIVE"),
    (Kind::Correction, Headline, "Corrections and clarifications"), (Kind::Correction, Body, "CORRECTION:"),
    (Kind::Correction, Body, "Correction:"), (Kind::Correction, Body, "Correction (published"),
    (Kind::Correction, Top, "erroneously reported that"), (Kind::Correction, Top, "reported erroneously that"),
    (Kind::Correction, Mark, "corrective"), (Kind::Correction, Mark, "correction"),
    (Kind::Package, Headline, "AP News Digest"), (Kind::Package, Headline, "News Digest"),
    (Kind::Package, Headline, "News Summary"), (Kind::Package, Headline, "10 Things to Know"),
    (Kind::Package, Mark, "digest"),
    (Kind::Advisory, Headline, "Advisory:"), (Kind::Advisory, Headline, "ADVISORY"),
    (Kind::Advisory, Headline, "MEDIA ADVISORY"), (Kind::Advisory, Headline, "Editors:"),
    (Kind::Advisory, Headline, "Note to editors"), (Kind::Advisory, Headline, "Notice to editors"),
    (Kind::Advisory, Body, "NOTE TO EDITORS"), (Kind::Advisory, Body, "MEDIA ADVISORY"),
    (Kind::Advisory, Body, "EDITORS:"), (Kind::Advisory, Body, "ATTENTION EDITORS"),
    (Kind::Advisory, Mark, "advisory"), (Kind::Advisory, Mark, "advisories"),
    (Kind::Alert, Headline, "NewsAlert"), (Kind::Alert, Headline, "APNewsAlert"),
    (Kind::Alert, Slug, "apnewsalert"), (Kind::Alert, Slug, "newsalert"), (Kind::Alert, Mark, "flash"),
];

/// Words that ask for a stop while a story is checked.
static WITHHOLD: &[&str] =
    &["HOLD HOLD HOLD", "MANDATORY WITHHOLD", "BULLETIN WITHHOLD", "Please withhold the story"];

/// Made once: a search that begins anew for every story takes longer to begin than to search.
static WITHHOLD_FINDERS: LazyLock<Vec<Finder<'static>>> =
    LazyLock::new(|| WITHHOLD.iter().map(Finder::new).collect());

/// The same for the labels that may stand anywhere in the top, by their row.
static TOP_FINDERS: LazyLock<Vec<Finder<'static>>> =
    LazyLock::new(|| LABELS.iter().map(|(_, _, words)| Finder::new(words)).collect());

/// Bytes of the body in which labels are looked for.
const TOP: usize = 400;

fn run(story: &mut Story) {
    if story.kind != Kind::Story {
        return;
    }
    let top = top(&story.body);
    let asks = |text: &str| WITHHOLD_FINDERS.iter().any(|words| words.find(text.as_bytes()).is_some());
    if asks(top) || asks(&story.headline) {
        story.kind = Kind::Advisory;
        story.status = Status::Withheld;
        return;
    }
    story.kind = labelled(story, top).unwrap_or_else(|| shaped(story));
    if story.kind == Kind::KillNotice {
        story.status = Status::Killed;
    }
}

fn labelled(story: &Story, top: &str) -> Option<Kind> {
    let places = Places::of(story, top);
    let mut rows = LABELS.iter().zip(&*TOP_FINDERS);
    let label = rows.find(|(label, finder)| places.hold(label, finder)).map(|((kind, ..), _)| *kind);
    // Category letter v of the wire is for notes to editors.
    let advisory = || story.desk_raw.iter().any(|raw| raw.eq_ignore_ascii_case("v"));
    label.or_else(|| advisory().then_some(Kind::Advisory))
}

/// Where labels stand in a story.
struct Places<'s> {
    headline: &'s str,
    top: &'s str,
    slug: &'s str,
    /// The slug behind its comma, and the version.
    marks: [&'s str; 2],
}

impl<'s> Places<'s> {
    fn of(story: &'s Story, top: &'s str) -> Places<'s> {
        let slug = story.slug.as_deref().unwrap_or_default();
        let behind = slug.split_once(',').map_or("", |(_, marks)| marks);
        Places {
            headline: &story.headline,
            top,
            slug,
            marks: [behind, story.version.as_deref().unwrap_or_default()],
        }
    }

    fn hold(&self, (_, at, words): &(Kind, At, &str), finder: &Finder<'_>) -> bool {
        match at {
            Headline => self.headline.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words)),
            Body => self.top.starts_with(words),
            Top => finder.find(self.top.as_bytes()).is_some(),
            Slug => has_word(self.slug, words),
            Mark => self.marks.iter().any(|marks| has_word(marks, words)),
        }
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.len() >= word.len()
        && text.split(|c: char| !c.is_alphanumeric()).any(|found| found.eq_ignore_ascii_case(word))
}

/// By its shape: an alert is one line, a brief a few without a dateline, a table rows and columns.
fn shaped(story: &Story) -> Kind {
    let bulletin = story.headline.starts_with('*');
    if bulletin && story.body.len() <= 300 && !story.body.contains("\n\n") {
        return Kind::Alert;
    }
    if story.body.len() <= 400 && story.dateline.is_none() && story.paragraphs().nth(2).is_none() {
        return Kind::Brief;
    }
    if is_table(&story.body) { Kind::Table } else { Kind::Story }
}

/// Rows and columns: of at least four lines, six in ten hold columns or mostly figures.
fn is_table(body: &str) -> bool {
    if memchr::memchr_iter(b'\n', body.as_bytes()).take(4).count() < 3 {
        return false;
    }
    let (mut lines, mut rows) = (0, 0);
    for line in body.lines().filter(|line| !line.trim().is_empty()).take(60) {
        lines += 1;
        rows += usize::from(is_row(line));
    }
    lines >= 4 && rows * 10 >= lines * 6
}

fn is_row(line: &str) -> bool {
    if line.len() > 120 {
        return false;
    }
    let figures = line.bytes().filter(u8::is_ascii_digit).count();
    let letters = line.bytes().filter(u8::is_ascii_alphabetic).count();
    let columns = line.trim().split("  ").filter(|cell| !cell.trim().is_empty()).count();
    columns >= 3 || (columns >= 2 && figures > 0) || figures > letters
}

/// The first bytes of a body, cut on a character.
fn top(body: &str) -> &str {
    let mut end = body.len().min(TOP);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    &body[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    const COPY: &str = "The harbour board said on Monday that it would kill the ferry plan.";

    fn kind(slug: &str, headline: &str, body: &str) -> (Kind, Status) {
        let mut story = Story {
            slug: (!slug.is_empty()).then(|| slug.into()),
            headline: headline.into(),
            body: body.into(),
            dateline: Some(crate::story::Dateline::default()),
            ..Story::default()
        };
        run(&mut story);
        (story.kind, story.status)
    }

    #[test]
    fn agency_labels() {
        for (slug, headline, body, expected) in [
            ("", "Board drops plan", COPY, (Kind::Story, Status::Usable)),
            ("BC-Ferry, Kill", "", COPY, (Kind::KillNotice, Status::Killed)),
            ("BC-JAPAN-EARTHQUAKE-KILL", "", COPY, (Kind::Story, Status::Usable)),
            ("BC-READERS-DIGEST", "", COPY, (Kind::Story, Status::Usable)),
            (
                "",
                "Ferry plan",
                "Please kill the story BC-Ferry, V9990. A kill is mandatory.",
                (Kind::KillNotice, Status::Killed),
            ),
            ("", "Ferry", "HOLD HOLD HOLD\n\nWe are checking.", (Kind::Advisory, Status::Withheld)),
            ("", "Correction: Ferry story", COPY, (Kind::Correction, Status::Usable)),
            ("", "Correction fluid maker sold", COPY, (Kind::Story, Status::Usable)),
            ("BC-Ferry, Advisory", "", COPY, (Kind::Advisory, Status::Usable)),
            ("", "*HARBOUR BOARD DROPS PLAN", "", (Kind::Alert, Status::Usable)),
        ] {
            assert_eq!(kind(slug, headline, body), expected, "{slug} {headline} {body}");
        }
    }

    #[test]
    fn shapes() {
        let table =
            "Port       Depth   Berths\nOxtown     7.5     3\nEastmouth  9.0     12\nLittle Bay 4.1     2\n";
        assert_eq!(kind("", "Ports", table).0, Kind::Table);
        let list = "First line of copy\nsecond line of copy\nthird line of copy\nfourth line";
        assert_eq!(kind("", "Copy", list).0, Kind::Story);
        let mut brief = Story { body: COPY.into(), ..Story::default() };
        run(&mut brief);
        assert_eq!(brief.kind, Kind::Brief);
    }

    #[test]
    fn what_the_reader_said_stays() {
        let mut story = Story { kind: Kind::Brief, slug: Some("kill".into()), ..Story::default() };
        run(&mut story);
        assert_eq!((story.kind, story.status), (Kind::Brief, Status::Usable));
    }
}
