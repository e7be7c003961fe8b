/* Preloaded: what is written to files whose path holds DISK_PATH fails as the file DISK_FAULT says: two
 * native int32, the errno for writing and the one for syncing; 0: it works. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITING, SYNCING };

static int fault(int fd, int what)
{
    static volatile const int32_t *faults;
    if (!faults) {
        const char *name = getenv("DISK_FAULT");
        int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
        void *at = file < 0 ? MAP_FAILED : mmap(NULL, 8, PROT_READ, MAP_SHARED, file, 0);
        if (at == MAP_FAILED) {
            abort();
        }
        close(file);
        faults = at;
    }
    if (faults[what] == 0) {
        return 0;
    }
    char link[64];
    char path[4096];
    (void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof(path) - 1);
    path[len < 0 ? 0 : len] = '\0';
    return strstr(path, getenv("DISK_PATH")) ? faults[what] : 0;
}

#define REAL(type, name, ...)                                                                      \
    static type (*real)(__VA_ARGS__);                                                              \
    if (!real) {                                                                                   \
        *(void **)&real = dlsym(RTLD_NEXT, #name);                                                 \
    }

#define FAIL(fd, what)                                                                             \
    int failed = fault(fd, what);                                                                  \
    if (failed) {                                                                                  \
        errno = failed;                                                                            \
        return -1;                                                                                 \
    }

ssize_t write(int fd, const void *data, size_t len)
{
    REAL(ssize_t, write, int, const void *, size_t)
    FAIL(fd, WRITING)
    return real(fd, data, len);
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t at)
{
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t)
    FAIL(fd, WRITING)
    return real(fd, data, len, at);
}

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t at)
{
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)
    FAIL(fd, WRITING)
    return real(fd, data, len, at);
}

int ftruncate(int fd, off_t len)
{
    REAL(int, ftruncate, int, off_t)
    FAIL(fd, WRITING)
    return real(fd, len);
}

int ftruncate64(int fd, off64_t len)
{
    REAL(int, ftruncate64, int, off64_t)
    FAIL(fd, WRITING)
    return real(fd, len);
}

int fsync(int fd)
{
    REAL(int, fsync, int)
    FAIL(fd, SYNCING)
    return real(fd);
}

int fdatasync(int fd)
{
    REAL(int, fdatasync, int)
    FAIL(fd, SYNCING)
    return real(fd);
}
