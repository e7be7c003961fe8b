#include "daemon/signals.h"

#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>

#include "base/err.h"

#define SIGNAL_COUNT 3

struct signals {
    struct signals_calls calls;
    struct event *events[SIGNAL_COUNT];
};

static void on_stop(evutil_socket_t number, short events, void *arg)
{
    struct signals *signals = arg;
    (void)number;
    (void)events;
    signals->calls.stop(signals->calls.arg);
}

static void on_reload(evutil_socket_t number, short events, void *arg)
{
    struct signals *signals = arg;
    (void)number;
    (void)events;
    signals->calls.reload(signals->calls.arg);
}

int signals_new(struct event_base *base, const struct signals_calls *calls, struct signals **out)
{
    static const struct {
        int number;
        event_callback_fn call;
    } table[SIGNAL_COUNT] = {{SIGTERM, on_stop}, {SIGINT, on_stop}, {SIGHUP, on_reload}};
    struct signals *signals = calloc(1, sizeof(*signals));
    if (signals == NULL)
        return ERR_NOMEM;
    signals->calls = *calls;
    for (int i = 0; i < SIGNAL_COUNT; i++) {
        signals->events[i] = evsignal_new(base, table[i].number, table[i].call, signals);
        if (signals->events[i] == NULL || event_add(signals->events[i], NULL) < 0) {
            signals_free(signals);
            return ERR_NOMEM;
        }
    }
    signal(SIGPIPE, SIG_IGN);
    *out = signals;
    return 0;
}

void signals_free(struct signals *signals)
{
    if (signals == NULL)
        return;
    for (int i = 0; i < SIGNAL_COUNT; i++) {
        if (signals->events[i] != NULL)
            event_free(signals->events[i]);
    }
    free(signals);
}
