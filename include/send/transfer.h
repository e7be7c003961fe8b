/* One curl-multi on a libevent loop, shared by the channels that speak to the network.
 *
 * It caps connections in all and per destination (host:port), keeps those that are open for the
 * next message, and lets no slow destination or name look-up hold up the others: a destination
 * that has not answered yet gets one transfer at a time, and all such destinations together may
 * use only part of the connections. The process ignores SIGPIPE: libcurl is told to leave signals
 * alone. */
#ifndef SEND_TRANSFER_H
#define SEND_TRANSFER_H

#include <stddef.h>
#include <stdint.h>

struct event_base;
struct transfer;

struct transfer_options {
    size_t max_total;           /* transfers at once; 1 … 4096 */
    size_t max_per_destination; /* 1 … max_total */
    size_t max_unproven;        /* transfers at once to destinations that have not answered yet,
                                   and so look-ups at once; 1 … max_total */
    int64_t connect_ms;         /* look-up, connection, TLS and greeting; 1 … 1 hour */
    int64_t stall_ms;           /* nothing (or next to nothing) moves for so long, the wait for
                                   the first byte included; whole seconds, 1000 … 1 hour */
    int64_t total_ms;           /* the whole of a webhook; 1 … 1 hour */
    size_t body_max;            /* an answer longer than this is cut off; bytes */
};

/* 64 in all, 8 per destination, 16 unproven; 10 s, 20 s, 30 s; 1 MiB. */
void transfer_options_init(struct transfer_options *options);

/* Makes one on the loop, which must outlive it. options are copied; NULL: the defaults.
 * Returns 0, ERR_NOMEM, or ERR_RANGE (an option outside what is said above). */
int transfer_new(struct event_base *base, const struct transfer_options *options,
                 struct transfer **transfer);

/* Breaks off what is under way without waiting (a hanging look-up included) and frees all.
 * Accepts NULL. The channels on it have been freed before. */
void transfer_free(struct transfer *transfer);

#endif
