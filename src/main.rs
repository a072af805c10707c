//! The `morgue` binary; everything is in the library but the allocator and the first lines that run.
#![cfg_attr(all(target_os = "linux", target_env = "gnu"), no_main)]

use std::alloc::{GlobalAlloc, Layout};

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: OrSay = OrSay;

/// An allocator that ends the process with a word, where there is no memory left. The standard library would abort,
/// which looks like a crash; whatever was being done, the last commit of an index stands.
struct OrSay;

// Every call is handed on as it came, so what is promised of it holds.
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

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn main() -> std::process::ExitCode {
    morgue::cli::main().into()
}

/// What the system calls. The standard library's own start would give every thread a second stack for a message about
/// an overflow of the first, and abort where there is no memory for it; nothing here recurses on what it reads. What
/// else it does is done here.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code)]
#[unsafe(no_mangle)]
extern "C" fn main(_: libc::c_int, _: *const *const libc::c_char) -> libc::c_int {
    unsafe {
        // A closed pipe is an error that is returned, not a signal.
        libc::signal(libc::SIGPIPE, libc::SIG_IGN);
        // Files that are opened never pass for standard input or output.
        for file in 0..=2 {
            if libc::fcntl(file, libc::F_GETFD) < 0 && *libc::__errno_location() == libc::EBADF {
                libc::open(c"/dev/null".as_ptr(), libc::O_RDWR);
            }
        }
    }
    morgue::cli::main() as libc::c_int
}
