/* The daemon as a whole: owns everything, from the log to the control socket. */
#ifndef DAEMON_APP_H
#define DAEMON_APP_H

#include "base/clock.h"
#include "base/log.h"
#include "daemon/generation.h"

struct app_options {
    const char *config;      /* path */
    instant_t virtual_start; /* INSTANT_NONE: the real clock; else the clock starts here and runs */
    enum log_level log_level;
};

struct app {
    struct app_options options;
    struct log log;
    struct clock clock;
    struct event_base *base;
    struct store *store;
    struct generation *current;
    struct generation *retiring; /* after reloads, the newest first: until their messages under way
                                    have ended */
    struct wake *wake;
    struct signals *signals;
    struct notify *notify;
    struct ctl_server *ctl;
    struct edxml_watch *edxml;
    struct integrity *integrity;
    struct http *http;
    struct hooks *hooks;
    int http_next;       /* bound for a reload under way; -1 */
    struct event *retry; /* a turn that failed is tried again */
    int failures;        /* turns that failed in a row, up to a limit */
    instant_t due;       /* when the engine has something to do next; INSTANT_NONE */
    instant_t wall;      /* what the clock read when it was last looked at, */
    int64_t elapsed;     /* and what had gone by then (clock_elapsed) */
    bool stirred;        /* the outbox was changed by somebody else than the sender */
    bool stopping;
    struct event *deadline; /* of stopping */
    int exit_code;
};

/* Sets up everything in order and leaves it ready to run; what is wrong is logged. On failure the
 * half-built app is to be given to app_deinit all the same. Returns 0 or an enum err. */
int app_init(struct app *app, const struct app_options *options);
/* Runs the loop until a signal ends it. Returns the exit code. */
int app_run(struct app *app);
/* In mirror order of app_init; accepts a half-built and a zeroed app. */
void app_deinit(struct app *app);

/* Ticks, sends, and arms the timer for what comes next. */
void app_turn(struct app *app);
/* Somebody changed the outbox or an endpoint: the next turn looks at all of it. */
void app_stir(struct app *app);
/* Reads config and plans again. With an error nothing changes; findings go to diag and to the log.
 * difference may be NULL. Returns 0 or an enum err. */
struct load_difference;
int app_reload(struct app *app, const char *author, struct load_difference *difference,
               struct diag *diag);

#endif
