/* What other systems told us: each once, with what was answered, and what the office decided. */
#ifndef STORE_INCOMING_H
#define STORE_INCOMING_H

#include "cal/civil.h"
#include "store/store.h"

struct incoming_row {
    int64_t number;     /* given by the store, from 1 */
    const char *source; /* with `id`: unique */
    const char *id;
    const char *fingerprint; /* hash of what arrived */
    const char *author;
    instant_t at;     /* when it was taken in */
    const char *type; /* the engine's words, as all of these */
    instant_t time;
    const char *department; /* whose office has to know; NULL none */
    const char *document_number;
    day_t document_day;
    const char *document_organ;
    const char *document_ident;
    const char *subject;
    day_t received, due;
    const char *unit;
    const char *task, *plan, *stt, *period;
    const char *response_number;
    day_t response_day;
    const char *response_organ;
    const char *response_ident;
    /* what was answered */
    const char *outcome;    /* "applied" "pending" */
    const char *occurrence; /* acted on, or made */
    day_t occurrence_due;
    const char *code; /* why it is pending */
    const char *reason;
    const char *remedy;
    /* what the office made of it */
    const char *settled; /* NULL: nothing (yet) */
    instant_t settled_at;
    const char *settled_by;
    const char *settled_note;
    const char *settled_occurrence;
    void *owned;
};

struct incoming_rows {
    struct incoming_row *items;
    size_t count, capacity;
};

void store_incoming_init(struct incoming_row *row);
void store_incoming_clear(struct incoming_row *row);
void store_incoming_rows_clear(struct incoming_rows *rows);

/* Adds one, unsettled. ERR_EXISTS: its source and id are there. */
int store_incoming_add(struct store *store, const struct incoming_row *row, int64_t *number);
/* ERR_NOT_FOUND. Clear *out. */
int store_incoming_find(struct store *store, const char *source, const char *id,
                        struct incoming_row *out);
int store_incoming_get(struct store *store, int64_t number, struct incoming_row *out);
/* What the office made of one that is pending: number and the settled fields of row.
 * ERR_NOT_FOUND: none of that number waits. */
int store_incoming_settle(struct store *store, const struct incoming_row *row);
/* Those that wait for a department's office (NULL: any), by number above `after`, at most `limit`. The
 * list is replaced. */
int store_incoming_pending(struct store *store, const char *department, int64_t after, size_t limit,
                           struct incoming_rows *out);
/* How many wait; at most `limit` are counted. */
int store_incoming_count(struct store *store, size_t limit, int64_t *pending);
/* A page of all, newest first, below `before` (0: from the newest). The list is replaced. */
int store_incoming_list(struct store *store, int64_t before, size_t limit,
                        struct incoming_rows *out);
/* Forgets at most `limit` that were taken in before `before` and wait for nobody. */
int store_incoming_forget(struct store *store, instant_t before, size_t limit);

#endif
