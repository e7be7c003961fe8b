/* The same load and tick on a store in memory and a virtual clock: what would leave, when, to whom. */
#ifndef ENGINE_FORECAST_H
#define ENGINE_FORECAST_H

#include "engine/engine.h"
#include "store/notices.h"
#include "store/outbox.h"

/* One message that would leave. Lasts as long as the callback. */
struct forecast_message {
    instant_t at;
    const struct message_row *message; /* class, channel, department, recipient, subject, body */
    const char *unit;                  /* ids of the units it goes through, joined by "; " */
    const struct notice_rows *notices; /* anchor is the due day of each (lists: the list's day) */
    struct store *store;               /* to look up occurrences; not to be written */
};

/* Plans are loaded for the first time at the beginning of day `from`; then time runs to the end of
 * day `to` (at most 10 years). Nobody does anything. Findings of the load go to diag. `each` returns
 * 0 to go on, > 0 to stop quietly, < 0 to stop with that error.
 * Returns 0, ERR_RANGE, ERR_NOMEM, what engine_open returns. *faulty (may be NULL) counts plans
 * that could not be read. */
int engine_forecast(const struct settings *settings, day_t from, day_t to,
                    int (*each)(const struct forecast_message *message, void *arg), void *arg,
                    size_t *faulty, struct diag *diag);
/* The same from where a running dondoc stands: a copy of its database goes on from then (or from `from`
 * when that is later), with what was done, triggered, assigned and measured. The file is only read. Also
 * returns what store_open_copy returns. */
int engine_forecast_live(const struct settings *settings, const char *state, day_t from, day_t to,
                         int (*each)(const struct forecast_message *message, void *arg), void *arg,
                         size_t *faulty, struct diag *diag);

#endif
