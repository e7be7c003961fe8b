/* The proof: who was told what, when, by which way, and what the other side answered. Reads the
 * ledger, and joins to each entry what it is about. */
#ifndef ENGINE_PROOF_H
#define ENGINE_PROOF_H

#include "engine/engine.h"
#include "model/roster.h"
#include "store/ledger.h"
#include "store/outbox.h"

/* A page of an answer: so many entries are looked at. */
struct proof_page {
    int64_t after; /* looks at entries after this one; then the last it looked at. From 0 */
    size_t limit;
    bool more; /* there may be another page */
};

/* What is asked for; all of it must fit. NULL, INSTANT_NONE: any. */
struct proof_ask {
    struct proof_page *page; /* a page at a time; NULL: all of it */
    instant_t from, to;      /* at in [from, to) */
    const char *occurrence;  /* with its shares, and with every message that carried a notice of
                                them, mails that a later one superseded too */
    const char *task;        /* "plan/stt": all occurrences of the row, and the row as such */
    const char *recipient;   /* an address in any case, or "endpoint:<name>" */
    const char *department;  /* its id */
    const char *unit;        /* id of the unit that has to do it, or through which somebody hears */
};
void proof_ask_init(struct proof_ask *ask);

/* An entry and what it is about. Lasts as long as the callback. */
struct proof_entry {
    const struct ledger_row *row;
    const struct message_row *message; /* without body; NULL: none */
    const char *department;            /* its id; "" none or unknown */
    const char *unit;                  /* its id; "" none */
};

/* Entries in the order in which they were written; those of an occurrence or a row come in one page,
 * however many. `each` returns 0 to go on, > 0 to stop quietly,
 * < 0 to stop with that error. Returns 0, ERR_NOMEM, ERR_LIMIT (an occurrence of more than a
 * million entries), or an error of the store. */
int proof_each(struct engine *engine, const struct proof_ask *ask,
               int (*each)(const struct proof_entry *entry, void *arg), void *arg);

/* Proves the chain whole (store_ledger_verify), and that it goes on from an earlier state of it that
 * somebody noted: `known` is "<number of entries>:<hash>" as this gave it then, NULL none. The words
 * of what is wrong go to diag. Returns 0, ERR_CORRUPT, ERR_INVALID (known is not of that form), or an
 * error of the store. */
int proof_verify(struct store *store, const char *known, int64_t *entries,
                 char head[static LEDGER_HASH_SIZE], struct diag *diag);

/* The same by `limit` entries at a time: walk is zeroed to begin with. Returns 1 as long as there may be
 * more, then as above. */
int proof_walk(struct store *store, struct ledger_walk *walk, size_t limit, const char *known,
               struct diag *diag);

#endif
