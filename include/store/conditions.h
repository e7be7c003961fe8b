/* What is wrong with dondoc itself, while it lasts: a full disk, a clock that jumped, an endpoint
 * that is gone. Few rows; what was and is over stands in the ledger. */
#ifndef STORE_CONDITIONS_H
#define STORE_CONDITIONS_H

#include "store/store.h"

struct condition_row {
    const char *kind;       /* the engine's word: "disk", "clock" … */
    const char *subject;    /* what it is about, "" when there is only one */
    const char *department; /* "" the whole machine's */
    const char *detail;     /* for people, a whole sentence */
    instant_t first_seen;   /* given by the store */
    instant_t last_seen;
    instant_t ends_at; /* is over by itself then; INSTANT_NONE: when it is ended */
    instant_t told_at; /* INSTANT_NONE: nobody was told yet */
    void *owned;
};

struct condition_rows {
    struct condition_row *items;
    size_t count, capacity;
};

void store_condition_rows_clear(struct condition_rows *rows);
/* It is so at last_seen, newly or still. first_seen and told_at are ignored. *fresh (may be NULL):
 * it was not so before. */
int store_condition_put(struct store *store, const struct condition_row *row, bool *fresh);
/* It is over. ERR_NOT_FOUND: it was not so. */
int store_condition_end(struct store *store, const char *kind, const char *subject);
/* Ends those whose time has come. */
int store_conditions_expire(struct store *store, instant_t now);
/* ERR_NOT_FOUND: it is over. */
int store_condition_told(struct store *store, const char *kind, const char *subject, instant_t at);
/* By kind and subject. The list is replaced. */
int store_conditions_list(struct store *store, struct condition_rows *out);

#endif
