/* The outbox: every message is a committed row before a byte of it leaves.
 *
 * queued → sending (claimed, committed) → delivered | queued again | failed
 * queued → superseded | cancelled; failed → queued (by hand). */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "cal/civil.h"
#include "store/store.h"

enum message_class { MESSAGE_DAILY, MESSAGE_IMMEDIATE, MESSAGE_EVENT };
enum message_channel { CHANNEL_MAIL, CHANNEL_WEBHOOK };
enum message_state {
    MESSAGE_QUEUED,
    MESSAGE_SENDING,
    MESSAGE_DELIVERED,
    MESSAGE_FAILED,     /* for good, unless somebody retries it */
    MESSAGE_SUPERSEDED, /* a later daily mail says all that it said */
    MESSAGE_CANCELLED,  /* nothing left to say, or dropped by hand */
};
/* "daily" …, "mail" "webhook", "queued" …; static. */
const char *message_class_name(enum message_class class);
const char *message_channel_name(enum message_channel channel);
/* The same for whoever is outside (design.md §5): "email" "webhook". */
const char *message_channel_word(enum message_channel channel);
const char *message_state_name(enum message_state state);
/* Returns 0 or ERR_FORMAT. */
int message_state_parse(const char *name, enum message_state *out);

struct message_row {
    int64_t id;        /* given by the store */
    const char *ident; /* Message-ID without <>, or webhook-id; unique, never changes */
    enum message_class class;
    enum message_channel channel;
    const char *department;
    const char *recipient; /* lower-cased address, or "endpoint:<name>" */
    day_t day;             /* the civil day it belongs to */
    const char *subject;   /* mail: as shown; event: its type */
    const char *thread;    /* ident of the thread's root; NULL */
    const void *body;      /* the bytes; NULL in lists */
    size_t body_len;
    enum message_state state;
    int attempts;
    bool by_hand;      /* a person sends it: at any hour */
    instant_t next_at; /* queued: not before */
    instant_t created_at;
    instant_t undelivered_since; /* its own created_at, or inherited from what it superseded */
    int64_t superseded_by;       /* 0: none */
    int last_code;               /* SMTP reply or HTTP status of the last attempt; 0 none */
    const char *last_reply;      /* what the other side answered, or why it was cancelled; NULL */
    instant_t last_at;           /* of the last attempt's end */
    instant_t delivered_at;
    instant_t told_at; /* when the office was told that it does not get through */
    /* Events, as shaped for their receiver; NULL: POST, the endpoint's address, a CloudEvent. */
    const char *method;
    const char *path; /* what follows the endpoint's address */
    const char *content_type;
    const char *occurrence; /* what an event tells of; NULL: none, or a mail */
    void *owned;
};

struct message_rows {
    struct message_row *items;
    size_t count, capacity;
};

void store_message_init(struct message_row *row);
void store_message_clear(struct message_row *row);
void store_message_rows_clear(struct message_rows *rows);

/* Adds a message as given (id is ignored; state is normally MESSAGE_QUEUED). *id receives its
 * number. ERR_EXISTS: the ident is taken, or there is a daily mail of that (department, recipient,
 * day) already. */
int store_message_add(struct store *store, const struct message_row *row, int64_t *id);
/* With body. ERR_NOT_FOUND. Clear *out. */
int store_message_get(struct store *store, int64_t id, struct message_row *out);
/* The same without the body. */
int store_message_head(struct store *store, int64_t id, struct message_row *out);
/* The mails that a mail superseded, by id, without bodies. The list is replaced. */
int store_messages_superseded(struct store *store, int64_t id, struct message_rows *out);
int store_message_by_ident(struct store *store, const char *ident, struct message_row *out);
/* The daily mail of that day, in whatever state but superseded, without body. ERR_NOT_FOUND. Clear *out. */
int store_message_daily(struct store *store, const char *department, const char *recipient,
                        day_t day, struct message_row *out);
/* Daily mails of other days (later ones, when the clock was ahead) to that recipient still queued (never
 * those in flight, nor those recovered that were not tried again yet), without bodies, oldest first: what a
 * new one supersedes. The list is replaced. */
int store_messages_stale(struct store *store, const char *department, const char *recipient,
                         day_t day, struct message_rows *out);

/* --- sending ---------------------------------------------------------------------------------- */

/* Takes up to `limit` queued messages with next_at <= now of a channel, earliest first, of one
 * recipient only when `recipient` is not NULL: each is `sending` with one more attempt counted, and
 * that is committed before this returns, with bodies. Its own transaction: ERR_REFUSED inside one.
 * The list is replaced. */
int store_outbox_claim(struct store *store, instant_t now, enum message_channel channel,
                       const char *recipient, size_t limit, struct message_rows *out);
/* The same in the open transaction: nothing of it may leave before that is committed, and after a
 * rollback nothing was claimed. ERR_REFUSED outside of one. */
int store_outbox_take(struct store *store, instant_t now, enum message_channel channel,
                      const char *recipient, size_t limit, struct message_rows *out);
/* A claimed message is queued again as it was, without an attempt: not a byte of it left.
 * ERR_NOT_FOUND: it is not `sending`. */
int store_outbox_release(struct store *store, int64_t id);
/* The same, and it waits until next_at: it may not leave now. */
int store_outbox_put_back(struct store *store, int64_t id, instant_t next_at);
/* Recipients of a channel with a queued message that is not parked, by name, each with the earliest
 * next_at; costs by recipient, not by message. A negative answer of `each` ends it and is returned. */
int store_outbox_recipients(struct store *store, enum message_channel channel,
                            int (*each)(const char *recipient, instant_t next, void *arg),
                            void *arg);
/* The earliest next_at of a recipient's queued messages; INSTANT_NONE. */
int store_outbox_recipient_next(struct store *store, enum message_channel channel,
                                const char *recipient, instant_t *out);
/* At start: what a crash left in `sending` is queued again, with the same ident, before all
 * else (next_at 0). It may have left already, so it is not stale until it was tried once more. In the
 * open transaction, or in one of its own. */
int store_outbox_recover(struct store *store, int64_t *count);
/* The earliest next_at of queued messages of a channel; INSTANT_NONE. */
int store_outbox_next(struct store *store, enum message_channel channel, instant_t *out);
/* How an attempt ended: DELIVERED, QUEUED (again at next_at) or FAILED. */
struct message_result {
    enum message_state state;
    instant_t at;
    instant_t next_at; /* QUEUED */
    int code;          /* 0: none */
    const char *reply; /* NULL: none */
};
/* Records the end of an attempt of a message in `sending`. ERR_NOT_FOUND: it is not. */
int store_message_result(struct store *store, int64_t id, const struct message_result *result);

/* A delivered message came back from beyond the server that took it: it has failed, and the office
 * has yet to hear of it. ERR_NOT_FOUND: it is not delivered. */
int store_message_bounce(struct store *store, int64_t id, instant_t at, int code,
                         const char *reply);

/* A queued message is replaced by a later one (the notices are moved by store_notices_move).
 * by 0: by one that is made next, and named by a second call; only one daily mail of a day is not
 * superseded. ERR_NOT_FOUND: it is not queued (any more). */
int store_message_supersede(struct store *store, int64_t id, int64_t by, instant_t at);
/* Whether any notice of a message may not stand as it did: its occurrence is not open, has another due
 * day or an answer, or it is about something else. */
int store_message_moved(struct store *store, int64_t id, bool *out);
/* A queued or failed message is given up, with the reason. ERR_NOT_FOUND: it is neither. */
int store_message_cancel(struct store *store, int64_t id, instant_t at, const char *reason);
/* A failed or queued message is due at `at` (by hand). ERR_NOT_FOUND: it is neither. */
int store_message_retry(struct store *store, int64_t id, instant_t at);
/* The office was told about it. */
int store_message_told(struct store *store, int64_t id, instant_t at);
/* All queued messages of a recipient are not tried before `until` (a pause, a Retry-After, a
 * disabled endpoint: INSTANT_NONE parks them until store_outbox_unpark). */
int store_outbox_pause(struct store *store, enum message_channel channel, const char *recipient,
                       instant_t until);
int store_outbox_unpark(struct store *store, enum message_channel channel, const char *recipient,
                        instant_t at);

/* After the clock was set back: queued messages that wait for an instant after `at` are due at it. */
int store_outbox_bring_back(struct store *store, enum message_channel channel, instant_t at);
/* The same of daily mails that were made for a day after `day`: they wait until `at`, that none leaves
 * beside the day's own (a new one supersedes them, store_messages_stale). */
int store_outbox_put_off_dailies(struct store *store, day_t day, instant_t at);

/* Not told yet, and either failed, or parked, or undelivered since before `before`; without bodies; at most
 * `limit`. The list is replaced. */
int store_messages_untold(struct store *store, instant_t before, size_t limit,
                          struct message_rows *out);

/* Whether something that was told is undelivered still. */
int store_messages_told_still(struct store *store, const char *department, bool *out);

/* --- showing ---------------------------------------------------------------------------------- */

struct message_filter {
    bool by_state;
    enum message_state state;
    const char *department; /* NULL: all */
    const char *recipient;  /* NULL: all */
    instant_t from, to;     /* created in [from, to); INSTANT_NONE: open */
    int64_t before;         /* paging: ids below this; 0: from the newest */
};
void message_filter_init(struct message_filter *filter);
/* A page, newest first, without bodies. The list is replaced. */
int store_messages_list(struct store *store, const struct message_filter *filter, size_t limit,
                        struct message_rows *out);

struct outbox_counts {
    int64_t queued, sending, failed, delivered, superseded, cancelled;
};
/* Counts them one by one: for who asks, not for a tick. */
int store_outbox_count(struct store *store, struct outbox_counts *out);
/* Whether a message is queued or being sent; costs the same however many were delivered. */
int store_outbox_waits(struct store *store, bool *out);

/* --- endpoints: what is remembered of a receiver ----------------------------------------------- */

struct endpoint_row {
    const char *name;
    bool disabled;      /* it answered 410, or an officer switched it off */
    const char *reason; /* NULL */
    instant_t paused_until;
    int failures; /* in a row */
    instant_t changed_at;
    void *owned;
};

void store_endpoint_clear(struct endpoint_row *row);
int store_endpoint_put(struct store *store, const struct endpoint_row *row);
/* Its pause and failures alone: whether it is disabled stays as it is. */
int store_endpoint_standing(struct store *store, const struct endpoint_row *row);
/* ERR_NOT_FOUND: nothing is known of it, which is as good as well. Clear *out. */
int store_endpoint_get(struct store *store, const char *name, struct endpoint_row *out);
int store_endpoints_each(struct store *store,
                         int (*each)(const struct endpoint_row *row, void *arg), void *arg);

#endif
