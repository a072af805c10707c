//! What the words of a document's life say: states of content systems, notes to editors, signals
//! (handbook 2.1 and 2.2). Knows the words, not where a format keeps them.

use super::json::values;
use crate::story::{Kind, Status, Story};

/// States of Superdesk that say more than usable or not, and what they come to.
#[rustfmt::skip]
static STATES: &[(&str, Status, Kind)] = &[
    ("killed", Status::Killed, Kind::Story), ("recalled", Status::Killed, Kind::Story),
    ("spiked", Status::Withheld, Kind::Story), ("unpublished", Status::Withheld, Kind::Story),
    ("draft", Status::Withheld, Kind::Story), ("submitted", Status::Withheld, Kind::Story),
    ("in_progress", Status::Withheld, Kind::Story), ("scheduled", Status::Withheld, Kind::Story),
    ("being_corrected", Status::Withheld, Kind::Story),
    ("corrected", Status::Usable, Kind::Correction), ("correction", Status::Usable, Kind::Correction),
];

/// Sets the status by `pubstatus`; a word that is none of its own leaves a note.
pub fn pubstatus(story: &mut Story, word: &str) {
    match values::status(word) {
        Some(status) => worse(story, status),
        None if word.is_empty() => {}
        None => state(story, word),
    }
}

/// Sets the status by a content system's state.
pub fn state(story: &mut Story, word: &str) {
    let word = word.to_ascii_lowercase();
    let Some((_, status, kind)) = STATES.iter().find(|(known, ..)| *known == word) else {
        if !matches!(word.as_str(), "" | "published" | "ingested" | "fetched" | "routed") {
            story.note("status-unknown", None, word);
        }
        return;
    };
    worse(story, *status);
    if *kind != Kind::Story {
        story.kind = *kind;
    }
    story.note("state", None, word);
}

fn worse(story: &mut Story, status: Status) {
    if story.status == Status::Usable {
        story.status = status;
    }
}

/// How a note to editors begins when it changes what the story is.
#[rustfmt::skip]
static SIGNALS: &[(&str, Kind, Status)] = &[
    ("KILL", Kind::KillNotice, Status::Killed), ("MANDATORY KILL", Kind::KillNotice, Status::Killed),
    ("STORY KILLED", Kind::KillNotice, Status::Killed), ("STORY WITHDRAWN", Kind::KillNotice, Status::Killed),
    ("WITHHOLD", Kind::Advisory, Status::Withheld), ("HOLD", Kind::Advisory, Status::Withheld),
    ("MANDATORY WITHHOLD", Kind::Advisory, Status::Withheld),
    ("CORRECTS", Kind::Correction, Status::Usable), ("CORRECTED", Kind::Correction, Status::Usable),
    ("CORRECTING", Kind::Correction, Status::Usable), ("CORRECTION", Kind::Correction, Status::Usable),
    ("CORRECTIVE", Kind::Correction, Status::Usable), ("CLARIFIES", Kind::Correction, Status::Usable),
    ("CLARIFICATION", Kind::Correction, Status::Usable),
];

/// Keeps a note to editors, and obeys it when it begins with a word of the trade (`Eds: CORRECTS …`).
pub fn editors_note(story: &mut Story, text: &str) {
    if !text.is_empty() {
        signal(story, text);
        story.note("editors-note", None, text);
    }
}

/// What a note to editors begins with, without keeping it.
pub fn signal(story: &mut Story, text: &str) {
    let opening = |text: &str| {
        let eds = ["eds:", "editors:", "eds.:", "editor's note:"];
        let cut = eds.iter().find(|eds| text.get(..eds.len()).is_some_and(|t| t.eq_ignore_ascii_case(eds)));
        cut.map_or(text, |eds| &text[eds.len()..]).trim_start().to_owned()
    };
    let text = opening(text.trim_start());
    let begins = |word: &str| {
        let rest = text.get(word.len()..).unwrap_or("x");
        text.get(..word.len()) == Some(word) && !rest.starts_with(char::is_alphanumeric)
    };
    if let Some((_, kind, status)) = SIGNALS.iter().find(|(word, ..)| begins(word)) {
        if story.kind == Kind::Story {
            story.kind = *kind;
        }
        worse(story, *status);
    }
}

/// Words for a kind of copy: genres, editorial types, signals. False when the word is none of them.
pub fn kind(story: &mut Story, word: &str) -> bool {
    let word = word.rsplit(':').next().unwrap_or("").to_ascii_lowercase();
    let (kind, status) = match word.as_str() {
        "correction" | "corrective" | "clarification" | "berichtigung" | "korrektur" => {
            (Kind::Correction, Status::Usable)
        }
        "kill" | "takedown" | "elimination" => (Kind::KillNotice, Status::Killed),
        "withhold" | "hold" => (Kind::Advisory, Status::Withheld),
        "advisory" | "daybook" | "planner" | "achtung" | "vorschau" => (Kind::Advisory, Status::Usable),
        "alert" | "newsalert" | "flash" | "bulletin" | "eilmeldung" | "blitz" => {
            (Kind::Alert, Status::Usable)
        }
        "brief" | "newsbrief" | "kurzmeldung" => (Kind::Brief, Status::Usable),
        "digest" | "package" | "headlinepackage" => (Kind::Package, Status::Usable),
        _ => return false,
    };
    if story.kind == Kind::Story {
        story.kind = kind;
    }
    worse(story, status);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_to_editors() {
        for (text, expected, status) in [
            ("Eds: CORRECTS: spelling of name.", Kind::Correction, Status::Usable),
            ("KILL this story. It is wrong.", Kind::KillNotice, Status::Killed),
            ("Eds: UPDATES: With AP Photos.", Kind::Story, Status::Usable),
            ("Kills time nicely.", Kind::Story, Status::Usable),
            ("HOLDING for release", Kind::Story, Status::Usable),
        ] {
            let mut story = Story::default();
            editors_note(&mut story, text);
            assert_eq!((story.kind, story.status), (expected, status), "{text}");
            assert_eq!(story.notes.len(), 1);
        }
    }

    #[test]
    fn the_worse_status_stays() {
        let mut story = Story::default();
        pubstatus(&mut story, "canceled");
        state(&mut story, "published");
        assert_eq!(story.status, Status::Killed);
        let mut story = Story::default();
        pubstatus(&mut story, "usable");
        state(&mut story, "spiked");
        assert_eq!((story.status, story.notes[0].code.as_str()), (Status::Withheld, "state"));
    }
}
