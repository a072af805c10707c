//! The pass: what a dateline says of a story, beside what the document says. It knows no format.

use super::{Given, Notes, find_from, home, is_signed, marked};
use crate::date::Stamp;
use crate::enrich::Pass;
use crate::story::{Dateline, Story};

/// The row of this pass.
pub const PASS: Pass =
    Pass { name: "dateline", about: "place, date and agency from the dateline", version: 6, run };

/// The pass: reads the marked dateline, or finds one in the body; sets agency and byline where the
/// document gives none. Of a story that states no date elsewhere, the day that its dateline states with the year is
/// the day of publication; no other is made from a dateline.
fn run(story: &mut Story) {
    let given = Given {
        published: story.published.as_ref().map(Stamp::civil_date),
        home: story.agency.as_deref().and_then(home::of),
    };
    let mut notes = Notes::new();
    let marked_raw =
        story.dateline.as_ref().filter(|d| d.places.is_empty() && d.date.is_none()).map(|d| d.raw.clone());
    if let Some(raw) = marked_raw {
        // A place field that only repeats who wrote the story.
        let echo = story.byline.as_deref().is_some_and(|byline| !raw.is_empty() && byline.starts_with(&raw));
        story.dateline = Some(if echo {
            notes.push(("dateline-is-byline", raw.clone()));
            Dateline { raw, ..Dateline::default() }
        } else {
            marked(&raw, &given, &mut notes)
        });
    }
    // What a format marks is now and then a date or a time only, and the place stands in the copy.
    let placed = story.dateline.as_ref().is_some_and(|line| !line.places.is_empty());
    if !placed
        && let Some(found) = find_from(&story.body, &given)
        && (story.dateline.is_none() || is_signed(&found.dateline))
    {
        notes = found.notes;
        story.byline = story.byline.take().or(found.byline);
        if found.agency_only {
            story.agency = story.agency.take().or(found.dateline.agency);
        } else {
            story.dateline = Some(found.dateline);
        }
    }
    date_from_line(story, &mut notes);
    if story.agency.is_none() {
        story.agency = story.dateline.as_ref().and_then(|d| d.agency.clone());
    }
    for (code, text) in notes {
        story.note(code, None, text);
    }
}

/// Dates an undated story by its dateline. Without a date of publication no year was inferred: the line states it.
fn date_from_line(story: &mut Story, notes: &mut Notes) {
    let Some(line) = story.dateline.as_ref().filter(|_| story.published.is_none()) else { return };
    let Some(day) = line.date else { return };
    // Copy that was changed before it was written has another date than its dateline's.
    if story.updated.as_ref().is_some_and(|updated| updated.civil_date() < day) {
        return;
    }
    notes.push(("date-from-dateline", format!("{}: {day}", line.raw)));
    story.published = Some(Stamp::day(day, line.raw.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn dated(body: &str, updated: Option<Stamp>) -> (Option<String>, bool) {
        let mut story = Story { body: body.into(), updated, ..Story::default() };
        run(&mut story);
        let said = story.notes.iter().any(|note| note.code == "date-from-dateline");
        (story.published.map(|stamp| stamp.print()), said)
    }

    #[test]
    fn a_dateline_that_states_its_year_dates_the_story() {
        for line in [
            "ZÜRICH, Switzerland, Aug. 4, 1999 (AP) – The strike at the quarry ended.",
            "LONDON, 4 August 1999 (Reuters) - The quarry was sold on Wednesday.",
            "BERLIN, 4. August 1999 (dpa) - Der Steinbruch wurde am Mittwoch verkauft.",
            "МОСКВА, 4 августа 1999 года (ИТАР-ТАСС) — Карьер был продан в среду.",
            "MADRID, 4 ago 1999 (EFE).- La cantera fue vendida el miércoles.",
            "NEW YORK, August 4, 1999 /PRNewswire/ -- The quarry was sold on Wednesday.",
            "新华社北京1999年8月4日电 采石场星期三被出售。",
        ] {
            assert_eq!(dated(line, None), (Some("1999-08-04".into()), true), "{line}");
        }
        for line in [
            "ROME, Aug. 4 (AP) - The quarry was sold in 1999.",
            "ROME, Wednesday (AP) - The quarry was sold on Aug. 4, 1999.",
            "OSLO, Norway (AP) _ The quarry was sold on Aug. 4, 1999.",
        ] {
            assert_eq!(dated(line, None), (None, false), "{line}");
        }
        let before = Stamp::day(date(1999, 8, 3), "");
        let line = "ZÜRICH, Switzerland, Aug. 4, 1999 (AP) – The strike ended.";
        assert_eq!(dated(line, Some(before)), (None, false));
        let after = Stamp::day(date(2001, 1, 1), "");
        assert_eq!(dated(line, Some(after)), (Some("1999-08-04".into()), true));
    }
}
