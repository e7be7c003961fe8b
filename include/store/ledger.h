/* The ledger (sổ theo dõi): what was said, tried and decided, by whom, when. Nothing in it is ever
 * changed or removed; each entry holds the SHA-256 of itself and of the one before. */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "store/store.h"

#define LEDGER_HASH_SIZE 65 /* 64 hexadecimal digits and NUL */

struct ledger_row {
    int64_t seq; /* from 1, without gaps; given by the store */
    instant_t at;
    const char *kind;       /* the engine's word: "notice", "skipped", "attempt", "done" … */
    const char *occurrence; /* this and the next four: NULL none */
    int64_t message;        /* 0 none */
    const char *recipient;
    const char *author;
    const char *detail;    /* JSON object, or NULL */
    const char *prev_hash; /* given by the store */
    const char *hash;      /* given by the store */
    void *owned;
};

/* Adds an entry, inside a transaction; seq and hashes of `row` are ignored. detail must be well
 * formed JSON (ERR_INVALID). */
int store_ledger_append(struct store *store, const struct ledger_row *row);

/* Adds entries one behind the other: with many at once each costs half as much. On failure the
 * transaction is to be rolled back. */
int store_ledger_append_all(struct store *store, const struct ledger_row *rows, size_t count);

struct ledger_filter {
    instant_t from, to;     /* at in [from, to); INSTANT_NONE: open */
    const char *occurrence; /* NULL: all. Shares have ids of their own */
    const char *recipient;  /* NULL: all */
    int64_t message;        /* 0: all */
    int64_t after;          /* paging: seq above this */
    size_t limit;           /* 0: 1,000,000 */
};
void ledger_filter_init(struct ledger_filter *filter);
/* Entries in order. `each`: 0 goes on, > 0 stops quietly, < 0 stops and is returned. */
int store_ledger_each(struct store *store, const struct ledger_filter *filter,
                      int (*each)(const struct ledger_row *row, void *arg), void *arg);

/* Goes through the whole chain. *entries counts the good ones from the first on; head (may be
 * NULL) receives the last hash. Returns 0; ERR_CORRUPT when an entry was changed, removed or put
 * in, or the end is missing: diag says at which seq. */
int store_ledger_verify(struct store *store, int64_t *entries, char head[LEDGER_HASH_SIZE],
                        struct diag *diag);

/* The same in pieces, so that whoever looks can do something else in between. Zeroed to begin with. */
struct ledger_walk {
    int64_t entries;             /* so many are good */
    char head[LEDGER_HASH_SIZE]; /* hash of the last of them */
};
/* Goes on by `limit` entries at most. Returns 1 (there may be more), 0 (all of it is whole), ERR_CORRUPT
 * as above, or another error. */
int store_ledger_walk(struct store *store, struct ledger_walk *walk, size_t limit,
                      struct diag *diag);

/* The same for what was added behind entry *seq (0: for all), which is taken to be good, as far as
 * `limit` entries go; *seq becomes the last entry looked at. */
int store_ledger_verify_from(struct store *store, int64_t *seq, size_t limit, struct diag *diag);

/* The hash of one entry, as it stands. ERR_NOT_FOUND. */
int store_ledger_hash(struct store *store, int64_t seq, char out[LEDGER_HASH_SIZE]);

#endif
