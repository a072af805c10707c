/* Makes one system call of a program fail: the FAULT_NTH one of the kind FAULT_CALL, with the error number FAULT_ERRNO.
   FAULT_ERRNO=short makes a read or write handle one byte only. With FAULT_LASTING all calls of the kind from that one on
   fail, as on a disk that is full. With FAULT_COUNT it counts the calls of every kind, into that file. Built and preloaded by
   faults.py; by hand: cc -shared -fPIC -o faults.so faults.c -ldl; FAULT_CALL=open FAULT_NTH=7 FAULT_ERRNO=5
   LD_PRELOAD=./faults.so morgue ... It is armed by its own constructor, so the loader of programs never sees a fault.
   With FAULT_NO_SYNC nothing is synced in truth, as no power is lost here: that takes most of the time. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *kind, *count_file;
static long nth, number;
static int is_short, lasting, no_sync, armed;
static atomic_long seen;
static const char *const kinds[] = {
    "write", "read", "fsync", "rename", "open", "mmap-file", "mmap-memory", "stat", "readdir", "opendir", "unlink", "flock", "ftruncate",
    "mkdir", "realpath", "link", "copy", "lseek", "fcntl", "thread", "chmod", "getcwd", "mprotect"};
enum { KINDS = sizeof kinds / sizeof *kinds };
static atomic_long counted[KINDS];

__attribute__((constructor)) static void start(void) {
    kind = getenv("FAULT_CALL");
    count_file = getenv("FAULT_COUNT");
    const char *at = getenv("FAULT_NTH"), *with = getenv("FAULT_ERRNO");
    nth = at ? atol(at) : 0;
    is_short = with && !strcmp(with, "short");
    lasting = getenv("FAULT_LASTING") != NULL;
    no_sync = getenv("FAULT_NO_SYNC") != NULL;
    number = with && !is_short ? atol(with) : EIO;
    armed = kind || count_file;
}

__attribute__((destructor)) static void end(void) {
    if (!armed || !count_file) return;
    armed = 0;
    char text[64 * KINDS];
    int length = 0;
    for (int i = 0; i < KINDS; i++) length += snprintf(text + length, sizeof text - length, "%s %ld\n", kinds[i], (long)counted[i]);
    int file = syscall(SYS_openat, AT_FDCWD, count_file, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file >= 0) { syscall(SYS_write, file, text, length); syscall(SYS_close, file); }
}

/* Is this the call that is to fail? */
static int fails(const char *name) {
    if (armed && count_file) {
        for (int i = 0; i < KINDS; i++) if (!strcmp(kinds[i], name)) counted[i]++;
        return 0;
    }
    if (!armed || strcmp(kind, name)) return 0;
    long now = atomic_fetch_add(&seen, 1) + 1;
    return now == nth || (lasting && nth && now > nth);
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define FAIL(with) do { errno = number; return with; } while (0)

ssize_t write(int f, const void *b, size_t n) {
    REAL(write);
    if (f != 2 && fails("write")) { if (!is_short) FAIL(-1); n = n > 1 ? 1 : n; }
    return real(f, b, n);
}
ssize_t writev(int f, const struct iovec *v, int n) {
    REAL(writev);
    if (f != 2 && fails("write")) { if (!is_short) FAIL(-1); n = n > 1 ? 1 : n; }
    return real(f, v, n);
}
ssize_t read(int f, void *b, size_t n) {
    REAL(read);
    if (fails("read")) { if (!is_short) FAIL(-1); n = n > 1 ? 1 : n; }
    return real(f, b, n);
}
ssize_t readv(int f, const struct iovec *v, int n) {
    REAL(readv);
    if (fails("read")) { if (!is_short) FAIL(-1); n = n > 1 ? 1 : n; }
    return real(f, v, n);
}
#define AT(name, type) \
ssize_t name(int f, type void *b, size_t n, off_t o) { \
    REAL(name); \
    if (fails(#name[1] == 'r' ? "read" : "write")) { if (!is_short) FAIL(-1); n = n > 1 ? 1 : n; } \
    return real(f, b, n, o); \
}
AT(pread, )
AT(pread64, )
AT(pwrite, const)
AT(pwrite64, const)
int fsync(int f) { REAL(fsync); if (fails("fsync")) FAIL(-1); return no_sync ? 0 : real(f); }
int fdatasync(int f) { REAL(fdatasync); if (fails("fsync")) FAIL(-1); return no_sync ? 0 : real(f); }
int rename(const char *a, const char *b) { REAL(rename); if (fails("rename")) FAIL(-1); return real(a, b); }
int renameat(int d, const char *a, int e, const char *b) {
    REAL(renameat); if (fails("rename")) FAIL(-1); return real(d, a, e, b);
}
int renameat2(int d, const char *a, int e, const char *b, unsigned g) {
    REAL(renameat2); if (fails("rename")) FAIL(-1); return real(d, a, e, b, g);
}
int link(const char *a, const char *b) { REAL(link); if (fails("link")) FAIL(-1); return real(a, b); }
int linkat(int d, const char *a, int e, const char *b, int g) {
    REAL(linkat); if (fails("link")) FAIL(-1); return real(d, a, e, b, g);
}
int unlink(const char *a) { REAL(unlink); if (fails("unlink")) FAIL(-1); return real(a); }
int unlinkat(int d, const char *a, int g) { REAL(unlinkat); if (fails("unlink")) FAIL(-1); return real(d, a, g); }
int mkdir(const char *a, mode_t m) { REAL(mkdir); if (fails("mkdir")) FAIL(-1); return real(a, m); }
int ftruncate(int f, off_t n) { REAL(ftruncate); if (fails("ftruncate")) FAIL(-1); return real(f, n); }
int ftruncate64(int f, off64_t n) { REAL(ftruncate64); if (fails("ftruncate")) FAIL(-1); return real(f, n); }
int flock(int f, int how) { extern int flock(int, int); REAL(flock); if (fails("flock")) FAIL(-1); return real(f, how); }
int fcntl(int f, int what, ...) {
    REAL(fcntl);
    va_list list; va_start(list, what); void *more = va_arg(list, void *); va_end(list);
    if (fails("fcntl")) FAIL(-1);
    return real(f, what, more);
}
#define OPEN(name) \
int name(const char *path, int how, ...) { \
    REAL(name); \
    va_list list; va_start(list, how); mode_t mode = va_arg(list, mode_t); va_end(list); \
    if (fails("open")) FAIL(-1); \
    return real(path, how, mode); \
}
OPEN(open)
OPEN(open64)
#define OPENAT(name) \
int name(int d, const char *path, int how, ...) { \
    REAL(name); \
    va_list list; va_start(list, how); mode_t mode = va_arg(list, mode_t); va_end(list); \
    if (fails("open")) FAIL(-1); \
    return real(d, path, how, mode); \
}
OPENAT(openat)
OPENAT(openat64)
/* Calls that go past the names above. Futexes and random bytes are let through. */
long syscall(long call, ...) {
    REAL(syscall);
    long a[6];
    va_list list; va_start(list, call); for (int i = 0; i < 6; i++) a[i] = va_arg(list, long); va_end(list);
    const char *name = call == SYS_read || call == SYS_pread64 ? "read" : call == SYS_write || call == SYS_pwrite64 ? "write"
        : call == SYS_openat ? "open" : call == SYS_statx || call == SYS_newfstatat ? "stat" : call == SYS_getdents64 ? "readdir"
        : call == SYS_renameat2 ? "rename" : call == SYS_copy_file_range ? "copy" : NULL;
#ifdef SYS_open
    if (call == SYS_open) name = "open";
#endif
    if (name && !is_short && fails(name)) FAIL(-1);
    return real(call, a[0], a[1], a[2], a[3], a[4], a[5]);
}
void *mmap(void *a, size_t n, int p, int g, int f, off_t o) {
    REAL(mmap); if (fails(f < 0 ? "mmap-memory" : "mmap-file")) FAIL(MAP_FAILED); return real(a, n, p, g, f, o);
}
void *mmap64(void *a, size_t n, int p, int g, int f, off64_t o) {
    REAL(mmap64); if (fails(f < 0 ? "mmap-memory" : "mmap-file")) FAIL(MAP_FAILED); return real(a, n, p, g, f, o);
}
int stat(const char *p, struct stat *s) { REAL(stat); if (fails("stat")) FAIL(-1); return real(p, s); }
int lstat(const char *p, struct stat *s) { REAL(lstat); if (fails("stat")) FAIL(-1); return real(p, s); }
int fstat(int f, struct stat *s) { REAL(fstat); if (fails("stat")) FAIL(-1); return real(f, s); }
int stat64(const char *p, struct stat64 *s) { REAL(stat64); if (fails("stat")) FAIL(-1); return real(p, s); }
int lstat64(const char *p, struct stat64 *s) { REAL(lstat64); if (fails("stat")) FAIL(-1); return real(p, s); }
int fstat64(int f, struct stat64 *s) { REAL(fstat64); if (fails("stat")) FAIL(-1); return real(f, s); }
int fstatat64(int d, const char *p, struct stat64 *s, int g) {
    REAL(fstatat64); if (fails("stat")) FAIL(-1); return real(d, p, s, g);
}
int statx(int d, const char *p, int g, unsigned m, struct statx *s) {
    REAL(statx);
    /* A probe of the standard library, with no buffer, is no call of the program. */
    if (s && fails("stat")) FAIL(-1);
    return real(d, p, g, m, s);
}
char *realpath(const char *p, char *r) { REAL(realpath); if (fails("realpath")) FAIL(NULL); return real(p, r); }
DIR *opendir(const char *p) { REAL(opendir); if (fails("opendir")) FAIL(NULL); return real(p); }
DIR *fdopendir(int f) { REAL(fdopendir); if (fails("opendir")) FAIL(NULL); return real(f); }
struct dirent *readdir(DIR *d) { REAL(readdir); if (fails("readdir")) FAIL(NULL); return real(d); }
struct dirent64 *readdir64(DIR *d) { REAL(readdir64); if (fails("readdir")) FAIL(NULL); return real(d); }
ssize_t copy_file_range(int a, off64_t *b, int c, off64_t *d, size_t n, unsigned g) {
    REAL(copy_file_range); if (fails("copy")) FAIL(-1); return real(a, b, c, d, n, g);
}
ssize_t sendfile64(int a, int b, off64_t *o, size_t n) { REAL(sendfile64); if (fails("copy")) FAIL(-1); return real(a, b, o, n); }
off64_t lseek64(int f, off64_t o, int from) { REAL(lseek64); if (fails("lseek")) FAIL(-1); return real(f, o, from); }
int fchmod(int f, mode_t m) { REAL(fchmod); if (fails("chmod")) FAIL(-1); return real(f, m); }
char *getcwd(char *b, size_t n) { REAL(getcwd); if (fails("getcwd")) FAIL(NULL); return real(b, n); }
int mprotect(void *a, size_t n, int p) { REAL(mprotect); if (fails("mprotect")) FAIL(-1); return real(a, n, p); }
int pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*run)(void *), void *with) {
    REAL(pthread_create);
    /* Returns its error, and leaves errno alone. */
    return fails("thread") ? (int)number : real(t, a, run, with);
}
