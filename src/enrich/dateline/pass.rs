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
