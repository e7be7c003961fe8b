/* A mail from its items: rendered, built, put into the outbox. */
#ifndef ENGINE_MAILING_H
#define ENGINE_MAILING_H

#include "lib/engine/internal.h"

/* One thing that a mail says, for its Message-ID and its thread. */
struct mailing_thing {
    char *name;             /* never twice in the mails of a recipient's day; owned */
    const char *occurrence; /* or whatever the thread is about */
};

struct mailing {
    struct engine *engine;
    const struct department *department;
    const char *recipient; /* address */
    const char *names;     /* of the recipient, for the salutation */
    enum mail_class class;
    instant_t now;
    day_t day;         /* of the daily mail that it is; DAY_NONE: today */
    instant_t next_at; /* when it leaves; INSTANT_NONE: now */
    instant_t undelivered_since;
    const struct message_row
        *anew;           /* what was tried, told and asked for of it holds of this one; NULL */
    const char *message; /* said before the items; NULL */
    const struct daily_item *items;
    size_t count;
    const struct mailing_thing *things; /* as many as items */
};

/* Renders the mail and adds it to the outbox, with its ledger entry. Nothing is written when it cannot
 * be made. Returns 0, an error of the store, or ERR_INVALID, ERR_LIMIT, ERR_FORMAT, ERR_EXISTS: this
 * mail cannot be made, others can. */
int mailing_post(const struct mailing *mailing, int64_t *message);

/* The same with a subject and a text as they are, and no items: mailing->items is not read. */
int mailing_post_text(const struct mailing *mailing, const char *subject, const char *text,
                      int64_t *message);

/* Whether an error is about one mail alone. */
bool mailing_is_own_fault(int err);

#endif
