/* Silences: what nothing is said about until a day, by whom and why. They are never removed: that
 * one was ended early stands in its row. */
#ifndef STORE_SILENCES_H
#define STORE_SILENCES_H

#include "cal/civil.h"
#include "store/store.h"

struct silence_row {
    int64_t id; /* given by the store */
    const char *department;
    const char *unit; /* this and the next two: NULL any */
    const char *plan;
    const char *stt;
    day_t until; /* the last day */
    const char *reason;
    const char *author;
    instant_t created_at;
    instant_t ended_at; /* ended by a person before its last day; INSTANT_NONE: not */
    const char *ended_by;
    void *owned;
};

struct silence_rows {
    struct silence_row *items;
    size_t count, capacity;
};

void store_silence_init(struct silence_row *row);
void store_silence_clear(struct silence_row *row);
void store_silence_rows_clear(struct silence_rows *rows);

/* Adds one (its id and end are ignored); *id is its number. */
int store_silence_add(struct store *store, const struct silence_row *row, int64_t *id);
/* Ends it early. ERR_NOT_FOUND: there is none of that number, or it was ended before. */
int store_silence_end(struct store *store, int64_t id, instant_t at, const char *by);
/* ERR_NOT_FOUND. Clear *out. */
int store_silence_get(struct store *store, int64_t id, struct silence_row *out);
/* Those of a department that last on that day, the shortest first. The list is replaced. */
int store_silences_live(struct store *store, const char *department, day_t day,
                        struct silence_rows *out);
/* All there ever were, by number. The list is replaced. */
int store_silences_list(struct store *store, struct silence_rows *out);

#endif
