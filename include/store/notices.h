/* Notices: one thing to tell one recipient about one occurrence at one stage; each once, ever. */
#ifndef STORE_NOTICES_H
#define STORE_NOTICES_H

#include "model/stage.h"
#include "store/store.h"

struct notice_row {
    int64_t id;             /* given by the store */
    const char *occurrence; /* its id; a row that needs a person: "<plan>/<stt>" */
    struct stage stage;
    day_t anchor; /* the due day the stage belongs to; of a list: the list's day. Never none */
    enum role role;
    const char *unit; /* through which the recipient is told; NULL none */
    const char *department;
    const char *recipient; /* lower-cased mail address, or "endpoint:<name>" */
    day_t day;             /* the civil day on which it was decided */
    instant_t created_at;
    instant_t next_at; /* when it is to be put into a message; kept while it has none */
    int64_t message;   /* 0: none yet */
    void *owned;
};

struct notice_rows {
    struct notice_row *items;
    size_t count, capacity;
};

void store_notice_rows_clear(struct notice_rows *rows);

/* Adds one (its id and message are ignored). *added (may be NULL) is false when the same
 * (occurrence, stage, anchor, role, recipient) stands already: then nothing changes, and 0 is
 * returned. */
int store_notice_add(struct store *store, const struct notice_row *row, bool *added);

/* Whom notices without a message with next_at <= now are for: at most `limit` pairs by department
 * and recipient. `each`: 0 goes on, > 0 stops quietly, < 0 stops and is returned; it may read and
 * write. */
int store_notices_due_recipients(struct store *store, instant_t now, size_t limit,
                                 int (*each)(const char *department, const char *recipient,
                                             void *arg),
                                 void *arg);
/* Those notices of one recipient by id, at most `limit`. The list is replaced. */
int store_notices_due(struct store *store, const char *department, const char *recipient,
                      instant_t now, size_t limit, struct notice_rows *out);
/* Puts one into a message. ERR_NOT_FOUND. */
int store_notice_attach(struct store *store, int64_t notice, int64_t message);
/* Takes one out of a message that has not left: as dropped. ERR_NOT_FOUND. */
int store_notice_detach(struct store *store, int64_t notice);
/* An occurrence is open again: what was to be said of it on `day` or later about the due day `anchor`, and
 * was dropped or cancelled, waits for `at`. */
int store_notices_revive(struct store *store, const char *occurrence, day_t anchor, day_t day,
                         instant_t at);
/* Leaves one for later. ERR_NOT_FOUND. */
int store_notice_defer(struct store *store, int64_t notice, instant_t next_at);
/* Drops one that has no message yet and need not be said any more (done meanwhile): it stays as a
 * row, so that it is not decided again, and waits no longer. ERR_NOT_FOUND. */
int store_notice_drop(struct store *store, int64_t notice);
/* After the clock was set back: those that wait for an instant after `at` are due at it. */
int store_notices_bring_back(struct store *store, instant_t at);
/* Moves all notices of one message to another (superseding). */
int store_notices_move(struct store *store, int64_t from_message, int64_t to_message);
/* By message, or by occurrence; by id, at most `limit` (0: 100,000). The list is replaced. */
int store_notices_of_message(struct store *store, int64_t message, size_t limit,
                             struct notice_rows *out);
int store_notices_of_occurrence(struct store *store, const char *occurrence, size_t limit,
                                struct notice_rows *out);

#endif
