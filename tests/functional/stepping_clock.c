/* Preloaded into dondocd: the machine's clock as a test sets it, while it runs. CLOCK_FILE holds two
 * numbers (native int64, ms): how far CLOCK_REALTIME is ahead of the true one, and CLOCK_BOOTTIME (time
 * spent in suspend). Writing to it sets the clock: a timerfd on CLOCK_REALTIME with cancel-on-set becomes
 * readable, and reading it, or setting it before that, gives ECANCELED once, as the kernel has it
 * (timerfd_create(2), timerfd_setup in fs/timerfd.c); the timer itself goes on by the new clock. This machine's clock is left alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* The one exception from base/banned.h. */
#undef clock_gettime

enum { WALL, BOOT };

/* One timer is all that dondocd has: an epoll that watches the true timer and the file. */
static struct {
    int epoll, timer, file;
    int flags;
    struct itimerspec set; /* by the test's clock */
    int64_t lead;          /* what it was set with */
} timer = {.epoll = -1};

static volatile const int64_t *leads(void)
{
    static volatile const int64_t *mapped;
    if (!mapped) {
        const char *path = getenv("CLOCK_FILE");
        int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        void *at = fd < 0 ? MAP_FAILED : mmap(NULL, 16, PROT_READ, MAP_SHARED, fd, 0);
        if (at == MAP_FAILED) {
            abort();
        }
        close(fd);
        mapped = at;
    }
    return mapped;
}

static void move(struct timespec *at, int64_t ms)
{
    int64_t all = (int64_t)at->tv_sec * 1000 + ms + at->tv_nsec / 1000000;
    if (all < 1) {
        all = 1; /* zero would disarm it */
    }
    at->tv_sec = all / 1000;
    at->tv_nsec = all % 1000 * 1000000 + at->tv_nsec % 1000000;
}

int clock_gettime(clockid_t id, struct timespec *now)
{
    int got = (int)syscall(SYS_clock_gettime, id, now);
    if (got == 0 && id == CLOCK_REALTIME) {
        move(now, leads()[WALL]);
    } else if (got == 0 && id == CLOCK_BOOTTIME) {
        move(now, leads()[BOOT]);
    }
    return got;
}

int timerfd_create(int id, int flags)
{
    int fd = (int)syscall(SYS_timerfd_create, id, flags | TFD_NONBLOCK);
    if (id != CLOCK_REALTIME || fd < 0) {
        return fd;
    }
    struct epoll_event readable = {.events = EPOLLIN};
    timer.timer = fd;
    timer.file = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    timer.epoll = epoll_create1(EPOLL_CLOEXEC);
    timer.lead = leads()[WALL];
    if (inotify_add_watch(timer.file, getenv("CLOCK_FILE"), IN_MODIFY) < 0 ||
        epoll_ctl(timer.epoll, EPOLL_CTL_ADD, timer.timer, &readable) != 0 ||
        epoll_ctl(timer.epoll, EPOLL_CTL_ADD, timer.file, &readable) != 0) {
        abort();
    }
    return timer.epoll;
}

static int arm(void)
{
    struct itimerspec spec = timer.set;
    timer.lead = leads()[WALL];
    if (spec.it_value.tv_sec != 0 || spec.it_value.tv_nsec != 0) {
        move(&spec.it_value, -timer.lead);
    }
    return (int)syscall(SYS_timerfd_settime, timer.timer, TFD_TIMER_ABSTIME, &spec, NULL);
}

int timerfd_settime(int fd, int flags, const struct itimerspec *set, struct itimerspec *old)
{
    if (fd != timer.epoll) {
        return (int)syscall(SYS_timerfd_settime, fd, flags, set, old);
    }
    if (!(flags & TFD_TIMER_ABSTIME)) {
        abort(); /* a relative one would be late after suspend */
    }
    timer.flags = flags;
    timer.set = *set;
    bool canceled = leads()[WALL] != timer.lead && (flags & TFD_TIMER_CANCEL_ON_SET);
    int got = arm();
    if (got == 0 && canceled) {
        errno = ECANCELED; /* and it is armed; reading it does not say so again */
        got = -1;
    }
    return got;
}

ssize_t read(int fd, void *data, size_t size)
{
    static char events[4096];
    if (fd != timer.epoll || fd < 0) {
        return syscall(SYS_read, fd, data, size);
    }
    while (syscall(SYS_read, timer.file, events, sizeof(events)) > 0) {
    }
    if (leads()[WALL] != timer.lead) {
        (void)arm();
        if (timer.flags & TFD_TIMER_CANCEL_ON_SET) {
            errno = ECANCELED;
            return -1;
        }
    }
    return syscall(SYS_read, timer.timer, data, size);
}
