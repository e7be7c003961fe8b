#include "daemon/notify.h"

#include <event2/event.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/err.h"

#ifdef HAVE_SYSTEMD
#include <systemd/sd-daemon.h>

static void say(const char *what, const char *status)
{
    sd_notifyf(0, "%s%s%s", what, status != NULL ? "\nSTATUS=" : "", status != NULL ? status : "");
}

static uint64_t watchdog_interval_us(void)
{
    uint64_t interval = 0;
    return sd_watchdog_enabled(0, &interval) > 0 ? interval : 0;
}

static void say_reloading(void)
{
    /* sd_notify(3): RELOADING=1 comes with the monotonic time, so that a later READY=1 counts. */
    sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%lld", (long long)clock_monotonic() * 1000);
}
#else
static void say(const char *what, const char *status)
{
    (void)what;
    (void)status;
}

static uint64_t watchdog_interval_us(void)
{
    return 0;
}

static void say_reloading(void)
{
}
#endif

struct notify {
    struct event *watchdog;
};

static void on_watchdog(evutil_socket_t fd, short events, void *arg)
{
    (void)fd;
    (void)events;
    (void)arg;
    say("WATCHDOG=1", NULL);
}

int notify_new(struct event_base *base, struct notify **out)
{
    struct notify *notify = calloc(1, sizeof(*notify));
    if (notify == NULL)
        return ERR_NOMEM;
    uint64_t interval = watchdog_interval_us();
    if (interval > 0) {
        uint64_t half = interval / 2;
        struct timeval every = {.tv_sec = (time_t)(half / 1000000),
                                .tv_usec = (suseconds_t)(half % 1000000)};
        notify->watchdog = event_new(base, -1, EV_PERSIST, on_watchdog, NULL);
        if (notify->watchdog == NULL || event_add(notify->watchdog, &every) < 0) {
            notify_free(notify);
            return ERR_NOMEM;
        }
    }
    *out = notify;
    return 0;
}

void notify_ready(struct notify *notify, const char *status)
{
    if (notify != NULL)
        say("READY=1", status);
}

void notify_reloading(struct notify *notify)
{
    if (notify != NULL)
        say_reloading();
}

void notify_stopping(struct notify *notify)
{
    if (notify != NULL)
        say("STOPPING=1", NULL);
}

void notify_status(struct notify *notify, const char *status)
{
    if (notify != NULL && status != NULL)
        say("", status);
}

void notify_free(struct notify *notify)
{
    if (notify == NULL)
        return;
    if (notify->watchdog != NULL)
        event_free(notify->watchdog);
    free(notify);
}
