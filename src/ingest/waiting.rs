//! Files that are read and wait for others: names change hands (`mv today yesterday`, then a new `today`; two files
//! swapped), and the stories a file had may be on their way in under another name.
//!
//! A file whose bytes changed waits until no file that is yet to come is as long as it was; one whose bytes another had
//! waits until that other is done. So the old stories go in the moment the new ones are all there, and nothing is lost or
//! there twice wherever a run is stopped. Knows no engine and no books.

use super::pool::{Done, Outcome};
use super::survey::Job;
use crate::index::manifest::FileRecord;
use std::collections::HashMap;

/// What is yet to come, and who waits for it.
pub(super) struct Waiting {
    /// Files that are not done, by their length.
    lengths: HashMap<u64, usize>,
    /// Files that are not done, by the hash of the bytes they had.
    hashes: HashMap<String, usize>,
    held: Vec<Done>,
}

impl Waiting {
    /// None of these is done.
    pub(super) fn of(jobs: &[Job]) -> Self {
        let (mut lengths, mut hashes) = (HashMap::new(), HashMap::new());
        for job in jobs {
            *lengths.entry(job.found.stamp.size).or_default() += 1;
            if let Some(known) = &job.known {
                *hashes.entry(known.hash.clone()).or_default() += 1;
            }
        }
        Waiting { lengths, hashes, held: Vec::new() }
    }

    /// A file is done: all that need wait no longer.
    pub(super) fn done(&mut self, done: Done) -> Vec<Done> {
        let mut was_last = false;
        // What could not be read may have anybody's bytes: who waits for it waits in vain, and stays as it was.
        if matches!(done.outcome, Outcome::Read(_) | Outcome::Same) {
            let known = done.job.known.as_ref();
            let counts = [
                self.lengths.get_mut(&done.job.found.stamp.size),
                known.and_then(|known| self.hashes.get_mut(&known.hash)),
            ];
            counts.into_iter().flatten().for_each(|count| {
                *count = count.saturating_sub(1);
                was_last |= *count == 0;
            });
        }
        // Only the last of its kind sets others free: many files of one length are not all looked at for each.
        let mut free = if was_last { std::mem::take(&mut self.held) } else { Vec::new() };
        free.push(done);
        // Who waits for one that waits, waits too; those who only wait for each other go together.
        loop {
            let waits = |done: &Done| self.waits(done) || self.held.iter().any(|held| is_after(done, held));
            let (held, left): (Vec<Done>, Vec<Done>) = free.into_iter().partition(waits);
            free = left;
            if held.is_empty() {
                return free;
            }
            self.held.extend(held);
        }
    }

    /// Nobody waits: all that is done may be committed.
    pub(super) fn is_over(&self) -> bool {
        self.held.is_empty()
    }

    /// Those who still wait, when nothing more will come.
    pub(super) fn rest(&mut self) -> Vec<Done> {
        std::mem::take(&mut self.held)
    }

    /// Does a file wait for one that is not done?
    fn waits(&self, done: &Done) -> bool {
        let comes = |count: Option<&usize>| count.is_some_and(|count| *count > 0);
        let Outcome::Read(record) = &done.outcome else { return false };
        let length = had(done).is_some_and(|known| comes(self.lengths.get(&known.size)));
        length || comes(self.hashes.get(&record.hash))
    }
}

/// What a file was before, if its bytes are others now.
fn had(done: &Done) -> Option<&FileRecord> {
    let Outcome::Read(record) = &done.outcome else { return None };
    done.job.known.as_ref().filter(|known| known.stories > 0 && known.hash != record.hash)
}

/// Does a file wait for another that is done?
fn is_after(done: &Done, other: &Done) -> bool {
    let Outcome::Read(record) = &done.outcome else { return false };
    let length = had(done).is_some_and(|known| known.size == other.job.found.stamp.size);
    length || other.job.known.as_ref().is_some_and(|known| known.hash == record.hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Found, Stamp};

    fn job(path: &str, size: u64, known: Option<(u64, &str)>) -> Job {
        let stamp = Stamp { size, ..Stamp::default() };
        let known = known.map(|(size, hash)| FileRecord {
            size,
            hash: hash.to_owned(),
            stories: 1,
            ..FileRecord::default()
        });
        let found = Found { disk: path.into(), path: path.to_owned(), stamp };
        Job { root: 1, found, known, compare: false, edition: 1, replaces: None }
    }

    fn read(job: &Job, hash: &str) -> Done {
        let record = FileRecord { hash: hash.to_owned(), stories: 1, ..FileRecord::default() };
        Done { job: job.clone(), outcome: Outcome::Read(record), told: 0 }
    }

    fn names(done: &[Done]) -> Vec<&str> {
        done.iter().map(|done| done.job.found.path.as_str()).collect()
    }

    #[test]
    fn a_name_given_on_waits_for_who_has_the_old_bytes() {
        let (today, yesterday) = (job("today", 7, Some((5, "old"))), job("yesterday", 5, None));
        let jobs = [today.clone(), yesterday.clone()];
        let mut waiting = Waiting::of(&jobs);
        assert!(waiting.done(read(&today, "new")).is_empty() && !waiting.is_over());
        assert_eq!(names(&waiting.done(read(&yesterday, "old"))), ["today", "yesterday"]);
        let mut waiting = Waiting::of(&jobs);
        assert!(waiting.done(read(&yesterday, "old")).is_empty());
        assert_eq!(names(&waiting.done(read(&today, "new"))), ["yesterday", "today"]);
        assert!(waiting.is_over());
    }

    #[test]
    fn swapped_files_come_together_and_others_do_not_wait() {
        let (a, b) = (job("a", 5, Some((4, "A"))), job("b", 4, Some((5, "B"))));
        let other = job("c", 9, Some((8, "C")));
        let mut waiting = Waiting::of(&[a.clone(), b.clone(), other.clone()]);
        assert!(waiting.done(read(&a, "B")).is_empty());
        assert_eq!(names(&waiting.done(read(&other, "D"))), ["c"]);
        assert_eq!(names(&waiting.done(read(&b, "A"))), ["a", "b"]);
        assert_eq!(waiting.rest().len(), 0);
    }

    #[test]
    fn who_waits_for_one_that_waits_waits_too() {
        let (a, b) = (job("a", 5, Some((4, "A"))), job("b", 4, Some((5, "B"))));
        let third = job("c", 5, None);
        let mut waiting = Waiting::of(&[a.clone(), b.clone(), third.clone()]);
        assert!(waiting.done(read(&a, "B")).is_empty());
        // The old bytes of `b` may be those of `c` too.
        assert!(waiting.done(read(&b, "A")).is_empty());
        assert_eq!(waiting.done(read(&third, "C")).len(), 3);
    }

    #[test]
    fn who_waits_for_a_file_that_cannot_be_read_stays_as_it_was() {
        let (today, yesterday) = (job("today", 7, Some((5, "old"))), job("yesterday", 5, None));
        let mut waiting = Waiting::of(&[today.clone(), yesterday.clone()]);
        waiting.done(read(&today, "new"));
        let broken = Done { job: yesterday, outcome: Outcome::Broken, told: 0 };
        assert_eq!(names(&waiting.done(broken)), ["yesterday"]);
        assert_eq!(names(&waiting.rest()), ["today"]);
    }

    #[test]
    fn a_file_read_again_for_another_reader_waits_for_nobody() {
        let (a, b) = (job("a", 5, Some((5, "A"))), job("b", 5, Some((5, "B"))));
        let mut waiting = Waiting::of(&[a.clone(), b]);
        assert_eq!(names(&waiting.done(read(&a, "A"))), ["a"]);
    }
}
