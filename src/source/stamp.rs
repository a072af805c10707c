//! What the system says of a file, by which a change is noticed without reading it.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use xxhash_rust::xxh3::Xxh3Default;

/// Size and times of a file, and which one it is. Times are nanoseconds since the epoch, 0 where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Of the last change of its bytes, as it says itself: `touch -d` and `cp -p` set it.
    pub mtime: i64,
    /// Of the last change of anything about it: nobody can set it.
    pub ctime: i64,
    /// Its number on its disk.
    pub inode: u64,
}

impl Stamp {
    /// What the system says.
    pub fn of(about: &Metadata) -> Stamp {
        let (ctime, inode) = unset(about);
        Stamp { size: about.len(), mtime: about.modified().map_or(0, nanoseconds), ctime, inode }
    }
}

/// What cannot be set by anyone.
#[cfg(unix)]
fn unset(about: &Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt;
    (about.ctime().saturating_mul(1_000_000_000).saturating_add(about.ctime_nsec()), about.ino())
}

#[cfg(not(unix))]
fn unset(_: &Metadata) -> (i64, u64) {
    (0, 0)
}

fn nanoseconds(time: SystemTime) -> i64 {
    let nanos = match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()),
        Err(before) => i64::try_from(before.duration().as_nanos()).map(|n| -n),
    };
    nanos.unwrap_or(0)
}

/// XXH3-128 of the bytes of a file, in hexadecimal.
///
/// # Errors
/// Those of the system.
pub fn fingerprint(disk: &Path) -> io::Result<String> {
    let mut file = File::open(disk)?;
    let mut hash = Xxh3Default::new();
    let mut buffer = vec![0; 128 << 10];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(format!("{:032x}", hash.digest128())),
            Ok(count) => hash.update(&buffer[..count]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}
