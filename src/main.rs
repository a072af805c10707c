//! The `morgue` binary; everything is in the library but the allocator.

use std::alloc::{GlobalAlloc, Layout};
use std::process::ExitCode;

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: OrSay = OrSay;

/// An allocator that ends the process with a word, where there is no memory left. The standard library would abort,
/// which looks like a crash; whatever was being done, the last commit of an index stands.
struct OrSay;

// The one unsafe block of the program: every call is handed on as it came, so what is promised of it holds.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for OrSay {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        or_say(unsafe { MiMalloc.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        or_say(unsafe { MiMalloc.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        or_say(unsafe { MiMalloc.realloc(memory, layout, size) })
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { MiMalloc.dealloc(memory, layout) }
    }
}

fn or_say(memory: *mut u8) -> *mut u8 {
    if memory.is_null() {
        out_of_memory();
    }
    memory
}

/// Nothing here may ask for memory, or wait for a lock that somebody holds who does.
#[cold]
#[cfg(unix)]
#[allow(unsafe_code)]
fn out_of_memory() -> ! {
    const SAID: &str = "morgue: error: out of memory: the system gives no more\n\
                        morgue: hint: the index is as of its last commit; `--threads 1` needs less\n";
    unsafe {
        libc::write(libc::STDERR_FILENO, SAID.as_ptr().cast(), SAID.len());
        libc::_exit(2)
    }
}

#[cold]
#[cfg(not(unix))]
fn out_of_memory() -> ! {
    std::process::exit(2)
}

fn main() -> ExitCode {
    morgue::cli::main()
}
