/* The one timer of the daemon: absolute time on the wall clock.
 *
 * libevent's own timers are relative: late after suspend and deaf to steps of the clock. This is a
 * timerfd on CLOCK_REALTIME with an absolute instant and cancel-on-set: it fires when the wall
 * clock reaches the instant, whatever happened in between, and at once when the clock is set. */
#ifndef DAEMON_WAKE_H
#define DAEMON_WAKE_H

#include "base/clock.h"

struct event_base;
struct wake;

enum wake_reason {
    WAKE_DUE,       /* the instant has come */
    WAKE_CLOCK_SET, /* the wall clock was set, forwards or backwards */
};

typedef void (*wake_fn)(enum wake_reason reason, void *arg);

/* Makes a timer on the loop that calls `call` from it. The clock says what instants mean: a real
 * or a shifted one (a virtual date that runs); it and the loop outlive the timer.
 * Returns 0, ERR_NOMEM, or ERR_IO (timerfd). Not armed yet, but a set clock is noticed already. */
int wake_new(struct event_base *base, const struct clock *clock, wake_fn call, void *arg,
             struct wake **wake);

/* Arms it for an instant of its clock; one gone by fires at the next turn of the loop.
 * INSTANT_NONE: nothing waits, only a set clock is noticed. Returns 0 or ERR_IO. */
int wake_at(struct wake *wake, instant_t at);

/* The instant it is armed for, or INSTANT_NONE. */
instant_t wake_armed(const struct wake *wake);

/* Accepts NULL. */
void wake_free(struct wake *wake);

#endif
