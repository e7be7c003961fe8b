#include "daemon/wake.h"

#include <errno.h>
#include <event2/event.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/err.h"

/* With nothing waiting the timer stands this far off: an unarmed one would not see a set clock. */
#define WAKE_HORIZON_MS ((int64_t)3650 * 86400 * 1000)

struct wake {
    int fd;
    struct event *event;
    const struct clock *clock;
    wake_fn call;
    void *arg;
    instant_t armed;
    bool was_set; /* the clock, noticed while arming */
};

static int64_t wall_clock_lead(const struct wake *wake)
{
    return wake->clock->fixed == INSTANT_NONE ? wake->clock->shift : 0;
}

/* Returns 0, 1 when the clock was set since the last time (the timer is armed all the same, and reading
 * it will not tell any more), or ERR_IO. */
static int set_timer(struct wake *wake, instant_t wall)
{
    /* An all-zero value would disarm; 1970 has gone by and fires at once. */
    instant_t at = wall < 1 ? 1 : wall;
    struct itimerspec spec = {
        .it_value = {.tv_sec = at / 1000, .tv_nsec = (long)(at % 1000) * 1000000L},
    };
    int flags = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
    if (timerfd_settime(wake->fd, flags, &spec, NULL) == 0)
        return 0;
    return errno == ECANCELED ? 1 : ERR_IO;
}

static void on_readable(evutil_socket_t fd, short events, void *arg)
{
    struct wake *wake = arg;
    uint64_t expirations;
    (void)events;
    bool was_set = wake->was_set;
    wake->was_set = false;
    ssize_t got = read(fd, &expirations, sizeof(expirations));
    if (was_set || (got < 0 && errno == ECANCELED)) {
        wake_at(wake, wake->armed);
        wake->call(WAKE_CLOCK_SET, wake->arg);
    } else if (got == (ssize_t)sizeof(expirations)) {
        instant_t due = wake->armed;
        wake_at(wake, INSTANT_NONE);
        if (due != INSTANT_NONE)
            wake->call(WAKE_DUE, wake->arg);
    }
}

int wake_new(struct event_base *base, const struct clock *clock, wake_fn call, void *arg,
             struct wake **out)
{
    int err = ERR_NOMEM;
    struct wake *wake = calloc(1, sizeof(*wake));
    if (wake == NULL)
        return ERR_NOMEM;
    *wake = (struct wake){.clock = clock, .call = call, .arg = arg, .armed = INSTANT_NONE};
    wake->fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (wake->fd < 0) {
        err = ERR_IO;
        goto fail;
    }
    wake->event = event_new(base, wake->fd, EV_READ | EV_PERSIST, on_readable, wake);
    if (wake->event == NULL || event_add(wake->event, NULL) < 0)
        goto fail;
    err = wake_at(wake, INSTANT_NONE);
    if (err < 0)
        goto fail;
    *out = wake;
    return 0;
fail:
    wake_free(wake);
    return err;
}

int wake_at(struct wake *wake, instant_t at)
{
    struct clock real;
    clock_init_real(&real);
    instant_t wall =
        at == INSTANT_NONE ? clock_now(&real) + WAKE_HORIZON_MS : at - wall_clock_lead(wake);
    int err = set_timer(wake, wall);
    if (err < 0)
        return err;
    wake->armed = at;
    if (err > 0) {
        wake->was_set = true;
        event_active(wake->event, EV_READ, 0);
    }
    return 0;
}

instant_t wake_armed(const struct wake *wake)
{
    return wake->armed;
}

void wake_free(struct wake *wake)
{
    if (wake == NULL)
        return;
    if (wake->event != NULL)
        event_free(wake->event);
    if (wake->fd >= 0)
        close(wake->fd);
    free(wake);
}
