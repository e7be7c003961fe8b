/* Takes due messages from the outbox, gives them to their channel, has the results recorded. */
#ifndef DAEMON_SENDER_H
#define DAEMON_SENDER_H

#include "base/clock.h"
#include "base/diag.h"
#include "base/log.h"
#include "model/settings.h"
#include "store/store.h"

struct event_base;
struct sender;

struct sender_setup {
    struct event_base *base;
    struct store *store;
    const struct settings *settings; /* outlives the sender */
    const struct clock *clock;       /* outlives the sender */
    const struct log *log;
    void (*moved)(void *arg); /* results were recorded, so the next instant may have changed */
    void *arg;
};

/* Opens the channels that the settings name: Maildir or SMTP for mail, a webhook channel for each
 * endpoint. Secrets are read from their files; what is wrong goes to diag. Nothing is sent yet.
 * Returns 0, ERR_NOMEM, ERR_INVALID, or what reading a secret returns. */
int sender_new(const struct sender_setup *setup, struct diag *diag, struct sender **out);

/* Claims what is due, as far as channels have room, and starts it. Called when a due instant has
 * come and after each tick; harmless when nothing is due. One endpoint takes no more of the
 * room than its concurrency, so that one which never answers holds up no other. Returns 0, or what the store
 * said: what is due stays so, and the caller tries again later. */
int sender_run(struct sender *sender);

/* The earliest instant after the last sender_run at which it has something to do, given what waits
 * in the outbox; INSTANT_NONE while the channels are full (results call sender_run by themselves). */
instant_t sender_next(struct sender *sender);

/* Claims nothing more: what is under way is brought to its end. */
void sender_retire(struct sender *sender);

/* How many messages are under way, or ended and not recorded yet. */
size_t sender_busy(const struct sender *sender);

/* Gives up what is under way (the rows stay `sending` and are recovered at the next start) and
 * closes. Accepts NULL. */
void sender_free(struct sender *sender);

#endif
