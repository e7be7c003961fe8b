/* Takes due messages from the outbox, gives them to their channel, has the results recorded. */
#ifndef DAEMON_SENDER_H
#define DAEMON_SENDER_H

#include "base/clock.h"
#include "base/diag.h"
#include "base/log.h"
#include "model/settings.h"
#include "store/store.h"

struct event_base;
struct engine;
struct sender;

struct sender_setup {
    struct event_base *base;
    struct store *store;
    const struct settings *settings; /* outlives the sender */
    struct engine *engine;           /* the same; its settings are these */
    const struct clock *clock;       /* outlives the sender */
    const struct log *log;
    bool fresh;               /* the config was just mended: pauses are over */
    void (*moved)(void *arg); /* results were recorded, so the next instant may have changed */
    void *arg;
};

/* Opens the channels that the settings name: Maildir or SMTP for mail, a webhook channel for each
 * endpoint. Secrets are read from their files; what is wrong goes to diag. Nothing is sent yet.
 * Returns 0, ERR_NOMEM, ERR_INVALID, or what reading a secret returns. */
int sender_new(const struct sender_setup *setup, struct diag *diag, struct sender **out);

/* Somebody else changed the outbox or an endpoint: what is known of them is read again by the next
 * sender_run. */
void sender_stir(struct sender *sender);

/* Claims what is due, as far as each destination has room, and starts it. Called when a due instant
 * has come and after a tick; harmless when nothing is due. */
void sender_run(struct sender *sender);

/* The earliest instant at which sender_run has something to do, given what waits in the outbox;
 * INSTANT_NONE when only results can change that (they make it run by themselves). */
instant_t sender_next(struct sender *sender);

/* Claims nothing more and gives back what has not begun to leave: what is under way is brought to
 * its end. */
void sender_retire(struct sender *sender);

/* How many messages are under way, or wait for being recorded. */
size_t sender_busy(const struct sender *sender);

/* Breaks off what is under way, which is recorded as a failed attempt (or else stays `sending` and
 * is recovered at the next start), and closes. Accepts NULL. */
void sender_free(struct sender *sender);

#endif
