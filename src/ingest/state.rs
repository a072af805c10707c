//! Why a file is read again, or not. Pure but for nothing: a file found, what is known of it, and the
//! versions of everything its stories depend on go in; a [`State`] comes out.

use super::Options;
use crate::enrich::PASSES;
use crate::index::manifest::FileRecord;
use crate::index::manifest::hex;
use crate::readers::{self, FORMATS};
use crate::source::Found;
use xxhash_rust::xxh3::xxh3_128;

/// Why a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It was not there before.
    New,
    /// Its bytes are others.
    Changed,
    /// A reader it went through, or the choice of readers, has another version.
    ReaderChanged,
    /// It was read with other options or enrichment.
    OptionsChanged,
    /// The system would not let us read it last time.
    FailedBefore,
    /// Its stories were in a damaged part of the index.
    Damaged,
}

/// What is to be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    Unchanged,
    /// Its time is another (or too young to tell): compare the bytes.
    Touched,
    /// Read it.
    Read(Reason),
}

/// Versions of everything the stories of a file depend on besides its bytes.
#[derive(Debug, Clone)]
pub struct Versions {
    /// Fingerprint of options and passes.
    pub options: String,
    /// The table of readers as an entry of [`FileRecord::readers`]: for files no reader took.
    pub table: String,
}

/// A file changed so shortly before it was read may have changed again in the same tick of its clock.
const TICK: i64 = 2_000_000_000;

impl Versions {
    /// Those of this build and these options.
    pub fn new(options: &Options) -> Self {
        let passes: Vec<_> = PASSES.iter().map(|pass| format!("{}:{}", pass.name, pass.version)).collect();
        let formats: Vec<_> = FORMATS.iter().map(reader).collect();
        let zone = options.hints.zone.iana_name().unwrap_or("fixed");
        let all = format!(
            "{:?} {zone} {} {passes:?} {:?}",
            options.format.map(|format| format.name),
            options.hints.day_first,
            options.limits
        );
        Versions {
            options: hex(xxh3_128(all.as_bytes())),
            table: format!("table:{}", hex(xxh3_128(formats.join(" ").as_bytes()))),
        }
    }

    fn is_current(&self, entry: &str) -> bool {
        let name = entry.split(':').next().unwrap_or("");
        *entry == self.table || readers::by_name(name).is_some_and(|format| reader(format) == entry)
    }
}

/// A reader as an entry of [`FileRecord::readers`].
pub fn reader(format: &readers::Format) -> String {
    format!("{}:{}", format.name, format.version)
}

/// Compares a file with what is known of it. `checksum`: what the system says of a file is not believed.
pub fn judge(found: &Found, known: Option<&FileRecord>, versions: &Versions, checksum: bool) -> State {
    let Some(known) = known else {
        return State::Read(Reason::New);
    };
    if known.size != found.stamp.size {
        State::Read(Reason::Changed)
    } else if known.options != versions.options {
        State::Read(Reason::OptionsChanged)
    } else if !known.readers.iter().all(|entry| versions.is_current(entry)) {
        State::Read(Reason::ReaderChanged)
    } else if known.retry {
        State::Read(Reason::FailedBefore)
    } else if checksum || is_touched(known, found) {
        State::Touched
    } else {
        State::Unchanged
    }
}

/// Its bytes may be others than those that were read.
fn is_touched(known: &FileRecord, found: &Found) -> bool {
    known.stamp() != found.stamp || is_young(known)
}

/// It was read so soon after it changed that its times would not show another change.
pub(super) fn is_young(known: &FileRecord) -> bool {
    known.mtime.max(known.ctime) > known.read - TICK
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Stamp;

    #[test]
    fn every_reason_has_its_case() {
        let versions = Versions::new(&Options::default());
        let stamp = Stamp { size: 5, mtime: 7, ctime: 8, inode: 9 };
        let found = Found { disk: "/x".into(), path: "x".into(), stamp };
        let known = FileRecord {
            read: 8 + 2 * TICK,
            options: versions.options.clone(),
            readers: vec![versions.table.clone()],
            ..FileRecord::default()
        }
        .stamped(stamp);
        let judge = |known: FileRecord| judge(&found, Some(&known), &versions, false);
        assert_eq!(super::judge(&found, None, &versions, false), State::Read(Reason::New));
        assert_eq!(super::judge(&found, Some(&known), &versions, true), State::Touched);
        assert_eq!(judge(known.clone()), State::Unchanged);
        assert_eq!(judge(FileRecord { mtime: 6, ..known.clone() }), State::Touched);
        assert_eq!(judge(FileRecord { ctime: 7, ..known.clone() }), State::Touched);
        assert_eq!(judge(FileRecord { inode: 8, ..known.clone() }), State::Touched);
        assert_eq!(judge(FileRecord { read: 9, ..known.clone() }), State::Touched);
        assert_eq!(judge(FileRecord { size: 4, ..known.clone() }), State::Read(Reason::Changed));
        assert_eq!(judge(FileRecord { retry: true, ..known.clone() }), State::Read(Reason::FailedBefore));
        let other = FileRecord { options: "other".into(), ..known.clone() };
        assert_eq!(judge(other), State::Read(Reason::OptionsChanged));
        let other = FileRecord { readers: vec!["none:1".into()], ..known };
        assert_eq!(judge(other), State::Read(Reason::ReaderChanged));
    }
}
