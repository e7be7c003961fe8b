/* How attempts at delivery ended, made durable: the retry schedule, final failure, endpoints that
 * are gone, and the ledger (design.md §6). */
#ifndef ENGINE_DELIVERY_H
#define ENGINE_DELIVERY_H

#include "send/channel.h"
#include "store/outbox.h"

struct delivery {
    int64_t message; /* id of the row that was claimed */
    const char *ident;
    const char *recipient;
    enum message_channel channel;
    int attempts;                /* with this one */
    instant_t undelivered_since; /* as claimed */
    instant_t at;                /* when the attempt ended */
    const struct send_result *result;
};

/* Records the attempts in one transaction, with a ledger entry "attempt" each:
 *  - delivered: the message is done;
 *  - later: queued again at the next instant of the schedule (schedule/retry.h), whose jitter comes
 *    from ident and attempts, so that a repeat decides the same; after its end it has failed;
 *  - never: it has failed;
 *  - gone: the endpoint is disabled and its queue parked.
 * A message that is not `sending` any more is passed over. Returns 0, or what the store returns:
 * nothing is recorded then, and the same call may be made again. */
int delivery_record(struct store *store, const struct delivery *items, size_t count);

#endif
