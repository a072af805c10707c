//! What a run did, in the shape `morgue index --json` prints (CONTRACT, `index`).

use crate::index::manifest::{FileRecord, Outcome, Trouble};
use serde::Serialize;

/// The whole run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// `morgue.index/1`.
    pub schema: &'static str,
    /// Files seen.
    pub files: u64,
    /// Their bytes on disk.
    pub bytes: u64,
    /// Stories.
    pub stories: StoryCounts,
    /// Files by what became of them; they add up to `files`.
    pub files_by_outcome: FileCounts,
    /// What could not be read, by path.
    pub failed: Vec<Failure>,
    /// What was left out on purpose, by path.
    pub skipped: Vec<Skip>,
    /// Files with nothing in them, by path.
    pub empty: Vec<String>,
    /// The run was stopped before its end.
    pub interrupted: bool,
    /// A rebuild was stopped, or came upon sources that the index has and that cannot be read now (`old_form`): nothing of it
    /// is kept, and the index is as it was before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub as_before: bool,
    /// Known files whose stories are in the index as they were before: a stopped run did not come to them, or they are gone
    /// while some folder could not be looked at. By path.
    pub old_form: Vec<String>,
    /// New files that a stopped run did not come to.
    pub unread: u64,
    /// Files found under another name or root than before, their bytes the same.
    pub moved: u64,
    /// Roots found elsewhere: where they were and where they are.
    pub moved_roots: Vec<(String, String)>,
    /// Whose unfinished run this one went on from; absent mostly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub took_over: Option<String>,
    /// How long it took.
    pub seconds: f64,
}

/// Stories by what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StoryCounts {
    /// From new files, and more than before from known ones.
    pub added: u64,
    /// Read again.
    pub updated: u64,
    /// In files that did not change.
    pub unchanged: u64,
    /// In files that are gone, and fewer than before in known ones.
    pub removed: u64,
    /// In the index, other roots included.
    pub total: u64,
}

/// Files by outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FileCounts {
    /// Read into the index.
    pub indexed: u64,
    /// Not read: their stories are there already.
    pub unchanged: u64,
    /// Nothing in them.
    pub empty: u64,
    /// No story in them.
    pub not_a_story: u64,
    /// Could not be read, or not all of it.
    pub failed: u64,
}

/// One thing that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Failure {
    /// Path below its root.
    pub path: String,
    /// Part of the file.
    pub member: Option<String>,
    /// Line, from 1.
    pub line: Option<u64>,
    /// Why.
    pub error: String,
}

/// One thing left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Skip {
    /// Path below its root.
    pub path: String,
    /// Part of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Why.
    pub reason: String,
}

impl Default for Summary {
    fn default() -> Self {
        Summary {
            schema: "morgue.index/1",
            files: 0,
            bytes: 0,
            stories: StoryCounts::default(),
            files_by_outcome: FileCounts::default(),
            failed: Vec::new(),
            skipped: Vec::new(),
            empty: Vec::new(),
            interrupted: false,
            as_before: false,
            old_form: Vec::new(),
            unread: 0,
            moved: 0,
            moved_roots: Vec::new(),
            took_over: None,
            seconds: 0.0,
        }
    }
}

impl Summary {
    /// Counts a file that was not read because nothing changed; what failed then still counts as failed.
    pub(super) fn unchanged(&mut self, file: &FileRecord) {
        self.stories.unchanged += file.stories;
        match file.outcome {
            Outcome::Indexed => self.files_by_outcome.unchanged += 1,
            other => self.outcome(other),
        }
        self.named(file);
    }

    /// Counts a file that was read, of which `before` stories were in the index.
    pub(super) fn read(&mut self, file: &FileRecord, before: u64) {
        self.stories.updated += before.min(file.stories);
        self.stories.added += file.stories.saturating_sub(before);
        self.stories.removed += before.saturating_sub(file.stories);
        self.outcome(file.outcome);
        self.named(file);
    }

    /// Counts a file that could not even be looked at.
    pub(super) fn unseen(&mut self, path: String, error: String) {
        self.files += 1;
        self.outcome(Outcome::Failed);
        self.failed.push(Failure { path, member: None, line: None, error });
    }

    /// Notes a file that was not read, as the run was stopped; `known`: what the index has of it.
    pub(super) fn left(&mut self, bytes: u64, path: &str, known: Option<&FileRecord>) {
        self.forget(bytes);
        match known {
            Some(_) => self.old_form.push(path.to_owned()),
            None => self.unread += 1,
        }
    }

    /// Takes a file that was not read after all out of the count.
    pub(super) fn forget(&mut self, bytes: u64) {
        self.files -= 1;
        self.bytes -= bytes;
    }

    fn outcome(&mut self, outcome: Outcome) {
        let counts = &mut self.files_by_outcome;
        let count = match outcome {
            Outcome::Indexed => &mut counts.indexed,
            Outcome::Empty => &mut counts.empty,
            Outcome::NotAStory => &mut counts.not_a_story,
            Outcome::Failed => &mut counts.failed,
        };
        *count += 1;
    }

    fn named(&mut self, file: &FileRecord) {
        if file.outcome == Outcome::Empty {
            self.empty.push(file.path.clone());
        }
        self.troubles(&file.path, &file.troubles);
    }

    fn troubles(&mut self, path: &str, troubles: &[Trouble]) {
        for trouble in troubles {
            let (path, member) = (path.to_owned(), trouble.member.clone());
            if trouble.skipped {
                self.skipped.push(Skip { path, member, reason: trouble.text.clone() });
            } else {
                let (line, error) = (trouble.line, trouble.text.clone());
                self.failed.push(Failure { path, member, line, error });
            }
        }
    }

    /// By path; what concerns one path stays in the order it was met.
    pub(super) fn sort(&mut self) {
        self.failed.sort_by(|a, b| a.path.cmp(&b.path));
        self.skipped.sort_by(|a, b| a.path.cmp(&b.path));
        self.old_form.sort();
        self.empty.sort();
    }
}
