/* SIGTERM and SIGINT end the daemon, SIGHUP reloads it; all are handled on the loop. */
#ifndef DAEMON_SIGNALS_H
#define DAEMON_SIGNALS_H

struct event_base;
struct signals;

struct signals_calls {
    void (*stop)(void *arg);
    void (*reload)(void *arg);
    void *arg;
};

/* Installs the handlers and ignores SIGPIPE. Returns 0 or ERR_NOMEM. */
int signals_new(struct event_base *base, const struct signals_calls *calls, struct signals **out);
/* Restores the default handling; accepts NULL. */
void signals_free(struct signals *signals);

#endif
