//! A panic becomes an error: what broke, where, and what to do about it. It is a mistake of ours or, where it is the
//! engine that panics, most likely a damaged index: the engine trusts the files that it wrote.
//!
//! What the readers and passes survive by themselves does not come here; nothing of a panic is printed but by this.

use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Mutex;

use crate::error::{Error, ErrorKind, Result};

/// What broke last, and where.
static BROKE: Mutex<Option<(String, String)>> = Mutex::new(None);

/// Runs a command.
///
/// # Errors
/// Those of the command; [`ErrorKind::Index`] where it panics.
pub(super) fn guarded<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    let before = std::panic::take_hook();
    // Who asks for all of a backtrace gets it.
    let loud = std::env::var_os("RUST_BACKTRACE").is_some_and(|asked| asked == "full");
    std::panic::set_hook(Box::new(move |info| {
        note(info);
        if loud {
            before(info);
        }
    }));
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(broken()))
}

fn note(info: &PanicHookInfo<'_>) {
    let said = info.payload();
    let said =
        said.downcast_ref::<&str>().copied().or_else(|| said.downcast_ref::<String>().map(String::as_str));
    // What the panic of a thread does to the one that waits for it says nothing more.
    if said == Some("a scoped thread panicked") {
        return;
    }
    let place = info.location().map_or_else(String::new, |place| shortened(place.file(), place.line()));
    if let Ok(mut broke) = BROKE.lock() {
        *broke = Some((said.unwrap_or("no reason given").to_owned(), place));
    }
}

/// A place without the folders of the machine that built the program: `tantivy-0.27.0/src/…`, `src/…`.
fn shortened(file: &str, line: u32) -> String {
    let file = file.replace('\\', "/");
    let file = match file.split_once("/registry/src/") {
        Some((_, inside)) => inside.split_once('/').map_or(inside, |(_, file)| file),
        None => {
            ["library/", "src/"].iter().find_map(|start| file.find(start)).map_or(&file[..], |at| &file[at..])
        }
    };
    format!("{file}:{line}")
}

fn broken() -> Error {
    let broke = BROKE.lock().ok().and_then(|mut broke| broke.take());
    let (said, place) = broke.unwrap_or_default();
    if let Some(damage) = crate::index::damage_met() {
        return damage;
    }
    if place.starts_with("tantivy") {
        return Error::new(ErrorKind::Index, format!("the index cannot be read ({place}: {said})"))
            .with_hint(
                "`morgue verify` says whether it is damaged; `morgue repair` mends it, `morgue index --rebuild CORPUS` builds it anew",
            );
    }
    Error::new(ErrorKind::Index, format!("morgue broke at {place}: {said}"))
        .with_hint("if an index was asked, `morgue verify` says whether it is whole; else please report this")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_tell_nothing_of_the_machine() {
        let registry =
            "/home/x/.cargo/registry/src/index.crates.io-1949/tantivy-0.27.0/src/positions/reader.rs";
        assert_eq!(shortened(registry, 7), "tantivy-0.27.0/src/positions/reader.rs:7");
        assert_eq!(shortened("src/engine/top.rs", 7), "src/engine/top.rs:7");
        assert_eq!(shortened("/rustc/abc/library/core/src/slice.rs", 7), "library/core/src/slice.rs:7");
        assert_eq!(shortened(r"C:\x\src\engine\top.rs", 7), "src/engine/top.rs:7");
    }
}
