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

/* What is remembered of a destination, over restarts too. */
struct delivery_standing {
    const char *name;       /* of an endpoint, or DELIVERY_MAIL */
    int failures;           /* in a row */
    instant_t paused_until; /* INSTANT_NONE: not paused */
};
/* The one way of all mail; no endpoint can have this name. */
#define DELIVERY_MAIL "@mail"

/* Takes in how an attempt ended. A destination that cannot be reached, or a receiver that answers
 * 5xx, has failed once more and is paused after some failures (retry_pause); one that asks for time
 * (429 or 503 with Retry-After) is paused that long; any other answer clears it. Pure. */
void delivery_learn(struct delivery_standing *standing, const struct delivery *item);
/* Whether it is paused. A pause longer than any (RETRY_FURTHEST) comes from a clock that was wrong
 * and counts for nothing. */
bool delivery_is_paused(const struct delivery_standing *standing, instant_t now);

/* What a destination has room for. */
struct delivery_claim {
    enum message_channel channel;
    const char *recipient; /* NULL: whatever the channel has */
    size_t limit;
    struct message_rows rows; /* out: claimed, `sending`, with bodies */
    instant_t next;           /* out: the earliest of what stays queued; INSTANT_NONE */
};

/* When a message whose attempt ended so is tried again: what delivery_turn writes down for it.
 * INSTANT_NONE: not again. Pure. */
instant_t delivery_again(const struct delivery *item);
struct engine;

/* One turn of the sender, all in one transaction. */
struct delivery_turn {
    instant_t now;
    const struct delivery *ended; /* attempts to record */
    size_t ended_count;
    const int64_t *released; /* messages that were claimed and not tried */
    size_t released_count;
    const struct delivery_standing *const *learnt; /* standings that changed */
    size_t learnt_count;
    const struct settings *settings; /* whose hours mails keep; NULL: they leave at any */
    /* Knows what mails still have to say, tells endpoints of what will not arrive; NULL: neither. */
    struct engine *engine;
    size_t told; /* out: events that it made, for others of the destinations */
    struct delivery_claim *claims;
    size_t claim_count;
};

/* Records the attempts, with a ledger entry "attempt" each:
 *  - delivered: the message is done;
 *  - later: queued again at the next instant of the schedule (schedule/retry.h), whose jitter comes
 *    from ident and attempts, so that a repeat decides the same; after its end it has failed; a mail
 *    that has nothing left to say by then is cancelled;
 *  - never: it has failed;
 *  - gone: the endpoint is disabled and its queue parked.
 * A message that is not `sending` any more is passed over. Then gives back what was not tried,
 * keeps the standings, and claims; a mail that is claimed outside its department's hours is put back
 * until they begin, unless a person sends it or it is for the administrator. Returns 0, or what the store returns: nothing is recorded then,
 * nothing claimed, and the same call may be made again. The rows of the claims are the caller's to
 * clear. */
int delivery_turn(struct store *store, struct delivery_turn *turn);

#endif
