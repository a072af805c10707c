//! All files of a survey, read in the pool and entered in the books, with a commit from time to time; then what is gone goes.
//!
//! Knows no format and no engine: the pool reads, the target writes.

use super::books::Books;
use super::pool::Pool;
use super::summary::Summary;
use super::survey::{Job, Survey};
use super::target::Target;
use super::waiting::Waiting;
use super::{Event, Run};
use crate::error::Result;
use std::time::{Duration, Instant};

/// Commit at least this often, at a point where no file is half in.
const COMMIT_TIME: Duration = Duration::from_secs(60);

/// Reads all jobs in the pool, takes in what comes back and commits from time to time; then lets go what is gone.
pub(super) fn read_all(
    run: &Run<'_>,
    survey: &Survey,
    target: &mut Target,
    summary: &mut Summary,
    absorbed: &[u32],
) -> Result<()> {
    (run.events)(Event::Planned { files: survey.jobs.len() as u64, bytes: survey.bytes() });
    let adder = target.adder();
    let mut books = Books::new(target, summary, survey);
    if !survey.jobs.is_empty() {
        let pool = Pool::new(run, adder);
        let result = std::thread::scope(|scope| {
            let mut result = pool.start(scope, run.threads);
            if result.is_ok() {
                result = hand_out(run, &pool, survey, &mut books);
            }
            pool.close();
            result
        });
        result.map_err(|error| books.target.cause(error))?;
    }
    if run.options.repair {
        // Whole stories of files that are gone are no damage; the next run that is not a repair looks at that.
    } else if books.summary.unread == 0 && survey.unseen.is_empty() && !books.unreadable {
        books.drop_gone(survey);
    } else {
        // A file that moved and was not read yet under its new name stays under its old one.
        books.keep_gone(survey);
    }
    if !run.stopped() {
        books.drop_absorbed(absorbed);
    }
    Ok(())
}

/// Gives the jobs to the pool, no more at a time than it has threads for, and commits in between.
fn hand_out(run: &Run<'_>, pool: &Pool<'_>, survey: &Survey, books: &mut Books<'_>) -> Result<()> {
    let (mut under_way, mut bytes, mut last) = (0, 0, Instant::now());
    let mut waiting = Waiting::of(&survey.jobs);
    for job in &survey.jobs {
        if run.stopped() {
            books.left(job);
            continue;
        }
        if bytes >= run.options.commit_bytes || last.elapsed() >= COMMIT_TIME {
            take_in(run, pool, books, &mut waiting, (&mut under_way, 0))?;
            if waiting.is_over() {
                (run.events)(Event::Committing);
                books.target.commit()?;
                (bytes, last) = (0, Instant::now());
            }
        }
        take_in(run, pool, books, &mut waiting, (&mut under_way, 2 * run.threads - 1))?;
        let edition = books.target.next_edition();
        pool.give(Job { edition, ..job.clone() });
        under_way += 1;
        bytes += job.found.stamp.size;
    }
    take_in(run, pool, books, &mut waiting, (&mut under_way, 0))?;
    waiting.rest().into_iter().for_each(|done| books.give_back(&done.job));
    Ok(())
}

/// Enters files that are done in the books, and those that waited for them, until no more than so many are under way.
fn take_in(
    run: &Run<'_>,
    pool: &Pool<'_>,
    books: &mut Books<'_>,
    waiting: &mut Waiting,
    (under_way, most): (&mut usize, usize),
) -> Result<()> {
    while *under_way > most {
        let done = pool.next()?;
        let (path, size) = (done.job.found.path.clone(), done.job.found.stamp.size);
        let bytes = size.saturating_sub(done.told);
        waiting.done(done).into_iter().for_each(|done| books.enter(done));
        *under_way -= 1;
        (run.events)(Event::Finished { path, bytes });
    }
    Ok(())
}
