/* The tick: what is due becomes stages, notices, messages. */
#ifndef ENGINE_TICK_H
#define ENGINE_TICK_H

#include "engine/engine.h"

struct tick_result {
    size_t occurrences; /* looked at */
    size_t notices;     /* decided */
    size_t skipped;     /* stages passed over, each with its reason in the ledger */
    size_t messages;    /* put into the outbox */
    bool more;          /* a batch was full: tick again at once */
    instant_t next;     /* the earliest instant at which a tick has work (<= now when more);
                           INSTANT_NONE: nothing waits. Messages to send are not counted here: see
                           store_outbox_next */
};

/* Does what is due at `now`, in one transaction, touching due rows only. Running it again at the
 * same instant adds nothing. Returns 0 or an error of the store (nothing is kept, tick later). */
int engine_tick(struct engine *engine, instant_t now, struct tick_result *out);

/* The earliest instant at which a tick has work; as tick_result.next. */
int engine_next(struct engine *engine, instant_t *out);

#endif
