/* Preloaded into send-driver: the FAIL_AT-th request for memory after the loop began is refused. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

static int begun;
static long count;

static int refused(void)
{
    static long at = -1;
    if (!begun) {
        return 0;
    }
    if (at < 0) {
        const char *text = getenv("FAIL_AT");
        at = text ? strtol(text, NULL, 10) : 0;
    }
    return ++count == at;
}

int epoll_wait(int fd, struct epoll_event *events, int max, int timeout)
{
    begun = 1;
    return (int)syscall(SYS_epoll_pwait, fd, events, max, timeout, NULL, 8);
}

/* What dlsym itself asks for before we know the real calloc. */
static void *early_calloc(size_t size)
{
    static char memory[65536];
    static size_t used;
    void *place = memory + used;
    used += (size + 15) & ~(size_t)15;
    return used <= sizeof(memory) ? place : NULL;
}

void *malloc(size_t size)
{
    static void *(*real)(size_t);
    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "malloc");
    }
    return refused() ? NULL : real(size);
}

void *calloc(size_t number, size_t size)
{
    static void *(*real)(size_t, size_t);
    static int looking;
    if (looking) {
        return early_calloc(number * size);
    }
    if (!real) {
        looking = 1;
        *(void **)&real = dlsym(RTLD_NEXT, "calloc");
        looking = 0;
    }
    return refused() ? NULL : real(number, size);
}

void *realloc(void *memory, size_t size)
{
    static void *(*real)(void *, size_t);
    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "realloc");
    }
    return refused() ? NULL : real(memory, size);
}
