/* Stands between a program and the disk: writes down what the program does to the files of one
 * folder, or lets a chosen call fail. Loaded with LD_PRELOAD; see replay.py and failing.py.
 *
 *   DISK_FOLDER   the folder, as an absolute path without links; files elsewhere are let be
 *   DISK_TRACE    where to write what was done; unset: nothing is written down
 *
 * The program under test may call
 *   disk_mark(text, size)              to put a mark of its own into the trace
 *   disk_fail(first, last, error, kinds, brief)
 *                                      to let calls first..last (from 1, counted from here on)
 *                                      of some kinds (below) fail; brief: call `first` writes half of what
 *                                      it was given and the calls after it fail
 *   disk_calls()                       how many calls of those kinds there were since then
 *
 * A trace is a row of records: one letter, the file's number, an offset, the length of a name,
 * the length of the data, the name, the data (little-endian, without padding).
 *   C create   W write   T truncate   S sync   D sync the folder   U unlink
 *   R rename, L link (data: the new name)   A mark
 * The shared-memory file beside a database (-shm) is not written down: it holds no more than what
 * is rebuilt from the others after a crash. Its calls can be made to fail all the same.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES 4096
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define EXPORT __attribute__((visibility("default")))

enum { WRITES = 1, SYNCS = 2, CREATES = 4, OPENS = 8, REMOVES = 16, READS = 32 };
enum { ELSEWHERE = 0, RECORDED, GUARDED, FOLDER };

static struct { char what; uint64_t number; } files[FILES];
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_size;
static int trace = -1;
static long calls, first, last;
static int fail_with, kinds, brief;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_read)(int, void *, size_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_close)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlinkat)(int, const char *, int);
static int (*real_renameat)(int, const char *, int, const char *);
static int (*real_linkat)(int, const char *, int, const char *, int);

__attribute__((constructor)) static void begin(void)
{
    const char *where = getenv("DISK_FOLDER"), *to = getenv("DISK_TRACE");
    real_write = REAL(write), real_pwrite = REAL(pwrite), real_read = REAL(read);
    real_pread = REAL(pread), real_openat = REAL(openat), real_close = REAL(close);
    real_fsync = REAL(fsync), real_fdatasync = REAL(fdatasync), real_ftruncate = REAL(ftruncate);
    real_unlinkat = REAL(unlinkat), real_renameat = REAL(renameat);
    real_linkat = REAL(linkat);
    if (!where || strlen(where) >= sizeof folder) return;
    strcpy(folder, where);
    folder_size = strlen(folder);
    if (to) trace = real_openat(AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void put(const void *from, size_t size)
{
    for (const char *at = from; size;) {
        ssize_t done = real_write(trace, at, size);
        if (done < 0) abort(); /* a trace with holes would prove nothing */
        at += done, size -= done;
    }
}

static void record(char what, uint64_t number, int64_t offset, const char *name, const void *data,
                   size_t size)
{
    struct __attribute__((packed)) { char what; uint64_t number; int64_t offset; uint16_t name;
                                     uint32_t size; }
        head = {what, number, offset, (uint16_t)strlen(name), (uint32_t)size};
    int kept = errno;
    if (trace < 0) return;
    pthread_mutex_lock(&one_at_a_time);
    put(&head, sizeof head), put(name, head.name), put(data, size);
    pthread_mutex_unlock(&one_at_a_time);
    errno = kept;
}

/* 0: go on. 1: the call is to fail. 2: it is to do half of its work. */
static int fate(int kind)
{
    if (!(kind & kinds)) return 0;
    long call = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    if (!fail_with || call < first || call > last) return 0;
    errno = fail_with;
    return brief && call == first ? 2 : 1;
}

EXPORT void disk_mark(const void *text, size_t size) { record('A', 0, 0, "", text, size); }

EXPORT void disk_fail(long from, long to, int error, int which, int half)
{
    first = from, last = to, fail_with = error, kinds = which, brief = half, calls = 0;
}

EXPORT long disk_calls(void) { return calls; }

/* --- Names ----------------------------------------------------------------------------------- */

/* The name of a file inside the folder, or NULL; `whole` gets the path. */
static const char *inside(int at, const char *path, char *whole)
{
    char base[PATH_MAX], link[64];
    ssize_t size = 0;
    if (!folder_size || !path) return NULL;
    if (path[0] != '/') {
        snprintf(link, sizeof link, at == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", at);
        size = readlink(link, base, sizeof base - 1);
        if (size < 0) return NULL;
    }
    base[size] = 0;
    if (snprintf(whole, PATH_MAX, "%s%s%s", base, size ? "/" : "", path) >= PATH_MAX) return NULL;
    if (strncmp(whole, folder, folder_size) || whole[folder_size] != '/') return NULL;
    return whole + folder_size + 1;
}

static int is_folder(int at, const char *path)
{
    char whole[PATH_MAX];
    return folder_size && path && !inside(at, path, whole) && !strcmp(path, folder);
}

static int is_shm(const char *name)
{
    size_t size = strlen(name);
    return size > 4 && !strcmp(name + size - 4, "-shm");
}

static uint64_t number_of(int fd)
{
    struct stat found;
    return fstat(fd, &found) ? 0 : (uint64_t)found.st_ino;
}

static int what(int fd) { return fd >= 0 && fd < FILES ? files[fd].what : ELSEWHERE; }

/* --- Calls ----------------------------------------------------------------------------------- */

static int opened(int at, const char *path, int flags, mode_t mode)
{
    char whole[PATH_MAX];
    struct stat before;
    const char *name = inside(at, path, whole);
    int is_new, fd;
    if (!name) {
        fd = real_openat(at, path, flags, mode);
        if (fd >= 0 && fd < FILES) files[fd].what = is_folder(at, path) ? FOLDER : ELSEWHERE;
        return fd;
    }
    is_new = (flags & O_CREAT) && stat(whole, &before);
    if (fate(is_new ? CREATES : OPENS)) return -1;
    fd = real_openat(at, path, flags, mode);
    if (fd < 0) return fd;
    if (fd >= FILES) abort();
    files[fd].what = is_shm(name) ? GUARDED : RECORDED;
    files[fd].number = number_of(fd);
    if (files[fd].what == RECORDED && is_new) record('C', files[fd].number, 0, name, "", 0);
    else if (files[fd].what == RECORDED && (flags & O_TRUNC))
        record('T', files[fd].number, 0, "", "", 0);
    return fd;
}

#define MODE                                                                                       \
    mode_t mode = 0;                                                                               \
    if ((flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE) {                                                           \
        va_list more;                                                                              \
        va_start(more, flags), mode = va_arg(more, mode_t), va_end(more);                          \
    }
EXPORT int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
EXPORT int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
EXPORT int openat(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
EXPORT int openat64(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
EXPORT int creat(const char *path, mode_t mode)
{
    return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

EXPORT int close(int fd)
{
    if (fd >= 0 && fd < FILES) files[fd].what = ELSEWHERE;
    return real_close(fd);
}

static ssize_t written(int fd, const void *from, size_t size, off_t offset, int placed)
{
    int where = what(fd), ends = where == ELSEWHERE ? 0 : fate(WRITES);
    ssize_t done;
    if (ends == 1) return -1;
    if (ends == 2) size = (size + 1) / 2;
    done = placed ? real_pwrite(fd, from, size, offset) : real_write(fd, from, size);
    if (where != RECORDED || done <= 0) return done;
    if (!placed) offset = lseek(fd, 0, SEEK_CUR) - done;
    record('W', files[fd].number, offset, "", from, (size_t)done);
    return done;
}

EXPORT ssize_t write(int fd, const void *from, size_t size) { return written(fd, from, size, 0, 0); }
EXPORT ssize_t pwrite(int fd, const void *from, size_t size, off_t at) { return written(fd, from, size, at, 1); }
EXPORT ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) { return written(fd, from, size, at, 1); }

EXPORT ssize_t read(int fd, void *to, size_t size)
{
    return what(fd) != ELSEWHERE && fate(READS) ? -1 : real_read(fd, to, size);
}
EXPORT ssize_t pread(int fd, void *to, size_t size, off_t at)
{
    return what(fd) != ELSEWHERE && fate(READS) ? -1 : real_pread(fd, to, size, at);
}
EXPORT ssize_t pread64(int fd, void *to, size_t size, off64_t at) { return pread(fd, to, size, at); }

static int synced(int fd, int (*sync)(int))
{
    int where = what(fd), failed;
    if (where != ELSEWHERE && fate(SYNCS)) return -1;
    failed = sync(fd);
    if (!failed && where == RECORDED) record('S', files[fd].number, 0, "", "", 0);
    if (!failed && where == FOLDER) record('D', 0, 0, "", "", 0);
    return failed;
}

EXPORT int fsync(int fd) { return synced(fd, real_fsync); }
EXPORT int fdatasync(int fd) { return synced(fd, real_fdatasync); }

EXPORT int ftruncate(int fd, off_t size)
{
    int where = what(fd), failed;
    if (where != ELSEWHERE && fate(WRITES)) return -1;
    failed = real_ftruncate(fd, size);
    if (!failed && where == RECORDED) record('T', files[fd].number, size, "", "", 0);
    return failed;
}
EXPORT int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

EXPORT int unlinkat(int at, const char *path, int flags)
{
    char whole[PATH_MAX];
    const char *name = inside(at, path, whole);
    int failed;
    if (name && fate(REMOVES)) return -1;
    failed = real_unlinkat(at, path, flags);
    if (!failed && name && !is_shm(name)) record('U', 0, 0, name, "", 0);
    return failed;
}
EXPORT int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

static int moved(int from_at, const char *from, int to_at, const char *to, char how, int flags)
{
    char whole_from[PATH_MAX], whole_to[PATH_MAX];
    const char *name = inside(from_at, from, whole_from), *now = inside(to_at, to, whole_to);
    int failed;
    if ((name || now) && fate(CREATES)) return -1;
    failed = how == 'L' ? real_linkat(from_at, from, to_at, to, flags)
                        : real_renameat(from_at, from, to_at, to);
    if (!failed && (name || now)) {
        if (!name || !now) abort(); /* a move over the folder's edge cannot be replayed */
        record(how, 0, 0, name, now, strlen(now));
    }
    return failed;
}

EXPORT int renameat(int from_at, const char *from, int to_at, const char *to)
{
    return moved(from_at, from, to_at, to, 'R', 0);
}
EXPORT int rename(const char *from, const char *to) { return moved(AT_FDCWD, from, AT_FDCWD, to, 'R', 0); }
EXPORT int linkat(int from_at, const char *from, int to_at, const char *to, int flags)
{
    return moved(from_at, from, to_at, to, 'L', flags);
}
EXPORT int link(const char *from, const char *to) { return moved(AT_FDCWD, from, AT_FDCWD, to, 'L', 0); }
