/* One SMTP session: opened by libcurl, then driven by us, a transaction at a time. Private to
 * lib/send. */
#ifndef LIB_SEND_SMTP_SESSION_H
#define LIB_SEND_SMTP_SESSION_H

#include <stdbool.h>
#include <sys/queue.h>

#include "lib/send/multi.h"
#include "send/smtp.h"

struct smtp_session;

/* What a session tells its owner, from the loop, and last of all it does: each may free it. */
struct smtp_session_events {
    /* It can take a transaction now; or (failure not NULL) it could not be opened. */
    void (*opened)(struct smtp_session *session, struct send_result *failure, void *owner);
    /* The transaction has ended. alive: the session can take another. again: the session was an
     * old one and broke before the message was asked for; another session may do better. */
    void (*ended)(struct smtp_session *session, struct send_result *result, bool alive, bool again,
                  void *owner);
    /* It was at rest and is of no more use. */
    void (*closed)(struct smtp_session *session, void *owner);
};

/* Starts to open one. options, events and owner outlive it. Returns 0 or ERR_NOMEM. */
int smtp_session_open(struct transfer *transfer, const struct smtp_options *options,
                      const struct smtp_session_events *events, void *owner,
                      struct smtp_session **session);

/* Begins a transaction on an open session that is at rest. The mail has been checked and stays
 * until the end. Returns 0, ERR_LIMIT (the message is too long) or ERR_NOMEM; nothing was sent
 * then. */
int smtp_session_start(struct smtp_session *session, const struct send_mail *mail);

/* Says QUIT when it is at rest, closes without waiting, frees. Accepts NULL. */
void smtp_session_free(struct smtp_session *session);

#endif
